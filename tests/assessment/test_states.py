"""States of the body: what answers say together, what contradicts, and what a state closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from people import TODAY, FactsOf

from planner import assess, make_plan, plan_as_json, read_intake
from planner.language.data_notes import data_notes
from planner.language.words import load_words
from planner.model.facts import Facts
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan

Told = dict[str, Any]


def word(facts: Facts, state: str) -> Any:
    """A state as its word, None where it is open."""
    value = facts.value(state)
    return facts.vocabulary[state].raw(value.low) if value.known else None


@pytest.fixture
def plan_of(knowledge: Knowledge) -> Callable[..., Plan]:
    def make(facts: Told, **more: Any) -> Plan:
        visits = [{"on": "2026-11-18", "facts": facts}, *more.pop("earlier", [])]
        told = {
            "patient": {"id": "invented-state", "country": "US", **more.pop("patient", {})},
            "visits": visits,
            **more,
        }
        return make_plan(assess(read_intake(told, knowledge, TODAY), knowledge, today=TODAY), knowledge)

    return make


def timings(plan: Plan) -> dict[str, str]:
    return {item.id: item.timing for item in plan.items}


# --- ventilation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"alsfrs_respiratory": 4}, "none"),
        ({"alsfrs_respiratory": 3}, "mask"),
        ({"alsfrs_respiratory": 1}, "mask"),
        ({"alsfrs_respiratory": 0}, "invasive"),
        ({"niv_status": "in_use"}, "mask"),
        ({"niv_status": "discussed"}, None),
        ({"niv_hours_per_day": 6}, "mask"),
        ({"niv_hours_per_day": 0}, None),
        ({"tracheostomy": True}, "invasive"),
        ({"tracheostomy": True, "fvc_pct": 40, "alsfrs_respiratory": 0}, "invasive"),
        ({"niv_status": "replaced_by_tracheostomy"}, "invasive"),
        ({"alsfrs_dyspnea": 0, "alsfrs_respiratory": 0}, "invasive"),
        # One mistyped digit must not silence a danger.
        ({"alsfrs_respiratory": 0, "fvc_pct": 62, "alsfrs_orthopnea": 3}, None),
        ({"alsfrs_respiratory": 0, "alsfrs_dyspnea": 2}, None),
        ({"alsfrs_respiratory": 4, "niv_status": "in_use"}, None),
        ({"alsfrs_respiratory": 2, "tracheostomy": True}, None),
    ],
)
def test_breathing_support_comes_from_item_12_status_hours_and_tube(
    facts_of: FactsOf, told: Told, expected: Any
) -> None:
    assert word(facts_of({"2026-11-18": told}), "ventilation") == expected


def test_of_different_days_the_newer_counts_but_a_score_undoes_no_tracheostomy(facts_of: FactsOf) -> None:
    newer = facts_of({"2026-08-18": {"alsfrs_respiratory": 4}, "2026-11-18": {"niv_status": "in_use"}})
    assert word(newer, "ventilation") == "mask" and newer.value("ventilation").note == "changed"
    undone = facts_of({"2026-08-18": {"tracheostomy": True}, "2026-11-18": {"alsfrs_respiratory": 2}})
    assert word(undone, "ventilation") is None and undone.value("ventilation").note == "contradiction"


def test_a_mask_known_from_item_12_alone_is_in_place_and_silences_no_danger(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of({"alsfrs_respiratory": 2, "alsfrs_dyspnea": 1, "alsfrs_orthopnea": 2})
    found = timings(plan)
    assert found["mask_breathing_assessment_now"] == found["prepare_early_for_mask_breathing"] == "done"
    assert found["urgent_ventilation_contact_within_a_week"] == "now"
    assert "breathless_at_rest" in {flag.id for flag in plan.red_flags}
    machine = next(order for order in plan.equipment if order.id == "breathing_mask_machine")
    assert machine.action not in ("order_now", "order_by")


def test_with_a_tube_in_the_windpipe_no_advice_on_masks_and_tests_is_left(
    plan_of: Callable[..., Plan], knowledge: Knowledge
) -> None:
    plan = plan_of(
        {"alsfrs_respiratory": 0, "alsfrs_dyspnea": 0, "alsfrs_orthopnea": 0, "tracheostomy": True, "fvc_pct": 20}
    )
    closed = next(closing for closing in knowledge.states.closed if closing.id == "invasive_ventilation")
    assert {timings(plan)[name] for name in closed.recommendations} == {"not_now"}
    assert not {flag.id for flag in plan.red_flags} & set(closed.red_flags)
    asked = {question.fact for question in plan.measure_next}
    assert not asked & {"fvc_pct", "snip_cmh2o", "niv_status", "niv_hours_per_day", "pcf_l_min"}


@pytest.mark.parametrize(
    ("sign", "flag"),
    [
        ({"sudden_chest_pain_or_breath_loss": True}, "sudden_chest_pain_or_breath_loss"),
        ({"breathing_worse_over_days": True}, "breathing_worse_over_days"),
        ({"spo2_pct": 86}, "very_low_oxygen_at_rest"),
        ({"paco2_mmhg": 60}, "carbon_dioxide_high"),
        ({"chest_infection_now": True}, "chest_infection"),
        ({"confusion_or_hallucination": True}, "new_confusion"),
        ({"morning_headache": True, "daytime_sleepiness": True}, "morning_headache_with_sleepiness"),
        ({"coughing_blood_or_bleeding": True}, "coughing_blood"),
    ],
)
@pytest.mark.parametrize("support", [{}, {"alsfrs_respiratory": 0}, {"tracheostomy": True}, {"niv_status": "in_use"}])
def test_no_state_silences_these_dangers(plan_of: Callable[..., Plan], sign: Told, flag: str, support: Told) -> None:
    assert flag in {found.id for found in plan_of({**sign, **support}).red_flags}


def test_a_mistyped_item_12_keeps_danger_and_assessment_and_is_asked_first(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of({"alsfrs_respiratory": 0, "fvc_pct": 48, "cannot_lie_flat": True, "alsfrs_orthopnea": 3})
    assert timings(plan)["mask_breathing_assessment_now"] == "now"
    assert "cannot_lie_flat" in {flag.id for flag in plan.red_flags}
    first = plan.measure_next[0]
    assert (first.fact, first.contradicts) == ("alsfrs_respiratory", True)
    (note,) = [note for note in data_notes(plan, load_words("en")) if note.startswith("Breathing support")]
    assert "48" in note and "do not fit together" in note
    assert plan_as_json(plan)["states"]["ventilation"] is None


@pytest.mark.parametrize(
    ("told", "state", "fact", "answer"),
    [
        ({"alsfrs_respiratory": 4}, "ventilation", "alsfrs_respiratory", 4),
        ({"niv_status": "in_use"}, "ventilation", "niv_status", "in_use"),
        ({"walking_help": "not_walking"}, "walks", "walking_help", "not_walking"),
        ({"alsfrs_walking": 3}, "walks", "alsfrs_walking", 3),
        ({"alsfrs_swallowing": 2}, "eats_by_mouth", "alsfrs_swallowing", 2),
        ({"transfer_help": "lift"}, "stands_to_transfer", "transfer_help", "lift"),
        ({"mrc_grip_left": 1, "mrc_grip_right": 3}, "hands_usable", "mrc_grip_right", 3),
    ],
)
def test_the_reason_of_a_state_is_the_answer_that_decided_it(
    facts_of: FactsOf, told: Told, state: str, fact: str, answer: Any
) -> None:
    value = facts_of({"2026-11-18": told}).value(state)
    assert (value.of, value.raw) == (fact, answer)


# --- eating, walking, standing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"alsfrs_swallowing": 4}, "yes"),
        ({"alsfrs_swallowing": 3}, "yes"),
        ({"alsfrs_swallowing": 2}, "with_care"),
        ({"alsfrs_swallowing": 3, "tube_feeding_over_half": True}, "with_care"),
        ({"alsfrs_swallowing": 0}, "nothing"),
        ({"alsfrs_swallowing": 0, "tube_feeding_over_half": False}, "nothing"),
        ({}, None),
    ],
)
def test_eating_by_mouth(facts_of: FactsOf, told: Told, expected: Any) -> None:
    assert word(facts_of({"2026-11-18": {"alsfrs_speech": 4, **told}}), "eats_by_mouth") == expected


@pytest.mark.parametrize(
    ("told", "bounds", "walks"),
    [
        ({"walking_help": "rollator"}, (2, 2), True),
        ({"tug_s": 22}, (2, 4), True),
        ({"walk_distance_m": 40}, (2, 4), True),
        ({"walk_distance_m": 0}, (0, 4), None),
        ({"walking_help": "not_walking"}, (0, 1), False),
        ({"walking_help": "none"}, (0, 4), None),
        ({"alsfrs_walking": 3, "tug_s": 9}, (3, 3), True),
        ({"alsfrs_walking": 1}, (1, 1), False),
        ({"alsfrs_walking": 3, "walking_help": "not_walking"}, (3, 3), False),
    ],
)
def test_walking_is_proven_by_help_a_timed_walk_or_a_distance(
    facts_of: FactsOf, told: Told, bounds: tuple[int, int], walks: bool | None
) -> None:
    facts = facts_of({"2026-11-18": told})
    score = facts.value("alsfrs_walking")
    assert (score.low, score.high) == bounds
    assert word(facts, "walks") == walks


def test_a_therapists_tests_alone_bring_advice_on_falls(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of({"walking_help": "rollator", "tug_s": 22, "walk_distance_m": 40, "falls_3mo": 3, "falls_1mo": 1})
    found = timings(plan)
    assert {found[name] for name in ("lower_fall_risk_now", "clear_trip_hazards_and_fit_rails")} == {"now"}
    assert (plan.stage.low, plan.stage.high) == (3, 3)


def test_who_does_not_walk_has_no_brace_for_walking_and_no_cane_in_place(plan_of: Callable[..., Plan]) -> None:
    facts = {
        "alsfrs_walking": 0,
        "foot_drop_left": True,
        "equipment_status_cane": "in_use",
        "equipment_status_ankle_brace_carbon": "in_use",
    }
    found = timings(plan_of(facts))
    for name in (
        "light_ankle_brace_leaf_spring",
        "stiffer_carbon_ankle_brace",
        "cane_in_opposite_hand",
        "rollator_with_seat",
    ):
        assert found[name] == "not_now", name


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"can_bear_weight": True}, True),
        ({"can_bear_weight": True, "transfer_help": "board"}, False),
        ({"sit_to_stand": "cannot", "alsfrs_walking": 1}, False),
        ({"alsfrs_walking": 1}, True),
        ({"alsfrs_walking": 0}, False),
        ({"transfer_help": "two_people"}, None),
    ],
)
def test_standing_to_transfer(facts_of: FactsOf, told: Told, expected: Any) -> None:
    assert word(facts_of({"2026-11-18": told}), "stands_to_transfer") == expected


# --- hands, speech, cough, alone --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"alsfrs_handwriting": 0, "alsfrs_cutting": 0, "tube_feeding_over_half": False}, False),
        ({"alsfrs_handwriting": 0, "alsfrs_cutting": 0, "tube_feeding_over_half": True}, False),
        ({"alsfrs_handwriting": 0, "alsfrs_cutting": 0}, False),
        ({"alsfrs_handwriting": 0, "alsfrs_cutting": 1, "tube_feeding_over_half": True}, None),
        ({"mrc_grip_left": 1, "mrc_grip_right": 0}, False),
        ({"mrc_grip_left": 1, "mrc_grip_right": 3}, True),
        ({"alsfrs_handwriting": 1}, True),
        ({"alsfrs_speech": 4}, None),
    ],
)
def test_hands(facts_of: FactsOf, told: Told, expected: Any) -> None:
    assert word(facts_of({"2026-11-18": told}), "hands_usable") == expected


def test_a_weak_measured_cough_is_a_breathing_sign_and_brings_the_mask_assessment(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of({"fvc_pct": 68, "pcf_l_min": 190, "snip_cmh2o": 48}, patient={"sex": "female"})
    assert plan_as_json(plan)["states"]["weak_cough_sign"] is True
    item = plan.item("mask_breathing_assessment_now")
    assert item is not None and item.timing == "now"
    assert {reason.fact for reason in item.because} >= {"fvc_pct", "pcf_l_min"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"helpers_count": 0, "transfer_near_fall": True}, True),
        ({"helpers_count": 0, "alsfrs_walking": 1}, True),
        ({"time_alone_daily": True, "falls_1mo": 2}, True),
        ({"helpers_count": 2, "time_alone_daily": False, "transfer_near_fall": True}, False),
        ({"helpers_count": 0}, None),
    ],
)
def test_alone_and_unsafe(facts_of: FactsOf, told: Told, expected: Any) -> None:
    assert word(facts_of({"2026-11-18": told}), "alone_and_unsafe") == expected


def test_the_goal_of_care_is_told_or_follows_hospice_and_is_never_guessed(facts_of: FactsOf) -> None:
    assert word(facts_of({"2026-11-18": {"care_goal_told": "comfort"}}), "care_goal") == "comfort"
    assert word(facts_of({"2026-11-18": {"alsfrs_speech": 4}}, hospice_enrolled=True), "care_goal") == "comfort"
    both = {"care_goal_told": "longer_life"}
    assert word(facts_of({"2026-11-18": both}, hospice_enrolled=True), "care_goal") == "longer_life"
    declined = {"niv_status": "declined", "feeding_tube_status": "declined"}
    assert word(facts_of({"2026-11-18": declined}), "care_goal") is None


def test_a_tube_in_use_ends_the_talk_about_one(plan_of: Callable[..., Plan]) -> None:
    found = timings(plan_of({"alsfrs_swallowing": 1, "tube_feeding_over_half": True}))
    assert found["feeding_tube_timing_talk"] == "done"


def test_the_fridge_sheet_says_only_what_is_certain_of_breathing(plan_of: Callable[..., Plan]) -> None:
    def said(told: Told) -> tuple[str, Any]:
        found = plan_of(told).emergency
        return " ".join(found.lines["breathing"]), found.devices["mask"]

    tube, mask = said({"tracheostomy": True}), said({"alsfrs_respiratory": 2})
    assert "through a tube in my windpipe" in tube[0] and tube[1].name == "NO"
    assert "my own mask machine" in mask[0] and mask[1].name == "YES"
    slip = said({"alsfrs_respiratory": 0, "fvc_pct": 62})
    assert "tube" not in slip[0] and slip[1].name == "UNKNOWN"
