"""One recommendation for one person: its timing, what holds it, when it is needed and when one has to start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from planner.assessment.assessment import Assessment
from planner.assessment.outlook import Outlook
from planner.model.conditions import Condition, Finding, Reason, asks, evaluate, missing, reasons, truth_of
from planner.model.facts import Facts
from planner.model.knowledge import Knowledge, Precaution, Recommendation, Said, Timing
from planner.model.states import Closing
from planner.model.truth import Truth
from planner.plan.due import Dates, Margin, Start, dates_of, fastest, speed_of, start_for
from planner.plan.leads import FAST, Arithmetic, for_equipment, for_teaching, wait_for


@dataclass(frozen=True, kw_only=True)
class Note:
    """A precaution that is true or open: its sentences, its state and the facts behind it."""

    therapist: str
    family: str
    truth: Truth
    because: tuple[Reason, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """One recommendation for this person: its timing, why, what is missing, what holds it, and when it is needed.

    ``start_by``: the day to start on of what is needed only later, today where it has passed, and ``overdue_days`` by how
    much; ``need_by`` is the day it was reckoned back from, ``margin`` how.
    """

    id: str
    timing: Timing
    put_off: bool = False
    because: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # questions about what the trigger rests on not being on file
    holds: tuple[Note, ...] = ()
    cautions: tuple[Note, ...] = ()
    window: Dates | None = None
    start_by: date | None = None
    overdue_days: int = 0
    arithmetic: Arithmetic | None = None
    margin: Margin | None = None
    unsaid: frozenset[str] = frozenset()  # places of family lines that this body must not read, as "do.0"
    comes_with: tuple[str, ...] = ()  # facts that tell of what it has no meaning without
    need_by: date | None = None

    @property
    def ahead(self) -> bool:
        """Whether it is needed only later: its timing comes from the day on which to start."""
        return self.start_by is not None or self.timing in ("prepare", "later")

    @property
    def reckoned(self) -> date | None:
        """The day to start on by the arithmetic alone, also where it has passed."""
        return self.need_by - timedelta(self.arithmetic.total) if self.need_by and self.arithmetic else None


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
    window, start, arithmetic = _ahead(rule, assessment, knowledge)
    timing, blocking = _weigh(rule, when.truth, facts)
    ahead = timing == "not_now" and start is not None
    if timing == "not_now" and start is not None:
        timing, blocking = _weigh_ahead(rule, start, facts)
    if timing == "not_now":
        return PlanItem(id=rule.id, timing=timing, put_off=put_off, because=why(when))
    holds, cautions = (
        tuple(_note(precaution.condition, precaution.then, facts, knowledge) for precaution in found)
        for found in (blocking, _not_excluded(rule.caution, facts))
    )
    wanted = _wanted(rule, timing, when, holds, facts)
    questions = [facts.vocabulary.plain(name) for name in wanted]
    if timing == "check_first" and questions and assessment.closed.keys() >= set(questions):
        return closed(assessment.closed[questions[0]])
    later = start if ahead and start is not None and not start.needed_today else None
    acting = why if later is None else partial(_why_ahead, outlook=assessment.outlook, why=why)
    return PlanItem(
        id=rule.id, timing=timing, put_off=put_off, because=acting(_brought_by(rule, when, assessment)), asks=wanted, holds=holds, cautions=cautions,
        missing=missing(when, facts) if when.truth is Truth.YES else (), window=window, start_by=later.on if later else None, overdue_days=later.overdue_days if later else 0, arithmetic=arithmetic,
        margin=start.margin if start else None, need_by=start.need_by if start else None,
    )  # fmt: skip


def _wanted(
    rule: Recommendation, timing: Timing, when: Finding, holds: Iterable[Note], facts: Facts
) -> tuple[str, ...]:
    """What to ask: before it may start, or else whether it is there already."""
    if timing in ("check_first", "hold"):
        return asks(when, facts) or _all_asks(note for note in holds if note.truth is Truth.UNKNOWN)
    return () if rule.done_when is None else asks(evaluate(rule.done_when, facts), facts)


def _brought_by(rule: Recommendation, when: Finding, assessment: Assessment) -> Finding:
    """What decided the trigger; where the need lies ahead, what brings it there. Nothing while the trigger is not known."""
    if when.truth is not Truth.NO or rule.ahead is None:
        return when if when.truth is Truth.YES else Finding(when.truth)
    outlook, needed = assessment.outlook, rule.ahead.needed_when
    window = outlook.window(needed)
    if window is None and rule.ahead.prepare_when is not None:
        return evaluate(rule.ahead.prepare_when, assessment.facts)
    return Finding(Truth.NO) if window is None else outlook.brought_by(needed, window)


def _why_ahead(finding: Finding, outlook: Outlook, why: Callable[[Finding], tuple[Reason, ...]]) -> tuple[Reason, ...]:
    """The reasons of what lies ahead: what moves there; what only has to stay as it is brings nothing, where something moves."""
    moving = tuple(reason for reason in why(finding) if outlook.moves(reason.fact))
    acting = tuple(leaf for leaf in finding.leaves if truth_of(leaf, outlook.facts) is Truth.YES)
    return moving or why(finding._replace(leaves=acting))


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


def _weigh_ahead(rule: Recommendation, start: Start, facts: Facts) -> tuple[Timing, tuple[Precaution, ...]]:
    """The timing by the day to start on. What starts now must be as safe as what is needed now."""
    if start.timing == "now":
        return _weigh(rule, Truth.YES, facts)
    return start.timing, _not_excluded(rule.unless, facts)


def unsaid_lines(rule: Recommendation, facts: Facts) -> frozenset[str]:
    """Family lines that are not for this body: their condition is no, or is not yes where only a yes will do."""
    found = {place: truth_of(said.condition, facts) for place, said in rule.said_if.items()}
    wrong = {place: (Truth.NO, Truth.UNKNOWN) if rule.said_if[place].certain else (Truth.NO,) for place in found}
    return frozenset(place for place, truth in found.items() if truth in wrong[place])


def decide(rule: Recommendation, facts: Facts, *, ahead: bool = False) -> Timing:
    """The timing by today's facts alone; ``not_now`` leaves open whether it lies ahead. ``ahead``: it is to be started now."""
    if rule.done_when is not None and truth_of(rule.done_when, facts) is Truth.YES:
        return "done"
    return _weigh(rule, Truth.YES if ahead else truth_of(rule.when, facts), facts)[0]


def _note(condition: Condition, then: Said, facts: Facts, knowledge: Knowledge) -> Note:
    found = evaluate(condition, facts)
    because: tuple[Reason, ...] = ()
    if found.truth is Truth.YES:
        because = reasons(found, facts, knowledge.fact_rules, knowledge.vocabulary)
    family = (then.family_asks if found.truth is Truth.UNKNOWN else "") or then.family
    return Note(therapist=then.therapist, family=family, truth=found.truth, because=because, asks=asks(found, facts))


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
) -> tuple[Dates | None, Start | None, Arithmetic | None]:
    """When it will be needed, and when one has to start so that it is there in time."""
    if rule.ahead is None:
        return None, None, None
    window = assessment.outlook.window(rule.ahead.needed_when)
    if window is None and rule.ahead.prepare_when is None:
        return None, None, None
    if rule.ahead.equipment:
        speed = speed_of(assessment, breathing=assessment.outlook.of_breathing(rule.ahead.needed_when))
        equipment = knowledge.equipment[rule.ahead.equipment]
        wait = wait_for(equipment, assessment.intake, assessment.payer, knowledge.routes, assessment.shut)
        sum_ = for_equipment(equipment, wait, speed, knowledge.numbers)
        early = rule.ahead.course == "early" or speed == FAST
    else:
        sum_, early = for_teaching(rule.ahead.lead, fastest(assessment), knowledge), True
    start = start_for(window, sum_, assessment, knowledge, early=early, ahead=rule.ahead)
    return None if window is None else dates_of(window, assessment.today), start, sum_
