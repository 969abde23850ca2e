"""Files of rows → what they hold of each person: the cells of known columns, by the id, and what each column holds as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from planner.importers.answers import known_name
from planner.importers.columns import Column, Header, Role
from planner.importers.dictionary import Field, beside, describes, is_dictionary, is_head, read_dictionary
from planner.importers.fhir import fhir_table, is_json
from planner.importers.names import TableNames, word
from planner.importers.said import SaidOfTables, refuse_unknown
from planner.importers.tables import PIPE, InHand, Row, Source, Table, refused, tables_of
from planner.model.errors import IntakeError, Problem
from planner.reading.intake import PSEUDONYM

USED: tuple[Role, ...] = (
    *(
        "fact",
        "id",
        "visit_date",
        "baseline",
        "relative_day",
        "deceased",
        "vital_status",
        "alive",
        "deceased_date",
        "deceased_day",
        "unit",
        "lying",
    ),
    *("name", "event", "instance", "language", "own"),
)
MOST_DISTINCT = 100_000  # different cells of one column that are looked at to settle it
USED_SO = "is used as its dictionary."
NOT_USED = (
    "is not used: it describes other columns, or is not the only dictionary. Give the right one with --dictionary."
)
TOO_LONG = "This row has more cells than the table has columns; a sign between cells may stand inside one."
BETWEEN_CELLS = "\x1f"
WHOLE = re.compile(r"([0-9]+)\.0+")  # a number as some programs write it, also where it is a name
BETWEEN_WORDS = re.compile(r"[\s,._]+")
LETTERS_OF_A_NAME = 3
LETTERS_OF_A_CODE = 4


class TableRow(NamedTuple):
    """One row of one table: the cells of its used columns, in their order."""

    table: int
    row: int
    cells: Row


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """All tables; ``columns`` are all of a table, ``used`` those whose cells are kept, ``cells`` the different ones of each."""

    names: tuple[str, ...]
    columns: tuple[tuple[Column, ...], ...]
    used: tuple[tuple[Column, ...], ...]
    cells: tuple[tuple[frozenset[str], ...], ...]
    people: Mapping[str, Sequence[str]]  # the rows of each, packed: a million of them have to lie in memory
    counts: tuple[int, ...]
    bad_ids: Sequence[tuple[int, int, str, str]] = ()  # table, row, id, why
    notes: tuple[str, ...] = ()

    def rows(self, person: str) -> Iterator[TableRow]:
        """The rows of one person, as they stood in the tables."""
        for packed in self.people[person]:
            table, row, *cells = packed.split(BETWEEN_CELLS)
            yield TableRow(int(table), int(row), tuple(cells))


@dataclass(kw_only=True)
class _Gathering:
    """What has been read so far; it grows with every table and row, and ends as a ``Gathered``."""

    names: TableNames
    said: SaidOfTables
    tables: list[str] = field(default_factory=list)
    columns: list[tuple[Column, ...]] = field(default_factory=list)
    used: list[tuple[Column, ...]] = field(default_factory=list)
    cells: list[list[set[str]]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    people: dict[str, list[str]] = field(default_factory=dict)
    bad_ids: list[tuple[int, int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    written_as: dict[str, str] = field(default_factory=dict)  # id in files → as it stands in the table

    def take(self, table: Table, fields: Mapping[str, Field], found: str) -> None:
        """``found``: the dictionaries beside the file, which nobody named."""
        if found:
            fits = bool(fields) and describes(fields, table.header)
            fields = fields if fits else {}
            self.notes.append(f"{table.name}: {found} lies beside it and {USED_SO if fits else NOT_USED}")
        header = Header(
            names=self.names, table=table.name, header=table.header, fields=fields, said=self.said.columns
        ).columns()
        used = tuple(column for column in header if column.role in USED)
        self.tables.append(table.name)
        self.columns.append(header)
        self.used.append(used)
        self.cells.append([set() for _ in used])
        self.counts.append(0)
        self.notes += [f"{table.name}: {note}" for note in table.notes]
        identity = next((at for at, column in enumerate(used) if column.role == "id"), -1)
        private = [column.at for column in header if column.role in ("name", "private")]
        self._rows(table, identity, private)

    def _rows(self, table: Table, identity: int, private: Sequence[int]) -> None:
        """Every row once."""
        at, used, distinct, width = len(self.tables) - 1, self.used[-1], self.cells[-1], len(table.header)
        places = [column.at for column in used]
        for number, row in table.rows:
            self.counts[at] += 1
            kept = tuple(row[place].replace(BETWEEN_CELLS, " ") if place < len(row) else "" for place in places)
            for seen, cell in zip(distinct, kept, strict=True):
                if len(seen) < MOST_DISTINCT:
                    seen.add(cell)
            if identity < 0:
                continue
            person = self._person(kept[identity].strip(), row, private)
            if any(map(str.strip, row[width:])):
                person = "", TOO_LONG
            if person[1]:
                self.bad_ids.append((at, number, kept[identity], person[1]))
            else:
                packed = BETWEEN_CELLS.join((str(at), str(number), *kept))
                self.people.setdefault(person[0], []).append(packed)

    def _person(self, told: str, row: Row, private: Sequence[int]) -> tuple[str, str]:
        """The pseudonym that an intake may bear, or why there is none."""
        if not told:
            return "", "This row has no id."
        whole = WHOLE.fullmatch(told)
        told = whole[1] if whole else told
        if looks_like_a_name(told) or any(word(told) == word(row[at]) for at in private if at < len(row)):
            return "", "This id looks like a name."
        person = "-".join(
            "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else " " for sign in told).split()
        )
        if not PSEUDONYM.fullmatch(person):
            return "", "This id cannot be used: letters, digits, dots, dashes, at most 64."
        first = self.written_as.setdefault(person, told)
        return (person, "") if first == told else ("", "Two ids of the table would be written alike.")


def looks_like_a_name(text: str) -> bool:
    """Words of letters, also beside a number (of the year of birth): a pseudonym has one such word, or is short."""
    if "@" in text:
        return True
    words = [part for part in BETWEEN_WORDS.split(text) if part]
    letters = [part for part in words if part.replace("-", "").replace("'", "").isalpha()]
    long = [part for part in letters if len(part) >= LETTERS_OF_A_NAME]
    if len(long) > 1 or (long and "," in text):
        return True
    if not letters or letters != words:
        return False
    shouted = letters[0].isupper() and len(letters[0]) <= LETTERS_OF_A_CODE
    return (len(words) > 1 and "_" not in text) or (bool(long) and not shouted)


def gather(sources: Iterable[Source], dictionary: Path | None, names: TableNames, said: SaidOfTables) -> Gathered:
    """Read all files, each once. Raises IntakeError where one is no table, or none tells of whom its rows are."""
    gathering = _Gathering(names=names, said=said)
    told = read_dictionary(dictionary) if dictionary is not None else None
    problems: list[Problem] = []
    for source in sources:
        try:
            fields, found = (told, "") if told is not None else _beside(source)
            for table in _tables(source, names):
                if is_dictionary(table.header):
                    raise refused(
                        table.name, "This is a data dictionary and holds no people.", "Give it with --dictionary."
                    )
                gathering.take(table, fields, found)
        except IntakeError as error:
            problems += error.found
    refuse_unknown(said, {column.plain for columns in gathering.columns for column in columns})
    if problems:
        raise IntakeError(problems)
    return Gathered(
        names=tuple(gathering.tables), columns=tuple(gathering.columns), used=tuple(gathering.used),
        cells=tuple(tuple(map(frozenset, distinct)) for distinct in gathering.cells), people=gathering.people,
        counts=tuple(gathering.counts), bad_ids=gathering.bad_ids, notes=tuple(gathering.notes),
    )  # fmt: skip


def _tables(source: Source, names: TableNames) -> Iterator[Table]:
    if is_json(source):
        yield fhir_table(source, names)
    else:
        yield from tables_of(source, lambda cell: known_name(cell, names) or is_head(cell))


def _beside(source: Source) -> tuple[dict[str, Field], str]:
    """The fields of the dictionary that lies beside a file, and its name; none where there are several."""
    found = [] if isinstance(source, InHand) or source == PIPE else beside(source)
    names = ", ".join(one.name for one in found)
    return (read_dictionary(found[0]) if len(found) == 1 else {}), names
