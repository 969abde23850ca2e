"""JSON without its traps, remembering the line of every value; intakes, plans and what PDFs carry are read here alike.

Keys written twice, deep nesting, over-large texts, numbers of many digits and "not a number" are refused. One walk over the
tokens settles all of that before a value is built, in a time that grows with the length of the text and no faster.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from planner.model.errors import Problem
from planner.reading.strict_yaml import DEEPEST, LARGEST, Lines, Read, Unreadable, failed, of_file

LONGEST_NUMBER_TOKEN = 40  # signs; no value of ours comes near it
# A string (its end may be missing), a bracket or a word. No part can be matched in two ways, and what was matched is
# never given back ("++"), so hostile text costs no more than any other.
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|[^\s"\[\]{},:]++', re.DOTALL)
WITH_EXPONENT = re.compile(r"-?[0-9]++(?:\.[0-9]++)?[eE][-+]?[0-9]++")
DEPTH_OF_LIST = 2  # a list of the outermost object is open
NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
INVALID = "Check the brackets, commas and quotes near this line."


def read_json_file(path: Path, where: str | None = None) -> Read:
    """Read one JSON file; nothing is raised, the problems are in the answer."""
    return of_file(path, where or str(path), read_json)


def read_json(text: str, where: str) -> Read:
    """Read JSON from text; nothing is raised, the problems are in the answer."""
    if len(text) > LARGEST:
        return failed(where, 0, f"This is longer than {LARGEST // 1_000_000} million characters.", "Shorten it.")
    read, text = Read(where=where), text.removeprefix("\ufeff")  # a mark that some editors put first
    walk = _Walk(read)
    try:
        walk.over(text)
        read.value = json.loads(text)
    except Unreadable:
        return read
    except json.JSONDecodeError as error:
        return failed(where, error.lineno, f"This is not valid JSON: {error.msg}.", INVALID)
    if not read.problems:  # a key that stands twice leaves one value for two
        holders = _holders(read.value)
        read.lines = {id(holder): lines for holder, lines in zip(holders, walk.levels, strict=True)}
    return read


def read_json_entries(text: str, where: str, key: str, take: Callable[[Any], None], largest: int) -> Read:
    """Read JSON whose outermost object has one long list, ``key``: each object of that list is handed to ``take`` and not kept.

    What is given holds null for each; lines of values are not known. A problem may come to light after ``take`` was called.
    No object, and not all that is no object of the list, may be longer than a text that is read whole: so memory is bounded.
    """
    if len(text) > largest:
        return failed(where, 0, f"This is longer than {largest // 1_000_000} million characters.", "Send it in parts.")
    read, text = Read(where=where), text.removeprefix("\ufeff")
    rest: list[str] = []
    at = line = 0
    try:
        for start, end, line in _Walk(read, keeps_lines=False).entries(text, key):
            take(json.loads(text[start:end]))
            rest += (text[at:start], "null")
            at, line = end, 0
        read.value = json.loads("".join((*rest, text[at:])))
    except Unreadable:
        pass
    except json.JSONDecodeError as error:
        found = max(line, 1) + error.lineno - 1 if line or not rest else 0
        return failed(where, found, f"This is not valid JSON: {error.msg}.", INVALID)
    return read


def _holders(value: Any) -> Iterator[Any]:
    """Every object and list, in the order in which they open in the text."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


class _Level:
    """One open object or list: the key whose value comes next, and the line of everything in it."""

    __slots__ = ("is_object", "key", "lines")

    def __init__(self, is_object: bool) -> None:
        self.is_object = is_object
        self.key: str | None = None
        self.lines: Lines = {}


class _Walk:
    """One pass over the tokens: what is out of bounds, keys that stand twice, and the line of every value."""

    def __init__(self, read: Read, keeps_lines: bool = True) -> None:
        self.read, self.keeps_lines = read, keeps_lines
        self.levels: list[Lines] = []  # of each object and list, in the order in which they open
        self.open: list[_Level] = []
        self.line = 1
        self.key = ""  # of the newest value

    def over(self, text: str) -> None:
        for _ in self._tokens(text):
            pass

    def entries(self, text: str, key: str) -> Iterator[tuple[int, int, int]]:
        """Where each object of a list of the outermost object begins and ends, and the line on which it begins."""
        start = line = -1
        within, before = False, 0  # signs of the entries that have gone by
        for found in self._tokens(text):
            depth = len(self.open)
            if found.end() - (start if start >= 0 else before) > LARGEST:
                self._refuse(f"A part of this is longer than {LARGEST // 1_000_000} million characters.", "Shorten it.")
            if start < 0 and depth == DEPTH_OF_LIST and found[0] in ("[", "{"):
                within = found[0] == "[" and self.key == key and self.open[0].is_object
            elif start < 0 and within and depth == DEPTH_OF_LIST + 1 and found[0] == "{":
                start, line = found.start(), self.line
            elif start >= 0 and depth == DEPTH_OF_LIST:
                yield start, found.end(), line
                before += found.end() - start
                start = -1

    def _tokens(self, text: str) -> Iterator[re.Match[str]]:
        """Each token, when it was taken."""
        at = 0
        for found in TOKEN.finditer(text):
            token, start = found[0], found.start()
            self.line += text.count("\n", at, start)
            at = start
            if token in ("]", "}"):
                del self.open[-1:]
            else:
                self._take(token)
            yield found

    def _take(self, token: str) -> None:
        """A key, or the first token of a value."""
        level = self.open[-1] if self.open else None
        if level is None:
            self.read.first_line = self.read.first_line or self.line
        elif not level.is_object:
            if self.keeps_lines:
                level.lines[len(level.lines)] = self.line
        elif level.key is None:
            level.key = self._key(level, token)
            return
        else:
            level.lines.setdefault(level.key, self.line)
            self.key, level.key = level.key, None
        if token in ("{", "["):
            self._open(token == "{")
        elif token[0] != '"':
            self._check_word(token)

    def _open(self, is_object: bool) -> None:
        if len(self.open) >= DEEPEST:
            self._refuse(f"This is nested more than {DEEPEST} deep.", "Flatten it.")
        self.open.append(_Level(is_object))
        if self.keeps_lines:
            self.levels.append(self.open[-1].lines)

    def _key(self, level: _Level, token: str) -> str:
        key = _unescaped(token)
        first = level.lines.get(key)
        if first is not None:
            what = f"'{key[:60]}' is written twice (first on line {first})."
            self.read.problems.append(Problem(self.read.where, self.line, what, "Keep one."))
        return key

    def _check_word(self, word: str) -> None:
        if word in NO_NUMBERS:
            self._refuse(f"{word} is not a number.", "Write null where a value is not known.")
        if word[0] in "-0123456789" and len(word) > LONGEST_NUMBER_TOKEN:
            self._refuse(f"This number has more than {LONGEST_NUMBER_TOKEN} signs.", "Shorten it.")
        if WITH_EXPONENT.fullmatch(word) and abs(float(word)) == float("inf"):
            self._refuse("This number is too large.", "Correct it.")

    def _refuse(self, what: str, remedy: str) -> None:
        self.read.problems.append(Problem(self.read.where, self.line, what, remedy))
        raise Unreadable


def _unescaped(token: str) -> str:
    """A key as it is meant; one that is no key stays as it stands, and is refused with the text."""
    try:
        return str(json.loads(token)) if "\\" in token else token[1:-1]
    except ValueError:
        return token
