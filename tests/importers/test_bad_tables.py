"""Tables as programs really write them: encodings, signs between cells, headers, Excel; and files that are no tables."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from people import TODAY
from tables import Importing

from planner.importers.gathered import looks_like_a_name
from planner.importers.importing import import_tables
from planner.model.errors import IntakeError
from planner.model.knowledge import Knowledge

PLAIN = "id,date,p8,onset\nA1,2026-09-01,3,bulbar\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        b"Clinic export;;;\n\n" + PLAIN.replace(",", ";").encode(),
        b"note,id,date,p8,onset\nM\xfcller,A1,2026-09-01,3,bulbar\n",
        b'id,date,p8,onset,note\nA1,2026-09-01,3,bulbar,"two\nlines"\n',
        b"id,date,p8,p8,onset\nA1,2026-09-01,3,3,bulbar\n",
        b",ALSFRS-R,,\nid,date,p8,onset\nA1,2026-09-01,3.0,bulbar\nA1,NA,,\n",
        PLAIN.encode() + b"A2\0,,\n",
        b"ID,Date,P8,Onset\nA1,2026-09-01,3,Bulbar\nA1,2026-09-01,3,bulbar,,,\n",
    ],
)
def test_the_same_table_however_it_is_written(content: bytes, imported: Importing) -> None:
    found = imported(content)
    assert found.facts("A1") == {"alsfrs_walking": 3}
    assert found.intakes["A1"]["patient"]["onset_region"] == "bulbar"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"resourceType": "Bundle"}', "This is JSON, not a table."),  # by its content, under the name of a table
        (b"<html>", "This is XML or HTML, not a table."),
        (b"%PDF-1.7", "This is a PDF, not a table."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel file (.xls), not a table."),
        (b"PK\x03\x04 nothing", "This is no Excel workbook that can be read."),
        (b'id,date\n"' + b"x" * 300_000, "This table cannot be read here"),
        (b"Variable / Field Name,Field Label\na,b\n", "This is a data dictionary and holds no people."),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, sentence: str, imported: Importing) -> None:
    with pytest.raises(IntakeError) as error:
        imported(content)
    assert sentence in error.value.problems[0]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"id,date,p8\n"])
def test_a_table_without_rows_gives_nothing(content: bytes, imported: Importing) -> None:
    assert imported(content).intakes == {}


@pytest.mark.parametrize(
    ("row", "people"), [("A2,2026-09-01,3,52,3", {"A1"}), ("A2,2026-09-01,3,52,", {"A1", "A2"}), ("1.0,2026-09-01,3", {"A1", "1"})]
)  # fmt: skip
def test_a_row_with_more_cells_than_columns_may_be_shifted_and_is_refused(
    row: str, people: set[str], imported: Importing
) -> None:
    found = imported(f"id,date,p8,note\nA1,2026-09-01,3,\n{row}\n")
    assert found.intakes.keys() == people and found.counts("id")[2] == ("A2" in row) - ("A2" in people)


def workbook(rows: list[list[Any]], more: dict[str, list[list[Any]]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, others in (more or {}).items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_excel_file_with_days_whole_numbers_and_a_formula_without_its_value(imported: Importing) -> None:
    rows = [
        ["id", "date", "p8", "p9", "fvc_pct"],
        ["A1", date(2026, 9, 1), 3.0, "=1+1", 62.5],
        ["A1", datetime(2026, 10, 2), 2, None, None],
    ]
    found = imported(workbook(rows), name="data.xlsx")
    assert found.intakes["A1"]["visits"] == [
        {"on": "2026-09-01", "facts": {"alsfrs_walking": 3, "fvc_pct": "62.5 % predicted"}},
        {"on": "2026-10-02", "facts": {"alsfrs_walking": 2}},
    ]
    (cell,) = found.account("p9").cells
    assert cell.state == "refused" and "formula" in cell.reason


def test_the_sheets_of_a_workbook_tell_of_the_same_people(imported: Importing) -> None:
    scores = [["id", "date", "p8"], ["A1", date(2026, 9, 1), 3], ["A2", date(2026, 9, 1), 3]]
    found = imported(
        workbook(scores, {"Mortality": [["id", "death_date"], ["A2", date(2026, 10, 2)]]}), name="data.xlsx"
    )
    assert (
        found.intakes["A2"]["patient"]["deceased"] == "2026-10-02" and "deceased" not in found.intakes["A1"]["patient"]
    )


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_opened(imported: Importing) -> None:
    with pytest.raises(IntakeError) as error:
        imported(bomb(), name="data.xlsx")
    assert "Unpacked, this workbook would take 30 MB" in error.value.problems[0]


def test_without_the_package_for_excel_a_sentence_says_what_to_install(
    imported: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(IntakeError) as error:
        imported(workbook([["id"]]), name="data.xlsx")
    assert "pip install 'als-stage-planner[xlsx]'" in error.value.problems[0]


def test_a_missing_file_is_told_with_all_others(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(IntakeError) as error:
        import_tables([tmp_path / "none.csv", tmp_path / "neither.csv"], knowledge, TODAY)
    assert len(error.value.problems) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12", False),
        ("AB", False),
        ("Ann-Lee", True),
        ("de la Cruz", True),
        ("P-7", False),
        ("invented_person", True),
        ("Invented, P. 1960", True),
        ("Invented Person 60", True),
        ("site_7", False),
        ("Case 7", False),
    ],
)
def test_what_looks_like_a_name(text: str, name: bool) -> None:
    assert looks_like_a_name(text) == name
