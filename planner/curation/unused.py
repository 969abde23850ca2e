"""What stands in stages/ and nothing reads: limits, sources and facts that no rule, page or computation uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.model.conditions import Condition, leaves
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge
from planner.reading.equipment import thing_texts
from planner.reading.stages import texts_of

MODEL = "projection_"  # the constants of the projection are read by composed names


def unused_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """One finding for each name that is declared and used nowhere, and for each excuse that is no longer true."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parents[1].rglob("*.py")))
    conditions = tuple(_conditions(knowledge))
    yield from _limits(knowledge, conditions, code)
    yield from _facts(knowledge, conditions, code)
    yield from _sources(knowledge)


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    yield from knowledge.conditions()
    for scale in knowledge.staging.scales.values():
        yield from scale.domains.values()
        yield from (rule for rule in (scale.four_a, scale.four_b) if rule is not None)


def _limits(knowledge: Knowledge, conditions: tuple[Condition, ...], code: str) -> Iterator[Problem]:
    texts = "\n".join(text for rule in knowledge.recommendations for _, text in texts_of(rule))
    texts += "\n".join(text for thing in knowledge.equipment.values() for _, text in thing_texts(thing))
    texts += "\n".join(payer.therapist for payer in knowledge.payers)
    used = {leaf.said for condition in conditions for leaf in leaves(condition)}
    used |= set(knowledge.course.measures.values())
    for rule in knowledge.recommendations:
        used |= {rule.minutes_a_day, rule.ahead.lead if rule.ahead else ""}
    for name in knowledge.limits:
        if name not in used and not name.startswith(MODEL) and f"{{{name}}}" not in texts and f'"{name}' not in code:
            where = knowledge.files["limits.yaml"]
            yield Problem(where, 0, f"Nothing uses the limit '{name}'.", "Take it out, or use it.")


def _facts(knowledge: Knowledge, conditions: tuple[Condition, ...], code: str) -> Iterator[Problem]:
    used = {knowledge.vocabulary.plain(leaf.fact) for condition in conditions for leaf in leaves(condition)}
    for name, fact in knowledge.vocabulary.facts.items():
        where = knowledge.files["facts.yaml"]
        if name not in used and f'"{name}"' not in code and not fact.kept:
            yield Problem(where, 0, f"Nothing reads the fact '{name}'.", "Use it, or say under 'kept' why it is asked.")


def _sources(knowledge: Knowledge) -> Iterator[Problem]:
    cited = {entry.source for limit in knowledge.limits.values() for entry in limit.evidence}
    for rule in (*knowledge.recommendations, *knowledge.drafts):
        cited |= {entry.source for entry in rule.evidence}
    for flag in knowledge.red_flags:
        cited |= {entry.source for entry in flag.evidence}
    for position in knowledge.positions:
        cited |= {entry.source for entry in (*position.for_, *position.against)}
    for thing in knowledge.equipment.values():
        cited |= {entry.source for entry in (*thing.evidence, *thing.prices.evidence)}
        cited |= {entry.source for gate in thing.gates for entry in gate.evidence}
    cited |= {entry.source for line in knowledge.fridge.every_line() for entry in line.evidence}
    cited |= {entry.source for payer in knowledge.payers for entry in payer.evidence}
    where = knowledge.files["sources.yaml"]
    for name, source in knowledge.sources.items():
        if name not in cited and not source.background:
            said = f"Nothing cites the source '{name}'."
            yield Problem(where, 0, said, "Cite it, take it out, or mark it 'background: true'.")
        if name in cited and source.background:
            yield Problem(where, 0, f"The source '{name}' is cited and marked as background.", "Take the mark out.")
