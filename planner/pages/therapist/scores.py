"""The ALSFRS-R at a look for the therapist: twelve boxes, and the totals over visits."""

from __future__ import annotations

from planner.assessment.history import alsfrs_items
from planner.language.wording import number
from planner.pages.document import Score, ScoresBlock
from planner.pages.therapist.writer import Writer

IN_GROUP = 3  # bulbar, hands, trunk and legs, breathing


def scores_block(writer: Writer) -> ScoresBlock:
    """Each item with its score, never a 0 for what is not known; a line of totals from two dated ones on."""
    words = writer.words
    items = [_score(name, writer) for name in alsfrs_items(writer.knowledge.vocabulary)]
    said = ", ".join(f"{item.label} {item.score or words('not_known')}" for item in items)
    groups = tuple(tuple(items[at : at + IN_GROUP]) for at in range(0, len(items), IN_GROUP))
    heading, says = words("therapist.scores"), words("therapist.scores_say", items=said)
    total, totals = _total(writer), writer.plan.totals
    if len(totals) < 2:
        return ScoresBlock(heading, says, groups, total)
    (first, _), (last, _) = totals[0], totals[-1]
    values = [value for _, value in totals]
    low, high = min(values), max(values)
    points = tuple(
        (
            round((day - first).days / (last - first).days, 3),
            round((value - low) / (high - low), 3) if high > low else 1.0,
        )
        for day, value in totals
    )
    listed = ", ".join(f"{number(value)} ({words.short_day(day)})" for day, value in totals)
    return ScoresBlock(
        heading, says, groups, total, words("therapist.totals_say", totals=listed), points,
        words("therapist.highest", value=number(high)), words("therapist.lowest", value=number(low)) if high > low else "",
        words.short_day(first), words.short_day(last),
    )  # fmt: skip


def _score(name: str, writer: Writer) -> Score:
    value, (least, most) = writer.plan.values.get(name), writer.knowledge.vocabulary[name].ends
    label = writer.words(f"therapist.item.{name}")
    if value is None or not value.known:
        return Score(label, "", 0.0)
    return Score(label, number(value.low), round((most - value.low) / (most - least), 3))


def _total(writer: Writer) -> str:
    words, totals, total = writer.words, writer.plan.totals, writer.plan.values.get("alsfrs_total")
    most = number(writer.knowledge.vocabulary["alsfrs_total"].ends[1])
    said = number(total.low) if total is not None and total.known else words("not_known")
    lines = [words("therapist.total_of", total=said, most=most)]
    if len(totals) < 2:
        lines.append(words("therapist.no_totals"))
    return " ".join(lines)
