"""An intake given from Python, as a file would hold it: dates are text, keys too, and nothing is too deep or too long."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.reading.strict_yaml import DEEPEST, Path_, Read

MOST_BITS = sys.int_info.default_max_str_digits  # far fewer digits than Python will not write


def read_mapping(source: Mapping[Any, Any]) -> Read:
    """A mapping with what no file of ours could hold among its problems."""
    read = Read(where="intake")
    read.value = _plain(source, read, ())
    return read


def _plain(value: Any, read: Read, path: Path_) -> Any:
    if isinstance(value, Mapping | list | tuple) and len(path) >= DEEPEST:
        read.note(path[:2], f"This is nested more than {DEEPEST} deep.", "Flatten it.")
        return None
    if isinstance(value, Mapping):
        named = [(str(_number(key, read, path)), entry) for key, entry in value.items()]
        return {key: _plain(entry, read, (*path, key)) for key, entry in named}
    if isinstance(value, list | tuple):
        return [_plain(entry, read, (*path, at)) for at, entry in enumerate(value)]
    return value.isoformat() if isinstance(value, date) else _number(value, read, path)


def _number(value: Any, read: Read, path: Path_) -> Any:
    """A value; one with so many digits that Python will not write it is noted and left out."""
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        read.note(path, "This number is too large.", "Correct it.")
        return None
    return value
