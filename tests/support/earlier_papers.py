"""The example person now and at the first visit, to hold against each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from people import DEMO, TODAY
from stories import plan_for

from planner import read_intake
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan
from planner.reading.intake_written import intake_as_json
from planner.record.earlier import Earlier

DAY = date(2026, 8, 12)


def earlier_demo(knowledge: Knowledge, **more: Any) -> Earlier:
    """The example person as told at the first visit."""
    source = dict(read_intake(DEMO, knowledge, TODAY).source or {})
    intake = read_intake({**source, "visits": source["visits"][:1], "equipment": [], **more}, knowledge, TODAY)
    return Earlier("old.yaml", intake=intake_as_json(intake, knowledge))


def demo(knowledge: Knowledge) -> Plan:
    return plan_for("demo", knowledge)
