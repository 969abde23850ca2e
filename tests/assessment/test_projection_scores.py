"""Scores by visit to months ahead: the pitfalls and properties of the method (evidence 4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise, product
from math import inf, isfinite

import pytest
from hypothesis import given
from projected import GROSS, STEADY, first_passage, legs, matrices, quantile, walking

from planner.assessment.projection import Scores, milestones_of
from planner.model.knowledge import Knowledge


def test_what_is_already_reached_or_not_known_has_no_projection(number: Mapping[str, float]) -> None:
    scores = legs((12.0,), (4,), (2,), (None,))
    assert first_passage(scores, "alsfrs_walking", 2, number) is None
    assert first_passage(scores, "alsfrs_walking", 3, number) is None
    assert first_passage(scores, "alsfrs_stairs", 2, number) is None
    assert first_passage(scores, "alsfrs_walking", 1, number) is not None


def test_an_untouched_domain_is_far_off_and_finite(number: Mapping[str, float]) -> None:
    untouched = legs((12.0, 15.0), (4, 4), (4, 4), (4, 4))
    touched = legs((12.0, 15.0), (4, 4), (4, 4), (4, 3))
    far, near = walking(untouched, 2, number), walking(touched, 2, number)
    assert 12 < quantile(near, 0.5) < quantile(far, 0.5) < inf
    assert far.within(3) < 0.05


def test_rising_scores_still_give_a_finite_positive_rate(number: Mapping[str, float]) -> None:
    rising = walking(legs((12.0, 15.0, 18.0), (2, 3, 3), (1, 2, 3), (1, 2, 3)), 2, number)
    flat = walking(legs((12.0, 15.0, 18.0), (3, 3, 3), (3, 3, 3), (3, 3, 3)), 2, number)
    assert 0 < quantile(rising, 0.1) < quantile(rising, 0.9) < inf
    assert quantile(flat, 0.5) <= quantile(rising, 0.5)


def test_a_missing_item_is_dropped_and_the_others_carry_the_rate(number: Mapping[str, float]) -> None:
    without = legs((12.0, 15.0), (4, 3), (3, 3), (None, 2))
    only_two = Scores((12.0, 15.0), {"alsfrs_turning": (4, 3), "alsfrs_walking": (3, 3)}, 0.0, True)
    assert walking(without, 2, number) == walking(only_two, 2, number)


def test_an_item_long_at_the_floor_no_longer_slows_the_rate(number: Mapping[str, float]) -> None:
    """It counts through its first 0 and is dropped after that."""
    first_zero = legs((6.0, 9.0), (4, 3), (3, 3), (1, 0))
    long_zero = legs((6.0, 9.0, 12.0), (4, 3, 3), (3, 3, 3), (1, 0, 0))
    without = legs((6.0, 9.0, 12.0), (4, 3, 3), (3, 3, 3), (None, None, None))
    assert walking(long_zero, 2, number) == walking(without, 2, number)
    assert walking(first_zero, 2, number) != walking(legs((6.0, 9.0), (4, 3), (3, 3), (None, None)), 2, number)


@pytest.mark.parametrize(("onset", "here"), [(None, True), (None, None), (11.5, True), (0.0, None), (0.0, False)])
def test_an_unknown_or_too_recent_onset_is_skipped_and_never_an_error(
    onset: float | None, here: bool | None, number: Mapping[str, float]
) -> None:
    found = walking(legs((12.0,), (4,), (3,), (2,), onset, here), 2, number)
    assert 0 < quantile(found, 0.1) < quantile(found, 0.9) < inf
    if onset == 11.5:
        assert found == walking(legs((12.0,), (4,), (3,), (2,), None, here), 2, number)


def test_weakness_that_began_here_comes_sooner_than_elsewhere(number: Mapping[str, float]) -> None:
    medians = [
        quantile(walking(legs((12.0,), (4,), (4,), (4,), None, here), 2, number), 0.5) for here in (True, None, False)
    ]
    assert medians == sorted(medians)
    assert len(set(medians)) == 3


@pytest.mark.parametrize("earlier", list(product((4, 3, 2), repeat=2)))
def test_a_lower_latest_score_never_has_a_later_median(earlier: tuple[int, int], number: Mapping[str, float]) -> None:
    def median(latest: int) -> float:
        return quantile(walking(legs((12.0, 15.0), (4, 3), (earlier[0], latest), (earlier[1], 2)), 0, number), 0.5)

    assert median(1) <= median(2) <= median(3) <= median(4)


@pytest.mark.parametrize("first", [4, 3])
def test_more_loss_in_the_same_time_never_has_a_later_median(first: int, number: Mapping[str, float]) -> None:
    medians = [
        quantile(walking(legs((12.0, 15.0), (first, first), (3, 3), (first, last)), 2, number), 0.5)
        for last in (3, 2, 1, 0)
    ]
    assert medians == sorted(medians, reverse=True)


@STEADY
@given(matrices())
def test_no_matrix_of_answers_gives_anything_but_finite_positive_months(knowledge: Knowledge, scores: Scores) -> None:
    for item in GROSS:
        last = scores.items[item][-1]
        for at_most in range(4):
            found = first_passage(scores, item, at_most, knowledge.numbers)
            assert (found is None) == (last is None or last <= at_most)
            if found is not None:
                months = [quantile(found, share) for share in (0.1, 0.2, 0.5, 0.8, 0.9)]
                assert all(isfinite(month) and month > 0 for month in months)
                assert months == sorted(months)
                chances = [found.within(horizon) for horizon in (3, 6, 12)]
                assert chances == sorted(chances) and chances[0] >= 0 and chances[-1] <= 1


@STEADY
@given(matrices())
def test_a_lower_threshold_never_has_an_earlier_median(knowledge: Knowledge, scores: Scores) -> None:
    found = [first_passage(scores, "alsfrs_walking", at_most, knowledge.numbers) for at_most in (3, 2, 1, 0)]
    medians = [quantile(passage, 0.5) for passage in found if passage is not None]
    assert medians == sorted(medians)


@STEADY
@given(matrices())
def test_along_every_course_a_lower_score_is_never_reached_before_a_higher_one(
    knowledge: Knowledge, scores: Scores
) -> None:
    """Windows of unlike width may cross at the edges; the later one then waits for the earlier."""
    days = [date(2020, 1, 1) + timedelta(round(month * 30.4375)) for month in scores.months]
    for item in GROSS:
        for higher, lower in pairwise(milestones_of(item, days, scores, "gross", knowledge.numbers)):
            for course in ("p10", "early", "likely", "late", "p90"):
                assert getattr(higher, course) <= getattr(lower, course)
            assert all(sooner >= later for (_, sooner), (_, later) in zip(higher.within, lower.within, strict=True))


@STEADY
@given(matrices())
def test_the_same_answers_give_the_same_months_in_whatever_order_the_items_are_named(
    knowledge: Knowledge, scores: Scores
) -> None:
    turned = Scores(scores.months, dict(reversed(scores.items.items())), scores.onset_month, scores.onset_here)
    for at_most in (2, 1):
        one, other = (first_passage(s, "alsfrs_walking", at_most, knowledge.numbers) for s in (scores, turned))
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (one.mean, one.spread) == pytest.approx((other.mean, other.spread))
