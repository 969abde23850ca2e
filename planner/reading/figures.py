"""figures.json (poses) and figures.yaml (their words): ours alone, read when first asked for and then kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from planner.model.errors import KnowledgeError
from planner.model.figures import BodyMap, DrawingWords, Parts
from planner.reading.checked import shape
from planner.reading.resources import resource
from planner.reading.strict_json import read_json_file
from planner.reading.strict_yaml import read_file


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Any]:
    read = read_json_file(resource("stages") / "figures.json", "stages/figures.json")
    if read.problems:
        raise KnowledgeError(read.problems)
    found: Mapping[str, Any] = read.value
    return found


def _frozen(parts: list[list[str | float]]) -> Parts:
    return tuple(tuple(part) for part in parts)


@lru_cache(maxsize=1)
def poses() -> Mapping[str, Parts]:
    """Every drawing by its name, as parts in the order in which they are drawn."""
    return MappingProxyType({name: _frozen(parts) for name, parts in _file()["poses"].items()})


@lru_cache(maxsize=1)
def body_maps() -> Mapping[str, BodyMap]:
    """The body from the ``front`` and from the ``back``."""
    return MappingProxyType(
        {
            side: BodyMap(
                _frozen(told["parts"]),
                MappingProxyType({n: (x, y) for n, (x, y) in told["spots"].items()}),
                MappingProxyType(told.get("strength", {})),
            )
            for side, told in _file()["maps"].items()
        }
    )


@lru_cache(maxsize=1)
def drawing_words() -> Mapping[str, DrawingWords]:
    """The words of every drawing; KnowledgeError where one is broken, or has no drawing or no words."""
    read = read_file(resource("stages") / "figures.yaml", "stages/figures.yaml")
    entries = read.value if isinstance(read.value, dict) else {}
    found = {name: shape(DrawingWords, raw, read, (name,)) for name, raw in entries.items()}
    for name in sorted(found.keys() ^ poses().keys()):
        missing = "figures.json has no such drawing" if name in found else "This drawing has no words"
        read.note((name,), f"{missing}.", "Add it, or take it out.")
    if read.problems:
        raise KnowledgeError(read.problems)
    return MappingProxyType({name: words for name, words in found.items() if words is not None})
