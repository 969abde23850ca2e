"""The equipment board: what to get and when on a line of months, for the family, within what its reader chose to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from planner.language.translations import plan_in_language
from planner.language.words import Words
from planner.model.shapes import Lines
from planner.pages.blocks import ChartBlock
from planner.pages.charts import chart
from planner.pages.equipment import SPAN, EquipmentWriter, total_of
from planner.pages.form.rows import Telling
from planner.pages.orders_for_families import is_hospice, route_name
from planner.plan.disclosure import look_ahead_of, orders_for, prices_are_off_paper
from planner.plan.orders import Order
from planner.plan.plan import Plan
from planner.web.filled import OFFER
from planner.web.posted import QUOTE, STATUS, Posted
from planner.web.questions import Option
from planner.web.typed import as_typed

ENTERED = ("typical", "buy", "rent_month", "currency")
STANDING = ("none", "ordered", "borrowed", "in_use")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing: what to do by when, how, at what price, and the sum behind the day."""

    id: str
    name: str
    when: str
    helps: str
    wait: str
    way: str
    price: str
    notes: Lines
    sum: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What can be entered of one thing: fields by name with their labels and values, from whom, where it stands, not now."""

    id: str
    name: str
    status: tuple[Option, ...]
    put_off: bool
    route: str
    routes: tuple[Option, ...]
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Board:
    """The whole board; ``lists`` are what is there, goes back, is left out or put off."""

    rows: tuple[Row, ...]
    chart: ChartBlock | None
    total: str
    lists: tuple[tuple[str, Lines], ...]
    entries: tuple[Entry, ...]
    language: str


def board_of(plan: Plan, form: Posted, words: Words) -> Board:
    """The board of a plan, within its reader's look-ahead and without topics kept off paper."""
    said = plan_in_language(plan, words.language)
    reach = look_ahead_of(said, "person")
    sheet = orders_for(said, reach)
    writer = EquipmentWriter(said, words, sheet)
    priced = not prices_are_off_paper(said)
    named = [(writer.name(order), order) for order in sheet.to_do]
    lists = {
        "has": [writer.name(order) for order in sheet.has], "give_back": [writer.name(order) for order in sheet.give_back],
        "skip": [writer.skipped(order) for order in sheet.skip], "put_off": [writer.name(order) for order in sheet.put_off],
    }  # fmt: skip
    shown = (*sheet.to_do, *sheet.has, *sheet.give_back, *sheet.put_off)
    return Board(
        rows=tuple(_row(writer, order, priced) for order in sheet.to_do),
        chart=chart(said, named, SPAN[reach], 1, words), total=total_of(sheet, writer) if priced else "",
        lists=tuple((words(f"planner.{key}"), tuple(lines)) for key, lines in lists.items() if lines),
        entries=tuple(_entry(writer, order, form, priced) for order in shown), language=words.language,
    )  # fmt: skip


def _row(writer: EquipmentWriter, order: Order, priced: bool) -> Row:
    return Row(
        id=order.id, name=writer.name(order), when=writer.when(order), helps=writer.month(order.need_by), wait=writer.wait(order),
        way=writer.words("web.board_offered") if order.route == OFFER else writer.way(order),
        price=writer.price(order) if priced else "", notes=writer.notes.of(order), sum=_sum(writer, order),
    )  # fmt: skip


def _sum(writer: EquipmentWriter, order: Order) -> str:
    """The arithmetic behind an order-by day that lies ahead; what tells of hospice has none."""
    sum_, day = order.arithmetic, order.order_by
    if sum_ is None or day is None or day <= writer.plan.today or is_hospice(order.route):
        return ""
    need = day + timedelta(sum_.total)
    return writer.words(
        "web.board_sum", date=writer.words.short_day(day), need=writer.month(need), wait=sum_.wait,
        train=sum_.train, buffer=sum_.buffer,
    )  # fmt: skip


def _entry(writer: EquipmentWriter, order: Order, form: Posted, priced: bool) -> Entry:
    words = writer.words
    labels = {"typical": "days", "buy": "buy", "rent_month": "rent", "currency": "currency"}
    told = dict(_told(writer.plan, order.id))
    names = [key for key in ENTERED if priced or key == "typical"]
    fields = tuple(
        (
            f"{QUOTE}{order.id}.{key}",
            words(f"web.board_{labels[key]}"),
            form(f"{QUOTE}{order.id}.{key}") or told.get(key, ""),
        )
        for key in names
    )
    standing = form(STATUS + order.id) or next(
        (item.status for item in writer.plan.intake.equipment if item.item == order.id), ""
    )
    kept = () if standing in (*STANDING, "") else (standing,)
    plan = writer.plan
    telling = Telling(knowledge=plan.knowledge, words=words, intake=plan.intake, today=plan.today, plain=True)
    written = f"equipment_status_{order.id}"
    options = tuple(
        Option(value=one, label=telling.say(written, one), chosen=one == standing) for one in (*STANDING, *kept)
    )
    put_off = order.id in writer.plan.intake.preferences.not_now
    route = f"{QUOTE}{order.id}.route"
    return Entry(
        id=order.id, name=writer.name(order), status=options, put_off=put_off, fields=fields, route=route,
        routes=tuple(_routes(plan, form(route) or told.get("route", ""))),
    )  # fmt: skip


def _routes(plan: Plan, chosen: str) -> Iterator[Option]:
    """From whom a thing may come where the person lives, by name; what was told in other words stays as it is."""
    routes = plan.knowledge.routes
    here = [one for one in routes.named if routes.exist_in(one, plan.intake.country) and not is_hospice(one)]
    kept = [chosen] if chosen and chosen not in (*here, OFFER) and not is_hospice(chosen) else []
    for one in (*here, *kept):
        yield Option(value=one, label=route_name(one, plan), chosen=one == chosen)


def _told(plan: Plan, thing: str) -> Iterator[tuple[str, str]]:
    for quote in plan.intake.quotes:
        if quote.item == thing:
            for key in ("buy", "rent_month", "currency", "route"):
                value = getattr(quote, key)
                yield key, "" if value is None else as_typed(value)
            if quote.lead_days:
                yield "typical", str(quote.lead_days.typical)
