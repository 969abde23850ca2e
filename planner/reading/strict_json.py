"""JSON from a stranger's file: bounded in depth and in the digits of a number, every key once, no "not a number"."""

from __future__ import annotations

import json
import re
from typing import Any

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
