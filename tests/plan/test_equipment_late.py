"""What comes late and what bridges it, what must be ready first, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from made_up_things import (
    CHAIR,
    CITED,
    ENTRY_STEPS,
    POWER,
    WALKING_LOST,
    advice,
    codes,
    have,
    plan,
    thing,
)
from people import TODAY

from planner.model.conditions import All
from planner.model.things import Equipment, Prices
from planner.plan.leads import FAST, MEDIUM, SLOW
from planner.plan.orders import Remark
from planner.plan.schedule import PlanItem

# --- late, at risk, bridged ------------------------------------------------------------------------------------

LIGHT = thing("light_manual_wheelchair", {"rent": (0, 2, 7), "loan": (1, 7, 28)}, train_days=2)
BRIDGED = thing("power_wheelchair", CHAIR, train_days=14, bridge=("transport_chair", "light_manual_wheelchair"))
TRANSPORT = thing("transport_chair", {"loan": (1, 7, 21)})


def test_what_comes_too_late_is_bridged_by_something_that_is_there_sooner() -> None:
    orders = plan([BRIDGED, TRANSPORT, LIGHT], [advice("power_wheelchair", 60, "prepare")])
    chair, bridge = orders["power_wheelchair"], orders["transport_chair"]
    assert (chair.action, chair.late, chair.at_risk, chair.bridge) == ("order_now", True, False, "transport_chair")
    assert (bridge.action, bridge.route, codes(bridge.remarks)) == ("arrange", "loan", ["bridge_for"])
    assert bridge.return_when is not None
    assert bridge.return_when.on == TODAY + timedelta(126)
    assert orders["light_manual_wheelchair"].action == "wait"


def test_a_bridge_is_priced_by_the_months_until_the_late_thing_comes_and_only_a_loan_goes_back() -> None:
    """126 days are 4.1 months: below the 6 after which buying pays, though the chair would be of use for 14."""
    prices = Prices(buy=(180, 450, 2500), rent_month=(50, 100), resale=0, evidence=(CITED,))  # type: ignore[arg-type]
    items = [advice("power_wheelchair", 60, "prepare")]
    rented = thing("light_manual_wheelchair", {"rent": (0, 2, 7)}, prices=prices)
    bridge = plan([BRIDGED, rented], items)["light_manual_wheelchair"]
    assert bridge.choice is not None and bridge.return_when is not None
    assert (bridge.action, bridge.choice.advice, bridge.choice.break_even) == ("arrange", "rent", 6)
    assert round(bridge.choice.expected, 1) == 4.1
    bought = thing("light_manual_wheelchair", {"retail": (0, 2, 7)}, prices=prices)
    bridge = plan([BRIDGED, bought], items)["light_manual_wheelchair"]
    assert (bridge.action, bridge.route, bridge.return_when) == ("arrange", "retail", None)


def test_a_bridge_that_was_declined_or_held_is_passed_over_and_one_in_place_stays() -> None:
    items = [advice("power_wheelchair", 60, "prepare")]
    things = [BRIDGED, TRANSPORT, LIGHT]
    orders = plan(things, items, **have("declined", "transport_chair"))
    assert orders["power_wheelchair"].bridge == "light_manual_wheelchair"
    held = advice("transport_chair", 3, "hold")
    assert plan(things, [*items, held])["power_wheelchair"].bridge == "light_manual_wheelchair"
    orders = plan(things, items, **have("borrowed", "transport_chair"))
    assert (orders["power_wheelchair"].bridge, orders["transport_chair"].action) == ("transport_chair", "has")


def test_a_chair_on_order_that_comes_too_late_is_bridged_too() -> None:
    orders = plan([BRIDGED, LIGHT], [advice("power_wheelchair", 20)], **have("ordered", "power_wheelchair"))
    assert orders["power_wheelchair"].late
    assert orders["power_wheelchair"].bridge == "light_manual_wheelchair"
    assert orders["light_manual_wheelchair"].action == "arrange"


def test_at_risk_where_the_typical_wait_fits_and_the_longest_does_not() -> None:
    order = plan([POWER], [advice("power_wheelchair", 140)])["power_wheelchair"]
    assert (order.late, order.at_risk, codes(order.tasks)) == (False, True, ["ask_each_week"])
    assert plan([POWER], [advice("power_wheelchair", 139)])["power_wheelchair"].late
    assert not plan([POWER], [advice("power_wheelchair", 400)])["power_wheelchair"].at_risk


def test_on_its_order_day_a_thing_is_ordered_now() -> None:
    on_the_day, a_day_before = (
        plan([POWER], [advice("power_wheelchair", days)])["power_wheelchair"] for days in (189, 190)
    )
    assert (on_the_day.action, on_the_day.order_by) == ("order_now", None)
    assert (a_day_before.action, a_day_before.order_by) == ("order_by", TODAY + timedelta(1))


def test_what_comes_no_sooner_is_no_bridge() -> None:
    late = thing("cane", {"retail": (1, 7, 9)}, bridge=("transport_chair",))
    orders = plan([late, TRANSPORT], [advice("cane", 0, "now")])
    assert (orders["cane"].late, orders["cane"].bridge, orders["transport_chair"].action) == (True, "", "wait")


def test_a_need_in_the_past_is_ordered_now_and_late() -> None:
    order = plan([POWER], [advice("power_wheelchair", -30, "prepare")])["power_wheelchair"]
    assert (order.action, order.late, order.order_by) == ("order_now", True, None)


# --- ready first -----------------------------------------------------------------------------------------------


def ramp_and_chair() -> list[Equipment]:
    ramp = thing("ramp_modular", {"rent": (3, 10, 30)}, needed_when=All((WALKING_LOST, ENTRY_STEPS)))
    return [thing("power_wheelchair", CHAIR, train_days=14, ready_first=("ramp_modular",)), ramp]


def test_the_ramp_is_ready_seven_days_before_the_chair() -> None:
    facts = {"alsfrs_walking": 3, "entry_rise_cm": 40}
    order = plan(ramp_and_chair(), [advice("power_wheelchair", 300)], facts=facts)["ramp_modular"]
    assert order.need_by == TODAY + timedelta(293)
    assert order.order_by == TODAY + timedelta(293 - 20 - 3)
    assert Remark("ready_before", thing="power_wheelchair") in order.remarks


def test_no_ramp_where_there_are_no_steps_and_a_question_where_nobody_has_counted_them() -> None:
    items = [advice("power_wheelchair", 300)]
    level = plan(ramp_and_chair(), items, facts={"alsfrs_walking": 3, "entry_rise_cm": 0})["ramp_modular"]
    assert (level.action, level.tasks) == ("wait", ())
    asked = plan(ramp_and_chair(), items, facts={"alsfrs_walking": 3})["ramp_modular"]
    assert (asked.action, asked.tasks) == ("wait", (Remark("answer", fact="entry_rise_cm"),))


def test_what_must_be_ready_for_each_other_ends() -> None:
    ramp = thing("ramp_portable", needed_when=WALKING_LOST, ready_first=("ramp_modular",))
    other = thing("ramp_modular", needed_when=WALKING_LOST, ready_first=("ramp_portable",))
    chair = thing("power_wheelchair", CHAIR, ready_first=("ramp_modular",))
    orders = plan([ramp, other, chair], [advice("power_wheelchair", 300)], facts={"alsfrs_walking": 3})
    days = [TODAY + timedelta(293), TODAY + timedelta(286)]
    assert [orders["ramp_modular"].need_by, orders["ramp_portable"].need_by] == days


def test_what_the_advice_times_itself_is_named_and_never_pulled() -> None:
    van = thing("accessible_van_rental", ready_first=("power_wheelchair",))
    items = [advice("accessible_van_rental", 2, "now"), advice("power_wheelchair", 300)]
    orders = plan([van, POWER], items)
    assert orders["power_wheelchair"].need_by == TODAY + timedelta(300)
    assert orders["accessible_van_rental"].tasks[0] == Remark("ready_first", thing="power_wheelchair")
    there = plan([van, POWER], items, **have("in_use", "power_wheelchair"))
    assert there["accessible_van_rental"].tasks == ()


@pytest.mark.parametrize(
    "how", [have("declined", "power_wheelchair"), {"preferences": {"not_now": ["power_wheelchair"]}}]
)
def test_what_was_put_off_is_not_named_as_what_must_come_first(how: dict[str, Any]) -> None:
    van = thing("accessible_van_rental", ready_first=("power_wheelchair",))
    items = [advice("accessible_van_rental", 2, "now"), advice("power_wheelchair", 300)]
    assert plan([van, POWER], items, **how)["accessible_van_rental"].tasks == ()
    items[1] = replace(items[1], put_off=True)
    assert plan([van, POWER], items)["accessible_van_rental"].tasks == ()


# --- left out --------------------------------------------------------------------------------------------------


def test_what_would_be_over_too_soon_is_left_out_and_its_successor_named() -> None:
    brace = thing(
        "ankle_brace_carbon", {"insurer": (40, 60, 80)}, successors=("power_wheelchair",), least_useful_months=3,
        useful_months={"slow": 15, "medium": 6, "fast": 3},
    )  # fmt: skip
    items = [advice("ankle_brace_carbon", 5, "prepare")]
    order = plan([brace, POWER], items, FAST)["ankle_brace_carbon"]
    assert (order.action, order.remarks) == ("skip", (Remark("over_too_soon", thing="power_wheelchair"),))
    assert plan([brace, POWER], items, MEDIUM)["ankle_brace_carbon"].action == "order_now"


def test_where_a_loan_is_quick_enough_nothing_is_left_out() -> None:
    leads = {"insurer": (60, 90, 120), "loan": (1, 4, 9)}
    short = thing("cane", leads, successors=("rollator",), useful_months={"slow": 2, "medium": 2, "fast": 2})
    order = plan([short, thing("rollator")], [advice("cane", 0, "now")])["cane"]
    assert (order.action, order.route) == ("arrange", "loan")
    assert "too_short_to_order" in codes(order.remarks)


@pytest.mark.parametrize(("pace", "action"), [(SLOW, "order_by"), (MEDIUM, "skip"), (FAST, "skip"), (None, "skip")])
def test_some_things_pay_only_at_a_slow_pace_and_an_unknown_one_counts_as_medium(pace: int | None, action: str) -> None:
    lift = thing("stairlift_straight", buying="only_if_slow", successors=("ramp_modular",))
    order = plan([lift, thing("ramp_modular")], [advice("stairlift_straight", 90)], pace)["stairlift_straight"]
    assert order.action == action
    assert ("pace_not_known" in codes(order.remarks)) is (pace is None)


def test_what_is_not_worth_buying_is_lent_or_left_out() -> None:
    buy_only = thing("mobility_scooter", buying="avoid_buying")
    assert plan([buy_only], [advice("mobility_scooter", 1, "now")])["mobility_scooter"].action == "skip"
    lent = thing("mobility_scooter", {"retail": (1, 2, 3), "loan": (3, 14, 45)}, buying="avoid_buying")
    order = plan([lent], [advice("mobility_scooter", 1, "now")])["mobility_scooter"]
    assert (order.action, order.route) == ("arrange", "loan")


SCOOTER = thing(
    "mobility_scooter", {"insurer": (1, 2, 3), "retail": (1, 2, 3), "loan": (3, 14, 45)}, buying="avoid_buying"
)


@pytest.mark.parametrize(
    ("item", "action"),
    [
        (advice("mobility_scooter", 1, "now"), "arrange"),
        (advice("mobility_scooter", 300), "order_by"),
        (advice("mobility_scooter", None, "not_now"), "wait"),
        (advice("mobility_scooter", 1, "now", put_off=True), "wait"),
    ],
    ids=["now", "later", "not needed", "put off"],
)
def test_what_is_not_worth_buying_has_the_loans_route_and_days_from_the_start(item: PlanItem, action: str) -> None:
    """Also where nothing is ordered yet; and it is not said that its time is too short for an order."""
    order = plan([SCOOTER], [item], patient={"main_payer": "self"})["mobility_scooter"]
    assert (order.action, order.route, order.lead_days) == (action, "loan", (3, 14, 45))
    assert "too_short_to_order" not in codes(order.remarks)
    assert order.arithmetic is None or (order.arithmetic.wait, order.arithmetic.route) == (30, "loan")


@pytest.mark.parametrize("buying", ["usual", "avoid_buying"])
def test_only_what_is_not_worth_buying_is_turned_from_the_shop_and_a_rental_stays(buying: str) -> None:
    now = [advice("mobility_scooter", 1, "now")]
    bought = SCOOTER.model_copy(update={"buying": buying})
    order = plan([bought], now, patient={"main_payer": "self"})["mobility_scooter"]
    assert (order.action, order.route) == (("order_now", "retail") if buying == "usual" else ("arrange", "loan"))
    leads = {"loan": (3, 14, 45), "rent": (2, 7, 21)}
    rented = thing("mobility_scooter", leads, lead_route="rent", buying=buying)
    assert plan([rented], now)["mobility_scooter"].route == "rent"
