"""Intakes → one table, a row for each person and day: what `import` reads back value for value.

Facts, the language and the name have a column each, as in other people's tables. What no cell of a fact can hold stands in
columns of our own: remarks, the visit at which something was told, and the parts of an intake that are lists (as JSON).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from planner.exports.purchase_list import guarded
from planner.model.errors import IntakeError, Problem
from planner.model.facts import Observation
from planner.model.intake import Intake, SignOff
from planner.model.knowledge import Knowledge
from planner.reading.intake import PRINT_CHOICES
from planner.reading.intake_written import written_anew
from planner.reading.two_units import in_other_unit

FIRST_COLUMNS = ("id", "visit_date")
OWN = "intake."  # begins the names of our own columns; no other program's can hold the dot
VISIT = f"{OWN}visit"  # the day of the visit at which a row was told, or NO_VISIT
NO_VISIT = "none"
NOTE = f"{OWN}note."  # a remark beside a fact
PARTS = {part: f"{OWN}{part}" for part in ("preferences", "team", "equipment", "quotes", "followed", "review")}
LONGEST_CSV_CELL, LONGEST_XLSX_CELL = 200_000, 32_767  # signs; a spreadsheet cuts off the rest without a word
Row = Mapping[str, str]
Rows = Sequence[Sequence[str]]


def intake_rows(intakes: Iterable[Intake], knowledge: Knowledge) -> Rows:
    """The names of the columns and then the rows; only what somebody tells has a column."""
    rows = [row for intake in intakes for row in _Person(intake, knowledge).rows()]
    told = {name for row in rows for name, cell in row.items() if cell}
    facts = tuple(knowledge.vocabulary)
    order = ("name", "language", "deceased", *facts, VISIT, *(NOTE + fact for fact in facts), *PARTS.values())
    columns = [*FIRST_COLUMNS, *(name for name in order if name in told)]
    return [columns, *([row.get(name, "") for name in columns] for row in rows)]


@dataclass(frozen=True)
class _Person:
    """One intake on its way into rows."""

    intake: Intake
    knowledge: Knowledge

    def rows(self) -> Iterable[Row]:
        """A row for each day on which something was told; what has no day stands in every row, or in the first."""
        intake, facts = self.intake, self._in_columns()
        notes = {(left.fact, left.on): left.note for left in intake.unanswered}
        notes |= {(seen.fact, seen.on): seen.note for seen in facts if seen.note}
        days = sorted({on for _, on in notes} | {seen.on for seen in facts} | set(intake.visits))
        person = {
            "id": intake.id,
            "name": intake.name,
            "language": intake.language,
            "deceased": _plain(intake.deceased),
        }
        first = {PARTS[name]: json.dumps(part, ensure_ascii=False) for name, part in self._parts().items()}
        for day in days or (None,):
            row = {**person, "visit_date": _plain(day), VISIT: self._visit(day), **first}
            row |= {seen.fact: self._cell(seen) for seen in facts if seen.on == day}
            yield row | {NOTE + fact: note for (fact, on), note in notes.items() if on == day}
            first = {}

    def _visit(self, day: date | None) -> str:
        """What bears a day of its own was told at some visit: at the last."""
        visits = self.intake.visits
        return NO_VISIT if not visits else str(day if day in visits else visits[-1])

    def _in_columns(self) -> Sequence[Observation]:
        """What was observed; without a visit the wishes and the list of equipment tell their own again."""
        if self.intake.visits:
            return self.intake.observations
        listed = {f"equipment_status_{item.item}" for item in self.intake.equipment}
        again = {*PRINT_CHOICES, *self.knowledge.speaks_for, *listed}
        return [seen for seen in self.intake.observations if seen.fact not in again]

    def _parts(self) -> Mapping[str, Any]:
        written = written_anew(self.intake, self.knowledge)
        parts = {name: written[name] for name in PARTS if name in written}
        told = {seen.fact for seen in self._in_columns()}
        parts["preferences"] = {
            name: wish
            for name, wish in parts.get("preferences", {}).items()
            if name not in PRINT_CHOICES or name not in told
        }
        if self.intake.review == SignOff():
            del parts["review"]
        return {name: part for name, part in parts.items() if part}

    def _cell(self, seen: Observation) -> str:
        """A number that is unusual, or that looks like another unit, bears its own, so that nobody has to ask which one is meant."""
        fact, value = self.knowledge.vocabulary[seen.fact], seen.value
        if fact.unit and isinstance(value, int | float):
            other = fact.also_as is not None and fact.also_as.looks_so(value)
            if other or fact.is_asked_again(value) or (seen.fact, seen.on) in self._in_other_unit:
                return f"{_plain(value)} {fact.unit}"
        return self.intake.country if seen.fact == "country" and self.intake.country else _plain(value)

    @cached_property
    def _in_other_unit(self) -> Mapping[tuple[str, date], Observation]:
        return in_other_unit(self.intake.observations, self.knowledge.vocabulary)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)


# --- as files -------------------------------------------------------------------------------------------------


def as_csv(rows: Rows) -> bytes:
    """RFC 4180, no cell that a spreadsheet would run. Raises IntakeError where a cell cannot be read back."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(_harmless(rows, LONGEST_CSV_CELL, "Shorten the longest text."))
    return text.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    """A workbook of text cells alone; what begins with a sign of equality would be written as a formula, and bears an apostrophe.

    Raises IntakeError where a cell of a workbook cannot hold what is told.
    """
    from openpyxl import Workbook  # an extra

    book = Workbook(write_only=True)
    sheet = book.create_sheet("intakes")
    for row in _harmless(rows, LONGEST_XLSX_CELL, "Write the table as .csv."):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _harmless(rows: Rows, longest: int, remedy: str) -> Rows:
    """A text keeps its lines; one that would be cut off is refused, by the name of its column."""
    safe = [["\n".join(map(guarded, cell.split("\n"))) for cell in row] for row in rows]
    for row in safe:
        for name, cell in zip(rows[0], row, strict=True):
            if len(cell) > longest:
                what = f"A cell of such a table holds {longest:,} signs, and one has {len(cell):,}."
                raise IntakeError([Problem(name, 0, what, remedy)])
    return safe
