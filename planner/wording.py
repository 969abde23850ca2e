"""Facts, reasons and rules in words, for pages and for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from planner.conditions import Reason
from planner.facts import Raw, Value
from planner.knowledge import Knowledge
from planner.words import Words

PLACEHOLDER = re.compile(r"\{(fact:)?([a-z_0-9]+)\}")
COUNTED = ("points", "0-10", "falls", "people", "infections")
ROMAN = ("", "I", "II", "III", "IV", "V", "VI")


def number(value: float) -> str:
    """A number without needless zeros, with a true minus sign."""
    return f"{round(value, 2):g}".replace("-", "−")


def raw_in_words(raw: Raw | None, unit: str, words: Words) -> str:
    if raw is None:
        return words("not_known")
    if isinstance(raw, bool):
        return words("yes" if raw else "no")
    if isinstance(raw, date):
        return words.short_day(raw)
    if isinstance(raw, int | float):
        return number_with_unit(raw, unit)
    return str(words.entries["choice"].get(raw) or raw.replace("_", " "))


def number_with_unit(value: float, unit: str) -> str:
    """"270 L/min", "MRC 3", and a bare number where the question already says what is counted."""
    if unit.endswith(" grade"):
        return f"{unit.removesuffix(' grade')} {number(value)}"
    return number(value) if unit in COUNTED else f"{number(value)} {unit}".strip()


def name_of(written: str, knowledge: Knowledge, words: Words) -> str:
    """A fact by its question, with the side or the device; never a raw id."""
    fact = knowledge.vocabulary[written]
    if fact.family:
        return knowledge.equipment[written.removeprefix(f"{fact.id}_")].name
    side = written.removeprefix(f"{fact.id}_") if written != fact.id else ""
    question = fact.question if not side else f"{fact.question.rstrip('?')} ({words('side.' + side)})" + ("?" if fact.question.endswith("?") else "")
    return question


def reason_in_words(reason: Reason, knowledge: Knowledge, words: Words) -> str:
    """"Walking: 3 (20 Nov 2026)"; a span is written as "2 to 3"."""
    fact = knowledge.vocabulary[reason.fact]
    name = name_of(reason.fact, knowledge, words)
    said = raw_in_words(reason.value, fact.unit, words)
    if reason.value is None and reason.low is not None and reason.high is not None:
        said = f"{raw_in_words(reason.low, '', words)} – {raw_in_words(reason.high, fact.unit, words)}"
    join = " " if name.endswith("?") else ": "
    day = f" ({words.short_day(date.fromisoformat(reason.on))})" if reason.on else ""
    return f"{name}{join}{said}{day}"


def names_of(written: Iterable[str], knowledge: Knowledge, words: Words) -> str:
    """Questions joined; two sides of one fact are asked once."""
    plain = dict.fromkeys(knowledge.vocabulary.plain(name) for name in written)
    return "; ".join(name_of(name, knowledge, words) for name in plain)


def value_in_words(value: Value, written: str, knowledge: Knowledge, words: Words) -> str:
    fact = knowledge.vocabulary[written]
    raw = value.raw if value.raw is not None else (fact.raw(value.low) if value.known else None)
    return raw_in_words(raw, fact.unit, words)


def fill(text: str, knowledge: Knowledge, values: Mapping[str, Value], emergency: str, words: Words) -> str | None:
    """A sentence with its numbers; None where it names a fact that is not known (the sentence is then left out)."""
    missing = False

    def put(match: re.Match[str]) -> str:
        nonlocal missing
        is_fact, name = match[1], match[2]
        if name == "emergency_number":
            return emergency
        if not is_fact:
            return number(knowledge.limits[name].value)
        value = values.get(name)
        if value is None or not value.known:
            missing = True
            return ""
        return value_in_words(value, name, knowledge, words).removesuffix(f" {knowledge.vocabulary[name].unit}")

    filled = PLACEHOLDER.sub(put, text)
    return None if missing else filled
