"""Findings about what the agenda is made from: answers to danger signs, severities, ladders and what advice comes with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.model.conditions import Condition
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge, Recommendation
from planner.plan.search import Goal, possible

CALLS = ("call_emergency_number_now", "call_team_same_day", "call_team_within_a_week")


def agenda_findings(knowledge: Knowledge) -> Iterator[Problem]:
    """Danger signs that nothing answers, and conditions that never hold where they are asked for."""
    yield from _unanswered(knowledge)
    for rule in knowledge.recommendations:
        yield from _never(rule, knowledge)
    yield from _steps(knowledge)


def _unanswered(knowledge: Knowledge) -> Iterator[Problem]:
    where = knowledge.files["red_flags.yaml"]
    for flag in knowledge.red_flags:
        if not flag.answered_by:
            yield Problem(where, 0, f"{flag.id}: nothing answers this sign.", "Name the advice under 'answered_by'.")
        elif flag.answered_by[-1] not in CALLS:
            what = f"{flag.id}: the last answer is no call."
            yield Problem(where, 0, what, f"End 'answered_by' with one of {', '.join(CALLS)}.")


def _never(rule: Recommendation, knowledge: Knowledge) -> Iterator[Problem]:
    where = knowledge.files[rule.id]
    asked = [("only_with", rule.only_with), *((f"severity at_{grade}", told) for grade, told in rule.severity.grades)]
    for name, condition in asked:
        if condition is not None and not _together((rule.when, condition), knowledge):
            yield Problem(where, 0, f"'{name}' never holds where the advice does.", "Correct it, or take it out.")
    if rule.acts_when is not None and not _together((rule.acts_when,), knowledge):
        yield Problem(where, 0, "'acts_when' never holds.", "Correct it, or take it out.")


def _steps(knowledge: Knowledge) -> Iterator[Problem]:
    """A step that waits for something which never comes while its advice holds is a gap in its ladder."""
    where = knowledge.files["problems.yaml"]
    for place, step in knowledge.problems.steps():
        for name in step.rules if step.after is not None else ():
            rule = knowledge.recommendation(name)
            if rule is not None and step.after is not None and not _together((rule.when, step.after), knowledge):
                yield Problem(where, 0, f"{place}: what '{name}' waits for never comes.", "Correct 'after'.")


def _together(conditions: Iterable[Condition], knowledge: Knowledge) -> bool:
    """Whether all of them hold for one possible person."""
    goals = [Goal(condition, True) for condition in conditions]
    return possible(goals, knowledge.vocabulary, knowledge.fact_rules) is not None
