"""In which language a knowledge base speaks to families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.figures import DrawingWords


@dataclass(frozen=True)
class Spoken:
    """The language of the family texts and who answers for it; ``draft`` while a text of it names no reviewer.

    ``drawings``: what is said with them, where it is not what figures.yaml says.
    """

    language: str = ""
    draft: bool = False
    reviewers: tuple[str, ...] = ()
    drawings: Mapping[str, DrawingWords] | None = None
