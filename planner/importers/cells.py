"""One cell → what it tells: taken, asked, refused or empty. What is asked of a column is settled over all its cells first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from planner.importers.columns import Column
from planner.importers.names import TableNames, TableUnit, word
from planner.importers.said import UNKNOWN, SaidOfTables
from planner.importers.xlsx import FORMULA
from planner.model.clinic_words import key_of
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.reading.entries import Entries
from planner.reading.strict_yaml import Read

State = Literal["empty", "taken", "asked", "refused"]
NUMBER_PARTS = re.compile(r"([<>≤≥~≈]?)\s*([-+]?[0-9][0-9.,]*|[-+]?\.[0-9]+)\s*(.*)\Z", re.DOTALL)
PLAIN_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)\Z")
WITH_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")
THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}\Z")
NUMBER_FIRST = re.compile(r"[-+]?[0-9.]+(?= )")
SIGN = re.compile(r"[+-]\Z")


class Outcome(NamedTuple):
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
        return Outcome("taken", fact, self._written(fact, value, next(iter(entries.seen.values()))[0].value))

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
        return self.check(self.column.fact, text)

    def refused(self, reason: str) -> Outcome:
        return Outcome("refused", self.column.fact, None, reason)

    def asked(self, reason: str) -> Outcome:
        return Outcome("asked", self.column.fact, None, reason)

    def ask(self, question: str, ways: str) -> None:
        self.question, self.ways = question, ways


class NumberReader(CellReader):
    """Numbers with their units; a mixed column, or one whose unit nothing tells, is asked."""

    def settle(self, cells: Collection[str]) -> None:
        self.unit: TableUnit | None = (
            self.names.unit(self.fact, self.said.units.get(self.column.plain, "")) or self.column.unit
        )
        self.no_grades = self.fact.group == "strength" and any(self._is_no_grade(cell) for cell in cells)
        if self.unit is None and not self._is_told_elsewhere():
            self._whole_column([number for cell in cells if (number := self._bare(cell)) is not None])

    def _is_told_elsewhere(self) -> bool:
        return self.column.unit_of != ""

    def _bare(self, cell: str) -> float | None:
        """A number that stands without a unit of its own."""
        parts = NUMBER_PARTS.match(cell.strip())
        return _decimal(parts[2], self._with_comma()) if parts and not parts[3] else None

    def _is_no_grade(self, cell: str) -> bool:
        number = self._bare(cell)
        low, high = self.fact.ends
        return number is not None and not (low <= number <= high and number.is_integer())

    def _whole_column(self, numbers: Collection[float]) -> None:
        rule = self.names.words.whole_column.get(self.fact.id)
        units = dict.fromkeys(unit.unit for unit in self.names.units_of(self.fact))
        ways = " or ".join(f"{self.column.name}={unit}" for unit in units)
        if self.fact.id in self.names.words.always_asked and numbers:
            self.ask("In which unit is this? Nothing in the file tells it.", ways)
        elif rule is not None and numbers:
            above = [number > rule.border for number in numbers]
            share = rule.at_most_a_share and max(numbers) <= rule.at_most_a_share
            unit = rule.above if all(above) else rule.below if not any(above) and not share else ""
            self.unit = self.names.unit(self.fact, unit)
            if self.unit is None:
                self.ask("In which unit is this? The values look like more than one, or could be of either.", ways)

    def _with_comma(self) -> bool:
        return self.column.field is not None and "comma" in self.column.field.validation

    def read(self, text: str, unit: str) -> Outcome:
        parts = NUMBER_PARTS.match(text)
        if key_of(text) in self.names.clinic.answers.get(self.fact.id, {}):
            return self.check(self.column.fact, text)
        if parts is None:
            return self.refused("This is no number.")
        sign, written, rest = parts[1], parts[2].rstrip(".,"), parts[3].strip()
        rest = parts[2][len(written) :] + rest if parts[2] != written else rest
        if sign:
            return self.refused("This is a bound, not a value.")
        if self.fact.group == "strength" and (rest == f"/{self.fact.ends[1]:g}" or SIGN.fullmatch(rest)):
            written, rest = f"{written}{rest.strip('/0123456789')}", ""
            return self.check(self.column.fact, written)
        number = _decimal(written, self._with_comma())
        if number is None:
            return self.refused("This can be read as more than one number.")
        return self._with_unit(number, rest, unit)

    def _with_unit(self, number: float, rest: str, beside: str) -> Outcome:
        """The number in the unit that its cell tells, else the unit column, else the column."""
        if self.no_grades:
            reason = (
                "This column holds numbers that are no grades; a force in kilograms or newtons is never read as one."
            )
            return self.refused(reason)
        own = self.names.unit(self.fact, rest) if rest else None
        if rest and own is None:
            labelled = rest[0] in ",:=-.)" and self.column.plain in self.said.numbers
            return (
                self._as(number, None)
                if labelled
                else self.refused("This is text beside a number; no number is taken from it.")
            )
        if own is None and beside:
            own = self._beside(beside)
            if own is None:
                return self.asked("The code of its unit is not known.")
        own = own or self.unit
        if own is None and self.question:
            return self.asked(self.question)
        if own is None and self._is_told_elsewhere() and self.needs_unit():
            return self.asked("The unit stands in a column of its own, and is empty here.")
        return self._as(number, own)

    def needs_unit(self) -> bool:
        return self.fact.id in self.names.words.always_asked or self.fact.id in self.names.words.whole_column

    def _beside(self, told: str) -> TableUnit | None:
        codes = self.said.codes.get(self.column.unit_of, {})
        return self.names.unit(self.fact, codes.get(word(told), told))

    def _as(self, number: float, unit: TableUnit | None) -> Outcome:
        fact = self.column.fact
        if unit is None:
            return self.check(fact, _whole(number))
        measured = self.names.measure(self.fact.id, unit) if not self.fact.sides else fact
        if measured is None:
            return self.refused("The planner has no fact for this test in this unit.")
        kind = self.names.vocabulary[measured]
        value = _whole(number if unit.times == 1 else _rounded(number * unit.times))
        return self.check(measured, f"{value} {kind.unit}" if kind.also_as and value >= 0 else value)


def _without(value: Any, said: str) -> str:
    """A sentence without the value: it stands in its cell, and in no message that was not asked for."""
    written = str(value)
    quoted = f"'{written}'"
    number = NUMBER_FIRST.match(said)
    if number:
        return f"…{said[number.end() :]}"
    return said.replace(quoted, "'…'") if quoted in said else said.replace(written, "…", 1) if written else said


def _decimal(written: str, with_comma: bool) -> float | None:
    """A number with a point or a comma; 1,234 may be either of two, unless the dictionary tells."""
    if PLAIN_NUMBER.match(written):
        return float(written)
    if WITH_COMMA.match(written) and (with_comma or not THOUSANDS.match(written)):
        return float(written.replace(",", "."))
    return None


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _rounded(number: float) -> float:
    """As exact as a scale: one decimal, two for a number of one digit."""
    return round(number, 1 if len(str(int(abs(number)))) > 1 else 2)
