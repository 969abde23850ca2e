"""One answer for each recommendation: the house's table, start-by dates, waits, what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import floor
from typing import Any

import pytest

from planner import assess, make_plan, plan_as_json, read_intake
from planner.assessment import Assessment
from planner.conditions import ALWAYS, Compare, Condition
from planner.conditions import Any as AnyOf
from planner.facts import Value
from planner.intake import Intake
from planner.knowledge import Ahead, Knowledge, Precaution, Recommendation, Said
from planner.leads import FAST, MEDIUM, SLOW, for_equipment, for_teaching, wait_for
from planner.measure_next import Open, candidates, rank
from planner.plan import ORDER, Plan
from planner.schedule import PlanItem, decide, schedule
from planner.truth import Truth

TODAY = date(2026, 11, 22)
MONTH = 30.4375
YES, NO = ALWAYS, AnyOf(())
UNKNOWN = Compare("pcf_l_min", "below", (270.0,), "peak_cough_flow_weak")
HELP = Compare("alsfrs_walking", "at_most", (2.0,), "walks_with_help")
LOW = Compare("fvc_pct", "below", (50.0,), "vital_capacity_low")
Build = Callable[..., Assessment]
Rule = Callable[..., Recommendation]


@pytest.fixture(scope="module")
def person(knowledge: Knowledge) -> Build:
    """The assessment of a person told about two days ago; ``more`` are other parts of the intake."""

    def build(facts: Mapping[str, Any] | None = None, **more: Any) -> Assessment:
        visits = [{"on": "2026-11-20", "facts": dict(facts or {"falls_1mo": 0})}]
        intake = read_intake({"patient": {"id": "x"}, "visits": visits, **more}, knowledge, TODAY)
        return assess(intake, knowledge, today=TODAY)

    return build


@pytest.fixture(scope="module")
def rule(knowledge: Knowledge) -> Rule:
    """A rule with nothing but the given parts: conditions, and precautions as lists of conditions."""
    plain = knowledge.by_id["rollator_with_seat"]

    def build(when: Condition, unless: Any = (), caution: Any = (), **more: Any) -> Recommendation:
        def all_of(conditions: Any) -> tuple[Precaution, ...]:
            return tuple(Precaution(condition=one, then=Said(therapist="Wait.")) for one in conditions)

        parts = {"done_when": None, "ahead": None, "equipment": (), **more}
        return plain.model_copy(update={"when": when, "unless": all_of(unless), "caution": all_of(caution), **parts})

    return build


def walker() -> dict[str, Any]:
    """Somebody who still walks alone: help is ahead along every course, and not yet here."""
    return {"alsfrs_turning": 4, "alsfrs_walking": 3, "alsfrs_stairs": 3}


def at_pace(assessment: Assessment, pace: int | None) -> Assessment:
    value = Value(0, 2) if pace is None else Value(pace, pace)
    return replace(assessment, progression=replace(assessment.progression, pace=value))


# --- the house's table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "unless", "timing"),
    [
        (YES, (), "now"),
        (YES, (NO,), "now"),
        (YES, (NO, NO), "now"),
        (YES, (YES,), "hold"),
        (YES, (NO, YES), "hold"),
        (YES, (UNKNOWN, YES), "hold"),
        (YES, (YES, UNKNOWN, NO), "hold"),
        (YES, (UNKNOWN,), "check_first"),
        (YES, (NO, UNKNOWN), "check_first"),
        (NO, (), "not_now"),
        (NO, (YES,), "not_now"),
        (NO, (UNKNOWN,), "not_now"),
        (UNKNOWN, (), "check_first"),
        (UNKNOWN, (NO,), "check_first"),
        (UNKNOWN, (YES,), "check_first"),
    ],
)
def test_trigger_and_precautions_give_the_timing_of_the_table(
    person: Build, rule: Rule, knowledge: Knowledge, when: Condition, unless: Any, timing: str
) -> None:
    made = rule(when, unless)
    assert schedule(made, person(), knowledge).timing == timing
    assert decide(made, person().facts) == timing


@pytest.mark.parametrize("when", [YES, NO, UNKNOWN])
@pytest.mark.parametrize("unless", [(), (YES,), (UNKNOWN,)])
def test_what_is_in_place_is_done_whatever_else_holds(
    person: Build, rule: Rule, knowledge: Knowledge, when: Condition, unless: Any
) -> None:
    made = rule(when, unless, done_when=YES, ahead=Ahead(needed_when=YES, equipment="rollator"))
    item = schedule(made, person(), knowledge)
    assert (item.timing, item.window, item.start_by, item.asks) == ("done", None, None, ())


@pytest.mark.parametrize("when", [YES, UNKNOWN])
def test_not_knowing_whether_it_is_in_place_counts_as_no(
    person: Build, rule: Rule, knowledge: Knowledge, when: Condition
) -> None:
    in_place = Compare("equipment_status_rollator", "one_of", (3.0, 4.0), "borrowed, in_use")
    item = schedule(rule(when, done_when=in_place), person(), knowledge)
    assert item.timing == ("now" if when is YES else "check_first")
    if when is YES:
        assert item.asks == ("equipment_status_rollator",)


@pytest.mark.parametrize(
    ("when", "unless", "asks"),
    [
        (UNKNOWN, (), ("pcf_l_min",)),
        (UNKNOWN, (LOW,), ("pcf_l_min",)),
        (YES, (LOW,), ("fvc_pct",)),
        (YES, (LOW, UNKNOWN, NO), ("fvc_pct", "pcf_l_min")),
    ],
)
def test_check_first_names_the_answer_that_is_missing(
    person: Build, rule: Rule, knowledge: Knowledge, when: Condition, unless: Any, asks: tuple[str, ...]
) -> None:
    item = schedule(rule(when, unless), person(), knowledge)
    assert (item.timing, item.asks) == ("check_first", asks)


def test_a_hold_names_only_the_precautions_that_are_true(person: Build, rule: Rule, knowledge: Knowledge) -> None:
    low = schedule(rule(YES, (LOW, NO, UNKNOWN)), person({"fvc_pct": 40}), knowledge)
    (held,) = low.holds
    assert (low.timing, held.truth, [reason.fact for reason in held.because]) == (
        "hold",
        Truth.YES,
        ["fvc_pct"],
    )


@pytest.mark.parametrize(("caution", "printed"), [(YES, True), (UNKNOWN, True), (NO, False)])
@pytest.mark.parametrize(("when", "timing"), [(YES, "now"), (UNKNOWN, "check_first")])
def test_a_caution_that_is_true_or_open_prints_its_sentence_and_changes_no_timing(
    person: Build,
    rule: Rule,
    knowledge: Knowledge,
    caution: Condition,
    printed: bool,
    when: Condition,
    timing: str,
) -> None:
    item = schedule(rule(when, caution=(caution,)), person(), knowledge)
    assert (item.timing, [note.therapist for note in item.cautions]) == (timing, ["Wait."] * printed)


def test_the_reasons_are_the_facts_of_the_trigger(person: Build, rule: Rule, knowledge: Knowledge) -> None:
    found = person({"alsfrs_walking": 2})
    assert [reason.fact for reason in schedule(rule(HELP), found, knowledge).because] == ["alsfrs_walking"]
    assert schedule(rule(UNKNOWN), found, knowledge).because == ()


# --- ahead ------------------------------------------------------------------------------------------------


def ahead(rule: Rule, **more: Any) -> Recommendation:
    return rule(NO, ahead=Ahead(**{"needed_when": HELP, "equipment": "rollator", **more}))


def test_what_is_ahead_is_prepared_from_its_start_by_date_on(person: Build, rule: Rule, knowledge: Knowledge) -> None:
    later = schedule(ahead(rule), person(walker()), knowledge)
    assert later.timing == "later"
    assert later.start_by is not None and later.start_by > TODAY
    soon = schedule(ahead(rule, equipment="power_wheelchair"), person(walker()), knowledge)
    assert soon.timing == "prepare"
    assert soon.start_by is not None and soon.start_by <= TODAY
    assert soon.window == later.window is not None


def test_the_day_of_the_start_by_date_is_already_time_to_prepare(
    person: Build, rule: Rule, knowledge: Knowledge
) -> None:
    later = schedule(ahead(rule), person(walker()), knowledge)
    assert later.start_by is not None
    found = person(walker())
    for today, timing in ((later.start_by, "prepare"), (later.start_by - timedelta(1), "later")):
        moved = assess(found.intake, knowledge, today=today)
        item = schedule(ahead(rule), moved, knowledge)
        assert (item.start_by, item.timing) == (later.start_by, timing)


def test_nothing_in_sight_is_not_now_and_has_no_window(person: Build, rule: Rule, knowledge: Knowledge) -> None:
    breathless = Compare("alsfrs_dyspnea", "at_most", (0.0,), "score_lost")
    item = schedule(ahead(rule, needed_when=breathless), person({"alsfrs_dyspnea": 4}), knowledge)
    assert (item.timing, item.window, item.start_by) == ("not_now", None, None)


@pytest.mark.parametrize("when", [YES, UNKNOWN])
def test_the_table_looks_ahead_only_where_it_is_not_needed_today(
    person: Build, rule: Rule, knowledge: Knowledge, when: Condition
) -> None:
    made = rule(when, ahead=Ahead(needed_when=HELP, equipment="power_wheelchair"))
    assert schedule(made, person(walker()), knowledge).timing == ("now" if when is YES else "check_first")


@pytest.mark.parametrize(
    ("pace", "course", "wait"),
    [(SLOW, "likely", 7), (MEDIUM, "likely", 14), (None, "likely", 14), (FAST, "early", 21)],
)
def test_start_by_is_the_need_less_wait_training_and_buffer_to_the_day(
    person: Build, rule: Rule, knowledge: Knowledge, pace: int | None, course: str, wait: int
) -> None:
    """A rollator on loan takes 1, 7 or 21 days, two to learn, and a buffer of two."""
    found = at_pace(person(walker()), pace)
    window = found.outlook.window(HELP)
    assert window is not None
    item = schedule(ahead(rule), found, knowledge)
    needed = TODAY + timedelta(floor(getattr(window, course) * MONTH))
    assert item.start_by == needed - timedelta(wait + 2 + 2)
    assert item.arithmetic is not None
    assert (item.arithmetic.wait, item.arithmetic.train, item.arithmetic.buffer) == (wait, 2, 2)
    assert item.window is not None and getattr(item.window, course) == needed


def test_a_rule_may_be_reckoned_on_the_early_course_at_any_pace(
    person: Build, rule: Rule, knowledge: Knowledge
) -> None:
    found = at_pace(person(walker()), SLOW)
    window = found.outlook.window(HELP)
    assert window is not None and window.early is not None
    item = schedule(ahead(rule, course="early"), found, knowledge)
    assert item.start_by == TODAY + timedelta(floor(window.early * MONTH)) - timedelta(7 + 2 + 2)


@pytest.mark.parametrize(("pace", "visit"), [(SLOW, 91), (MEDIUM, 91), (None, 91), (FAST, 30)])
def test_teaching_starts_within_lead_and_next_visit_of_the_early_course(
    person: Build, rule: Rule, knowledge: Knowledge, pace: int | None, visit: int
) -> None:
    found = at_pace(person(walker()), pace)
    window = found.outlook.window(HELP)
    assert window is not None and window.early is not None
    item = schedule(ahead(rule, equipment="", lead="range_helper_teaching_lead"), found, knowledge)
    assert knowledge.limits["range_helper_teaching_lead"].value == 6  # weeks
    assert item.start_by == TODAY + timedelta(floor(window.early * MONTH)) - timedelta(6 * 7 + visit)


@pytest.mark.parametrize(("capacity", "timing"), [(68, "prepare"), (90, "later")])
def test_where_a_breathing_measure_falls_its_own_formula_counts_if_earlier(
    person: Build, rule: Rule, knowledge: Knowledge, capacity: int, timing: str
) -> None:
    """Breathing dossier §2D: (value − limit) / twice the fall, less lead, visit and a month's margin."""
    item = schedule(
        ahead(rule, needed_when=LOW, equipment="", lead="cough_training_lead"),
        person({"fvc_pct": capacity}),
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
    knowledge: Knowledge, person: Build, item: str, route: str, pace: int, total: int
) -> None:
    """Equipment dossier §10a."""
    equipment = knowledge.equipment[item]
    intake = person(equipment=[{"item": item, "status": "discussed", "route": route}]).intake
    wait = wait_for(equipment, intake, None, knowledge.routes)
    assert for_equipment(equipment, wait, pace, knowledge.numbers).total == total


@pytest.mark.parametrize(("typical", "buffer"), [(0, 2), (7, 2), (9, 3), (28, 7), (56, 14), (126, 14)])
def test_the_buffer_is_a_quarter_of_the_typical_wait_between_two_days_and_two_weeks(
    knowledge: Knowledge, person: Build, typical: int, buffer: int
) -> None:
    days = {"min": 0, "typical": typical, "longest": 400}
    intake = person(quotes=[{"item": "rollator", "route": "shop", "lead_days": days}]).intake
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
    knowledge: Knowledge, person: Build, payer: str, country: str, route: str
) -> None:
    intake = person(patient={"id": "x", "country": country}).intake
    wait = wait_for(knowledge.equipment["power_wheelchair"], intake, payer, knowledge.routes)
    leads = {lead.route: lead.days for lead in knowledge.equipment["power_wheelchair"].leads}
    assert (wait.route, wait.days, wait.default) == (route, leads[route], False)


def test_another_countrys_route_is_never_taken_and_its_days_are_said_to_be_a_default(
    knowledge: Knowledge, person: Build
) -> None:
    chair = knowledge.equipment["power_wheelchair"]
    abroad = wait_for(chair, person(patient={"id": "x", "country": "GB"}).intake, "medicare", knowledge.routes)
    assert (abroad.route, abroad.days, abroad.default) == ("national_service", chair.days_by_route["medicare"], True)


@pytest.mark.parametrize(
    ("payer", "country"), [(None, "US"), ("national_service", "US"), ("national_service", ""), ("self", "US")]
)
def test_where_no_route_is_known_the_wait_is_said_to_be_a_default(
    knowledge: Knowledge, person: Build, payer: str | None, country: str
) -> None:
    patient = {"id": "x", "country": country or None}
    wait = wait_for(knowledge.equipment["power_wheelchair"], person(patient=patient).intake, payer, knowledge.routes)
    assert (wait.route, wait.default) == (knowledge.equipment["power_wheelchair"].lead_route, True)


def test_the_persons_own_route_beats_the_payer_and_a_real_quote_beats_both(knowledge: Knowledge, person: Build) -> None:
    chair = knowledge.equipment["power_wheelchair"]
    own = [{"item": "power_wheelchair", "status": "discussed", "route": "loan_closet_used"}]
    quote = {
        "item": "power_wheelchair",
        "route": "shop",
        "lead_days": {"min": 9, "typical": 12, "longest": 20},
    }
    by_route = person(equipment=own).intake
    by_quote = person(equipment=own, quotes=[quote]).intake
    priced = person(equipment=own, quotes=[{"item": "power_wheelchair", "route": "shop", "buy": 9000}]).intake
    other = person(quotes=[{**quote, "item": "cane"}]).intake
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


def test_a_shorter_quote_moves_the_start_by_date(knowledge: Knowledge, person: Build, rule: Rule) -> None:
    quote = {"item": "rollator", "route": "shop", "lead_days": {"min": 1, "typical": 1, "longest": 1}}
    usual = schedule(ahead(rule), person(walker()), knowledge)
    quoted = schedule(ahead(rule), person(walker(), quotes=[quote]), knowledge)
    assert usual.start_by is not None and quoted.start_by == usual.start_by + timedelta(14 - 1)


# --- put off ----------------------------------------------------------------------------------------------

CHAIR = "power_wheelchair_evaluation"
NEEDS_CHAIR = {"alsfrs_walking": 1, "alsfrs_stairs": 0, "walking_help": "not_walking"}


def item_of(assessment: Assessment, knowledge: Knowledge, name: str = CHAIR) -> PlanItem:
    item = make_plan(assessment, knowledge).item(name)
    assert item is not None
    return item


@pytest.mark.parametrize(
    "more",
    [
        {"preferences": {"not_now": [CHAIR]}},
        {"preferences": {"not_now": ["power_wheelchair"]}},
        {"equipment": [{"item": "power_wheelchair", "status": "declined"}]},
    ],
)
def test_what_the_person_has_put_off_keeps_its_timing_and_is_marked(
    knowledge: Knowledge, person: Build, more: dict[str, Any]
) -> None:
    plain, put_off = item_of(person(NEEDS_CHAIR), knowledge), item_of(person(NEEDS_CHAIR, **more), knowledge)
    assert (plain.timing, plain.put_off) == ("now", False)
    assert (put_off.timing, put_off.put_off) == ("now", True)


def test_nothing_else_waits_for_what_is_put_off(knowledge: Knowledge, person: Build) -> None:
    plain = make_plan(person(NEEDS_CHAIR), knowledge)
    put_off = make_plan(person(NEEDS_CHAIR, preferences={"not_now": [CHAIR]}), knowledge)
    assert [replace(item, put_off=False) for item in put_off.items] == list(plain.items)


# --- the whole plan ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge, person: Build) -> Plan:
    facts = {
        **walker(),
        "walking_help": "none",
        "fvc_pct": 68,
        "spo2_pct": 93,
        "falls_1mo": 2,
        "falls_3mo": 3,
    }
    return make_plan(person(facts), knowledge)


def test_each_recommendation_has_one_answer_in_the_order_of_urgency(plan: Plan, knowledge: Knowledge) -> None:
    assert sorted(item.id for item in plan.items) == sorted(rule.id for rule in knowledge.recommendations)
    places = [ORDER.index(item.timing) for item in plan.items]
    assert places == sorted(places)
    assert len(set(places)) > 2


def test_only_what_is_open_asks_a_question_of_its_trigger(plan: Plan) -> None:
    assert [item.id for item in plan.items if item.timing == "check_first" and not item.asks] == []
    assert [item.id for item in plan.items if item.timing in ("hold", "not_now", "done") and item.asks] == []
    assert [item.id for item in plan.items if item.timing == "not_now" and item.window] == []
    assert [item.id for item in plan.items if item.timing == "hold" and not item.holds] == []


def test_dangers_stand_most_urgent_first(plan: Plan, knowledge: Knowledge) -> None:
    urgency = {flag.id: flag.urgency for flag in knowledge.red_flags}
    order = ["emergency", "same_day", "within_a_week"]
    found = [order.index(urgency[flag.id]) for flag in plan.red_flags]
    assert found == sorted(found)
    assert {"low_oxygen_at_rest", "repeat_falls"} <= {flag.id for flag in plan.red_flags}


def test_the_plan_as_json_has_the_keys_of_the_contract(plan: Plan) -> None:
    found = plan_as_json(plan)
    assert found["schema"] == "als-planner/plan/1"
    assert {
        "today",
        "knowledge",
        "stage",
        "progression",
        "projection",
        "recommendations",
        "equipment",
    } <= set(found)
    assert {"measure_next", "red_flags", "positions", "held_back", "changes"} <= set(found)
    wanted = {
        "id",
        "domain",
        "kind",
        "timing",
        "put_off",
        "because",
        "asks",
        "holds",
        "window",
        "start_by",
        "evidence",
    }
    assert all(wanted <= set(item) for item in found["recommendations"])
    assert {item["timing"] for item in found["recommendations"]} <= set(ORDER)


# --- what to measure next ---------------------------------------------------------------------------------


def settled_by(*names: str) -> Callable[..., bool]:
    return lambda facts: all(facts.value(name).known for name in names)


def opened(name: str, *asks: str, urgency: int = 99) -> Open:
    return Open(name, asks, settled_by(*asks), urgency)


def test_danger_comes_first_then_what_settles_most(person: Build) -> None:
    facts = person().facts
    rules = [
        opened("a", "fvc_pct"),
        opened("b", "fvc_pct"),
        opened("c", "tug_s"),
        opened("d", "walk_distance_m"),
    ]
    rules.append(opened("e", "walk_distance_m"))
    flags = [opened("week", "weight_kg", urgency=2), opened("now", "spo2_pct", urgency=0)]
    found = rank(facts, rules, flags, [])
    # Vital capacity is asked of everybody, so it goes before the walking distance that settles as much.
    assert [one.fact for one in found] == ["spo2_pct", "weight_kg", "fvc_pct", "walk_distance_m", "tug_s"]
    assert found[2].settles == ("a", "b")
    assert (found[0].red_flags, found[0].settles) == (("now",), ())


def test_a_question_that_alone_settles_nothing_counts_for_nothing_but_is_asked(person: Build) -> None:
    found = rank(person().facts, [opened("both", "tug_s", "walk_distance_m"), opened("one", "tug_s")], [], [])
    assert [(one.fact, one.settles) for one in found] == [("tug_s", ("one",)), ("walk_distance_m", ())]


def test_two_sides_of_one_fact_are_one_question(person: Build) -> None:
    (one,) = rank(person().facts, [opened("a", "mrc_grip_left", "mrc_grip_right")], [], [])
    assert (one.fact, one.written, one.settles) == ("mrc_grip", ("mrc_grip_left", "mrc_grip_right"), ("a",))


def test_what_may_be_in_place_already_is_asked_last(person: Build) -> None:
    in_place = [opened("x", "equipment_status_cane")]
    found = rank(person().facts, [opened("a", "tug_s")], [], in_place)
    assert [one.fact for one in found] == ["tug_s", "equipment_status_cane"]
    assert (found[1].in_place, found[1].settles) == (("x",), ())


def test_a_stale_answer_is_asked_again_with_its_date(person: Build) -> None:
    facts = person({"tug_s": {"value": 12, "on": "2026-01-01"}}).facts
    (one,) = rank(facts, [opened("a", "tug_s")], [], [])
    assert one.stale_since == date(2026, 5, 1)


def test_answers_are_tried_on_both_sides_of_every_bound(knowledge: Knowledge) -> None:
    words = knowledge.vocabulary
    assert candidates(words["fvc_pct"], (50.0,), TODAY) == [0, 49, 50, 51, 180]
    assert candidates(words["foot_drop"], (), TODAY) == [1, 0]
    assert candidates(words["alsfrs_walking"], (), TODAY) == [0, 1, 2, 3, 4]
    assert candidates(words["sit_to_stand"], (), TODAY) == [0, 1, 2, 3]


def test_one_test_is_not_asked_again_at_once_for_the_sake_of_a_slope(knowledge: Knowledge, person: Build) -> None:
    plan = make_plan(person({"fvc_pct": 86, "snip_cmh2o": 80, "mip_cmh2o": 80}), knowledge)
    assert {"fvc_pct", "snip_cmh2o", "mip_cmh2o"}.isdisjoint(one.fact for one in plan.measure_next)


def test_the_first_questions_clear_up_danger_and_then_each_settles_no_more_than_the_one_before(
    knowledge: Knowledge, person: Build
) -> None:
    found = make_plan(person(walker()), knowledge).measure_next
    urgencies = [one.urgency for one in found]
    assert urgencies == sorted(urgencies)
    settled = [len(one.settles) for one in found if not one.red_flags]
    assert settled == sorted(settled, reverse=True)
    assert settled[0] > 1


def test_what_a_question_claims_to_settle_some_answer_does_settle(knowledge: Knowledge, person: Build) -> None:
    found = person(walker())
    plan = make_plan(found, knowledge)
    question = next(one for one in plan.measure_next if one.settles)
    fact = knowledge.vocabulary[question.written[0]]
    bounds = found.facts.history.knowledge_bounds.get(question.fact, ())
    for name in question.settles:
        timings = set()
        for value in candidates(fact, bounds, TODAY):
            supposed = found.facts.supposing({written: Value(value, value) for written in question.written})
            timings.add(decide(knowledge.by_id[name], supposed))
        assert timings - {"check_first"}, name


def test_an_intake_of_nobody_makes_a_plan_that_asks(knowledge: Knowledge, person: Callable[..., Any]) -> None:
    nobody: Intake = read_intake({"patient": {"id": "x"}}, knowledge, TODAY)
    plan = make_plan(assess(nobody, knowledge, today=TODAY), knowledge)
    assert plan.red_flags == ()
    assert len(plan.measure_next) > 20
