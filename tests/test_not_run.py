"""A test that cannot run is named at the end, and fails in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from folders import SUPPORT

SOME = """
import pytest
from not_run import need

def test_runs(): need(True, "nothing")

@pytest.mark.parametrize("page", ["family"])
def test_looks_at_a_page(page): need(False, "the browser Chromium")

@pytest.mark.skip(reason="skipped by hand")
def test_by_hand(): pass

@pytest.mark.xfail
def test_known_to_fail(): assert False
"""
WHOLE_FILE = """
from not_run import need
need(False, "a printer")
def test_prints(): pass
"""


def run(folder: Path, ci: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on the two little files above, as on somebody's machine or as in CI."""
    (folder / "test_some.py").write_text(SOME, encoding="utf-8")
    (folder / "test_whole_file.py").write_text(WHOLE_FILE, encoding="utf-8")
    options = ["-p", "not_run", "-p", "no:cacheprovider", "--color=no", "--continue-on-collection-errors"]
    command = [sys.executable, "-m", "pytest", *options, *more]
    environment = {**os.environ, "PYTHONPATH": str(SUPPORT), "PYTEST_ADDOPTS": "", "CI": ci}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_elsewhere_it_is_listed_by_name(tmp_path: Path) -> None:
    done = run(tmp_path, ci="")
    assert done.returncode == 0, done.stdout
    closing = done.stdout.partition("not run on this machine")[2].splitlines()
    assert "test_some.py::test_looks_at_a_page[family]: needs the browser Chromium" in closing
    assert "test_some.py::test_by_hand: skipped by hand" in closing
    assert "test_whole_file.py: needs a printer" in closing
    assert "1 passed, 3 skipped, 1 xfailed" in closing[-1]


def test_in_several_processes_it_is_listed_by_the_same_name(tmp_path: Path) -> None:
    pytest.importorskip("xdist", reason="needs pytest-xdist")
    done = run(tmp_path, "", "-n", "2", "--dist", "loadgroup", "-p", "spread")
    assert done.returncode == 0, done.stdout
    assert "\ntest_some.py::test_looks_at_a_page[family]: needs the browser Chromium\n" in done.stdout


def test_in_ci_it_fails(tmp_path: Path) -> None:
    done = run(tmp_path, ci="true")
    assert done.returncode == 1, done.stdout
    assert "test_looks_at_a_page[family] did not run: needs the browser Chromium. In CI" in done.stdout
    assert "not run on this machine" not in done.stdout
    assert "1 failed, 1 passed, 1 xfailed, 2 errors" in done.stdout.splitlines()[-1]
