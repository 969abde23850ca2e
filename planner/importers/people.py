"""The rows of one person → the facts they tell, by day: merged, held against each other, and what they refuse of each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from planner.exports.intake_table import PARTS, VISIT
from planner.importers.answers import FlagReader, box_reads
from planner.importers.cells import CellReader, Outcome, State
from planner.importers.columns import Column
from planner.importers.days import DayReader, FoundDay
from planner.importers.gathered import TableRow
from planner.importers.names import TableNames, word
from planner.importers.own import read_own
from planner.importers.said import ALIVE, DEAD, UNKNOWN, SaidOfTables

EFFORT = re.compile(r"_?[0-9]\Z")  # columns of one test differ by this alone
LANGUAGE_CODE = re.compile("[a-z]{2}")
NO_DAY = "This row has no day."
TWO_VALUES = "Two different values for one fact on one day; neither is used."
TWO_FORMS = "Item 5 is answered in both forms, and differently."
TWO_PEOPLE = "This id stands for two people ({what})."
TWO_OF = {"birth_date": "two dates of birth", "sex": "two sexes", "deceased": "two days of death"}
NOT_CLEAR = "whether the person has died is not clear"
TWO_DAYS = "This row tells two days."
LYING_OPEN = "Whether this was measured sitting or lying is not known: "  # and the column that should tell
NO_LYING_FACT = "The planner has no fact for this test lying flat."
ITEM_5 = "alsfrs_cutting"
HALF_BY_TUBE = "tube_feeding_over_half"
AS_SAID = dict.fromkeys((DEAD, "yes"), Outcome("taken", value=True))
NOT_SAID = Outcome("asked", reason="Only alive, dead and unknown can be said of this.")
WITH_TUBE = {"a": False, "b": True}


@dataclass(kw_only=True)
class Cell:
    """One cell of a column that tells a fact, and what became of it; not frozen, for a later row may contradict it."""

    column: Column
    table: int
    row: int
    text: str
    state: State
    fact: str
    value: Any = None
    reason: str = ""
    day: date | None = None

    def becomes(self, state: State, reason: str) -> None:
        self.state, self.reason = state, reason


@dataclass(kw_only=True)
class Person:
    """What the rows tell of one person, gathered row by row; ``held``: why no intake is written."""

    id: str
    cells: list[Cell] = field(default_factory=list)
    deceased: date | bool | None = None
    name: str = ""
    language: str = ""
    held: str = ""
    added: dict[date, dict[str, Any]] = field(default_factory=dict)  # what follows from the form of item 5

    @property
    def at(self) -> dict[str, str]:
        """The visit of each day, where a table of our own tells it."""
        return {str(cell.day or ""): str(cell.value) for cell in taken(self.cells) if cell.fact == VISIT}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table with the readers of its columns."""

    columns: Sequence[Column]
    facts: Sequence[tuple[int, CellReader]]
    days: Sequence[tuple[int, DayReader]]
    deceased: Sequence[tuple[int, DayReader | FlagReader]]
    units: Mapping[str, int]
    lying: int
    event: int
    instance: int
    language: int
    names: Sequence[int]
    own: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class PersonReader:
    """Reads the rows of a person with the readers of all tables; nobody has died after ``today``."""

    today: date
    sheets: Sequence[Sheet]
    words: TableNames
    said: SaidOfTables
    keep_names: bool

    def __call__(self, person_id: str, lines: Iterable[TableRow]) -> Person:
        person = Person(id=person_id)
        lines = list(lines)
        by_event = self._days_of_events(lines)
        for line in lines:
            self._line(person, line, by_event)
        _merge(person, self.words)
        return person

    # --- days --------------------------------------------------------------------------------------------

    def _days_of_events(self, lines: Iterable[TableRow]) -> dict[str, set[date]]:
        """The visit days that the rows of each event tell."""
        found: dict[str, set[date]] = defaultdict(set)
        for line in lines:
            sheet = self.sheets[line.table]
            if sheet.event >= 0 and (day := self._visit(sheet, line).day) is not None:
                found[word(line.cells[sheet.event])].add(day)
        return found

    def _visit(self, sheet: Sheet, line: TableRow, groups: str = "") -> FoundDay:
        """The day of a row: a day that stands there, else days counted from it or from a day zero."""
        told = [(reader, line.cells[at]) for at, reader in sheet.days if reader.column.groups == groups]
        base = _told_days(((reader, text) for reader, text in told if reader.column.role == "baseline"), None)
        zero = next((one.day for one in base if one.day is not None), None)
        others = [(reader, text) for reader, text in told if reader.column.role != "baseline"]
        found = _told_days(others, zero) if others else base
        days = {one.day for one in found if one.day is not None}
        if len(days) > 1:
            return FoundDay("asked", reason=TWO_DAYS)
        return next((one for one in found if one.day is not None), next(iter(found), FoundDay("empty")))

    def _day(self, sheet: Sheet, line: TableRow, group: str, by_event: Mapping[str, set[date]]) -> FoundDay:
        """The day of a fact of a group: its own, else the row's, the event's, or the one the clinic says."""
        for groups in (group, ""):
            found = self._visit(sheet, line, groups)
            if found.state != "empty":
                return found
        repeats = sheet.instance >= 0 and line.cells[sheet.instance].strip()
        days = by_event.get(word(line.cells[sheet.event]), set()) if sheet.event >= 0 and not repeats else set()
        said = self.said.days.get("visit_date")
        day = next(iter(days)) if len(days) == 1 else said
        return FoundDay("taken", str(day), day) if day is not None else FoundDay("asked", reason=NO_DAY)

    # --- rows --------------------------------------------------------------------------------------------

    def _line(self, person: Person, line: TableRow, by_event: Mapping[str, set[date]]) -> None:
        sheet, days = self.sheets[line.table], dict[str, FoundDay]()
        self._fate(person, sheet, line)
        if self.keep_names and not person.name:
            person.name = " ".join(filter(None, (line.cells[at].strip() for at in sheet.names)))
        if sheet.language >= 0:
            person.language = person.language or self._language(line.cells[sheet.language])
        for at, reader in sheet.facts:
            outcome = self._told(reader, sheet, line, line.cells[at])
            if outcome.state == "empty":
                continue
            cell = _cell(reader.column, line, line.cells[at], outcome)
            group = reader.fact.group
            if group not in days:
                days[group] = self._day(sheet, line, group, by_event)
            cell.day = days[group].day
            if cell.state == "taken" and cell.day is None and cell.fact not in self.words.words.constants:
                cell.becomes("asked" if days[group].state == "asked" else "refused", days[group].reason)
            person.cells.append(cell)
        for at in sheet.own:
            column = sheet.columns[at]
            outcome = read_own(column.fact, line.cells[at])
            if outcome.state != "empty":
                cell = _cell(column, line, line.cells[at], outcome)
                cell.day = self._day(sheet, line, "", by_event).day
                person.cells.append(cell)

    def _language(self, text: str) -> str:
        """The code of a language, as code or word; anything else tells nothing."""
        told = word(text)
        known = self.words.clinic.answer("language", (), told)
        return known or (told if LANGUAGE_CODE.fullmatch(told) else "")

    def _told(self, reader: CellReader, sheet: Sheet, line: TableRow, text: str) -> Outcome:
        if reader.column.box:
            ticked = box_reads(reader.column, text, self.words)
            return reader(reader.column.box) if ticked else Outcome("empty")
        unit = sheet.units.get(reader.column.plain, -1)
        outcome = reader(text, line.cells[unit] if unit >= 0 else "")
        lying = self.words.words.lying
        if sheet.lying < 0 or outcome.fact not in lying.facts or outcome.state != "taken":
            return outcome
        return self._lying(outcome, sheet, line.cells[sheet.lying])

    def _lying(self, outcome: Outcome, sheet: Sheet, text: str) -> Outcome:
        """The fact of a test lying flat, where a column tells how it was done."""
        column = sheet.columns[sheet.lying]
        labels = {word(code): label for code, label in column.field.choices.items()} if column.field else {}
        told = self.said.codes.get(column.plain, labels).get(word(text), text)
        words = self.words.words.lying
        if word(told) in words.words["upright"]:
            return outcome
        if word(told) not in words.words["lying"]:
            return outcome._replace(state="asked", reason=f"{LYING_OPEN}{column.name}.")
        fact = words.facts[outcome.fact]
        return outcome._replace(fact=fact) if fact else outcome._replace(state="refused", reason=NO_LYING_FACT)

    def _fate(self, person: Person, sheet: Sheet, line: TableRow) -> None:
        """Whether and when the person died. What is open holds the intake back until somebody answers."""
        for at, reader in sheet.deceased:
            column, text = sheet.columns[at], line.cells[at]
            said = self.said.codes.get(column.plain, {}).get(word(text), "")
            if said in (ALIVE, UNKNOWN, "no"):
                continue
            told = self._died(reader, text) if not said else AS_SAID.get(said, NOT_SAID)
            if told.state == "empty":
                continue
            person.cells.append(_cell(column, line, text, told._replace(fact="deceased")))

    def _died(self, reader: DayReader | FlagReader, text: str) -> Outcome:
        words = self.words.words
        if isinstance(reader, FlagReader):
            return reader(text)
        if word(text) in words.not_done:
            return Outcome("asked", "deceased", None, "This day may stand for a person who is alive.")
        found = reader(text)
        if found.day is not None and found.day > self.today:
            return Outcome("asked", "deceased", None, "This day lies ahead.")
        return Outcome(found.state, "deceased", found.day, found.reason)


def _cell(column: Column, line: TableRow, text: str, told: Outcome) -> Cell:
    return Cell(
        column=column, table=line.table, row=line.row, text=text,
        state=told.state, fact=told.fact, value=told.value, reason=told.reason,
    )  # fmt: skip


def _told_days(cells: Iterable[tuple[DayReader, str]], zero: date | None) -> list[FoundDay]:
    return [found for reader, text in cells if (found := reader(text, zero)).state != "empty"]


# --- held against each other -----------------------------------------------------------------------------------


def _merge(person: Person, names: TableNames) -> None:
    _two_people(person, names)
    _decease(person)
    _forms_of_item_5(person)
    _best_of_trials(person, names)
    _one_value_a_day(person, names)


def taken(cells: Iterable[Cell]) -> Iterator[Cell]:
    return (cell for cell in cells if cell.state == "taken")


def _two_people(person: Person, names: TableNames) -> None:
    """Years of birth far apart, two dates of birth or of death, two sexes: all that was told under this id is refused."""
    found: dict[str, set[Any]] = defaultdict(set)
    years = []
    for cell in taken(person.cells):
        if cell.fact in ("birth_date", "sex", "deceased") and not isinstance(cell.value, bool):
            found[cell.fact].add(cell.value)
        if cell.fact == "age_years" and cell.day is not None:
            years.append(cell.day.year - int(cell.value))
        elif cell.fact == "birth_date":
            years.append(int(str(cell.value)[:4]))
    what = next((TWO_OF[fact] for fact, told in found.items() if len(told) > 1), "")
    if years and max(years) - min(years) > names.words.two_people_years_apart:
        what = f"by the ages told, born {max(years) - min(years)} years apart"
    if what:
        person.held = "one id, two people"
        for cell in person.cells:
            cell.becomes("refused", TWO_PEOPLE.format(what=what))


def _decease(person: Person) -> None:
    told = [cell for cell in person.cells if cell.fact == "deceased"]
    last = max(
        (cell.day for cell in taken(person.cells) if cell.day is not None and cell.fact != "deceased"), default=None
    )
    for cell in told:
        if cell.state == "taken" and isinstance(cell.value, date) and last is not None and cell.value < last:
            cell.becomes("asked", "This day lies before a visit.")
    for cells in _by(taken(told), "table", "row").values():
        if any(cell.value is False for cell in cells) and any(isinstance(cell.value, date) for cell in cells):
            for cell in cells:
                cell.becomes("asked", "This row tells of a death and of none.")
    values = [cell.value for cell in taken(told)]
    known = True if True in values else False if values else None
    if any(cell.state in ("asked", "refused") for cell in told) and known is not True and not person.held:
        person.held = NOT_CLEAR
    person.deceased = max((value for value in values if isinstance(value, date)), default=known)


def _by(cells: Iterable[Cell], *keys: str) -> dict[tuple[Any, ...], list[Cell]]:
    found: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        found[tuple(getattr(cell, key) for key in keys)].append(cell)
    return found


def _forms_of_item_5(person: Person) -> None:
    """5a alone: no more than half by tube; 5b alone: more than half; both, and different: neither."""
    for (day,), cells in _by((c for c in taken(person.cells) if c.fact == ITEM_5), "day").items():
        forms = {cell.column.form for cell in cells if cell.column.form}
        values = {cell.value for cell in cells}
        if len(values) > 1 and forms:
            for cell in cells:
                cell.becomes("refused", TWO_FORMS)
        elif len(forms) == 1 and day is not None:
            person.added.setdefault(day, {})[HALF_BY_TUBE] = WITH_TUBE[forms.pop()]


def _best_of_trials(person: Person, names: TableNames) -> None:
    """Of several efforts of one test in one row the best counts; the others are taken as efforts, not as values."""
    efforts: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
    for cell in taken(person.cells):
        if cell.fact in names.words.trials:
            efforts[cell.fact, cell.day, cell.table, cell.row, EFFORT.sub("", cell.column.plain)].append(cell)
    for cells in efforts.values():
        if len(cells) > 1:
            best = max(cells, key=lambda cell: _number(cell.value))
            for cell in cells:
                cell.value = best.value


def _number(value: Any) -> float:
    return float(str(value).split()[0])


def _one_value_a_day(person: Person, names: TableNames) -> None:
    """What stays for life has one value on whatever day; our own table tells each on its day, and its lists once."""
    constants = {*PARTS.values(), *(() if person.at else names.words.constants)}
    usual = [cell for cell in taken(person.cells) if cell.fact != "deceased"]
    by_day = _by((cell for cell in usual if cell.fact not in constants), "fact", "day")
    for cells in (*by_day.values(), *_by((cell for cell in usual if cell.fact in constants), "fact").values()):
        if len({cell.value for cell in cells}) > 1:
            for cell in cells:
                cell.becomes("refused", TWO_VALUES)
