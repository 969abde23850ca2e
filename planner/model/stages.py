"""The six stages and the counted staging systems, as stages/stages.yaml declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from planner.model.conditions import Condition
from planner.model.shapes import Lines, Shape
from planner.model.text import Name, OneLine, Text


class Stage(Shape):
    """One of the six stages: the rule that puts a person there, and how it is named for each reader."""

    id: int
    phase: Literal["early", "middle", "late"]
    name: Text
    describes: Text
    family_label: Text
    goals: Lines
    usual: tuple[Name, ...] = Field(
        default=(), max_length=6
    )  # advice that is usual at this stage, where facts are silent
    criteria: Condition


class Scale(Shape):
    """A staging system that counts domains: King's, MiToS or FT9."""

    domains: Mapping[str, Condition]
    four_a: Condition | None = None
    four_b: Condition | None = None
    note: Text = ""


class Assumed(Shape):
    """Strength of one limb that nobody tested, as the stage rule alone takes it from what is done as before the illness."""

    items: tuple[OneLine, ...]
    muscles: tuple[OneLine, ...]
    settled_by: tuple[OneLine, ...]
    at_least: OneLine


class Staging(Shape):
    """The six stages from I up, the items of each limb, and the counted systems beside them."""

    stages: tuple[Stage, ...] = Field(min_length=6, max_length=6)
    leg_items: tuple[OneLine, ...]
    arm_items: tuple[OneLine, ...]
    assumed: tuple[Assumed, ...] = ()
    scales: Mapping[str, Scale]
