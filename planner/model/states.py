"""States of the body as stages/states.yaml declares them: what answers say of a state, and what a state closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from planner.model.conditions import Condition
from planner.model.facts import Vocabulary
from planner.model.shapes import Shape
from planner.model.text import Name, Text

CONTRADICTION = "contradiction"
"""The note of a state of which two answers cannot both be true."""

STATES = (
    *("ventilation", "care_goal", "eats_by_mouth", "alone_and_unsafe", "weak_cough_sign", "stands_to_transfer"),
    *("walks", "speech_usable", "hands_usable"),
)
"""The states of the body, each a derived fact, in the order in which they are told."""

Answers = Mapping[str, tuple[Name, ...]]


class Closing(Shape):
    """While ``condition`` holds, these recommendations are done or do not apply, and these signs and things are silent.

    ``not_asked``: facts that are asked of nobody in this state; what waits for them alone does not apply.
    """

    id: Name
    condition: Condition
    then: Literal["done", "not_now"] = "not_now"
    recommendations: tuple[Name, ...] = ()
    red_flags: tuple[Name, ...] = ()
    equipment: tuple[Name, ...] = ()
    not_asked: tuple[Name, ...] = ()


class Subject(Shape):
    """What one no covers: these recommendations are put off together, with the things they are about."""

    id: Name
    things: tuple[Name, ...] = ()
    declined: Condition | None = None
    recommendations: tuple[Name, ...]


class Contradiction(Shape):
    """Answers of one visit that cannot all be right, and the sentence that says so to the therapist.

    Either ``answers``: fact → those of its answers that do not go with the others; or ``above``: the first of two
    measures lies above the second.
    """

    id: Name
    answers: Mapping[str, tuple[Name, ...]] = Field(default_factory=dict)
    above: tuple[Name, Name] | None = None
    say: Text

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it is about, in the order written."""
        return self.above or tuple(self.answers)

    def holds(self, positions: Mapping[str, float], vocabulary: Vocabulary) -> bool:
        """Whether these answers, by their positions, are such a pair."""
        if self.above:
            first, second = self.above
            return positions[first] > positions[second]
        return all(vocabulary[name].answer(positions[name]) in said for name, said in self.answers.items())


class States(Shape):
    """``says``: state → fact → answer → one word of the state, or the lower and the higher of a span."""

    says: Mapping[str, Mapping[str, Answers]] = Field(default_factory=dict)
    closed: tuple[Closing, ...] = ()
    subjects: tuple[Subject, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def conditions(self) -> Iterator[Condition]:
        yield from (closing.condition for closing in self.closed)
        yield from (subject.declined for subject in self.subjects if subject.declined is not None)
