"""The therapist's document: one page before the door, one to file; everything else stands in the annex."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.language.words import Words
from planner.pages.blocks import Block
from planner.pages.document import Document
from planner.pages.therapist.blocks import BesideBlock
from planner.pages.therapist.filed import PRECAUTIONS, THINGS, filed
from planner.pages.therapist.frame import document_of
from planner.pages.therapist.reasons import MOST
from planner.pages.therapist.strip import breath, front_rows, strip
from planner.pages.therapist.today import ahead_rows, ask_block, today_block
from planner.pages.therapist.writer import Writer
from planner.plan.plan import Plan

PAGES, PAGES_WITH_MANY_DANGERS = 2, 3


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many reasons a line has, and how much of the record stands on the second page; the annex has the rest, and the page says how much."""

    reasons: int = MOST
    things: int = THINGS
    precautions: int = PRECAUTIONS
    own_page: bool = True  # whether what is filed starts a page of its own
    pages: int = PAGES


# What gives way, in this order; the lines of today, the dangers and the questions never do.
GIVES_WAY = (
    Room(),
    Room(reasons=2, precautions=2),
    Room(reasons=2, precautions=2, own_page=False),
    Room(reasons=1, things=3, precautions=2, own_page=False),
    Room(reasons=1, things=1, precautions=1, own_page=False),
    Room(pages=PAGES_WITH_MANY_DANGERS),
    Room(reasons=2, precautions=2, own_page=False, pages=PAGES_WITH_MANY_DANGERS),
    Room(reasons=1, things=1, precautions=1, own_page=False, pages=0),
)
LARGE = Room(precautions=2, own_page=False, pages=0)


def therapist_document(plan: Plan, words: Words, name: str) -> Document:
    """Compose the two pages, with their shorter versions."""
    made = None
    for room in reversed(GIVES_WAY):
        made = replace(_made(plan, words, name, room), shorter=made)
    assert made is not None
    return replace(made, in_large_print=_in_one_column(_made(plan, words, name, LARGE)))


def _in_one_column(document: Document) -> Document:
    """The same with nothing side by side: large letters have no room for it."""
    blocks: list[Block] = []
    for block in document.blocks:
        beside = block.columns if isinstance(block, BesideBlock) else ((100, (block,)),)
        blocks += [inner for _, column in beside for inner in column]
    return replace(document, blocks=tuple(blocks))


def _made(plan: Plan, words: Words, name: str, room: Room) -> Document:
    writer = Writer(plan, words)
    blocks: list[Block] = [
        strip(writer, name),
        front_rows(writer),
        breath(writer),
        today_block(writer, room.reasons),
        ahead_rows(writer),
    ]
    blocks += [ask_block(writer), *filed(writer, room.things, room.precautions, own_page=room.own_page)]
    return replace(document_of("therapist", plan, words, name, blocks), setting="visit", pages_at_most=room.pages)
