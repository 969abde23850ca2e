"""Words of the clinic in an intake: read as what they mean, and said; asked about where they may mean several things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from planner.model.clinic_words import AskedWord, key_of, of_all, with_a_point
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.model.units import with_unit
from planner.reading.checked import MOST_HINTS, hint
from planner.reading.strict_yaml import Path_, Read

DIGITS = re.compile(r"[0-9]++")
SHOWN = 60  # signs of a stranger's word
NOT_A_DAY = "Write it as year-month-day, for example 2026-11-20."


class Understanding:
    """What was read, and what its words mean; ``understood`` gathers words that were read as others."""

    def __init__(self, read: Read, knowledge: Knowledge, today: date) -> None:
        self.read, self.knowledge, self.today = read, knowledge, today
        self.vocabulary, self.words = knowledge.vocabulary, knowledge.clinic_words
        self.told: list[str] = []
        self.nobody_knows = "null"  # how somebody says that it is not known
        self.fits = True  # no answer yet that is none of those there are
        self.understood: dict[str, str] = {}

    def refuse(self, path: Path_, what: str, remedy: str = "") -> None:
        self.read.note(path, what, remedy)

    def all_understood(self) -> tuple[str, ...]:
        """One sentence for all words that were read as others."""
        said = ", ".join(f"'{word}' as {meant}" for word, meant in self.understood.items() if word != meant)
        return (f"Understood: {said}.",) if said else ()

    def _meant(self, word: object, ours: str) -> str:
        self.understood[str(word)[:SHOWN]] = ours
        return ours

    def _ask(self, word: object, asked: AskedWord, label: Callable[[str], str], path: Path_) -> None:
        """A word that may mean several things, with what to write for each; or one thing, or none that has a place here."""
        choices = [f"{one} ({label(one)})" if label(one) else one for one in asked.choices]
        what = ("has no place here", "has another name here", "can mean several things")[min(len(choices), 2)]
        write = f"Write {', '.join(choices[:-1])}{' or ' if choices[1:] else ''}{choices[-1]}." if choices else ""
        self.refuse(path, f"'{str(word)[:SHOWN]}' {what}.", f"{write} {asked.says}".strip())

    # --- names ----------------------------------------------------------------------------------------------

    def _near(self, key: str) -> dict[str, str]:
        """The names that may have been meant: all of ours, and of those of other programs the ones with the same numbers.

        In a name like q8 the number tells which question is meant: another number is no slip.
        """
        digits = DIGITS.findall(key)
        known = self.vocabulary.by_key
        return {one: ours for one, ours in known.items() if one == key_of(ours) or DIGITS.findall(one) == digits}

    def our_name(self, name: str, path: Path_) -> str | None:
        """The name under which a fact is written here; None where there is none, or several (which is noted)."""
        if name in self.vocabulary:
            return name
        key = key_of(name)
        if key in self.words.asked_names:
            self._ask(name, self.words.asked_names[key], lambda one: self.vocabulary[one].question, path)
            return None
        if key in self.vocabulary.by_key:
            return self._meant(name, self.vocabulary.by_key[key])
        near = self._near(key) if self.read.hints < MOST_HINTS else {}
        what = f"I do not know the fact '{name[:SHOWN]}'.{hint(self.read, key, near, near)}"
        self.refuse(path, what, "`als-planner facts` lists the names.")
        return None

    def our_thing(self, word: str, path: Path_) -> str | None:
        """The id of a piece of equipment; None where it is not known, or may be several (which is noted)."""
        devices = self.vocabulary.devices
        if word in devices:
            return word
        key, things = key_of(word), self.knowledge.equipment
        if key in self.words.asked_things:
            self._ask(word, self.words.asked_things[key], lambda one: things[one].name, path)
            return None
        ours = next((one for one in devices if key_of(one) == key), self.words.things.get(key))
        if ours is None:
            named = {**self.words.things, **{key_of(one): one for one in devices}}
            what = f"I do not know the equipment '{word[:SHOWN]}'.{hint(self.read, key, named, named)}"
            self.refuse(path, what, "`als-planner facts equipment` lists the names.")
            return None
        return self._meant(word, ours)

    def is_word_for_a_thing(self, word: str) -> bool:
        key = key_of(word)
        return key in self.words.things or key in self.words.asked_things or key in map(key_of, self.vocabulary.devices)

    def by_our_names(self, raw: Mapping[str, Any], known: Iterable[str], path: Path_) -> dict[str, str]:
        """Each key as it is written, with the one of ours that it means; a key that means none stands for itself."""
        ours, found = {key_of(name): name for name in known}, dict[str, str]()
        for key in raw:
            name = key if key in ours.values() else ours.get(key_of(key), key)
            if name in found.values():
                self.refuse((*path, key), f"'{key[:SHOWN]}' is written twice, in two ways.", "Keep one.")
            found[key] = name
        return found

    # --- answers --------------------------------------------------------------------------------------------

    def is_not_known(self, fact: Fact, raw: Any) -> bool:
        """Whether a word says that nobody knows."""
        said = isinstance(raw, str) and fact.kind != "text" and key_of(raw) in self.words.not_known
        if said:
            self._meant(raw, "not known")
        return said

    def yes_or_no(self, raw: Any) -> bool | None:
        """True or false for a word that says so, in any case; None for anything else."""
        if isinstance(raw, bool):
            return raw
        found = self.words.yes_no.get(key_of(raw)) if isinstance(raw, str) else None
        if found is not None and raw not in ("yes", "no"):
            self._meant(raw, "yes" if found else "no")
        return found

    def our_answer(self, fact: Fact, text: str, path: Path_) -> str | None:
        """The choice that a word means; None where it means none, or several (which is noted)."""
        if text in fact.choices:
            return text
        found = self.words.answer(fact.id, fact.choices, text)
        if found is not None:
            return self._meant(text, found)
        asked = self.words.asked_answers.get(fact.id, {}).get(key_of(text))
        if asked is not None:
            self._ask(text, asked, lambda _: "", path)
            return None
        self.wrong(path, text, f"Choose from {', '.join(fact.choices)}.{hint(self.read, text, fact.choices)}")
        return None

    def wrong(self, path: Path_, raw: Any, remedy: str) -> None:
        self.fits = False
        self.refuse(path, f"'{str(raw)[:40]}' does not fit here.", remedy)

    # --- numbers and days -----------------------------------------------------------------------------------

    def our_number(self, fact: Fact, raw: str, path: Path_) -> tuple[float, bool] | None:
        """A number as people write it, and whether with its unit; None where it is none, or may be two (which is noted)."""
        said = self.words.answers.get(fact.id, {}).get(key_of(raw))
        score = of_all(raw, fact.ends[1]) if said is None else None
        if score is not None and score[1] and fact.group != "strength":
            score = None
        text = with_a_point(raw)
        if "," in text:
            self.refuse(path, f"'{raw[:SHOWN]}' can be read in two ways.", "Write the number without a comma.")
            return None
        found = float(said) if said is not None else score[0] if score else self.words.measured(text, fact.unit)
        if found is not None:
            self.used_as(fact, raw, found)
            return found, True
        bare = self.words.bare(text) if text != raw else None
        if bare is not None:
            self.used_as(fact, raw, bare)
            return bare, False
        self.no_number(fact, raw, path)
        return None

    def no_number(self, fact: Fact, raw: Any, path: Path_) -> None:
        unit = with_unit("", fact.unit).strip()
        self.wrong(
            path, raw, f"Write a number{' in ' if unit else ''}{unit} ({self.nobody_knows} where it is not known)."
        )

    def used_as(self, fact: Fact, raw: str, value: float) -> None:
        self.told.append(f"{fact.question}: {raw} was entered and is used as {with_unit(f'{value:g}', fact.unit)}.")

    def our_day(self, text: str, path: Path_) -> str:
        """A day, or year and month, as this planner writes it; empty where it is none, or may be two (which is noted)."""
        days = self.words.days(text)
        if len(days) == 1:
            return self._meant(text, days[0])
        if days:
            self.refuse(path, f"'{text[:30]}' can be two days.", f"Write {' or '.join(days)}.")
            return ""
        self.refuse(path, f"'{text[:30]}' is not a date.", NOT_A_DAY)
        return ""
