"""Cells that hold an answer: one of several choices, yes or no, a day; in our words, in others', or as codes."""

from __future__ import annotations

import re
from collections.abc import Collection

from planner.importers.cells import EMPTY, CellReader, Check, Outcome
from planner.importers.columns import Column
from planner.importers.days import DayReader
from planner.importers.names import TableNames, plain, word
from planner.importers.numbers import NumberReader
from planner.importers.said import UNKNOWN, SaidOfTables
from planner.model.clinic_words import key_of

BARE_CODE = re.compile(r"[0-9]+\Z")


class ChoiceReader(CellReader):
    """One of several answers, in our words, in others', or as a code whose label the dictionary tells."""

    def settle(self, cells: Collection[str]) -> None:
        labels = self.column.field.choices if self.column.field else {}
        self.labels = {word(code): label for code, label in labels.items()}
        self.choices = self.names.choices.get(self.fact.id, {})
        known = set(map(word, cells)) <= {*self.names.words.yes_codes, *self.names.words.no_codes}
        self.bare = self.names.words.codes.get(self.fact.id, {}) if known else {}
        open_ = sorted({cell for cell in cells if self._read(cell, "").state == "asked"})
        if open_:
            ways = ",".join(f"{word(code)[:20]}:…" for code in open_[:4])
            self.question = "What do its codes or words mean?"
            self.ways = f"{self.column.name}={ways} ({', '.join((*self.fact.choices, UNKNOWN))})"
            self.known.clear()

    def read(self, text: str, unit: str) -> Outcome:
        told = word(self.labels.get(word(text), text))
        choice = self.choices.get(key_of(told))
        if choice is not None and not (BARE_CODE.match(told) and self.labels):
            return self.check(self.column.fact, choice)
        if told in self.names.words.says_nothing.get(self.fact.id, ()):
            return EMPTY
        if told in self.bare and not self.labels:
            return self.check(self.column.fact, self.bare[told])
        if told in self.names.words.asked_words.get(self.fact.id, ()) or self._is_open(told):
            return self.asked("This has more than one meaning.")
        return self.check(self.column.fact, text)

    def _is_open(self, told: str) -> bool:
        """A bare code, or yes and no where the answers say more than that."""
        return BARE_CODE.match(told) is not None or key_of(told) in self.names.clinic.yes_no


class YesNoReader(CellReader):
    def settle(self, cells: Collection[str]) -> None:
        labels = self.column.field.choices if self.column.field else {}
        self.labels = {word(code): label for code, label in labels.items()}
        digits = {word(cell) for cell in cells if BARE_CODE.match(word(cell))}
        if not self.labels and not digits <= {"0", "1"} and not digits <= set(self.codes):
            ways = ",".join(f"{code}:…" for code in sorted(digits)[:4])
            self.ask("Which code means yes, and which no?", f"{self.column.name}={ways} (yes, no, {UNKNOWN})")

    def read(self, text: str, unit: str) -> Outcome:
        told = word(self.labels.get(word(text), text))
        if self.question and BARE_CODE.match(told):
            return self.asked(self.question)
        return self.check(self.column.fact, {True: "yes", False: "no", None: told}[yes_or_no(told, self.names)])


class DateReader(CellReader):
    """A day that is a fact (of birth, of the first weakness), in the order of the column."""

    def settle(self, cells: Collection[str]) -> None:
        self.days = DayReader(self.column, cells, self.names, self.said)
        self.question, self.ways = self.days.question, self.days.ways

    def read(self, text: str, unit: str) -> Outcome:
        found = self.days(text)
        if found.state != "taken":
            return Outcome(found.state, self.column.fact, None, found.reason)
        return self.check(self.column.fact, found.told)


class FlagReader:
    """Whether a person has died, as a word, or as yes or no; bare codes count only where the column holds none but 0 and 1.

    A column of the vital status has no yes and no, and its codes are asked; one of who is alive says no of the dead.
    """

    def __init__(self, column: Column, cells: Collection[str], names: TableNames) -> None:
        self.column, self.names = column, names
        digits = {word(cell) for cell in cells if BARE_CODE.match(word(cell))}
        self.open = not digits <= {*names.words.yes_codes, *names.words.no_codes}
        self.question = self.ways = ""

    def __call__(self, text: str) -> Outcome:
        told = word(text)
        if self.names.is_missing(told):
            return EMPTY
        labels = {word(code): label for code, label in self.column.field.choices.items()} if self.column.field else {}
        died = self._died(word(labels.get(told, told)), told in labels)
        if died is None:
            return Outcome("asked", "deceased", None, "Does this say that the person has died?")
        return Outcome("taken", "deceased", died)

    def _died(self, told: str, labelled: bool) -> bool | None:
        words, role = self.names.words, self.column.role
        if told in words.dead or told in words.alive:
            return told in words.dead
        answer = None if self.open and not labelled else yes_or_no(told, self.names)
        return None if answer is None or role == "vital_status" else answer is not (role == "alive")


def reader_of(
    column: Column, cells: Collection[str], names: TableNames, said: SaidOfTables, check: Check
) -> CellReader:
    """The reader for the kind of fact that a column tells."""
    kind = names.vocabulary[column.fact].kind
    readers: dict[str, type[CellReader]] = {
        "choice": ChoiceReader,
        "yes_no": YesNoReader,
        "date": DateReader,
        "text": CellReader,
    }
    if column.fact == "country":
        return CellReader(column, cells, names, said, check)
    return readers.get(kind, NumberReader)(column, cells, names, said, check)


def box_reads(column: Column, text: str, names: TableNames) -> bool:
    """Whether a box is ticked."""
    return word(text) in names.words.ticked


def yes_or_no(text: str, names: TableNames) -> bool | None:
    """What a word or a code of a yes and no says; None where it says neither."""
    told = word(text)
    if told in names.words.yes_codes or told in names.words.no_codes:
        return told in names.words.yes_codes
    return names.clinic.yes_no.get(key_of(told))


def known_name(name: str, names: TableNames) -> bool:
    """Whether a cell may be the name of a column: by it the header is found."""
    return plain(name) in names.facts or bool(names.role_of(plain(name))) or plain(name).startswith("redcap_")
