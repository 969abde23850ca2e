"""JSON is read as Python reads it, with bounds that hold in a stranger's file, and every value knows its line."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reading.strict_json import read_json, read_json_entries
from planner.reading.strict_yaml import DEEPEST, LARGEST, Path_

INVALID = "Check the brackets, commas and quotes near this line."
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_json(text, "a.json").problems]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * DEEPEST + "\n[", f":2: This is nested more than {DEEPEST} deep. Flatten it."),
        ("[\n" * 1_000_000, f":{DEEPEST + 1}: This is nested more than {DEEPEST} deep. Flatten it."),
        ('{"a":' * 100, f":1: This is nested more than {DEEPEST} deep. Flatten it."),
        ('{"a": 1,\n\n"a": 2}', ":3: 'a' is written twice (first on line 1). Keep one."),
        ('{"a": 1, "\\u0061": 2}', ":1: 'a' is written twice (first on line 1). Keep one."),
        ('{"": {"": 1, "": 2}}', ":1: '' is written twice (first on line 1). Keep one."),
        ("[1,\n" + "9" * 41 + "]", ":2: This number has more than 40 signs. Shorten it."),
        ("-0." + "9" * 38, ":1: This number has more than 40 signs. Shorten it."),
        ("1e999", ":1: This number is too large. Correct it."),
        ("[\n-1.5E+400]", ":2: This number is too large. Correct it."),
        ("[NaN]", ":1: NaN is not a number. Write null where a value is not known."),
        ("[\n\n-Infinity]", ":3: -Infinity is not a number. Write null where a value is not known."),
        ("{\n", f":2: This is not valid JSON: Expecting property name enclosed in double quotes. {INVALID}"),
        ("", f":1: This is not valid JSON: Expecting value. {INVALID}"),
        ("{}\n{}", f":2: This is not valid JSON: Extra data. {INVALID}"),
        ("]" * 50 + "[" * 20, f":1: This is not valid JSON: Expecting value. {INVALID}"),
        ('{"a": 1\n"a": 2}', f":2: This is not valid JSON: Expecting ',' delimiter. {INVALID}"),
        ('["a\\', f":1: This is not valid JSON: Unterminated string starting at. {INVALID}"),
        (f'["{"x" * LARGEST}"]', ": This is longer than 4 million characters. Shorten it."),
    ],
)
def test_what_is_out_of_bounds_is_refused_in_one_sentence_with_its_line(text: str, said: str) -> None:
    assert problems(text) == [f"a.json{said}"]


def in_entries(text: str) -> tuple[Any, list[Any], list[str]]:
    """What is left of a text, its entries, and its problems."""
    entries: list[Any] = []
    read = read_json_entries(text, "a.json", "entry", entries.append, 3 * LARGEST)
    return read.value, entries, [str(problem) for problem in read.problems]


@given(VALUES, st.lists(VALUES, max_size=4), VALUES)
def test_entries_are_read_as_the_whole_would_be(before: Any, entries: list[Any], after: Any) -> None:
    whole = {"x": before, "entry": entries, "y": {"entry": [{"z": after}]}, "z": {"q": {"r": 1}}}
    objects = [entry for entry in entries if isinstance(entry, dict)]
    left = {**whole, "entry": [None if isinstance(entry, dict) else entry for entry in entries]}
    assert in_entries(json.dumps(whole)) == (left, objects, [])
    assert in_entries(json.dumps([whole])) == ([whole], [], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"entry": [\n{"a": 1},\n{"a": 1,\n"a": 2}]}', ":4: 'a' is written twice (first on line 3). Keep one."),
        ('{"entry": [\n{"a": 1},\n{"b":\n1 2}]}', f":4: This is not valid JSON: Expecting ',' delimiter. {INVALID}"),
        ('{"entry": [\n{"a": 1}', f": This is not valid JSON: Expecting ',' delimiter. {INVALID}"),
        ("{\n", f":2: This is not valid JSON: Expecting property name enclosed in double quotes. {INVALID}"),
        ('{"entry": [{"a": "' + "x" * LARGEST + '"}]}', ":1: A part of this is longer than 4 million characters. Shorten it."),
        ('{"entry": [' + " " * LARGEST + "1]}", ":1: A part of this is longer than 4 million characters. Shorten it."),
        ("x" * 3 * LARGEST + "x", ": This is longer than 12 million characters. Send it in parts."),
    ],
    ids=range(7),
)  # fmt: skip
def test_what_is_out_of_bounds_in_entries_is_refused(text: str, said: str) -> None:
    assert in_entries(text)[2] == [f"a.json{said}"]


def test_what_is_just_within_the_bounds_is_read() -> None:
    deep = "[" * DEEPEST + "]" * DEEPEST
    assert read_json(deep, "a").value == json.loads(deep)
    assert read_json("9" * 40, "a").value == int("9" * 40)
    assert read_json("\ufeff{}", "a").value == {}


def test_brackets_and_numbers_in_sentences_are_no_depth_and_no_number() -> None:
    text = json.dumps({"a": "[" * 30 + '" [[', "b": "NaN", 'c" [': "9" * 50})
    assert problems(text) == []
    assert read_json(text, "a").value == json.loads(text)


def places(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every value that is no object and no list, with its path."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, value
        return
    for step, held in inner:
        yield from places(held, (*path, step))


@given(VALUES)
def test_every_value_is_that_of_pythons_reader_and_knows_its_line(value: Any) -> None:
    text = json.dumps(value, indent=1)
    read = read_json(text, "a.json")
    assert (read.value, read.problems, read.first_line) == (json.loads(text), [], 1)
    rows = text.split("\n")
    for path, leaf in places(value):
        assert json.dumps(leaf) in rows[read.line(path) - 1], path


@given(st.text(alphabet='[]{}",:\\ \n0e-.aN', max_size=30))
def test_text_that_python_cannot_read_is_refused_and_all_other_is_read_or_out_of_bounds(text: str) -> None:
    read = read_json(text, "a.json")
    try:
        value = json.loads(text)
    except ValueError:
        assert read.problems != []
    else:
        out_of_bounds = ("not a number", "written twice", "too large")
        assert read.value == value or any(word in str(read.problems) for word in out_of_bounds)


@pytest.mark.parametrize("piece", ['\\"', '"\\', '"', "[", '{"a":', '"a', "\\", "9", " ", "[]", ",", "-e"])
@pytest.mark.parametrize("start", ["", '"', '{"a": "'])
def test_hostile_text_takes_no_more_time_than_its_length(start: str, piece: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        read_json(start + piece * times, "a.json")
        return time.process_time() - began

    short = min(seconds(20_000) for _ in range(3))
    # Eight times the text: 64 times the time where it grows with the square.
    assert min(seconds(160_000) for _ in range(2)) < 30 * max(short, 0.001)
