"""Every document in every language and on every paper, drawn once in a run, for whoever looks at PDF files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from people import PEOPLE, TODAY, plan_of

from planner import compose, load_knowledge, render_html
from planner.archive import archived
from planner.document import Carried, Document
from planner.form_page import form_page
from planner.gallery import gallery_document
from planner.pages import DOCUMENTS
from planner.plan import Plan
from planner.render import PAPERS
from planner.resources import resource
from planner.rule_page import map_page, rule_page
from planner.words import load_words

LANGUAGES = tuple(sorted(path.stem for path in (resource("templates") / "words").glob("*.yaml")))
CARRIED = (
    Carried("plan.json", "application/json", b'{"invented": true}\n', "What the pages say, as data"),
    Carried("intake.yaml", "application/yaml", b"invented: true\n", "What was told", "Source"),
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
    """Who, which document, in which language, on which paper."""

    who: str
    kind: str
    language: str
    paper: str

    def __str__(self) -> str:
        return f"{self.who}.{self.kind}.{self.language}.{self.paper}"


def every_page() -> Iterator[Page]:
    """Everybody on one paper, and one person on every paper."""
    for kind in DOCUMENTS:
        for language in ("en",) if kind == "therapist" else LANGUAGES:  # the therapist's document is English
            yield from (Page(who, kind, language, "letter") for who in PEOPLE)
            yield from (Page("demo", kind, language, paper) for paper in PAPERS if paper != "letter")
    yield from (Page("nobody", kind, "en", "letter") for kind in OF_NOBODY)


PAGES = tuple(every_page())


@cache
def plan(who: str) -> Plan:
    return plan_of(who, load_knowledge())


@cache
def html_of(page: Page) -> str:
    if page.kind in OF_NOBODY:
        return render_html(OF_NOBODY[page.kind](), paper=page.paper)
    return render_html(compose(plan(page.who), page.kind, language=page.language), paper=page.paper)


@cache
def pdf_of(page: Page) -> bytes:
    """The page with two invented files inside."""
    return archived(html_of(page), CARRIED, TODAY)
