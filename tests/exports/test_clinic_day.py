"""The row of a plan, the table of a clinic day and its sheet. All people are invented."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from people import TODAY, plan_of

from planner.exports.clinic_day import PersonsDay, clinic_sheet, errors_csv, in_order, persons_day, summary_csv
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import TableBlock

WORDS = load_words("en")


@pytest.fixture(scope="module")
def demo(knowledge: Knowledge) -> PersonsDay:
    return persons_day(plan_of("demo", knowledge), WORDS)


@pytest.fixture(scope="module")
def late(knowledge: Knowledge) -> PersonsDay:
    return persons_day(plan_of("late", knowledge), WORDS)


def test_a_row_tells_stage_pace_the_first_three_lines_and_what_to_measure(
    demo: PersonsDay, knowledge: Knowledge
) -> None:
    plan = plan_of("demo", knowledge)
    assert (demo.stage, demo.pace, demo.urgency, demo.red_flags) == ("II", "medium pace", 3, ())
    assert len(demo.agenda) == 3 == min(3, len(plan.agenda.today))
    first = plan.knowledge.problems.problems[plan.agenda.today[0].problem].therapist
    assert demo.agenda[0].startswith(f"{first}: ")
    assert 0 < len(demo.to_measure) <= 5
    assert all(day <= "2026-12-20" for day, _ in demo.order_by) and list(demo.order_by) == sorted(demo.order_by)


def test_a_row_survives_a_line_of_a_file(demo: PersonsDay, late: PersonsDay) -> None:
    for one in (demo, late):
        assert PersonsDay.from_json(json.loads(json.dumps(one.as_json()))) == one


def test_danger_signs_come_first(demo: PersonsDay, late: PersonsDay) -> None:
    assert late.urgency < demo.urgency and late.red_flags[0].startswith(("Emergency: ", "Same day: "))
    other = replace(demo, id="a-first")
    assert [one.id for one in in_order((demo, late, other))] == [late.id, "a-first", demo.id]


def test_the_table_holds_a_row_a_person_and_no_formula(demo: PersonsDay, late: PersonsDay) -> None:
    bad = replace(demo, id="x", waiting=("=1+1", "@sum"))
    rows = list(csv.reader(io.StringIO(summary_csv((demo, late, bad), WORDS))))
    assert [row[0] for row in rows] == ["id", late.id, demo.id, "x"]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[3][-1] == "'=1+1 | '@sum"
    assert "'=cmd" in errors_csv([("=cmd", "f.yaml", "+1")], WORDS)


def test_the_sheet_has_a_line_a_person(demo: PersonsDay, late: PersonsDay, knowledge: Knowledge) -> None:
    sheet = clinic_sheet((demo, late), knowledge, TODAY, WORDS)
    (table,) = [block for block in sheet.blocks if isinstance(block, TableBlock)]
    assert [row[0].split(" ")[0] for row in table.rows] == [late.id, demo.id]
    assert table.rows[0][1] and table.rows[1][1] == "none" and table.rows[1][2] == demo.agenda[0]
    assert sheet.title == "Clinic sheet, 22 November 2026"
    assert clinic_sheet((), knowledge, TODAY, WORDS, (2, 3)).title == "Clinic sheet, 22 November 2026 (2 of 3)"
