"""What can go wrong, said in sentences: where, what, what to do.

PlannerError
├── KnowledgeError   the files in stages/ (or a clinic's own layer) cannot be used
├── IntakeError      what was told about the person cannot be used
├── HasDied          there is nothing to plan, and nothing is wrong
└── RenderError      the page cannot be made or written
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Signs that a terminal would obey, or that turn the direction of others; a stranger's file may hold them.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Text that is safe on a terminal: lines and tabs as they are, every sign that is none written out (\\u001b)."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: the place (file and line, or a path), what is wrong there, and the remedy; on one line, safe to print."""

    where: str
    line: int
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return printable(f"{place}: {self.what} {self.remedy}".rstrip()).replace("\n", "\\n")


class PlannerError(Exception):
    """Carries every problem found, sorted by place, as sentences in ``problems``."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.found: tuple[Problem, ...] = tuple(sorted(set(problems)))
        self.problems: list[str] = [str(problem) for problem in self.found]
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[PlannerError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.found,)


class KnowledgeError(PlannerError):
    """The knowledge base is not valid; no plan is made from it."""


class IntakeError(PlannerError):
    """The intake cannot be used as it stands."""


class HasDied(PlannerError):
    """The person has died: no plan is made, and nothing is wrong."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__(problems or [Problem("The intake says that this person has died", 0, "No plan is made.")])


class RenderError(PlannerError):
    """A page could not be made or written."""
