"""A file that was brought: an earlier paper, an intake, an answered Questionnaire, or another program's table of people."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.importers.fhir import without_entries
from planner.importers.gathered import USED
from planner.importers.importing import Import, import_tables
from planner.importers.tables import OLD_EXCEL, SEPARATORS, InHand
from planner.importers.xlsx import is_zip
from planner.model.errors import IntakeError, Problem
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.reading.intake import read_intake
from planner.reading.strict_json import read_json
from planner.reading.strict_yaml import LARGEST
from planner.record.earlier import PDF, earlier_of
from planner.web.questionnaire import RESPONSE, intake_of_response

MOST_PEOPLE = 300  # of one table, that are offered on one page
BEGINNING = 65_536  # bytes by which a table is told from an intake
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's "Unicode text"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """The intakes of a file, in the order of their ids; of a table the first, with the account of the whole of it."""

    intakes: tuple[Intake, ...]
    table: Import | None = None
    people: int = 1
    deceased: int = 0


def brought(content: bytes, knowledge: Knowledge, today: date, say: Iterable[str] = ()) -> Brought:
    """What a file holds; ``say`` answers what is asked of a table. Its name is not looked at, for it may be a person's.

    Raises IntakeError where it holds no intake.
    """
    found = _resource(content)
    if found.get("resourceType") == RESPONSE and len(content) <= LARGEST:
        return Brought(intakes=(read_intake(intake_of_response(found, knowledge), knowledge, today),))
    name = "table.json" if found else "table.xlsx" if is_zip(content[:8]) else "table.csv" if _is_rows(content) else ""
    if name:
        return _of_table(import_tables([InHand(name, content)], knowledge, today, say=say), knowledge, today)
    earlier = earlier_of(content, "file", knowledge, today)
    if earlier.intake is None:
        what = "This paper carries what its pages show and no answers."
        raise IntakeError([Problem("file", 0, what, "Give the therapist's PDF, or an intake file.")])
    return Brought(intakes=(read_intake(earlier.intake, knowledge, today),))


def _resource(content: bytes) -> Mapping[str, Any]:
    """What says of itself that it is a FHIR resource; nothing where it does not."""
    if content.lstrip()[:1] != b"{" or b'"resourceType"' not in content:
        return {}
    text = content.decode("utf-8", errors="replace")
    read = read_json(text, "file") if len(content) <= LARGEST else without_entries(text, "file")
    return read.value if isinstance(read.value, dict) and isinstance(read.value.get("resourceType"), str) else {}


def _is_rows(content: bytes) -> bool:
    """Whether the first line falls into cells: in an intake a colon comes before any sign that parts cells."""
    if content.startswith((OLD_EXCEL, *WIDE_MARKS)):
        return len(content) > len(OLD_EXCEL)
    if content.startswith(PDF):
        return False
    lines = content[:BEGINNING].decode("utf-8-sig", errors="replace").splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return any(sign in first.partition(":")[0] for sign in SEPARATORS)


def _of_table(table: Import, knowledge: Knowledge, today: date) -> Brought:
    """Every person is read, so that the account is whole; those who have died are counted and not offered."""
    intakes: list[Intake] = []
    people = deceased = 0
    for made in table:
        people, deceased = people + 1, deceased + made.deceased
        if not made.deceased and len(intakes) < MOST_PEOPLE:
            intakes.append(read_intake(made.written, knowledge, today))
    columns = [column for columns in table.gathered.columns for column in columns]
    if not any(column.role in USED for column in columns):
        what = "No column of this table is known."
        remedy = "Give a table with a column for the person, for the day, and for facts."
        raise IntakeError([Problem("file", 0, what, remedy)])
    return Brought(intakes=tuple(intakes), table=table, people=people, deceased=deceased)
