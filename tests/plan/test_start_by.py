"""What is ahead has a start-by date to the day, reckoned from the need, the wait of its route, training and buffer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import floor
from typing import Any

import pytest
from people import HELP, LOW, MONTH, NO, TODAY, UNKNOWN, YES, Assessed, Rule, walker

from planner import assess
from planner.assessment.assessment import Assessment
from planner.model.conditions import Compare, Condition
from planner.model.facts import Value
from planner.model.knowledge import Ahead, Knowledge, Recommendation
from planner.plan.leads import FAST, MEDIUM, SLOW, for_equipment, for_teaching, wait_for
from planner.plan.schedule import schedule


def at_pace(assessment: Assessment, pace: int | None) -> Assessment:
    value = Value(low=0, high=2) if pace is None else Value(low=pace, high=pace)
    return replace(assessment, progression=replace(assessment.progression, pace=value))


# --- ahead ------------------------------------------------------------------------------------------------


def ahead(rule: Rule, **more: Any) -> Recommendation:
    return rule(NO, ahead=Ahead(**{"needed_when": HELP, "equipment": "rollator", **more}))


def test_what_is_ahead_is_prepared_from_its_start_by_date_on(
    assessed: Assessed, rule: Rule, knowledge: Knowledge
) -> None:
    later = schedule(ahead(rule), assessed(walker()), knowledge)
    assert later.timing == "later"
    assert later.start_by is not None and later.start_by > TODAY
    soon = schedule(ahead(rule, equipment="power_wheelchair"), assessed(walker()), knowledge)
    assert soon.timing == "prepare"
    assert soon.start_by is not None and soon.start_by <= TODAY
    assert soon.window == later.window is not None


def test_the_day_of_the_start_by_date_is_already_time_to_prepare(
    assessed: Assessed, rule: Rule, knowledge: Knowledge
) -> None:
    later = schedule(ahead(rule), assessed(walker()), knowledge)
    assert later.start_by is not None
    found = assessed(walker())
    for today, timing in ((later.start_by, "prepare"), (later.start_by - timedelta(1), "later")):
        moved = assess(found.intake, knowledge, today=today)
        item = schedule(ahead(rule), moved, knowledge)
        assert (item.start_by, item.timing) == (later.start_by, timing)


def test_nothing_in_sight_is_not_now_and_has_no_window(assessed: Assessed, rule: Rule, knowledge: Knowledge) -> None:
    breathless = Compare(fact="alsfrs_dyspnea", operator="at_most", bounds=(0.0,), said="score_lost")
    item = schedule(ahead(rule, needed_when=breathless), assessed({"alsfrs_dyspnea": 4}), knowledge)
    assert (item.timing, item.window, item.start_by) == ("not_now", None, None)


@pytest.mark.parametrize("when", [YES, UNKNOWN])
def test_the_table_looks_ahead_only_where_it_is_not_needed_today(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, when: Condition
) -> None:
    made = rule(when, ahead=Ahead(needed_when=HELP, equipment="power_wheelchair"))
    assert schedule(made, assessed(walker()), knowledge).timing == ("now" if when is YES else "check_first")


@pytest.mark.parametrize(
    ("pace", "course", "wait"),
    [(SLOW, "likely", 7), (MEDIUM, "likely", 14), (None, "likely", 14), (FAST, "early", 21)],
)
def test_start_by_is_the_need_less_wait_training_and_buffer_to_the_day(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, pace: int | None, course: str, wait: int
) -> None:
    """A rollator on loan takes 1, 7 or 21 days, two to learn, and a buffer of two."""
    found = at_pace(assessed(walker()), pace)
    window = found.outlook.window(HELP)
    assert window is not None
    item = schedule(ahead(rule), found, knowledge)
    needed = TODAY + timedelta(floor(getattr(window, course) * MONTH))
    assert item.start_by == needed - timedelta(wait + 2 + 2)
    assert item.arithmetic is not None
    assert (item.arithmetic.wait, item.arithmetic.train, item.arithmetic.buffer) == (wait, 2, 2)
    assert item.window is not None and getattr(item.window, course) == needed


def test_a_rule_may_be_reckoned_on_the_early_course_at_any_pace(
    assessed: Assessed, rule: Rule, knowledge: Knowledge
) -> None:
    found = at_pace(assessed(walker()), SLOW)
    window = found.outlook.window(HELP)
    assert window is not None and window.early is not None
    item = schedule(ahead(rule, course="early"), found, knowledge)
    assert item.start_by == TODAY + timedelta(floor(window.early * MONTH)) - timedelta(7 + 2 + 2)


@pytest.mark.parametrize(("pace", "visit"), [(SLOW, 91), (MEDIUM, 91), (None, 91), (FAST, 30)])
def test_teaching_starts_within_lead_and_next_visit_of_the_early_course(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, pace: int | None, visit: int
) -> None:
    found = at_pace(assessed(walker()), pace)
    window = found.outlook.window(HELP)
    assert window is not None and window.early is not None
    item = schedule(ahead(rule, equipment="", lead="range_helper_teaching_lead"), found, knowledge)
    assert knowledge.limits["range_helper_teaching_lead"].value == 6  # weeks
    assert item.start_by == TODAY + timedelta(floor(window.early * MONTH)) - timedelta(6 * 7 + visit)


@pytest.mark.parametrize(("capacity", "timing"), [(68, "prepare"), (90, "later")])
def test_where_a_breathing_measure_falls_its_own_formula_counts_if_earlier(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, capacity: int, timing: str
) -> None:
    """Breathing dossier §2D: (value − limit) / twice the fall, less lead, visit and a month's margin."""
    item = schedule(
        ahead(rule, needed_when=LOW, equipment="", lead="cough_training_lead"),
        assessed({"fvc_pct": capacity}),
        knowledge,
    )
    months = (capacity - 50) / (2 * 2.7) - 2 / MONTH
    assert item.timing == timing
    assert item.start_by == TODAY + timedelta(floor((months - 1) * MONTH)) - timedelta(6 * 7 + 91)


@pytest.mark.parametrize(
    ("item", "route", "pace", "total"),
    [
        ("power_wheelchair", "medicare", MEDIUM, 189),
        ("power_wheelchair", "medicare", SLOW, 154),
        ("power_wheelchair", "medicare", FAST, 224),
        ("floor_lift", "loan", MEDIUM, 25),
    ],
)
def test_the_worked_sums_of_the_equipment_dossier_come_out(
    knowledge: Knowledge, assessed: Assessed, item: str, route: str, pace: int, total: int
) -> None:
    """Equipment dossier §10a."""
    equipment = knowledge.equipment[item]
    intake = assessed(equipment=[{"item": item, "status": "discussed", "route": route}]).intake
    wait = wait_for(equipment, intake, None, knowledge.routes)
    assert for_equipment(equipment, wait, pace, knowledge.numbers).total == total


@pytest.mark.parametrize(("typical", "buffer"), [(0, 2), (7, 2), (9, 3), (28, 7), (56, 14), (126, 14)])
def test_the_buffer_is_a_quarter_of_the_typical_wait_between_two_days_and_two_weeks(
    knowledge: Knowledge, assessed: Assessed, typical: int, buffer: int
) -> None:
    days = {"min": 0, "typical": typical, "longest": 400}
    intake = assessed(quotes=[{"item": "rollator", "route": "shop", "lead_days": days}]).intake
    wait = wait_for(knowledge.equipment["rollator"], intake, None, knowledge.routes)
    assert for_equipment(knowledge.equipment["rollator"], wait, SLOW, knowledge.numbers).buffer == buffer


def test_a_lead_in_weeks_or_months_is_counted_in_days(knowledge: Knowledge) -> None:
    assert for_teaching("cough_training_lead", SLOW, knowledge).wait == 42
    assert for_teaching("breathing_tests_interval_months", SLOW, knowledge).wait == 92  # three mean months, rounded up
    assert for_teaching("urgent_ventilation_days", FAST, knowledge).total == 7 + 30


# --- who pays, and where ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payer", "country", "route"),
    [
        ("medicare", "US", "medicare"),
        ("private_insurer", "US", "private_insurer"),
        ("veterans_affairs", "US", "va"),
        ("national_service", "UK", "nhs_england"),
        ("national_service", "GB", "nhs_england"),
        ("national_service", "DE", "germany_gkv"),
        ("national_service", "CA", "canada_on_adp"),
        ("national_service", "NO", "norway_nav"),
    ],
)
def test_the_wait_for_a_power_chair_follows_payer_and_country(
    knowledge: Knowledge, assessed: Assessed, payer: str, country: str, route: str
) -> None:
    intake = assessed(patient={"id": "x", "country": country}).intake
    wait = wait_for(knowledge.equipment["power_wheelchair"], intake, payer, knowledge.routes)
    leads = {lead.route: lead.days for lead in knowledge.equipment["power_wheelchair"].leads}
    assert (wait.route, wait.days, wait.default) == (route, leads[route], False)


@pytest.mark.parametrize("payer", [None, "medicare", "veterans_affairs"])
@pytest.mark.parametrize(
    ("item", "country", "route"),
    [
        ("power_wheelchair", "GB", "nhs_england"),
        ("power_wheelchair", "UK", "nhs_england"),
        ("power_wheelchair", "DE", "germany_gkv"),
        ("power_wheelchair", "CA", "canada_on_adp"),
        ("power_wheelchair", "NO", "norway_nav"),
        ("breathing_mask_machine", "UK", "nhs"),
    ],
)
def test_where_the_default_is_another_countrys_the_countrys_own_route_stands_in(
    knowledge: Knowledge, assessed: Assessed, item: str, country: str, route: str, payer: str | None
) -> None:
    thing = knowledge.equipment[item]
    wait = wait_for(thing, assessed(patient={"id": "x", "country": country}).intake, payer, knowledge.routes)
    assert (wait.route, wait.days, wait.default) == (route, thing.days_by_route[route], True)


@pytest.mark.parametrize("payer", [None, "medicare", "veterans_affairs"])
@pytest.mark.parametrize(
    ("item", "country", "route"),
    [
        *(("power_wheelchair", one, "whoever_pays") for one in ("FR", "EU", "JP", "IN")),
        ("cough_assist_machine", "UK", "nhs"),
        ("power_wheelchair", "AU", "ndis"),
    ],
)
def test_where_the_country_has_no_route_either_the_days_are_an_estimate_under_another_name(
    knowledge: Knowledge, assessed: Assessed, item: str, country: str, route: str, payer: str | None
) -> None:
    thing = knowledge.equipment[item]
    wait = wait_for(thing, assessed(patient={"id": "x", "country": country}).intake, payer, knowledge.routes)
    assert (wait.route, wait.days, wait.default) == (route, thing.days_by_route["medicare"], True)


def test_a_route_that_is_not_advised_never_stands_in(knowledge: Knowledge, assessed: Assessed) -> None:
    chair = knowledge.equipment["power_wheelchair"].model_copy(update={"not_advised": ("nhs_england",)})
    wait = wait_for(chair, assessed(patient={"id": "x", "country": "UK"}).intake, None, knowledge.routes)
    assert wait.route == "nhs"


@pytest.mark.parametrize(
    ("payer", "country", "route"),
    [
        (None, "US", "whoever_pays"),
        (None, "", "whoever_pays"),
        ("national_service", "US", "national_service"),
        ("national_service", "", "national_service"),
        ("medicaid", "US", "medicaid"),
        ("self", "US", "loan_closet_used"),
    ],
)
def test_where_no_route_is_known_the_wait_is_a_default_under_the_payers_own_name(
    knowledge: Knowledge, assessed: Assessed, payer: str | None, country: str, route: str
) -> None:
    patient = {"id": "x", "country": country or None}
    wait = wait_for(knowledge.equipment["power_wheelchair"], assessed(patient=patient).intake, payer, knowledge.routes)
    assert (wait.route, wait.default) == (route, True)


def test_the_persons_own_route_beats_the_payer_and_a_real_quote_beats_both(
    knowledge: Knowledge, assessed: Assessed
) -> None:
    chair = knowledge.equipment["power_wheelchair"]
    own = [{"item": "power_wheelchair", "status": "discussed", "route": "loan_closet_used"}]
    quote = {
        "item": "power_wheelchair",
        "route": "shop",
        "lead_days": {"min": 9, "typical": 12, "longest": 20},
    }
    by_route = assessed(equipment=own).intake
    by_quote = assessed(equipment=own, quotes=[quote]).intake
    priced = assessed(equipment=own, quotes=[{"item": "power_wheelchair", "route": "shop", "buy": 9000}]).intake
    other = assessed(quotes=[{**quote, "item": "cane"}]).intake
    routes = [wait_for(chair, intake, "medicare", knowledge.routes) for intake in (by_route, by_quote, priced, other)]
    assert [(wait.route, wait.default) for wait in routes] == [
        ("loan_closet_used", False),
        ("shop", False),
        ("loan_closet_used", False),
        ("medicare", False),
    ]
    assert routes[1].days == (9, 12, 20)


def test_every_route_of_the_knowledge_base_gives_a_wait_in_order(knowledge: Knowledge) -> None:
    for equipment in knowledge.equipment.values():
        assert equipment.lead_route in {lead.route for lead in equipment.leads}
        for lead in equipment.leads:
            assert list(lead.days) == sorted(lead.days), (equipment.id, lead.route)
            assert lead.days[0] >= 0


def test_a_shorter_quote_moves_the_start_by_date(knowledge: Knowledge, assessed: Assessed, rule: Rule) -> None:
    quote = {"item": "rollator", "route": "shop", "lead_days": {"min": 1, "typical": 1, "longest": 1}}
    usual = schedule(ahead(rule), assessed(walker()), knowledge)
    quoted = schedule(ahead(rule), assessed(walker(), quotes=[quote]), knowledge)
    assert usual.start_by is not None and quoted.start_by == usual.start_by + timedelta(14 - 1)
