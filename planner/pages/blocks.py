"""The parts that any page is made of; each block has a component of its kind in templates/components/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

Lines = tuple[str, ...]
MANY, SHORT = 5, 36  # lines of a list, and letters of a line that fits half the width of a page


@dataclass(frozen=True)
class Block:
    """One part of a page; ``kind`` is also the name of its component in templates/components/."""

    kind: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class TitleBlock(Block):
    """The one first heading of a document, with what stands under it; ``english``: its safety lines said once more."""

    kind: ClassVar[str] = "title"
    title: str
    lines: Lines = ()
    bars: Lines = ()
    english: Lines = ()


@dataclass(frozen=True)
class HeadingBlock(Block):
    """A heading with an optional sentence; ``new_page`` starts a page of its own."""

    kind: ClassVar[str] = "heading"
    text: str
    intro: str = ""
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class GroupBlock(Block):
    """Blocks set in two columns under one heading."""

    kind: ClassVar[str] = "group"
    heading: str
    intro: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True)
class QuoteBlock(Block):
    """The person's own words, or a line to write them on."""

    kind: ClassVar[str] = "quote"
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A labelled list; ``separate``: its lines are sentences that follow each other."""

    label: str
    lines: Lines
    tone: str = ""
    separate: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing with its words: ``svg`` is made by our own code of our own data (``svg_large``: with labels for large print; ``labelled``: it has some), ``marks`` are icons with words, ``legend`` names its numbers."""

    svg: str
    title: str
    caption: str
    svg_large: str = ""
    labelled: bool = False
    safety: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    legend: Lines = ()


@dataclass(frozen=True)
class PicturesBlock(Block):
    """Small drawings side by side, each with its name and words."""

    kind: ClassVar[str] = "pictures"
    heading: str
    intro: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, kw_only=True)
class ListBlock(Block):
    """A heading (of level 2 or 3) with lines; ``ticks`` puts a box before each."""

    kind: ClassVar[str] = "list"
    heading: str
    intro: str
    lines: Lines
    ticks: bool = False
    level: int = 2

    @property
    def in_two(self) -> bool:
        """Whether its lines are so many and so short that they stand in two columns."""
        return len(self.lines) >= MANY and max(map(len, self.lines)) <= SHORT


@dataclass(frozen=True, kw_only=True)
class TableBlock(Block):
    """A table with a head row; the first cell of each row names it. ``widths`` are shares of the width.

    ``part`` names what kind of table it is, for the style sheets.
    """

    kind: ClassVar[str] = "table"
    heading: str
    head: Lines
    rows: tuple[Lines, ...]
    widths: tuple[int, ...] = ()
    note: str = ""
    lines_to_write: bool = False
    part: str = ""


@dataclass(frozen=True)
class ChartRow:
    """One thing on the chart: from when to wait for it, and from when it is likely to help, as shares of the span."""

    label: str
    order: float
    need: float


@dataclass(frozen=True, kw_only=True)
class ChartBlock(Block):
    """Windows over the coming months; ``marks`` are shares of the span with month and year. A table repeats its dates."""

    kind: ClassVar[str] = "chart"
    number: int
    heading: str
    marks: tuple[tuple[float, str, str], ...]
    rows: tuple[ChartRow, ...]
    today: str
    key: tuple[tuple[str, str], ...]
    says: str


@dataclass(frozen=True)
class WriteBlock(Block):
    """Questions with lines to write on."""

    kind: ClassVar[str] = "write"
    heading: str
    prompts: Lines
    lines_each: int


@dataclass(frozen=True, kw_only=True)
class SignBlock(Block):
    """Lines to sign, one for each role."""

    kind: ClassVar[str] = "sign"
    heading: str
    text: str
    roles: tuple[Lines, ...]
    foot: Lines = ()


@dataclass(frozen=True)
class RecordBlock(Block):
    """Whether the file carries data beside what one sees; one of the two sentences shows, by how the file was made."""

    kind: ClassVar[str] = "record"
    carries: str
    carries_not: str


@dataclass(frozen=True)
class BoxLine:
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
    entries: tuple[BoxLine, ...]
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
