"""Random people whose scores and measures lie at, beside or just above a limit, tested one to three months ago.

Every law of a plan is held against the same five hundred, planned once, and each day against half of them: a file of tests that asks for ``crowd`` bears the
mark ``together``, so that one process runs them all.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest
from covering import each_day
from people import TODAY

from planner import assess, load_knowledge, make_plan, read_intake
from planner.model.conditions import leaves
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan

NEAREST, OLDEST = 30, 92  # days ago at which a test was done
ITEMS = "alsfrs_r"
PEOPLE, PARTS = 500, 10
together = pytest.mark.xdist_group("near_limits")
EACH_DAY = range(0, PARTS, 2)
in_parts = pytest.mark.parametrize("part", each_day(range(PARTS), *EACH_DAY))


@cache
def base() -> Knowledge:
    return load_knowledge()


@cache
def limits_by_fact() -> dict[str, tuple[float, ...]]:
    """For each fact that moves along the courses, the values against which any condition holds it."""
    knowledge = base()
    conditions = [*knowledge.conditions()]
    conditions += [rule.ahead.needed_when for rule in knowledge.recommendations if rule.ahead]
    conditions += [thing.needed_when for thing in knowledge.equipment.values() if thing.needed_when]
    moving = {*knowledge.course.measures, *(item for items in knowledge.course.domains.values() for item in items)}
    found: dict[str, set[float]] = {}
    for leaf in (leaf for condition in conditions for leaf in leaves(condition) if leaf.fact in moving):
        if leaf.operator != "known":
            found.setdefault(leaf.fact, set()).update(leaf.bounds)
    return {fact: tuple(sorted(bounds)) for fact, bounds in found.items()}


def near(fact: Fact, bounds: tuple[float, ...], chance: Random) -> int:
    """A possible value at, just beside or somewhat above a limit."""
    low, high = fact.ends
    reach = (-1, 0, 1) if fact.group == ITEMS else (-1, 0, 1, 3, 8, 20)
    return int(min(high, max(low, chance.choice(bounds) + chance.choice(reach))))


BRACES = ("ankle_brace_leaf_spring", "ankle_brace_carbon", "ankle_brace_custom")


def told(chance: Random, *, braces: bool = False) -> dict[str, Any]:
    """An intake with two visits; each measure and item near one of its limits at the newer one.

    ``braces``: with weak ankles, braces in use and a word on whether walking is safe, as they often come together.
    """
    knowledge, on = base(), TODAY - timedelta(chance.randint(NEAREST, OLDEST))
    facts: dict[str, Any] = {}
    for name, bounds in limits_by_fact().items():
        if chance.random() < 0.6:
            facts[name] = near(knowledge.vocabulary[name], bounds, chance)
    if braces:
        facts |= {f"mrc_ankle_dorsiflexion_{side}": chance.randint(1, 4) for side in ("left", "right")}
        facts |= {"walking_unsafe_with_aid": chance.random() < 0.5, "knee_buckling": chance.random() < 0.5}
        facts |= {"walking_help": chance.choice(["none", "brace_only", "rollator"])}
        facts |= {f"equipment_status_{brace}": chance.choice(["in_use", "none"]) for brace in BRACES}
    earlier = {name: value for name, value in facts.items() if chance.random() < 0.3}
    visits = [{"on": str(on), "facts": facts or {"alsfrs_walking": 3}}]
    if earlier:
        visits.insert(0, {"on": str(on - timedelta(chance.randint(20, 200))), "facts": earlier})
    patient: dict[str, Any] = {"id": "invented-near-limits", "country": chance.choice(["US", "UK", "AU"])}
    if chance.random() < 0.6:
        patient["symptom_onset_date"] = str(TODAY - timedelta(chance.randint(300, 1500)))
    return {"patient": patient, "visits": visits}


def plan_of(intake: dict[str, Any]) -> Plan:
    knowledge = base()
    return make_plan(assess(read_intake(intake, knowledge, TODAY), knowledge, today=TODAY), knowledge)


class Somebody(NamedTuple):
    """One of the crowd: what is told of them, and their plan."""

    intake: dict[str, Any]
    plan: Plan


@cache
def crowd(part: int) -> tuple[Somebody, ...]:
    """A tenth of the five hundred; every other one has weak ankles and braces."""
    chance = Random(f"near limits {part}")
    intakes = [told(chance, braces=at % 2 == 0) for at in range(PEOPLE // PARTS)]
    return tuple(Somebody(intake, plan_of(intake)) for intake in intakes)
