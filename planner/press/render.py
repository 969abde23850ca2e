"""Document → HTML → PDF. Nothing is read but templates/, and nothing is fetched from anywhere else."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.model.errors import Problem, RenderError
from planner.pages.document import Document
from planner.plan.plan import Plan
from planner.press.archive import archived
from planner.press.lettering import printable
from planner.press.press import lay_out
from planner.reading.resources import resource
from planner.record.carried import FRIDGE, Contents, carried

PAPERS = {"letter": "216mm 279mm", "a4": "210mm 297mm"}
SHEETS = ("tokens", "page", "type", "parts", "figures", "record", "languages", "form", "therapist", "fridge")
BAR = "@page {{ @top-right {{ content: {text}; font: 700 10pt var(--text); color: var(--ink); white-space: pre; }} }}"
# In a page that runs from right to left the head and foot change sides, and so does the margin for the hole punch.
SIDES = re.compile(r"(@(?:top|bottom)-)(left|right)\b")
MARGINS = re.compile(r"(@page[^{}]*\{\s*margin:\s*\S+ )(\S+)( \S+ )(\S+)(?=;)")
OTHER = {"left": "right", "right": "left"}
LARGE_HEAD = """@page {page} {{ @top-left {{ content: string(doc) "  ·  " string(who){bar}; }} }}
@page {page}:first {{ @top-left {{ content: {first}; }} }}"""
# The numbers inside drawings, which style sheets do not reach.
DRAWN_NUMBER = re.compile(r'(<text [^>]*font-size=")[0-9.]+(" text-anchor="middle" font-weight="700")')
LARGE_NUMBER = r"\g<1>19\g<2>"
WITHOUT_RECORD, WITH_RECORD = "without-record", "with-record"  # classes of a page, by what its file carries
NO_ROOM = "Shorten the names and notes of the intake."


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


class Page(str):
    """One HTML page. ``carries`` is what ``render_pdf`` puts into its PDF where a record is asked for; None: nothing."""

    carries: Contents | None

    def __new__(cls, html: str, carries: Contents | None = None) -> Page:
        page = super().__new__(cls, html)
        page.carries = carries
        return page

    def with_record(self) -> str:
        """The same page, saying that its file carries data; its first class is the one in base.html."""
        return self.replace(WITHOUT_RECORD, WITH_RECORD, 1)


def render_html(
    document: Document, *, paper: str = "letter", large_print: bool = False, grayscale: bool = False
) -> str:
    """The document as one HTML page for ``letter`` or ``a4`` paper, which also knows what its PDF may carry.

    ``large_print``: no letter below 18 points (14 for the therapist), in one column; ``grayscale``: no colour at all.
    A document that may take a few pages only is made shorter until it fits; RenderError where it cannot.
    """
    if paper not in PAPERS:
        raise RenderError([Problem(paper, 0, "I do not know this paper.", f"Choose from {', '.join(PAPERS)}.")])
    version = (document.in_large_print or document) if large_print else document
    page = Page(_html(version, paper, large_print, grayscale), document.carries)
    while version.pages_at_most and _most_pages(page) > version.pages_at_most:
        if version.shorter is None:
            raise RenderError([Problem(document.kind, 0, f"This does not fit {version.pages_at_most} page.", NO_ROOM)])
        version = version.shorter
        page = Page(_html(version, paper, large_print, grayscale), document.carries)
    return page


def _most_pages(page: Page) -> int:
    """Measured with the longer of the two sentences on what the file carries, where it may carry something."""
    return pages_of(page.with_record() if page.carries else page)


def _html(made: Document, paper: str, large_print: bool, grayscale: bool) -> str:
    bars = [_css_text(text) for text in map(made.furniture.get, ("bar", "language_bar")) if text]
    bar = BAR.format(text=' "\\A" '.join(bars)) if bars else ""
    before, between, after = re.split(r"\{page\}|\{pages\}", made.furniture["page_of"])
    numbers = f"{_css_text(before)} counter(page) {_css_text(between)} counter(pages) {_css_text(after)}"
    bar += f"@page {{ @bottom-right {{ content: {numbers}; }} }}"
    sheets = f"{bar}\n{_styles(large_print, grayscale)}\n{_large_head(made, bars) if large_print else ''}"
    styles = Markup(f"{mirrored(sheets) if made.direction == 'rtl' else sheets}\n@page {{ size: {PAPERS[paper]}; }}")
    page = templates().get_template("base.html").render(document=made, styles=styles, large_print=large_print)
    html = printable(page)
    return DRAWN_NUMBER.sub(LARGE_NUMBER, html) if large_print else html


def _large_head(document: Document, bars: list[str]) -> str:
    """In large print the bars do not fit beside the running head, so they stand under it; page one has its own."""
    bar = "".join(f' "\\A " {text}' for text in bars)
    if document.kind == FRIDGE:  # its title is the head of its first page
        return LARGE_HEAD.format(page=document.kind, bar=bar, first="none")
    return LARGE_HEAD.format(page="", bar=bar, first='string(doc) "  ·  " string(who)')


def mirrored(styles: str) -> str:
    """Page styles with left and right exchanged; the parts of a page turn by themselves."""
    turned = SIDES.sub(lambda box: box[1] + OTHER[box[2]], styles)
    return MARGINS.sub(r"\1\4\3\2", turned)


def _css_text(text: str) -> str:
    """A string for CSS; the words come from our own files, quoted all the same."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3C ").replace("\n", " ") + '"'


def render_pdf(html: str, record: Plan | None = None) -> bytes:
    """The page as one file that is PDF/UA-1 and PDF/A-3a, the same bytes each time.

    With a plan as ``record`` the file carries the data that this document may carry, and its pages say so.
    Raises RenderError where it cannot be drawn whole.
    """
    if record is None:
        return archived(html)
    if not isinstance(html, Page):
        problem = "The page does not say which document it is."
        raise RenderError([Problem("page", 0, problem, "Make it with render_html, or leave the record out.")])
    if html.carries is None:
        return archived(html)
    return archived(html.with_record(), carried(html.carries, record), record.today)


def pages_of(html: str) -> int:
    """How many pages it takes."""
    return len(lay_out(html).pages)
