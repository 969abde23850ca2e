"""What one reader's family and equipment pages leave out because of what was asked: look-ahead, topics, "not now"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from planner.model.intake import LookAhead
from planner.pages.equipment import orders_for
from planner.plan.disclosure import look_ahead_of, sort_for
from planner.plan.off_paper import topic_of_rule, topic_of_thing
from planner.plan.plan import Plan

Why = Literal["look_ahead", "topic", "put_off"]


@dataclass(frozen=True)
class Held:
    """A recommendation or a thing that pages leave out and why; of what is put off they say one line without advice."""

    id: str
    thing: bool
    why: Why
    topic: str = ""


def held_back(plan: Plan, reader: str, look_ahead: LookAhead | None = None) -> tuple[Held, ...]:
    """Everything held back from ``person`` or ``helper``, advice first; ``look_ahead`` replaces what the reader asked."""
    reach = look_ahead or look_ahead_of(plan, reader)
    return (*_advice(plan, reach), *_things(plan, reach))


def _advice(plan: Plan, reach: LookAhead) -> Iterator[Held]:
    found = sort_for(plan, reach)
    for item in found.held_back:
        topic = topic_of_rule(plan.rule(item), plan)
        yield Held(item.id, False, "topic" if topic else "look_ahead", topic)
    yield from (Held(item.id, False, "put_off") for item in found.put_off)


def _things(plan: Plan, reach: LookAhead) -> Iterator[Held]:
    found = orders_for(plan, reach)
    for order in found.held_back:
        topic = topic_of_thing(order.id, plan)
        named = (topic_of_thing(remark.thing, plan) for remark in order.remarks if remark.thing)
        topic = topic or (next(filter(None, named), "") if order.action == "skip" else "")
        yield Held(order.id, True, "topic" if topic else "look_ahead", topic)
    yield from (Held(order.id, True, "put_off") for order in found.put_off)
