"""King's, MiToS and FT9, each counted by itself beside the stage (evidence §2.1 to 2.3)."""

from __future__ import annotations

from typing import Any

import pytest
from people import Stage, stage

from planner.model.truth import Truth

NO, OPEN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


@pytest.mark.parametrize(
    ("changed", "kings"),
    [
        ({}, (1, 1)),
        ({"q1": 3}, (1, 1)),
        ({"q2": 3, "q3": 3}, (1, 1)),
        ({"q4": 3, "q8": 3}, (2, 2)),
        ({"q5": 3, "q8": 3, "q1": 3}, (3, 3)),
        ({"q6": 0, "q7": 0, "q9": 0}, (1, 1)),
        ({"q11": 0}, (1, 1)),
        ({"q10": 1}, (1, 1)),
        ({"q10": 0}, (4, 4)),
        ({"q12": 3}, (4, 4)),
        ({"feeding_tube_status": "placed"}, (4, 4)),
        ({"q5": 2, "tube_feeding_over_half": True}, (4, 4)),
        ({"q1": None, "q4": 3}, (1, 2)),
        ({"q12": None, "q8": 3}, (1, 4)),
        ({"tube_feeding_over_half": None, "q5": 2, "q8": 3}, (1, 4)),
        ({"tube_feeding_over_half": None, "q5": 2, "q8": 3, "feeding_tube_status": "none"}, (2, 2)),
    ],
)
def test_kings_counts_regions_and_four_where_help_has_begun(
    strong_but: Any, changed: dict[str, Any], kings: Stage
) -> None:
    found = strong_but(**changed).kings
    assert (found.low, found.high) == kings


@pytest.mark.parametrize(
    ("changed", "four_a", "four_b"),
    [
        ({}, NO, NO),
        ({"feeding_tube_status": "placed"}, YES, NO),
        ({"feeding_tube_status": "referred"}, NO, NO),
        ({"tube_feeding_over_half": True}, YES, NO),
        ({"tube_feeding_over_half": None}, OPEN, NO),
        ({"q12": 3, "feeding_tube_status": "placed"}, YES, YES),
        ({"q10": 0}, NO, YES),
        ({"q12": None}, NO, OPEN),
        ({"q12": None, "q10": 0}, NO, YES),
    ],
)
def test_feeding_and_breathing_help_are_two_facts_without_order(
    strong_but: Any, changed: dict[str, Any], four_a: Truth, four_b: Truth
) -> None:
    found = strong_but(**changed).kings
    assert (found.four_a, found.four_b) == (four_a, four_b)


def test_no_region_counted_is_given_as_one_with_a_note(strong_but: Any) -> None:
    assert strong_but().kings.no_region is True
    assert strong_but(q1=3).kings.no_region is False
    assert strong_but(q1=None).kings.no_region is False


@pytest.mark.parametrize(
    ("changed", "mitos"),
    [
        ({}, (0, 0)),
        ({"q8": 1}, (1, 1)),
        ({"q6": 1}, (1, 1)),
        ({"q8": 1, "q6": 1}, (1, 1)),
        ({"q3": 1}, (1, 1)),
        ({"q1": 1}, (0, 0)),
        ({"q4": 1}, (0, 0)),
        ({"q1": 1, "q4": 1}, (1, 1)),
        ({"q10": 1}, (1, 1)),
        ({"q12": 2}, (1, 1)),
        ({"q12": 3}, (0, 0)),
        ({"q8": 0, "q3": 0, "q1": 0, "q4": 0, "q12": 0}, (4, 4)),
        ({"q1": 1, "q4": None, "q8": 1}, (1, 2)),
        ({"q1": 4, "q4": None}, (0, 0)),
    ],
)
def test_mitos_counts_functions_lost_and_communication_needs_both(
    strong_but: Any, changed: dict[str, Any], mitos: Stage
) -> None:
    found = strong_but(**changed).mitos
    assert (found.low, found.high) == mitos


@pytest.mark.parametrize(
    ("changed", "ft9"),
    [
        ({}, (0, 0)),
        ({"q1": 2}, (0, 0)),
        ({"q1": 1}, (1, 1)),
        ({"q1": 1, "q4": 1, "q8": 1, "q10": 1}, (4, 4)),
        ({"q7": 3, "q8": 3, "q9": 3}, (1, 1)),
        ({"q1": None}, (0, 1)),
        ({"q1": None, "q2": 1}, (1, 1)),
    ],
)
def test_ft9_counts_subscores_at_or_below_nine(strong_but: Any, changed: dict[str, Any], ft9: Stage) -> None:
    found = strong_but(**changed).ft9
    assert (found.low, found.high) == ft9


def test_no_lens_is_worked_out_from_another(strong_but: Any) -> None:
    bulbar = strong_but(q1=0, q2=0, q3=0, feeding_tube_status="placed")
    assert (stage(bulbar), bulbar.kings.low, bulbar.mitos.low, bulbar.ft9.low) == ((1, 1), 4, 1, 1)
