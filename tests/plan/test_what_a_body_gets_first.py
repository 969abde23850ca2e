"""What stands first, and what is never got or asked: small invented people, each of a kind that once came out wrong."""

from __future__ import annotations

from typing import Any

from near_limits import plan_of, together

from planner.model.problems import GRAVEST
from planner.plan.plan import Plan

pytestmark = together

ITEMS = (
    "speech", "salivation", "swallowing", "handwriting", "cutting", "dressing",
    "turning", "walking", "stairs", "dyspnea", "orthopnea", "respiratory",
)  # fmt: skip


def plan(scores: str, patient: dict[str, Any] | None = None, **facts: Any) -> Plan:
    """The plan of an invented person with these twelve scores, in the order of the scale."""
    items = {f"alsfrs_{name}": int(score) for name, score in zip(ITEMS, scores, strict=True)}
    visits = [{"on": "2026-11-20", "facts": {**items, **facts}}]
    return plan_of({"patient": {"id": "invented-body", **(patient or {})}, "visits": visits})


def test_what_can_be_done_stands_before_what_is_only_to_be_checked() -> None:
    """Breath stacking that waits for six safety answers is no first thing beside a weak thumb or a changing voice."""
    for scores, facts in (
        ("444334444444", {}),
        ("444434444444", {"mrc_thumb_abduction_left": 2, "mrc_grip_left": 3}),
        ("334444444444", {}),
    ):
        today = plan(scores, {"symptom_onset_date": "2026-03"}, fvc_pct=98, **facts).agenda.today
        assert any(one.id == "lung_volume_recruitment" for line in today for one in line.acts)
        assert not all(one.check for one in today[0].acts), scores


def test_two_falls_with_a_foot_that_catches_are_answered_at_the_feet_before_the_power_chair() -> None:
    today = plan("444444433444", foot_drop_left=True, falls_3mo=2, falls_1mo=1, fatigue=True).agenda.today
    assert today[0].problem == "feet_and_falls"
    assert any(one.id == "power_wheelchair_evaluation" for line in today[1:] for one in line.acts)


def test_where_comfort_is_the_goal_what_must_not_wait_takes_no_place_of_mouth_and_helpers() -> None:
    facts = {
        "niv_status": "in_use", "niv_hours_per_day": 18, "feeding_tube_status": "declined", "fvc_pct": 22,
        "pcf_l_min": 110, "helpers_count": 1, "wheelchair_in_use": "manual", "transfer_help": "lift",
    }  # fmt: skip
    found = plan("221000010121", {"hospice_enrolled": True, "country": "US", "main_payer": "medicare"}, **facts)
    assert len([line for line in found.agenda.today if line.severity == GRAVEST]) == 2
    assert {"swallowing_and_food", "helpers"} <= {line.problem for line in found.agenda.today}
    routes = {one.id: one.route for one in found.equipment}
    assert routes["hospital_bed"] == routes["alternating_pressure_mattress"] == "hospice"


def test_nothing_by_mouth_and_no_tube_wanted_asks_today_what_care_is_for() -> None:
    found = plan("440444444444", feeding_tube_status="declined", fvc_pct=92)
    acts = {one.id: one for line in found.agenda.today for one in line.acts}
    assert acts["ask_goal_of_care"].severity == GRAVEST


def test_weak_arms_that_make_turning_hard_bring_a_slide_sheet_and_no_bed_to_legs_as_before() -> None:
    found = plan("444000144444", {"diagnosis_type": "flail_arm", "symptom_onset_date": "2024-01"}, falls_3mo=0)
    things = {one.id: one.action for one in found.equipment}
    assert things["bed_rail_and_slide_sheet"] == "order_now"
    assert things["hospital_bed"] not in ("order_now", "arrange")
    acts = {one.id for line in found.agenda.today for one in line.acts}
    assert not acts & {"pressure_relief_and_turning_plan", "wheelchair_ready_home"}


def test_helpers_are_no_danger_of_mask_hours_where_no_mask_is_used() -> None:
    asked = {one.fact: one.red_flags for one in plan("334444444444", fvc_pct=72).measure_next}
    assert "lone_helper_with_long_mask_hours" not in asked.get("helpers_count", ())
    hours = plan("334444444441", fvc_pct=52, niv_hours_per_day=14, helpers_count=1)
    assert "lone_helper_with_long_mask_hours" in {flag.id for flag in hours.red_flags}


def test_what_a_check_found_is_as_grave_as_it_says_and_what_is_merely_missing_is_not() -> None:
    """Pain, low mood and changed thinking come from checks that everybody gets; found, they are no trifle any more."""
    found = plan("444444433444", fvc_pct=98, pain_worst_0_10=7, low_mood=True, thinking_or_behaviour_change=True)
    grades = {one.id: one.severity for line in (*found.agenda.today, *found.agenda.next_visit) for one in line.acts}
    assert (grades["ask_about_pain_each_visit"], grades["ask_about_mood_and_peer_support"]) == (2, 2)
    assert grades["adapt_plan_for_thinking_changes"] == 1
    nobody = plan_of(
        {"patient": {"id": "invented-total"}, "visits": [{"on": "2026-11-20", "facts": {"alsfrs_total": 31}}]}
    )
    grades = {one.id: one.severity for line in nobody.agenda.today for one in line.acts}
    assert grades["repeat_breathing_tests_on_time"] == 0


def test_in_comfort_pain_stands_before_skin_and_beds() -> None:
    facts = {"care_goal_told": "comfort", "niv_status": "declined", "pain_worst_0_10": 5, "helpers_count": 2}
    today = [line.problem for line in plan("001000000114", feeding_tube_status="placed", **facts).agenda.today]
    assert today.index("stiffness_pain_cramps") < today.index("skin") < today.index("transfers_and_bed")


def test_what_needs_a_call_today_stands_before_what_needs_one_this_week() -> None:
    facts = {"niv_status": "in_use", "niv_hours_per_day": 9, "helpers_count": 1, "chest_infection_now": True}
    today = plan("333322221232", fvc_pct=40, weak_cough=True, **facts).agenda.today
    assert today[0].acts[0].id == "call_team_same_day" and "lone_helper_with_long_mask_hours" in today[1].answers


def test_nobody_who_walks_and_climbs_as_before_makes_room_for_a_chair() -> None:
    found = plan("444444444444", {"onset_region": "leg", "symptom_onset_date": "2026-05"}, fvc_pct=103)
    assert not any(one.id == "wheelchair_ready_home" for line in found.agenda.today for one in line.acts)


def test_nobody_without_hands_or_voice_is_told_to_press_or_to_speak() -> None:
    found = plan("111000000444", time_alone_daily=True, helpers_count=1)
    things = {one.id: one for one in found.equipment}
    assert things["emergency_call"].otherwise and things["environmental_controls"].otherwise
