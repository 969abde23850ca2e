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


def heard(text: str, name: str, knowledge: Knowledge, day: date, words: Mapping[str, str]) -> Heard:
    """The value of an answer on a day. ``words``: more words for each answer. Raises IntakeError with what to say instead."""
    fact, entries = knowledge.vocabulary[name], Entries(Read(where="answer"), knowledge, day)
    said = word_of(fact, one_line(text), words) if fact.kind != "text" else text
    entries.take(name, said, day, ())
    if entries.read.problems:
        raise IntakeError(entries.read.problems)
    value = entries.country_codes.get(day) if name == "country" else entries.told_on(name, day)
    if entries.to_confirm and value is None:  # it may be in another unit, and is not used
        raise IntakeError([Problem("answer", 0, sentence) for sentence in entries.to_confirm])
    return Heard(kept(fact, value), (*entries.to_confirm, *entries.told, *entries.all_understood()))


def kept(fact: Fact, value: Raw | None) -> Raw | None:
    """A value as a file holds it; one that would be taken for another unit carries its own."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and fact.also_as is not None and fact.also_as.looks_so(float(str(value))):
        return f"{value} {fact.unit}"
    return value.isoformat() if isinstance(value, date) else value


def word_of(fact: Fact, text: str, words: Mapping[str, str]) -> str:
    """The one answer of a fact that has this word or begins with it; the text itself where none has, or several."""
    answers = fact.answers if fact.kind in ("choice", "grade", "yes_no") else ()
    key = key_of(text)
    if not key or any(key == key_of(answer) for answer in answers):
        return text
    found = {answer for answer in answers if _has(key, (answer, words.get(answer, "")))}
    return found.pop() if len(found) == 1 else text


def _has(key: str, said: Iterable[str]) -> bool:
    """Whether a word stands at the start, or at the start of a later word, of what is said."""
    return any(re.search(rf"(?:\A|_){re.escape(key)}", key_of(one)) for one in said)


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
