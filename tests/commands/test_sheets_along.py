"""`plan --sheets`: the handouts on today's lines come along in a file of their own, and the cards name them."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from anybody import FEW, intake_of, seeds
from anybody import told as some_facts
from click.testing import CliRunner, Result
from hypothesis import given
from page_text import words_of
from people import DEMO, TODAY, plan_of

from planner import assess, compose, make_plan, render_html
from planner.commands.cli import cli
from planner.model.knowledge import Knowledge
from planner.plan.family_view import family_view, sheets_of


def run(source: Path, target: Path, *options: str) -> Result:
    given = ("--sheets", "--format", "html", "--today", "2026-11-22", "-o", str(target), *options)
    return CliRunner().invoke(cli, ["plan", str(source), *given])


def made_of(folder: Path, **told: Any) -> Path:
    file = folder / "invented.yaml"
    file.write_text(yaml.safe_dump({"patient": {"id": "invented"}, **told}), encoding="utf-8")
    return file


def test_the_sheets_of_todays_lines_are_one_more_file(tmp_path: Path) -> None:
    result = run(DEMO, tmp_path)
    assert result.exit_code == 0, result.output
    assert {path.name for path in tmp_path.iterdir()} == {
        f"invented-rosa-{kind}.html" for kind in ("family", "therapist", "equipment", "fridge", "sheets")
    }
    sheets = words_of((tmp_path / "invented-rosa-sheets.html").read_text(encoding="utf-8"))
    assert sheets.count("\nYour ankle brace\n") == 1 and "\nSave energy for what you love\n" in sheets
    assert "Breathing mask" not in sheets and "\nStacking breaths\n" not in sheets, "not of today, or checked first"
    family = words_of((tmp_path / "invented-rosa-family.html").read_text(encoding="utf-8"))
    assert "A light brace for your left foot · sheet: Your ankle brace\n" in family


def test_without_them_no_card_names_one(knowledge: Knowledge) -> None:
    assert "sheet:" not in words_of(render_html(compose(plan_of("demo", knowledge), "family")))


@pytest.mark.parametrize("language", ["en", "es"])
def test_they_are_in_the_language_of_the_family(tmp_path: Path, language: str) -> None:
    assert run(DEMO, tmp_path, "--document", "family", "--lang", language).exit_code == 0
    assert f'lang="{language}"' in (tmp_path / "invented-rosa-sheets.html").read_text(encoding="utf-8")[:300]


def test_a_helpers_copy_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert run(DEMO, tmp_path, "--document", "family", "--reader", "helper").exit_code == 0
    assert (tmp_path / "invented-rosa-sheets-helper.html").exists()


def test_where_no_sheet_is_about_today_that_is_said_and_nothing_else_changes(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    about = {name for sheet in knowledge.topics.sheets.values() for name in sheet.recommendations}
    visits = [{"on": "2026-11-20", "facts": {"stage_by_therapist": 1}}]
    source = made_of(tmp_path, visits=visits, preferences={"not_now": sorted(about)})
    result = run(source, tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "No sheet is about a line of today that this reader sees." in result.output
    assert not [path for path in (tmp_path / "out").iterdir() if "sheets" in path.name]


@pytest.mark.parametrize("target", ["one.html", "-"])
def test_one_file_cannot_hold_a_plan_and_its_sheets(tmp_path: Path, target: str) -> None:
    result = run(DEMO, Path("-") if target == "-" else tmp_path / target, "--document", "family")
    assert result.exit_code == 2 and "cannot hold two documents" in result.output
    assert not list(tmp_path.iterdir())


@FEW
@given(seed=seeds)
def test_whoever_it_is_a_sheet_goes_with_what_the_reader_sees_today(knowledge: Knowledge, seed: int) -> None:
    plan = make_plan(assess(intake_of(some_facts(knowledge, Random(seed), 0.4)), knowledge, today=TODAY), knowledge)
    for reach in ("now", "all"):
        view = family_view(plan, reach)
        seen = {act.id for act in view.acts if not act.check} | {item.id for item in view.moves}
        assert sheets_of(view, plan).keys() <= seen
        for name, sheet in sheets_of(view, plan).items():
            assert name in sheet.recommendations and sheet.id not in knowledge.topics.withheld
