"""The family's form in another language: every question said, the same boxes, marked where English has changed, room for it all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import page
import pytest
from covering import each_day
from forms_on_paper import KINDS, form, numbered, rows
from other_languages import (
    ENGLISH_WORDS,
    RTL,
    base_in,
    changed,
    findings,
    spoken_from,
)
from page_text import words_of
from people import PEOPLE, TODAY
from pressed import faults, pages_of, pdf_of
from stories import STORIES, day_of, intake_for

from planner import load_knowledge, read_intake, render_html
from planner.language.questions import QUESTIONS, in_english, is_asked_of_families, question_units
from planner.language.translations import in_language
from planner.language.words import load_words
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.pages.document import Document
from planner.pages.form.page import form_page

FAMILY = {name: more for name, more in KINDS.items() if more.get("for_family")}
SECRET = re.compile(r"hospic|suicid|quitarse la vida|ánimo|agotad|cambios en la forma de pensar", re.IGNORECASE)


def spoken_form(knowledge: Knowledge, language: str, intake: Intake | None = None, **more: Any) -> Document:
    """A family's form in a language."""
    said = {"for_family": True, "name": intake.name if intake else "", **more}
    return form_page(in_language(knowledge, language), load_words(language), TODAY, intake, **said)


def intake_of(who: str | None, knowledge: Knowledge) -> Intake | None:
    return read_intake(PEOPLE[who], knowledge, TODAY) if who else None


def english_in(document: Document, intake: Intake | None) -> list[str]:
    """Lines of a form that hold English words and were not told by the person."""
    said = words_of(render_html(document))
    told = (
        [intake.preferences.what_matters, *(part for m in intake.team for part in (m.role, m.when))] if intake else []
    )
    for own in sorted(filter(None, told), key=len, reverse=True):
        said = said.replace(own, "")
    return [line for line in said.splitlines() if ENGLISH_WORDS.search(line)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return base_in(tmp_path / "home")


# --- every question, and the same boxes ----------------------------------------------------------------------------


def test_every_question_that_families_are_asked_is_one_unit_and_no_other_is(knowledge: Knowledge) -> None:
    units = {unit.id: unit for unit in question_units(knowledge.vocabulary)}
    facts = knowledge.vocabulary.facts
    assert set(units) == {fact.id for fact in facts.values() if is_asked_of_families(fact)}
    assert not any(facts[name].confidential or facts[name].group in ("strength", "breathing_tests") for name in units)
    printed = {row.label for row in rows(form(knowledge, for_family=True)) if row.number}
    assert printed == {unit.texts["question"] for name, unit in units.items() if not facts[name].family}
    assert all(set(units[name].texts) > {f"answers.{one}" for one in facts[name].choices} for name in units)


def test_every_question_every_answer_and_every_unit_has_its_spanish(knowledge: Knowledge) -> None:
    english, spanish = in_english(knowledge.vocabulary), in_language(knowledge, "es").spoken.questions
    assert spanish is not None and spanish.keys() == english.keys()
    for name, asked in english.items():
        said = spanish[name]
        assert said.asks != asked.asks or name == "alsfrs_salivation", name
        assert said.answers.keys() == asked.answers.keys() and all(said.answers.values()), name
        assert bool(said.unit) == bool(asked.unit), name
        assert len(set(said.answers.values())) == len(said.answers), f"{name}: two answers sound alike"


def test_questions_of_the_vocabulary_stay_english_for_the_therapist(knowledge: Knowledge) -> None:
    assert in_language(knowledge, "es").vocabulary is knowledge.vocabulary
    assert knowledge.spoken.questions is None


@pytest.mark.parametrize("more", FAMILY.values(), ids=list(FAMILY))
@pytest.mark.parametrize("who", [None, *PEOPLE])
def test_the_boxes_and_their_numbers_are_those_of_the_english_form(
    knowledge: Knowledge, who: str | None, more: dict[str, Any]
) -> None:
    intake = intake_of(who, knowledge)
    spanish, english = (numbered(spoken_form(knowledge, code, intake, **more)) for code in ("es", "en"))
    assert spanish.keys() == english.keys()
    for number, printed in spanish.items():
        ticks = [
            [[(cell.tick, cell.ticked) for cell in row.cells] for row in form] for form in (printed, english[number])
        ]
        assert ticks[0] == ticks[1], number


@pytest.mark.parametrize("name", STORIES)
def test_spanish_has_the_words_for_every_story(reviewed: Knowledge, name: str) -> None:
    intake, today = intake_for(name, reviewed), day_of(name)
    said, words = in_language(reviewed, "es"), load_words("es")
    for more in FAMILY.values():
        document = form_page(said, words, today, intake, **more)
        assert english_in(document, intake) == []
        assert not re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\{|None", words_of(render_html(document)))


def test_what_is_too_old_and_what_has_no_side_is_said_in_spanish(knowledge: Knowledge) -> None:
    visits = [
        {"on": "2025-06-03", "facts": {"weak_cough": True, "falls_3mo": 2, "weight_kg": 70.5}},
        {"on": "2026-11-20", "facts": {"shoulder_pain": True, "walking_help": "rollator"}},
    ]
    intake = read_intake({"patient": {"id": "x"}, "visits": visits}, knowledge, TODAY)
    told = {row.label: row for row in rows(spoken_form(knowledge, "es", intake))}
    assert told["¿Tiene la tos débil?"].told == ("el 3 jun 2025 era sí: responda de nuevo",)
    assert told["Caídas en los últimos 3 meses"].told == ("el 3 jun 2025 era 2: responda de nuevo",)
    assert told["Peso"].told == ("el 3 jun 2025 era 70.5 kg: responda de nuevo",)
    assert told["¿Le duele el hombro o se le sale de lugar?"].told == ("sí en un lado, 20 nov 2026: ¿en cuál?",)
    ticked = [cell.text for row in told.values() for cell in row.cells if cell.ticked and cell.text]
    assert ticked == ["andador de 4 ruedas"]


@pytest.mark.parametrize("who", ["late", "demo"])
def test_what_was_told_in_confidence_stays_off_it(knowledge: Knowledge, who: str) -> None:
    for more in FAMILY.values():
        said = words_of(render_html(spoken_form(knowledge, "es", intake_of(who, knowledge), **more)))
        assert not SECRET.search(said) and "El final de la vida" not in said


# --- while nobody has reviewed it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("more", FAMILY.values(), ids=list(FAMILY))
def test_a_draft_says_so_and_that_it_calls_nobody_in_english_too(knowledge: Knowledge, more: dict[str, Any]) -> None:
    bar = load_words("es")("language_notes.draft")
    html = render_html(spoken_form(knowledge, "es", intake_of("late", knowledge), **more))
    head, body = html.split("<body")
    assert bar in words_of(body) and f'content: "{bar}"' in head
    assert "llámenos o llame al 999 ahora" in html
    assert re.search(r'<p class="in-english" lang="en"[^>]*>This form does not call for help\. .* 999 now\.</p>', html)
    blank = words_of(render_html(spoken_form(knowledge, "es", **more)))
    assert "llame al número de emergencia de su zona ahora" in blank and "call us or your emergency number now" in blank
    english = render_html(spoken_form(knowledge, "en", **more))
    assert bar not in english and 'lang="en" dir' not in english.split("<body")[1]


@pytest.mark.parametrize("more", FAMILY.values(), ids=list(FAMILY))
@pytest.mark.parametrize("who", [None, *PEOPLE])
def test_a_reviewed_form_has_no_bar_no_english_and_names_its_reviewer(
    reviewed: Knowledge, who: str | None, more: dict[str, Any]
) -> None:
    intake = intake_of(who, reviewed)
    document = spoken_form(reviewed, "es", intake, **more)
    said = words_of(render_html(document))
    assert load_words("es")("language_notes.draft") not in said
    assert "Traducción revisada por Ana Inventada." in said
    assert english_in(document, intake) == []


# --- never an old translation --------------------------------------------------------------------------------------


def test_a_changed_question_prints_english_marked_and_is_found(home: Path) -> None:
    changed(home / "stages" / "facts.yaml", 'question: "Does the knee give way?"', 'question: "Does a knee give way?"')
    with spoken_from(home) as knowledge:
        labels = [row.label for row in rows(spoken_form(knowledge, "es"))]
    assert "Does a knee give way? (en inglés)" in labels and "¿Se le dobla la rodilla sin querer?" not in labels
    (found,) = findings(home)
    assert re.match(
        rf"stages/translations/es/{QUESTIONS}\.yaml:\d+: The translation of 'knee_buckling' was made", found
    )


@pytest.mark.parametrize(
    ("file", "before", "after", "label", "answer"),
    [
        ("stages/facts.yaml", "3 early change,", "3 slower,", "Walking (en inglés)", "slower"),
        ("stages/facts.yaml", "[female, male, other]", "[female, male, other, unsaid]", "Sex, for lung test limits (en inglés)", "unsaid"),
        ("templates/words/en.yaml", "look_ahead: {now: Just now", "look_ahead: {now: Today", "How far ahead shall we print? (en inglés)", "Today"),
        ("stages/facts.yaml", 'unit: "falls"', 'unit: "times"', "Falls in the last 3 months (en inglés)", ""),
    ],
)  # fmt: skip
def test_a_changed_answer_or_unit_turns_its_whole_question(
    home: Path, file: str, before: str, after: str, label: str, answer: str
) -> None:
    changed(home / file, before, after)
    with spoken_from(home) as knowledge:
        (row,) = [row for row in rows(spoken_form(knowledge, "es")) if row.label == label]
        assert answer in [cell.text for cell in row.cells]
        assert any("was made from other English" in found for found in findings(home))


def test_a_missing_file_of_questions_prints_english_marked(home: Path) -> None:
    (home / "stages" / "translations" / "es" / f"{QUESTIONS}.yaml").unlink()
    with spoken_from(home) as knowledge:
        said = words_of(render_html(spoken_form(knowledge, "es")))
        assert "Weight (en inglés)" in said and "Preguntas para usted y quien le ayuda" in said
    assert len(findings(home)) == 1 and "all 123 texts of this file" in findings(home)[0]


# --- a language is its files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", FAMILY.values(), ids=list(FAMILY))
@pytest.mark.parametrize("who", [None, *PEOPLE])
def test_a_form_is_all_in_its_language(made_up: tuple[str, Knowledge], who: str | None, more: dict[str, Any]) -> None:
    language, knowledge = made_up
    intake = intake_of(who, knowledge)
    document = spoken_form(knowledge, language, intake, **more)
    assert english_in(document, intake) == []
    assert f'lang="{language}" dir="{"rtl" if language == RTL else "ltr"}">' in render_html(document)


@pytest.mark.slow
@pytest.mark.parametrize(("who", "paper"), [pytest.param(None, "letter", marks=pytest.mark.all_forms), ("demo", "a4")])
def test_a_third_more_letters_overflow_nowhere(made_up: tuple[str, Knowledge], who: str | None, paper: str) -> None:
    language, knowledge = made_up
    assert faults(render_html(spoken_form(knowledge, language, intake_of(who, knowledge)), paper=paper)) == []


# --- paper ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("more", FAMILY.values(), ids=list(FAMILY))
def test_a_form_with_both_languages_can_be_read_aloud(knowledge: Knowledge, more: dict[str, Any]) -> None:
    pdf = pdf_of(render_html(spoken_form(knowledge, "es", intake_of("late", knowledge), **more)))
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["letter", pytest.param("a4", marks=pytest.mark.all_forms)])
@pytest.mark.parametrize("more", FAMILY.values(), ids=list(FAMILY))
@pytest.mark.parametrize("who", each_day((None, *PEOPLE), "late", "long_words"))
def test_spanish_overflows_nowhere_and_the_short_form_takes_two_pages(
    knowledge: Knowledge, who: str | None, more: dict[str, Any], paper: str
) -> None:
    html = render_html(spoken_form(knowledge, "es", intake_of(who, knowledge), **more), paper=paper)
    assert faults(html) == []
    if "short" in more and who != "long_words":
        assert pages_of(html) <= 2


def test_reading_the_base_reads_no_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a translation was read")

    monkeypatch.setattr("planner.language.translations.read_sheets", never)
    knowledge = load_knowledge()
    assert in_language(knowledge, "en") is knowledge
    assert spoken_form(knowledge, "en").language == "en"
