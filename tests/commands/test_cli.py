"""The commands from a user's chair: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import ROOT

from planner.commands.cli import cli
from planner.model.errors import Problem, RenderError
from planner.press.render import Page

DEMO = str(ROOT / "stages" / "demo.yaml")
DAY = ("--today", "2026-11-22")
SMALL = "patient: {id: p1}\nvisits:\n  - {on: 2026-11-20, facts: {alsfrs_walking: 3}}\n"


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=given)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "me.yaml"
    file.write_text(SMALL)
    return file


def process(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planner", *arguments], capture_output=True, text=True, input=given, cwd="/"
    )


# --- plan ------------------------------------------------------------------------------------------------------


def test_plan_writes_one_pdf_for_each_document(small: Path, tmp_path: Path) -> None:
    result = run("plan", str(small), *DAY, "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "p1-equipment.pdf",
        "p1-family.pdf",
        "p1-fridge.pdf",
        "p1-therapist.pdf",
    ]
    assert all(p.read_bytes().startswith(b"%PDF") for p in (tmp_path / "out").iterdir())
    assert result.output.count("Written: ") == 4


def test_plan_writes_the_very_file_that_is_named(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "handout.pdf"
    assert run("plan", str(small), *DAY, "--document", "family", "-o", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


def test_a_helpers_copy_has_a_name_of_its_own(small: Path, tmp_path: Path) -> None:
    result = run(
        "plan", str(small), *DAY, "--document", "family", "--reader", "helper", "--format", "html", "-o", str(tmp_path)
    )
    assert result.exit_code == 0
    assert (tmp_path / "p1-family-helper.html").exists()


def test_html_stands_alone_and_is_escaped(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(SMALL.replace("{id: p1}", "{id: p1, name: '<b>&\"'}"))
    result = run("plan", str(file), *DAY, "--document", "family", "--format", "html", "-o", "-")
    assert result.exit_code == 0
    assert "&lt;b&gt;&amp;" in result.output and "<b>&" not in result.output


def test_json_goes_to_standard_output_with_every_key_of_the_contract(small: Path) -> None:
    result = run("plan", str(small), *DAY, "--format", "json")
    plan = json.loads(result.output)
    for key in (
        "schema",
        "today",
        "knowledge",
        "stage",
        "progression",
        "projection",
        "recommendations",
        "equipment",
        "measure_next",
        "red_flags",
        "positions",
        "held_back",
        "changes",
    ):
        assert key in plan
    assert plan["schema"] == "als-planner/plan/1"
    assert set(plan["stage"]) == {"sinaki_mulder", "leg", "arm", "kings", "mitos", "ft9", "phase"}
    for item in plan["recommendations"]:
        assert {
            "id",
            "domain",
            "kind",
            "timing",
            "put_off",
            "because",
            "asks",
            "holds",
            "window",
            "start_by",
            "evidence",
        } <= set(item)
        assert item["timing"] in ("now", "prepare", "later", "check_first", "hold", "done", "not_now")


def test_standard_input_is_read() -> None:
    assert json.loads(run("plan", "-", *DAY, "--format", "json", given=SMALL).output)["id"] == "p1"


def test_json_intakes_are_read(tmp_path: Path) -> None:
    file = tmp_path / "me.json"
    file.write_text(
        json.dumps({"patient": {"id": "p2"}, "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 2}}]})
    )
    assert json.loads(run("plan", str(file), *DAY, "--format", "json").output)["id"] == "p2"


def test_reviewed_by_takes_the_draft_bar_away(small: Path, tmp_path: Path) -> None:
    arguments = ("plan", str(small), *DAY, "--document", "family", "--format", "html", "-o", "-")
    assert "Draft: not yet checked" in run(*arguments).output
    signed = run(*arguments, "--reviewed-by", "Invented Therapist").output
    assert "Draft" not in signed and "Invented Therapist" in signed


def test_an_existing_file_is_kept_unless_forced(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "p1-family.html"
    target.write_text("mine")
    arguments = ("plan", str(small), *DAY, "--format", "html", "-o", str(tmp_path))
    result = run(*arguments)
    assert result.exit_code == 5
    assert f"{target}: This file exists. Choose another place with -o, or add --force." in result.stderr
    assert target.read_text() == "mine" and not (tmp_path / "p1-therapist.html").exists()
    assert run(*arguments, "--force").exit_code == 0
    assert target.read_text() != "mine"


def test_a_folder_that_cannot_be_written_is_said(small: Path) -> None:
    result = run("plan", str(small), *DAY, "--format", "html", "-o", "/proc/none")
    assert result.exit_code == 5
    assert "/proc/none/p1-family.html: This cannot be written" in result.stderr


def test_nothing_is_written_where_one_document_cannot_be_drawn(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(html: Page, *_: object) -> bytes:
        if html.carries and html.carries.shown is None:  # the therapist's
            raise RenderError([Problem("page", 0, "This cannot be drawn.", "Try again.")])
        return b"%PDF-"

    monkeypatch.setattr("planner.press.drawing.render_pdf_with", drawn)
    result = run("plan", str(small), *DAY, "-o", str(tmp_path / "out"))
    assert result.exit_code == 5 and "This cannot be drawn. Try again." in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_broken_write_leaves_nothing_behind(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    result = run("plan", str(small), *DAY, "--format", "html", "-o", str(tmp_path / "out"))
    assert result.exit_code == 5 and "No space left on device" in result.stderr
    assert not (tmp_path / "out").exists()


def test_standard_output_holds_one_document(small: Path) -> None:
    result = run("plan", str(small), *DAY, "-o", "-")
    assert (
        result.exit_code == 2
        and "Standard output cannot hold two documents. Choose one with --document." in result.stderr
    )


# --- bad input -------------------------------------------------------------------------------------------------


def test_all_problems_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("patient: {id: p1, sex: zz}\nvisits:\n  - on: 2027-01-01\n    facts: {alsfrs_walkin: 3}\n")
    result = run("plan", str(file), *DAY)
    assert result.exit_code == 3 and result.stdout == ""
    said = result.stderr.splitlines()
    assert len(said) == 3
    assert said[0].startswith(f"{file}:1: patient → sex: 'zz' does not fit here.")
    assert said[1].startswith(f"{file}:3: ") and "lies in the future" in said[1]
    assert said[2].startswith(f"{file}:4: ") and "Did you mean 'alsfrs_walking'?" in said[2]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00binary",
        b"",
        b"[1, 2",
        b"a: b: c",
        b"- x\n- y",
        b"&a [*a, *a]",
        b"[" * 5000,
        b"patient: {id: p1}\nvisits: 3",
        b"%PDF-1.7 not yaml",
    ],
)
def test_a_wrong_file_ends_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    result = run("plan", str(file), *DAY)
    assert result.exit_code == 3 and isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.stderr and result.stderr.startswith(str(file))


def test_so_it_does_in_a_process_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xff\xfe\x00binary")
    result = process("plan", str(file), *DAY)
    assert result.returncode == 3
    assert "Traceback" not in result.stderr and result.stderr.startswith(str(file))


def test_a_missing_file_and_a_folder_end_in_a_sentence(tmp_path: Path) -> None:
    assert "cannot be read (No such file or directory)" in run("plan", "/no/such/file.yaml").stderr
    assert run("plan", str(tmp_path)).exit_code == 3


def test_a_broken_knowledge_base_makes_no_plan(small: Path, tmp_path: Path) -> None:
    base = tmp_path / "stages"
    shutil.copytree(ROOT / "stages", base)
    rule = base / "recommendations" / "orthoses" / "light_ankle_brace_leaf_spring.yaml"
    rule.write_text(rule.read_text().replace("at_least: walks_with_help", "at_leest: walks_with_help", 1))
    result = run("plan", str(small), *DAY, "--stages", str(base), "-o", str(tmp_path / "out"))
    assert result.exit_code == 4 and not (tmp_path / "out").exists()
    assert "I do not know 'at_leest'. Did you mean 'at_least'?" in result.stderr
    assert "orthoses/light_ankle_brace_leaf_spring.yaml:" in result.stderr


def test_wrong_usage_is_2(small: Path) -> None:
    assert run("plan").exit_code == 2
    assert run("plan", str(small), "--today", "yesterday").exit_code == 2
    assert run("plan", str(small), "--document", "poster").exit_code == 2
    assert run("explain", DEMO, "light_ankle_brase", *DAY).exit_code == 2


# --- findings --------------------------------------------------------------------------------------------------


def test_stage_gives_reasons_and_what_would_settle_it() -> None:
    said = run("stage", DEMO, *DAY).output
    assert said.startswith("Stage II (") and "Because:" in said and "points/month since onset" in said
    found = json.loads(run("stage", DEMO, *DAY, "--json").output)
    assert found["stage"]["sinaki_mulder"]["low"] == 2 and found["progression"]["pace"] == "medium"


def test_ask_puts_a_few_single_questions_first_and_then_the_tick_lists() -> None:
    found = json.loads(run("ask", DEMO, *DAY, "--json").output)
    packs = [question["pack"] for question in found]
    singles = packs.count(None)
    assert 0 < singles <= 6 and set(packs[:singles]) == {None} and None not in packs[singles:]
    assert packs[singles] == "danger_screen"
    said = run("ask", DEMO, *DAY, "--most", "3").output
    assert said.count("\n  [ ] ") == len(packs) - singles and "more can wait (--most" in said


def test_explain_shows_each_clause_with_its_value() -> None:
    said = run("explain", DEMO, "light_ankle_brace_leaf_spring", *DAY).output
    assert "[yes] Walking at least 2 points" in said and "now 3" in said
    assert "{" not in said
    assert (
        "Did you mean 'light_ankle_brace_leaf_spring'?" in run("explain", DEMO, "light_ankle_brace_leaf", *DAY).stderr
    )
    assert json.loads(run("explain", DEMO, "rollator_with_seat", *DAY, "--json").output)["id"] == "rollator_with_seat"


def test_explain_works_for_every_recommendation(request: pytest.FixtureRequest) -> None:
    """Each day for one of each domain."""
    domains = {row["id"]: row["domain"] for row in json.loads(run("map", "--json").output)}
    assert len(domains) >= 75
    one_of_each = {domain: name for name, domain in domains.items()}
    for name in domains if request.config.getoption("--all-forms") else one_of_each.values():
        result = run("explain", DEMO, name, *DAY)
        assert result.exit_code == 0 and "{" not in result.output, name


def test_map_lists_every_recommendation_with_its_stages() -> None:
    said = run("map").output
    assert "light_ankle_brace_leaf_spring" in said and "Orthoses" in said


def test_check_is_clean_on_the_base_and_finds_planted_faults(tmp_path: Path) -> None:
    assert run("check", *DAY).exit_code == 0
    base = tmp_path / "stages"
    shutil.copytree(ROOT / "stages", base)
    rule = base / "recommendations" / "walking" / "rollator_with_seat.yaml"
    rule.write_text(rule.read_text().replace("expect: now", "expect: not_now", 1))
    result = run("check", *DAY, "--stages", str(base))
    assert result.exit_code == 1 and "expects not_now but gives now. Correct the rule or the example." in result.stderr
    assert json.loads(run("check", *DAY, "--stages", str(base), "--json").output)[0]["where"].endswith(
        "rollator_with_seat.yaml"
    )


def test_check_reports_a_file_nothing_reads(tmp_path: Path) -> None:
    base = tmp_path / "stages"
    shutil.copytree(ROOT / "stages", base)
    (base / "limitz.yaml").write_text("x: 1\n")
    (base / "recomendations").mkdir()
    result = run("check", *DAY, "--stages", str(base))
    assert result.exit_code == 4
    assert "limitz.yaml: Nothing reads this file." in result.stderr
    assert "recomendations: Nothing reads this folder. Did you mean 'recommendations'?" in result.stderr


def test_demo_is_plainly_marked_and_its_intake_can_be_printed() -> None:
    assert "invented" in run("demo", "--intake").output
    said = run("demo", "--document", "family", "--format", "html", "-o", "-").output
    assert "Invented example, not a real person" in said


def test_every_command_has_help() -> None:
    for name in cli.commands:
        result = run(name, "--help")
        assert result.exit_code == 0 and len(result.output.splitlines()) > 3


def test_help_opens_nothing_heavy() -> None:
    code = "import sys; from planner.commands.cli import cli; print([m for m in ('pydantic', 'jinja2', 'weasyprint', 'yaml') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_no_patient_data_in_problems(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("patient: {id: p1, name: Secretname Person, sex: wrong}\nvisits: []\n")
    assert "Secretname" not in run("plan", str(file), *DAY).stderr


def test_what_if_lists_what_turns() -> None:
    said = run("what-if", DEMO, *DAY, "--set", "alsfrs_walking=1").output
    assert said.startswith("Stage II → IV\n") and re.search(
        r"^power_wheelchair_specification \(.+\): Later → Now$", said, re.MULTILINE
    )
    assert json.loads(run("what-if", DEMO, *DAY, "--set", "alsfrs_walking=1", "--json").output)["turns"]
    assert run("what-if", DEMO, *DAY, "--set", "alsfrs_walking=3").output == "Nothing turns.\n"


def test_what_if_refuses_what_is_no_fact_or_no_value() -> None:
    result = run("what-if", DEMO, *DAY, "--set", "alsfrs_walkin=1", "--set", "fatigue=perhaps", "--set", "x")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 3 and "Did you mean 'alsfrs_walking'?" in result.stderr


def test_explain_says_what_would_turn_the_answer() -> None:
    said = run("explain", DEMO, "rollator_with_seat", *DAY).output
    assert "What would turn it (each planned anew):\n" in said
    assert "\n  Timed up and go 12.5 s → 14 s gives: Now\n" in said


def test_a_clinics_own_layer_lies_over_the_base(tmp_path: Path) -> None:
    ours = tmp_path / "our-clinic"
    ours.mkdir()
    (ours / "limits.yaml").write_text("foot_lift_weak: {value: 3, why: Asked for.}\n", encoding="utf-8")
    checked = run("check", *DAY, "--stages", str(ours))
    assert checked.exit_code == 0
    assert "What the layer changes in our own examples" in checked.output and "nothing to mend" in checked.output
    planned = run("demo", "--format", "json", *DAY, "--stages", str(ours))
    assert " + our-clinic " in json.loads(planned.output)["knowledge"]["digest"]
    (ours / "limits.yaml").write_text("foot_lift_weak: {value: 3}\n", encoding="utf-8")
    refused = run("check", *DAY, "--stages", str(ours))
    assert refused.exit_code != 0
    assert "our-clinic/limits.yaml:1: foot_lift_weak: This changes ours and does not say why." in refused.output
