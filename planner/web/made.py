"""A posted form → its intake and plan, with every problem at its field; a slip in one field keeps no plan from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.assessment.assessment import assess
from planner.language.data_notes import data_notes
from planner.language.words import ENGLISH, load_words
from planner.model.errors import IntakeError, Problem
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan, make_plan
from planner.reading.intake import read_intake
from planner.web.filled import ID, NAME, VISIT, Filled, filled
from planner.web.posted import FACT, PUT_OFF, QUOTE, SINCE, STATUS, TEAM, Posted

ARROW = " → "
OF_FILES = {  # what a sentence about a file says, as it is said of a page
    "or use null where": "or leave it empty where",
    "(null where it is not known)": "(leave it empty where it is not known)",
}


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What is wrong or doubtful, and the field at which it stands (empty: it stands at none)."""

    field: str
    says: str


@dataclass(frozen=True, kw_only=True)
class MadeOfForm:
    """What a form gives: the plan, unless nothing can be planned; what is wrong; what is to be looked at again.

    ``whole``: nothing was left out of the plan, so that it may go on paper.
    """

    form: Filled | None
    plan: Plan | None
    slips: tuple[Slip, ...] = ()
    doubts: tuple[Slip, ...] = ()

    @property
    def whole(self) -> bool:
        return self.plan is not None and not self.slips


def made_of(form: Posted, knowledge: Knowledge, today: date) -> MadeOfForm:
    """The plan of a form as of today; where a field cannot be used it is told and the rest is planned."""
    try:
        told = filled(form, knowledge, today)
    except IntakeError as error:
        return MadeOfForm(form=None, plan=None, slips=tuple(_slips(error.found, {}, knowledge)))
    try:
        intake = read_intake(told.written, knowledge, today)
    except IntakeError as error:
        return _without(form, told, tuple(_slips(error.found, told.written, knowledge)), knowledge, today)
    plan = planned(intake, knowledge, today)
    return MadeOfForm(form=told, plan=plan, doubts=tuple(_doubts(plan)))


def planned(intake: Intake, knowledge: Knowledge, today: date) -> Plan:
    return make_plan(assess(intake, knowledge, today=today), knowledge)


def _without(form: Posted, told: Filled, slips: tuple[Slip, ...], knowledge: Knowledge, today: date) -> MadeOfForm:
    """The plan of what can be used; none where the slip stands at no field."""
    wrong = {slip.field: told.stood.fields.get(slip.field, "") for slip in slips if slip.field}
    if ID in wrong:
        wrong[ID] = told.stood.fields.get(ID) or "unnamed"
    try:
        rest = filled(form.changed(wrong), knowledge, today)
        intake = read_intake(rest.written, knowledge, today)
    except IntakeError:
        return MadeOfForm(form=told, plan=None, slips=slips)
    plan = planned(intake, knowledge, today)
    return MadeOfForm(form=told, plan=plan, slips=slips, doubts=tuple(_doubts(plan)))


# --- where a problem stands ------------------------------------------------------------------------------------


def _slips(problems: Iterable[Problem], written: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Slip]:
    for problem in problems:
        place, said = _told_apart(problem.what)
        field = _field(place, written)
        name = field.removeprefix(FACT)
        about = knowledge.vocabulary[name].question if name in knowledge.vocabulary else ""
        # A name as it stands in a file tells nothing on a page that shows the question.
        says = said.replace(f" for '{name}'", "").replace(f"'{name}'", about or name)
        line = " ".join(filter(None, (f"{about}:" if about else "", says, problem.remedy)))
        for file, page in OF_FILES.items():
            line = line.replace(file, page)
        yield Slip(field=field, says=line)


def _told_apart(what: str) -> tuple[list[str], str]:
    """The path of a problem and what is wrong there."""
    path, colon, said = what.partition(": ")
    steps = path.split(ARROW)
    tops = ("patient", "preferences", "visits", "equipment", "quotes", "team", "review", "schema")
    return (steps, said) if colon and steps[0] in tops else ([], what)


def _field(place: list[str], written: Mapping[str, Any]) -> str:
    """The field of a place in the intake."""
    match place:
        case ["patient", "id"]:
            return ID
        case ["patient", "name"]:
            return NAME
        case ["patient" | "preferences", name, *_]:
            return f"{PUT_OFF if name == 'not_now' else FACT}{name}"
        case ["visits", _, "facts", name, *_]:
            return f"{FACT}{name}"
        case ["visits", *_]:
            return VISIT
        case ["equipment" | "quotes" as part, at, *rest]:
            return _of_thing(part, at, rest, written)
        case ["team", at, *rest]:
            return f"{TEAM}{at}.{rest[0] if rest else 'role'}"
    return ""


def _of_thing(part: str, at: str, rest: list[str], written: Mapping[str, Any]) -> str:
    lines = written.get(part) or []
    thing = lines[int(at)].get("item", "") if at.isdecimal() and int(at) < len(lines) else ""
    if part == "quotes":
        return f"{QUOTE}{thing}.{rest[-1] if rest else 'route'}"
    return f"{SINCE if rest == ['since'] else STATUS}{thing}"


def _doubts(plan: Plan) -> Iterator[Slip]:
    """What is to be looked at again, at the question with which its sentence begins."""
    questions = {f"{fact.question}: ": f"{FACT}{fact.ids[0]}" for fact in plan.knowledge.vocabulary.facts.values()}
    for said in data_notes(plan, load_words(ENGLISH)):
        field = next((field for start, field in questions.items() if said.startswith(start)), "")
        yield Slip(field=field, says=said)
