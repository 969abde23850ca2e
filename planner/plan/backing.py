"""Advice that is due has something to get."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.conditions import truth_of
from planner.model.things import Equipment
from planner.model.truth import Truth
from planner.plan.due import Dates
from planner.plan.needs import IN_PLACE, Need, NeedCase


def backed_by_advice(needs: dict[str, Need], case: NeedCase) -> dict[str, Need]:
    """Advice that is due now and lists things has one of them to get: where none is, the first that fits is needed today."""
    found = dict(needs)
    for item in case.items.values():
        rule = case.knowledge.by_id.get(item.id)
        things = [name for name in rule.equipment if name in found] if rule else []
        if (
            item.timing != "now"
            or item.put_off
            or not things
            or any(_is_answered(name, found, case) for name in things)
        ):
            continue
        fitting = [name for name in things if _may_be_got(case.knowledge.equipment[name], case)]
        if fitting:
            days = Dates(case.today, case.today, case.today)
            found[fitting[0]] = Need(by=case.today, window=days, now=True, because=item.because)
    return found


def _is_answered(name: str, needs: Mapping[str, Need], case: NeedCase) -> bool:
    """Whether a thing is there, on its way, put off, or to be got by its own need."""
    need, status = needs[name], case.standing(name).status
    there = status in (*IN_PLACE, "ordered") or need.done
    return there or need.put_off or case.is_put_off(name) or (need.by is not None and not need.held)


def _may_be_got(thing: Equipment, case: NeedCase) -> bool:
    outgrown = thing.outgrown_when is not None and truth_of(thing.outgrown_when, case.assessment.facts) is Truth.YES
    return thing.id not in case.assessment.closed and not outgrown
