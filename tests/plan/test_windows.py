"""Windows of need stand in order, early to late, whatever was measured; no day is past, and every reason acts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from near_limits import crowd, in_parts, plan_of, together
from people import TODAY
from plan_laws import broken

from planner.plan.due import Dates
from planner.plan.plan import Plan

pytestmark = together


def disorder(plan: Plan) -> list[str]:
    """Windows out of order, and days to order by that lie after the latest day of need."""
    windows = [(item.id, item.window) for item in plan.items] + [(order.id, order.needed) for order in plan.equipment]
    found = [name for name, window in windows if window is not None and not in_order(window)]
    for order in plan.equipment:
        found_no_room = any(
            task.code in ("clinic_sees_to_it", "at_next_visit") for task in order.tasks
        )  # test_few_at_once
        if order.order_by and order.needed and order.needed.late and not found_no_room:
            found += [f"{order.id}: order by {order.order_by}"] if order.order_by > order.needed.late else []
    return found


def in_order(window: Dates) -> bool:
    days = [day or date.max for day in (window.early, window.likely, window.late)]
    return all(first <= second for first, second in pairwise(days)) and days[0] >= TODAY


@in_parts
def test_early_comes_before_likely_and_likely_before_late(part: int) -> None:
    for intake, plan in crowd(part):
        assert [*disorder(plan), *broken(plan)] == [], intake


def test_the_people_of_this_law_have_windows_by_measure_and_by_score() -> None:
    windows = [
        (item.id, item.window) for somebody in crowd(0) for item in somebody.plan.items if item.window is not None
    ]
    assert {"cough_machine_referral", "power_wheelchair_evaluation"} <= {name for name, _ in windows}
    assert any(window.early == TODAY and window.late and window.late > TODAY for _, window in windows)


@pytest.mark.parametrize(("pcf", "fvc"), [(190, 100), (161, 86), (160, 100)])
def test_a_course_that_has_passed_its_limit_since_the_test_counts_as_today(pcf: int, fvc: int) -> None:
    facts = {"fvc_pct": fvc, "pcf_l_min": pcf}
    plan = plan_of({"patient": {"id": "invented-cough"}, "visits": [{"on": "2026-09-29", "facts": facts}]})
    assert disorder(plan) == []
    item = plan.item("cough_machine_referral")
    assert item is not None and (item.window is None or item.window.early == TODAY)
    machine = next(order for order in plan.equipment if order.id == "cough_assist_machine")
    assert machine.needed is not None and machine.needed.early == TODAY
