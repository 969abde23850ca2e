"""Whether a person has died, as an intake tells it: a day, or true where the day is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.reading.entries import Entries
from planner.reading.strict_yaml import Path_

DECEASED = "deceased"


def deceased_told(entries: Entries, patient: Any, visits: Sequence[date]) -> date | bool | None:
    """The day of death, true, false, or None where nothing is told; a day before the last visit is refused."""
    path: Path_ = ("patient", DECEASED)
    raw = patient.get(DECEASED) if isinstance(patient, dict) else None
    told = entries.yes_or_no(raw)
    if raw is None or told is not None:
        return told
    day = entries.day_of(raw, path)
    if day is not None and visits and day < visits[-1]:
        entries.refuse(path, f"{day} lies before the last visit ({visits[-1]}).", "Correct one of the two.")
        return None
    return day
