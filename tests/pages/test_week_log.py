"""More or less of the handout: a week log to fill in, or its first page alone, for those who asked for it."""

from __future__ import annotations

from io import BytesIO

import pytest
from people import LATE, TODAY, plan_of
from pressed import faults, pages_of
from pypdf import PdfReader

from planner import assess, compose, make_plan, read_intake, render_pdf
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import QuoteBlock, TableBlock
from planner.pages.week_log import week_log
from planner.press.render import fitted, render_html


def test_it_has_seven_days_and_nothing_is_filled_in() -> None:
    tables = [block for block in week_log(load_words("en")) if isinstance(block, TableBlock)]
    days, measures = tables
    assert len(days.rows) == 7
    assert all(not cell for table in tables for row in table.rows for cell in row[1:])
    assert {len(row) for row in days.rows} == {len(days.head)} and {len(row) for row in measures.rows} == {4}


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_only_the_handout_has_it_and_only_where_asked_for(knowledge: Knowledge, paper: str) -> None:
    plan = plan_of("demo", knowledge)
    with_log, without = (compose(plan, "family", log=log) for log in (True, False))
    *before, line = without.blocks
    assert list(with_log.blocks[: len(before)]) == before and with_log.blocks[-1] == line
    assert len(with_log.blocks) == len(without.blocks) + 3
    assert compose(plan, "equipment", log=True) == compose(plan, "equipment")
    assert faults(render_html(with_log, paper=paper)) == []
    *shown, _ = fitted(without, paper=paper).blocks
    assert list(fitted(with_log, paper=paper).blocks[: len(shown)]) == shown, "no card gives way for the log"


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_first_page_alone_is_one_page_names_no_others_and_carries_nothing(knowledge: Knowledge, paper: str) -> None:
    plan = plan_of("demo", knowledge)
    whole, alone = (compose(plan, "family", one_page=one_page) for one_page in (False, True))
    html = render_html(alone, paper=paper)
    assert pages_of(html) == 1 and faults(html) == []
    assert "read the rest later" not in html and "read the rest later" in render_html(whole, paper=paper)
    assert [block.kind for block in alone.blocks[:-1]] == [
        "title",
        "quote",
        "first_thing",
        "panes",
        "dates",
        "call_table",
    ]
    assert not PdfReader(BytesIO(render_pdf(html, record=plan))).attachments
    assert compose(plan, "equipment", one_page=True) == compose(plan, "equipment")


def test_one_page_with_a_week_log_is_still_one_page(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    assert compose(plan, "family", one_page=True, log=True) == compose(plan, "family", one_page=True)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_first_page_is_one_page_with_danger_signs_and_a_long_wish_too(knowledge: Knowledge, paper: str) -> None:
    wish = "I want to sit at the window. " * 60
    facts = {"alsfrs_walking": 3, "falls_1mo": 2, "falls_3mo": 3, "coughs_on_drinks": True}
    told = {
        "patient": {"id": "invented-two-signs"},
        "preferences": {"what_matters": wish.strip()},
        "visits": [{"on": "2026-11-20", "facts": facts}],
    }
    plan = make_plan(assess(read_intake(told, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    html = render_html(compose(plan, "family", one_page=True), paper=paper)
    assert len(plan.red_flags) == 2 and "We saw a sign that needs care" in html
    assert pages_of(html) == 1 and faults(html) == []


def test_a_long_wish_begins_on_the_first_page_and_stands_whole_on_the_last(knowledge: Knowledge) -> None:
    wish = "I want to sit at the window. " * 20
    told = {**LATE, "preferences": {**LATE["preferences"], "what_matters": wish.strip()}}
    plan = make_plan(assess(read_intake(told, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    first, last = (block.text for block in compose(plan, "family").blocks if isinstance(block, QuoteBlock))
    assert first.endswith("…") and wish.startswith(first[:-1]) and last == wish.strip()


def test_where_dangers_fill_the_page_nothing_is_left_out(knowledge: Knowledge) -> None:
    """No sign is cut for the sake of one page; under a draft the English of what keeps people safe has a page of its own."""
    plan = plan_of("late", knowledge)
    html = render_html(compose(plan, "family", language="es", one_page=True))
    assert len(plan.red_flags) > 8 and pages_of(html) == 3 and faults(html) == []
    assert html.count('<section class="in-english-page"') == 1
