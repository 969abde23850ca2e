"""Things to get in the order in which a family gets them: bands, one of what one chooses one of, and what the family pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.plan.money import own_share
from planner.plan.orders import Order
from planner.plan.plan import Plan

NOW = ("order_now", "arrange")
TO_GET = (*NOW, "order_by", "defer")


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The list in bands: now in order, papers to start, what can be had at the next visit, and later."""

    now: tuple[Order, ...]
    papers: tuple[Order, ...]
    visit: tuple[Order, ...]
    later: tuple[Order, ...]


@dataclass(frozen=True)
class Sum:
    """What a family pays by itself: low, typical and high; ``to_ask``: how many things have a share that has to be asked."""

    low: float
    typical: float
    high: float
    to_ask: int


def bands_of(orders: Iterable[Order], plan: Plan) -> Bands:
    """The orders that one reader sees, each in one band, in the order in which to get them."""
    ranked = sorted(orders, key=lambda order: _rank(order, plan))
    big = [order for order in ranked if is_big(order, plan)]
    now = [order for order in ranked if order.action in NOW and order not in big]
    rest = [order for order in ranked if order not in now and order not in big]
    visit = [order for order in rest if order.order_by is None or order.order_by <= plan.agenda.next_visit_on]
    later = [order for order in rest if order not in visit]
    return Bands(now=tuple(now), papers=tuple(big), visit=tuple(visit), later=tuple(later))


def is_big(order: Order, plan: Plan) -> bool:
    """A dear thing with a long wait: its papers start long before it comes."""
    numbers, estimate = plan.knowledge.numbers, order.estimate
    slow = order.lead_days is not None and order.lead_days[1] >= timedelta(weeks=numbers["long_wait_weeks"]).days
    return slow and estimate is not None and estimate.buy is not None and estimate.buy[1] >= numbers["big_order_price"]


def not_chosen(plan: Plan) -> frozenset[str]:
    """Of the things of which one chooses one, those that stand behind the chosen ones: no paper, list or calendar has them."""
    ranked = sorted((o for o in plan.equipment if o.action in TO_GET and not o.put_off), key=lambda o: _rank(o, plan))
    behind: set[str] = set()
    for choice in plan.knowledge.problems.choose_one:
        named = [order.id for order in ranked if order.id in choice.things]
        behind.update(named[choice.at_most :])
    return frozenset(behind)


def _rank(order: Order, plan: Plan) -> tuple[bool, int, int, date, float]:
    """Now before later; by the line of the visit that it belongs to, then by what it is for; then by its day; cheap first."""
    thing = plan.knowledge.equipment[order.id]
    rule = plan.knowledge.by_id.get(thing.needed_with)
    line = plan.agenda.line_of(thing.needed_with)
    today = plan.agenda.today
    place = next((at for at, one in enumerate(today) if one is line), len(today))
    purpose = plan.knowledge.problems.order.get(rule.problem, 0) if rule else 0
    price = order.estimate.buy[1] if order.estimate and order.estimate.buy else 0.0
    return order.action not in NOW, place, purpose, order.order_by or plan.today, price


def own_cost(order: Order, plan: Plan) -> tuple[float, float, float] | None:
    """What the family pays for one thing (low, typical, high): nothing for what is lent or free; None where that has to be asked."""
    share = own_share(order.route, plan.knowledge)
    if share == 0:
        return 0.0, 0.0, 0.0
    if share is None or order.estimate is None or order.estimate.buy is None:
        return None
    low, typical, high = (price * share for price in order.estimate.buy)
    return low, typical, high


def sum_of(orders: Sequence[Order], plan: Plan) -> Sum:
    """The family's own cost of these things; what has to be asked is counted apart."""
    known = [cost for order in orders if (cost := own_cost(order, plan)) is not None]
    low, typical, high = (sum(part) for part in zip(*known, strict=True)) if known else (0.0, 0.0, 0.0)
    return Sum(low, typical, high, len(orders) - len(known))


def quarter_of(order: Order, plan: Plan) -> int:
    """In which quarter from today it is to be ordered."""
    ahead = ((order.order_by or plan.today) - plan.today).days
    return max(0, ahead // int(plan.knowledge.numbers["next_visit_days"]))
