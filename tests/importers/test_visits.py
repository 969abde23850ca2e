"""A table of visits, long or dirty: days, items of the old and the new scale, people who have died. All people are invented."""

from __future__ import annotations

import pytest
from tables import Importing

from planner.importers.report import anything_open
from planner.model.errors import IntakeError

ITEMS = "p1,p2,p3,p4,p5,p6,p7,p8,p9,p10,x1r,x2r,x3r"
LONG = f""""",subjid,visdy,{ITEMS}
1,A1,0,3,3,2,4,3,2,2,3,1,3,2,2,4
2,A1,90,2,2,1,3,0,2,1,2,1,3,2,3,3
3,A1,244,0,1,1,1,1,0,0,0,0,1,2,3,3
"""
TWELVE = ("speech", "salivation", "swallowing", "handwriting", "cutting", "dressing", "turning", "walking", "stairs")
BREATH = ("dyspnea", "orthopnea", "respiratory")


def test_days_counted_from_a_day_zero_and_the_old_item_10_never_added(imported: Importing) -> None:
    found = imported(LONG, "visdy=2026-01-05")
    visits = found.intakes["A1"]["visits"]
    assert [visit["on"] for visit in visits] == ["2026-01-05", "2026-04-05", "2026-09-06"]
    totals = [sum(visit["facts"][f"alsfrs_{item}"] for item in (*TWELVE, *BREATH)) for visit in visits]
    assert totals == [31, 22, 12]
    assert found.account("p10").column.role == "left" and "never added" in found.account("p10").column.why
    assert not anything_open(found.done)


def test_without_a_day_zero_everything_waits_and_the_question_is_put_once(imported: Importing) -> None:
    found = imported(LONG)
    assert found.intakes == {} and found.counts("p1") == (0, 3, 0)
    assert found.account("visdy").ways == "visdy=2026-01-05"
    assert sum(bool(account.question) for account in found.done.accounts.values()) == 1


DIRTY = """subjid,p1,p8,x2r,age_at_baseline,age_at_onset,onset,baseline_date,death_date
1,4,3,2,51,46,bulbar,2003-03-26,2010-10-18
2,4,1,2,82,77,bulba,2003-07-03,2019-06-24
3,2,1,3,85,80,spinal,2007-01-27,9999-12-30
6,2,3,5,73,68,spinal,2007-04-30,2010-05-08
11,1,NA,2,51,46,bulbar,2007-03-09,2016-09-26
24,4,4,2,72,67,bulbar,2006-08-12,2002-12-02
30,3,4,1,85,80,bulbar,2005-11-11,2015-05-30
30,3,4,1,53,48,bulbar,2008-02-27,2014-07-05
31,3,4,1,53,48,bulbar,2008-02-27,
"""


def test_one_bad_cell_costs_itself_alone(imported: Importing) -> None:
    found = imported(DIRTY)
    assert "alsfrs_orthopnea" not in found.facts("6") and found.facts("6")["alsfrs_walking"] == 3
    (cell,) = [cell for cell in found.account("x2r").cells if "not possible" in cell.reason]
    assert (cell.row, cell.value) == (5, "5")
    assert cell.reason.startswith("… is not possible for 'alsfrs_orthopnea' (0 to 4 points).")
    assert "onset_region" not in found.intakes["2"]["patient"]
    assert any("Did you mean 'bulbar'?" in cell.reason for cell in found.account("onset").cells)
    assert (
        "alsfrs_walking" not in found.facts("11")
        and found.account("p8").reasons.keys() == found.account("p1").reasons.keys()
    )


def test_one_id_for_two_people_is_refused_on_both_rows_and_said(imported: Importing) -> None:
    found = imported(DIRTY)
    assert "30" not in found.intakes and found.done.held["30"] == "one id, two people"
    assert [c.row for c in found.account("p1").cells if "two people" in c.reason] == [8, 9]
    found = imported("subjid,date,p8,sex\n1,2026-01-05,3,f\n1,2026-04-05,3,m\n")
    assert found.done.held == {"1": "one id, two people"}


def test_who_has_died_is_told_so_and_what_is_not_clear_is_asked(imported: Importing) -> None:
    found = imported(DIRTY)
    dead = {person: made["patient"].get("deceased") for person, made in found.intakes.items()}
    assert dead == {"1": "2010-10-18", "2": "2019-06-24", "6": "2010-05-08", "11": "2016-09-26", "31": None}
    assert found.done.held["3"] == found.done.held["24"] == "whether the person has died is not clear"
    alive = imported(DIRTY, "death_date=9999-12-30:alive,2002-12-02:alive").intakes
    assert {"3", "24"} <= alive.keys() and "deceased" not in alive["3"]["patient"]


@pytest.mark.parametrize(
    ("columns", "cells", "say", "deceased"),
    [
        ("death_date", "2027-10-01", (), "held"),
        ("death_date", "never", (), "held"),
        ("death_date", "2026-10-01", (), "2026-10-01"),
        ("subject_died,death_days", "Yes,400", (), True),
        ("subject_died,death_days", ",400", (), "held"),
        ("deceased,death_date", "0,2026-10-01", (), "held"),
        ("vital_status", "Deceased", (), True),
        ("vital_status", "alive", (), False),
        ("vital_status", "1", (), "held"),
        ("vital_status", "1", ("vital_status=1:alive",), None),
        ("vital_status", "1", ("vital_status=1:dead",), True),
        ("vital_status", "1", ("vital_status=1:alve",), "held"),
        ("alive", "no", (), True),
        ("alive", "1", (), False),
    ],
)
def test_nobody_who_may_have_died_is_taken_for_alive(
    columns: str, cells: str, say: tuple[str, ...], deceased: str | bool | None, imported: Importing
) -> None:
    found = imported(f"id,date,p8,{columns}\nA1,2026-09-01,3,{cells}\n", *say)
    assert ("held" if "A1" in found.done.held else found.intakes["A1"]["patient"].get("deceased")) == deceased


def test_a_word_with_two_meanings_is_asked_and_the_answer_used(imported: Importing) -> None:
    found = imported(DIRTY)
    assert found.counts("onset")[1] > 0 and found.account("onset").ways.startswith("onset=spinal:…")
    assert imported(DIRTY, "onset=spinal:leg").intakes["6"]["patient"]["onset_region"] == "leg"
    assert "onset_region" not in imported(DIRTY, "onset=spinal:unknown").intakes["6"]["patient"]


@pytest.mark.parametrize(
    ("columns", "cells", "facts", "why"),
    [
        ("q10", "3", {}, "old ten-item scale"),
        ("alsfrs_10", "3", {}, "old ten-item scale"),
        ("q10,q11,q12", "3,2,4", {"alsfrs_dyspnea": 3, "alsfrs_orthopnea": 2, "alsfrs_respiratory": 4}, ""),
        ("Q10_Respiratory,R_1_Dyspnea", "3,2", {"alsfrs_dyspnea": 2}, "old ten-item scale"),
        ("ALSFRS_Total,ALSFRS_R_Total", "30,36", {"alsfrs_total": 36}, "old ten-item scale"),
        ("alsfrs_total", "36", {"alsfrs_total": 36}, ""),
    ],
)
def test_what_belongs_to_the_old_scale_is_left(
    columns: str, cells: str, facts: dict[str, int], why: str, imported: Importing
) -> None:
    found = imported(f"id,date,q8,{columns}\nA1,2026-09-01,3,{cells}\n")
    assert found.facts("A1") == {"alsfrs_walking": 3, **facts}
    assert why in " ".join(account.column.why for account in found.done.accounts.values())


@pytest.mark.parametrize(
    ("cells", "value", "over_half", "refused"),
    [
        ("3,,", 3, None, 0),
        (",3,", 3, False, 0),
        (",,2", 2, True, 0),
        ("3,3,", 3, False, 0),
        (",3,3", 3, None, 0),
        (",3,2", None, None, 2),
        ("4,3,", None, None, 2),
    ],
)
def test_item_5_in_its_two_forms(
    cells: str, value: int | None, over_half: bool | None, refused: int, imported: Importing
) -> None:
    found = imported(f"id,date,q8,alsfrs5,alsfrs5a,alsfrs5b\nA1,2026-09-01,3,{cells}\n")
    facts = found.facts("A1")
    assert (facts.get("alsfrs_cutting"), facts.get("tube_feeding_over_half")) == (value, over_half)
    assert sum(found.counts(name)[2] for name in ("alsfrs5", "alsfrs5a", "alsfrs5b")) == refused


@pytest.mark.parametrize(
    ("days", "say", "visits"),
    [
        (("2026-09-01", "2026-10-02"), (), ["2026-09-01", "2026-10-02"]),
        (("13/09/2026", "02/10/2026"), (), ["2026-09-13", "2026-10-02"]),
        (("09/13/2026", "10/02/2026"), (), ["2026-09-13", "2026-10-02"]),
        (("01/09/2026", "02/10/2026"), (), []),
        (("01/09/2026", "02/10/2026"), ("date=day_first",), ["2026-09-01", "2026-10-02"]),
        (("01/09/2026", "02/10/2026"), ("date=month_first",), ["2026-01-09", "2026-02-10"]),
        (("13/09/2026", "09/14/2026"), (), []),
        (("1 Sep 2026", "October 2 2026"), (), ["2026-09-01", "2026-10-02"]),
        (("2026-09-01 10:30", "2026-10-02T08:00:00"), (), ["2026-09-01", "2026-10-02"]),
        (("9999-12-30", "2026-10-02"), (), ["2026-10-02"]),
        (("2026", "2025"), (), []),
        (("2026-02-30", "2026-10-02"), (), ["2026-10-02"]),
        (("2027-09-01", "2026-10-02"), (), ["2026-10-02"]),
    ],
)
def test_the_order_of_day_and_month(
    days: tuple[str, str], say: tuple[str, ...], visits: list[str], imported: Importing
) -> None:
    found = imported("id,date,p8\n" + "".join(f"A1,{day},{at}\n" for at, day in enumerate(days, 2)), *say)
    assert [visit["on"] for visit in found.intakes.get("A1", {}).get("visits", ())] == sorted(visits)


def test_an_answer_that_nobody_can_use_is_refused(imported: Importing) -> None:
    for say, sentence in (
        ("wieght=lb", "No column is called 'wieght'."),
        ("p8=stones", "I do not understand 'p8=stones'."),
        ("p8", "'p8' is no answer."),
    ):
        with pytest.raises(IntakeError) as error:
            imported("id,date,p8,weight\nA1,2026-09-01,3,70\n", say)
        assert sentence in error.value.problems[0]


def test_a_column_is_what_the_clinic_says_it_is(imported: Importing) -> None:
    text = "who,seen,walk,note\nA1,2026-09-01,3,x\n"
    assert imported(text).intakes == {}
    found = imported(text, "who=id", "seen=visit_date", "walk=alsfrs_walking", "note=left")
    assert found.intakes["A1"]["visits"] == [{"on": "2026-09-01", "facts": {"alsfrs_walking": 3}}]
    assert imported("id,walk\nA1,3\n", "walk=alsfrs_walking", "visit_date=2026-09-01").facts("A1") == {
        "alsfrs_walking": 3
    }


def test_two_values_for_one_fact_on_one_day_are_both_refused(imported: Importing) -> None:
    found = imported("id,date,p8,p9\nA1,2026-09-01,3,2\nA1,2026-09-01,2,2\n")
    assert found.facts("A1") == {"alsfrs_stairs": 2}
    assert found.counts("p8") == (0, 0, 2) and found.counts("p9") == (2, 0, 0)
