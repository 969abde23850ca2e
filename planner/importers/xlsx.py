"""An Excel workbook → the rows of its sheets as text, streamed. What would fill the memory is refused before it is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any, BinaryIO

from planner.model.errors import IntakeError, Problem

LARGEST_UNPACKED = 200_000_000  # bytes of all parts together
MOST_TIMES = 100  # as large as the file they come in
FORMULA = "\x1ba formula without a kept value"  # stands for a cell; no file can hold this sign
CELL_ERRORS = ("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!")
CHUNK = 1 << 20


def is_zip(start: bytes) -> bool:
    return start.startswith(b"PK\x03\x04")


def sheets(file: BinaryIO, where: str) -> Iterator[tuple[str, Iterator[tuple[int, tuple[str, ...]]]]]:
    """Each sheet with its rows that hold anything. Raises IntakeError where this is no workbook, or one too large."""
    size = file.seek(0, 2)
    file.seek(0)
    with_formulas = _looked_through(file, where, size)
    load = _reader(where)
    kept = _book(load, file, where, True)
    written = _book(load, file, where, False) if with_formulas else None
    for sheet in kept.worksheets:
        rows = sheet.iter_rows(values_only=True)
        if written is None:
            yield sheet.title, _rows(rows)
        else:
            yield sheet.title, _rows(_with_formulas(rows, written[sheet.title].iter_rows(values_only=True)))


def _reader(where: str) -> Any:
    try:
        from openpyxl import load_workbook  # an extra
    except ImportError as error:
        remedy = "Install it (pip install 'als-stage-planner[xlsx]'), or save the sheet as CSV."
        raise IntakeError([Problem(where, 0, "Excel files need a package that is not installed.", remedy)]) from error
    return load_workbook


def _book(load: Any, file: BinaryIO, where: str, data_only: bool) -> Any:
    try:
        return load(file, read_only=True, data_only=data_only, keep_links=False)
    except Exception as error:  # whatever a stranger's file makes the reader raise
        raise _no_workbook(where) from error


def _no_workbook(where: str) -> IntakeError:
    return IntakeError([Problem(where, 0, "This is no Excel workbook that can be read.", "Save it again, or as CSV.")])


def _looked_through(file: BinaryIO, where: str, size: int) -> bool:
    """Whether a sheet holds formulas. Refuses a workbook whose parts add up to too much, by what the parts say of themselves.

    A part that says less than it holds is cut off there by whoever unpacks it.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            entries = parts.infolist()
            total = sum(entry.file_size for entry in entries)
            if total > LARGEST_UNPACKED or total > MOST_TIMES * size:
                what = f"Unpacked, this workbook would take {total // 1_000_000} MB ({total // max(size, 1)} times its size)."
                raise IntakeError([Problem(where, 0, what, "Save the sheet as CSV.")])
            names = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
            return any(_holds(parts, entry, b"<f") for entry in names)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise _no_workbook(where) from error


def _holds(parts: zipfile.ZipFile, entry: zipfile.ZipInfo, sign: bytes) -> bool:
    with parts.open(entry) as part:
        before = b""
        while chunk := part.read(CHUNK):
            if sign in before + chunk:
                return True
            before = chunk[-len(sign) :]
    return False


def _with_formulas(rows: Iterator[tuple[Any, ...]], written: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Kept values; a formula for which the program that wrote the file kept none is marked, not taken for an empty cell."""
    for kept, told in zip(rows, written, strict=False):
        yield tuple(
            FORMULA if value is None and isinstance(formula, str) and formula.startswith("=") else value
            for value, formula in zip_longest(kept, told)
        )


def _rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for at, cells in enumerate(rows, 1):
        told = tuple(map(_text, cells))
        if any(told):
            yield at, told


def _text(value: Any) -> str:
    """A cell as a CSV would hold it: days as ISO, whole numbers without a point, errors as nothing known."""
    if value is None or value in CELL_ERRORS:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
