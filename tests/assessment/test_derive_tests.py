"""Breathing tests, weight and heart rate: falls over time, what is overdue, and no target where the pulse misleads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from people import MONTH, TODAY, VISIT, FactsOf, span

# --- breathing tests --------------------------------------------------------------------------------------


def test_one_test_has_no_slope_and_asks_for_another(facts_of: FactsOf) -> None:
    value = facts_of({"2026-11-20": {"fvc_pct": 80}}).value("fvc_fall_pct_per_month")
    assert (value.known, value.asks) == (False, ("fvc_pct",))


def test_the_fall_of_vital_capacity_is_a_line_through_the_last_tests(facts_of: FactsOf) -> None:
    days = ("2026-01-20", "2026-05-20", "2026-07-20", "2026-09-20", "2026-11-20")
    values = (150, 86, 80, 74, 68)  # the oldest of five is left out
    facts = facts_of({day: {"fvc_pct": value} for day, value in zip(days, values, strict=True)})
    assert facts.value("fvc_fall_pct_per_month").low == pytest.approx(2.98, abs=0.02)


def test_slow_and_forced_tests_are_not_mixed(facts_of: FactsOf) -> None:
    facts = facts_of({"2026-05-20": {"fvc_pct": 90, "svc_pct": 60}, "2026-11-20": {"svc_pct": 54}})
    months = (VISIT - date(2026, 5, 20)).days / MONTH
    assert facts.value("fvc_fall_pct_per_month").low == round(6 / months, 2)


@pytest.mark.parametrize(("days", "known"), [(27, False), (28, True)])
def test_tests_too_close_together_give_no_slope(facts_of: FactsOf, days: int, known: bool) -> None:
    older = (VISIT - timedelta(days)).isoformat()
    facts = facts_of({older: {"fvc_pct": 84}, "2026-11-20": {"fvc_pct": 80}})
    assert facts.value("fvc_fall_pct_per_month").known is known


@pytest.mark.parametrize(
    ("measure", "fall"), [("snip_cmh2o", "snip_fall_cmh2o_3mo"), ("mip_cmh2o", "mip_fall_cmh2o_3mo")]
)
@pytest.mark.parametrize(("days", "value"), [(59, None), (60, 18.2), (91, 12.0), (120, 9.1), (121, None)])
def test_a_pressure_falls_over_a_pair_two_to_four_months_apart_scaled_to_three(
    facts_of: FactsOf, measure: str, fall: str, days: int, value: float | None
) -> None:
    older = (VISIT - timedelta(days)).isoformat()
    found = facts_of({older: {measure: 62}, "2026-11-20": {measure: 50}}).value(fall)
    assert (found.low if found.known else None) == value


def test_a_slope_that_ends_in_a_stale_test_is_not_known(facts_of: FactsOf) -> None:
    facts = facts_of({"2026-01-01": {"fvc_pct": 90, "snip_cmh2o": 60}, "2026-04-01": {"fvc_pct": 70, "snip_cmh2o": 40}})
    assert not facts.value("fvc_fall_pct_per_month").known
    assert not facts.value("snip_fall_cmh2o_3mo").known


@pytest.mark.parametrize(
    ("seated", "lying", "drop"),
    [(80, 60, 25.0), (80, 80, 0.0), (60, 75, -25.0), (80, None, None), (None, 60, None), (0, 0, None)],
)
def test_the_drop_on_lying_down_is_a_share_of_the_seated_test(
    facts_of: FactsOf, seated: float | None, lying: float | None, drop: float | None
) -> None:
    value = facts_of({"2026-11-20": {"fvc_pct": seated, "fvc_supine_pct": lying, "falls_1mo": 0}}).value(
        "fvc_supine_drop_pct"
    )
    assert (value.low if value.known else None) == drop


def test_weight_loss_is_a_share_of_the_usual_weight(facts_of: FactsOf) -> None:
    assert span(facts_of({"2026-11-20": {"weight_kg": 57, "usual_weight_kg": 60}}), "weight_loss_pct") == (5, 5)
    assert facts_of({"2026-11-20": {"weight_kg": 57}}).value("weight_loss_pct").asks == ("usual_weight_kg",)


@pytest.mark.parametrize(
    ("days", "total", "overdue"),
    [(91, 47, 0), (92, 47, 1), (61, 24, 0), (62, 24, 1), (61, None, 0), (62, None, 0)],
)
def test_breathing_tests_are_overdue_after_three_months_and_sooner_at_a_fast_pace(
    facts_of: FactsOf, days: int, total: int | None, overdue: int
) -> None:
    visits = {
        (TODAY - timedelta(days)).isoformat(): {"fvc_pct": 90},
        "2026-11-20": {"alsfrs_total": total, "falls_1mo": 0},
    }
    assert span(facts_of(visits, symptom_onset_date="2025-11-20"), "breathing_tests_overdue") == (
        overdue,
        overdue,
    )


@pytest.mark.parametrize("test", ["fvc_pct", "svc_pct", "snip_cmh2o", "mip_cmh2o"])
def test_any_breathing_test_counts_and_none_at_all_is_overdue(facts_of: FactsOf, test: str) -> None:
    assert span(facts_of({"2026-11-20": {test: 80}}), "breathing_tests_overdue") == (0, 0)
    assert span(facts_of({"2026-11-20": {"spo2_pct": 97}}), "breathing_tests_overdue") == (1, 1)
    assert span(facts_of({}), "breathing_tests_overdue") == (1, 1)


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
def test_heart_rates_follow_the_smaller_of_two_formulas(facts_of: FactsOf, age: int, rates: dict[str, int]) -> None:
    facts = facts_of({"2026-11-20": {"age_years": age, "heart_rate_unreliable": False}})
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
    facts_of: FactsOf, facts: dict[str, Any], asks: tuple[str, ...]
) -> None:
    person = facts_of({"2026-11-20": facts})
    targets = [name for name in person.vocabulary if name.startswith("heart_rate_") and name != "heart_rate_unreliable"]
    assert {"heart_rate_ceiling", "heart_rate_start_low", "heart_rate_build_low"} <= set(targets)
    for name in targets:
        value = person.value(name)
        assert (value.known, value.asks) == (False, asks), name
