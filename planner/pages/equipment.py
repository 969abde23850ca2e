"""The equipment planner: what to borrow, rent or buy, by when, what it costs, what to measure and what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.language.wording import remark_in_words
from planner.language.words import Words
from planner.model.things import Equipment
from planner.pages.orders_for_families import Notes, is_hospice, is_unplaced, route_name
from planner.plan.disclosure import SortedOrders
from planner.plan.leads import quoted_wait
from planner.plan.money import own_share
from planner.plan.orders import Order, Remark
from planner.plan.plan import Plan
from planner.plan.shopping import is_needed_today, is_rented

SPAN = {"now": 6, "3_months": 6, "12_months": 15, "all": 24}  # months that the chart shows for each look-ahead
NAMES_SUCCESSOR = ("only_at_a_slow_pace", "not_worth_buying", "over_too_soon")  # reasons that say what to plan instead
DAYS_TOLD, DAYS_IN_WEEK = 21, 7  # longer waits are told in weeks


class EquipmentWriter:
    """The words of one plan's equipment, for the family."""

    def __init__(self, plan: Plan, words: Words, sheet: SortedOrders) -> None:
        self.plan, self.words, self.knowledge = plan, words, plan.knowledge
        self.payers = plan.payers_told
        there = (*sheet.to_do, *sheet.has, *sheet.give_back)
        self.notes = Notes(plan, words, frozenset(order.id for order in there))

    def thing(self, order: Order) -> Equipment:
        return self.knowledge.equipment[order.id]

    def name(self, order: Order) -> str:
        name = self.thing(order).family.name
        return name[:1].upper() + name[1:]

    def does(self, order: Order) -> str:
        """What it does for this body."""
        told = self.thing(order).family
        return told.does_else if order.otherwise else told.does

    def helps(self, order: Order) -> str:
        """That it is needed now, or the month from which it is likely to help."""
        if is_needed_today(order, self.plan):
            return self.words("planner.needed_now")
        early, likely = (order.needed.early, order.needed.likely) if order.needed else (None, order.need_by)
        first, usual = (self.month(day) if day else "" for day in (early, likely))
        if first and usual and first != usual:
            return self.words("planner.may_help", first=first, month=usual)
        return self.words("planner.helps", month=usual or first) if usual or first else ""

    def when(self, order: Order) -> str:
        """Now, or the day by which to order."""
        return self.words.short_day(order.order_by) if order.order_by else self.words("planner.now")

    def month(self, day: date | None) -> str:
        """A month with its year; what is needed today, or lies too far ahead, is said so."""
        if day is None:
            return self.words("planner.not_known")
        if day <= self.plan.today:
            return self.words("planner.now")
        return self.words.month(day)

    def way(self, order: Order) -> str:
        """ "Rent it: a supplier"; where borrowing is advised and another way is reckoned with, borrowing comes first."""
        if is_hospice(order.route):  # told in confidence
            return self.words("planner.ask_us")
        if is_unplaced(order.route, self.plan):
            return self.words("planner.whoever")
        route = self.knowledge.routes.named.get(order.route)
        place = route_name(order.route, self.plan)
        if route is None:
            return place
        advice = order.choice.advice if order.choice else ""
        if advice in ("borrow", "either") and route.way in ("rent", "buy"):
            return self.words("planner.way_else", way=self.words(f"planner.way_small.{route.said}"), place=place)
        verb = "rent" if (route.way, advice) == ("buy", "rent") else route.said  # a rental company sells nothing
        return self.words("planner.way_from", way=self.words(f"planner.way.{verb}"), place=place)

    def wait(self, order: Order) -> str:
        """The usual and the longest wait, in days or weeks."""
        if order.lead_days is None or is_hospice(order.route):
            return self.words("planner.not_known")
        _, typical, longest = order.lead_days
        unit, per = ("days", 1) if longest <= DAYS_TOLD else ("weeks", DAYS_IN_WEEK)
        usual, most = round(typical / per), self.words.count(unit, round(longest / per))
        return most if usual == round(longest / per) else self.words("planner.wait", usual=usual, longest=most)

    def waited(self, order: Order) -> str:
        """Where, when and whether a wait was read, or that it is our estimate; nothing where a quote tells it."""
        if order.lead_days is None or is_hospice(order.route) or quoted_wait(order.id, self.plan.intake):
            return ""
        origin = self.knowledge.equipment[order.id].origin_of(order.lead_days)
        if origin is None:
            return self.words("planner.estimated")
        return self.words("planner.origin", country=self.country(origin.country), year=origin.year)

    def country(self, code: str) -> str:
        """Its short name where the language has one, else its code."""
        return str(self.words.entries["planner"]["country"].get(code, code))

    def price(self, order: Order, *, ranges: bool = True) -> str:
        """What it costs to buy or to rent, with its currency, the usual price first; what is lent free costs nothing.

        Elsewhere than the market: a line to ask. Without ``ranges`` the usual price alone, where there is one.
        """
        estimate = order.estimate
        if own_share(order.route, self.knowledge) == 0 and not is_hospice(order.route):
            return self.words("planner.free")
        if estimate is None:
            return self.words("planner.ask_quote")
        parts = []
        if estimate.buy and not is_rented(order, self.plan):
            parts.append(self.usual(estimate.buy, estimate.currency, ranges=ranges))
        if estimate.rent_month and (ranges or not parts):
            rent = self.amounts(estimate.rent_month, estimate.currency)
            parts.append(self.words("planner.rent_month", amount=rent))
        said = self.words("planner.or").join(parts)
        return said if estimate.default else f"{said} {self.words('planner.quoted')}"

    def share(self, order: Order) -> str:
        """What the family itself pays of the price, where somebody else pays the rest; that it is to be asked, where not known."""
        estimate, share = order.estimate, own_share(order.route, self.knowledge)
        if share in (0, 1) or estimate is None or is_hospice(order.route):
            return ""
        if share is None:
            return self.words("planner.share_ask")
        if estimate.buy:
            low, usual, high = (amount * share for amount in estimate.buy)
            return self.words("planner.share", amount=self.usual((low, usual, high), estimate.currency))
        return self.words("planner.share_ask")

    def usual(self, price: tuple[float, float, float], currency: str, *, ranges: bool = True) -> str:
        """ "USD 450 (180 to 2,500)": the usual price, then the range, where it is asked for."""
        low, usual, high = (self.words.number(f"{amount:,.0f}") for amount in price)
        if low == high or not ranges:
            return f"{currency} {usual}"
        return self.words("planner.usual", currency=currency, usual=usual, low=low, high=high)

    def prices_note(self, orders: Iterable[Order]) -> str:
        """One sentence on where the prices of a table come from."""
        years = next((o.estimate.years for o in orders if o.estimate and o.estimate.default), "")
        return (
            self.words("planner.prices_note", country=self.country(self.knowledge.market.country), years=years)
            if years
            else ""
        )

    def place(self, order: Order) -> str:
        """From whom, by name; what is told in confidence, or of another country, is not named."""
        if is_hospice(order.route):
            return self.words("planner.ask_us")
        return (
            self.words("planner.whoever") if is_unplaced(order.route, self.plan) else route_name(order.route, self.plan)
        )

    def skipped(self, order: Order) -> str:
        """What is left out and why, with what to plan instead."""
        return f"{self.name(order)}. {self.why_skipped(order)}".strip()

    def why_skipped(self, order: Order) -> str:
        """Why it is left out, with what to plan instead."""
        told = (remark for remark in order.remarks if not remark.confidential and not is_hospice(remark.route))
        return " ".join(map(self._why, told))

    def _why(self, remark: Remark) -> str:
        """One reason; what would take its place is named only where this reader sees it."""
        if remark.code in NAMES_SUCCESSOR and remark.thing not in self.notes.shown:
            return self.words(f"planner.skip_only.{remark.code}")
        return remark_in_words("because", remark, self.knowledge, self.words, family=True)

    def amounts(self, amounts: tuple[float, float], currency: str) -> str:
        low, high = (self.words.number(f"{amount:,.0f}") for amount in amounts)
        return (
            f"{currency} {low}" if low == high else self.words("planner.amounts", currency=currency, low=low, high=high)
        )


def total_of(sheet: SortedOrders, writer: EquipmentWriter) -> str:
    """The sum of what would be bought, as a range, where all prices are in one currency."""
    bought = [o for o in sheet.to_do if o.choice and o.choice.advice == "buy" and o.estimate and o.estimate.buy]
    currencies = {order.estimate.currency for order in bought if order.estimate}
    if len(currencies) != 1:
        return ""
    prices = [order.estimate.buy for order in bought if order.estimate and order.estimate.buy]
    low, high = sum(price[0] for price in prices), sum(price[-1] for price in prices)
    return writer.words("planner.total", amount=writer.amounts((low, high), currencies.pop()), n=len(bought))
