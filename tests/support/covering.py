"""The few people whose pages show all that the pages of anybody in the tests show; a test holds the list against all.

They were found by taking, again and again, whoever shows most of what is not shown yet, and first those who alone show
something. A new story that shows something new either stands in for one of them or joins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from stories import EVERYBODY, base, plan_for

from planner import compose
from planner.pages.compose import DOCUMENTS
from planner.plan.disclosure import orders_for, sort_for

COVERING = (
    "demo",
    "late",
    "A man whose breathing muscles weakened first is at stage I with strong limbs and is still urgent",
    "A woman whose speech and swallowing changed first has strong legs and needs no chair",
    "With everything in place nothing is ordered and nothing that is in use is taken away",
    "A woman at stage IV stops strengthening, drops her brace and has the power chair specified",
    "A woman at stage VI has mask, tube and cough machine in place and is kept comfortable and safe",
    "A tube in the windpipe with all in place still has its dangers that no state silences",
    "A bulbar woman with headaches and weight lost has mask, tube and voice before all else",
    "A veteran on a mask day and night has advice for the body he has, and the palliative team",
    "A woman in hospice who said no to mask and tube has comfort, a crisis plan and no early talk",
    "What a therapist timed and saw proves walking where nobody scored it",
    "A woman alone in a chair who nearly fell gets a package of care today and no move alone",
    "A woman who fell twice in a month with her rollator stops walking alone and starts the power chair",
    "Of a man of whom nothing but tiredness is known the twelve items are asked first",
    "The same man with veterans' care may start later by a shorter route",
    "A woman who said no to the mask and is breathless gets a comfort plan and can change her mind",
    "A man with two flail arms and strong legs is at stage III by his arms and walks with someone",
    "A man changing very slowly over ten years gets a firm brace and is not hurried into a chair",
)
"""Seventeen stories beside the example person and the one late in the disease."""


def each_day(every: Iterable[Any], *chosen: Any) -> tuple[Any, ...]:
    """The values of a parameter of a test: those chosen are tried each day, all of them before a release."""
    values = tuple(every)
    assert set(chosen) <= set(values)
    return tuple(pytest.param(one, id=str(one), marks=() if one in chosen else pytest.mark.all_forms) for one in values)


EACH = each_day(EVERYBODY, *COVERING)
"""Everybody as the parameter of a test."""

Shown = tuple[str, ...]
ADVICE = ("cards", "rest", "soon", "later", "check", "in_place", "put_off")
THINGS = ("to_do", "skip", "has", "give_back", "put_off")


def pieces(document: str, part: Any) -> Iterator[Shown]:
    """Every kind of block and of piece in a part of a page, with the fields that are filled in."""
    if isinstance(part, tuple):
        for one in part:
            yield from pieces(document, one)
    elif is_dataclass(part):
        for field in fields(part):
            value = getattr(part, field.name)
            if value:
                yield document, type(part).__name__, field.name
                yield from pieces(document, value)


def shown(who: str) -> set[Shown]:
    """What the pages of somebody show: blocks and pieces of each document, recommendations, things, danger signs."""
    plan = plan_for(who, base())
    found = {one for kind in DOCUMENTS for one in pieces(kind, compose(plan, kind, look_ahead="all").blocks)}
    found |= {("timing", item.timing) for item in plan.items}
    found |= {("danger sign", flag.id) for flag in plan.red_flags}
    advice, things = sort_for(plan, "all"), orders_for(plan, "all")
    found |= {part for place in ADVICE for item in getattr(advice, place) for part in (("advice", item.id), (place,))}
    for place in THINGS:
        for order in getattr(things, place):
            found |= {("thing", order.id), ("things", place), ("action", order.action)}
    return found
