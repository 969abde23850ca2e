"""problems.yaml → problems, ladders and choices, checked against recommendations, things and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from planner.model.knowledge import Recommendation
from planner.model.problems import Problems
from planner.reading.checked import PLACEHOLDER, ConditionReader, resolve, shape
from planner.reading.strict_yaml import Path_, Read

CONDITIONS = ("after", "named_when")  # of a step
SECTIONS = ("problems", "ladders", "choose_one")  # sets of named entries; "comfort" and "comfort_things" are lists


def read_problems(read: Read, reader: ConditionReader) -> Problems | None:
    """The problems as declared; None where the file has another shape (what is wrong is noted)."""
    raw = read.value if isinstance(read.value, dict) else {}
    problems = _named(raw.get("problems"))
    ladders = [_with_conditions(ladder, reader) for ladder in _named(raw.get("ladders"))]
    told = {"problems": {entry["id"]: entry for entry in problems}, "ladders": ladders}
    strange = {key: value for key, value in raw.items() if key not in SECTIONS}
    return shape(Problems, {**strange, **told, "choose_one": _named(raw.get("choose_one"))}, read, ())


def _named(told: Any) -> list[dict[str, Any]]:
    """Entries under their names, each with its name as its id."""
    entries = told.items() if isinstance(told, dict) else ()
    return [{**entry, "id": name} for name, entry in entries if isinstance(entry, dict)]


def _with_conditions(ladder: dict[str, Any], reader: ConditionReader) -> dict[str, Any]:
    steps = ladder.get("steps")
    if not isinstance(steps, list):
        return ladder
    path: Path_ = ("ladders", ladder["id"], "steps")
    return {**ladder, "steps": [_step(step, reader, (*path, at)) for at, step in enumerate(steps)]}


def _step(step: Any, reader: ConditionReader, path: Path_) -> Any:
    if not isinstance(step, dict):
        return step
    told = {key: reader.condition(step[key], (*path, key)) for key in CONDITIONS if key in step}
    return {**step, **told}


def check_problems(
    problems: Problems, read: Read, rules: Iterable[Recommendation], names: Collection[str], things: Collection[str],
    numbers: Collection[str],
) -> None:  # fmt: skip
    """Every name is one that exists, a rule stands on one ladder at most, and its problem is that of its ladder."""
    for path, name in _rules_named(problems):
        resolve(name, names, read, path, "recommendation")
    for path, name in _things_named(problems):
        resolve(name, things, read, path, "thing")
    for at, ladder in enumerate(problems.ladders):
        resolve(ladder.problem, problems.problems, read, ("ladders", ladder.id, "problem"), "problem")
        _check_steps(problems, at, read)
    for path, text in problem_texts(problems):
        for _, name in PLACEHOLDER.findall(text):
            resolve(name, numbers, read, path[:-1], "limit")
    for place, step in problems.steps():
        resolve(step.beside, problems.problems, read, ("ladders", place, "beside"), "problem")
    known = {rule.id: rule for rule in rules}
    for name, ladder in problems.ladder_of.items():
        if name in known and known[name].problem != ladder.problem:
            what = f"'{name}' stands on a ladder of '{ladder.problem}', but its problem is '{known[name].problem}'."
            read.note(("ladders", ladder.id), what, "Make them the same.")


def problem_texts(problems: Problems) -> Iterator[tuple[Path_, str]]:
    """Every sentence of the file, with its place."""
    for name, problem in problems.problems.items():
        yield from ((("problems", name, reader), getattr(problem, reader)) for reader in ("therapist", "family"))
    for place, step in problems.steps():
        told = step.brought_by
        yield from ((("ladders", place, reader), getattr(told, reader)) for reader in ("therapist", "family"))


def _check_steps(problems: Problems, at: int, read: Read) -> None:
    """A step holds something, and nothing stands on two ladders or twice on one: help grows one way only."""
    ladder = problems.ladders[at]
    count = Counter(name for one in problems.ladders for step in one.steps for name in (*step.rules, *step.things))
    for number, step in enumerate(ladder.steps):
        path: Path_ = ("ladders", ladder.id, "steps", number)
        if not step.rules and not step.things:
            read.note(path, "This step holds no recommendation and no thing.", "Name one, or take the step out.")
        for name in (*step.rules, *step.things):
            if count[name] > 1:
                read.note(path, f"'{name}' is a step more than once.", "Keep it on one ladder, in one place.")


def _rules_named(problems: Problems) -> Iterator[tuple[Path_, str]]:
    yield from ((("comfort", at), name) for at, name in enumerate(problems.comfort))
    for ladder in problems.ladders:
        for at, step in enumerate(ladder.steps):
            yield from ((("ladders", ladder.id, "steps", at, "rules"), name) for name in step.rules)
    for choice in problems.choose_one:
        yield from ((("choose_one", choice.id, "rules"), name) for name in choice.rules)


def _things_named(problems: Problems) -> Iterator[tuple[Path_, str]]:
    yield from ((("comfort_things", at), name) for at, name in enumerate(problems.comfort_things))
    for ladder in problems.ladders:
        for at, step in enumerate(ladder.steps):
            yield from ((("ladders", ladder.id, "steps", at, "things"), name) for name in step.things)
    for choice in problems.choose_one:
        yield from ((("choose_one", choice.id, "things"), name) for name in choice.things)
