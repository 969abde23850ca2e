"""What to borrow, rent, order, wait for, leave out or give back, and by when (equipment evidence, section 10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.assessment import Assessment
from planner.conditions import evaluate, reasons, truth_of
from planner.history import DAYS_PER_MONTH
from planner.knowledge import Knowledge
from planner.leads import SLOW, Wait
from planner.money import choose, estimate_of
from planner.needs import IN_PLACE, Case, Need, need_of, needed_at_all, open_questions, shifted
from planner.orders import Action, Order, Reasonable, Remark, Return
from planner.schedule import Dates, PlanItem
from planner.things import Equipment, Gate
from planner.truth import Truth

# What is to act on first; within a rank what is late stands before what is in time.
RANKS: tuple[tuple[Action, ...], ...] = (
    ("order_now", "arrange"), ("defer",), ("return",), ("order_by",), ("wait",), ("has",), ("skip",)
)  # fmt: skip
RANK = {action: rank for rank, actions in enumerate(RANKS) for action in actions}
TO_COME = ("order_now", "arrange", "order_by")
CHARGED = {"chairs": "insurer_paid_chair_5y"}  # the answer that tells of a charge to a family of benefits


def equipment_plan(items: tuple[PlanItem, ...], assessment: Assessment, knowledge: Knowledge) -> tuple[Order, ...]:
    """One answer for each thing, what is to act on first in front.

    ``items`` are the recommendations weighed for the same assessment: their needs, holds and dates are taken over.
    """
    case = Case({item.id: item for item in items}, assessment, knowledge)
    needs = {name: need_of(thing, case) for name, thing in knowledge.equipment.items()}
    for name in knowledge.equipment:
        _pull_earlier(name, needs, case, ())
    orders = {name: _decide(thing, needs, case) for name, thing in knowledge.equipment.items()}
    for name in knowledge.equipment:
        if orders[name].late:
            _bridge(orders[name], orders, needs, case)
    orders = {name: _with_return(order, orders, case) for name, order in orders.items()}
    return tuple(sorted(orders.values(), key=_place))


def _place(order: Order) -> tuple[int, bool, date]:
    return RANK[order.action], not order.late, order.order_by or order.need_by or date.max


# --- what must be there first ------------------------------------------------------------------------------------


def _pull_earlier(name: str, needs: dict[str, Need], case: Case, path: tuple[str, ...]) -> None:
    """Pull the need of what must be ready before a thing that is to come, and of what must be ready before that.

    What comes with a recommendation keeps the days of that: it is named among the tasks of the other instead.
    """
    thing, need = case.knowledge.equipment[name], needs[name]
    if need.by is None or need.held or need.put_off or case.is_put_off(name):
        return
    if case.standing(name).status in IN_PLACE or _left_out(thing, need, case.wait(thing), case)[1] is not None:
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


def _ready_before(other: Equipment, own: Need, thing: Equipment, need: Need, days: int, case: Case) -> Need:
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


# --- one thing ---------------------------------------------------------------------------------------------------


def _decide(thing: Equipment, needs: dict[str, Need], case: Case) -> Order:
    """The action for one thing: where it stands, then whether it is wanted, then whether and when it is ordered."""
    need, standing = needs[thing.id], case.standing(thing.id)
    asked = (Remark("answer", fact=f"equipment_status_{thing.id}"),) if standing.old else ()
    if standing.status in IN_PLACE:
        return _there(thing, need, asked, case)
    if standing.status == "ordered":
        return _coming(thing, need, asked, case)
    if need.done:
        return Order(thing.id, "has", need.put_off, because=need.because)
    put_off = need.put_off or case.is_put_off(thing.id)
    wait, risks, remarks = _route(thing, needs, case)
    order = _reckoned(thing, need, wait, risks, remarks, case)
    if put_off:
        return replace(order, put_off=True, reasonable=_reasonable(thing, order, case))
    if need.by is None or need.held:
        return _waits(order, need)
    wait, left_out = _left_out(thing, need, wait, case)
    if left_out is not None:
        return replace(order, action="skip", remarks=(*order.remarks, left_out, *_pace_guessed(case)))
    if wait.route != order.route:
        order = _reckoned(thing, need, wait, risks, (*remarks, Remark("too_short_to_order")), case)
    return _dated(thing, order, need, case)


def _there(thing: Equipment, need: Need, asked: tuple[Remark, ...], case: Case) -> Order:
    """In place: kept, or given back when it is outgrown or what replaces it is in use."""
    standing, facts = case.standing(thing.id), case.assessment.facts
    order = Order(thing.id, "has", route=standing.route, tasks=asked)
    if thing.outgrown_when is not None and truth_of(thing.outgrown_when, facts) is Truth.YES:
        why = reasons(evaluate(thing.outgrown_when, facts), facts, case.knowledge.fact_rules, case.knowledge.vocabulary)
        return replace(order, action="return", because=why, remarks=(Remark("outgrown"),))
    newer = next((name for name in thing.successors if case.standing(name).status == "in_use"), None)
    return replace(order, action="return", remarks=(Remark("replaced", thing=newer),)) if newer else order


def _coming(thing: Equipment, need: Need, asked: tuple[Remark, ...], case: Case) -> Order:
    """On order: never ordered a second time, but followed up, and bridged where it comes too late."""
    wait, standing = case.wait(thing), case.standing(thing.id)
    order = Order(
        thing.id, "has", need.put_off, wait.route, None, wait.days, wait.default, need.window, need.by,
        remarks=(Remark("ordered"),), tasks=(Remark("follow_up"), *asked),
    )  # fmt: skip
    return _lateness(thing, order, standing.since or case.today, case)


def _reckoned(
    thing: Equipment, need: Need, wait: Wait, risks: tuple[Remark, ...], remarks: tuple[Remark, ...], case: Case
) -> Order:
    """An order that still waits, with its route, days, need and prices."""
    if need.before:
        remarks = (Remark("ready_before", thing=need.before), *remarks)
    tasks = tuple(Remark("ready_first", thing=name) for name in thing.ready_first if _to_come_first(name, case))
    intake, knowledge = case.assessment.intake, case.knowledge
    estimate = estimate_of(thing, intake.quotes, knowledge.market, intake.country)
    choice = None
    if need.by is not None:
        months = max(0.0, _months_left(thing, need.by, wait, case))
        ways = _ways_in_time(thing, need.by, wait, case)
        choice = choose(thing, estimate, months, need.now, ways, knowledge.numbers)
    return Order(
        thing.id, "wait", False, wait.route, None, wait.days, wait.default, need.window, need.by,
        case.sum_for(thing, wait), risks=(*risks, *_hospice_risks(thing, wait, case)), because=need.because,
        remarks=remarks, tasks=tasks, estimate=estimate, choice=choice,
    )  # fmt: skip


def _to_come_first(name: str, case: Case) -> bool:
    """Whether a thing that the advice times itself is not there yet."""
    other = case.knowledge.equipment.get(name)
    return other is not None and bool(other.needed_with) and case.standing(name).status not in IN_PLACE


def _ways_in_time(thing: Equipment, by: date, wait: Wait, case: Case) -> frozenset[str]:
    """The ways in which it can be there in time, or at least as soon as by the chosen route."""
    days = max((by - case.today).days - thing.train_days, wait.days[1])
    return frozenset(
        case.way(other.route) for other in case.other_waits(thing, "borrow", "rent", "buy") if other.days[1] <= days
    )


def _waits(order: Order, need: Need) -> Order:
    """Not ordered: no need in sight, an answer is missing, or a precaution holds it."""
    tasks = tuple(Remark("answer", fact=ask) for ask in need.asks)
    why = "held" if need.held and not tasks else "answer_missing" if tasks else "no_need_in_sight"
    return replace(order, remarks=(*order.remarks, Remark(why)), tasks=(*order.tasks, *tasks))


def _dated(thing: Equipment, order: Order, need: Need, case: Case) -> Order:
    """Ordered now or by a day; deferred while the payer's test is not met. A day that has passed is never printed."""
    assert order.need_by is not None and order.arithmetic is not None
    order_by = order.need_by - timedelta(order.arithmetic.total)
    gates = _closed_gates(thing, order.route, case)
    tests = tuple(Remark("test", fact=test, route=order.route) for gate in gates for test in gate.tests)
    if not need.now and order_by > case.today:
        return replace(order, action="order_by", order_by=order_by, tasks=(*order.tasks, *tests))
    action: Action = "arrange" if case.way(order.route) in ("borrow", "rent") else "order_now"
    if gates:
        remarks = (*order.remarks, Remark("test_not_met", route=order.route))
        order = replace(order, remarks=remarks, tasks=(*order.tasks, *tests, *_meanwhile(thing, order.route, case)))
        action = "defer"
    return _lateness(thing, replace(order, action=action), case.today, case)


def _closed_gates(thing: Equipment, route: str, case: Case) -> list[Gate]:
    facts = case.assessment.facts
    return [gate for gate in thing.gates if route in gate.routes and truth_of(gate.met_when, facts) is not Truth.YES]


def _meanwhile(thing: Equipment, route: str, case: Case) -> tuple[Remark, ...]:
    """Another way to have it while the payer's test is open."""
    others = [wait for wait in case.other_waits(thing, "borrow", "rent", "buy") if wait.route != route]
    free = next((wait for wait in others if not _closed_gates(thing, wait.route, case)), None)
    return (Remark("meanwhile", route=free.route),) if free else ()


def _lateness(thing: Equipment, order: Order, start: date, case: Case) -> Order:
    """Late: the typical wait does not fit before the need. At risk: it fits, and the longest does not."""
    if order.need_by is None or order.lead_days is None:
        return order
    _, typical, longest = order.lead_days
    ready = max(case.today, start + timedelta(typical)) + timedelta(thing.train_days)
    at_worst = max(case.today, start + timedelta(longest)) + timedelta(thing.train_days)
    late = ready > order.need_by
    at_risk = not late and at_worst > order.need_by
    tasks = order.tasks
    if late and case.way(order.route) == "payer":
        tasks = (*tasks, Remark("ask_to_speed_up", route=order.route))
    elif at_risk:
        tasks = (*tasks, Remark("ask_each_week", route=order.route))
    return replace(order, late=late, at_risk=at_risk, tasks=tasks)


def _reasonable(thing: Equipment, order: Order, case: Case) -> Reasonable | None:
    """The first and last day that make sense for what was put off: for the therapist, when it is spoken of again."""
    if order.need_by is None or order.arithmetic is None or order.lead_days is None:
        return None
    window = order.needed
    early = (window and window.early) or order.need_by
    late = (window and (window.late or window.likely)) or order.need_by
    last = max(early, late) - timedelta(order.lead_days[0] + thing.train_days)
    first = max(case.today, min(early, order.need_by) - timedelta(order.arithmetic.total))
    return Reasonable(first, last) if last >= first else Reasonable(first, None)


# --- by which route, and whether at all --------------------------------------------------------------------------


def _route(thing: Equipment, needs: dict[str, Need], case: Case) -> tuple[Wait, tuple[Remark, ...], tuple[Remark, ...]]:
    """The route: that of the advice, but no payer is charged for a thing whose better successor needs the benefit."""
    wait = case.wait(thing)
    if thing.buying == "avoid_buying" and case.way(wait.route) not in ("borrow", "rent"):
        wait = next(iter(case.other_waits(thing, "borrow", "rent")), wait)
    if not thing.benefit or case.way(wait.route) != "payer":
        return wait, (), ()
    rival = _rival(thing, needs, case)
    if rival:
        wait = next(iter(case.other_waits(thing, "borrow", "rent", "buy")), wait)
        return wait, (Remark("benefit_conflict", thing=rival),), ()
    used = _charged(thing, case)
    return wait, (used,) if used else (), ()


def _rival(thing: Equipment, needs: dict[str, Need], case: Case) -> str:
    """The last thing of the same benefit that comes after this one, is in sight or not ruled out, and is paid for."""
    lock = case.today + timedelta(case.knowledge.numbers["benefit_lock_months"] * DAYS_PER_MONTH)
    rival, seen, ahead = "", {thing.id}, list(thing.successors)
    while ahead:
        name = ahead.pop(0)
        other = case.knowledge.equipment.get(name)
        if other is None or name in seen:
            continue
        seen.add(name)
        ahead += other.successors
        need = needs[name]
        in_sight = need.asks or (need.by is not None and need.by <= lock)
        if other.benefit != thing.benefit or not in_sight or case.standing(name).status in IN_PLACE:
            continue
        if case.way(case.wait(other).route) == "payer":
            rival = name
    return rival


def _charged(thing: Equipment, case: Case) -> Remark | None:
    """A payer was charged for another thing of the same benefit, as far back as the benefit is locked."""
    lock = case.today - timedelta(case.knowledge.numbers["benefit_lock_months"] * DAYS_PER_MONTH)
    for name, entry in case.told.items():
        other = case.knowledge.equipment.get(name)
        if other is None or name == thing.id or other.benefit != thing.benefit or case.way(entry.route) != "payer":
            continue
        if entry.status in (*IN_PLACE, "ordered", "returned") and (entry.since is None or entry.since >= lock):
            return Remark("benefit_used", thing=name)
    fact = CHARGED.get(thing.benefit, "")
    return Remark("benefit_used", fact=fact) if fact and case.says_yes(fact) else None


def _hospice_risks(thing: Equipment, wait: Wait, case: Case) -> tuple[Remark, ...]:
    """Under hospice: it brings what it has; other payers rarely pay for what is made to measure."""
    if not case.in_hospice:
        return ()
    if "hospice" in thing.days_by_route:
        return (Remark("hospice_brings_it", route="hospice"),)
    return (Remark("hospice_may_end_cover", route=wait.route),) if case.way(wait.route) == "payer" else ()


def _left_out(thing: Equipment, need: Need, wait: Wait, case: Case) -> tuple[Wait, Remark | None]:
    """The route that still makes sense; or the remark that names what to plan instead, where none does."""
    successor = next((name for name in thing.successors if name in case.knowledge.equipment), "")
    if thing.buying == "only_if_slow" and case.speed != SLOW:
        return wait, Remark("only_at_a_slow_pace", thing=successor)
    if thing.buying == "avoid_buying" and case.way(wait.route) not in ("borrow", "rent"):
        borrowed = next(iter(case.other_waits(thing, "borrow", "rent")), None)
        if borrowed is None:
            return wait, Remark("not_worth_buying", thing=successor)
        wait = borrowed
    assert need.by is not None
    if _months_left(thing, need.by, wait, case) >= thing.least_useful_months or not successor:
        return wait, None
    quick = case.other_waits(thing, "borrow", "rent")
    enough = [one for one in quick if _months_left(thing, need.by, one, case) >= thing.least_useful_months]
    return (enough[0], None) if enough else (wait, Remark("over_too_soon", thing=successor))


def _months_left(thing: Equipment, by: date, wait: Wait, case: Case) -> float:
    """Months of use that remain: those from the need on, less what passes before it can be there at the soonest."""
    soonest = case.today + timedelta(wait.days[0] + thing.train_days)
    return case.useful_months(thing) - max(0, (soonest - by).days) / DAYS_PER_MONTH


def _pace_guessed(case: Case) -> tuple[Remark, ...]:
    return () if case.assessment.progression.pace.known else (Remark("pace_not_known"),)


# --- bridges and returns -----------------------------------------------------------------------------------------


def _bridge(order: Order, orders: dict[str, Order], needs: dict[str, Need], case: Case) -> None:
    """Name what helps until a late thing is there, and arrange it."""
    thing = case.knowledge.equipment[order.id]
    arrival = _arrival(order, case)
    for name in thing.bridge:
        other = case.knowledge.equipment.get(name)
        if other is None or case.is_put_off(name) or needs[name].put_off or needs[name].held:
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


def _arranged(own: Order, order: Order, wait: Wait, case: Case) -> Order:
    """A loan or rental to set up today, until the late thing is there."""
    other = case.knowledge.equipment[own.id]
    return replace(
        own, action="arrange", route=wait.route, order_by=None, lead_days=wait.days, lead_default=wait.default,
        needed=own.needed or order.needed, need_by=own.need_by or order.need_by, arithmetic=case.sum_for(other, wait),
        late=False, at_risk=False, bridge="", tasks=(), remarks=(Remark("bridge_for", thing=order.id),),
        return_when=Return(order.id, _arrival(order, case)),
    )  # fmt: skip


def _arrival(order: Order, case: Case) -> date | None:
    """About when a thing will be there: typical days from today, from its order date, or from the day it was ordered."""
    standing = case.standing(order.id)
    if order.lead_days is None or (order.action not in (*TO_COME, "defer") and standing.status != "ordered"):
        return None
    since = standing.since if order.action == "has" else None
    return max(case.today, (order.order_by or since or case.today) + timedelta(order.lead_days[1]))


def _with_return(order: Order, orders: dict[str, Order], case: Case) -> Order:
    """A thing that is lent goes back when its successor arrives."""
    lent = case.way(order.route) in ("borrow", "rent") or case.standing(order.id).status == "borrowed"
    if order.return_when is not None or not lent or order.action not in (*TO_COME, "has"):
        return order
    for name in case.knowledge.equipment[order.id].successors:
        newer = orders.get(name)
        if newer is None or newer.put_off:
            continue
        coming = newer.action in TO_COME or case.standing(name).status == "ordered"
        if coming:
            return replace(order, return_when=Return(name, _arrival(newer, case)))
    return order
