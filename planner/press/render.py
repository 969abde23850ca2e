"""Document → HTML → PDF. Nothing is read but templates/, and nothing is fetched from anywhere else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.model.errors import Problem, RenderError
from planner.pages.document import WALL, Document
from planner.plan.plan import Plan
from planner.press.archive import archived
from planner.press.directions import numbers_upright
from planner.press.lettering import printable
from planner.press.page import Page
from planner.press.press import fits, lay_out, read_styles
from planner.reading.resources import resource
from planner.record.carried import Carried, Contents, carried

PAPERS = {"letter": "216mm 279mm", "a4": "210mm 297mm"}
# For what hangs on a wall; all else is held in the hand, and large print makes that larger.
POSTERS = {"a3": "297mm 420mm"}
SHEETS = (
    "tokens", "type", "parts", "family", "planner", "figures", "record", "languages", "form", "therapist", "visit", "fridge", "handout",
)  # fmt: skip
NO_BREAK = "\u00a0"
BEFORE_A_DOT = re.compile(r' (?=(?:<span class="[\w-]+">)?· )')
NO_ROOM = "Shorten the names and notes of the intake."


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates: everything in HTML escaped, a missing value is an error."""
    made = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=lambda name: name is None or not name.endswith(".css"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["css_string"] = css_string
    return made


@lru_cache(maxsize=4)
def _styles(large_print: bool, grayscale: bool) -> str:
    """The style sheets but that of the paper; large print and grayscale are sheets of their own that come last."""
    folder = resource("templates") / "styles"
    sheets = (*SHEETS, *(("large",) if large_print else ()), *(("gray",) if grayscale else ()))
    return "\n".join((folder / f"{sheet}.css").read_text(encoding="utf-8") for sheet in sheets)


def render_html(
    document: Document, *, paper: str = "letter", large_print: bool = False, grayscale: bool = False
) -> str:
    """The document as one HTML page for ``letter`` or ``a4`` paper (``a3`` too on a wall), which also knows what its PDF may carry.

    ``large_print``: no letter below 18 points (14 for the therapist), in one column; ``grayscale``: no colour at all.
    A document that may take a few pages only is made shorter until it fits; RenderError where it cannot.
    """
    papers = PAPERS | POSTERS if document.kind == WALL else PAPERS
    if paper not in papers:
        raise RenderError([Problem(paper, 0, "This is no paper for it.", f"Choose from {', '.join(papers)}.")])
    return _fitted(document, paper, large_print, grayscale)[1]


def fitted(document: Document, *, paper: str = "letter", large_print: bool = False) -> Document:
    """The version of a document that is printed on this paper, as one that has no other."""
    version, _ = _fitted(document, paper, large_print, False)
    return replace(version, pages_at_most=0, shorter=None, in_large_print=None)


def _fitted(document: Document, paper: str, large_print: bool, grayscale: bool) -> tuple[Document, Page]:
    version = (document.in_large_print or document) if large_print else document
    page = _page(version, document.carries, paper, large_print, grayscale)
    while version.pages_at_most and not _fits(page, version):
        if version.shorter is None:
            raise RenderError([Problem(document.kind, 0, f"This does not fit {version.pages_at_most} page.", NO_ROOM)])
        version = version.shorter
        page = _page(version, document.carries, paper, large_print, grayscale)
    return version, page


def _fits(page: Page, version: Document) -> bool:
    """Measured with the longer of the two sentences on what the file carries, where it may carry something."""
    return fits(page.with_record() if page.carries else page, version.pages_at_most, version.on_first_page)


def _page(made: Document, carries: Contents | None, paper: str, large_print: bool, grayscale: bool) -> Page:
    given = {
        "document": made,
        "paper": (PAPERS | POSTERS)[paper],
        "poster": paper in POSTERS,
        "large_print": large_print,
    }
    sheet = templates().get_template("styles/page.css").render(given)
    styles = (_styles(large_print, grayscale), printable(sheet))
    html = templates().get_template("base.html").render(given, styles=Markup("\n".join(styles)))
    return Page(numbers_upright(printable(_dots_kept(html))), styles, carries)


def _dots_kept(html: str) -> str:
    """No line of a page begins with the dot that parts two things: it stays with what stands before it."""
    head, body = html.split("<body", 1)
    return f"{head}<body{BEFORE_A_DOT.sub(NO_BREAK, body)}"


def css_string(text: str) -> str:
    """A text as a string of CSS that cannot end its style sheet either."""
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
    return render_pdf_with(html, carried(html.carries, record), record.today)


def render_pdf_with(html: str, files: tuple[Carried, ...], day: date | None) -> bytes:
    """The page as a file that carries what is given here, dated ``day``; where that is nothing it does not say that it does."""
    return archived(html.with_record() if files and isinstance(html, Page) else html, files, day)


def make_ready() -> None:
    """Read templates and the usual style sheets ahead of the first page."""
    templates().get_template("base.html")
    read_styles(_styles(False, False))


def number_of_pages(html: str) -> int:
    """How many pages it takes."""
    return len(lay_out(html).pages)
