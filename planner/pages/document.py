"""What a page is made of: blocks in order, in one language, for one reader, with no logic left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planner.model.shapes import Lines
from planner.pages import blocks, equipment_blocks, family_blocks
from planner.pages.blocks import Block
from planner.pages.form import blocks as form_blocks
from planner.pages.handouts import blocks as handout_blocks
from planner.pages.therapist import blocks as therapist_blocks
from planner.record.carried import Contents

WALL = "wall"
"""The kind of what hangs on a wall and is read standing."""


@dataclass(frozen=True, kw_only=True)
class Furniture:
    """The running head (``document``, ``who``, and ``bars`` over all pages but the first) and foot (``review``, ``edition``, ``page_of``)."""

    page_of: str
    document: str
    who: str = ""
    bars: Lines = ()
    review: str = ""
    edition: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document: its running head and foot (``furniture``), then its blocks in order.

    A document that has to fit ``pages_at_most`` (0: as many as it takes) has a ``shorter`` version, printed where it
    does not fit, or where the block with the id ``on_first_page`` would stand on a later page; ``setting`` names how close its
    lines stand. ``in_large_print`` is how it is made up for large print,
    where that is otherwise. ``fillable``: its boxes can be filled in on a screen. ``carries`` is the data that goes into its PDF where a record is asked for; None: none.
    """

    kind: str
    language: str
    direction: str
    title: str
    furniture: Furniture
    blocks: tuple[Block, ...]
    setting: str = ""
    pages_at_most: int = 0
    on_first_page: str = ""
    fillable: bool = False
    carries: Contents | None = None
    shorter: Document | None = None
    in_large_print: Document | None = None


def chained(versions: Sequence[Document]) -> Document:
    """Each with the next as its shorter version; the last also takes as many pages as it needs."""
    chain = replace(versions[-1], pages_at_most=0)
    for version in reversed(versions):
        chain = replace(version, shorter=chain)
    return chain


HOMES = (blocks, equipment_blocks, family_blocks, form_blocks, handout_blocks, therapist_blocks)


def _kinds() -> Iterator[type[Block]]:
    for home in HOMES:
        yield from (kind for kind in vars(home).values() if isinstance(kind, type) and issubclass(kind, Block))


BLOCKS: tuple[type[Block], ...] = tuple(sorted({*_kinds()} - {Block}, key=lambda block: block.kind))
"""Every kind of block; each has a component of its name."""
