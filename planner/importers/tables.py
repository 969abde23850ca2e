"""A file of rows → its tables: CSV of any encoding and sign between cells, Excel by a reader of its own. Rows are streamed."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from planner.exports.intake_table import LONGEST_CSV_CELL
from planner.importers.xlsx import is_zip, sheets
from planner.model.errors import IntakeError, Problem

Row = tuple[str, ...]
Numbered = tuple[int, Row]
PIPE = Path("-")
HEADER_WITHIN = 12  # rows: what stands above the names of the columns is a title or a group
MOST_COLUMNS = 5000
SAMPLE = 65_536
SEPARATORS = ",;\t|"
MOST_OF_A_PIPE = 100_000_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OTHER_FORMATS = {
    b"{": "JSON",
    b"[": "JSON",
    b"<": "XML or HTML",
    b"%PDF": "a PDF",
    OLD_EXCEL: "an old Excel file (.xls)",
}


@dataclass(frozen=True)
class InHand:
    """A file in hand, as a page is given it: it lies on no disk, and nothing lies beside it."""

    name: str
    content: bytes


Source = Path | InHand


@dataclass(frozen=True, kw_only=True)
class Table:
    """The names of the columns as they stand, and rows with their numbers, which are read once."""

    name: str
    header: Row
    rows: Iterator[Numbered]
    notes: tuple[str, ...] = ()


def tables_of(source: Source, is_known: Callable[[str], bool]) -> Generator[Table, None, None]:
    """The tables of a file, one for each sheet; the header is the row, near the top, with most columns that are known.

    Raises IntakeError where it is none.
    """
    where = "standard input" if source == PIPE else source.name
    with _opened(source, where) as file:
        start = file.read(8)
        file.seek(0)
        if is_zip(start):
            for sheet, rows in sheets(file, where):
                yield from _table(f"{where}:{sheet}", rows, is_known)
            return
        _refuse_others(start, where)
        yield from _table(where, _csv_rows(file, where), is_known)


def _opened(source: Source, where: str) -> BinaryIO:
    if isinstance(source, InHand):
        return io.BytesIO(source.content)
    if source == PIPE:
        return _held(sys.stdin.buffer, where)
    try:
        file = source.open("rb")
        return file if file.seekable() else _held(file, where)
    except OSError as error:
        raise refused(
            where, f"This file cannot be read ({error.strerror}).", "Check its name and permissions."
        ) from error


def _held(stream: BinaryIO, where: str) -> BinaryIO:
    """What comes through a pipe is read once and looked at twice."""
    content = stream.read(MOST_OF_A_PIPE + 1)
    if len(content) > MOST_OF_A_PIPE:
        raise refused(
            where, f"This is larger than {MOST_OF_A_PIPE // 1_000_000} MB.", "Save it as a file and name that."
        )
    return io.BytesIO(content)


def refused(where: str, what: str, remedy: str, line: int = 0) -> IntakeError:
    return IntakeError([Problem(where, line, what, remedy)])


def _refuse_others(start: bytes, where: str) -> None:
    for sign, what in OTHER_FORMATS.items():
        if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(sign):
            raise refused(
                where,
                f"This is {what}, not a table.",
                "Save it as CSV or as an Excel workbook (.xlsx); a FHIR bundle ends in .json.",
            )


# --- the row with the names ----------------------------------------------------------------------------------


def _table(name: str, rows: Iterator[Numbered], is_known: Callable[[str], bool]) -> Iterator[Table]:
    """Nothing where no row holds anything."""
    first = [row for row in islice(rows, HEADER_WITHIN) if any(cell.strip() for cell in row[1])]
    if not first:
        return
    counts = [sum(is_known(cell) for cell in cells) for _, cells in first]
    at = counts.index(max(counts))
    header = tuple(cell.strip() for cell in first[at][1])
    if len(header) > MOST_COLUMNS:
        raise refused(
            name, f"This table has more than {MOST_COLUMNS} columns.", "Leave out what the planner does not need."
        )
    notes = (f"The names of the columns stand in row {first[at][0]}; what stands above is left.",) if at else ()
    yield Table(name=name, header=header, rows=chain(first[at + 1 :], rows), notes=notes)


# --- CSV -----------------------------------------------------------------------------------------------------


def _csv_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
    """Rows that hold anything, each with the line on which it begins."""
    encoding = _encoding(file)
    file.seek(0)
    with io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="") as text:
        separator = _separator(text.read(SAMPLE))
        text.seek(0)
        csv.field_size_limit(LONGEST_CSV_CELL)  # a quote that is never closed would swallow the rest of the file
        reader = csv.reader((line.replace("\0", "") for line in text), delimiter=separator)
        at = 1
        try:
            for cells in reader:
                if any(cells):
                    yield at, tuple(cells)
                at = reader.line_num + 1
        except csv.Error as error:
            raise refused(
                where, f"This table cannot be read here ({error}).", "Look for a quote that is not closed.", at
            ) from error


def _encoding(file: BinaryIO) -> str:
    """By its mark, else UTF-8 where the whole file is, else what Western programs write."""
    start = file.read(4)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _separator(sample: str) -> str:
    """The sign by which the first rows fall into most cells, in rows of one length."""
    lines = sample.splitlines()[:-1] or sample.splitlines()
    return max(SEPARATORS, key=lambda sign: _cells(lines[:HEADER_WITHIN], sign))


def _cells(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """How many cells most rows have, and how many of the first have just so many."""
    try:
        lengths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
    except csv.Error:
        return (0, 0)
    widths = [length for length in lengths if length > 1]
    if not widths:
        return (0, 0)
    usual = max(widths, key=widths.count)
    return (usual, widths.count(usual))
