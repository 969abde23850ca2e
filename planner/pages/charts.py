"""What the equipment planner draws and measures: things along the months ahead, and the length of a ramp."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.assessment.derive import DAYS_PER_MONTH
from planner.language.words import Words
from planner.model.intake import months_later
from planner.pages.blocks import ChartBlock, ChartRow, TableBlock
from planner.plan.orders import Order, Ramp, ramp_for
from planner.plan.plan import Plan

MARKS_AT_MOST = 12  # more month marks than these would run into each other
SAMPLE_RISES_CM = (10, 20, 30, 50, 75)
CM_PER_INCH, CM_PER_M, INCHES_PER_FOOT = 2.54, 100, 12


def chart(plan: Plan, orders: Iterable[tuple[str, Order]], months: int, number: int, words: Words) -> ChartBlock | None:
    """The named orders on one chart of the coming months; None where none of them has a day of need."""
    rows = tuple(row for name, order in orders if (row := _row(plan, name, order, months)) is not None)
    if not rows:
        return None
    key = tuple((part, words(f"planner.key.{part}")) for part in ("order", "wait", "use"))
    heading = words("planner.chart" if number == 1 else "planner.chart_more")
    marks = tuple(_marks(plan.today, months, words))
    return ChartBlock(
        number=number,
        heading=heading,
        marks=marks,
        rows=rows,
        today=words("planner.today"),
        key=key,
        says=words("planner.chart_says"),
    )


def _row(plan: Plan, name: str, order: Order, months: int) -> ChartRow | None:
    if order.need_by is None:
        return None
    need = _share(plan.today, max(order.need_by, plan.today), months)
    start = _share(plan.today, order.order_by or plan.today, months)
    return ChartRow(name, start, max(need, start))


def _share(today: date, day: date, months: int) -> float:
    """Where a day lies between today (0) and the end of the span (1); what lies beyond is 1."""
    return round(min(1.0, max(0.0, (day - today).days / (months * DAYS_PER_MONTH))), 3)


def _marks(today: date, months: int, words: Words) -> Iterator[tuple[float, str, str]]:
    """The first of each month within the span (or every second or third): its short name, and the year where it is new."""
    step, year = -(-months // MARKS_AT_MOST), ""
    first = months_later(today.replace(day=1), 1)
    for at in range(0, months, step):
        day = months_later(first, at)
        share = _share(today, day, months)
        if share < 1:
            new = "" if str(day.year) == year else str(day.year)
            year = str(day.year)
            yield share, words.entries["short_months"][day.month - 1], new


def ramp_table(plan: Plan, words: Words) -> TableBlock:
    """The person's own rise, where it is known, else round ones; lengths in metres and feet."""
    own = plan.values.get("entry_rise_cm")
    rises = [own.low] if own is not None and own.known and own.low > 0 else []
    ramps = [ramp_for(rise, plan.knowledge.numbers) for rise in rises or SAMPLE_RISES_CM]
    rows = tuple(_ramp_row(ramp, bool(rises), words) for ramp in ramps)
    head = tuple(words(f"planner.{key}") for key in ("rise", "ramp_run", "ramp_landings", "ramp_length"))
    return TableBlock(
        heading=words("planner.ramp"), head=head, rows=rows, widths=(28, 24, 20, 28), note=words("planner.ramp_note")
    )


def _ramp_row(ramp: Ramp, own: bool, words: Words) -> tuple[str, ...]:
    rise = words("planner.rise_value", cm=words.number(f"{ramp.rise:g}"), inches=f"{ramp.rise / CM_PER_INCH:.0f}")
    said = words("planner.your_rise", rise=rise) if own else rise
    return said, _length(ramp.run, words), str(ramp.landings), _length(ramp.length, words)


def _length(cm: float, words: Words) -> str:
    metres, feet = words.number(f"{cm / CM_PER_M:.1f}"), f"{cm / CM_PER_INCH / INCHES_PER_FOOT:.0f}"
    return words("planner.length_value", m=metres, feet=feet)
