"""Languages for tests: Spanish as if reviewed, and two made up from English, all nothing but files in other folders.

``qaa`` is written in Hebrew letters from right to left, ``qab`` in accented Latin ones; both are a third longer than English.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner import load_knowledge
from planner.curation import language_check
from planner.language import words
from planner.language.texts import NOTES, Told, Unit
from planner.language.translations import all_units, digest_of_unit, key_of
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.reading import resources
from planner.reading.resources import resource

ENGLISH_WORDS = re.compile(r"\b(the|you|your|with|is|are|this|that|it|not|do|when|what)\b", re.IGNORECASE)
KEPT = re.compile(r"(\{[a-z_0-9:]+\})")
LONGER = 0.35
LATIN = "àḃćďéḟǵȟíĵḱĺḿńóṕqŕśţúṽẃẋýž"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשתאבגד"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
RTL, LTR = "qaa", "qab"
LETTERS = {RTL: dict(zip(ALPHABET, HEBREW, strict=True)), LTR: dict(zip(ALPHABET, LATIN, strict=True))}


def made_up(text: str, language: str) -> str:
    """English in other letters, each word longer by a third, with what is put in left as it is."""
    letters = LETTERS[language]

    def word(found: re.Match[str]) -> str:
        spelt = found[0] + found[0][-1] * round(LONGER * len(found[0]))
        return "".join(letters.get(letter.lower(), letter) for letter in spelt)

    return "".join(part if KEPT.fullmatch(part) else re.sub(r"[A-Za-z]+", word, part) for part in KEPT.split(text))


def _all(value: Any, turn: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _all(inner, turn) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_all(inner, turn) for inner in value]
    return turn(value) if isinstance(value, str) else value


def words_made_up(language: str) -> dict[str, Any]:
    english = dict(load_words("en").entries)
    kept = {key: english[key] for key in ("plural", "decimal", "thousands", "date", "short_date", "month_and_year")}
    turned = _all(
        {key: value for key, value in english.items() if key not in kept}, lambda text: made_up(text, language)
    )
    head = {"language": language, "direction": "rtl" if language == RTL else "ltr", "reviewed": {"by": "Dr. Made-Up"}}
    return {**turned, **kept, **head}


def translation_files(knowledge: Knowledge, language: str, turn: Callable[[str], str]) -> dict[str, dict[str, Any]]:
    """Every unit of the base, said by ``turn``, in the files of a language; reviewed by somebody who is invented."""
    files: dict[str, dict[str, Any]] = {}
    for unit in all_units(knowledge):
        head = {"language": language, "status": "reviewed", "reviewed": {"by": "Dr. Made-Up"}, "units": {}, "of": {}}
        file = files.setdefault(unit.file, head)
        file["of"][unit.id] = digest_of_unit(unit)
        file["units"] |= {key_of(unit, path): _said(unit, path, told, turn) for path, told in unit.texts.items()}
    return files


def _said(unit: Unit, path: str, told: Told, turn: Callable[[str], str]) -> Any:
    if path == NOTES:
        return [{"english": line, "says": turn(line)} for line in told]
    return turn(told) if isinstance(told, str) else [turn(line) for line in told]


def written(folder: Path, files: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10**6)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def base_in(folder: Path) -> Path:
    """A copy of stages/ and of the words, to change or to add a language to."""
    shutil.copytree(resource("stages"), folder / "stages")
    shutil.copytree(resource("templates") / "words", folder / "templates" / "words")
    return folder


def with_made_up(folder: Path, knowledge: Knowledge, language: str) -> Path:
    base_in(folder)
    written(folder / "templates" / "words", {language: words_made_up(language)})
    files = translation_files(knowledge, language, lambda text: made_up(text, language))
    written(folder / "stages" / "translations" / language, files)
    return folder


def with_reviewed_spanish(folder: Path) -> Path:
    """Spanish as if somebody had looked it all over."""
    base_in(folder)
    for path in [*(folder / "stages/translations/es").glob("*.yaml"), folder / "templates/words/es.yaml"]:
        text = path.read_text(encoding="utf-8").replace("status: machine_draft", "status: reviewed")
        path.write_text(text.replace('reviewed: {by: "", on: null}', "reviewed: {by: Ana Inventada, on: 2026-11-01}"))
    return folder


@contextmanager
def spoken_from(folder: Path, read: Knowledge | None = None) -> Iterator[Knowledge]:
    """The base of that folder, or what was read of it, with its words in the place of ours as long as it is in use."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (words, resources, language_check):
            patch.setattr(module, "resource", lambda name: folder / name)
        load_words.cache_clear()
        yield read or load_knowledge(folder / "stages")
    load_words.cache_clear()


class Spoken:
    """Bases in other languages, each made and read once in a process, and in use only as long as one test asks."""

    def __init__(self, home: Callable[[str], Path], knowledge: Knowledge) -> None:
        self.home, self.knowledge = home, knowledge
        self.made: dict[str, tuple[Path, Knowledge]] = {}

    @contextmanager
    def speaking(self, language: str) -> Iterator[Knowledge]:
        if language not in self.made:
            folder = self.home(language)
            if language == "es":
                with_reviewed_spanish(folder)
            else:
                with_made_up(folder, self.knowledge, language)
            self.made[language] = folder, load_knowledge(folder / "stages")
        with spoken_from(*self.made[language]) as knowledge:
            yield knowledge


def changed(path: Path, before: str, after: str) -> None:
    """A file with one place of it put otherwise."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def findings(folder: Path) -> list[str]:
    """What `check` says of the languages of a base."""
    return [str(problem) for problem in language_check.language_findings(load_knowledge(folder / "stages"))]
