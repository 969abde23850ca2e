"""Small random intakes, each made from a seed: whatever can be told, in every way to write it, and one place spoilt."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from planner.model.facts import Fact
from planner.model.knowledge import Knowledge

DAYS = ("2026-11-20", "2026-08-01", "2025-06")
# What people, forms and programs write by mistake, and what is right in another place.
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        3.0,
        2.5,
        3650,
        10_000,
        1e12,
        "",
        "x",
        "0",
        "5",
        "yes",
        "null",
        [],
        ["x"],
        [None],
        {},
    ),
    *(
        "2026-11-20",
        "2026-11",
        "2026-13",
        "2026-02-30",
        "2027-01-01",
        "0226-01-01",
        "20.11.2026",
        "2026-11-20T00:00:00",
    ),
    *(
        "US",
        "usa",
        "en-US",
        "3+",
        "9-",
        "-45 cmH2O",
        "270 L/min",
        "4.5 L/s",
        "80,5",
        "86 % predicted",
        "1e3",
        "+3",
        "3 points",
    ),
    *({"value": 3}, {"value": None, "note": "x"}, {"note": "x"}, {"value": 3, "on": None}, {"value": 3, "of": None}),
    *(
        "money",
        "money|",
        "money|pets",
        ["money", "feeding"],
        ["pets"],
        "rollator",
        "x" * 130,
        "x" * 2100,
        " rollator ",
        "a\tb",
    ),
)
KEYS = (
    "facts",
    "on",
    "note",
    "value",
    "since",
    "first",
    "stage",
    "q8",
    "alsfrs_walking",
    "zzz",
    "id",
    "item",
    "country",
)


def small_intake(knowledge: Knowledge, chance: Random) -> dict[str, Any]:
    """An intake that reads, but for what is held against each other."""
    words = knowledge.vocabulary
    told = [name for name in words if words[name].origin != "derived"]
    person = [name for name in told if words[name].group == "person" and name != "visit_date"]
    intake: dict[str, Any] = {
        "schema": "als-planner/intake/1",
        "patient": {"id": chance.choice(["a-1", 17]), "name": "A", "language": "en", **_some(person, 2, words, chance)},
        "visits": [{"on": day, "facts": _some(told, 3, words, chance)} for day in chance.sample(DAYS, 2)],
        "preferences": {
            "look_ahead": "all",
            "print_topics_held_back": chance.choice(["money|feeding", ["money"], {"value": ["money"], "note": "x"}]),
            "helper_may_see_more": chance.choice([True, "no", {"value": False}]),
            "not_now": chance.choice([["cane"], {"value": ["power_wheelchair"]}]),
            "first": chance.choice([["energy"], {"value": ["energy"], "note": "x"}, None]),
        },
        "team": [{"role": "clinic", "phone": "555-0142"}],
        "equipment": [{"item": "rollator", "status": "borrowed", "since": "2026-09-01", "until": None, "note": "x"}],
        "quotes": [
            {"item": "cane", "route": "rent", "lead_days": {"min": 1, "typical": 2.0, "longest": 9}, "buy": 4.5}
        ],
        "followed": [{"id": "fall_alarm_when_alone", "on": "2026-09-01", "became": "done"}],
        "review": {
            "by": "",
            "on": None,
            "agenda": {
                "leave_out": [{"id": "walking_aid", "because": "x"}],
                "first": ["energy"],
                "next_visit": ["cough"],
            },
            "notes": {"energy": "x"},
        },
    }
    kept = {"patient", *chance.sample(list(intake), chance.randint(1, 4))}
    return {key: value for key, value in intake.items() if key in kept}


def _some(names: list[str], most: int, words: Any, chance: Random) -> dict[str, Any]:
    return {name: _written(words[name], chance) for name in chance.sample(names, chance.randint(1, most))}


def _written(fact: Fact, chance: Random) -> Any:
    """A value in one of the ways to write it."""
    plain = _plain(fact, chance)
    told = {"value": plain, "note": chance.choice(["with mask", 5, None]), "on": chance.choice([None, *DAYS])}
    return chance.choice([plain, plain, told, None])


def _plain(fact: Fact, chance: Random) -> Any:
    if fact.id == "print_topics_held_back":
        return chance.choice(["money", ["money", "feeding"], " money | feeding|"])
    if fact.kind == "yes_no":
        return chance.choice([True, False, "yes", "no"])
    if fact.kind == "choice":
        return chance.choice([*fact.choices, *(int(choice) for choice in fact.choices if choice.isdigit())])
    if fact.kind in ("date", "text"):
        return chance.choice(DAYS)
    return _number(fact, chance)


def _number(fact: Fact, chance: Random) -> Any:
    low, high = fact.ends
    number = chance.randint(int(low), int(high))
    ways = [number, float(number), f"{number} {fact.unit}", f"{number}{fact.unit.split(' ')[0]}", low, high]
    if fact.positive:
        ways.append(-number)
    if fact.also_as:
        ways += [fact.also_as.at_most, *([f"5 {fact.also_as.unit}"] if fact.also_as.times else [])]
    return chance.choice(ways)


def spoilt(intake: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The intake with one place changed: another value, a key too many (null or not), a key or an entry taken out."""
    changed = deepcopy(intake)
    holder, key = chance.choice(list(_places(changed)))
    chance.choice([_another, _another, _another, _key_too_many, _taken_out])(holder, key, chance)
    return changed


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _another(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = deepcopy(chance.choice(ODD))


def _key_too_many(holder: Any, key: Any, chance: Random) -> None:
    into, value = holder[key] if isinstance(holder[key], dict) else holder, deepcopy(chance.choice([None, None, *ODD]))
    if isinstance(into, dict):
        into[chance.choice(KEYS)] = value
    else:
        into.append(value)


def _taken_out(holder: Any, key: Any, chance: Random) -> None:
    holder.pop(key)
