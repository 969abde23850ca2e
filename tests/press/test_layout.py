"""Every document, on both papers, in usual and in large print, laid out for those who cover what pages can show, and for all."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest
from covering import COVERING, shown
from drawn import LANGUAGES
from forms_of_paper import Job, faults_of, jobs
from layout import unexpected
from pressed import faults
from stories import EVERYBODY

from planner.pages.compose import DOCUMENTS
from planner.press.render import PAPERS
from planner.reading.resources import resource

slow = pytest.mark.slow

FEWEST = 4  # people for each way of printing a document


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "job" in metafunc.fixturenames:
        asked = jobs(metafunc.config.getoption("--all-forms"))
        metafunc.parametrize("job", asked, ids=[f"{job.who}-{job.document}" for job in asked])


@slow
@pytest.mark.apart
def test_pages_have_no_fault_in_any_form(job: Job) -> None:
    found = {form: faults_of(job.who, job.document, form) for form in job.forms}
    assert {form: left for form, said in found.items() if (left := unexpected(said, job.who))} == {}


def test_everybody_is_laid_out_and_every_form_is_tried_on_many() -> None:
    usual = jobs(all_forms=False)
    assert {job.who for job in usual} == set(EVERYBODY)
    tried = Counter((job.document, form[:3]) for job in usual for form in job.forms)
    languages = {kind: ("en",) if kind == "therapist" else LANGUAGES for kind in DOCUMENTS}
    assert set(tried) == {(kind, way) for kind in DOCUMENTS for way in product(languages[kind], PAPERS, (False, True))}
    assert min(tried.values()) >= FEWEST
    assert {form.grayscale for job in usual for form in job.forms} == {False, True}


def test_all_forms_are_every_form_of_every_document_of_everybody() -> None:
    asked = {(job.who, job.document): {form[:3] for form in job.forms} for job in jobs(all_forms=True)}
    assert set(asked) == set(product(EVERYBODY, DOCUMENTS))
    assert {kind for (_, kind), forms in asked.items() if len(forms) != len(PAPERS) * 2 * len(LANGUAGES)} == {
        "therapist"
    }
    assert {len(forms) for (_, kind), forms in asked.items() if kind == "therapist"} == {len(PAPERS) * 2}


def test_those_who_cover_show_all_that_anybody_shows_and_each_is_needed() -> None:
    by_person = {who: shown(who) for who in EVERYBODY}
    covered = set().union(*(by_person[who] for who in COVERING))
    missing = {who: found - covered for who, found in by_person.items() if found - covered}
    assert missing == {}, "let this person stand in for one of COVERING, or join them"
    for who in COVERING:
        assert by_person[who].difference(*(by_person[other] for other in COVERING if other != who)), f"{who}: in vain"


def test_the_sheet_without_colour_moves_nothing() -> None:
    """Every form is laid out with colour or without, not with both: only colours and pictures may differ."""
    sheet = (resource("templates") / "styles" / "gray.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    said = [part.strip() for block in re.findall(r"\{(.*?)\}", rules, re.DOTALL) for part in block.split(";")]
    assert len(said) > 10
    allowed = re.compile(r'--[\w-]+: #[0-9A-F]{6}|background-image: url\("icons/gray/\w+\.svg"\)|')
    assert [part for part in said if not allowed.fullmatch(part)] == []
    icons = resource("templates") / "icons"
    for path in icons.glob("gray/*.svg"):
        frames = [
            re.findall(r'(?:viewBox|width|height)="[^"]*"', file.read_text()) for file in (path, icons / path.name)
        ]
        assert frames[0][:1] and frames[0] == frames[1], path.name


FRAME = "border:1pt solid;border-radius:1mm"
SHEET = '<html><style>@page{size:100mm 60mm;margin:14mm 5mm 5mm;@top-left{content:"%s";white-space:pre;width:20mm}}</style><body>'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f'<div style="{FRAME}"><p></p></div><p>x', "a frame (div) is empty"),
        (f'<div style="{FRAME};width:120mm">wide</div>', "the frame of 'wide' leaves the page sideways"),
        ('<p>one</p><p style="margin-top:-7mm">two</p>', "'one' and 'two' are drawn over each other"),
        (f"{SHEET % 'A head that is far too long for its place'}<p>x", "is cut at the @top-left"),
        (
            '<style>@page{size:100mm 60mm;margin:5mm}</style><div style="height:36mm"></div><h2>Alone</h2><p class="intro">With its sentence.</p><p style="break-before:page">next',
            "'Alone' stands alone",
        ),
        (
            '<style>@page{size:100mm 60mm;margin:5mm}</style><section class="call-table"><p style="margin-bottom:48mm">911<p>us</section>',
            "page 2: the table of calls is parted",
        ),
        (f"{SHEET % ''}<p>one<br>· two", "'· two' begins with a dot"),
    ],
)
def test_the_layout_check_finds_a_fault(page: str, expected: str) -> None:
    sheet = (
        page if page.startswith("<html") else f"<html><style>@page{{size:100mm 60mm;margin:5mm}}</style><body>{page}"
    )
    assert any(expected in said for said in faults(sheet)), faults(sheet)
