"""The windows and chances keep their word on simulated people of seeds used for nothing else (no clinical validation)."""

from __future__ import annotations

from math import inf
from random import Random

import pytest
from calibration import HELD_OUT, TUNING, Chances, Result, Windows, counted, missed, simulate, table
from simulated_people import BEYOND, ITEMS, KINDS, TRIANGLE, VISITS, correlation, people

from planner.model.knowledge import Knowledge


@pytest.fixture(scope="module")
def held_out(knowledge: Knowledge) -> Result:
    """A fifth of the people behind the table of CALIBRATION.md."""
    return simulate(knowledge, HELD_OUT, 60)


@pytest.mark.slow
def test_every_target_is_met_on_the_held_out_seeds(held_out: Result) -> None:
    """Coverage 75 to 92 % and at least 70 % after each number of visits; chances within 0.08 in each bin over 200."""
    assert missed(held_out) == []
    assert len(held_out.bins_of()) == 10 and all(one.count > 200 for one in held_out.bins_of().values())
    assert {visits for _, visits in held_out.windows} == set(range(1, VISITS + 1))
    assert {kind for kind, _ in held_out.windows} == {kind.name for kind in KINDS}


@pytest.mark.slow
def test_the_table_shows_each_kind_beside_the_pool(held_out: Result) -> None:
    lines = list(table(held_out, [kind.name for kind in KINDS]))
    for name in ("pool of the kinds", *(kind.name for kind in KINDS)):
        assert sum(line.startswith(name) for line in lines) == 2, "coverage, and chances"


def test_seeds_that_tune_are_never_seeds_that_test() -> None:
    assert set(TUNING).isdisjoint(HELD_OUT)
    assert len(KINDS) == 8
    assert not {kind.name for kind in BEYOND} & {kind.name for kind in KINDS}


# --- what is counted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p10", "p90", "month", "where"),
    [
        (2, 20, 5, "inside"),
        (2, 20, 1, "earlier"),
        (2, 20, -3, "earlier"),  # reached before the last visit, and the report hid it
        (2, 20, 30, "later"),
        (2, 20, inf, "later"),  # never seen, but the window closed within the simulated time
        (2, 150, 130, "open"),
        (2, 150, inf, "open"),
    ],
)
def test_each_milestone_falls_inside_before_after_or_stays_open(
    p10: float, p90: float, month: float, where: str
) -> None:
    found = Windows()
    found.note(p10, p90, month)
    assert (getattr(found, where), found.count) == (1, 1)


def test_coverage_is_told_with_the_open_ones_outside_and_inside_and_must_hold_both_ways() -> None:
    result = Result()
    for visits in range(1, VISITS + 1):
        result.windows[KINDS[0].name, visits] = Windows(inside=80, earlier=5, later=5, open=10)
    assert result.windows_of().covered == (480 / 600, 540 / 600)
    assert missed(result) == []
    result.windows[KINDS[0].name, 6] = Windows(inside=69, open=31)
    assert missed(result) == ["After 6 visits the window covers 0.690, less than 0.7."]
    for visits in range(1, VISITS + 1):
        result.windows[KINDS[0].name, visits] = Windows(inside=80, open=20)
    assert missed(result) == ["The window covers 0.800 to 1.000, not 0.75 to 0.92."]


def test_a_bin_misses_where_enough_chances_lie_too_far_from_what_came_true() -> None:
    result = Result()
    for visits in range(1, VISITS + 1):
        result.windows[KINDS[0].name, visits] = Windows(inside=80, later=20)
    result.chances[KINDS[0].name, 6, 5] = Chances(count=201, told=201 * 0.55, came=90)
    assert missed(result) == ["Of chances told near 0.55, 0.448 came true (bin 5)."]
    result.chances[KINDS[0].name, 6, 5] = Chances(count=200, told=200 * 0.55, came=90)
    assert missed(result) == [], "too few to say"


def test_what_is_not_pooled_counts_for_no_target() -> None:
    result = Result()
    result.windows[BEYOND[0].name, 1] = Windows(later=100)
    assert result.windows_of().count == 0 and result.windows_of(BEYOND[0].name).count == 100


def test_the_milestones_counted_are_those_of_the_evidence_and_of_the_rules(knowledge: Knowledge) -> None:
    aims = counted(knowledge)
    assert {("alsfrs_walking", 0), ("alsfrs_walking", 3), ("alsfrs_speech", 1), ("alsfrs_orthopnea", 3)} <= aims
    assert "alsfrs_respiratory" not in {item for item, _ in aims}
    assert all(0 <= score <= 3 for _, score in aims)


# --- the simulated people ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", (*KINDS, *BEYOND), ids=lambda kind: kind.name)
def test_a_course_only_falls_and_reaches_each_score_when_its_level_says_so(kind: object) -> None:
    for one in people(kind, 7, 3):  # type: ignore[arg-type]
        for item in ITEMS:
            months = [one.reaches(item, score) for score in (3, 2, 1, 0)]
            assert months == sorted(months)
            for score, month in zip((3, 2, 1, 0), months, strict=True):
                if month < 300:
                    assert one.level(item, month - 0.01) >= score + 0.5 - 1e-9 >= one.level(item, month + 0.01) - 2e-9
            assert all(0 <= score <= 4 for score in one.reported[item])


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    kind = KINDS[0]
    assert [one.reported for one in people(kind, 7, 5)] == [one.reported for one in people(kind, 7, 5)]
    assert people(kind, 7, 5)[0].visits != people(kind, 8, 5)[0].visits


def test_items_go_together_as_published() -> None:
    """The triangle squared gives the correlations back, and they hold for many drawn people."""
    size = range(len(ITEMS))
    for row in size:
        for column in size:
            product = sum(a * b for a, b in zip(TRIANGLE[row], TRIANGLE[column], strict=True))
            assert product == pytest.approx(correlation(row + 1, column + 1))
    lots = Random(7)
    drawn = [[lots.gauss(0, 1) for _ in ITEMS] for _ in range(2000)]
    stairs, walking, speech = (
        [sum(a * b for a, b in zip(TRIANGLE[item - 1], one, strict=True)) for one in drawn] for item in (9, 8, 1)
    )
    assert sum(a * b for a, b in zip(stairs, walking, strict=True)) / 2000 == pytest.approx(0.98, abs=0.1)
    assert abs(sum(a * b for a, b in zip(stairs, speech, strict=True)) / 2000) < 0.15
