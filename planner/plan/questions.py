"""The questions of one plan: what keeps a danger sign, a line or a state open, chosen so that one visit can ask them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from planner.assessment.assessment import Assessment
from planner.model.conditions import asks, evaluate, facts_read, may_be, truth_of
from planner.model.facts import Facts
from planner.model.knowledge import URGENCIES, Knowledge, Recommendation, RedFlag
from planner.model.problems import GRAVEST
from planner.model.states import CONTRADICTION, STATES
from planner.model.truth import Truth
from planner.plan.measure_next import (
    GUARDS,
    Asked,
    Open,
    asked_of_this_body,
    asked_today,
    rank,
    unasked,
    with_contradictions,
    with_items_together,
    with_the_screen,
)
from planner.plan.orders import TO_GET, Order
from planner.plan.schedule import PlanItem, decide


def questions_of(
    items: Iterable[PlanItem], orders: Iterable[Order], assessment: Assessment, knowledge: Knowledge
) -> Asked:
    """What is asked today, and what waits; ``items`` and ``orders`` are those of the same assessment.

    Whether a thing is there is asked only where it is to be got.
    """
    items, facts, closed, asked = tuple(items), assessment.facts, assessment.closed, knowledge.ask_when
    unwanted = {f"equipment_status_{order.id}" for order in orders if order.action not in TO_GET}
    entries = (_rules(items, facts, knowledge), _flags(knowledge, facts, closed), _in_place(items))
    silent = {*closed, *unwanted}
    ranked = rank(facts, *(asked_of_this_body(entry, facts, asked, silent) for entry in entries))
    doubted = with_contradictions(ranked, _contradicted(facts))
    questions = with_the_screen(with_items_together(doubted, facts), facts, asked, closed)
    most = int(knowledge.numbers["single_questions_most"])
    precautions = _precautions(items, knowledge)
    guards = [one for one in unasked(GUARDS, questions, facts, asked, closed) if one.fact in precautions]
    return asked_today(questions, facts, most, {item.id for item in items if _is_today(item)}, guards)


def _precautions(items: Iterable[PlanItem], knowledge: Knowledge) -> frozenset[str]:
    """The facts that the precautions read of what may still be advised."""
    live = (knowledge.by_id[item.id] for item in items if item.timing in ("now", "prepare", "check_first"))
    return frozenset(fact for rule in live for note in rule.unless for fact in facts_read(note.condition))


def _is_today(item: PlanItem) -> bool:
    """Whether a recommendation stands among today's lines: to do, to prepare, or waiting for a precaution alone."""
    return item.timing in ("now", "prepare") or (item.timing == "check_first" and bool(item.holds))


def _contradicted(facts: Facts) -> Iterator[str]:
    """Questions about states that stay open because two answers cannot both be true."""
    for state in STATES:
        value = facts.value(state)
        if value.note == CONTRADICTION and not value.known:
            yield from (facts.vocabulary.plain(name) for name in value.asks)


def _rules(items: Iterable[PlanItem], facts: Facts, knowledge: Knowledge) -> list[Open]:
    """Advice that an answer may settle."""
    return [
        Open(
            id=item.id, asks=item.asks, settled=_settler(rule, item.ahead), within_reach=_reach(rule, item.ahead, facts),
            grave=_grave(rule), guarded=bool(item.holds),
        )
        for item in items
        if item.timing == "check_first" and (rule := knowledge.by_id[item.id])
    ]  # fmt: skip


def _reach(rule: Recommendation, ahead: bool, facts: Facts) -> Callable[[frozenset[str]], bool]:
    """Whether other values of the facts that are granted could make it done, not apply, or free of open precautions."""

    def within_reach(granted: frozenset[str]) -> bool:
        if rule.done_when is not None and may_be(rule.done_when, Truth.YES, facts, granted):
            return True
        if not ahead and may_be(rule.when, Truth.NO, facts, granted):
            return True
        if not ahead and not may_be(rule.when, Truth.YES, facts, granted):
            return False
        conditions = [precaution.condition for precaution in rule.unless]
        held = any(may_be(one, Truth.YES, facts, granted) for one in conditions)
        return held or all(may_be(one, Truth.NO, facts, granted) for one in conditions)

    return within_reach


def _settler(rule: Recommendation, ahead: bool) -> Callable[[Facts], bool]:
    return lambda facts: decide(rule, facts, ahead=ahead) != "check_first"


def _grave(rule: Recommendation) -> Callable[[Facts], bool]:
    """Whether given facts make it a line of the gravest severity that is due today."""
    severity = rule.severity

    def grave(facts: Facts) -> bool:
        gravest = severity.otherwise == GRAVEST or (
            severity.at_3 is not None and truth_of(severity.at_3, facts) is Truth.YES
        )
        return gravest and decide(rule, facts) == "now"

    return grave


def _flags(knowledge: Knowledge, facts: Facts, closed: Container[str]) -> list[Open]:
    """Danger signs that one answer could raise; none that a state closes."""
    found = []
    for flag in sorted(knowledge.red_flags, key=lambda flag: URGENCIES.index(flag.urgency)):
        if flag.id in closed or truth_of(flag.when, facts) is not Truth.UNKNOWN:
            continue
        wanted, urgency = asks(evaluate(flag.when, facts), facts), URGENCIES.index(flag.urgency)
        found.append(
            Open(
                id=flag.id, asks=wanted, settled=_flag_settler(flag), within_reach=_flag_reach(flag, facts),
                urgency=urgency, grave=_raised(flag),
            )
        )  # fmt: skip
    return found


def _flag_settler(flag: RedFlag) -> Callable[[Facts], bool]:
    return lambda facts: truth_of(flag.when, facts) is not Truth.UNKNOWN


def _flag_reach(flag: RedFlag, facts: Facts) -> Callable[[frozenset[str]], bool]:
    return lambda granted: any(may_be(flag.when, truth, facts, granted) for truth in (Truth.YES, Truth.NO))


def _raised(flag: RedFlag) -> Callable[[Facts], bool]:
    return lambda facts: truth_of(flag.when, facts) is Truth.YES


def _in_place(items: Iterable[PlanItem]) -> list[Open]:
    """Advice that may already be in place: its question is asked, but it settles nothing that is open."""
    return [
        Open(id=item.id, asks=item.asks, settled=lambda _: False)
        for item in items
        if item.timing in ("now", "prepare") and item.asks
    ]
