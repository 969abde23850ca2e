"""YAML without its traps, remembering the line of every value.

Only ``true`` and ``false`` are booleans, ``null`` and ``~`` are null; dates and words like ``no`` stay text. Keys written
twice, anchors and aliases, deep nesting and over-large files are refused, and so are three traps for prose: a list
in brackets that cuts sentences at commas, a `` #`` that swallows the rest of a sentence, and an unquoted ``: ``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from planner.model.errors import Problem
from planner.model.text import LONGEST_NAME

Path_ = tuple[str | int, ...]
Lines = dict[str | int, int]  # of everything in one mapping or list
DEEPEST = 24
LARGEST = 4_000_000
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
LONG, TELEPHONE = (
    19,
    8,
)  # signs of a number that stays text, and with a plus: it is a telephone number, and the plus is part of it
CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
STARTS_A_NUMBER = frozenset("-+.0123456789")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(kw_only=True)
class Read:
    """What a file holds, the line of every value by its path, and the problems found with it, as a file and later."""

    where: str
    value: Any = None
    first_line: int = 0
    lines: dict[int, Lines] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    hints: int = 0  # how often the nearest name was looked for; see checked.hint
    elsewhere: dict[str | int, Read] = field(default_factory=dict)  # entries that came from another file

    def _home(self, path: Path_) -> Read:
        return next((self.elsewhere[step] for step in path[:2] if step in self.elsewhere), self)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing that holds it; 0 where lines are not known."""
        home = self._home(path)
        if home is not self:
            return home.line(path)
        line, value = self.first_line, self.value
        for step in path:
            known = self.lines.get(id(value), {}).get(step)
            if known is None:
                break
            line, value = known, value[step]
        return line

    def note(self, path: Path_, what: str, remedy: str = "") -> None:
        """One more thing that is wrong, said with its place."""
        self.problems.append(self.problem(path, what, remedy))

    def problem(self, path: Path_, what: str, remedy: str = "") -> Problem:
        inside = " → ".join(str(step)[:LONGEST_NAME] for step in path)  # a key of a stranger's file may be any length
        return Problem(self._home(path).where, self.line(path), f"{inside}: {what}" if inside else what, remedy)


def read_file(path: Path, where: str | None = None) -> Read:
    """Read one YAML file; nothing is raised, the problems are in the answer."""
    return of_file(path, where or str(path), read_text)


def of_file(path: Path, where: str, reader: Callable[[str, str], Read], largest: int = LARGEST) -> Read:
    """The text of a file, read by ``reader``; what cannot be opened or is not text becomes a problem."""
    try:
        if path.stat().st_size > largest:
            return failed(where, 0, f"This file is larger than {largest // 1_000_000} MB.", "Take the large part out.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return failed(where, 0, "This file is not text in UTF-8.", "Save it again as UTF-8 text.")
    except OSError as error:
        return failed(where, 0, f"This file cannot be read ({error.strerror}).", "Check its name and permissions.")
    return reader(text, where)


def failed(where: str, line: int, what: str, remedy: str) -> Read:
    """What is left of a text that cannot be read: its one problem."""
    return Read(where=where, problems=[Problem(where, line, what, remedy)])


def read_text(text: str, where: str) -> Read:
    """Read YAML from text; nothing is raised, the problems are in the answer."""
    read = Read(where=where)
    if len(text) > LARGEST:
        return failed(where, 0, f"This is longer than {LARGEST // 1_000_000} million characters.", "Shorten it.")
    try:
        _Builder(read, text).build()
    except Unreadable:
        pass
    except yaml.YAMLError as error:
        read.problems.append(_reworded(error, where, text))
    return read


class Unreadable(Exception):
    """Reading this text stops here; the reason is among its problems."""


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
    return Problem(
        where,
        line,
        f"This is not valid YAML: {said}.",
        "Check the indentation, quotes and brackets near this line.",
    )


class _Level:
    """One open mapping or list: the key that waits for its value, and the line of everything in it."""

    __slots__ = ("cut_at", "holder", "is_mapping", "key", "lines", "waiting")

    def __init__(self, holder: Any, flow: bool) -> None:
        self.holder, self.is_mapping = holder, isinstance(holder, dict)
        self.lines: Lines = {}
        self.key, self.waiting = "", False
        # Line of the first sentence in a bracketed list; None where sentences cannot be cut.
        self.cut_at: int | None = 0 if flow and not self.is_mapping else None


class _Builder:
    """Builds values from parser events with a stack of its own, so that depth can be bounded."""

    def __init__(self, read: Read, text: str) -> None:
        self.read, self.text = read, text
        self.stack: list[_Level] = []
        self.documents = 0

    def build(self) -> None:
        take = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._document,
            yaml.AliasEvent: self._alias,
        }
        parser = Loader(self.text)
        # Asked for one by one: as a generator (yaml.parse) the events of the whole base take a tenth longer.
        ask, last = parser.get_event, yaml.StreamEndEvent
        try:
            while (kind := type(event := ask())) is not last:
                if kind in take:
                    take[kind](event)
        finally:
            parser.dispose()

    def _refuse(self, line: int, what: str, remedy: str) -> None:
        self.read.problems.append(Problem(self.read.where, line, what, remedy))
        raise Unreadable

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._refuse(line, "Anchors (&) and aliases (*) are not used here.", "Write the value out, or quote the text.")

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(
                event.start_mark.line + 1,
                "A second document starts here (---).",
                "Keep one document in a file.",
            )

    def _open(self, event: Any) -> None:
        if event.anchor:
            self._alias(event)
        line = event.start_mark.line + 1
        if len(self.stack) >= DEEPEST:
            self._refuse(line, f"This is nested more than {DEEPEST} deep.", "Flatten it.")
        level = _Level({} if type(event) is yaml.MappingStartEvent else [], bool(event.flow_style))
        self._put(level.holder, line)
        self.read.lines[id(level.holder)] = level.lines
        self.stack.append(level)

    def _close(self, event: Any) -> None:
        level = self.stack.pop()
        if level.cut_at and len(level.holder) > 1:
            remedy = 'Write each entry on a line of its own, after a dash, or put it in "quotes".'
            self.read.problems.append(
                Problem(self.read.where, level.cut_at, "A list in brackets cuts sentences at commas.", remedy)
            )

    def _scalar(self, event: Any) -> None:
        if event.anchor:
            self._alias(event)
        text, line = event.value, event.start_mark.line + 1
        level = self.stack[-1] if self.stack else None
        if level is not None and level.is_mapping and not level.waiting:
            self._key(level, text, line)
        elif not event.implicit[0]:
            self._put(text, line)
        else:
            if " " in text:
                self._check_swallowed(event, line)
                if level is not None and level.cut_at == 0:
                    level.cut_at = line
            self._put(_plain(text), line)

    def _key(self, level: _Level, key: str, line: int) -> None:
        if key in level.holder:
            first = level.lines[key]
            problem = Problem(self.read.where, line, f"'{key}' is written twice (first on line {first}).", "Keep one.")
            self.read.problems.append(problem)
        level.key, level.waiting = key, True

    def _check_swallowed(self, event: Any, line: int) -> None:
        """Does a remark follow the sentence on its own line?"""
        end = event.end_mark.index
        stop = self.text.find("\n", end)
        rest = self.text[end : stop if stop >= 0 else None]
        if rest.lstrip().startswith("#") and rest[:1] == " ":
            remedy = 'Put the sentence in "quotes", or the remark on a line of its own.'
            self.read.problems.append(
                Problem(self.read.where, line, "A # after a sentence hides the rest of the line.", remedy)
            )

    def _put(self, value: Any, line: int) -> None:
        if not self.stack:
            self.read.value, self.read.first_line = value, line
            return
        level = self.stack[-1]
        if level.is_mapping:
            if not level.waiting:
                self._refuse(line, "A key is a list or a mapping.", "Keys are words.")
            level.waiting = False
            level.lines.setdefault(level.key, line)
            level.holder[level.key] = value
        else:
            level.lines[len(level.holder)] = line
            level.holder.append(value)


def _plain(text: str) -> Any:
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in STARTS_A_NUMBER:
        return text
    if INTEGER.match(text):
        return text if len(text) >= LONG or (text[0] == "+" and len(text) >= TELEPHONE) else int(text)
    if DECIMAL.match(text):
        return float(text)
    return text
