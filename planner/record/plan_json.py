"""Plan → the dictionary of `plan --format json`. Dates are ISO days; null means "not known"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from planner.assessment.projection import Milestone
from planner.assessment.staging import Span
from planner.language.data_notes import data_notes
from planner.language.wording import fill, name_of, question_name
from planner.language.words import Words, load_words
from planner.model.conditions import Reason
from planner.model.facts import Value
from planner.model.states import STATES
from planner.plan.changes import Since
from planner.plan.disclosure import held_back
from planner.plan.measure_next import Question
from planner.plan.plan import Plan
from planner.plan.schedule import Note, PlanItem
from planner.record.agenda_json import agenda_as_json
from planner.record.orders_json import order_as_json, reason_as_json

PLAN_SCHEMA = "als-planner/plan/1"


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The whole plan as plain data; ``changes`` are those of ``planner.plan.changes.Change``, ``since`` the earlier paper."""
    words = load_words("en")
    return {
        "schema": PLAN_SCHEMA,
        "id": plan.intake.id,
        "today": plan.today.isoformat(),
        "knowledge": {"edition": plan.knowledge.about.edition, "digest": plan.knowledge.named_digest},
        "stage": stage_as_json(plan),
        "progression": progression_as_json(plan),
        "projection": [_milestone(plan, milestone) for milestone in plan.milestones],
        "recommendations": _items(plan, words),
        "equipment": [order_as_json(plan, order, words) for order in plan.equipment],
        "measure_next": measure_next_as_json(plan),
        "red_flags": [_flag(plan, flag, words) for flag in plan.red_flags],
        "positions": [
            {
                "id": position.id,
                "question": position.question,
                "position": position.position,
                "for": [side.model_dump() for side in position.for_],
                "against": [side.model_dump() for side in position.against],
            }
            for position in plan.positions
        ],
        "held_back": [held.id for held in held_back(plan, "person") if held.why != "put_off"],
        "since": since_as_json(plan.since) if plan.since else None,
        "changes": [asdict(change) for change in plan.since.changes] if plan.since else [],
        "data_notes": list(data_notes(plan, words)),
        "states": states_as_json(plan),
        "agenda": agenda_as_json(plan, words),
    }


def states_as_json(plan: Plan) -> dict[str, bool | str | None]:
    """Each state of the body as a word, true or false; null where nothing tells, or answers contradict each other."""
    found: dict[str, bool | str | None] = {}
    for name in STATES:
        value, fact = plan.values.get(name), plan.knowledge.vocabulary[name]
        raw = fact.raw(value.low) if value is not None and value.known else None
        found[name] = raw if isinstance(raw, bool | str) else None
    return found


def since_as_json(since: Since) -> dict[str, str]:
    """The earlier paper: its day, its knowledge, and whether it was a plan, an intake planned anew, or pages."""
    return {"today": since.day.isoformat(), "knowledge": since.knowledge, "source": since.source}


def _reason(plan: Plan, reason: Reason, words: Words) -> dict[str, Any]:
    return reason_as_json(reason, plan.knowledge, words)


def _span(span: Span) -> dict[str, int]:
    return {"low": span.low, "high": span.high}


def stage_as_json(plan: Plan) -> dict[str, Any]:
    words, stage, kings = load_words("en"), plan.stage, plan.kings
    return {
        "sinaki_mulder": {
            "low": stage.low,
            "high": stage.high,
            "because": [_reason(plan, reason, words) for reason in stage.because],
            "asks": list(stage.asks),
            "by": stage.by,
            "assumed": list(stage.assumed),
            "estimated": {"low": stage.estimated[0], "high": stage.estimated[1]},
        },
        "leg": _span(plan.leg),
        "arm": _span(plan.arm),
        "kings": {
            "low": kings.low,
            "high": kings.high,
            "four_a": kings.four_a.as_json,
            "four_b": kings.four_b.as_json,
            "no_region_counted": kings.no_region,
        },
        "mitos": _span(plan.mitos),
        "ft9": _span(plan.ft9),
        "phase": phase_of(plan),
    }


def phase_of(plan: Plan) -> str:
    """early, middle or late where the whole range of stages agrees, else unknown."""
    stages = plan.knowledge.staging.stages
    phases = {stage.phase for stage in stages[plan.stage.low - 1 : plan.stage.high]}
    return phases.pop() if len(phases) == 1 else "unknown"


def _rate(value: Value | None) -> float | list[float] | None:
    if value is None or value.high == float("inf"):
        return None
    return value.low if value.known else [value.low, value.high]


def progression_as_json(plan: Plan) -> dict[str, Any]:
    progress = plan.progression
    choices = plan.knowledge.vocabulary["progression_pace"].choices
    pace = choices[int(progress.pace.low)] if progress.pace.known else "unknown"
    names = ("alsfrs_total", "symptom_onset_date")
    because = _known_as_json(plan, names)
    return {
        "since_onset": _rate(progress.since_onset),
        "recent": _rate(progress.recent),
        "pace": pace,
        "because": because,
        "asks": list(dict.fromkeys(progress.pace.asks)),
        "breathing": _breathing_as_json(plan),
    }


def _breathing_as_json(plan: Plan) -> dict[str, Any]:
    """The pace of breathing by itself, with the test and, where it counts, the onset that it was reckoned from."""
    rate = plan.progression.breathing
    choices = plan.knowledge.vocabulary["breathing_pace"].choices
    names = ("fvc_pct", "svc_pct", "symptom_onset_date") if rate.pace.known else ()
    return {
        "per_month": _rate(rate.per_month),
        "pace": choices[int(rate.pace.low)] if rate.pace.known else "unknown",
        "because": _known_as_json(plan, names),
        "asks": list(rate.pace.asks),
    }


def _known_as_json(plan: Plan, names: Iterable[str]) -> list[dict[str, Any]]:
    """These facts, where they are known, as reasons."""
    return [
        {
            "fact": name,
            "value": _plain(plan, name),
            "on": value.on.isoformat() if value.on else None,
            "text": name_of(name, plan.knowledge, load_words("en")),
        }
        for name in names
        if (value := plan.values.get(name)) is not None and value.known
    ]


def _plain(plan: Plan, name: str) -> Any:
    value = plan.values[name]
    raw = value.raw if value.raw is not None else plan.knowledge.vocabulary[name].raw(value.low)
    return raw.isoformat() if isinstance(raw, date) else raw


def _milestone(plan: Plan, milestone: Milestone) -> dict[str, Any]:
    names = ("p10", "early", "likely", "late", "p90")
    return {
        "fact": milestone.fact,
        "at_most": milestone.at_most,
        "measured_on": milestone.measured_on.isoformat(),
        "reached_before": milestone.reached_before.isoformat() if milestone.reached_before else None,
        "may_already_apply": milestone.is_past(plan.today),
        "months": {name: _within_horizon(plan, getattr(milestone, name)) for name in names},
        "within": {str(months): round(chance, 3) for months, chance in milestone.within},
    }


def _within_horizon(plan: Plan, months: float) -> float | None:
    return round(months, 1) if months <= plan.knowledge.numbers["look_ahead_most_months"] else None


def _note(note: Note) -> dict[str, Any]:
    return {"true": note.truth.as_json, "therapist": note.therapist, "asks": list(note.asks)}


def _items(plan: Plan, words: Words) -> list[dict[str, Any]]:
    """Every recommendation. A fact that decided many is put into words once."""
    said: dict[int, dict[str, Any]] = {}

    def told(reason: Reason) -> dict[str, Any]:
        found = said.get(id(reason))
        if found is None:
            found = said[id(reason)] = _reason(plan, reason, words)
        return dict(found)

    return [_item(plan, item, words, told) for item in plan.items]


def _item(plan: Plan, item: PlanItem, words: Words, told: Callable[[Reason], dict[str, Any]]) -> dict[str, Any]:
    rule = plan.rule(item)
    window = item.window
    return {
        "id": item.id,
        "domain": rule.domain,
        "kind": rule.kind,
        "title": fill(rule.text.therapist.title, plan.knowledge, plan.values, "", words),
        "timing": item.timing,
        "put_off": item.put_off,
        "comes_with": list(item.comes_with),
        "because": [told(reason) for reason in item.because],
        "asks": list(dict.fromkeys((*item.asks, *item.missing))),
        "holds": [_note(note) for note in item.holds],
        "cautions": [_note(note) for note in item.cautions],
        "window": None
        if window is None
        else {key: day.isoformat() if (day := getattr(window, key)) else None for key in ("early", "likely", "late")},
        "start_by": item.start_by.isoformat() if item.start_by else None,
        "overdue_days": item.overdue_days,
        "reckoned_from": item.margin if item.ahead else None,
        "evidence": [dict(vars(evidence)) for evidence in rule.evidence],
        "reviewed_by": list(rule.reviewed.by),
    }


def measure_next_as_json(plan: Plan) -> list[dict[str, Any]]:
    """Single questions first, best first; then those of the tick lists, each with its ``pack``."""
    words = load_words("en")
    return [_question(plan, question, words) for question in plan.measure_next]


def _question(plan: Plan, question: Question, words: Words) -> dict[str, Any]:
    told = question.fact if question.fact in plan.knowledge.vocabulary else question.written[0]
    return {
        "fact": question.fact,
        "written": list(question.written),
        "settles": list(question.settles),
        "red_flags": list(question.red_flags),
        "in_place": list(question.in_place),
        "reason": "contradiction" if question.contradicts else "stale" if question.stale_since else "unknown",
        "stale_since": question.stale_since.isoformat() if question.stale_since else None,
        "question": question_name(question, plan.knowledge, words),
        "how": plan.knowledge.vocabulary[told].help,
        "pack": question.pack or None,
    }


def _flag(plan: Plan, flag: Any, words: Words) -> dict[str, Any]:
    known = next(entry for entry in plan.knowledge.red_flags if entry.id == flag.id)
    return {
        "id": flag.id,
        "urgency": known.urgency,
        "say": known.therapist.say,
        "because": [_reason(plan, r, words) for r in flag.because],
    }
