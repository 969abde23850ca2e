"""In which language a knowledge base speaks to families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.model.figures import DrawingWords


@dataclass(frozen=True)
class QuestionWords:
    """How families are asked for a fact: the question, the unit of a number, and the words of its answers.

    ``answers`` go by the choice or, where each score has its words, by the score as text; others have none of their own.
    """

    asks: str
    unit: str
    answers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The language of the family texts and who answers for it; ``draft`` while a text of it names no reviewer.

    ``drawings``: what is said with them, where it is not what figures.yaml says. ``questions``: how families are asked,
    and ``told`` what an answer means, where it is not as facts.yaml has it; the vocabulary itself is English, as its readers are.
    """

    language: str = ""
    draft: bool = False
    reviewers: tuple[str, ...] = ()
    drawings: Mapping[str, DrawingWords] | None = None
    questions: Mapping[str, QuestionWords] | None = None
    told: Mapping[str, Mapping[str, str]] | None = None
