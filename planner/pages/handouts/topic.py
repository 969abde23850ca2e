"""A topic sheet as blocks: why, what is checked first, steps, what to leave, whom to call, what comes next, own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planner.language.translations import draft_translation, in_language
from planner.language.words import ENGLISH, Words, load_words
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.model.topics import TopicSheet
from planner.pages.blocks import Block, ListBlock, Part, TableBlock, TitleBlock
from planner.pages.document import Document, Furniture
from planner.pages.handouts.blocks import (
    FirstBlock,
    LadderBlock,
    OwnDoseBlock,
    OwnWordsBlock,
    SheetBlock,
    ShownStep,
    StepsBlock,
    WarnBlock,
)
from planner.pages.handouts.topic_text import SheetText, StepText, sheet_text
from planner.pages.pictures import picture

LOG_DAYS = 7
# From roomy to close, each with so many lines to write on; the last one takes a second page rather than say less.
SETTINGS = (("open", 3), ("closer", 3), ("closest", 2), ("closest", 1))
OPTIONAL_PARTS = ("next", "dose", "log", "own_words")  # what can be left out; what guards safety cannot


@dataclass(frozen=True, kw_only=True)
class SheetAsked:
    """What somebody wants of a sheet: its day, language, country, who has checked it, what to leave out and to add."""

    today: date
    language: str = ENGLISH
    country: str = ""
    reviewed_by: str = ""
    without: frozenset[str] = field(default_factory=frozenset)
    add: Lines = ()


def topic_document(sheet: TopicSheet, knowledge: Knowledge, asked: SheetAsked) -> Document:
    """One sheet, with closer versions of itself for where it does not fit its pages. ``knowledge`` is in English.

    Where nobody has reviewed the language, the English of what guards safety stands once more on a page of its own.
    """
    said, words = in_language(knowledge, asked.language), load_words(asked.language)
    writer = _writer(sheet.id, said, words, asked)
    more = []
    if said.spoken.draft and asked.language != ENGLISH:
        english = _writer(sheet.id, knowledge, load_words(ENGLISH), asked)
        more = [SheetBlock(tuple(english.safety()), language=ENGLISH)]
    versions = [
        Document(
            kind="handout", language=words.language, direction=words.direction, title=writer.text.title,
            furniture=furniture(said, words, asked), blocks=(SheetBlock(tuple(writer.blocks(empty)), setting), *more),
        )
        for setting, empty in SETTINGS
    ]  # fmt: skip
    return fitting(versions, sheet.pages + len(more))


def fitting(versions: Sequence[Document], pages: int) -> Document:
    """The first version that fits these pages; the last one takes more rather than say less, and large print as many as it takes."""
    document = versions[-1]
    for version in reversed(versions):
        document = replace(version, pages_at_most=pages, shorter=document)
    return replace(document, in_large_print=versions[0])


def _writer(name: str, knowledge: Knowledge, words: Words, asked: SheetAsked) -> _TopicWriter:
    sheet = knowledge.topics.sheets[name]
    return _TopicWriter(
        sheet=sheet,
        text=sheet_text(sheet, knowledge, words, number_to_call(knowledge, words, asked)),
        knowledge=knowledge,
        words=words,
        asked=asked,
    )


def number_to_call(knowledge: Knowledge, words: Words, asked: SheetAsked) -> str:
    """What one calls in an emergency, in words where the country is not told."""
    return knowledge.emergency_number(asked.country) or words("emergency_number_unknown")


def furniture(knowledge: Knowledge, words: Words, asked: SheetAsked) -> Furniture:
    """The head and foot of a sheet."""
    edition = words(
        "handout.edition", edition=knowledge.about.edition, digest=knowledge.named_digest, date=words.day(asked.today)
    )
    return Furniture(
        page_of=words("page.of"),
        document=words("handout.document"),
        bars=bars(knowledge, words, asked),
        review=words("family.other_formats"),
        edition=edition,
    )


def bars(knowledge: Knowledge, words: Words, asked: SheetAsked) -> Lines:
    """That nobody has checked the sheet, or its translation, yet."""
    draft = "" if asked.reviewed_by else words("draft")
    return tuple(filter(None, (draft, draft_translation(knowledge.spoken, words))))


@dataclass(frozen=True, kw_only=True)
class _TopicWriter:
    """The parts of one sheet in their order."""

    sheet: TopicSheet
    text: SheetText
    knowledge: Knowledge
    words: Words
    asked: SheetAsked

    def blocks(self, empty: int) -> Iterator[Block]:
        text, words = self.text, self.words
        yield TitleBlock(title=text.title, lines=(text.why,), bars=bars(self.knowledge, words, self.asked))
        yield from self.first()
        yield self.steps()
        yield from self.dose()
        if self.sheet.log and self.wanted("log"):
            yield self.log()
        yield from self.warnings()
        if text.next and self.wanted("next"):
            (now, _), *later = text.next
            yield LadderBlock(words("handout.next"), ((words("handout.now"), now), *later))
        if self.wanted("own_words") or self.asked.add:
            yield self.own_words(empty)

    def safety(self) -> Iterator[Block]:
        """What guards safety, alone."""
        yield ListBlock(heading=self.words("handout.in_english", title=self.text.title), intro="", lines=())
        if self.sheet.first:
            yield FirstBlock(heading=self.text.first_title, lines=self.text.first, tell=self.text.first_tell)
        watched = tuple(f"{step.lead}: {step.watch}" for step in self.text.steps if step.watch)
        if watched:
            yield ListBlock(heading=self.words("handout.watch"), intro="", lines=watched, level=3)
        yield from self.warnings()

    def wanted(self, part: str) -> bool:
        return part not in self.asked.without

    def first(self) -> Iterator[Block]:
        if self.sheet.first:
            made = self.sheet.first.made
            blanks = tuple(self.words(f"handout.first.{key}") for key in (made, "by", "on"))
            yield FirstBlock(
                heading=self.text.first_title, lines=self.text.first, tell=self.text.first_tell, blanks=blanks
            )

    def steps(self) -> StepsBlock:
        kept = [(at, step) for at, step in enumerate(self.text.steps, 1) if self.wanted(str(at))]
        steps = tuple(self.step(at, step) for at, (_, step) in enumerate(kept, 1))
        shown = tuple(picture(name, self.words, "", self.knowledge.spoken.drawings) for name in self.sheet.figures)
        return StepsBlock(steps, frames=bool(steps) and all(step.picture for step in steps), pictures=shown)

    def step(self, number: int, step: StepText) -> ShownStep:
        shown = picture(step.figure, self.words, "", self.knowledge.spoken.drawings) if step.figure else None
        return ShownStep(number=str(number), lead=step.lead, text=step.text, picture=shown, watch=step.watch)

    def dose(self) -> Iterator[Block]:
        words = self.words
        if (self.sheet.dose or self.sheet.own_dose) and self.wanted("dose"):
            usual = words("handout.usual", dose=self.text.usual_dose) if self.text.usual_dose else ""
            blanks = tuple(words(f"family.{key}") for key in ("how_often", "how_many", "how_long"))
            label, note = words("handout.dose"), words("handout.dose_note")
            yield OwnDoseBlock(label=label, blanks=blanks, note=note, usual=usual)

    def log(self) -> TableBlock:
        days = tuple(map(str, range(1, LOG_DAYS + 1)))
        rows = tuple((self.words(f"handout.log.{key}"), *("" for _ in days)) for key in ("minutes", "skin"))
        return TableBlock(
            heading="", head=(self.words("handout.log.day"), *days), rows=rows, widths=(30, *(10,) * 7), part="log"
        )

    def warnings(self) -> Iterator[Block]:
        text, words = self.text, self.words
        number = number_to_call(self.knowledge, words, self.asked)
        told = (
            ("stop", words("family.dont"), text.dont, "dont"),
            ("stop", words("family.stop_if"), text.stop_if, "stop"),
            ("stop", words("family.call_now", number=number), text.call_now, "call"),
            ("call", words("family.call_if"), text.call_if, "call"),
        )
        for tone in ("stop", "call"):
            parts = tuple(
                Part(label=label, lines=tuple(map(plain, lines)), tone=mark)
                for box, label, lines, mark in told
                if box == tone and lines
            )
            if parts:
                yield WarnBlock(tone, parts)

    def own_words(self, empty: int) -> OwnWordsBlock:
        words = self.words
        names = (("name", ""), ("therapist", self.asked.reviewed_by), ("phone", ""))
        return OwnWordsBlock(
            heading=words("handout.own_words"),
            lines=self.asked.add,
            empty=("",) * (empty if self.wanted("own_words") else 0),
            blanks=tuple((words(f"handout.{key}"), said) for key, said in names),
        )


def plain(line: str) -> str:
    """A sentence as it stands among others with a dot between them."""
    return line.rstrip(".")
