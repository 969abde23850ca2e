"""Rent, borrow or buy: what a thing costs, and after how many months buying beats renting (equipment evidence, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from planner.model.intake import Quote
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment, Market

Advice = Literal["rent", "buy", "borrow", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What it costs to buy (low, typical, high) and to rent by the month (low, high), in a currency, of some years.

    ``default``: the planner's own figures; false where the person has a real quote.
    """

    buy: tuple[float, float, float] | None
    rent_month: tuple[float, float] | None
    delivery: float
    currency: str
    years: str
    default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Rent, buy or borrow, with the arithmetic: break even = (buy − resale − delivery) / rent, in months.

    ``expected`` is the months of use that count: all of them where the need is there, a share of them before.
    """

    advice: Advice
    expected: float
    break_even: float | None = None
    buy: float | None = None
    resale: float | None = None
    delivery: float = 0
    rent_month: float | None = None


def estimate_of(thing: Equipment, quotes: Iterable[Quote], market: Market, country: str) -> Estimate | None:
    """A real quote in its own currency, else the market's prices in the market's country, else none."""
    at_home = country == market.country
    prices = thing.prices
    own = [quote for quote in quotes if quote.item == thing.id and (quote.buy, quote.rent_month) != (None, None)]
    if not own and (prices.buy, prices.rent_month) == (None, None):
        return None
    if not own:
        return (
            Estimate(
                buy=prices.buy,
                rent_month=prices.rent_month,
                delivery=0,
                currency=market.currency,
                years=market.years,
                default=True,
            )
            if at_home
            else None
        )
    newest = max(own, key=lambda quote: quote.on.toordinal() if quote.on else 0)
    currency = newest.currency or (market.currency if at_home else "")
    own = [quote for quote in own if (quote.currency or currency) == currency]
    buy = _newest(own, "buy")
    rent = _newest(own, "rent_month")
    years = str(newest.on.year) if newest.on else ""
    bought = None if buy is None else (buy, buy, buy)
    rented = None if rent is None else (rent, rent)
    if at_home and currency == market.currency:  # what was not quoted stays the planner's figure
        bought, rented = bought or prices.buy, rented or prices.rent_month
    return Estimate(
        buy=bought,
        rent_month=rented,
        delivery=_newest(own, "delivery") or 0,
        currency=currency,
        years=years,
        default=False,
    )


def own_share(route: str, knowledge: Knowledge) -> float | None:
    """Which share of the price the family pays by a route, from 0 to 1; None where that is not known."""
    known = knowledge.routes.named.get(route)
    return knowledge.numbers[known.own_share] / 100 if known and known.own_share else None


def _newest(quotes: Iterable[Quote], key: str) -> float | None:
    told = [quote for quote in quotes if getattr(quote, key) is not None]
    if not told:
        return None
    newest = max(told, key=lambda quote: quote.on.toordinal() if quote.on else 0)
    return float(getattr(newest, key))


def break_even(buy: float, resale: float, delivery: float, rent_month: float) -> float | None:
    """Months after which buying is cheaper than renting; None where the rent costs nothing."""
    return (buy - buy * resale - delivery) / rent_month if rent_month > 0 else None


def choose(
    thing: Equipment,
    estimate: Estimate | None,
    months: float,
    needed_now: bool,
    ways: frozenset[str],
    number: Mapping[str, float],
) -> Choice | None:
    """Rent below the break-even, buy well above it, borrow where one can; None where nothing is known of the price.

    ``months`` is how long it will be of use; ``ways`` are the ways in which it can be had in time.
    """
    expected = months * (1 if needed_now else number["use_share_before_need"])
    priced = estimate is not None and estimate.buy is not None and estimate.rent_month is not None
    if not priced:
        if "borrow" in ways:
            return Choice(advice="borrow", expected=expected)
        return Choice(advice="buy", expected=expected) if estimate is not None and ways == {"buy"} else None
    assert estimate is not None and estimate.buy is not None and estimate.rent_month is not None
    buy, rent, resale = estimate.buy[1], sum(estimate.rent_month) / 2, thing.prices.resale
    even = break_even(buy, resale, estimate.delivery, rent)
    advice = "borrow" if "borrow" in ways else _compared(thing, expected, even, number["buy_above_break_even"])
    return Choice(
        advice=advice,
        expected=expected,
        break_even=even,
        buy=buy,
        resale=buy * resale,
        delivery=estimate.delivery,
        rent_month=rent,
    )


def _compared(thing: Equipment, expected: float, even: float | None, margin: float) -> Advice:
    if even is None or expected < even:
        return "rent"
    return "buy" if expected > even * margin and expected >= thing.least_useful_months else "either"
