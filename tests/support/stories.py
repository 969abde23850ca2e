"""The invented people of tests/stories and those of the pages, told, and planned once for each process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from folders import STORY_FILES
from people import PEOPLE, TODAY

from planner import assess, load_knowledge, make_plan, read_intake
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.plan.plan import Plan
from planner.reading.strict_yaml import read_file

TOLD = ("patient", "visits", "preferences", "equipment", "quotes")

Story = Mapping[str, Any]


def stories() -> dict[str, Story]:
    """Every story by its name; a name is a sentence of its own."""
    found: dict[str, Story] = {}
    for path in sorted(STORY_FILES.glob("*.yaml")):
        read = read_file(path, path.name)
        assert not read.problems, "\n".join(map(str, read.problems))
        for story in read.value:
            assert story["name"] not in found, f"{path.name}: two stories are called '{story['name']}'"
            found[story["name"]] = story
    return found


STORIES = stories()
EVERYBODY = [*PEOPLE, *STORIES]


def source_of(name: str) -> Any:
    """What is told of one of the people, or of the person of a story."""
    if name in PEOPLE:
        return PEOPLE[name]
    told = {key: STORIES[name][key] for key in TOLD if key in STORIES[name]}
    return {**told, "patient": {"id": "a-story", **told.get("patient", {})}}


def day_of(name: str) -> date:
    """The day on which somebody is planned for."""
    return TODAY if name in PEOPLE else date.fromisoformat(str(STORIES[name]["today"]))


@cache
def intake_for(name: str, knowledge: Knowledge) -> Intake:
    return read_intake(source_of(name), knowledge, day_of(name))


@cache
def plan_for(name: str, knowledge: Knowledge) -> Plan:
    """The plan of somebody on the day of the story; one of the people is planned for on the tests' day."""
    return make_plan(assess(intake_for(name, knowledge), knowledge, today=day_of(name)), knowledge)


@cache
def base() -> Knowledge:
    """The knowledge base of stages/, read once in a process."""
    return load_knowledge()
