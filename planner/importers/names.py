"""What other programs call things (stages/imports.yaml): names of columns, words of labels, units, answers in other words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from planner.model.clinic_words import ClinicWords, key_of
from planner.model.errors import KnowledgeError
from planner.model.facts import Fact, Vocabulary
from planner.model.knowledge import Knowledge
from planner.model.shapes import Shape
from planner.model.text import OneLine, Text
from planner.reading.checked import shape
from planner.reading.resources import resource
from planner.reading.strict_yaml import read_file

Words = tuple[OneLine, ...]


class Left(Shape):
    """Columns that are left alone, and why."""

    names: Words
    why: Text
    old_scale: bool = False


class Label(Shape):
    """A fact known by words of a label: one of ``says``, one of ``also``, none of ``not``; ``codes``: its choices are those."""

    fact: OneLine
    says: Words
    also: Words = ()
    not_: Words = ()
    codes: OneLine = ""


@dataclass(frozen=True)
class TableUnit:
    """One of this unit is so many (``times``) of the unit of a fact (``of``); ``words`` are ways to write it."""

    unit: str
    of: str
    times: float
    words: tuple[str, ...]


class Item5(Shape):
    without_tube: Words
    with_tube: Words


class Lying(Shape):
    facts: Mapping[str, OneLine | None]
    words: Mapping[str, Words]


class WholeColumn(Shape):
    """Values above the border are of one unit, up to it of another; without ``below`` those are asked."""

    border: float
    above: OneLine
    below: OneLine = ""
    at_most_a_share: float = 0


class ImportWords(Shape):
    """stages/imports.yaml, whose head explains the keys."""

    missing: Words
    not_done: Words
    roles: Mapping[str, Words]
    days_of: Mapping[str, Words]
    left: tuple[Left, ...]
    names: Mapping[str, Words]
    tenth_to_twelfth: tuple[Words, ...]
    item_5: Item5
    trials: Words
    labels: tuple[Label, ...]
    fillers: Words
    loinc: Mapping[str, OneLine]
    units: Mapping[str, Mapping[str, float]]
    measures: Mapping[str, Mapping[str, OneLine | None]]
    lying: Lying
    unit_open: Words
    best_score: Mapping[str, Words]  # by fact, or by group
    always_asked: Words
    whole_column: Mapping[str, WholeColumn]
    constants: Words
    two_people_years_apart: int
    tell_nothing_alone: Words
    ticked: Words
    dead: Words
    alive: Words
    yes_codes: Words
    no_codes: Words
    words: Mapping[str, Mapping[str, Words]]
    also: Mapping[str, OneLine]
    codes: Mapping[str, Mapping[str, OneLine]]
    asked_words: Mapping[str, Words]
    says_nothing: Mapping[str, Words]


def plain(name: str) -> str:
    """A name as it is compared: small letters, one low line for whatever stands between words, % as pct."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("%", " pct ")
    return re.sub(r"[\W_]+", "_", text).strip("_")


@lru_cache(maxsize=65536)
def word(text: str) -> str:
    """An answer as it is compared: small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _pattern(name: str) -> str:
    """A name with * for any letters and ~ for a digit, as it is compared; its low lines at a star stay."""
    parts = re.split(r"([*~])", name)
    if len(parts) == 1:
        return plain(name)
    return "".join("[0-9]" if part == "~" else part if part == "*" else _inner(part) for part in parts)


def _inner(part: str) -> str:
    return re.sub(r"[\W_]+", "_", part.casefold())


def named(name: str, among: Iterable[str]) -> bool:
    """Whether a plain name is one of these, or fits one with signs that stand for others."""
    return any(
        name == one or (("*" in one or "[" in one) and fnmatchcase(name, one)) for one in map(_pattern_of, among)
    )


_pattern_of = lru_cache(maxsize=4096)(_pattern)


@dataclass(frozen=True, kw_only=True)
class TableNames:
    """The vocabulary and the words of imports, indexed for looking up a column or an answer."""

    words: ImportWords
    vocabulary: Vocabulary
    facts: Mapping[str, str]  # plain name → fact as it is written in an intake
    roles: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]  # fact → answer in other words → choice
    missing: frozenset[str]
    units: Mapping[str, tuple[TableUnit, ...]]  # by the unit of a fact
    clinic: ClinicWords

    def is_missing(self, text: str) -> bool:
        """Whether a cell says that nothing is known."""
        told = word(text)
        return not told or told in self.missing or key_of(told) in self.clinic.not_known

    def role_of(self, name: str) -> str:
        """The role of a column that is no fact; names with a star are tried one by one."""
        found = self.roles.get(name)
        if found is None:
            stars = ((one, role) for one, role in self.roles.items() if "*" in one)
            found = next((role for one, role in stars if fnmatchcase(name, one)), "")
        return found

    def left_because(self, name: str) -> str:
        return next((entry.why for entry in self.words.left if named(name, entry.names)), "")

    def of_old_scale(self, name: str) -> bool:
        """Whether a column belongs to the old ten-item scale."""
        return any(entry.old_scale and named(name, entry.names) for entry in self.words.left)

    def units_of(self, fact: Fact) -> tuple[TableUnit, ...]:
        """The units in which a fact is told, those of its sister measures too (per cent and litres of one test)."""
        sisters = (kind for units in self.words.measures.values() if fact.id in units.values() for kind in units)
        return tuple(unit for kind in dict.fromkeys((fact.unit, *sisters)) for unit in self.units.get(kind, ()))

    def unit(self, fact: Fact, told: str) -> TableUnit | None:
        """The unit that a word tells of a fact."""
        wanted = {key_of(told), plain(told)} - {""}
        return next((unit for unit in self.units_of(fact) if not wanted.isdisjoint(unit.words)), None)

    def measure(self, fact: str, unit: TableUnit) -> str | None:
        """The fact that a test gives in this unit; None where the planner has none."""
        if unit.of == self.vocabulary[fact].unit:
            return fact
        found = next((units for units in self.words.measures.values() if fact in units.values()), {})
        return found.get(unit.of)


@lru_cache(maxsize=1)
def _words() -> ImportWords:
    """The file, read once; a fault in it is a fault of the knowledge base. Raises KnowledgeError."""
    read = read_file(resource("stages") / "imports.yaml", "stages/imports.yaml")
    raw = read.value if isinstance(read.value, dict) else {}
    labels = [{("not_" if key == "not" else key): told for key, told in one.items()} for one in raw.get("labels", ())]
    found = None if read.problems else shape(ImportWords, {**raw, "labels": labels}, read, ())
    if found is None or read.problems:
        raise KnowledgeError(read.problems)
    return found


def load_names(knowledge: Knowledge) -> TableNames:
    """The names of imports beside a vocabulary and the words of the clinic. Raises KnowledgeError."""
    words, vocabulary, clinic = _words(), knowledge.vocabulary, knowledge.clinic_words
    facts = {plain(alias): fact for alias, fact in vocabulary.aliases.items()}
    facts |= {plain(name): fact for fact, names in words.names.items() for name in names}
    facts |= {name: name for name in vocabulary.written}
    return TableNames(
        words=words,
        vocabulary=vocabulary,
        facts=facts,
        roles={_pattern(name): role for role, names in words.roles.items() for name in names},
        choices={fact.id: _choices(fact, words, clinic) for fact in vocabulary.facts.values() if fact.kind == "choice"},
        missing=frozenset(map(word, words.missing)),
        units={kind: _units(kind, words, clinic) for kind in {fact.unit for fact in vocabulary.facts.values()} - {""}},
        clinic=clinic,
    )


def _choices(fact: Fact, words: ImportWords, clinic: ClinicWords) -> dict[str, str]:
    """Every way to write an answer, by its key; what has more than one meaning is not among them."""
    told = words.words.get(fact.id, {})
    found = {**clinic.answers.get(fact.id, {}), **{key_of(w): choice for choice, them in told.items() for w in them}}
    asked = {*map(key_of, words.asked_words.get(fact.id, ())), *clinic.asked_answers.get(fact.id, {})}
    found = {key: choice for key, choice in found.items() if key not in asked}
    return {**found, **{key_of(choice): choice for choice in fact.choices}}


def _units(kind: str, words: ImportWords, clinic: ClinicWords) -> tuple[TableUnit, ...]:
    """The units in which a fact of this unit is written, each with all its words; the fact's own first."""
    more = {key_of(one): times for one, times in words.units.get(kind, {}).items()}
    by_times: dict[float, list[str]] = {}
    for one, times in {key_of(kind): 1.0, **clinic.units.get(kind, {}), **more}.items():
        by_times.setdefault(times, []).append(one)
    return tuple(
        TableUnit(
            kind if times == 1 else them[0], kind, times, tuple(dict.fromkeys((*them, *filter(None, map(plain, them)))))
        )
        for times, them in by_times.items()
    )
