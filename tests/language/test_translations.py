"""Family texts in another language: the same plan, never an old translation, and English beside what guards safety."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml
from folders import GOLDEN
from other_languages import base_in, changed, findings, spoken_from, with_reviewed_spanish
from page_text import fullest, words_of
from people import PEOPLE, plan_of
from stamping import stamp, stamped

from planner import compose, load_knowledge, render_html
from planner.curation.language_check import language_findings
from planner.exports.calendar import calendar_file
from planner.exports.purchase_list import purchase_list
from planner.language.texts import Unit, fits, plan_with, units_of
from planner.language.translations import all_units, digest_of_unit, in_language, plan_in_language
from planner.language.wording import thing_name
from planner.language.words import Words, load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import RecordBlock
from planner.pages.document import Document
from planner.pages.family_blocks import CallTableBlock, EnglishBlock, HowToBlock, MovesBlock
from planner.plan.disclosure import orders_for
from planner.plan.plan import Plan

BRACE = "light_ankle_brace_leaf_spring"
MARK = "Esta parte está en inglés. Pida un intérprete."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return base_in(tmp_path / "home")


def spanish_page(plan: Plan, kind: str = "family", *, large_print: bool = False) -> str:
    html = render_html(compose(plan, kind, language="es"), large_print=large_print)
    return words_of(html).replace(plan.knowledge.digest, "DIGEST")


# --- the same plan --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", PEOPLE)
def test_translating_changes_no_timing_and_no_fact(knowledge: Knowledge, who: str) -> None:
    plan = plan_of(who, knowledge)
    said = plan_in_language(plan, "es")
    assert plan_with(said, plan.knowledge) == plan, "said in English again, it is the plan that it was"
    assert [(item.id, item.timing, item.start_by, item.asks) for item in said.items] == [
        (item.id, item.timing, item.start_by, item.asks) for item in plan.items
    ]
    assert (said.values, said.stage, said.red_flags, said.intake) == (
        plan.values,
        plan.stage,
        plan.red_flags,
        plan.intake,
    )


def test_a_translation_touches_nothing_but_what_families_read(knowledge: Knowledge) -> None:
    spanish = in_language(knowledge, "es")
    for ours, theirs in zip(knowledge.recommendations, spanish.recommendations, strict=True):
        assert theirs.text.therapist == ours.text.therapist
        assert (theirs.when, theirs.done_when, theirs.ahead, theirs.evidence) == (
            ours.when, ours.done_when, ours.ahead, ours.evidence,
        )  # fmt: skip
        assert [part.condition for part in theirs.unless] == [part.condition for part in ours.unless]
        assert [part.then.therapist for part in theirs.caution] == [part.then.therapist for part in ours.caution]
    assert (spanish.limits, spanish.vocabulary, spanish.digest) == (
        knowledge.limits,
        knowledge.vocabulary,
        knowledge.digest,
    )
    assert in_language(knowledge, "es") is spanish, "made once"
    assert in_language(knowledge, "en") is knowledge


def test_every_family_text_has_its_spanish(knowledge: Knowledge) -> None:
    english = {unit.name: unit for unit in units_of(knowledge)}
    spanish = {unit.name: unit for unit in units_of(in_language(knowledge, "es"))}
    assert english.keys() == spanish.keys()
    for name, unit in english.items():
        for path, told in unit.texts.items():
            assert fits(told, spanish[name].texts[path]), (name, path)
    same = {name for name, unit in english.items() if unit.texts == spanish[name].texts}
    names = ("medicare", "medicaid", "support_at_home")  # of programmes
    assert same == {("equipment", f"routes.named.{name}") for name in names}


def test_the_therapists_document_stays_english(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    assert compose(plan, "therapist", language="es") == compose(plan, "therapist")


def test_emergency_numbers_stay_those_of_the_country(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    for country, said in (
        ("US", "Llame al 911 ahora"),
        ("EU", "Llame al 112 ahora"),
        ("", "Llame al número de emergencia"),
    ):
        page = compose(replace(plan, intake=replace(plan.intake, country=country)), "family", language="es")
        assert said in words_of(fullest(page))


@pytest.mark.parametrize("kind", ["family", "equipment", "fridge"])
def test_golden_text_in_spanish(
    knowledge: Knowledge, reviewed: Knowledge, request: pytest.FixtureRequest, kind: str
) -> None:
    """The fridge sheet as it is once somebody has reviewed the language: until then it is the English one."""
    base = reviewed if kind == "fridge" else knowledge
    said, file = spanish_page(plan_of("demo", base), kind), GOLDEN / f"demo.{kind}.es.txt"
    if request.config.getoption("--accept"):
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8"), (
        'If this is meant: make test ARGS="tests/language/test_translations.py --accept", and review the diff.'
    )


def test_calendar_and_purchase_list_are_said_in_spanish_too(knowledge: Knowledge) -> None:
    plan, words = plan_in_language(plan_of("demo", knowledge), "es"), load_words("es")
    dates = calendar_file(plan, words, "all").replace("\r\n ", "")
    assert "Plan de cuidados: algo que pedir" in dates and words("language_notes.draft") in dates
    listed = purchase_list(plan, words, "all")
    assert all(thing_name(plan, order.id) in listed for order in orders_for(plan, "all").to_do)
    assert "Una" in listed


# --- never an old translation ---------------------------------------------------------------------------------


def test_where_english_has_changed_english_prints_with_a_mark(home: Path) -> None:
    rule = home / "stages" / "recommendations" / "orthoses" / f"{BRACE}.yaml"
    changed(rule, "A light brace for {part_foot}", "A soft brace for {part_foot}")
    with spoken_from(home) as knowledge:
        said = spanish_page(plan_of("demo", knowledge), large_print=True)  # where no card has to give way
        assert "A soft brace for the foot (en inglés)" in said
        assert f"{MARK} The muscles that lift your foot are tired." in said
        assert "Un aparato liviano para su pie" not in said
        digest = digest_of_unit(next(unit for unit in all_units(knowledge) if unit.id == BRACE))
    (found,) = findings(home)
    assert re.fullmatch(
        rf"stages/translations/es/orthoses\.yaml:\d+: The translation of '{BRACE}' was made from other English\. "
        rf"Look it over, then write '{BRACE}: {digest}' under 'of'\.",
        found,
    )


def test_a_unit_that_is_missing_prints_in_english_with_a_mark(home: Path) -> None:
    file = home / "stages" / "translations" / "es" / "always_call.yaml"
    file.unlink()
    with spoken_from(home) as knowledge:
        said = spanish_page(plan_of("demo", knowledge))
        assert "you choke and it does not clear (en inglés)" in said
    assert findings(home) == [
        "stages/translations/es/always_call.yaml: Not in 'es': all 4 texts of this file. "
        "Translate them; until then they print in English, marked."
    ]


def test_a_clinics_own_wording_prints_in_english_until_the_clinic_translates_it(tmp_path: Path) -> None:
    clinic = tmp_path / "our-clinic"
    clinic.mkdir()
    title = "A light brace from our workshop"
    texts = {BRACE: {"family": {"title": title}, "why": "We make them here."}}
    (clinic / "texts.yaml").write_text(yaml.safe_dump(texts), encoding="utf-8")
    layered = load_knowledge(clinic)
    assert f"{title} (en inglés)" in spanish_page(plan_of("demo", layered))
    assert list(language_findings(layered)) == [], "what a layer changes is not for the base's translators"

    (unit,) = (unit for unit in all_units(layered) if unit.id == BRACE)
    (ours,) = (unit for unit in all_units(in_language(load_knowledge(), "es")) if unit.id == BRACE)
    said = {**ours.texts, "family.title": "Un aparato liviano de nuestro taller"}
    notes = [
        {"english": english, "says": line} for english, line in zip(unit.texts["notes"], said["notes"], strict=True)
    ]
    units = {f"{BRACE}.{path}": list(told) if isinstance(told, tuple) else told for path, told in said.items()}
    folder = clinic / "translations" / "es"
    folder.mkdir(parents=True)
    head: dict[str, Any] = {"language": "es", "status": "machine_draft", "reviewed": {"by": ""}}
    file = {**head, "units": {**units, f"{BRACE}.notes": notes}, "of": {BRACE: digest_of_unit(unit)}}
    (folder / "orthoses.yaml").write_text(yaml.safe_dump(file, allow_unicode=True, width=10**6), encoding="utf-8")
    translated = load_knowledge(clinic)
    assert "Un aparato liviano de nuestro taller" in spanish_page(plan_of("demo", translated))
    assert list(language_findings(translated)) == []


def test_a_digest_is_of_words_and_not_of_blanks() -> None:
    unit = Unit(
        file="falls", id="one", texts={"family.title": "Stay on your feet", "family.do": ("Sit down.", "Call us.")}
    )
    spaced = Unit(
        file="falls", id="one", texts={"family.do": ("Sit  down.", "Call us. "), "family.title": "Stay on\nyour feet"}
    )
    moved = Unit(
        file="falls", id="one", texts={"family.title": "Stay on your feet", "family.do": ("Call us.", "Sit down.")}
    )
    assert digest_of_unit(unit) == digest_of_unit(spaced) != digest_of_unit(moved)
    assert re.fullmatch("[0-9a-f]{8}", digest_of_unit(unit))


def test_stamping_writes_todays_digests_and_changes_no_sentence(home: Path) -> None:
    file = home / "stages" / "translations" / "es" / "falls.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.split("# The English that each")[0], encoding="utf-8")
    knowledge = load_knowledge(home / "stages")
    assert all("does not say which English it was made from" in said for said in findings(home)) and findings(home)
    assert stamp(knowledge, "es") == [file]
    assert file.read_text(encoding="utf-8") == before
    assert stamped(before, {}) == stamped(stamped(before, {"x": "1"}), {})
    assert stamp(load_knowledge(home / "stages"), "es") == []


# --- while nobody has reviewed it -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", PEOPLE)
def test_a_draft_says_its_safety_lines_in_english_once_on_a_page_of_their_own(knowledge: Knowledge, who: str) -> None:
    plan = plan_of(who, knowledge)
    page, english = compose(plan, "family", language="es"), compose(plan, "family")
    (told,) = [block for block in page.blocks if isinstance(block, EnglishBlock)]
    lines = [line for part in told.parts for line in part.lines]
    (table,) = [block for block in english.blocks if isinstance(block, CallTableBlock)]
    wanted = [line for row in table.rows for line in (*row.found, *row.until_then, *row.signs)]
    for block in english.blocks:
        if isinstance(block, HowToBlock):
            wanted += [line for part in block.parts if part.tone in ("stop", "leave", "call") for line in part.lines]
        if isinstance(block, MovesBlock):
            wanted += [*block.stops, *(move.leave for pair in block.pairs for move in pair if move.leave)]
    assert lines == wanted and len(lines) > 10
    html = render_html(replace(page, pages_at_most=0))
    assert html.count('lang="en"') == 1 and all(html.count(escape(line)) == 1 for line in table.rows[0].signs)


def test_every_version_of_a_draft_page_has_its_english(knowledge: Knowledge) -> None:
    page: Document | None = compose(plan_of("demo", knowledge), "family", language="es")
    while page is not None:
        assert isinstance(page.blocks[-1], EnglishBlock | RecordBlock)
        assert sum(isinstance(block, EnglishBlock) for block in page.blocks) == 1
        page = page.shorter


@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_a_draft_carries_its_bar_on_the_first_page_and_in_the_head_of_the_rest(knowledge: Knowledge, kind: str) -> None:
    plan = plan_of("demo", knowledge)
    signed = replace(plan, intake=replace(plan.intake, review=plan.intake.review.model_copy(update={"by": "Dr. X"})))
    bar = load_words("es")("language_notes.draft")
    html = render_html(compose(signed, kind, language="es"))
    head, body = html.split("<body")
    assert bar in words_of(body) and f'content: "{bar}"' in head
    assert bar not in render_html(compose(signed, kind))


@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_a_reviewed_page_has_no_bar_no_english_and_names_its_reviewer(reviewed: Knowledge, kind: str) -> None:
    said = spanish_page(plan_of("demo", reviewed), kind)
    assert load_words("es")("language_notes.draft") not in said
    assert "Traducción revisada por Ana Inventada." in said
    assert "Call" not in said
    blocks = compose(plan_of("demo", reviewed), kind, language="es").blocks
    assert not any(isinstance(block, EnglishBlock) for block in blocks)


def test_one_file_that_nobody_reviewed_keeps_the_bar(tmp_path: Path) -> None:
    home = with_reviewed_spanish(tmp_path / "home")
    changed(home / "stages" / "translations" / "es" / "neck.yaml", "Ana Inventada", '""')
    with spoken_from(home) as knowledge:
        spoken = in_language(knowledge, "es").spoken
        assert (spoken.draft, spoken.reviewers) == (True, ("Ana Inventada",))


# --- words ----------------------------------------------------------------------------------------------------


def test_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    words, day = load_words("es"), date(2026, 12, 4)
    assert words.day(day) == "4 de diciembre de 2026"
    assert (words.short_day(day), words.month(day)) == ("4 dic 2026", "diciembre de 2026")
    comma = Words("xx", "ltr", {**words.entries, "decimal": ",", "thousands": "."})
    assert (comma.number("1,234.5"), words.number("1,234.5")) == ("1.234,5", "1,234.5")


def test_a_noun_takes_the_form_that_its_number_asks_for() -> None:
    polish = {
        "one": [{"in": [1]}],
        "few": [{"of": 10, "in": [2, 3, 4]}, {"of": 100, "not_in": [12, 13, 14]}],
    }
    forms = {"one": "{n} dzień", "few": "{n} dni (few)", "other": "{n} dni"}
    words = Words(
        "pl", "ltr", {"plural": polish, "count": {"days": forms}, "more": {"one": "{n} rzecz", "other": "{n} rzeczy"}}
    )
    said = [words.count("days", n) for n in (1, 2, 5, 12, 22, 112)]
    assert said == ["1 dzień", "2 dni (few)", "5 dni", "12 dni", "22 dni (few)", "112 dni"]
    assert (words("more", n=1), words("more", n=3)) == ("1 rzecz", "3 rzeczy")
    assert [load_words("es").count("days", n) for n in (1, 2)] == ["1 día", "2 días"]
