"""Over all stories: no day to act lies before today, and every reason is known and acts (near every limit: test_windows)."""

from __future__ import annotations

import pytest
from near_limits import plan_of
from plan_laws import broken
from stories import STORIES, base, plan_for

from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem


@pytest.mark.parametrize("name", STORIES)
def test_no_day_is_past_and_every_reason_acts_in_the_stories(name: str) -> None:
    assert broken(plan_for(name, base())) == []


def without_a_reason(plan: Plan) -> set[str]:
    """Advice that is due without a reason; what answers a missing test, or is for everybody, needs none."""

    def free(item: PlanItem) -> bool:
        rule = plan.rule(item)
        return bool(rule.always or item.missing or item.comes_with or item.because)

    return {item.id for item in plan.items if item.timing in ("now", "prepare", "later", "hold") and not free(item)}


# Advice that comes with the diagnosis itself: its day is no reason for today.
FOR_EVERYBODY = {
    *("advance_care_conversation", "ask_and_prepare_helpers", "breathing_service_referral_at_diagnosis"),
    *("breathing_tests_at_diagnosis", "pace_and_plan_energy", "train_two_helpers_on_breathing_tools"),
}


def test_only_what_everybody_gets_has_no_reason() -> None:
    found = set().union(*(without_a_reason(plan_for(name, base())) for name in STORIES))
    assert found <= FOR_EVERYBODY


def test_what_is_missing_is_asked_and_is_no_reason() -> None:
    plan = plan_of(
        {
            "patient": {"id": "invented", "diagnosis_date": "2018-05"},
            "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
        }
    )
    item = plan.item("breathing_tests_at_diagnosis")
    assert item is not None and item.timing == "now"
    assert not {"diagnosis_date", "fvc_pct"} & {reason.fact for reason in item.because}
    assert "fvc_pct" in item.missing
