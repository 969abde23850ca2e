"""The form from a user's chair: what it writes, where, and how it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import ROOT

from planner.commands.cli import cli

DEMO = str(ROOT / "stages" / "demo.yaml")
DAY = ("--today", "2026-11-22")


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["form", *arguments], input=given)


def test_a_blank_form_is_a_pdf_in_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("--short", *DAY)
    assert result.exit_code == 0, result.output
    assert result.output == "Written: intake-form.pdf\n"
    assert (tmp_path / "intake-form.pdf").read_bytes().startswith(b"%PDF")


def test_a_filled_form_is_named_by_the_id_and_told_as_of_the_day(tmp_path: Path) -> None:
    result = run(DEMO, *DAY, "--format", "html", "-o", str(tmp_path), "--quiet")
    assert result.exit_code == 0 and result.output == ""
    (file,) = tmp_path.iterdir()
    assert file.name == "invented-rosa-form.html"
    text = file.read_text(encoding="utf-8")
    assert "Rosa" in text and "For the therapist only" in text
    later = run(DEMO, "--today", "2028-01-01", "--format", "html", "-o", "-").output
    assert ": ask again" in later and ": ask again" not in text


def test_the_form_for_a_family_is_plain(tmp_path: Path) -> None:
    text = run(DEMO, *DAY, "--format", "html", "--for-family", "-o", "-").output
    assert "Questions for you and your helper" in text and "For the therapist only" not in text


def test_paper_follows_the_country_and_an_option_beats_it() -> None:
    assert "size: 216mm 279mm" in run(*DAY, "--format", "html", "-o", "-").output
    british = "patient: {id: p1, country: UK}\nvisits:\n  - {on: 2026-11-20, facts: {alsfrs_walking: 3}}\n"
    assert "size: 210mm 297mm" in run("-", *DAY, "--format", "html", "-o", "-", given=british).output
    assert (
        "size: 216mm 279mm" in run("-", *DAY, "--format", "html", "-o", "-", "--paper", "letter", given=british).output
    )


def test_a_file_is_never_written_over_without_force(tmp_path: Path) -> None:
    target = tmp_path / "form.html"
    target.write_text("mine")
    refused = run(*DAY, "--format", "html", "-o", str(target))
    assert refused.exit_code == 5
    assert "This file exists. Choose another place with -o, or add --force." in refused.output
    assert target.read_text() == "mine"
    assert run(*DAY, "--format", "html", "-o", str(target), "--force").exit_code == 0
    assert target.read_text().startswith("<!doctype html>")


def test_an_intake_that_cannot_be_used_is_refused_in_sentences() -> None:
    result = run("-", *DAY, given="patient: {id: p1}\nvisits:\n  - {on: 2026-11-20, facts: {alsfrs_walking: 9}}\n")
    assert result.exit_code == 3
    assert "9 is not possible for 'alsfrs_walking'" in result.output


INTAKE = "patient: {{id: p1, language: {language}}}\nvisits:\n  - {{on: 2026-11-20, facts: {{alsfrs_walking: 3}}}}\n"
CLINIC = "The clinic's form is in English. Add --for-family for the family's.\n"
NO_WORDS = "There are no words in 'vi': the pages are in English. Written are en, es.\n"


@pytest.mark.parametrize(
    ("spoken", "options", "language", "said"),
    [
        ("en", ("--for-family",), "en", ""),
        ("es", ("--for-family",), "es", ""),
        ("es-MX", ("--for-family", "--short"), "es", ""),
        ("es", ("--for-family", "--lang", "en"), "en", ""),
        ("en", ("--for-family", "--lang", "es"), "es", ""),
        ("vi", ("--for-family",), "en", NO_WORDS),
        ("vi", (), "en", ""),
        ("es", (), "en", ""),
        ("es", ("--lang", "es"), "en", CLINIC),
        ("es", ("--lang", "es", "--short"), "en", CLINIC),
        ("es", ("--lang", "es", "--quiet"), "en", ""),
        ("es", ("--lang", "en"), "en", ""),
    ],
)
def test_a_familys_form_is_in_its_language_and_the_clinics_in_english(
    spoken: str, options: tuple[str, ...], language: str, said: str
) -> None:
    result = run("-", *DAY, "--format", "html", "-o", "-", *options, given=INTAKE.format(language=spoken))
    assert result.exit_code == 0, result.output
    assert re.search(f'<html [^>]*lang="{language}" dir="ltr">', result.stdout)
    assert result.stderr == said


def test_a_blank_form_is_english_unless_a_language_is_asked_for() -> None:
    assert re.search('<html [^>]*lang="en"', run(*DAY, "--format", "html", "--for-family", "-o", "-").output)
    spanish = run(*DAY, "--format", "html", "--for-family", "--lang", "es", "-o", "-").output
    assert re.search('<html [^>]*lang="es"', spanish) and "Preguntas para usted y quien le ayuda" in spanish


def test_a_language_without_words_cannot_be_asked_for() -> None:
    result = run("--for-family", "--lang", "vi")
    assert result.exit_code == 2 and "'vi' is not one of 'en', 'es'" in result.output
