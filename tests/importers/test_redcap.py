"""What REDCap writes: dictionaries, events, repeats, boxes, its own columns, and what marks people. All people are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import DICTIONARY_HEAD, Importing

ALS = (
    'sub_type,als,,radio,Type of ALS,"sporadicAls, Sporadic ALS | spinalAls, Spinal/limb-onset ALS | bulbarAls, Bulbar-onset ALS",,,,,',
    "score_now,als,,text,Revised ALS Functional Rating Scale (ALSFRS-R) score:,,,,,,",
    "lung_a,als,,text,Forced Vital Capacity (FVC) percentage (if measured):,,,,,,",
    'sex,base,,radio,Gender,"0, Female | 1, Male",,,,,',
    "dob,base,,text,Date of birth,,,date_dmy,,,y",
    'stature,base,,text,"Height (m, comma)",,,number_comma_decimal,,,',
    "nick,base,,text,What do friends call you?,,,,,,y",
    "seen,als,,text,Date of visit,,,date_mdy,,,",
    'item8,als,,radio,Walking,"0, none | 1, legs useful | 2, with help | 3, early change | 4, normal",,,,,',
    'started,als,,checkbox,Site of onset,"1, Leg | 2, Arm",,,,,',
)
HEAD = "record_id,redcap_event_name,visit_date,score_now,lung_a,sex,dob,stature,nick,base_complete,base_timestamp"


def test_score_and_lung_test_are_known_by_their_labels(imported: Importing) -> None:
    found = imported(f'{HEAD}\n7,v1_arm_1,2026-09-01,38,62,0,03/04/1961,"1,54",Bo,2,[not completed]\n', dictionary=ALS)
    assert found.facts("7") == {"alsfrs_total": 38, "fvc_pct": "62 % predicted", "height_cm": 154}
    assert found.intakes["7"]["patient"] == {"id": "7", "birth_date": "1961-04-03", "sex": "female"}
    assert found.account("score_now").column.how.startswith("label ")
    assert {found.account(name).column.role for name in ("nick",)} == {"private"}
    assert {found.account(name).column.role for name in ("base_complete", "base_timestamp")} == {"structure"}


@pytest.mark.parametrize(
    ("word", "onset", "asked"), [("bulbarAls", "bulbar", 0), ("spinalAls", None, 1), ("sporadicAls", None, 0)]
)
def test_a_subtype_tells_the_onset_only_where_it_does(
    word: str, onset: str | None, asked: int, imported: Importing
) -> None:
    text = f"record_id,visit_date,score_now,diagnosis_als_disease_subtype\n7,2026-09-01,38,{word}\n"
    found = imported(text, dictionary=ALS)
    patient = found.intakes["7"]["patient"]
    assert (patient["diagnosis_type"], patient.get("onset_region")) == ("als", onset)
    assert found.counts("diagnosis_als_disease_subtype", "onset_region")[1] == asked


@pytest.mark.parametrize(
    ("lying", "columns", "total"),
    [
        (("any_name.csv",), "record_id,visit_date,score_now", 38),
        (("one.csv", "two.csv"), "record_id,visit_date,score_now", None),
        (("dictionary.csv",), "record_id,visit_date,score_now,x,y,z,v,w", None),
    ],
)
def test_the_dictionary_beside_the_data_is_used_where_it_is_the_one_that_describes_them(
    lying: tuple[str, ...], columns: str, total: int | None, imported: Importing, tmp_path: Path
) -> None:
    for name in lying:
        text = "\n".join((DICTIONARY_HEAD, "record_id,als,,text,Record,,,,,,", "visit_date,als,,text,Day,,,,,,", *ALS))
        (tmp_path / name).write_text(text, encoding="utf-8")
    rest = "," * (columns.count(",") - 2)
    found = imported(f"{columns},p9\n7,2026-09-01,38{rest},2\n")
    assert found.facts("7").get("alsfrs_total") == total
    assert any(lying[0] in note for note in found.done.gathered.notes)


def test_text_typed_into_a_score_is_refused(imported: Importing) -> None:
    rows = "7,v,2026-09-01,38/48,approx 80,,,,,,\n8,v,2026-09-01,38,80,,,,,,\n"
    found = imported(f"{HEAD}\n{rows}", dictionary=ALS)
    assert found.intakes.keys() == {"8"} and found.counts("score_now") == (1, 0, 1)


def test_events_become_visits_by_the_day_that_stands_in_the_same_event(imported: Importing) -> None:
    rows = "7,v1_arm_1,2026-06-01,,,1,,,,,\n7,v1_arm_1,,40,,,,,,,\n7,v2_arm_1,2026-09-01,38,,,,,,,\n7,v3_arm_1,,36,,,,,,,\n"
    found = imported(f"{HEAD}\n{rows}", dictionary=ALS)
    assert [(v["on"], v["facts"]) for v in found.intakes["7"]["visits"]] == [
        ("2026-06-01", {"alsfrs_total": 40}),
        ("2026-09-01", {"alsfrs_total": 38}),
    ]
    assert found.counts("score_now") == (2, 1, 0)


def test_a_repeat_without_a_day_of_its_own_is_no_visit(imported: Importing) -> None:
    head = "record_id,redcap_repeat_instrument,redcap_repeat_instance,visit_date,score_now,sex"
    rows = "7,,,2026-06-01,,1\n7,als,1,2026-06-01,40,\n7,als,2,,38,\n"
    found = imported(f"{head}\n{rows}", dictionary=ALS)
    assert [visit["on"] for visit in found.intakes["7"]["visits"]] == ["2026-06-01"]
    assert found.intakes["7"]["patient"]["sex"] == "male" and found.counts("score_now") == (1, 1, 0)


def test_day_and_month_come_in_the_order_of_the_dictionary(imported: Importing) -> None:
    found = imported("record_id,seen,score_now\n7,02/03/2026,38\n", "seen=visit_date", dictionary=ALS)
    assert found.intakes["7"]["visits"][0]["on"] == "2026-02-03"


def test_choices_of_an_item_show_which_one_it_is(imported: Importing) -> None:
    found = imported("record_id,visit_date,item8\n7,2026-09-01,2\n", dictionary=ALS)
    assert found.facts("7") == {"alsfrs_walking": 2}


@pytest.mark.parametrize(("boxes", "onset"), [("1,0", "leg"), ("0,1", "arm"), ("0,0", None), ("1,1", None)])
def test_a_ticked_box_tells_and_two_tell_too_much(boxes: str, onset: str | None, imported: Importing) -> None:
    found = imported(
        f"record_id,visit_date,score_now,started___1,started___2\n7,2026-09-01,38,{boxes}\n", dictionary=ALS
    )
    assert found.intakes["7"]["patient"].get("onset_region") == onset


def test_a_project_that_tells_nothing_of_als_gives_no_intake(imported: Importing) -> None:
    found = imported("record_id,sex,dob,weight\n1,0,03/04/1961,80\n", dictionary=ALS)
    assert found.intakes == {} and found.done.nothing_known == 0
    found = imported("record_id,sex,dob\n1,0,03/04/1961\n", dictionary=ALS)
    assert found.intakes == {} and found.done.nothing_known == 1


def test_names_are_dropped_unless_they_are_asked_for(imported: Importing) -> None:
    text = "record_id,first_name,last_name,email,date,p8\n7,Invented,Person,x@example.org,2026-09-01,3\n"
    assert "Invented" not in str(imported(text).intakes)
    kept = imported(text, keep_names=True).intakes["7"]["patient"]
    assert kept == {"id": "7", "name": "Invented Person"}


@pytest.mark.parametrize(
    ("person", "refused"),
    [
        ("A-7", False),
        ("a", False),
        ("ABC", False),
        ("007/2", False),
        ("Invented Person", True),
        ("Invented", True),
        ("i@example.org", True),
        ("", True),
    ],
)
def test_an_id_that_looks_like_a_name_is_refused(person: str, refused: bool, imported: Importing) -> None:
    found = imported(f"record_id,date,p8\n{person},2026-09-01,3\n")
    assert (not found.intakes) == refused and (found.counts("record_id")[2] == 1) == refused
    assert imported("record_id,name,date,p8\nbo1,bo1,2026-09-01,3\n").intakes == {}
