"""What is impossible for a body is never said to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from folders import STAGES
from page_text import words_of
from people import TODAY

from planner import assess, compose, load_knowledge, make_plan, read_intake, render_html
from planner.curation.bodies import impossible_lines
from planner.model.errors import KnowledgeError
from planner.model.knowledge import Knowledge
from planner.pages.compose import spoken_for
from planner.pages.family_writer import HandoutWriter
from planner.plan.plan import Plan

SWALLOW = "swallow_and_nutrition_referral"


@pytest.fixture
def plan_of(knowledge: Knowledge) -> Callable[..., Plan]:
    def make(facts: dict[str, Any]) -> Plan:
        told = {"patient": {"id": "invented-body"}, "visits": [{"on": "2026-11-18", "facts": facts}]}
        told["preferences"] = {"look_ahead": "all"}
        return make_plan(assess(read_intake(told, knowledge, TODAY), knowledge, today=TODAY), knowledge)

    return make


def family(plan: Plan, language: str = "en") -> str:
    return words_of(render_html(compose(plan, "family", language=language)))


def told(plan: Plan, language: str) -> str:
    """The handout, and all that the swallowing advice says to this person, whether or not the handout has room for it."""
    said, words = spoken_for(plan, "family", language)
    item = said.item(SWALLOW)
    assert item is not None
    writer = HandoutWriter(said, words)
    parts = ("do", "dont", "call_if")
    return " ".join([family(plan, language), *(line for part in parts for line in writer.lines(item, part))])


def test_the_base_says_nothing_impossible_to_the_two_people(knowledge: Knowledge) -> None:
    assert list(impossible_lines(knowledge)) == []


def test_a_line_without_its_condition_is_found(knowledge: Knowledge) -> None:
    rules = tuple(rule.model_copy(update={"said_if": {}}) for rule in knowledge.recommendations)
    found = list(map(str, impossible_lines(replace(knowledge, recommendations=rules))))
    assert any(SWALLOW in line and "names eating" in line for line in found)
    assert any("names a helper, and somebody who is alone" in line for line in found)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_who_swallows_nothing_is_told_to_eat(plan_of: Callable[..., Plan], language: str) -> None:
    none = told(plan_of({"alsfrs_swallowing": 0, "feeding_tube_status": "placed"}), language)
    some = told(plan_of({"alsfrs_swallowing": 2, "feeding_tube_status": "none"}), language)
    bites = {"en": "small bites", "es": "bocados"}[language]
    mouth = {"en": "Keep your mouth clean", "es": "Mantenga la boca limpia"}[language]
    assert bites in some and bites not in none
    assert mouth in none and mouth not in some


def test_nobody_without_a_helper_reads_a_helpers_line(plan_of: Callable[..., Plan]) -> None:
    facts = {"alsfrs_walking": 1, "alsfrs_dressing": 1, "alsfrs_turning": 1, "transfer_help": "one_person"}
    assert "Helper:" not in family(plan_of({**facts, "helpers_count": 0}))
    assert "Helper:" in family(plan_of({**facts, "helpers_count": 1}))
    assert "Helper:" in family(plan_of(facts)), "not known is not no"


def test_nobody_who_cannot_speak_is_asked_to_save_the_voice(plan_of: Callable[..., Plan]) -> None:
    assert "saving your voice" in family(plan_of({"alsfrs_speech": 3}))
    assert "saving your voice" not in family(plan_of({"alsfrs_speech": 0}))


# --- in a rule's file --------------------------------------------------------------------------------------


def test_a_clinics_own_rule_may_hang_a_line_on_a_condition_and_slips_are_named(tmp_path: Any) -> None:
    source = next(path for path in (STAGES / "recommendations").glob(f"*/{SWALLOW}.yaml"))
    text = source.read_text(encoding="utf-8").replace(f"id: {SWALLOW}", "id: our_swallow_visit")
    folder = tmp_path / "clinic" / "recommendations" / source.parent.name
    folder.mkdir(parents=True)
    file = folder / "our_swallow_visit.yaml"
    file.write_text(text, encoding="utf-8")
    rule = load_knowledge(tmp_path / "clinic").by_id["our_swallow_visit"]
    assert rule.said_if["do.0"].certain and rule.text.family.do[0] == "Sit tall. Take small bites and sips."
    file.write_text(
        text.replace("{fact: eats_by_mouth, is: nothing}", "{fact: eats_by_mouth, is: nothin}"), encoding="utf-8"
    )
    with pytest.raises(KnowledgeError) as error:
        load_knowledge(tmp_path / "clinic")
    assert re.search(
        r"our_swallow_visit\.yaml:\d+: .*'nothin' is not a choice of 'eats_by_mouth'", "\n".join(error.value.problems)
    )


def test_a_rule_of_which_every_line_hangs_on_a_condition_is_refused(tmp_path: Any) -> None:
    source = next(path for path in (STAGES / "recommendations").glob(f"*/{SWALLOW}.yaml"))
    text = source.read_text(encoding="utf-8").replace(f"id: {SWALLOW}", "id: our_swallow_visit")
    head, family_part, rest = text.partition("\n  family:\n")
    lines = ["Weigh yourself each week on the same scale.", "Ask us for a visit with the swallowing team."]
    for line in lines:
        rest = rest.replace(f"- {line}", f"- {{if: {{fact: walks, is: true}}, says: {json.dumps(line)}}}", 1)
    folder = tmp_path / "clinic" / "recommendations" / source.parent.name
    folder.mkdir(parents=True)
    (folder / "our_swallow_visit.yaml").write_text(head + family_part + rest, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="Every line of 'do' hangs on a condition"):
        load_knowledge(tmp_path / "clinic")
