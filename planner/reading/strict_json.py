"""JSON from a stranger's file: bounded in depth and in the digits of a number, every key once, no "not a number"."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from planner.model.errors import Problem
from planner.reading.strict_yaml import LARGEST, Read

DEEPEST = 24
LONGEST_NUMBER = 40  # characters; no value of ours comes near it
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


class NotOurs(ValueError):
    """Not JSON as this program writes it; the message says why in a few words."""


def parse(text: str) -> Any:
    """The value of a JSON text. Raises NotOurs."""
    if _depth(text) > DEEPEST:
        raise NotOurs("it is nested too deep")
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise NotOurs("it is not valid JSON") from error


def _depth(text: str) -> int:
    """How deep brackets go, outside of strings."""
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotOurs("a key stands twice in one place")
    return found


def _short(digits: str) -> str:
    if len(digits) > LONGEST_NUMBER:
        raise NotOurs("a number has too many digits")
    return digits


def _integer(digits: str) -> int:
    return int(_short(digits))


def _decimal(digits: str) -> float:
    found = float(_short(digits))
    if found in (float("inf"), float("-inf")):
        raise NotOurs("a number is too large")
    return found


def _constant(name: str) -> Any:
    raise NotOurs(f"it holds {name}")


def read_json_file(path: Path) -> Read:
    """One JSON file; nothing is raised, the problems are in the answer."""
    read = Read(where=str(path))
    try:
        if path.stat().st_size > LARGEST:
            read.problems.append(Problem(str(path), 0, "This file is larger than 4 MB.", "Take the large part out."))
            return read
        read.value = json.loads(
            path.read_text(encoding="utf-8-sig"), object_pairs_hook=lambda pairs: _noted(pairs, read)
        )
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        read.problems.append(
            Problem(str(path), 0, f"This file cannot be read ({reason}).", "Check its name and contents.")
        )
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        said = getattr(error, "msg", "it is nested too deep, or a number has too many digits")
        read.problems.append(
            Problem(
                str(path),
                line,
                f"This is not valid JSON: {said}.",
                "Check the brackets, commas and quotes near this line.",
            )
        )
    return read


def _noted(pairs: list[tuple[str, Any]], read: Read) -> dict[str, Any]:
    """A JSON object whose keys stand once; the second of two would silently win."""
    found = dict(pairs)
    for key, times in Counter(key for key, _ in pairs).items():
        if times > 1:
            read.problems.append(read.problem((), f"'{key[:60]}' is written twice in one place.", "Keep one."))
    return found
