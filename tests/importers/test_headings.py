"""What a heading or a label says more than the name of a fact makes another thing of it, and choices that are no scores are asked.

All people are invented.
"""

from __future__ import annotations

import pytest
from tables import Importing


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("FVC % (supine)", "fvc_supine_pct"),
        ("FVC (supine)", "fvc_supine_pct"),
        ("FVC % predicted (upright)", "fvc_pct"),
        ("Forced vital capacity (FVC) %", "fvc_pct"),
        ("Patient's weight in kg", "weight_kg"),
        ("ALSFRS-R score (0-48)", "alsfrs_total"),
        ("ALSFRS-R total at diagnosis", None),
        ("ALSFRS-R bulbar total", None),
        ("FVC predicted", None),
        ("FVC LLN (L)", None),
        ("FEV1/FVC %", None),
        ("FVC % change", None),
        ("Last FVC %", None),
        ("Weight (usual)", None),
        ("Target weight (kg)", None),
        ("Weight at diagnosis (kg)", None),
        ("Caregiver weight (kg)", None),
        ("NIV recommended", None),
    ],
)
def test_a_heading_that_says_more_is_another_thing(heading: str, fact: str | None, imported: Importing) -> None:
    found = imported(f'id,date,p9,"{heading}"\nA1,2026-09-01,2,45\n')
    assert set(found.facts("A1")) == {"alsfrs_stairs", *((fact,) if fact else ())}
    assert found.account(heading).column.role in (("fact",) if fact else ("left", "unknown"))


@pytest.mark.parametrize("label", ["Child's date of birth", "Date of birth of the spouse"])
def test_a_label_about_somebody_else_is_left(label: str, imported: Importing) -> None:
    line = f'born,als,,text,"{label}",,,date_ymd,,,'
    found = imported("record_id,date,p8,born\n7,2026-09-01,3,1990-05-01\n", dictionary=(line,))
    assert "birth_date" not in found.intakes["7"]["patient"]
    assert "say so" in found.account("born").column.why
    said = imported("record_id,date,p8,born\n7,2026-09-01,3,1960-05-01\n", "born=birth_date", dictionary=(line,))
    assert said.intakes["7"]["patient"]["birth_date"] == "1960-05-01"


@pytest.mark.parametrize(
    ("name", "choices", "cell", "value"),
    [
        ("p8", "0, No purposeful leg function | 1, Nonambulatory | 2, With help | 3, Early change | 4, Normal", "3", 3),
        ("p8", "0, Normal | 1, Slower | 2, Needs help | 3, A few steps | 4, None", "3", None),
        ("p8", "1, Normal | 2, Slower | 3, Needs help | 4, A few steps | 5, None", "3", None),
        ("p8", "0, 4 - Normal | 1, 3 - Early change | 2, 2 - With help", "0", None),
        ("p8", "4, 4 Normal | 3, 3 Early change | 2, 2 With help | -9, Not done", "3", 3),
        ("x1r", "0, None | 1, When walking | 2, When dressing | 3, At rest | 4, Ventilated", "1", None),
        ("niv_hours_per_day", "1, below 4 hours | 2, 4 to 8 hours", "2", None),
    ],
)
def test_choices_that_are_no_scores_of_the_scale_are_asked(
    name: str, choices: str, cell: str, value: int | None, imported: Importing
) -> None:
    line = f'{name},als,,radio,A question,"{choices}",,,,,'
    found = imported(f"record_id,date,p9,{name}\n7,2026-09-01,2,{cell}\n", dictionary=(line,))
    assert [v for fact, v in found.facts("7").items() if fact != "alsfrs_stairs"] == ([value] if value else [])
    assert found.counts(name) == ((1, 0, 0) if value else (0, 1, 0))


def test_what_such_choices_mean_can_be_said(imported: Importing) -> None:
    line = 'p8,als,,radio,A question,"1, Normal | 2, Slower | 3, Needs help",,,,,'
    found = imported("record_id,date,p8\n7,2026-09-01,2\n", "p8=1:4,2:3,3:2", dictionary=(line,))
    assert found.facts("7") == {"alsfrs_walking": 3}


@pytest.mark.parametrize(
    ("columns", "cells", "total"),
    [
        ("alsfrs_total", "30", 30),
        ("alsfrs_total,q10_respiratory", "30,3", None),
        ("alsfrs_total,ALSFRS_R_Total", "30,36", 36),
    ],
)
def test_our_own_name_of_the_total_beside_the_old_scale_is_that_of_the_old_one(
    columns: str, cells: str, total: int | None, imported: Importing
) -> None:
    found = imported(f"id,date,q8,{columns}\nA1,2026-09-01,3,{cells}\n")
    assert found.facts("A1").get("alsfrs_total") == total


@pytest.mark.parametrize(
    ("heading", "cell", "say", "facts"),
    [
        ("fvc_pct", "2.9", (), {}),
        ("fvc_pct", "12", ("fvc_pct=%",), {"fvc_pct": "12 % predicted"}),
        ("fvc_pct", "12 % predicted", (), {"fvc_pct": "12 % predicted"}),
        ("Weight (kg)", "190", (), {}),
        ("Weight (kg)", "190", ("Weight (kg)=kg",), {"weight_kg": "190 kg"}),
    ],
)
def test_an_unusual_number_whose_unit_only_a_heading_tells_is_asked(
    heading: str, cell: str, say: tuple[str, ...], facts: dict[str, str], imported: Importing
) -> None:
    found = imported(f"id,date,p8,{heading}\nA1,2026-09-01,3,{cell}\n", *say)
    assert found.facts("A1") == {"alsfrs_walking": 3, **facts}
    assert (found.counts(heading)[1] == 1) == (not facts)


def test_two_units_for_one_number_are_asked(imported: Importing) -> None:
    text = "id,date,p8,Weight (kg),Weight (kg)_unit\nA1,2026-09-01,3,70,lb\nA2,2026-09-01,3,71,kg\n"
    found = imported(text)
    assert "weight_kg" not in found.facts("A1") and found.facts("A2")["weight_kg"] == "71 kg"
    assert imported(text, "Weight (kg)=lb").facts("A1")["weight_kg"] == "31.8 kg"


def test_only_efforts_of_one_test_are_compared_and_the_best_taken(imported: Importing) -> None:
    found = imported("id,date,p8,fvcp1,fvcp2,fvc_percent\nA1,2026-09-01,3,62,68,68\nA2,2026-09-01,3,62,68,40\n")
    assert found.facts("A1")["fvc_pct"] == "68 % predicted" and "fvc_pct" not in found.facts("A2")
