"""The package from a program's chair: names opened on first use, types that a type checker knows, a version."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from inspect import Parameter, signature
from pathlib import Path

import pytest
from people import DEMO, VISIT

import planner
from planner import IntakeError, Knowledge, read_intake
from planner.model.days import LAST_DAY
from planner.reading import resources

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
from datetime import date
from pathlib import Path

from planner import (
    Assessment, Document, Intake, Knowledge, Plan, __version__, assess, compose, load_knowledge, make_plan,
    plan_as_json, read_intake, render_html, render_pdf,
)

knowledge: Knowledge = load_knowledge()


def plan_of(source: Path, today: date) -> Plan:
    intake: Intake = read_intake(source, knowledge, today)
    found: Assessment = assess(intake, knowledge, today=today)
    return make_plan(found, knowledge)


def paper(plan: Plan) -> bytes:
    page: Document = compose(plan, "family", language="en")
    return render_pdf(render_html(page, paper="a4"), record=plan)


said: str = __version__ + str(plan_as_json(plan_of(Path("me.yaml"), date(2026, 11, 22)))["schema"])
"""
WRONG = """
from planner import Plan, load_knowledge, read_intake

plan: Plan = read_intake("me.yaml", load_knowledge())
"""


def in_a_process(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout.strip()


def test_every_public_name_is_opened_on_first_use_and_not_before() -> None:
    code = (
        "import sys, planner; before = [m for m in sys.modules if m.startswith('planner.') or m == 'pydantic']; "
        "from planner import *; print(before, all(name in globals() for name in planner.__all__))"
    )
    assert in_a_process(code) == "[] True"


def test_the_version_is_the_one_that_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    assert planner.__version__ == version("als-stage-planner")
    monkeypatch.setattr("importlib.metadata.version", missing)
    assert resources.version() == "0+not.installed"


def test_the_day_is_demanded() -> None:
    today = signature(read_intake).parameters["today"]
    assert today.default is Parameter.empty
    with pytest.raises(TypeError, match="today"):
        read_intake(DEMO, planner.load_knowledge())  # type: ignore[call-arg]


def test_days_after_today_are_refused(knowledge: Knowledge) -> None:
    with pytest.raises(IntakeError, match=r"2026-11-20 lies in the future \(today is 2026-11-19\)"):
        read_intake(DEMO, knowledge, VISIT - timedelta(1))
    assert read_intake(DEMO, knowledge, VISIT).visits[-1] == VISIT


@pytest.mark.parametrize("today", [LAST_DAY + timedelta(1), date.max])
def test_a_day_that_lies_too_far_ahead_is_refused_in_a_sentence(knowledge: Knowledge, today: date) -> None:
    with pytest.raises(IntakeError) as error:
        read_intake(DEMO, knowledge, today)
    assert error.value.problems == [f"today: {today} is too far ahead. The planner works with days up to 2100-12-31."]
    assert planner.make_plan(
        planner.assess(read_intake(DEMO, knowledge, LAST_DAY), knowledge, today=LAST_DAY), knowledge
    ).items


@pytest.mark.slow
def test_a_type_checker_accepts_a_program_that_uses_the_types_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(PROGRAM)
    wrong.write_text(WRONG)
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml")]
    accepted = subprocess.run([*mypy, str(right)], cwd=ROOT, capture_output=True, text=True)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    refused = subprocess.run([*mypy, str(wrong)], cwd=ROOT, capture_output=True, text=True).stdout
    assert '"today" in call to "read_intake"' in refused and 'variable has type "Plan"' in refused
