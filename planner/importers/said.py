"""What the clinic answers on the command line: ``--say COLUMN=ANSWER``, once for a column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.importers.columns import SAYABLE
from planner.importers.names import TableNames, plain, word
from planner.model.clinic_words import key_of
from planner.model.errors import IntakeError, Problem

ORDERS = {"day_first": "dmy", "dmy": "dmy", "month_first": "mdy", "mdy": "mdy", "year_first": "ymd", "ymd": "ymd"}
NUMBER = "number"  # of a label ("3, slower") its number
ALIVE, DEAD, UNKNOWN = "alive", "dead", "unknown"
HOW_TO_SAY = (
    "Say a unit (weight=lb), a day (visdy=2026-01-05), day_first or month_first, codes (sex=1:male,2:female), number, "
    "or what the column is (a fact, id, visit_date, left)."
)


@dataclass(frozen=True, kw_only=True)
class SaidOfTables:
    """Answers by plain name of a column."""

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()

    @property
    def named(self) -> set[str]:
        """Every column that was answered."""
        return {*self.columns, *self.units, *self.days, *self.orders, *self.codes, *self.numbers}


def read_said(written: Iterable[str], names: TableNames) -> SaidOfTables:
    """``COLUMN=ANSWER`` each. Raises IntakeError with every answer that is not understood."""
    told = _Answers(names)
    problems = [problem for pair in written if (problem := told.take(pair)) is not None]
    if problems:
        raise IntakeError(problems)
    return SaidOfTables(
        columns=told.columns, units=told.units, days=told.days, orders=told.orders, codes=told.codes,
        numbers=frozenset(told.numbers),
    )  # fmt: skip


def refuse_unknown(said: SaidOfTables, columns: Collection[str]) -> None:
    """An answer about a column that is nowhere is most likely a slip. Raises IntakeError."""
    unknown = sorted(name for name in said.named if name not in columns and name != "visit_date")
    if unknown:
        problems = [Problem("--say", 0, f"No column is called '{name[:60]}'.", "Correct the name.") for name in unknown]
        raise IntakeError(problems)


class _Answers:
    def __init__(self, names: TableNames) -> None:
        self.names = names
        self.units_known = {form for units in names.units.values() for unit in units for form in unit.words}
        self.columns: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.days: dict[str, date] = {}
        self.orders: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.numbers: set[str] = set()

    def take(self, pair: str) -> Problem | None:
        column, sign, answer = pair.partition("=")
        name, answer = plain(column), answer.strip()
        if not sign or not name or not answer:
            return Problem("--say", 0, f"'{pair[:60]}' is no answer.", HOW_TO_SAY)
        return None if self._day(name, answer) or self._understood(name, answer) else self._not_understood(pair)

    def _day(self, name: str, answer: str) -> bool:
        try:
            self.days[name] = date.fromisoformat(answer)
        except ValueError:
            return False
        return True

    def _understood(self, name: str, answer: str) -> bool:
        if ":" in answer:
            pairs = (one.rpartition(":") for one in answer.split(","))
            self.codes.setdefault(name, {}).update({word(code): choice.strip() for code, _, choice in pairs})
        elif plain(answer) in ORDERS:
            self.orders[name] = ORDERS[plain(answer)]
        elif answer == NUMBER:
            self.numbers.add(name)
        elif self._is_column(answer):
            self.columns[name] = "left" if answer == "leave" else answer
        elif key_of(answer) in self.units_known or plain(answer) in self.units_known:
            self.units[name] = answer
        else:
            return False
        return True

    def _is_column(self, answer: str) -> bool:
        known = answer in self.names.vocabulary and self.names.vocabulary[answer].origin != "derived"
        return known or answer in SAYABLE or answer == "leave"

    def _not_understood(self, pair: str) -> Problem:
        return Problem("--say", 0, f"I do not understand '{pair[:60]}'.", HOW_TO_SAY)
