"""The parts of the equipment planner: what you pay in short, one table in bands, and the steps of a big order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.pages.blocks import Block, Lines


@dataclass(frozen=True)
class InShortBlock(Block):
    """What you pay, by quarter: label, the sum, and its range; then the one call to make and the one date."""

    kind: ClassVar[str] = "in_short"
    heading: str
    sums: tuple[Lines, ...]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class BandRow:
    """One thing: its number, everyday name, the trade word, why, how to get it, what you pay, and whether it can be ticked."""

    number: str
    name: str
    trade: str = ""
    why: str = ""
    how: str = ""
    pays: str = ""


@dataclass(frozen=True)
class Band:
    """One band of the table: things in order, or lines that need no columns."""

    heading: str
    rows: tuple[BandRow, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    first: bool = False


@dataclass(frozen=True, kw_only=True)
class BandsBlock(Block):
    """The one list: bands in the order in which to act; a warning about money stands under it once."""

    kind: ClassVar[str] = "bands"
    head: Lines
    bands: tuple[Band, ...]
    priced: bool
    warning: str = ""
    note: str = ""


@dataclass(frozen=True)
class OrderStepsBlock(Block):
    """A big order on a page of its own: what it does, and five steps with their time."""

    kind: ClassVar[str] = "order_steps"
    heading: str
    text: str
    steps: tuple[tuple[str, str], ...]
