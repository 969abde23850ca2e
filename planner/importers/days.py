"""Cells that tell a day → days: the order of day and month over the whole column, days counted from a day zero, days that are none."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal, NamedTuple

from planner.importers.columns import Column
from planner.importers.names import TableNames
from planner.importers.said import SaidOfTables
from planner.model.days import FIRST_DAY, LAST_DAY

ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?\Z")
MONTH_ONLY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})\Z")
NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:[T ,].*)?\Z")
DAY_COUNT = re.compile(r"[-+]?[0-9]{1,5}(\.0+)?\Z")
YEAR = re.compile(r"(19|20)[0-9]{2}\Z")  # a column of these counts no days
Order = Literal["dmy", "mdy", "", "both"]
MOST_MONTHS = 12


class FoundDay(NamedTuple):
    state: Literal["empty", "taken", "asked", "refused"]
    told: str = ""  # as an intake writes it
    day: date | None = None
    reason: str = ""


class DayReader:
    """Reads the cells of a column of days; ``question`` is what has to be answered before any is taken."""

    def __init__(self, column: Column, cells: Collection[str], names: TableNames, said: SaidOfTables) -> None:
        self.column, self.names = column, names
        self.question, self.ways = "", ""
        told = [cell.strip() for cell in cells if not self._is_empty(cell)]
        self.zero = said.days.get(column.plain)
        only_numbers = bool(told) and all(map(DAY_COUNT.match, told)) and not all(map(YEAR.match, told))
        self.counted = column.role in ("relative_day", "deceased_day") or only_numbers
        self.order = self._order(told, said.orders.get(column.plain, ""))
        if self.counted and self.zero is None and told:
            self._ask("On which day does the count begin?", f"{column.name}=2026-01-05")
        elif self.order == "both":
            self._ask("Does the day or the month come first?", f"{column.name}=day_first or {column.name}=month_first")

    def _ask(self, question: str, ways: str) -> None:
        self.question, self.ways = question, ways

    def _is_empty(self, text: str) -> bool:
        return self.names.is_missing(text)

    def _order(self, told: Collection[str], said: str) -> Order:
        """By the clinic, the dictionary, or a number that can be no month; "" where no cell needs it."""
        validation = self.column.field.validation if self.column.field else ""
        orders: tuple[Order, ...] = ("dmy", "mdy")
        for order in orders:
            if said == order or (not said and validation.endswith(order)):
                return order
        found = {order for text in told if (order := _order_of(text))}
        certain = [order for order in orders if order in found]
        return certain[0] if len(certain) == 1 else "both" if found else ""

    def __call__(self, text: str, zero: date | None = None) -> FoundDay:
        """The day of a cell; ``zero``: where the row itself tells the day from which it counts."""
        text = text.strip()
        if self._is_empty(text):
            return FoundDay("empty")
        if not self.counted and YEAR.match(text):
            return FoundDay("refused", reason="This is a year alone.")
        if self.counted:
            return self._from_zero(text, zero or self.zero)
        if ISO.match(text) is None and NUMBERS.match(text) and self.order == "both":
            return FoundDay("asked", reason=self.question)
        try:
            return _within(self._written(text))
        except (ValueError, OverflowError):
            return FoundDay("refused", reason="This is no day.")

    def _from_zero(self, text: str, zero: date | None) -> FoundDay:
        if not DAY_COUNT.match(text):
            return FoundDay("refused", reason="This is no number of days.")
        if zero is None:
            return FoundDay("asked", reason=self.question or "The day from which it counts is not known.")
        try:
            return _within(zero + timedelta(days=int(float(text))))
        except OverflowError:
            return FoundDay("refused", reason="This is no day.")

    def _written(self, text: str) -> date | str:
        if found := ISO.match(text):
            return date(*map(int, found.groups()))
        if found := MONTH_ONLY.match(text):
            return date(int(found[1]), int(found[2]), 1).isoformat()[:7]
        if found := NUMBERS.match(text):
            first, second, year = map(int, found.groups())
            return date(year, second, first) if self.order == "dmy" else date(year, first, second)
        named = self.names.clinic.days(text)  # June 2025, 5 Jan 2026
        if len(named) != 1:
            raise ValueError(text)
        return named[0] if MONTH_ONLY.match(named[0]) else date.fromisoformat(named[0])


def _within(told: date | str) -> FoundDay:
    """A day that can be; far days stand for "has not happened", and are none."""
    if isinstance(told, str):
        return FoundDay("taken", told)
    if not FIRST_DAY < told < LAST_DAY:
        return FoundDay("refused", reason="This is no day.")
    return FoundDay("taken", told.isoformat(), told)


def _order_of(text: str) -> Order:
    """Which order a day written in numbers can have; "" where it is written otherwise."""
    found = None if ISO.match(text) else NUMBERS.match(text)
    if found is None:
        return ""
    first, second = int(found[1]), int(found[2])
    if first > MOST_MONTHS:
        return "dmy"
    if second > MOST_MONTHS:
        return "mdy"
    return "" if first == second else "both"
