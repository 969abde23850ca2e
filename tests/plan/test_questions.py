"""Few questions: what is asked of this body, six single ones at most, tick lists, the twelve items first, what is assumed."""

from __future__ import annotations

from typing import Any

import pytest
from near_limits import crowd, in_parts, together
from people import TODAY, Assessed
from stories import EVERYBODY, base, plan_for

from planner import assess, make_plan, read_intake
from planner.language.data_notes import data_notes
from planner.language.words import load_words
from planner.model.conditions import truth_of
from planner.model.facts import ASSUMED
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth
from planner.plan.measure_next import TOTAL
from planner.plan.plan import Plan
from planner.record.plan_json import measure_next_as_json

pytestmark = together

WELL = dict.fromkeys(
    ("speech", "salivation", "swallowing", "handwriting", "cutting", "dressing", "turning", "walking", "stairs", "dyspnea", "orthopnea", "respiratory"), 4,
)  # fmt: skip


def scored(**lower: int) -> dict[str, Any]:
    """The twelve items as before the illness, but for these."""
    return {f"alsfrs_{item}": score for item, score in {**WELL, **lower}.items()}


def planned(facts: dict[str, Any], **patient: Any) -> Plan:
    told = {"patient": {"id": "invented", **patient}, "visits": [{"on": "2026-11-20", "facts": facts}]}
    return make_plan(assess(read_intake(told, base(), TODAY), base(), today=TODAY), base())


def singles(plan: Plan) -> list[str]:
    return [question.fact for question in plan.measure_next if not question.pack]


def asked(plan: Plan) -> set[str]:
    """The plain ids of everything asked today."""
    plain = plan.knowledge.vocabulary.plain
    return {plain(name) for question in plan.measure_next for name in question.written}


def asked_or_waiting(plan: Plan) -> set[str]:
    return asked(plan) | {question.fact for question in plan.asked_later}


# --- laws ----------------------------------------------------------------------------------------------------------


def held(plan: Plan) -> None:
    """What holds of the questions of everybody."""
    found, vocabulary = plan.measure_next, plan.knowledge.vocabulary
    packs = [question.pack for question in found]
    few = packs.count("")
    assert few <= plan.knowledge.numbers["single_questions_most"]
    assert "" not in packs[few:], "the single questions come first"
    assert all(question.tells for question in found[:few]), "each single question does something"
    assert len({question.fact for question in found}) == len(found)
    for question in found:
        known = [name for name in question.written if (value := plan.values.get(name)) and value.known]
        assert len(known) < len(question.written) or question.tells, f"{question.fact} is known"
        if question.pack:
            assert vocabulary[question.written[0]].pack == question.pack
    ids = [entry["fact"] for entry in measure_next_as_json(plan) if entry["pack"] is None]
    assert ids == [question.fact for question in found[:few]]


@pytest.mark.parametrize("name", EVERYBODY)
def test_six_single_questions_at_most_each_of_which_does_something(name: str, knowledge: Knowledge) -> None:
    held(plan_for(name, knowledge))


@in_parts
def test_so_it_is_for_people_near_every_limit(part: int) -> None:
    for _, plan in crowd(part):
        held(plan)


@in_parts
def test_nothing_is_asked_while_it_is_known_to_be_of_no_use(part: int) -> None:
    for intake, plan in crowd(part):
        facts = assess(read_intake(intake, base(), TODAY), base(), today=TODAY).facts
        idle = {fact for fact, when in base().ask_when.items() if truth_of(when, facts) is Truth.NO}
        doubted = {question.fact for question in plan.measure_next if question.contradicts}
        assert idle and not (idle - doubted) & asked_or_waiting(plan), intake


# --- who is asked what -----------------------------------------------------------------------------------------------


def test_hands_that_change_ask_nothing_of_legs_that_walk_as_ever() -> None:
    plan = planned({**scored(handwriting=3), "falls_3mo": 0}, onset_region="arm", country="US")
    assert {"mrc_wrist_extension", "mrc_thumb_abduction"} <= asked_or_waiting(plan)
    legs = {
        "mrc_ankle_dorsiflexion",
        "foot_drop",
        "knee_buckling",
        "tug_s",
        "falls_1mo",
        "entry_rise_cm",
        "niv_hours_per_day",
    }
    assert not legs & asked_or_waiting(plan)


def test_the_foot_is_asked_about_once_walking_changes_and_not_where_it_lifts_with_full_strength() -> None:
    feet = {"foot_drop", "ankle_contracture", "ankle_unstable"}
    strong = {f"mrc_ankle_dorsiflexion_{side}": 5 for side in ("left", "right")}
    weak = {f"mrc_ankle_dorsiflexion_{side}": 3 for side in ("left", "right")}
    assert not feet & asked_or_waiting(planned({**scored(walking=3), **strong}))
    assert feet & asked_or_waiting(planned({**scored(walking=3), **weak}))


@pytest.mark.parametrize(
    ("told", "fact", "wanted"),
    [
        ({"alsfrs_respiratory": 2}, "niv_hours_per_day", True),
        ({"alsfrs_respiratory": 4}, "niv_hours_per_day", False),
        ({"falls_3mo": 1}, "injury_fall_3mo", True),
        ({"falls_3mo": 0}, "injury_fall_3mo", False),
        ({"fvc_pct": 45}, "paco2_mmhg", False),  # a test that advice orders, never a question
        ({"alsfrs_handwriting": 0, "alsfrs_cutting": 0}, "hand_clawing", False),  # hands that are lost
    ],
)
def test_a_question_waits_for_what_makes_it_useful(told: dict[str, Any], fact: str, wanted: bool) -> None:
    assert (fact in asked_or_waiting(planned({**scored(), **told}))) is wanted


def test_where_nobody_knows_whether_a_question_is_of_use_what_it_waits_for_is_asked() -> None:
    found = asked_or_waiting(planned({**scored(walking=3)}))
    assert "falls_3mo" in found and "falls_1mo" not in found


def test_what_is_too_old_is_asked_again() -> None:
    told = {"patient": {"id": "invented"}, "visits": [{"on": "2026-04-01", "facts": {"snip_cmh2o": 70, "fvc_pct": 90}}]}
    plan = make_plan(assess(read_intake(told, base(), TODAY), base(), today=TODAY), base())
    assert "snip_cmh2o" in asked_or_waiting(plan)


# --- tick lists ----------------------------------------------------------------------------------------------------


def test_the_danger_screen_is_always_asked_without_what_a_state_excludes() -> None:
    plain = planned(scored())
    assert {"sudden_chest_pain_or_breath_loss", "morning_headache", "thoughts_of_suicide"} <= asked(plain)
    trach = planned({**scored(speech=0, dyspnea=0, orthopnea=0, respiratory=0), "tracheostomy": True})
    assert "cannot_lie_flat" in asked(plain) and "cannot_lie_flat" not in asked(trach)
    assert "sudden_chest_pain_or_breath_loss" in asked(trach)


def test_a_tick_list_prints_only_while_something_of_today_waits_for_it() -> None:
    packs = {question.pack for question in planned(scored(swallowing=3, dyspnea=3)).measure_next}
    assert "stacking_safety" in packs
    ready = {
        "obstructive_lung_disease": False,
        "bullae_or_emphysema": False,
        "pneumothorax_ever": False,
        "heart_or_pressure_unstable": False,
    }
    ready |= {"coughing_blood_or_bleeding": False, "surgery_vomiting_or_head_pressure": False}
    packs = {question.pack for question in planned({**scored(swallowing=3, dyspnea=3), **ready}).measure_next}
    assert "stacking_safety" not in packs


def test_whether_a_thing_is_there_is_asked_only_where_it_is_to_be_got() -> None:
    plan = planned({**scored(walking=2, stairs=1), "walking_help": "rollator", "falls_3mo": 2})
    action = {order.id: order.action for order in plan.equipment}
    things = {fact.removeprefix("equipment_status_") for fact in asked(plan) if fact.startswith("equipment_status_")}
    assert things and all(action[thing] not in ("wait", "skip", "has") for thing in things)


# --- the twelve items ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{"alsfrs_total": 38}, {"fatigue": True}])
def test_where_no_item_is_known_the_twelve_items_are_the_first_question(facts: dict[str, Any]) -> None:
    first = planned(facts).measure_next[0]
    assert (first.fact, len(first.written), first.pack) == (TOTAL, 12, "")
    told = measure_next_as_json(planned(facts))[0]
    assert (told["question"], len(told["written"])) == ("The twelve items of the ALSFRS-R", 12)


def test_missing_items_are_one_question_and_a_single_one_is_itself() -> None:
    most = {name: score for name, score in scored().items() if name not in ("alsfrs_dyspnea", "alsfrs_orthopnea")}
    (one,) = [question for question in planned(most).measure_next if question.fact == TOTAL]
    assert one.written == ("alsfrs_dyspnea", "alsfrs_orthopnea")
    most["alsfrs_orthopnea"] = 4
    assert TOTAL not in singles(planned(most)) and "alsfrs_dyspnea" in singles(planned(most))


# --- what is assumed -----------------------------------------------------------------------------------------------


def test_who_walks_as_ever_is_taken_to_have_no_chair_until_somebody_says_otherwise(assessed: Assessed) -> None:
    value = assessed({"alsfrs_walking": 4}).facts.value("wheelchair_in_use")
    assert (value.known, value.raw, value.note) == (True, "none", ASSUMED)
    told = assessed({"alsfrs_walking": 4, "wheelchair_in_use": "transport"}).facts.value("wheelchair_in_use")
    assert (told.raw, told.note) == ("transport", "")
    assert not assessed({"alsfrs_walking": 3}).facts.value("wheelchair_in_use").known


def test_what_is_assumed_is_told_to_the_therapist_with_the_answer_behind_it() -> None:
    notes = data_notes(planned(scored()), load_words("en"))
    assert "Assumed until somebody answers: Chair used now: none (from Walking: 4 (20 Nov 2026))." in notes
