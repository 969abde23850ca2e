"""A page in a language that nobody has reviewed yet: what guards safety prints its English in the same box."""

from __future__ import annotations

from dataclasses import replace

from planner.document import Block, CallBlock, CallsBlock, CardBlock, Document, ListBlock, Part

GUARDED = ("stop", "call")  # tones of the boxes that say when to stop and whom to call


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
        return replace(said, foot=tuple(_part(one, other) for one, other in foot))
    if isinstance(said, ListBlock) and isinstance(meant, ListBlock) and said.stops:
        return replace(said, english=meant.lines)
    return said


def _part(said: Part, meant: Part) -> Part:
    return replace(said, english=meant) if said.tone in GUARDED else said
