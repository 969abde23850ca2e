"""The body map of the therapist's plan: the lowest grade of each place, sides as they are, an unknown never a strong one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from drawn import Page, faults_of
from people import TODAY

from planner import assess, compose, make_plan, read_intake
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.therapist.blocks import StrengthBlock
from planner.plan.plan import Plan
from planner.reading.figures import body_maps

WORDS = load_words("en")
MONTHS = {"mar": "03", "sep": "09", "nov": "11"}


def plan_with(knowledge: Knowledge, **facts_of_days: Mapping[str, Any]) -> Plan:
    """Facts of visits, by their days of 2026: ``nov_20``."""
    visits = [{"on": f"2026-{MONTHS[day[:3]]}-{day[4:]}", "facts": dict(facts)} for day, facts in facts_of_days.items()]
    intake = read_intake({"patient": {"id": "x"}, "visits": visits}, knowledge, TODAY)
    return make_plan(assess(intake, knowledge, today=TODAY), knowledge)


def strength(plan: Plan) -> list[StrengthBlock]:
    return [block for block in compose(plan, "annex").blocks if isinstance(block, StrengthBlock)]


def test_places_take_their_lowest_grade_on_their_own_side(knowledge: Knowledge) -> None:
    facts = {
        "mrc_ankle_dorsiflexion_left": 3, "mrc_ankle_plantarflexion_left": 4, "mrc_ankle_dorsiflexion_right": 5,
        "mrc_grip_right": 2, "mrc_neck_extension": 4,
    }  # fmt: skip
    (block,) = strength(plan_with(knowledge, nov_20=facts))
    alt = ElementTree.fromstring(block.body)[0].text or ""
    for said in (
        "neck 4",
        "left ankle 3",
        "right ankle 5",
        "right hand 2",
        "left hand not known",
        "left hip not known",
    ):
        assert said in alt
    assert ("Ankle dorsiflexion", "3", "5") in block.rows
    assert ("Ankle plantarflexion", "4", "?") in block.rows
    assert ("Grip", "?", "2") in block.rows
    assert ("Neck extension", "4 (midline)", "") in block.rows


def test_what_nobody_graded_is_named_and_without_any_grade_there_is_no_map(knowledge: Knowledge) -> None:
    (block,) = strength(plan_with(knowledge, nov_20={"mrc_grip_left": 5}))
    assert len(block.rows) == 1 and "Not graded: Neck extension, Shoulder abduction" in block.notes[-1]
    assert "Grip" not in block.notes[-1]
    assert strength(plan_with(knowledge, nov_20={"alsfrs_walking": 3})) == []


def test_a_grade_that_is_too_old_is_not_known_today(knowledge: Knowledge) -> None:
    old, newer = {"mrc_grip_left": 2, "mrc_hip_flexion_left": 4}, {"mrc_hip_flexion_right": 4}
    (block,) = strength(plan_with(knowledge, mar_02=old, sep_10=newer, nov_20={"alsfrs_walking": 3}))
    alt = ElementTree.fromstring(block.body)[0].text or ""
    grip, hip = block.rows
    assert "left hand not known" in alt and grip[1].startswith("? (too old since ")
    assert "right hip 4" in alt and hip[2] == "4 (10 Sep 2026)"


def test_a_weak_place_has_a_thick_ring_and_a_strong_one_has_not(knowledge: Knowledge) -> None:
    def black_rings(grade: int) -> int:
        (block,) = strength(plan_with(knowledge, nov_20={"mrc_knee_extension_left": grade}))
        paths = ElementTree.fromstring(block.body).iter("{http://www.w3.org/2000/svg}path")
        return sum(path.get("fill") == "currentColor" and "a11 11" in (path.get("d") or "") for path in paths)

    assert (black_rings(5), black_rings(4)) == (0, 1)


def test_every_strength_of_the_vocabulary_has_its_place_and_its_name(knowledge: Knowledge) -> None:
    graded = {
        name for name, fact in knowledge.vocabulary.facts.items() if fact.group == "strength" and fact.kind == "grade"
    }
    front = body_maps()["front"]
    sided = {place for name, place in front.strength.items() if knowledge.vocabulary[name].sides}
    assert set(front.strength) == graded == set(WORDS.entries["therapist"]["strength"]["muscle"])
    assert {f"{side}_{place}" for side in ("left", "right") for place in sided} <= set(front.spots)
    assert set(front.strength.values()) - sided <= set(front.spots)


@pytest.mark.parametrize("large_print", [False, True])
def test_the_map_and_its_table_fit_the_page(large_print: bool) -> None:
    assert faults_of(Page("demo", "annex", "en", "large" if large_print else "letter")) == []
