"""An answer as somebody says it → a checked value: a word of it is enough, where only one answer has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.model.clinic_words import key_of
from planner.model.errors import IntakeError, Problem
from planner.model.facts import Fact, Raw
from planner.model.knowledge import Knowledge
from planner.model.text import one_line
from planner.reading.entries import Entries
from planner.reading.strict_yaml import Read


@dataclass(frozen=True)
class Heard:
    """What an intake holds for an answer (None: not known), and what is to be said of how it was understood."""

    value: Raw | None
    remarks: tuple[str, ...] = ()


class NoSuchAnswer(IntakeError):
    """What was said is none of the answers, or a word of several of them."""


def heard(text: str, name: str, knowledge: Knowledge, day: date, words: Mapping[str, str], no_answer: str) -> Heard:
    """The value of an answer on a day. ``words``: more words for each answer; ``no_answer``: what to say for not known.

    Raises IntakeError with what to say instead, NoSuchAnswer where it is none of the answers.
    """
    fact, entries = knowledge.vocabulary[name], Entries(Read(where="answer"), knowledge, day)
    entries.nobody_knows = no_answer
    said = word_of(fact, one_line(text), words) if fact.kind != "text" else text
    entries.take(name, said, day, ())
    if not entries.fits:
        raise NoSuchAnswer(entries.read.problems)
    if entries.read.problems:
        raise IntakeError(entries.read.problems)
    value = entries.country_codes.get(day) if name == "country" else entries.told_on(name, day)
    if entries.to_confirm and value is None:  # it may be in another unit, and is not used
        raise IntakeError([Problem("answer", 0, sentence) for sentence in entries.to_confirm])
    value = kept(fact, value)
    if fact.kind == "date" and (days := knowledge.clinic_words.days(text)):
        value = days[0]  # of a month no day is made up
    understood = () if _says_it(text, value, words) else entries.all_understood()
    return Heard(value, (*entries.to_confirm, *entries.told, *understood))


def _says_it(text: str, value: Raw | None, words: Mapping[str, str]) -> bool:
    """Whether what was said is the value itself, but for capitals and blanks: then nothing is told of it."""
    shown = ("yes" if value else "no",) if isinstance(value, bool) else (str(value), words.get(str(value), ""))
    return value is None or key_of(text) in map(key_of, shown)


def kept(fact: Fact, value: Raw | None) -> Raw | None:
    """A value as a file holds it; one that would be taken for another unit carries its own."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and fact.also_as is not None and fact.also_as.looks_so(float(str(value))):
        return f"{value} {fact.unit}"
    return value.isoformat() if isinstance(value, date) else value


def word_of(fact: Fact, text: str, words: Mapping[str, str]) -> str:
    """The one answer of a fact that has this word or begins with it; the text itself where none has, or several."""
    found = answers_with(fact, text, words)
    return found[0] if len(found) == 1 else text


def answers_with(fact: Fact, text: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The answers of a fact that have this word or begin with it, best first; one that is written so stands alone."""
    answers = fact.answers if fact.kind in ("choice", "grade", "yes_no") else ()
    key = key_of(text)
    if not key or any(key == key_of(answer) for answer in answers):
        return ()
    found = {answer for answer in answers if _has(key, (answer, words.get(answer, "")))}
    return tuple(answer for answer in dict.fromkeys((*words, *answers)) if answer in found)


def _has(key: str, said: Iterable[str]) -> bool:
    """Whether a word stands at the start, or at the start of a later word, of what is said."""
    return any(re.search(rf"(?<![^\W_]){re.escape(key)}", key_of(one)) for one in said)


def things_heard(text: str, knowledge: Knowledge, day: date) -> tuple[dict[str, str], tuple[str, ...]]:
    """The things of a list with commas, each with where it stands. Raises IntakeError with what to say instead."""
    entries = Entries(Read(where="answer"), knowledge, day)
    found: dict[str, str] = {}
    for said in filter(None, (part.strip() for part in one_line(text).split(","))):
        word, status = _with_status(said, entries)
        thing = entries.our_thing(word, ())
        if thing is not None:
            found[thing] = status
    if entries.read.problems:
        raise IntakeError(entries.read.problems)
    return found, entries.all_understood()


def _with_status(said: str, entries: Entries) -> tuple[str, str]:
    """A thing and where it stands, which may follow it ("power chair ordered"); else it is in use."""
    fact = entries.vocabulary.facts["equipment_status"]
    parts = said.split()
    for at in range(1, len(parts)):
        status = entries.words.answer(fact.id, fact.choices, " ".join(parts[at:]))
        if status is not None:
            return " ".join(parts[:at]), status
    return said, "in_use"
