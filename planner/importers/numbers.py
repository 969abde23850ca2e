"""Cells that hold a number: its unit by the cell, the clinic, a unit column, the heading or the whole column; codes that are no scores."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from planner.importers.cells import CellReader, Outcome
from planner.importers.names import TableUnit, word
from planner.model.clinic_words import key_of

NUMBER_PARTS = re.compile(r"([<>≤≥~≈]?)\s*([-+]?[0-9][0-9.,]*|[-+]?\.[0-9]+)\s*(.*)\Z", re.DOTALL)
PLAIN_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]+)?|\.[0-9]+)\Z")
WITH_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+\Z")
THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}\Z")
SIGN = re.compile(r"[+-]\Z")
LABEL_NUMBER = re.compile(r"\s*([0-9]+)(?![0-9.,]*\s*(?:%|times|days?|hours?))")
PARTS_OF_TWO = re.compile(r"[0-9]\s*[^0-9.,\s]+\s*[0-9]")  # 5 ft 4 in, 10 st 4 lb
MOST_CODES = 4  # of a question
UNUSUAL = "This is unusual in its unit; where it is right, say the unit."
TWO_UNITS = "The heading and the column of units tell different units."
NO_GRADES = "This column holds numbers that are no grades; a force in kilograms or newtons is never read as one."


class NumberReader(CellReader):
    """Numbers with their units; a mixed column, or one whose unit nothing tells, is asked."""

    def settle(self, cells: Collection[str]) -> None:
        self.said_unit = self.names.unit(self.fact, self.said.units.get(self.column.plain, ""))
        self.unit = self.said_unit or self.column.unit
        units = dict.fromkeys(unit.unit for unit in self.names.units_of(self.fact))
        self.ways = " or ".join(f"{self.column.name}={unit}" for unit in units)
        choices = self.column.field.choices if self.column.field else {}
        self.other_codes = self._counts_otherwise(choices)
        self.no_grades = self.fact.group == "strength" and any(self._is_no_grade(cell) for cell in cells)
        if self.other_codes:
            ways = ",".join(f"{code}:…" for code in list(choices)[:MOST_CODES])
            self.ask(
                "Its choices in the dictionary are not those of this scale; what do they mean?",
                f"{self.column.name}={ways}",
            )
        elif self.unit is None and not self._is_told_elsewhere():
            self._whole_column([number for cell in cells if (number := self._bare(cell)) is not None])

    def _counts_otherwise(self, choices: Mapping[str, str]) -> bool:
        """Whether the codes of a dictionary are no scores: others, other ones in their labels, or the best at the wrong end."""
        (low, high), best = self.fact.ends, self.names.words.best_score
        wrong_at_the_low_end = best.get(self.fact.id, best.get(self.fact.group, ()))
        for code, label in choices.items():
            if self.names.is_missing(code):
                continue
            number, labelled = decimal(code, False), LABEL_NUMBER.match(label)
            if number is None or not low <= number <= high or (labelled and float(labelled[1]) != number):
                return True
            if not labelled and self.fact.kind != "grade":
                return True
            if number == low and not set(word(label).split()).isdisjoint(wrong_at_the_low_end):
                return True
        return False

    def _is_told_elsewhere(self) -> bool:
        return self.column.unit_of != ""

    def _bare(self, cell: str) -> float | None:
        """A number that stands without a unit of its own."""
        parts = NUMBER_PARTS.match(cell.strip())
        return decimal(parts[2], self._with_comma()) if parts and not parts[3] else None

    def _is_no_grade(self, cell: str) -> bool:
        number = self._bare(cell)
        low, high = self.fact.ends
        return number is not None and not (low <= number <= high and number.is_integer())

    def _whole_column(self, numbers: Collection[float]) -> None:
        rule = self.names.words.whole_column.get(self.fact.id)
        if self.fact.id in self.names.words.always_asked and numbers:
            self.ask("In which unit is this? Nothing in the file tells it.", self.ways)
        elif rule is not None and numbers:
            above = [number > rule.border for number in numbers]
            share = rule.at_most_a_share and max(numbers) <= rule.at_most_a_share
            unit = rule.above if all(above) else rule.below if not any(above) and not share else ""
            self.unit = self.names.unit(self.fact, unit)
            if self.unit is None:
                self.ask("In which unit is this? The values look like more than one, or could be of either.", self.ways)

    def _with_comma(self) -> bool:
        return self.column.field is not None and "comma" in self.column.field.validation

    def read(self, text: str, unit: str) -> Outcome:
        if self.other_codes:
            return self.asked(self.question)
        parts = NUMBER_PARTS.match(text)
        if key_of(text) in self.names.clinic.answers.get(self.fact.id, {}):
            return self.check(self.column.fact, text)
        if parts is None:
            return self.refused("This is no number.")
        if self.names.clinic.measured(text, self.fact.unit) is not None and PARTS_OF_TWO.search(text):
            return self.check(self.column.fact, text)
        sign, written, rest = parts[1], parts[2].rstrip(".,"), parts[3].strip()
        rest = parts[2][len(written) :] + rest if parts[2] != written else rest
        if sign:
            return self.refused("This is a bound, not a value.")
        if self.fact.group == "strength" and (rest == f"/{self.fact.ends[1]:g}" or SIGN.fullmatch(rest)):
            return self.check(self.column.fact, f"{written}{rest.strip('/0123456789')}")
        number = decimal(written, self._with_comma())
        if number is None:
            return self.refused("This can be read as more than one number.")
        return self.refused(NO_GRADES) if self.no_grades else self._of_cell(number, rest, unit)

    def _of_cell(self, number: float, rest: str, beside: str) -> Outcome:
        """The number in the unit that its cell tells, else as the clinic says, else in that of the unit column or the heading."""
        own = self.names.unit(self.fact, rest) if rest else None
        if own is not None:
            return self._in(number, own)
        if rest:
            labelled = rest[0] in ",:=-.)" and self.column.plain in self.said.numbers
            why = "This is text beside a number; no number is taken from it."
            return self._in(number, None) if labelled else self.refused(why)
        if beside and self.said_unit is None:
            return self._with_beside(number, beside)
        if self.unit is None and self.question:
            return self.asked(self.question)
        if self.unit is None and self._is_told_elsewhere() and self.needs_unit():
            return self.asked("The unit stands in a column of its own, and is empty here.")
        found = self._in(number, self.unit)
        doubtful = found.state == "taken" and found.reason and self.said_unit is None and self.fact.unit
        return self.asked(UNUSUAL) if doubtful else found

    def _with_beside(self, number: float, told: str) -> Outcome:
        codes = self.said.codes.get(self.column.unit_of, {})
        unit = self.names.unit(self.fact, codes.get(word(told), told))
        if unit is None:
            return self.asked("The code of its unit is not known.")
        if self.unit is not None and self.unit.unit != unit.unit:
            return self.asked(TWO_UNITS)
        return self._in(number, unit)

    def needs_unit(self) -> bool:
        return self.fact.id in self.names.words.always_asked or self.fact.id in self.names.words.whole_column

    def _in(self, number: float, unit: TableUnit | None) -> Outcome:
        fact = self.column.fact
        if unit is None:
            return self.check(fact, _whole(number))
        measured = self.names.measure(self.fact.id, unit) if not self.fact.sides else fact
        if measured is None:
            return self.refused("The planner has no fact for this test in this unit.")
        kind = self.names.vocabulary[measured]
        value = _whole(number if unit.times == 1 else _rounded(number * unit.times))
        return self.check(measured, f"{value} {kind.unit}" if kind.also_as and value >= 0 else value)


def decimal(written: str, with_comma: bool) -> float | None:
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
