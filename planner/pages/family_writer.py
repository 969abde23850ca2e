"""Sentences of one plan for the family: numbers and sides put in, and nothing that this body must not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from planner.language.questions import telling
from planner.language.wording import emergency_number, fill, title_of
from planner.language.words import Words
from planner.model.knowledge import FamilyText
from planner.model.shapes import Lines
from planner.pages.blocks import Part, Picture
from planner.pages.family_blocks import HowToBlock, Move
from planner.pages.pictures import of_limb, picture, suits
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.plan.sides import weak_limb, weaker_side

FACTS = 2  # of this person, as reasons for the first thing
STEPS = 3  # on a card or a move: more is not remembered
Key = Literal["do", "dont", "stop_if", "call_if"]


class HandoutWriter:
    """Sentences of one plan for the family."""

    def __init__(self, plan: Plan, words: Words) -> None:
        self.plan, self.words = plan, words
        self.emergency = emergency_number(plan, words)

    def fill(self, lines: Iterable[str], side: str = "") -> Lines:
        """The lines with numbers put in; a line about a fact that is not known is left out."""
        plan = self.plan
        filled = (fill(line, plan.knowledge, plan.values, self.emergency, self.words, side) for line in lines)
        return tuple(line for line in filled if line)

    def text(self, item: PlanItem) -> FamilyText:
        return self.plan.rule(item).text.family

    def title(self, item: PlanItem) -> str:
        return title_of(item, self.plan, self.words)

    def titles(self, items: Iterable[PlanItem]) -> Lines:
        return tuple(title for item in items if (title := self.title(item)))

    def why(self, item: PlanItem) -> str:
        return " ".join(self.fill([self.text(item).why], weaker_side(item, self.plan)))

    def facts(self, item: PlanItem) -> str:
        """What brought it, as this person's own facts, the scores of the scale last; nothing that was told in confidence."""
        plan, told = self.plan, self.plan.knowledge.spoken.told
        side, values, vocabulary = weaker_side(item, plan), plan.values, plan.knowledge.vocabulary
        known = [
            (fact, values[reason.fact].low)
            for reason in item.because
            if (fact := vocabulary.facts.get(vocabulary.plain_of.get(reason.fact, reason.fact))) is not None
            and not fact.confidential
            and reason.fact in values
            and values[reason.fact].known
        ]
        in_order = sorted(known, key=lambda one: one[0].id in vocabulary.alsfrs_items)
        found = [(fact, key) for fact, low in in_order if (key := telling(fact, low))]
        said = self.fill((told[fact.id][key] if told else fact.tells[key] for fact, key in found), side)
        return " ".join([*dict.fromkeys(said)][:FACTS])

    def lines(self, item: PlanItem, key: Key) -> Lines:
        """The lines of one kind, without those that are not for this body."""
        told = enumerate(getattr(self.text(item), key))
        said = (line for at, line in told if f"{key}.{at}" not in item.unsaid)
        return self.fill(said, weaker_side(item, self.plan))

    def notes(self, item: PlanItem) -> Lines:
        return self.fill(note.family for note in item.cautions if note.family)

    def dose(self, item: PlanItem) -> str:
        """How often, how many and how long, in one line."""
        dose = self.text(item).dose
        if dose is None:
            return ""
        return " · ".join(self.fill((dose.how_often, dose.how_many, dose.how_long)))

    def pictures(self, item: PlanItem) -> tuple[Picture, ...]:
        """The drawings of an item that suit this person, of the weak limb first, turned to the weaker side; one is shown."""
        names = (self.text(item).figure, *self.text(item).more_figures)
        side, told = weaker_side(item, self.plan), self.plan.knowledge.spoken.drawings
        able = (name for name in names if name and suits(name, self.plan, side))
        fitting = of_limb(able, weak_limb(item, self.plan))
        return tuple(picture(name, self.words, side, told) for name in fitting)

    def how_to(self, item: PlanItem) -> HowToBlock:
        """The picture card of an item."""
        words = self.words
        parts = (
            Part(label=words("family.stop_if"), lines=self.lines(item, "stop_if"), tone="stop"),
            Part(label=words("family.dont"), lines=self.lines(item, "dont"), tone="leave"),
            Part(label=words("family.note"), lines=self.notes(item), tone="note"),
            Part(label=words("family.call_if"), lines=self.lines(item, "call_if"), tone="call"),
        )
        return HowToBlock(
            title=self.title(item),
            why=self.why(item),
            dose=self.dose(item),
            steps=self.lines(item, "do")[:STEPS],
            parts=tuple(part for part in parts if part.lines),
            pictures=self.pictures(item),
        )

    def move(self, item: PlanItem) -> Move:
        shown = self.pictures(item)
        return Move(
            title=self.title(item),
            dose=self.dose(item),
            steps=self.lines(item, "do")[:STEPS],
            leave=" · ".join(line.rstrip(".") for line in self.lines(item, "dont")),
            note=" ".join(self.notes(item)),
            picture=shown[0] if shown else None,
        )

    def stops(self, items: Sequence[PlanItem]) -> Lines:
        """When to stop any of these moves, each sign once."""
        return tuple(dict.fromkeys(line.rstrip(".") for item in items for line in self.lines(item, "stop_if")))
