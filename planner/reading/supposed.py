"""Facts as they would be, said as ``fact=value``: read as an intake is, and nothing that is not used stays unsaid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.model.errors import IntakeError
from planner.model.facts import Raw
from planner.model.knowledge import Knowledge
from planner.reading.entries import Entries
from planner.reading.strict_yaml import Read, read_text


def read_facts(written: Iterable[str], knowledge: Knowledge, today: date) -> dict[str, Raw]:
    """``fact=value`` pairs as checked values. Raises IntakeError with every problem, also where a value is not used."""
    read = Read(where="--set")
    found: dict[str, Raw] = {}
    for pair in written:
        name, sign, text = (part.strip() for part in pair.partition("="))
        if not sign:
            read.note((pair,), "There is no = in this.", "Write fact=value, for example alsfrs_walking=2.")
            continue
        for fact, value in _supposed(name, text, read, knowledge, today).items():
            if found.setdefault(fact, value) != value:
                read.note((name,), f"'{fact}' has two values: {found[fact]} and {value}.", "Keep the right one.")
    if read.problems:
        raise IntakeError(read.problems)
    return found


def _supposed(name: str, text: str, read: Read, knowledge: Knowledge, today: date) -> dict[str, Raw]:
    """One pair as a checked value under our name; one that is no value of today is among the problems."""
    given, entries = read_text(text, read.where), Entries(read, knowledge, today)
    before = len(read.problems)
    if given.problems:
        read.note((name,), f"'{text[:40]}' cannot be read.", "Write one plain value.")
    else:
        entries.take(name, given.value, today, (name,))
    found = {fact: seen.value for (fact, day), (seen, _) in entries.seen.items() if day == today}
    if not found and len(read.problems) == before:
        unsure = " ".join(entries.to_confirm)
        read.note((name,), unsure or "There is no value of today in this.", "" if unsure else f"Write {name}=value.")
    return found
