"""What is said of the data itself stands on the therapist's page and in the plan's data, and on nothing a family reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from people import TODAY, told

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
