"""Interface words of one language: labels, dates, counts. Clinical sentences live in stages/."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from planner.model.errors import KnowledgeError, Problem
from planner.reading.resources import languages, resource
from planner.reading.strict_yaml import read_file

ENGLISH = "en"


@dataclass(frozen=True)
class Words:
    """The words of one language by dotted key; a key that is not there is an error, never an empty label."""

    language: str
    direction: str
    entries: Mapping[str, Any]
    _found: dict[str, Any] = field(
        default_factory=dict, repr=False, compare=False
    )  # by dotted key, as asked for so far

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key with values put in; forms under it are chosen by the value ``n``."""
        entry = self._found.get(key)
        if entry is None:
            entry = self._found[key] = self._entry(key)
        if isinstance(entry, Mapping) and isinstance(values.get("n"), int):
            entry = entry[self.form(int(str(values["n"])), entry)]
        return str(entry).format(**values) if values else str(entry)

    def _entry(self, key: str) -> Any:
        entry: Any = self.entries
        for step in key.split("."):
            entry = entry[step]
        return entry

    def count(self, key: str, n: int) -> str:
        """A number with its noun, in the right form."""
        return self(f"count.{key}", n=n)

    def form(self, n: int, forms: Collection[str]) -> str:
        """Which of the forms belongs to a number: the first whose tests in ``plural`` all hold, else ``other``."""
        rules: Mapping[str, Any] = self.entries["plural"]
        return next((name for name in rules if name in forms and all(_holds(test, n) for test in rules[name])), "other")

    def number(self, written: str) -> str:
        """A number in figures as this language writes it: its own signs for the point and between thousands."""
        point, thousands = str(self.entries["decimal"]), str(self.entries["thousands"])
        if (point, thousands) == (".", ","):
            return written
        return written.translate({ord("."): point, ord(","): thousands})

    def day(self, day: date | None) -> str:
        return "" if day is None else self._dated(day, "date", "months")

    def short_day(self, day: date | None) -> str:
        return "" if day is None else self._dated(day, "short_date", "short_months")

    def month(self, day: date) -> str:
        """The month with its year."""
        return self._dated(day, "month_and_year", "months")

    def _dated(self, day: date, key: str, months: str) -> str:
        return self(key, day=day.day, month=self.entries[months][day.month - 1], year=day.year)

    @property
    def reviewer(self) -> str:
        """Who has looked over the words of this language; empty while nobody has."""
        return str(self.entries.get("reviewed", {}).get("by") or "")


def language_for(asked: str) -> tuple[str, str]:
    """The language of pages for which this one was asked (es-MX is es), and where it has no words, a sentence that says so."""
    wanted = asked.lower()
    found = next((code for code in (wanted, wanted.split("-")[0]) if code in languages()), None)
    if found is not None:
        return found, ""
    there = ", ".join(languages())
    return ENGLISH, f"There are no words in '{wanted}': the pages are in English. Written are {there}."


def _holds(test: Mapping[str, Any], n: int) -> bool:
    """One test of a plural rule: ``in`` or ``not_in`` a list, of the number or of its rest after dividing by ``of``."""
    rest = n % int(test["of"]) if "of" in test else n
    return rest in test["in"] if "in" in test else rest not in test["not_in"]


@lru_cache(maxsize=16)
def load_words(language: str) -> Words:
    """The interface words of a language; KnowledgeError where there is no such file or it is broken."""
    path = resource("templates") / "words" / f"{language}.yaml"
    if not path.is_file():
        raise KnowledgeError(
            [
                Problem(
                    f"templates/words/{language}.yaml",
                    0,
                    "There are no words in this language.",
                    "Choose another language.",
                )
            ]
        )
    read = read_file(path, f"templates/words/{language}.yaml")
    if read.problems:
        raise KnowledgeError(read.problems)
    return Words(language, read.value["direction"], read.value)
