"""YAML without its traps: what a careless line may not turn into, and the sentence that says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.reading.strict_yaml import DEEPEST, LARGEST, read_file, read_text

CUT = (
    "A list in brackets cuts sentences at commas. "
    'Write each entry on a line of its own, after a dash, or put it in "quotes".'
)
SWALLOWED = (
    'A # after a sentence hides the rest of the line. Put the sentence in "quotes", or the remark on a line of its own.'
)
COLON = 'A colon inside an unquoted sentence. Put the whole sentence in "quotes".'
TAB = "A tab stands where only spaces may. Use spaces."
ANCHOR = "Anchors (&) and aliases (*) are not used here. Write the value out, or quote the text."
INVALID = "This is not valid YAML: {}. Check the indentation, quotes and brackets near this line."
SECOND = "A second document starts here (---). Keep one document in a file."
DEEP = f"This is nested more than {DEEPEST} deep. Flatten it."


def value(text: str) -> Any:
    read = read_text(text, "file.yaml")
    assert read.problems == []
    return read.value


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_text(text, "file.yaml").problems]


# --- values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"), [("true", True), ("false", False), ("null", None), ("~", None), ("", None)]
)
def test_only_true_and_false_are_booleans_and_only_null_and_a_tilde_are_null(written: str, meant: Any) -> None:
    assert value(f"a: {written}") == {"a": meant}


@pytest.mark.parametrize(
    "word", ["no", "NO", "yes", "on", "off", "y", "True", "FALSE", "Null", ".inf", ".nan", "=", "<<"]
)
def test_words_that_yaml_would_change_stay_text(word: str) -> None:
    assert value(f"a: {word}") == {"a": word}


@pytest.mark.parametrize("word", ["on", "no", "yes", "off", "null", "true", "1", "<<", "2026-11-20"])
def test_keys_stay_text_too(word: str) -> None:
    assert value(f"{word}: 5") == {word: 5}


@pytest.mark.parametrize(
    "text", ["2026-11-20", "2025-06", "2026-11-20T10:00:00Z", "12:30", "010", "0x10", "0o7", "1_000", "1e3"]
)
def test_dates_times_octals_and_other_disguised_numbers_stay_text(text: str) -> None:
    assert value(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("written", "number"),
    [("3", 3), ("-4", -4), ("+3", 3), ("0", 0), ("2.5", 2.5), (".5", 0.5), ("-1.", -1.0), ("1.0e3", 1000.0)],
)
def test_plain_numbers_are_numbers(written: str, number: float) -> None:
    found = value(f"a: {written}")["a"]
    assert found == number
    assert type(found) is type(number)


@pytest.mark.parametrize("quoted", ['"3"', "'true'", '"null"', "'2.5'"])
def test_what_is_quoted_is_text(quoted: str) -> None:
    assert value(f"a: {quoted}") == {"a": quoted[1:-1]}


def test_a_number_too_long_to_be_one_stays_text() -> None:
    assert value("a: 1234567890123456789012") == {"a": "1234567890123456789012"}


def test_a_tag_never_makes_an_object() -> None:
    assert value("a: !!python/object/apply:os.getcwd []") == {"a": []}


def test_an_empty_file_holds_nothing() -> None:
    assert value("") is None
    assert value("# only a remark\n") is None


def test_a_mark_at_the_start_of_the_file_is_not_part_of_the_first_key() -> None:
    assert value("\ufeffa: 1") == {"a": 1}


# --- places -------------------------------------------------------------------------------------------------


def test_every_value_remembers_its_line() -> None:
    read = read_text("a:\n  - b: 1\n    c:\n      - 2\n      - 3\n", "file.yaml")
    assert [read.line(path) for path in [("a",), ("a", 0, "b"), ("a", 0, "c", 1)]] == [2, 2, 5]
    said = "file.yaml:5: a → 0 → c → 1: This is wrong. Mend it."
    assert str(read.problem(("a", 0, "c", 1), "This is wrong.", "Mend it.")) == said


def test_what_is_missing_is_placed_at_the_nearest_thing_that_would_hold_it() -> None:
    read = read_text("x: 1\na:\n  b: 1\n", "file.yaml")
    assert read.line(("a", "missing", "deeper")) == 3
    assert read.line(("nowhere",)) == 1


# --- traps --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "file.yaml:3: 'a' is written twice (first on line 1). Keep one."),
        ("x:\n  on: 1\n  on: 2\n", "file.yaml:3: 'on' is written twice (first on line 2). Keep one."),
        ("a: {b: 1,\n  b: 2}\n", "file.yaml:2: 'b' is written twice (first on line 1). Keep one."),
        ("a: &there 1", f"file.yaml:1: {ANCHOR}"),
        ("a: 1\nb: *there", f"file.yaml:2: {ANCHOR}"),
        ("a: &there\n  b: 1", f"file.yaml:1: {ANCHOR}"),
        ("a: 1\n---\nb: 2\n", f"file.yaml:2: {SECOND}"),
        ("? [a, b]\n: c", "file.yaml:1: A key is a list or a mapping. Keys are words."),
        ("a:\n\tb: 1", f"file.yaml:2: {TAB}"),
        ("\ta: 1", f"file.yaml:1: {TAB}"),
        ("a:\n  b: 1\n\tc: 2", f"file.yaml:3: {TAB}"),
        ("say: Call us: today", f"file.yaml:1: {COLON}"),
        ("a: 1\nsay: one sentence # and its end", f"file.yaml:2: {SWALLOWED}"),
        ("say: one\n  sentence # and its end", f"file.yaml:1: {SWALLOWED}"),
        ("say: é ü 👩‍🦽 # and its end", f"file.yaml:1: {SWALLOWED}"),
        ("a: 1\ndo: [You have fallen, or nearly fallen.]", f"file.yaml:2: {CUT}"),
        ("a: 'never closed", "file.yaml:1: " + INVALID.format("found unexpected end of stream")),
        ("a: {b: 1\nc: []", "file.yaml:2: " + INVALID.format("did not find expected ',' or '}'")),
        ("a: @home", "file.yaml:1: " + INVALID.format("found character that cannot start any token")),
        ("a: \x07", "file.yaml: " + INVALID.format("control characters are not allowed")),
    ],
)
def test_each_trap_is_refused_with_its_line_and_its_remedy(text: str, said: str) -> None:
    assert problems(text) == [said]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: {b: 1}\nc: {b: 2}", {"a": {"b": 1}, "c": {"b": 2}}),
        ("---\na: 1", {"a": 1}),
        ('a: "Call us: today # now"', {"a": "Call us: today # now"}),
        ("a: 3 # a remark beside a number", {"a": 3}),
        ("a: one two\n# a remark on a line of its own", {"a": "one two"}),
        ("a: channel#5 at 12:30", {"a": "channel#5 at 12:30"}),
        ("a: [ordered, in_use]", {"a": ["ordered", "in_use"]}),
        ('a: ["Fallen, or nearly.", "Call us."]', {"a": ["Fallen, or nearly.", "Call us."]}),
        ("a: [one sentence without a comma]", {"a": ["one sentence without a comma"]}),
        ("a: |\n  text # kept\n  also: kept\n", {"a": "text # kept\nalso: kept\n"}),
    ],
)
def test_what_only_looks_like_a_trap_is_taken(text: str, meant: Any) -> None:
    assert value(text) == meant


def test_several_problems_of_one_file_are_all_found() -> None:
    text = "a: 1\na: 2\nsay: one two # three\nsay: [x y, z]\n"
    assert problems(text) == [
        "file.yaml:2: 'a' is written twice (first on line 1). Keep one.",
        f"file.yaml:3: {SWALLOWED}",
        "file.yaml:4: 'say' is written twice (first on line 3). Keep one.",
        f"file.yaml:4: {CUT}",
    ]


def test_depth_is_bounded_and_the_deepest_allowed_is_taken() -> None:
    assert problems("[" * DEEPEST + "]" * DEEPEST) == []
    assert problems("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == [f"file.yaml:1: {DEEP}"]
    assert problems("[" * 100_000) == [f"file.yaml:1: {DEEP}"]


def test_size_is_bounded() -> None:
    said = "file.yaml: This is longer than 4 million characters. Shorten it."
    assert problems("a: " + "x" * LARGEST) == [said]


# --- files --------------------------------------------------------------------------------------------------


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: " + "x" * 5_000_000)
    said = "large.yaml: This file is larger than 4 MB. Take the large part out."
    assert [str(p) for p in read_file(path, "large.yaml").problems] == [said]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_bytes("name: José".encode("latin-1"))
    said = "old.yaml: This file is not text in UTF-8. Save it again as UTF-8 text."
    assert [str(p) for p in read_file(path, "old.yaml").problems] == [said]


def test_a_file_that_is_not_there_and_a_folder_are_said_in_a_sentence(tmp_path: Path) -> None:
    paths = (tmp_path / "none.yaml", tmp_path)
    said = [str(problem) for path in paths for problem in read_file(path, path.name).problems]
    assert said == [
        "none.yaml: This file cannot be read (No such file or directory). Check its name and permissions.",
        f"{tmp_path.name}: This file cannot be read (Is a directory). Check its name and permissions.",
    ]


def test_line_endings_of_other_systems_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"a: one two\r\nb:\r\n  - 3\r\n")
    read = read_file(path)
    assert (read.value, read.problems, read.line(("b", 0))) == ({"a": "one two", "b": [3]}, [], 3)
