"""Who pays is named by the person's own payer or by nobody: over all things, in ten places, on every family paper."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from page_text import fullest
from stories import base

from planner import assess, compose, make_plan, plan_as_json, read_intake
from planner.pages.orders_for_families import route_name, way_for
from planner.plan.money import own_share
from planner.plan.plan import Plan
from planner.press.render import render_html

MUCH = {
    "alsfrs_speech": 2, "alsfrs_salivation": 2, "alsfrs_swallowing": 2, "alsfrs_handwriting": 2, "alsfrs_cutting": 1,
    "alsfrs_dressing": 1, "alsfrs_turning": 1, "alsfrs_walking": 1, "alsfrs_stairs": 0, "alsfrs_dyspnea": 2,
    "alsfrs_orthopnea": 2, "alsfrs_respiratory": 4, "falls_3mo": 3, "fvc_pct": 45, "transfer_help": "two_people",
    "can_bear_weight": False, "entry_rise_cm": 40, "weak_cough": True, "pcf_l_min": 150, "head_control": "drops_forward",
}  # fmt: skip
SEEN, TODAY = "2026-11-20", date(2026, 11, 22)

# The ten stories: who, and which payers' names may be read on their pages.
PLACES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "Medicare": ({"country": "US", "main_payer": "medicare"}, {"Medicare", "insurer"}),
    "Medicaid": ({"country": "US", "main_payer": "medicaid"}, {"Medicaid", "insurer"}),
    "private": ({"country": "US", "main_payer": "private_insurer"}, {"insurer"}),
    "veteran": ({"country": "US", "main_payer": "veterans_affairs"}, {"Veterans Affairs"}),
    "self": ({"country": "US", "main_payer": "self"}, set()),
    "England": ({"country": "GB", "main_payer": "national_service"}, {"NHS", "health service"}),
    "Ontario": (
        {"country": "CA", "main_payer": "national_service", "province": "ontario"},
        {"Ontario", "health service"},
    ),
    "Alberta": ({"country": "CA", "main_payer": "national_service", "province": "alberta"}, {"health service"}),
    "Australia under 65": (
        {"country": "AU", "main_payer": "national_service", "birth_date": "1970-01-01", "diagnosis_date": "2026-01-01"},
        {"NDIS", "health service"},
    ),
    "Australia over 65": (
        {"country": "AU", "main_payer": "national_service", "birth_date": "1950-01-01", "diagnosis_date": "2026-01-01"},
        {"Support at Home", "health service"},
    ),
    "India": ({"country": "IN", "main_payer": None}, set()),
}
NAMES = {
    "Medicare": r"\bMedicare\b", "Medicaid": r"\bMedicaid\b", "insurer": r"\binsurer|\binsurance", "NHS": r"\bNHS\b",
    "Veterans Affairs": r"\bVeterans Affairs\b", "Ontario": r"\bOntario\b", "health service": r"your health service",
    "NDIS": r"\bNDIS\b", "Support at Home": r"Support at Home",
}  # fmt: skip


def planned(place: str, **facts: Any) -> Plan:
    patient, _ = PLACES[place]
    told = {"patient": {"id": "invented-payer", **patient}, "visits": [{"on": SEEN, "facts": {**MUCH, **facts}}]}
    return make_plan(assess(read_intake(told, base(), TODAY), base(), today=TODAY), base())


@pytest.mark.parametrize("place", PLACES)
def test_no_order_names_another_payer(place: str) -> None:
    plan, allowed = planned(place), PLACES[place][1]
    said = {order.id: route_name(order.route, plan) for order in plan.equipment if order.route}
    for thing, route in said.items():
        named = {name for name, pattern in NAMES.items() if re.search(pattern, route)}
        assert named <= allowed, (thing, route)


@pytest.mark.parametrize("place", PLACES)
def test_the_equipment_planner_names_the_own_payer_alone(place: str) -> None:
    plan, allowed = planned(place), PLACES[place][1]
    html = fullest(compose(plan, "equipment", look_ahead="12_months"))
    text = re.sub(r"<[^>]+>", " ", re.sub(r"<(style|head).*?</\1>", " ", html, flags=re.S))
    named = {name for name, pattern in NAMES.items() if re.search(pattern, text)}
    # What is told of the person's own payer may say which other one pays what it does not.
    told = " ".join(rule.family for rule in plan.payers_told)
    named -= {name for name, pattern in NAMES.items() if re.search(pattern, told)}
    assert named <= allowed


def test_the_chair_comes_by_each_ones_own_route() -> None:
    routes = {place: {o.id: o.route for o in planned(place).equipment}["power_wheelchair"] for place in PLACES}
    assert routes == {
        "Medicare": "medicare", "Medicaid": "medicaid", "private": "private_insurer", "veteran": "va",
        "self": "loan_closet_used", "England": "nhs_england", "Ontario": "canada_on_adp", "Alberta": "national_service",
        "Australia under 65": "ndis", "Australia over 65": "support_at_home", "India": "whoever_pays",
    }  # fmt: skip


def test_a_provinces_programme_is_named_only_where_the_intake_says_so() -> None:
    patient = {"id": "invented", "country": "CA", "main_payer": "national_service"}
    told = {"patient": patient, "visits": [{"on": SEEN, "facts": MUCH}]}
    plan = make_plan(assess(read_intake(told, base(), TODAY), base(), today=TODAY), base())
    assert "canada_on_adp" not in {order.route for order in plan.equipment}
    assert {rule.id for rule in plan.payers_told} & {"ca_ontario", "ca_loan_pools"} == {"ca_loan_pools"}


def test_australia_goes_by_the_age_at_diagnosis() -> None:
    told = {place: {rule.id for rule in planned(place).payers_told} for place in PLACES if place.startswith("Aus")}
    assert "au_under_65" in told["Australia under 65"] and "au_65_and_over" not in told["Australia under 65"]
    assert "au_65_and_over" in told["Australia over 65"] and "au_under_65" not in told["Australia over 65"]


def test_what_is_lent_free_says_so_and_a_share_stands_beside_the_price() -> None:
    html = render_html(compose(planned("England"), "equipment", look_ahead="12_months"))
    cells = [re.sub(r"<[^>]+>", "|", row).split("|") for row in re.findall(r"<tr>.*?</tr>", html)]
    lent = [row for row in cells if any("NHS" in cell for cell in row)]
    assert len(lent) > 4 and all("Free" in row and "Ask for a quote" not in row for row in lent)
    plan = planned("Medicare")
    assert own_share("medicare", plan.knowledge) == 0.2
    html = render_html(compose(plan, "equipment", look_ahead="12_months"))
    assert "USD 32,000 (20,000 to 50,000)" in html, "the usual price stands first"
    assert "Your own part may be about USD 6,400 (4,000 to 10,000)." in html
    chair = next(order for order in plan_as_json(plan)["equipment"] if order["id"] == "power_wheelchair")
    assert chair["own_share"] == 0.2


@pytest.mark.parametrize("place", ["self", "England", "India", "Australia under 65"])
def test_nobody_without_an_insurer_reads_of_one(place: str) -> None:
    plan = planned(place)
    said = [way_for(thing, plan) for thing in plan.knowledge.equipment.values()]
    assert [way for way in said if re.search(NAMES["insurer"], way)] == []
