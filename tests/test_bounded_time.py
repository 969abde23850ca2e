"""No text, however made, keeps the reader waiting: what is read takes a time that grows with its length and no faster."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from house import FRONT, TREES

from planner.reading.checked import MOST_HINTS, did_you_mean
from planner.reading.entries import most_of

LENGTHS, MOST_TIMES = (400, 2_000, 8_000, 32_000), 20
LONG, SOON = 8_000, 0.001  # seconds: four times such a text takes at most sixteen times as long
ONCE = frozenset({"match", "fullmatch", "search"})
ALL_WAYS = ONCE | {"finditer", "findall", "sub", "subn", "split"}
EACH = re.compile(".", re.DOTALL)
# What patterns of ours are made of; each is repeated, alone and behind a beginning that lets a pattern set out.
PIECES = (" ", "9", "a", "A", '"', '\\"', "\\", "[", "(", "{", "{a", "<", "<a ", "-", "_", ".", "9.", ", ", "a ", "a-", "\n", " \n", "é", "=", ":", "**")  # fmt: skip
STARTS = ("", '"', "9", "a", "{", "<a")
# Calls and attributes, which alone can hold or name a pattern, of each file.
NODES = {
    name: [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Attribute)]
    for name, tree in TREES.items()
}


def patterns() -> Iterator[tuple[re.Pattern[str], frozenset[str], str]]:
    """Every expression among the names of a module or a class, or written in a call: what it is, how it is asked, where."""
    asked = ways()
    for name in TREES:
        if name in FRONT:  # hands names on, or starts the program
            continue
        module = importlib.import_module(f"planner.{name}")
        held = [(key, value) for key, value in vars(module).items() if key.isupper() or isinstance(value, type)]
        held += [(b, v) for _, c in held if isinstance(c, type) for b, v in vars(c).items()]
        for key, value in held:
            for one in inner(value):
                yield one, asked.get(key, ALL_WAYS), f"{name}.{key}"
        for node in NODES[name]:
            match node:
                case ast.Call(ast.Attribute(ast.Name("re"), way), [ast.Constant(str() as written), *_]):
                    if way in ALL_WAYS:
                        yield re.compile(written), frozenset({way}), f"{name}:{node.lineno}"


def ways() -> dict[str, frozenset[str]]:
    """By the name of a constant, the methods that are called on it anywhere."""
    # The library that writes YAML asks these, with the same patterns by which ours is read.
    found = {name: frozenset({"match"}) for name in ("PLAIN", "yaml_implicit_resolvers")}
    for node in (node for nodes in NODES.values() for node in nodes):
        if isinstance(node, ast.Attribute) and node.attr in ALL_WAYS:
            name = ast.unparse(node.value).split(".")[-1]
            found[name] = found.get(name, frozenset()) | {node.attr}
    return found


def inner(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict | list | tuple | set | frozenset):
        for one in value.values() if isinstance(value, dict) else value:
            yield from inner(one)


PATTERNS = {(pattern, asked): name for pattern, asked, name in patterns()}


def seconds(done: Callable[[], Any]) -> float:
    """Of this process alone, so that others at work beside it do not count."""
    began = time.process_time()
    done()
    return time.process_time() - began


def time_of(pattern: re.Pattern[str], asked: frozenset[str], text: str) -> float:
    def done() -> None:
        for way in asked:
            if way in ONCE:
                getattr(pattern, way)(text)
            else:
                deque(pattern.finditer(text), maxlen=0)

    return seconds(done)


def takes_too_long(pattern: re.Pattern[str], asked: frozenset[str], start: str, piece: str) -> bool:
    """Against the time of looking at each sign of the same text once; short texts come first, so that a bad one ends soon."""
    for length in LENGTHS:
        text = start + piece * (length // len(piece)) + "!"
        took = time_of(pattern, asked, text)
        if length == LONG and took < SOON:
            return False
        if took < 0.01:
            continue
        plain = min(time_of(EACH, ALL_WAYS, text) for _ in range(3))
        if min(time_of(pattern, asked, text) for _ in range(2)) > MOST_TIMES * plain:
            return True
    return False


@pytest.mark.parametrize(
    "starts", [("",), pytest.param(STARTS[1:], marks=pytest.mark.all_forms)], ids=["alone", "behind"]
)
@pytest.mark.parametrize(("pattern", "asked"), PATTERNS, ids=PATTERNS.values())
def test_no_pattern_of_ours_can_be_made_slow(
    pattern: re.Pattern[str], asked: frozenset[str], starts: tuple[str, ...]
) -> None:
    assert [(start, one) for start in starts for one in PIECES if takes_too_long(pattern, asked, start, one)] == []


def test_a_pattern_that_can_be_made_slow_is_found() -> None:
    assert len(PATTERNS) > 40 and "reading.strict_json.TOKEN" in PATTERNS.values()
    assert takes_too_long(re.compile(r"\s+$"), frozenset({"search"}), "", " ")
    assert takes_too_long(re.compile(r"[a ]*[a ]*b"), frozenset({"match"}), "", "a ")
    assert not takes_too_long(EACH, ALL_WAYS, "", " ")


# --- an intake --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["9" + " " * 60_000 + "x", "9" * 60_000, "9." * 30_000, "9" * 61])
def test_a_number_of_many_signs_is_refused_at_once(refused: Any, number: str) -> None:
    told = {"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": {"pcf_l_min": number}}]}
    assert seconds(lambda: refused(told)) < 2
    (said,) = refused(told)
    assert "pcf_l_min" in said and len(said) < 300


def test_thousands_of_unknown_names_are_refused_in_the_time_of_thousands(refused: Any) -> None:
    facts = {f"alsfrs_walkin_{at}": 1 for at in range(3_000)}
    told = {"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": facts}]}
    found: list[str] = []
    assert seconds(lambda: found.extend(refused(told))) < 10
    assert len(found) == 3_000
    assert sum("Did you mean" in said for said in found) == MOST_HINTS
    assert did_you_mean("alsfrs_walkin", ["alsfrs_walking"]) == " Did you mean 'alsfrs_walking'?"
    assert did_you_mean("alsfrs_walking" * 10_000, ["alsfrs_walking" * 10_001]) == ""


@pytest.mark.parametrize("key", ["visits", "team", "equipment", "quotes", "not_now"])
def test_a_list_longer_than_any_life_is_refused_in_a_sentence(refused: Any, key: str) -> None:
    entries: dict[str, Any] = {
        "visits": {"on": "2026-11-20", "facts": {"alsfrs_walking": 3}},
        "team": {"role": "nurse"},
        "equipment": {"item": "rollator", "status": "in_use"},
        "quotes": {"item": "rollator", "route": "rent", "buy": 5},
        "not_now": "rollator_with_seat",
    }
    told: dict[str, Any] = {"patient": {"id": "x"}, "preferences": {}}
    (told["preferences"] if key == "not_now" else told)[key] = [entries[key]] * 32_400
    said: list[str] = []
    assert seconds(lambda: said.extend(refused(told))) < 2
    where = "preferences → not_now" if key == "not_now" else key
    keep = "Keep those who are called first." if key == "team" else "Keep the newest."
    assert said == [f"intake: {where}: This list has more than {most_of(key):,} entries. {keep}"]


def test_a_list_just_as_long_as_allowed_is_read(read: Any) -> None:
    assert len(read({"patient": {"id": "x"}, "team": [{"role": "nurse"}] * most_of("team")}).team) == most_of("team")
