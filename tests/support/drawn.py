"""Every document in every language and in every size, drawn once in a run, for whoever looks at PDF files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pressed
from people import PEOPLE, TODAY, plan_of
from stories import base

from planner import compose, render_html
from planner.curation.gallery import gallery_document
from planner.curation.rule_page import map_page, rule_page
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.compose import DOCUMENTS
from planner.pages.document import Document
from planner.pages.form.page import form_page
from planner.plan.plan import Plan
from planner.press import page as printable
from planner.press.render import PAPERS
from planner.reading.resources import resource
from planner.record.carried import ANNEX

LANGUAGES = tuple(sorted(path.stem for path in (resource("templates") / "words").glob("*.yaml")))
SIZES: dict[str, dict[str, Any]] = {
    **{paper: {"paper": paper} for paper in PAPERS},
    "large": {"large_print": True},
    "gray": {"grayscale": True},
    "large_a4": {"large_print": True, "paper": "a4"},
}
DEMO_SIZES = ("a4", "large", "gray")
DIGEST = "0" * 12
"""Stands on every page in the place of the real one."""
OF_NOBODY: dict[str, Callable[[], Document]] = {
    "form": lambda: form_page(unchanging(), load_words("en"), TODAY),
    "map": lambda: map_page(unchanging(), load_words("en")),
    "rule": lambda: rule_page(unchanging().recommendations[0], unchanging(), load_words("en")),
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
    """Everybody on one paper, one person in every size, and one annex."""
    for kind in DOCUMENTS:
        for language in ("en",) if kind == "therapist" else LANGUAGES:  # the therapist's document is English
            yield from (Page(who, kind, language, "letter") for who in PEOPLE)
            yield from (Page("demo", kind, language, size) for size in DEMO_SIZES)
    yield Page("demo", ANNEX, "en", "letter")
    yield from (Page("nobody", kind, "en", "letter") for kind in OF_NOBODY)


PAGES = tuple(every_page())


@cache
def unchanging() -> Knowledge:
    """Our base under a digest of zeros: its own changes with every word of stages/, and no picture should change with it."""
    return replace(base(), digest=DIGEST)


@cache
def plan(who: str) -> Plan:
    return plan_of(who, unchanging())


@cache
def html_of(page: Page) -> printable.Page:
    """The page as it is printed with data inside, where it may carry some."""
    document = OF_NOBODY[page.kind]() if page.kind in OF_NOBODY else _document(page)
    html = render_html(document, **SIZES[page.size])
    assert isinstance(html, printable.Page)
    return html.with_record() if html.carries else html


def _document(page: Page) -> Document:
    return compose(plan(page.who), page.kind, language=page.language)


def pdf_of(page: Page) -> bytes:
    """The page with two invented files inside, printed once in a run."""
    return pressed.pdf_of(html_of(page))


def faults_of(page: Page) -> list[str]:
    """What is wrong on the page; where it was printed, found as it was."""
    return pressed.faults(html_of(page))
