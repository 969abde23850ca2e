"""The equipment planner: what to borrow, rent or buy, by when, what it costs, what to measure and what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import ceil

from planner.language.translations import translated_by
from planner.language.wording import remark_in_words, what_was_asked
from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.shapes import Lines
from planner.model.things import Equipment, PayerRule
from planner.pages.blocks import (
    Block,
    CardBlock,
    HeadingBlock,
    ListBlock,
    Part,
    TableBlock,
    TitleBlock,
)
from planner.pages.charts import chart, ramp_table
from planner.pages.document import Document
from planner.pages.orders_for_families import Notes, is_hospice, is_unplaced, route_name, way_for
from planner.pages.running_head import bars, head_and_foot
from planner.plan.disclosure import SortedOrders, prices_are_off_paper, review_day
from planner.plan.money import own_share
from planner.plan.orders import Order
from planner.plan.plan import Plan

ROWS_AT_MOST = 8  # rows of which a chart and its table fit one page
ROWS_IN_ONE_PIECE = 8  # a longer table with lines to write on may break over pages
SPAN = {"now": 6, "3_months": 6, "12_months": 15, "all": 24}  # months that the chart shows for each look-ahead
BLANK_ROWS, CALLS = 3, 5  # rows to write in
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
        way, advice = route.way if route else "", order.choice.advice if order.choice else ""
        if advice in ("borrow", "either") and way in ("rent", "buy"):
            return self.words("planner.way_else", way=self.words(f"planner.way_small.{way}"), place=place)
        verb = advice if {advice, way} == {"rent", "buy"} else way
        return self.words("planner.way_from", way=self.words(f"planner.way.{verb}"), place=place) if verb else place

    def wait(self, order: Order) -> str:
        """The usual and the longest wait, in days or weeks."""
        if order.lead_days is None or is_hospice(order.route):
            return self.words("planner.not_known")
        _, typical, longest = order.lead_days
        if longest <= DAYS_TOLD:
            return self.words("planner.wait", usual=typical, longest=self.words.count("days", longest))
        weeks = [round(days / DAYS_IN_WEEK) for days in (typical, longest)]
        return self.words("planner.wait", usual=weeks[0], longest=self.words.count("weeks", weeks[1]))

    def price(self, order: Order) -> str:
        """What it costs to buy or to rent, with its currency, the usual price first; what is lent free costs nothing.

        Elsewhere than the market: a line to ask.
        """
        estimate = order.estimate
        if own_share(order.route, self.knowledge) == 0 and not is_hospice(order.route):
            return self.words("planner.free")
        if estimate is None:
            return self.words("planner.ask_quote")
        parts = []
        if estimate.buy:
            parts.append(self.usual(estimate.buy, estimate.currency))
        if estimate.rent_month:
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

    def usual(self, price: tuple[float, float, float], currency: str) -> str:
        """ "USD 450 (180 to 2,500)": the usual price, then the range."""
        low, usual, high = (self.words.number(f"{amount:,.0f}") for amount in price)
        if low == high:
            return f"{currency} {low}"
        return self.words("planner.usual", currency=currency, usual=usual, low=low, high=high)

    def kind_of_price(self, order: Order) -> str:
        """That a price is the planner's estimate, with its years; nothing where it is the person's own quote."""
        estimate = order.estimate
        if own_share(order.route, self.knowledge) == 0:
            return ""
        return self.words("planner.estimated", years=estimate.years) if estimate and estimate.default else ""

    def prices_note(self, orders: Iterable[Order]) -> str:
        """One sentence on where the prices of a table come from."""
        years = next((o.estimate.years for o in orders if o.estimate and o.estimate.default), "")
        return self.words("planner.prices_note", years=years) if years else ""

    def skipped(self, order: Order) -> str:
        """What is left out and why, with what to plan instead."""
        told = (remark for remark in order.remarks if not remark.confidential and not is_hospice(remark.route))
        why = (remark_in_words("because", remark, self.knowledge, self.words, family=True) for remark in told)
        return " ".join((f"{self.name(order)}.", *why))

    def amounts(self, amounts: tuple[float, float], currency: str) -> str:
        low, high = (self.words.number(f"{amount:,.0f}") for amount in amounts)
        return (
            f"{currency} {low}" if low == high else self.words("planner.amounts", currency=currency, low=low, high=high)
        )


def equipment_document(plan: Plan, words: Words, sheet: SortedOrders, look_ahead: LookAhead, name: str) -> Document:
    """Compose the equipment planner of the orders that its reader sees."""
    writer = EquipmentWriter(plan, words, sheet)
    review_by = review_day(plan)
    title = TitleBlock(words("planner.title"), (words("planner.purpose"), words("planner.confirm")), bars(plan, words))
    blocks: list[Block] = [title, *_list_by_month(sheet, writer, look_ahead)]
    if sheet.to_do:
        blocks.append(HeadingBlock(words("planner.sheets"), words("planner.sheets_intro")))
        blocks += [_sheet(order, writer) for order in sheet.to_do]
    blocks += _lists(sheet, writer, review_by)
    blocks += [*_before_buying(plan, words), *_measuring(plan, words), *_money(sheet, writer), *_last(plan, words)]
    head = words("planner.document")
    furniture = head_and_foot(plan, words, head, name)
    return Document(
        kind="equipment",
        language=words.language,
        direction=words.direction,
        title=head,
        furniture=furniture,
        blocks=tuple(blocks),
    )


def _list_by_month(sheet: SortedOrders, writer: EquipmentWriter, look_ahead: LookAhead) -> list[Block]:
    """What to do in the order of its days: charts of a few things, each with a table of the same days under it."""
    words, plan = writer.words, writer.plan
    if not sheet.to_do:
        return [ListBlock(heading=words("planner.table"), intro=words("planner.nothing"), lines=())]
    asked = what_was_asked(plan, words, look_ahead)
    more = words("family.talk_about") if look_ahead == "now" and sheet.held_back else ""
    priced = not prices_are_off_paper(plan)
    note = " ".join(part for part in (writer.prices_note(sheet.to_do) if priced else "", more, asked) if part)
    blocks: list[Block] = []
    count = len(sheet.to_do)
    each = ceil(count / ceil(count / ROWS_AT_MOST))  # charts of about the same length, none with a row left over
    for at in range(0, count, each):
        orders = sheet.to_do[at : at + each]
        named = [(writer.name(order), order) for order in orders]
        drawn = chart(plan, named, SPAN[look_ahead], 1 + at // each, words)
        blocks += [drawn] if drawn else []
        last = at + each >= count
        blocks.append(_table(orders, writer, note if last else "", priced))
    return blocks


def _table(orders: Iterable[Order], writer: EquipmentWriter, note: str, priced: bool) -> TableBlock:
    words = writer.words
    keys = ("by_when", "what", "how", *(("price",) if priced else ()), "done")
    rows = tuple(
        (writer.when(order), writer.name(order), writer.way(order), *((writer.price(order),) if priced else ()), "")
        for order in orders
    )
    widths = (15, 24, 28, 25, 8) if priced else (18, 32, 40, 10)
    return TableBlock(
        heading=words("planner.table"),
        head=tuple(words(f"planner.{key}") for key in keys),
        rows=rows,
        widths=widths,
        note=note,
    )


def _sheet(order: Order, writer: EquipmentWriter) -> CardBlock:
    """Everything about one thing on half a page."""
    words, thing = writer.words, writer.thing(order)
    facts = (
        (words("planner.order"), writer.when(order)),
        (words("planner.helps_from"), writer.month(order.need_by)),
        (words("planner.estimated_wait" if order.lead_default else "planner.usual_wait"), writer.wait(order)),
    )
    left = (Part(label=words("planner.for_you_if"), lines=thing.family.for_you_if),)
    right = tuple(part for part in (Part(label=words("planner.first"), lines=writer.notes.of(order)),) if part.lines)
    pays = (
        words("planner.price_line", price=f"{writer.price(order)}{writer.kind_of_price(order)}"),
        *filter(None, [writer.share(order)]),
        *_who_pays(thing, writer.payers),
    )
    foot = () if prices_are_off_paper(writer.plan) else (Part(label=words("planner.money"), lines=pays, tone="note"),)
    why = f"{thing.family.does} {way_for(thing, writer.plan)}"
    return CardBlock(title=writer.name(order), why=why, dose=facts, left=left, right=right, foot=foot)


def _who_pays(thing: Equipment, payers: Iterable[PayerRule]) -> Lines:
    return tuple(rule.family for rule in payers if rule.family and thing.id in rule.equipment)


def _lists(sheet: SortedOrders, writer: EquipmentWriter, review_by: date) -> list[Block]:
    words, day = writer.words, writer.words.day(review_by)
    lines = {
        "give_back": tuple(writer.name(order) for order in sheet.give_back),
        "has": tuple(writer.name(order) for order in sheet.has),
        "skip": tuple(writer.skipped(order) for order in sheet.skip),
        "put_off": tuple(words("family.put_off_line", title=writer.name(order), date=day) for order in sheet.put_off),
    }
    return [
        ListBlock(
            heading=words(f"planner.{key}"), intro=words(f"planner.{key}_intro"), lines=said, ticks=key == "give_back"
        )
        for key, said in lines.items()
        if said
    ]


def _before_buying(plan: Plan, words: Words) -> list[Block]:
    guide = plan.knowledge.guide
    return [
        ListBlock(
            heading=words("planner.before"),
            intro=words("planner.before_intro"),
            lines=guide.before_you_get_it,
            ticks=True,
        ),
        ListBlock(heading=words("planner.ask"), intro="", lines=guide.ask_the_seller),
    ]


def _measuring(plan: Plan, words: Words) -> list[Block]:
    """What to measure at home, with lines to write on, and the ramp for a rise."""
    guide = plan.knowledge.guide
    head = tuple(words(f"planner.{key}") for key in ("place", "measure"))
    rows = tuple((place, "") for place in guide.measure_at_home)
    blocks: list[Block] = [
        TableBlock(heading=words("planner.measuring"), head=head, rows=rows, widths=(62, 38), lines_to_write=True),
    ]
    return [*blocks, ramp_table(plan, words)]


def _money(sheet: SortedOrders, writer: EquipmentWriter) -> list[Block]:
    """A budget with ranges; what a payer or a lender brings is left open, and totals are ranges too."""
    words = writer.words
    if prices_are_off_paper(writer.plan) or not sheet.to_do:
        return []
    rows = [(writer.name(order), writer.way(order), writer.price(order), "") for order in sheet.to_do]
    rows += [("", "", "", "")] * BLANK_ROWS
    head = tuple(words(f"planner.{key}") for key in ("what", "how", "price", "we_pay"))
    note = f"{total_of(sheet, writer)} {words('planner.money_note')}".strip()
    short = len(rows) <= ROWS_IN_ONE_PIECE
    return [
        TableBlock(
            heading=words("planner.budget"),
            head=head,
            rows=tuple(rows),
            widths=(25, 27, 28, 20),
            note=note,
            lines_to_write=short,
        )
    ]


def total_of(sheet: SortedOrders, writer: EquipmentWriter) -> str:
    """The sum of what would be bought, as a range, where all prices are in one currency."""
    bought = [o for o in sheet.to_do if o.choice and o.choice.advice == "buy" and o.estimate and o.estimate.buy]
    currencies = {order.estimate.currency for order in bought if order.estimate}
    if len(currencies) != 1:
        return ""
    prices = [order.estimate.buy for order in bought if order.estimate and order.estimate.buy]
    low, high = sum(price[0] for price in prices), sum(price[-1] for price in prices)
    return writer.words("planner.total", amount=writer.amounts((low, high), currencies.pop()), n=len(bought))


def _last(plan: Plan, words: Words) -> list[Block]:
    """Who can help, and a record of calls."""
    team = [(m.role, m.name, m.phone, m.when) for m in plan.intake.team]
    team += [("", "", "", "")] * max(0, BLANK_ROWS - len(team))
    head = tuple(words(f"family.{key}") for key in ("role", "name", "phone", "when"))
    calls = tuple(words(f"planner.{key}") for key in ("call_date", "call_who", "call_said"))
    return [
        TableBlock(heading=words("family.team"), head=head, rows=tuple(team), widths=(28, 28, 24, 20), lines_to_write=True),
        TableBlock(
            heading=words("planner.calls"), head=calls, rows=(("", "", ""),) * CALLS, widths=(18, 30, 52),
            note=translated_by(plan.knowledge.spoken, words), lines_to_write=True,
        ),
    ]  # fmt: skip
