"""The account of an import as data and as lines: every column, what is asked, what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from planner.importers.importing import Account, Import
from planner.importers.numbers import TWO_UNITS, UNUSUAL
from planner.importers.people import LYING_OPEN, NO_DAY
from planner.importers.said import ALIVE, DEAD

REPORT_SCHEMA = "als-planner/import/1"
NO_ID = "No column tells of whom each row is."
MOST_LINES = 20  # cells of one column that are printed one by one
OF_DEATH = ("deceased", "vital_status", "alive", "deceased_date", "deceased_day")
QUIET_ROLES = ("structure", "unknown")
ROLES = {
    "id": "who the row is about", "visit_date": "day of the visit", "baseline": "first day", "relative_day": "days counted",
    "deceased": "whether the person has died", "vital_status": "whether the person has died", "alive": "whether the person is alive", "deceased_date": "day of death", "deceased_day": "days to death",
    "unit": "unit of another column", "own": "of our own table", "lying": "sitting or lying", "name": "a name, dropped", "private": "personal, dropped",
    "structure": "of REDCap itself", "event": "event", "instance": "instance", "language": "language", "left": "left", "unknown": "not known, left",
}  # fmt: skip


def import_as_json(done: Import, written: int, deceased: int, cells: bool) -> dict[str, Any]:
    """Everything; the cells themselves only where they were asked for."""
    accounts = list(done.accounts.values())
    tables = zip(done.gathered.names, done.gathered.counts, strict=True)
    return {
        "schema": REPORT_SCHEMA,
        "tables": [{"name": name, "rows": rows} for name, rows in tables],
        "columns": [_column(account, cells) for account in accounts],
        "asked": [{"column": a.column.name, "question": q, "say": ways} for a in accounts for q, ways in questions(a)],
        "people": {
            "told": len(done.gathered.people),
            "written": written,
            "deceased": deceased,
            "held": [{"id": person, "because": why} for person, why in sorted(done.held.items())],
            "nothing_known": done.nothing_known,
        },
        "notes": list(done.gathered.notes),
    }


def _column(account: Account, cells: bool) -> dict[str, Any]:
    column = account.column
    found: dict[str, Any] = {
        "table": column.table, "column": column.name, "place": column.at + 1, "role": column.role,
        "fact": account.fact or column.fact or None, "known_by": column.how or None, "conversion": account.conversion or None,
        "left_because": column.why or None, **account.counts,
        "reasons": [{"state": s, "reason": why, "cells": n} for (s, why), n in account.reasons.items()],
    }  # fmt: skip
    if cells:
        found["cells"] = [note._asdict() for note in account.cells]
    return found


def questions(account: Account) -> Iterator[tuple[str, str]]:
    """What is to be answered about a column, and how; once each."""
    column = account.column
    if account.question:
        yield account.question, account.ways
        return
    for state, reason in account.reasons:
        if state == "asked" and column.role in OF_DEATH:
            yield reason, f"{column.name}=VALUE:{ALIVE} or VALUE:{DEAD}"
        elif reason.startswith(LYING_OPEN):
            yield reason, f"{reason.removeprefix(LYING_OPEN).rstrip('.')}=CODE:upright,CODE:lying"
        elif reason in (UNUSUAL, TWO_UNITS):
            yield reason, account.ways
        elif reason == NO_DAY:
            yield reason, "visit_date=2026-01-05, or COLUMN=visit_date"


def anything_open(done: Import) -> bool:
    """Whether a cell was asked or refused, or a question waits for its column."""
    return any(a.counts["asked"] or a.counts["refused"] or a.question for a in done.accounts.values())


def why_nothing(done: Import) -> str:
    """Why there is no intake of anybody."""
    columns = [column for columns in done.gathered.columns for column in columns]
    if not sum(done.gathered.counts):
        return "Nothing known: there is no row that tells of a person."
    if not any(column.role == "id" for column in columns):
        return NO_ID
    facts = {column.fact for column in columns if column.role == "fact"}
    if facts <= set(done.names.words.tell_nothing_alone):
        return "Nothing known: no column tells of ALS."
    return "Nothing that can be used."


# --- as lines -------------------------------------------------------------------------------------------------


def import_text(done: Import, show_mapping: bool) -> str:
    """What is asked and refused, one line for a column and reason; with the mapping, every column and cell."""
    accounts = list(done.accounts.values())
    lines = [f"{name}: {rows:,} rows" for name, rows in zip(done.gathered.names, done.gathered.counts, strict=True)]
    lines += done.gathered.notes
    if show_mapping:
        lines += ["", *_mapping(accounts)]
    lines += _asked(accounts)
    lines += _section("Not taken", not_taken(accounts, show_mapping))
    lines += _section("No intake is written", (f"{person}: {why}" for person, why in sorted(done.held.items())))
    if done.nothing_known:
        lines += [
            "",
            f"Nothing known that a plan could be made of: {done.nothing_known:,} {'person' if done.nothing_known == 1 else 'people'}.",
        ]
    return "\n".join(lines)


def _mapping(accounts: Iterable[Account]) -> Iterator[str]:
    for account in accounts:
        column = account.column
        if column.role in QUIET_ROLES:
            continue
        what = account.fact or column.fact or ROLES[column.role]
        how = f" ({column.how})" if column.how else ""
        unit = f", {account.conversion}" if account.conversion else ""
        counts = ", ".join(f"{state} {n}" for state, n in account.counts.items() if n)
        yield f"{column.name or 'column ' + str(column.at + 1)} → {what}{how}{unit}: {column.why or counts or 'nothing to take'}"
    names = [a.column.name for a in accounts if a.column.role in QUIET_ROLES]
    if names:
        yield f"Left, as nothing in them is known: {', '.join(names)}"


def _asked(accounts: Iterable[Account]) -> list[str]:
    """Each question once, though several columns may raise it."""
    found = dict.fromkeys(
        f"{a.column.name if not ways.startswith('visit_') else 'Some rows'}: {question} Answer with --say {ways}"
        for a in accounts
        for question, ways in questions(a)
    )
    return _section("Asked", found)


def not_taken(accounts: Iterable[Account], show_cells: bool) -> Iterator[str]:
    """Each reason once, with the columns it holds for; the cells only where they were asked for."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for account in accounts:
        for key, cells in account.reasons.items():
            found.setdefault(key, []).append((account.column.name, cells))
    for (state, reason), columns in found.items():
        cells = sum(count for _, count in columns)
        yield f"{cells:,} {state} ({', '.join(name for name, _ in columns)}). {reason}"
    if show_cells:
        yield from (line for account in accounts for line in _cells(account))


def _cells(account: Account) -> Iterator[str]:
    for note in account.cells[:MOST_LINES]:
        yield f"{account.column.name}, row {note.row}, '{note.value}': {note.state}. {note.reason}"
    more = account.counts["asked"] + account.counts["refused"] - MOST_LINES
    if more > 0:
        yield f"{account.column.name}: and {more:,} more (--json tells them)"


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    said = list(lines)
    return ["", f"{heading}:", *(f"  {line}" for line in said)] if said else []
