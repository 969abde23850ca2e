"""The papers of the page and of the API are those of the command line, byte for byte; and what is typed stays nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from people import DEMO, TODAY
from stories import STORIES, day_of, intake_for
from typed import opened
from visited import PROGRAM, browser

from planner import read_intake
from planner.commands.cli import cli
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import intake_as_json

pytestmark = pytest.mark.slow
MARKER = "Zzmarkerzz"
KINDS = ("family", "equipment", "fridge", "therapist")


def test_what_is_new_since_the_paper_that_was_opened_is_the_same_bytes(knowledge: Knowledge, tmp_path: Path) -> None:
    form = opened(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY, **{"f.alsfrs_walking": "1"})
    client = browser(knowledge)
    visit, printed = tmp_path / "visit.yaml", tmp_path / "printed.pdf"
    visit.write_bytes(client.post("/save", data=form.fields).content)
    named = ["--today", TODAY.isoformat(), "--since", str(DEMO), "--document", "therapist", "-o", str(printed)]
    done = CliRunner().invoke(cli, ["plan", str(visit), *named])
    assert done.exit_code == 0, done.output
    page = client.post("/papers/print", data={**form.fields, "paper.kind": "therapist", "paper.since": "true"})
    assert page.content == printed.read_bytes()
    assert page.headers["content-disposition"] == 'inline; filename="invented-rosa-therapist.pdf"'


@pytest.mark.parametrize("kind", ["family", "equipment", "fridge"])  # the therapist's stands above
def test_each_paper_is_the_same_bytes(kind: str, knowledge: Knowledge, tmp_path: Path) -> None:
    named = ["--today", TODAY.isoformat(), "--reviewed-by", "Invented Therapist", "-o", str(tmp_path)]
    done = CliRunner().invoke(cli, ["plan", str(DEMO), "--document", kind, *named])
    assert done.exit_code == 0, done.output
    (path,) = tmp_path.iterdir()
    form = opened(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY)
    client = browser(knowledge)
    page = client.post("/papers/pdf", data={**form.fields, "paper.kind": kind, "paper.signed": "Invented Therapist"})
    headers = {**PROGRAM, "content-type": "application/yaml"}
    asked = {"reviewed_by": "Invented Therapist"}
    program = client.post(f"/v1/papers/{kind}", content=DEMO.read_bytes(), headers=headers, params=asked)
    assert page.content == program.content == path.read_bytes()
    assert page.headers["content-disposition"] == f'attachment; filename="{path.name}"'


@pytest.mark.all_forms
@pytest.mark.parametrize("name", STORIES)
def test_a_paper_of_every_story_is_the_same_bytes(name: str, knowledge: Knowledge, tmp_path: Path) -> None:
    """One paper each in turn, by command, form and API; the plan behind it is held for everybody elsewhere."""
    kind, day, intake = KINDS[[*STORIES].index(name) % len(KINDS)], day_of(name), intake_for(name, knowledge)
    told = json.dumps(intake_as_json(intake, knowledge), default=str)
    (tmp_path / "me.json").write_text(told, encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["plan", str(tmp_path / "me.json"), "--document", kind, "--today", day.isoformat(), "-o", str(out)]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    (path,) = out.iterdir()
    client = browser(knowledge, day=lambda: day)
    form = opened(intake, knowledge, intake.visits[-1])
    assert client.post("/papers/pdf", data={**form.fields, "paper.kind": kind}).content == path.read_bytes()
    headers = {**PROGRAM, "content-type": "application/json"}
    program = client.post(f"/v1/papers/{kind}", content=told, headers=headers, params={"today": day.isoformat()})
    assert program.content == path.read_bytes()


def test_a_name_that_was_typed_is_in_no_file_no_log_and_no_answer_but_its_own(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    form = opened(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY, name=MARKER)
    client = browser(knowledge)
    assert client.post("/papers/pdf", data=form.fields).content.startswith(b"%PDF-")
    assert client.post("/open", files={"file": (f"{MARKER}.yaml", DEMO.read_bytes())}).status_code == 200
    assert MARKER in client.post("/overview", data=form.fields).text
    assert MARKER not in client.get("/").text
    assert list(tmp_path.rglob("*")) == []
    assert MARKER not in "".join(record.getMessage() for record in caplog.records)
