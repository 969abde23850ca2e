"""Which stage is shown: a range where answers are missing, the therapist's word, and never lower than before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from people import TODAY, Stage, scored, stage

from planner import assess, make_plan, plan_as_json, read_intake
from planner.assessment.assessment import Assessment
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge

Person = Callable[..., Intake]


@pytest.fixture(scope="module")
def over_time(knowledge: Knowledge) -> Callable[..., Assessment]:
    """The assessment of a person with several visits, given as day → changes."""

    def build(visits: Mapping[str, Mapping[str, Any]], today: date = TODAY) -> Assessment:
        listed = [{"on": day, "facts": dict(facts)} for day, facts in visits.items()]
        return assess(read_intake({"patient": {"id": "x"}, "visits": listed}, knowledge, today), knowledge, today=today)

    return build


# --- ranges, contradictions, reasons ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected", "asks"),
    [
        ({"q8": None, "walking_help": "none"}, (1, 4), ("alsfrs_walking",)),
        ({"q8": None, "walking_help": "brace_only"}, (2, 2), ()),
        ({"q8": 2}, (2, 3), ("walking_help",)),
        ({"q8": 3, "q9": None}, (2, 3), ("alsfrs_stairs",)),
        ({"q8": 1, "q6": None}, (4, 5), ("alsfrs_dressing",)),
        ({"q8": 0, "q6": 0, "q7": None}, (5, 6), ("alsfrs_turning",)),
        ({"mrc_wrist_extension_left": None}, (1, 1), ()),
        ({"mrc_wrist_extension_left": None, "mrc_wrist_extension_right": 3}, (2, 2), ()),
        ({"q4": 3, "mrc_thumb_abduction_left": None}, (1, 2), ("mrc_thumb_abduction_left",)),
        ({"q8": 3, "mrc_ankle_dorsiflexion_left": None}, (2, 3), ("mrc_ankle_dorsiflexion_left",)),
    ],
)
def test_what_is_missing_gives_a_range_and_the_question_that_settles_it(
    strong_but: Any, changed: dict[str, Any], expected: Stage, asks: tuple[str, ...]
) -> None:
    found = strong_but(**changed)
    assert stage(found) == expected
    assert found.stage.asks == asks


ITEMS = ("turning", "walking", "stairs", "handwriting", "cutting", "dressing")
ANKLES, HANDS = ("mrc_ankle_dorsiflexion",), ("mrc_grip", "mrc_thumb_abduction")


@pytest.mark.parametrize(
    ("changed", "expected", "settled_by"),
    [
        ({}, (1, 1), ()),
        ({"stairs": 3}, (1, 2), ANKLES),
        ({"handwriting": 3}, (1, 2), HANDS),
        ({"handwriting": 3, "cutting": 3}, (1, 2), HANDS),
        ({"walking": 3}, (2, 3), ANKLES),
        ({"dressing": 3}, (2, 3), HANDS),
        ({"walking": 3, "handwriting": 2}, (2, 3), (*ANKLES, "mrc_thumb_abduction")),
        ({"walking": 1}, (4, 4), ()),
        ({"walking": 0, "turning": 1, "dressing": 0}, (6, 6), ()),
    ],
)
def test_items_alone_give_one_stage_or_two_neighbours_and_the_muscle_that_settles_it(
    over_time: Callable[..., Assessment], changed: dict[str, int], expected: Stage, settled_by: tuple[str, ...]
) -> None:
    told = {f"alsfrs_{item}": changed.get(item, 4) for item in ITEMS} | {"feeding_tube_status": "none"}
    found = over_time({"2026-11-20": {**told, "fvc_pct": 95}})
    assert stage(found) == expected
    plain = tuple(dict.fromkeys(name.rsplit("_", 1)[0] for name in found.stage.asks))
    assert set(plain) <= set(settled_by) if settled_by else plain == ()
    assert bool(plain) == (expected[0] != expected[1])


def test_strength_is_taken_by_the_stage_rule_alone_and_said(over_time: Callable[..., Assessment]) -> None:
    told = {f"alsfrs_{item}": 4 for item in ITEMS}
    found = over_time({"2026-11-20": told})
    assert "mrc_grip" in found.stage.assumed and "mrc_ankle_dorsiflexion" in found.stage.assumed
    assert not found.facts.value("mrc_grip").known, "strengthening, braces and splints still ask"
    tested = over_time({"2026-11-20": {**told, "mrc_thumb_abduction_left": 2, "mrc_thumb_abduction_right": 4}})
    assert stage(tested) == (3, 3), "what was tested counts"
    assert "mrc_thumb_abduction" not in tested.stage.assumed


def test_of_a_person_of_whom_nothing_is_known_every_stage_is_possible(knowledge: Knowledge, person: Person) -> None:
    nobody = assess(person(), knowledge, today=TODAY)
    assert stage(nobody) == (1, 6)
    assert {"alsfrs_walking", "alsfrs_dressing", "mrc_grip_left"} <= set(nobody.stage.asks)


@pytest.mark.parametrize("used", ["none", "not_walking"])
def test_no_help_beside_a_score_that_says_with_help_is_told_and_asked(
    strong_but: Any, knowledge: Knowledge, person: Person, used: str
) -> None:
    found = strong_but(q8=2, walking_help=used)
    assert (stage(found), found.stage.asks) == ((2, 3), ("walking_help",))
    assert found.intake.to_confirm == (
        "Walking is scored as walking with help, but no help is named. Which help is used indoors?",
    )


def test_the_reasons_are_the_answers_that_put_the_person_there(strong_but: Any) -> None:
    reasons = strong_but(q8=2, walking_help="rollator").stage.because
    assert [(reason.fact, reason.value) for reason in reasons] == [
        ("alsfrs_walking", 2),
        ("walking_help", "rollator"),
    ]
    reasons = strong_but(mrc_grip_right=3, q4=2).stage.because
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


# --- the therapist's word and earlier visits --------------------------------------------------------------


def test_the_therapists_word_overrules_the_rule_and_both_are_told(strong_but: Any) -> None:
    found = strong_but(q8=1, stage_by_therapist="3")
    assert (stage(found), found.stage.by, found.stage.estimated) == ((3, 3), "therapist", (4, 4))
    assert found.stage.because[0].fact == "stage_by_therapist"
    assert (strong_but(q8=1).stage.by, strong_but(q8=1).stage.estimated) == ("rule", (4, 4))


def test_the_word_counts_for_rules_about_the_stage_too(strong_but: Any) -> None:
    assert strong_but(q8=1, stage_by_therapist="3").facts.value("stage").low == 2


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
