"""Windows of need stand in order, early to late, whatever was measured and however long ago."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from people import TODAY

from planner import assess, load_knowledge, make_plan, read_intake
from planner.model.conditions import leaves
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan
from planner.plan.schedule import Dates

PEOPLE = 500
NEAREST, OLDEST = 30, 92  # days ago at which a test was done
ITEMS = "alsfrs_r"


@cache
def knowledge() -> Knowledge:
    return load_knowledge()


@cache
def limits_by_fact() -> dict[str, tuple[float, ...]]:
    """For each fact that moves along the courses, the values against which any condition holds it."""
    base = knowledge()
    conditions = [*base.conditions()]
    conditions += [rule.ahead.needed_when for rule in base.recommendations if rule.ahead]
    conditions += [thing.needed_when for thing in base.equipment.values() if thing.needed_when]
    moving = {*base.course.measures, *(item for items in base.course.domains.values() for item in items)}
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


def told(chance: Random) -> dict[str, Any]:
    """An intake with two visits; each measure and item near one of its limits at the newer one."""
    base, on = knowledge(), TODAY - timedelta(chance.randint(NEAREST, OLDEST))
    facts: dict[str, Any] = {}
    for name, bounds in limits_by_fact().items():
        if chance.random() < 0.6:
            facts[name] = near(base.vocabulary[name], bounds, chance)
    earlier = {name: value for name, value in facts.items() if chance.random() < 0.3}
    visits = [{"on": str(on), "facts": facts or {"alsfrs_walking": 3}}]
    if earlier:
        visits.insert(0, {"on": str(on - timedelta(chance.randint(20, 200))), "facts": earlier})
    patient: dict[str, Any] = {"id": "invented-near-limits", "country": chance.choice(["US", "UK", "AU"])}
    if chance.random() < 0.6:
        patient["symptom_onset_date"] = str(TODAY - timedelta(chance.randint(300, 1500)))
    return {"patient": patient, "visits": visits}


def plan_of(intake: dict[str, Any]) -> Plan:
    base = knowledge()
    return make_plan(assess(read_intake(intake, base, TODAY), base, today=TODAY), base)


def disorder(plan: Plan) -> list[str]:
    """Windows out of order, and days to order by that lie after the latest day of need."""
    windows = [(item.id, item.window) for item in plan.items] + [(order.id, order.needed) for order in plan.equipment]
    found = [name for name, window in windows if window is not None and not in_order(window)]
    for order in plan.equipment:
        if order.order_by is not None and order.needed is not None and order.needed.late is not None:
            found += [f"{order.id}: order by {order.order_by}"] if order.order_by > order.needed.late else []
    return found


def in_order(window: Dates) -> bool:
    days = [day or date.max for day in (window.early, window.likely, window.late)]
    return all(first <= second for first, second in pairwise(days)) and days[0] >= TODAY


@pytest.mark.parametrize("seed", range(10))
def test_early_comes_before_likely_and_likely_before_late(seed: int) -> None:
    chance = Random(f"windows {seed}")
    for _ in range(PEOPLE // 10):
        intake = told(chance)
        assert disorder(plan_of(intake)) == [], intake


def test_the_people_of_this_law_have_windows_by_measure_and_by_score() -> None:
    windows = [
        (item.id, item.window)
        for seed in range(20)
        for item in plan_of(told(Random(f"some {seed}"))).items
        if item.window is not None
    ]
    assert {"cough_machine_referral", "power_wheelchair_evaluation"} <= {name for name, _ in windows}
    assert any(window.early == TODAY and window.late and window.late > TODAY for _, window in windows)


@pytest.mark.parametrize(("pcf", "fvc"), [(283, 100), (271, 86), (270, 100), (269, 100)])
def test_a_course_that_has_passed_its_limit_since_the_test_counts_as_today(pcf: int, fvc: int) -> None:
    facts = {"fvc_pct": fvc, "pcf_l_min": pcf}
    plan = plan_of({"patient": {"id": "invented-cough"}, "visits": [{"on": "2026-09-29", "facts": facts}]})
    assert disorder(plan) == []
    item = plan.item("cough_machine_referral")
    assert item is not None and (item.window is None or item.window.early == TODAY)
    machine = next(order for order in plan.equipment if order.id == "cough_assist_machine")
    assert machine.needed is not None and machine.needed.early == TODAY
