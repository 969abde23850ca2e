"""Tables to fill in at home for a week: what was done, how much energy there was, and what was measured."""

from __future__ import annotations

from planner.language.words import Words
from planner.pages.document import Block, HeadingBlock, TableBlock

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
        TableBlock(words("week_log.each_day"), head, rows, DAY_WIDTHS, words("week_log.energy"), lines_to_write=True),
        TableBlock(words("week_log.measures"), measured, measures, MEASURE_WIDTHS, lines_to_write=True),
    ]
