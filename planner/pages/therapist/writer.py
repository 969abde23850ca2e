"""Sentences of one plan for the therapist: filled, with reasons, questions and numbered sources."""

from __future__ import annotations

from collections.abc import Iterable

from planner.language.wording import fill, names_of, reason_in_words, telling
from planner.language.words import Words
from planner.model.conditions import Reason
from planner.model.knowledge import Evidence, Recommendation
from planner.model.shapes import Cited, Lines
from planner.model.things import PayerRule
from planner.pages.therapist.blocks import Proof
from planner.plan.orders import Order
from planner.plan.payers import beside
from planner.plan.plan import Plan
from planner.plan.shopping import advice_on_kind
from planner.plan.sides import weaker_side


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
        self.last_visit = plan.intake.visits[-1] if plan.intake.visits else None
        self.payers = plan.payers_told
        self.told_of_payers: set[str] = set()
        self.emergency = plan.knowledge.emergency_number(plan.intake.country) or words("emergency_number_unknown")

    def fill(self, lines: Iterable[str]) -> Lines:
        filled = (fill(line, self.knowledge, self.plan.values, self.emergency, self.words) for line in lines)
        return tuple(line for line in filled if line)

    def because(self, reasons: Iterable[Reason]) -> Lines:
        """Reasons in words; the day of the last visit is told once, at the top."""
        return tuple(
            reason_in_words(reason, self.knowledge, self.words, self.last_visit) for reason in telling(reasons)
        )

    def says_more(self, reason: Reason) -> bool:
        """Whether a reason tells more than that a danger sign is there: a number, a choice or a side; a yes or no does not."""
        return not isinstance(reason.value, bool) or reason.fact in self.knowledge.vocabulary.plain_of

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

    def thing(self, order: Order) -> str:
        """A thing by its name; where several pieces of advice are about it, with which one is meant and the weaker side."""
        said = []
        for item in advice_on_kind(order, self.plan):
            side = weaker_side(item, self.plan)
            said.append(f"{self.title(item.id)} ({self.words(f'side.{side}')})" if side else self.title(item.id))
        name = self.knowledge.equipment[order.id].name
        return self.words("equipment_table.kind", thing=name, kinds="; ".join(said)) if said else name

    def payer_lines(self, rule: Recommendation) -> Lines:
        """What payers ask or give beside one recommendation; each is told once, with the first that it goes with."""
        new = [payer for payer in beside(rule, self.payers) if payer.id not in self.told_of_payers]
        self.told_of_payers |= {payer.id for payer in new}
        return tuple(self.payer_line(payer) for payer in new)

    def payer_line(self, payer: PayerRule) -> str:
        """What is asked or given, the codes, how old the rule is, and the numbers of its sources."""
        said = " ".join(self.fill([payer.therapist]))
        codes = f" {self.words('therapist.codes', codes=', '.join(payer.codes))}" if payer.codes else ""
        cited = ", ".join(f"[{self.cite(entry.source)}]" for entry in payer.evidence)
        return f"{said}{codes} ({payer.as_of}; {cited})"
