"""Sheets on a stage and the wall map: they say what is usual there, and to families neither a number nor a date."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from handed_over import ASKED, DAY, STAGES, TOPICS
from letter_sizes import SLACK, glyph_sizes
from pressed import faults, pages_of, pdf_of
from pypdf import PdfReader

from planner.model.knowledge import Knowledge
from planner.pages.handouts.blocks import MapCell, SheetBlock, SubjectsBlock, WallMapBlock
from planner.pages.handouts.for_therapists import topic_for_therapists
from planner.pages.handouts.stage import stage_document, stage_for_therapists, wall_map
from planner.pages.handouts.things import things_document, things_from
from planner.pages.handouts.topic import SheetAsked, topic_document
from planner.press.render import render_html


def text_of(html: str) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", html.split("<body")[1], flags=re.DOTALL)).split()
    )


@pytest.mark.parametrize("number", STAGES)
def test_a_sheet_speaks_of_all_that_is_usual_at_its_stage(number: int, knowledge: Knowledge) -> None:
    usual = knowledge.staging.stages[number - 1].usual
    assert usual and set(usual) <= set(knowledge.topics.stages[number - 1].recommendations)


@pytest.mark.parametrize("number", STAGES)
def test_a_family_reads_four_subjects_and_no_number_of_a_stage(number: int, knowledge: Knowledge) -> None:
    document = stage_document(number, knowledge, ASKED)
    (sheet,) = (block for block in document.blocks if isinstance(block, SheetBlock))
    (subjects,) = (block for block in sheet.blocks if isinstance(block, SubjectsBlock))
    assert [row.name for row in subjects.rows] == ["Feet", "Wheels", "Energy", "Breathing and cough"]
    assert 2 <= sum(row.picture is not None for row in subjects.rows) <= 3
    said = text_of(render_html(document))
    assert knowledge.staging.stages[
        number - 1
    ].family_label in said and "Everybody's course is different" in said.replace("&#39;", "'")
    assert not re.search(r"\b(stage|%|percent)\b", said.split("Knowledge")[0], re.IGNORECASE)
    assert "Call 911 now if" in said and "Call us the same day if" in said


@pytest.mark.parametrize("number", STAGES)
def test_breath_stacking_is_only_spoken_of_after_a_check(number: int, knowledge: Knowledge) -> None:
    told = knowledge.topics.stages[number - 1].breathing.now
    if "stacking" in told:
        assert "only after your team has checked" in told


def test_subjects_are_left_out_where_that_is_asked(knowledge: Knowledge) -> None:
    document = stage_document(3, knowledge, SheetAsked(today=DAY, without=frozenset({"wheels", "ask"})))
    (sheet,) = (block for block in document.blocks if isinstance(block, SheetBlock))
    (subjects,) = (block for block in sheet.blocks if isinstance(block, SubjectsBlock))
    assert [row.name for row in subjects.rows] == ["Feet", "Energy", "Breathing and cough"]
    assert "Ask your team" not in repr(sheet)


def test_the_therapist_reads_criteria_ladders_with_their_numbers_and_sources(knowledge: Knowledge) -> None:
    said = text_of(render_html(stage_for_therapists(3, knowledge, ASKED)))
    for part in (
        "Stage III",
        "Criteria",
        "Goals",
        "Power wheelchair evaluation",
        "Peak cough flow under 160",
        "Measure",
        "Sources",
        "[1]",
    ):
        assert part in said, part


def test_the_map_has_six_stages_and_its_fields_agree_with_the_advice(knowledge: Knowledge) -> None:
    assert set(knowledge.topics.map) <= set(knowledge.problems.problems)
    (block,) = (block for block in wall_map(knowledge, ASKED).blocks if isinstance(block, WallMapBlock))
    assert [stage[0] for stage in block.stages] == ["I", "II", "III", "IV", "V", "VI"]
    for name, cells in (*block.rows, *block.by_numbers):
        assert sum(cell.span for cell in cells) == 6, name
        assert all(isinstance(cell, MapCell) for cell in cells)
    for key, fields in knowledge.topics.map.items():
        begin = 1
        for field in fields:
            rule = knowledge.recommendation(field.of)
            if rule:
                assert set(range(begin, field.to + 1)) <= set(rule.stages), (key, field.says)
            begin = field.to + 1


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["letter", pytest.param("a3", marks=pytest.mark.all_forms)])
def test_in_large_print_the_map_is_a_page_for_each_stage_that_may_hang_alone(knowledge: Knowledge, paper: str) -> None:
    document = wall_map(knowledge, ASKED)
    html = render_html(document, paper=paper, large_print=True)
    assert faults(html) == []
    pdf = pdf_of(html)
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    stages = [stage.family_label for stage in knowledge.staging.stages]
    assert len(pages) == len(stages)
    assert all(stage in page and "Draft" in page for stage, page in zip(stages, pages, strict=True))
    assert min(glyph_sizes(pdf)) >= 18 - SLACK
    fields = {field.says for fields in knowledge.topics.map.values() for field in fields if field.says}
    assert {said for said in fields if said not in unescape(html)} == set()


def test_things_stand_in_the_order_in_which_they_become_usual(knowledge: Knowledge) -> None:
    early, late = ([thing.id for thing in things_from(stage, knowledge)] for stage in (1, 5))
    assert early.index("cane") < early.index("power_wheelchair") < early.index("floor_lift")
    assert "cane" not in late and "floor_lift" in late


def test_prices_are_told_where_they_hold_and_no_day_is(knowledge: Knowledge) -> None:
    there, elsewhere = (
        text_of(render_html(things_document(1, knowledge, SheetAsked(today=DAY, country=code))))
        for code in ("US", "GB")
    )
    assert "A light wheelchair" in there and "USD" in there and "hospice" not in there.casefold()
    assert "A light wheelchair" in elsewhere and "USD" not in elsewhere
    assert "2026" not in there.split("Knowledge")[0]


# --- on paper: a covering few each day, all of them before a release ------------------------------------------------

EACH_DAY = {"ankle_brace", "breath_stacking", "light_activity", "hand_aids_and_splints", "1", "3"}
FORMS = [
    (name, language, paper)
    for name in (*TOPICS, *map(str, STAGES))
    for language in ("en", "es")
    for paper in ("letter", "a4")
]
by_form = [
    pytest.param(*form, marks=() if form[0] in EACH_DAY and form[2] == "letter" else pytest.mark.all_forms)
    for form in FORMS
]


def test_all_topics_are_tried(knowledge: Knowledge) -> None:
    assert set(TOPICS) == set(knowledge.topics.sheets)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language", "paper"), by_form)
def test_each_sheet_keeps_to_its_pages_and_has_no_fault(
    name: str, language: str, paper: str, knowledge: Knowledge
) -> None:
    asked = SheetAsked(today=DAY, country="US", language=language)
    if name.isdigit():
        document, pages = stage_document(int(name), knowledge, asked), 1
    else:
        sheet = knowledge.topics.sheets[name]
        document, pages = topic_document(sheet, knowledge, asked), sheet.pages
    html = render_html(document, paper=paper)
    assert faults(html) == []
    assert pages_of(html) == pages + (language != "en"), "the English of a draft stands on a page of its own"
    assert faults(render_html(document, paper=paper, large_print=True)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "language"), [(1, "en"), (3, "es")])
def test_the_equipment_page_is_one_page(stage: int, language: str, knowledge: Knowledge) -> None:
    for paper in ("letter", "a4"):
        html = render_html(
            things_document(stage, knowledge, SheetAsked(today=DAY, country="US", language=language)), paper=paper
        )
        assert (pages_of(html), faults(html)) == (1, [])


@pytest.mark.slow
@pytest.mark.parametrize("number", [pytest.param(n, marks=() if n == 3 else pytest.mark.all_forms) for n in STAGES])
def test_the_therapists_stage_and_the_map_are_one_page_each(number: int, knowledge: Knowledge) -> None:
    assert pages_of(render_html(stage_for_therapists(number, knowledge, ASKED))) == 1
    for paper in ("letter", "a4", "a3"):
        html = render_html(wall_map(knowledge, ASKED), paper=paper)
        assert (pages_of(html), faults(html)) == (1, [])
    assert faults(render_html(topic_for_therapists(knowledge.topics.sheets["ankle_brace"], knowledge, ASKED))) == []


@pytest.mark.slow
def test_in_large_print_no_sheet_has_columns_or_a_small_letter(knowledge: Knowledge) -> None:
    """Its running head too; drawings of 76 mm in a cell of 16 were drawn over the words."""
    for document in (stage_document(4, knowledge, ASKED), things_document(3, knowledge, ASKED)):
        html = render_html(document, large_print=True)
        assert faults(html) == [] and "<table" not in html
        assert min(glyph_sizes(pdf_of(html))) >= 18 - SLACK
