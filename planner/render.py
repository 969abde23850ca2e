"""Document → HTML → PDF. Nothing is read but templates/, and nothing is fetched from anywhere else."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.archive import archived
from planner.document import Carried, Document
from planner.errors import Problem, RenderError
from planner.plan import Plan
from planner.press import lay_out
from planner.resources import resource

PAPERS = {"letter": "216mm 279mm", "a4": "210mm 297mm"}
SHEETS = ("tokens", "page", "type", "parts", "figures", "record", "languages", "form", "therapist")
MARKS = ("document", "reader", "look-ahead")
BAR = "@page {{ @top-right {{ content: {text}; font: 700 10pt var(--text); color: var(--ink); white-space: pre; }} }}"
# In a page that runs from right to left the head and foot change sides, and so does the margin for the hole punch.
SIDES = re.compile(r"(@(?:top|bottom)-)(left|right)\b")
MARGINS = re.compile(r"(@page[^{}]*\{\s*margin:\s*\S+ )(\S+)( \S+ )(\S+)(?=;)")
OTHER = {"left": "right", "right": "left"}


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


@lru_cache(maxsize=1)
def _styles() -> str:
    folder = resource("templates") / "styles"
    return "\n".join((folder / f"{sheet}.css").read_text(encoding="utf-8") for sheet in SHEETS)


def render_html(document: Document, *, paper: str = "letter") -> str:
    """The document as one HTML page for ``letter`` or ``a4`` paper."""
    if paper not in PAPERS:
        raise RenderError([Problem(paper, 0, "I do not know this paper.", f"Choose from {', '.join(PAPERS)}.")])
    said = [document.furniture.get(bar) for bar in ("bar", "language_bar")]
    bar = BAR.format(text=' "\\A" '.join(_css_text(text) for text in said if text)) if any(said) else ""
    before, between, after = re.split(r"\{page\}|\{pages\}", document.furniture["page_of"])
    numbers = f"{_css_text(before)} counter(page) {_css_text(between)} counter(pages) {_css_text(after)}"
    bar += f"@page {{ @bottom-right {{ content: {numbers}; }} }}"
    sheets = f"{bar}\n{_styles()}"
    styles = Markup(
        f"{mirrored(sheets) if document.direction == 'rtl' else sheets}\n@page {{ size: {PAPERS[paper]}; }}"
    )
    return templates().get_template("base.html").render(document=document, styles=styles)


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
    files = _carried(html, record) if record else ()
    if not (record and files):
        return archived(html)
    return archived(_marked(html), files, record.today)


def _marked(html: str) -> str:
    """Under this class the pages show the line that says what the file carries."""
    with_class = re.sub(r'<html ([^>]*)class="', r'<html \1class="with-record ', html, count=1)
    return html.replace("<html ", '<html class="with-record" ', 1) if with_class == html else with_class


def _carried(html: str, plan: Plan) -> tuple[Carried, ...]:
    """What the document on this page may carry of the plan, said in the page's language."""
    from planner.record import carried

    head = html.partition("</head>")[0]
    said = dict(re.findall(r'<meta name="planner-([a-z-]+)" content="([a-z0-9_]*)"', head))
    language = re.search(r'<html [^>]*lang="([A-Za-z-]+)"', head)
    if language is None or not said.keys() >= set(MARKS):
        problem = "The page does not say which document it is."
        raise RenderError([Problem("page", 0, problem, "Make it with render_html, or leave the record out.")])
    return carried(plan, *(said[mark] for mark in MARKS), language=language[1])


def pages_of(html: str) -> int:
    """How many pages it takes."""
    return len(lay_out(html).pages)
