"""The therapist's second page, the record of the first: strength and scores, what was left out, equipment, precautions, teach-back, sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.language.data_notes import data_notes
from planner.model.truth import Truth
from planner.pages.blocks import Block, HeadingBlock, ListBlock, TableBlock
from planner.pages.orders_for_families import route_name
from planner.pages.therapist.blocks import BesideBlock, TaughtBlock
from planner.pages.therapist.front import scores_block
from planner.pages.therapist.strength import weak_table
from planner.pages.therapist.today import always_answered, step_name
from planner.pages.therapist.visit_record import sign_off, why_held
from planner.pages.therapist.writer import Writer
from planner.plan.disclosure import READERS, Held, held_back
from planner.plan.lines import LeftOut
from planner.plan.orders import Order, waits_long
from planner.plan.plan import Plan
from planner.plan.schedule import Note, PlanItem
from planner.plan.shopping import is_big, not_chosen

ACTION_RANK = ("order_now", "arrange", "order_by", "defer", "return")
LEFT_OUT, THINGS, PRECAUTIONS, TAUGHT, NAMES = 6, 5, 3, 5, 3
FEW_GRADES = 3  # muscle groups that leave a column beside them empty
HANDED_OUT = ("family", "planner", "fridge")  # documents by their entry among the words


def filed(
    writer: Writer, things: int = THINGS, precautions: int = PRECAUTIONS, *, own_page: bool = True
) -> list[Block]:
    """The second page; nothing on it has to be read before the door."""
    words = writer.words
    blocks: list[Block] = [HeadingBlock(words("therapist.filed"), new_page=own_page)]
    strength, beside = [*weak_table(writer)], [*_left_out(writer), always_answered(writer)]
    if sum(len(table.rows) for table in strength) > FEW_GRADES:
        blocks.append(BesideBlock(((38, tuple(strength)), (62, tuple(beside)))))
    else:
        blocks += [*strength, *beside]
    blocks += [
        scores_block(writer),
        *_equipment(writer, things),
        *_precautions(writer, precautions),
    ]
    blocks.append(BesideBlock(((50, (_taught(writer),)), (50, tuple(_handed_over(writer))))))
    notes = data_notes(writer.plan, words)
    blocks += [ListBlock(heading=words("therapist.told"), intro="", lines=notes)] if notes else []
    return [*blocks, sign_off(writer)]


# --- what was left out --------------------------------------------------------------------------------------------


def _left_out(writer: Writer) -> list[Block]:
    """What was considered, each with the number that would change it, or why it stands on no line; next steps stand under theirs."""
    words, agenda = writer.words, writer.plan.agenda
    told = {line.next_step.id for line in agenda.today if line.next_step}
    left = [one for one in agenda.left_out if one.why != "next_step" or one.id not in told]
    rows = tuple((step_name(writer, one.id), _why_out(writer, one)) for one in left[:LEFT_OUT])
    if not rows:
        return []
    head = (words("therapist.left_out"), words("therapist.left_out_why"))
    return [TableBlock(heading="", head=head, rows=rows, widths=(38, 62), part="left-out")]


def _why_out(writer: Writer, one: LeftOut) -> str:
    words = writer.words
    known = "; ".join(writer.because(one.because)[:1])
    if one.why == "put_off" and one.ask_again:
        return words("therapist.ask_again", date=words.short_day(one.ask_again))
    if one.brought_by is not None:
        brought = " ".join(writer.fill([one.brought_by.therapist]))
        return f"{known}; {brought}" if known else brought
    return "; ".join(filter(None, (words(f"therapist.why_out.{one.why}"), one.reason, known)))


# --- things, precautions ------------------------------------------------------------------------------------------


def _equipment(writer: Writer, most: int) -> list[Block]:
    """What is dear or slow to come first: the day to order with its arithmetic, need early to likely, and who pays."""
    words, plan = writer.words, writer.plan
    behind = not_chosen(plan)
    told = [
        order
        for order in plan.equipment
        if order.action in ACTION_RANK and not order.put_off and order.id not in behind
    ]
    told.sort(key=lambda order: _place(order, plan))
    if not told:
        return []
    head = tuple(words(f"therapist.things.{key}") for key in ("thing", "when", "need", "payer"))
    note = words("therapist.in_annex", n=len(told) - most) if len(told) > most else ""
    rows = tuple(_thing(writer, order) for order in told[:most])
    heading = words("therapist.things.heading")
    return [TableBlock(heading=heading, head=head, rows=rows, widths=(30, 30, 22, 18), note=note, part="to-get")]


def _place(order: Order, plan: Plan) -> tuple[bool, bool, bool, date, int, float]:
    """By the next visit before later; dear and slow things first, then slow ones; then by the day to order, and the price."""
    day = max(order.order_by or plan.today, plan.today)
    slow = waits_long(order, plan.knowledge.numbers)
    price = order.estimate.buy[1] if order.estimate and order.estimate.buy else 0.0
    return (
        day > plan.agenda.next_visit_on,
        not is_big(order, plan),
        not slow,
        day,
        ACTION_RANK.index(order.action),
        -price,
    )


def _thing(writer: Writer, order: Order) -> tuple[str, ...]:
    words, plan = writer.words, writer.plan
    days = [order.needed.early, order.needed.likely] if order.needed else []
    need = [words.short_day(max(day, plan.today)) if day else words("therapist.beyond_date") for day in days]
    day = words.short_day(order.order_by)
    when = words(f"equipment_table.do.{order.action}", date=day)
    if order.action == "order_by" and order.need_by is not None and order.arithmetic is not None:
        total = order.arithmetic.total
        when = words("therapist.things.reckoned", date=day, need=words.short_day(order.need_by), days=total)
    return writer.thing(order), when, " – ".join(dict.fromkeys(need)), route_name(order.route, plan)


def _precautions(writer: Writer, most: int) -> list[Block]:
    """Of today's lines only, what is true or not known; each once."""
    words, agenda = writer.words, writer.plan.agenda
    found: dict[str, tuple[set[int], Note]] = {}
    for at, line in enumerate(agenda.today, 1):
        for name in (name for act in line.acts for name in (act.id, *act.moves)):
            item = writer.plan.item(name)
            for note in (*item.holds, *item.cautions) if item else ():
                found.setdefault(note.therapist, (set(), note))[0].add(at)
    if not found:
        return []
    rows = sorted(((numbers, note) for numbers, note in found.values()), key=lambda row: row[1].truth is not Truth.YES)
    head = tuple(words(f"therapist.precaution.{key}") for key in ("line", "state", "what"))
    told = tuple(_precaution(writer, *row) for row in rows[:most])
    more = words("therapist.in_annex", n=len(rows) - most) if len(rows) > most else ""
    heading = words("therapist.precaution.heading")
    return [TableBlock(heading=heading, head=head, rows=told, widths=(8, 14, 78), note=more, part="precautions")]


def _precaution(writer: Writer, numbers: set[int], note: Note) -> tuple[str, ...]:
    state = writer.words("therapist.precaution.true" if note.truth is Truth.YES else "not_known")
    return ", ".join(map(str, sorted(numbers))), state, " ".join(writer.fill([note.therapist]))


# --- what was taught, handed over and held back -------------------------------------------------------------------


def _taught(writer: Writer) -> TaughtBlock:
    """What is taught today, by line, with boxes for shown, showed me, and again."""
    words, plan = writer.words, writer.plan
    rows = []
    for at, line in enumerate(plan.agenda.today, 1):
        items = [item for act in line.acts for name in (act.id, *act.moves) if (item := plan.item(name)) is not None]
        if any(_is_taught(writer, item) for item in items):
            rows.append(f"{at} {writer.knowledge.problems.problems[line.problem].therapist}")
    head = tuple(words(f"therapist.teach_{key}") for key in ("prompt", "said", "again"))
    return TaughtBlock(
        heading=words("therapist.teach_back"), intro="", head=head,
        prompts=(words("therapist.teach.first"), *rows[:TAUGHT]), lines=(),
    )  # fmt: skip


def _is_taught(writer: Writer, item: PlanItem) -> bool:
    rule = writer.plan.rule(item)
    return rule.exercise or rule.kind == "teach"


def _handed_over(writer: Writer) -> Iterator[Block]:
    """Papers to tick as they are given, and what the pages of each reader leave out, and why."""
    words, plan = writer.words, writer.plan
    papers = tuple(words(f"{kind}.document") for kind in HANDED_OUT)
    yield ListBlock(heading=words("therapist.handed_over"), intro="", lines=papers, ticks=True)
    held = {reader: held_back(plan, reader) for reader in READERS}
    if held["person"] == held["helper"]:
        held = {"both": held["person"]}
    lines = [line for reader, found in held.items() for line in _held(writer, reader, found)]
    if lines:
        yield ListBlock(heading=words("therapist.held_back"), intro=" ".join(lines), lines=(), level=3)


def _held(writer: Writer, reader: str, found: tuple[Held, ...]) -> Iterator[str]:
    """What one reader's pages leave out, by why: what somebody asked for first, then what lies beyond the look-ahead."""
    words = writer.words
    by_why: dict[str, list[Held]] = {}
    for one in sorted(found, key=lambda one: one.why == "look_ahead"):
        by_why.setdefault(why_held(writer, reader, one.why, one.topic), []).append(one)
    for why, held in by_why.items():
        names = [writer.knowledge.equipment[one.id].name if one.thing else writer.title(one.id) for one in held]
        more = words("therapist.in_annex", n=len(names) - NAMES) if len(names) > NAMES else ""
        whose = words(f"therapist.reader.{reader}")
        said = words("therapist.held_from", reader=whose, why=why, names="; ".join(names[:NAMES]))
        yield f"{said} {more}".strip()
