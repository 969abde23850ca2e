"""An intake as text with each question beside its answer, to be filled in by hand; our own reader gives it back value for value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from planner.language.fact_words import answered_by, group_name, names_taken
from planner.language.words import ENGLISH, Words, load_words
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.reading.intake import INTAKE_SCHEMA, PRINT_CHOICES, of_person
from planner.reading.intake_written import as_yaml

STEP = "  "


def commented(written: Mapping[str, Any], knowledge: Knowledge) -> str:
    """The mapping of an intake with its questions; core questions that nobody answered stand as null."""
    return _Commented(knowledge, load_words(ENGLISH), whole=False).text(written)


def blank(knowledge: Knowledge, today: date) -> str:
    """An empty intake with every question: the core ones as null, the others as remarks to be opened."""
    nobody = {
        "schema": INTAKE_SCHEMA,
        "patient": {"id": "person-1"},
        "visits": [{"on": today.isoformat(), "facts": {}}],
    }
    return _Commented(knowledge, load_words(ENGLISH), whole=True).text(nobody)


class _Commented:
    """``whole``: what is not told stands there as a remark, too."""

    def __init__(self, knowledge: Knowledge, words: Words, whole: bool) -> None:
        self.knowledge, self.words, self.whole = knowledge, words, whole
        facts = knowledge.vocabulary.facts.values()
        self.asked = [fact for fact in facts if fact.origin != "derived" and not fact.family]

    def text(self, written: Mapping[str, Any]) -> str:
        lines = [f"# {self.words(f'facts.intake.{line}')}" for line in ("head", "unknown", "names")]
        lines.append(f"schema: {INTAKE_SCHEMA}")
        lines += ["patient:", *self._patient(written.get("patient") or {})]
        lines += ["preferences:", *self._preferences(written.get("preferences") or {})]
        lines += self._list("team", written)
        visits: list[Mapping[str, Any]] = list(written.get("visits") or ())
        lines += ["visits:"] if visits else []
        for visit in visits:
            lines += self._visit(visit, visit is visits[-1])
        for part in ("equipment", "quotes", "followed"):
            lines += self._list(part, written)
        if "review" in written:
            lines += as_yaml({"review": written["review"]}).splitlines()
        return "\n".join(lines) + "\n"

    def _patient(self, told: Mapping[str, Any]) -> Iterator[str]:
        for key in ("id", "name", "language"):
            yield from self._entry(key, told, self.words(f"facts.intake.{key}"), STEP, told.get(key) is not None)
        for name in of_person(self.knowledge.vocabulary):
            yield from self._fact(name, told, STEP)

    def _preferences(self, told: Mapping[str, Any]) -> Iterator[str]:
        for name in PRINT_CHOICES:
            yield from self._fact(name, told, STEP)
        for name, value in told.items():
            if name not in PRINT_CHOICES:
                yield from _indented({name: value}, STEP)

    def _visit(self, visit: Mapping[str, Any], last: bool) -> Iterator[str]:
        """A visit; the questions that are open stand with the last one."""
        yield f"{STEP}- on: {visit['on']}"
        yield f"{STEP * 2}facts:"
        told, group = visit["facts"], ""
        elsewhere = {*of_person(self.knowledge.vocabulary), *PRINT_CHOICES, "visit_date"}
        for fact in self.asked:
            names = (fact.id, *names_taken(fact, self.knowledge.vocabulary))
            told_here = any(name in told for name in names)
            if not told_here and (fact.id in elsewhere or not last or not (self.whole or fact.core)):
                continue
            if fact.group != group:
                group = fact.group
                yield f"{STEP * 3}# {group_name(fact, self.words)}"
            for name in dict.fromkeys(names):
                if name in told or (name != fact.id or not fact.sides):
                    yield from self._fact(name, told, STEP * 3, told_here)
        others = {name: value for name, value in told.items() if not self._is_asked(name)}
        yield from _indented(others, STEP * 3)

    def _is_asked(self, name: str) -> bool:
        vocabulary = self.knowledge.vocabulary
        return name in vocabulary and vocabulary[name] in self.asked

    def _fact(self, name: str, told: Mapping[str, Any], start: str, beside: bool = False) -> Iterable[str]:
        """A fact with its question; what was not told as null where everybody is asked, else as a remark."""
        fact: Fact = self.knowledge.vocabulary[name]
        if name not in told and (beside or not (self.whole or fact.core)):
            return ()
        said = f"{fact.question} ({answered_by(fact, self.words)})"
        return self._entry(name, told, said, start, name in told or fact.core)

    def _entry(self, name: str, told: Mapping[str, Any], said: str, start: str, opened: bool) -> Iterator[str]:
        value = told.get(name)
        lines = list(_indented({name: value}, start))
        if not opened:
            if self.whole:
                yield f"{start}# {name}:  # {said}"
        elif len(lines) > 1 or (isinstance(value, str) and " " in value):
            yield f"{start}# {said}"
            yield from lines
        else:
            yield f"{lines[0]}  # {said}"

    def _list(self, part: str, written: Mapping[str, Any]) -> Iterable[str]:
        said = self.words(f"facts.intake.{part}")
        if written.get(part):
            return (f"# {said}", *as_yaml({part: written[part]}).splitlines())
        return (f"# {part}:  # {said}",) if self.whole else ()


def _indented(entries: Mapping[str, Any], start: str) -> list[str]:
    return [f"{start}{line}" for line in as_yaml(entries).splitlines()] if entries else []
