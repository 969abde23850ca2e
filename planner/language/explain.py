"""Why, why not, and what would change it: one recommendation of a plan in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.language.agenda import place_of
from planner.language.wording import fact_in_words, fill, name_of, names_of, number, reason_in_words, value_in_words
from planner.language.words import Words
from planner.model.conditions import All, Compare, Condition, Not, evaluate
from planner.model.facts import Facts
from planner.model.knowledge import Recommendation
from planner.model.truth import Truth
from planner.plan.flips import Flip, flips
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

SIGNS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "not known"}
PHRASES = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "above",
    "below": "below",
    "is": "is",
    "one_of": "one of",
}


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The parts of an answer, each a list of lines."""

    title: str
    timing: str
    agenda: tuple[str, ...]
    why: tuple[str, ...]
    trigger: tuple[str, ...]
    precautions: tuple[str, ...]
    ahead: tuple[str, ...]
    asks: str
    turns: tuple[str, ...]
    evidence: tuple[str, ...]


def explain(plan: Plan, item: PlanItem, facts: Facts, words: Words) -> Explanation:
    """Each clause of the rule with the value that decided it, and the questions that are open."""
    rule, knowledge = plan.rule(item), plan.knowledge
    blocks = []
    for kind, precautions in (("unless", rule.unless), ("caution", rule.caution)):
        for precaution in precautions:
            state = SIGNS[evaluate(precaution.condition, facts).truth]
            said = fill(precaution.then.therapist, knowledge, plan.values, words("emergency_number_unknown"), words)
            blocks.append(f"{kind} ({state}): {said}")
            blocks += [f"  {line}" for line in clauses(precaution.condition, facts, plan, words)]
    ahead = []
    if rule.ahead is not None:
        ahead = list(clauses(rule.ahead.needed_when, facts, plan, words))
        if item.start_by:
            ahead.append(f"start by {words.day(item.start_by)}")
    return Explanation(
        title=fill(rule.text.therapist.title, knowledge, plan.values, "", words) or item.id,
        timing=words(f"timing.{item.timing}"),
        agenda=place_of(item.id, plan, words),
        why=tuple(reason_in_words(reason, knowledge, words) for reason in item.because),
        trigger=_trigger(rule, facts, plan, words),
        precautions=tuple(blocks),
        ahead=tuple(ahead),
        asks=names_of(item.asks, knowledge, words) if item.asks else "",
        turns=tuple(flip_in_words(flip, plan, words) for flip in flips(plan, rule, facts)),
        evidence=tuple(f"{e.source} ({e.leans}, {e.strength}): {e.says}" for e in rule.evidence),
    )


def flip_in_words(flip: Flip, plan: Plan, words: Words) -> str:
    """ "Walking 3 → 1 gives: now"; two changes are joined by "and"."""
    parts = []
    for change in flip.changes:
        fact = plan.knowledge.vocabulary[change.fact]
        before, after = (fact_in_words(fact, raw, words) for raw in (change.before, change.after))
        parts.append(f"{name_of(change.fact, plan.knowledge, words)} {before} → {after}")
    return f"{' and '.join(parts)} gives: {words(f'timing.{flip.timing}')}"


def _trigger(rule: Recommendation, facts: Facts, plan: Plan, words: Words) -> tuple[str, ...]:
    lines = [f"always: {rule.always}"] if rule.always else list(clauses(rule.when, facts, plan, words))
    if rule.done_when is not None:
        state = SIGNS[evaluate(rule.done_when, facts).truth]
        lines += [
            f"in place already ({state}) when:",
            *(f"  {line}" for line in clauses(rule.done_when, facts, plan, words)),
        ]
    return tuple(lines)


def clauses(condition: Condition, facts: Facts, plan: Plan, words: Words, depth: int = 0) -> Iterator[str]:
    """The rule as an indented outline: each clause with yes, no or not known, each leaf with its value."""
    indent = "  " * depth
    state = SIGNS[evaluate(condition, facts).truth]
    if isinstance(condition, Compare):
        yield f"{indent}[{state}] {leaf_in_words(condition, facts, plan, words)}"
        return
    if isinstance(condition, Not):
        yield f"{indent}[{state}] not:"
        yield from clauses(condition.part, facts, plan, words, depth + 1)
        return
    yield f"{indent}[{state}] {'all of' if isinstance(condition, All) else 'any of'}:"
    for part in condition.parts:
        yield from clauses(part, facts, plan, words, depth + 1)


def leaf_in_words(leaf: Compare, facts: Facts, plan: Plan, words: Words) -> str:
    """ "Walking at most 2 (walks with help); now 3"."""
    knowledge = plan.knowledge
    name = name_of(leaf.fact, knowledge, words)
    if leaf.operator == "known":
        wanted = "is known" if leaf.bounds[0] else "is not known"
        return f"{name} {wanted} ({leaf.because})"
    limit = knowledge.limits.get(leaf.said)
    bound = (
        f"{number(limit.value)} {limit.unit} ({limit.means}; {limit.basis.replace('_', ' ')})"
        if limit
        else leaf.said.replace("_", " ")
    )
    value = facts.value(leaf.fact)
    if value.known:
        now = value_in_words(value, leaf.fact, knowledge, words)
    elif value.stale_since:
        now = f"{words('not_known')}, too old since {words.short_day(value.stale_since)}"
    else:
        now = words("not_known")
    return f"{name} {PHRASES[leaf.operator]} {bound}; now {now}"
