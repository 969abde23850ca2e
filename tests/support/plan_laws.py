"""What must hold of every plan: no day to act lies before today, timings follow the days, and every reason is known and acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner import assess
from planner.assessment.derive import facts_today
from planner.assessment.outlook import Outlook
from planner.model.conditions import Compare, Condition, Not, evaluate, truth_of
from planner.model.facts import Facts
from planner.model.truth import Truth
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.record.orders_json import AT_ONCE

SOON = 14


def broken(plan: Plan) -> list[str]:
    return [*_days(plan), *_timings(plan), *_reasons(plan)]


def _days(plan: Plan) -> Iterator[str]:
    """Days on which something is to be done, and how late they are said to be."""
    days: list[tuple[str, date | None]] = [(item.id, item.start_by) for item in plan.items]
    for order in plan.equipment:
        days += [(order.id, order.order_by), (order.id, order.return_when.on if order.return_when else None)]
        days += [(order.id, order.reasonable.earliest if order.reasonable else None)]
        if order.overdue_days and order.action not in AT_ONCE:
            yield f"{order.id} is overdue and {order.action}"
    for line in (*plan.agenda.today, *plan.agenda.next_visit):
        days += [(act.id, act.by) for act in line.acts] + [(line.problem, line.on)]
    yield from (f"{name} by {day}" for name, day in days if day is not None and day < plan.today)
    for item in plan.items:
        if item.overdue_days and item.start_by != plan.today:
            yield f"{item.id} is {item.overdue_days} days late and starts by {item.start_by}"


def _timings(plan: Plan) -> Iterator[str]:
    """What is due now starts within two weeks, what is prepared up to the next visit, and what is later after it."""
    for item in plan.items:
        if item.start_by is None or item.comes_with:
            continue
        days, visit = (item.start_by - plan.today).days, (plan.agenda.next_visit_on - plan.today).days
        meant = "now" if days <= SOON else "prepare" if days <= visit else "later"
        if item.timing in ("now", "prepare", "later") and item.timing != meant and item.margin != "number":
            yield f"{item.id} is {item.timing} and starts in {days} days"


def _reasons(plan: Plan) -> Iterator[str]:
    facts, signed = (
        plan_facts(plan),
        {name for flag in plan.red_flags for name in (reason.fact for reason in flag.because)},
    )
    outlook = assess(plan.intake, plan.knowledge, today=plan.today).outlook
    for item in plan.items:
        yield from (f"{item.id} because of {why.fact}, which is not known" for why in item.because if not why.is_known)
        if item.timing == "now" and not item.ahead and item.need_by is None:
            acting = set(_acting(plan.rule(item).when, facts, True)) | signed
            yield from (f"{item.id} because of {why.fact}" for why in item.because if why.fact not in acting)
        elif item.ahead and item.window is not None:
            yield from _reasons_ahead(item, plan, facts, outlook)


def _reasons_ahead(item: PlanItem, plan: Plan, facts: Facts, outlook: Outlook) -> Iterator[str]:
    """What lies ahead is brought by what moves there; where nothing of it moves, by what acts today."""
    ahead = plan.rule(item).ahead
    assert ahead is not None
    if any(outlook.moves(why.fact) for why in item.because):
        yield from (f"{item.id} ahead for {why.fact}" for why in item.because if not outlook.moves(why.fact))
    else:
        acting = {
            name for given in (ahead.needed_when, ahead.prepare_when) if given for name in _acting(given, facts, True)
        }
        yield from (f"{item.id} ahead for {why.fact}" for why in item.because if why.fact not in acting)


def plan_facts(plan: Plan) -> Facts:
    return facts_today(plan.intake, plan.knowledge, plan.today)


def _acting(condition: Condition, facts: Facts, wanted: bool) -> Iterator[str]:
    """The facts that stand on the side of their limit on which the condition acts."""
    if isinstance(condition, Compare):
        if condition.operator != "known" and truth_of(condition, facts) is (Truth.YES if wanted else Truth.NO):
            yield facts.value(condition.fact).of or condition.fact
            rule = facts.history.knowledge.fact_rules.get(condition.fact)
            if rule is not None:
                yield from (facts.value(leaf.fact).of or leaf.fact for leaf in evaluate(rule, facts).leaves)
                yield from _acting(rule, facts, wanted)
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    for part in parts:
        yield from _acting(part, facts, wanted is not isinstance(condition, Not))
