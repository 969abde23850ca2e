"""What payers and countries ask or give is told beside the advice, by country and payer, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from people import TODAY

from planner import assess, compose, make_plan, read_intake
from planner.model.knowledge import Knowledge
from planner.plan.payers import beside, general
from planner.plan.plan import Plan
from planner.press.render import render_html

Person = Callable[..., Plan]
WEAK_FOOT = {"alsfrs_walking": 2, "walking_help": "rollator", "falls_3mo": 3, "foot_drop": True, "snip_cmh2o": 38}


@pytest.fixture(scope="module")
def living_in(knowledge: Knowledge) -> Person:
    def build(country: str | None, payer: str | None = None, base: Knowledge = knowledge) -> Plan:
        patient: dict[str, Any] = {"id": "invented-payer", "country": country, "main_payer": payer}
        source = {"patient": patient, "visits": [{"on": "2026-11-20", "facts": WEAK_FOOT}]}
        return make_plan(assess(read_intake(source, base, TODAY), base, today=TODAY), base)

    return build


def countries_told(plan: Plan) -> set[str]:
    return {country for rule in plan.payers_told for country in rule.countries}


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("US", {"US"}),
        ("UK", {"UK"}),
        ("GB", {"UK"}),
        ("CA", {"CA"}),
        ("AU", {"AU"}),
        ("DE", {"DE", "EU"}),
        ("IE", {"IE", "EU"}),
        ("FR", {"EU"}),
        ("NO", {"NO"}),
        ("JP", set()),
        ("other", set()),
        (None, set()),
    ],
)
def test_only_the_rules_of_the_persons_country_are_told(living_in: Person, country: str, told: set[str]) -> None:
    assert countries_told(living_in(country)) == told


def test_each_is_told_the_rules_of_the_own_payer_and_of_none_while_it_is_not_known(living_in: Person) -> None:
    veteran = {rule.id for rule in living_in("US", "veterans_affairs").payers_told}
    assert "us_veterans_first" in veteran and "us_medicare_one_chair" not in veteran
    medicare = {rule.id for rule in living_in("US", "medicare").payers_told}
    assert "us_medicare_one_chair" in medicare and "us_veterans_first" not in medicare
    unknown = {rule.id for rule in living_in("US").payers_told}
    assert "us_hospice" in unknown and not {"us_medicare_one_chair", "us_veterans_first"} & unknown


def test_a_rule_stands_beside_the_advice_it_names_or_the_thing_it_is_about(
    living_in: Person, knowledge: Knowledge
) -> None:
    told = living_in("US", "medicare").payers_told
    chair = {rule.id for rule in beside(knowledge.by_id["power_wheelchair_evaluation"], told)}
    assert {"us_medicare_one_chair", "us_medicare_power_chair_papers"} <= chair
    assert "us_medicare_drive_controls" in {
        rule.id for rule in beside(knowledge.by_id["wheelchair_driving_and_seating_check"], told)
    }
    assert [rule.id for rule in general(told)] == ["us_medicare_start"]


def test_payers_decide_no_advice(living_in: Person, knowledge: Knowledge) -> None:
    """A coverage rule never hides a clinical one: without any payer rule the plan is the same."""
    bare = replace(knowledge, payers=())
    for country in ("US", "UK", "CA", "DE"):
        with_rules, without = living_in(country), living_in(country, base=bare)
        assert [(item.id, item.timing) for item in with_rules.items] == [(i.id, i.timing) for i in without.items]


def test_clinical_criteria_hold_in_every_country_and_those_of_a_country_only_there(living_in: Person) -> None:
    """A sniff pressure of 38 is low everywhere; 40 is low by the Canadian rule alone."""
    for country in ("US", "UK", "CA", "DE", None):
        item = living_in(country).item("mask_breathing_assessment_now")
        assert item is not None and item.timing == "now"


def test_the_therapists_page_tells_each_rule_once_with_its_age_and_codes(
    living_in: Person, knowledge: Knowledge
) -> None:
    html = render_html(compose(living_in("US", "medicare"), "annex"))
    assert html.count("one in 5 years, none at the same time") == 1
    assert "Codes: K0861, K0862" in html and "(2018 to 2026; codes not verified; [" in html
    british = render_html(compose(living_in("UK"), "annex"))
    american = [rule.therapist[:40] for rule in knowledge.payers if "US" in rule.countries]
    assert [said for said in american if said in british] == []
    assert "E0470" not in british and "K0861" not in british


def test_the_therapists_table_of_equipment_names_all_tests_in_one_sentence(living_in: Person) -> None:
    html = render_html(compose(living_in("US", "medicare"), "annex"))
    assert html.count("Tests the payer asks for: ") >= 1
    assert "Do or ask for this test" not in html
