"""Where the disease stands: six stages by the contract's table, each limb apart, and the counted systems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from planner import assess, make_plan, plan_as_json, read_intake
from planner.assessment import Assessment
from planner.derive import facts_today
from planner.intake import Intake
from planner.knowledge import Knowledge
from planner.truth import Truth

TODAY = date(2026, 11, 22)
Stage = tuple[int, int]
Person = Callable[..., Intake]

NAMES = (
    *("speech", "salivation", "swallowing", "handwriting", "cutting", "dressing"),
    *("turning", "walking", "stairs", "dyspnea", "orthopnea", "respiratory"),
)
ITEMS = {f"q{number}": name for number, name in enumerate(NAMES, 1)}
LEG_MUSCLES = ("ankle_dorsiflexion", "ankle_plantarflexion", "knee_extension", "hip_flexion")
ARM_MUSCLES = (
    *("shoulder_abduction", "elbow_flexion", "elbow_extension", "wrist_extension"),
    *("grip", "finger_intrinsics", "thumb_abduction"),
)


def scored(**changed: Any) -> dict[str, Any]:
    """Every item as before and every muscle strong, but for what is changed; None leaves it out."""
    facts: dict[str, Any] = {f"alsfrs_{name}": 4 for name in ITEMS.values()} | {"tube_feeding_over_half": False}
    for muscle, side in product((*LEG_MUSCLES, *ARM_MUSCLES), ("left", "right")):
        facts[f"mrc_{muscle}_{side}"] = 5
    facts |= {f"alsfrs_{ITEMS[key]}" if key in ITEMS else key: value for key, value in changed.items()}
    return {key: value for key, value in facts.items() if value is not None}


@pytest.fixture(scope="module")
def at(knowledge: Knowledge, person: Person) -> Callable[..., Assessment]:
    """The assessment of a person strong and well but for what is changed."""
    return lambda **changed: assess(person(**scored(**changed)), knowledge, today=TODAY)


@pytest.fixture(scope="module")
def over_time(knowledge: Knowledge) -> Callable[..., Assessment]:
    """The assessment of a person with several visits, given as day → changes."""

    def build(visits: Mapping[str, Mapping[str, Any]], today: date = TODAY) -> Assessment:
        listed = [{"on": day, "facts": dict(facts)} for day, facts in visits.items()]
        return assess(read_intake({"patient": {"id": "x"}, "visits": listed}, knowledge, today), knowledge, today=today)

    return build


def stage(assessment: Assessment) -> Stage:
    return assessment.stage.low, assessment.stage.high


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
def test_every_answer_gives_the_stage_of_the_contract(at: Any, used: str, more_help: bool) -> None:
    for changed in combinations():
        expected = by_the_table({f"q{n}": changed.get(f"q{n}", 4) for n in range(4, 10)}, more_help)
        assert stage(at(**changed, walking_help=used)) == (expected, expected), changed


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
def test_the_turning_points_of_the_table_by_hand(at: Any, changed: dict[str, Any], expected: Stage) -> None:
    assert stage(at(**changed)) == expected


@pytest.mark.parametrize("muscle", [*LEG_MUSCLES, *ARM_MUSCLES])
@pytest.mark.parametrize("side", ["left", "right"])
def test_one_weak_muscle_on_either_side_makes_stage_two(at: Any, muscle: str, side: str) -> None:
    assert stage(at(**{f"mrc_{muscle}_{side}": 4})) == (1, 1)
    assert stage(at(**{f"mrc_{muscle}_{side}": 3})) == (2, 2)


@pytest.mark.parametrize("muscle", ["ankle_dorsiflexion", "wrist_extension", "finger_intrinsics", "thumb_abduction"])
def test_very_weak_ankles_wrists_or_hands_make_stage_three(at: Any, muscle: str) -> None:
    assert stage(at(**{f"mrc_{muscle}_left": 2})) == (3, 3)


@pytest.mark.parametrize("muscle", ["knee_extension", "hip_flexion", "shoulder_abduction", "elbow_flexion"])
def test_other_very_weak_muscles_stay_at_stage_two(at: Any, muscle: str) -> None:
    assert stage(at(**{f"mrc_{muscle}_left": 0})) == (2, 2)


def test_item_five_as_form_5b_is_left_out_of_the_rule(at: Any) -> None:
    assert stage(at(q5=0)) == (3, 3)
    assert stage(at(q5=0, tube_feeding_over_half=True)) == (1, 1)
    assert stage(at(q5=0, tube_feeding_over_half=None)) == (1, 3)


@pytest.mark.parametrize("changed", [{"q1": 0, "q2": 0, "q3": 0}, {"q10": 0, "q11": 0, "q12": 0}])
def test_speech_swallowing_and_breathing_run_beside_the_stage(at: Any, changed: dict[str, int]) -> None:
    assert stage(at(**changed)) == (1, 1)


def test_no_worse_answer_ever_gives_a_lower_stage(at: Any) -> None:
    for changed in combinations():
        for key, score in changed.items():
            if score:
                worse = at(**{**changed, key: score - 1}, walking_help="brace_only")
                assert stage(worse)[0] >= stage(at(**changed, walking_help="brace_only"))[0], (changed, key)


# --- ranges, contradictions, reasons ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected", "asks"),
    [
        ({"q8": None, "walking_help": "brace_only"}, (1, 4), ("alsfrs_walking",)),
        ({"q8": 2}, (2, 3), ("walking_help",)),
        ({"q8": 3, "q9": None}, (2, 3), ("alsfrs_stairs",)),
        ({"q8": 1, "q6": None}, (4, 5), ("alsfrs_dressing",)),
        ({"q8": 0, "q6": 0, "q7": None}, (5, 6), ("alsfrs_turning",)),
        ({"mrc_wrist_extension_left": None}, (1, 3), ("mrc_wrist_extension_left",)),
        (
            {"mrc_wrist_extension_left": None, "mrc_wrist_extension_right": 3},
            (2, 3),
            ("mrc_wrist_extension_left",),
        ),
    ],
)
def test_what_is_missing_gives_a_range_and_the_question_that_settles_it(
    at: Any, changed: dict[str, Any], expected: Stage, asks: tuple[str, ...]
) -> None:
    found = at(**changed)
    assert stage(found) == expected
    assert found.stage.asks == asks


def test_of_a_person_of_whom_nothing_is_known_every_stage_is_possible(knowledge: Knowledge, person: Person) -> None:
    nobody = assess(person(), knowledge, today=TODAY)
    assert stage(nobody) == (1, 6)
    assert {"alsfrs_walking", "alsfrs_dressing", "mrc_grip_left"} <= set(nobody.stage.asks)


@pytest.mark.parametrize("used", ["none", "not_walking"])
def test_no_help_beside_a_score_that_says_with_help_is_told_and_asked(
    at: Any, knowledge: Knowledge, person: Person, used: str
) -> None:
    found = at(q8=2, walking_help=used)
    assert (stage(found), found.stage.asks) == ((2, 3), ("walking_help",))
    assert found.intake.to_confirm == (
        "Walking is scored as walking with help, but no help is named. Which help is used indoors?",
    )


def test_the_reasons_are_the_answers_that_put_the_person_there(at: Any) -> None:
    reasons = at(q8=2, walking_help="rollator").stage.because
    assert [(reason.fact, reason.value) for reason in reasons] == [
        ("alsfrs_walking", 2),
        ("walking_help", "rollator"),
    ]
    reasons = at(mrc_grip_right=3, q4=2).stage.because
    assert {(reason.fact, reason.value) for reason in reasons} == {
        ("mrc_grip_right", 3),
        ("alsfrs_handwriting", 2),
    }


@pytest.mark.parametrize(
    ("changed", "phase"),
    [
        ({}, "early"),
        ({"q8": 3}, "early"),
        ({"q8": 2}, "unknown"),
        ({"q8": 2, "walking_help": "person"}, "middle"),
        ({"q8": 1}, "middle"),
        ({"q8": 1, "q5": 1}, "late"),
        ({"q8": 0, "q6": 0, "q7": 0}, "late"),
        ({"q8": None}, "unknown"),
    ],
)
def test_the_phase_is_told_where_the_whole_range_agrees(
    knowledge: Knowledge, person: Person, changed: dict[str, Any], phase: str
) -> None:
    plan = make_plan(assess(person(**scored(**changed)), knowledge, today=TODAY), knowledge)
    assert plan_as_json(plan)["stage"]["phase"] == phase


# --- legs and arms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "leg", "arm"),
    [
        ({}, (1, 1), (1, 1)),
        ({"q8": 1, "q9": 0}, (4, 4), (1, 1)),
        ({"q4": 0, "q5": 0, "q6": 0}, (1, 1), (3, 3)),
        ({"q8": 1, "q6": 1}, (4, 4), (3, 3)),
        ({"q8": 0, "q7": 0, "q6": 0}, (4, 4), (3, 3)),
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
    at: Any, changed: dict[str, Any], leg: Stage, arm: Stage
) -> None:
    found = at(**changed)
    assert ((found.leg.low, found.leg.high), (found.arm.low, found.arm.high)) == (leg, arm)


# --- the therapist's word and earlier visits --------------------------------------------------------------


def test_the_therapists_word_overrules_the_rule_and_both_are_told(at: Any) -> None:
    found = at(q8=1, stage_by_therapist="3")
    assert (stage(found), found.stage.by, found.stage.estimated) == ((3, 3), "therapist", (4, 4))
    assert found.stage.because[0].fact == "stage_by_therapist"
    assert (at(q8=1).stage.by, at(q8=1).stage.estimated) == ("rule", (4, 4))


def test_the_word_counts_for_rules_about_the_stage_too(at: Any) -> None:
    assert at(q8=1, stage_by_therapist="3").facts.value("stage").low == 2


def test_the_stage_is_never_shown_lower_than_at_an_earlier_visit(over_time: Any) -> None:
    found = over_time({"2026-08-20": scored(q8=1), "2026-11-20": scored(q8=3)})
    assert (stage(found), found.stage.kept_from_earlier) == ((4, 4), True)
    assert found.stage.estimated == (2, 2)


def test_an_earlier_range_keeps_only_its_certain_end(over_time: Any) -> None:
    found = over_time({"2026-08-20": scored(q8=2), "2026-11-20": scored()})
    assert (stage(found), found.stage.kept_from_earlier) == ((2, 2), True)


def test_with_new_gaps_the_range_starts_at_the_earlier_stage(over_time: Any) -> None:
    found = over_time({"2026-05-20": scored(q8=2, walking_help="rollator"), "2026-11-20": {"falls_1mo": 0}})
    assert stage(found) == (3, 6)
    assert "alsfrs_walking" in found.stage.asks


def test_only_the_therapists_word_brings_the_stage_down(over_time: Any) -> None:
    visits = {
        "2026-05-20": scored(q8=1),
        "2026-06-20": {"stage_by_therapist": "2"},
        "2026-11-20": scored(q8=3),
    }
    assert stage(over_time(visits)) == (2, 2)


def test_a_word_in_force_is_what_a_later_visit_showed(over_time: Any) -> None:
    """The rule alone said IV in between, but the therapist's III was shown: nothing is lower than that."""
    visits = {
        "2026-05-20": {"stage_by_therapist": "3"},
        "2026-07-20": scored(q8=1),
        "2026-11-20": scored(q8=2, walking_help="person"),
    }
    assert (stage(over_time(visits)), over_time(visits).stage.kept_from_earlier) == ((3, 3), False)


def test_a_word_told_just_before_a_visit_counts_at_that_visit(over_time: Any) -> None:
    visits = {
        "2026-05-20": {"stage_by_therapist": "2"},
        "2026-05-28": scored(q8=1),
        "2026-11-20": scored(q8=3),
    }
    assert stage(over_time(visits)) == (2, 2)


def test_a_stale_word_hands_back_to_the_rule_and_stays_a_floor(over_time: Any) -> None:
    found = over_time({"2026-05-20": {"stage_by_therapist": "5"}, "2026-11-20": scored(q8=3)})
    assert (stage(found), found.stage.by, found.stage.kept_from_earlier) == ((5, 5), "rule", True)


# --- King's, MiToS and FT9, side by side (evidence §2.1 to 2.3) -------------------------------------------

NO, OPEN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES


@pytest.mark.parametrize(
    ("changed", "kings"),
    [
        ({}, (1, 1)),
        ({"q1": 3}, (1, 1)),
        ({"q2": 3, "q3": 3}, (1, 1)),
        ({"q4": 3, "q8": 3}, (2, 2)),
        ({"q5": 3, "q8": 3, "q1": 3}, (3, 3)),
        ({"q6": 0, "q7": 0, "q9": 0}, (1, 1)),
        ({"q11": 0}, (1, 1)),
        ({"q10": 1}, (1, 1)),
        ({"q10": 0}, (4, 4)),
        ({"q12": 3}, (4, 4)),
        ({"feeding_tube_status": "placed"}, (4, 4)),
        ({"q5": 2, "tube_feeding_over_half": True}, (4, 4)),
        ({"q1": None, "q4": 3}, (1, 2)),
        ({"q12": None, "q8": 3}, (1, 4)),
        ({"tube_feeding_over_half": None, "q5": 2, "q8": 3}, (1, 4)),
        ({"tube_feeding_over_half": None, "q5": 2, "q8": 3, "feeding_tube_status": "none"}, (2, 2)),
    ],
)
def test_kings_counts_regions_and_four_where_help_has_begun(at: Any, changed: dict[str, Any], kings: Stage) -> None:
    found = at(**changed).kings
    assert (found.low, found.high) == kings


@pytest.mark.parametrize(
    ("changed", "four_a", "four_b"),
    [
        ({}, NO, NO),
        ({"feeding_tube_status": "placed"}, YES, NO),
        ({"feeding_tube_status": "referred"}, NO, NO),
        ({"tube_feeding_over_half": True}, YES, NO),
        ({"tube_feeding_over_half": None}, OPEN, NO),
        ({"q12": 3, "feeding_tube_status": "placed"}, YES, YES),
        ({"q10": 0}, NO, YES),
        ({"q12": None}, NO, OPEN),
        ({"q12": None, "q10": 0}, NO, YES),
    ],
)
def test_feeding_and_breathing_help_are_two_facts_without_order(
    at: Any, changed: dict[str, Any], four_a: Truth, four_b: Truth
) -> None:
    found = at(**changed).kings
    assert (found.four_a, found.four_b) == (four_a, four_b)


def test_no_region_counted_is_given_as_one_with_a_note(at: Any) -> None:
    assert at().kings.no_region is True
    assert at(q1=3).kings.no_region is False
    assert at(q1=None).kings.no_region is False


@pytest.mark.parametrize(
    ("changed", "mitos"),
    [
        ({}, (0, 0)),
        ({"q8": 1}, (1, 1)),
        ({"q6": 1}, (1, 1)),
        ({"q8": 1, "q6": 1}, (1, 1)),
        ({"q3": 1}, (1, 1)),
        ({"q1": 1}, (0, 0)),
        ({"q4": 1}, (0, 0)),
        ({"q1": 1, "q4": 1}, (1, 1)),
        ({"q10": 1}, (1, 1)),
        ({"q12": 2}, (1, 1)),
        ({"q12": 3}, (0, 0)),
        ({"q8": 0, "q3": 0, "q1": 0, "q4": 0, "q12": 0}, (4, 4)),
        ({"q1": 1, "q4": None, "q8": 1}, (1, 2)),
        ({"q1": 4, "q4": None}, (0, 0)),
    ],
)
def test_mitos_counts_functions_lost_and_communication_needs_both(
    at: Any, changed: dict[str, Any], mitos: Stage
) -> None:
    found = at(**changed).mitos
    assert (found.low, found.high) == mitos


@pytest.mark.parametrize(
    ("changed", "ft9"),
    [
        ({}, (0, 0)),
        ({"q1": 2}, (0, 0)),
        ({"q1": 1}, (1, 1)),
        ({"q1": 1, "q4": 1, "q8": 1, "q10": 1}, (4, 4)),
        ({"q7": 3, "q8": 3, "q9": 3}, (1, 1)),
        ({"q1": None}, (0, 1)),
        ({"q1": None, "q2": 1}, (1, 1)),
    ],
)
def test_ft9_counts_subscores_at_or_below_nine(at: Any, changed: dict[str, Any], ft9: Stage) -> None:
    found = at(**changed).ft9
    assert (found.low, found.high) == ft9


def test_no_lens_is_worked_out_from_another(at: Any) -> None:
    bulbar = at(q1=0, q2=0, q3=0, feeding_tube_status="placed")
    assert (stage(bulbar), bulbar.kings.low, bulbar.mitos.low, bulbar.ft9.low) == ((1, 1), 4, 1, 1)


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
    assert asked - {"walking_help", "tube_feeding_over_half"} == legs | arms
