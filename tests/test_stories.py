"""Whole invented people, told as a therapist would tell them, and what the plan must say of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import pytest
from stories import STORIES, TOLD, plan_for

from planner import plan_as_json
from planner.model.knowledge import Knowledge, Timing

KEYS = {"name", "today", "expect", *TOLD}
TIMINGS = get_args(Timing)
FEWEST_STORIES = 20
LONGEST_NAME = 99

PlanData = Mapping[str, Any]
Plans = Callable[[str], PlanData]


@dataclass(frozen=True)
class Looked:
    """One expectation held against the plan."""

    place: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, found {self.found}"


# --- one reader for each key of "expect" --------------------------------------------------------------------


def _span(plan: PlanData, name: str, expected: Any) -> Iterator[Looked]:
    """The stage, of the whole person or of one limb: only the keys that are told are looked at."""
    found = plan["stage"]["sinaki_mulder" if name == "stage" else name]
    for key, value in expected.items():
        yield Looked(f"{name}.{key}", value, found[key])


def _pace(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    yield Looked("pace", expected, plan["progression"]["pace"])


def _timing(plan: PlanData, name: str, expected: Any) -> Iterator[Looked]:
    timings = {item["id"]: item["timing"] for item in plan["recommendations"]}
    for recommendation in expected:
        yield Looked(recommendation, name, timings[recommendation])


def _not_in_now(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    timings = {item["id"]: item["timing"] for item in plan["recommendations"]}
    for recommendation in expected:
        now = timings[recommendation] == "now"
        yield Looked(recommendation, "anything but now", "now" if now else "anything but now")


def _states(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    """States of the body; null: nothing tells, or answers contradict each other."""
    for state, word in expected.items():
        yield Looked(f"states.{state}", word, plan["states"][state])


def _asks(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    asked = {name for question in plan["measure_next"] for name in (question["fact"], *question["written"])}
    for fact in expected:
        yield Looked("asks", fact, fact if fact in asked else f"only {sorted(asked)}")


def _asked_by(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    """The questions of one recommendation, at the least."""
    asks = {item["id"]: item["asks"] for item in plan["recommendations"]}
    for recommendation, facts in expected.items():
        missing = [fact for fact in facts if not any(ask.startswith(fact) for ask in asks[recommendation])]
        yield Looked(f"asked_by.{recommendation}", [], missing)


def _stale_since(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    since = {question["fact"]: question["stale_since"] for question in plan["measure_next"]}
    for fact, day in expected.items():
        yield Looked(f"stale_since.{fact}", day, since.get(fact, "not asked"))


def _red_flags(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    """All of them: a danger sign too many is as wrong as one too few."""
    yield Looked("red_flags", sorted(expected), sorted(flag["id"] for flag in plan["red_flags"]))


def _put_off(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    """All of them: nothing else may wait for what was put off."""
    found = sorted(item["id"] for item in plan["recommendations"] if item["put_off"])
    yield Looked("put_off", sorted(expected), found)


def _positions(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    shown = [position["id"] for position in plan["positions"]]
    for position in expected:
        yield Looked("positions", position, position if position in shown else f"only {shown}")


def _notes(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    """Part of a sentence about the data itself."""
    for part in expected:
        told = any(part in note for note in plan["data_notes"])
        yield Looked("data_notes", part, part if told else plan["data_notes"])


def _start_by(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    starts = {item["id"]: item["start_by"] for item in plan["recommendations"]}
    for recommendation, day in expected.items():
        yield Looked(f"start_by.{recommendation}", day, starts[recommendation])


def _equipment(plan: PlanData, _: str, expected: Any) -> Iterator[Looked]:
    """The answer for one thing: the keys that are told; of risks, reasons and tasks the codes, at the least."""
    orders = {order["id"]: order for order in plan["equipment"]}
    for thing, wanted in expected.items():
        for key, value in wanted.items():
            found, place = orders[thing][key], f"equipment.{thing}.{key}"
            if isinstance(found, list):
                codes = [entry.get("code") for entry in found]
                yield Looked(place, value, [code for code in value if code in codes] if value else codes)
            elif isinstance(value, Mapping):
                yield Looked(place, value, found and {part: found[part] for part in value})
            else:
                yield Looked(place, value, found)


READERS: dict[str, Callable[[PlanData, str, Any], Iterator[Looked]]] = {
    **dict.fromkeys(("stage", "leg", "arm", "kings", "mitos", "ft9"), _span),
    **dict.fromkeys(TIMINGS, _timing),
    "pace": _pace,
    "not_in_now": _not_in_now,
    "states": _states,
    "asks": _asks,
    "asked_by": _asked_by,
    "stale_since": _stale_since,
    "red_flags": _red_flags,
    "put_off": _put_off,
    "positions": _positions,
    "data_notes": _notes,
    "start_by": _start_by,
    "equipment": _equipment,
}
# Held against the plan of another story: {recommendation: the name of the story in which it may start later}.
COMPARED = "starts_before"


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge) -> Plans:
    """What the plan of a story says, by its name."""
    return cache(lambda name: plan_as_json(plan_for(name, knowledge)))


def _starts_before(name: str, expected: Mapping[str, str], plans: Plans) -> Iterator[Looked]:
    for recommendation, other in expected.items():
        own, later = (
            next(item["start_by"] for item in plans(story)["recommendations"] if item["id"] == recommendation)
            for story in (name, other)
        )
        wanted = f"before {later}"
        earlier = own is not None and later is not None and own < later
        yield Looked(f"{COMPARED}.{recommendation}", wanted, wanted if earlier else own)


def look(name: str, plans: Plans) -> list[Looked]:
    """Every expectation of a story, held against its plan."""
    looked: list[Looked] = []
    for key, expected in STORIES[name]["expect"].items():
        compared = key == COMPARED
        looked += _starts_before(name, expected, plans) if compared else READERS[key](plans(name), key, expected)
    return looked


@pytest.mark.parametrize("name", STORIES)
def test_the_plan_says_what_the_story_expects(name: str, plans: Plans) -> None:
    looked = look(name, plans)
    assert looked, "this story expects nothing"
    wrong = [str(entry) for entry in looked if entry.expected != entry.found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_told_in_known_words(name: str) -> None:
    """A misspelt key would be read over, and its expectation never held against anything."""
    story = STORIES[name]
    assert set(story) <= KEYS, f"unknown keys: {set(story) - KEYS}"
    assert len(name.split()) >= 5, "the name of a story is a sentence"
    unknown = set(story["expect"]) - set(READERS) - {COMPARED}
    assert not unknown, f"unknown expectations: {unknown}"


def test_there_are_enough_stories_and_every_timing_occurs() -> None:
    assert len(STORIES) >= FEWEST_STORIES
    assert max(map(len, STORIES)) <= LONGEST_NAME, "pytest cuts longer names down to a number"
    used = {key for story in STORIES.values() for key in story["expect"]}
    assert used >= {*READERS, COMPARED}, f"no story uses {({*READERS, COMPARED}) - used}"


def test_a_wrong_expectation_is_found(plans: Plans, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks themselves can fail: every reader answers differently when it expects something else."""
    name, story = next(iter(STORIES.items()))
    wrong = {
        "stage": {"low": 9},
        "pace": "none",
        "now": ["air_travel_breathing_plan"],
        "not_in_now": ["review_plan_at_least_every_three_months"],
        "states": {"ventilation": "no such state"},
        "asks": ["no_such_fact"],
        "asked_by": {"air_travel_breathing_plan": ["no_such_fact"]},
        "stale_since": {"no_such_fact": "2026-01-01"},
        "red_flags": ["no_such_flag"],
        "put_off": ["no_such_advice"],
        "positions": ["no_such_position"],
        "data_notes": ["no such note"],
        "start_by": {"air_travel_breathing_plan": "1999-01-01"},
        "equipment": {"cane": {"action": "no such action"}},
        COMPARED: {"review_plan_at_least_every_three_months": name},
    }
    monkeypatch.setitem(STORIES, name, {**story, "expect": wrong})
    looked = look(name, plans)
    assert len(looked) == len(wrong)
    assert [entry.place for entry in looked if entry.expected == entry.found] == []
