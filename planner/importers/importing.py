"""Tables → intakes, one a person, and an account of every column: how it is known, what was taken, asked and refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from planner.exports.intake_table import NOTE, OWN, PARTS, as_csv, intake_rows
from planner.importers.answers import FlagReader, reader_of
from planner.importers.cells import CellReader, Check
from planner.importers.columns import Column
from planner.importers.days import DayReader
from planner.importers.gathered import Gathered, gather
from planner.importers.names import TableNames, load_names
from planner.importers.numbers import NumberReader
from planner.importers.own import Visits, parts_of
from planner.importers.people import NOT_CLEAR, Cell, Person, PersonReader, Sheet, taken
from planner.importers.said import read_said
from planner.importers.tables import InHand, Source
from planner.model.errors import IntakeError
from planner.model.knowledge import Knowledge
from planner.reading.intake import INTAKE_SCHEMA, read_intake
from planner.reading.strict_json import read_json_file

MOST_CELLS = 10_000  # cells of one column that are told one by one
YAML = (".yaml", ".yml")
MOST_TRIES = 8  # facts that are taken out of one intake, one after the other, because they contradict others
VALUE = re.compile(r"[0-9][0-9.,-]*")

Written = dict[str, Any]


class CellNote(NamedTuple):
    """A cell that was not taken."""

    row: int
    value: str
    state: str
    reason: str


@dataclass(kw_only=True)
class Account:
    """What became of the cells of one column, by the fact it tells; gathers while the rows of every person are read."""

    column: Column
    fact: str = ""  # where the whole column tells another than its name (litres, not per cent)
    question: str = ""
    ways: str = ""
    conversion: str = ""
    counts: dict[str, int] = field(default_factory=lambda: {"taken": 0, "asked": 0, "refused": 0})
    reasons: dict[tuple[str, str], int] = field(default_factory=dict)
    cells: list[CellNote] = field(default_factory=list)

    def add(self, row: int, value: str, state: str, reason: str) -> None:
        self.counts[state] += 1
        if state == "taken":
            return
        self.reasons[state, reason] = self.reasons.get((state, reason), 0) + 1
        if len(self.cells) < MOST_CELLS:
            self.cells.append(CellNote(row, value, state, reason))


class Made(NamedTuple):
    """The intake of one person."""

    id: str
    written: Written
    deceased: bool


@dataclass(kw_only=True)
class Import:
    """Tables being read into intakes: iterate over it once, then look at the accounts."""

    gathered: Gathered
    reader: PersonReader
    knowledge: Knowledge
    names: TableNames
    today: date
    accounts: dict[tuple[int, int, str], Account]
    held: dict[str, str] = field(default_factory=dict)  # id → why no intake is written
    nothing_known: int = 0

    def __iter__(self) -> Iterator[Made]:
        """The intakes, in the order of the ids."""
        for person_id in sorted(self.gathered.people):
            person = self.reader(person_id, self.gathered.rows(person_id))
            made = self._made(person)
            self._account(person)
            if made is not None:
                yield made

    def _made(self, person: Person) -> Made | None:
        written = None if person.held else self._without_contradictions(person)
        if person.held or written is None:
            self.held[person.id] = person.held
            for cell in taken(person.cells):
                cell.becomes("asked", f"{person.held[0].upper()}{person.held[1:]}.")
            return None
        alone = self.names.words.tell_nothing_alone
        if not person.deceased and all(cell.fact in alone for cell in taken(person.cells)):
            self.nothing_known += all(cell.state == "taken" for cell in person.cells)
            return None
        return Made(person.id, written, bool(person.deceased))

    def _without_contradictions(self, person: Person) -> Written | None:
        """The intake as it can be read; what cannot stand beside the rest is refused, and only that."""
        for _ in range(MOST_TRIES):
            written = mapping_of(person, self.names)
            try:
                read_intake(written, self.knowledge, self.today)
            except IntakeError as error:
                for problem in error.found:
                    _refuse(person, written, problem.what)
                if person.held:
                    return None
                continue
            return written
        person.held = "the facts of this person contradict each other"
        return None

    def _account(self, person: Person) -> None:
        for cell in person.cells:
            account = self.accounts[cell.table, cell.column.at, cell.column.fact]
            account.add(cell.row, cell.text, cell.state, cell.reason)


def import_tables(
    sources: Iterable[Source], knowledge: Knowledge, today: date, *, dictionary: Path | None = None,
    say: Iterable[str] = (), keep_names: bool = False,
) -> Import:  # fmt: skip
    """Read tables of other programs, and intakes of ours. Raises IntakeError where a file is none, or an answer is not understood."""
    names = load_names(knowledge)
    said = read_said(say, names)
    gathered = gather(_with_ours(sources, knowledge, today), dictionary, names, said)
    check = Check(knowledge, today)
    sheets, accounts = [], dict[tuple[int, int, str], Account]()
    for table, used in enumerate(gathered.used):
        sheet = _sheet(used, gathered.cells[table], _Readers(names, said, check))
        sheets.append(sheet)
        for column in gathered.columns[table]:
            accounts[table, column.at, column.fact] = Account(column=column)
        told: list[CellReader | DayReader | FlagReader] = [one for _, one in sheet.facts]
        told += [one for _, one in (*sheet.days, *sheet.deceased)]
        for one in told:
            accounts[table, one.column.at, one.column.fact] = _account_of(one)
        for _, row, text, why in (bad for bad in gathered.bad_ids if bad[0] == table):
            at = next(column.at for column in used if column.role == "id")
            accounts[table, at, ""].add(row, text, "refused", why)
    reader = PersonReader(today=today, sheets=sheets, words=names, said=said, keep_names=keep_names)
    return Import(gathered=gathered, reader=reader, knowledge=knowledge, names=names, today=today, accounts=accounts)


def _with_ours(sources: Iterable[Source], knowledge: Knowledge, today: date) -> list[Source]:
    """The files, those that are intakes of ours as one table, so that a folder of them goes into one and people meet in it."""
    files = list(sources)
    ours = [one for one in files if isinstance(one, Path) and _is_ours(one)]
    if not ours:
        return files
    rows = intake_rows((read_intake(one, knowledge, today) for one in ours), knowledge)
    return [*(one for one in files if one not in ours), InHand("intakes.csv", as_csv(rows))]


def _is_ours(path: Path) -> bool:
    """An intake: YAML, or JSON that speaks of a patient and is no FHIR resource."""
    if path.suffix.lower() != ".json":
        return path.suffix.lower() in YAML
    value = read_json_file(path).value
    return isinstance(value, dict) and "patient" in value and "resourceType" not in value


def _account_of(reader: CellReader | DayReader | FlagReader) -> Account:
    account = Account(column=reader.column, question=reader.question, ways=reader.ways)
    unit = getattr(reader, "unit", None)
    if unit is not None and isinstance(reader, NumberReader):
        account.fact = reader.names.measure(reader.column.fact, unit) or ""
    if unit is not None and unit.times != 1:
        account.conversion = f"{unit.unit} × {unit.times:g} = {unit.of}"
    elif unit is not None and isinstance(reader, NumberReader) and reader.needs_unit():
        account.conversion = str(unit.unit)
    if isinstance(reader, DayReader) and reader.counted and reader.zero is not None:
        account.conversion = f"days from {reader.zero}"
    return account


@dataclass(frozen=True)
class _Readers:
    names: TableNames
    said: Any
    check: Check

    def fact(self, column: Column, cells: frozenset[str]) -> CellReader:
        return reader_of(column, (column.box,) if column.box else cells, self.names, self.said, self.check)

    def flag(self, column: Column, cells: frozenset[str]) -> FlagReader:
        return FlagReader(column, cells, self.names)

    def day(self, column: Column, cells: frozenset[str]) -> DayReader:
        return DayReader(column, cells, self.names, self.said)


def _sheet(used: tuple[Column, ...], cells: tuple[frozenset[str], ...], readers: _Readers) -> Sheet:
    places = list(enumerate(used))
    units = {column.unit_of: at for at, column in places if column.role == "unit"}
    facts = []
    for at, column in places:
        if column.role == "fact":
            beside = used[units[column.plain]].plain if column.plain in units else ""
            facts.append((at, readers.fact(replace(column, unit_of=beside), cells[at])))
    told = {column.fact for column in used}
    for at, column in places:
        other = readers.names.words.also.get(column.fact, "")
        if other and other not in told:
            facts.append(
                (at, readers.fact(replace(column, fact=other, how=f"{column.how}, by the same word"), cells[at]))
            )
    flags, dead = ("deceased", "vital_status", "alive"), ("deceased_date", "deceased_day")
    return Sheet(
        columns=used, facts=facts,
        days=[(at, readers.day(c, cells[at])) for at, c in places if c.role in ("visit_date", "baseline", "relative_day")],
        deceased=[(at, readers.flag(c, cells[at]) if c.role in flags else readers.day(c, cells[at])) for at, c in places if c.role in (*flags, *dead)],
        units=units, lying=_place(used, "lying"), event=_place(used, "event"), instance=_place(used, "instance"), language=_place(used, "language"),
        names=[at for at, c in places if c.role == "name"], own=[at for at, c in places if c.role == "own"],
    )  # fmt: skip


def _place(used: tuple[Column, ...], role: str) -> int:
    return next((at for at, column in enumerate(used) if column.role == role), -1)


# --- one person -------------------------------------------------------------------------------------------------


def mapping_of(person: Person, names: TableNames) -> Written:
    """The mapping of an intake file: constants with the patient, all else at the visit of its day."""
    cells = [cell for cell in taken(person.cells) if cell.fact != "deceased"]
    own = [cell for cell in cells if cell.fact.startswith(OWN)]
    visits = Visits({str(day): dict(facts) for day, facts in person.added.items()}, person.at)
    told: dict[str, Cell] = {}
    for cell in (cell for cell in cells if not cell.fact.startswith(OWN)):
        earlier = told.get(cell.fact)
        if cell.fact in names.words.constants:
            cell, earlier = sorted((cell, earlier or cell), key=lambda one: one.day or date.min, reverse=True)
            told[cell.fact] = cell
            if earlier is cell or not person.at:
                continue
            cell = earlier  # our own table tells what was before, too
        visits.days.setdefault(str(cell.day), {})[cell.fact] = cell.value
    last = max((visits.at.get(day, day) for day in visits.days), default="")
    for fact, cell in sorted(told.items()):
        elsewhere = cell.day is not None and (str(cell.day) != last if last else bool(person.at))
        visits.patient[fact] = {"value": cell.value, "on": str(cell.day)} if elsewhere else cell.value
    for cell in own:
        if cell.fact.startswith(NOTE):
            visits.note(str(cell.day), cell.fact.removeprefix(NOTE), str(cell.value))
    nothing = next(fact.id for fact in names.vocabulary.facts.values() if fact.core)
    listed = visits.listed(nothing)
    patient: Written = {"id": person.id} | ({"name": person.name} if person.name else {})
    patient |= {"language": person.language} if person.language else {}
    if person.deceased is not None:
        patient["deceased"] = str(person.deceased) if isinstance(person.deceased, date) else person.deceased
    written = {"schema": INTAKE_SCHEMA, "patient": patient | visits.patient} | ({"visits": listed} if listed else {})
    return written | parts_of((cell.fact, str(cell.value)) for cell in own)


def _refuse(person: Person, written: Mapping[str, Any], what: str) -> None:
    """Take the fact that a problem names out of what is taken; a day that cannot be takes its visit with it."""
    path, _, said = what.partition(": ")
    reason = VALUE.sub("…", said)  # the cells themselves tell their values
    steps = path.split(" → ")
    day = written["visits"][int(steps[1])]["on"] if steps[0] == "visits" and len(steps) > 1 else ""
    fact = steps[-1] if steps[-1] != "on" else ""
    if "facts" in steps[:-1]:
        fact = steps[steps.index("facts") + 1]
        value = written["visits"][int(steps[1])]["facts"].get(fact)
        day = value.get("on", day) if isinstance(value, dict) else day
    fact = PARTS.get(steps[0], fact)
    for cell in taken(person.cells):
        if (not day or str(cell.day) == day) and (not fact or cell.fact == fact):
            cell.becomes("refused", reason)
    if day:
        added = person.added.get(date.fromisoformat(day), {})
        for name in [name for name in added if not fact or name == fact]:
            del added[name]
    if fact == "deceased":
        person.held = NOT_CLEAR
