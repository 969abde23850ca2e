"""Every document in every language and in every size, drawn once in a run, for whoever looks at PDF files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from people import PEOPLE, TODAY, plan_of

from planner import compose, load_knowledge, render_html
from planner.curation.gallery import gallery_document
from planner.curation.rule_page import map_page, rule_page
from planner.language.words import load_words
from planner.pages.compose import DOCUMENTS
from planner.pages.document import Document
from planner.pages.form.page import form_page
from planner.plan.plan import Plan
from planner.press.archive import archived
from planner.press.render import PAPERS
from planner.reading.resources import resource
from planner.record.carried import Carried

LANGUAGES = tuple(sorted(path.stem for path in (resource("templates") / "words").glob("*.yaml")))
SIZES: dict[str, dict[str, Any]] = {
    **{paper: {"paper": paper} for paper in PAPERS},
    "large": {"large_print": True},
    "gray": {"grayscale": True},
}
CARRIED = (
    Carried(
        name="plan.json",
        media_type="application/json",
        content=b'{"invented": true}\n',
        says="What the pages say, as data",
    ),
    Carried(
        name="intake.yaml",
        media_type="application/yaml",
        content=b"invented: true\n",
        says="What was told",
        relationship="Source",
    ),
)


OF_NOBODY: dict[str, Callable[[], Document]] = {
    "form": lambda: form_page(load_knowledge(), load_words("en"), TODAY),
    "map": lambda: map_page(load_knowledge(), load_words("en")),
    "rule": lambda: rule_page(load_knowledge().recommendations[0], load_knowledge(), load_words("en")),
    "gallery": gallery_document,
}
"""The documents that are about no person; they are for clinics, and in English."""


@dataclass(frozen=True)
class Page:
    """Who, which document, in which language, in which size (a paper, large print, without colour)."""

    who: str
    kind: str
    language: str
    size: str

    def __str__(self) -> str:
        return f"{self.who}.{self.kind}.{self.language}.{self.size}"


def every_page() -> Iterator[Page]:
    """Everybody on one paper, and one person in every size."""
    for kind in DOCUMENTS:
        for language in ("en",) if kind == "therapist" else LANGUAGES:  # the therapist's document is English
            yield from (Page(who, kind, language, "letter") for who in PEOPLE)
            yield from (Page("demo", kind, language, size) for size in SIZES if size != "letter")
    yield from (Page("nobody", kind, "en", "letter") for kind in OF_NOBODY)


PAGES = tuple(every_page())


@cache
def plan(who: str) -> Plan:
    return plan_of(who, load_knowledge())


@cache
def html_of(page: Page) -> str:
    if page.kind in OF_NOBODY:
        return render_html(OF_NOBODY[page.kind](), **SIZES[page.size])
    return render_html(compose(plan(page.who), page.kind, language=page.language), **SIZES[page.size])


@cache
def pdf_of(page: Page) -> bytes:
    """The page with two invented files inside."""
    return archived(html_of(page), CARRIED, TODAY)
