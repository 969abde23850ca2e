"""fridge.yaml → the lines of the emergency sheet, with every name resolved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, get_args

from planner.model.about import About
from planner.model.emergency import FridgeLines, Section
from planner.reading.checked import ConditionReader, resolve, shape
from planner.reading.strict_yaml import Path_, Read

PART_MISSING = "This part is missing. Every sheet needs it."


def read_fridge(
    read: Read,
    reader: ConditionReader,
    sources: Collection[str],
    rules: Collection[str],
) -> FridgeLines | None:
    """The sheet's lines; None where they cannot be read (the problems are noted)."""
    raw = read.value if isinstance(read.value, dict) else {}
    made = shape(FridgeLines, {**raw, **_with_conditions(raw, reader)}, read, ())
    if made is None:
        return None
    for section in get_args(Section):
        if not made.lines.get(section):
            read.note(("lines", section), PART_MISSING, "Add at least one line.")
    for section, lines in made.lines.items():
        for name, line in lines.items():
            for at, cited in enumerate(line.evidence):
                resolve(cited.source, sources, read, ("lines", section, name, "evidence", at), "source")
    for rule in made.every_day:
        resolve(rule, rules, read, ("every_day", rule), "recommendation")
    return made


def _with_conditions(raw: Mapping[str, Any], reader: ConditionReader) -> dict[str, Any]:
    """Lines, ways to talk and devices with ``if`` read as a condition; what has another shape is left for the shape to refuse."""
    sections = {
        section: {name: _line(line, reader, ("lines", section, name)) for name, line in _entries(lines)}
        for section, lines in _entries(raw.get("lines"))
    }
    devices = {name: reader.with_condition(device, ("devices", name)) for name, device in _entries(raw.get("devices"))}
    ways = raw.get("talks_by")
    said = (
        [reader.with_condition(way, ("talks_by", at)) for at, way in enumerate(ways)]
        if isinstance(ways, list)
        else ways
    )
    habits = {name: _habit(habit, reader, name) for name, habit in _entries(raw.get("every_day"))}
    yes_and_no = reader.condition(raw.get("yes_and_no"), ("yes_and_no",))
    return {"lines": sections, "devices": devices, "talks_by": said, "every_day": habits, "yes_and_no": yes_and_no}


def _entries(raw: Any) -> Iterator[tuple[str, Any]]:
    return iter(raw.items() if isinstance(raw, dict) else ())


def _habit(raw: Any, reader: ConditionReader, name: str) -> Any:
    return reader.with_condition(raw, ("every_day", name)) if isinstance(raw, dict) and "if" in raw else raw


def _line(raw: Any, reader: ConditionReader, path: Path_) -> Any:
    if not isinstance(raw, dict):
        return raw
    told = dict(raw)
    if isinstance(raw.get("known"), list):
        told["known"] = [reader.with_condition(entry, (*path, "known", at)) for at, entry in enumerate(raw["known"])]
    if "unless" in raw:
        told["unless"] = reader.condition(raw["unless"], (*path, "unless"))
    return told


def check_topics(about: About, rules: Iterable[str], things: Iterable[str], read: Read) -> None:
    """Note a problem for each domain, recommendation or thing of a topic that the base does not have."""
    rules, things = tuple(rules), tuple(things)
    for name, topic in about.topics.items():
        for key, known, kind in (
            ("domains", about.domains, "domain"),
            ("recommendations", rules, "recommendation"),
            ("equipment", things, "equipment"),
        ):
            for at, named in enumerate(getattr(topic, key)):
                resolve(named, known, read, ("topics", name, key, at), kind)
    for at, named in enumerate(about.always_printed.recommendations):
        resolve(named, rules, read, ("always_printed", "recommendations", at), "recommendation")
