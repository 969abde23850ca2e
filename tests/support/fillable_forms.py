"""The intake form as a PDF with fields, drawn once in a process."""

from __future__ import annotations

from functools import lru_cache

from people import DEMO, TODAY

from planner import read_intake, render_html
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.form.page import form_page
from planner.press.archive import fillable


@lru_cache(maxsize=4)
def form_pdf(knowledge: Knowledge, filled: bool = False, short: bool = False) -> bytes:
    intake = read_intake(DEMO, knowledge, TODAY) if filled else None
    return fillable(render_html(form_page(knowledge, load_words("en"), TODAY, intake, fillable=True, short=short)))
