"""The therapist's table of equipment: what to do, the arithmetic of the day, windows, risks, tasks and fit checks."""

from __future__ import annotations

from planner.assessment.projection import Milestone
from planner.language.wording import name_of, number, remark_in_words
from planner.model.shapes import Lines
from planner.pages.blocks import Block, HeadingBlock, ListBlock, TableBlock
from planner.pages.orders_for_families import route_name
from planner.pages.therapist.writer import Writer
from planner.plan.leads import quoted_wait
from planner.plan.orders import Order

QUIET = ("wait", "has")
ASKING = ("answer", "test")


def equipment_table(writer: Writer) -> list[Block]:
    """One row for each thing to act on, skip or hand back; what only waits or is in place is named under the table."""
    words = writer.words
    told = [order for order in writer.plan.equipment if order.action not in QUIET or order.put_off]
    quiet = [order for order in writer.plan.equipment if order.action == "wait" and not order.put_off]
    waiting = _waiting(quiet, writer)
    if not told:
        return [HeadingBlock(words("equipment_table.table"), waiting)] if quiet else []
    head = tuple(words(f"equipment_table.{key}") for key in ("what", "needed", "remarks"))
    rows = tuple(_row(order, writer) for order in told)
    note = f"{words('equipment_table.note')} {waiting}".strip()
    return [TableBlock(heading=words("equipment_table.table"), head=head, rows=rows, widths=(22, 30, 48), note=note)]


def _waiting(quiet: list[Order], writer: Writer) -> str:
    """What only waits, by its name: what nobody needs yet, and what comfort does not need."""
    by_why: dict[str, list[str]] = {}
    for order in quiet:
        why = "for_comfort" if any(remark.code.startswith("comfort_") for remark in order.remarks) else "waiting"
        by_why.setdefault(why, []).append(writer.knowledge.equipment[order.id].name)
    return " ".join(f"{writer.words(f'equipment_table.{why}')}: {'; '.join(names)}." for why, names in by_why.items())


def _row(order: Order, writer: Writer) -> Lines:
    return (
        writer.words("equipment_table.thing", thing=writer.thing(order), action=_action(order, writer)),
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
        buffer=sum_.buffer, route=route_name(order.route, writer.plan), mark=_mark(order, writer),
    )  # fmt: skip


def _mark(order: Order, writer: Writer) -> str:
    """From where, when and how far read a wait is; a star for an estimate of ours, nothing for a quote."""
    if quoted_wait(order.id, writer.plan.intake):
        return ""
    origin = writer.knowledge.equipment[order.id].origin_of(order.lead_days)
    if origin is None:
        return "*"
    read = writer.words(f"therapist.read.{writer.knowledge.sources[origin.source].read}")
    return writer.words("equipment_table.origin", country=origin.country, year=origin.year, read=read)


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


def what_lies_ahead(writer: Writer) -> list[Block]:
    """Milestones within the horizon with window and chances, and each falling measure with where its fall comes from."""
    words, plan = writer.words, writer.plan
    lines = tuple(
        words(
            "therapist.measure_line", question=name_of(line.fact, writer.knowledge, words), value=number(line.value),
            fall=number(line.falls[1]), basis=words(f"therapist.fall_basis.{line.basis}"),
        )
        for line in plan.lines
    )  # fmt: skip
    rows = []
    for milestone in plan.milestones:
        if milestone.likely > plan.knowledge.limits["look_ahead_most_months"].value:
            continue
        chances = dict(milestone.within)
        rows.append(
            (
                *_milestone(milestone, writer),
                _months(milestone.likely, writer),
                " / ".join(f"{chances[n]:.2f}" for n in (3, 6, 12)),
            )
        )
    if not rows and not lines:
        return []
    head = (
        words("therapist.changes"),
        words("therapist.window"),
        words("therapist.likely"),
        words("therapist.within"),
    )
    note = "; ".join(lines)
    if not rows:
        return [ListBlock(heading=words("therapist.ahead"), intro=words("therapist.ahead_intro"), lines=lines)]
    return [
        HeadingBlock(words("therapist.ahead"), words("therapist.ahead_intro")),
        TableBlock(heading="", head=head, rows=tuple(rows), widths=(44, 22, 12, 22), note=note, part="ahead"),
    ]


def _milestone(milestone: Milestone, writer: Writer) -> tuple[str, str]:
    """The milestone and its window; said where it was reached before, and where the whole window has gone by."""
    words, reached = writer.words, milestone.reached_before
    said = words(
        "therapist.milestone",
        question=name_of(milestone.fact, writer.knowledge, words),
        score=milestone.at_most,
    )
    if reached:
        said = words("therapist.reached_before", milestone=said, date=words.short_day(reached))
    window = f"{_months(milestone.p10, writer)} – {_months(milestone.p90, writer)}"
    if milestone.is_past(writer.plan.today):
        window = words("therapist.window_past", window=window)
    return said, window


def _months(months: float, writer: Writer) -> str:
    beyond = months > writer.knowledge.numbers["look_ahead_most_months"]
    return writer.words("therapist.beyond") if beyond else f"{months:.1f}"
