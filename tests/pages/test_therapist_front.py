"""The therapist's plan: two pages that serve alone, scores as boxes, a record to fill in, and no sentence lost in its annex."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from layout import boxes
from people import PEOPLE, plan_of

from planner import assess, compose, make_plan, read_intake, render_html
from planner.drawings.drawing import GRAY, PAPER, TINT
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Block, HeadingBlock, SignBlock, TableBlock
from planner.pages.document import Document
from planner.pages.therapist.blocks import (
    AskBlock,
    BesideBlock,
    BreathBlock,
    LabelledBlock,
    ScoresBlock,
    TaughtBlock,
    TodayBlock,
    TodayLine,
)
from planner.pages.therapist.frame import DETAILED
from planner.pages.therapist.reasons import MOST, Reasons
from planner.pages.therapist.writer import Writer
from planner.plan.lines import PRESCRIPTION
from planner.plan.plan import Plan
from planner.press.press import lay_out

TODAY = date(2026, 11, 22)
ON_FRONT = ("demo", "almost_unknown", "late")
PAGES = 2
STAGE_ALONE = {"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": {"stage_by_therapist": 3}}]}


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


def pages_with(html: str, *parts: str) -> tuple[list[int], int]:
    """On which pages these parts of the document stand, and how many pages there are."""
    found, pages = set(), lay_out(html).pages
    for number, page in enumerate(pages, 1):
        for box in boxes(page._page_box):
            element = getattr(box, "element", None)
            if element is not None and {*parts} & {*(element.get("class") or "").split()}:
                found.add(number)
    return sorted(found), len(pages)


@pytest.mark.slow
@pytest.mark.parametrize("who", ON_FRONT)
def test_the_plan_is_two_pages_and_its_lines_and_what_is_asked_stand_on_the_first(
    plans: dict[str, Plan], who: str
) -> None:
    html = render_html(compose(plans[who], "therapist"))
    lines, pages = pages_with(html, "today", "ask")
    assert lines == [1] and pages == PAGES


@pytest.mark.parametrize("who", PEOPLE)
def test_every_act_of_today_stands_on_its_line_with_who_does_it(plans: dict[str, Plan], who: str) -> None:
    plan, writer = plans[who], Writer(plans[who], load_words("en"))
    block = one(compose(plan, "therapist"), TodayBlock)
    assert [line.number for line in block.lines] == [str(at + 1) for at in range(len(plan.agenda.today))]
    for line, told in zip(plan.agenda.today, block.lines, strict=True):
        said = " ".join(told.acts)
        for act in line.acts:
            names = act.moves if act.id == PRESCRIPTION else (act.id,)
            assert all(writer.title(name) in said for name in names)
        assert told.who and told.why and told.grave == (line.severity >= 2)


def test_what_gives_way_is_the_record_never_a_line_a_danger_or_a_question(plans: dict[str, Plan]) -> None:
    """Each shorter version has the same first page; of its tables it says how many rows the annex has more."""
    whole = compose(plans["late"], "therapist")
    versions = [whole]
    while versions[-1].shorter is not None:
        versions.append(versions[-1].shorter)
    assert [version.pages_at_most for version in versions] == [2, 2, 2, 2, 2, 3, 3, 0]
    assert versions[-1].blocks == versions[4].blocks, "what fits nowhere is printed as short as it gets"
    first = [_front(version) for version in versions]
    assert all(blocks == first[0] for blocks in first)
    precautions = one(versions[1], TableBlock, part="precautions")
    assert "more in the annex" in precautions.note


def _front(document: Document) -> list[Block]:
    """The first page, with the reasons left out: a line keeps one at least, and may lose others."""
    blocks = list(document.blocks)
    heading = next(block for block in blocks if isinstance(block, HeadingBlock))
    front = []
    for block in blocks[: blocks.index(heading)]:
        if isinstance(block, TodayBlock):
            assert all(line.why for line in block.lines)
            block = replace(block, lines=tuple(replace(line, why="") for line in block.lines))
        front.append(block)
    return front


@pytest.mark.slow
@pytest.mark.parametrize("who", ("demo", "almost_unknown"))
def test_what_is_filed_starts_a_page_and_no_table_of_it_breaks(plans: dict[str, Plan], who: str) -> None:
    html = render_html(compose(plans[who], "therapist"))
    assert pages_with(html, "new-page")[0] == [2] and pages_with(html, "part-to-get")[0] in ([], [2])


# --- reasons, and what is checked first ----------------------------------------------------------------------------


def lines_of(plan: Plan) -> dict[str, TodayLine]:
    lines = one(compose(plan, "therapist"), TodayBlock).lines
    return {line.problem: told for line, told in zip(plan.agenda.today, lines, strict=True)}


def test_a_line_says_the_fact_that_acts_with_its_side(plans: dict[str, Plan]) -> None:
    lines = lines_of(plans["demo"])
    assert (
        "(left)? yes" in lines["feet_and_falls"].why and "lifting the foot (left): MRC 3" in lines["feet_and_falls"].why
    )
    assert "Climbing stairs: 2" in lines["wheels"].why and "needed about 11 Jun 2027" in lines["wheels"].why
    assert ": none" not in " ".join(line.why for line in lines.values())


@pytest.mark.parametrize("who", PEOPLE)
def test_every_act_that_has_a_reason_has_one_on_its_line(plans: dict[str, Plan], who: str) -> None:
    plan = plans[who]
    reasons = Reasons(Writer(plan, load_words("en")))
    for line in plan.agenda.today:
        chosen = {reason.fact for reason in reasons.chosen(line)}
        assert all(chosen & {reason.fact for reason in act.because} for act in line.acts[:MOST] if act.because)


def asked_on(block: AskBlock) -> str:
    return " ".join([line for _, lines in block.lists for line in lines] + list(block.questions))


def test_what_is_checked_first_is_asked_on_the_same_page(knowledge: Knowledge) -> None:
    plan = plan_for(knowledge, STAGE_ALONE)
    writer, document = Writer(plan, load_words("en")), compose(plan, "therapist")
    below, items = asked_on(one(document, AskBlock)), knowledge.vocabulary.alsfrs_items  # the items are one question
    for line, said in zip(plan.agenda.today, one(document, TodayBlock).lines, strict=True):
        for act, words in zip(line.acts, said.acts, strict=False):
            apart = [name for name in act.asks if name not in items and writer.asks([name]) not in below]
            if act.check and apart:
                assert any(f"first check ({writer.asks([name])})" in words for name in apart), (act.id, apart)
    assert "Does the toe catch" in lines_of(plan)["feet_and_falls"].acts[0]


def test_a_list_that_guards_what_is_done_is_asked_whole(knowledge: Knowledge) -> None:
    block = one(compose(plan_for(knowledge, STAGE_ALONE), "therapist"), AskBlock)
    listed = dict(block.lists)["Before breath stacking"]
    safety = [fact for fact in knowledge.vocabulary.facts.values() if fact.pack == "stacking_safety"]
    assert [fact.id for fact in safety if fact.question not in listed] == []
    assert "Before breath stacking" not in block.more


def test_a_name_or_a_test_is_not_told_twice(knowledge: Knowledge) -> None:
    document = compose(plan_for(knowledge, STAGE_ALONE), "therapist")
    assert document.blocks[0].lines[0] == "x."  # type: ignore[attr-defined]
    assert one(document, BreathBlock).notes[0].count("Vital capacity") == 1


def every_row(document: Document) -> dict[str, tuple[str, ...]]:
    """Rows under labels, also of blocks that stand side by side."""
    beside = [b for block in document.blocks for _, column in getattr(block, "columns", ()) for b in column]
    return {label: said for b in (*document.blocks, *beside) if isinstance(b, LabelledBlock) for label, said in b.rows}


@pytest.mark.parametrize("who", PEOPLE)
def test_four_subjects_are_always_answered(plans: dict[str, Plan], who: str) -> None:
    said = " ".join(every_row(compose(plans[who], "therapist"))["Always answered"])
    for title in ("Wheelchair", "Feet and falls", "Breathing support", "Cough and mucus", "Energy conservation"):
        assert f"{title}: " in said


# --- things, and what is not on the family's pages ----------------------------------------------------------------


def test_dear_and_slow_things_come_first_with_their_days(plans: dict[str, Plan]) -> None:
    rows = one(compose(plans["demo"], "therapist"), TableBlock, part="to-get").rows
    assert len(rows) == 5
    thing, when, need, payer = rows[0]
    assert thing.startswith("Power wheelchair") and payer == "Medicare"
    assert (when, need) == ("by 4 Dec 2026 = 11 Jun 2027 − 189 d", "11 Jun 2027 – 7 Jan 2028")


def held_on(plan: Plan) -> str:
    beside = [b for block in compose(plan, "therapist").blocks for _, col in getattr(block, "columns", ()) for b in col]
    return next((b.intro for b in beside if getattr(b, "heading", "") == "Not on the family's pages"), "")


def test_nobody_is_said_to_have_asked_who_did_not_ask(knowledge: Knowledge) -> None:
    facts = {"alsfrs_walking": 3, "alsfrs_stairs": 2, "falls_3mo": 1, "alsfrs_dressing": 3}
    told = {"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": facts}]}
    assert "usual 3 months, nobody asked" in held_on(plan_for(knowledge, told))
    asked = held_on(plan_for(knowledge, {**told, "preferences": {"look_ahead": "3_months"}}))
    assert "asked to look ahead: 3 months" in asked and "nobody" not in asked


def test_in_large_print_nothing_stands_side_by_side(plans: dict[str, Plan]) -> None:
    large = compose(plans["demo"], "therapist").in_large_print
    assert large is not None and not any(isinstance(block, BesideBlock) for block in large.blocks)


def test_every_red_flag_stands_on_the_first_page_once_by_how_urgent_it_is(plans: dict[str, Plan]) -> None:
    """A number or a side stands behind it; that a question was answered with yes says nothing more."""
    plan = plans["late"]
    rows = dict(one(compose(plan, "therapist"), LabelledBlock).rows)
    flags = {flag.id: flag for flag in plan.knowledge.red_flags}
    by_urgency = dict(line.split(": ", 1) for line in rows["Red flags"])
    assert [*by_urgency] == ["Emergency", "Same day", "Within a week"] and len(plan.red_flags) > len(by_urgency)
    for raised in plan.red_flags:
        said = load_words("en")(f"urgency.{flags[raised.id].urgency}")
        assert by_urgency[said].count(flags[raised.id].therapist.say.split("{")[0].rstrip(".")) == 1
    assert "(Carbon dioxide in blood: 52 mmHg)" in by_urgency["Same day"] and "? yes" not in by_urgency["Same day"]
    assert "(left)" in by_urgency["Within a week"]


def test_nothing_is_said_of_a_visit_before_where_there_was_none(plans: dict[str, Plan]) -> None:
    told = {who: every_row(compose(plans[who], "therapist")) for who in ON_FRONT}
    assert [who for who, rows in told.items() if "Since" in rows] == ["demo"]
    assert " ".join(told["demo"]["Next visit"]).count("can wait") == 1, "a reason that many share is said once"


def test_a_breathing_test_shows_both_days_and_the_numbers_to_act_at(plans: dict[str, Plan]) -> None:
    rows = {row.name.split(",")[0]: row for row in one(compose(plans["demo"], "therapist"), BreathBlock).rows}
    capacity = rows["Vital capacity"]
    assert (capacity.was, capacity.now) == ("90 (12 Aug 2026)", "86 (20 Nov 2026)")
    assert capacity.act_at == ("< 80", "< 50") and capacity.gauge.now < (capacity.gauge.was or 0)
    assert all(0 < share < 1 for row in rows.values() for share in (row.gauge.now, *row.gauge.marks))


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
        assert len(items) == len(knowledge.vocabulary.alsfrs_items) == 12
        for name, item in zip(knowledge.vocabulary.alsfrs_items, items, strict=True):
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


def test_the_drawings_start_with_words_and_carry_no_colour(plans: dict[str, Plan]) -> None:
    html = render_html(compose(plans["demo"], "therapist"))
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawings) == 5 and drawings == re.findall(r"<svg[^>]*><title>[^<]+</title>.*?</svg>", html, re.DOTALL)
    painted = re.findall(r'(?:fill|stroke)="([^"]*)"', "".join(drawings))
    assert set(painted) <= {"currentColor", "none", PAPER, TINT, GRAY}
    assert html == render_html(compose(plans["demo"], "therapist"))


def test_a_lower_score_is_a_darker_box_with_its_digit(plans: dict[str, Plan]) -> None:
    items = [item for group in one(compose(plans["late"], "therapist"), ScoresBlock).groups for item in group]
    by_score = {int(item.score): item.lost for item in items}
    assert by_score[0] == 1 and sorted(by_score.values()) == [by_score[n] for n in sorted(by_score, reverse=True)]


# --- the record of the visit --------------------------------------------------------------------------------------


def test_precautions_are_those_of_the_lines_of_today_true_ones_first(plans: dict[str, Plan]) -> None:
    plan, writer = plans["demo"], Writer(plans["demo"], load_words("en"))
    rows = one(compose(plan, "therapist"), TableBlock, part="precautions").rows
    shown = {name for line in plan.agenda.today for act in line.acts for name in (act.id, *act.moves)}
    notes = [note for name in shown if (item := plan.item(name)) for note in (*item.holds, *item.cautions)]
    assert rows and {row[2] for row in rows} <= {" ".join(writer.fill([note.therapist])) for note in notes}
    states = [row[1] for row in rows]
    assert states == sorted(states, reverse=True) and set(states) <= {"true today", "not known"}


def test_teach_back_asks_to_be_shown_what_is_taught_today(plans: dict[str, Plan]) -> None:
    document = compose(plans["demo"], "therapist")
    (taught,) = [
        b
        for beside in document.blocks
        for _, column in getattr(beside, "columns", ())
        for b in column
        if isinstance(b, TaughtBlock)
    ]
    at = next(n for n, line in enumerate(plans["demo"].agenda.today, 1) if line.problem == "exercise")
    assert f"{at} Exercise prescription" in taught.prompts
    html = render_html(document)
    assert html.count('<span class="box">') == 2 * len(taught.prompts)


def test_the_sign_off_asks_for_all_that_a_signature_needs(plans: dict[str, Plan]) -> None:
    roles = dict(one(compose(plans["demo"], "therapist"), SignBlock).roles)
    assert list(roles) == ["Name, credential", "Licence no.", "Signature", "Date and time", "Look at this again by"]
    assert roles["Look at this again by"] == "21 February 2027"


def test_sources_are_those_cited_here(plans: dict[str, Plan]) -> None:
    html = render_html(compose(plans["demo"], "annex"))
    before, sources = html.split('<section class="sources">')
    listed = {int(n) for n in re.findall(r"<li>\[(\d+)\]", sources)}
    assert listed == {int(n) for n in re.findall(r"\[(\d+)\]", before)}
