"""A file that was brought, as the form begun from it; of a table the people in it, and what is asked of its columns."""

from __future__ import annotations

from dataclasses import replace

from planner.importers.report import anything_open, import_as_json, not_taken, why_nothing
from planner.language.words import load_words
from planner.model.intake import Intake, SignOff
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.pages.orders_for_families import is_hospice
from planner.reading.intake_written import intake_as_json
from planner.web.brought import Brought, brought
from planner.web.filled import ID, base_as_text
from planner.web.posted import AS_OF, BASE, LANGUAGE, Posted, refused
from planner.web.work import Seat, form_page, page

SAY = "say."  # an answer to what is asked of a table


def opened(knowledge: Knowledge, content: bytes, form: Posted, seat: Seat) -> str:
    """The form begun from a file of an earlier visit; of a table the people in it, and what is asked. Raises IntakeError."""
    found = brought(content, knowledge, seat.today, filter(None, form.starting(SAY).values()))
    if seat.plain and found.people > 1:
        raise refused("This file tells of several people.", "Here the file of one person is opened.")
    if found.table is None or (found.people == len(found.intakes) == 1 and not anything_open(found.table)):
        return form_page(knowledge, begun_from(found.intakes[0], form, knowledge, seat), seat)
    return _people(found, form, knowledge, seat)


def _people(found: Brought, form: Posted, knowledge: Knowledge, seat: Seat) -> str:
    """Whom a table tells of, each to be opened, with what is asked and what was not taken."""
    assert found.table is not None
    words = load_words(seat.language)
    people = [
        (one.id, words.short_day(one.visits[-1]) if one.visits else words("not_known"), begun_from(one, form, knowledge, seat).fields)
        for one in found.intakes
    ]  # fmt: skip
    told = import_as_json(found.table, found.people, found.deceased, False)
    left = tuple(not_taken(found.table.accounts.values(), False))
    why = "" if people else why_nothing(found.table)
    return page("brought", knowledge, seat, told=told, left=left, people=people, why=why, ways_of=_ways_of)


def _ways_of(say: str) -> Lines:
    """The answers to choose from, where they are named one by one (weight=kg or weight=lb)."""
    ways = tuple(say.split(" or "))
    return ways if len(ways) > 1 and all("=" in way and " " not in way for way in ways) else ()


def begun_from(intake: Intake, form: Posted, knowledge: Knowledge, seat: Seat) -> Posted:
    """The form begun from an intake: who has checked an earlier visit has not checked this one."""
    if not intake.visits or intake.visits[-1] != seat.today:
        intake = replace(intake, review=SignOff(), source={**(intake.source or {}), "review": None})
    intake = for_family(intake, knowledge) if seat.plain else intake
    fields = {BASE: base_as_text(intake_as_json(intake, knowledge)), AS_OF: seat.today.isoformat(), ID: intake.id}
    return Posted({**fields, LANGUAGE: form(LANGUAGE)})


def for_family(intake: Intake, knowledge: Knowledge) -> Intake:
    """The intake without what was told in confidence and without the clinic's notes: a family's page does not carry them."""
    told = (seen for seen in intake.observations if not knowledge.vocabulary[seen.fact].confidential)
    things = (
        thing.model_copy(update={"note": "", "route": "" if is_hospice(thing.route) else thing.route})
        for thing in intake.equipment
    )
    return replace(
        intake, observations=tuple(replace(seen, note="") for seen in told), unanswered=(), equipment=tuple(things),
        quotes=tuple(quote for quote in intake.quotes if not is_hospice(quote.route)), source=None,
    )  # fmt: skip
