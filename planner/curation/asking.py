"""What must never be assumed: a fact that stands in a precaution or a danger sign is asked, or stays not known."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.conditions import Condition, facts_read
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge


def assumed_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """A finding for each fact whose value is assumed and that holds a rule back or raises a danger sign."""
    where, vocabulary = knowledge.files["facts.yaml"], knowledge.vocabulary
    assumed = {fact.id for fact in vocabulary.facts.values() if fact.implied == "value"}
    for name, condition in _guarding(knowledge):
        for fact in sorted(assumed & {vocabulary.plain(read) for read in _read(condition, knowledge)}):
            said = f"The value of '{fact}' is assumed where nobody tells it, and it stands in a guard of '{name}'."
            yield Problem(where, 0, said, "Write 'implied: relevance'.")


def _guarding(knowledge: Knowledge) -> Iterator[tuple[str, Condition]]:
    """What keeps people safe, by the name of its rule or sign."""
    for rule in (*knowledge.recommendations, *knowledge.drafts):
        yield from ((rule.id, precaution.condition) for precaution in (*rule.unless, *rule.caution))
    yield from ((flag.id, flag.when) for flag in knowledge.red_flags)


def _read(condition: Condition, knowledge: Knowledge) -> frozenset[str]:
    """The facts a condition names, and those named by the rules behind them."""
    found: set[str] = set()
    new = set(facts_read(condition))
    while new:
        found |= new
        rules = [knowledge.fact_rules[name] for name in new if name in knowledge.fact_rules]
        new = {read for rule in rules for read in facts_read(rule)} - found
    return frozenset(found)
