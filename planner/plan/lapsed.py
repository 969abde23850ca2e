"""Dangers whose last value has become too old: no danger lapses by its date alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planner.assessment.assessment import Assessment
from planner.model.conditions import Condition, Reason, evaluate, reasons, truth_of
from planner.model.facts import Facts, Observation, Value
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth
from planner.plan.danger import Flag, is_free, red_flags
from planner.plan.schedule import PlanItem


def lapsed(
    assessment: Assessment, knowledge: Knowledge, items: Mapping[str, PlanItem], flags: Iterable[Flag]
) -> Mapping[str, tuple[Reason, ...]]:
    """Advice → the last told values that stood on a danger sign or on harm within weeks, and are too old today.

    Such advice is something to check first. What a state closes or the person has put off stays so.
    """
    before = as_last_told(assessment.facts, assessment.intake.observations)
    if before is None:
        return {}
    up = {flag.id for flag in flags}
    found = dict(_signs(before, assessment, knowledge, items, up))
    for rule in knowledge.recommendations:
        item = items[rule.id]
        gravest = rule.severity.at_3
        if gravest is None or rule.role != "act" or item.timing not in ("check_first", "not_now"):
            continue
        if is_free(item, assessment.closed) and _holds(rule.when, before) and _holds(gravest, before):
            why = evaluate(gravest, before)
            found.setdefault(rule.id, reasons(why, before, knowledge.fact_rules, knowledge.vocabulary))
    return {name: old for name, told in found.items() if (old := _too_old(told, assessment.facts))}


def as_last_told(facts: Facts, observations: Iterable[Observation]) -> Facts | None:
    """The facts as if nothing became too old; None where nothing has."""
    stale = {name for name in facts.given() if facts.value(name).stale_since is not None}
    newest: dict[str, Observation] = {}
    for seen in observations:
        if seen.fact in stale and (seen.fact not in newest or seen.on > newest[seen.fact].on):
            newest[seen.fact] = seen
    if not newest:
        return None
    return facts.supposing({name: _value(facts, seen) for name, seen in newest.items()})


def _value(facts: Facts, seen: Observation) -> Value:
    position = facts.vocabulary[seen.fact].position(seen.value)
    return Value(low=position, high=position, on=seen.on, of=seen.fact, raw=seen.value, note=seen.note)


def _signs(
    before: Facts, assessment: Assessment, knowledge: Knowledge, items: Mapping[str, PlanItem], up: set[str]
) -> Iterator[tuple[str, tuple[Reason, ...]]]:
    """The advice that answers each sign which only old values show."""
    answers = {flag.id: flag.answered_by for flag in knowledge.red_flags}
    for flag in red_flags(knowledge, before, assessment.closed):
        if flag.id in up:
            continue
        free = (name for name in answers[flag.id] if is_free(items.get(name), assessment.closed))
        name = next(free, None)
        if name is not None and items[name].timing != "now":
            yield name, flag.because


def _holds(condition: Condition, facts: Facts) -> bool:
    return truth_of(condition, facts) is Truth.YES


def _too_old(told: Iterable[Reason], facts: Facts) -> tuple[Reason, ...]:
    """Those of the reasons whose value counts as not known today."""
    return tuple(reason for reason in told if facts.value(reason.fact).stale_since is not None)
