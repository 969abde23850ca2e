"""The pace of the loss: since onset and of late, the faster of the two, over visits that are far enough apart."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf
from typing import Any

import pytest
from people import MONTH, VISIT, FactsOf, scores, span

from planner.assessment.derive import recent_loss, since_onset
from planner.model.facts import Facts, Value


def choice(facts: Facts, name: str) -> tuple[Any, Any]:
    fact = facts.vocabulary[name]
    low, high = span(facts, name)
    return fact.raw(low), fact.raw(high)


@pytest.mark.parametrize(
    ("points", "pace"),
    [(0.0, "slow"), (0.49, "slow"), (0.5, "medium"), (1.0, "medium"), (1.01, "fast"), (4.0, "fast")],
)
def test_pace_is_slow_under_a_half_and_fast_above_one(facts_of: FactsOf, points: float, pace: str) -> None:
    facts = facts_of({}).supposing({"progression_points_per_month": Value(low=points, high=points)})
    assert choice(facts, "progression_pace") == (pace, pace)


def test_loss_since_onset_is_the_loss_over_the_months(facts_of: FactsOf) -> None:
    months = (VISIT - date(2025, 11, 20)).days / MONTH
    facts = facts_of({"2026-11-20": {"alsfrs_total": 36}}, symptom_onset_date="2025-11-20")
    assert since_onset(facts).low == since_onset(facts).high == round(12 / months, 3) == 1.001
    assert choice(facts, "progression_pace") == ("fast", "fast")


def test_missing_items_leave_a_span_of_the_rate(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    known = {item: 4 for item in items if item != "alsfrs_walking"}
    facts = facts_of({"2026-11-20": known}, symptom_onset_date="2025-11-20")
    assert (since_onset(facts).low, since_onset(facts).high) == (0, round(4 / (365 / MONTH), 3))
    assert choice(facts, "progression_pace") == ("slow", "slow")


def test_the_faster_of_the_two_rates_decides(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    slow_then_fast = facts_of(
        {"2026-08-20": scores(items, 44), "2026-11-20": scores(items, 38)}, symptom_onset_date="2024-06"
    )
    assert since_onset(slow_then_fast).high < 0.5
    recent = recent_loss(slow_then_fast)
    assert recent is not None and recent.low == round(6 / (92 / MONTH), 3)
    assert choice(slow_then_fast, "progression_pace") == ("fast", "fast")
    fast_then_slow = facts_of(
        {"2026-08-20": scores(items, 36), "2026-11-20": scores(items, 36)}, symptom_onset_date="2025-12-01"
    )
    assert recent_loss(fast_then_slow).low == 0  # type: ignore[union-attr]
    assert choice(fast_then_slow, "progression_pace") == ("fast", "fast")


def test_rising_scores_never_slow_the_pace_below_that_since_onset(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    facts = facts_of(
        {"2026-08-20": scores(items, 34), "2026-11-20": scores(items, 36)}, symptom_onset_date="2026-01-01"
    )
    assert recent_loss(facts).high < 0  # type: ignore[union-attr]
    assert facts.value("progression_points_per_month").low == since_onset(facts).low > 1


def test_with_the_onset_unknown_a_fast_recent_loss_still_decides(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    fast = facts_of({"2026-08-20": scores(items, 44), "2026-11-20": scores(items, 38)})
    assert choice(fast, "progression_pace") == ("fast", "fast")
    slow = facts_of({"2026-08-20": scores(items, 44), "2026-11-20": scores(items, 44)})
    assert choice(slow, "progression_pace") == ("slow", "fast")
    assert slow.value("progression_pace").asks == ("symptom_onset_date",)


@pytest.mark.parametrize(
    ("days", "counts"),
    [(59, False), (60, True), (366, True), (367, False)],
)
def test_a_recent_pair_lies_sixty_days_to_twelve_months_apart(
    facts_of: FactsOf, items: tuple[str, ...], days: int, counts: bool
) -> None:
    older = (VISIT - timedelta(days)).isoformat()
    recent = recent_loss(facts_of({older: scores(items, 44), "2026-11-20": scores(items, 40)}))
    assert (recent is not None) is counts
    if recent is not None:
        assert recent.low == round(4 / (days / MONTH), 3)


def test_the_nearest_visit_that_is_old_enough_counts_and_a_nearer_one_does_not(
    facts_of: FactsOf, items: tuple[str, ...]
) -> None:
    visits = {
        "2026-05-20": scores(items, 48),
        "2026-09-01": scores(items, 44),
        "2026-10-20": scores(items, 41),
    }
    recent = recent_loss(facts_of({**visits, "2026-11-20": scores(items, 40)}))
    assert recent is not None
    assert recent.low == round(4 / ((VISIT - date(2026, 9, 1)).days / MONTH), 3)


def test_a_visit_without_scores_is_passed_over(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    """Else an old total would count as if it had been found later, and the loss would look twice as fast."""
    visits = {"2026-07-01": scores(items, 44), "2026-09-10": {"fvc_pct": 90}}
    recent = recent_loss(facts_of({**visits, "2026-11-20": scores(items, 40)}))
    assert recent is not None
    assert recent.low == round(4 / ((VISIT - date(2026, 7, 1)).days / MONTH), 3)


def test_visits_less_than_two_weeks_apart_count_as_one_at_the_later_date(
    facts_of: FactsOf, items: tuple[str, ...]
) -> None:
    visits = {
        "2026-08-10": scores(items, 45),
        "2026-08-20": scores(items, 44),
        "2026-11-12": scores(items, 40),
    }
    recent = recent_loss(facts_of({**visits, "2026-11-20": {"fvc_pct": 90}}))
    assert recent is not None
    assert (recent.low, recent.on) == (round(4 / (92 / MONTH), 3), VISIT)


def test_a_typed_total_serves_the_pace(facts_of: FactsOf) -> None:
    recent = recent_loss(facts_of({"2026-08-20": {"alsfrs_total": 44}, "2026-11-20": {"alsfrs_total": 40}}))
    assert recent is not None and recent.low == round(4 / (92 / MONTH), 3)


def test_across_a_change_of_form_item_five_is_left_out_on_both_sides(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    """A score that rises because the question changed is no recovery."""
    before = {**dict.fromkeys(items, 3), "alsfrs_cutting": 0, "tube_feeding_over_half": False}
    after = {
        **dict.fromkeys(items, 3),
        "alsfrs_walking": 2,
        "alsfrs_cutting": 3,
        "tube_feeding_over_half": True,
    }
    recent = recent_loss(facts_of({"2026-08-20": before, "2026-11-20": after}))
    assert recent is not None and recent.low == recent.high == round(1 / (92 / MONTH), 3)


def test_across_a_change_of_form_typed_totals_say_nothing(facts_of: FactsOf) -> None:
    before = {"alsfrs_total": 40, "tube_feeding_over_half": False}
    after = {"alsfrs_total": 43, "tube_feeding_over_half": True}
    assert recent_loss(facts_of({"2026-08-20": before, "2026-11-20": after})) is None


def test_within_the_first_month_no_rate_since_onset_is_known(facts_of: FactsOf) -> None:
    facts = facts_of({"2026-11-20": {"alsfrs_total": 44}}, symptom_onset_date="2026-10-25")
    assert span(facts, "progression_points_per_month") == (0, inf)
    assert since_onset(facts).note == "too_soon"
