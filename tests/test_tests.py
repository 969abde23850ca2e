"""The laws of the tests: they stand in the rooms of planner/, none imports another, and none patches what is private."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from folders import TESTS
from house import ROOMS

FILES = sorted(TESTS.rglob("*.py"))
TREES = {path.relative_to(TESTS).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
BESIDE = {"support", "benchmarks"}  # what tests share, and what measures
PATCHES = {"setattr", "setitem", "delattr", "delitem"}
# What a wall clock says hangs on who else is at work. A process's own time may be held against its own time, and a test
# may wait for something until it gives up (time.monotonic).
CLOCKS = {"perf_counter", "perf_counter_ns"}
PRIVATE = re.compile(r"(^|\.)_(?!_)\w+$")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def patched(tree: ast.AST) -> Iterator[str]:
    """The names that are put in the place of others: as a path, or as the name beside its owner."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PATCHES:
            yield from (str(arg.value) for arg in node.args[:2] if isinstance(arg, ast.Constant))


def timed(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in CLOCKS}


@pytest.mark.parametrize("name", TREES)
def test_no_test_leans_on_another_on_what_is_private_or_on_a_fast_machine(name: str) -> None:
    tree = TREES[name]
    assert [one for one in imported(tree) if one.split(".")[0].startswith("test_")] == [], "put it into tests/support"
    assert [one for one in patched(tree) if PRIVATE.search(one)] == [], "patch a name that is public, or none"
    assert name.startswith("benchmarks/") or timed(tree) == set(), "tests/benchmarks measures"


def test_what_is_forbidden_is_found() -> None:
    tree = ast.parse(
        "from test_other import thing\nimport test_more\n"
        "patch.setattr('planner.press.press._laid_out', None)\npatch.setattr(press, '_close', None)\n"
        "patch.setattr(press, '__doc__', '')\npatch.setitem(words, 'plain', 1)\nassert time.perf_counter() < 2\n"
    )
    assert sorted(imported(tree)) == ["test_more", "test_other"]
    assert [one for one in patched(tree) if PRIVATE.search(one)] == ["planner.press.press._laid_out", "_close"]
    assert timed(tree) == {"perf_counter"}


def test_tests_stand_in_the_room_that_they_test() -> None:
    folders = {name.split("/")[0] for name in TREES if "/" in name}
    assert folders - BESIDE <= set(ROOMS)
    assert {name for name in TREES if name.split("/")[0] in BESIDE and "/test_" in name} == set()
