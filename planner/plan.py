"""From an assessment to a plan: one answer for each recommendation, dangers first, and what to measure next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Any

from planner.assessment import Assessment, Progression
from planner.conditions import Condition, Finding, Reason, asks, evaluate, reasons, truth_of
from planner.derive import DAYS_PER_MONTH, derivations
from planner.facts import Facts, Value
from planner.intake import Intake
from planner.knowledge import Knowledge, Position, Precaution, Recommendation, RedFlag, Said, Timing
from planner.leads import MEDIUM, Arithmetic, for_equipment, for_teaching, wait_for
from planner.measure_next import Open, Question, rank
from planner.outlook import Window
from planner.projection import Line, Milestone
from planner.staging import KingsFinding, Span, StageFinding
from planner.truth import Truth

ORDER: tuple[Timing, ...] = ("now", "prepare", "check_first", "hold", "later", "done", "not_now")


@dataclass(frozen=True)
class Note:
    """A precaution that is true or open: its sentences, its state and the facts behind it."""

    therapist: str
    family: str
    truth: Truth
    because: tuple[Reason, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Dates:
    """The first day of need along each course, None beyond the horizon."""

    early: date | None
    likely: date | None
    late: date | None


@dataclass(frozen=True)
class PlanItem:
    """One recommendation for this person: its timing, why, what is missing, what holds it, and when it is needed."""

    id: str
    timing: Timing
    put_off: bool = False
    because: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    holds: tuple[Note, ...] = ()
    cautions: tuple[Note, ...] = ()
    window: Dates | None = None
    start_by: date | None = None
    arithmetic: Arithmetic | None = None


@dataclass(frozen=True)
class Flag:
    """A red flag the facts show."""

    id: str
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Plan:
    """Everything a page may print, with the intake and the knowledge it was made from."""

    intake: Intake
    knowledge: Knowledge
    today: date
    values: dict[str, Value]
    stage: StageFinding
    leg: Span
    arm: Span
    kings: KingsFinding
    mitos: Span
    ft9: Span
    progression: Progression
    milestones: tuple[Milestone, ...]
    lines: tuple[Line, ...]
    items: tuple[PlanItem, ...]
    red_flags: tuple[Flag, ...]
    measure_next: tuple[Question, ...]
    positions: tuple[Position, ...]

    def rule(self, item: PlanItem) -> Recommendation:
        """The recommendation behind an item."""
        return self.knowledge.by_id[item.id]

    def item(self, name: str) -> PlanItem | None:
        return next((item for item in self.items if item.id == name), None)


def make_plan(assessment: Assessment, knowledge: Knowledge) -> Plan:
    """Weigh every recommendation and red flag against what is known today and what lies ahead."""
    facts = assessment.facts
    items = tuple(schedule(rule, assessment, knowledge) for rule in knowledge.recommendations)
    flags, open_flags = _red_flags(knowledge, facts)
    open_rules = [
        Open(rule.id, item.asks, _settler(rule))
        for rule, item in zip(knowledge.recommendations, items, strict=True)
        if item.timing == "check_first"
    ]
    questions = rank(facts, open_rules, open_flags, _in_place_questions(knowledge, items, facts))
    active = {item.id for item in items if item.timing not in ("not_now", "done")}
    positions = tuple(p for p in knowledge.positions if active.intersection(p.shown_with))
    names = dict.fromkeys((*facts.given(), *knowledge.vocabulary.plain_of.values(), *derivations(knowledge)))
    values = {name: value for name in names if (value := facts.value(name)).known or value.stale_since}
    return Plan(
        assessment.intake, knowledge, assessment.today, values, assessment.stage, assessment.leg, assessment.arm,
        assessment.kings, assessment.mitos, assessment.ft9, assessment.progression, assessment.milestones,
        assessment.lines, _in_order(items, knowledge), flags, questions, positions,
    )  # fmt: skip


def _in_order(items: Iterable[PlanItem], knowledge: Knowledge) -> tuple[PlanItem, ...]:
    """By timing, then by priority, then by what has to start first, then in the order of the files."""
    place = {rule.id: (rule.priority, at) for at, rule in enumerate(knowledge.recommendations)}

    def key(item: PlanItem) -> tuple[int, int, date, int]:
        priority, at = place[item.id]
        first = item.start_by or date.max
        return ORDER.index(item.timing), priority, first, at

    return tuple(sorted(items, key=key))


# --- one recommendation ------------------------------------------------------------------------------------------


def schedule(rule: Recommendation, assessment: Assessment, knowledge: Knowledge) -> PlanItem:
    """The timing of one recommendation, by the house's table; an unknown precaution is never a pass."""
    facts = assessment.facts
    done = rule.done_when
    in_place = done is not None and truth_of(done, facts) is Truth.YES
    when = evaluate(rule.when, facts)
    put_off = _is_put_off(rule, assessment, knowledge.speaks_for)

    def why(finding: Finding) -> tuple[Reason, ...]:
        return reasons(finding, facts, knowledge.fact_rules, knowledge.vocabulary)

    if done is not None and in_place:
        return PlanItem(rule.id, "done", put_off, why(evaluate(done, facts)))
    window, start_by, arithmetic = _ahead(rule, assessment, knowledge)
    timing, blocking = _weigh(rule, when.truth, facts)
    if timing == "not_now" and start_by is not None:
        blocking = tuple(
            precaution for precaution in rule.unless if truth_of(precaution.condition, facts) is not Truth.NO
        )
    if timing == "not_now" and start_by is not None:
        timing = "prepare" if start_by <= assessment.today else "later"
    if timing == "not_now":
        return PlanItem(rule.id, timing, put_off, why(when))
    holds = tuple(_note(p.condition, p.then, facts, knowledge) for p in blocking)
    cautions = tuple(
        _note(p.condition, p.then, facts, knowledge)
        for p in rule.caution
        if truth_of(p.condition, facts) is not Truth.NO
    )
    wanted = asks(evaluate(done, facts), facts) if done is not None else ()
    if timing in ("check_first", "hold"):
        wanted = asks(when, facts) or _all_asks(note for note in holds if note.truth is Truth.UNKNOWN)
    because = why(when) if when.truth is not Truth.UNKNOWN else ()
    if timing not in ("prepare", "later"):
        start_by = None  # a date that has passed is never printed as something to do by then
    return PlanItem(rule.id, timing, put_off, because, wanted, holds, cautions, window, start_by, arithmetic)


def _weigh(rule: Recommendation, when: Truth, facts: Facts) -> tuple[Timing, tuple[Precaution, ...]]:
    """The timing by the trigger and the blocking precautions, and those precautions that hold it or keep it open."""
    if when is not Truth.YES:
        return ("check_first" if when is Truth.UNKNOWN else "not_now"), ()
    truths = [truth_of(precaution.condition, facts) for precaution in rule.unless]
    worst = max(truths, default=Truth.NO)
    if worst is Truth.NO:
        return "now", ()
    blocking = tuple(precaution for precaution, truth in zip(rule.unless, truths, strict=True) if truth is worst)
    return ("hold" if worst is Truth.YES else "check_first"), blocking


def decide(rule: Recommendation, facts: Facts) -> Timing:
    """The timing by today's facts alone; ``not_now`` leaves open whether it lies ahead."""
    if rule.done_when is not None and truth_of(rule.done_when, facts) is Truth.YES:
        return "done"
    return _weigh(rule, truth_of(rule.when, facts), facts)[0]


def _settler(rule: Recommendation) -> Callable[[Facts], bool]:
    return lambda facts: decide(rule, facts) != "check_first"


def _note(condition: Condition, then: Said, facts: Facts, knowledge: Knowledge) -> Note:
    found = evaluate(condition, facts)
    because: tuple[Reason, ...] = ()
    if found.truth is Truth.YES:
        because = reasons(found, facts, knowledge.fact_rules, knowledge.vocabulary)
    return Note(then.therapist, then.family, found.truth, because, asks(found, facts))


def _all_asks(notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask for note in notes for ask in note.asks))


def _is_put_off(rule: Recommendation, assessment: Assessment, speaks_for: Mapping[str, Any]) -> bool:
    """Put off by the person: the advice or a thing it is about is on the "not now" list, or all those things were declined."""
    if {rule.id, *rule.equipment}.intersection(assessment.intake.preferences.not_now):
        return True
    return bool(rule.equipment) and all(_declined(thing, assessment.facts, speaks_for) for thing in rule.equipment)


def _declined(thing: str, facts: Facts, speaks_for: Mapping[str, Any]) -> bool:
    """Declined in the equipment list, or by the fact that speaks for it (niv_status for the mask machine)."""
    names = [
        f"equipment_status_{thing}",
        *(fact for fact, entry in speaks_for.items() if entry["device"] == thing),
    ]
    values = [(facts.value(name), facts.vocabulary[name]) for name in names]
    return any(value.known and fact.raw(value.low) == "declined" for value, fact in values)


def _ahead(
    rule: Recommendation, assessment: Assessment, knowledge: Knowledge
) -> tuple[Dates | None, date | None, Arithmetic | None]:
    """When it will be needed, and the day on which one has to start so that it is there in time."""
    if rule.ahead is None:
        return None, None, None
    window = assessment.outlook.window(rule.ahead.needed_when)
    if window is None:
        return None, None, None
    pace = assessment.progression.pace
    speed = int(pace.low) if pace.known else MEDIUM
    if rule.ahead.equipment:
        equipment = knowledge.equipment[rule.ahead.equipment]
        wait = wait_for(equipment, assessment.intake, assessment.payer, knowledge.routes)
        sum_ = for_equipment(equipment, wait, speed, knowledge.numbers)
        soonest = rule.ahead.course == "early" or (pace.known and speed > MEDIUM) or window.likely is None
        need = window.early if soonest else window.likely
    else:
        sum_, need = for_teaching(rule.ahead.lead, speed, knowledge), window.early
    start = _day(assessment.today, need) - timedelta(sum_.total)
    if window.by_measure and window.early is not None:
        margin = knowledge.limits["measure_margin_months"].value
        visit = knowledge.limits["next_visit_days"].value
        by_measure = _day(assessment.today, window.early - margin) - timedelta(sum_.wait + int(visit))
        start = min(start, by_measure)
    return _dates(window, assessment.today), start, sum_


def _day(today: date, months: float | None) -> date:
    assert months is not None
    return today + timedelta(floor(months * DAYS_PER_MONTH))


def _dates(window: Window, today: date) -> Dates:
    return Dates(*(None if m is None else _day(today, m) for m in (window.early, window.likely, window.late)))


# --- dangers and questions ---------------------------------------------------------------------------------------

URGENCIES = ("emergency", "same_day", "within_a_week")


def _red_flags(knowledge: Knowledge, facts: Facts) -> tuple[tuple[Flag, ...], list[Open]]:
    """Flags that are up, most urgent first, and those that one answer could raise."""
    raised, still_open = [], []
    for flag in sorted(knowledge.red_flags, key=lambda flag: URGENCIES.index(flag.urgency)):
        if truth_of(flag.when, facts) is Truth.NO:
            continue
        found = evaluate(flag.when, facts)
        if found.truth is Truth.YES:
            raised.append(Flag(flag.id, reasons(found, facts, knowledge.fact_rules, knowledge.vocabulary)))
        else:
            still_open.append(Open(flag.id, asks(found, facts), _flag_settler(flag), URGENCIES.index(flag.urgency)))
    return tuple(raised), still_open


def _flag_settler(flag: RedFlag) -> Callable[[Facts], bool]:
    return lambda facts: truth_of(flag.when, facts) is not Truth.UNKNOWN


def _in_place_questions(knowledge: Knowledge, items: Iterable[PlanItem], facts: Facts) -> list[Open]:
    """Advice that may already be in place: its question is asked, but it settles nothing that is open."""
    return [
        Open(item.id, item.asks, lambda _: False) for item in items if item.timing in ("now", "prepare") and item.asks
    ]
