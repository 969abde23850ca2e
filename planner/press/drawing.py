"""From documents to one file: composed for a paper, shortened until they fit, drawn, and with what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from planner.language.words import load_words
from planner.pages.document import Document
from planner.pages.handouts.together import together
from planner.press.render import fitted, render_html, render_pdf_with
from planner.record.carried import Carried


@dataclass(frozen=True, kw_only=True)
class ToDraw:
    """A document, or several that follow each other in one file; on which paper, as what, and what the file carries."""

    documents: tuple[Document, ...]
    paper: str
    large_print: bool = False
    grayscale: bool = False
    as_html: bool = False
    carries: tuple[Carried, ...] = ()
    day: date | None = None


class Drawn(NamedTuple):
    """The page as HTML, and the file it becomes."""

    html: str
    content: bytes


def drawn(asked: ToDraw) -> Drawn:
    """Draw one file. Raises RenderError where it cannot be drawn whole."""
    documents = asked.documents
    if len(documents) > 1:
        fit = [fitted(one, paper=asked.paper, large_print=asked.large_print) for one in documents]
        documents = (together(fit, load_words(documents[0].language)),)
    html = render_html(documents[0], paper=asked.paper, large_print=asked.large_print, grayscale=asked.grayscale)
    if asked.as_html:
        return Drawn(str(html), html.encode())
    return Drawn(str(html), render_pdf_with(html, asked.carries, asked.day))
