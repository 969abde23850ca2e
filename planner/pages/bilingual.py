"""A page in another language: who has reviewed it, and the English of what guards safety in its box.

The English stands there while nobody has reviewed the page; on a fridge sheet, for a crew that may read nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from planner.pages.blocks import (
    Block,
    Box,
    BoxesBlock,
    CallBlock,
    CallsBlock,
    CardBlock,
    ListBlock,
    Part,
    Picture,
    PicturesBlock,
    TitleBlock,
)
from planner.pages.document import Document

STOP = "stop"
GUARDED = (STOP, "call")  # tones of the boxes that say when to stop and whom to call


def doubled(page: Document, english: Document) -> Document:
    """The page with the English of its stop rules and call boxes under them; both are of one plan for one reader."""
    blocks = tuple(_block(said, meant) for said, meant in zip(page.blocks, english.blocks, strict=True))
    return replace(page, blocks=blocks)


def _block(said: Block, meant: Block) -> Block:
    if isinstance(said, CallBlock) and isinstance(meant, CallBlock):
        return replace(said, english=meant)
    if isinstance(said, CallsBlock) and isinstance(meant, CallsBlock):
        boxes = zip(said.boxes, meant.boxes, strict=True)
        return replace(said, boxes=tuple(replace(one, english=other) for one, other in boxes))
    if isinstance(said, CardBlock) and isinstance(meant, CardBlock):
        foot = zip(said.foot, meant.foot, strict=True)
        figure = _picture(said.figure, meant.figure) if said.figure and meant.figure else said.figure
        return replace(said, foot=tuple(_part(one, other) for one, other in foot), figure=figure)
    if isinstance(said, PicturesBlock) and isinstance(meant, PicturesBlock):
        pictures = zip(said.pictures, meant.pictures, strict=True)
        return replace(said, pictures=tuple(_picture(one, other) for one, other in pictures))
    if isinstance(said, ListBlock) and isinstance(meant, ListBlock) and said.stops:
        return replace(said, english=meant.lines)
    return said


def _picture(said: Picture, meant: Picture) -> Picture:
    return replace(said, english=meant.safety)


def _part(said: Part, meant: Part) -> Part:
    return replace(said, english=meant) if said.tone in GUARDED else said


def with_english_for_crews(sheet: Document, english: Document) -> Document:
    """The fridge sheet with its red box in English too, under the English title; both are of one plan."""
    (title,) = (block.title for block in english.blocks if isinstance(block, TitleBlock))
    frames = (box for block in english.blocks if isinstance(block, BoxesBlock) for box in block.frames)
    (red,) = (box for box in frames if box.tone == STOP)
    return _with_red(sheet, replace(red, heading=title))


def _with_red(sheet: Document, english: Box) -> Document:
    """Each version of the sheet with this English in its red box."""

    def told(block: Block) -> Block:
        if not isinstance(block, BoxesBlock):
            return block
        return replace(block, frames=tuple(replace(b, english=english) if b.tone == STOP else b for b in block.frames))

    shorter, large = (v and _with_red(v, english) for v in (sheet.shorter, sheet.in_large_print))
    return replace(sheet, blocks=tuple(map(told, sheet.blocks)), shorter=shorter, in_large_print=large)
