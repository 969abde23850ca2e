"""Few new things at one visit: what finds no room is seen to by the clinic within weeks, or waits for the next visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.model.knowledge import Knowledge
from planner.plan.equipment import to_act_on_first
from planner.plan.lines import Agenda
from planner.plan.orders import Order, Remark

TODAY = ("order_now", "arrange")
HURRY = ("ask_to_speed_up", "ask_each_week")  # nobody is hurried for what has time


def few_at_once(
    orders: tuple[Order, ...], agenda: Agenda, knowledge: Knowledge, today: date, *, comfort: bool
) -> tuple[Order, ...]:
    """The orders with new things of a few problems today, a few each, by the lines of the agenda; the rest by a later day.

    Never moved: what belongs to an act that prevents harm within weeks or answers a danger sign, what takes six weeks or
    more to come, what helps until a late thing is there, and all that comfort brings.
    """
    if comfort:
        return orders
    brought_by = _rules_of(knowledge)
    new = [one for one in orders if _is_new(one, knowledge) and not _is_grave(one, brought_by, agenda, knowledge)]
    new.sort(key=lambda order: _place(order, brought_by, agenda, knowledge))
    moved = _without_room(new, brought_by, agenda, knowledge)
    return to_act_on_first(_later(one, agenda, knowledge, today) if one.id in moved else one for one in orders)


def _is_new(order: Order, knowledge: Knowledge) -> bool:
    bridges = any(remark.code == "bridge_for" for remark in order.remarks)
    long = timedelta(weeks=knowledge.numbers["long_wait_weeks"]).days
    waits = order.lead_days is not None and order.lead_days[1] >= long
    return order.action in TODAY and not order.put_off and not bridges and not waits


def _is_grave(order: Order, brought_by: Mapping[str, list[str]], agenda: Agenda, knowledge: Knowledge) -> bool:
    """Whether an act on it must not be moved; of what no advice brings, whether its problem has such an act today."""
    rules = brought_by.get(order.id)
    if rules is None:
        problem = _problem(order, brought_by, agenda, knowledge)
        return any(line.is_kept for line in agenda.today if line.problem == problem)
    return any(act.is_kept and act.id in rules for line in (*agenda.today, *agenda.next_visit) for act in line.acts)


def _rules_of(knowledge: Knowledge) -> Mapping[str, list[str]]:
    """Thing → the advice that brings it."""
    found: dict[str, list[str]] = {}
    for rule in knowledge.recommendations:
        for thing in rule.equipment:
            found.setdefault(thing, []).append(rule.id)
    for name, known in knowledge.equipment.items():
        if known.needed_with and known.needed_with not in found.get(name, ()):
            found.setdefault(name, []).append(known.needed_with)
    return found


def _place(
    order: Order, brought_by: Mapping[str, list[str]], agenda: Agenda, knowledge: Knowledge
) -> tuple[int, int, bool]:
    """By the line that it belongs to, then by its problem; what only measures last."""
    lines = [line.problem for line in (*agenda.today, *agenda.next_visit)]
    problem = _problem(order, brought_by, agenda, knowledge)
    line = lines.index(problem) if problem in lines else len(lines)
    order_of = knowledge.problems.order
    return line, order_of.get(problem, len(order_of)), knowledge.equipment[order.id].measures


def _problem(order: Order, brought_by: Mapping[str, list[str]], agenda: Agenda, knowledge: Knowledge) -> str:
    """The problem that a thing is got for: of the first line with advice on it, else of the advice, else of its ladder.

    Empty where nothing says.
    """
    rules = brought_by.get(order.id, ())
    for line in (*agenda.today, *agenda.next_visit):
        if any(name in line.details or any(name in (act.id, *act.moves) for act in line.acts) for name in rules):
            return line.problem
    order_of = knowledge.problems.order
    of_advice = [knowledge.by_id[name].problem for name in rules if name in knowledge.by_id]
    of_ladder = [one.problem for one in knowledge.problems.ladders for step in one.steps if order.id in step.things]
    return min(of_advice or of_ladder, key=lambda name: order_of.get(name, 0), default="")


def _without_room(
    new: Iterable[Order], brought_by: Mapping[str, list[str]], agenda: Agenda, knowledge: Knowledge
) -> Collection[str]:
    """Of things in their order, those beyond the most problems of one visit or the most things of one problem."""
    problems, each = (int(knowledge.numbers[name]) for name in ("new_things_problems", "new_things_each"))
    taken: dict[str, int] = {}
    moved = set()
    for order in new:
        problem = _problem(order, brought_by, agenda, knowledge)
        room = taken.get(problem, 0) < each if problem in taken else len(taken) < problems
        if room:
            taken[problem] = taken.get(problem, 0) + 1
        else:
            moved.add(order.id)
    return moved


def _later(order: Order, agenda: Agenda, knowledge: Knowledge, today: date) -> Order:
    """Got by a later day: within two weeks where its own day lies before the next visit, else on the day of that.

    It is no longer called late: how late it would be was reckoned for an order of today.
    """
    own = order.need_by - timedelta(order.arithmetic.total) if order.need_by and order.arithmetic else today
    soon = own < agenda.next_visit_on
    within = today + timedelta(int(knowledge.numbers["new_things_clinic_days"]))
    tasks = tuple(task for task in order.tasks if task.code not in HURRY)
    return replace(
        order,
        action="order_by",
        order_by=min(within, agenda.next_visit_on) if soon else agenda.next_visit_on,
        overdue_days=0,
        late=False,
        at_risk=False,
        tasks=(*tasks, Remark("clinic_sees_to_it") if soon else Remark("at_next_visit")),
    )
