"""The worked values of the evidence (4.4) to the digit printed, and its method written once more (4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import exp, inf, log, sqrt
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from projected import GROSS, STEADY, first_passage, legs, matrices, quantile, walking

from planner.assessment.projection import Scores, passages
from planner.model.knowledge import Knowledge

THREE_VISITS = legs((12.0, 15.0, 18.0), (4, 4, 3), (3, 3, 3), (2, 2, 1))
WORKED = {
    "A": (legs((12.0,), (4,), (3,), (2,)), 2, "0.4 / 2.3 / 13.2", ".58 .76 .89"),
    "B, walks with help": (THREE_VISITS, 2, "0.5 / 2.9 / 16.3", ".51 .71 .85"),
    "B, no longer walks": (THREE_VISITS, 1, "4.1 / 11.8 / 34.0", ".05 .20 .51"),
    "C": (
        legs((12.0, 15.0, 18.0, 21.0, 24.0), (4,) * 5, (3,) * 5, (3,) * 5),
        2,
        "0.8 / 4.5 / 25.7",
        ".38 .58 .76",
    ),
    "G": (legs((6.0, 9.0), (4, 2), (3, 2), (2, 0)), 1, "0.2 / 1.1 / 6.1", ".77 .90 .96"),
}


@pytest.mark.parametrize("case", WORKED)
def test_the_worked_values_come_out_to_the_digit_printed(case: str, number: Mapping[str, float]) -> None:
    scores, at_most, months, chances = WORKED[case]
    found = walking(scores, at_most, number)
    assert " / ".join(f"{quantile(found, share):.1f}" for share in (0.1, 0.5, 0.9)) == months
    # 0.205 in case B is printed as .20 there; half a unit of the last digit either way.
    printed = [float(chance) for chance in chances.split()]
    assert [found.within(horizon) for horizon in (3, 6, 12)] == pytest.approx(printed, abs=0.0051)


@pytest.mark.parametrize("case", WORKED)
def test_the_months_are_counted_from_the_last_visit_whatever_the_first_day_is(
    case: str, number: Mapping[str, float]
) -> None:
    scores, at_most, _, _ = WORKED[case]
    assert scores.onset_month == 0.0
    shifted = Scores(tuple(month - 100 for month in scores.months), scores.items, -100.0, scores.onset_here)
    then, now = walking(shifted, at_most, number), walking(scores, at_most, number)
    assert (then.mean, then.spread) == pytest.approx((now.mean, now.spread))


# --- D and E stand there without their visits: only where they point is known ------------------------------


def test_a_score_that_rose_is_projected_as_near_as_one_that_stayed(number: Mapping[str, float]) -> None:
    """Case D: 2, then 3. Gains are mostly noise: 0.5 / 3.1 / 17.3 months lies between B and C, and so does this."""
    rose = walking(legs((12.0, 15.0, 18.0), (4, 4, 4), (3, 2, 3), (3, 3, 3)), 2, number)
    near, flat = (walking(WORKED[case][0], 2, number) for case in ("A", "C"))
    assert quantile(near, 0.5) < quantile(rose, 0.5) < 1.5 * quantile(flat, 0.5)
    assert 0.3 < rose.within(3) < 0.6 and rose.within(12) > 0.7


def test_an_untouched_domain_elsewhere_lies_beyond_two_years(number: Mapping[str, float]) -> None:
    """Case E: speech at most 1 with bulbar items all at 4; printed as 12.6 / 44.4 / 156 months and .00 .02 .09."""
    bulbar = dict.fromkeys(("alsfrs_speech", "alsfrs_salivation", "alsfrs_swallowing"), (4,))
    found = dict(passages(Scores((12.0,), bulbar, 0.0, False), "alsfrs_speech", "bulbar", number))[1]
    assert 6 < quantile(found, 0.1) < 24 < quantile(found, 0.5) < 60 < quantile(found, 0.9)
    assert found.within(3) < 0.01 and found.within(12) < 0.15


# --- the method once more ---------------------------------------------------------------------------------


def by_the_dossier(scores: Scores, item: str, at_most: int) -> tuple[float, float]:
    """The method of §4.1 for the gross motor domain, written once more from its five steps: mean and spread of log T."""
    own, times = scores.items[item], scores.months
    complete = {name: seen for name, seen in scores.items.items() if None not in seen}
    lost = {name: seen for name, seen in complete.items() if min(seen) < 4}  # type: ignore[type-var]
    active = {name: seen for name, seen in lost.items() if len(seen) == 1 or seen[-2] != 0} or {item: own}
    levels = [sum(seen[at] or 0 for seen in active.values()) / len(active) for at in range(len(times))]
    theta, variance = log(0.070 * {True: 1.35, False: 0.90, None: 1.0}[scores.onset_here]), 0.80**2
    loss, since = 4 - levels[0], times[0] - (scores.onset_month if scores.onset_month is not None else inf)
    if since >= 1 and loss >= 0.3:
        share, sd = (1.0, 0.45) if scores.onset_here else (0.5, 0.60)
        precision = 1 / (sd**2 + 0.33 / (len(active) * loss**2))
        theta = (theta / variance + log(loss / (share * since)) * precision) / (1 / variance + precision)
        variance = 1 / (1 / variance + precision)
    centre = sum(times) / len(times)
    s = sum((time - centre) ** 2 for time in times)
    if len(times) >= 2 and s > 0.4:
        slope = -sum((time - centre) * level for time, level in zip(times, levels, strict=True)) / s
        prior = theta
        for _ in range(6):
            noise = 0.33 / (len(active) * s) + (0.20 * exp(theta)) ** 2
            push = (prior - theta) / variance + (slope - exp(theta)) * exp(theta) / noise
            theta += max(-1.0, min(1.0, push / (1 / variance + exp(2 * theta) / noise)))
        noise = 0.33 / (len(active) * s) + (0.20 * exp(theta)) ** 2
        variance = 1 / (1 / variance + exp(2 * theta) / noise)
    gap = (own[-1] or 0) - at_most
    if all(score in (4, None) for score in own):
        touched = any(score not in (4, None) for seen in scores.items.values() for score in seen)
        gaps = [gap - 0.5 + (0.45 if touched else 0.60) * node for node in (0.11, 0.36, 0.69, 1.20, 2.30)]
    else:
        same = next((back for back, score in enumerate(reversed(own)) if score != own[-1]), len(own))
        entered, middle = len(own) - same, 0.5
        if entered:
            dwell = times[-1] - times[entered] + (times[entered] - times[entered - 1]) / 2
            middle = max(0.15, 0.90 - min(0.75, exp(theta) * dwell))
        gaps = [max(0.06, gap - 1 + middle + 0.80 * node) for node in (-0.95, -0.45, 0, 0.45, 0.95)]
    return fmean(map(log, gaps)) - theta - 0.25, sqrt(pvariance(list(map(log, gaps))) + variance + 0.60**2)


@STEADY
@given(matrices())
def test_the_months_are_those_of_the_published_method(knowledge: Knowledge, scores: Scores) -> None:
    for item, at_most in product(GROSS, range(4)):
        found = first_passage(scores, item, at_most, knowledge.numbers)
        if found is not None:
            assert (found.mean, found.spread) == pytest.approx(by_the_dossier(scores, item, at_most))
