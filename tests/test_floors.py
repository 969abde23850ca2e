"""The house stands: imports go down, the core sees no file and no clock, no clinical number in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner

HOME = Path(planner.__file__).parent
LONGEST_FUNCTION, LONGEST_MODULE = 40, 400
TESTS = Path(__file__).parent

# fmt: off
FLOORS: dict[str, tuple[str, ...]] = {
    "0 ground": (
        "model.errors", "model.truth", "curation.readability",
    ),
    "1 model": (
        "model.facts", "model.shapes", "model.things", "model.conditions", "model.about", "model.knowledge",
        "model.intake", "model.figures", "model.spoken", "model.emergency",
    ),
    "2 core": (
        "assessment.history", "assessment.derive", "assessment.pace", "assessment.staging",
        "assessment.projection", "assessment.outlook", "assessment.assessment", "plan.leads", "plan.schedule",
        "plan.money", "plan.orders", "plan.needs", "plan.acquire", "plan.equipment", "plan.measure_next",
        "plan.plan", "plan.flips", "plan.search", "plan.payers", "plan.changes", "language.texts",
        "plan.off_paper",
    ),
    "3 reading": (
        "reading.resources", "reading.strict_yaml", "reading.checked", "reading.folder", "reading.layers",
        "reading.equipment", "reading.stages", "language.words", "reading.entries", "reading.cross_checks",
        "reading.intake", "reading.figures", "reading.intake_written", "reading.strict_json",
        "record.pdf_reading", "language.questions", "language.translations", "reading.topics", "reading.fridge",
    ),
    "4 paper": (
        "language.wording", "language.explain", "press.lettering", "pages.blocks", "pages.form.blocks",
        "pages.therapist.blocks", "pages.document", "plan.disclosure", "pages.week_log", "pages.family",
        "pages.compose", "record.orders_json", "record.plan_json", "press.render", "curation.proofread",
        "curation.manner", "curation.coverage", "curation.unused", "curation.schemas", "curation.rule_page",
        "press.files", "pages.chart", "pages.ramp", "pages.equipment", "pages.therapist.writer",
        "pages.therapist.front", "pages.therapist.ahead", "pages.therapist.equipment", "pages.therapist.page",
        "pages.orders_for_families", "exports.calendar", "exports.purchase_list", "drawings.limbs",
        "drawings.furniture", "drawings.drawing", "pages.pictures", "curation.gallery", "press.press",
        "press.standing_type", "press.archive", "record.carried", "record.shapes", "record.earlier",
        "pages.news", "pages.bilingual", "curation.language_check", "curation.language_manner",
        "pages.form.rows", "pages.form.page", "pages.therapist.scores", "pages.therapist.grid",
        "pages.therapist.visit_record", "pages.therapist.strength", "pages.running_head", "plan.held_back",
        "pages.fridge", "pages.fridge_blocks",
    ),
    "5 adapters": (
        "commands.papers", "commands.findings", "commands.curation", "commands.records", "commands.forms",
    ),
    "6 commands": (
        "commands.options", "commands.paper_commands", "commands.asking_commands", "commands.curation_commands",
        "commands.cli", "commands.record_commands", "commands.form_commands",
    ),
}
# fmt: on
FLOOR = {name: at for at, names in enumerate(FLOORS.values()) for name in names}
CORE = {name for name, at in FLOOR.items() if at <= 2}

# Files, clocks and chance: what the core must be handed as an argument, and what would write of a patient.
FORBIDDEN_MODULES = {
    "os",
    "io",
    "pathlib",
    "random",
    "secrets",
    "logging",
    "time",
    "tempfile",
    "shutil",
    "socket",
}
FORBIDDEN_NAMES = {"open", "Path", "print", "input", "eval", "exec"}
FORBIDDEN_CALLS = {"today", "now", "utcnow", "fromtimestamp"}

FORBIDDEN_PARTS = {"manager", "service", "handler", "helper", "util", "utils", "engine", "context"}

ALWAYS_ALLOWED = {0, 1, 2}  # counting, places in a list, pairs
CALENDAR = {10, 11, 12, 30.4375}  # the mean month, and months and letters of a date
ALLOWED: dict[str, set[float]] = {
    "reading.cross_checks": {60},  # letters shown of what was typed
    "curation.coverage": {5},  # the priority of what is optional
    "assessment.derive": {0.5, 100},  # rounding, percent
    "reading.entries": {20, 30, 40, 60, 120, 2000}  # letters shown of what was typed; letters that fit on paper
    | {12, 1900, 1e9, 0x202A, 0x202F, 0x2066, 0x206A, 0x200E, 0x200F, 0x061C},  # a short list; signs that turn text
    "model.figures": {6},  # six stages
    "plan.flips": {12},  # most changes shown
    "assessment.history": CALENDAR | {8},  # knowledge bases remembered
    "model.intake": CALENDAR
    | {60, 120, 2000, 3650, 1e9},  # letters that fit on paper, days in ten years, the highest price
    "model.about": {60, 120},  # letters that fit on paper
    "model.knowledge": {5, 6},  # priorities from 1 to 5, six stages
    "plan.leads": CALENDAR | {7},  # days in a week and in a mean month
    "reading.stages": {99},  # "after all others"
    "curation.manner": {60},  # letters of a line that a finding quotes
    "plan.measure_next": {99, 30, 180, 400, 1500, 25000},  # "no danger"; days ago tried as an answer to "when"
    # The published method (evidence §4.1): its five nodes, floors of a gap and of a dwell; the shares and
    # horizons of the contract's JSON.
    "assessment.projection": {
        *(0.95, 0.45, 0.11, 0.36, 0.69, 1.2, 2.3, 0.06, 0.15, 0.9, 0.75, 0.8, 0.5),
        *(0.1, 0.2, 3, 6, 12),
    },
    "curation.readability": {0.39, 11.8, 15.59} | {206.835, 62.3, 100.0},  # the Flesch-Kincaid and the INFLESZ formula
    "reading.checked": {0.6, 60},  # how near a misspelt name must be; letters shown of what was typed
    "assessment.staging": {4, 6},  # King's highest stage, six stages
    "reading.strict_yaml": {19, 24, 1_000_000, 4_000_000},  # digits of a number, depth and size of a file
    "reading.intake": {20, 40, 60},  # letters shown of what was typed
    "reading.intake_written": {1_000_000},  # letters of the longest line
    # The largest file, the largest attachment, how many and how deep, seconds and memory of the process that reads.
    "record.pdf_reading": {20_000_000, 4_000_000, 1_000_000, 16, 64, 8, 20, 1_000_000_000},
    "reading.strict_json": {24, 40},  # depth of a file, letters of a number
    "assessment.outlook": {1e-6},  # just past the crossing
    "assessment.pace": {3},  # digits kept
    "plan.search": {0.5},  # half a step beside a limit
    "reading.folder": {12},  # letters of a digest
    "language.translations": {8},  # letters of a digest, knowledge bases remembered
    "language.words": {16},  # languages remembered
}


def source(name: str) -> Path:
    return HOME / f"{name.replace('.', '/')}.py"


def every_module() -> list[str]:
    paths = sorted(path.relative_to(HOME) for path in HOME.rglob("*.py"))
    return [path.with_suffix("").as_posix().replace("/", ".") for path in paths]


TREES = {name: ast.parse(source(name).read_text(encoding="utf-8")) for name in every_module()}
FRONT = {name for name in TREES if name.split(".")[-1] in ("__init__", "__main__")}  # nothing imports them


def imports(name: str) -> Iterator[str]:
    """The modules of the house that a module opens, at the top or inside a function."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (one.removeprefix("planner.") for one in found if one.removeprefix("planner.") in TREES)


def others(name: str) -> set[str]:
    """Modules from elsewhere."""
    nodes = list(ast.walk(TREES[name]))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {one.split(".")[0] for one in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}


# --- floors -----------------------------------------------------------------------------------------------


def test_every_module_has_its_floor_and_every_floor_its_modules() -> None:
    assert set(TREES) - FRONT == set(FLOOR)


@pytest.mark.parametrize("name", FLOOR)
def test_a_module_imports_only_from_its_own_floor_or_below(name: str) -> None:
    above = {one for one in imports(name) if one in FLOOR and FLOOR[one] > FLOOR[name]}
    assert above == set()
    assert not FRONT.intersection(imports(name)), "nothing goes out by the front to come in again"


def test_adapters_do_not_import_each_other() -> None:
    for name in FLOORS["5 adapters"]:
        assert not {one for one in imports(name) if one.startswith("commands.")}, name


def test_imports_never_go_in_a_circle() -> None:
    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path, name))
        if name not in cleared:
            for one in set(imports(name)) - FRONT:
                visit(one, (*path, name))
            cleared.add(name)

    cleared: set[str] = set()
    for name in FLOOR:
        visit(name, ())
    assert cleared == set(FLOOR)


@pytest.mark.parametrize("name", sorted(CORE))
def test_the_core_opens_no_file_asks_no_clock_draws_no_lots_and_keeps_no_log(name: str) -> None:
    assert others(name) & FORBIDDEN_MODULES == set()
    nodes = list(ast.walk(TREES[name]))
    assert {node.id for node in nodes if isinstance(node, ast.Name)} & FORBIDDEN_NAMES == set()
    called = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    assert called & FORBIDDEN_CALLS == set()


@pytest.mark.parametrize("name", [name for name in FLOOR if FLOOR[name] < 5])
def test_only_the_adapters_ask_what_day_it_is(name: str) -> None:
    nodes = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    assert {node.func.attr for node in nodes if isinstance(node.func, ast.Attribute)} & {
        "today",
        "now",
    } == set()


# --- names and sizes --------------------------------------------------------------------------------------


def test_the_public_names_are_exactly_these() -> None:
    assert planner.__all__ == [
        "IntakeError",
        "KnowledgeError",
        "PlannerError",
        "RenderError",
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
    with pytest.raises(AttributeError, match=r"^module 'planner' has no attribute 'helper'$"):
        planner.helper  # noqa: B018


@pytest.mark.parametrize("name", sorted(TREES))
def test_a_module_fits_a_reader(name: str) -> None:
    lines = len(source(name).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{name}.py has {lines} lines; a room of its own is missing"


def test_a_test_module_fits_a_reader_too() -> None:
    lengths = {
        path.relative_to(TESTS).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in TESTS.rglob("*.py")
    }
    assert Path(__file__).name in lengths
    too_long = {name for name, length in lengths.items() if length > LONGEST_MODULE}
    assert too_long == set(), "split by topic"


@pytest.mark.parametrize("name", sorted(TREES))
def test_a_function_fits_a_glance(name: str) -> None:
    functions = [n for n in ast.walk(TREES[name]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions}
    assert {one: length for one, length in lengths.items() if length > LONGEST_FUNCTION} == {}


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


# --- no clinical number -----------------------------------------------------------------------------------


def numbers(tree: ast.AST) -> dict[float, int]:
    """Every number written in a tree, with a line on which it stands."""
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {node.value: node.lineno for node in constants if type(node.value) in (int, float)}


@pytest.mark.parametrize("name", [name for name in FLOOR if FLOOR[name] <= 3])
def test_below_the_paper_every_number_is_structural(name: str) -> None:
    found = numbers(TREES[name])
    allowed = ALWAYS_ALLOWED | ALLOWED.get(name, set())
    assert {number: line for number, line in found.items() if number not in allowed} == {}, (
        "a clinical number belongs in limits.yaml"
    )


def counts(comparison: ast.Compare) -> bool:
    """How many letters or rows there are: a matter of room on the page."""
    sides = [comparison.left, *comparison.comparators]
    return any(isinstance(side, ast.Call) and ast.unparse(side.func) == "len" for side in sides)


@pytest.mark.parametrize("name", [name for name in FLOOR if FLOOR[name] >= 4])
def test_on_paper_numbers_lay_out_and_never_decide(name: str) -> None:
    compared = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Compare) and not counts(node)]
    found = {number: line for node in compared for number, line in numbers(node).items()}
    assert {number: line for number, line in found.items() if number not in ALWAYS_ALLOWED} == {}


def test_nothing_is_allowed_that_is_not_used() -> None:
    assert set(ALLOWED) <= set(FLOOR)
    idle = {name: allowed - set(numbers(TREES[name])) - CALENDAR for name, allowed in ALLOWED.items()}
    assert {name: numbers for name, numbers in idle.items() if numbers} == {}
