"""A topic for the therapist, on one page: what to do, what holds it back, the ladder's next steps with their numbers, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from planner.language.wording import fill
from planner.language.words import ENGLISH, Words, load_words
from planner.model.knowledge import Knowledge, Recommendation
from planner.model.problems import Ladder
from planner.model.shapes import Lines
from planner.model.topics import TopicSheet
from planner.pages.blocks import Block, GroupBlock, ListBlock, TitleBlock
from planner.pages.document import Document
from planner.pages.handouts.topic import SheetAsked, fitting, furniture
from planner.pages.therapist.blocks import SourcesBlock

THERAPIST = "handout_therapist"
# What is left out, step by step, until it stands on one page: first the cautions, then the sources' own words.
VERSIONS = (("", True, True), ("closer", True, True), ("closer", False, True), ("closer", False, False))


def topic_for_therapists(sheet: TopicSheet, knowledge: Knowledge, asked: SheetAsked) -> Document:
    """The recommendations behind a sheet as the therapist reads them; a page too full leaves the cautions to `try`."""
    words = load_words(ENGLISH)
    rules = [rule for name in sheet.recommendations if (rule := knowledge.recommendation(name))]
    versions = []
    for setting, cautions, sources in VERSIONS:
        page = TherapistPage(knowledge, words)
        advice = tuple(page.advice(rule, cautions) for rule in rules)
        ladders = tuple(page.ladder(ladder) for ladder in _ladders(rules, knowledge))
        title = words("handout_therapist.title", title=sheet.title)
        blocks: list[Block] = [TitleBlock(title=title, lines=(words("handout_therapist.intro"),))]
        blocks.append(GroupBlock(heading=words("handout_therapist.advice"), intro="", blocks=advice))
        blocks += [GroupBlock(heading=words("handout_therapist.ladders"), intro="", blocks=ladders)] if ladders else []
        blocks += page.sources(sources)
        versions.append(therapist_page(title, tuple(blocks), knowledge, words, asked, setting))
    return fitting(versions, 1)


def therapist_page(
    title: str, blocks: tuple[Block, ...], knowledge: Knowledge, words: Words, asked: SheetAsked, setting: str
) -> Document:
    """One page in English for the therapist."""
    foot = replace(furniture(knowledge, words, asked), document=words("handout_therapist.document"), bars=(), review="")
    return Document(
        kind=THERAPIST, language=words.language, direction=words.direction, title=title,
        furniture=foot, blocks=blocks, setting=setting,
    )  # fmt: skip


def _ladders(rules: list[Recommendation], knowledge: Knowledge) -> tuple[Ladder, ...]:
    found = (knowledge.problems.ladder_of.get(rule.id) for rule in rules)
    return tuple({ladder.id: ladder for ladder in found if ladder}.values())


@dataclass
class TherapistPage:
    """Writes the parts of one page and numbers its sources in the order in which they are named."""

    knowledge: Knowledge
    words: Words
    numbers: dict[str, int] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        return fill(text, self.knowledge, {}, "", self.words) or ""

    def advice(self, rule: Recommendation, cautions: bool) -> ListBlock:
        """What to do, what holds it back, and where wanted what changes how."""
        lines = [self.fill(line) for line in rule.text.therapist.do]
        lines += [self.words("handout_therapist.hold", what=self.fill(part.then.therapist)) for part in rule.unless]
        if cautions:
            lines += [
                self.words("handout_therapist.caution", what=self.fill(part.then.therapist)) for part in rule.caution
            ]
        marks = ", ".join(str(number) for number in self.cited(rule))
        heading = f"{self.fill(rule.text.therapist.title)} ({marks})"
        return ListBlock(heading=heading, intro="", lines=tuple(filter(None, lines)), level=3)

    def cited(self, rule: Recommendation, most: int | None = None) -> list[int]:
        names = list(dict.fromkeys(evidence.source for evidence in rule.evidence))[:most]
        return sorted(self.numbers.setdefault(name, len(self.numbers) + 1) for name in names)

    def ladder(self, ladder: Ladder) -> ListBlock:
        heading = self.knowledge.problems.problems[ladder.problem].therapist
        return ListBlock(heading=heading, intro="", lines=tuple(self.steps(ladder)), level=3)

    def steps(self, ladder: Ladder) -> Iterator[str]:
        for step in ladder.steps:
            named = " / ".join(self.names(step.rules, step.things))
            yield f"{named}: {self.fill(step.brought_by.therapist)}"

    def names(self, rules: Lines, things: Lines) -> Iterator[str]:
        yield from (
            self.fill(rule.text.therapist.title) for name in rules if (rule := self.knowledge.recommendation(name))
        )
        yield from (self.knowledge.equipment[name].name for name in things)

    def sources(self, whole: bool) -> list[Block]:
        """The numbered sources; where there is little room only their names."""
        told = ((number, self.knowledge.sources[name]) for name, number in self.numbers.items())
        entries = tuple(
            (number, source.cite, self.words(f"therapist.read.{source.read}") if whole else "")
            for number, source in told
        )
        return [SourcesBlock(self.words("therapist.sources"), entries)]
