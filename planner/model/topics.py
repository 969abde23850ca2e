"""Sheets to hand over without an intake: what each says, by which words it is found, and what is never handed over so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from planner.model.shapes import Lines, Shape
from planner.model.text import OneLine, Text

MOST_STEPS = 6
SUBJECTS = ("feet", "wheels", "energy", "breathing")


class LinesOf(Shape):
    """All lines that a recommendation has in the same place of its family text."""

    of: OneLine


SaidLines = tuple[Text | LinesOf, ...]


class FirstCheck(Shape):
    """What has to be so before anybody begins: it stands before everything else, with a line for who has made sure.

    ``tell`` are the conditions that the last sentence of ``says`` asks for.
    """

    title: Text
    says: Lines = Field(min_length=1)
    tell: Lines = ()
    made: Literal["checked", "tried", "taught"]


class SheetStep(Shape):
    """One numbered step: a sentence with or without a drawing, or a drawing with its own words (``says`` is empty then)."""

    says: Text = ""
    figure: OneLine = ""


class SheetNextStep(Shape):
    """One step of what comes next, and the plain sign that brings it."""

    what: Text
    when: Text = ""


class TopicSheet(Shape):
    """One sheet: why, what has to be checked first, steps, what to leave, when to stop, whom to call, what comes next.

    ``found_by`` are plain words; it is found by its id, its title, its recommendations and things as well. ``dose`` names
    the recommendation whose usual dose stands beside the lines for the own one; none is said where that hangs on a test.
    """

    id: OneLine
    title: Text
    found_by: tuple[OneLine, ...]
    recommendations: tuple[OneLine, ...] = Field(min_length=1)
    things: tuple[OneLine, ...] = ()
    why: Text
    first: FirstCheck | None = None
    figures: tuple[OneLine, ...] = Field(default=(), max_length=2)
    steps: tuple[SheetStep, ...] = Field(min_length=1, max_length=MOST_STEPS)
    dose: OneLine = ""
    own_dose: bool = False
    log: bool = False
    dont: SaidLines = ()
    stop_if: SaidLines = ()
    call_now: Lines = ()
    call_if: SaidLines = Field(min_length=1)
    next: tuple[SheetNextStep, ...] = Field(default=(), max_length=4)
    pages: Literal[1, 2] = 1

    def texts(self) -> Iterator[tuple[str, str | Lines]]:
        """Its own texts by path, in the order of the page; what stands in a recommendation is not among them."""
        yield "title", self.title
        yield "why", self.why
        if self.first:
            yield from (("first.title", self.first.title), ("first.says", self.first.says))
            yield from (("first.tell", self.first.tell),) if self.first.tell else ()
        told = {
            "steps": tuple(step.says for step in self.steps if step.says),
            "dont": _own(self.dont),
            "stop_if": _own(self.stop_if),
            "call_now": self.call_now,
            "call_if": _own(self.call_if),
            "next": tuple(text for step in self.next for text in (step.what, step.when) if text),
        }
        yield from ((path, lines) for path, lines in told.items() if lines)


class StageSubject(Shape):
    """One of the four subjects on a stage sheet: what is usual now, what to get ready for, and a drawing (or none)."""

    now: Text
    next: Text
    figure: OneLine = ""


class StageSheet(Shape):
    """What is usual at one stage, for the family: four subjects, what else, and what to ask the team."""

    recommendations: tuple[OneLine, ...] = Field(min_length=1)
    opens: Text
    feet: StageSubject
    wheels: StageSubject
    energy: StageSubject
    breathing: StageSubject
    also: Lines = Field(min_length=1)
    ask: Lines = Field(min_length=1)

    @property
    def subjects(self) -> dict[str, StageSubject]:
        return {key: getattr(self, key) for key in SUBJECTS}

    def texts(self) -> Iterator[tuple[str, str | Lines]]:
        """Its texts by path."""
        yield "opens", self.opens
        for key, subject in self.subjects.items():
            yield from ((f"{key}.now", subject.now), (f"{key}.next", subject.next))
        yield from (("also", self.also), ("ask", self.ask))


class MapField(Shape):
    """One field of the wall map: up to which stage it holds, what stands there, and the advice or thing it is about."""

    to: int = Field(ge=1, le=6)
    says: Text
    of: OneLine = ""


class WithheldTopic(Shape):
    """What is asked for by name and not handed over as a sheet: told in confidence, or for therapists only."""

    found_by: tuple[OneLine, ...] = Field(min_length=1)
    recommendations: tuple[OneLine, ...] = ()
    reason: Literal["confidential", "therapist"]


class Topics(Shape):
    """Every sheet by its id, in the order in which they are listed, and what is withheld."""

    sheets: Mapping[str, TopicSheet] = Field(default_factory=dict)
    everybody: Text = ""
    stages: tuple[StageSheet, ...] = ()
    map: Mapping[str, tuple[MapField, ...]] = Field(default_factory=dict)
    withheld: Mapping[str, WithheldTopic] = Field(default_factory=dict)

    @property
    def stage_sheets(self) -> dict[str, StageSheet]:
        """The sheets of the stages by the ids under which they are translated."""
        return {f"stages.{at}": sheet for at, sheet in enumerate(self.stages)}

    def texts(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Every line of every sheet, with the sheet and the path at which it stands."""
        told_by: dict[str, TopicSheet | StageSheet] = {**self.sheets, **self.stage_sheets}
        yield (("everybody", ""), self.everybody)
        for name, sheet in told_by.items():
            for path, told in sheet.texts():
                yield from (((name, path), line) for line in ((told,) if isinstance(told, str) else told))


def _own(lines: SaidLines) -> Lines:
    return tuple(line for line in lines if isinstance(line, str))


def with_words(sheet: TopicSheet, said: Mapping[str, str | Lines]) -> TopicSheet:
    """The sheet with other words in the place of its own, by the paths of ``texts``."""
    told = dict(said)
    changed: dict[str, object] = {key: told[key] for key in ("title", "why", "call_now") if key in told}
    if sheet.first and "first.says" in told:
        first = {key: told[f"first.{key}"] for key in ("title", "says", "tell") if f"first.{key}" in told}
        changed["first"] = sheet.first.model_copy(update=first)
    for key in ("dont", "stop_if", "call_if"):
        words = iter(told.get(key, ()))
        changed[key] = tuple(next(words, line) if isinstance(line, str) else line for line in getattr(sheet, key))
    words = iter(told.get("steps", ()))
    changed["steps"] = tuple(
        step.model_copy(update={"says": next(words, step.says)}) if step.says else step for step in sheet.steps
    )
    words = iter(told.get("next", ()))
    changed["next"] = tuple(
        SheetNextStep(what=next(words, step.what), when=next(words, step.when) if step.when else "")
        for step in sheet.next
    )
    return sheet.model_copy(update=changed)


def stage_with_words(sheet: StageSheet, said: Mapping[str, str | Lines]) -> StageSheet:
    """The stage sheet with other words in the place of its own."""
    changed: dict[str, object] = {key: said[key] for key in ("opens", "also", "ask") if key in said}
    for key, subject in sheet.subjects.items():
        told = {part: said[f"{key}.{part}"] for part in ("now", "next") if f"{key}.{part}" in said}
        changed[key] = subject.model_copy(update=told)
    return sheet.model_copy(update=changed)
