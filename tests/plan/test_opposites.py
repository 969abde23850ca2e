"""What has to stop is never prepared at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from near_limits import base, crowd, in_parts, plan_of, together

from planner.model.about import DENYING
from planner.plan.plan import Plan

pytestmark = together


def both(plan: Plan) -> Iterator[tuple[str, str]]:
    """Advice to stop or avoid something now, beside advice to prepare the same."""
    kinds = {rule.id: (rule.about, rule.kind in DENYING) for rule in base().recommendations}
    for stop in (item for item in plan.items if item.timing == "now" and kinds[item.id][1]):
        for item in plan.items:
            if kinds[item.id] == (kinds[stop.id][0], False) and item.timing in ("prepare", "later"):
                yield stop.id, item.id


BRACE: dict[str, Any] = {
    "patient": {"id": "invented-brace"},
    "visits": [
        {
            "on": "2026-11-20",
            "facts": {
                "alsfrs_walking": 3, "walking_help": "brace_only", "walking_unsafe_with_aid": True,
                "mrc_ankle_dorsiflexion_left": 2, "mrc_ankle_dorsiflexion_right": 2, "alsfrs_stairs": 2,
            },
        }
    ],
}  # fmt: skip


def test_a_brace_that_must_stop_for_walking_is_not_prepared() -> None:
    plan = plan_of(BRACE)
    stop, brace = plan.item("stop_ankle_brace_for_walking"), plan.item("stiffer_carbon_ankle_brace")
    assert stop is not None and stop.timing == "now"
    assert brace is not None and (brace.timing, brace.because) == ("not_now", stop.because)


@in_parts
def test_nobody_is_told_to_stop_something_and_to_prepare_it(part: int) -> None:
    for intake, plan in crowd(part):
        assert list(both(plan)) == [], intake
