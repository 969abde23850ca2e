"""always_call.yaml → the lines of when to call, with every name resolved."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from planner.model.calls import CallLine, CallLines
from planner.reading.checked import ConditionReader, resolve, shape
from planner.reading.strict_yaml import Path_, Read

CALL_GROUPS = ("first", "emergency", "same_day", "within_a_week")


def read_calls(read: Read, reader: ConditionReader, signs: Collection[str]) -> CallLines:
    """The lines by urgency; one that cannot be read is left out (the problem is noted)."""
    raw = read.value if isinstance(read.value, dict) else {}
    for urgency in raw:
        resolve(urgency, CALL_GROUPS, read, (urgency,), "urgency")
    found = {}
    for urgency in CALL_GROUPS:
        told = raw.get(urgency)
        if not isinstance(told, list):
            read.note((), f"'{urgency}' is missing, or no list of lines.", "Every family page needs it.")
            continue
        lines = (_line(entry, reader, read, (urgency, at)) for at, entry in enumerate(told))
        found[urgency] = tuple(line for line in lines if line is not None)
        for at, line in enumerate(found[urgency]):
            for sign in line.said_by:
                resolve(sign, signs, read, (urgency, at, "said_by"), "danger sign")
    return found


def _line(raw: Any, reader: ConditionReader, read: Read, path: Path_) -> CallLine | None:
    """A plain sentence, or ``says`` with what makes it stand: ``if`` or ``only_if``, ``found_if``, ``said_by``."""
    told = dict(raw) if isinstance(raw, dict) else {"says": raw}
    if "if" in told and "only_if" in told:
        read.note(path, "Say if or only_if, not both.", "With only_if the line stands only where that is yes.")
    for word, certain in (("if", False), ("only_if", True)):
        if word in told:
            told |= {"condition": reader.condition(told.pop(word), (*path, word)), "certain": certain}
    if "found_if" in told:
        told["found_if"] = reader.condition(told["found_if"], (*path, "found_if"))
    made: CallLine | None = shape(CallLine, told, read, path)
    return made
