"""In which forms the pages of everybody are laid out: all of them for all people before a release, fewer each day.

A form is a language, a paper, a size of print, and with or without colour. Colour moves nothing on a page (a test of the
style sheets says so), so the stories take each form once, every other one without colour.
"""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import drawn
import pressed
from covering import COVERING
from drawn import LANGUAGES, Page
from people import PEOPLE
from stories import EVERYBODY, base, plan_for

from planner import compose, render_html
from planner.pages.compose import DOCUMENTS
from planner.press.render import PAPERS
from planner.record.carried import FRIDGE

PRINTS = (False, True)
LARGE_OF_THERAPIST = 4  # stories for each paper
PARTS = 4  # into which the forms of those who cover are parted
LOOK_AHEADS = ("now", "3_months", "12_months", "all")


class Form(NamedTuple):
    """How a document is printed."""

    language: str
    paper: str
    large_print: bool
    grayscale: bool = False


class Job(NamedTuple):
    """One document of somebody, and the forms in which it is laid out."""

    who: str
    document: str
    forms: tuple[Form, ...]


def every_form(who: str, document: str) -> tuple[Form, ...]:
    """The therapist's document is English."""
    languages = ("en",) if document == "therapist" else LANGUAGES
    turn = EVERYBODY.index(who) + DOCUMENTS.index(document)
    forms = enumerate(product(languages, PAPERS, PRINTS), start=turn)
    return tuple(Form(*form, grayscale=who not in PEOPLE and at % 2 == 1) for at, form in forms)


def usual_forms(who: str, document: str) -> tuple[Form, ...]:
    """Each day: of those who cover what pages can show a quarter of all forms, for each another quarter; both papers of
    the people, and of each story the family's plan and one more paper in Letter.
    """
    forms = every_form(who, document)
    if document == "therapist":
        return _of_therapist(who, forms)
    part = forms[COVERING.index(who) % PARTS :: PARTS] if who in COVERING else ()
    if who in PEOPLE:
        return tuple(dict.fromkeys((*_both_papers(forms), *part)))
    in_turn = ("equipment", FRIDGE)[EVERYBODY.index(who) % 2]
    return part or ((Form("en", "letter", large_print=False),) if document in ("family", in_turn) else ())


def _of_therapist(who: str, forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """Ten times as long as any other document: both papers of the people, and large print of some stories in turn."""
    if who in PEOPLE:
        return _both_papers(forms)
    large = tuple(form for form in forms if form.large_print)
    turns = [name for name in COVERING if name not in PEOPLE][: LARGE_OF_THERAPIST * len(large)]
    return (large[turns.index(who) % len(large)],) if who in turns else ()


def _both_papers(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(form for form in forms if form.language == "en" and not form.large_print)


def jobs(all_forms: bool) -> list[Job]:
    forms_of = every_form if all_forms else usual_forms
    asked = [Job(who, document, forms_of(who, document)) for who in EVERYBODY for document in DOCUMENTS]
    return [job for job in asked if job.forms]


def faults_of(who: str, document: str, form: Form) -> list[str]:
    """What is wrong on the pages; those that are drawn for others too are looked at where they are drawn."""
    page = Page(who, document, form.language, form.paper)
    if not form.large_print and page in drawn.PAGES:
        return drawn.faults_of(page)
    return pressed.faults(_html_of(who, document, form))


def _html_of(who: str, document: str, form: Form) -> str:
    """How far the pages of a story look ahead goes by its place, so that each reach is tried on many."""
    told = {} if who in PEOPLE else {"look_ahead": LOOK_AHEADS[EVERYBODY.index(who) % len(LOOK_AHEADS)]}
    more: Any = told
    page = compose(plan_for(who, base()), document, language=form.language, **more)
    return render_html(page, paper=form.paper, large_print=form.large_print, grayscale=form.grayscale)
