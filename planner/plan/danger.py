"""Danger signs: those that the facts show, those that one answer could raise, and the advice that answers them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from planner.model.conditions import Reason, evaluate, reasons, truth_of
from planner.model.facts import Facts
from planner.model.knowledge import URGENCIES, Knowledge
from planner.model.truth import Truth
from planner.plan.schedule import PlanItem


@dataclass(frozen=True)
class Flag:
    """A red flag the facts show."""

    id: str
    because: tuple[Reason, ...]


def red_flags(knowledge: Knowledge, facts: Facts, closed: Container[str]) -> tuple[Flag, ...]:
    """The danger signs that are up, most urgent first; none that a state closes."""
    raised = []
    for flag in sorted(knowledge.red_flags, key=lambda flag: URGENCIES.index(flag.urgency)):
        if flag.id not in closed and truth_of(flag.when, facts) is Truth.YES:
            why = reasons(evaluate(flag.when, facts), facts, knowledge.fact_rules, knowledge.vocabulary)
            raised.append(Flag(flag.id, why))
    return tuple(raised)


def answered(
    items: Iterable[PlanItem], flags: Iterable[Flag], knowledge: Knowledge, closed: Container[str]
) -> tuple[tuple[PlanItem, ...], Mapping[str, tuple[str, ...]]]:
    """The items with those due now that answer a sign, and advice → the signs it answers.

    Of the advice that a sign names, the first answers it that no state closes, nobody has put off and nothing stands
    against. It is due now by the sign itself, whatever else its trigger asks.
    """
    by_id = {item.id: item for item in items}
    signs = {flag.id: flag for flag in knowledge.red_flags}
    answers: dict[str, list[str]] = {}
    for flag in flags:
        free = [name for name in signs[flag.id].answered_by if is_free(by_id.get(name), closed)]
        for name in free[:1]:
            answers.setdefault(name, []).append(flag.id)
            item = by_id[name]
            if item.timing != "now":
                by_id[name] = replace(item, timing="now", because=flag.because, start_by=None, overdue_days=0, asks=())
    return tuple(by_id.values()), {name: tuple(signs) for name, signs in answers.items()}


def is_free(item: PlanItem | None, closed: Container[str]) -> bool:
    """Whether advice can answer a sign: no state closes it, nobody has put it off, it is not done and nothing stands against it."""
    return item is not None and item.id not in closed and not item.put_off and item.timing not in ("done", "hold")
