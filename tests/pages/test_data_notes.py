"""What is said of the data itself stands on the therapist's page and in the plan's data, and on nothing a family reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from people import TODAY, told
from rule_files import spoilt_base

from planner import assess, compose, make_plan, render_html
from planner.language.data_notes import data_notes
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan
from planner.record.plan_json import plan_as_json

WORDS = load_words("en")
NOTE = "unable, mask leak"


@pytest.fixture
def planned(read: Any, knowledge: Knowledge) -> Any:
    """The plan for an intake."""
    return lambda source: make_plan(assess(read(source), knowledge, today=TODAY), knowledge)


def at(day: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"on": day, "facts": dict(facts)}


def of(*visits: dict[str, Any]) -> dict[str, Any]:
    return {"patient": {"id": "invented"}, "visits": list(visits)}


def notes(plan: Plan) -> list[str]:
    found = list(data_notes(plan, WORDS))
    assert plan_as_json(plan)["data_notes"] == found
    return found


# --- a note beside a question that stayed open ----------------------------------------------------------------------


def test_a_note_beside_a_null_stands_on_the_therapists_page_and_on_no_other(planned: Any) -> None:
    plan = planned(told({"alsfrs_walking": 3, "fvc_pct": {"value": None, "note": f"\u202e{NOTE}\x0b"}}))
    assert notes(plan) == [f"Forced vital capacity (upright) (20 Nov 2026): not known; noted: {NOTE}"]
    pages = {kind: render_html(compose(plan, kind)) for kind in ("therapist", "family", "equipment", "fridge")}
    assert [kind for kind, page in pages.items() if NOTE in page] == ["therapist"]


def test_a_note_beside_a_null_changes_nothing_else(planned: Any) -> None:
    noted = planned(told({"alsfrs_walking": 3, "fvc_pct": {"value": None, "note": NOTE}}))
    plain = planned(told({"alsfrs_walking": 3, "fvc_pct": None}))
    assert (noted.items, noted.measure_next, noted.values) == (plain.items, plain.measure_next, plain.values)
    assert notes(plain) == []


def test_a_note_goes_when_the_question_is_answered_later(planned: Any) -> None:
    noted, answered = {"fvc_pct": {"value": None, "note": NOTE}, "alsfrs_walking": 3}, {"fvc_pct": 70}
    assert len(notes(planned(of(at("2026-09-01", answered), at("2026-11-20", noted))))) == 1
    assert notes(planned(of(at("2026-09-01", noted), at("2026-11-20", answered)))) == []
    assert notes(planned(of(at("2026-11-20", noted), at("2026-11-20", answered)))) == []


def test_an_empty_note_and_a_blank_one_say_nothing(planned: Any) -> None:
    for note in ("", "  \n", None, "\u202e"):
        assert planned(told({"alsfrs_walking": 3, "fvc_pct": {"value": None, "note": note}})).intake.unanswered == ()


def test_lines_of_a_note_become_one(planned: Any) -> None:
    (note,) = notes(planned(told({"alsfrs_walking": 3, "fvc_pct": {"value": None, "note": "unable\n\n mask leak"}})))
    assert note.endswith("noted: unable mask leak")


# --- answers that contradict each other -----------------------------------------------------------------------------

PAIRS = {
    "walks_as_ever_in_a_power_chair": {"alsfrs_walking": 4, "wheelchair_in_use": "power"},
    "walks_alone_with_help": {"alsfrs_walking": 3, "walking_help": "person"},
    "walks_no_more_but_needs_no_help": {"alsfrs_walking": 1, "walking_help": "none"},
    "walks_no_more_but_a_way": {"alsfrs_walking": 0, "walk_distance_m": 20},
    "walks_no_more_but_is_timed": {"alsfrs_walking": 1, "tug_s": 20},
    "not_walking_but_a_way": {"walking_help": "not_walking", "walk_distance_m": 20},
    "not_walking_but_is_timed": {"walking_help": "not_walking", "tug_s": 20},
    "walks_no_more_but_climbs": {"alsfrs_walking": 1, "alsfrs_stairs": 2},
    "lying_above_upright": {"fvc_supine_pct": 64, "fvc_pct": 63},
    "lying_above_slow_upright": {"fvc_supine_pct": 64, "svc_pct": 63},
    "own_cough_above_assisted": {"pcf_l_min": 300, "pcf_assisted_l_min": 299},
    "breathes_well_lying_but_not_flat": {"alsfrs_orthopnea": 4, "cannot_lie_flat": True},
    "hours_on_a_mask_not_in_use": {"niv_hours_per_day": 2, "niv_status": "declined"},
    "fed_by_a_tube_that_is_not_there": {"tube_feeding_over_half": True, "feeding_tube_status": "none"},
}
FIT = {
    "walks_as_ever_in_a_power_chair": {"alsfrs_walking": 3, "wheelchair_in_use": "power"},
    "walks_alone_with_help": {"alsfrs_walking": 2, "walking_help": "person"},
    "walks_no_more_but_needs_no_help": {"alsfrs_walking": 1, "walking_help": "not_walking"},
    "walks_no_more_but_a_way": {"alsfrs_walking": 0, "walk_distance_m": 0},
    "walks_no_more_but_is_timed": {"alsfrs_walking": 2, "tug_s": 20},
    "not_walking_but_a_way": {"walking_help": "not_walking", "walk_distance_m": 0},
    "not_walking_but_is_timed": {"walking_help": "person", "tug_s": 20},
    "walks_no_more_but_climbs": {"alsfrs_walking": 1, "alsfrs_stairs": 1},
    "lying_above_upright": {"fvc_supine_pct": 63, "fvc_pct": 63},
    "lying_above_slow_upright": {"fvc_supine_pct": 63, "svc_pct": 63},
    "own_cough_above_assisted": {"pcf_l_min": 300, "pcf_assisted_l_min": 300},
    "breathes_well_lying_but_not_flat": {"alsfrs_orthopnea": 3, "cannot_lie_flat": True},
    "hours_on_a_mask_not_in_use": {"niv_hours_per_day": 0, "niv_status": "declined"},
    "fed_by_a_tube_that_is_not_there": {"tube_feeding_over_half": True, "feeding_tube_status": "placed"},
}


def said(plan: Plan, name: str) -> list[str]:
    """The notes about one declared pair."""
    (pair,) = [pair for pair in plan.knowledge.states.contradictions if pair.id == name]
    return [note for note in notes(plan) if note.startswith(pair.say)]


def test_every_declared_pair_is_tried(knowledge: Knowledge) -> None:
    assert [pair.id for pair in knowledge.states.contradictions] == list(PAIRS) == list(FIT)


@pytest.mark.parametrize("name", PAIRS)
def test_a_declared_pair_of_one_visit_is_told_with_both_answers(planned: Any, name: str) -> None:
    (note,) = said(planned(told(PAIRS[name])), name)
    assert note.count("(20 Nov 2026)") == 2, note
    assert said(planned(told(FIT[name])), name) == []


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_needs_both_and_one_visit(planned: Any, name: str) -> None:
    first, second = PAIRS[name].items()
    for one in (first, second):
        assert said(planned(told(dict([one]))), name) == []
    assert said(planned(of(at("2026-11-01", dict([first])), at("2026-11-20", dict([second])))), name) == []
    newer = at("2026-11-21", dict([next(iter(FIT[name].items()))]))
    assert len(said(planned(of(at("2026-11-20", PAIRS[name]))), name)) == 1
    assert said(planned(of(at("2026-11-20", PAIRS[name]), newer)), name) == []


def test_a_pair_in_words_stands_on_the_therapists_page_only(planned: Any) -> None:
    plan = planned(told(PAIRS["walks_as_ever_in_a_power_chair"]))
    sentence = (
        "Walking is scored as before the illness, but a power chair is in use. Told on one day: "
        "Walking: 4 (20 Nov 2026); Chair used now: power (20 Nov 2026). Ask which is right."
    )
    assert notes(plan) == [sentence]
    pages = {kind: render_html(compose(plan, kind)) for kind in ("therapist", "family", "equipment", "fridge")}
    assert [kind for kind, page in pages.items() if "Told on one day" in page] == ["therapist"]


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("wheelchair_in_use: [power]", "wheelchair_in_used: [power]", "I do not know the fact 'wheelchair_in_used'. Did you"),
        ("[fvc_supine_pct, fvc_pct]", "[fvc_supine_pct, fvc]", "I do not know the fact 'fvc'"),
        ("wheelchair_in_use: [power]", "wheelchair_in_use: [powered]", "I do not know the answer 'powered'"),
        ("wheelchair_in_use: [power]", "wheelchair_in_use: []", "never hold: no answer to 'wheelchair_in_use' is among"),
        ("walking_help: [not_walking], tug_s: [above_0]", 'walking_help: [not_walking], tug_s: ["0"]', "never hold: no answer"),
        ('{alsfrs_walking: ["4"], wheelchair_in_use: [power]}', '{alsfrs_walking: ["4"]}', "never hold: it needs two facts"),
        ("[fvc_supine_pct, fvc_pct]", "[fvc_pct, fvc_pct]", "never hold: it needs two facts"),
        ("[fvc_supine_pct, fvc_pct]", "[walking_help, fvc_pct]", "never hold: only numbers lie above each other"),
        ("[fvc_supine_pct, fvc_pct]", "[alsfrs_walking, paco2_mmhg]", "never hold: 'alsfrs_walking' never lies above"),
        ('cannot_lie_flat: ["yes"]', 'walks: ["yes"]', "never hold: 'walks' is worked out and told by nobody"),
        ("    above: [fvc_supine_pct, fvc_pct]\n", "", "Say either 'answers' or 'above'."),
        ("    above: [fvc_supine_pct, fvc_pct]", "    answers: {tug_s: [above_0]}\n    above: [fvc_supine_pct, fvc_pct]", "Say either 'answers' or"),
    ],
)  # fmt: skip
def test_a_pair_that_nobody_can_tell_is_named(tmp_path: Path, was: str, now: str, problem: str) -> None:
    found = [str(each) for each in spoilt_base(tmp_path / "base", "states.yaml", was, now)]
    assert len(found) == 1 and "contradictions → " in found[0] and problem in found[0], found
