"""From an assessment to a plan: one answer for each recommendation, dangers first, and what to measure next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner.assessment.assessment import Assessment, Progression
from planner.assessment.derive import derivations
from planner.assessment.pace import dated_totals
from planner.assessment.projection import FallingLine, Milestone
from planner.assessment.staging import KingsFinding, Span, StageFinding
from planner.model.about import DENYING
from planner.model.calls import Calls, calls_of
from planner.model.emergency import Emergency, emergency_of
from planner.model.facts import Facts, Value
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge, Position, Recommendation, Timing
from planner.model.states import CONTRADICTION
from planner.model.things import PayerRule
from planner.plan.acts import Case
from planner.plan.agenda import agenda_of, is_comfort
from planner.plan.changes import Since
from planner.plan.danger import Flag, answered, red_flags
from planner.plan.due import next_visit_on
from planner.plan.equipment import equipment_plan
from planner.plan.few_at_once import few_at_once
from planner.plan.lapsed import lapsed
from planner.plan.lines import Agenda
from planner.plan.measure_next import Question
from planner.plan.orders import Order
from planner.plan.payers import payers_told
from planner.plan.questions import questions_of
from planner.plan.schedule import PlanItem, schedule, unsaid_lines
from planner.plan.severity import relevant

ORDER: tuple[Timing, ...] = ("now", "prepare", "check_first", "hold", "later", "done", "not_now")


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
    lines: tuple[FallingLine, ...]
    items: tuple[PlanItem, ...]
    red_flags: tuple[Flag, ...]
    measure_next: tuple[Question, ...]
    asked_later: tuple[Question, ...]
    positions: tuple[Position, ...]
    equipment: tuple[Order, ...]
    emergency: Emergency
    calls: Calls
    agenda: Agenda
    payer: str | None = None  # who mainly pays, where that is known
    told_by_payers: frozenset[str] = frozenset()  # the ids of what payers and countries ask or give this person
    totals: tuple[tuple[date, float], ...] = ()
    since: Since | None = None  # what changed since an earlier paper, where one was given

    def rule(self, item: PlanItem) -> Recommendation:
        """The recommendation behind an item."""
        return self.knowledge.by_id[item.id]

    @property
    def payers_told(self) -> tuple[PayerRule, ...]:
        """What payers and countries ask or give, in the language of the knowledge."""
        return tuple(rule for rule in self.knowledge.payers if rule.id in self.told_by_payers)

    def item(self, name: str) -> PlanItem | None:
        return next((item for item in self.items if item.id == name), None)


def make_plan(assessment: Assessment, knowledge: Knowledge, *, since: Since | None = None) -> Plan:
    """Weigh every recommendation and red flag against what is known today and what lies ahead.

    Lines that an earlier paper moved to this visit, and advice that it did not have, rank above their equals.
    """
    facts = assessment.facts
    weighed = tuple(relevant(schedule(rule, assessment, knowledge), rule, facts) for rule in knowledge.recommendations)
    items = _for_this_body(_without_opposites(weighed, knowledge), knowledge, facts)
    flags, orders = red_flags(knowledge, facts, assessment.closed), equipment_plan(items, assessment, knowledge)
    items, answers = answered(items, flags, knowledge, assessment.closed)
    asked = questions_of(items, orders, assessment, knowledge)
    active = {item.id for item in items if item.timing not in ("not_now", "done")}
    positions = tuple(p for p in knowledge.positions if active.intersection(p.shown_with))
    names = dict.fromkeys((*facts.given(), *knowledge.vocabulary.plain_of.values(), *derivations(knowledge)))
    values = {name: value for name in names if _is_told(value := facts.value(name))}
    case = _case(items, orders, answers, flags, assessment, knowledge, since)
    agenda = agenda_of(case)
    orders = few_at_once(orders, agenda, knowledge, assessment.today, comfort=is_comfort(case))
    return Plan(
        intake=assessment.intake, knowledge=knowledge, today=assessment.today, values=values, stage=assessment.stage, leg=assessment.leg, arm=assessment.arm,
        kings=assessment.kings, mitos=assessment.mitos, ft9=assessment.ft9, progression=assessment.progression, milestones=assessment.milestones,
        lines=assessment.lines, items=_in_order(items, knowledge), red_flags=flags, measure_next=asked.now, asked_later=asked.later, positions=positions,
        equipment=orders, emergency=emergency_of(knowledge.fridge, facts), calls=calls_of(knowledge.always_call, facts, {flag.id for flag in flags}),
        agenda=agenda, totals=dated_totals(facts), since=since,
        payer=assessment.payer, told_by_payers=payers_told(assessment, knowledge),
    )  # fmt: skip


def _case(
    items: tuple[PlanItem, ...], orders: Iterable[Order], answers: Mapping[str, tuple[str, ...]], flags: Iterable[Flag],
    assessment: Assessment, knowledge: Knowledge, since: Since | None,
) -> Case:  # fmt: skip
    """What the agenda is made from."""
    urgency = {flag.id: flag.urgency for flag in knowledge.red_flags}
    by_id = {item.id: item for item in items}
    return Case(
        assessment=assessment,
        knowledge=knowledge,
        items=by_id,
        lapsed=lapsed(assessment, knowledge, by_id, flags),
        orders={order.id: order for order in orders},
        answers=answers,
        urgent=frozenset(flag.id for flag in flags if urgency[flag.id] != "within_a_week"),
        next_visit=next_visit_on(assessment, knowledge),
        waited=since.waited if since else {},
        new=frozenset(change.id for change in since.changes if change.change == "new") if since else (),
    )


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
        if not item.ahead or about not in stops or rules[item.id].kind in DENYING:
            return item
        return PlanItem(id=item.id, timing="not_now", put_off=item.put_off, because=stops[about])

    return tuple(map(weighed, items))


def _for_this_body(items: tuple[PlanItem, ...], knowledge: Knowledge, facts: Facts) -> tuple[PlanItem, ...]:
    """The items with the family lines named that this body must not read."""
    rules = knowledge.by_id
    found = {item.id: unsaid_lines(rules[item.id], facts) for item in items if rules[item.id].said_if}
    return tuple(replace(item, unsaid=found[item.id]) if found.get(item.id) else item for item in items)


def _in_order(items: Iterable[PlanItem], knowledge: Knowledge) -> tuple[PlanItem, ...]:
    """By timing, what is needed today first, then by priority, by what has to start first, and in the order of the files."""
    place = {rule.id: (rule.priority, at) for at, rule in enumerate(knowledge.recommendations)}

    def key(item: PlanItem) -> tuple[int, bool, int, date, int]:
        priority, at = place[item.id]
        first = item.start_by or date.max
        return ORDER.index(item.timing), item.ahead, priority, first, at

    return tuple(sorted(items, key=key))
