"""What to borrow, rent, order, wait for, leave out or give back, and by when (equipment evidence, section 10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from planner.assessment.assessment import Assessment
from planner.assessment.history import DAYS_PER_MONTH
from planner.model.conditions import leaves, truth_of
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment
from planner.model.truth import Truth
from planner.plan.acquire import decide_on, is_outgrown, left_out
from planner.plan.backing import backed_by_advice
from planner.plan.comfort import in_place_of
from planner.plan.due import Dates
from planner.plan.leads import Wait
from planner.plan.money import choose
from planner.plan.needs import (
    IN_PLACE,
    Need,
    NeedCase,
    need_of,
    needed_at_all,
    open_questions,
    shifted,
)  # fmt: skip
from planner.plan.orders import Action, Order, Remark, Return
from planner.plan.schedule import PlanItem

# What is to act on first; within a rank what is late stands before what is in time.
RANKS: tuple[tuple[Action, ...], ...] = (
    ("order_now", "arrange"), ("defer",), ("return",), ("order_by",), ("wait",), ("has",), ("skip",)
)  # fmt: skip
RANK = {action: rank for rank, actions in enumerate(RANKS) for action in actions}
TO_COME = ("order_now", "arrange", "order_by")
TO_GET_NOW = ("order_now", "arrange", "defer")


def equipment_plan(items: tuple[PlanItem, ...], assessment: Assessment, knowledge: Knowledge) -> tuple[Order, ...]:
    """One answer for each thing, what is to act on first in front.

    ``items`` are the recommendations weighed for the same assessment: their needs, holds and dates are taken over.
    """
    case = NeedCase(items={item.id: item for item in items}, assessment=assessment, knowledge=knowledge)
    needs = backed_by_advice({name: need_of(thing, case) for name, thing in knowledge.equipment.items()}, case)
    if case.in_comfort:
        in_place_of(needs, case)
    for name in knowledge.equipment:
        _pull_earlier(name, needs, case, ())
    orders = {name: decide_on(thing, needs, case) for name, thing in knowledge.equipment.items()}
    for name in knowledge.equipment:
        if orders[name].late:
            _bridge(orders[name], orders, needs, case)
    orders = _one_of_each(orders, case)
    orders = {name: _with_return(order, orders, case) for name, order in orders.items()}
    return to_act_on_first(_as_told(order, case) for order in orders.values())


def _as_told(order: Order, case: NeedCase) -> Order:
    """Whether families read of it what it does for a body that uses it otherwise."""
    other = case.knowledge.equipment[order.id].else_when
    otherwise = other is not None and truth_of(other, case.assessment.facts) is Truth.YES
    return replace(order, otherwise=True) if otherwise else order


def to_act_on_first(orders: Iterable[Order]) -> tuple[Order, ...]:
    """By what is to be done; today what is late before what is in time, else by the day."""
    return tuple(sorted(orders, key=_place))


def _place(order: Order) -> tuple[int, bool, date]:
    late_today = order.late and order.action != "order_by"
    return RANK[order.action], not late_today, order.order_by or order.need_by or date.max


# --- what must be there first ------------------------------------------------------------------------------------


def _pull_earlier(name: str, needs: dict[str, Need], case: NeedCase, path: tuple[str, ...]) -> None:
    """Pull the need of what must be ready before a thing that is to come, and of what must be ready before that.

    What comes with a recommendation keeps the days of that: it is named among the tasks of the other instead.
    """
    thing, need = case.knowledge.equipment[name], needs[name]
    if not thing.ready_first or need.by is None or need.held or need.far or need.put_off or case.is_put_off(name):
        return
    if case.standing(name).status in IN_PLACE or left_out(thing, need, case.wait(thing), case)[1] is not None:
        return
    days = int(case.knowledge.numbers["ready_before_days"])
    for first in thing.ready_first:
        other = case.knowledge.equipment.get(first)
        if other is None or other.needed_with or first in path or first == name:
            continue
        pulled = _ready_before(other, needs[first], thing, need, days, case)
        if pulled is not needs[first]:
            needs[first] = pulled
            _pull_earlier(first, needs, case, (*path, name))


def _ready_before(other: Equipment, own: Need, thing: Equipment, need: Need, days: int, case: NeedCase) -> Need:
    """The need of a thing that must be ready some days before another one; its own where that is earlier."""
    assert need.by is not None
    by = max(case.today, need.by - timedelta(days))
    if own.done or (own.by is not None and own.by <= by):
        return own
    window = shifted(need.window, days, case.today)
    if own.by is not None:
        return replace(own, by=by, window=_earlier(own.window, window), before=thing.id)
    at_all = needed_at_all(other, case)
    if at_all is Truth.NO:
        return own
    if at_all is Truth.UNKNOWN:
        return replace(own, window=window, asks=open_questions(other, case) or own.asks, before=thing.id)
    return replace(own, by=by, window=window, asks=(), before=thing.id)


def _earlier(one: Dates | None, other: Dates | None) -> Dates | None:
    if one is None or other is None:
        return one or other
    pairs = ((one.early, other.early), (one.likely, other.likely), (one.late, other.late))
    return Dates(*(min((day for day in pair if day is not None), default=None) for pair in pairs))


# --- one of several ----------------------------------------------------------------------------------------------


def _one_of_each(orders: dict[str, Order], case: NeedCase) -> dict[str, Order]:
    """Of things of which one is taken, one is got now: what is there already, else the first in the list; the rest is left."""
    found = dict(orders)
    for choice in case.knowledge.problems.choose_one:
        mine = [name for name in choice.things if name in found]
        there = [name for name in mine if case.standing(name).status in (*IN_PLACE, "ordered")]
        wanted = [name for name in mine if found[name].action in TO_GET_NOW and not found[name].put_off]
        taken = [name for name in there if found[name].action == "has"] or wanted[: choice.at_most]
        for name in wanted:
            if taken and name not in taken and not found[name].bridges:
                found[name] = _left_for(found[name], taken[0])
    return found


def _left_for(order: Order, taken: str) -> Order:
    """Not got, as another one of its kind is; what it was reckoned with stays."""
    remark = Remark("one_of", thing=taken)
    return replace(
        order,
        action="skip",
        order_by=None,
        overdue_days=0,
        late=False,
        at_risk=False,
        bridge="",
        tasks=(),
        remarks=(remark,),
    )


# --- bridges and returns -----------------------------------------------------------------------------------------


def _bridge(order: Order, orders: dict[str, Order], needs: dict[str, Need], case: NeedCase) -> None:
    """Name what helps until a late thing is there, and arrange it."""
    thing = case.knowledge.equipment[order.id]
    arrival = _arrival(order, case)
    for name in thing.bridge:
        other = case.knowledge.equipment.get(name)
        if other is None or case.is_put_off(name) or needs[name].put_off or needs[name].held:
            continue
        if is_outgrown(other, case) or _never_fits(other, case) or _helps_otherwise(other, order, case):
            continue
        if case.standing(name).status in (*IN_PLACE, "ordered"):
            kept = replace(orders[name], action="has", remarks=(Remark("bridge_for", thing=order.id),))
            orders[name] = kept if orders[name].action == "return" else orders[name]
        else:
            waits = case.other_waits(other, "borrow", "rent") or case.other_waits(other, "buy")
            quick = min(waits, key=lambda wait: wait.days[1], default=None)
            if quick is None or arrival is None or case.today + timedelta(quick.days[1]) >= arrival:
                continue
            orders[name] = _arranged(orders[name], order, quick, case)
        orders[order.id] = replace(order, bridge=name)
        return


def _never_fits(thing: Equipment, case: NeedCase) -> bool:
    """Whether what no course will change stands against it: a short ramp at a high door."""
    return thing.needed_when is not None and needed_at_all(thing, case) is Truth.NO


def _helps_otherwise(thing: Equipment, order: Order, case: NeedCase) -> bool:
    """Whether nothing asks for it, and it helps by other facts than what is late: a bed rail where lying flat is the trouble."""
    own = thing.needed_when
    if own is None or truth_of(own, case.assessment.facts) is not Truth.NO:
        return False
    return not {leaf.fact for leaf in leaves(own)} & {reason.fact for reason in order.because}


def _arranged(own: Order, order: Order, wait: Wait, case: NeedCase) -> Order:
    """What to set up today, until the late thing is there: its price is weighed by those months, and a loan goes back."""
    other, numbers, way = case.knowledge.equipment[own.id], case.knowledge.numbers, case.way(wait.route)
    arrival = _arrival(order, case)
    months = 0.0 if arrival is None else (arrival - case.today).days / DAYS_PER_MONTH
    months = min(months, case.useful_months(other))
    return replace(
        own, action="arrange", route=wait.route, order_by=None, lead_days=wait.days, lead_default=wait.default,
        needed=own.needed or order.needed, need_by=own.need_by or order.need_by, arithmetic=case.sum_for(other, wait),
        late=False, at_risk=False, bridge="", tasks=(), remarks=(Remark("bridge_for", thing=order.id),),
        choice=choose(other, own.estimate, months, True, frozenset((way,)), numbers),
        return_when=Return(order.id, arrival) if way in ("borrow", "rent") else None,
    )  # fmt: skip


def _arrival(order: Order, case: NeedCase) -> date | None:
    """About when a thing will be there: typical days from today, from its order date, or from the day it was ordered."""
    standing = case.standing(order.id)
    if order.lead_days is None or (order.action not in (*TO_COME, "defer") and standing.status != "ordered"):
        return None
    since = standing.since if order.action == "has" else None
    return max(case.today, (order.order_by or since or case.today) + timedelta(order.lead_days[1]))


def _with_return(order: Order, orders: dict[str, Order], case: NeedCase) -> Order:
    """A thing that is lent goes back when the one that takes its place is there, which is after its own time."""
    lent = case.way(order.route) in ("borrow", "rent") or case.standing(order.id).status == "borrowed"
    if order.return_when is not None or not lent or order.action not in (*TO_COME, "has"):
        return order
    thing = case.knowledge.equipment[order.id]
    for name in () if thing.kept else thing.successors:
        newer = orders.get(name)
        ordered = case.standing(name).status == "ordered"
        if newer is None or newer.put_off or not (ordered or newer.action in TO_COME):
            continue
        arrival = _arrival(newer, case)
        if order.action == "has":
            return replace(order, return_when=Return(name, arrival))
        if arrival is not None and newer.need_by is not None and newer.need_by > (order.need_by or case.today):
            return replace(order, return_when=Return(name, max(arrival, newer.need_by)))
    return replace(order, return_when=Return("", None))
