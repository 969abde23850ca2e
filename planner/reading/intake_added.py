"""A further visit into the text of an intake, beside what is there: remarks and order stay as somebody wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from planner.reading.intake_written import as_yaml
from planner.reading.strict_yaml import read_text

KEY = re.compile(r"[A-Za-z_]+:")
ENTRY = re.compile(r"( *)- ")


def with_entries(text: str, added: Mapping[str, Sequence[Mapping[str, Any]]]) -> str | None:
    """The text with further entries at the end of its lists; None where it is written so that none can be put in."""
    wanted = dict(_value(text) or {})
    for part, entries in added.items():
        if entries:
            text = _with(text, part, entries)
            wanted[part] = [*(wanted.get(part) or ()), *entries]
    return text if _value(text) == wanted else None


def _value(text: str) -> Any:
    read = read_text(text, "intake")
    return None if read.problems else read.value


def _with(text: str, part: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """The text with entries of one list; ``with_entries`` looks whether they came to stand where they belong."""
    lines = text.rstrip("\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.startswith(f"{part}:")), None)
    new = as_yaml({part: list(entries)}).splitlines()
    if start is None:
        return "\n".join([*lines, *new]) + "\n"
    end = next((at for at in range(start + 1, len(lines)) if KEY.match(lines[at])), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    first = next((found for line in lines[start + 1 : end] if (found := ENTRY.match(line))), None)
    indent = first[1] if first else "  "
    return "\n".join([*lines[:end], *(indent + line[2:] for line in new[1:]), *lines[end:]]) + "\n"
