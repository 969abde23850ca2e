"""One recommendation for one person: its timing, what holds it, when it is needed and when one has to start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Any

from planner.assessment.assessment import Assessment
from planner.assessment.derive import DAYS_PER_MONTH
from planner.assessment.outlook import Window
from planner.model.conditions import Condition, Finding, Reason, asks, evaluate, reasons, truth_of
from planner.model.facts import Facts
from planner.model.knowledge import Knowledge, Precaution, Recommendation, Said, Timing
from planner.model.states import Closing
from planner.model.truth import Truth
from planner.plan.leads import MEDIUM, Arithmetic, for_equipment, for_teaching, wait_for


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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
    unsaid: frozenset[str] = frozenset()  # places of family lines that this body must not read, as "do.0"
    comes_with: tuple[str, ...] = ()  # facts that tell of what it has no meaning without
    need_by: date | None = None  # the day the start was reckoned back from; also where no start-by is printed


def schedule(rule: Recommendation, assessment: Assessment, knowledge: Knowledge) -> PlanItem:
    """The timing of one recommendation, by the house's table; an unknown precaution is never a pass."""
    facts = assessment.facts
    done, when = rule.done_when, evaluate(rule.when, facts)
    put_off = _is_put_off(rule, assessment, knowledge)

    def why(finding: Finding) -> tuple[Reason, ...]:
        return reasons(finding, facts, knowledge.fact_rules, knowledge.vocabulary)

    def closed(closing: Closing) -> PlanItem:
        timing: Timing = "done" if closing.then == "done" and done is not None else "not_now"
        return PlanItem(id=rule.id, timing=timing, put_off=put_off, because=why(evaluate(closing.condition, facts)))

    if (closing := assessment.closed.get(rule.id)) is not None:
        return closed(closing)
    if done is not None and truth_of(done, facts) is Truth.YES:
        return PlanItem(id=rule.id, timing="done", put_off=put_off, because=why(evaluate(done, facts)))
    window, start_by, arithmetic = _ahead(rule, assessment, knowledge)
    timing, blocking = _weigh(rule, when.truth, facts)
    if timing == "not_now" and start_by is not None:
        timing, blocking = ("prepare" if start_by <= assessment.today else "later"), _not_excluded(rule.unless, facts)
    if timing == "not_now":
        return PlanItem(id=rule.id, timing=timing, put_off=put_off, because=why(when))
    holds, cautions = (
        tuple(_note(precaution.condition, precaution.then, facts, knowledge) for precaution in found)
        for found in (blocking, _not_excluded(rule.caution, facts))
    )
    wanted = asks(evaluate(done, facts), facts) if done is not None else ()
    if timing in ("check_first", "hold"):
        wanted = asks(when, facts) or _all_asks(note for note in holds if note.truth is Truth.UNKNOWN)
    questions = [facts.vocabulary.plain(name) for name in wanted]
    if timing == "check_first" and questions and assessment.closed.keys() >= set(questions):
        return closed(assessment.closed[questions[0]])
    need_by = start_by + timedelta(arithmetic.total) if start_by is not None and arithmetic is not None else None
    if timing not in ("prepare", "later"):
        start_by = None  # a date that has passed is never printed as something to do by then
    return PlanItem(
        id=rule.id, timing=timing, put_off=put_off, because=why(when) if when.truth is not Truth.UNKNOWN else (), asks=wanted, holds=holds, cautions=cautions,
        window=window, start_by=start_by, arithmetic=arithmetic, need_by=need_by,
    )  # fmt: skip


def _not_excluded(precautions: Iterable[Precaution], facts: Facts) -> tuple[Precaution, ...]:
    """The precautions that are true or not known."""
    return tuple(found for found in precautions if truth_of(found.condition, facts) is not Truth.NO)


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


def unsaid_lines(rule: Recommendation, facts: Facts) -> frozenset[str]:
    """Family lines that are not for this body: their condition is no, or is not yes where only a yes will do."""
    found = {place: truth_of(said.condition, facts) for place, said in rule.said_if.items()}
    wrong = {place: (Truth.NO, Truth.UNKNOWN) if rule.said_if[place].certain else (Truth.NO,) for place in found}
    return frozenset(place for place, truth in found.items() if truth in wrong[place])


def decide(rule: Recommendation, facts: Facts) -> Timing:
    """The timing by today's facts alone; ``not_now`` leaves open whether it lies ahead."""
    if rule.done_when is not None and truth_of(rule.done_when, facts) is Truth.YES:
        return "done"
    return _weigh(rule, truth_of(rule.when, facts), facts)[0]


def _note(condition: Condition, then: Said, facts: Facts, knowledge: Knowledge) -> Note:
    found = evaluate(condition, facts)
    because: tuple[Reason, ...] = ()
    if found.truth is Truth.YES:
        because = reasons(found, facts, knowledge.fact_rules, knowledge.vocabulary)
    return Note(
        therapist=then.therapist, family=then.family, truth=found.truth, because=because, asks=asks(found, facts)
    )


def _all_asks(notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ask for note in notes for ask in note.asks))


def _is_put_off(rule: Recommendation, assessment: Assessment, knowledge: Knowledge) -> bool:
    """Put off by the person: the advice, a thing it is about, or the subject it belongs to."""
    if _are_put_off({rule.id, *rule.equipment}, rule.equipment, assessment, knowledge):
        return True
    for subject in (subject for subject in knowledge.states.subjects if rule.id in subject.recommendations):
        if _are_put_off({*subject.recommendations, *subject.things}, subject.things, assessment, knowledge):
            return True
        if subject.declined is not None and truth_of(subject.declined, assessment.facts) is Truth.YES:
            return True
    return False


def _are_put_off(names: set[str], things: Sequence[str], assessment: Assessment, knowledge: Knowledge) -> bool:
    """Whether one of the names is on the "not now" list, or all the things were declined."""
    if names.intersection(assessment.intake.preferences.not_now):
        return True
    return bool(things) and all(_declined(thing, assessment.facts, knowledge.speaks_for) for thing in things)


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
    speed = speed_of(assessment)
    if rule.ahead.equipment:
        equipment = knowledge.equipment[rule.ahead.equipment]
        wait = wait_for(equipment, assessment.intake, assessment.payer, knowledge.routes, assessment.shut)
        sum_ = for_equipment(equipment, wait, speed, knowledge.numbers)
        soonest = rule.ahead.course == "early" or speed > MEDIUM
    else:
        sum_, soonest = for_teaching(rule.ahead.lead, speed, knowledge), True
    start = start_for(window, soonest, sum_, assessment, knowledge)
    return dates_of(window, assessment.today), start, sum_


def speed_of(assessment: Assessment) -> int:
    """The pace as a place on its scale; an unknown pace counts as medium."""
    pace = assessment.progression.pace
    return int(pace.low) if pace.known else MEDIUM


def start_for(window: Window, soonest: bool, sum_: Arithmetic, assessment: Assessment, knowledge: Knowledge) -> date:
    """The day to start on: need − the sum; where a measure falls, early enough for a visit before its early course."""
    need = window.early if soonest or window.likely is None else window.likely
    start = _day(assessment.today, need) - timedelta(sum_.total)
    if window.by_measure and window.early is not None:
        margin = knowledge.limits["measure_margin_months"].value
        visit = knowledge.limits["next_visit_days"].value
        by_measure = _day(assessment.today, window.early - margin) - timedelta(sum_.wait + int(visit))
        start = min(start, by_measure)
    return start


def _day(today: date, months: float | None) -> date:
    assert months is not None
    return today + timedelta(floor(months * DAYS_PER_MONTH))


def dates_of(window: Window, today: date) -> Dates:
    """The first day of need along each course, counted from today."""
    return Dates(*(None if m is None else _day(today, m) for m in (window.early, window.likely, window.late)))
