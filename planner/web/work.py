"""What the page is asked to do, as functions of what was posted: each gives finished HTML, bytes or fields, and keeps nothing.

They run in processes of their own (``workers``), so everything that goes in and comes out is plain data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.exports.calendar import calendar_file
from planner.exports.purchase_list import purchase_list
from planner.language.questions import is_asked_of_families
from planner.language.translations import in_language, plan_in_language
from planner.language.words import ENGLISH, load_words
from planner.model.errors import IntakeError, Problem
from planner.model.knowledge import Knowledge
from planner.pages.compose import ALL_DOCUMENTS
from planner.pages.form.rows import Telling
from planner.plan.disclosure import look_ahead_of
from planner.plan.plan import Plan
from planner.press.render import PAPERS, templates
from planner.reading.intake_written import as_yaml, intake_as_json
from planner.reading.resources import languages
from planner.reading.supposed import read_facts
from planner.web.board import board_of
from planner.web.filled import ID, VISIT, base_of, standing
from planner.web.made import MadeOfForm, Slip, made_of
from planner.web.papers import FOR_FAMILY, file_name, paper_asked, pdf_of, pictures, with_choices
from planner.web.posted import (
    AS_OF,
    BASE,
    FACT,
    LANGUAGE,
    NOTE,
    PUT_OFF,
    QUOTE,
    REASON,
    STATUS,
    UNIT,
    WORD,
    Posted,
    refused,
)
from planner.web.preview import SHOWN_FIELD, preview_of
from planner.web.questions import AskedField, all_asked, answer_of, asked_form, unanswered
from planner.web.suppositions import SUPPOSED, SUPPOSED_VALUE, supposed
from planner.web.typed import as_typed

NEW_ID = "person-1"
PAYER = f"{FACT}main_payer"
ENTERED = (STATUS, PUT_OFF, QUOTE)  # what the board asks of each thing
BESIDE_THE_FORM = (PUT_OFF, QUOTE, WORD, REASON, NOTE)  # fields that stand beside the form, or on the board
FLEETING = (SUPPOSED, SHOWN_FIELD, "paper.", LANGUAGE)  # fields that no other page has to carry on


@dataclass(frozen=True, kw_only=True)
class Seat:
    """For whom a page is made: the day, the language, and whether it is the family's (``plain``)."""

    today: date
    language: str = "en"
    plain: bool = False


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file to be handed over."""

    name: str
    kind: str
    content: bytes


def page(template: str, knowledge: Knowledge, seat: Seat, **given: Any) -> str:
    words = load_words(seat.language)
    return (
        templates()
        .get_template(f"web/{template}.html")
        .render(
            words=words,
            english=load_words(ENGLISH),
            seat=seat,
            languages=languages(),
            edition=knowledge.about.edition,
            digest=knowledge.named_digest,
            **given,
        )
    )


# --- the form --------------------------------------------------------------------------------------------------


def form_page(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """The whole page: the questions with what stands in them, and the plan of it."""
    form = form if form(VISIT) else form.but(**{VISIT: seat.today.isoformat()})
    form = form if form(ID) or form(BASE) else form.but(**{ID: NEW_ID})
    try:
        base, _ = base_of(form, knowledge, seat.today)
    except IntakeError:
        base, form = None, form.but(**{BASE: ""})
    spoken, words = in_language(knowledge, seat.language), load_words(seat.language)
    stood = standing(base, knowledge, _as_of(form, seat))
    asked = asked_form(form, stood, base, spoken, words, seat.today, seat.plain)
    last = words.short_day(base.visits[-1]) if base and base.visits else ""
    opened = words("web.opened", id=base.id, date=last or words("not_known")) if base else ""
    hidden = {name: form(name) for name in (BASE, AS_OF, *((ID,) if seat.plain else ()))}
    facts = [
        (one.name.removeprefix(FACT), one.label)
        for one in all_asked(asked)
        if one.name.startswith(FACT) and one.kind not in ("text", "ticks")
    ]
    return page(
        "form",
        knowledge,
        seat,
        asked=asked,
        opened=opened,
        hidden=hidden,
        facts=facts,
        here=True,
        **_beside(knowledge, form, seat),
    )


def _as_of(form: Posted, seat: Seat) -> date:
    try:
        return date.fromisoformat(form(AS_OF))
    except ValueError:
        return seat.today


def beside(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """The plan beside the form, or the family's board."""
    return page("beside", knowledge, seat, here=True, **_beside(knowledge, form, seat))


def _beside(knowledge: Knowledge, form: Posted, seat: Seat) -> dict[str, Any]:
    made, words = made_of(form, knowledge, seat.today), load_words(seat.language)
    if seat.plain:
        board = board_of(made.plan, form, words) if made.plan else None
        said = words("web.said_things", n=len(board.rows)) if board else words("web.no_plan")
        told: dict[str, Any] = {"board": board, "preview": None, "slips": made.slips, "said": said}
        return {**told, "doubts": _for_family(made.doubts, knowledge), "carried_on": _beside_fields(form, ())}
    view = preview_of(made, form, words)
    told = {"board": None, "preview": view, "slips": view.slips, "doubts": view.doubts, "said": view.said}
    return {**told, "carried_on": _beside_fields(form, view.fields)}


def _for_family(doubts: tuple[Slip, ...], knowledge: Knowledge) -> tuple[Slip, ...]:
    """What is to be looked at again of what a family can answer."""
    facts = ((one, knowledge.vocabulary.written.get(one.field.removeprefix(FACT))) for one in doubts)
    return tuple(one for one, fact in facts if fact is not None and is_asked_of_families(fact))


def _beside_fields(form: Posted, there: Collection[str]) -> Mapping[str, str]:
    """What was said beside the form and on the board, where no field of the page says it now."""
    return {
        name: value for name, value in form.fields.items() if name.startswith(BESIDE_THE_FORM) and name not in there
    }


def what_if_page(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """What another answer would turn."""
    found = supposed(made_of(form, knowledge, seat.today), form, load_words(seat.language))
    return page("supposed", knowledge, seat, supposed=found, fact=form(SUPPOSED), value=form(SUPPOSED_VALUE))


def kept(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """The form with the answer that was tried out now standing in its field, in our unit; what is none stands as typed."""
    name, value = form(SUPPOSED), form(SUPPOSED_VALUE)
    fact = knowledge.vocabulary.written.get(name)
    if fact is None:
        return form_page(knowledge, form, seat)
    try:
        told = {one: as_typed(raw) for one, raw in read_facts([f"{name}={value}"], knowledge, seat.today).items()}
    except IntakeError:
        told = {name: value}
    fields = {one: text for written, text in told.items() for one in (fact.ids if written == fact.id else (written,))}
    kept_units = {f"{UNIT}{one}": "" for one in fields}
    return form_page(knowledge, form.changed(kept_units | {f"{FACT}{one}": text for one, text in fields.items()}), seat)


# --- the pages after it ----------------------------------------------------------------------------------------


def _carried_on(form: Posted, but: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Every field that the next page has to hand on, so that nothing need be kept in between."""
    return {name: value for name, value in form.fields.items() if not name.startswith((*FLEETING, *but))}


def overview(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """The plan, every answer in words, and what is still not known, before anything is printed."""
    spoken, words = in_language(knowledge, seat.language), load_words(seat.language)
    base, _ = base_of(form, knowledge, seat.today)
    asked = asked_form(form, standing(base, knowledge, _as_of(form, seat)), base, spoken, words, seat.today, seat.plain)
    told = [
        (
            fold.heading,
            [(one.label, answer_of(one, words("not_known"))) for one in _answered((*fold.scores, *fold.rows))],
        )
        for fold in (*asked.core, *asked.folds)
    ]
    things = [
        (thing.name, answer_of(thing.status, "")) for fold in asked.folds for thing in fold.things if thing.status.value
    ]
    answers = [(heading, rows) for heading, rows in told if rows] + (
        [(words("form.chapter.equipment"), things)] if things else []
    )
    found = None if seat.plain else supposed(made_of(form, knowledge, seat.today), form, words)
    return page(
        "overview", knowledge, seat, answers=answers, unanswered=unanswered(asked), hidden=_carried_on(form, BESIDE_THE_FORM), supposed=found,
        fact=form(SUPPOSED), value=form(SUPPOSED_VALUE), here=(), **_beside(knowledge, form, seat),
    )  # fmt: skip


def _answered(asked: tuple[AskedField, ...]) -> Iterator[AskedField]:
    return (one for one in asked if one.value)


def whole_plan(knowledge: Knowledge, form: Posted, seat: Seat) -> tuple[Plan, MadeOfForm]:
    """The plan that may go on paper. Raises IntakeError with every slip where something was left out of it."""
    made = made_of(form, knowledge, seat.today)
    if made.plan is None or not made.whole:
        raise IntakeError([Problem(slip.field, 0, slip.says) for slip in made.slips])
    return made.plan, made


def papers_page(knowledge: Knowledge, form: Posted, seat: Seat, look: bool) -> str:
    """The choices of a paper; with ``look`` the pages as they will be printed."""
    words = load_words(seat.language)
    kinds = FOR_FAMILY if seat.plain else ALL_DOCUMENTS
    made = made_of(form, knowledge, seat.today)
    shown: tuple[str, ...] = ()
    asked = paper_asked(form)
    if made.whole and look:
        shown = pictures(paper(knowledge, form, seat).content)
    return page(
        "papers", knowledge, seat, made=made, kinds=kinds, sizes=tuple(PAPERS), asked=asked, pictures=shown, looked=look,
        hidden=_carried_on(form), name=words(f"web.kind.{asked.kind}"), since=bool(form(BASE)), choices=_look_aheads(knowledge, seat),
    )  # fmt: skip


def _look_aheads(knowledge: Knowledge, seat: Seat) -> Mapping[str, str]:
    telling = _telling(knowledge, seat)
    return {choice: telling.say("look_ahead", choice) for choice in knowledge.vocabulary["look_ahead"].choices}


def _telling(knowledge: Knowledge, seat: Seat) -> Telling:
    """How answers are worded in the language of the page."""
    spoken, words = in_language(knowledge, seat.language), load_words(seat.language)
    return Telling(knowledge=spoken, words=words, intake=None, today=seat.today, plain=True)


def paper(knowledge: Knowledge, form: Posted, seat: Seat) -> Attachment:
    """One paper as PDF. Raises IntakeError where the form is not whole, RenderError where it cannot be drawn."""
    asked = paper_asked(form)
    if seat.plain and asked.kind not in FOR_FAMILY:
        raise refused("This page makes the papers of a family only.", "Choose one of them.")
    plan, made = whole_plan(knowledge, form, seat)
    plan = with_choices(plan, asked, made.form)
    return Attachment(name=file_name(plan, asked), kind="application/pdf", content=pdf_of(plan, asked))


def board_page(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """The family's equipment board as a page of its own."""
    found = _board(knowledge, form, seat)
    entered = (
        tuple(f"{prefix}{one.id}" for one in found["board"].entries for prefix in ENTERED) if found["board"] else ()
    )
    hidden = {
        name: value for name, value in _carried_on(form).items() if name != PAYER and not name.startswith(entered)
    }
    return page("board", knowledge, seat, hidden=hidden, **found)


def board_beside(knowledge: Knowledge, form: Posted, seat: Seat) -> str:
    """The lines of the board alone, as they move."""
    return page("board_lines", knowledge, seat, **_board(knowledge, form, seat))


def _board(knowledge: Knowledge, form: Posted, seat: Seat) -> dict[str, Any]:
    made, words = made_of(form, knowledge, seat.today), load_words(seat.language)
    plan = made.plan
    board = board_of(plan, form, words) if plan else None
    telling = _telling(knowledge, seat)
    choices = [(one, telling.say("main_payer", one)) for one in knowledge.vocabulary["main_payer"].choices]
    value = plan.values.get("main_payer") if plan else None
    payer = form(PAYER) or (str(value.raw) if value is not None and value.raw else "")
    here = [name for entry in board.entries for name, _, _ in entry.fields] if board else []
    return {"board": board, "slips": made.slips, "payers": choices, "payer": payer, "here": here}


# --- files -----------------------------------------------------------------------------------------------------


def saved(knowledge: Knowledge, form: Posted, seat: Seat) -> Attachment:
    """The answers as an intake file, to go on with later or elsewhere. Raises IntakeError."""
    plan, _ = whole_plan(knowledge, form, seat)
    text = as_yaml(intake_as_json(plan.intake, knowledge))
    return Attachment(name=f"{plan.intake.id}.yaml", kind="application/yaml", content=text.encode())


def calendar(knowledge: Knowledge, form: Posted, seat: Seat) -> Attachment:
    """The days of the plan as a calendar."""
    plan, _ = whole_plan(knowledge, form, seat)
    said = plan_in_language(plan, seat.language)
    text = calendar_file(said, load_words(seat.language), look_ahead_of(plan, "person"))
    return Attachment(name=f"{plan.intake.id}.ics", kind="text/calendar", content=text.encode())


def purchases(knowledge: Knowledge, form: Posted, seat: Seat) -> Attachment:
    """The things to get as a list."""
    plan, _ = whole_plan(knowledge, form, seat)
    said = plan_in_language(plan, seat.language)
    text = purchase_list(said, load_words(seat.language), look_ahead_of(plan, "person"))
    return Attachment(name=f"{plan.intake.id}.csv", kind="text/csv", content=text.encode())
