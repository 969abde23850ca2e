"""Interface words of one language: labels, dates, counts. Clinical sentences live in stages/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from planner.errors import KnowledgeError, Problem
from planner.resources import resource
from planner.strict_yaml import read_file


@dataclass(frozen=True)
class Words:
    """The words of one language by dotted key; a key that is not there is an error, never an empty label."""

    language: str
    direction: str
    entries: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        entry: Any = self.entries
        for step in key.split("."):
            entry = entry[step]
        return str(entry).format(**values) if values else str(entry)

    def count(self, key: str, n: int) -> str:
        """A number with its noun, in the right form."""
        forms = self.entries["count"][key]
        return str(forms["one" if n == 1 else "other"]).format(n=n)

    def day(self, day: date | None) -> str:
        return (
            "" if day is None else self("date", day=day.day, month=self.entries["months"][day.month - 1], year=day.year)
        )

    def short_day(self, day: date | None) -> str:
        return (
            ""
            if day is None
            else self("date", day=day.day, month=self.entries["short_months"][day.month - 1], year=day.year)
        )


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
