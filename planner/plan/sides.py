"""On which side of the body the facts behind an item are worse."""

from __future__ import annotations

from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem


def weaker_side(item: PlanItem, plan: Plan) -> str:
    """``left`` or ``right``, where the facts behind an item are worse; empty where that is not one side, or not known.

    A grade of one side says nothing of the other; a sign that one side shows is told of that side.
    """
    sides = {side for reason in item.because if (side := _worse(reason.fact, plan))}
    return sides.pop() if len(sides) == 1 else ""


def weak_limb(item: PlanItem, plan: Plan) -> str:
    """``arm`` or ``leg``, where the facts behind an item tell of one of them alone, else where one is further on; empty if neither."""
    staging, plain_of = plan.knowledge.staging, plan.knowledge.vocabulary.plain_of
    told = {plain_of.get(reason.fact, reason.fact) for reason in item.because}
    named = [limb for limb, items in (("arm", staging.arm_items), ("leg", staging.leg_items)) if told & set(items)]
    if len(named) == 1:
        return named[0]
    if plan.arm.low == plan.leg.low:
        return ""
    return "arm" if plan.arm.low > plan.leg.low else "leg"


def _worse(name: str, plan: Plan) -> str:
    plain = plan.knowledge.vocabulary.plain_of.get(name, name)
    fact, worst = plan.knowledge.vocabulary.facts.get(plain), plan.values.get(plain)
    if fact is None or not fact.sides or worst is None:
        return ""
    told = {side: value for side in fact.ids if (value := plan.values.get(side)) is not None and value.known}
    if len(told) == 2 and len({value.low for value in told.values()}) == 2:
        return worst.of.rpartition("_")[2]
    shows = [side for side, value in told.items() if fact.kind == "yes_no" and value.raw is True]
    return shows[0].rpartition("_")[2] if len(shows) == 1 else ""
