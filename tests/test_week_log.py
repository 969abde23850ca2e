"""More or less of the handout: a week log to fill in, or its first page alone, for those who asked for it."""

from __future__ import annotations

from io import BytesIO

import pytest
from layout import faults
from people import plan_of
from pypdf import PdfReader

from planner import compose, render_pdf
from planner.document import TableBlock
from planner.knowledge import Knowledge
from planner.render import pages_of, render_html
from planner.week_log import week_log
from planner.words import load_words


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


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_first_page_alone_is_one_page_names_no_others_and_carries_nothing(knowledge: Knowledge, paper: str) -> None:
    plan = plan_of("demo", knowledge)
    whole, alone = (compose(plan, "family", one_page=one_page) for one_page in (False, True))
    html = render_html(alone, paper=paper)
    assert pages_of(html) == 1 and faults(html) == []
    assert "next pages" not in html and "next pages" in render_html(whole, paper=paper)
    assert [block.kind for block in alone.blocks[:-1]] == ["title", "message", "columns", "calls", "quote"]
    assert not PdfReader(BytesIO(render_pdf(html, record=plan))).attachments
    assert compose(plan, "equipment", one_page=True) == compose(plan, "equipment")
