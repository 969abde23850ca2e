"""The therapist's plan: two pages that serve alone, scores as boxes, a record to fill in, and no sentence lost in its annex."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from layout import boxes
from people import PEOPLE, plan_of, scores, told

from planner import assess, compose, make_plan, read_intake, render_html
from planner.assessment.history import alsfrs_items
from planner.drawings.drawing import GRAY, PAPER, TINT
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Block, ListBlock, SignBlock, TableBlock
from planner.pages.document import Document
from planner.pages.therapist.blocks import ScoresBlock, TaughtBlock
from planner.pages.therapist.grid import DETAILED
from planner.pages.therapist.writer import Writer
from planner.plan.plan import Plan
from planner.press.press import lay_out

TODAY = date(2026, 11, 22)
ON_FRONT = ("demo", "almost_unknown", "late")
PAGES_AT_MOST = 24  # with no letter of the details below 9 points


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge) -> dict[str, Plan]:
    return {name: plan_of(name, knowledge) for name in PEOPLE}


def plan_for(knowledge: Knowledge, intake: Any) -> Plan:
    return make_plan(assess(read_intake(intake, knowledge, TODAY), knowledge, today=TODAY), knowledge)


def one(document: Document, kind: type[Block], **having: str) -> Any:
    return next(
        b for b in document.blocks if isinstance(b, kind) and all(getattr(b, k) == v for k, v in having.items())
    )


def titled(document: Document, key: str) -> Any:
    heading = load_words("en")(f"therapist.{key}")
    return next((block for block in document.blocks if getattr(block, "heading", "") == heading), None)


# --- pages --------------------------------------------------------------------------------------------------------


def pages_with(html: str, part: str) -> tuple[list[int], int]:
    """On which pages a part of the document stands, and how many pages there are."""
    found, pages = set(), lay_out(html).pages
    for number, page in enumerate(pages, 1):
        for box in boxes(page._page_box):
            element = getattr(box, "element", None)
            if element is not None and part in (element.get("class") or "").split():
                found.add(number)
    return sorted(found), len(pages)


@pytest.mark.slow
@pytest.mark.parametrize("who", ON_FRONT)
def test_from_problem_to_plan_takes_one_page_and_the_whole_stays_short(plans: dict[str, Plan], who: str) -> None:
    html = render_html(compose(plans[who], "therapist"))
    grid, pages = pages_with(html, "part-grid")
    assert len(grid) == 1
    assert grid == [2] or who != "demo", "the front of somebody without red flags is one page"
    assert pages <= PAGES_AT_MOST


@pytest.mark.parametrize("who", ON_FRONT)
def test_the_grid_holds_every_item_once_or_says_how_many_more(plans: dict[str, Plan], who: str) -> None:
    plan = plans[who]
    grid = one(compose(plan, "therapist"), TableBlock, part="grid")
    numbers = [int(n) for row in grid.rows for n in re.findall(r"(?:^|; )(\d+) ", row[2])]
    count = sum(item.timing in DETAILED for item in plan.items)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) == count or f"And {count - len(numbers)} more" in grid.note
    assert all(all(cell for at, cell in enumerate(row) if at != 1) for row in grid.rows)


def test_the_grid_names_what_to_order_now(plans: dict[str, Plan]) -> None:
    grid = one(compose(plans["demo"], "therapist"), TableBlock, part="grid")
    due = [order for order in plans["demo"].equipment if order.action == "order_now" and not order.put_off]
    assert due and all(plans["demo"].knowledge.equipment[order.id].name in grid.note for order in due)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_sentence_of_what_is_due_asked_or_held_is_lost(plans: dict[str, Plan], who: str) -> None:
    plan = plans[who]
    html = render_html(compose(plan, "annex"))
    writer = Writer(plan, load_words("en"))
    said = (
        re.sub(r"\s+", " ", html).replace("&#39;", "'").replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    )
    for item in plan.items:
        rule = plan.rule(item)
        expected = [rule.text.therapist.title]
        expected += [note.therapist for note in (*item.holds, *item.cautions)] if item.timing in DETAILED else []
        if item.timing in ("now", "prepare", "hold"):
            expected += [*rule.text.therapist.do, rule.position]
        for line in writer.fill(expected):
            assert line.replace("&", "&amp;") in said, (item.id, line)
    for position in plan.positions:
        assert all(line.replace("&", "&amp;") in said for line in writer.fill([position.question, position.position]))


def test_what_does_not_apply_names_the_fact_that_decided(plans: dict[str, Plan]) -> None:
    lines = titled(compose(plans["demo"], "annex"), "not_now_list").lines
    items = [item for item in plans["demo"].items if item.timing == "not_now"]
    assert len(lines) == len(items) and sum(": " in line for line in lines) > len(lines) / 2


# --- scores -------------------------------------------------------------------------------------------------------


def test_twelve_boxes_and_an_unknown_score_is_never_a_zero(plans: dict[str, Plan], knowledge: Knowledge) -> None:
    for who in PEOPLE:
        block = one(compose(plans[who], "therapist"), ScoresBlock)
        items = [item for group in block.groups for item in group]
        assert len(items) == len(alsfrs_items(knowledge.vocabulary)) == 12
        for name, item in zip(alsfrs_items(knowledge.vocabulary), items, strict=True):
            value = plans[who].values.get(name)
            assert item.score == (f"{value.low:g}" if value is not None and value.known else "")
    html = render_html(compose(plans["almost_unknown"], "therapist"))
    drawing = html.split('<section class="scores">')[1].split("</section>")[0]
    assert drawing.count("stroke-dasharray") == drawing.count(">?</text>") == 11
    assert "Speech not known" in drawing and "Walking 3" in drawing
    assert ">0</text>" not in drawing


def test_a_stale_score_is_asked_again(knowledge: Knowledge) -> None:
    old = {"patient": {"id": "old"}, "visits": [{"on": "2025-01-10", "facts": {"alsfrs_walking": 3}}]}
    block = one(compose(plan_for(knowledge, old), "therapist"), ScoresBlock)
    assert {item.score for group in block.groups for item in group} == {""}


@pytest.mark.parametrize(("totals", "line"), [((), 0), ((40,), 0), ((44, 40), 2), ((44, 44, 41), 3)])
def test_a_line_of_totals_needs_two_dated_ones(knowledge: Knowledge, totals: tuple[int, ...], line: int) -> None:
    items = alsfrs_items(knowledge.vocabulary)
    days = ("2026-03-10", "2026-06-20", "2026-11-20")[-len(totals) :] if totals else ()
    visits = [{"on": day, "facts": scores(items, total)} for day, total in zip(days, totals, strict=True)]
    block = one(compose(plan_for(knowledge, {"patient": {"id": "x"}, "visits": visits}), "therapist"), ScoresBlock)
    assert len(block.points) == line
    if line:
        assert block.points[0][0] == 0 and block.points[-1][0] == 1
        assert (block.highest, block.lowest) == (f"highest {max(totals)}", f"lowest {min(totals)}")
        assert all(f"{total} (" in block.totals_say for total in totals)


def test_the_drawings_start_with_words_and_carry_no_colour(plans: dict[str, Plan]) -> None:
    html = render_html(compose(plans["demo"], "therapist"))
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawings) == 3 and drawings == re.findall(r"<svg[^>]*><title>[^<]+</title>.*?</svg>", html, re.DOTALL)
    painted = re.findall(r'(?:fill|stroke)="([^"]*)"', "".join(drawings))
    assert set(painted) <= {"currentColor", "none", PAPER, TINT, GRAY}
    assert html == render_html(compose(plans["demo"], "therapist"))


def test_a_lower_score_is_a_darker_box_with_its_digit(plans: dict[str, Plan]) -> None:
    items = [item for group in one(compose(plans["late"], "therapist"), ScoresBlock).groups for item in group]
    by_score = {int(item.score): item.lost for item in items}
    assert by_score[0] == 1 and sorted(by_score.values()) == [by_score[n] for n in sorted(by_score, reverse=True)]


# --- the record of the visit --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ON_FRONT)
def test_every_precaution_of_what_is_taught_or_loads_is_checked_once(plans: dict[str, Plan], who: str) -> None:
    plan, words = plans[who], load_words("en")
    block = titled(compose(plan, "therapist"), "checks")
    assert isinstance(block, ListBlock) and block.ticks
    writer, expected = Writer(plan, words), set()
    for item in plan.items:
        rule = plan.rule(item)
        if item.timing in ("now", "prepare") and (rule.exercise or rule.kind == "teach"):
            expected |= set(writer.fill(part.then.therapist for part in (*rule.unless, *rule.caution)))
    assert sorted(line.rsplit(" (", 1)[0] for line in block.lines) == sorted(expected)


def test_a_check_says_what_applies_and_what_nobody_knows(plans: dict[str, Plan]) -> None:
    plan = plans["demo"]
    lines = titled(compose(plan, "therapist"), "checks").lines
    assert (
        "After any fall: recumbent or seated cycle instead of treadmill or walking alone. (applies today; 10)" in lines
    )
    assert any(line.startswith("A joint that is losing range") and "(not known, ask; " in line for line in lines)
    marks = ["applies" in line, "not known, ask" in line] if (line := lines[0]) else []
    assert marks == [True, False], "what applies stands first"


def test_teach_back_asks_to_be_shown_and_to_order_only_where_there_is_something(plans: dict[str, Plan]) -> None:
    demo = one(compose(plans["demo"], "therapist"), TaughtBlock)
    assert len(demo.prompts) == 4 and len(demo.lines) == 2
    nothing = replace(plans["demo"], items=(), equipment=())
    assert len(one(compose(nothing, "therapist"), TaughtBlock).prompts) == 2
    html = render_html(compose(plans["demo"], "therapist"))
    assert html.count('<span class="box">') == 2 * len(demo.prompts)


def test_the_papers_name_reader_look_ahead_and_state(plans: dict[str, Plan], knowledge: Knowledge) -> None:
    rows = one(compose(plans["demo"], "therapist"), TableBlock, part="papers").rows
    assert {row[:3] for row in rows} == {
        (paper, reader, "3 months")
        for paper in ("Your plan", "Equipment planner", "Fridge and emergency sheet")
        for reader in ("Person", "Helper")
    }
    assert {row[4] for row in rows} == {"Draft: not yet checked"}
    signed = plan_for(knowledge, told({"falls_1mo": 0}, review={"by": "A. Therapist", "on": "2026-11-22"}))
    assert {row[4] for row in one(compose(signed, "therapist"), TableBlock, part="papers").rows} == {"Checked"}


def test_the_sign_off_asks_for_all_that_a_signature_needs(plans: dict[str, Plan]) -> None:
    roles = dict(one(compose(plans["demo"], "therapist"), SignBlock).roles)
    assert list(roles) == ["Name, credential", "Licence no.", "Signature", "Date and time", "Look at this again by"]
    assert roles["Look at this again by"] == "21 February 2027"


def test_sources_are_those_cited_here(plans: dict[str, Plan]) -> None:
    html = render_html(compose(plans["demo"], "annex"))
    before, sources = html.split('<section class="sources">')
    listed = {int(n) for n in re.findall(r"<li>\[(\d+)\]", sources)}
    assert listed == {int(n) for n in re.findall(r"\[(\d+)\]", before)}
