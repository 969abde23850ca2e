"""What an emergency crew reads of a person: the lines of stages/fridge.yaml, each said as exactly as the facts allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from pydantic import Field

from planner.model.conditions import Condition, truth_of
from planner.model.facts import Facts
from planner.model.shapes import Cited, Lines, Shape
from planner.model.text import OneLine, Text
from planner.model.truth import Truth

Section = Literal["talk", "breathing", "position", "food", "medicines", "along"]
Worded = TypeVar("Worded", bound=Shape)


class Exact(Shape):
    """A sentence, and when it is known to be true."""

    condition: Condition
    says: Text


class CrewLine(Shape):
    """A sentence that is true of everybody (``says``), or the first of ``known`` that is known to hold; left out where ``unless`` is."""

    says: Text
    known: tuple[Exact, ...] = ()
    unless: Condition | None = None
    evidence: tuple[Cited, ...] = Field(min_length=1)

    @property
    def sentences(self) -> Lines:
        """All that it may say: what is true of everybody, then the more exact ones."""
        return (self.says, *(exact.says for exact in self.known))

    def choice(self, facts: Facts) -> int | None:
        """Where among ``sentences`` the most exact one stands that is known to be true; None where the line is left out."""
        exact = _first_known(self.known, facts)
        if exact is not None:
            return exact + 1
        return None if self.unless is not None and truth_of(self.unless, facts) is Truth.YES else 0


def _first_known(sentences: Iterable[Exact], facts: Facts) -> int | None:
    """Where the first sentence stands that is known to be true; None where none is."""
    return next((at for at, one in enumerate(sentences) if truth_of(one.condition, facts) is Truth.YES), None)


class Device(Shape):
    """Something a crew may find with the person; ``condition`` says when it is in use."""

    name: Text
    topic: Literal["breathing", "feeding", "communication"]
    condition: Condition


class Habit(Shape):
    """What is done every day while a recommendation holds, in the person's own words; with a ``condition`` only where that is yes."""

    says: Text
    condition: Condition | None = None


class FridgeLines(Shape):
    """Everything the fridge and emergency sheet may say; ``every_day`` by the id of its recommendation.

    ``yes_and_no``: where this is known to hold, there is a line to write on for how the person says yes and no.
    """

    lines: Mapping[Section, Mapping[str, CrewLine]]
    talks_by: tuple[Exact, ...]
    devices: Mapping[str, Device]
    every_day: Mapping[OneLine, Habit]
    yes_and_no: Condition

    def conditions(self) -> Iterator[Condition]:
        for line in self.every_line():
            yield from (exact.condition for exact in line.known)
            yield from () if line.unless is None else (line.unless,)
        yield from (way.condition for way in self.talks_by)
        yield from (device.condition for device in self.devices.values())
        yield from (habit.condition for habit in self.every_day.values() if habit.condition is not None)
        yield self.yes_and_no

    def every_line(self) -> Iterator[CrewLine]:
        for section in self.lines.values():
            yield from section.values()

    def texts(self) -> Iterator[tuple[str, Lines]]:
        """Every sentence and name, by the part it stands in."""
        for section, lines in self.lines.items():
            yield section, tuple(text for line in lines.values() for text in line.sentences)
        yield "talks_by", tuple(way.says for way in self.talks_by)
        yield "devices", tuple(device.name for device in self.devices.values())
        yield "every_day", tuple(habit.says for habit in self.every_day.values())


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """What is told of one person: a sentence for each line, how the person talks, and whether each device is in use.

    ``talks_by`` is empty where nobody knows. ``chosen`` says which of its sentences each line says, and ``way`` which of
    the ways to talk it is: two of them may have the same words. ``habits`` are ids of recommendations whose habit is for
    this body, and ``yes_and_no`` says whether the person is known to need another way to say these.
    """

    lines: Mapping[str, Lines]
    talks_by: Text
    devices: Mapping[str, Truth]
    chosen: Mapping[str, tuple[int | None, ...]]
    way: int | None
    habits: tuple[str, ...]
    yes_and_no: bool


def emergency_of(fridge: FridgeLines, facts: Facts) -> Emergency:
    """Every line said as exactly as the facts of today allow."""
    chosen: dict[str, tuple[int | None, ...]] = {
        section: tuple(line.choice(facts) for line in lines.values()) for section, lines in fridge.lines.items()
    }
    way = _first_known(fridge.talks_by, facts)
    return Emergency(
        lines=_lines(fridge, chosen),
        talks_by=_way(fridge, way),
        devices={name: truth_of(device.condition, facts) for name, device in fridge.devices.items()},
        chosen=chosen,
        way=way,
        habits=tuple(rule for rule, habit in fridge.every_day.items() if _is_for(habit, facts)),
        yes_and_no=truth_of(fridge.yes_and_no, facts) is Truth.YES,
    )


def reworded(emergency: Emergency, fridge: FridgeLines) -> Emergency:
    """The same choices in the words of these lines, which are the same lines in other words: no fact is looked at again."""
    return replace(emergency, lines=_lines(fridge, emergency.chosen), talks_by=_way(fridge, emergency.way))


def _is_for(habit: Habit, facts: Facts) -> bool:
    return habit.condition is None or truth_of(habit.condition, facts) is Truth.YES


def _way(fridge: FridgeLines, way: int | None) -> Text:
    return "" if way is None else fridge.talks_by[way].says


def _lines(fridge: FridgeLines, chosen: Mapping[str, tuple[int | None, ...]]) -> dict[str, Lines]:
    """The sentence that was chosen of each line, by section, without the lines that are left out."""
    return {
        section: tuple(
            line.sentences[at] for line, at in zip(said.values(), chosen[section], strict=True) if at is not None
        )
        for section, said in fridge.lines.items()
    }


def fridge_with_words(fridge: FridgeLines, said: Mapping[str, Mapping[str, Text | Lines]]) -> FridgeLines:
    """The same lines with these words, by the path of their English and what each says; everything else stays."""

    def line(name: str, own: CrewLine) -> CrewLine:
        told = said.get(name, {})
        known = told.get("known", tuple(exact.says for exact in own.known))
        exact = tuple(one.model_copy(update={"says": says}) for one, says in zip(own.known, known, strict=True))
        return own.model_copy(update={"says": told.get("says", own.says), "known": exact})

    def other(name: str, own: Worded) -> Worded:
        return own.model_copy(update=dict(said.get(name, {})))

    lines = {
        section: {name: line(f"lines.{section}.{name}", own) for name, own in lines.items()}
        for section, lines in fridge.lines.items()
    }
    ways = tuple(other(f"talks_by.{at}", way) for at, way in enumerate(fridge.talks_by))
    devices = {key: other(f"devices.{key}", device) for key, device in fridge.devices.items()}
    habits = {rule: other(f"every_day.{rule}", habit) for rule, habit in fridge.every_day.items()}
    return fridge.model_copy(update={"lines": lines, "talks_by": ways, "devices": devices, "every_day": habits})
