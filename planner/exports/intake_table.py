"""Intakes → one table, a row for each person and day: what `import` reads back value for value. Notes, the team and offers have no place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from planner.exports.purchase_list import harmless
from planner.model.facts import Observation, Vocabulary
from planner.model.intake import Intake

FIRST_COLUMNS = ("id", "visit_date", "language", "deceased")
Rows = Sequence[Sequence[str]]


def intake_rows(intakes: Iterable[Intake], vocabulary: Vocabulary) -> Rows:
    """The names of the columns and then the rows; only facts that somebody tells have a column."""
    people = list(intakes)
    told = {seen.fact for intake in people for seen in intake.observations}
    facts = [name for name in vocabulary if name in told]
    return [(*FIRST_COLUMNS, *facts), *(row for intake in people for row in _rows(intake, facts, vocabulary))]


def _rows(intake: Intake, facts: Sequence[str], vocabulary: Vocabulary) -> Iterable[Sequence[str]]:
    days = sorted({seen.on for seen in intake.observations} | set(intake.visits))
    seen = {(one.fact, one.on): one for one in intake.observations}
    for day in days or ("",):
        cells = (
            [_cell(seen.get((name, day)), intake, vocabulary) for name in facts]
            if isinstance(day, date)
            else [""] * len(facts)
        )
        yield (intake.id, str(day), intake.language, _plain(intake.deceased), *cells)


def _cell(seen: Observation | None, intake: Intake, vocabulary: Vocabulary) -> str:
    """A number that is unusual bears its unit, so that nobody has to ask which one is meant."""
    if seen is None:
        return ""
    fact = vocabulary[seen.fact]
    if fact.unit and isinstance(seen.value, int | float) and fact.is_asked_again(seen.value):
        return f"{_plain(seen.value)} {fact.unit}"
    return intake.country if seen.fact == "country" and intake.country else _plain(seen.value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _harmless(row: Sequence[str]) -> list[str]:
    """A text keeps its lines."""
    return ["\n".join(map(harmless, cell.splitlines())) for cell in row]


def as_csv(rows: Rows) -> bytes:
    """RFC 4180, no cell that a spreadsheet would run."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(_harmless, rows))
    return text.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    """A workbook of text cells alone; what begins with a sign of equality would be written as a formula, and bears an apostrophe."""
    from openpyxl import Workbook  # an extra

    book = Workbook(write_only=True)
    sheet = book.create_sheet("intakes")
    for row in rows:
        sheet.append(_harmless(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
