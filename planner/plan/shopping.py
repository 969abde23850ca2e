"""Things to get in the order in which a family gets them: bands, one of what one chooses one of, and what the family pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.plan.brought_by import advice_on
from planner.plan.money import own_share
from planner.plan.orders import NOW, TO_GET, Order, waits_long
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

DUE = ("now", "prepare")


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The list in bands: now in order; asked for today, as it is needed or waits for a test; papers to start; by its day; later.

    ``big``: the dear things with a long wait, which have a page of their own.
    """

    now: tuple[Order, ...]
    asked: tuple[Order, ...]
    papers: tuple[Order, ...]
    soon: tuple[Order, ...]
    later: tuple[Order, ...]
    big: tuple[Order, ...]


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What a family pays by itself: low, typical and high, and by the month for what it rents (low, high).

    ``to_ask``: how many things have a share that has to be asked.
    """

    low: float
    typical: float
    high: float
    to_ask: int
    rent: tuple[float, float] = (0.0, 0.0)


def bands_of(orders: Iterable[Order], plan: Plan) -> Bands:
    """The orders that one reader sees, each in one band, in the order in which to get them."""
    ranked = sorted(orders, key=lambda order: _rank(order, plan))
    far = [order for order in ranked if order.order_by is not None and order.order_by > plan.agenda.next_visit_on]
    big = [order for order in ranked if is_big(order, plan) and order not in far]
    granted = [order for order in ranked if order in big or order.action == "defer"]
    asked = [order for order in granted if order.action == "defer" or is_needed_today(order, plan)]
    now = [order for order in ranked if order.action in NOW and order not in big]
    soon = [order for order in ranked if order not in (*now, *granted, *far)]
    soon.sort(key=lambda order: (order.order_by or plan.today, measures(order, plan)))
    return Bands(
        now=tuple(now),
        asked=tuple(asked),
        papers=tuple(order for order in granted if order not in asked),
        soon=tuple(soon),
        later=tuple(sorted(far, key=lambda order: order.order_by or plan.today)),
        big=tuple(big),
    )


def is_needed_today(order: Order, plan: Plan) -> bool:
    """Whether its need has begun, whoever may still have to say yes."""
    if order.need_by is None:
        return False
    return max(order.need_by, (order.needed and order.needed.early) or order.need_by) <= plan.today


def measures(order: Order, plan: Plan) -> bool:
    """Whether it only measures: such a thing never stands first."""
    return plan.knowledge.equipment[order.id].measures


def is_big(order: Order, plan: Plan) -> bool:
    """A dear thing with a long wait: its papers start long before it comes."""
    numbers, estimate = plan.knowledge.numbers, order.estimate
    slow = waits_long(order, numbers)
    return slow and estimate is not None and estimate.buy is not None and estimate.buy[1] >= numbers["big_order_price"]


def not_chosen(plan: Plan) -> frozenset[str]:
    """Of the things of which one chooses one, those that stand behind the chosen ones: no paper, list or calendar has them."""
    choices = plan.knowledge.problems.choose_one
    chosen_from = {thing for choice in choices for thing in choice.things}
    open_ones = (o for o in plan.equipment if o.id in chosen_from and o.action in TO_GET and not o.put_off)
    ranked = sorted(open_ones, key=lambda order: _rank(order, plan))
    behind: set[str] = set()
    for choice in choices:
        named = [order.id for order in ranked if order.id in choice.things]
        behind.update(named[choice.at_most :])
    return frozenset(behind)


def advice_on_kind(order: Order, plan: Plan) -> tuple[PlanItem, ...]:
    """Where several pieces of advice are about one thing to get: those that hold, for they say which of its kind it is."""
    if not plan.knowledge.equipment[order.id].named_by_advice or order.action not in TO_GET:
        return ()
    listed = [item for item in plan.items if order.id in plan.rule(item).equipment]
    open_ = [item for item in listed if not item.put_off and not item.comes_with]
    due = [item for item in open_ if item.timing in DUE] or [item for item in open_ if item.timing == "later"]
    wanted = {item.id: item for item in due}
    for choice in plan.knowledge.problems.choose_one:
        for name in [name for name in choice.rules if name in wanted][choice.at_most :]:
            del wanted[name]
    return tuple(wanted.values())


def _rank(order: Order, plan: Plan) -> tuple[bool, bool, int, int, date, float]:
    """Now before later, what only measures last; by the line of the visit that it belongs to, then by what it is for; by its day; cheap first."""
    thing, today = plan.knowledge.equipment[order.id], plan.agenda.today
    rules = advice_on(thing, plan.knowledge)
    lines = [line for rule in rules if (line := plan.agenda.line_of(rule.id)) is not None]
    place = min((at for at, one in enumerate(today) if any(one is line for line in lines)), default=len(today))
    purpose = min((plan.knowledge.problems.order.get(rule.problem, 0) for rule in rules), default=0)
    price = order.estimate.buy[1] if order.estimate and order.estimate.buy else 0.0
    return order.action not in NOW, thing.measures, place, purpose, order.order_by or plan.today, price


def is_rented(order: Order, plan: Plan) -> bool:
    """Whether it is paid for by the month: rented, and its rent is known."""
    route = plan.knowledge.routes.named.get(order.route)
    way, advice = route.way if route else order.route, order.choice.advice if order.choice else ""
    rented = way == "rent" or (way == "buy" and advice == "rent")
    return rented and order.estimate is not None and order.estimate.rent_month is not None


def own_cost(order: Order, plan: Plan) -> tuple[float, float, float] | None:
    """What the family pays for one thing (low, typical, high): nothing for what is lent or free; None where that has to be asked.

    What is rented costs nothing at once: it is paid by the month.
    """
    share = own_share(order.route, plan.knowledge)
    if share == 0 or is_rented(order, plan):
        return 0.0, 0.0, 0.0
    if share is None or order.estimate is None or order.estimate.buy is None:
        return None
    low, typical, high = (price * share for price in order.estimate.buy)
    return low, typical, high


def sum_of(orders: Sequence[Order], plan: Plan) -> Sum:
    """The family's own cost of these things; what has to be asked is counted apart."""
    known = [cost for order in orders if (cost := own_cost(order, plan)) is not None]
    low, typical, high = (sum(part) for part in zip(*known, strict=True)) if known else (0.0, 0.0, 0.0)
    rents = [order.estimate.rent_month for order in orders if is_rented(order, plan) and order.estimate]
    paid = [rent for rent in rents if rent is not None]
    rent = sum(low for low, _ in paid), sum(high for _, high in paid)
    return Sum(low=low, typical=typical, high=high, to_ask=len(orders) - len(known), rent=rent)


def quarter_of(order: Order, plan: Plan) -> int:
    """In which quarter from today it is to be ordered."""
    ahead = ((order.order_by or plan.today) - plan.today).days
    return max(0, ahead // int(plan.knowledge.numbers["next_visit_days"]))
