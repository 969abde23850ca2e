"""Strength at a look for the therapist: the grades on a body, and each muscle group by side with its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.language.wording import number
from planner.language.words import Words
from planner.model.facts import Fact, Value
from planner.model.shapes import Lines
from planner.pages.blocks import TableBlock
from planner.pages.pictures import NO_GRADE, strength_map
from planner.pages.therapist.blocks import StrengthBlock
from planner.pages.therapist.writer import Writer
from planner.reading.figures import body_maps


def strength_block(writer: Writer) -> Iterator[StrengthBlock]:
    """None where nobody has graded a muscle group; a group without a grade is named, never taken for a strong one."""
    words, places = writer.words, body_maps()["front"].strength
    groups = [writer.knowledge.vocabulary[name] for name in places]
    graded = [group for group in groups if any(name in writer.plan.values for name in group.ids)]
    if not graded:
        return
    found = _by_place(writer, groups, places)
    said = ", ".join(
        words("therapist.strength.at", place=words(f"figures.spots.{place}"), grade=grade or words("not_known"))
        for place, (grade, _) in found.items()
    )
    missing = ", ".join(_muscle(group, words) for group in groups if group not in graded)
    group, left, right = (words(f"therapist.strength.{key}") for key in ("group", "left", "right"))
    alt = words("therapist.strength.alt", grades=said)
    body, body_large = (strength_map(found, (right, left), alt, large) for large in (False, True))
    yield StrengthBlock(
        heading=words("therapist.strength.heading"),
        body=body,
        body_large=body_large,
        head=(group, left, right),
        rows=tuple(_row(group, writer) for group in graded),
        notes=(
            words("therapist.strength.key"),
            *([words("therapist.strength.not_graded", groups=missing)] if missing else []),
        ),
    )


def weak_table(writer: Writer) -> Iterator[TableBlock]:
    """The muscle groups below full strength by side, small; those at full strength, and those not graded, are named."""
    words, places = writer.words, body_maps()["front"].strength
    groups = [writer.knowledge.vocabulary[name] for name in places]
    graded = [group for group in groups if any(name in writer.plan.values for name in group.ids)]
    if not graded:
        return
    weak = [group for group in graded if not _is_strong(group, writer)]
    strong = ", ".join(_muscle(group, words) for group in graded if group not in weak)
    missing = ", ".join(_muscle(group, words) for group in groups if group not in graded)
    notes = [words("therapist.strong", groups=strong)] if strong else []
    notes += [words("therapist.strength.not_graded", groups=missing)] if missing else []
    head = tuple(words(f"therapist.strength.{key}") for key in ("group", "left", "right"))
    rows = tuple(_row(group, writer) for group in weak)
    heading = words("therapist.strength.heading")
    yield TableBlock(heading=heading, head=head, rows=rows, widths=(60, 20, 20), note=" ".join(notes), part="weak")


def _is_strong(group: Fact, writer: Writer) -> bool:
    values = [writer.plan.values.get(name) for name in group.ids]
    return all(value is not None and value.known and value.low >= group.ends[1] for value in values)


def _by_place(writer: Writer, groups: list[Fact], places: Mapping[str, str]) -> dict[str, tuple[str, bool]]:
    """For each place the lowest grade known there (empty: none), and whether that is below full strength."""
    at: dict[str, list[tuple[float, float]]] = {}
    for group in groups:
        for name in group.ids:
            side = name.removeprefix(group.id).strip("_")
            value, grades = writer.plan.values.get(name), at.setdefault(f"{side}_{places[group.id]}".strip("_"), [])
            if value is not None and value.known:
                grades.append((value.low, group.ends[1]))
    return {
        place: (number(min(grades)[0]) if grades else "", any(grade < full for grade, full in grades))
        for place, grades in at.items()
    }


def _row(group: Fact, writer: Writer) -> Lines:
    cells = [_cell(writer.plan.values.get(name), writer) for name in group.ids]
    middle = [writer.words("therapist.strength.middle", grade=cells[0]), ""]
    return (_muscle(group, writer.words), *(cells if group.sides else middle))


def _cell(value: Value | None, writer: Writer) -> str:
    """A grade, with its day where that is not the last visit's; a question mark where none holds today."""
    words = writer.words
    if value is None or not value.known:
        stale = value.stale_since if value is not None else None
        return words("therapist.strength.stale", date=words.short_day(stale)) if stale else NO_GRADE
    grade = number(value.low)
    return f"{grade} ({words.short_day(value.on)})" if value.on and value.on != writer.last_visit else grade


def _muscle(group: Fact, words: Words) -> str:
    return words(f"therapist.strength.muscle.{group.id}")
