"""How grave it is to leave a piece of advice undone, and advice that has no meaning without something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.model.conditions import Condition, asks, evaluate, truth_of
from planner.model.facts import Facts
from planner.model.knowledge import Knowledge, Recommendation
from planner.model.problems import GRAVEST
from planner.model.states import CONTRADICTION, STATES
from planner.model.truth import Truth
from planner.plan.schedule import PlanItem


def grade(rule: Recommendation, facts: Facts) -> int:
    """The highest grade whose condition holds on known facts, else the usual one; what is not known raises none."""
    told = (grade for grade, condition in rule.severity.grades if truth_of(condition, facts) is Truth.YES)
    return next(told, rule.severity.otherwise)


def has_long_wait(item: PlanItem, knowledge: Knowledge) -> bool:
    """Whether it has to be started so far ahead that the next visit may be too late."""
    weeks = knowledge.numbers["long_wait_weeks"]
    return item.arithmetic is not None and timedelta(item.arithmetic.total) >= timedelta(weeks=weeks)


def severity_of(item: PlanItem, rule: Recommendation, facts: Facts, knowledge: Knowledge, next_visit: date) -> int:
    """Harm within weeks 3, a limit crossed 2, an early change 1; of what lies ahead only a start before the next visit is 1."""
    if not item.ahead:
        return grade(rule, facts)
    starts = item.start_by is not None and item.start_by <= next_visit
    return 1 if starts and has_long_wait(item, knowledge) else 0


def relevant(item: PlanItem, rule: Recommendation, facts: Facts) -> PlanItem:
    """The item as it is where what it comes with is there; else it does not apply, asks nothing, and names what it comes with.

    Where that is not known or contradicted and harm within weeks is at stake, the question stays open instead.
    """
    if rule.only_with is None or item.timing in ("not_now", "done"):
        return item
    found = evaluate(rule.only_with, facts)
    if found.truth is Truth.YES:
        return item
    if found.truth is Truth.UNKNOWN and grade(rule, facts) == GRAVEST:
        if _contradicted(rule.only_with, facts):
            return item
        return replace(item, timing="check_first", asks=asks(found, facts), start_by=None)
    ahead = item.ahead and item.window is not None
    comes_with = tuple(dict.fromkeys(leaf.fact for leaf in found.leaves))
    kept = replace(item, because=(), asks=(), holds=(), cautions=(), overdue_days=0, comes_with=comes_with)
    if item.timing == "later":
        return kept
    return replace(kept, timing="later" if ahead else "not_now", window=item.window if ahead else None, start_by=None)


def _contradicted(condition: Condition, facts: Facts) -> bool:
    """Whether a state that the condition reads stays open because two answers cannot both be true."""
    found = evaluate(condition, facts)
    return any(leaf.fact in STATES and facts.value(leaf.fact).note == CONTRADICTION for leaf in found.leaves)
