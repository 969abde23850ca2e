"""The parts of a sheet that is handed over without an intake."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from planner.model.shapes import Lines
from planner.pages.blocks import Block, Part, Picture


@dataclass(frozen=True)
class SheetBlock(Block):
    """One whole sheet, on a page of its own; ``setting`` names how close its lines stand, ``language`` another one than the document's."""

    kind: ClassVar[str] = "sheet"
    blocks: tuple[Block, ...]
    setting: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstBlock(Block):
    """What has to be checked before anybody begins: lines, what to ``tell``, and ``blanks`` to write on."""

    kind: ClassVar[str] = "first"
    heading: str
    lines: Lines
    tell: Lines = ()
    blanks: Lines = ()


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """One step: its number, the words that stand out, the rest, and a drawing (or none) with what to watch."""

    number: str
    lead: str
    text: str = ""
    picture: Picture | None = None
    watch: str = ""


@dataclass(frozen=True)
class StepsBlock(Block):
    """Numbered steps: in ``frames`` with a drawing each, or in a list beside the ``pictures`` that show all of them."""

    kind: ClassVar[str] = "steps"
    steps: tuple[ShownStep, ...]
    frames: bool = False
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnDoseBlock(Block):
    """The dose that the therapist writes in, with what is usual beside it (or nothing)."""

    kind: ClassVar[str] = "own_dose"
    label: str
    blanks: Lines
    note: str
    usual: str = ""


@dataclass(frozen=True)
class WarnBlock(Block):
    """What to leave, when to stop and whom to call, in one frame: ``tone`` is stop or call."""

    kind: ClassVar[str] = "warn"
    tone: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LadderBlock(Block):
    """What comes next, step by step, each with the sign that brings it; the first is where one stands now."""

    kind: ClassVar[str] = "ladder"
    heading: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class OwnWordsBlock(Block):
    """The therapist's own words, lines to write more on, and whose sheet it is; each of ``blanks`` may hold a name."""

    kind: ClassVar[str] = "own_words"
    heading: str
    lines: Lines
    empty: Lines
    blanks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SubjectRow:
    """One subject of a stage sheet: its name, what is usual now, what to get ready for, and a drawing (or none)."""

    name: str
    now: str
    next: str
    picture: Picture | None = None


@dataclass(frozen=True)
class SubjectsBlock(Block):
    """Subjects under their two heads, a row each."""

    kind: ClassVar[str] = "subjects"
    head: tuple[str, str, str]
    rows: tuple[SubjectRow, ...]


@dataclass(frozen=True)
class MapCell:
    """One field of the wall map: how many stages it is wide, and its words; ``new`` where a new step begins."""

    span: int
    text: str
    new: bool = False


@dataclass(frozen=True, kw_only=True)
class WallMapBlock(Block):
    """Stages across, subjects down, each field as wide as its step lasts; ``by_numbers``: rows that go by their own numbers."""

    kind: ClassVar[str] = "wall_map"
    stages: tuple[tuple[str, str, str], ...]
    corner: str
    rows: tuple[tuple[str, tuple[MapCell, ...]], ...]
    between: str
    by_numbers: tuple[tuple[str, tuple[MapCell, ...]], ...]

    @property
    def pages(self) -> tuple[tuple[tuple[str, str, str], Told, Told], ...]:
        """Each stage with what is usual there, by subject, and what goes by its own numbers; a bar only where a step begins."""
        return tuple(
            (stage, _told_at(at, self.rows), _told_at(at, self.by_numbers)) for at, stage in enumerate(self.stages)
        )


Told = tuple[tuple[str, MapCell], ...]


def _told_at(stage: int, rows: tuple[tuple[str, tuple[MapCell, ...]], ...]) -> Told:
    """The field of each row that reaches over a stage, without the empty ones."""
    told = []
    for name, cells in rows:
        fields = [replace(cell, new=cell.new and not on) for cell in cells for on in range(cell.span)]
        if fields[stage].text:
            told.append((name, fields[stage]))
    return tuple(told)
