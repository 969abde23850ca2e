"""What is ahead has a start-by date to the day, reckoned from the need, the wait of its route, training and buffer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import floor
from typing import Any

import pytest
from people import HELP, LOW, MONTH, NO, TODAY, UNKNOWN, YES, Assessed, Rule, walker

from planner.assessment.assessment import Assessment, Rate
from planner.model.conditions import Compare, Condition
from planner.model.facts import Value
from planner.model.knowledge import Ahead, Knowledge, Recommendation
from planner.plan.due import due, next_visit_on, speed_of
from planner.plan.leads import FAST, MEDIUM, SLOW, for_equipment, for_teaching, wait_for
from planner.plan.schedule import PlanItem, schedule


def at_pace(assessment: Assessment, pace: int | None) -> Assessment:
    value = Value(low=0, high=2) if pace is None else Value(low=pace, high=pace)
    return replace(assessment, progression=replace(assessment.progression, pace=value))


# --- ahead ------------------------------------------------------------------------------------------------


def ahead(rule: Rule, **more: Any) -> Recommendation:
    return rule(NO, ahead=Ahead(**{"needed_when": HELP, "equipment": "rollator", **more}))


def reckoned(item: PlanItem) -> date:
    """The day to start on by the arithmetic alone, also where it has passed."""
    assert item.need_by is not None and item.arithmetic is not None
    return item.need_by - timedelta(item.arithmetic.total)


@pytest.mark.parametrize(
    ("days", "pace", "timing"),
    [
        (-200, MEDIUM, "now"), (0, MEDIUM, "now"), (14, MEDIUM, "now"), (15, MEDIUM, "prepare"), (91, MEDIUM, "prepare"),
        (92, MEDIUM, "later"), (15, FAST, "prepare"), (30, FAST, "prepare"), (31, FAST, "later"), (91, None, "prepare"),
    ],
)  # fmt: skip
def test_now_is_within_two_weeks_prepare_up_to_the_next_visit_and_later_after_it(
    assessed: Assessed, knowledge: Knowledge, days: int, pace: int | None, timing: str
) -> None:
    found = at_pace(assessed(walker()), pace)
    assert due(TODAY + timedelta(days), found, knowledge) == timing


def test_the_next_visit_is_sooner_where_the_illness_or_the_breathing_changes_fast(
    assessed: Assessed, knowledge: Knowledge
) -> None:
    calm = at_pace(assessed(walker()), SLOW)
    fast = Rate(calm.progression.breathing.per_month, Value(low=FAST, high=FAST))
    breathless = replace(calm, progression=replace(calm.progression, breathing=fast))
    days = [(next_visit_on(one, knowledge) - TODAY).days for one in (calm, at_pace(calm, FAST), breathless)]
    assert days == [91, 30, 30]
    assert (speed_of(breathless), speed_of(breathless, breathing=True)) == (SLOW, FAST)


def test_a_day_that_has_passed_is_given_as_today_and_by_how_much(
    assessed: Assessed, rule: Rule, knowledge: Knowledge
) -> None:
    later = schedule(ahead(rule), assessed(walker()), knowledge)
    assert (later.timing, later.overdue_days, later.ahead) == ("later", 0, True)
    assert later.start_by == reckoned(later) > TODAY
    soon = schedule(ahead(rule, equipment="power_wheelchair"), assessed(walker()), knowledge)
    assert (soon.timing, soon.start_by, soon.ahead) == ("now", TODAY, True)
    assert soon.overdue_days == (TODAY - reckoned(soon)).days > 0
    assert soon.window == later.window is not None


def test_nothing_was_to_be_started_before_the_diagnosis(assessed: Assessed, rule: Rule, knowledge: Knowledge) -> None:
    made = ahead(rule, equipment="power_wheelchair")
    days = {}
    for diagnosed in ("2026-11-19", "2026-01-15"):
        patient = {"id": "x", "symptom_onset_date": "2025-06", "diagnosis_date": diagnosed}
        item = schedule(made, assessed(walker(), patient=patient), knowledge)
        assert (item.timing, item.start_by) == ("now", TODAY)
        days[diagnosed] = item.overdue_days
    assert days["2026-11-19"] == 3 < days["2026-01-15"]


def test_what_its_window_needs_today_is_now_and_not_ahead(assessed: Assessed, rule: Rule, knowledge: Knowledge) -> None:
    item = schedule(ahead(rule), assessed({"alsfrs_walking": 2, "walking_help": "person"}), knowledge)
    assert (item.timing, item.ahead, item.start_by, item.overdue_days) == ("now", False, None, 0)


@pytest.mark.parametrize(("precaution", "timing"), [(NO, "now"), (UNKNOWN, "check_first"), (YES, "hold")])
def test_what_starts_now_passes_its_precautions_first(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, precaution: Condition, timing: str
) -> None:
    made = rule(NO, (precaution,), ahead=Ahead(needed_when=HELP, equipment="power_wheelchair"))
    assert schedule(made, assessed(walker()), knowledge).timing == timing


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
    ("pace", "course", "wait", "buffer"),
    [(SLOW, "likely", 7, 2), (MEDIUM, "likely", 14, 2), (None, "likely", 14, 2), (FAST, "early", 21, 0)],
)
def test_start_by_is_the_need_less_wait_training_and_buffer_to_the_day(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, pace: int | None, course: str, wait: int, buffer: int
) -> None:
    """A rollator on loan takes 1, 7 or 21 days, two to learn, and a buffer of two; none at a fast pace."""
    found = at_pace(assessed(walker()), pace)
    window = found.outlook.window(HELP)
    assert window is not None
    item = schedule(ahead(rule), found, knowledge)
    needed = TODAY + timedelta(floor(getattr(window, course) * MONTH))
    assert item.start_by == reckoned(item) == needed - timedelta(wait + 2 + buffer)
    assert item.arithmetic is not None
    assert (item.arithmetic.wait, item.arithmetic.train, item.arithmetic.buffer) == (wait, 2, buffer)
    assert item.window is not None and getattr(item.window, course) == needed
    assert item.margin == course


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
    assert reckoned(item) == TODAY + timedelta(floor(window.early * MONTH)) - timedelta(6 * 7 + visit)
    assert item.margin == "early"


@pytest.mark.parametrize(("capacity", "timing"), [(68, "now"), (80, "prepare"), (95, "later")])
def test_without_an_own_slope_the_published_fall_is_doubled(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, capacity: int, timing: str
) -> None:
    """(value - limit) / twice the fall, less lead and visit; the early course is not taken on top of it."""
    made = ahead(rule, needed_when=LOW, equipment="", lead="cough_training_lead")
    item = schedule(made, assessed({"fvc_pct": capacity}), knowledge)
    months = (capacity - 50) / (2 * 2.7) - 2 / MONTH
    assert reckoned(item) == TODAY + timedelta(floor(months * MONTH)) - timedelta(6 * 7 + 91)
    assert (item.timing, item.margin) == (timing, "published_fall")


@pytest.mark.parametrize(("equipment", "margin"), [("", "early"), ("breathing_mask_machine", "likely")])
def test_an_own_slope_goes_by_the_courses_as_a_score_does(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, equipment: str, margin: str
) -> None:
    made = ahead(rule, needed_when=LOW, equipment=equipment, lead="" if equipment else "cough_training_lead")
    slow = (("2026-05-20", 90), ("2026-08-20", 84), ("2026-11-20", 78))
    item = schedule(made, assessed(visits=[{"on": on, "facts": {"fvc_pct": value}} for on, value in slow]), knowledge)
    window = item.window
    assert window is not None and item.need_by == getattr(window, margin)
    assert (item.margin, item.timing) == (margin, "later")


@pytest.mark.parametrize(
    ("item", "route", "pace", "total"),
    [
        ("power_wheelchair", "medicare", MEDIUM, 189),
        ("power_wheelchair", "medicare", SLOW, 154),
        ("power_wheelchair", "medicare", FAST, 210),
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
