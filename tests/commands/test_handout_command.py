"""Handing a sheet over from a user's chair: what is written, where, and how a wish is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from planner.commands.cli import cli

DAY = ("--today", "2026-11-22")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["handout", *arguments, *DAY])


def page(*arguments: str) -> str:
    result = run(*arguments, "--format", "html", "-o", "-")
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_sheet_is_a_file_of_its_own_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("energy", "feeding tube", "--format", "html")
    assert result.exit_code == 0, result.output
    assert result.output == "Written: handout-saving_energy.html\nWritten: handout-feeding_tube.html\n"


@pytest.mark.slow
def test_several_sheets_go_into_the_one_file_that_is_named(tmp_path: Path) -> None:
    target = tmp_path / "both.pdf"
    result = run("energy", "travel", "-o", str(target))
    assert (result.exit_code, result.output) == (0, f"Written: {target}\n")
    assert target.read_bytes().startswith(b"%PDF")


def test_a_folder_takes_a_file_for_each_and_nothing_is_written_over(tmp_path: Path) -> None:
    assert run("energy", "-o", str(tmp_path), "--format", "html", "--quiet").output == ""
    (file,) = tmp_path.iterdir()
    refused = run("energy", "-o", str(tmp_path), "--format", "html")
    assert refused.exit_code == 5 and "This file exists" in refused.output and file.exists()
    assert run("energy", "-o", str(tmp_path), "--format", "html", "--force").exit_code == 0


def test_what_they_say_is_data_too() -> None:
    told = json.loads(run("energy", "ankle brace", "--format", "json", "--lang", "es", "--add", "Nota").stdout)
    assert told["schema"] == "als-planner/handout/1" and told["translation_is_draft"] and told["added"] == ["Nota"]
    assert [sheet["id"] for sheet in told["sheets"]] == ["saving_energy", "ankle_brace"]
    assert told["sheets"][0]["title"] == "Guarde energía para lo que ama" and told["sheets"][0]["first"] is None
    assert told["sheets"][1]["stop_if"] == ["Duele.", "La rodilla cede.", "El tobillo se tuerce."]


def test_the_therapists_own_words_stand_on_the_sheet_escaped_and_cleaned() -> None:
    text = page(
        "energy", "--add", "Rest at <b>noon</b>\u202e", "--add", "Sit to cook", "--reviewed-by", "Invented Name"
    )
    assert "Rest at &lt;b&gt;noon&lt;/b&gt;<" in text and "Sit to cook" in text and "Invented Name" in text
    assert "Draft" not in text


def test_paper_and_number_follow_the_country_and_an_option_beats_it() -> None:
    assert "size: 216mm 279mm" in page("falls")
    british = page("falls", "--country", "gb")
    assert "size: 210mm 297mm" in british and "Call 999 now if" in british
    assert "size: 216mm 279mm" in page("falls", "--country", "GB", "--paper", "letter")


def test_the_map_comes_in_a3_for_the_wall_and_no_other_sheet_does() -> None:
    assert "size: 420mm 297mm" in page("stages", "--paper", "a3") and "size: 279mm 216mm" in page("stages")
    for others in (["energy"], ["3"], ["equipment"], ["stages", "energy"]):
        refused = run(*others, "--paper", "a3")
        assert refused.exit_code == 2 and "A3 is for the map on the wall: handout stages." in refused.output


def test_the_therapists_page_is_english_and_names_sources_and_the_next_step() -> None:
    text = page("ankle brace", "--document", "therapist", "--lang", "es")
    assert '<html class="without-record" lang="en"' in text
    assert "What brings the next step" in text and "Sources" in text and "MRC grade" in text


def test_stages_the_map_and_equipment_are_asked_for_by_number_and_word(tmp_path: Path) -> None:
    assert run("III", "energy", "stages", "-o", str(tmp_path), "--format", "html").exit_code == 0
    assert run("equipment", "4", "-o", str(tmp_path), "--format", "html").exit_code == 0
    names = sorted(path.stem for path in tmp_path.iterdir())
    assert names == ["handout-equipment", "handout-saving_energy", "handout-stage-3", "handout-stages"]


def test_every_sheet_is_listed_with_the_words_by_which_it_is_found() -> None:
    listed = run("--list").stdout
    assert "ankle_brace: Your ankle brace\n    also: brace, AFO," in listed and "the_carer:" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a stage or a topic"),
        (("enrgy", "mood"), "Did you mean 'energy'?"),
        (("stage 7",), "'stage 7' is no stage. Stages go from 1 to 6, or I to VI."),
        (("energy", "--add", "x" * 5000), "What --add adds is 5000 letters long, and at most 300 fit. Shorten it."),
        (("energy", *("--add", "x") * 5), "--add is given 5 times, and at most 4 fit on a sheet."),
        (("energy", "--without", "dse"), "'dse' cannot be left out. Did you mean 'dose'?"),
        (("energy", "--without", "call_if"), "'call_if' cannot be left out."),
        (("energy", "--country", "Narnia"), "I do not know the country 'NARNIA'."),
        (("equipment", "--format", "json"), "The map and the equipment page are no data."),
        (("energy", "--reviewed-by", " "), "--reviewed-by takes a name"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("--format", "html", *arguments)
    assert result.exit_code == 2 and said in result.output
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    output = run("enrgy", "mood", "7", "--add", "x" * 5000, "--without", "all").output
    for said in ("enrgy", "in confidence", "no stage", "5000 letters", "cannot be left out"):
        assert said in output
