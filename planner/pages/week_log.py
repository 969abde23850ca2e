"""The week log that --week-log adds to the family handout."""

from __future__ import annotations

from planner.language.words import Words
from planner.pages.blocks import Block, HeadingBlock, TableBlock

DAY_WIDTHS = (17, 16, 21, 14, 16, 16)
MEASURE_WIDTHS = (28, 24, 24, 24)


def week_log(words: Words) -> list[Block]:
    """One page for the days of a week, with the measures of the week under it; nothing on it is filled in."""
    days = words.entries["week_log"]["days"]
    head = tuple(words(f"week_log.column.{key}") for key in ("day", "moves", "energy", "sleep", "falls", "breathing"))
    rows = tuple((str(day), *[""] * (len(head) - 1)) for day in days)
    measures = tuple((words(f"week_log.measure.{key}"), "", "", "") for key in ("weight", "cough", "mask", "skin"))
    measured = tuple(words(f"week_log.measured.{key}") for key in ("what", "first", "second", "note"))
    return [
        HeadingBlock(words("week_log.title"), words("week_log.intro"), new_page=True),
        TableBlock(
            heading=words("week_log.each_day"),
            head=head,
            rows=rows,
            widths=DAY_WIDTHS,
            note=words("week_log.energy"),
            lines_to_write=True,
        ),
        TableBlock(
            heading=words("week_log.measures"), head=measured, rows=measures, widths=MEASURE_WIDTHS, lines_to_write=True
        ),
    ]
