"""What an emergency crew reads of a person: the lines of stages/fridge.yaml, each said as exactly as the facts allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from planner.model.conditions import Condition, truth_of
from planner.model.facts import Facts
from planner.model.shapes import Cited, Lines, Shape
from planner.model.text import OneLine, Text
from planner.model.truth import Truth

Section = Literal["talk", "breathing", "position", "medicines", "along"]


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


class FridgeLines(Shape):
    """Everything the fridge and emergency sheet may say; ``every_day`` are ids of recommendations."""

    lines: Mapping[Section, Mapping[str, CrewLine]]
    talks_by: tuple[Exact, ...]
    devices: Mapping[str, Device]
    every_day: tuple[OneLine, ...]

    def conditions(self) -> Iterator[Condition]:
        for line in self.every_line():
            yield from (exact.condition for exact in line.known)
            yield from () if line.unless is None else (line.unless,)
        yield from (way.condition for way in self.talks_by)
        yield from (device.condition for device in self.devices.values())

    def every_line(self) -> Iterator[CrewLine]:
        for section in self.lines.values():
            yield from section.values()

    def texts(self) -> Iterator[tuple[str, Lines]]:
        """Every sentence and name, by the part it stands in."""
        for section, lines in self.lines.items():
            yield section, tuple(text for line in lines.values() for text in line.sentences)
        yield "talks_by", tuple(way.says for way in self.talks_by)
        yield "devices", tuple(device.name for device in self.devices.values())


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """What is told of one person: a sentence for each line, how the person talks, and whether each device is in use.

    ``talks_by`` is empty where nobody knows. ``chosen`` says which of its sentences each line says, and ``way`` which of
    the ways to talk it is: two of them may have the same words.
    """

    lines: Mapping[str, Lines]
    talks_by: Text
    devices: Mapping[str, Truth]
    chosen: Mapping[str, tuple[int | None, ...]]
    way: int | None


def emergency_of(fridge: FridgeLines, facts: Facts) -> Emergency:
    """Every line said as exactly as the facts of today allow."""
    chosen: dict[str, tuple[int | None, ...]] = {
        section: tuple(line.choice(facts) for line in lines.values()) for section, lines in fridge.lines.items()
    }
    devices = {name: truth_of(device.condition, facts) for name, device in fridge.devices.items()}
    return _said(fridge, devices, chosen, _first_known(fridge.talks_by, facts))


def reworded(emergency: Emergency, fridge: FridgeLines) -> Emergency:
    """The same choices in the words of these lines, which are the same lines in other words: no fact is looked at again."""
    return _said(fridge, emergency.devices, emergency.chosen, emergency.way)


def _said(
    fridge: FridgeLines, devices: Mapping[str, Truth], chosen: Mapping[str, tuple[int | None, ...]], way: int | None
) -> Emergency:
    lines: dict[str, Lines] = {
        section: tuple(
            line.sentences[at] for line, at in zip(said.values(), chosen[section], strict=True) if at is not None
        )
        for section, said in fridge.lines.items()
    }
    return Emergency(
        lines=lines, talks_by="" if way is None else fridge.talks_by[way].says, devices=devices, chosen=chosen, way=way
    )
