"""What is usual at one stage: a page for the family, a page for the therapist, and the map of all six for the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.language.clauses import clauses
from planner.language.translations import in_language
from planner.language.wording import ROMAN, fill
from planner.language.words import ENGLISH, Words, load_words
from planner.model.knowledge import Knowledge
from planner.model.problems import Ladder
from planner.model.shapes import Lines
from planner.model.topics import MapField, StageSheet
from planner.pages.blocks import Block, FineBlock, GroupBlock, ListBlock, Part, TitleBlock
from planner.pages.document import WALL, Document
from planner.pages.handouts.blocks import (
    MapCell,
    OwnWordsBlock,
    SheetBlock,
    SubjectRow,
    SubjectsBlock,
    WallMapBlock,
    WarnBlock,
)
from planner.pages.handouts.for_therapists import TherapistPage, therapist_page
from planner.pages.handouts.topic import SETTINGS, SheetAsked, bars, fitting, furniture, number_to_call, plain
from planner.pages.pictures import picture

SOURCES_EACH = 2  # of the advice that is usual at a stage; `try` and the topic pages name them all
# How the therapist's page of a stage is made shorter until it fits: its type, all of its sources, sources of each line.
SHORTER = (
    ("", True, SOURCES_EACH),
    ("closer", True, SOURCES_EACH),
    ("closer", False, SOURCES_EACH),
    ("closer", False, 1),
)
CALL_BOXES = (
    ("stop", "emergency", "call_now"),
    ("call", "same_day", "call_day"),
    ("call", "within_a_week", "call_week"),
)
BY_NUMBERS = ("breathing_support", "cough", "swallowing_and_food", "communication")


# --- for the family -----------------------------------------------------------------------------------------------


def stage_document(number: int, knowledge: Knowledge, asked: SheetAsked) -> Document:
    """What is usual at a stage, under its family name and without its number; the English of whom to call under a draft."""
    said, words = in_language(knowledge, asked.language), load_words(asked.language)
    writer = _StageWriter(said, words, asked, number)
    more = []
    if said.spoken.draft and asked.language != ENGLISH:
        english = _StageWriter(knowledge, load_words(ENGLISH), asked, number)
        more = [SheetBlock(tuple(english.safety()), language=ENGLISH)]
    title = said.staging.stages[number - 1].family_label
    versions = [
        Document(
            kind="handout", language=words.language, direction=words.direction, title=title,
            furniture=furniture(said, words, asked), blocks=(SheetBlock(tuple(writer.blocks(empty)), setting), *more),
        )
        for setting, empty in SETTINGS
    ]  # fmt: skip
    return fitting(versions, 1 + len(more))


@dataclass(frozen=True)
class _StageWriter:
    """The parts of one stage sheet in their order."""

    knowledge: Knowledge
    words: Words
    asked: SheetAsked
    number: int

    @property
    def sheet(self) -> StageSheet:
        return self.knowledge.topics.stages[self.number - 1]

    def fill(self, text: str) -> str:
        return fill(text, self.knowledge, {}, number_to_call(self.knowledge, self.words, self.asked), self.words) or ""

    def blocks(self, empty: int) -> Iterator[Block]:
        words, sheet = self.words, self.sheet
        title = self.knowledge.staging.stages[self.number - 1].family_label
        opens = (sheet.opens, self.knowledge.topics.everybody)
        yield TitleBlock(title=title, lines=opens, bars=bars(self.knowledge, words, self.asked))
        yield self.subjects()
        if self.wanted("also"):
            yield FineBlock((words("handout.also", what=" · ".join(sheet.also)),))
        if self.wanted("ask"):
            yield ListBlock(heading=words("handout.ask"), intro="", lines=sheet.ask, ticks=True)
        yield from self.calls()
        names = (("given_by", self.asked.reviewed_by), ("phone", ""))
        yield OwnWordsBlock(
            heading=words("handout.own_words"),
            lines=self.asked.add,
            empty=("",) * (empty if self.wanted("own_words") else 0),
            blanks=tuple((words(f"handout.{key}"), told) for key, told in names),
        )

    def safety(self) -> Iterator[Block]:
        """Whom to call, and what is said of breathing, alone."""
        sheet = self.sheet
        title = self.knowledge.staging.stages[self.number - 1].family_label
        lines = (self.fill(sheet.breathing.now), self.fill(sheet.breathing.next))
        yield ListBlock(heading=self.words("handout.in_english", title=title), intro="", lines=lines)
        yield from self.calls()

    def wanted(self, part: str) -> bool:
        return part not in self.asked.without

    def subjects(self) -> SubjectsBlock:
        words, drawings = self.words, self.knowledge.spoken.drawings
        rows = tuple(
            SubjectRow(
                name=words(f"handout.subject.{key}"),
                now=self.fill(subject.now),
                next=self.fill(subject.next),
                picture=picture(subject.figure, words, "", drawings) if subject.figure else None,
            )
            for key, subject in self.sheet.subjects.items()
            if self.wanted(key)
        )
        return SubjectsBlock(
            (words("handout.subject.head"), words("handout.usual_now"), words("handout.get_ready")), rows
        )

    def calls(self) -> Iterator[Block]:
        """The safety floor, in two frames."""
        number = number_to_call(self.knowledge, self.words, self.asked)
        for tone in ("stop", "call"):
            parts = (
                Part(label=self.words(f"family.{key}", number=number), lines=self.signs(urgency), tone="call")
                for box, urgency, key in CALL_BOXES
                if box == tone
            )
            yield WarnBlock(tone, tuple(parts))

    def signs(self, urgency: str) -> Lines:
        """What holds for anybody; a line only for some bodies has no place on a sheet of nobody."""
        lines = self.knowledge.always_call[urgency]
        return tuple(plain(self.fill(line.says)) for line in lines if line.on_sheets and not line.certain)


# --- for the therapist --------------------------------------------------------------------------------------------


def stage_for_therapists(number: int, knowledge: Knowledge, asked: SheetAsked) -> Document:
    """One page: criteria, goals, what is usual, the ladders' steps here and next with their numbers, what to measure."""
    words = load_words(ENGLISH)
    versions = []
    for setting, sources, each in SHORTER:
        page = TherapistPage(knowledge, words)
        stage = knowledge.staging.stages[number - 1]
        title = words("handout_therapist.stage", number=ROMAN[number], name=stage.name)
        blocks = [
            TitleBlock(title=title, lines=(stage.describes, words("handout_therapist.stage_intro"))),
            GroupBlock(
                heading=words("handout_therapist.at_stage"), intro="", blocks=tuple(_about_stage(number, page, each))
            ),
            GroupBlock(heading=words("handout_therapist.ladders"), intro="", blocks=tuple(_ladders_at(number, page))),
            *page.sources(sources),
        ]
        versions.append(therapist_page(title, tuple(blocks), knowledge, words, asked, setting))
    return fitting(versions, 1)


def _about_stage(number: int, page: TherapistPage, sources_each: int) -> Iterator[ListBlock]:
    knowledge, words = page.knowledge, page.words
    stage = knowledge.staging.stages[number - 1]
    criteria = tuple(clauses(stage.criteria, knowledge, words)) or (words("handout_therapist.no_criteria"),)
    usual = [rule for name in stage.usual if (rule := knowledge.recommendation(name))]
    told = (
        ("criteria", criteria),
        ("goals", stage.goals),
        (
            "usual",
            tuple(
                f"{page.fill(rule.text.therapist.title)} ({', '.join(map(str, page.cited(rule, sources_each)))})"
                for rule in usual
            ),
        ),
        ("measure", tuple(_measured(number, page))),
    )
    for key, lines in told:
        yield ListBlock(heading=words(f"handout_therapist.{key}"), intro="", lines=lines, level=3)


def _measured(number: int, page: TherapistPage) -> Iterator[str]:
    """What is measured at each visit at this stage."""
    for rule in page.knowledge.recommendations:
        if rule.kind == "measure" and number in rule.stages:
            yield page.fill(rule.text.therapist.title)


def _ladders_at(number: int, page: TherapistPage) -> Iterator[ListBlock]:
    """The ladders that every plan answers: the steps of this stage, then the next one."""
    for ladder in page.knowledge.problems.ladders:
        if ladder.answers:
            heading = page.knowledge.problems.problems[ladder.problem].therapist
            yield ListBlock(heading=heading, intro="", lines=_steps_at(number, ladder, page), level=3)


def _steps_at(number: int, ladder: Ladder, page: TherapistPage) -> Lines:
    steps = tuple(page.steps(ladder))
    here = [at for at, step in enumerate(ladder.steps) if any(_is_at(name, number, page) for name in step.rules)]
    last = here[-1] if here else -1
    return tuple(steps[at] for at in range(len(steps)) if at in here or at == last + 1)


def _is_at(name: str, number: int, page: TherapistPage) -> bool:
    rule = page.knowledge.recommendation(name)
    return rule is not None and number in rule.stages


# --- for the wall -------------------------------------------------------------------------------------------------


def wall_map(knowledge: Knowledge, asked: SheetAsked) -> Document:
    """Six stages across, subjects down; what goes by its own numbers stands under a rule of its own.

    In large print each stage has a page, which may hang alone.
    """
    words = load_words(ENGLISH)
    rows = {
        key: (knowledge.problems.problems[key].therapist, _cells(fields))
        for key, fields in knowledge.topics.map.items()
    }
    stages = tuple((ROMAN[stage.id], stage.family_label, stage.describes) for stage in knowledge.staging.stages)
    block = WallMapBlock(
        stages=stages,
        corner=words("handout_therapist.subject"),
        rows=tuple(row for key, row in rows.items() if key not in BY_NUMBERS),
        between=words("handout_therapist.by_numbers"),
        by_numbers=tuple(row for key, row in rows.items() if key in BY_NUMBERS),
    )
    draft = bars(knowledge, words, asked)

    def hung(intro: str) -> Document:
        title = words("handout_therapist.map")
        blocks = (TitleBlock(title=title, lines=(words(f"handout_therapist.{intro}"),), bars=draft), block)
        page = therapist_page(title, blocks, knowledge, words, asked, "")
        foot = replace(page.furniture, document=words("handout_therapist.map_document"), bars=draft)
        return replace(page, kind=WALL, furniture=foot)

    return replace(hung("map_intro"), in_large_print=hung("map_intro_large"))


def _cells(fields: tuple[MapField, ...]) -> tuple[MapCell, ...]:
    begins = (0, *(field.to for field in fields))
    return tuple(
        MapCell(field.to - begin, field.says, new=bool(field.of)) for begin, field in zip(begins, fields, strict=False)
    )
