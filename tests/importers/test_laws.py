"""Laws of an import: our own table comes back as it was, and neither order nor strangers' columns change anything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from people import TODAY
from stories import EVERYBODY, day_of, source_of
from tables import Importing
from tables import as_csv as as_text

from planner import read_intake
from planner.exports.intake_table import as_csv, as_xlsx, intake_rows
from planner.importers.importing import import_tables
from planner.model.errors import IntakeError
from planner.model.facts import Fact
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import as_yaml, written_anew

DAYS = ("2026-05-20", "2026-08-01", "2026-11-20")
ODD_ONES = {
    "visit_date",
    "falls_1mo",
    "falls_3mo",
    "alsfrs_total",
    "age_years",
    "equipment_status_cane",  # and the next: told by the list of equipment
    "equipment_status_floor_lift",
}


REMARKS = ("-2 steps; =1+1", "'quoted',  wide", "unable\n\n@home", "ja – größer", '"[{')
OTHER_DAY = "2026-06-15"
# All that an intake may hold beside facts.
WHOLE: Mapping[str, Any] = {
    "preferences": {"helper_may_see_more": True, "not_now": ["mask_breathing_assessment_now", "rollator"], "first": ["wheels"]},
    "team": [
        {"role": "nurse", "name": "Invented Name", "phone": "+1 555 0100", "when": "9 – 12; =A1"},
        {"role": "=therapist"},
    ],
    "equipment": [
        {"item": "cane", "status": "in_use", "since": "2026-10-01", "route": "loan_closet", "note": "left; -2 cm"},
        {"item": "floor_lift", "status": "borrowed", "until": "2027-01-01"},
    ],
    "quotes": [{"item": "rollator", "route": "self_pay", "buy": 80.5, "lead_days": {"min": 1, "typical": 3, "longest": 9}}],
    "followed": [{"id": "mask_breathing_assessment_now", "on": "2026-11-20", "became": "later"}],
    "review": {
        "by": "Invented Therapist", "on": "2026-11-20", "notes": {"mask_breathing_assessment_now": "next week;  @noon"},
        "agenda": {"first": ["wheels"], "leave_out": [{"id": "energy", "because": "told\nlast week"}]},
    },
}  # fmt: skip


def a_value(fact: Fact, chance: Random) -> Any:
    if fact.kind == "yes_no":
        return chance.random() < 0.5
    if fact.kind == "choice":
        return chance.choice(fact.choices)
    if fact.id == "print_topics_held_back":
        return chance.choice(("money", "breathing | end_of_life"))
    if fact.kind == "text":
        return chance.choice(("=1+1", "the garden; -2 steps", "to walk\nwith the dog", "@home, +1", "'quoted'"))
    if fact.kind == "date":
        return f"{chance.randint(1950, 1999)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    low, high = fact.limits or (0, 10)
    value = chance.randint(int(low) + 1, int(high))
    return f"{value} {fact.unit}" if fact.also_as else value


def a_person(seed: int, knowledge: Knowledge, name: str = "a1") -> Mapping[str, Any]:
    """Somebody with random facts at one to three visits, and some that stay for life."""
    chance, vocabulary = Random(seed), knowledge.vocabulary
    usual = [
        n
        for n, f in vocabulary.written.items()
        if f.origin != "derived" and not {n, f.id} & ODD_ONES and f.group != "person"
    ]
    usual = [n for n in usual if n in vocabulary[n].ids or vocabulary[n].family]
    patient = {"id": name, "language": chance.choice(("en", "es")), "deceased": chance.choice((None, False))}
    patient |= {
        n: a_value(vocabulary[n], chance)
        for n in ("sex", "onset_region", "birth_date", "main_payer")
        if chance.random() < 0.6
    }
    patient |= {"country": "DE"} if chance.random() < 0.3 else {}
    visits = [
        {"on": day, "facts": {n: a_value(vocabulary[n], chance) for n in chance.sample(usual, chance.randint(1, 12))}}
        for day in DAYS[chance.randint(0, 2) :]
    ]
    wishes = ("what_matters", "look_ahead", "helper_look_ahead", "print_topics_held_back")
    visits[0]["facts"] |= {name: a_value(vocabulary[name], chance) for name in wishes if chance.random() < 0.5}
    for facts in [visit["facts"] for visit in visits]:
        name = chance.choice(list(facts))
        if isinstance(facts[name], int):
            facts[name] = {"value": facts[name], "note": chance.choice(REMARKS), "on": chance.choice((None, OTHER_DAY))}
    visits[0]["facts"]["pcf_l_min"] = {"value": None, "note": chance.choice(REMARKS)}
    parts = {part: told for part, told in WHOLE.items() if chance.random() < 0.7}
    return {"patient": patient, "visits": visits if chance.random() < 0.9 else [], **parts}


def known(intake: Intake) -> Intake:
    """What a table can hold of an intake: not what was read, nor remarks about it."""
    return replace(intake, source=None, told=(), to_confirm=())


def back(path: Path, knowledge: Knowledge) -> dict[str, Intake]:
    done = import_tables([path], knowledge, TODAY)
    return {made.id: read_intake(made.written, knowledge, TODAY) for made in done}


WRITERS = [(as_csv, "csv"), (as_xlsx, "xlsx")]


@pytest.mark.parametrize("write", WRITERS)
def test_our_own_table_comes_back_as_it_was(write: Any, knowledge: Knowledge, tmp_path: Path) -> None:
    """Everybody of the stories, and random people, in one table."""
    today = max(map(day_of, EVERYBODY))
    told = [source_of(name) for name in EVERYBODY] + [a_person(seed, knowledge) for seed in range(40)]
    people = [replace(read_intake(one, knowledge, today), id=f"a{at}") for at, one in enumerate(told)]
    path = tmp_path / f"own.{write[1]}"
    path.write_bytes(write[0](intake_rows(people, knowledge)))
    done = import_tables([path], knowledge, today, keep_names=True)
    found = {made.id: read_intake(made.written, knowledge, today) for made in done}
    assert not [account.reasons for account in done.accounts.values() if account.reasons]
    for person in people:
        assert known(found[person.id]) == known(person)


def test_intakes_of_ours_go_into_one_table_and_come_out_as_they_were(knowledge: Knowledge, tmp_path: Path) -> None:
    people = {f"a{at}": read_intake(a_person(at, knowledge, f"a{at}"), knowledge, TODAY) for at in range(3)}
    paths = [tmp_path / name for name in ("a0.yaml", "a1.json", "a2.yml")]
    for path, person in zip(paths, people.values(), strict=True):
        written = written_anew(person, knowledge)
        path.write_text(json.dumps(written) if path.suffix == ".json" else as_yaml(written), encoding="utf-8")
    done = import_tables(paths, knowledge, TODAY)
    assert {made.id: known(read_intake(made.written, knowledge, TODAY)) for made in done} == {
        name: known(read_intake(path, knowledge, TODAY)) for name, path in zip(people, paths, strict=True)
    }


def test_a_cell_that_a_workbook_would_cut_off_is_refused(knowledge: Knowledge) -> None:
    facts = {"alsfrs_walking": {"value": 3, "note": "y" * 1900}}
    person = read_intake({"patient": {"id": "a1"}, "visits": [{"on": DAYS[0], "facts": facts}]}, knowledge, TODAY)
    many = replace(person, quotes=read_intake({"patient": {"id": "a1"}, **WHOLE}, knowledge, TODAY).quotes * 400)
    with pytest.raises(IntakeError, match=r"intake.quotes: A cell of such a table holds 32,767 signs.*as .csv"):
        as_xlsx(intake_rows([person, many], knowledge))
    assert b"intake.note.alsfrs_walking" in as_csv(intake_rows([person, many], knowledge))


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("intake.team", '[{"role": "nurse"', "no longer whole"),
        ("intake.team", '[{"role": "nurse", "age": 7}]', "I do not know 'age'"),
        ("intake.review", "[]", "review"),
        ("intake.visit", "soon", "not the day of a visit"),
    ],
)
def test_a_spoilt_cell_of_our_own_table_is_refused_alone(
    column: str, cell: str, says: str, imported: Importing
) -> None:
    row = {"id": "a1", "visit_date": DAYS[0], "alsfrs_walking": 3, column: cell}
    found = imported(as_text([row], list(row)))
    assert found.counts(column) == (0, 0, 1)
    assert found.facts("a1") == {"alsfrs_walking": 3}


@pytest.mark.parametrize("seed", range(100, 130, 3))
def test_order_and_unknown_columns_change_nothing(seed: int, knowledge: Knowledge, tmp_path: Path) -> None:
    people = [read_intake(a_person(seed + at, knowledge, f"a{at}"), knowledge, TODAY) for at in range(3)]
    rows = list(csv.reader(io.StringIO(as_csv(intake_rows(people, knowledge)).decode())))
    chance, places = Random(seed), list(range(len(rows[0])))
    chance.shuffle(places)
    others = rows[1:]
    chance.shuffle(others)
    turned = [[row[at] for at in places] + [f"{row[0]} 7"] for row in (rows[0], *others)]
    folder = tmp_path
    for name, told in (("as-it-was.csv", rows), ("turned.csv", turned)):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(told)
    first, second = (back(folder / name, knowledge) for name in ("as-it-was.csv", "turned.csv"))
    assert {name: known(one) for name, one in first.items()} == {name: known(one) for name, one in second.items()}


def test_no_cell_of_our_workbook_is_a_formula() -> None:
    book = load_workbook(io.BytesIO(as_xlsx([("id", "what_matters"), ("a1", "=1+1"), ("a2", "the garden\n=2+2")])))
    assert [cell.data_type for row in book["intakes"].iter_rows() for cell in row] == ["s"] * 6
