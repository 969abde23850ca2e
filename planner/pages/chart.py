"""The chart of windows: when to order, how long to wait, and from when a thing is likely to help, as shares of a span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.assessment.derive import DAYS_PER_MONTH
from planner.language.words import Words
from planner.model.intake import months_later
from planner.pages.document import ChartBlock, ChartRow
from planner.plan.orders import Order
from planner.plan.plan import Plan

MARKS_AT_MOST = 12  # more month marks than these would run into each other


def chart(plan: Plan, orders: Iterable[tuple[str, Order]], months: int, number: int, words: Words) -> ChartBlock | None:
    """The named orders on one chart of the coming months; None where none of them has a day of need."""
    rows = tuple(row for name, order in orders if (row := _row(plan, name, order, months)) is not None)
    if not rows:
        return None
    key = tuple((part, words(f"planner.key.{part}")) for part in ("order", "wait", "use"))
    heading = words("planner.chart" if number == 1 else "planner.chart_more")
    marks = tuple(_marks(plan.today, months, words))
    return ChartBlock(number, heading, marks, rows, words("planner.today"), key, words("planner.chart_says"))


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
