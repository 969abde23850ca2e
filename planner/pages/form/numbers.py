"""The number of each question of the form."""

from __future__ import annotations

from planner.model.knowledge import Knowledge
from planner.pages.form.chapters import chapters_of
from planner.pages.form.rows import ways_of


def form_numbers(knowledge: Knowledge) -> dict[str, str]:
    """The number of each question, the same on every form of an edition."""
    chapters = chapters_of(knowledge).values()
    asked = [fact.id for facts in chapters for way in ways_of(facts).values() for fact in way]
    return {fact: str(at) for at, fact in enumerate(asked, 1)}
