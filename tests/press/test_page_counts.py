"""How many pages each paper takes at most, how empty a page may be, and how small its print: the table of the design."""

from __future__ import annotations

import re

import pytest
from covering import COVERING
from letter_sizes import glyph_sizes
from pressed import pages_of, pdf_of
from stories import base, plan_for

from planner import compose, render_html
from planner.press.render import fitted

pytestmark = pytest.mark.slow

MOST = {
    ("therapist", "en"): 3, ("family", "en"): 4, ("family", "es"): 5, ("equipment", "en"): 3, ("equipment", "es"): 3,
    ("fridge", "en"): 1, ("fridge", "es"): 1,
}  # fmt: skip
LARGE = {("family", "en"): 10, ("equipment", "en"): 8, ("fridge", "en"): 1, ("fridge", "es"): 1}
SMALLEST = {"therapist": 9, "family": 12, "equipment": 12, "fridge": 12}  # running heads of families are 10 points
DAILY = ("demo", "late")
FURNITURE = 10  # points: the running head and foot


def everybody(config: pytest.Config) -> tuple[str, ...]:
    return COVERING if config.getoption("--all-forms") else DAILY


def forms() -> list[tuple[str, str, str]]:
    return [(kind, language, paper) for kind, language in MOST for paper in ("letter", "a4")]


@pytest.mark.parametrize(("kind", "language", "paper"), forms())
def test_a_paper_takes_no_more_pages_than_it_may(
    request: pytest.FixtureRequest, kind: str, language: str, paper: str
) -> None:
    found = {
        who: pages_of(render_html(compose(plan_for(who, base()), kind, language=language), paper=paper))
        for who in everybody(request.config)
    }
    assert {who: pages for who, pages in found.items() if pages > MOST[kind, language]} == {}


FEWER = {
    "A newly diagnosed man with one clumsy hand is at stage I and is taught, tested and referred now": 3,
    "A woman who passed every gate but whose lungs nobody has tested is asked first": 2,
    "almost_unknown": 2,
    "A breathing test of June counts as unknown since October, and a new one is asked for": 2,
    "A woman in hospice who said no to mask and tube has comfort, a crisis plan and no early talk": 3,
}


@pytest.mark.parametrize("who", FEWER)
def test_few_cards_and_moves_take_fewer_pages(who: str) -> None:
    html = render_html(compose(plan_for(who, base()), "family"))
    assert pages_of(html) == FEWER[who] and 'class="family sparing' in html


def test_places_to_write_down_calls_fill_the_page_on_which_a_long_list_ends() -> None:
    kinds = [type(block).__name__ for block in fitted(compose(plan_for("demo", base()), "equipment")).blocks]
    assert kinds.index("TableBlock") == kinds.index("BandsBlock") + 1 < kinds.index("OrderStepsBlock")


@pytest.mark.parametrize(("kind", "language", "paper"), [form for form in forms() if form[0] == "family"])
def test_the_whole_table_of_calls_stands_on_the_first_page(
    request: pytest.FixtureRequest, kind: str, language: str, paper: str
) -> None:
    """No version that lets it go on over the page is printed."""
    plans = {who: plan_for(who, base()) for who in everybody(request.config)}
    printed = {who: render_html(compose(plan, kind, language=language), paper=paper) for who, plan in plans.items()}
    assert [who for who, html in printed.items() if re.search(r'<main class="[^"]*parting', html)] == []


@pytest.mark.parametrize(("kind", "language"), LARGE)
def test_large_print_takes_no_more_pages_than_it_may(request: pytest.FixtureRequest, kind: str, language: str) -> None:
    found = {
        who: pages_of(render_html(compose(plan_for(who, base()), kind, language=language), large_print=True))
        for who in everybody(request.config)
    }
    assert {who: pages for who, pages in found.items() if pages > LARGE[kind, language]} == {}


@pytest.mark.parametrize("kind", SMALLEST)
def test_no_print_is_smaller_than_the_design_says(kind: str) -> None:
    sizes = glyph_sizes(pdf_of(render_html(compose(plan_for("demo", base()), kind))))
    least = min(SMALLEST[kind], FURNITURE) if kind != "fridge" else SMALLEST[kind]
    assert min(sizes) >= least - 0.05, sorted(sizes.items())[:3]
