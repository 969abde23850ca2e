"""One visit brings new things for three problems at most, two each; the clinic sees to the rest, and nothing grave is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from near_limits import crowd, in_parts, together
from stories import EVERYBODY, base, intake_for, plan_for

from planner import assess, make_plan
from planner.model.problems import GRAVEST
from planner.plan.agenda import COMFORT
from planner.plan.orders import Order
from planner.plan.plan import Plan

pytestmark = together

MOVED = ("clinic_sees_to_it", "at_next_visit")
TODAY = ("order_now", "arrange")


def codes(order: Order) -> set[str]:
    return {remark.code for remark in (*order.remarks, *order.tasks)}


def number(name: str) -> int:
    return int(base().numbers[name])


def acts_on(order: Order, plan: Plan) -> list[tuple[str, bool]]:
    """The problems on whose lines advice about a thing stands, and whether an act of it must not be moved.

    A thing that no advice is about belongs to the lines of its ladder.
    """
    knowledge, found = plan.knowledge, []
    rules = {rule.id for rule in knowledge.recommendations if order.id in rule.equipment}
    rules |= {knowledge.equipment[order.id].needed_with} - {""}
    ladders = {one.problem for one in knowledge.problems.ladders for step in one.steps if order.id in step.things}
    for line in (*plan.agenda.today, *plan.agenda.next_visit):
        named = [act for act in line.acts if rules.intersection((act.id, *act.moves))]
        if named or rules.intersection(line.details):
            found.append((line.problem, any(act.severity == GRAVEST or act.answers for act in named)))
        elif not rules and line.problem in ladders:
            found.append((line.problem, line.is_kept))
    return found


def laws(plan: Plan) -> None:
    goal = plan.values.get("care_goal")
    moved = [order for order in plan.equipment if codes(order) & set(MOVED)]
    if goal is not None and goal.known and plan.knowledge.vocabulary["care_goal"].answer(goal.low) == COMFORT:
        assert moved == []
        return
    long = timedelta(weeks=number("long_wait_weeks")).days
    counted: dict[str, int] = {}
    for order in plan.equipment:
        acts = acts_on(order, plan)
        free = any(kept for _, kept in acts) or "bridge_for" in codes(order) or order.put_off
        if order.action not in TODAY or free or (order.lead_days is not None and order.lead_days[1] >= long):
            continue
        problem = next((problem for problem, _ in acts), "")
        counted[problem] = counted.get(problem, 0) + 1
    counted.pop("", None)  # what no line of the agenda is about has no problem of this visit
    assert len(counted) <= number("new_things_problems") and all(
        n <= number("new_things_each") for n in counted.values()
    )
    within = plan.today + timedelta(number("new_things_clinic_days"))
    for order in moved:
        assert order.action == "order_by" and not order.overdue_days
        assert not any(kept for _, kept in acts_on(order, plan)), f"{order.id} is grave"
        assert order.order_by is not None and plan.today < order.order_by
        assert order.order_by <= (within if "clinic_sees_to_it" in codes(order) else plan.agenda.next_visit_on)


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_story_brings_too_many_new_things(name: str) -> None:
    laws(plan_for(name, base()))


@in_parts
def test_nor_does_anybody_near_a_limit(part: int) -> None:
    for _, plan in crowd(part):
        laws(plan)


def test_what_a_red_skin_asks_for_is_not_moved_for_cutlery() -> None:
    orders = {order.id: order for order in plan_for("late", base()).equipment}
    assert "red_skin" in {flag.id for flag in plan_for("late", base()).red_flags}
    assert orders["alternating_pressure_mattress"].action == "arrange"


def test_what_finds_no_room_is_named_with_its_day() -> None:
    moved = {order.id: order.order_by for order in plan_for("demo", base()).equipment if codes(order) & set(MOVED)}
    assert moved == {"eating_and_dressing_aids": date(2026, 12, 6)}


def test_a_clinic_that_has_the_time_brings_all_at_once() -> None:
    limits = dict(base().limits)
    limits |= {
        name: limits[name].model_copy(update={"value": 20}) for name in ("new_things_problems", "new_things_each")
    }
    roomy = replace(base(), limits=limits)
    plan = make_plan(assess(intake_for("demo", roomy), roomy, today=plan_for("demo", base()).today), roomy)
    order = next(one for one in plan.equipment if one.id == "eating_and_dressing_aids")
    assert order.action == "order_now" and not codes(order) & set(MOVED)
