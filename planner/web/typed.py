"""What people type: numbers with a point or a comma, units beside them, days with or without dashes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from planner.model.facts import Raw

COMMA = re.compile(r"(\d+),(\d{1,2})")
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")


def as_typed(raw: Raw) -> str:
    """A value as its field holds it."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, date):
        return raw.isoformat()
    return f"{Decimal(repr(raw)):f}".removesuffix(".0") if isinstance(raw, int | float) else raw


def as_number(text: str) -> Any:
    """A number as typed, with a point or a comma; anything else stays text, for the reader to refuse."""
    found = COMMA.fullmatch(text)
    pointed = f"{found[1]}.{found[2]}" if found else text
    if len(pointed) > 20 or not NUMBER.fullmatch(pointed):
        return text
    number = float(pointed)
    return int(number) if number.is_integer() else number


def with_unit(text: str, unit: str) -> Any:
    """A number alone, or with the unit that was chosen beside it."""
    number = as_number(text)
    return f"{Decimal(repr(number)):f} {unit}" if unit and not isinstance(number, str) else number


def as_day(text: str) -> str:
    """A day as typed, with or without its dashes."""
    found = DIGITS.fullmatch(text)
    return "-".join(part for part in found.groups() if part) if found else text


def day_typed(text: str) -> date | None:
    try:
        return date.fromisoformat(as_day(text))
    except ValueError:
        return None
