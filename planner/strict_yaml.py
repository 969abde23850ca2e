"""YAML without its traps, remembering the line of every value.

Only ``true`` and ``false`` are booleans, ``null`` and ``~`` are null; dates and words like ``no`` stay text. Keys written
twice, anchors and aliases, deep nesting and over-large files are refused, and so are three traps for prose: a list
in brackets that cuts sentences at commas, a `` #`` that swallows the rest of a sentence, and an unquoted ``: ``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from planner.errors import Problem

Path_ = tuple[str | int, ...]
DEEPEST = 24
LARGEST = 4_000_000
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Read:
    """What a file holds, the line of every value by its path, and everything wrong with it as a file."""

    where: str
    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    flow_lists: set[Path_] = field(default_factory=set)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing that holds it; 0 where nothing has lines (JSON, a mapping)."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1 if self.lines else 0)

    def problem(self, path: Path_, what: str, remedy: str = "") -> Problem:
        inside = " → ".join(str(step) for step in path)
        return Problem(self.where, self.line(path), f"{inside}: {what}" if inside else what, remedy)


def read_file(path: Path, where: str | None = None) -> Read:
    """Read one YAML file; nothing is raised, the problems are in the answer."""
    name = where or str(path)
    try:
        if path.stat().st_size > LARGEST:
            return _failed(name, 0, f"This file is larger than {LARGEST // 1_000_000} MB.", "Take the large part out.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return _failed(name, 0, "This file is not text in UTF-8.", "Save it again as UTF-8 text.")
    except OSError as error:
        return _failed(name, 0, f"This file cannot be read ({error.strerror}).", "Check its name and permissions.")
    return read_text(text, name)


def _failed(where: str, line: int, what: str, remedy: str) -> Read:
    return Read(where, None, {}, [Problem(where, line, what, remedy)])


def read_text(text: str, where: str) -> Read:
    """Read YAML from text; nothing is raised, the problems are in the answer."""
    read = Read(where)
    if len(text) > LARGEST:
        return _failed(where, 0, f"This is longer than {LARGEST // 1_000_000} million characters.", "Shorten it.")
    try:
        _Builder(read, text).build(yaml.parse(text, Loader=Loader))
    except _Refused:
        pass
    except yaml.YAMLError as error:
        read.problems.append(_reworded(error, where, text))
    return read


class _Refused(Exception):
    """Reading this file stops here; the reason is among its problems."""


def _reworded(error: yaml.YAMLError, where: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 0
    row = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
    said = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "it cannot be read")
    if "nesting depth" in said:
        return Problem(where, line, f"This is nested more than {DEEPEST} deep.", "Flatten it.")
    if "mapping values are not allowed" in said:
        return Problem(where, line, "A colon inside an unquoted sentence.", 'Put the whole sentence in "quotes".')
    if "tab" in said or "'\\t'" in said or row.lstrip(" ").startswith("\t"):
        return Problem(where, line, "A tab stands where only spaces may.", "Use spaces.")
    return Problem(where, line, f"This is not valid YAML: {said}.", "Check the indentation, quotes and brackets near this line.")


class _Builder:
    """Builds values from parser events with a stack of its own, so that depth can be bounded."""

    def __init__(self, read: Read, text: str) -> None:
        self.read, self.rows = read, text.splitlines()
        self.stack: list[tuple[Any, Path_, list[Any]]] = []
        self.first_lines: dict[Path_, int] = {}
        self.sentences_in_brackets: dict[Path_, int] = {}
        self.documents = 0

    def build(self, events: Iterator[Any]) -> None:
        for event in events:
            self._take(event)

    def _refuse(self, line: int, what: str, remedy: str) -> None:
        self.read.problems.append(Problem(self.read.where, line, what, remedy))
        raise _Refused

    def _take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(line, "Anchors (&) and aliases (*) are not used here.", "Write the value out, or quote the text.")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._check_cut(*self.stack.pop()[:2])
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(line, "A second document starts here (---).", "Keep one document in a file.")

    def _open(self, event: Any, line: int) -> None:
        if len(self.stack) >= DEEPEST:
            self._refuse(line, f"This is nested more than {DEEPEST} deep.", "Flatten it.")
        holder: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(holder, line)
        if event.flow_style and isinstance(holder, list):
            self.read.flow_lists.add(path)
        self.stack.append((holder, path, []))

    def _scalar(self, event: Any, line: int) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and not self.stack[-1][2]:
            self._key(event.value, line)
            return
        if event.implicit[0] and " " in event.value:
            self._check_swallowed(event, line)
            self._note_sentence(line)
        self._put(_plain(event.value) if event.implicit[0] else event.value, line)

    def _key(self, key: str, line: int) -> None:
        holder, path, pending = self.stack[-1]
        here = (*path, key)
        if key in holder:
            first = self.first_lines[here]
            problem = Problem(self.read.where, line, f"'{key}' is written twice (first on line {first}).", "Keep one.")
            self.read.problems.append(problem)
        self.first_lines.setdefault(here, line)
        pending.append(key)

    def _check_swallowed(self, event: Any, line: int) -> None:
        row = self.rows[event.end_mark.line] if event.end_mark.line < len(self.rows) else ""
        rest = row[event.end_mark.column :]
        if rest.lstrip().startswith("#") and rest[:1] == " ":
            problem = Problem(
                self.read.where, line, "A # after a sentence hides the rest of the line.", 'Put the sentence in "quotes", or the remark on a line of its own.'
            )
            self.read.problems.append(problem)

    def _note_sentence(self, line: int) -> None:
        if self.stack and self.stack[-1][1] in self.read.flow_lists:
            self.sentences_in_brackets.setdefault(self.stack[-1][1], line)

    def _check_cut(self, holder: Any, path: Path_) -> None:
        line = self.sentences_in_brackets.pop(path, None)
        if line is not None and len(holder) > 1:
            remedy = 'Write each entry on a line of its own, after a dash, or put it in "quotes".'
            self.read.problems.append(Problem(self.read.where, line, "A list in brackets cuts sentences at commas.", remedy))

    def _put(self, value: Any, line: int) -> Path_:
        if not self.stack:
            self.read.value = value
            self.read.lines[()] = line
            return ()
        holder, path, pending = self.stack[-1]
        if isinstance(holder, dict):
            if not pending:
                self._refuse(line, "A key is a list or a mapping.", "Keys are words.")
            step: str | int = pending.pop()
            holder[step] = value
        else:
            step = len(holder)
            holder.append(value)
        here = (*path, step)
        self.read.lines[here] = line
        return here


def _plain(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "null", "~"):
        return None
    if INTEGER.match(text):
        return int(text) if len(text) < 19 else text
    if DECIMAL.match(text):
        return float(text)
    return text
