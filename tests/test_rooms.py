"""The law of the house: rooms in one order, no circle, a pure core, sizes that fit a reader, names that say what a thing is."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import TESTS
from house import FRONT, HOME, ROOMS, TREES, circles, positional, upward

import planner

PURE = ("model", "assessment", "plan")
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEST_FILE = 40, 350, 400

# Files, clocks and chance: what the core must be handed as an argument, and what would write of a patient.
FORBIDDEN_MODULES = {"os", "io", "pathlib", "random", "secrets", "logging", "time", "tempfile", "shutil", "socket"}
FORBIDDEN_NAMES = {"open", "Path", "print", "input", "eval", "exec"}
CLOCK = {"today", "now", "utcnow", "fromtimestamp"}
FORBIDDEN_PARTS = {"manager", "service", "handler", "helper", "util", "utils", "engine", "context"}

# --- rooms and circles ------------------------------------------------------------------------------------


def test_every_file_lies_in_a_room_of_the_order() -> None:
    assert {name.split(".")[0] for name in TREES} - FRONT == set(ROOMS)


def test_a_room_uses_only_rooms_before_it_and_nothing_goes_in_a_circle() -> None:
    assert upward(TREES) == []
    assert circles(TREES) == []


def planted(file: str, line: str) -> dict[str, ast.Module]:
    """The house with one more line at the end of a file."""
    text = (HOME / file).read_text(encoding="utf-8")
    return {**TREES, file.removesuffix(".py").replace("/", "."): ast.parse(f"{text}\n{line}\n")}


def test_an_import_against_the_order_is_found() -> None:
    house = planted("plan/leads.py", "def late() -> None:\n    from planner.language.words import load_words")
    assert upward(house) == ["plan.leads opens language.words"]
    assert upward(planted("model/truth.py", "import planner.plan.plan")) == ["model.truth opens plan.plan"]
    assert upward(planted("drawings/limbs.py", "from planner.model import truth")) == [
        "drawings.limbs opens model.truth"
    ]
    assert upward(planted("pages/news.py", "from planner import compose")) == ["pages.news opens planner"]


def test_a_circle_of_files_is_found_inside_a_room_too() -> None:
    house = planted("model/truth.py", "from planner.model.conditions import Compare")
    assert upward(house) == []
    assert circles(house) == ["model.conditions → model.truth → model.conditions"]


def test_a_room_hands_nothing_on() -> None:
    for path in HOME.rglob("__init__.py"):
        if path.parent != HOME:
            (only,) = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(only, ast.Expr), f"{path}: a docstring and nothing else"


# --- purity -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(name for name in TREES if name.split(".")[0] in PURE))
def test_the_core_opens_no_file_asks_no_clock_draws_no_lots_and_keeps_no_log(name: str) -> None:
    nodes = list(ast.walk(TREES[name]))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    others = {one.split(".")[0] for one in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}
    assert others & FORBIDDEN_MODULES == set()
    assert {node.id for node in nodes if isinstance(node, ast.Name)} & FORBIDDEN_NAMES == set()
    assert called(TREES[name]) & CLOCK == set()


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in ("commands", *PURE)])
def test_only_the_command_line_asks_what_day_it_is(room: str) -> None:
    for name, tree in TREES.items():
        if name.split(".")[0] == room:
            assert called(tree) & CLOCK == set(), name


def called(tree: ast.AST) -> set[str]:
    """The names of methods that are called."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


# --- sizes and names --------------------------------------------------------------------------------------


def lengths(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in folder.rglob("*.py")
    }


def test_a_file_fits_a_reader() -> None:
    assert {name: lines for name, lines in lengths(HOME).items() if lines > LONGEST_FILE} == {}, "split by topic"


def test_a_test_file_fits_a_reader_too() -> None:
    assert Path(__file__).name in lengths(TESTS)
    assert {name: lines for name, lines in lengths(TESTS).items() if lines > LONGEST_TEST_FILE} == {}, "split by topic"


@pytest.mark.parametrize("name", sorted(TREES))
def test_a_function_fits_a_glance(name: str) -> None:
    functions = [n for n in ast.walk(TREES[name]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions}
    assert {one: length for one, length in lines.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("name", sorted(TREES))
def test_names_say_what_a_thing_is_and_not_that_it_manages(name: str) -> None:
    assert not FORBIDDEN_PARTS.intersection(re.split(r"[._]", name))
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ClassDef):
            parts = {part.lower() for part in re.findall(r"[A-Z][a-z]*", node.name)}
            bases = {ast.unparse(base) for base in node.bases}
            allowed = {"handler"} if "logging.Handler" in bases else set()
            assert not (parts & FORBIDDEN_PARTS) - allowed, node.name
        elif isinstance(node, ast.FunctionDef):
            # A helper is a person who helps at home: the word is clinical in a function's name.
            assert not set(node.name.split("_")) & (FORBIDDEN_PARTS - {"helper"}), node.name


def test_no_two_classes_of_the_house_share_a_name() -> None:
    """One word, one thing: whoever meets a class in another room knows at once which one it is."""
    homes: dict[str, list[str]] = {}
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(name)
    assert {word: where for word, where in homes.items() if len(where) > 1} == {}


def test_values_of_many_fields_are_made_by_keyword() -> None:
    assert positional(TREES) == []


@pytest.mark.parametrize(
    ("file", "planted_class"),
    [
        ("plan/money.py", "@dataclass(frozen=True)\nclass Five:\n    a: int\n    b: int\n    c: int\n    d: int\n    e: int"),
        ("plan/money.py", "@dataclasses.dataclass\nclass _Five:\n    a: int\n    b: int\n    c: int\n    d: int\n    e: int = 0"),
        ("pages/blocks.py", "@dataclass(frozen=True)\nclass Five(QuoteBlock):\n    a: int\n    b: int"),
    ],
)  # fmt: skip
def test_a_value_of_five_fields_made_by_position_is_found(file: str, planted_class: str) -> None:
    name = "_Five" if "_Five" in planted_class else "Five"
    room = file.removesuffix(".py").replace("/", ".")
    assert positional(planted(file, planted_class)) == [f"{room}.{name}"]
    by_keyword = planted_class.replace("frozen=True", "kw_only=True").replace(
        ".dataclass\n", ".dataclass(kw_only=True)\n"
    )
    assert positional(planted(file, by_keyword)) == []


@pytest.mark.parametrize("name", sorted(TREES))
def test_problems_gather_with_what_was_read_and_no_list_of_them_is_handed_down(name: str) -> None:
    """`Read.note` is the one collector; whoever finds problems elsewhere gives them back."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef):
            handed = {ast.unparse(arg.annotation) for arg in node.args.args if arg.annotation}
            assert "list[Problem]" not in handed, node.name


# What reads JSON in another way than reading/strict_json does, and why it may.
READS_JSON = {
    "reading.strict_json": "it is the reader",
    "exports.journal": "lines that this program wrote; one that a stop has torn is left out, not told",
    "record.pdf_reading": "one answer of a process that this file started",
}


def json_readers(house: Mapping[str, ast.Module]) -> set[str]:
    return {
        name
        for name, tree in house.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("json.load", "json.loads")
    }


def test_one_reader_reads_json() -> None:
    assert json_readers(TREES) == set(READS_JSON)
    assert "reading.figures" in json_readers(planted("reading/figures.py", "import json\njson.load(open('x'))"))


# --- the public face --------------------------------------------------------------------------------------


def test_the_public_names_are_exactly_these() -> None:
    assert planner.__all__ == [
        "Assessment",
        "Document",
        "Intake",
        "IntakeError",
        "Knowledge",
        "KnowledgeError",
        "Plan",
        "PlannerError",
        "RenderError",
        "__version__",
        "assess",
        "compose",
        "load_knowledge",
        "make_plan",
        "plan_as_json",
        "read_intake",
        "render_html",
        "render_pdf",
    ]
    assert all(getattr(planner, name).__doc__ for name in planner.__all__)
    assert set(planner.__all__) <= set(dir(planner))
    with pytest.raises(AttributeError, match=r"^module 'planner' has no attribute 'helper'$"):
        planner.helper  # noqa: B018
