"""topics.yaml → the sheets to hand over, with every name resolved and no exercise without its stop rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from planner.model.knowledge import Recommendation
from planner.model.topics import LinesOf, Topics, TopicSheet
from planner.reading.checked import resolve, shape
from planner.reading.figures import poses
from planner.reading.strict_yaml import Path_, Read

SAFETY_LINES = ("dont", "stop_if", "call_if")
STAGE_COUNT = 6


def read_topics(
    read: Read, recommendations: Iterable[Recommendation], known: Collection[str], things: Collection[str]
) -> Topics | None:
    """The sheets; None where they cannot be read. ``known``: also the names of rules that a layer switched off."""
    raw = read.value if isinstance(read.value, dict) else {}
    sheets = {name: _with_id(name, told) for name, told in _entries(raw.get("sheets"))}
    topics = shape(Topics, {**raw, "sheets": sheets}, read, ())
    if topics is None:
        return None
    rules = {rule.id: rule for rule in recommendations}
    for name, sheet in topics.sheets.items():
        for path, kind, word in _names(sheet):
            among = {"recommendation": known, "thing": things, "drawing": poses()}[kind]
            resolve(word, among, read, ("sheets", name, *path), kind)
        _check(sheet, rules, read)
    _check_stages(topics, {*known, *things}, read)
    for name, held in topics.withheld.items():
        for at, rule in enumerate(held.recommendations):
            resolve(rule, known, read, ("withheld", name, "recommendations", at), "recommendation")
    return topics


def _entries(raw: Any) -> Iterator[tuple[str, Any]]:
    return iter(raw.items() if isinstance(raw, dict) else ())


def _with_id(name: str, told: Any) -> Any:
    return {**told, "id": name} if isinstance(told, dict) else told


def _names(sheet: TopicSheet) -> Iterator[tuple[Path_, str, str]]:
    """Every name of something else, with its place and what it names."""
    yield from ((("recommendations", at), "recommendation", rule) for at, rule in enumerate(sheet.recommendations))
    yield from ((("things", at), "thing", thing) for at, thing in enumerate(sheet.things))
    yield from ((("figures", at), "drawing", name) for at, name in enumerate(sheet.figures))
    yield from ((("steps", at, "figure"), "drawing", step.figure) for at, step in enumerate(sheet.steps))
    yield ("dose",), "recommendation", sheet.dose
    for key in SAFETY_LINES:
        lines = enumerate(getattr(sheet, key))
        yield from (((key, at), "recommendation", line.of) for at, line in lines if isinstance(line, LinesOf))


def _check(sheet: TopicSheet, rules: Mapping[str, Recommendation], read: Read) -> None:
    """A step says something; an exercise has its stop rule, and its first check where the rule has a precaution."""
    here: Path_ = ("sheets", sheet.id)
    for at, step in enumerate(sheet.steps):
        if not step.says and not step.figure:
            read.note((*here, "steps", at), "This step says nothing.", "Give it says or a figure.")
    moves = [rules[name] for name in sheet.recommendations if name in rules and rules[name].exercise]
    if moves and not sheet.stop_if:
        read.note((*here,), f"'{moves[0].id}' is an exercise, and no stop rule stands here.", "Add stop_if.")
    guarded = [rule.id for rule in moves if rule.unless]
    if guarded and sheet.first is None:
        said = f"'{guarded[0]}' is an exercise with precautions, and nothing is checked first."
        read.note((*here,), said, "Add first: with what the team checks.")
    if sheet.dose and sheet.dose in rules and rules[sheet.dose].text.family.dose is None:
        read.note((*here, "dose"), f"'{sheet.dose}' has no dose.", "Name a rule with one, or take this out.")


def _check_stages(topics: Topics, known: Collection[str], read: Read) -> None:
    """Six stage sheets or none, each with names that exist; and fields of the map in order, up to the last stage."""
    if topics.stages and len(topics.stages) != STAGE_COUNT:
        read.note(("stages",), f"There are {len(topics.stages)} sheets, and six stages.", "Write one for each.")
    for at, sheet in enumerate(topics.stages):
        for place, name in enumerate(sheet.recommendations):
            resolve(name, known, read, ("stages", at, "recommendations", place), "recommendation")
        for key, subject in sheet.subjects.items():
            resolve(subject.figure, poses(), read, ("stages", at, key, "figure"), "drawing")
    for key, fields in topics.map.items():
        ends = [field.to for field in fields]
        if ends != sorted(set(ends)) or not ends or ends[-1] != STAGE_COUNT:
            read.note(("map", key), "The fields are not in order up to the last stage.", "Order them, the last to: 6.")
        for at, field in enumerate(fields):
            resolve(field.of, known, read, ("map", key, at, "of"), "recommendation or thing")
