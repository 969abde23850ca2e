"""What a run of the tests proves, to hold one state of this repository against another.

``python tests/benchmarks/count_proofs.py [CHECKOUT]`` counts tests and assertions as they are written. Pages are counted in a run:
``pytest -p count_proofs --all-forms`` (PYTHONPATH=tests/benchmarks) says at its end how many distinct pages it laid out
or printed, and with PROOFS=FILE writes one line for each, so that `comm` names those which another state lacks. Pages
are the same where their words, paper, size and colour are; style sheets and the digest of stages/ do not count.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STYLE, EDITION = re.compile(r"<style>.*?</style>", re.DOTALL), re.compile(r"\b[0-9a-f]{8,12}\b|\b0{8,12}\b")
PAPER, MARKS = re.compile(r"(?<![-\w])size: *(\d+mm \d+mm)"), {"large": "Large print:", "gray": "Without colour:"}
DRAWERS = ("lay_out", "printed")
Drawn = Counter[str]
PAGES = pytest.StashKey[Drawn]()


def page_key(html: str) -> str:
    """A page by its words, and how it is printed."""
    style = "".join(STYLE.findall(html))
    paper = (PAPER.findall(style) or [""])[0]
    looks = [name for name, mark in MARKS.items() if mark in style]
    words = EDITION.sub("", STYLE.sub("", html)).replace(' class="with-record"', "")
    return " ".join([hashlib.sha256(words.encode()).hexdigest()[:16], paper, *looks])


def noting(draw: Callable[..., Any], drawn: Drawn) -> Callable[..., Any]:
    @wraps(draw)
    def noted(html: str, *more: Any) -> Any:
        drawn[page_key(html)] += 1
        return draw(html, *more)

    return noted


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Note each page from the first on: before any test opens the press."""
    from planner.press import press

    early_config.stash[PAGES] = drawn = Drawn()
    for name in DRAWERS:
        setattr(press, name, noting(getattr(press, name), drawn))


def pytest_sessionfinish(session: pytest.Session) -> None:
    drawn, output = session.config.stash[PAGES], getattr(session.config, "workeroutput", None)
    if output is not None:
        output["pages"] = dict(drawn)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[PAGES].update(getattr(node, "workeroutput", {}).get("pages", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    drawn = config.stash[PAGES]
    terminalreporter.line(f"{len(drawn)} distinct pages, drawn {drawn.total()} times")
    if "PROOFS" in os.environ:
        Path(os.environ["PROOFS"]).write_text("\n".join(sorted(drawn)) + "\n", encoding="utf-8")


def written(tree: Path) -> tuple[int, int]:
    """How many test functions and how many assertions stand in the tests of a checkout."""
    nodes = [node for path in (tree / "tests").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    tests = sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in nodes)
    return tests, sum(isinstance(node, ast.Assert) for node in nodes)


def collected(tree: Path) -> int:
    """How many tests pytest finds, each with its parameters and in all forms."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    if "--all-forms" in (tree / "tests" / "conftest.py").read_text(encoding="utf-8"):
        command.append("--all-forms")
    found = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True).stdout
    return sum(int(count) for count in re.findall(r": (\d+)$", found, re.MULTILINE))


def main(tree: Path) -> None:
    tests, assertions = written(tree)
    print(f"{tests} test functions with {assertions} assertions, {collected(tree)} tests with their parameters")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT)
