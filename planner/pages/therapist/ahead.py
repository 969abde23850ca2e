"""The part of the therapist's page on what may lie ahead; never on a family page."""

from __future__ import annotations

from planner.assessment.projection import Milestone
from planner.language.wording import name_of, number
from planner.pages.document import Block, HeadingBlock, ListBlock, TableBlock
from planner.pages.therapist.writer import Writer


def what_lies_ahead(writer: Writer) -> list[Block]:
    """Milestones within the horizon with window and chances, and each falling measure with where its fall comes from."""
    words, plan = writer.words, writer.plan
    lines = tuple(
        words(
            "therapist.measure_line", question=name_of(line.fact, writer.knowledge, words), value=number(line.value),
            fall=number(line.falls[1]), basis=words(f"therapist.fall_basis.{line.basis}"),
        )
        for line in plan.lines
    )  # fmt: skip
    rows = []
    for milestone in plan.milestones:
        if milestone.likely > plan.knowledge.limits["look_ahead_most_months"].value:
            continue
        chances = dict(milestone.within)
        rows.append(
            (
                *_milestone(milestone, writer),
                _months(milestone.likely, writer),
                " / ".join(f"{chances[n]:.2f}" for n in (3, 6, 12)),
            )
        )
    if not rows and not lines:
        return []
    head = (
        words("therapist.what"),
        words("therapist.window"),
        words("therapist.likely"),
        words("therapist.within"),
    )
    note = "; ".join(lines)
    if not rows:
        return [ListBlock(words("therapist.ahead"), words("therapist.ahead_intro"), lines)]
    return [
        HeadingBlock(words("therapist.ahead"), words("therapist.ahead_intro")),
        TableBlock("", head, tuple(rows), (44, 22, 12, 22), note, part="ahead"),
    ]


def _milestone(milestone: Milestone, writer: Writer) -> tuple[str, str]:
    """The milestone and its window; said where it was reached before, and where the whole window has gone by."""
    words, reached = writer.words, milestone.reached_before
    said = words(
        "therapist.milestone",
        question=name_of(milestone.fact, writer.knowledge, words),
        score=milestone.at_most,
    )
    if reached:
        said = words("therapist.reached_before", milestone=said, date=words.short_day(reached))
    window = f"{_months(milestone.p10, writer)} – {_months(milestone.p90, writer)}"
    if milestone.is_past(writer.plan.today):
        window = words("therapist.window_past", window=window)
    return said, window


def _months(months: float, writer: Writer) -> str:
    beyond = months > writer.knowledge.numbers["look_ahead_most_months"]
    return writer.words("therapist.beyond") if beyond else f"{months:.1f}"
