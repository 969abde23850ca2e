"""Leg scores by visit, and what a person's assessment says of them: shared by the tests of the courses ahead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp
from statistics import NormalDist
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from planner.assessment.assessment import Assessment
from planner.assessment.projection import Milestone, Passage, Scores, passages

GROSS = ("alsfrs_turning", "alsfrs_walking", "alsfrs_stairs")
NORMAL = NormalDist()
Courses = Callable[..., Assessment]
STEADY = settings(derandomize=True, deadline=None, max_examples=60)


def legs(
    months: tuple[float, ...],
    turning: tuple[int | None, ...],
    walking: tuple[int | None, ...],
    stairs: tuple[int | None, ...],
    onset: float | None = 0.0,
    here: bool | None = True,
) -> Scores:
    """Items 7 to 9 at visits so many months after the first weakness."""
    return Scores(months, dict(zip(GROSS, (turning, walking, stairs), strict=True)), onset, here)


def first_passage(scores: Scores, item: str, at_most: int, number: Mapping[str, float]) -> Passage | None:
    """When a leg item reaches a score; None where that lies behind or the score is not known."""
    return dict(passages(scores, item, "gross", number)).get(at_most)


def quantile(passage: Passage, share: float) -> float:
    """Months until so large a share of people like this one have come to the score."""
    return exp(passage.mean + passage.spread * NORMAL.inv_cdf(share))


def walking(scores: Scores, at_most: int, number: Mapping[str, float]) -> Passage:
    found = first_passage(scores, "alsfrs_walking", at_most, number)
    assert found is not None
    return found


SCORE = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def matrices(draw: st.DrawFn) -> Scores:
    """Any answers at any visits: rising, missing, all at the top or at the floor."""
    visits = draw(st.integers(1, 5))
    gaps = draw(st.lists(st.floats(0.46, 12), min_size=visits, max_size=visits))
    months = tuple(sum(gaps[: at + 1]) for at in range(visits))
    items = [tuple(draw(st.lists(SCORE, min_size=visits, max_size=visits))) for _ in GROSS]
    onset = draw(st.one_of(st.none(), st.floats(-60, months[0])))
    return legs(months, *items, onset=onset, here=draw(st.sampled_from([True, False, None])))


def gross(turning: int | None, walks: int | None, stairs: int | None, **more: Any) -> dict[str, Any]:
    told = {"alsfrs_turning": turning, "alsfrs_walking": walks, "alsfrs_stairs": stairs, **more}
    return {name: value for name, value in told.items() if value is not None}


def milestone(found: Assessment, fact: str, at_most: int) -> Milestone | None:
    return next((one for one in found.milestones if (one.fact, one.at_most) == (fact, at_most)), None)


def of_walking(found: Assessment, at_most: int = 2) -> tuple[float, ...]:
    one = milestone(found, "alsfrs_walking", at_most)
    assert one is not None
    return one.p10, one.early, one.likely, one.late, one.p90
