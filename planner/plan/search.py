"""Is there a possible person for whom these conditions hold? Searched over the values on either side of every limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.model.conditions import All, Compare, Condition, Not, leaves
from planner.model.conditions import Any as AnyOf
from planner.model.facts import Fact, Vocabulary
from planner.model.knowledge import Recommendation

Answer = float | None  # None: nobody knows
Domains = Mapping[str, frozenset[Answer]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A condition that is to come out true (or, with ``holds`` false, untrue), decided and not merely unknown."""

    condition: Condition
    holds: bool


def possible(goals: Iterable[Goal], vocabulary: Vocabulary, rules: Mapping[str, Condition]) -> dict[str, Answer] | None:
    """One answer for each fact such that every goal is met, or None where no such person is possible.

    A yes/no fact with a rule of its own is searched through that rule; other derived facts count as free.
    """
    goals = list(goals)
    domains = _domains([goal.condition for goal in goals], vocabulary, rules)
    found = _search(goals, domains, rules)
    return None if found is None else {name: _pick(answers) for name, answers in found.items()}


def _pick(answers: frozenset[Answer]) -> Answer:
    known = [answer for answer in answers if answer is not None]
    return min(known) if known else None


def _domains(
    conditions: Iterable[Condition], vocabulary: Vocabulary, rules: Mapping[str, Condition]
) -> dict[str, frozenset[Answer]]:
    """For each fact named, the answers worth trying: on, below and above each bound, and "not known"."""
    bounds: dict[str, set[float]] = {}
    waiting, seen = list(conditions), set()
    while waiting:
        for leaf in leaves(waiting.pop()):
            bounds.setdefault(leaf.fact, set()).update(() if leaf.operator == "known" else leaf.bounds)
            if leaf.fact in rules and leaf.fact not in seen:
                seen.add(leaf.fact)
                waiting.append(rules[leaf.fact])
    return {name: frozenset((None, *_answers(vocabulary[name], of))) for name, of in bounds.items()}


def _answers(fact: Fact, bounds: Iterable[float]) -> set[float]:
    low, high = fact.ends
    if fact.kind in ("yes_no", "choice", "grade"):
        return {float(position) for position in range(int(low), int(high) + 1)}
    if fact.kind in ("date", "text"):
        return {0.0}
    tried = {bound + step for bound in bounds for step in (-1, -0.5, 0, 0.5, 1)}
    return {value for value in tried | {low, high} if low <= value <= high and abs(value) != float("inf")} or {0.0}


def _search(goals: Sequence[Goal], domains: Domains, rules: Mapping[str, Condition]) -> Domains | None:
    """Leaves and what must hold together first; then each way of what may hold alone."""
    open_ways: list[Goal] = []
    waiting = list(goals)
    while waiting:
        goal = waiting.pop()
        part = goal.condition
        if isinstance(part, Not):
            waiting.append(Goal(part.part, not goal.holds))
        elif isinstance(part, Compare):
            opened = _opened(part, goal.holds, rules)
            if opened is not None:
                waiting.append(opened)
                continue
            left = frozenset(answer for answer in domains[part.fact] if _meets(part, answer) is goal.holds)
            if not left:
                return None
            domains = {**domains, part.fact: left}
        elif isinstance(part, All) is goal.holds:
            waiting += [Goal(inner, goal.holds) for inner in part.parts]
        else:
            open_ways.append(goal)
    return _each_way(open_ways, domains, rules)


def _each_way(open_ways: list[Goal], domains: Domains, rules: Mapping[str, Condition]) -> Domains | None:
    if not open_ways:
        return domains
    first, rest = open_ways[0], open_ways[1:]
    parts = first.condition.parts if isinstance(first.condition, All | AnyOf) else ()
    for part in parts:
        found = _search([Goal(part, first.holds), *rest], domains, rules)
        if found is not None:
            return found
    return None


def _opened(leaf: Compare, holds: bool, rules: Mapping[str, Condition]) -> Goal | None:
    """The rule behind a yes/no fact, asked to come out as the leaf wants it."""
    rule = rules.get(leaf.fact)
    if rule is None or leaf.operator == "known":
        return None
    return Goal(rule, bool(leaf.bounds[0]) is holds)


def _meets(leaf: Compare, answer: Answer) -> bool | None:
    """True, false, or None where the answer is not known and the leaf asks for its value."""
    if leaf.operator == "known":
        return (answer is not None) == bool(leaf.bounds[0])
    if answer is None:
        return None
    if leaf.least > leaf.most:
        return answer in leaf.bounds
    return leaf.least <= answer <= leaf.most


def now_goals(rule: Recommendation) -> list[Goal]:
    """What has to hold for a rule to say "now"."""
    goals = [Goal(rule.when, True), *(Goal(part.condition, False) for part in rule.unless)]
    return [*goals, Goal(rule.done_when, False)] if rule.done_when is not None else goals
