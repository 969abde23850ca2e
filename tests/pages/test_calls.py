"""The table of calls: what was told is marked and not asked again, no machine that is needed stops unheard, a plan goes first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from fridge_sheets import made

from planner import compose
from planner.model.knowledge import Knowledge
from planner.pages.document import Document
from planner.pages.family_blocks import CallRow, CallTableBlock
from planner.plan.plan import Plan
from planner.reading.resources import resource
from planner.reading.stages import read_knowledge

TUBE = {"tracheostomy": True, "alsfrs_respiratory": 0}
STOPS, BAG = "your breathing machine stops and you cannot be without it", "use the hand bag at once"


def rows(plan: Plan) -> dict[str, CallRow]:
    document: Document = compose(plan, "family")
    (table,) = [block for block in document.blocks if isinstance(block, CallTableBlock)]
    names = ["emergency", "same_day", "within_a_week"]
    return dict(zip(names if len(table.rows) == 3 else ["first", *names], table.rows, strict=True))


def table(knowledge: Knowledge, **facts: Any) -> dict[str, CallRow]:
    return rows(made(knowledge, facts, patient={"country": "US"}))


def test_a_machine_that_breathes_through_a_tube_and_stops_is_an_emergency(knowledge: Knowledge) -> None:
    told = table(knowledge, **TUBE)
    assert told["emergency"].when == "Call 911 now if"
    assert BAG in told["emergency"].signs[0] and STOPS not in told["emergency"].signs
    assert not any("your breathing machine" in sign for sign in told["same_day"].signs)
    assert "your suction machine, or a machine or lift that you use, stops working" in told["same_day"].signs


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, False),  # nobody told of a machine
        ({"niv_status": "declined"}, False),
        ({"niv_status": "declined", "alsfrs_respiratory": 2}, True),  # a no, and a score that tells of a mask
        ({"niv_status": "ordered"}, True),
        ({"alsfrs_respiratory": 2}, True),  # nobody knows for how many hours
        ({"niv_status": "in_use", "niv_hours_per_day": 16}, True),
        ({"alsfrs_respiratory": 0, "fvc_pct": 62, "alsfrs_orthopnea": 3}, True),  # a tube or not: answers contradict
        ({"niv_status": "in_use", "niv_hours_per_day": 6}, False),
        ({"alsfrs_respiratory": 4}, False),
    ],
)
def test_the_call_for_a_machine_stands_where_one_was_told_of_and_no_unknown_silences_it(
    knowledge: Knowledge, facts: dict[str, Any], asked: bool
) -> None:
    told = table(knowledge, **facts)
    assert (STOPS in told["emergency"].signs) == asked
    assert any(sign == "a machine or a lift that you use stops working" for sign in told["same_day"].signs)
    assert not any(BAG in sign for sign in told["emergency"].signs)


@pytest.mark.parametrize(("score", "asked"), [(None, True), (4, True), (1, True), (0, False)])
def test_who_swallows_nothing_is_not_asked_about_meals(knowledge: Knowledge, score: int | None, asked: bool) -> None:
    told = table(knowledge, **({} if score is None else {"alsfrs_swallowing": score}))
    assert ("you cough or choke at meals" in told["within_a_week"].signs) == asked
    assert "you lose weight" in told["within_a_week"].signs
    assert "you choke and it does not clear" in told["emergency"].signs


@pytest.mark.parametrize(
    ("facts", "row", "found", "gone"),
    [
        ({"morning_headache": True}, "within_a_week", "you wake with headaches", "you wake with headaches"),
        ({"poor_sleep": True}, "within_a_week", "you sleep badly", "you sleep badly"),
        (
            {"weight_kg": 60, "usual_weight_kg": 72},
            "within_a_week",
            "you lose weight without trying",
            "you lose weight",
        ),
        (
            {"coughs_on_drinks": True},
            "within_a_week",
            "you cough or choke on food, drink or spit",
            "you cough or choke at meals",
        ),
        (
            {"chest_infection_now": True},
            "same_day",
            "you have a fever, a cold, or more or colored mucus",
            "you have a fever, a cold or more mucus",
        ),
        (
            {"morning_headache": True, "daytime_sleepiness": True},
            "same_day",
            "you wake with headaches and feel very sleepy in the day",
            "you wake with headaches",
        ),
    ],
)
def test_a_sign_that_was_told_is_marked_and_not_asked_again(
    knowledge: Knowledge, facts: dict[str, Any], row: str, found: str, gone: str
) -> None:
    told = table(knowledge, **facts)
    assert found in told[row].found
    assert not any(gone in one.signs for one in told.values())
    assert sum(found in one.found for one in told.values()) == 1


@pytest.mark.parametrize("answer", [None, False])
def test_a_sign_that_was_not_told_is_asked(knowledge: Knowledge, answer: bool | None) -> None:
    told = table(knowledge, **({} if answer is None else {"morning_headache": answer, "poor_sleep": answer}))
    assert {"you wake with headaches", "you sleep badly", "you need more pillows"} <= set(told["within_a_week"].signs)
    assert not any(one.found for one in told.values())


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"crisis_plan_in_place": True}, "Do what your plan for hard moments says."),
        ({"care_goal_told": "comfort"}, "Once you have a plan for hard moments, it comes before this table."),
        ({"hospice_enrolled": True}, "Once you have a plan for hard moments, it comes before this table."),
        ({"hospice_enrolled": True, "crisis_plan_in_place": True}, "Do what your plan for hard moments says."),
        ({"care_goal_told": "longer_life"}, ""),
        ({}, ""),
    ],
)
def test_the_plan_for_hard_moments_goes_first_and_no_goal_is_named(
    knowledge: Knowledge, facts: dict[str, Any], first: str
) -> None:
    told = table(knowledge, **facts)
    assert ("first" in told) == bool(first)
    if first:
        (line,) = told["first"].signs
        assert line.startswith(first) and line.endswith("You can still call at any time.")
        assert not any(word in line.lower() for word in ("hospice", "comfort", "goal"))
        assert "you cannot get your breath" in told["emergency"].signs


def test_every_sign_that_says_the_same_stands_on_family_pages(knowledge: Knowledge) -> None:
    confidential = {flag.id for flag in knowledge.red_flags if flag.family is None}
    named = {name for lines in knowledge.always_call.values() for line in lines for name in line.said_by}
    assert named and not named & confidential


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("said_by: [red_skin]", "said_by: [red_skni]", "Did you mean 'red_skin'?"),
        ("fact: poor_sleep", "fact: poor_slep", "Did you mean 'poor_sleep'?"),
        ("within_a_week:", "within_a_wek:", "Did you mean 'within_a_week'?"),
        ("  - you cannot get your breath", "  - {say: you cannot get your breath}", "'say'"),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_place(tmp_path: Path, was: str, now: str, expected: str) -> None:
    base = tmp_path / "base"
    shutil.copytree(resource("stages"), base)
    file = base / "always_call.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(was) == 1
    file.write_text(text.replace(was, now), encoding="utf-8")
    told = [str(problem) for problem in read_knowledge(base)[1]]
    assert any("always_call.yaml:" in one and expected in one for one in told), told
