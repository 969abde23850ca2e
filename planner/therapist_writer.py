"""Sentences of one plan for the therapist: filled, with reasons, questions and numbered sources."""

from __future__ import annotations

from collections.abc import Iterable

from planner.conditions import Reason
from planner.document import Proof
from planner.knowledge import Evidence
from planner.plan import Plan
from planner.shapes import Cited, Lines
from planner.wording import fill, names_of, reason_in_words, telling
from planner.words import Words


class Sources:
    """Sources numbered in the order in which the page first names them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers) + 1)


class Writer:
    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan, self.words, self.knowledge = plan, words, plan.knowledge
        self.cite = Sources()
        country = plan.knowledge.country_of(plan.intake.country)
        self.emergency = country.emergency_number if country else words("emergency_number_unknown")

    def fill(self, lines: Iterable[str]) -> Lines:
        filled = (fill(line, self.knowledge, self.plan.values, self.emergency, self.words) for line in lines)
        return tuple(line for line in filled if line)

    def because(self, reasons: Iterable[Reason]) -> Lines:
        return tuple(reason_in_words(reason, self.knowledge, self.words) for reason in telling(reasons))

    def asks(self, names: Iterable[str]) -> str:
        return names_of(names, self.knowledge, self.words)

    def proof(self, evidence: Evidence) -> Proof:
        lean = self.words(f"therapist.leans.{evidence.leans}")
        return Proof(self.cite(evidence.source), evidence.says, f"{lean}, {evidence.strength}")

    def side(self, cited: Cited) -> Proof:
        return Proof(self.cite(cited.source), cited.says, "")

    def title(self, name: str) -> str:
        rule = self.knowledge.by_id.get(name)
        return " ".join(self.fill([rule.text.therapist.title])) if rule else name.replace("_", " ")
