"""Columns that only our own table has: remarks, visits, and the parts of an intake that are lists → the mapping of an intake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.exports.intake_table import NO_VISIT, PARTS, VISIT
from planner.exports.purchase_list import as_told
from planner.importers.cells import EMPTY, Outcome
from planner.importers.columns import OWN_COLUMNS
from planner.reading.strict_json import read_json

NOT_WHOLE = "This cell of our own table is no longer whole; export it anew, or leave the cell empty."
NO_VISIT_DAY = "This is not the day of a visit."

Facts = dict[str, Any]


def read_own(name: str, text: str) -> Outcome:
    """What a cell of such a column tells, as text."""
    told = as_told(text.strip())
    if not told:
        return EMPTY
    if name == VISIT:
        return Outcome("taken", name, told) if _is_visit(told) else Outcome("refused", name, None, NO_VISIT_DAY)
    if name in OWN_COLUMNS and read_json(told, name).problems:
        return Outcome("refused", name, None, NOT_WHOLE)
    return Outcome("taken", name, told)


def _is_visit(told: str) -> bool:
    try:
        return told == NO_VISIT or bool(date.fromisoformat(told))
    except ValueError:
        return False


@dataclass
class Visits:
    """What was told on each day, on its way to the visits of an intake; ``at`` tells the visit of a day that was none."""

    days: dict[str, Facts]
    at: Mapping[str, str] = field(default_factory=dict)
    patient: Facts = field(default_factory=dict)

    def note(self, day: str, fact: str, remark: str) -> None:
        """A remark beside a value, or beside a question that nobody answered."""
        told = self.days.get(day, {})
        facts = self.patient if fact not in told and fact in self.patient else self.days.setdefault(day, {})
        value = facts.get(fact)
        facts[fact] = {**(value if isinstance(value, dict) else {"value": value}), "note": remark}

    def listed(self, nothing: str) -> list[Facts]:
        """The visits in the order of their days; one at which nothing was found out asks one question, ``nothing``."""
        visits: list[tuple[str, Facts]] = [(day, {}) for day in sorted(set(self.at.values()) - {NO_VISIT})]
        for day, facts in sorted(self.days.items()):
            visit = self.at.get(day, day)
            if visit == NO_VISIT:
                self.patient |= {fact: _on(value, day) for fact, value in facts.items()}
                continue
            for fact, value in sorted(facts.items()):
                room = next((held for on, held in visits if on == visit and fact not in held), None)
                if room is None:
                    room = {}
                    visits.append((visit, room))
                room[fact] = value if day == visit else _on(value, day)
        return [{"on": day, "facts": facts or {nothing: None}} for day, facts in sorted(visits, key=lambda one: one[0])]


def _on(value: Any, day: str) -> Facts:
    """A value with a day of its own."""
    return {**(value if isinstance(value, dict) else {"value": value}), "on": day}


def parts_of(told: Iterable[tuple[str, str]]) -> Facts:
    """The parts of an intake by the names of their columns."""
    names = {column: part for part, column in PARTS.items()}
    return {names[column]: read_json(text, column).value for column, text in told if column in names}
