"""One cell → what it tells: taken, asked, refused or empty. What is asked of a column is settled over all its cells first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from planner.exports.purchase_list import as_told
from planner.importers.columns import Column
from planner.importers.names import TableNames, word
from planner.importers.said import UNKNOWN, SaidOfTables
from planner.importers.xlsx import FORMULA
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.reading.entries import Entries
from planner.reading.strict_yaml import Read

State = Literal["empty", "taken", "asked", "refused"]
NUMBER_FIRST = re.compile(r"[-+]?[0-9.]+(?= )")


class Outcome(NamedTuple):
    """What a cell tells; ``reason``: why it is not taken, or what there is to check of what is."""

    state: State
    fact: str = ""
    value: Any = None
    reason: str = ""


EMPTY = Outcome("empty")
NO_FORMULA = "A formula for which the file keeps no value; save the workbook again in the program that made it."


class Check:
    """One value against the vocabulary, as an intake would take it: limits, choices, days."""

    def __init__(self, knowledge: Knowledge, today: date) -> None:
        self.knowledge, self.today = knowledge, today

    def __call__(self, fact: str, value: Any) -> Outcome:
        entries = Entries(Read(where=""), self.knowledge, self.today)
        entries.take(fact, value, self.today, ())
        problem = next(iter(entries.read.problems), None)
        if problem is not None:
            return Outcome("refused", fact, value, _without(value, f"{problem.what} {problem.remedy}".strip()))
        if not entries.seen:
            asked = _without(value, " ".join(entries.to_confirm))
            return Outcome("asked", fact, value, asked) if entries.to_confirm else EMPTY
        told = self._written(fact, value, next(iter(entries.seen.values()))[0].value)
        return Outcome("taken", fact, told, _without(value, " ".join(entries.to_confirm)))

    def _written(self, name: str, value: Any, told: Any) -> Any:
        """In our own words, but for what says more as it stands: a number with its unit, a month, the code of a country."""
        fact = self.knowledge.vocabulary[name]
        as_it_stands = fact.kind in ("date", "text") or fact.also_as is not None or fact.id == "country"
        return value if as_it_stands else told


class CellReader:
    """Reads the cells of one column that tells a fact; ``question`` is what has to be answered before any is taken."""

    def __init__(
        self, column: Column, cells: Collection[str], names: TableNames, said: SaidOfTables, check: Check
    ) -> None:
        self.column, self.names, self.said, self.check = column, names, said, check
        self.fact: Fact = names.vocabulary[column.fact]
        self.codes: Mapping[str, str] = said.codes.get(column.plain, {})
        self.question, self.ways = "", ""
        self.known: dict[tuple[str, str], Outcome] = {}
        self.settle([cell for cell in cells if not self.is_empty(cell)])

    def settle(self, cells: Collection[str]) -> None:
        """Look at the whole column."""

    def is_empty(self, text: str) -> bool:
        ours = word(text) in self.fact.choices or word(text) in self.codes
        return self.names.is_missing(text) and not ours

    def __call__(self, text: str, unit: str = "") -> Outcome:
        """What one cell tells, with the word of its unit column."""
        key = (text, unit)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._read(text.strip(), unit.strip())
        return found

    def _read(self, text: str, unit: str) -> Outcome:
        if self.is_empty(text):
            return EMPTY
        if text == FORMULA:
            return self.refused(NO_FORMULA)
        told = self.codes.get(word(text))
        if told == UNKNOWN:
            return EMPTY
        return self.check(self.column.fact, told) if told else self.read(text, unit)

    def read(self, text: str, unit: str) -> Outcome:
        return self.check(self.column.fact, as_told(text))

    def refused(self, reason: str) -> Outcome:
        return Outcome("refused", self.column.fact, None, reason)

    def asked(self, reason: str) -> Outcome:
        return Outcome("asked", self.column.fact, None, reason)

    def ask(self, question: str, ways: str) -> None:
        self.question, self.ways = question, ways


def _without(value: Any, said: str) -> str:
    """A sentence without the value: it stands in its cell, and in no message that was not asked for."""
    written = str(value)
    quoted = f"'{written}'"
    number = NUMBER_FIRST.match(said)
    if number:
        return f"…{said[number.end() :]}"
    return said.replace(quoted, "'…'") if quoted in said else said.replace(written, "…", 1) if written else said
