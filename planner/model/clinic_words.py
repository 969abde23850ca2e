"""Words of the clinic: what people write beside our own names, and what each means. Looked up in any case and spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.model.shapes import Shape
from planner.model.text import LONGEST_NAME, OneLine, Text

SEPARATORS = re.compile(r"[\s_.\-]+")
A_NUMBER = r"([0-9]++(?:\.[0-9]++)?)"
ONE = re.compile(rf"(-?){A_NUMBER}\s*+(.*)", re.DOTALL)
PART = re.compile(rf"{A_NUMBER}\s*+([^0-9]*+)")
DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))")
DAY_OF_MONTH = r"[0-9]{1,2}"
IN_NUMBERS = re.compile(rf"([0-9]{{4}})[-/.]({DAY_OF_MONTH})(?:[-/.]({DAY_OF_MONTH}))?")
YEAR_LAST = re.compile(rf"({DAY_OF_MONTH})[-/.](?:({DAY_OF_MONTH})[-/.])?([0-9]{{4}})")
TH = r"(?:st|nd|rd|th)?"
WITH_MONTH_NAMED = re.compile(
    rf"(?:(?P<before>{DAY_OF_MONTH}){TH}\.?[ -](?:de )?)?(?P<month>[^\W\d]++)\.?(?: (?P<after>{DAY_OF_MONTH}){TH})?,?[ -](?:de )?(?P<year>[0-9]{{4}})",
    re.IGNORECASE,
)
OF_ALL = re.compile(r"([0-9]++)([+-]?)\s*(?:/|of|out of)\s*([0-9]++)")


def key_of(word: str) -> str:
    """A word as it is looked up: capitals, blanks, hyphens, dots and underscores make no difference."""
    return SEPARATORS.sub("_", word.casefold()).strip("_") if len(word) <= LONGEST_NAME else ""


class AskedWord(Shape):
    """A word with several meanings, our words for each; or, without choices, one that has no place here and why."""

    choices: tuple[OneLine, ...] = ()
    says: Text = ""


@dataclass(frozen=True, kw_only=True)
class ClinicWords:
    """Everything by the key of its word; answers and what is asked about them by fact first, units by ours first."""

    things: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    yes_no: Mapping[str, bool] = field(default_factory=dict)
    not_known: frozenset[str] = frozenset()
    units: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    then: Mapping[str, str] = field(default_factory=dict)
    unit_needed: frozenset[str] = frozenset()
    months: Mapping[str, int] = field(default_factory=dict)
    asked_things: Mapping[str, AskedWord] = field(default_factory=dict)
    asked_names: Mapping[str, AskedWord] = field(default_factory=dict)
    asked_answers: Mapping[str, Mapping[str, AskedWord]] = field(default_factory=dict)

    def measured(self, text: str, unit: str) -> float | None:
        """A number in another way to write its unit (5'4", 10 st 4 lb, 12.5 sec) in ours; None where it is not one."""
        known = {key_of(unit): 1.0, **self.units.get(unit, {})}
        one = ONE.fullmatch(text.strip())
        if one is None:
            return None
        sign, number, written = one.groups()
        whole = key_of(written) in known
        parts = [(number, key_of(written))] if whole else self._parts(f"{number} {written}")
        if not parts or any(name not in known for _, name in parts):
            return None
        total = sum(float(number) * known[name] for number, name in parts)
        return round(-total if sign else total, 2)

    def _parts(self, text: str) -> list[tuple[str, str]]:
        """Number and unit of each part; one without its unit is in the unit that comes after the one before."""
        parts: list[tuple[str, str]] = []
        for number, written in PART.findall(text):
            before = parts[-1][1] if parts else ""
            parts.append((number, key_of(written) or self.then.get(before, "")))
        return parts

    def bare(self, text: str) -> float | None:
        """A number without any unit."""
        one = ONE.fullmatch(text.strip())
        sign, number, written = one.groups() if one else ("", "", "")
        return float(sign + number) if number and not written else None

    def answer(self, fact: str, choices: Iterable[str], text: str) -> str | None:
        """The choice of a fact that a word means, in any case and spacing."""
        key = key_of(text)
        return next((one for one in choices if key_of(one) == key), self.answers.get(fact, {}).get(key))

    def days(self, text: str) -> tuple[str, ...]:
        """A day, or year and month, in ours: none where it is not one, two where month and day may be either."""
        text = text.strip().rstrip(".")
        if len(text) > LONGEST_NAME:
            return ()
        if (numbers := IN_NUMBERS.fullmatch(text)) is not None:
            year, month, day = numbers.groups()
            return _days(year, month, day)
        if (numbers := YEAR_LAST.fullmatch(text)) is not None:
            first, second, year = numbers.groups()
            if second is None:
                return _days(year, first)
            return tuple(dict.fromkeys((*_days(year, first, second), *_days(year, second, first))))
        named = WITH_MONTH_NAMED.fullmatch(text)
        month = str(self.months.get(key_of(named["month"]), "")) if named else ""
        return _days(named["year"], month, named["before"] or named["after"]) if named and month else ()


def _days(year: str, month: str, day: str | None = None) -> tuple[str, ...]:
    """The day as year-month-day, or year-month; none where the calendar has no such day."""
    try:
        found = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ()
    return (f"{found}" if day else f"{found:%Y-%m}",)


def with_a_point(text: str) -> str:
    """64,5 as 64.5; a comma before three digits may part thousands and is left."""
    return DECIMAL_COMMA.sub(".", text)


def of_all(text: str, highest: float) -> tuple[float, bool] | None:
    """4/5 as 4, and whether it bore a sign; None where it is not written so, or not out of the highest."""
    found = OF_ALL.fullmatch(text.strip())
    score, sign, all_ = found.groups() if found else ("", "", "-1")
    return (float(score), bool(sign)) if score and float(all_) == highest else None
