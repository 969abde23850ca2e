"""The parts of the fridge and emergency sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.pages.blocks import Block, Lines


@dataclass(frozen=True)
class Entry:
    """One line of a box: words, with a line to write on beside them (``write``) or a box to tick before them (``tick``)."""

    text: str
    write: bool = False
    tick: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Box:
    """A frame with a heading; ``tone`` is stop, call, ok or plain. ``english``: the same, for a crew that may read English only."""

    tone: str
    heading: str
    entries: tuple[Entry, ...]
    english: Box | None = None


@dataclass(frozen=True)
class BoxesBlock(Block):
    """One frame, or several side by side; ``new_page``: they begin the back of a sheet."""

    kind: ClassVar[str] = "boxes"
    frames: tuple[Box, ...]
    new_page: bool = False


@dataclass(frozen=True)
class FineBlock(Block):
    """The fine lines at the foot of a sheet: who checked it, until when it holds, what it is not."""

    kind: ClassVar[str] = "fine"
    lines: Lines
