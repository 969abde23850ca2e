"""Several sheets as one document, and sheets as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from planner.language.wording import fill
from planner.language.words import Words, load_words
from planner.model.knowledge import Knowledge
from planner.pages.document import Document
from planner.pages.handouts.topic import SheetAsked
from planner.pages.handouts.topic_text import SheetText

HANDOUT_SCHEMA = "als-planner/handout/1"


def together(documents: Sequence[Document], words: Words) -> Document:
    """Sheets that fit already, one after another, under one head and foot; a single one stays what it is."""
    if len(documents) == 1:
        return documents[0]
    blocks = tuple(block for document in documents for block in document.blocks)
    return replace(
        documents[0], title=words("handout.several"), blocks=blocks, setting="", shorter=None, pages_at_most=0
    )


def handout_json(
    texts: Iterable[SheetText], stages: Iterable[int], knowledge: Knowledge, asked: SheetAsked
) -> dict[str, Any]:
    """What the sheets say, as data: each sentence that is printed, with its numbers put in."""
    words = load_words(asked.language)
    return {
        "schema": HANDOUT_SCHEMA,
        "knowledge": {"edition": knowledge.about.edition, "digest": knowledge.named_digest},
        "language": asked.language,
        "reviewed_by": asked.reviewed_by,
        "translation_is_draft": knowledge.spoken.draft,
        "added": list(asked.add),
        "sheets": [_sheet(text) for text in texts],
        "stages": [_stage(number, knowledge, words) for number in stages],
    }


def _stage(number: int, knowledge: Knowledge, words: Words) -> dict[str, Any]:
    """What a stage sheet says, under its family name."""

    def said(text: str) -> str:
        return fill(text, knowledge, {}, "", words) or ""

    sheet = knowledge.topics.stages[number - 1]
    subjects = {key: {"now": said(told.now), "next": said(told.next)} for key, told in sheet.subjects.items()}
    title = knowledge.staging.stages[number - 1].family_label
    more = {"also": list(sheet.also), "ask": list(sheet.ask)}
    return {"stage": number, "title": title, "opens": sheet.opens, "subjects": subjects, **more}


def _sheet(text: SheetText) -> dict[str, Any]:
    told = asdict(text)
    first = {"title": told.pop("first_title"), "says": told.pop("first"), "tell": told.pop("first_tell")}
    told["first"] = first if text.first else None
    told["next"] = [{"what": what, "when": when} for what, when in text.next]
    return told
