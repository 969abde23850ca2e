"""How families are spoken to in another language: its tone list, its reading measure, the terms of its glossary.

All three are optional and lie beside the translations: ``tone.yaml`` in the shape of stages/tone.yaml, ``glossary.yaml`` with
English words and what a translation of them holds. Languages whose ease of reading can be measured are in ``EASE``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from planner.curation.manner import (
    LETTERS_QUOTED,
    SENTENCE_END,
    Manner,
    as_pattern,
    never_printed,
    reading_ease_spanish,
    spoken,
)
from planner.language.texts import Told, Unit
from planner.language.translations import TranslationSheet, folders_of, key_of
from planner.model.about import Tone
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines, Shape
from planner.reading.checked import shape
from planner.reading.strict_yaml import read_file

WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Term(Shape):
    """English words, and pieces of which a translation holds at least one, whatever its ending."""

    english: Lines
    says: Lines


class Glossary(Shape):
    terms: Mapping[str, Term]


@dataclass(frozen=True)
class Speech:
    """What a language is held to; without a list or a measure of its own, to nothing of that kind."""

    language: str
    numbers: Mapping[str, float]
    manner: Manner | None
    terms: tuple[tuple[re.Pattern[str], Lines], ...]

    def findings(self, unit: Unit, sheet: TranslationSheet) -> Iterator[Problem]:
        """What stands in one unit of a file: what is never printed, words out of tone, long sentences, terms not used."""
        for path, told in unit.texts.items():
            key, english = key_of(unit, path), " ".join(_lines(told))
            for line in _lines(sheet.said.get(key, ())):
                for what, remedy in (*_never(line, english), *self._tone(line), *self._length(line)):
                    yield sheet.read.problem(sheet.places[key], what, remedy)
        said = [line for path in unit.texts for line in _lines(sheet.said.get(key_of(unit, path), ()))]
        place = next(sheet.places[key] for path in unit.texts if (key := key_of(unit, path)) in sheet.places)
        ease = () if unit.is_name else self._ease(said)
        for what, remedy in (*ease, *self._terms([line for _, line in unit.lines()], said)):
            yield sheet.read.problem(place[:2], what, remedy)

    def _tone(self, line: str) -> Iterator[tuple[str, str]]:
        if self.manner is None:
            return
        for match in self.manner.banned.finditer(line):
            yield f"'{match[0]}' does not stand on family pages.", f"Instead: {self.manner.instead(match[0])}."
        for match in self.manner.how_long.finditer(line):
            yield f"'{match[0]}' speaks of how long somebody lives: '{line[:LETTERS_QUOTED]}'.", "Leave it out."

    def _length(self, line: str) -> Iterator[tuple[str, str]]:
        most = self.numbers["family_sentence_words_most"]
        for sentence in SENTENCE_END.split(spoken(line)):
            count = len(WORD.findall(sentence))
            if count > most:
                yield (
                    f"A sentence of {count} words (at most {most:g}): '{sentence[:LETTERS_QUOTED]}'.",
                    "Make two of it.",
                )

    def _ease(self, lines: list[str]) -> Iterator[tuple[str, str]]:
        measure, least = EASE.get(self.language), self.numbers["family_reading_ease_least"]
        points = measure(lines) if measure else least
        if points < least:
            said = f"Reading ease {points:.0f} (at least {least:g}) in '{lines[0][:LETTERS_QUOTED]}'."
            yield said, "Use shorter sentences and shorter words."

    def _terms(self, english: list[str], said: list[str]) -> Iterator[tuple[str, str]]:
        meant, there = " ".join(english), " ".join(said).casefold()
        for pattern, pieces in self.terms:
            found = pattern.search(meant)
            if found and not any(piece.casefold() in there for piece in pieces):
                yield f"'{found[0]}' is not said as the glossary has it.", f"Write one of: {', '.join(pieces)}."


def _never(line: str, english: str) -> Iterator[tuple[str, str]]:
    for found in never_printed(line, english):
        yield f"'{found}' is never printed: '{line[:LETTERS_QUOTED]}'.", "Leave it out."


def _lines(told: Told) -> Lines:
    return (told,) if isinstance(told, str) else told


def speech_of(knowledge: Knowledge, language: str) -> tuple[Speech, list[Problem]]:
    """What the base holds a language to, from the files beside its translations, and what is wrong with those files."""
    problems: list[Problem] = []

    def beside(name: str, model: Any) -> Any:
        for where, folder in folders_of(knowledge, language):
            path = folder / f"{name}.yaml"
            if path.is_file():
                read = read_file(path, f"{where}/{path.name}")
                found = None if read.problems else shape(model, read.value, read, ())
                problems.extend(read.problems)
                return found
        return None

    tone, glossary = beside("tone", Tone), beside("glossary", Glossary)
    terms = glossary.terms.values() if glossary else ()
    manner = Manner(tone, knowledge.numbers) if tone else None
    patterns = tuple((as_pattern(term.english), term.says) for term in terms)
    return Speech(language, knowledge.numbers, manner, patterns), problems


# --- ease of reading -----------------------------------------------------------------------------------------------


def ease_spanish(lines: list[str]) -> float:
    """INFLESZ points of lines, each at least a sentence, with syllables as the Spanish hyphenation parts them."""
    sentences = [words for line in lines for part in SENTENCE_END.split(spoken(line)) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return reading_ease_spanish(len(words), len(sentences), sum(map(_syllables, words)))


@cache
def _syllables(word: str) -> int:
    return len(_hyphens("es").positions(word)) + 1


@lru_cache(maxsize=1)
def _hyphens(language: str) -> Any:
    import pyphen

    return pyphen.Pyphen(lang=language)


EASE: Mapping[str, Callable[[list[str]], float]] = {"es": ease_spanish}
