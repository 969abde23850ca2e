"""Intake forms of every kind, and the rows printed on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from people import TODAY

from planner.language.words import load_words
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.pages.document import Document
from planner.pages.form.blocks import FormGridBlock, FormQuestionsBlock, FormRow
from planner.pages.form.page import form_page

WORDS = load_words("en")
KINDS: dict[str, dict[str, Any]] = {
    "whole": {},
    "short": {"short": True},
    "family": {"for_family": True},
    "short family": {"short": True, "for_family": True},
}


def form(knowledge: Knowledge, intake: Intake | None = None, today: date = TODAY, **more: Any) -> Document:
    return form_page(knowledge, WORDS, today, intake, **more)


def rows(document: Document) -> Iterator[FormRow]:
    for block in document.blocks:
        if isinstance(block, FormQuestionsBlock | FormGridBlock):
            yield from block.rows


def numbered(document: Document) -> dict[str, list[FormRow]]:
    found: dict[str, list[FormRow]] = {}
    for row in rows(document):
        if row.number:
            found.setdefault(row.number, []).append(row)
    return found
