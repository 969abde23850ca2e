"""The whole plan: one answer for each recommendation in the order of urgency, and what is put off stays in sight."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from people import Assessed, walker

from planner import make_plan, plan_as_json
from planner.assessment.assessment import Assessment
from planner.model.knowledge import Knowledge
from planner.plan.plan import ORDER, Plan
from planner.plan.schedule import PlanItem

# --- put off ----------------------------------------------------------------------------------------------

CHAIR = "power_wheelchair_evaluation"
NEEDS_CHAIR = {"alsfrs_walking": 1, "alsfrs_stairs": 0, "walking_help": "not_walking"}


def item_of(assessment: Assessment, knowledge: Knowledge, name: str = CHAIR) -> PlanItem:
    item = make_plan(assessment, knowledge).item(name)
    assert item is not None
    return item


@pytest.mark.parametrize(
    "more",
    [
        {"preferences": {"not_now": [CHAIR]}},
        {"preferences": {"not_now": ["power_wheelchair"]}},
        {"equipment": [{"item": "power_wheelchair", "status": "declined"}]},
    ],
)
def test_what_the_person_has_put_off_keeps_its_timing_and_is_marked(
    knowledge: Knowledge, assessed: Assessed, more: dict[str, Any]
) -> None:
    plain, put_off = item_of(assessed(NEEDS_CHAIR), knowledge), item_of(assessed(NEEDS_CHAIR, **more), knowledge)
    assert (plain.timing, plain.put_off) == ("now", False)
    assert (put_off.timing, put_off.put_off) == ("now", True)


def test_nothing_else_waits_for_what_is_put_off(knowledge: Knowledge, assessed: Assessed) -> None:
    plain = make_plan(assessed(NEEDS_CHAIR), knowledge)
    put_off = make_plan(assessed(NEEDS_CHAIR, preferences={"not_now": [CHAIR]}), knowledge)
    assert [replace(item, put_off=False) for item in put_off.items] == list(plain.items)


# --- the whole plan ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge, assessed: Assessed) -> Plan:
    facts = {
        **walker(),
        "walking_help": "none",
        "fvc_pct": 68,
        "spo2_pct": 93,
        "falls_1mo": 2,
        "falls_3mo": 3,
    }
    return make_plan(assessed(facts, equipment=[{"item": "rollator", "status": "in_use"}]), knowledge)


def test_each_recommendation_has_one_answer_in_the_order_of_urgency(plan: Plan, knowledge: Knowledge) -> None:
    assert sorted(item.id for item in plan.items) == sorted(rule.id for rule in knowledge.recommendations)
    places = [ORDER.index(item.timing) for item in plan.items]
    assert places == sorted(places)
    assert len(set(places)) > 2


def test_only_what_is_open_asks_a_question_of_its_trigger(plan: Plan) -> None:
    assert {"check_first", "hold", "not_now", "done"} <= {item.timing for item in plan.items}
    assert [item.id for item in plan.items if item.timing == "check_first" and not item.asks] == []
    assert [item.id for item in plan.items if item.timing in ("hold", "not_now", "done") and item.asks] == []
    assert [item.id for item in plan.items if item.timing == "not_now" and item.window] == []
    assert [item.id for item in plan.items if item.timing == "hold" and not item.holds] == []


def test_dangers_stand_most_urgent_first(plan: Plan, knowledge: Knowledge) -> None:
    urgency = {flag.id: flag.urgency for flag in knowledge.red_flags}
    order = ["emergency", "same_day", "within_a_week"]
    found = [order.index(urgency[flag.id]) for flag in plan.red_flags]
    assert found == sorted(found)
    assert {"low_oxygen_at_rest", "repeat_falls"} <= {flag.id for flag in plan.red_flags}


def test_the_plan_as_json_has_the_keys_of_the_contract(plan: Plan) -> None:
    found = plan_as_json(plan)
    assert found["schema"] == "als-planner/plan/1"
    assert {
        "today",
        "knowledge",
        "stage",
        "progression",
        "projection",
        "recommendations",
        "equipment",
    } <= set(found)
    assert {"measure_next", "red_flags", "positions", "held_back", "changes"} <= set(found)
    wanted = {
        "id",
        "domain",
        "kind",
        "timing",
        "put_off",
        "because",
        "asks",
        "holds",
        "window",
        "start_by",
        "evidence",
    }
    assert all(wanted <= set(item) for item in found["recommendations"])
    assert {item["timing"] for item in found["recommendations"]} <= set(ORDER)
