"""Document → HTML → PDF. Nothing is read but templates/, and nothing is fetched from anywhere else."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.document import Document
from planner.errors import Problem, RenderError
from planner.resources import resource

PAPERS = {"letter": "216mm 279mm", "a4": "210mm 297mm"}
SHEETS = ("tokens", "page", "type", "parts", "fridge")
BAR = "@page {{ @top-right {{ content: {text}; font: 700 10pt var(--text); color: var(--ink); }} }}"
LARGE_HEAD = """@page {page} {{ @top-left {{ content: string(doc) "  ·  " string(who){bar}; }} }}
@page {page}:first {{ @top-left {{ content: {first}; }} }}"""
NO_ROOM = "Shorten the names and notes of the intake."
# Pango, which draws the text, is not safe in two threads at once.
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates: everything escaped, a missing value is an error."""
    return Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=4)
def _styles(large_print: bool, grayscale: bool) -> str:
    """The style sheets; large print and grayscale are sheets of their own that come last."""
    folder = resource("templates") / "styles"
    sheets = (*SHEETS, *(("large",) if large_print else ()), *(("gray",) if grayscale else ()))
    return "\n".join((folder / f"{sheet}.css").read_text(encoding="utf-8") for sheet in sheets)


def render_html(
    document: Document, *, paper: str = "letter", large_print: bool = False, grayscale: bool = False
) -> str:
    """The document as one HTML page for ``letter`` or ``a4`` paper.

    ``large_print``: no letter below 18 points (14 for the therapist), in one column; ``grayscale``: no colour at all.
    A document that may take a few pages only is made shorter until it fits; RenderError where it cannot.
    """
    if paper not in PAPERS:
        raise RenderError([Problem(paper, 0, "I do not know this paper.", f"Choose from {', '.join(PAPERS)}.")])
    version = (document.in_large_print or document) if large_print else document
    html = _html(version, document, paper, large_print, grayscale)
    while version.pages_at_most and pages_of(html) > version.pages_at_most:
        if version.shorter is None:
            raise RenderError([Problem(document.kind, 0, f"This does not fit {version.pages_at_most} page.", NO_ROOM)])
        version = version.shorter
        html = _html(version, document, paper, large_print, grayscale)
    return html


def _html(version: Document, document: Document, paper: str, large_print: bool, grayscale: bool) -> str:
    """One version of a document; whom it was made for, the document itself knows."""
    made = replace(version, reader=document.reader, look_ahead=document.look_ahead)
    furniture = _large_head(made) if large_print else ""
    bar = BAR.format(text=_css_text(made.furniture["bar"])) if made.furniture["bar"] else ""
    before, between, after = re.split(r"\{page\}|\{pages\}", made.furniture["page_of"])
    numbers = f"{_css_text(before)} counter(page) {_css_text(between)} counter(pages) {_css_text(after)}"
    bar += f"@page {{ @bottom-right {{ content: {numbers}; }} }}"
    sheets = _styles(large_print, grayscale)
    styles = Markup(f"{bar}\n{sheets}\n@page {{ size: {PAPERS[paper]}; }}\n{furniture}")
    return templates().get_template("base.html").render(document=made, styles=styles, large_print=large_print)


def _large_head(document: Document) -> str:
    """In large print the bar does not fit beside the running head, so it stands under it; page one has its own."""
    bar = f' "\\A " {_css_text(document.furniture["bar"])}' if document.furniture["bar"] else ""
    if document.pages_at_most:  # a sheet: its title is the head of its first page
        return LARGE_HEAD.format(page=document.kind, bar=bar, first="none")
    return LARGE_HEAD.format(page="", bar=bar, first='string(doc) "  ·  " string(who)')


def _css_text(text: str) -> str:
    """A string for CSS; the words come from our own files, quoted all the same."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3C ").replace("\n", " ") + '"'


def render_pdf(html: str) -> bytes:
    """The page as PDF/UA-1, the same bytes each time. Raises RenderError where it cannot be drawn whole."""
    with _one_at_a_time:
        return _draw(html)


def pages_of(html: str) -> int:
    """How many pages it takes."""
    with _one_at_a_time:
        page = _weasyprint().HTML(string=html, base_url=_base(), url_fetcher=_fetcher())
        return len(page.render(font_config=_fonts()).pages)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise RenderError([_no_pango(error)]) from error
    return weasyprint


def _draw(html: str) -> bytes:
    weasyprint = _weasyprint()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        page = weasyprint.HTML(string=html, base_url=_base(), url_fetcher=_fetcher())
        drawn: bytes = page.write_pdf(font_config=_fonts(), pdf_variant="pdf/ua-1")
    finally:
        logger.removeHandler(complaints)
    if complaints.said:
        found = [
            Problem("page", 0, f"The page was not drawn as it should be: {said}.", "Please report this.")
            for said in complaints.said
        ]
        raise RenderError(found)
    return drawn


def _no_pango(error: OSError) -> Problem:
    return Problem(
        "WeasyPrint",
        0,
        f"The text library Pango is missing ({str(error)[:80]}).",
        "Install Pango; `make plan` does it.",
    )


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint warns of: a render that warns is a render that failed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _base() -> str:
    return resource("templates").resolve().as_uri() + "/"


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Opens files below templates/ and nothing else: no network, no other folder, no redirect."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    allowed = resource("templates").resolve()

    class OnlyTemplates(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or not path.is_relative_to(allowed):
                raise FatalURLFetchingError(f"{parts.scheme} is not opened")
            return super().fetch(url, headers)

    return OnlyTemplates(allow_redirects=False, fail_on_errors=True)
