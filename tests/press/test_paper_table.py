"""What the papers of every story hold, as a table: pages, the emptiest of them, boxes to tick, cards and words, in Letter."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pressed
import pytest
from covering import COVERING, each_day
from folders import ROOT
from layout import lines
from page_text import words_of
from stories import EVERYBODY, base, plan_for

from planner import compose, render_html
from planner.pages.compose import DOCUMENTS
from planner.press.press import lay_out

pytestmark = pytest.mark.slow

ACCEPT = 'make test-all WORKERS=0 ARGS="tests/press/test_paper_table.py --accept"'
TABLE = ROOT / "tests" / "golden" / "papers.txt"
HEAD = "| ".join(f"{kind}: pages emptiest% ticks cards words " for kind in DOCUMENTS) + "| the story"
TICK = re.compile(r'class="(?:tick-box|tick-before|entry[^"]* tick[^"]*)"')
TICKED_LIST, CARD = re.compile(r'<ul class="ticks">(.*?)</ul>', re.DOTALL), re.compile(r'class="(?:how-to|move)"')


def emptiest(pages: Any) -> int:
    """The share of the emptiest page, in percent, that lies under its last line."""
    found = []
    for page in pages:
        area = next(child for child in page._page_box.children if child.element_tag == "html")
        top, height = page._page_box.content_box_y(), page._page_box.height
        last = max((line.position_y + line.height for line in lines(area) if line.children), default=top)
        found.append(round(100 * (1 - (last - top) / height)))
    return max(0, *found)


def counts(who: str, kind: str) -> list[int]:
    html = render_html(compose(plan_for(who, base()), kind))

    def measured(page: str) -> bytes:
        pages = lay_out(page).pages
        return json.dumps([len(pages), emptiest(pages)]).encode()

    pages, empty = json.loads(pressed.once("table", html, measured))
    ticks = len(TICK.findall(html)) + sum(part.count("<li>") for part in TICKED_LIST.findall(html))
    return [pages, empty, ticks, len(CARD.findall(html)), len(words_of(html).split())]


def row(who: str) -> str:
    told = [" ".join(f"{count:>4}" for count in counts(who, kind)) for kind in DOCUMENTS]
    return " | ".join([*told, who])


@pytest.mark.parametrize("who", each_day(EVERYBODY, *COVERING[::3]))
def test_the_papers_of_a_story_are_as_they_were_accepted(who: str, request: pytest.FixtureRequest) -> None:
    found, kept = row(who), TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else [HEAD]
    if request.config.getoption("--accept"):
        rows = {line.rsplit(" | ", 1)[1]: line for line in kept[1:]} | {who: found}
        text = "\n".join([HEAD, *(rows[name] for name in EVERYBODY if name in rows)]) + "\n"
        Path(TABLE).write_text(text, encoding="utf-8")
        return
    before = next((line for line in kept[1:] if line.endswith(f" | {who}")), "")
    assert found == before, f"If this is meant: {ACCEPT}, and review the diff."


def test_the_table_has_a_row_for_everybody() -> None:
    assert [line.rsplit(" | ", 1)[1] for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]] == [*EVERYBODY]
