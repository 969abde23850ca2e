"""Facts worked out from others: totals with gaps, forms of item 5, pace, falling tests, heart rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import inf
from typing import Any

import pytest

from planner import read_intake
from planner.conditions import facts_read
from planner.derive import alsfrs_items, derivations, facts_today, recent_loss, since_onset
from planner.facts import Facts, Value
from planner.knowledge import Knowledge

TODAY = date(2026, 11, 22)
VISIT = date(2026, 11, 20)
Build = Callable[..., Facts]
MONTH = 30.4375


@pytest.fixture(scope="module")
def told(knowledge: Knowledge) -> Build:
    """The facts of a person with visits given as day → facts; other keywords are the person's own facts."""

    def build(visits: Mapping[str, Mapping[str, Any]], today: date = TODAY, **patient: Any) -> Facts:
        listed = [{"on": day, "facts": dict(facts)} for day, facts in visits.items()]
        intake = read_intake({"patient": {"id": "x", **patient}, "visits": listed}, knowledge, today)
        return facts_today(intake, knowledge, today)

    return build


@pytest.fixture(scope="module")
def items(knowledge: Knowledge) -> tuple[str, ...]:
    return alsfrs_items(knowledge.vocabulary)


def scores(items: tuple[str, ...], total: int) -> dict[str, int]:
    """Twelve answers that add up to a total, the loss spread from the last item back."""
    found = dict.fromkeys(items, 4)
    for at in range(48 - total):
        found[items[-1 - at % 12]] -= 1
    assert sum(found.values()) == total
    return found


def span(facts: Facts, name: str) -> tuple[float, float]:
    value = facts.value(name)
    return value.low, value.high


def choice(facts: Facts, name: str) -> tuple[Any, Any]:
    fact = facts.vocabulary[name]
    low, high = span(facts, name)
    return fact.raw(low), fact.raw(high)


# --- every derived fact has a function --------------------------------------------------------------------


def test_every_fact_that_is_worked_out_has_a_way_to_work_it_out(knowledge: Knowledge) -> None:
    declared = {f.id for f in knowledge.vocabulary.facts.values() if f.origin in ("derived", "either")}
    counted = {"kings_stage", "mitos_stage"}  # counted from the scales of stages.yaml, beside the facts
    assert declared - counted == set(derivations(knowledge))


def test_a_derived_fact_names_every_fact_it_reads_through_others(knowledge: Knowledge) -> None:
    derived = derivations(knowledge)
    assert {"alsfrs_speech", "symptom_onset_date", "alsfrs_total"} <= derived["progression_pace"].reads
    assert {"mrc_grip", "mrc_grip_left", "tube_feeding_over_half"} <= derived["stage"].reads
    assert derived["stage"].follows_projection
    assert not derived["progression_pace"].follows_projection


# --- age --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("birth", "years"), [("1961-11-22", 65), ("1961-11-23", 64), ("1961-05-03", 65)])
def test_age_is_in_whole_years_on_the_day(told: Build, birth: str, years: int) -> None:
    assert span(told({}, birth_date=birth), "age_years") == (years, years)


def test_a_birth_date_beats_a_typed_age_and_a_typed_age_serves_where_there_is_none(told: Build) -> None:
    visits = {"2026-11-20": {"age_years": 50}}
    assert span(told(visits, birth_date="1961-05-03"), "age_years") == (65, 65)
    assert span(told(visits), "age_years") == (50, 50)
    assert told({}).value("age_years").asks == ("birth_date",)


# --- totals -----------------------------------------------------------------------------------------------


def test_the_total_is_the_sum_of_the_items_with_the_day_of_the_newest(told: Build, items: tuple[str, ...]) -> None:
    older = {"2026-09-01": scores(items, 40), "2026-11-20": {"alsfrs_walking": 0}}
    value = told(older).value("alsfrs_total")
    before = scores(items, 40)["alsfrs_walking"]
    assert (value.low, value.high, value.on) == (40 - before, 40 - before, VISIT)


def test_missing_items_give_a_span_and_ask_for_themselves(told: Build, items: tuple[str, ...]) -> None:
    known = {item: 3 for item in items if item not in ("alsfrs_stairs", "alsfrs_speech")}
    value = told({"2026-11-20": known}).value("alsfrs_total")
    assert (value.low, value.high) == (30, 38)
    assert value.asks == ("alsfrs_speech", "alsfrs_stairs")


def test_a_typed_total_serves_where_items_are_missing_and_never_fills_an_item(told: Build) -> None:
    facts = told({"2026-11-20": {"alsfrs_total": 40, "alsfrs_walking": 3}})
    assert span(facts, "alsfrs_total") == (40, 40)
    assert span(facts, "alsfrs_stairs") == (0, 4)
    assert span(facts, "alsfrs_gross_motor_sum") == (3, 11)


def test_the_items_count_over_a_typed_total_of_the_same_day(told: Build, items: tuple[str, ...]) -> None:
    facts = told({"2026-11-20": {**scores(items, 36), "alsfrs_total": 40}})
    assert span(facts, "alsfrs_total") == (36, 36)


def test_a_typed_total_newer_than_the_items_is_the_newest_value(told: Build, items: tuple[str, ...]) -> None:
    facts = told({"2026-09-01": scores(items, 40), "2026-11-20": {"alsfrs_total": 35}})
    assert (facts.value("alsfrs_total").low, facts.value("alsfrs_total").on) == (35, VISIT)


def test_a_stale_typed_total_does_not_count(told: Build) -> None:
    facts = told({"2026-03-01": {"alsfrs_total": 40}, "2026-11-20": {"alsfrs_walking": 3}})
    assert span(facts, "alsfrs_total") == (3, 47)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("alsfrs_bulbar_sum", ("speech", "salivation", "swallowing")),
        ("alsfrs_fine_motor_sum", ("handwriting", "cutting", "dressing")),
        ("alsfrs_gross_motor_sum", ("turning", "walking", "stairs")),
        ("alsfrs_respiratory_sum", ("dyspnea", "orthopnea", "respiratory")),
    ],
)
def test_each_subscore_adds_its_three_items(told: Build, name: str, members: tuple[str, ...]) -> None:
    facts = told({"2026-11-20": {f"alsfrs_{member}": score for member, score in zip(members, (4, 3, 1), strict=True)}})
    assert span(facts, name) == (8, 8)
    assert span(told({"2026-11-20": {f"alsfrs_{members[0]}": 2}}), name) == (2, 10)


# --- forms of item 5 (contract §8) ------------------------------------------------------------------------

OPEN = (0, 1)


@pytest.mark.parametrize(
    ("facts", "hands", "kings", "tube"),
    [
        ({"alsfrs_cutting": 1, "tube_feeding_over_half": False}, (1, 1), (1, 1), (0, 0)),
        ({"alsfrs_cutting": 1, "tube_feeding_over_half": True}, (4, 4), (4, 4), (1, 1)),
        (
            {"alsfrs_cutting": 1, "tube_feeding_over_half": False, "feeding_tube_status": "placed"},
            (1, 1),
            (1, 1),
            (1, 1),
        ),
        ({"alsfrs_cutting": 1, "feeding_tube_status": "none"}, (1, 1), (1, 1), (0, 0)),
        ({"alsfrs_cutting": 1, "feeding_tube_status": "referred"}, (1, 1), (1, 1), (0, 0)),
        ({"alsfrs_cutting": 1, "feeding_tube_status": "placed"}, (1, 4), (4, 4), (1, 1)),
        ({"alsfrs_cutting": 1}, (1, 4), (4, 4), OPEN),
        ({"alsfrs_cutting": 4}, (4, 4), (4, 4), OPEN),
        ({"tube_feeding_over_half": False}, (0, 4), (0, 4), OPEN),
        ({"tube_feeding_over_half": True}, (4, 4), (4, 4), (1, 1)),
        ({"falls_1mo": 0}, (0, 4), (4, 4), OPEN),
    ],
)
def test_item_five_counts_for_the_hands_only_as_form_5a(
    told: Build, facts: dict[str, Any], hands: Any, kings: Any, tube: Any
) -> None:
    person = told({"2026-11-20": facts})
    assert span(person, "cutting_without_tube") == hands
    assert span(person, "kings_cutting") == kings
    assert span(person, "feeding_tube_in_place") == tube


def test_an_open_form_asks_which_form_it_was(told: Build) -> None:
    assert told({"2026-11-20": {"alsfrs_cutting": 1}}).value("cutting_without_tube").asks == ("tube_feeding_over_half",)
    assert told({}).value("feeding_tube_in_place").asks == ("feeding_tube_status",)


# --- help to walk -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "more_help", "asks"),
    [
        ({"alsfrs_walking": 2, "walking_help": "rollator"}, (1, 1), ()),
        ({"alsfrs_walking": 2, "walking_help": "person"}, (1, 1), ()),
        ({"alsfrs_walking": 2, "walking_help": "person_and_device"}, (1, 1), ()),
        ({"alsfrs_walking": 2, "walking_help": "brace_only"}, (0, 0), ()),
        ({"alsfrs_walking": 2, "walking_help": "cane_or_poles"}, (0, 0), ()),
        ({"alsfrs_walking": 2, "walking_help": "none"}, OPEN, ("walking_help",)),
        ({"alsfrs_walking": 2, "walking_help": "not_walking"}, OPEN, ("walking_help",)),
        ({"alsfrs_walking": 2}, OPEN, ("walking_help",)),
        ({"alsfrs_walking": 3, "walking_help": "none"}, (0, 0), ()),
        ({"alsfrs_walking": 1, "walking_help": "not_walking"}, (0, 0), ()),
        ({"walking_help": "none"}, OPEN, ("alsfrs_walking",)),
        ({"walking_help": "rollator"}, (1, 1), ()),
    ],
)
def test_none_beside_a_score_that_says_with_help_is_a_contradiction_and_asked(
    told: Build, facts: dict[str, Any], more_help: Any, asks: tuple[str, ...]
) -> None:
    value = told({"2026-11-20": facts}).value("walks_with_person_or_rollator")
    assert ((value.low, value.high), value.asks) == (more_help, asks)
    assert (value.note == "contradiction") is (asks == ("walking_help",) and "walking_help" in facts)


# --- pace -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "pace"),
    [(0.0, "slow"), (0.49, "slow"), (0.5, "medium"), (1.0, "medium"), (1.01, "fast"), (4.0, "fast")],
)
def test_pace_is_slow_under_a_half_and_fast_above_one(told: Build, points: float, pace: str) -> None:
    facts = told({}).supposing({"progression_points_per_month": Value(points, points)})
    assert choice(facts, "progression_pace") == (pace, pace)


def test_loss_since_onset_is_the_loss_over_the_months(told: Build) -> None:
    months = (VISIT - date(2025, 11, 20)).days / MONTH
    facts = told({"2026-11-20": {"alsfrs_total": 36}}, symptom_onset_date="2025-11-20")
    assert since_onset(facts).low == since_onset(facts).high == round(12 / months, 3) == 1.001
    assert choice(facts, "progression_pace") == ("fast", "fast")


def test_missing_items_leave_a_span_of_the_rate(told: Build, items: tuple[str, ...]) -> None:
    known = {item: 4 for item in items if item != "alsfrs_walking"}
    facts = told({"2026-11-20": known}, symptom_onset_date="2025-11-20")
    assert (since_onset(facts).low, since_onset(facts).high) == (0, round(4 / (365 / MONTH), 3))
    assert choice(facts, "progression_pace") == ("slow", "slow")


def test_the_faster_of_the_two_rates_decides(told: Build, items: tuple[str, ...]) -> None:
    slow_then_fast = told(
        {"2026-08-20": scores(items, 44), "2026-11-20": scores(items, 38)}, symptom_onset_date="2024-06"
    )
    assert since_onset(slow_then_fast).high < 0.5
    recent = recent_loss(slow_then_fast)
    assert recent is not None and recent.low == round(6 / (92 / MONTH), 3)
    assert choice(slow_then_fast, "progression_pace") == ("fast", "fast")
    fast_then_slow = told(
        {"2026-08-20": scores(items, 36), "2026-11-20": scores(items, 36)}, symptom_onset_date="2025-12-01"
    )
    assert recent_loss(fast_then_slow).low == 0  # type: ignore[union-attr]
    assert choice(fast_then_slow, "progression_pace") == ("fast", "fast")


def test_rising_scores_never_slow_the_pace_below_that_since_onset(told: Build, items: tuple[str, ...]) -> None:
    facts = told({"2026-08-20": scores(items, 34), "2026-11-20": scores(items, 36)}, symptom_onset_date="2026-01-01")
    assert recent_loss(facts).high < 0  # type: ignore[union-attr]
    assert facts.value("progression_points_per_month").low == since_onset(facts).low > 1


def test_with_the_onset_unknown_a_fast_recent_loss_still_decides(told: Build, items: tuple[str, ...]) -> None:
    fast = told({"2026-08-20": scores(items, 44), "2026-11-20": scores(items, 38)})
    assert choice(fast, "progression_pace") == ("fast", "fast")
    slow = told({"2026-08-20": scores(items, 44), "2026-11-20": scores(items, 44)})
    assert choice(slow, "progression_pace") == ("slow", "fast")
    assert slow.value("progression_pace").asks == ("symptom_onset_date",)


@pytest.mark.parametrize(
    ("days", "counts"),
    [(59, False), (60, True), (366, True), (367, False)],
)
def test_a_recent_pair_lies_sixty_days_to_twelve_months_apart(
    told: Build, items: tuple[str, ...], days: int, counts: bool
) -> None:
    older = (VISIT - timedelta(days)).isoformat()
    recent = recent_loss(told({older: scores(items, 44), "2026-11-20": scores(items, 40)}))
    assert (recent is not None) is counts
    if recent is not None:
        assert recent.low == round(4 / (days / MONTH), 3)


def test_the_nearest_visit_that_is_old_enough_counts_and_a_nearer_one_does_not(
    told: Build, items: tuple[str, ...]
) -> None:
    visits = {
        "2026-05-20": scores(items, 48),
        "2026-09-01": scores(items, 44),
        "2026-10-20": scores(items, 41),
    }
    recent = recent_loss(told({**visits, "2026-11-20": scores(items, 40)}))
    assert recent is not None
    assert recent.low == round(4 / ((VISIT - date(2026, 9, 1)).days / MONTH), 3)


def test_a_visit_without_scores_is_passed_over(told: Build, items: tuple[str, ...]) -> None:
    """Else an old total would count as if it had been found later, and the loss would look twice as fast."""
    visits = {"2026-07-01": scores(items, 44), "2026-09-10": {"fvc_pct": 90}}
    recent = recent_loss(told({**visits, "2026-11-20": scores(items, 40)}))
    assert recent is not None
    assert recent.low == round(4 / ((VISIT - date(2026, 7, 1)).days / MONTH), 3)


def test_visits_less_than_two_weeks_apart_count_as_one_at_the_later_date(told: Build, items: tuple[str, ...]) -> None:
    visits = {
        "2026-08-10": scores(items, 45),
        "2026-08-20": scores(items, 44),
        "2026-11-12": scores(items, 40),
    }
    recent = recent_loss(told({**visits, "2026-11-20": {"fvc_pct": 90}}))
    assert recent is not None
    assert (recent.low, recent.on) == (round(4 / (92 / MONTH), 3), VISIT)


def test_a_typed_total_serves_the_pace(told: Build) -> None:
    recent = recent_loss(told({"2026-08-20": {"alsfrs_total": 44}, "2026-11-20": {"alsfrs_total": 40}}))
    assert recent is not None and recent.low == round(4 / (92 / MONTH), 3)


def test_across_a_change_of_form_item_five_is_left_out_on_both_sides(told: Build, items: tuple[str, ...]) -> None:
    """A score that rises because the question changed is no recovery."""
    before = {**dict.fromkeys(items, 3), "alsfrs_cutting": 0, "tube_feeding_over_half": False}
    after = {
        **dict.fromkeys(items, 3),
        "alsfrs_walking": 2,
        "alsfrs_cutting": 3,
        "tube_feeding_over_half": True,
    }
    recent = recent_loss(told({"2026-08-20": before, "2026-11-20": after}))
    assert recent is not None and recent.low == recent.high == round(1 / (92 / MONTH), 3)


def test_across_a_change_of_form_typed_totals_say_nothing(told: Build) -> None:
    before = {"alsfrs_total": 40, "tube_feeding_over_half": False}
    after = {"alsfrs_total": 43, "tube_feeding_over_half": True}
    assert recent_loss(told({"2026-08-20": before, "2026-11-20": after})) is None


def test_within_the_first_month_no_rate_since_onset_is_known(told: Build) -> None:
    facts = told({"2026-11-20": {"alsfrs_total": 44}}, symptom_onset_date="2026-10-25")
    assert span(facts, "progression_points_per_month") == (0, inf)
    assert since_onset(facts).note == "too_soon"


# --- breathing tests --------------------------------------------------------------------------------------


def test_one_test_has_no_slope_and_asks_for_another(told: Build) -> None:
    value = told({"2026-11-20": {"fvc_pct": 80}}).value("fvc_fall_pct_per_month")
    assert (value.known, value.asks) == (False, ("fvc_pct",))


def test_the_fall_of_vital_capacity_is_a_line_through_the_last_tests(told: Build) -> None:
    days = ("2026-01-20", "2026-05-20", "2026-07-20", "2026-09-20", "2026-11-20")
    values = (150, 86, 80, 74, 68)  # the oldest of five is left out
    facts = told({day: {"fvc_pct": value} for day, value in zip(days, values, strict=True)})
    assert facts.value("fvc_fall_pct_per_month").low == pytest.approx(2.98, abs=0.02)


def test_slow_and_forced_tests_are_not_mixed(told: Build) -> None:
    facts = told({"2026-05-20": {"fvc_pct": 90, "svc_pct": 60}, "2026-11-20": {"svc_pct": 54}})
    months = (VISIT - date(2026, 5, 20)).days / MONTH
    assert facts.value("fvc_fall_pct_per_month").low == round(6 / months, 2)


@pytest.mark.parametrize(("days", "known"), [(27, False), (28, True)])
def test_tests_too_close_together_give_no_slope(told: Build, days: int, known: bool) -> None:
    older = (VISIT - timedelta(days)).isoformat()
    facts = told({older: {"fvc_pct": 84}, "2026-11-20": {"fvc_pct": 80}})
    assert facts.value("fvc_fall_pct_per_month").known is known


@pytest.mark.parametrize(
    ("measure", "fall"), [("snip_cmh2o", "snip_fall_cmh2o_3mo"), ("mip_cmh2o", "mip_fall_cmh2o_3mo")]
)
@pytest.mark.parametrize(("days", "value"), [(59, None), (60, 18.2), (91, 12.0), (120, 9.1), (121, None)])
def test_a_pressure_falls_over_a_pair_two_to_four_months_apart_scaled_to_three(
    told: Build, measure: str, fall: str, days: int, value: float | None
) -> None:
    older = (VISIT - timedelta(days)).isoformat()
    found = told({older: {measure: 62}, "2026-11-20": {measure: 50}}).value(fall)
    assert (found.low if found.known else None) == value


def test_a_slope_that_ends_in_a_stale_test_is_not_known(told: Build) -> None:
    facts = told({"2026-01-01": {"fvc_pct": 90, "snip_cmh2o": 60}, "2026-04-01": {"fvc_pct": 70, "snip_cmh2o": 40}})
    assert not facts.value("fvc_fall_pct_per_month").known
    assert not facts.value("snip_fall_cmh2o_3mo").known


@pytest.mark.parametrize(
    ("seated", "lying", "drop"),
    [(80, 60, 25.0), (80, 80, 0.0), (60, 75, -25.0), (80, None, None), (None, 60, None), (0, 0, None)],
)
def test_the_drop_on_lying_down_is_a_share_of_the_seated_test(
    told: Build, seated: float | None, lying: float | None, drop: float | None
) -> None:
    value = told({"2026-11-20": {"fvc_pct": seated, "fvc_supine_pct": lying, "falls_1mo": 0}}).value(
        "fvc_supine_drop_pct"
    )
    assert (value.low if value.known else None) == drop


def test_weight_loss_is_a_share_of_the_usual_weight(told: Build) -> None:
    assert span(told({"2026-11-20": {"weight_kg": 57, "usual_weight_kg": 60}}), "weight_loss_pct") == (5, 5)
    assert told({"2026-11-20": {"weight_kg": 57}}).value("weight_loss_pct").asks == ("usual_weight_kg",)


@pytest.mark.parametrize(
    ("days", "total", "overdue"),
    [(91, 47, 0), (92, 47, 1), (61, 24, 0), (62, 24, 1), (61, None, 0), (62, None, 0)],
)
def test_breathing_tests_are_overdue_after_three_months_and_sooner_at_a_fast_pace(
    told: Build, days: int, total: int | None, overdue: int
) -> None:
    visits = {
        (TODAY - timedelta(days)).isoformat(): {"fvc_pct": 90},
        "2026-11-20": {"alsfrs_total": total, "falls_1mo": 0},
    }
    assert span(told(visits, symptom_onset_date="2025-11-20"), "breathing_tests_overdue") == (
        overdue,
        overdue,
    )


@pytest.mark.parametrize("test", ["fvc_pct", "svc_pct", "snip_cmh2o", "mip_cmh2o"])
def test_any_breathing_test_counts_and_none_at_all_is_overdue(told: Build, test: str) -> None:
    assert span(told({"2026-11-20": {test: 80}}), "breathing_tests_overdue") == (0, 0)
    assert span(told({"2026-11-20": {"spo2_pct": 97}}), "breathing_tests_overdue") == (1, 1)
    assert span(told({}), "breathing_tests_overdue") == (1, 1)


# --- heart rate -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "rates"),
    [
        (
            59,
            {
                "max_by_220": 161,
                "max_by_208": 167,
                "max_used": 161,
                "ceiling": 121,
                "start_low": 81,
                "start_high": 105,
                "build_low": 105,
            },
        ),
        (
            70,
            {
                "max_by_220": 150,
                "max_by_208": 159,
                "max_used": 150,
                "ceiling": 113,
                "start_low": 75,
                "start_high": 98,
                "build_low": 98,
            },
        ),
        (40, {"max_by_220": 180, "max_by_208": 180, "max_used": 180, "ceiling": 135}),
        (30, {"max_by_220": 190, "max_by_208": 187, "max_used": 187}),
    ],
)
def test_heart_rates_follow_the_smaller_of_two_formulas(told: Build, age: int, rates: dict[str, int]) -> None:
    facts = told({"2026-11-20": {"age_years": age, "heart_rate_unreliable": False}})
    assert {name: facts.value(f"heart_rate_{name}").low for name in rates} == rates


@pytest.mark.parametrize(
    ("facts", "asks"),
    [
        ({"age_years": 59}, ("heart_rate_unreliable",)),
        ({"age_years": 59, "heart_rate_unreliable": True}, ()),
        ({"heart_rate_unreliable": False}, ("birth_date",)),
        ({"falls_1mo": 0}, ("birth_date", "heart_rate_unreliable")),
    ],
)
def test_there_is_no_heart_rate_target_unless_age_is_known_and_the_pulse_can_be_trusted(
    told: Build, facts: dict[str, Any], asks: tuple[str, ...]
) -> None:
    person = told({"2026-11-20": facts})
    for name in [
        name for name in person.vocabulary if name.startswith("heart_rate_") and name != "heart_rate_unreliable"
    ]:
        value = person.value(name)
        assert (value.known, value.asks) == (False, asks), name


# --- signs ------------------------------------------------------------------------------------------------


def test_a_sign_with_a_rule_is_decided_by_one_symptom_and_excluded_only_by_all(
    told: Build, knowledge: Knowledge
) -> None:
    symptoms = sorted(facts_read(knowledge.fact_rules["any_breathing_symptom"]))
    yes_no = [name for name in symptoms if knowledge.vocabulary[name].kind == "yes_no"]
    assert span(told({"2026-11-20": {yes_no[0]: True}}), "any_breathing_symptom") == (1, 1)
    most = told({"2026-11-20": dict.fromkeys(yes_no[1:], False)})
    assert span(most, "any_breathing_symptom") == (0, 1)
    assert yes_no[0] in most.value("any_breathing_symptom").asks
