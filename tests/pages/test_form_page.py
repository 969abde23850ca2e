"""The intake form on paper: every question once, told values in their boxes, an unknown never ticked, pages that hold."""

from __future__ import annotations

import io
import re
from collections import Counter
from random import Random
from typing import Any

import page
import pypdf
import pytest
from anybody import intake_of
from anybody import told as some_facts
from covering import each_day
from forms_on_paper import KINDS, WORDS, form, numbered, rows
from layout import boxes
from page_text import words_of
from people import PEOPLE, TODAY
from pressed import faults, pages_of, pdf_of
from stories import STORIES, day_of, intake_for

from planner import read_intake, render_html
from planner.language.questions import anchors
from planner.model.knowledge import Knowledge
from planner.pages.document import Document
from planner.pages.form.blocks import FormGridBlock, FormQuestionsBlock
from planner.pages.form.chapters import CONFIDENTIAL, chapters_of
from planner.pages.form.rows import Telling, notes, without_shared_start
from planner.press.press import lay_out

MM = 96 / 25.4  # px of the layout in one millimetre
NAME_IN_A_FILE = re.compile('<span class="fact-name">.*?</span>')  # for whoever types the clinic's form in
SECRET = re.compile(r"hospice|suicid|ending life|low mood|worn out|thinking or behaviour", re.IGNORECASE)


def ticked(document: Document) -> list[str]:
    return [row.label for row in rows(document) for cell in row.cells if cell.ticked]


# --- every question once ----------------------------------------------------------------------------------------


def test_every_fact_that_can_be_told_stands_in_one_chapter(knowledge: Knowledge) -> None:
    tellable = {fact.id for fact in knowledge.vocabulary.facts.values() if fact.origin != "derived"}
    asked = Counter(fact.id for facts in chapters_of(knowledge).values() for fact in facts)
    assert set(asked) == tellable
    assert set(asked.values()) == {1}


def test_every_question_is_printed_once_with_its_own_number(knowledge: Knowledge) -> None:
    found = numbered(form(knowledge))
    questions = [f for f in knowledge.vocabulary.facts.values() if f.origin != "derived" and not f.family]
    assert {number: len(printed) for number, printed in found.items() if len(printed) != 1} == {}
    assert len(found) == len(questions)
    labels = Counter(row.label for printed in found.values() for row in printed)
    for fact in questions:
        end = fact.question.partition(": ")[2]  # what a table leaves of questions that all begin alike
        said = {fact.question, f"{end[:1].upper()}{end[1:]}"} if fact.sides and end else {fact.question}
        assert sum(labels[one] for one in said) == 1, fact.id
    things = [row.label for row in rows(form(knowledge)) if not row.number]
    assert all(things.count(knowledge.equipment[device].name) == 1 for device in knowledge.vocabulary.devices)


def test_numbers_rise_as_one_reads_and_are_the_same_on_every_form(knowledge: Knowledge) -> None:
    numbers = [int(row.number) for row in rows(form(knowledge)) if row.number]
    assert numbers == sorted(numbers)
    whole = numbered(form(knowledge))
    for more in KINDS.values():
        for number, printed in numbered(form(knowledge, **more)).items():
            label = whole[number][0].label
            plain = (row.label.replace(" (left)", "").replace(" (right)", "").lower() for row in printed)
            assert all(one.endswith(label.lower()) for one in plain), number


def test_every_row_has_a_box_for_not_known(knowledge: Knowledge) -> None:
    for block in form(knowledge).blocks:
        if isinstance(block, FormQuestionsBlock):
            for row in block.rows:
                assert not row.number or [cell.text for cell in row.cells].count("not known") == 1, row.label
        elif isinstance(block, FormGridBlock) and any(row.number for row in block.rows):
            assert block.head.count("not known") == max(len(block.spans), 1)
            assert all(len(row.cells) == len(block.head) - 1 for row in block.rows)


def test_units_are_printed(knowledge: Knowledge) -> None:
    said = words_of(render_html(form(knowledge)))
    units = {
        fact.unit for fact in knowledge.vocabulary.facts.values() if fact.kind == "number" and fact.origin != "derived"
    }
    assert {unit for unit in units if unit not in said} == set()


def test_each_score_has_its_words(knowledge: Knowledge) -> None:
    items = [fact for fact in knowledge.vocabulary.facts.values() if fact.group == "alsfrs_r" and fact.kind == "grade"]
    assert len(items) == 12
    for fact in items:
        said = anchors(fact)
        assert sorted(said) == [0, 1, 2, 3, 4] and all(said.values()), fact.id
        assert ", ".join(f"{score} {said[score]}" for score in (4, 3, 2, 1, 0)) in fact.help
    orthopnea = knowledge.vocabulary["alsfrs_orthopnea"]
    assert anchors(orthopnea)[3] == "some trouble, two pillows or fewer"
    assert anchors(knowledge.vocabulary["pain_worst_0_10"]) == {}
    assert notes(knowledge.vocabulary["alsfrs_respiratory"]) == "Records use, not lung strength."


def test_a_shared_start_is_said_once() -> None:
    assert without_shared_start(["Strength: grip", "Strength: lifting"]) == ["Grip", "Lifting"]
    assert without_shared_start(["Strength: grip", "Pain"]) == ["Strength: grip", "Pain"]


# --- what is told, and what is not ------------------------------------------------------------------------------


@pytest.mark.parametrize("more", KINDS.values(), ids=list(KINDS))
def test_a_blank_form_tells_nothing(knowledge: Knowledge, more: dict[str, Any]) -> None:
    blank = form(knowledge, **more)
    assert ticked(blank) == []
    for row in rows(blank):
        assert row.told == ()
        assert all(cell.tick or not cell.text for cell in row.cells), row.label


def told_on_form(telling: Telling, said: str, written: str) -> bool:
    """Whether a value that counts is ticked or written, with its day where it ages; an old one is asked again."""
    fact, seen = telling.knowledge.vocabulary[written], telling.newest[written]
    if telling.raw(written) is None:
        line = WORDS("form.was", value=telling.say(written, seen.value), date=WORDS.short_day(seen.on))
        return line in said
    chosen = telling.boxes(written)
    if fact.kind in ("number", "date", "text") and written != "print_topics_held_back":
        shown = chosen[0].text in said if fact.kind != "text" else " ".join(chosen[0].text.split()) in said
    else:
        shown = sum(cell.ticked for cell in chosen) == (len(str(seen.value).split("|")) if fact.kind == "text" else 1)
    return shown and telling.day_of(written) in said


@pytest.mark.parametrize("name", STORIES)
def test_the_form_of_every_story_shows_every_told_value(knowledge: Knowledge, name: str) -> None:
    intake, today = intake_for(name, knowledge), day_of(name)
    telling = Telling(knowledge=knowledge, words=WORDS, intake=intake, today=today)
    document = form(knowledge, intake, today)
    said = words_of(render_html(document))
    assert telling.values
    assert {written for written in telling.values if not told_on_form(telling, said, written)} == set()
    counts = [written for written, value in telling.values.items() if value.known]
    kinds = {written: knowledge.vocabulary[written].kind for written in counts}
    boxes = [one for one, kind in kinds.items() if kind in ("yes_no", "choice", "grade") and not sided(knowledge, one)]
    assert len(ticked(document)) >= len(boxes)


def sided(knowledge: Knowledge, written: str) -> bool:
    """A fact of two sides told without one: it stands beside the boxes, because no box says "one of them"."""
    return knowledge.vocabulary[written].sides and written == knowledge.vocabulary[written].id


@pytest.mark.parametrize("seed", range(40))
def test_an_unknown_is_never_ticked_and_a_known_one_only_as_told(knowledge: Knowledge, seed: int) -> None:
    intake = intake_of(some_facts(knowledge, Random(seed), 0.5))
    telling = Telling(knowledge=knowledge, words=WORDS, intake=intake, today=TODAY)
    for written in knowledge.vocabulary:
        fact = knowledge.vocabulary[written]
        if fact.origin == "derived" or fact.kind in ("number", "date", "text"):
            continue
        marked = [cell.text for cell in telling.boxes(written) if cell.ticked]
        raw = telling.raw(written)
        assert marked == ([] if raw is None else [telling.say(written, raw)]), written


def test_an_answer_that_is_too_old_is_asked_again_in_words(knowledge: Knowledge) -> None:
    old = {"patient": {"id": "x"}, "visits": [{"on": "2025-06-03", "facts": {"weak_cough": True, "fvc_pct": 80}}]}
    document = form(knowledge, read_intake(old, knowledge, TODAY))
    told = {row.label: row for row in rows(document)}
    assert told["Is the cough weak?"].told == ("was yes on 3 Jun 2025: ask again",)
    assert told["Forced vital capacity (upright)"].told == ("was 80 % predicted on 3 Jun 2025: ask again",)
    assert ticked(document) == []


def test_left_and_right_stand_in_one_row_and_a_value_of_no_side_beside_it(knowledge: Knowledge) -> None:
    facts = {"mrc_grip_left": 2, "mrc_grip_right": {"value": 4, "on": "2026-10-01"}, "shoulder_pain": True}
    intake = read_intake({"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": facts}]}, knowledge, TODAY)
    told = {row.label: row for row in rows(form(knowledge, intake))}
    assert [at for at, cell in enumerate(told["Grip"].cells) if cell.ticked] == [2, 7 + 4]
    assert told["Grip"].told == ("left: 20 Nov 2026", "right: 1 Oct 2026")
    assert told["Does the shoulder hurt or slip?"].told == ("yes on one side, 20 Nov 2026: which side?",)


def test_the_day_of_the_new_visit_is_left_to_be_written(knowledge: Knowledge) -> None:
    intake = read_intake(PEOPLE["demo"], knowledge, TODAY)
    (row,) = [row for row in rows(form(knowledge, intake)) if row.label == "Date of this visit"]
    assert row.cells[0].text == "" and row.told == ("Last visit: 20 Nov 2026",)


def test_what_an_intake_holds_beside_its_facts_is_shown(knowledge: Knowledge) -> None:
    source = {
        "patient": {"id": "x", "language": "en"},
        "preferences": {"not_now": ["power_wheelchair"], "helper_may_see_more": False, "what_matters": "Sunday lunch"},
        "team": [{"role": "ALS clinic", "phone": "555-0142"}],
        "equipment": [{"item": "rollator", "status": "borrowed", "since": "2026-09-01", "route": "loan"}],
        "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
    }
    document = form(knowledge, read_intake(source, knowledge, TODAY))
    told = {row.label: row for row in rows(document)}
    assert told["Things you asked to wait with"].cells[0].text == knowledge.equipment["power_wheelchair"].name
    assert [cell.ticked for cell in told["May your helper's pages look further ahead than yours?"].cells] == [0, 1, 0]
    assert told["ALS clinic"].cells[1].text == "555-0142"
    assert [cell.text for cell in told["Rolling walker with seat and brakes"].cells[-2:]] == [
        "1 Sep 2026",
        "a loan closet",
    ]
    del source["preferences"]["helper_may_see_more"]  # type: ignore[attr-defined]
    unsaid = form(knowledge, read_intake(source, knowledge, TODAY))
    assert "May your helper's pages look further ahead than yours?" not in ticked(unsaid)


def test_topics_not_wanted_are_boxes(knowledge: Knowledge) -> None:
    source = {
        "patient": {"id": "x"},
        "preferences": {"print_topics_held_back": "money|end_of_life"},
        "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
    }
    intake = read_intake(source, knowledge, TODAY)
    for more in ({}, {"for_family": True}):
        (row,) = [row for row in rows(form(knowledge, intake, **more)) if row.label == "Topics not wanted on paper yet"]
        assert [cell.text for cell in row.cells if cell.ticked] == ["Money", "End of life"]
    assert "End of life" in words_of(render_html(form(knowledge)))
    assert "End of life" not in words_of(render_html(form(knowledge, for_family=True)))


# --- whom it is for ---------------------------------------------------------------------------------------------


def test_questions_in_confidence_stand_on_the_last_page_alone_and_no_family_gets_them(knowledge: Knowledge) -> None:
    secret = {
        fact.question for fact in knowledge.vocabulary.facts.values() if fact.confidential and fact.origin != "derived"
    }
    assert {fact.question for fact in chapters_of(knowledge)[CONFIDENTIAL]} == secret
    last = form(knowledge).blocks[-1]
    assert isinstance(last, FormQuestionsBlock) and last.new_page and "therapist only" in last.heading
    assert {row.label for row in last.rows} == secret
    for who in ("late", "demo"):
        intake = read_intake(PEOPLE[who], knowledge, TODAY)
        for short in (False, True):
            said = words_of(render_html(form(knowledge, intake, short=short, for_family=True)))
            assert not SECRET.search(said)
    assert SECRET.search(words_of(render_html(form(knowledge))))


def test_a_familys_form_asks_for_no_examination_and_carries_no_notes_of_the_clinic(knowledge: Knowledge) -> None:
    facts = {"fatigue": {"value": True, "note": "his wife says so"}, "fvc_pct": 70, "mrc_grip_left": 3}
    source = {
        "patient": {"id": "x"},
        "visits": [{"on": "2026-11-20", "facts": facts}],
        "equipment": [{"item": "hospital_bed", "status": "borrowed", "route": "hospice"}],
    }
    intake = read_intake(source, knowledge, TODAY)
    said = words_of(render_html(form(knowledge, intake, for_family=True)))
    assert "Is tiredness limiting the day?" in said and "his wife" not in said
    assert not re.search(r"MRC|vital capacity|predicted|\bstage\b|hospice", said, re.IGNORECASE)
    assert "a bed that moves" in said and knowledge.equipment["ceiling_lift"].family.name not in said
    assert "his wife says so" in words_of(render_html(form(knowledge, intake)))


@pytest.mark.parametrize(("country", "number"), [("US", "911"), ("UK", "999"), ("", "your emergency number")])
def test_a_familys_form_says_that_it_calls_nobody(knowledge: Knowledge, country: str, number: str) -> None:
    patient = {"id": "x", **({"country": country} if country else {})}
    visits = [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}]
    intake = read_intake({"patient": patient, "visits": visits}, knowledge, TODAY)
    assert f"call us or {number} now" in words_of(render_html(form(knowledge, intake, for_family=True)))


def test_the_short_form_asks_the_core_questions_alone(knowledge: Knowledge) -> None:
    core = {f.question for f in knowledge.vocabulary.facts.values() if f.core and not f.confidential}
    labels = {row.label.replace(" (left)", "").replace(" (right)", "") for row in rows(form(knowledge, short=True))}
    assert labels == core


# --- paper ------------------------------------------------------------------------------------------------------


def test_the_clinics_form_names_each_question_as_an_intake_file_does(knowledge: Knowledge) -> None:
    asked = {f.id for f in knowledge.vocabulary.facts.values() if f.origin != "derived" and not f.family}
    assert {row.name for row in rows(form(knowledge)) if row.number} == asked
    assert {row.name for row in rows(form(knowledge)) if row.name} == asked | set(knowledge.equipment)
    for more in ({"for_family": True}, {"short": True}):
        assert {row.name for row in rows(form(knowledge, **more))} == {""}


def test_no_raw_id_key_or_placeholder_is_printed(knowledge: Knowledge) -> None:
    for who in (None, "demo", "late"):
        intake = read_intake(PEOPLE[who], knowledge, TODAY) if who else None
        for more in KINDS.values():
            html = NAME_IN_A_FILE.sub("", render_html(form(knowledge, intake, **more)))
            said = words_of(html).replace("“None” means", "")
            assert not re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", said)
            assert "{" not in said and "None" not in said and "True" not in said


def test_what_a_person_wrote_is_escaped_and_no_name_is_in_the_title(knowledge: Knowledge) -> None:
    source = {
        "patient": {"id": "x", "name": "<b>&Rosa"},
        "preferences": {"what_matters": "<script>"},
        "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
    }
    html = render_html(form(knowledge, read_intake(source, knowledge, TODAY), name="<b>&Rosa"))
    assert "<script>" not in html and "&lt;script&gt;" in html and "<b>&Rosa" not in html
    assert "Rosa" not in re.findall(r"<title>(.*?)</title>", html)[0]
    assert "This file carries no data beside what you see." in html


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("who", ["demo", "almost_unknown"])
def test_the_short_form_takes_two_pages_filled_too(knowledge: Knowledge, who: str, paper: str) -> None:
    intake = read_intake(PEOPLE[who], knowledge, TODAY)
    assert pages_of(render_html(form(knowledge, intake, short=True, name="Rosa M."), paper=paper)) <= 2


def is_row(box: Any) -> bool:
    """A question of its own, or a row of a table that is not its head (a head is printed again on each page)."""
    if getattr(box, "element_tag", "") == "section":
        return str(box.element.get("class")).startswith("question ")
    return getattr(box, "element_tag", "") == "tr" and box.element.find("th[@scope='col']") is None


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, {"short": True}], ids=["whole", "short"])
def test_no_row_is_cut_and_each_has_room_for_a_hand_that_shakes(knowledge: Knowledge, more: dict[str, Any]) -> None:
    pages = [list(boxes(sheet._page_box)) for sheet in lay_out(render_html(form(knowledge, **more))).pages]
    found = [
        box
        for sheet in pages
        for box in sheet
        if getattr(box, "element_tag", "") == "span" and type(box).__name__ == "InlineBlockBox"
    ]
    heights: dict[int, float] = {}
    on_pages: Counter[int] = Counter()
    for sheet in pages:
        rows_here = {id(box.element): box for box in reversed(sheet) if is_row(box)}  # the outermost box of each
        on_pages.update(rows_here.keys())
        heights.update({name: box.border_height() for name, box in rows_here.items()})
    assert len(on_pages) > 30 and max(on_pages.values()) == 1
    assert min(heights.values()) >= 9 * MM
    squares = [box for box in found if str(box.element.get("class")).startswith("tickbox")]
    assert len(squares) > 100
    assert {round(size / MM, 1) for box in squares for size in (box.border_width(), box.border_height())} == {4.0}


@pytest.mark.slow
@pytest.mark.parametrize("more", KINDS.values(), ids=list(KINDS))
@pytest.mark.parametrize("who", [None, pytest.param("late", marks=pytest.mark.all_forms)])
def test_the_form_conforms_to_pdf_ua_1(knowledge: Knowledge, who: str | None, more: dict[str, Any]) -> None:
    intake = read_intake(PEOPLE[who], knowledge, TODAY) if who else None
    pdf = pdf_of(render_html(form(knowledge, intake, name=intake.name if intake else "", **more)))
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert all(f"Page {number} of {len(texts)}" in text for number, text in enumerate(texts, 1))
    assert all("Knowledge" in text for text in texts)
    if not more:
        assert "therapist only" in texts[-1] and not any(SECRET.search(text) for text in texts[:-1])


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["letter", pytest.param("a4", marks=pytest.mark.all_forms)])
@pytest.mark.parametrize("more", KINDS.values(), ids=list(KINDS))
@pytest.mark.parametrize("who", each_day((None, "late", "long_words"), "late"))
def test_nothing_overflows_and_no_heading_stands_alone(
    knowledge: Knowledge, who: str | None, more: dict[str, Any], paper: str
) -> None:
    intake = read_intake(PEOPLE[who], knowledge, TODAY) if who else None
    html = render_html(form(knowledge, intake, name=intake.name if intake else "", **more), paper=paper)
    assert faults(html) == []
    if "short" in more and who != "long_words":
        assert pages_of(html) <= 2
