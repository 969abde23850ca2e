"""The equipment planner: what you pay in short, one list in bands, and a page for each big order, two at most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.language.translations import translated_by
from planner.language.wording import what_was_asked
from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.shapes import Lines
from planner.pages.big_order import big_order
from planner.pages.blocks import Block, FineBlock, ListBlock, TableBlock, TitleBlock
from planner.pages.charts import ramp_table
from planner.pages.document import Document, chained
from planner.pages.equipment import EquipmentWriter
from planner.pages.equipment_blocks import Band, BandRow, BandsBlock, InShortBlock
from planner.pages.family_writer import HandoutWriter
from planner.pages.orders_for_families import is_hospice, is_unplaced
from planner.pages.running_head import bars, head_and_foot
from planner.plan.disclosure import FEWEST_LINES, SortedOrders, asked_to_wait, prices_are_off_paper
from planner.plan.family_view import family_view
from planner.plan.money import own_share
from planner.plan.orders import Order
from planner.plan.plan import Plan
from planner.plan.shopping import Bands, Sum, bands_of, is_rented, measures, own_cost, quarter_of, sum_of

ARTICLE = re.compile(r"^an? ")
RAMPS = ("ramp_modular", "ramp_portable")
PAGES, BIG_ORDERS, NOTES = 3, 2, 2
DOUBT = ("benefit_conflict", "benefit_used")  # what makes it wise to ask before anybody bills


@dataclass(frozen=True, kw_only=True)
class PlannerRoom:
    """How much stands on the planner; what is left out of a band is counted there."""

    setting: str = ""
    why: int = 99  # of how many things it is said what they do
    big_orders: int = BIG_ORDERS
    lines: int = 6
    calls: int = 2  # places to write down a call
    calls_first: bool = False  # they follow the list, before the page of a big order
    ask: bool = True
    ranges: bool = True  # whether a price is told with its range, and what renting costs


CLOSEST = PlannerRoom(setting="closer", big_orders=1, lines=FEWEST_LINES, calls=0, ranges=False)
# What gives way, in this order, where a list needs more than three pages.
GIVES_WAY = (
    PlannerRoom(big_orders=1),
    PlannerRoom(big_orders=1, lines=FEWEST_LINES, calls=0),
    PlannerRoom(setting="closer", big_orders=1, lines=FEWEST_LINES, calls=0),
    *(replace(CLOSEST, why=most, ranges=True) for most in (12, 8)),
    *(replace(CLOSEST, why=most) for most in (8, 4, 0)),
)
# Where no big order has a page of its own, this gives way to save one: nobody turns a page for the end of a list.
A_PAGE_LESS = (*GIVES_WAY[:2], replace(GIVES_WAY[1], ask=False), replace(GIVES_WAY[2], ask=False))
FEW = 8  # things that one page may hold
# With a page of a big order, this gives way for these few: nobody turns a page for two lines.
SHORT = (
    GIVES_WAY[0],
    replace(GIVES_WAY[0], setting="closer"),
    replace(GIVES_WAY[0], setting="closer", calls=0),
    replace(CLOSEST, why=GIVES_WAY[0].why),
    replace(CLOSEST, why=4),
)
# Tried where a full third page can not be made of them.
SHORTEST = (replace(CLOSEST, why=0),)
# A list that goes over the page leaves room there: the places to write down calls fill it, before the page of a big order.
FILLED = PlannerRoom(big_orders=1, calls_first=True)
# In large print nothing is left unsaid while it fits eight pages, and the last page is not one line.
LARGE_PAGES = 8
LARGE = (
    PlannerRoom(calls=1),
    PlannerRoom(big_orders=1, calls=1, ranges=False),
    PlannerRoom(big_orders=1, lines=FEWEST_LINES, calls=0, ranges=False),
)


def equipment_document(plan: Plan, words: Words, sheet: SortedOrders, look_ahead: LookAhead, name: str) -> Document:
    """Compose the equipment planner of the orders that its reader sees, with its shorter versions."""
    page = _Planner(EquipmentWriter(plan, words, sheet), sheet, bands_of(sheet.to_do, plan), look_ahead)

    def within(most: int, rooms: Iterable[PlannerRoom]) -> list[Document]:
        return [replace(_made(page, room, name), pages_at_most=most) for room in rooms]

    few = len(sheet.to_do) <= FEW
    versions = within(PAGES, GIVES_WAY)
    if page.bands.big:
        first, then = (SHORT, SHORTEST) if few else ((), ())
        versions = [*within(PAGES - 1, first), *within(PAGES, (FILLED,)), *within(PAGES - 1, then), *versions]
    else:
        sizes = range(1 if few else PAGES - 1, PAGES)
        versions = [*(version for most in sizes for version in within(most, A_PAGE_LESS)), *versions]
    return replace(chained(versions), in_large_print=chained(within(LARGE_PAGES, LARGE)))


def _made(page: _Planner, room: PlannerRoom, name: str) -> Document:
    words, plan = page.writer.words, page.writer.plan
    head = words("planner.document")
    return Document(
        kind="equipment", language=words.language, direction=words.direction, title=head,
        furniture=head_and_foot(plan, words, head, name), blocks=tuple(page.blocks(room)), setting=room.setting, pages_at_most=PAGES,
    )  # fmt: skip


@dataclass(frozen=True)
class _Planner:
    """The parts of the planner for one person and one reader."""

    writer: EquipmentWriter
    sheet: SortedOrders
    bands: Bands
    look_ahead: LookAhead

    @property
    def plan(self) -> Plan:
        return self.writer.plan

    @property
    def words(self) -> Words:
        return self.writer.words

    def blocks(self, room: PlannerRoom) -> list[Block]:
        words, plan = self.words, self.plan
        lines: tuple[str, ...] = (words("planner.made", date=words.day(plan.today)), words("planner.confirm"))
        if not self.sheet.to_do:
            listed = self._nothing_yet()
            lines = lines if listed.lines else (words("family.made_on", date=words.day(plan.today)),)
            return [self._title(lines), listed, *self._list(room)]
        made: list[Block] = [self._title(lines)]
        if not prices_are_off_paper(plan):
            made.append(self._in_short())
        made += self._list(room)
        if any(order.id in RAMPS for order in self.sheet.to_do):
            made.append(ramp_table(plan, words))
        big = self.bands.big[: room.big_orders]
        asked = self._to_write(room) if room.calls else [self._to_ask()] if room.ask and not big else []
        orders = [block for order in big for block in big_order(order, plan, self.writer)]
        return [*made, *asked, *orders] if room.calls_first else [*made, *orders, *asked]

    def _title(self, lines: Lines) -> TitleBlock:
        return TitleBlock(title=self.words("planner.title"), lines=lines, bars=bars(self.plan, self.words))

    def _nothing_yet(self) -> ListBlock:
        """That there is nothing to get; or, where answers are missing, what is usual now and looked at together first."""
        words, writer = self.words, HandoutWriter(self.plan, self.words)
        items = {act.id: self.plan.item(act.id) for act in family_view(self.plan, self.look_ahead).usual}
        titles = writer.titles(item for item in items.values() if item and self.plan.rule(item).equipment)
        day = words.day(self.plan.agenda.next_visit_on)
        said = words("planner.not_known_yet") if titles else words("planner.nothing", date=day)
        return ListBlock(heading=words("planner.table"), intro=said, lines=titles)

    # --- in short ---------------------------------------------------------------------------------------------

    def _in_short(self) -> InShortBlock:
        """The sum now, and with a look-ahead beyond now those of the quarters that follow; big orders apart."""
        words, plan = self.words, self.plan
        bands = self.bands
        sums = [self._sum(words("planner.sum_now"), bands.now)]
        later = [o for o in (*bands.asked, *bands.papers, *bands.soon, *bands.later) if o not in bands.big]
        for quarter in sorted({quarter_of(order, plan) for order in later})[:2]:
            until = words.short_day(plan.agenda.next_visit_on)
            label = words("planner.sum_quarter", n=quarter + 1) if quarter else words("planner.sum_until", date=until)
            sums.append(self._sum(label, [order for order in later if quarter_of(order, plan) == quarter]))
        for order in bands.big[:1]:
            sums.append((self.writer.name(order), words("planner.see_page"), ""))
        heading = words("planner.in_short" if any(amount for _, amount, _ in sums) else "planner.in_short_unpriced")
        return InShortBlock(heading, tuple(sums), tuple(self._call_and_date()))

    def _sum(self, label: str, orders: Sequence[Order]) -> tuple[str, str, str]:
        total = sum_of(orders, self.plan)
        currency = next((o.estimate.currency for o in orders if o.estimate), "")
        return label, self._amount(total, currency), self._span(total, orders)

    def _amount(self, total: Sum, currency: str) -> str:
        """What is usual; nothing where all that is not free has to be asked: a price not known is not 0."""
        if total.to_ask and not total.high:
            return ""
        typical = self.words.number(f"{total.typical:,.0f}")
        return f"{currency} {typical}".strip()

    def _span(self, total: Sum, orders: Sequence[Order]) -> str:
        words = self.words
        low, high = (words.number(f"{one:,.0f}") for one in (total.low, total.high))
        said = [words("planner.span", low=low, high=high)] if total.high > total.low else []
        if total.rent[1]:
            currency = next((o.estimate.currency for o in orders if o.estimate), "")
            said += [words("planner.and_rent", amount=self.writer.amounts(total.rent, currency))]
        lent = sum(self._is_free(order) for order in orders)
        said += [words("planner.lent", n=lent)] if lent else []
        said += [words("planner.share_open", n=total.to_ask)] if total.to_ask else []
        return ", ".join(said)

    def _is_free(self, order: Order) -> bool:
        return own_share(order.route, self.plan.knowledge) == 0

    def _call_and_date(self) -> list[tuple[str, str]]:
        """The one call to make today, and the one order with a day."""
        words, plan = self.words, self.plan
        first = next((order for order in self.bands.now if not measures(order, plan)), None)
        said = []
        if first is not None:
            same = [o for o in self.bands.now if o.route == first.route]
            things = ", ".join(self.writer.name(order).lower() for order in same[:3])
            asked = is_hospice(first.route) or is_unplaced(first.route, plan)
            call = words(
                "planner.ask_for" if asked else "planner.call_for", place=self.writer.place(first), things=things
            )
            said.append((words("planner.one_call"), call))
        dated = [o for o in self.sheet.to_do if o.order_by and o.order_by > plan.today and not measures(o, plan)]
        if dated:
            order = min(dated, key=lambda one: (one not in self.bands.big, one.order_by or plan.today, one.id))
            said.append((words("planner.one_date"), f"{words.day(order.order_by)}: {self.writer.name(order)}"))
        return said

    # --- the list ---------------------------------------------------------------------------------------------

    def _list(self, room: PlannerRoom) -> list[Block]:
        """The one table, with what is told under it; the note alone where the table would be empty."""
        words, plan, sheet = self.words, self.plan, self.sheet
        priced = not prices_are_off_paper(plan)
        paid = (words("planner.you_pay"),) if priced else ()
        head = ("", words("planner.what_why"), words("planner.how"), *paid, words("planner.got"))
        notes = (
            self.writer.prices_note(sheet.to_do) if priced else "",
            words("family.talk_about") if self.look_ahead == "now" and sheet.held_back else "",
            what_was_asked(plan, words, self.look_ahead),
            translated_by(plan.knowledge.spoken, words),
        )
        bands, note = (*self._to_get(room, priced), *self._told(room)), " ".join(filter(None, notes))
        if not bands:
            return [FineBlock((note,))] if note else []
        warning = self._warning() if priced else ""
        return [BandsBlock(head=head, bands=bands, priced=priced, warning=warning, note=note)]

    def _to_get(self, room: PlannerRoom, priced: bool) -> Iterator[Band]:
        """The bands of things to get, numbered through."""
        told: set[str] = set()
        number, day = 0, self.words.short_day(self.plan.agenda.next_visit_on)
        for key in ("now", "asked", "papers", "soon", "later"):
            orders = getattr(self.bands, key)
            rows = tuple(self._row(order, number + at, room, priced, told) for at, order in enumerate(orders, 1))
            number += len(rows)
            if rows:
                yield Band(self.words(f"planner.band.{key}", date=day), rows, first=key == "now")

    def _told(self, room: PlannerRoom) -> Iterator[Band]:
        """What goes back, waits, is skipped or is there; what has no room is counted."""
        words, writer, sheet = self.words, self.writer, self.sheet
        told = {
            "give_back": [(writer.name(order), "") for order in sheet.give_back],
            "wait": [(f"{writer.name(order)}:", self._put_off(order)) for order in sheet.put_off],
            "skip": [(f"{writer.name(order)}:", writer.why_skipped(order)) for order in sheet.skip],
            "has": [(writer.name(order), "") for order in sheet.has],
        }
        for key, found in told.items():
            more = [("", words("family.more", n=len(found) - room.lines))] if len(found) > room.lines else []
            if found:
                day = words.day(self.plan.agenda.next_visit_on)
                yield Band(words(f"planner.band.{key}", date=day), (), (*found[: room.lines], *more))

    def _put_off(self, order: Order) -> str:
        return self.words("planner.asked_to_wait" if asked_to_wait((order.id,), self.plan) else "planner.said_no")

    def _row(self, order: Order, number: int, room: PlannerRoom, priced: bool, told: set[str]) -> BandRow:
        writer, words = self.writer, self.words
        thing = writer.thing(order)
        name = writer.name(order)
        trade = beside(name, thing.name) if words.language == "en" else ""
        late = words("purchase.late")  # the order of the list says it
        fresh = [said for said in writer.notes.of(order) if said != late and said not in told][:NOTES]
        told.update(fresh)
        notes = " ".join(fresh)
        how = writer.way(order)
        if order.order_by and order.order_by > self.plan.today:
            how = f"{how} ({words('family.by', date=words.short_day(order.order_by))})"
        why = " ".join(filter(None, (writer.does(order) if number <= room.why else "", notes)))
        return BandRow(
            number=str(number),
            name=name,
            trade=trade,
            why=why,
            how=how,
            pays=self._pays(order, room) if priced else "",
        )

    def _pays(self, order: Order, room: PlannerRoom) -> str:
        """What the family pays: its own part where somebody pays the rest; what is told in confidence has no price."""
        if is_hospice(order.route):
            return self.words("planner.ask_us")
        writer, estimate = self.writer, order.estimate
        share = own_share(order.route, self.plan.knowledge)
        cost = None if is_rented(order, self.plan) else own_cost(order, self.plan)
        if cost is None or estimate is None or share in (0, 1):
            price = writer.price(order, ranges=room.ranges)
            return self.words("planner.part_open", price=price) if estimate and share is None else price
        return self.words("planner.your_part", amount=writer.usual(cost, estimate.currency, ranges=room.ranges))

    def _warning(self) -> str:
        """One warning, where something got now can spend what is needed later."""
        doubt = any(risk.code in DOUBT and not risk.confidential for order in self.sheet.to_do for risk in order.risks)
        return self.words("planner.ask_before_billing") if doubt else ""

    # --- to write down ----------------------------------------------------------------------------------------

    def _to_write(self, room: PlannerRoom) -> list[Block]:
        """Calls to write down, and what to ask every seller; once on the planner."""
        words, guide = self.words, self.plan.knowledge.guide
        head = tuple(words(f"planner.{key}") for key in ("call_date", "call_who", "call_said"))
        rows: Iterable[tuple[str, ...]] = (("", "", ""),) * room.calls
        note = f"{words('planner.ask')}: {' · '.join(guide.ask_the_seller)}"
        return [
            TableBlock(
                heading=words("planner.calls"),
                head=head,
                rows=tuple(rows),
                widths=(16, 28, 56),
                lines_to_write=True,
                note=note,
            )
        ]

    def _to_ask(self) -> ListBlock:
        """What to ask every seller, without places to write."""
        return ListBlock(
            heading=self.words("planner.ask"), intro=" · ".join(self.plan.knowledge.guide.ask_the_seller), lines=()
        )


def beside(name: str, trade: str) -> str:
    """What the trade word adds to the everyday name: nothing, itself, or what of it the name does not say already."""
    said = re.sub(rf"\b{re.escape(ARTICLE.sub('', name.lower()))}\b", "", trade.lower())
    return "" if trade.lower() in name.lower() else said.strip(" ,")
