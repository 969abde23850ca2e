"""One fact as it was written → one checked value: kinds, units, signs, limits, dates. Problems gather here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.model.clinic_words import key_of, with_a_point
from planner.model.days import full_years
from planner.model.facts import Fact, Observation, Raw
from planner.model.intake import Unanswered
from planner.model.knowledge import Knowledge
from planner.model.text import LONGEST_TEXT, clean, one_line
from planner.model.units import AlsoAs, with_unit
from planner.reading.checked import hint
from planner.reading.strict_yaml import Path_, Read
from planner.reading.understood import NOT_A_DAY, Understanding

NUMBER_WITH_UNIT = re.compile(r"([-+]?[0-9]++(?:\.[0-9]++)?)\s*+(.*)")  # of text without blanks at its ends
GRADE_WITH_SIGN = re.compile(r"([0-5])[+-]\Z")
WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
LONGEST_NUMBER = 60  # signs of a number with its unit
TOLD_KEYS = ("value", "note", "on")  # the keys of a value that bears its note and day
TOPICS = "print_topics_held_back"
MOST_ENTRIES = 1000  # visits, quotes, pieces of equipment … of one person
MOST_OF = {"team": 60}  # each is a row to write in on paper
LARGEST_NUMBER = 1e9  # no fact comes near it; infinity and "not a number" are not below it


def listed_topics(text: str) -> list[str]:
    """The topics of a text with bars between them."""
    return [name for topic in text.split("|") if (name := topic.strip())]


def most_of(name: Any) -> int:
    """How many entries a list of this name may have."""
    return MOST_OF.get(name, MOST_ENTRIES)


class Entries(Understanding):
    """What was written of one person, entry by entry: values that fit are kept, all others become problems."""

    def __init__(self, read: Read, knowledge: Knowledge, today: date) -> None:
        super().__init__(read, knowledge, today)
        self.to_confirm: list[str] = []
        self.seen: dict[tuple[str, date], tuple[Observation, Path_]] = {}
        self.country_codes: dict[date, str] = {}
        self.unanswered: set[Unanswered] = set()
        self.unit_told: set[tuple[str, date]] = set()

    def known_keys(self, raw: Mapping[str, Any], known: tuple[str, ...], path: Path_) -> None:
        for key in raw:
            if key not in known:
                self.refuse(
                    (*path, key),
                    f"I do not know '{str(key)[:60]}' here.{hint(self.read, str(key), known)}",
                    f"Known here: {', '.join(known)}." if len(known) < 12 else "Correct or remove it.",
                )

    def too_many(self, entries: list[Any], path: Path_) -> bool:
        """Nobody has this many; what is worked out of each would keep everybody waiting."""
        most = most_of(path[-1] if path else "")
        if len(entries) > most:
            keep = "Keep the newest." if most == MOST_ENTRIES else "Keep those who are called first."
            self.refuse(path, f"This list has more than {most:,} entries.", keep)
        return len(entries) > most

    def day_of(self, raw: Any, path: Path_) -> date | None:
        """A day that can be, or year and month (which counts as the 15th)."""
        day = self._date(raw, path)
        return day if day is not None and self.can_be(day, path) else None

    def _date(self, raw: Any, path: Path_) -> date | None:
        text = str(raw) if raw is not None else ""
        if not WRITTEN.fullmatch(text):
            text = self.our_day(text, path)
            if not text:
                return None
        month_only = re.fullmatch(r"\d{4}-\d{2}", text) is not None
        if month_only:
            text += "-15"
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        except ValueError:
            day = None
        if day is None:
            self.refuse(path, f"'{text[:30]}' is not a date.", NOT_A_DAY)
        elif month_only and day.replace(day=1) <= self.today < day:
            return self.today  # this month, and the 15th is still to come
        return day

    def _can_be_born(self, born: date, told: date) -> bool:
        """Whether a date of birth gives an age that can be on the day it was told; else it is asked about and not used.

        The day it was told, not today: a paper read again years later holds the same facts.
        """
        age = self.vocabulary["age_years"]
        least, most = age.ends
        years = full_years(born, told)
        fits = least <= years <= most
        if not fits:
            made = f"makes an age of {years} {age.unit} on" if years >= 0 else "lies after"
            self.to_confirm.append(
                f"{self.vocabulary['birth_date'].question}: {born} {made} {told}; {least:g} to {most:g} can be. "
                f"It is not used; please check it and write the right date."
            )
        return fits

    def can_be(self, day: date | None, path: Path_) -> bool:
        """Whether a day, where one is told, is neither ahead nor before anybody's time."""
        ahead = day is not None and day > self.today
        if ahead:
            self.refuse(path, f"{day} lies in the future (today is {self.today}).", "Correct the date.")
        elif day is not None and day.year < 1900:
            self.refuse(path, f"{day} is too long ago.", "Correct the date.")
            return False
        return not ahead

    def take(self, name: str, raw: Any, day: date | None, path: Path_, note: str = "") -> None:
        """One fact under the name it was written by; the name, and the value, may be words of the clinic."""
        ours = self.our_name(name, path)
        fact = self._can_be_told(ours, path) if ours is not None else None
        if fact is None or ours is None:
            return
        if isinstance(raw, dict):
            raw, note, day = self.opened(raw, day, path)
        if self.is_not_known(fact, raw):
            raw = None
        if raw is None:
            if note and day is not None:
                self.unanswered.add(Unanswered(ours, day, note))
            return
        if ours == "country":
            self.country(raw, day, note, path)
        elif key_of(name) in self.words.unit_needed and self._has_no_unit(raw):
            what = f"{raw} may be in one of several units."
            self.refuse(path, what, f"Write it with its unit, for example {raw} {fact.unit}.")
        else:
            self._take_value(fact, ours, raw, day, note, path)

    def _take_value(self, fact: Fact, name: str, raw: Any, day: date | None, note: str, path: Path_) -> None:
        value = self._value(fact, name, raw, path)
        if name == "birth_date" and isinstance(value, date) and day is not None:
            value = value if self._can_be_born(value, day) else None
        if value is not None and day is not None:
            self.record(name, value, day, note, path)
            if isinstance(raw, str) and not raw.strip()[-1:].isdigit():
                self.unit_told.add((name, day))

    def _has_no_unit(self, raw: Any) -> bool:
        return isinstance(raw, int | float) or (isinstance(raw, str) and self.words.bare(with_a_point(raw)) is not None)

    def opened(self, raw: Mapping[str, Any], day: date | None, path: Path_) -> tuple[Any, str, date | None]:
        """The value, note and day of ``{value: …, note: …, on: …}``; without ``on`` the day is the one given."""
        self.known_keys(raw, TOLD_KEYS, path)
        if "value" not in raw and all(
            key in TOLD_KEYS for key in raw
        ):  # else the unknown key is most likely the misspelt value
            self.refuse(path, "'value' is missing.", "Add it (null where it is not known).")
        note = self.text_of(raw.get("note"), (*path, "note"), LONGEST_TEXT)
        if raw.get("on") is not None:
            day = self.day_of(raw["on"], (*path, "on"))
        return raw.get("value"), note, day

    def _can_be_told(self, name: str, path: Path_) -> Fact | None:
        fact = self.vocabulary[name]
        if fact.origin == "derived":
            self.refuse(path, f"'{name}' is worked out by the planner and cannot be told.", "Take it out.")
            return None
        return fact

    def record(self, name: str, value: Raw, day: date, note: str, path: Path_) -> None:
        earlier = self.seen.get((name, day))
        if earlier is not None and earlier[0].value != value:
            line = self.read.line(earlier[1])
            first = f"{earlier[0].value} (line {line})" if line else str(earlier[0].value)
            self.refuse(path, f"'{name}' has two values on {day}: {first} and {value}.", "Keep the right one.")
            return
        self.seen[name, day] = (Observation(name, value, day, note), path)

    def _value(self, fact: Fact, name: str, raw: Any, path: Path_) -> Raw | None:
        if isinstance(raw, str) and fact.kind != "text":
            raw = one_line(raw)
        if fact.kind == "yes_no":
            word = self.yes_or_no(raw)
            if word is None:
                self.wrong(path, raw, f"Write true or false ({self.nobody_knows} where it is not known).")
            return word
        if fact.kind == "choice":
            text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
            return self.our_answer(fact, text, path)
        if fact.kind == "date":
            return self._date(raw, path) if name == "birth_date" else self.day_of(raw, path)
        if name == TOPICS:
            return self._topics(raw, path) or None
        if fact.kind == "text":
            text = self.text_of(raw, path, LONGEST_TEXT)
            return text or None
        number = self._number(fact, raw, path)
        return None if number is None else self._on_scale(fact, name, number, path)

    def _topics(self, raw: Any, path: Path_) -> str:
        """A list of topics, or text with bars between them, as that text; one that nobody knows would keep nothing off paper."""
        if isinstance(raw, list) and self.too_many(raw, path):
            return ""
        listed = raw if isinstance(raw, list) else listed_topics(self.text_of(raw, path, LONGEST_TEXT))
        known = self.knowledge.about.topics
        for name in listed:
            if not isinstance(name, str) or name not in known:
                what = f"I do not know the topic '{str(name)[:60]}'.{hint(self.read, str(name), known)}"
                self.refuse(path, what, f"Choose from {', '.join(known)}.")
        return "|".join(dict.fromkeys(map(str, listed)))

    def _number(self, fact: Fact, raw: Any, path: Path_) -> float | None:
        """A number, also with its unit written out; another unit we know is converted, and said."""
        if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < LARGEST_NUMBER:
            return self._of_signs(fact, float(raw), path, False)
        if isinstance(raw, str):
            if fact.group == "strength" and (sign := GRADE_WITH_SIGN.match(raw.strip())):
                self.told.append(f"{fact.question}: {raw} was entered; the sign is dropped and {sign[1]} is used.")
                return float(sign[1])
            parts = NUMBER_WITH_UNIT.fullmatch(raw) if len(raw) <= LONGEST_NUMBER else None
            unit = parts[2] or None if parts else None
            if parts and unit in (None, fact.unit, fact.unit.split(" ")[0]):
                return self._of_signs(fact, float(parts[1]), path, unit is not None)
            if parts and fact.also_as and fact.also_as.times and unit == fact.also_as.unit:
                value = round(float(parts[1]) * fact.also_as.times, 2)
                self.used_as(fact, raw, value)
                return value
            understood = self.our_number(fact, raw, path) if len(raw) <= LONGEST_NUMBER else None
            if understood is not None or len(raw) <= LONGEST_NUMBER:
                return self._of_signs(fact, understood[0], path, understood[1]) if understood else None
        self.no_number(fact, raw, path)
        return None

    def _of_signs(self, fact: Fact, number: float, path: Path_, unit_told: bool) -> float:
        if fact.positive and number < 0:
            self.told.append(
                f"{fact.question}: {number:g} was entered; pressures are kept as positive numbers, {-number:g} is used."
            )
            return -number
        if fact.also_as and not unit_told and fact.also_as.looks_so(number):
            self._ask_for_unit(fact, fact.also_as, number)
            return float("nan")
        return number

    def _ask_for_unit(self, fact: Fact, other: AlsoAs, number: float) -> None:
        would_be, write = "", f"the number with its unit ({fact.unit})"
        if other.times is not None:
            meant = number * other.times
            would_be, write = f", which would be {meant:.0f} {fact.unit}", f"{meant:.0f} in {fact.unit}"
        self.to_confirm.append(
            f"{fact.question}: {number:g} looks like {other.unit}{would_be}. "
            f"It is not used until someone confirms it; write {write}."
        )

    def _on_scale(self, fact: Fact, name: str, number: float, path: Path_) -> Raw | None:
        if number != number:  # held back until its unit is confirmed
            return None
        low, high = fact.ends
        if fact.whole and not number.is_integer():
            self.refuse(
                path,
                f"{number:g} is a half point; '{name}' has whole grades only.",
                f"Give a whole number from {low:g} to {high:g}.",
            )
            return None
        if not low <= number <= high:
            self.refuse(
                path,
                f"{number:g} is not possible for '{name}' ({with_unit(f'{low:g} to {high:g}', fact.unit)}).",
                f"Correct it, or use {self.nobody_knows} where it is not known.",
            )
            return None
        if fact.is_asked_again(number):
            self.to_confirm.append(
                f"{fact.question}: {with_unit(f'{number:g}', fact.unit)} is unusual. It is used; please check it."
            )
        return int(number) if number.is_integer() else number

    def text_of(self, raw: Any, path: Path_, longest: int) -> str:
        if raw is None:
            return ""
        if not isinstance(raw, str | int | float) or isinstance(raw, bool):
            self.wrong(path, raw, "Write text.")
            return ""
        text = str(raw)
        if len(text) > longest:
            self.refuse(path, f"This text has {len(text)} characters; at most {longest} fit on paper.", "Shorten it.")
            return ""
        return clean(text)

    def told_on(self, name: str, day: date) -> Any:
        entry = self.seen.get((name, day))
        return entry[0].value if entry else None

    def country(self, code: Any, day: date | None, note: str, path: Path_) -> None:
        """The fact is the country whose rules apply; the code is kept where a country's own routes hang on it."""
        choices = self.vocabulary["country"].choices
        code = self._country_meant(code)
        named = next((name for name, country in self.knowledge.countries.items() if code in country.codes), None)
        if not isinstance(code, str) or not (code in choices or named or re.fullmatch("[A-Z]{2}", code)):
            self.refuse(
                path,
                f"I do not know the country '{str(code)[:20]}'.",
                f"Use {', '.join(choices)} or a two-letter code.",
            )
        elif day is not None:
            self.record("country", code if code in choices else named or "other", day, note, path)
            self.country_codes[day] = str(named) if named in self.knowledge.routes.by_country else code

    def _country_meant(self, code: Any) -> Any:
        """The code of a country that was written out, or in small letters."""
        if not isinstance(code, str) or code in self.vocabulary["country"].choices:
            return code
        known = (
            *self.vocabulary["country"].choices,
            *(code for one in self.knowledge.countries.values() for code in one.codes),
        )
        found = self.words.answer("country", known, code)
        return code if found in (None, code) else self._meant(code, str(found))
