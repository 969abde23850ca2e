"""The agenda in words: titles of acts and things, and what brings a step."""

from __future__ import annotations

from planner.language.wording import fill
from planner.language.words import Words
from planner.model.problems import BroughtBy
from planner.plan.lines import PRESCRIPTION
from planner.plan.plan import Plan


def title_of(name: str, plan: Plan, words: Words) -> str:
    """What the therapist's page calls a recommendation, a thing, a problem or the prescription."""
    knowledge = plan.knowledge
    if name == PRESCRIPTION:
        return words("agenda.prescription")
    if name in knowledge.by_id:
        return fill(knowledge.by_id[name].text.therapist.title, knowledge, plan.values, "", words) or ""
    if name in knowledge.equipment:
        return knowledge.equipment[name].name
    return knowledge.problems.problems[name].therapist


def when_of(told: BroughtBy, plan: Plan, words: Words, *, family: bool = False) -> str:
    """What brings a step, with its number."""
    return fill(told.family if family else told.therapist, plan.knowledge, plan.values, "", words) or ""
