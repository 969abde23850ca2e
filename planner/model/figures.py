"""Drawings as values: what each shows as parts of a pose, and what is said with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from planner.model.shapes import Shape
from planner.model.text import OneLine, Text

Part = tuple[str | float, ...]
Parts = tuple[Part, ...]


class DrawingReview(Shape):
    """Which clinicians looked at the drawing and its words, and when."""

    by: tuple[OneLine, ...]
    on: date | None


class DrawingWords(Shape):
    """The words of one drawing; ``alt`` is read aloud in its place.

    ``weak_side``: on which side of the body the weak limb is drawn, where the drawing shows one. ``last_stage``: up to which
    stage a person makes this move without a helper. ``needs``: a state of the body without which nobody makes it.
    ``limb``: which one the drawing moves, where it moves one. ``one_sided``: the stronger side moves the weaker one.
    """

    title: Text
    who: Literal["self", "helper", "self/helper", "home"]
    trained_only: bool
    caption: Text
    safety: Text
    alt: Text
    weak_side: Literal["", "left", "right"] = ""
    last_stage: int = Field(default=6, ge=1, le=6)
    needs: OneLine = ""
    limb: Literal["", "arm", "leg"] = ""
    one_sided: bool = False
    reviewed: DrawingReview


@dataclass(frozen=True)
class BodyMap:
    """A body on which places can be marked, where each place lies, and at which place the strength of a muscle group is marked."""

    parts: Parts
    spots: Mapping[str, tuple[float, float]]
    strength: Mapping[str, str]
