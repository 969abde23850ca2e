"""`import` on the terminal: what it writes, says and ends with. All people are invented."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from standing import standing_base

from planner.commands.cli import cli
from planner.model.knowledge import Knowledge

TABLE = "id,date,p8,x2r,weight,first_name\nA1,2026-09-01,3,-9,70,Invented\nA1,2026-10-01,3,9,,\nA2,2026-09-01,2,4,71,Other\n"


@pytest.fixture
def run(tmp_path: Path, knowledge: Knowledge) -> object:
    (tmp_path / "data.csv").write_text(TABLE, encoding="utf-8")

    def command(*args: str) -> Result:
        with standing_base(knowledge):
            return CliRunner().invoke(cli, ["import", *args, "--today", "2026-11-22"])

    return command


def test_intakes_are_written_for_the_user_alone_and_what_is_open_is_told(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run(str(tmp_path / "data.csv"), "-o", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["A1.json", "A2.json"]
    assert json.loads((tmp_path / "out" / "A2.json").read_text())["visits"][0]["facts"] == {
        "alsfrs_orthopnea": 4,
        "alsfrs_walking": 2,
    }
    if os.name == "posix":
        assert (tmp_path / "out").stat().st_mode & 0o77 == (tmp_path / "out" / "A1.json").stat().st_mode & 0o77 == 0
    assert "weight: In which unit is this?" in done.output and "--say weight=kg or weight=lb" in done.output
    assert "1 refused (x2r)." in done.output and "Intakes written into" in done.output
    assert "Invented" not in done.output and "'9'" not in done.output


def test_the_mapping_tells_every_column_and_cell_and_writes_nothing(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run(str(tmp_path / "data.csv"), "-o", str(tmp_path / "out"), "--show-mapping")
    assert "p8 → alsfrs_walking (alias): taken 3" in done.output and "x2r, row 3, '9': refused." in done.output
    assert not (tmp_path / "out").exists() and "Intakes that would be written: 2." in done.output
    told = json.loads(run(str(tmp_path / "data.csv"), "--show-mapping", "--json").output)
    column = next(column for column in told["columns"] if column["column"] == "x2r")
    assert (column["fact"], column["taken"], column["refused"]) == ("alsfrs_orthopnea", 1, 1)
    assert [(cell["row"], cell["value"]) for cell in column["cells"]] == [(3, "9")]
    assert [asked["column"] for asked in told["asked"]] == ["weight"]


@pytest.mark.parametrize(
    ("text", "say", "status", "sentence"),
    [
        ("id,date,p8\nA1,2026-09-01,3\n", (), 0, "Intakes written into"),
        ("id,visdy,p8\nA1,0,3\n", (), 3, "On which day does the count begin? Answer with --say visdy=2026-01-05"),
        ("id,visdy,p8\nA1,0,3\n", ("--say", "visdy=2026-01-05"), 0, "Intakes written into"),
        ("id,colour\nA1,red\n", (), 3, "Nothing known: no column tells of ALS."),
        ("colour,p8\nred,3\n", (), 3, "No column tells of whom each row is."),
        ("id,date,p8\nA1,2026-09-01,3\n", ("--say", "p9=4"), 3, "I do not understand 'p9=4'."),
        ("id,date,p8,death_date\nA1,2026-09-01,3,2026-10-01\n", (), 0, "1; 1 of them have died."),
    ],
)
def test_the_exit_status_says_how_it_went(
    run, text: str, say: tuple[str, ...], status: int, sentence: str, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    done = run(str(tmp_path / "data.csv"), "-o", str(tmp_path / "out"), *say)
    assert (done.exit_code, sentence in done.output) == (status, True), done.output


def test_nothing_is_written_over(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    args = (str(tmp_path / "data.csv"), "-o", str(tmp_path / "out"))
    assert [run(*args).exit_code, run(*args).exit_code, run(*args, "--force").exit_code] == [1, 5, 1]


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx"])
def test_one_table_of_all_is_read_again_as_it_was(run, name: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "data.csv").write_text("id,date,p8,fvc_l\nA1,2026-09-01,3,2.9\nA2,2026-09-01,2,\n", encoding="utf-8")
    assert run(str(tmp_path / "data.csv"), "-o", str(tmp_path / name)).exit_code == 0
    for source, out in (("data.csv", "first"), (name, "second")):
        assert run(str(tmp_path / source), "-o", str(tmp_path / out)).exit_code == 0
    for person in ("A1", "A2"):
        first, second = (json.loads((tmp_path / out / f"{person}.json").read_text()) for out in ("first", "second"))
        assert (second["visits"], second["patient"]["language"]) == (first["visits"], "en")
