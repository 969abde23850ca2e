"""One thing for one person: whether to order it, by which route and when, what makes it late, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner.assessment.history import DAYS_PER_MONTH
from planner.model.conditions import evaluate, reasons, truth_of
from planner.model.things import HOSPICE, Equipment, Gate
from planner.model.truth import Truth
from planner.plan.comfort import serves_comfort
from planner.plan.due import not_past
from planner.plan.leads import SLOW, Wait
from planner.plan.money import choose, estimate_of
from planner.plan.needs import IN_PLACE, Need, NeedCase
from planner.plan.orders import Action, Order, Reasonable, Remark, Return

CHARGED = {"chairs": "insurer_paid_chair_5y"}  # the answer that tells of a charge to a family of benefits


def decide_on(thing: Equipment, needs: dict[str, Need], case: NeedCase) -> Order:
    """The action for one thing: where it stands, then whether it is wanted, then whether and when it is ordered."""
    need, standing = needs[thing.id], case.standing(thing.id)
    asked = (Remark("answer", fact=f"equipment_status_{thing.id}"),) if standing.old else ()
    if standing.status in IN_PLACE:
        return _there(thing, needs, asked, case)
    if standing.status == "ordered":
        return _coming(thing, need, asked, case)
    if need.done:
        return Order(id=thing.id, action="has", put_off=need.put_off, because=need.because)
    put_off = need.put_off or case.is_put_off(thing.id)
    wait, risks, remarks = _route(thing, needs, case)
    if not put_off and (need.by is None or need.held or need.far):
        why, missing = _waiting(need)
        return _reckoned(thing, needs, wait, risks, (*remarks, why), case, missing)
    order = _reckoned(thing, needs, wait, risks, remarks, case)
    if put_off:
        return replace(order, put_off=True, reasonable=_reasonable(thing, order, case))
    newer = "" if thing.kept else _newer(thing, case)
    if newer:
        return replace(order, action="skip", remarks=(Remark("replaced", thing=newer),))
    if case.in_comfort and not serves_comfort(thing, case):
        return replace(order, remarks=(*order.remarks, Remark("comfort_needs_it_not")))
    first = _comes_after(thing, needs, case)
    if first:
        return replace(order, remarks=(*order.remarks, Remark("comes_after", thing=first)))
    wait, out = left_out(thing, need, wait, case)
    if out is not None:
        return replace(order, action="skip", remarks=(*order.remarks, out, *_pace_guessed(case)))
    if case.in_comfort and case.is_long(wait):
        return replace(order, remarks=(*order.remarks, Remark("comfort_no_long_wait")))
    if wait.route != order.route:
        order = _reckoned(thing, needs, wait, risks, (*remarks, Remark("too_short_to_order")), case)
    return _dated(thing, order, need, case)


def _comes_after(thing: Equipment, needs: dict[str, Need], case: NeedCase) -> str:
    """The thing that has to be there first, where it is neither there nor put off; what was put off holds nothing up."""
    first = [name for name in thing.after if name in needs]
    if any(case.is_there(name, needs[name]) or case.is_put_off(name) or needs[name].put_off for name in first):
        return ""
    return first[0] if first else ""


def _there(thing: Equipment, needs: dict[str, Need], asked: tuple[Remark, ...], case: NeedCase) -> Order:
    """In place: kept, or given back when it is outgrown or what replaces it is in use."""
    standing, facts, need = case.standing(thing.id), case.assessment.facts, needs[thing.id]
    order = Order(id=thing.id, action="has", route=standing.route, tasks=asked)
    heir = _awaited(thing, needs, case)
    if heir and is_outgrown(thing, case):
        return replace(order, remarks=(Remark("kept_until", thing=heir),), return_when=Return(heir, None))
    if thing.outgrown_when is not None and is_outgrown(thing, case):
        why = reasons(evaluate(thing.outgrown_when, facts), facts, case.knowledge.fact_rules, case.knowledge.vocabulary)
        return replace(order, action="return", because=why, remarks=(Remark("outgrown"),))
    newer = "" if thing.kept else _newer(thing, case)
    if newer:
        return replace(order, action="return", remarks=(Remark("replaced", thing=newer),))
    if standing.until is None:
        return order
    if standing.until > case.today:
        return replace(order, return_when=Return("", standing.until))
    wanted = (Remark("ask_to_keep"),) if need.by is not None or need.done else ()
    return replace(order, action="return", remarks=(Remark("loan_over"),), tasks=(*wanted, *asked))


def _newer(thing: Equipment, case: NeedCase) -> str:
    """What takes the place of a thing, and is in use."""
    return next((name for name in thing.successors if case.standing(name).status == "in_use"), "")


def _awaited(thing: Equipment, needs: dict[str, Need], case: NeedCase) -> str:
    """What takes over from a thing, is needed and is not there yet; empty where this is not the only one of its kind."""
    if thing.id in case.assessment.closed or any(
        case.is_there(name, needs[name]) for name in thing.successors if name in needs
    ):
        return ""
    return next((name for name in thing.successors if name in needs and needs[name].by is not None), "")


def _coming(thing: Equipment, need: Need, asked: tuple[Remark, ...], case: NeedCase) -> Order:
    """On order: never ordered a second time, but followed up, and bridged where it comes too late."""
    wait, standing = case.wait(thing), case.standing(thing.id)
    order = Order(
        id=thing.id, action="has", put_off=need.put_off, route=wait.route, order_by=None, lead_days=wait.days, lead_default=wait.default, needed=need.window, need_by=need.by,
        remarks=(Remark("ordered"),), tasks=(Remark("follow_up"), *asked),
    )  # fmt: skip
    late, at_risk, hurry = _lateness(thing, order, standing.since or case.today, case)
    return replace(order, late=late, at_risk=at_risk, tasks=(*order.tasks, *hurry))


def _reckoned(
    thing: Equipment,
    needs: dict[str, Need],
    wait: Wait,
    risks: tuple[Remark, ...],
    remarks: tuple[Remark, ...],
    case: NeedCase,
    missing: tuple[Remark, ...] = (),
) -> Order:
    """An order that still waits, with its route, days, need and prices; ``missing``: what has to be answered first."""
    need = needs[thing.id]
    if need.before:
        remarks = (Remark("ready_before", thing=need.before), *remarks)
    first = tuple(Remark("ready_first", thing=name) for name in thing.ready_first if _to_come_first(name, needs, case))
    intake, knowledge = case.assessment.intake, case.knowledge
    estimate = estimate_of(thing, intake.quotes, knowledge.market, intake.country)
    choice = None
    if need.by is not None and case.way(wait.route) != "payer":
        months = max(0.0, _months_left(thing, need.on, wait, case))
        ways = _ways_in_time(thing, need.on, wait, case)
        choice = choose(thing, estimate, months, need.now, ways, knowledge.numbers)
    return Order(
        id=thing.id, action="wait", put_off=False, route=wait.route, order_by=None, lead_days=wait.days, lead_default=wait.default, needed=need.window, need_by=need.by,
        arithmetic=None if need.by is None else case.sum_for(thing, wait), risks=(*risks, *_hospice_risks(thing, wait, case)), because=need.because,
        remarks=remarks, tasks=(*first, *missing), estimate=estimate, choice=choice,
    )  # fmt: skip


def _to_come_first(name: str, needs: dict[str, Need], case: NeedCase) -> bool:
    """Whether a thing that the advice times itself is not there yet; nothing waits for what was put off."""
    other = case.knowledge.equipment.get(name)
    put_off = case.is_put_off(name) or needs[name].put_off
    return other is not None and bool(other.needed_with) and not put_off and not case.is_there(name, needs[name])


def _ways_in_time(thing: Equipment, by: date, wait: Wait, case: NeedCase) -> frozenset[str]:
    """The ways in which it can be there in time, or at least as soon as by the chosen route."""
    days = max((by - case.today).days - thing.train_days, wait.days[1])
    return frozenset(
        case.way(other.route) for other in case.other_waits(thing, "borrow", "rent", "buy") if other.days[1] <= days
    )


def _waiting(need: Need) -> tuple[Remark, tuple[Remark, ...]]:
    """Why it is not ordered, and what to ask: no need in sight, its measure far from the limit, an answer is missing, or it is held."""
    missing = tuple(Remark("answer", fact=ask) for ask in need.asks)
    held = "held" if need.held else "far_from_number" if need.far else "no_need_in_sight"
    why = "answer_missing" if missing else held
    return Remark(why), missing


def _dated(thing: Equipment, order: Order, need: Need, case: NeedCase) -> Order:
    """Ordered now or by a day; deferred while the payer's test is not met. A day that has passed is never printed."""
    assert order.need_by is not None and order.arithmetic is not None
    order_by, overdue = not_past(order.need_by - timedelta(order.arithmetic.total), case.assessment)
    gates = _closed_gates(thing, order.route, case)
    tests = tuple(Remark("test", fact=test, route=order.route) for gate in gates for test in _missing(gate, case))
    tasks, remarks = (*order.tasks, *tests), order.remarks
    far = _is_far(order, need, case) if need.now or order_by <= case.today else None
    if far is not None:
        order_by = max(order_by, far - timedelta(order.arithmetic.total))
    if order_by > case.today and (not need.now or far is not None):
        return replace(order, action="order_by", order_by=order_by, tasks=tasks)
    if gates:
        waits = (*remarks, Remark("test_not_met", route=order.route))
        tasks = (*tasks, *_meanwhile(thing, order.route, case))
        return replace(order, action="defer", overdue_days=overdue, remarks=waits, tasks=tasks)
    action: Action = "arrange" if case.way(order.route) in ("borrow", "rent") else "order_now"
    late, at_risk, hurry = _lateness(thing, order, case.today, case)
    return replace(
        order, action=action, overdue_days=overdue, late=late, at_risk=at_risk, remarks=remarks, tasks=(*tasks, *hurry)
    )


def _is_far(order: Order, need: Need, case: NeedCase) -> date | None:
    """The day of an early need that lies further off than the longest wait and a month; None where it is nearer."""
    if need.window is None or need.window.early is None or order.lead_days is None:
        return None
    reach = order.lead_days[2] + int(case.knowledge.numbers["order_reach_days"])
    return need.window.early if need.window.early > case.today + timedelta(reach) else None


def _missing(gate: Gate, case: NeedCase) -> tuple[str, ...]:
    """The tests of a payer that are still to be shown: those that keep its condition from being met."""
    open_ = {leaf.fact for leaf in evaluate(gate.met_when, case.assessment.facts).leaves}
    return tuple(test for test in gate.tests if test in open_) or gate.tests


def _closed_gates(thing: Equipment, route: str, case: NeedCase) -> list[Gate]:
    facts, country = case.assessment.facts, case.assessment.intake.country
    here = [gate for gate in thing.gates if not (country and gate.countries) or country in gate.countries]
    return [gate for gate in here if route in gate.routes and truth_of(gate.met_when, facts) is not Truth.YES]


def _meanwhile(thing: Equipment, route: str, case: NeedCase) -> tuple[Remark, ...]:
    """Another way to have it while the payer's test is open."""
    others = [wait for wait in case.other_waits(thing, "borrow", "rent", "buy") if wait.route != route]
    free = next((wait for wait in others if not _closed_gates(thing, wait.route, case)), None)
    return (Remark("meanwhile", route=free.route),) if free else ()


def _lateness(thing: Equipment, order: Order, start: date, case: NeedCase) -> tuple[bool, bool, tuple[Remark, ...]]:
    """Late: the typical wait does not fit before the need. At risk: it fits, and the longest does not. And what to do."""
    if order.need_by is None or order.lead_days is None:
        return False, False, ()
    _, typical, longest = order.lead_days
    ready = max(case.today, start + timedelta(typical)) + timedelta(thing.train_days)
    at_worst = max(case.today, start + timedelta(longest)) + timedelta(thing.train_days)
    needed = max(order.need_by, (order.needed and order.needed.early) or order.need_by)  # without the visit's margin
    late = ready > needed
    at_risk = not late and at_worst > needed
    if late and case.way(order.route) == "payer":
        return late, at_risk, (Remark("ask_to_speed_up", route=order.route),)
    return late, at_risk, (Remark("ask_each_week", route=order.route),) if at_risk else ()


def _reasonable(thing: Equipment, order: Order, case: NeedCase) -> Reasonable | None:
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


def _route(
    thing: Equipment, needs: dict[str, Need], case: NeedCase
) -> tuple[Wait, tuple[Remark, ...], tuple[Remark, ...]]:
    """The route: that of the advice, but no payer is charged for a thing whose better successor needs the benefit."""
    wait = case.wait(thing)
    if case.in_comfort and case.way(wait.route) != "borrow":
        lent = case.other_waits(thing, "borrow") or (case.other_waits(thing, "rent") if case.is_long(wait) else [])
        wait = next(iter(lent), wait)
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


def _rival(thing: Equipment, needs: dict[str, Need], case: NeedCase) -> str:
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


def _charged(thing: Equipment, case: NeedCase) -> Remark | None:
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


def _hospice_risks(thing: Equipment, wait: Wait, case: NeedCase) -> tuple[Remark, ...]:
    """Under hospice: it brings what it has; other payers rarely pay for what is made to measure."""
    if not case.in_hospice:
        return ()
    if HOSPICE in thing.days_by_route:
        return (Remark("hospice_brings_it", route=HOSPICE),)
    return (Remark("hospice_may_end_cover", route=wait.route),) if case.way(wait.route) == "payer" else ()


def left_out(thing: Equipment, need: Need, wait: Wait, case: NeedCase) -> tuple[Wait, Remark | None]:
    """The route that still makes sense; or the remark that names what to plan instead, where none does."""
    successor = next((name for name in thing.successors if name in case.knowledge.equipment), "")
    if is_outgrown(thing, case):
        return wait, Remark("no_use_now", thing=successor)
    despite = thing.despite_pace is not None and truth_of(thing.despite_pace, case.assessment.facts) is Truth.YES
    if thing.buying == "only_if_slow" and case.speed != SLOW and not despite:
        return wait, Remark("only_at_a_slow_pace", thing=successor)
    if thing.buying == "avoid_buying" and case.way(wait.route) not in ("borrow", "rent"):
        borrowed = next(iter(case.other_waits(thing, "borrow", "rent")), None)
        if borrowed is None:
            return wait, Remark("not_worth_buying", thing=successor)
        wait = borrowed
    if despite or _months_left(thing, need.on, wait, case) >= thing.least_useful_months or not successor:
        return wait, None
    quick = case.other_waits(thing, "borrow", "rent")
    enough = [one for one in quick if _months_left(thing, need.on, one, case) >= thing.least_useful_months]
    return (enough[0], None) if enough else (wait, Remark("over_too_soon", thing=successor))


def is_outgrown(thing: Equipment, case: NeedCase) -> bool:
    """Whether today's answers show that it no longer fits what is needed."""
    return thing.outgrown_when is not None and truth_of(thing.outgrown_when, case.assessment.facts) is Truth.YES


def _months_left(thing: Equipment, by: date, wait: Wait, case: NeedCase) -> float:
    """Months of use that remain: those from the need on, less what passes before it can be there at the soonest."""
    soonest = case.today + timedelta(wait.days[0] + thing.train_days)
    return case.useful_months(thing) - max(0, (soonest - by).days) / DAYS_PER_MONTH


def _pace_guessed(case: NeedCase) -> tuple[Remark, ...]:
    return () if case.assessment.progression.pace.known else (Remark("pace_not_known"),)
