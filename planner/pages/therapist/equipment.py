"""The therapist's table of equipment: what to do, the arithmetic of the day, windows, risks, tasks and fit checks."""

from __future__ import annotations

from planner.model.shapes import Lines
from planner.pages.document import Block, HeadingBlock, TableBlock
from planner.pages.orders_for_families import route_name
from planner.pages.therapist.writer import Writer
from planner.plan.orders import Order
from planner.record.orders_json import remark_in_words

QUIET = ("wait", "has")
ASKING = ("answer", "test")


def equipment_table(writer: Writer) -> list[Block]:
    """One row for each thing to act on, skip or hand back; what only waits or is in place is named under the table."""
    words = writer.words
    told = [order for order in writer.plan.equipment if order.action not in QUIET or order.put_off]
    quiet = [order for order in writer.plan.equipment if order.action == "wait" and not order.put_off]
    names = "; ".join(writer.knowledge.equipment[order.id].name for order in quiet)
    waiting = f"{words('equipment_table.waiting')}: {names}." if quiet else ""
    if not told:
        return [HeadingBlock(words("equipment_table.table"), waiting)] if quiet else []
    head = tuple(words(f"equipment_table.{key}") for key in ("what", "needed", "remarks"))
    rows = tuple(_row(order, writer) for order in told)
    note = f"{words('equipment_table.note')} {waiting}".strip()
    return [TableBlock(words("equipment_table.table"), head, rows, (22, 30, 48), note)]


def _row(order: Order, writer: Writer) -> Lines:
    thing = writer.knowledge.equipment[order.id]
    return (
        writer.words("equipment_table.thing", thing=thing.name, action=_action(order, writer)),
        " ".join(part for part in (_window(order, writer), _sum(order, writer)) if part),
        " ".join(_remarks(order, writer)),
    )


def _action(order: Order, writer: Writer) -> str:
    words = writer.words
    marks = [words(f"equipment_table.do.{order.action}", date=words.short_day(order.order_by))]
    marks += [words(f"equipment_table.{mark}") for mark in ("late", "at_risk", "put_off") if getattr(order, mark)]
    if order.bridge:
        marks.append(words("equipment_table.bridge", thing=writer.knowledge.equipment[order.bridge].name))
    return "; ".join(marks)


def _sum(order: Order, writer: Writer) -> str:
    """Need less wait, training and buffer in days, and the route reckoned with."""
    words, sum_ = writer.words, order.arithmetic
    if order.need_by is None or sum_ is None:
        return ""
    return words(
        "equipment_table.arithmetic", need=words.short_day(order.need_by), wait=sum_.wait, train=sum_.train,
        buffer=sum_.buffer, route=route_name(order.route, writer.plan), mark="*" if order.lead_default else "",
    )  # fmt: skip


def _window(order: Order, writer: Writer) -> str:
    if order.needed is None:
        return ""
    days = (order.needed.early, order.needed.likely, order.needed.late)
    beyond = writer.words("therapist.beyond_date")
    said = [writer.words.short_day(day) if day else beyond for day in days]
    return writer.words("equipment_table.window", days=" / ".join(said if len(set(said)) > 1 else said[:1]))


def _remarks(order: Order, writer: Writer) -> Lines:
    """Why, what may go wrong, what to do about it, the payer's test, and what to check on delivery."""
    knowledge, words = writer.knowledge, writer.words
    lines: list[str] = []
    for kind, remarks in (("because", order.remarks), ("risk", order.risks), ("task", order.tasks)):
        told = (remark for remark in remarks if kind != "task" or remark.code not in ASKING)
        lines += [remark_in_words(kind, remark, knowledge, words) for remark in told]
    for code in ASKING:  # one sentence for all that is asked or tested
        facts = [remark.fact for remark in order.tasks if remark.code == code]
        lines += [words(f"equipment_table.{code}", names=writer.asks(facts))] if facts else []
    thing = knowledge.equipment[order.id]
    lines += writer.fill(gate.therapist for gate in thing.gates if order.route in gate.routes)
    if order.action not in ("skip", "return"):
        lines += [words("equipment_table.check", what=what) for what in writer.fill(thing.checks[:1])]
    return tuple(lines)
