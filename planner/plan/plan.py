"""From an assessment to a plan: one answer for each recommendation, dangers first, and what to measure next."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date

from planner.assessment.assessment import Assessment, Progression
from planner.assessment.derive import derivations
from planner.assessment.pace import dated_totals
from planner.assessment.projection import Line, Milestone
from planner.assessment.staging import KingsFinding, Span, StageFinding
from planner.model.about import DENYING
from planner.model.conditions import Reason, evaluate, reasons, truth_of
from planner.model.emergency import Emergency, emergency_of
from planner.model.facts import Facts, Value
from planner.model.intake import Intake
from planner.model.knowledge import URGENCIES, Knowledge, Position, Recommendation, Timing
from planner.model.states import CONTRADICTION
from planner.model.truth import Truth
from planner.plan.changes import Since
from planner.plan.equipment import equipment_plan
from planner.plan.measure_next import Question
from planner.plan.orders import Order
from planner.plan.questions import questions_of
from planner.plan.schedule import PlanItem, schedule, unsaid_lines

ORDER: tuple[Timing, ...] = ("now", "prepare", "check_first", "hold", "later", "done", "not_now")


@dataclass(frozen=True)
class Flag:
    """A red flag the facts show."""

    id: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
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
    asked_later: tuple[Question, ...]
    positions: tuple[Position, ...]
    equipment: tuple[Order, ...]
    emergency: Emergency
    totals: tuple[tuple[date, float], ...] = ()
    since: Since | None = None  # what changed since an earlier paper, where one was given

    def rule(self, item: PlanItem) -> Recommendation:
        """The recommendation behind an item."""
        return self.knowledge.by_id[item.id]

    def item(self, name: str) -> PlanItem | None:
        return next((item for item in self.items if item.id == name), None)


def make_plan(assessment: Assessment, knowledge: Knowledge) -> Plan:
    """Weigh every recommendation and red flag against what is known today and what lies ahead."""
    facts = assessment.facts
    weighed = tuple(schedule(rule, assessment, knowledge) for rule in knowledge.recommendations)
    items = _for_this_body(_without_opposites(weighed, knowledge), knowledge, facts)
    flags, orders = _red_flags(knowledge, facts, assessment.closed), equipment_plan(items, assessment, knowledge)
    asked = questions_of(items, orders, assessment, knowledge)
    active = {item.id for item in items if item.timing not in ("not_now", "done")}
    positions = tuple(p for p in knowledge.positions if active.intersection(p.shown_with))
    names = dict.fromkeys((*facts.given(), *knowledge.vocabulary.plain_of.values(), *derivations(knowledge)))
    values = {name: value for name in names if _is_told(value := facts.value(name))}
    return Plan(
        intake=assessment.intake, knowledge=knowledge, today=assessment.today, values=values, stage=assessment.stage, leg=assessment.leg, arm=assessment.arm,
        kings=assessment.kings, mitos=assessment.mitos, ft9=assessment.ft9, progression=assessment.progression, milestones=assessment.milestones,
        lines=assessment.lines, items=_in_order(items, knowledge), red_flags=flags, measure_next=asked.now, asked_later=asked.later, positions=positions,
        equipment=orders, emergency=emergency_of(knowledge.fridge, facts), totals=dated_totals(facts),
    )  # fmt: skip


def _is_told(value: Value) -> bool:
    """Whether there is something to tell of a value: what it is, that it is too old, or that answers contradict each other."""
    return value.known or value.stale_since is not None or value.note == CONTRADICTION


def _without_opposites(items: tuple[PlanItem, ...], knowledge: Knowledge) -> tuple[PlanItem, ...]:
    """What has to stop today is not prepared at the same time: advice ahead about the same thing does not apply."""
    rules = knowledge.by_id
    stops = {rules[i.id].about: i.because for i in items if i.timing == "now" and rules[i.id].kind in DENYING}
    if not stops:
        return items

    def weighed(item: PlanItem) -> PlanItem:
        about = rules[item.id].about
        if item.timing not in ("prepare", "later") or about not in stops or rules[item.id].kind in DENYING:
            return item
        return PlanItem(id=item.id, timing="not_now", put_off=item.put_off, because=stops[about])

    return tuple(map(weighed, items))


def _for_this_body(items: tuple[PlanItem, ...], knowledge: Knowledge, facts: Facts) -> tuple[PlanItem, ...]:
    """The items with the family lines named that this body must not read."""
    rules = knowledge.by_id
    found = {item.id: unsaid_lines(rules[item.id], facts) for item in items if rules[item.id].said_if}
    return tuple(replace(item, unsaid=found[item.id]) if found.get(item.id) else item for item in items)


def _in_order(items: Iterable[PlanItem], knowledge: Knowledge) -> tuple[PlanItem, ...]:
    """By timing, then by priority, then by what has to start first, then in the order of the files."""
    place = {rule.id: (rule.priority, at) for at, rule in enumerate(knowledge.recommendations)}

    def key(item: PlanItem) -> tuple[int, int, date, int]:
        priority, at = place[item.id]
        first = item.start_by or date.max
        return ORDER.index(item.timing), priority, first, at

    return tuple(sorted(items, key=key))


def _red_flags(knowledge: Knowledge, facts: Facts, closed: Container[str]) -> tuple[Flag, ...]:
    """The danger signs that are up, most urgent first; none that a state closes."""
    raised = []
    for flag in sorted(knowledge.red_flags, key=lambda flag: URGENCIES.index(flag.urgency)):
        if flag.id not in closed and truth_of(flag.when, facts) is Truth.YES:
            why = reasons(evaluate(flag.when, facts), facts, knowledge.fact_rules, knowledge.vocabulary)
            raised.append(Flag(flag.id, why))
    return tuple(raised)
