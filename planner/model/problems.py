"""The problems a visit speaks of, how grave each piece of advice is, and the ladders along which help grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field

from planner.model.conditions import Condition
from planner.model.shapes import Shape
from planner.model.text import Name, Text

Role = Literal["act", "move", "habit", "watch", "visit_check", "paper"]
"""What a recommendation is to the reader: something to do, a movement, standing advice, when to call, a check, a paper."""

Who = Literal["person", "helper", "clinic", "other"]
"""Who does it."""

GRAVEST = 3


class Severity(Shape):
    """How grave it is to leave the advice undone: the highest grade whose condition holds, else ``otherwise``.

    3: harm within weeks; 2: a function lost or a limit crossed; 1: an early change; 0: what everybody gets.
    """

    at_3: Condition | None = None
    at_2: Condition | None = None
    at_1: Condition | None = None
    otherwise: int = Field(ge=0, le=GRAVEST)

    @property
    def grades(self) -> tuple[tuple[int, Condition], ...]:
        """Each grade with what brings it, gravest first."""
        told = ((3, self.at_3), (2, self.at_2), (1, self.at_1))
        return tuple((grade, condition) for grade, condition in told if condition is not None)


class CareProblem(Shape):
    """What one line of the agenda is about: its title for each reader."""

    id: Name
    therapist: Text
    family: Text


class BroughtBy(Shape):
    """What brings a step: a sentence with its number for the therapist; for the family the end of "when ..."."""

    therapist: Text
    family: Text


class Step(Shape):
    """One step of a ladder: recommendations (of several, one is chosen) or things; ``stays``: it is not folded into higher ones.

    ``named_when``: it is named as the next one only where this is known to hold. ``beside``: another problem, on whose
    line it is named where that has no next step and its own problem no line.
    """

    rules: tuple[Name, ...] = ()
    things: tuple[Name, ...] = ()
    stays: bool = False
    after: Condition | None = None
    named_when: Condition | None = None
    beside: Name = ""
    brought_by: BroughtBy


class Ladder(Shape):
    """Steps from the first help to the last, for one use. ``answers``: its place is told whatever is known."""

    id: Name
    problem: Name
    answers: bool = False
    steps: tuple[Step, ...] = Field(min_length=1)


class ChooseOne(Shape):
    """Recommendations or things of which at most so many are taken, best first."""

    id: Name
    rules: tuple[Name, ...] = ()
    things: tuple[Name, ...] = ()
    at_most: int = Field(default=1, ge=1)


class Problems(Shape):
    """stages/problems.yaml, in the order written."""

    problems: Mapping[str, CareProblem] = Field(default_factory=dict)
    ladders: tuple[Ladder, ...] = ()
    choose_one: tuple[ChooseOne, ...] = ()
    comfort: tuple[Name, ...] = ()  # the advice that serves comfort; the first of it stands first
    comfort_things: tuple[Name, ...] = ()

    @cached_property
    def ladder_of(self) -> Mapping[str, Ladder]:
        """Recommendation → the ladder it is a step of."""
        return {rule: ladder for ladder in self.ladders for step in ladder.steps for rule in step.rules}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Problem → its place."""
        return {name: at for at, name in enumerate(self.problems)}

    def steps(self) -> Iterator[tuple[str, Step]]:
        """Every step with the place it has in the file."""
        yield from ((f"{ladder.id}.{at}", step) for ladder in self.ladders for at, step in enumerate(ladder.steps))

    def conditions(self) -> Iterator[Condition]:
        told = (given for _, step in self.steps() for given in (step.after, step.named_when))
        return (condition for condition in told if condition is not None)
