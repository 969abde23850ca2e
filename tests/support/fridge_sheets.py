"""Fridge sheets of anybody, of the worst case too, and the words on them."""

from __future__ import annotations

from typing import Any

from page_text import words_of
from people import LATE, LONG_WORDS, TODAY

from planner import assess, compose, make_plan, read_intake, render_html
from planner.model.knowledge import Knowledge
from planner.pages.document import Document
from planner.plan.plan import Plan


def made(knowledge: Knowledge, facts: dict[str, Any] | None = None, **more: Any) -> Plan:
    """The plan of somebody of whom these facts were told two days ago; ``more`` are other parts of the intake."""
    patient = {"id": "test-person", **more.pop("patient", {})}
    visits = [{"on": "2026-11-20", "facts": {"falls_1mo": 0, **(facts or {})}}]
    intake = read_intake({"patient": patient, "visits": visits, **more}, knowledge, TODAY)
    return make_plan(assess(intake, knowledge, today=TODAY), knowledge)


def said(plan: Plan, **how: Any) -> str:
    return words_of(render_html(compose(plan, "fridge"), **how))


def worst(knowledge: Knowledge) -> Plan:
    """Everything at its longest: long names, six people to call, every device unknown or in use, four habits."""
    facts = {
        **LATE["visits"][0]["facts"],
        "communication_method": "speech_with_repeats",
        "obstructive_lung_disease": True,
    }  # type: ignore[index]
    team = [{"role": "W" * 110, "name": "N" * 110, "phone": "5" * 55, "when": "x" * 110}] * 6
    devices = [{"item": "suction_machine", "status": "in_use"}, {"item": "speech_device", "status": "borrowed"}]
    return made(knowledge, facts, patient=LONG_WORDS["patient"], team=team, equipment=devices)  # type: ignore[arg-type]


def versions(document: Document | None) -> list[Document]:
    return [] if document is None else [document, *versions(document.shorter)]
