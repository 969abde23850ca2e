"""What `check` says of languages: what is missing, out of date, does not fit, is unkind, or is never printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from other_languages import base_in, changed, findings, spoken_from
from people import plan_of

from planner import KnowledgeError, compose
from planner.curation.language_check import language_findings
from planner.model.knowledge import Knowledge


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return base_in(tmp_path / "home")


def test_nothing_is_to_mend_in_any_language(knowledge: Knowledge) -> None:
    assert [str(problem) for problem in language_findings(knowledge)] == []


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("falls", "  fall_alarm_when_alone:", "  fall_alarm_when_alon:", "English has no such text. Did you mean"),
        ("falls", "      title: Una forma", "      titel: Una forma", "'fall_alarm_when_alone.family.title' is missing."),
        ("falls", "        - Pruébela una vez por semana.\n", "", "There are 4 lines in English and 3 here."),
        ("orthoses", "{brace_wear_in_days}", "siete", "does not hold what the English does: {brace_wear_in_days}."),
        ("orthoses", "Los músculos que levantan su pie", "Un aparato para la víctima", "'víctima' does not stand on family"),
        ("orthoses", "Los músculos que levantan su pie", "Un pronóstico", "'pronóstico' speaks of how long somebody lives"),
        ("fridge", "El oxígeno, por sí solo,", "El oxígeno, a 2 L/min,", "'2 L/min' is never printed"),
        ("orthoses", "Los músculos que levantan su pie", "Tome 5 mg", "'5 mg' is never printed"),
        ("neck", "language: es", "language: fr", "This file says it is in 'fr' and lies among those in 'es'."),
        ("neck", "status: machine_draft", "status: fine", "'fine' is not one of"),
        ("neck", "of:\n", "of:\n  nek: aaaaaaaa\n", "I do not know 'nek'."),
        ("payers", "Medicare paga una silla que usted usa", "Medicare paga lo que usted usa", "'chair' is not said as the glossary"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_with_its_line(
    home: Path, file: str, before: str, after: str, said: str
) -> None:
    path = home / "stages" / "translations" / "es" / f"{file}.yaml"
    if "glossary" in said:
        changed(path.parent / "glossary.yaml", "terms:\n", "terms:\n  chair: {english: [chair], says: [silla]}\n")
    changed(path, before, after)
    assert any(
        said in found and re.match(rf"stages/translations/es/{file}\.yaml:\d+: ", found) for found in findings(home)
    )


def test_a_hard_text_and_a_long_sentence_are_found(home: Path) -> None:
    path = home / "stages" / "translations" / "es" / "about.yaml"
    hard = "Las responsabilidades interdisciplinarias institucionalmente establecidas necesitan verificaciones administrativas."
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("disclaimer: Este.*", f"disclaimer: {hard}", text), encoding="utf-8")
    assert any("Reading ease" in found for found in findings(home))
    path.write_text(re.sub("disclaimer: Este.*", f"disclaimer: {'y se va ' * 7}", text), encoding="utf-8")
    assert any("A sentence of 21 words (at most 20)" in found for found in findings(home))


def test_a_file_that_nothing_reads_and_a_language_without_words_are_found(home: Path) -> None:
    (home / "stages" / "translations" / "es" / "fals.yaml").write_text("language: es\n", encoding="utf-8")
    (home / "stages" / "translations" / "fr").mkdir()
    found = findings(home)
    assert "stages/translations/es/fals.yaml: Nothing reads this file. Did you mean 'falls'? Correct its name." in found
    assert "templates/words/fr.yaml: There are translations into 'fr' and no words. Write this file." in found


def test_a_broken_file_stops_the_page_in_a_sentence(home: Path) -> None:
    changed(home / "stages" / "translations" / "es" / "neck.yaml", "units:", "unit:")
    with (
        spoken_from(home) as knowledge,
        pytest.raises(KnowledgeError, match=r"es/neck\.yaml:\d+: .*'units' is missing"),
    ):
        compose(plan_of("demo", knowledge), "family", language="es")


def test_words_that_are_missing_or_lost_what_is_put_in_are_found(home: Path) -> None:
    words = home / "templates" / "words" / "es.yaml"
    changed(words, "  stop_if: Pare si\n", "")
    changed(words, '"Llame al {number} ahora si"', "Llame ahora si")
    changed(words, '{one: "{n} día", other: "{n} días"}', '{other: "{n} días"}')
    with spoken_from(home):
        found = findings(home)
    assert re.search(r"templates/words/es\.yaml:\d+: family: 'family.stop_if' is missing\.", "\n".join(found))
    assert any("'Llame ahora si' does not hold what the English does: {number}." in said for said in found)
    assert any("count → days: The form 'one' is missing." in said for said in found)
