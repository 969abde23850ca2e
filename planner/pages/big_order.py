"""One big order on a page of its own: what it does, its steps by month, what it may cost, what matters, and what to measure."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest

from planner.language.words import Words
from planner.pages.blocks import Block, TableBlock
from planner.pages.equipment import EquipmentWriter
from planner.pages.equipment_blocks import OrderStepsBlock
from planner.pages.orders_for_families import way_for
from planner.plan.disclosure import prices_are_off_paper
from planner.plan.orders import Order
from planner.plan.plan import Plan


def big_order(order: Order, plan: Plan, writer: EquipmentWriter) -> list[Block]:
    """All that is told and asked of one order; nothing of money where prices stay off paper."""
    words = writer.words
    waits = words("planner.order_takes", wait=f"{writer.wait(order)} {writer.waited(order)}".strip())
    way = way_for(writer.thing(order), plan)
    text = " ".join(filter(None, (writer.does(order), way, writer.helps(order), waits)))
    heading = words("planner.big_order", thing=writer.name(order))
    made: list[Block] = [OrderStepsBlock(heading, text, _steps(order, plan, words))]
    if not prices_are_off_paper(plan):
        rows = (
            (words("planner.full_price"), writer.price(order), ""),
            (words("planner.who_pays"), writer.place(order), ""),
            (words("planner.your_share"), writer.share(order), ""),
        )
        made.append(_to_fill(words, "may_cost", ("question", "for_you", "your_answer"), rows, (26, 42, 32)))
    asked = tuple((words(f"planner.matters_{at}"), "") for at in (1, 2, 3))
    made.append(_to_fill(words, "what_matters", ("question", "your_answer"), asked, (55, 45)))
    guide = plan.knowledge.guide.measure_at_home
    if places := [guide[at] for at in writer.thing(order).measure]:
        pairs = zip_longest(places[::2], places[1::2], fillvalue="")
        measured = tuple((left, "", right, "") for left, right in pairs)
        made.append(_to_fill(words, "measuring", ("place", "measure") * 2, measured, (32, 18, 32, 18)))
    return made


def _to_fill(
    words: Words, heading: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]
) -> TableBlock:
    """A table with room to write."""
    return TableBlock(
        heading=words(f"planner.{heading}"), head=tuple(words(f"planner.{key}") for key in head), rows=rows,
        widths=widths, lines_to_write=True,
    )  # fmt: skip


def _steps(order: Order, plan: Plan, words: Words) -> tuple[tuple[str, str], ...]:
    """Five steps with their months: from today over the order to when it usually comes, at the latest too."""
    today = plan.today
    ask = order.order_by or today
    _, usual, longest = order.lead_days or (0, 0, 0)
    days = (min(plan.agenda.next_visit_on, ask), ask, ask + timedelta(usual // 2))
    comes = [words.month(ask + timedelta(wait)) for wait in (usual, longest)]
    last = comes[0] if comes[0] == comes[1] else words("planner.months", first=comes[0], last=comes[1])
    labels = [words("planner.today_step"), *(words.month(max(day, today)) for day in days), last]
    return tuple((label, words(f"planner.step_{at}")) for at, label in enumerate(labels, 1))
