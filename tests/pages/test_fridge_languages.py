"""The fridge sheet in another language: no fact decided again, as long as before, and English for a crew that reads no other."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path
from typing import Any

import page
import pytest
from forms_of_paper import PAPERS, PRINTS
from fridge_sheets import made, said, versions, worst
from letter_sizes import SLACK, SMALLEST, glyph_sizes
from other_languages import (
    ENGLISH_WORDS,
    LTR,
    RTL,
    Spoken,
    base_in,
    changed,
    findings,
    spoken_from,
    with_reviewed_spanish,
)
from page_text import words_of
from people import PEOPLE, plan_of
from pressed import faults, pages_of
from stories import STORIES, plan_for

from planner import compose, render_html, render_pdf
from planner.curation.language_check import translation_findings
from planner.curation.manner import never_printed
from planner.language.texts import Told, plan_with, units_of, with_texts
from planner.language.translations import in_language, plan_in_language
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Box
from planner.pages.document import Document
from planner.plan.plan import Plan

slow = pytest.mark.slow
WAYS = tuple(product(PAPERS, PRINTS))
EACH_DAY = (("letter", False), ("a4", True))
TRIED = [pytest.param(*way, marks=() if way in EACH_DAY else pytest.mark.all_forms) for way in WAYS]


def living_in(country: str, plan: Plan) -> Plan:
    return replace(plan, intake=replace(plan.intake, country=country))


def red(document: Document) -> Box:
    frames = [box for block in document.blocks for box in getattr(block, "frames", ())]
    (box,) = (box for box in frames if box.tone == "stop")
    return box


# --- the same choices, in other words ---------------------------------------------------------------------


def by_place(knowledge: Knowledge) -> Knowledge:
    """The base with every sentence of the sheet replaced by the place in which it stands."""

    def place(name: str, path: str, told: Told) -> Told:
        if isinstance(told, str):
            return f"{name}.{path}"
        return tuple(f"{name}.{path}.{at}" for at in range(len(told)))

    units = [unit for unit in units_of(knowledge) if unit.file == "fridge"]
    texts = {unit.name: {path: place(unit.id, path, told) for path, told in unit.texts.items()} for unit in units}
    return with_texts(knowledge, texts)


def test_every_sentence_and_name_of_the_sheet_can_be_said_otherwise(knowledge: Knowledge) -> None:
    places = [text for _, texts in by_place(knowledge).fridge.texts() for text in texts]
    assert len(set(places)) == len(places)
    assert all(re.fullmatch(r"(lines|talks_by|devices|every_day)\.[a-z_0-9.]+", text) for text in places)


@pytest.mark.parametrize(
    ("facts", "way"),
    [
        ({"communication_method": "speech"}, "talks_by.0.says"),
        ({"alsfrs_speech": 4}, "talks_by.6.says"),
        ({"communication_method": "speech_with_repeats"}, "talks_by.1.says"),
        ({"alsfrs_speech": 2}, "talks_by.7.says"),
        ({}, ""),
    ],
)
def test_of_two_ways_with_the_same_words_each_has_its_own_translation(
    knowledge: Knowledge, facts: dict[str, Any], way: str
) -> None:
    assert plan_with(made(knowledge, facts), by_place(knowledge)).emergency.talks_by == way


def test_two_lines_with_the_same_words_have_each_its_own_translation(knowledge: Knowledge) -> None:
    fridge = knowledge.fridge
    twin = fridge.lines["position"]["arms"]
    lines = {**fridge.lines, "position": dict.fromkeys(("not_flat", "head", "arms"), twin)}
    twins = replace(knowledge, fridge=fridge.model_copy(update={"lines": lines}))
    plan = plan_with(made(twins), by_place(twins))
    assert plan.emergency.lines["position"] == tuple(f"lines.position.{name}.says" for name in lines["position"])


def test_each_line_says_what_was_chosen_for_it(knowledge: Knowledge) -> None:
    facts = {"obstructive_lung_disease": True, "alsfrs_respiratory": 0, "tracheostomy": True, "cannot_lie_flat": True}
    emergency = plan_with(made(knowledge, facts), by_place(knowledge)).emergency
    assert emergency.lines["breathing"] == (
        "lines.breathing.weak_muscles.known.0",
        "lines.breathing.oxygen.says",
        "lines.breathing.support.known.0",
    )
    assert emergency.lines["position"][0] == "lines.position.not_flat.known.0"


def test_no_fact_is_looked_at_again(knowledge: Knowledge) -> None:
    """The choices stay those of the plan, also where the facts it was made from are gone."""
    plan = made(knowledge, {"niv_status": "in_use", "alsfrs_speech": 2})
    bare = replace(plan, values={})
    restated = plan_in_language(bare, "es").emergency
    assert restated == plan_in_language(plan, "es").emergency
    assert (restated.chosen, restated.way, restated.devices) == (
        plan.emergency.chosen,
        plan.emergency.way,
        plan.emergency.devices,
    )
    assert restated.talks_by == "Hablo. Pídame que lo repita."


def test_a_translation_changes_no_condition_and_no_source_of_the_sheet(knowledge: Knowledge) -> None:
    ours, theirs = knowledge.fridge, in_language(knowledge, "es").fridge
    assert list(ours.conditions()) == list(theirs.conditions()) and list(ours.every_day) == list(theirs.every_day)
    assert [line.evidence for line in ours.every_line()] == [line.evidence for line in theirs.every_line()]
    assert [device.topic for device in ours.devices.values()] == [device.topic for device in theirs.devices.values()]


# --- while nobody has reviewed it, and afterwards ---------------------------------------------------------


@pytest.mark.parametrize("who", PEOPLE)
def test_the_sheet_of_a_draft_is_the_english_one_with_a_bar(knowledge: Knowledge, who: str) -> None:
    plan = plan_of(who, knowledge)
    bar = load_words("es")("language_notes.fridge_in_english")
    draft = words_of(render_html(compose(plan, "fridge", language="es")))
    assert bar in draft and red(compose(plan, "fridge", language="es")).english is None
    lines = [line for told_of in plan.emergency.lines.values() for line in told_of]
    assert all(line in draft for line in lines) and "Respiración" not in draft


@pytest.mark.parametrize("who", PEOPLE)
def test_a_reviewed_sheet_is_all_in_its_language(reviewed: Knowledge, who: str) -> None:
    plan = living_in("ES", plan_of(who, reviewed))
    sheet = words_of(render_html(compose(plan, "fridge", language="es")))
    assert "Traducción revisada por Ana Inventada." in sheet
    assert "EMERGENCIA: tengo ELA" in sheet and load_words("es")("language_notes.fridge_in_english") not in sheet
    for line in plan_in_language(plan, "es").emergency.lines.values():
        assert all(one in sheet for one in line)
    english = {one for line in plan.emergency.lines.values() for one in line}
    english |= {device.name for device in plan.knowledge.fridge.devices.values()} | {
        plan.emergency.talks_by or "I speak"
    }
    assert not any(one in sheet for one in english)


@slow
@pytest.mark.parametrize("language", [RTL, LTR])
def test_any_language_brings_the_whole_sheet(spoken: Spoken, language: str) -> None:
    with spoken.speaking(language) as knowledge:
        for who in PEOPLE:
            plan = living_in("DE", plan_of(who, knowledge))
            html = render_html(compose(plan, "fridge", language=language))
            own = [member.role for member in plan.intake.team] + [member.when for member in plan.intake.team]
            sheet = words_of(html)
            for text in sorted(filter(None, own), key=len, reverse=True):
                sheet = sheet.replace(text, "")
            assert [line for line in sheet.splitlines() if ENGLISH_WORDS.search(line)] == []
            assert pages_of(html) == 1 and faults(html) == []


def test_a_line_that_has_changed_prints_in_english_with_a_mark(tmp_path: Path) -> None:
    home = with_reviewed_spanish(tmp_path / "home")
    file = home / "stages" / "fridge.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("says: Do not pull on my arms.", "says: Never pull on my arms."), encoding="utf-8")
    with spoken_from(home) as knowledge:
        sheet = words_of(render_html(compose(plan_of("demo", knowledge), "fridge", language="es")))
        assert "\nNever pull on my arms. (en inglés)\n" in sheet and "No me jale" not in sheet
        assert "Sostenga mi cabeza" in sheet
        (found,) = translation_findings(knowledge, "es")
        assert "'lines.position.arms' was made from other English" in found.what and found.line


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("    - Respiro con una máquina por un tubo en la tráquea. Déjela conectada, o use una bolsa (ambú).\n", "", "There are 3 lines in English and 2 here."),
        ("lines.breathing.support.says:", "lines.breathing.support.say:", "'lines.breathing.support.says' is missing."),
        ("Aspirador de flemas", "Máquina de flemas", "'Suction machine' is not said as the glossary has it."),
    ],
)  # fmt: skip
def test_check_tells_what_is_wrong_in_its_translation(tmp_path: Path, before: str, after: str, expected: str) -> None:
    home = base_in(tmp_path / "home")
    changed(home / "stages" / "translations" / "es" / "fridge.yaml", before, after)
    assert any(
        re.match(r"stages/translations/es/fridge\.yaml:\d+: ", found) and expected in found for found in findings(home)
    )


def test_check_tells_what_is_not_translated(tmp_path: Path) -> None:
    home = base_in(tmp_path / "home")
    file = home / "stages" / "translations" / "es" / "fridge.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"  devices\.mask.*\n", "", text), encoding="utf-8")
    (missing,) = findings(home)
    assert "fridge.yaml: Not in 'es': devices.mask." in missing
    file.unlink()
    (missing,) = findings(home)
    assert "fridge.yaml: Not in 'es': all 29 texts of this file." in missing


def test_oxygen_is_never_forbidden_in_spanish_and_nothing_is_told_that_is_never_printed(reviewed: Knowledge) -> None:
    texts = [text for _, texts in in_language(reviewed, "es").fridge.texts() for text in texts]
    assert not any(re.search(r"\b(no|nunca)\b[^.]*oxígeno", text, re.IGNORECASE) for text in texts)
    assert [text for text in texts if never_printed(text)] == []
    assert "No es una orden: primero van las normas locales." in said_in_spanish(plan_of("demo", reviewed))


def said_in_spanish(plan: Plan, **how: Any) -> str:
    return words_of(render_html(compose(plan, "fridge", language="es"), **how))


# --- English for a crew that may read nothing else --------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "english"),
    [
        *((code, True) for code in ("US", "CA", "UK", "GB", "AU", "IE", "EU")),
        *((code, True) for code in ("", "other", "NZ", "MX")),
        *((code, False) for code in ("ES", "DE", "FR")),
    ],
)
def test_the_red_box_is_said_in_english_too_unless_the_crew_is_known_to_read_another(
    reviewed: Knowledge, country: str, english: bool
) -> None:
    plan = living_in(country, plan_of("demo", reviewed))
    sheet = compose(plan, "fridge", language="es")
    told = red(sheet).english
    assert (told is not None) == english
    assert red(compose(plan, "fridge")).english is None
    if told is not None:
        assert told.heading == "EMERGENCY: I have ALS (MND)"
        lines, breathing = tuple(entry.text for entry in told.entries), plan.emergency.lines["breathing"]
        assert lines[: len(breathing)] == breathing
        assert lines == tuple(entry.text for entry in red(compose(plan, "fridge")).entries), "and the usual reading"
        assert f"{told.heading}. {' '.join(lines)}" in words_of(render_html(sheet))


def test_the_english_is_marked_as_english_and_is_the_last_to_go(reviewed: Knowledge) -> None:
    sheet = compose(plan_of("demo", reviewed), "fridge", language="es")
    assert '<p class="in-english" lang="en" dir="ltr">' in render_html(sheet)
    for chain in (versions(sheet), versions(sheet.in_large_print)):
        bilingual = [red(version).english is not None for version in chain]
        assert bilingual == sorted(bilingual, reverse=True) and bilingual.count(True) == bilingual.count(False)


def test_a_countrys_english_codes_are_its_own(knowledge: Knowledge) -> None:
    assert all(set(country.english) <= set(country.codes) for country in knowledge.countries.values())


# --- one page ---------------------------------------------------------------------------------------------


def fits(plan: Plan, paper: str, large_print: bool) -> str:
    """The Spanish sheet, laid out; it has its English, one page (two in large print) and no fault."""
    html = render_html(compose(plan, "fridge", language="es"), paper=paper, large_print=large_print)
    assert pages_of(html) <= (2 if large_print else 1) and faults(html) == []
    assert 'class="in-english"' in html
    return words_of(html)


@pytest.mark.parametrize(("paper", "large_print"), TRIED)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_spanish_sheet_fits_for_everybody(reviewed: Knowledge, who: str, paper: str, large_print: bool) -> None:
    fits(plan_of(who, reviewed), paper, large_print)


@pytest.mark.parametrize(("paper", "large_print"), TRIED)
def test_the_worst_case_fits_in_spanish_too_and_keeps_what_a_crew_acts_on(
    reviewed: Knowledge, paper: str, large_print: bool
) -> None:
    plan = worst(reviewed)
    sheet = fits(plan, paper, large_print)
    assert all(
        f"\n{heading}\n" in sheet for heading in ("Quién soy", "Llame primero", "Respiración", "Postura", "Medicinas")
    )
    for lines in plan_in_language(plan, "es").emergency.lines.values():
        assert all(line in sheet for line in lines)


@slow
def test_the_spanish_sheet_fits_for_the_people_of_the_stories(reviewed: Knowledge, tellers: tuple[str, ...]) -> None:
    for story, (paper, large_print) in zip(STORIES, cycle(WAYS), strict=False):
        if story in tellers:
            fits(plan_for(story, reviewed), paper, large_print)


@pytest.mark.parametrize("paper", PAPERS)
def test_large_print_says_on_the_front_what_stands_on_the_back(reviewed: Knowledge, paper: str) -> None:
    front, back = said_in_spanish(plan_of("demo", reviewed), paper=paper, large_print=True).split("Vea el otro lado: ")
    assert "\nRespiración\n" in front and "\nPostura\n" not in front
    assert back.startswith("mi postura, medicinas, lo que uso, comida, bebida y alergias.") and "\nPostura\n" in back


@slow
@pytest.mark.parametrize("large_print", PRINTS)
def test_no_letter_of_the_sheet_with_two_languages_is_small_and_it_can_be_read_aloud(
    reviewed: Knowledge, large_print: bool
) -> None:
    pdf = render_pdf(render_html(compose(worst(reviewed), "fridge", language="es"), large_print=large_print))
    least = SMALLEST["fridge"] if large_print else 12
    assert {size: text for size, text in glyph_sizes(pdf).items() if size < least - SLACK} == {}
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_english_sheet_is_what_it_was(knowledge: Knowledge) -> None:
    """Asked for in English, nothing of another language is on it."""
    plan = plan_of("demo", knowledge)
    assert "in-english" not in render_html(compose(plan, "fridge")).split("<body")[1]
    assert "Breathing" in said(plan)
