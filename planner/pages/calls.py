"""The one table of calls: whom to call for which signs; signs that were found stand first, all of them, in the row they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.language.words import Words
from planner.model.knowledge import RedFlag
from planner.model.shapes import Lines
from planner.pages.family_blocks import CallRow, CallTableBlock
from planner.pages.family_writer import HandoutWriter
from planner.plan.plan import Plan

ROWS = (("emergency", "now", "stop"), ("same_day", "day", "call"), ("within_a_week", "week", "plain"))
SENTENCE = re.compile(r"(?<=[.!?]) ")
UNTIL_THEN = 5  # sentences: more is not done in a hurry; no sign itself is ever cut
TODAY = ("emergency", "same_day")  # only for these is one asked to call today


def call_table(writer: HandoutWriter) -> CallTableBlock:
    """The table of this person; it prints whatever is known, and whatever the reader asked to see."""
    words, found = writer.words, signs_found(writer.plan)
    urgent = [flag for flag in found if flag.urgency in TODAY]
    key = "found_today" if urgent else "found_week" if found else "calls"
    return CallTableBlock(
        heading=words(f"family.{key}"),
        intro=words(f"family.{key}_call") if found else "",
        found_label=words("family.calls_found"),
        until_label=words("family.until_then"),
        rows=(*_before(writer), *(_row(writer, *row, found) for row in ROWS)),
    )


def signs_found(plan: Plan) -> tuple[RedFlag, ...]:
    """Every danger sign among what was told, the most urgent first, unless it was told in confidence."""
    by_id = {flag.id: flag for flag in plan.knowledge.red_flags}
    return tuple(by_id[flag.id] for flag in plan.red_flags if by_id[flag.id].family is not None)


def _before(writer: HandoutWriter) -> tuple[CallRow, ...]:
    """What comes before any call: the person's own plan for hard moments, where there is one or should be."""
    lines = _lines(writer, "first", writer.plan.calls.asked)
    return (CallRow(tone="plain", when=writer.words("family.call_before"), signs=lines),) if lines else ()


def _lines(writer: HandoutWriter, urgency: str, places: Mapping[str, tuple[int, ...]]) -> Lines:
    told = writer.plan.knowledge.always_call[urgency]
    return writer.fill(told[at].says for at in places[urgency])


def _row(writer: HandoutWriter, urgency: str, key: str, tone: str, found: tuple[RedFlag, ...]) -> CallRow:
    words, calls = writer.words, writer.plan.calls
    here = [flag.family for flag in found if flag.urgency == urgency and flag.family]
    until = dict.fromkeys(said for sign in here for line in writer.fill(sign.do) for said in SENTENCE.split(line))
    return CallRow(
        tone=tone,
        when=words(f"family.call_{key}", number=writer.emergency),
        contacts=_contacts(writer.plan, words) if key == "day" else (),
        found=(*writer.fill(sign.sign for sign in here), *_lines(writer, urgency, calls.found)),
        until_then=tuple(until)[:UNTIL_THEN],
        signs=_lines(writer, urgency, calls.asked),
    )


def _contacts(plan: Plan, words: Words) -> Lines:
    with_phone = [member for member in plan.intake.team if member.phone] or plan.knowledge.contacts
    said = tuple(
        " ".join(part for part in (m.role, m.phone, f"({m.when})" if m.when else "") if part) for m in with_phone[:2]
    )
    return said or (words("family.no_phone"),)
