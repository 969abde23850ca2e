"""The same for other programs, under /v1: an intake in, a plan or a paper out. What goes wrong is a problem by RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from planner.importers.report import import_as_json
from planner.model.days import Day
from planner.model.errors import IntakeError, PlannerError, Problem
from planner.model.intake import LookAhead
from planner.model.knowledge import Knowledge
from planner.reading.intake import INTAKE_SCHEMA, read_intake
from planner.reading.intake_written import intake_as_json
from planner.reading.resources import version
from planner.reading.strict_json import read_json
from planner.reading.strict_yaml import LARGEST, read_text
from planner.record.plan_json import plan_as_json
from planner.web.brought import brought
from planner.web.made import planned
from planner.web.papers import PaperAsked, file_name, pdf_of, with_choices
from planner.web.questionnaire import RESPONSE, intake_of_response, questionnaire
from planner.web.work import Attachment
from planner.web.workers import Workers

Kind = Literal["family", "therapist", "equipment", "fridge", "annex"]
PROBLEM = "application/problem+json"
PERSON = {"type": "object", "properties": {"id": {"type": ["string", "number"]}}, "required": ["id"]}
INTAKE = {
    "description": "What each key may hold, and which answers contradict each other, is checked and told as problems (422).",
    "type": "object", "properties": {"schema": {"const": INTAKE_SCHEMA}, "patient": PERSON}, "required": ["patient"],
}  # fmt: skip
INTAKE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": INTAKE}, "application/yaml": {"schema": {"type": "string"}}},
    }
}
ANSWERED = {"type": "object", "properties": {"resourceType": {"const": RESPONSE}}, "required": ["resourceType"]}
RESPONSE_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": ANSWERED}}}
}
FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": told, "content": {PROBLEM: {"schema": {"type": "object"}}}}
    for status, told in (
        (403, "The key is missing or wrong."), (408, "The body took too long."), (413, "The body is too large."),
        (415, "The body is of another kind."), (422, "The intake or a choice cannot be used."), (503, "Too much is asked at once."),
    )
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Body:
    """What was sent, and whether it says that it is JSON."""

    content: bytes
    is_json: bool


@dataclass(frozen=True)
class Api:
    """The routes for programs."""

    knowledge: Knowledge
    quick: Workers
    slow: Workers
    day: Callable[[], date]

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/v1", responses=PROBLEMS)
        router.add_api_route("/health", self.health, methods=["GET"])
        router.add_api_route("/plan", self.plan, methods=["POST"], openapi_extra=INTAKE_BODY)
        router.add_api_route(
            "/papers/{kind}", self.paper, methods=["POST"], openapi_extra=INTAKE_BODY, response_class=Response
        )
        router.add_api_route("/import", self.imported, methods=["POST"], openapi_extra=FILE_BODY)
        router.add_api_route("/Questionnaire", self.asked, methods=["GET"])
        router.add_api_route("/QuestionnaireResponse", self.answered, methods=["POST"], openapi_extra=RESPONSE_BODY)
        return router

    async def health(self) -> dict[str, str]:
        """That it works, and with which knowledge."""
        knowledge = self.knowledge
        named = {"edition": knowledge.about.edition, "digest": knowledge.named_digest}
        return {"status": "ok", "version": version(), **named}

    async def plan(self, request: Request, today: Day | None = None) -> Response:
        """The plan of an intake, as `als-planner plan --format json` gives it."""
        text = await done_by(self.quick, plan_json, await body_of(request), today or self.day())
        return Response(text, media_type="application/json")

    async def paper(
        self, request: Request, kind: Kind, today: Day | None = None, paper: Literal["letter", "a4"] | None = None,
        lang: Annotated[str, Query(max_length=20)] = "", large_print: bool = False, grayscale: bool = False,
        look_ahead: LookAhead | None = None, reader: Literal["person", "helper"] = "person",
        reviewed_by: Annotated[str, Query(max_length=120)] = "",
    ) -> Response:  # fmt: skip
        """One paper of an intake as PDF, byte for byte as the command line makes it."""
        asked = PaperAsked(
            kind=kind, paper=paper or "", language=lang, large_print=large_print, grayscale=grayscale,
            look_ahead=look_ahead or "", reader=reader, signed=reviewed_by,
        )  # fmt: skip
        return attached(await done_by(self.slow, paper_of, await body_of(request), asked, today or self.day()))

    async def imported(
        self,
        request: Request,
        today: Day | None = None,
        say: Annotated[list[str] | None, Query(max_length=100)] = None,
    ) -> dict[str, Any]:
        """The intake of a plan as PDF, or of an intake file; of a table (CSV, Excel, FHIR) the account of it, with `intakes`."""
        return dict(await done_by(self.slow, imported, await request.body(), tuple(say or ()), today or self.day()))

    async def asked(self) -> dict[str, Any]:
        """The questions as a FHIR R4 Questionnaire."""
        return questionnaire(self.knowledge)

    async def answered(self, request: Request, today: Day | None = None) -> dict[str, Any]:
        """A filled FHIR R4 QuestionnaireResponse to that Questionnaire, as an intake."""
        return dict(await done_by(self.quick, of_response, await body_of(request), today or self.day()))


async def done_by(workers: Workers, made: Callable[..., Any], *given: Any) -> Any:
    """The work, while others are answered."""
    return await run_in_threadpool(workers.do, made, *given)


def attached(file: Attachment, shown: bool = False) -> Response:
    """A file to be kept by whoever asked, or ``shown`` to be printed; its name holds a pseudonym and nothing else."""
    named = {"Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{file.name}"'}
    return Response(file.content, media_type=file.kind, headers=named)


async def body_of(request: Request) -> Body:
    """The body of a request that brings an intake."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Body(content=await request.body(), is_json=kind.endswith("json") or kind == "")


# --- the work, in a process of its own -------------------------------------------------------------------------


def mapping_of(body: Body) -> Mapping[str, Any]:
    """What a body says; YAML by our own reader. Raises IntakeError."""
    if len(body.content) > LARGEST:
        raise IntakeError(
            [Problem("body", 0, f"This is larger than {LARGEST // 1_000_000} MB.", "Take the large part out.")]
        )
    try:
        text = body.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise IntakeError([Problem("body", 0, "This is not text in UTF-8.", "Send UTF-8 text.")]) from error
    read = read_json(text, "body") if body.is_json else read_text(text, "body")
    if read.problems:
        raise IntakeError(read.problems)
    if not isinstance(read.value, dict):
        raise IntakeError([Problem("body", 0, "This is not an intake.", "Send an object with 'patient' and 'visits'.")])
    return read.value


def plan_json(knowledge: Knowledge, body: Body, today: date) -> str:
    """The plan as text of JSON."""
    made = planned(read_intake(mapping_of(body), knowledge, today), knowledge, today)
    return json.dumps(plan_as_json(made))


def paper_of(knowledge: Knowledge, body: Body, asked: PaperAsked, today: date) -> Attachment:
    made = planned(read_intake(mapping_of(body), knowledge, today), knowledge, today)
    signed = with_choices(made, asked, None)
    return Attachment(name=file_name(signed, asked), kind="application/pdf", content=pdf_of(signed, asked))


def imported(knowledge: Knowledge, content: bytes, say: tuple[str, ...], today: date) -> Mapping[str, Any]:
    """The intake that a file holds, or those of a table with what was asked and refused. Raises IntakeError."""
    found = brought(content, knowledge, today, say)
    intakes = [intake_as_json(one, knowledge) for one in found.intakes]
    if found.table is None:
        return intakes[0]
    return {**import_as_json(found.table, found.people, found.deceased, False), "intakes": intakes}


def of_response(knowledge: Knowledge, body: Body, today: date) -> Mapping[str, Any]:
    """The intake of a FHIR response, read once so that its problems are told here."""
    written = intake_of_response(mapping_of(body), knowledge)
    return intake_as_json(read_intake(written, knowledge, today), knowledge)


# --- problems --------------------------------------------------------------------------------------------------


def problem(status: int, error: PlannerError | None = None) -> Response:
    """A problem by RFC 9457; of an intake with every place, what is wrong there and the remedy."""
    told: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if error is not None:
        told["detail"] = "The intake cannot be used as it stands."
        told["errors"] = [_told(problem) for problem in error.found]
    return Response(json.dumps(told), status_code=status, media_type=PROBLEM)


def _told(problem: Problem) -> dict[str, Any]:
    path, colon, said = problem.what.partition(": ")
    inside = (colon and " → " in path) or path in (
        "patient",
        "preferences",
        "visits",
        "equipment",
        "quotes",
        "team",
        "review",
    )
    where = {"pointer": "#/" + path.replace(" → ", "/")} if inside else {}
    line = {"line": problem.line} if problem.line else {}
    return {"detail": said if inside else problem.what, "remedy": problem.remedy, **where, **line}
