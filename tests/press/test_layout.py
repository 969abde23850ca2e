"""Every document, on both papers, in usual and in large print, laid out for everybody in tests/stories."""

from __future__ import annotations

from collections import Counter

import pytest
from layout import faults
from stories import STORIES
from story_pages import WAYS, Job, all_faults, jobs

pytestmark = pytest.mark.slow

FEWEST = 4  # stories for each way of printing a document


@pytest.fixture(scope="module")
def found() -> dict[Job, list[str]]:
    return all_faults()


def test_every_story_is_laid_out_and_every_way_of_printing_is_tried_on_many() -> None:
    assert {job.story for job in jobs()} == set(STORIES)
    tried = Counter((job.document, job.paper, job.large_print) for job in jobs())
    assert set(tried) == set(WAYS) and min(tried.values()) >= FEWEST


@pytest.mark.parametrize(("document", "paper", "large_print"), WAYS)
def test_pages_of_the_stories_have_no_fault(
    found: dict[Job, list[str]], document: str, paper: str, large_print: bool
) -> None:
    way = (document, paper, large_print)
    assert {
        job: said for job, said in found.items() if said and (job.document, job.paper, job.large_print) == way
    } == {}


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
    ],
)
def test_the_layout_check_finds_a_fault(page: str, expected: str) -> None:
    sheet = (
        page if page.startswith("<html") else f"<html><style>@page{{size:100mm 60mm;margin:5mm}}</style><body>{page}"
    )
    assert any(expected in said for said in faults(sheet)), faults(sheet)
