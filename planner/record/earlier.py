"""An earlier paper, whatever holds it (PDF, intake, plan JSON, or a plan in hand) → what it said."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.assessment.assessment import assess
from planner.language.translations import languages_in, plan_in_language
from planner.language.words import ENGLISH, load_words
from planner.model.errors import IntakeError, Problem
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.plan.changes import Paper, Since, Told, compared
from planner.plan.plan import Plan, make_plan
from planner.reading.intake import INTAKE_SCHEMA, read_intake
from planner.reading.intake_written import intake_as_json
from planner.reading.strict_json import read_json
from planner.reading.strict_yaml import read_text
from planner.record.carried import FRIDGE, INTAKE_FILE, PAGES_FILE, PAGES_SCHEMA, PLAN_FILE, pages_as_json
from planner.record.form_fields import intake_of_fields
from planner.record.pdf_reading import FORM_FIELDS, LARGEST_PDF, attachments
from planner.record.plan_json import PLAN_SCHEMA, plan_as_json
from planner.record.shapes import PagesTold, PlanTold
from planner.record.told import paper_of_pages, paper_of_told

PDF = b"%PDF-"
# --- sources --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Earlier:
    """What one source holds: at least one of the three, each as plain data, with the name of the source."""

    where: str
    intake: Mapping[str, Any] | None = None
    plan: Mapping[str, Any] | None = None
    pages: Mapping[str, Any] | None = None


def refused(where: str, what: str, remedy: str) -> IntakeError:
    return IntakeError([Problem(where, 0, what, remedy)])


def open_pdf(source: str) -> Earlier:
    """What a PDF of ours carries. Raises IntakeError with one sentence for any other file."""
    where = "standard input" if source == "-" else source
    return _of_pdf(_bytes(source), where)


def _bytes(source: str) -> bytes:
    """The file, or as much of it as is needed to see that it is too large."""
    try:
        if source == "-":
            return sys.stdin.buffer.read(LARGEST_PDF + 1)
        with Path(source).open("rb") as file:
            return file.read(LARGEST_PDF + 1)
    except OSError as error:
        raise refused(source, f"This file cannot be read ({error.strerror}).", "Check its name.") from error


def _of_pdf(content: bytes, where: str) -> Earlier:
    files = attachments(content, where)
    if FORM_FIELDS in files:
        return Earlier(where, intake_of_fields(files[FORM_FIELDS], where))
    found = {name: _schema_checked(value, name, where) for name, value in files.items()}
    if PAGES_FILE in found and len(found) > 1:
        raise refused(where, "This PDF carries both a whole plan and pages of one.", "Give a PDF of als-planner.")
    return Earlier(where, found.get(INTAKE_FILE), found.get(PLAN_FILE), found.get(PAGES_FILE))


SCHEMA_OF = {INTAKE_FILE: INTAKE_SCHEMA, PLAN_FILE: PLAN_SCHEMA, PAGES_FILE: PAGES_SCHEMA}


def _parsed(text: str, where: str) -> Any:
    read = read_json(text, where)
    if read.problems:
        raise IntakeError(read.problems)
    return read.value


def _schema_checked(value: Any, name: str, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or value.get("schema") != SCHEMA_OF[name]:
        raise refused(
            where, f"What this PDF carries as {name} is not {SCHEMA_OF[name]}.", "Give a PDF that als-planner has made."
        )
    return value


def read_earlier(source: str, knowledge: Knowledge, today: date) -> Earlier:
    """A PDF, an intake (YAML or JSON) or a plan JSON, told apart by what it holds. Raises IntakeError.

    An intake that tells of days after ``today`` is refused.
    """
    where = "standard input" if source == "-" else source
    content = _bytes(source)
    if content.startswith(PDF) or source == "-" or _is_ours(content):
        return earlier_of(content, where, knowledge, today)
    return Earlier(where, intake=intake_as_json(read_intake(source, knowledge, today), knowledge))


def earlier_of(content: bytes, where: str, knowledge: Knowledge, today: date) -> Earlier:
    """The same for a content in hand, told of as ``where``. Raises IntakeError."""
    if content.startswith(PDF):
        return _of_pdf(content, where)
    if _is_ours(content):
        value = _parsed(_text(content, where), where)
        schema = value.get("schema") if isinstance(value, dict) else None
        if schema == PLAN_SCHEMA:
            return Earlier(where, plan=value)
        if schema == PAGES_SCHEMA:
            return Earlier(where, pages=value)
    return Earlier(where, intake=intake_as_json(read_intake(_mapping(content, where), knowledge, today), knowledge))


def _is_ours(content: bytes) -> bool:
    """Whether it is JSON that names a plan or pages."""
    return content.lstrip()[:1] == b"{" and b'"als-planner/p' in content


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(where, "This is not text in UTF-8.", "Save it again as UTF-8 text.") from error


def _mapping(content: bytes, where: str) -> Mapping[str, Any]:
    read = read_text(_text(content, where), where)
    if read.problems:
        raise IntakeError(read.problems)
    return read.value if isinstance(read.value, dict) else {}


# --- papers ---------------------------------------------------------------------------------------------------


def planned_as_of(intake: Intake, knowledge: Knowledge, day: date) -> Plan:
    return make_plan(assess(intake, knowledge, today=day), knowledge)


def plan_of(earlier: Earlier, knowledge: Knowledge, today: date, as_of: date | None = None) -> Plan | None:
    """The plan made anew from the intake that a source holds, as of its last visit; None where it holds none."""
    if earlier.intake is None:
        return None
    intake = read_intake(earlier.intake, knowledge, today)
    day = as_of or (intake.visits[-1] if intake.visits else None)
    if day is None:
        raise refused(earlier.where, "This intake has no visit, so it has no day.", "Add the visit it tells of.")
    return planned_as_of(intake, knowledge, day)


def paper_of(earlier: Earlier, knowledge: Knowledge, today: date, as_of: date | None = None) -> Paper:
    """What an earlier source said: pages as printed, a plan as printed, an intake planned anew as of its last visit.

    Raises IntakeError where it is of a day after ``today``.
    """
    if earlier.pages is not None:
        return _not_ahead(paper_of_pages(pages_told(earlier)), earlier.where, today)
    if earlier.plan is None:
        made = plan_of(earlier, knowledge, today, as_of)
        assert made is not None
        return replace(paper_of_plan(made), anew=True)
    paper = _paper_of_json(earlier.plan, earlier, _facts_of(earlier, knowledge, today))
    return _not_ahead(paper, earlier.where, today)


def _not_ahead(paper: Paper, where: str, today: date) -> Paper:
    if paper.day > today:
        what = f"This paper is of {paper.day}, which lies in the future (today is {today})."
        raise refused(where, what, "Correct --today, or give another paper.")
    return paper


def _facts_of(earlier: Earlier, knowledge: Knowledge, today: date) -> dict[str, Told] | None:
    """All facts of the intake beside a plan; None where there is none, or none that this knowledge can read."""
    if earlier.intake is None:
        return None
    try:
        intake = read_intake(earlier.intake, knowledge, today)
    except IntakeError:
        return None
    return newest_facts(intake, None)


def paper_of_plan(plan: Plan) -> Paper:
    """What a plan in hand says."""
    facts = newest_facts(plan.intake, plan.today)
    return _paper_of_json(plan_as_json(plan), Earlier("plan"), facts)


def newest_facts(intake: Intake, day: date | None) -> dict[str, Told]:
    """The newest value of every fact that was told, however old it has become."""
    found: dict[str, Told] = {}
    for seen in sorted(intake.observations, key=lambda seen: seen.on):
        if day is None or seen.on <= day:
            value = seen.value.isoformat() if isinstance(seen.value, date) else seen.value
            found[seen.fact] = Told(value, seen.on.isoformat())
    return found


def _paper_of_json(plan: Mapping[str, Any], earlier: Earlier, facts: dict[str, Told] | None) -> Paper:
    try:
        return paper_of_told(PlanTold.model_validate(plan), facts)
    except ValidationError as error:
        raise refused(earlier.where, "This is not a plan as als-planner writes it.", "Make it anew.") from error


def pages_told(earlier: Earlier) -> PagesTold:
    try:
        return PagesTold.model_validate(earlier.pages)
    except ValidationError as error:
        raise refused(earlier.where, "These are not pages as als-planner writes them.", "Make them anew.") from error


def as_pages(plan: Plan, like: Paper) -> Paper:
    """A plan as the pages of the same document, reader, look-ahead and language would show it."""
    if like.language not in (*languages_in(plan.knowledge), ENGLISH):
        raise refused(like.kind, f"These pages are in a language I cannot write ('{like.language}').", "Give others.")
    look_ahead: Any = like.look_ahead
    said = plan_in_language(plan, like.language)
    shown = pages_as_json(said, like.kind, like.reader, look_ahead, load_words(like.language))
    return paper_of_pages(PagesTold.model_validate(shown))


# --- two papers -----------------------------------------------------------------------------------------------

ANOTHER = "These papers are of two people: their ids differ."
ANOTHER_SOURCE = "Give the intake, or the therapist's PDF."
ONE_KIND = "Pages can be held against other pages of their kind, or against an intake or a therapist's plan."


def since(earlier: Earlier, plan: Plan) -> Since:
    """What changed from an earlier source to this plan. Raises IntakeError where they are of two people."""
    old = _with_lines(paper_of(earlier, plan.knowledge, plan.today), earlier.where)
    new = paper_of_plan(plan) if old.kind == "plan" else as_pages(plan, old)
    _one_person(old, new, earlier.where)
    source = "pages" if earlier.pages is not None else "plan" if earlier.plan is not None else "intake"
    return Since(
        day=old.day, knowledge=old.knowledge, source=source, changes=compared(old, new), language=old.language, waited=old.waited,
    )  # fmt: skip


def with_earlier(plan: Plan, earlier: Earlier) -> Plan:
    """The plan made anew with what changed since an earlier source, which also orders its agenda."""
    assessed = assess(plan.intake, plan.knowledge, today=plan.today)
    made = make_plan(assessed, plan.knowledge, since=since(earlier, plan))
    return replace(made, since=since(earlier, made))


def since_plan(old: Plan, plan: Plan) -> Since:
    """What changed from one plan in hand to another."""
    before, after = paper_of_plan(old), paper_of_plan(plan)
    _one_person(before, after, old.intake.id)
    return Since(day=before.day, knowledge=before.knowledge, source="plan", changes=compared(before, after))


def _with_lines(paper: Paper, where: str) -> Paper:
    """A paper that says enough to be compared; refused where it is a sheet, whose file says only whose it is."""
    if paper.kind == FRIDGE:
        raise refused(where, "The file of a fridge sheet does not carry what stands on it.", ANOTHER_SOURCE)
    return paper


def _one_person(old: Paper, new: Paper, where: str) -> None:
    if old.id != new.id:
        raise refused(where, ANOTHER, "Compare papers of one person.")


def both(
    old: Earlier, new: Earlier, knowledge: Knowledge, today: date, as_of: date | None = None
) -> tuple[Paper, Paper]:
    """Two sources as papers of one kind, where that can be; ``as_of`` is the day for a new intake. Raises IntakeError."""
    before = _with_lines(paper_of(old, knowledge, today), old.where)
    after = _with_lines(paper_of(new, knowledge, today, as_of), new.where)
    if before.kind != after.kind:
        pages, other = (before, new) if before.kind != "plan" else (after, old)
        made = plan_of(other, knowledge, today, as_of if other is new else None)
        if made is None:
            raise refused(other.where, ONE_KIND, ANOTHER_SOURCE)
        before, after = (before, as_pages(made, pages)) if pages is before else (as_pages(made, pages), after)
    if before.kind != "plan" and before.language != after.language:
        raise refused(new.where, "These pages are in two languages.", "Give pages of one language, or the intake.")
    _one_person(before, after, new.where)
    return before, after
