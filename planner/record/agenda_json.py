"""The agenda → plain data, as the contract's ``agenda`` has it. Sentences are the therapist's."""

from __future__ import annotations

from typing import Any

from planner.language.agenda import title_of, when_of
from planner.language.words import Words
from planner.plan.lines import Act, AgendaLine, LadderPlace, LeftOut, NextStep
from planner.plan.plan import Plan
from planner.record.orders_json import reason_as_json


def agenda_as_json(plan: Plan, words: Words) -> dict[str, Any]:
    """Lines of today and of the next visit, what stands beside them, what was left out, and the place on each ladder."""
    agenda = plan.agenda
    return {
        "today": [_line(line, plan, words) for line in agenda.today],
        "next_visit": [_waiting(line, plan, words) for line in agenda.next_visit],
        "next_visit_on": agenda.next_visit_on.isoformat(),
        "habits": list(agenda.habits),
        "papers": list(agenda.papers),
        "visit_checks": list(agenda.visit_checks),
        "left_out": [_left_out(entry, plan, words) for entry in agenda.left_out],
        "ladders": [_place(place, plan, words) for place in agenda.ladders],
        "kept_against_word": list(agenda.kept_against_word),
    }


def _line(line: AgendaLine, plan: Plan, words: Words) -> dict[str, Any]:
    return {
        "problem": line.problem,
        "severity": line.severity,
        "title": plan.knowledge.problems.problems[line.problem].therapist,
        "basis": line.basis,
        "acts": [_act(act, plan, words) for act in line.acts],
        "details": list(line.details),
        "answers": list(line.answers),
        "because": [reason_as_json(reason, plan.knowledge, words) for reason in line.because],
        "minutes": line.minutes,
        "next_step": _step(line.next_step, plan, words),
        "moved": line.moved,
    }


def _waiting(line: AgendaLine, plan: Plan, words: Words) -> dict[str, Any]:
    by = line.clinic_by
    return {
        **_line(line, plan, words),
        "why_later": line.why_later,
        "on": line.on.isoformat() if line.on else None,
        "by": by.isoformat() if by else None,
        "who": "clinic" if by else None,
    }


def _act(act: Act, plan: Plan, words: Words) -> dict[str, Any]:
    return {
        "id": act.id,
        "title": title_of(act.id, plan, words),
        "role": act.role,
        "who": act.who,
        "by": act.by.isoformat() if act.by else None,
        "basis": act.basis,
        "severity": act.severity,
        "answers": list(act.answers),
        "check_first": act.check,
        "not_because": act.not_because,
        "last_told": [reason_as_json(reason, plan.knowledge, words) for reason in act.last_told],
        "asks": list(act.asks),
        "moves": list(act.moves),
    }


def _step(step: NextStep | None, plan: Plan, words: Words) -> dict[str, str] | None:
    return None if step is None else {"id": step.id, "when": when_of(step.brought_by, plan, words)}


def _left_out(entry: LeftOut, plan: Plan, words: Words) -> dict[str, Any]:
    return {
        "id": entry.id,
        "why": entry.why,
        "because": [reason_as_json(reason, plan.knowledge, words) for reason in entry.because],
        "when": when_of(entry.brought_by, plan, words) if entry.brought_by else None,
        "reason": entry.reason or None,
        "ask_again": entry.ask_again.isoformat() if entry.ask_again else None,
    }


def _place(place: LadderPlace, plan: Plan, words: Words) -> dict[str, Any]:
    return {"ladder": place.ladder, "problem": place.problem, "at": place.at, "next": _step(place.next, plan, words)}
