"""What cannot be of things and quotes is refused with the remedy or asked; what is odd and possible gives a sound plan."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from made_up_things import BASE, POWER, advice, plan
from people import TODAY, told

from planner import IntakeError, assess, make_plan, plan_as_json, read_intake
from planner.model.intake import Intake

WALKER = {"alsfrs_walking": 2, "walking_help": "person", "falls_3mo": 2}
Entry = dict[str, Any]


def quote(route: str = "insurer", **more: Any) -> Entry:
    return {"item": "power_wheelchair", "route": route, **more}


def days(least: int, typical: int, longest: int) -> Entry:
    return {"lead_days": {"min": least, "typical": typical, "longest": longest}}


def have(status: str, **more: Any) -> Entry:
    return {"item": "power_wheelchair", "status": status, **more}


def read(country: str = "US", **more: Any) -> Intake:
    return read_intake(told(WALKER, {"country": country, "main_payer": "medicare"}, **more), BASE, TODAY)


def orders(intake: Intake, today: date = TODAY) -> dict[str, Any]:
    """The equipment part of the plan as JSON, which must hold no amount that is not a number."""
    found = plan_as_json(make_plan(assess(intake, BASE, today=today), BASE))["equipment"]
    json.dumps(found, allow_nan=False)
    return {entry["id"]: entry for entry in found}


# --- refused, with what to do -----------------------------------------------------------------------------------

OTHERWISE = "Keep the right one, or give each the day of its offer."
LISTED = "Keep the entry that holds today; what was before belongs to the visit of that day."


@pytest.mark.parametrize(
    ("intake", "said"),
    [
        (
            {"quotes": [quote(**days(1, 2, 3)), quote(**days(100, 200, 300))]},
            f"quotes → 1 → lead_days: Another quote for 'power_wheelchair' by 'insurer' without a date says otherwise. {OTHERWISE}",
        ),
        (
            {"quotes": [quote(buy=1, on="2026-11-01"), quote(buy=90000, on="2026-11-01")]},
            f"quotes → 1 → buy: Another quote for 'power_wheelchair' by 'insurer' of 2026-11-01 says otherwise. {OTHERWISE}",
        ),
        (
            {"quotes": [quote(buy=900, currency="USD"), quote(buy=900, currency="EUR")]},
            f"quotes → 1 → buy: Another quote for 'power_wheelchair' by 'insurer' without a date says otherwise. {OTHERWISE}",
        ),
        (
            {"quotes": [quote(**days(30, 20, 10))]},
            "quotes → 0 → lead_days: min, typical and longest are not in order. Correct the days.",
        ),
        ({"quotes": [quote(**days(-1, 2, 3))]}, "quotes → 0 → lead_days → min: -1 is below 0. Correct it."),
        ({"quotes": [quote(**days(1, 2, 99999))]}, "quotes → 0 → lead_days → longest: 99999 is above 3650. Correct it."),
        (
            {"quotes": [{"item": "power_wheelchiar", "route": "insurer", "buy": 4}]},
            "quotes → 0 → item: I do not know the equipment 'power_wheelchiar'. Did you mean 'power_wheelchair'? "
            "Use an id of equipment.yaml.",
        ),
        ({"quotes": [quote(buy=-4)]}, "quotes → 0 → buy: -4 is below 0.0. Correct it."),
        ({"quotes": [quote(rent_month=-1)]}, "quotes → 0 → rent_month: -1 is below 0.0. Correct it."),
        ({"quotes": [quote(buy=1e300)]}, "quotes → 0 → buy: 1e+300 is above 1000000000.0. Correct it."),
        ({"quotes": [quote(delivery=float("inf"))]}, "quotes → 0 → delivery: Input should be a finite number. Correct it."),
        ({"quotes": [quote(rent_month=float("nan"))]}, "quotes → 0 → rent_month: Input should be a finite number. Correct it."),
        (
            {"quotes": [quote(buy=9, on="2226-01-01")]},
            "quotes → 0 → on: 2226-01-01 lies in the future (today is 2026-11-22). Correct the date.",
        ),
        ({"quotes": [quote(buy=9, on="1026-01-01")]}, "quotes → 0 → on: 1026-01-01 is too long ago. Correct the date."),
        ({"equipment": [have("ordered"), have("in_use")]}, f"equipment → 1 → item: 'power_wheelchair' is listed twice. {LISTED}"),
        ({"equipment": [have("in_use"), have("declined")]}, f"equipment → 1 → item: 'power_wheelchair' is listed twice. {LISTED}"),
        (
            {"equipment": [have("ordered", route="va"), have("ordered", route="medicare")]},
            f"equipment → 1 → item: 'power_wheelchair' is listed twice. {LISTED}",
        ),
        (
            {"equipment": [have("ordered", since="2126-09-01")]},
            "equipment → 0 → since: 2126-09-01 lies in the future (today is 2026-11-22). Correct the date.",
        ),
        (
            {"equipment": [have("ordered", since="0001-01-01")]},
            "equipment → 0 → since: 0001-01-01 is too long ago. Correct the date.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_place_and_remedy(intake: Entry, said: str) -> None:
    with pytest.raises(IntakeError) as error:
        read(**intake)
    assert [str(problem) for problem in error.value.problems] == [f"intake: {said}"]


def test_in_use_at_the_visit_and_declined_in_the_list_of_the_same_day_is_refused() -> None:
    visits = [{"on": "2026-11-20", "facts": {"equipment_status_power_wheelchair": "in_use"}}]
    with pytest.raises(IntakeError, match="has two values on 2026-11-20: in_use and declined"):
        read_intake({"patient": {"id": "x"}, "visits": visits, "equipment": [have("declined")]}, BASE, TODAY)


# --- asked ------------------------------------------------------------------------------------------------------

NAME = BASE.equipment["power_wheelchair"].name


def test_a_route_of_another_country_is_asked_about_and_not_reckoned_by() -> None:
    intake = read("UK", equipment=[have("none", route="medicare")])
    assert intake.to_confirm == (
        f"{NAME}: the route 'medicare' does not exist in the country told (UK). It is not used; by which route does it come?",
    )
    assert orders(intake)["power_wheelchair"]["route"] == "nhs_england"


def test_a_route_that_nobody_knows_is_asked_about_and_a_real_quote_counts_all_the_same() -> None:
    listed = read(equipment=[have("none", route="medicair")])
    assert listed.to_confirm == (
        f"{NAME}: I do not know the route 'medicair'. Did you mean 'medicare'? It is not used; by which route does it come?",
    )
    assert orders(listed)["power_wheelchair"]["route"] == "medicare"
    quoted = read(quotes=[quote("medicair", **days(1, 2, 3))])
    assert quoted.to_confirm == (
        f"{NAME}: I do not know the route 'medicair'. Did you mean 'medicare'? The quote is used; by which route does it come?",
    )
    abroad = read("UK", quotes=[quote("va", **days(1, 2, 3))])
    assert "'va' does not exist in the country told (UK). The quote is used" in abroad.to_confirm[0]
    for intake in (quoted, abroad):
        assert orders(intake)["power_wheelchair"]["lead_days"] == {
            "min": 1,
            "typical": 2,
            "longest": 3,
            "default": False,
        }


@pytest.mark.parametrize("route", ["loan_closet_used", "borrow", "va", "medicare", ""])
def test_a_route_that_is_known_is_not_asked_about(route: str) -> None:
    assert read(equipment=[have("none", route=route)]).to_confirm == ()
    assert read(quotes=[quote("Bill's corner garage", **days(1, 2, 3))]).to_confirm == ()


# --- odd, and a plan all the same -------------------------------------------------------------------------------


def test_of_two_dated_quotes_the_newer_counts_in_whatever_order_they_stand() -> None:
    old, new = quote(**days(1, 2, 3), on="2026-10-01"), quote(**days(9, 20, 30), on="2026-11-01")
    undated = quote(**days(5, 6, 7))
    for quotes in ([old, new, undated], [undated, new, old]):
        assert orders(read(quotes=quotes))["power_wheelchair"]["lead_days"]["typical"] == 20


def test_two_quotes_that_add_to_each_other_are_both_taken() -> None:
    found = orders(read(quotes=[quote(**days(9, 20, 30)), quote(buy=1000), quote(buy=1000, rent_month=50)]))
    assert found["power_wheelchair"]["lead_days"]["typical"] == 20
    assert found["power_wheelchair"]["estimate"]["buy"] == [1000, 1000, 1000]


@pytest.mark.parametrize(
    "prices",
    [{"buy": 0, "rent_month": 0}, {"buy": 100, "rent_month": 50, "delivery": 1e6}, {"buy": 1e9, "rent_month": 1e9}, {}],
)
def test_odd_prices_give_an_advice_and_no_strange_number(prices: Entry) -> None:
    found = orders(read(quotes=[{"item": "light_manual_wheelchair", "route": "rent", **prices}]))
    assert found["light_manual_wheelchair"]["rent_or_buy"]["advice"] in ("rent", "buy", "either", "borrow")


def test_a_quote_of_ten_years_is_late_and_its_bridge_is_of_use_no_longer_than_it_ever_is() -> None:
    found = orders(read(quotes=[quote(**days(1, 3000, 3650))]))
    assert found["power_wheelchair"]["late"]
    bridge = found[found["power_wheelchair"]["bridge"]]
    useful = BASE.equipment[bridge["id"]].useful_months
    assert bridge["rent_or_buy"]["expected"] <= max(useful.slow, useful.medium, useful.fast)


@pytest.mark.parametrize("status", ["in_use", "ordered", "borrowed"])
def test_in_place_and_put_off_at_once_is_there_and_nothing_is_ordered(status: str) -> None:
    intake = read(equipment=[have(status)], preferences={"not_now": ["power_wheelchair"]})
    assert orders(intake)["power_wheelchair"]["action"] == "has"


@pytest.mark.parametrize("ahead", [-40000, -400, -1, 0])
def test_a_need_in_the_past_is_ordered_today_and_no_past_day_is_printed(ahead: int) -> None:
    order = plan([POWER], [advice("power_wheelchair", ahead, "prepare")])["power_wheelchair"]
    assert (order.action, order.late, order.order_by) == ("order_now", True, None)


@pytest.mark.parametrize("ahead", [40000, 200000])
def test_a_need_centuries_ahead_is_ordered_by_its_day(ahead: int) -> None:
    order = plan([POWER], [advice("power_wheelchair", ahead)])["power_wheelchair"]
    assert order.order_by is not None
    assert (order.action, (order.order_by - TODAY).days) == ("order_by", ahead - 189)


def test_a_plan_made_centuries_later_asks_again_and_orders_nothing_by_a_past_day() -> None:
    later = date(2326, 11, 22)
    found = orders(read(equipment=[have("ordered", since="2026-11-01", route="medicare")]), later)
    assert found["power_wheelchair"]["action"] == "has"
    assert "answer" in [task["code"] for task in found["power_wheelchair"]["tasks"]]
    assert all(entry["order_by"] is None or entry["order_by"] > later.isoformat() for entry in found.values())
