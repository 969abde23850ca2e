"""The targets of the Makefile run what they promise, and stop where one part of it fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from folders import ROOT
from not_run import need

CHECKS = ("ruff check", "ruff format --check", "mypy", "planner check", "tests/support/licences.py")
TESTED = 'make test ARGS="-v -p no:cacheprovider"'


def make(target: str, folder: Path, failing: str = "nothing") -> tuple[int, list[str]]:
    """How a target ends, and what it asks of Python, where one of these fails."""
    need(shutil.which("make"), "make")
    asked, python = folder / "asked", folder / "python"
    asked.write_text("", encoding="utf-8")
    python.write_text(
        f'#!/bin/sh\necho "$*" >>"{asked}"\ncase "$*" in *"{failing}"*) exit 1 ;; esac\n', encoding="utf-8"
    )
    python.chmod(0o755)
    command = ["make", target, f"PYTHON={python}", "SET_UP=:"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, asked.read_text(encoding="utf-8").splitlines()


def test_check_reads_code_types_knowledge_base_and_licences(tmp_path: Path) -> None:
    ended, asked = make("check", tmp_path)
    assert ended == 0 and len(asked) == len(CHECKS)
    assert all(part in line for part, line in zip(CHECKS, asked, strict=True))


@pytest.mark.parametrize("failing", CHECKS)
def test_check_stops_where_one_of_them_finds_something(tmp_path: Path, failing: str) -> None:
    ended, asked = make("check", tmp_path, failing)
    assert ended != 0 and failing in asked[-1]


def test_all_forms_of_paper_are_asked_for_by_test_all_alone(tmp_path: Path) -> None:
    (_, [usual]), (_, [whole]) = make("test", tmp_path), make("test-all", tmp_path)
    assert "--all-forms" not in usual and whole.replace(" --all-forms", "") == usual


def test_ci_runs_both_commands_of_the_readme_and_the_checks_and_stops_where_one_fails() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make ")] == ["make plan", "make check", TESTED]
