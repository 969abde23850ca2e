"""Few new things at one visit: what finds no room is seen to by the clinic within weeks, or waits for the next visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.model.knowledge import Knowledge
from planner.plan.brought_by import advice_on
from planner.plan.equipment import to_act_on_first
from planner.plan.lines import Agenda, AgendaLine
from planner.plan.orders import NOW, Order, Remark, waits_long

HURRY = ("ask_to_speed_up", "ask_each_week")  # nobody is hurried for what has time


@dataclass(frozen=True, kw_only=True)
class _New:
    """A new thing of today: the problem it is got for (empty where nothing says), and its place among the others.

    ``grave``: an act on it prevents harm within weeks or answers a danger sign.
    """

    order: Order
    problem: str
    place: tuple[int, int, bool]
    grave: bool


def few_at_once(
    orders: tuple[Order, ...], agenda: Agenda, knowledge: Knowledge, today: date, *, comfort: bool
) -> tuple[Order, ...]:
    """The orders with new things of a few problems today, a few each, by the lines of the agenda; the rest by a later day.

    Never moved: what belongs to an act that prevents harm within weeks or answers a danger sign, what takes six weeks or
    more to come, what helps until a late thing is there, and all that comfort brings.
    """
    if comfort:
        return orders
    wanted = (order for order in orders if order.action in NOW and not order.put_off and not order.bridges)
    new = [_new(order, agenda, knowledge) for order in wanted if not waits_long(order, knowledge.numbers)]
    moved = _without_room(sorted((one for one in new if not one.grave), key=lambda one: one.place), knowledge)
    return to_act_on_first(_later(one, agenda, knowledge, today) if one.id in moved else one for one in orders)


def _new(order: Order, agenda: Agenda, knowledge: Knowledge) -> _New:
    """By the line of its advice, else by its problem; what only measures last."""
    thing, lines = knowledge.equipment[order.id], (*agenda.today, *agenda.next_visit)
    rules = {rule.id: rule.problem for rule in advice_on(thing, knowledge)}
    of_ladder = {one.problem for one in knowledge.problems.ladders for step in one.steps if thing.id in step.things}
    line_of_advice = min((line for name in rules if (line := agenda.line_of(name))), key=lines.index, default=None)
    order_of = knowledge.problems.order
    problem = (
        line_of_advice.problem
        if line_of_advice
        else min(set(rules.values()) or of_ladder, key=lambda name: order_of.get(name, 0), default="")
    )
    problems = [line.problem for line in lines]
    at = problems.index(problem) if problem in problems else len(problems)
    return _New(
        order=order,
        problem=problem,
        place=(at, order_of.get(problem, len(order_of)), thing.measures),
        grave=any(_is_grave(line, rules, problem) for line in lines),
    )


def _is_grave(line: AgendaLine, rules: Collection[str], problem: str) -> bool:
    """Whether an act on a thing must not be moved; of what no advice brings, whether its problem has such an act."""
    return any(act.is_kept and (act.id in rules if rules else line.problem == problem) for act in line.acts)


def _without_room(new: Iterable[_New], knowledge: Knowledge) -> Collection[str]:
    """Of things in their order, those beyond the most problems of one visit or the most things of one problem."""
    problems, each = (int(knowledge.numbers[name]) for name in ("new_things_problems", "new_things_each"))
    taken: dict[str, int] = {}
    moved = set()
    for one in new:
        count = taken.get(one.problem, 0)
        if count < each and (count or len(taken) < problems):
            taken[one.problem] = count + 1
        else:
            moved.add(one.order.id)
    return moved


def _later(order: Order, agenda: Agenda, knowledge: Knowledge, today: date) -> Order:
    """Got by a later day: within two weeks where its own day lies before the next visit, else on the day of that."""
    own = order.need_by - timedelta(order.arithmetic.total) if order.need_by and order.arithmetic else today
    soon = own < agenda.next_visit_on
    within = today + timedelta(int(knowledge.numbers["new_things_clinic_days"]))
    tasks = tuple(task for task in order.tasks if task.code not in HURRY)
    return replace(
        order,
        action="order_by",
        order_by=min(within, agenda.next_visit_on) if soon else agenda.next_visit_on,
        overdue_days=0,
        tasks=(*tasks, Remark("clinic_sees_to_it") if soon else Remark("at_next_visit")),
    )
