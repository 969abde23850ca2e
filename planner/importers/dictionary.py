"""A REDCap data dictionary → its fields: label, choices, validation, and what it marks as identifying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from planner.importers.names import plain, word
from planner.importers.tables import Row, refused, tables_of

FIRST_HEAD = "variable_field_name"
# The heads of a dictionary that REDCap writes, and of the same one from its API.
HEADS = {
    "name": (FIRST_HEAD, "field_name"),
    "form": ("form_name",),
    "kind": ("field_type",),
    "label": ("field_label",),
    "choices": ("choices_calculations_or_slider_labels", "select_choices_or_calculations"),
    "note": ("field_note",),
    "validation": ("text_validation_type_or_show_slider_number",),
    "identifier": ("identifier",),
}
MOST_BESIDE = 100  # files that are looked at
FIRST_LINE = 4096  # bytes
BOX_END = re.compile(r"___.*\Z")
OF_REDCAP = re.compile(r"redcap_.*|.*_complete|.*_timestamp")
WITH_CHOICES = ("radio", "dropdown", "checkbox")
REDCAP_YES_NO = {"yesno": {"1": "yes", "0": "no"}, "truefalse": {"1": "yes", "0": "no"}}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field: ``choices`` are the labels of its codes."""

    name: str
    form: str = ""
    kind: str = ""
    label: str = ""
    note: str = ""
    validation: str = ""
    identifying: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


def is_head(name: str) -> bool:
    return any(plain(name) in heads for heads in HEADS.values())


def is_dictionary(header: Row) -> bool:
    names = set(map(plain, header))
    return any(name in names for name in HEADS["name"]) and any(name in names for name in HEADS["label"])


def read_dictionary(path: Path) -> dict[str, Field]:
    """The fields by plain name, in their order. Raises IntakeError where the file is no dictionary."""
    with closing(tables_of(path, is_head)) as tables:
        for table in tables:
            if is_dictionary(table.header):
                return {plain(one.name): one for one in _fields(table.header, table.rows)}
    raise refused(
        path.name, "This is no data dictionary.", f"Its first column is called '{FIRST_HEAD.replace('_', ' ')}'."
    )


def beside(path: Path) -> list[Path]:
    """The dictionaries that lie beside a data file, known by their first line, whatever they are called."""
    others = [one for one in sorted(path.parent.glob("*.csv")) if one != path]
    return [one for one in others[:MOST_BESIDE] if is_dictionary(_first_cells(one))]


def _first_cells(path: Path) -> Row:
    try:
        with path.open("rb") as file:
            line = file.read(FIRST_LINE).decode("utf-8-sig", "replace").partition("\n")[0]
    except OSError:
        return ()
    return tuple(cell.strip(' "\r') for cell in re.split("[,;\t]", line))


def describes(fields: Mapping[str, Field], header: Row) -> bool:
    """Whether most columns of a table, but for those that REDCap writes of its own, stand in a dictionary."""
    names = [plain(BOX_END.sub("", name)) for name in header if not OF_REDCAP.fullmatch(name)]
    return 2 * sum(name in fields for name in names) >= len(names)


def _fields(header: Row, rows: Iterator[tuple[int, Row]]) -> Iterator[Field]:
    names = list(map(plain, header))
    at = {key: next((names.index(head) for head in heads if head in names), -1) for key, heads in HEADS.items()}
    for _, cells in rows:
        told = {key: cells[place].strip() if 0 <= place < len(cells) else "" for key, place in at.items()}
        kind = told["kind"].lower()
        choices = choices_of(told["choices"]) if kind in WITH_CHOICES else REDCAP_YES_NO.get(kind, {})
        yield Field(
            name=told["name"], form=told["form"], kind=kind, label=told["label"], note=told["note"],
            validation=told["validation"].lower(), identifying=word(told["identifier"]) == "y", choices=choices,
        )  # fmt: skip


def choices_of(text: str) -> dict[str, str]:
    """``1, Yes | 0, No`` as labels by code."""
    pairs = (part.partition(",") for part in text.split("|"))
    return {code.strip(): label.strip() for code, comma, label in pairs if comma and code.strip()}
