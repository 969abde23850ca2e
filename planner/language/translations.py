"""Family texts in another language: stages/translations/<language>/ laid over the knowledge, read only when asked for.

Each unit of a file carries, under ``of``, the digest of the English it was made from. Where the English has changed, or a
unit is missing or does not fit, English prints there with a mark in the page's language: never an old translation.
A clinic's layer may bring files of its own in its translations/<language>/; the layer named last is looked at first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from planner.language.questions import question_units, questions_with, told_units, told_with
from planner.language.texts import (
    Name,
    Texts,
    Told,
    Unit,
    drawing_units,
    drawings_with,
    fits,
    plan_with,
    units_of,
    with_texts,
)
from planner.language.wording import part_in_words
from planner.language.words import ENGLISH, Words, load_words
from planner.model.errors import KnowledgeError, Problem
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines, Shape
from planner.model.spoken import Spoken
from planner.model.text import OneLine, clean
from planner.plan.plan import Plan
from planner.reading.checked import BODY_PARTS, PLACEHOLDER, shape
from planner.reading.figures import drawing_words
from planner.reading.resources import resource
from planner.reading.strict_yaml import Path_, Read, read_file

DIGEST_LETTERS = 8
UNTRANSLATED_FILES = ("glossary", "tone")  # files of a language that hold no translations


class Reviewed(Shape):
    """Who has looked over a whole file; until somebody is named, it counts as drafted by a machine."""

    by: OneLine = ""
    on: date | None = None


class TranslationFile(Shape):
    """The head of a file of translations, its units, and the digests of what they were made from."""

    language: OneLine
    status: Literal["machine_draft", "reviewed"]
    reviewed: Reviewed
    units: Mapping[str, Any]
    of: Mapping[str, OneLine | int] = {}


@dataclass(frozen=True, kw_only=True)
class TranslationSheet:
    """One file of translations, read: its texts and their places by dotted path, and the English beside its notes."""

    read: Read
    by: str
    digests: Mapping[str, str]
    said: Mapping[str, Told]
    places: Mapping[str, Path_]
    english: Mapping[str, Lines]

    def texts(self, unit: Unit) -> dict[str, Told | None]:
        """What it says for each text of a unit; None where it says nothing."""
        return {path: self.said.get(key_of(unit, path)) for path in unit.texts}

    def holds(self, unit: Unit) -> bool:
        """Whether the whole unit can be printed: made from today's English, nothing missing, everything in its place."""
        current = self.digests.get(unit.id) == digest_of_unit(unit)
        return current and all(fits(unit.texts[path], said) for path, said in self.texts(unit).items())


def key_of(unit: Unit, path: str) -> str:
    """The dotted path of a text below ``units``."""
    return f"{unit.id}.{path}" if path else unit.id


def digest_of_unit(unit: Unit) -> str:
    """A short name of exactly this English; blanks and line ends do not count."""
    lines = (f"{path}\0{' '.join(line.split())}\0" for path, line in sorted(unit.lines(), key=lambda told: told[0]))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:DIGEST_LETTERS]


# --- reading -------------------------------------------------------------------------------------------------------


def folders_of(knowledge: Knowledge, language: str) -> tuple[tuple[str, Path], ...]:
    """Where translations into a language may lie, each with the name it is called by; the last layer first."""
    homes = [Path(folder) if folder else resource("stages") for folder in reversed(knowledge.folders)]
    return tuple(
        (f"{home.name}/translations/{language}", home / "translations" / language)
        for home in homes
        if (home / "translations" / language).is_dir()
    )


def languages_in(knowledge: Knowledge) -> tuple[str, ...]:
    """The languages that have a folder of translations, in order."""
    homes = (Path(folder) if folder else resource("stages") for folder in knowledge.folders)
    found = (path.name for home in homes for path in (home / "translations").glob("*") if path.is_dir())
    return tuple(sorted(set(found)))


def read_sheets(knowledge: Knowledge, language: str) -> tuple[dict[str, list[TranslationSheet]], list[Problem]]:
    """The files of a language by name, the last layer's first, and everything wrong with them as files."""
    sheets: dict[str, list[TranslationSheet]] = {}
    problems: list[Problem] = []
    for where, folder in folders_of(knowledge, language):
        for path in sorted(folder.glob("*.yaml")):
            if path.stem in UNTRANSLATED_FILES:
                continue
            read = read_file(path, f"{where}/{path.name}")
            sheet = _sheet(read, language)
            problems += read.problems
            if sheet is not None:
                sheets.setdefault(path.stem, []).append(sheet)
    return sheets, problems


def _sheet(read: Read, language: str) -> TranslationSheet | None:
    """One file of translations; None where there is a problem with it."""
    file = None if read.problems else shape(TranslationFile, read.value, read, ())
    if file is None:
        return None
    if file.language != language:
        what = f"This file says it is in '{file.language}' and lies among those in '{language}'."
        read.note(("language",), what, "Make them the same.")
    said: dict[str, Told] = {}
    places: dict[str, Path_] = {}
    english: dict[str, Lines] = {}
    for path, told in _leaves(file.units, ("units",)):
        key = ".".join(str(step) for step in path[1:])
        places[key] = path
        if isinstance(told, list) and told and all(isinstance(entry, dict) for entry in told):
            english[key] = tuple(str(entry.get("english", "")) for entry in told)
            told = [entry.get("says") for entry in told]
        lines = told if isinstance(told, list) else [told]
        if not all(isinstance(line, str) for line in lines):
            read.note(path, "This is neither a sentence nor a list of sentences.", "Write it out.")
            continue
        said[key] = tuple(map(clean, told)) if isinstance(told, list) else clean(told)
    digests = {name: str(digest) for name, digest in file.of.items()}
    if read.problems:
        return None
    return TranslationSheet(read=read, by=file.reviewed.by, digests=digests, said=said, places=places, english=english)


def _leaves(value: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path, value


# --- laid over the knowledge ---------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def in_language(knowledge: Knowledge, language: str) -> Knowledge:
    """The knowledge with its family texts in a language, English and marked where there is no current translation.

    It is a draft while any file in use, or the words themselves, name no reviewer.
    Raises KnowledgeError where there are no words in this language, or a file of it cannot be read.
    """
    if language in (*knowledge.about.languages, knowledge.spoken.language):
        return knowledge
    words = load_words(language)
    sheets, problems = read_sheets(knowledge, language)
    if problems:
        raise KnowledgeError(problems)
    said: dict[Name, Texts] = {}
    used: list[TranslationSheet] = []
    for unit in all_units(knowledge):
        sheet = next((one for one in sheets.get(unit.file, ()) if one.holds(unit)), None)
        said[unit.name] = marked(unit, words) if sheet is None else _told(sheet.texts(unit))
        used += [sheet] if sheet else []
    names = [words.reviewer, *(sheet.by for sheet in used)]
    reviewers = tuple(dict.fromkeys(name for name in names if name))
    drawings, questions = drawings_with(drawing_words(), said), questions_with(knowledge.vocabulary, said)
    return with_texts(knowledge, said).speaking(
        Spoken(
            language=language,
            draft=not all(names),
            reviewers=reviewers,
            drawings=drawings,
            questions=questions,
            told=told_with(knowledge.vocabulary, said),
        )
    )


def all_units(knowledge: Knowledge) -> tuple[Unit, ...]:
    """Everything families read: what the knowledge says, what is said with the drawings, and how they are asked."""
    return (
        *units_of(knowledge),
        *drawing_units(drawing_words()),
        *question_units(knowledge.vocabulary),
        *told_units(knowledge.vocabulary),
    )


def _told(texts: Mapping[str, Told | None]) -> Texts:
    return {path: said for path, said in texts.items() if said is not None}


def marked(unit: Unit, words: Words) -> Texts:
    """English where there is no translation: a sentence opens its card, and what stands alone is marked by itself."""

    def mark(path: str, told: Told) -> Told:
        if path == unit.opening and isinstance(told, str):
            return f"{words('language_notes.part_in_english')} {told}"
        if path not in unit.alone:
            return told
        return in_english(told, words) if isinstance(told, str) else tuple(in_english(line, words) for line in told)

    return {path: mark(path, _without_parts(told)) for path, told in unit.texts.items()}


def _without_parts(told: Told) -> Told:
    """Parts of the body in English too, without a side: their words would be of the page's language."""

    def said(line: str) -> str:
        return PLACEHOLDER.sub(lambda m: part_in_words(m[2], load_words(ENGLISH)) if m[2] in BODY_PARTS else m[0], line)

    return said(told) if isinstance(told, str) else tuple(map(said, told))


def in_english(text: str, words: Words) -> str:
    """An English text with its mark; ``words`` are of the page's language."""
    return words("language_notes.in_english", text="{}").replace("{}", text)


def plan_in_language(plan: Plan, language: str) -> Plan:
    """The same plan with what families read in a language; timings, days and facts stay as they are."""
    knowledge = in_language(plan.knowledge, language)
    return plan if knowledge is plan.knowledge else plan_with(plan, knowledge)


def draft_translation(spoken: Spoken, words: Words) -> str:
    """That the words of the page are a machine's and nobody has reviewed them; empty where somebody has.

    A page in English in the place of one that nobody has reviewed says so in the reader's own language.
    """
    if not spoken.draft:
        return ""
    if words.language != spoken.language:
        return load_words(spoken.language)("language_notes.fridge_in_english")
    return words("language_notes.draft")


def translated_by(spoken: Spoken, words: Words) -> str:
    """Who has reviewed the translation; empty for English, and while it is a draft."""
    names = words("language_notes.and").join(spoken.reviewers)
    return words("language_notes.translated_by", names=names) if spoken.reviewers and not spoken.draft else ""
