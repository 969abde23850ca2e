"""Plan → a calendar file (RFC 5545): the days ahead on which to order, start, give back and look again.

Titles tell nothing of health or things: a calendar lies open on phones and on shared screens. What it is about stands
in the description, in the family's words. What is due now gets no entry (it is on the paper), nor does a day that has
passed. No name, no id and no diagnosis stand anywhere in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.language.wording import title_of
from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.text import clean
from planner.pages.running_head import bars
from planner.plan.disclosure import DAYS, in_reach, is_off_paper, review_day, sort_for
from planner.plan.plan import Plan
from planner.plan.shopping import not_chosen

PRODUCT = "-//care plan//calendar 1//EN"
OCTETS_IN_LINE = 75
DAYS_OF_NOTICE = 7


@dataclass(frozen=True)
class Event:
    """One whole day: what kind of entry it is, the id of what it is about, and that in the family's words."""

    kind: str
    id: str
    day: date
    about: str = ""


def calendar_file(plan: Plan, words: Words, look_ahead: LookAhead) -> str:
    """The calendar of one reader, lines ending in CR LF; the same plan gives the same text each time."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for entry in entries_of(plan, words, look_ahead):
        lines += _event(entry, plan, words)
    return "".join(f"{folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def entries_of(plan: Plan, words: Words, look_ahead: LookAhead) -> tuple[Event, ...]:
    """What lies ahead within the look-ahead and was not put off, by day; the review stands whatever was chosen."""
    reach = DAYS[look_ahead]
    found = (*_orders(plan), *_starts(plan, words, look_ahead))
    shown = [entry for entry in found if entry.day > plan.today and in_reach(entry.day, plan.today, reach)]
    return tuple(sorted((*shown, Event("review", "", review_day(plan))), key=lambda e: (e.day, e.kind, e.id)))


def _orders(plan: Plan) -> Iterator[Event]:
    behind = not_chosen(plan)
    for order in plan.equipment:
        if order.put_off or order.id in behind or is_off_paper(order, plan):
            continue
        name, back = plan.knowledge.equipment[order.id].family.name, order.return_when
        if order.order_by is not None:
            yield Event("order", order.id, order.order_by, name)
        if back is not None and back.on is not None:
            yield Event("return", order.id, back.on, name)


def _starts(plan: Plan, words: Words, look_ahead: LookAhead) -> Iterator[Event]:
    found = sort_for(plan, look_ahead)
    for item in (*found.soon, *found.later):
        if item.start_by is not None:
            yield Event("start", item.id, item.start_by, title_of(item, plan, words))


def _event(entry: Event, plan: Plan, words: Words) -> list[str]:
    summary = escaped(words(f"calendar.{entry.kind}"))
    told = words(f"calendar.about.{entry.kind}", thing=entry.about)
    description = escaped("\n".join((told, *bars(plan, words))))
    # Notice that would have been due by today is given tomorrow instead, or on the day itself.
    notice = min(DAYS_OF_NOTICE, (entry.day - plan.today).days - 1)
    key = hashlib.sha256("\n".join((plan.intake.id, entry.kind, entry.id)).encode()).hexdigest()
    return [
        "BEGIN:VEVENT",
        f"UID:{key[:32]}@care-plan.invalid",
        f"DTSTAMP:{plan.today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"SUMMARY:{summary}",
        f"DESCRIPTION:{description}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{summary}",
        f"TRIGGER:-P{notice}D",
        "END:VALARM",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text value (RFC 5545, 3.3.11): no control signs, and the signs that mean something to a calendar escaped."""
    text = clean(text)
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, going on after a blank; no letter is cut in two."""
    pieces, octets = [""], 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > OCTETS_IN_LINE:
            pieces.append("")
            octets = 1  # the blank
        pieces[-1] += letter
        octets += size
    return "\r\n ".join(pieces)
