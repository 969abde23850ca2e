"""Intakes spoilt by chance: of the wrong kind, too long, too deep, hostile or merely odd, always the same for one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from random import Random
from typing import Any

from people import DEMO, PEOPLE
from stories import STORIES, source_of

from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.reading.strict_yaml import read_file

Place = tuple[Any, Any]  # a mapping or a list, and the key or number of one of its entries
SOURCES = ("demo", *(name for name in PEOPLE if name != "demo"), *STORIES)

SIGNS = ("\x00", "\x0b", "\x1b]0;x\x07", "\u202e", "\u2066", "\ud800", "\udcff", "\u2028", "\ufffe", "\U0010ffff", "\r\n", "{", "%s", "<b>&", "'\"", "\\", "é", "日本")  # fmt: skip
TEXTS = (
    "",
    " ",
    "null",
    "no",
    "on",
    "~",
    "nan",
    "inf",
    "-0",
    "1e400",
    "0x1F",
    "١٢",
    "4+",
    "5-",
    "64 kg",
    "141 lb",
    "2.9",
    "9 %",
)
LARGE = 1e30  # what another change made larger than this Python will not always write
NUMBERS = (0, -1, 1, 2, 3, 5, 0.5, -0.0, 1e-300, 1e9, 1e308, 10**30, 10**5000, -(10**5000), float("nan"), float("inf"), float("-inf"))  # fmt: skip
DAYS = ("0001-01-01", "1899-12-31", "2026-02-30", "2026-11", "2026-11-22", "2026-13-01", "2999-01-01", "9999-12-31", "20261120", "2026-11-20T10:00")  # fmt: skip
OTHERS = (None, True, False, (), [], {}, {"value": None}, {"value": {"value": 1}}, {"on": "2026-11-20"}, {"value": None, "note": "unable"}, [[]], [None], {"": ""}, date(2026, 11, 20), b"bytes", {1, 2}, 1j, object)  # fmt: skip
KEYS = ("", "value", "on", "note", "facts", "id", "name", "country", "birth_date", "__class__", "model_config", "\u202eid", "x" * 5000, 7, None, True, 1.5, ("a",))  # fmt: skip


@cache
def _of_demo() -> Any:
    return read_file(DEMO).value


def source(name: str) -> dict[str, Any]:
    """What is told of somebody, to be spoilt."""
    return dict(deepcopy(_of_demo() if name == "demo" else source_of(name)))


def mutated(seed: int, knowledge: Knowledge) -> dict[str, Any]:
    """One of the people, spoilt in one to four places."""
    chance = Random(seed)
    told = source(SOURCES[seed % len(SOURCES)])
    for _ in range(chance.choice((1, 1, 2, 4))):
        chance.choice(WAYS)(told, chance, knowledge)
    return told


def places(told: Any) -> Iterator[Place]:
    """Every entry of every mapping and list, outermost first; what is very deep is one entry."""
    waiting = [(told, 0)]
    while waiting:
        holder, deep = waiting.pop(0)
        keys = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            yield holder, key
            if deep < 8:
                waiting.append((holder[key], deep + 1))


def _place(told: Any, chance: Random) -> Place:
    if told == {}:
        told["visits"] = None  # nothing is left of it: a place to go on from
    return chance.choice([*places(told)] or [(told, "visits")])


def nested(levels: int) -> Any:
    """Something inside something, up to more levels than Python can descend."""
    inner: Any = 1
    for level in range(levels):
        inner = [inner] if level % 3 else {"value": inner}
    return inner


def odd(chance: Random) -> Any:
    """A value that nobody would write by intent."""
    kind = chance.randrange(8)
    if kind == 0:
        return nested(chance.choice((5, 60, 3000)))
    if kind == 1:
        return chance.choice(SIGNS).join("ab") * chance.choice((1, 1, 30, 20_000))
    if kind == 2:
        return deepcopy(chance.choice(OTHERS))
    return chance.choice((TEXTS, NUMBERS, DAYS, SIGNS)[kind % 4])


def _fitting(fact: Fact, chance: Random) -> Any:
    """A value that fits the fact, often at an end of its scale."""
    if fact.kind == "yes_no":
        return chance.random() < 0.5
    if fact.kind == "choice":
        return chance.choice(fact.choices)
    if fact.kind in ("date", "text"):
        return chance.choice(DAYS) if fact.kind == "date" else chance.choice(TEXTS)
    low, high = fact.ends
    ends = (low, high, chance.uniform(low, high), chance.randint(int(low), int(high)))
    return chance.choice(ends)


def shallow(value: Any, deep: int = 0) -> bool:
    """Whether Python can copy a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return deep < 100 and all(shallow(one, deep + 1) for one in inner)


# --- ways to spoil an intake ----------------------------------------------------------------------------------------


def _another_value(told: Any, chance: Random, knowledge: Knowledge) -> None:
    holder, key = _place(told, chance)
    holder[key] = odd(chance)


def _taken_out(told: Any, chance: Random, knowledge: Knowledge) -> None:
    holder, key = _place(told, chance)
    if key in holder or isinstance(holder, list):
        del holder[key]


def _another_key(told: Any, chance: Random, knowledge: Knowledge) -> None:
    holder, key = _place(told, chance)
    if isinstance(holder, dict):
        new = chance.choice((*KEYS, *knowledge.vocabulary.aliases, *knowledge.vocabulary))
        holder[new] = holder.pop(key, None) if chance.random() < 0.5 else odd(chance)


def _signs_in_it(told: Any, chance: Random, knowledge: Knowledge) -> None:
    holder, key = _place(told, chance)
    if isinstance(holder[key], str):
        at = chance.randrange(len(holder[key]) + 1)
        holder[key] = holder[key][:at] + chance.choice(SIGNS) * chance.choice((1, 1, 500)) + holder[key][at:]


def _another_number(told: Any, chance: Random, knowledge: Knowledge) -> None:
    numbers = [
        (h, k)
        for h, k in places(told)
        if isinstance(h[k], int | float) and not isinstance(h[k], bool) and abs(h[k]) < LARGE
    ]
    if numbers:
        holder, key = chance.choice(numbers)
        holder[key] = chance.choice((-holder[key], holder[key] * 11 // 5, holder[key] // 7, str(holder[key]), *NUMBERS))


def _from_elsewhere(told: Any, chance: Random, knowledge: Knowledge) -> None:
    (holder, key), (other, its) = _place(told, chance), _place(told, chance)
    holder[key] = deepcopy(other[its]) if shallow(other[its]) else odd(chance)


def _many(told: Any, chance: Random, knowledge: Knowledge) -> None:
    lists = [holder[key] for holder, key in places(told) if isinstance(holder[key], list) and shallow(holder[key])]
    if lists:
        one = chance.choice(lists)
        one.extend(deepcopy(one) * chance.choice((1, 3, 20)))


def _more_facts(told: Any, chance: Random, knowledge: Knowledge) -> None:
    """Facts that fit, told at some visit: the way to plans of odd people."""
    visits = told.get("visits")
    visit = chance.choice(visits) if isinstance(visits, list) and visits else None
    if isinstance(visit, dict) and isinstance(visit.get("facts"), dict):
        for name in chance.sample(sorted(knowledge.vocabulary), 12):
            fact = knowledge.vocabulary[name]
            value = _fitting(fact, chance)
            written = chance.choice((value, value, {"value": value, "note": chance.choice(SIGNS)}, None))
            if fact.origin != "derived" and not fact.family:
                visit["facts"][name] = written


Way = Callable[[Any, Random, Knowledge], None]
WAYS: tuple[Way, ...] = (
    *(_another_value, _taken_out, _another_key, _signs_in_it, _another_number, _from_elsewhere, _many),
    *(_more_facts, _more_facts, _more_facts),
)
