"""What the agenda is made from: each planted slip is found, and said in exactly these words."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import TODAY
from rule_files import spoilt_base

from planner import KnowledgeError, load_knowledge, make_plan, read_intake
from planner.assessment.assessment import assess
from planner.curation.agenda_check import agenda_findings

BRACE = "recommendations/orthoses/light_ankle_brace_leaf_spring.yaml"
POWER = "recommendations/breathing_equipment/power_and_battery_plan.yaml"


@pytest.mark.parametrize(
    ("name", "was", "now", "said"),
    [
        (BRACE, "problem: feet_and_falls", "problem: feet", "I do not know the problem 'feet'."),
        (BRACE, "role: act", "role: deed", "'deed' is not one of"),
        (BRACE, "else: 1", "else: 4", "4 is above 3."),
        (BRACE, "role: act\n", "", "'role' is missing."),
        (
            "problems.yaml",
            "rules: [rollator_with_seat]",
            "rules: [rolator_with_seat]",
            "Did you mean 'rollator_with_seat'?",
        ),
        (
            "problems.yaml",
            "rules: [rollator_with_seat]\n        brought_by",
            "rules: [cane_in_opposite_hand]\n        brought_by",
            "'cane_in_opposite_hand' is a step more than once.",
        ),
        (
            "problems.yaml",
            "walking_aid:\n    problem: walking_aid",
            "walking_aid:\n    problem: wheels",
            "stands on a ladder of 'wheels', but its problem is 'walking_aid'.",
        ),
        (
            "stages.yaml",
            "usual: [breathing_tests_at_diagnosis",
            "usual: [breathing_test",
            "I do not know the recommendation",
        ),
        (
            "red_flags.yaml",
            "answered_by: [call_emergency_number_now]",
            "answered_by: [call]",
            "I do not know the recommendation",
        ),
    ],
)
def test_a_slip_in_what_the_agenda_is_made_from_is_refused(
    tmp_path: Path, name: str, was: str, now: str, said: str
) -> None:
    problems = [str(problem) for problem in spoilt_base(tmp_path / "base", name, was, now)]
    assert any(said in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("name", "was", "now", "said"),
    [
        (
            "red_flags.yaml",
            "  answered_by: [blood_gas_for_low_oxygen, call_team_same_day]\n",
            "",
            "low_oxygen_at_rest: nothing answers this sign.",
        ),
        (
            "red_flags.yaml",
            "[blood_gas_for_low_oxygen, call_team_same_day]",
            "[call_team_same_day, blood_gas_for_low_oxygen]",
            "low_oxygen_at_rest: the last answer is no call.",
        ),
        (
            BRACE,
            "at_2: {fact: foot_drop, is: true}",
            "at_2: {all: [{fact: walks, is: true}, {fact: walks, is: false}]}",
            "'severity at_2' never holds where the advice does.",
        ),
        (
            BRACE,
            "role: act\n",
            "role: act\nonly_with: {all: [{fact: walks, is: true}, {fact: walks, is: false}]}\n",
            "'only_with' never holds where the advice does.",
        ),
        (
            "problems.yaml",
            "after: {fact: equipment_status_power_wheelchair, one_of: [discussed, ordered, borrowed, in_use]}",
            "after: {all: [{fact: walks, is: true}, {fact: walks, is: false}]}",
            "wheels.2: what 'power_wheelchair_specification' waits for never comes.",
        ),
    ],
)
def test_check_finds_what_never_comes(tmp_path: Path, name: str, was: str, now: str, said: str) -> None:
    assert not spoilt_base(tmp_path / "base", name, was, now)
    found = [problem.what for problem in agenda_findings(load_knowledge(tmp_path / "base"))]
    assert found == [said]


def test_a_clinics_layer_changes_what_a_rule_is_to_the_agenda_with_a_reason(tmp_path: Path) -> None:
    layer = tmp_path / "our-clinic"
    layer.mkdir()
    (layer / "roles.yaml").write_text(
        "eating_dressing_writing_aids: {severity: {else: 3}, who: other, why: Our hand clinic is next door.}\n",
        encoding="utf-8",
    )
    knowledge = load_knowledge(layer)
    assert any("Our hand clinic is next door" in change for change in knowledge.layers[0].changes)
    facts = {"alsfrs_cutting": 2, "alsfrs_walking": 4}
    intake = read_intake({"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": facts}]}, knowledge, TODAY)
    first = make_plan(assess(intake, knowledge, today=TODAY), knowledge).agenda.first
    assert first is not None and first.acts[0].id == "eating_dressing_writing_aids"
    assert (first.severity, first.acts[0].who) == (3, "other")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("eating_dressing_writing_aids: {who: other}", "This changes ours and does not say why."),
        ("eating_dressing_writing_aids: {when: {all: []}, why: x}", "A layer cannot change this."),
        ("eating_dressing_writing_aids: {problem: hand, why: x}", "I do not know the problem 'hand'."),
        ("eating_aids: {who: other, why: x}", "I do not know the recommendation 'eating_aids'."),
        ("eating_dressing_writing_aids: {severity: {else: 7}, why: x}", "7 is above 3."),
    ],
)
def test_what_is_wrong_in_such_a_layer_is_said(tmp_path: Path, written: str, said: str) -> None:
    layer = tmp_path / "our-clinic"
    layer.mkdir()
    (layer / "roles.yaml").write_text(f"{written}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(layer)
    assert any(said in problem and problem.startswith("our-clinic/roles.yaml:1") for problem in caught.value.problems)
