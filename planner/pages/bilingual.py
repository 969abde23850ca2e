"""A page in another language: the English of what guards safety, where nobody has reviewed the words or a crew may read nothing else.

It stands once, on a page of its own, and for a crew in the red box of the fridge sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.language.words import Words
from planner.pages.blocks import Block, Box, BoxesBlock, Part, TitleBlock
from planner.pages.document import Document
from planner.pages.family_blocks import CallTableBlock, EnglishBlock, HowToBlock, MovesBlock

STOP = "stop"
GUARDED = (STOP, "leave", "call")  # tones of the lines that say when to stop, what to leave and whom to call


def with_english_page(page: Document, english: Document, words: Words) -> Document:
    """The page with one more for helpers who read English; both are of one plan for one reader.

    Each version of the page has the English of the same version: of what it says itself, and of nothing it leaves out.
    """
    shorter = page.shorter and english.shorter and with_english_page(page.shorter, english.shorter, words)
    large = (
        page.in_large_print
        and english.in_large_print
        and with_english_page(page.in_large_print, english.in_large_print, words)
    )
    parts = tuple(part for block in english.blocks for part in _guarding(block))
    made = replace(page, shorter=shorter, in_large_print=large)
    if not parts:
        return made
    told = EnglishBlock(words("family.english"), words("family.english_intro"), parts)
    at_most = page.pages_at_most and page.pages_at_most + 1
    return replace(made, blocks=(*page.blocks, told), pages_at_most=at_most)


def _guarding(block: Block) -> Iterator[Part]:
    """The lines of a block that guard safety, under the name of what they belong to."""
    if isinstance(block, CallTableBlock):
        for row in block.rows:
            yield Part(label=row.when, lines=(*row.found, *row.until_then, *row.signs), tone=row.tone)
    elif isinstance(block, HowToBlock):
        for part in block.parts:
            if part.tone in GUARDED:
                yield Part(label=f"{block.title}. {part.label}", lines=part.lines, tone=part.tone)
    elif isinstance(block, MovesBlock):
        yield Part(label=block.stop_label, lines=block.stops, tone=STOP)
        for move in (move for pair in block.pairs for move in pair if move.leave):
            yield Part(label=f"{move.title}. {block.leave_label}", lines=(move.leave,), tone="leave")


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
