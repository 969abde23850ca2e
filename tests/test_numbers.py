"""No clinical number stands in Python: below the pages every number is structural, and on them none decides."""

from __future__ import annotations

import ast

import pytest
from house import TREES

ALWAYS_ALLOWED = {0, 1, 2}  # counting, places in a list, pairs
CALENDAR = {10, 11, 12, 30.4375}  # the mean month, and months and letters of a date
ALLOWED: dict[str, set[float]] = {
    "reading.cross_checks": {60},  # letters shown of what was typed
    "assessment.derive": {0.5, 100},  # rounding, percent
    "reading.entries": {20, 30, 60, 12, 1000, 1900, 1e9},  # letters shown of what was typed; lists
    "model.figures": {6},  # six stages
    "reading.supposed": {40},  # letters shown of what was typed
    "reading.topics": {6},  # six stages
    "model.topics": {4, 6},  # steps of what comes next, and of a sheet
    "plan.family_view": {3},  # lines of a pane and names for the next visit, in every version of the handout
    "plan.disclosure": {4, 92, 366},  # lines of a column and a list, days of the look-aheads
    "plan.flips": {12},  # most changes shown
    "assessment.history": CALENDAR | {8},  # knowledge bases remembered
    "model.days": {1900, 2100, 12, 31},  # the first and the last day a plan can be made for
    "model.intake": CALENDAR | {3650, 1e9},  # days in ten years, the highest price
    "model.text": {2000, 300, 120, 60, 10, 18},  # signs that fit on paper, digits of a telephone number
    "reading.understood": {30, 40, 60},  # letters shown of what was typed
    "model.knowledge": {5, 60},  # priorities from 1 to 5, minutes in an hour
    "model.stages": {6},  # six stages, at most six pieces of advice for each
    "model.problems": {3},  # the gravest grade
    "plan.leads": CALENDAR | {7},  # days in a week and in a mean month
    # Letters of a line that a finding quotes; the Flesch-Kincaid and the INFLESZ formula.
    "curation.manner": {60} | {0.39, 11.8, 15.59} | {206.835, 62.3, 100.0},
    "plan.needs": {7},  # days in a week
    "plan.money": {100},  # percent
    "plan.measure_next": {99, 30, 180, 400, 1500, 25000},  # "no danger"; days ago tried as an answer to "when"
    # The published method (evidence §4.1): its five nodes, floors of a gap and of a dwell; the shares and
    # horizons of the contract's JSON.
    "assessment.projection": {
        *(0.95, 0.45, 0.11, 0.36, 0.69, 1.2, 2.3, 0.06, 0.15, 0.9, 0.75, 0.8, 0.5),
        *(0.1, 0.2, 3, 6, 12),
    },
    "reading.checked": {0.6, 60, 100},  # how near a misspelt name must be, how often it is looked for; letters shown
    "assessment.staging": {4, 6},  # King's highest stage, six stages
    "reading.strict_yaml": {8, 19, 24, 1_000_000, 4_000_000},  # digits of a number, depth and size of a file
    "reading.agenda": {60},  # letters shown of what was typed
    "reading.intake": {20, 40, 60},  # letters shown of what was typed
    "reading.intake_written": {1_000_000},  # letters of the longest line
    # The largest file, the largest attachment, how many and how deep, seconds and memory of the process that reads.
    "record.pdf_reading": {20_000_000, 4_000_000, 1_000_000, 16, 64, 8, 20, 1_000_000_000},
    "reading.strict_json": {40, 60, 1_000_000},  # signs of a number, letters shown of a key, size of a text
    "assessment.outlook": {1e-6},  # just past the crossing
    "assessment.pace": {3},  # digits kept
    "plan.search": {0.5},  # half a step beside a limit
    "reading.folder": {12},  # letters of a digest
    "language.translations": {8},  # letters of a digest, knowledge bases remembered
    "language.commented_intake": {3},  # steps of indentation
    "language.words": {16},  # languages remembered
}


def numbers(tree: ast.AST) -> dict[float, int]:
    """Every number written in a tree, with a line on which it stands."""
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {node.value: node.lineno for node in constants if type(node.value) in (int, float)}


STRICT = ("model", "assessment", "plan", "reading", "language")


def is_strict(name: str) -> bool:
    return name.split(".")[0] in STRICT or name in ALLOWED


@pytest.mark.parametrize("name", [name for name in TREES if is_strict(name)])
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


@pytest.mark.parametrize("name", [name for name in TREES if not is_strict(name)])
def test_on_paper_numbers_lay_out_and_never_decide(name: str) -> None:
    compared = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Compare) and not counts(node)]
    found = {number: line for node in compared for number, line in numbers(node).items()}
    assert {number: line for number, line in found.items() if number not in ALWAYS_ALLOWED} == {}


def test_nothing_is_allowed_that_is_not_used() -> None:
    assert set(ALLOWED) <= set(TREES)
    idle = {name: allowed - set(numbers(TREES[name])) - CALENDAR for name, allowed in ALLOWED.items()}
    assert {name: numbers for name, numbers in idle.items() if numbers} == {}
