"""A clinic day: what goes wrong with one person costs that one alone, and a run that was killed goes on. All people are invented."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from people import TODAY
from work_of_others import fail, hang, kill_myself, square

from planner.commands import batches
from planner.commands.cli import cli
from planner.exports import batch, day_files
from planner.exports.batch import Job, Wanted, run_batch
from planner.exports.workers import BatchWorkers, WorkerLost
from planner.model.errors import RenderError
from planner.model.knowledge import Knowledge

JSON_ONLY = Wanted(today=TODAY)


def person(name: str, walking: Any = 3, **patient: Any) -> Job:
    visits = [{"on": "2026-11-20", "facts": {"alsfrs_walking": walking}}]
    return Job(name, {"patient": {"id": name, **patient}, "visits": visits}, "day.csv")


class Here(Executor):
    """Work done at once, in this process; ``spoil``: what becomes of the work of a name."""

    def __init__(self, spoil: Callable[[str], BaseException | None] = lambda name: None) -> None:
        self.spoil, self.asked = spoil, list[str]()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        name = getattr(args[1], "id", "a sheet")
        self.asked.append(name)
        error = self.spoil(name)
        if isinstance(error, TimeoutError):
            return future  # never comes back
        future.set_result(fn(*args, **kwargs)) if error is None else future.set_exception(error)
        return future


@pytest.fixture(autouse=True)
def base(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (batch, day_files):
        monkeypatch.setattr(room, "knowledge_of", lambda stages: knowledge)
        monkeypatch.setattr(room, "render_pdf", lambda html, record=None: b"%PDF a page")


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline="")))


def test_everybody_is_planned_and_everything_is_the_users_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run_batch([person("a1"), person("a2", deceased=True)], JSON_ONLY, out, Here())
    assert ([row.id for row in done.rows], done.deceased, done.problems) == (["a1"], 1, [])
    assert {p.name for p in out.iterdir()} == {
        "a1.json",
        "clinic-sheet.pdf",
        "errors.csv",
        "progress.jsonl",
        "summary.csv",
    }
    assert json.loads((out / "a1.json").read_text())["agenda"]["today"]
    if os.name == "posix":
        assert [path.name for path in (out, *out.iterdir()) if path.stat().st_mode & 0o77] == []


def lost(name: str) -> BaseException | None:
    return {"hangs": TimeoutError(), "dies": WorkerLost("its process ended"), "faulty": MemoryError()}.get(name)


def test_a_bad_record_and_lost_workers_cost_those_people_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "LOOK", 0.01)
    jobs = [
        person("a1"),
        person("bad", 9),
        person("hangs"),
        person("dies"),
        person("faulty"),
        person("a1"),
        person("a2"),
    ]
    done = run_batch(jobs, JSON_ONLY, tmp_path, Here(lost), seconds=0.001)
    assert sorted(row.id for row in done.rows) == ["a1", "a2"]
    rows = {row["id"]: row["problem"] for row in table(tmp_path, "errors.csv")}
    assert rows.keys() == {"bad", "hangs", "dies", "faulty", "a1"}
    assert "… is not possible for 'alsfrs_walking' (0 to 4 points)." in rows["bad"]
    assert "its process ended" in rows["dies"] and "in time" in rows["hangs"] and "two intakes" in rows["a1"].lower()


def test_a_file_that_cannot_be_read_costs_that_person_alone(tmp_path: Path) -> None:
    gone = Job("gone", tmp_path / "gone.json", "gone.json")
    done = run_batch([gone, person("a1")], JSON_ONLY, tmp_path / "out", Here())
    assert [row.id for row in done.rows] == ["a1"] and [problem[0] for problem in done.problems] == ["gone"]


def test_no_value_of_anybody_stands_among_the_problems(tmp_path: Path) -> None:
    run_batch(
        [person("a1", "Invented Name"), person("a2", symptom_onset_date="2026-11-21")], JSON_ONLY, tmp_path, Here()
    )
    text = (tmp_path / "errors.csv").read_text()
    assert "Invented" not in text and "2026" not in text and len(table(tmp_path, "errors.csv")) == 2


def test_a_run_that_was_stopped_goes_on_and_does_nothing_twice(tmp_path: Path) -> None:
    def people() -> Iterator[Job]:
        yield person("a1")
        yield person("a2")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(people(), JSON_ONLY, tmp_path, Here(), ahead=1)
    with (tmp_path / "progress.jsonl").open("ab") as torn:
        torn.write(b'{"mark": "torn li')
    (tmp_path / ".als-planner-left").write_text("on its way")
    again = Here()
    done = run_batch([person("a1"), person("a2"), person("a3")], JSON_ONLY, tmp_path, again, resume=True)
    assert (
        sorted(row.id for row in done.rows) == ["a1", "a2", "a3"]
        and done.done_before == 1
        and again.asked == ["a2", "a3"]
    )
    assert not (tmp_path / ".als-planner-left").exists()
    third = Here()
    assert run_batch([person("a1"), person("a2", 2)], JSON_ONLY, tmp_path, third, resume=True).done_before == 1
    assert third.asked == ["a2"]  # what it tells has changed
    (tmp_path / "a1.json").unlink()
    assert run_batch([person("a1")], JSON_ONLY, tmp_path, Here(), resume=True).done_before == 0


def test_nothing_is_begun_where_a_batch_was_run_unless_it_is_said(tmp_path: Path) -> None:
    run_batch([person("a1")], JSON_ONLY, tmp_path, Here())
    with pytest.raises(RenderError, match="A batch was run into this folder"):
        run_batch([person("a1")], JSON_ONLY, tmp_path, Here())
    assert run_batch([person("a1")], JSON_ONLY, tmp_path, Here(), force=True).done_before == 0


def test_a_day_with_very_many_people_has_several_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sheets() -> list[str]:
        return sorted(path.name for path in tmp_path.glob("clinic-sheet*"))

    monkeypatch.setattr(day_files, "MOST_ON_A_SHEET", 1)
    three, asked = (
        [person("a1"), person("a2"), person("a3")],
        Here(lambda name: MemoryError() if name == "a sheet" else None),
    )
    run_batch(three, JSON_ONLY, tmp_path, asked)
    assert sheets() == ["clinic-sheet-1.pdf", "clinic-sheet-2.pdf", "clinic-sheet-3.pdf"]
    assert asked.asked.count("a sheet") == 3  # each was lost, and drawn here
    run_batch(three[:1], JSON_ONLY, tmp_path, Here(), resume=True)
    assert sheets() == ["clinic-sheet.pdf"]


def test_only_so_many_are_under_way_at_once(tmp_path: Path) -> None:
    made: list[str] = []

    def people() -> Iterator[Job]:
        for at in range(9):
            made.append(f"a{at}")
            yield person(f"a{at}")

    with ThreadPoolExecutor(1) as executor:
        run_batch(
            people(), JSON_ONLY, tmp_path, executor, ahead=2, told=lambda done, name: widest.append(len(made) - done)
        )
    assert max(widest) <= 3


widest: list[int] = []


# --- processes ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_process_that_dies_or_hangs_costs_its_own_work_alone() -> None:
    with BatchWorkers(1, 2) as workers:
        asked = [workers.submit(fn, 3) for fn in (square, kill_myself, square, hang, fail, square)]
        found = [future.exception() or future.result() for future in asked]
    assert [str(one) for one in found] == ["9", "its process ended", "9", "it took longer than 2 seconds", "3", "9"]


@pytest.mark.slow
def test_a_run_killed_midway_loses_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for at in range(6):
        (source / f"a{at}.json").write_text(json.dumps(person(f"a{at}").source))
    command = [
        sys.executable,
        "-m",
        "planner",
        "batch",
        str(source),
        "-o",
        str(out),
        "--jobs",
        "1",
        "--document",
        "none",
        "--today",
        "2026-11-22",
    ]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    journal = out / "progress.jsonl"
    while first.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= 2):
        time.sleep(0.02)
    first.kill()
    first.wait()
    before = journal.read_bytes().count(b"\n")
    done = subprocess.run([*command, "--resume"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(table(out, "summary.csv")) == 6 and f"{before:,} were done before" in done.stdout


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "status", "planned", "said"),
    [
        ("id,date,p8\nA1,2026-09-01,3\nA2,2026-09-01,2\n", 0, 2, ""),
        ("id,date,p8\nA1,2026-09-01,3\nA2,2026-09-01,9\n", 1, 1, "1 refused"),
        ("id,date,p8,sex\nA1,2026-09-01,3,\nA2,2026-09-01,3,f\nA2,2026-10-01,3,m\n", 6, 1, "one id, two people"),
        ("id,visdy,p8\nA1,0,3\n", 3, 0, "On which day does the count begin?"),
    ],
)
def test_a_table_becomes_plans_and_what_it_lacks_is_told(
    table: str,
    status: int,
    planned: int,
    said: str,
    tmp_path: Path,
    knowledge: Knowledge,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batches, "BatchWorkers", lambda processes, seconds: Here())
    monkeypatch.setattr(batches, "knowledge_of", lambda stages: knowledge)
    source, out = tmp_path / "day.csv", tmp_path / "out"
    source.write_text(table, encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["batch", str(source), "-o", str(out), "--document", "none", "--today", "2026-11-22"]
    )
    assert done.exit_code == status and said in done.output, done.output
    assert len(list(out.glob("A*.json"))) == planned and f"Plans: {planned}" in done.output
