"""Where the disease stands: six stages by the contract's table, and each limb apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import pytest
from people import ARM_MUSCLES, LEG_MUSCLES, TODAY, Stage, stage

from planner import read_intake
from planner.assessment.derive import facts_today
from planner.model.knowledge import Knowledge

# --- the contract's table ---------------------------------------------------------------------------------


def by_the_table(q: Mapping[str, int], more_help: bool) -> int:
    """The rule of the contract (§6) for strong muscles and form 5a, written once more, from VI down."""
    if q["q8"] == 0 and q["q6"] == 0 and q["q7"] <= 1:
        return 6
    if q["q8"] <= 1 and (q["q6"] <= 1 or q["q5"] <= 1):
        return 5
    if q["q8"] <= 1:
        return 4
    if (q["q8"] == 2 and more_help) or (q["q8"] <= 3 and (q["q9"] <= 1 or q["q7"] <= 1)):
        return 3
    if q["q6"] <= 2 or q["q5"] <= 1 or q["q4"] <= 1:
        return 3
    if q["q8"] <= 3 or q["q9"] <= 2 or q["q6"] == 3 or q["q5"] <= 2 or q["q4"] <= 2 or q["q7"] <= 2:
        return 2
    return 1


def combinations() -> Iterable[dict[str, int]]:
    """Each item from 4 to 0 at each walking score, the others strong, and pairs with dressing and turning."""
    for q8, key, score in product(range(5), ("q4", "q5", "q6", "q7", "q9"), range(5)):
        yield {"q8": q8, key: score}
    for q8, q6, q7 in product((0, 1, 2, 3, 4), (0, 1, 3), (0, 1, 2)):
        yield {"q8": q8, "q6": q6, "q7": q7}


@pytest.mark.parametrize(("used", "more_help"), [("rollator", True), ("brace_only", False), ("cane_or_poles", False)])
def test_every_answer_gives_the_stage_of_the_contract(strong_but: Any, used: str, more_help: bool) -> None:
    for changed in combinations():
        expected = by_the_table({f"q{n}": changed.get(f"q{n}", 4) for n in range(4, 10)}, more_help)
        assert stage(strong_but(**changed, walking_help=used)) == (expected, expected), changed


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, (1, 1)),
        ({"q8": 3}, (2, 2)),
        ({"q8": 2, "walking_help": "brace_only"}, (2, 2)),
        ({"q8": 2, "walking_help": "cane_or_poles"}, (2, 2)),
        ({"q8": 2, "walking_help": "person"}, (3, 3)),
        ({"q8": 2, "walking_help": "brace_only", "q9": 1}, (3, 3)),
        ({"q6": 3}, (2, 2)),
        ({"q6": 2}, (3, 3)),
        ({"q9": 1}, (2, 2)),
        ({"q8": 1}, (4, 4)),
        ({"q8": 1, "q5": 1}, (5, 5)),
        ({"q8": 0, "q6": 0, "q7": 1}, (6, 6)),
        ({"q8": 0, "q6": 0, "q7": 2}, (5, 5)),
        ({"q8": 1, "q6": 0, "q7": 0}, (5, 5)),
    ],
)
def test_the_turning_points_of_the_table_by_hand(strong_but: Any, changed: dict[str, Any], expected: Stage) -> None:
    assert stage(strong_but(**changed)) == expected


@pytest.mark.parametrize("muscle", [*LEG_MUSCLES, *ARM_MUSCLES])
@pytest.mark.parametrize("side", ["left", "right"])
def test_one_weak_muscle_on_either_side_makes_stage_two(strong_but: Any, muscle: str, side: str) -> None:
    assert stage(strong_but(**{f"mrc_{muscle}_{side}": 4})) == (1, 1)
    assert stage(strong_but(**{f"mrc_{muscle}_{side}": 3})) == (2, 2)


@pytest.mark.parametrize("muscle", ["ankle_dorsiflexion", "wrist_extension", "finger_intrinsics", "thumb_abduction"])
def test_very_weak_ankles_wrists_or_hands_make_stage_three(strong_but: Any, muscle: str) -> None:
    assert stage(strong_but(**{f"mrc_{muscle}_left": 2})) == (3, 3)


@pytest.mark.parametrize("muscle", ["knee_extension", "hip_flexion", "shoulder_abduction", "elbow_flexion"])
def test_other_very_weak_muscles_stay_at_stage_two(strong_but: Any, muscle: str) -> None:
    assert stage(strong_but(**{f"mrc_{muscle}_left": 0})) == (2, 2)


def test_item_five_as_form_5b_is_left_out_of_the_rule(strong_but: Any) -> None:
    assert stage(strong_but(q5=0)) == (3, 3)
    assert stage(strong_but(q5=0, tube_feeding_over_half=True)) == (1, 1)
    assert stage(strong_but(q5=0, tube_feeding_over_half=None)) == (1, 3)


@pytest.mark.parametrize("changed", [{"q1": 0, "q2": 0, "q3": 0}, {"q10": 0, "q11": 0, "q12": 0}])
def test_speech_swallowing_and_breathing_run_beside_the_stage(strong_but: Any, changed: dict[str, int]) -> None:
    assert stage(strong_but(**changed)) == (1, 1)


def test_no_worse_answer_ever_gives_a_lower_stage(strong_but: Any) -> None:
    for changed in combinations():
        for key, score in changed.items():
            if score:
                worse = strong_but(**{**changed, key: score - 1}, walking_help="brace_only")
                assert stage(worse)[0] >= stage(strong_but(**changed, walking_help="brace_only"))[0], (changed, key)


# --- legs and arms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "leg", "arm"),
    [
        ({}, (1, 1), (1, 1)),
        ({"q8": 1, "q9": 0}, (4, 4), (1, 1)),
        ({"q4": 0, "q5": 0, "q6": 0}, (1, 1), (3, 3)),
        ({"q8": 1, "q6": 1}, (4, 4), (3, 3)),
        ({"q8": 0, "q7": 0, "q6": 0}, (6, 6), (6, 6)),
        ({"mrc_hip_flexion_left": 2}, (2, 2), (1, 1)),
        ({"mrc_wrist_extension_left": 2}, (1, 1), (3, 3)),
        ({"mrc_ankle_dorsiflexion_right": 2}, (3, 3), (1, 1)),
        ({"q7": 2}, (2, 2), (1, 1)),
        ({"q4": None, "q6": None}, (1, 1), (1, 3)),
        ({"q9": None}, (1, 2), (1, 1)),
        ({"q5": 0, "tube_feeding_over_half": None}, (1, 1), (1, 3)),
    ],
)
def test_each_limb_follows_the_same_table_with_the_other_taken_as_normal(
    strong_but: Any, changed: dict[str, Any], leg: Stage, arm: Stage
) -> None:
    found = strong_but(**changed)
    assert ((found.leg.low, found.leg.high), (found.arm.low, found.arm.high)) == (leg, arm)


# --- the files behind it ----------------------------------------------------------------------------------


def test_the_six_stages_stand_in_order_with_a_name_for_each_reader(knowledge: Knowledge) -> None:
    stages = knowledge.staging.stages
    assert [one.id for one in stages] == [1, 2, 3, 4, 5, 6]
    assert [one.phase for one in stages] == ["early", "early", "middle", "middle", "late", "late"]
    assert len({one.family_label for one in stages}) == 6


def test_the_limbs_share_no_item_and_together_hold_all_that_the_rule_reads(knowledge: Knowledge) -> None:
    legs, arms = set(knowledge.staging.leg_items), set(knowledge.staging.arm_items)
    assert not legs & arms
    nobody = facts_today(read_intake({"patient": {"id": "x"}}, knowledge, TODAY), knowledge, TODAY)
    asked = {knowledge.vocabulary.plain(name) for name in nobody.value("stage").asks}
    settling = {name for limb in knowledge.staging.assumed for name in limb.settled_by}
    assumed = {name for limb in knowledge.staging.assumed for name in limb.muscles} - settling
    assert asked - {"walking_help", "tube_feeding_over_half"} == (legs | arms) - assumed
