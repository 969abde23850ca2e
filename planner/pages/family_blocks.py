"""The parts of the family handout: the first thing, two panes of ticks, one table of calls, picture cards and moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.pages.blocks import Block, Lines, Part, Picture


@dataclass(frozen=True)
class Tick:
    """A box to tick, its words, and who does it by when and where it is told more of."""

    text: str
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstThingBlock(Block):
    """The first thing: a problem with its ticks, why, and the next step with what would bring it."""

    kind: ClassVar[str] = "first_thing"
    label: str
    title: str
    why: str
    ticks: tuple[Tick, ...] = ()
    next_step: str = ""


@dataclass(frozen=True)
class Pane:
    """One of the panes: its heading, ticks, and what it has no room for."""

    heading: str
    ticks: tuple[Tick, ...]
    note: str = ""


@dataclass(frozen=True)
class PanesBlock(Block):
    """Panes of ticks side by side."""

    kind: ClassVar[str] = "panes"
    panes: tuple[Pane, ...]


@dataclass(frozen=True)
class DatesBlock(Block):
    """What comes on which day, and a quiet line on how far the page looks."""

    kind: ClassVar[str] = "dates"
    heading: str
    rows: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """Whom to call and when, for which signs; signs that were ``found`` stand first, with what to do until then."""

    tone: str
    when: str
    contacts: Lines = ()
    found: Lines = ()
    until_then: Lines = ()
    signs: Lines


@dataclass(frozen=True, kw_only=True)
class CallTableBlock(Block):
    """The one table of calls, the most urgent row first."""

    kind: ClassVar[str] = "call_table"
    heading: str
    intro: str = ""
    found_label: str
    until_label: str
    rows: tuple[CallRow, ...]
    id: str = ""  # by which a page is found on which it stands


@dataclass(frozen=True, kw_only=True)
class HowToBlock(Block):
    """A picture card, the first under a ``heading``: why in one line, at most a few numbered steps, what to leave, and when to call."""

    kind: ClassVar[str] = "how_to"
    heading: str = ""
    title: str
    why: str
    steps: Lines
    dose: str = ""
    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    sheet: str = ""  # the sheet that comes along and tells more


@dataclass(frozen=True, kw_only=True)
class Move:
    """One move: its number and name, the dose in one line, a drawing, numbered steps, what to leave, and what holds for this person."""

    title: str
    dose: str
    steps: Lines
    leave: str = ""
    note: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class MovesBlock(Block):
    """Moves two by two, under one red box with the rules that hold for all of them."""

    kind: ClassVar[str] = "moves"
    heading: str
    intro: str
    stop_label: str
    stops: Lines
    leave_label: str
    note_label: str
    pairs: tuple[tuple[Move, ...], ...]


@dataclass(frozen=True)
class HabitsBlock(Block):
    """Standing advice in two columns, told once."""

    kind: ClassVar[str] = "habits"
    heading: str
    pairs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EnglishBlock(Block):
    """The English of what keeps people safe, once, on one page; for readers who know no other language."""

    kind: ClassVar[str] = "english"
    heading: str
    intro: str
    parts: tuple[Part, ...]
