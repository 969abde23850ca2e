"""The days a plan can be made for, and ages. Python's calendar ends with the year 9999, and courses run on from the last day."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
TOO_LATE = f"The planner works with days up to {LAST_DAY}."

# Days as they are written, in words that every reader of patterns understands alike; which months have 31 days no pattern knows.
ISO_MONTH = "(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])"
ISO_DAY = f"{ISO_MONTH}-(0[1-9]|[12][0-9]|3[01])"
END = r"(?![\s\S])"  # of a text; some readers let "$" stand before the end of a line
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(told: Any) -> Any:
    """A number would be taken for seconds since 1970."""
    if isinstance(told, date) or (isinstance(told, str) and WRITTEN.fullmatch(told)):
        return told
    raise PydanticCustomError("date_type", "This is not a date.")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": f"^{ISO_DAY}{END}"})]


def full_years(since: date, day: date) -> int:
    """Whole years from one day to another, as an age is told; below nothing where the day comes first."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
