"""The days a plan can be made for, and ages. Python's calendar ends with the year 9999, and courses run on from the last day."""

from __future__ import annotations

from datetime import date

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
TOO_LATE = f"The planner works with days up to {LAST_DAY}."


def full_years(since: date, day: date) -> int:
    """Whole years from one day to another, as an age is told; below nothing where the day comes first."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
