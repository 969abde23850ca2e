"""clinic_words.yaml → what the words of the clinic mean, with every name resolved and no word that means two things."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import Field

from planner.model.clinic_words import AskedWord, ClinicWords, key_of
from planner.model.facts import Fact, Vocabulary
from planner.model.shapes import Shape
from planner.model.text import OneLine
from planner.reading.checked import resolve, shape
from planner.reading.strict_yaml import Path_, Read

Words = tuple[OneLine, ...]
LANGUAGE = "language"  # asked of everybody, and no fact


class _Asked(Shape):
    things: Mapping[OneLine, AskedWord] = Field(default_factory=dict)
    names: Mapping[OneLine, AskedWord] = Field(default_factory=dict)
    answers: Mapping[OneLine, Mapping[OneLine, AskedWord]] = Field(default_factory=dict)


class _File(Shape):
    """The file as it is written."""

    things: Mapping[OneLine, Words]
    answers: Mapping[OneLine, Mapping[OneLine, Words]]
    yes: Words
    no: Words
    not_known: Words
    units: Mapping[OneLine, Mapping[OneLine, float]]
    offered: Mapping[OneLine, Words]
    then: Mapping[OneLine, OneLine]
    unit_needed: Words
    months: Mapping[int, Words]
    asked: _Asked


def read_clinic_words(read: Read, vocabulary: Vocabulary) -> ClinicWords | None:
    """The words as declared; None where the file has another shape (the problems are noted)."""
    file = shape(_File, read.value, read, ())
    return _Resolving(read, vocabulary, file).words() if file is not None else None


class _Resolving:
    """Turns lists of words round, so that a word is looked up, and holds every name against what is declared."""

    def __init__(self, read: Read, vocabulary: Vocabulary, file: _File) -> None:
        self.read, self.vocabulary, self.file = read, vocabulary, file

    def words(self) -> ClinicWords:
        file, asked = self.file, self.file.asked
        self._units()
        yes_no = self._by_word({"yes": file.yes, "no": file.no}, (), ())
        return ClinicWords(
            things=self._things(file.things, asked.things),
            answers={fact: self._answers(fact, said) for fact, said in file.answers.items()},
            yes_no={word: said == "yes" for word, said in yes_no.items()},
            not_known=frozenset(map(key_of, file.not_known)),
            units={unit: {key_of(word): one for word, one in ways.items()} for unit, ways in file.units.items()},
            offered=file.offered,
            then={key_of(word): key_of(next_) for word, next_ in file.then.items()},
            unit_needed=frozenset(map(key_of, file.unit_needed)),
            months=self._months(),
            asked_things=_keyed(asked.things),
            asked_names=self._names(asked.names),
            asked_answers={fact: self._choices(fact, said) for fact, said in asked.answers.items()},
        )

    def _by_word(self, said: Mapping[str, Words], path: Path_, asked: Collection[str]) -> dict[str, str]:
        """Each word with its meaning; a word with two is noted."""
        found: dict[str, str] = {}
        taken = set(map(key_of, asked))
        for meaning, words in said.items():
            for word in map(key_of, words):
                if word in taken or found.get(word, meaning) != meaning:
                    self.read.note((*path, meaning), f"'{word}' has another meaning too.", "Put it under 'asked'.")
                found[word] = meaning
        return found

    def _things(self, said: Mapping[str, Words], asked: Mapping[str, AskedWord]) -> dict[str, str]:
        devices = self.vocabulary.devices
        self._known(said, devices, ("things",), "equipment")
        for word, entry in asked.items():
            self._known(entry.choices, devices, ("asked", "things", word), "equipment")
        return self._by_word(said, ("things",), asked)

    def _names(self, asked: Mapping[str, AskedWord]) -> dict[str, AskedWord]:
        for word, entry in asked.items():
            self._known(entry.choices, self.vocabulary, ("asked", "names", word), "fact")
        return _keyed(asked)

    def _fact(self, name: str, path: Path_) -> Fact | None:
        facts = self.vocabulary.facts
        self._known((name,), facts, path, "fact")
        return facts.get(name)

    def _answers(self, name: str, said: Mapping[str, Words]) -> dict[str, str]:
        path: Path_ = ("answers", name)
        if name != LANGUAGE and (fact := self._fact(name, path)) is not None:
            self._known(said, _answers_of(fact, said), path, "answer")
        return self._by_word(said, path, self.file.asked.answers.get(name, {}))

    def _choices(self, name: str, asked: Mapping[str, AskedWord]) -> dict[str, AskedWord]:
        path: Path_ = ("asked", "answers", name)
        if (fact := self._fact(name, path)) is not None:
            for word, entry in asked.items():
                self._known(entry.choices, fact.choices, (*path, word), "answer")
        return _keyed(asked)

    def _known(self, names: Iterable[str], known: Collection[str] | Vocabulary, path: Path_, kind: str) -> None:
        for name in names:
            resolve(name, known, self.read, path, kind)

    def _units(self) -> None:
        units = {fact.unit for fact in self.vocabulary.facts.values()}
        self._known(self.file.units, units, ("units",), "unit")
        for unit, others in self.file.offered.items():
            ways = set(map(key_of, self.file.units.get(unit, ())))
            for other in others:
                if key_of(other) not in ways:
                    self.read.note(
                        ("offered", unit), f"'{other}' is no way to write {unit}.", "Write it under 'units'."
                    )

    def _months(self) -> dict[str, int]:
        said = {str(month): words for month, words in self.file.months.items()}
        return {word: int(month) for word, month in self._by_word(said, ("months",), ()).items()}


def _answers_of(fact: Fact, said: Iterable[str]) -> Collection[str]:
    """What may be meant: a choice, a code of a country, a number on the scale."""
    if fact.id == "country":
        return {*fact.choices, *(code for code in said if len(code) == 2 and code.isupper())}
    low, high = fact.ends
    on_scale = {word for word in said if word.isdigit() and low <= int(word) <= high}
    return fact.choices if fact.kind == "choice" else on_scale


def _keyed(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {key_of(word): entry for word, entry in asked.items()}
