"""The files of a clinic day beside those of each person: the table of all, what went wrong, and the sheet for the morning."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from datetime import date
from functools import lru_cache
from pathlib import Path

from planner.exports.clinic_day import PersonsDay, clinic_sheet, errors_csv, in_order, summary_csv
from planner.language.words import ENGLISH, load_words
from planner.model.knowledge import Knowledge
from planner.press.files import write_all
from planner.press.render import render_html, render_pdf
from planner.reading.stages import load_knowledge

SUMMARY, ERRORS, SHEET = "summary.csv", "errors.csv", "clinic-sheet.pdf"
MOST_ON_A_SHEET = 200  # people: a page takes memory while it is laid out, so more of them are sheets of their own
Problems = Sequence[tuple[str, str, str]]


@lru_cache(maxsize=1)
def knowledge_of(stages: tuple[Path, ...]) -> Knowledge:
    """Read once and kept for the life of the process: the collector of garbage need not look through it again."""
    knowledge = load_knowledge(*stages)
    gc.collect()
    gc.freeze()
    return knowledge


def write_day(
    people: Sequence[PersonsDay], problems: Problems, folder: Path, *,
    stages: tuple[Path, ...], today: date, paper: str, executor: Executor, seconds: float,
) -> None:  # fmt: skip
    """The tables, and the sheet; sheets of a day with very many people are drawn by the executor. Then old sheets go."""
    words, ranked = load_words(ENGLISH), in_order(people)
    old = {path.name for path in folder.glob(f"{Path(SHEET).stem}*.pdf")}
    parts = [ranked[at : at + MOST_ON_A_SHEET] for at in range(0, len(ranked), MOST_ON_A_SHEET)] or [[]]
    for at, drawn in enumerate(_drawn(parts, stages, today, paper, executor, seconds), 1):
        name = SHEET if len(parts) == 1 else f"{Path(SHEET).stem}-{at:0{len(str(len(parts)))}}.pdf"
        write_all({folder / name: drawn}, True, private=True)
        old.discard(name)
    for name in old:
        (folder / name).unlink()
    tables = {SUMMARY: summary_csv(people, words), ERRORS: errors_csv(sorted(problems), words)}
    write_all({folder / name: text.encode() for name, text in tables.items()}, True, private=True)


def _drawn(
    parts: Sequence[Sequence[PersonsDay]], stages: tuple[Path, ...], today: date, paper: str, executor: Executor, seconds: float
) -> Iterator[bytes]:  # fmt: skip
    """Each sheet; one that did not come back is drawn here."""
    if len(parts) == 1:
        yield sheet_pdf(parts[0], stages, today, paper, (1, 1))
        return
    asked = [(part, stages, today, paper, (at, len(parts))) for at, part in enumerate(parts, 1)]
    for one, future in [(one, executor.submit(sheet_pdf, *one)) for one in asked]:
        try:
            drawn = future.result(timeout=seconds * len(parts))
        except Exception:  # a process that was lost, or a pool that is broken
            drawn = sheet_pdf(*one)
        yield drawn


def sheet_pdf(
    people: Sequence[PersonsDay], stages: tuple[Path, ...], today: date, paper: str, place: tuple[int, int]
) -> bytes:
    """One sheet; ``place``: which of how many."""
    sheet = clinic_sheet(people, knowledge_of(stages), today, load_words(ENGLISH), place)
    return render_pdf(render_html(sheet, paper=paper))
