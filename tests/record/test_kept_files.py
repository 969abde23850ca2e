"""The promise of planner/README.md: what version 0.1.0 read and wrote is read today, value for value.

The files of tests/kept lie as they were written. They are never renewed; a new version adds a folder of its own.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from folders import TESTS
from people import TODAY

from planner import assess, make_plan, plan_as_json, read_intake
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.plan.changes import compared
from planner.record.earlier import both, open_pdf, pages_told, paper_of, read_earlier, since

KEPT = TESTS / "kept" / "0.1.0"
PAGES = ("family", "equipment", "equipment-helper", "fridge")


def told(knowledge: Knowledge) -> Intake:
    return read_intake(KEPT / "intake.yaml", knowledge, TODAY)


def test_an_intake_is_read_and_means_what_it_meant(knowledge: Knowledge) -> None:
    read = told(knowledge)
    seen = {(one.fact, one.on): one.value for one in read.observations}
    assert seen["symptom_onset_date", date(2026, 11, 20)] == date(2025, 6, 15)
    assert seen["fvc_pct", date(2026, 10, 2)] == 86 and seen["pcf_l_min", date(2026, 11, 20)] == 310
    assert seen["alsfrs_walking", date(2026, 5, 20)] == 4 and seen["alsfrs_walking", date(2026, 11, 20)] == 3
    assert seen["equipment_status_rollator", date(2026, 11, 20)] == "borrowed"
    assert "fatigue" not in {fact for fact, _ in seen}
    assert read.preferences.not_now == ("power_wheelchair",)
    assert set(read.preferences.print_topics_held_back) == {"money", "end_of_life"}
    assert read.quotes[0].lead_days is not None and read.quotes[0].lead_days.longest == 200
    assert read.review.by == "Invented Therapist"


def test_the_intake_in_a_therapists_pdf_is_the_intake_it_was_made_from(knowledge: Knowledge) -> None:
    earlier = open_pdf(str(KEPT / "therapist.pdf"))
    assert earlier.intake is not None
    opened = read_intake(earlier.intake, knowledge, TODAY)
    assert replace(opened, source=None) == replace(told(knowledge), source=None)


@pytest.mark.parametrize("name", ["therapist.pdf", "plan.json", "intake.yaml"])
def test_a_plan_of_today_can_be_held_against_any_kept_one(knowledge: Knowledge, name: str) -> None:
    plan = make_plan(assess(told(knowledge), knowledge, today=TODAY), knowledge)
    earlier = read_earlier(str(KEPT / name), knowledge, TODAY)
    paper = paper_of(earlier, knowledge, TODAY)
    assert (paper.id, paper.day) == ("invented-kept", TODAY if name != "intake.yaml" else date(2026, 11, 20))
    found = since(earlier, plan)
    assert all(change.kind != "fact" for change in found.changes), "the person is the same"


@pytest.mark.parametrize("name", PAGES)
def test_family_pages_say_what_they_said(name: str) -> None:
    pages = pages_told(open_pdf(str(KEPT / f"{name}.pdf")))
    assert (pages.id, pages.day) == ("invented-kept", TODAY)
    assert pages.document == name.removesuffix("-helper")
    assert (pages.reader, pages.look_ahead) == (("helper", "all") if "helper" in name else ("person", "12_months"))
    if name == "family":
        assert pages.recommendations and pages.what_matters == "Cooking on Sundays."
    if name.startswith("equipment"):
        assert {line.when for line in pages.equipment} >= {"to_get", "has"}


def test_pages_can_be_held_against_a_therapists_pdf(knowledge: Knowledge) -> None:
    old, new = (read_earlier(str(KEPT / name), knowledge, TODAY) for name in ("family.pdf", "therapist.pdf"))
    assert compared(*both(old, new, knowledge, TODAY)) is not None


def test_every_key_of_a_kept_plan_json_is_still_written(knowledge: Knowledge) -> None:
    kept = json.loads((KEPT / "plan.json").read_text(encoding="utf-8"))
    plan = make_plan(assess(told(knowledge), knowledge, today=TODAY), knowledge)
    today = json.loads(json.dumps(plan_as_json(plan)))
    assert kept["schema"] == today["schema"] == "als-planner/plan/1"
    assert kept.keys() <= today.keys()
    for part in ("stage", "progression", "knowledge"):
        assert kept[part].keys() <= today[part].keys(), part
    for part in ("recommendations", "equipment", "measure_next", "projection", "positions", "held_back"):
        assert kept[part], part
        assert set(kept[part][0]) <= set(today[part][0]), part
