"""Where comfort is the goal of care: which things serve it, and what comes in the place of one that does not."""

from __future__ import annotations

from planner.model.knowledge import Recommendation
from planner.model.problems import GRAVEST
from planner.model.things import Equipment
from planner.plan.brought_by import advice_on
from planner.plan.needs import IN_PLACE, Need, NeedCase
from planner.plan.severity import grade


def serves_comfort(thing: Equipment, case: NeedCase) -> bool:
    """Where comfort is the goal: whether it is one of the things for comfort, belongs to what matters most to the person, or prevents harm within weeks."""
    knowledge, named = case.knowledge, case.assessment.intake.preferences.first
    if thing.id in knowledge.problems.comfort_things:
        return True
    return any(rule.problem in named or _prevents_harm(rule, case) for rule in advice_on(thing, knowledge))


def _prevents_harm(rule: Recommendation, case: NeedCase) -> bool:
    item = case.items.get(rule.id)
    return item is not None and item.timing == "now" and grade(rule, case.assessment.facts) == GRAVEST


def in_place_of(needs: dict[str, Need], case: NeedCase) -> None:
    """Where comfort does not need a thing that would be needed today, what would help until it comes takes its place."""
    for name, thing in case.knowledge.equipment.items():
        need = needs[name]
        wanted = need.by is not None and need.by <= case.today and not (need.held or need.far or need.put_off)
        if not wanted or serves_comfort(thing, case) or case.standing(name).status in IN_PLACE:
            continue
        others = [
            other for other in thing.bridge if other in needs and serves_comfort(case.knowledge.equipment[other], case)
        ]
        for other in others[:1]:
            needs[other] = needs[other] if needs[other].by is not None else need
