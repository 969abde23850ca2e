"""Laws of what is got, over every story and random people near every limit: one of a kind, a reason, a day, something to get."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter

import pytest
from near_limits import crowd, in_parts, together
from stories import EVERYBODY, base, plan_for

from planner import plan_as_json
from planner.plan.plan import Plan

pytestmark = together

TO_GET = ("order_now", "arrange", "defer")
DEAR = 500  # of the market's money, for this test
MONTHS_OFF = 91  # days: after the next visit
CODE = attrgetter("code")


def laws(plan: Plan) -> None:
    knowledge, orders = plan.knowledge, {order.id: order for order in plan.equipment}
    reach = int(knowledge.numbers["order_reach_days"])
    for order in plan.equipment:
        price = knowledge.equipment[order.id].prices.buy
        if order.action in ("order_now", "arrange"):
            early = order.needed.early if order.needed else None
            longest = order.lead_days[2] if order.lead_days else 0
            far = early is not None and early > plan.today + timedelta(longest + reach)
            bridges = any(remark.code == "bridge_for" for remark in order.remarks)
            assert not far or bridges, f"{order.id} is ordered long before its need"
            assert not (price and price[1] > DEAR) or order.because or bridges, f"{order.id} is dear and has no reason"
            lent = order.route and getattr(knowledge.routes.named.get(order.route), "way", "") in ("borrow", "rent")
            assert not lent or order.return_when is not None, f"{order.id} is lent and nothing says when it goes back"
        if order.action == "defer":
            assert [task for task in order.tasks if task.code == "test"], f"{order.id} waits for no test"
            assert not order.late, "what waits for a payer's test is not late"
        assert order.order_by is None or order.order_by >= plan.today
        assert not order.put_off or order.action in ("wait", "has", "return")
    for item in plan.items:
        things = [orders[name] for name in plan.rule(item).equipment if name in orders]
        listed = [order.action for order in things]
        if item.timing == "now" and not item.put_off and listed and not any(order.put_off for order in things):
            left = all(any(r.code == "comfort_needs_it_not" for r in order.remarks) for order in things)
            if left:
                assert plan.agenda.line_of(item.id) is None, (
                    f"{item.id} is on the agenda and comfort needs none of its things"
                )
            else:
                assert set(listed) != {"wait"}, f"{item.id} is advised now and there is nothing to get"
            if not (left or item.ahead or plan.rule(item).kind == "prepare"):
                months_off = [
                    order.order_by and order.order_by > plan.today + timedelta(MONTHS_OFF) for order in things
                ]
                assert not all(months_off), f"{item.id} holds today and its thing is months away"
    there = {
        order.id for order in plan.equipment if order.action == "has" and "ordered" not in map(CODE, order.remarks)
    }
    for name, thing in knowledge.equipment.items():
        if not thing.kept and orders[name].action in TO_GET and "bridge_for" not in map(CODE, orders[name].remarks):
            assert not there.intersection(thing.successors), f"{name} is to get and what replaces it is in use"
    for choice in knowledge.problems.choose_one:
        taken = [name for name in choice.things if name in orders and orders[name].action in TO_GET]
        free = [name for name in taken if not any(r.code == "bridge_for" for r in orders[name].remarks)]
        assert len(free) <= choice.at_most, f"{choice.id}: {free}"


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_got_obeys_the_laws_for_every_story(name: str) -> None:
    laws(plan_for(name, base()))


@in_parts
def test_what_is_got_obeys_the_laws_near_every_limit(part: int) -> None:
    for _, plan in crowd(part):
        laws(plan)


@in_parts
def test_no_day_to_act_lies_before_today_in_the_data(part: int) -> None:
    for _, plan in crowd(part)[::10]:
        for entry in plan_as_json(plan)["equipment"]:
            back = entry["return_when"] or {}
            for day in (entry["order_by"], back.get("on")):
                assert day is None or day >= plan.today.isoformat(), (entry["id"], day)
