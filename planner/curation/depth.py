"""How much of the base was really read: counts to print, and what nobody has read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from planner.model.conditions import leaves
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge, Recommendation
from planner.model.shapes import Cited

OWN = "planner_default"
UNREAD = ("not_read", "own")


def review_findings(knowledge: Knowledge, today: date) -> Iterator[Problem]:
    """Payers' rules and prices whose day to be looked at again has gone by."""
    due = [(payer.id, payer.review_by, "payers.yaml") for payer in knowledge.payers]
    due.append(("market", knowledge.market.review_by, "equipment.yaml"))
    for name, day, file in due:
        if day is not None and day < today:
            said = f"{name}: its review was due by {day}."
            yield Problem(knowledge.files[file], 0, said, "Read it again and set a new day.")


def depth_lines(knowledge: Knowledge) -> Iterator[str]:
    """The counts: numbers by where they come from, sources by how far they were read, waits, prices, payers, rules."""
    bases: Counter[str] = Counter(limit.basis for limit in knowledge.limits.values())
    yield f"Numbers: {len(knowledge.limits)}: {_told(bases, ('published', 'derived', OWN))}."
    named = sum(1 for limit in knowledge.limits.values() if limit.basis == OWN and _was_read(limit.evidence, knowledge))
    yield f"Defaults beside which something read stands: {named} of {bases[OWN]}."
    read: Counter[str] = Counter(source.read for source in knowledge.sources.values())
    depths = ("full", "excerpt", "abstract", "table", "secondary", "not_read", "own")
    yield f"Sources: {len(knowledge.sources)}: {_told(read, depths)}."
    waits = [lead for thing in knowledge.equipment.values() for lead in thing.leads]
    yield f"Waits with a figure that was read: {sum(1 for lead in waits if lead.origin)} of {len(waits)}."
    things = knowledge.equipment.values()
    yield f"Prices with a figure that was read: {sum(1 for thing in things if thing.prices.origins)} of {len(things)}."
    resting = sum(1 for payer in knowledge.payers if _was_read(payer.evidence, knowledge))
    yield f"Payers' rules that rest on something read: {resting} of {len(knowledge.payers)}."
    rules = sum(1 for rule in knowledge.recommendations if _decided_by_default(rule, knowledge))
    yield f"Recommendations that a default helps to decide: {rules} of {len(knowledge.recommendations)}."


def unread(knowledge: Knowledge) -> Iterator[str]:
    """What rests on nothing that was read: payers' rules, numbers, waits and prices, by name."""
    payers = (payer.id for payer in knowledge.payers if not _was_read(payer.evidence, knowledge))
    yield f"Payers' rules: {', '.join(payers)}."
    numbers = (name for name, limit in knowledge.limits.items() if not _was_read(limit.evidence, knowledge))
    yield f"Numbers: {', '.join(numbers)}."
    things = knowledge.equipment.values()
    waits = (thing.id for thing in things if not any(lead.origin for lead in thing.leads))
    yield f"Waits: {', '.join(waits)}."
    yield f"Prices: {', '.join(thing.id for thing in things if not thing.prices.origins)}."


def _told(counts: Counter[str], names: tuple[str, ...]) -> str:
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in names)


def _was_read(evidence: tuple[Cited, ...], knowledge: Knowledge) -> bool:
    return any(knowledge.sources[entry.source].read not in UNREAD for entry in evidence)


def _decided_by_default(rule: Recommendation, knowledge: Knowledge) -> bool:
    used = {leaf.said for condition in rule.conditions() for leaf in leaves(condition)}
    return any(name in knowledge.limits and knowledge.limits[name].basis == OWN for name in used)
