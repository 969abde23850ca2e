"""Which advice a thing is got for."""

from __future__ import annotations

from planner.model.knowledge import Knowledge, Recommendation
from planner.model.things import Equipment


def advice_on(thing: Equipment, knowledge: Knowledge) -> tuple[Recommendation, ...]:
    """The advice that names a thing, and that with which it is needed, in the order of the base."""
    return tuple(
        rule for rule in knowledge.recommendations if thing.id in rule.equipment or rule.id == thing.needed_with
    )
