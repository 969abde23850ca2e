"""planner/README.md says what is there: rooms in their order, and for each question a place that exists."""

from __future__ import annotations

import re

import pytest
from house import HOME, ROOMS

ROOT = HOME.parent
TEXT = (HOME / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def exists(place: str) -> bool:
    """A file or folder of planner/ or of the whole project; ``<name>`` stands for any."""
    pattern = re.sub(r"<\w+>", "*", place.rstrip("/"))
    return any(list(home.glob(pattern)) for home in (HOME, ROOT))


def test_the_rooms_stand_in_the_order_of_the_law_and_say_what_they_hold() -> None:
    told = rows("Rooms")
    assert tuple(name.strip("`") for name, _ in told) == ROOMS
    pure = {name.strip("`") for name, says in told if says.endswith("Pure")}
    assert pure == {"model", "assessment", "plan"}


PLACES = [(what, where) for what, where in rows("Where does it live?")]


def test_twenty_questions_and_more_are_answered() -> None:
    assert len(PLACES) >= 20


@pytest.mark.parametrize(("what", "where"), PLACES)
def test_every_place_exists(what: str, where: str) -> None:
    places = [name for name in re.findall(r"`([^`]+)`", where) if "/" in name]
    assert places, what
    assert [place for place in places if not exists(place)] == []


def test_every_function_of_the_way_of_the_data_is_there() -> None:
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)+)(?:\.([a-z_]+))?`", section("The way of the data"))
    assert len(named) >= 10
    for place, function in named:
        text = (HOME / f"{place}.py").read_text(encoding="utf-8")
        assert not function or f"\ndef {function}(" in text, f"{place}.{function}"
