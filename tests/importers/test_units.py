"""Units and codes: from the heading, a unit column, the dictionary, the whole column, else asked. All people are invented."""

from __future__ import annotations

from typing import Any

import pytest
from tables import Importing

HEAD = "id,date,p8"


def told(imported: Importing, heading: str, cells: tuple[str, ...], *say: str, **options: Any) -> list[dict[str, Any]]:
    """What each person's visit tells beside a walking score, and whether cells were asked or refused."""
    rows = "".join(f'A{at},2026-09-01,3,"{cell}"\n' for at, cell in enumerate(cells))
    found = imported(f'{HEAD},"{heading}"\n{rows}', *say, **options)
    return [{n: v for n, v in found.facts(f"A{at}").items() if n != "alsfrs_walking"} for at in range(len(cells))]


@pytest.mark.parametrize(
    ("heading", "cells", "facts"),
    [
        ("fvc", ("2.9", "3.4"), [{"fvc_l": 2.9}, {"fvc_l": 3.4}]),
        ("fvc", ("62", "71"), [{"fvc_pct": "62 % predicted"}, {"fvc_pct": "71 % predicted"}]),
        ("fvc", ("2.9", "71"), [{}, {}]),
        ("fvc", ("0.62", "0.71"), [{}, {}]),
        ("fvc", ("2.9 L", "71 %"), [{"fvc_l": 2.9}, {"fvc_pct": "71 % predicted"}]),
        ("FVC (L)", ("2.9", "71"), [{"fvc_l": 2.9}, {}]),
        ("FVC % predicted", ("62", "71"), [{"fvc_pct": "62 % predicted"}, {"fvc_pct": "71 % predicted"}]),
        ("svc_l", ("2.9", "3.4"), [{}, {}]),
        ("fvc_supine_pct", ("48",), [{"fvc_supine_pct": "48 % predicted"}]),
        ("weight", ("165",), [{}]),
        ("weight_kg", ("64,5",), [{"weight_kg": "64.5 kg"}]),
        ("Weight (lb)", ("165",), [{"weight_kg": "74.8 kg"}]),
        ("weight", ("165 lb",), [{"weight_kg": "74.8 kg"}]),
        ("height", ("1.54",), [{}]),
        ("height", ("160",), [{}]),
        ("Height (m)", ("1,54",), [{"height_cm": 154}]),
        ("height_in", ("60",), [{"height_cm": 152.4}]),
        ("height", ("5 ft 4 in", "5'4"), [{"height_cm": 162.56}, {"height_cm": 162.56}]),
        ("weight", ("10 st 4 lb",), [{"weight_kg": "10 st 4 lb"}]),
        ("pcf", ("4.5", "5"), [{"pcf_l_min": "270 L/min"}, {"pcf_l_min": "300 L/min"}]),
        ("pcf", ("4.5", "300"), [{}, {}]),
        ("paco2", ("6.0",), [{"paco2_mmhg": "45 mmHg"}]),
        ("mip", ("45", "60"), [{"mip_cmh2o": 45}, {"mip_cmh2o": 60}]),
        ("mip", ("4.5", "6"), [{}, {}]),
        ("MIP (kPa)", ("4.5",), [{"mip_cmh2o": 45.9}]),
        ("q9", (">3", "3, Slower"), [{}, {}]),
        ("q9", ("3.0", "2.5"), [{"alsfrs_stairs": 3}, {}]),
        ("alsfrs_total", ("38/48", "approx 38"), [{}, {}]),
        ("walk_distance_m", ("1,200",), [{}]),
        ("mrc_grip_left", ("4", "4/5", "3+"), [{"mrc_grip_left": 4}, {"mrc_grip_left": 4}, {"mrc_grip_left": 3}]),
        ("mrc_grip_left", ("4", "12.4"), [{}, {}]),
        ("ladt1", ("4",), [{}]),
        ("grip_strength_left", ("4",), [{}]),
        ("falls_3mo", ("none", "2"), [{"falls_3mo": 0}, {"falls_3mo": 2}]),
    ],
)
def test_a_unit_is_told_or_worked_out_from_the_column_or_asked(
    heading: str, cells: tuple[str, ...], facts: list[dict[str, Any]], imported: Importing
) -> None:
    assert told(imported, heading, cells) == facts


@pytest.mark.parametrize(
    ("heading", "cell", "say", "fact", "value"),
    [
        ("weight", "165", "weight=lb", "weight_kg", "74.8 kg"),
        ("weight", "74.8", "weight=kg", "weight_kg", "74.8 kg"),
        ("height", "1.54", "height=m", "height_cm", 154),
        ("q9", "3, Slower", "q9=number", "alsfrs_stairs", 3),
        ("niv", "0", "niv=0:declined", "niv_status", "declined"),
        ("sex_code", "1", "sex_code=sex", "sex", None),
    ],
)
def test_an_answer_settles_the_column(
    heading: str, cell: str, say: str, fact: str, value: Any, imported: Importing
) -> None:
    assert told(imported, heading, (cell,), say)[0].get(fact) == value


def test_what_is_asked_is_asked_once_a_column(imported: Importing) -> None:
    rows = "".join(f"A{at},2026-09-01,3,{at + 60},1\n" for at in range(5))
    found = imported(f"{HEAD},weight,gender\n{rows}")
    assert found.counts("weight") == (0, 5, 0) and found.account("weight").ways.startswith("weight=kg or weight=lb")
    assert found.counts("gender") == (0, 5, 0) and found.account("gender").ways.startswith("gender=1:…")


@pytest.mark.parametrize(
    ("code", "weight"), [("lb", "74.8 kg"), ("1", "74.8 kg"), ("2", "165 kg"), ("3", None), ("", None)]
)
def test_a_unit_column_decides_row_by_row(code: str, weight: str | None, imported: Importing) -> None:
    found = imported(f"{HEAD},weight,weightu\nA1,2026-09-01,3,165,{code}\n", "weightu=1:lb,2:kg")
    assert found.facts("A1").get("weight_kg") == weight
    assert found.counts("weight")[1] == (weight is None)


@pytest.mark.parametrize(
    ("position", "fact"),
    [("sitting", "fvc_pct"), ("supine", "fvc_supine_pct"), ("2", "fvc_supine_pct"), ("7", None), ("", None)],
)
def test_a_test_lying_flat_is_another_fact(position: str, fact: str | None, imported: Importing) -> None:
    found = imported(f"{HEAD},fvcp1,vcpos\nA1,2026-09-01,3,62,{position}\n", "vcpos=1:upright,2:lying")
    assert {n for n in found.facts("A1") if n.startswith("fvc")} == ({fact} if fact else set())


def test_of_three_trials_the_best_counts_and_sides_stay_apart(imported: Importing) -> None:
    found = imported(f"{HEAD},fvcp1,fvcp2,fvcp3,ashlegl,ashlegr\nA1,2026-09-01,3,62,68,65,1,3\n")
    assert found.facts("A1") == {
        "alsfrs_walking": 3,
        "fvc_pct": "68 % predicted",
        "ashworth_leg_left": 1,
        "ashworth_leg_right": 3,
    }


@pytest.mark.parametrize(
    ("heading", "cells", "taken", "asked"),
    [
        ("niv", ("1", "1"), "in_use", 0),
        ("niv", ("1", "0"), "in_use", 1),
        ("niv", ("1", "2"), None, 2),
        ("nivusg", ("yes", ""), "in_use", 0),
        ("peg", ("1", "0"), "placed", 1),
        ("foot_drop_left", ("1", "0"), True, 0),
        ("foot_drop_left", ("1", "2"), None, 2),
        ("foot_drop_left", ("Yes", "n"), True, 0),
        ("walking_help", ("none", "rollator"), "none", 0),
        ("equipment_status_rollator", ("in use", ""), "in_use", 0),
    ],
)
def test_codes_without_labels(
    heading: str, cells: tuple[str, str], taken: str | bool | None, asked: int, imported: Importing
) -> None:
    found = imported(f"{HEAD},{heading}\n" + "".join(f"A{at},2026-09-01,3,{cell}\n" for at, cell in enumerate(cells)))
    values = [value for name, value in found.facts("A0").items() if name != "alsfrs_walking"]
    assert values == ([taken] if taken else []) and found.counts(heading)[1] == asked
