"""Advice that is due has something to get: one of its things, or each where it is done only when each is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from planner.model.conditions import All, Compare
from planner.model.knowledge import Recommendation
from planner.plan.acquire import is_outgrown
from planner.plan.due import Dates
from planner.plan.needs import IN_PLACE, Need, NeedCase
from planner.plan.schedule import PlanItem


def backed_by_advice(needs: dict[str, Need], case: NeedCase) -> dict[str, Need]:
    """Advice that is due now and lists things has one of them to get: where none is, the first that fits is needed today.

    Where it is done only when each of its things is there, each that fits is needed today.
    """
    found = dict(needs)
    for item in case.items.values():
        rule = case.knowledge.by_id.get(item.id)
        things = [name for name in rule.equipment if name in found] if rule else []
        if rule is None or item.timing != "now" or item.put_off or not things:
            continue
        if _wants_each(rule):
            for name in things:
                own = case.knowledge.equipment[name].needed_with == rule.id
                if not _is_answered(name, found, case, today=not own) and _may_be_got(name, case):
                    found[name] = _today(item, case)
        elif not any(_is_answered(name, found, case, far_off=_is_used_today(item, rule)) for name in things):
            fitting = [name for name in things if _may_be_got(name, case)]
            if fitting:
                found[fitting[0]] = _today(item, case)
    return found


def _today(item: PlanItem, case: NeedCase) -> Need:
    return Need(by=case.today, window=Dates(case.today, case.today, case.today), now=True, because=item.because)


def _wants_each(rule: Recommendation) -> bool:
    """Whether the advice is done only when each of several things is there."""
    done = rule.done_when
    asked = {part.fact for part in done.parts if isinstance(part, Compare)} if isinstance(done, All) else set()
    return len(rule.equipment) > 1 and asked >= {f"equipment_status_{name}" for name in rule.equipment}


def _is_used_today(item: PlanItem, rule: Recommendation) -> bool:
    """Whether its trigger holds today, so that its thing is of use today; what prepares keeps the days of what it prepares for."""
    return not item.ahead and rule.kind != "prepare"


def _is_answered(
    name: str, needs: Mapping[str, Need], case: NeedCase, *, today: bool = False, far_off: bool = False
) -> bool:
    """Whether a thing is there, on its way, put off, or to be got by its own need.

    ``today``: by a need of today. ``far_off``: not by one that lies so far ahead that nothing is ordered yet.
    """
    need, status = needs[name], case.standing(name).status
    there = status in (*IN_PLACE, "ordered") or need.done
    wanted = need.by is not None and (need.by <= case.today or not today)
    if far_off and wanted and need.window is not None and need.window.early is not None:
        wanted = need.window.early <= case.today + _reach(name, case)
    return there or need.put_off or case.is_put_off(name) or (wanted and not need.held and not need.far)


def _reach(name: str, case: NeedCase) -> timedelta:
    """How far ahead a thing is ordered: its longest wait and a month."""
    longest = case.wait(case.knowledge.equipment[name]).days[2]
    return timedelta(longest + int(case.knowledge.numbers["order_reach_days"]))


def _may_be_got(name: str, case: NeedCase) -> bool:
    return name not in case.assessment.closed and not is_outgrown(case.knowledge.equipment[name], case)
