"""Adding a language is adding files: shown with two that are made up, one of which runs from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import drawn
import page
import pytest
import yaml
from click.testing import CliRunner
from drawn import Page
from layout import text_of, unexpected
from other_languages import ENGLISH_WORDS, RTL, Spoken
from page_text import fullest, words_of
from people import PEOPLE, plan_of
from pressed import faults, pdf_of
from stories import plan_for

from planner import compose, render_html
from planner.commands.cli import cli as commands
from planner.curation.language_check import translation_findings, words_findings
from planner.language.words import Words, load_words
from planner.model.knowledge import Knowledge
from planner.pages.charts import chart
from planner.pages.document import Document
from planner.plan.disclosure import DAYS
from planner.press.press import lay_out
from planner.reading.resources import languages

FAMILY = ("family", "equipment")
MARGINS = re.compile(r"margin: (\d+)mm (\d+)mm (\d+)mm (\d+)mm;")


def english_of(knowledge: Knowledge, who: str, kind: str, language: str) -> list[str]:
    """Lines of a page that hold English words and were not told by the person."""
    plan = plan_of(who, knowledge)
    told = [plan.intake.preferences.what_matters, *(part for m in plan.intake.team for part in (m.role, m.when))]
    said = words_of(fullest(compose(plan, kind, language=language)))
    for own in sorted(filter(None, told), key=len, reverse=True):
        said = said.replace(own, "")
    return [line for line in said.splitlines() if ENGLISH_WORDS.search(line)]


# --- a language is its files --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FAMILY)
def test_a_page_is_all_in_its_language(made_up: tuple[str, Knowledge], kind: str) -> None:
    language, knowledge = made_up
    for who in PEOPLE:
        assert english_of(knowledge, who, kind, language) == []


def test_its_files_alone_bring_it_to_the_options_and_the_check(made_up: tuple[str, Knowledge]) -> None:
    language, knowledge = made_up
    assert list(words_findings(language)) == []
    found = [problem for problem in translation_findings(knowledge, language) if "A sentence of" not in problem.what]
    assert found == []  # how long a sentence is, a made-up language takes from English
    assert languages() == ("en", "es", language)


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAMILY)
def test_it_is_drawn_without_complaint(made_up: tuple[str, Knowledge], kind: str) -> None:
    language, knowledge = made_up
    assert pdf_of(render_html(compose(plan_of("demo", knowledge), kind, language=language)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAMILY)
@pytest.mark.parametrize(
    ("who", "paper"),
    [
        ("late", "a4"),
        *(pytest.param(who, "letter", marks=pytest.mark.all_forms) for who in ("demo", "long_words")),
    ],
)
def test_a_third_more_letters_overflow_nowhere(made_up: tuple[str, Knowledge], who: str, kind: str, paper: str) -> None:
    language, knowledge = made_up
    html = render_html(compose(plan_of(who, knowledge), kind, language=language), paper=paper)
    assert unexpected(faults(html), who) == []


@pytest.fixture
def right_to_left(spoken: Spoken) -> Iterator[Knowledge]:
    with spoken.speaking(RTL) as knowledge:
        yield knowledge


# --- from right to left -------------------------------------------------------------------------------------


def boxes_at_the_edge(document: Document) -> dict[str, str]:
    (_, second, *_) = lay_out(render_html(document)).pages
    return {box.at_keyword: text_of(box) for box in second._page_box.children if hasattr(box, "at_keyword")}


@pytest.mark.slow
def test_head_and_foot_change_sides_from_right_to_left(right_to_left: Knowledge) -> None:
    plan = plan_of("demo", right_to_left)
    straight = boxes_at_the_edge(compose(plan, "family"))
    turned = boxes_at_the_edge(compose(plan, "family", language=RTL))
    assert "Your plan" in straight["@top-left"] and "Page" in straight["@bottom-right"]
    assert plan.intake.name in turned["@top-right"]
    assert re.search(r"\b2\b", turned["@bottom-left"])


def running(document: Document, direction: str) -> Document:
    """The document with all its versions in one direction."""
    shorter, large = (one and running(one, direction) for one in (document.shorter, document.in_large_print))
    return replace(document, direction=direction, shorter=shorter, in_large_print=large)


@pytest.mark.parametrize("large_print", [False, True])
def test_the_margin_for_the_hole_punch_changes_sides_too(knowledge: Knowledge, large_print: bool) -> None:
    document = compose(plan_of("demo", knowledge), "family")
    straight, turned = (
        MARGINS.findall(render_html(running(document, direction), large_print=large_print))
        for direction in ("ltr", "rtl")
    )
    assert len(straight) == len(turned) > 4 and any(right != left for _, right, _, left in straight)
    assert [(top, left, bottom, right) for top, right, bottom, left in straight] == turned


def test_the_page_says_which_way_it_runs(right_to_left: Knowledge) -> None:
    html = render_html(compose(plan_of("demo", right_to_left), "family", language=RTL))
    assert f'lang="{RTL}" dir="rtl">' in html


def test_a_chart_runs_from_right_to_left_with_its_labels_set_over_it(right_to_left: Knowledge) -> None:
    """Text inside a drawing is laid out from left to right only, letter by letter."""
    plan = plan_of("demo", right_to_left)
    orders = [(str(at), order) for at, order in enumerate(plan.equipment, 1) if order.need_by]
    drawn = chart(plan, orders, 24, 1, load_words("en"))
    assert drawn is not None
    page = compose(plan, "equipment", language=RTL)
    html = render_html(replace(page, blocks=(drawn,), shorter=None, in_large_print=None, pages_at_most=0))
    drawing = re.search(r"<svg [^>]*viewBox.*?</svg>", html, re.DOTALL)
    assert drawing and "matrix(-1 0 0 1 670 0)" in drawing[0]
    assert set(re.findall(r"<text[^>]*>([^<]*)</text>", drawing[0])) == {"…"}
    assert html.count('<span class="thing"') > 3


# --- Spanish ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FAMILY)
@pytest.mark.parametrize("who", PEOPLE)
def test_no_english_sentence_stands_on_a_reviewed_spanish_page(reviewed: Knowledge, who: str, kind: str) -> None:
    assert english_of(reviewed, who, kind, "es") == []


@pytest.mark.slow
@pytest.mark.parametrize(("who", "paper"), [*((who, "letter") for who in PEOPLE), ("demo", "a4")])
@pytest.mark.parametrize("kind", FAMILY)
def test_spanish_overflows_nowhere_with_its_english_beside_it(who: str, kind: str, paper: str) -> None:
    assert unexpected(drawn.faults_of(Page(who, kind, "es", paper)), who) == []


@pytest.mark.slow
def test_a_page_with_both_languages_can_be_read_aloud() -> None:
    pdf = drawn.pdf_of(Page("demo", "family", "es", "letter"))
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


# --- asked for at the command line --------------------------------------------------------------------------


def family_page(folder: Path, intake: dict[str, Any], *options: str) -> tuple[str, str]:
    """The family page that is written for an intake, and what is said on standard error."""
    file = folder / "me.yaml"
    file.write_text(yaml.safe_dump(intake), encoding="utf-8")
    asked = ["plan", str(file), "--format", "html", "-o", str(folder), "--force", *options]
    result = CliRunner().invoke(commands, asked)
    assert result.exit_code == 0, result.output
    return (folder / "test-person-family.html").read_text(encoding="utf-8"), result.stderr


@pytest.mark.parametrize(
    ("spoken", "options", "language", "said"),
    [
        ("en", (), "en", ""),
        ("es", (), "es", ""),
        ("es-MX", (), "es", ""),
        ("es", ("--lang", "en"), "en", ""),
        ("en", ("--lang", "es"), "es", "The therapist's document is in English.\n"),
        ("en", ("--lang", "es", "--quiet"), "es", ""),
        ("en", ("--lang", "es", "--document", "family"), "es", ""),
        ("vi", (), "en", "There are no words in 'vi': the pages are in English. Written are en, es.\n"),
    ],
)
def test_the_language_is_the_persons_unless_another_is_asked_for(
    tmp_path: Path, spoken: str, options: tuple[str, ...], language: str, said: str
) -> None:
    intake = {"patient": {"id": "test-person", "language": spoken}}
    html, error = family_page(tmp_path, intake, *options)
    assert f'lang="{language}" dir="ltr">' in html
    assert error == said


def test_a_language_without_words_cannot_be_asked_for(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["demo", "--lang", "vi", "-o", str(tmp_path)])
    assert result.exit_code == 2 and "'vi' is not one of 'en', 'es'" in result.output


class Noted(dict[str, Any]):
    """Words that remember which of their parts were looked up."""

    def __init__(self, entries: Any, seen: set[str], path: str = "") -> None:
        super().__init__(entries)
        self.seen, self.path = seen, path

    def __getitem__(self, key: str) -> Any:
        path = f"{self.path}.{key}" if self.path else key
        self.seen.add(path)
        found = super().__getitem__(key)
        return Noted(found, self.seen, path) if isinstance(found, dict) else found


def test_spanish_has_every_word_that_any_story_puts_on_a_family_page(
    knowledge: Knowledge, tellers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = load_words("es"), set[str]()
    noted = Words(real.language, real.direction, Noted(real.entries, seen))
    monkeypatch.setattr("planner.pages.compose.load_words", lambda code: noted if code == "es" else load_words(code))
    for story in tellers:
        plan = plan_for(story, knowledge)
        for kind in FAMILY:
            for reach in DAYS:
                assert compose(plan, kind, language="es", look_ahead=reach).language == "es"  # type: ignore[arg-type]
    english_only = load_words("en").entries["language_notes"]["therapist_only"]
    assert seen & set(english_only) == set()
    assert {"family.stop_if", "planner.in_short", "equipment.because", "language_notes.draft"} <= seen
