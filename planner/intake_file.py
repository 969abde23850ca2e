"""An intake file or mapping → Intake: checked against the vocabulary, every problem at once, nothing silently taken."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planner.errors import IntakeError, Problem
from planner.facts import Fact, Observation, Raw
from planner.intake import EquipmentItem, Intake, Preferences, Quote, SignOff, TeamMember
from planner.knowledge import Knowledge
from planner.reading import did_you_mean, shape
from planner.strict_yaml import LARGEST, Path_, Read, read_file, read_text

SCHEMA = "als-planner/intake/1"
TOP = ("schema", "patient", "preferences", "team", "visits", "equipment", "quotes", "review")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
NUMBER_WITH_UNIT = re.compile(r"\s*([-+]?[0-9]+(?:\.[0-9]+)?)\s*(\S.*?)?\s*\Z")
GRADE_WITH_SIGN = re.compile(r"([0-5])[+-]\Z")
LONGEST_TEXT, LONGEST_NAME = 2000, 120
LARGEST_NUMBER = 1e9  # no fact comes near it; infinity and "not a number" are not below it
PRINT_CHOICES = ("look_ahead", "helper_look_ahead", "what_matters", "print_topics_held_back")
BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def read_intake(source: Path | str | Mapping[str, Any], knowledge: Knowledge, today: date | None = None) -> Intake:
    """Read one person's intake: a path (YAML or JSON, ``-`` for standard input) or a mapping.

    Dates after ``today`` are refused where it is given. Raises IntakeError with every problem.
    """
    read = _read(source)
    if read.problems:
        raise IntakeError(read.problems)
    return _Reading(read, knowledge, today).intake()


def _read(source: Path | str | Mapping[str, Any]) -> Read:
    if isinstance(source, Mapping):
        return Read("intake", _plain(source))
    if str(source) == "-":
        return _read_stdin()
    path = Path(source)
    return _read_json(path) if path.suffix == ".json" else read_file(path)


def _read_stdin() -> Read:
    where = "standard input"
    try:
        return read_text(sys.stdin.read(LARGEST + 1), where)
    except UnicodeDecodeError:
        return Read(where, problems=[Problem(where, 0, "This is not text in UTF-8.", "Send UTF-8 text.")])


def _plain(value: Any) -> Any:
    """Mappings given from Python may hold dates; in files they are text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _read_json(path: Path) -> Read:
    read = Read(str(path))
    try:
        if path.stat().st_size > LARGEST:
            read.problems.append(Problem(str(path), 0, "This file is larger than 4 MB.", "Take the large part out."))
            return read
        read.value = json.loads(
            path.read_text(encoding="utf-8-sig"), object_pairs_hook=lambda pairs: _once(pairs, read)
        )
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        read.problems.append(
            Problem(str(path), 0, f"This file cannot be read ({reason}).", "Check its name and contents.")
        )
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        said = getattr(error, "msg", "it is nested too deep, or a number has too many digits")
        read.problems.append(
            Problem(
                str(path),
                line,
                f"This is not valid JSON: {said}.",
                "Check the brackets, commas and quotes near this line.",
            )
        )
    return read


def _once(pairs: list[tuple[str, Any]], read: Read) -> dict[str, Any]:
    """A JSON object whose keys stand once; the second of two would silently win."""
    found = dict(pairs)
    for key, times in Counter(key for key, _ in pairs).items():
        if times > 1:
            read.problems.append(read.problem((), f"'{key[:60]}' is written twice in one place.", "Keep one."))
    return found


def clean(text: str) -> str:
    """Text fit for paper: one form for each letter, no control signs and nothing that turns the direction of others."""
    normal = unicodedata.normalize("NFC", text)
    kept = [
        c for c in normal if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs", "Cn") and ord(c) not in BIDI)
    ]
    return "".join(kept).strip()


class _Reading:
    """One pass over one intake; problems gather, and nothing is kept if there are any."""

    def __init__(self, read: Read, knowledge: Knowledge, today: date | None) -> None:
        self.read, self.knowledge, self.today = read, knowledge, today
        self.vocabulary = knowledge.vocabulary
        self.problems: list[Problem] = []
        self.told: list[str] = []
        self.to_confirm: list[str] = []
        self.seen: dict[tuple[str, date], tuple[Observation, Path_]] = {}
        self.country_codes: dict[date, str] = {}

    def intake(self) -> Intake:
        raw = self.read.value
        if not isinstance(raw, dict):
            raise IntakeError(
                [
                    self.read.problem(
                        (),
                        "This is not an intake.",
                        "Start with 'patient:' and 'visits:'; `als-planner demo --intake` prints one.",
                    )
                ]
            )
        self._known_keys(raw, TOP, ())
        if raw.get("schema") not in (None, SCHEMA):
            self._bad(
                ("schema",),
                f"I cannot read the schema '{str(raw['schema'])[:40]}'.",
                f"This planner reads {SCHEMA}.",
            )
        visits = self._visits(raw.get("visits"))
        last = visits[-1] if visits else (self.today or date.min)
        person_id, name, language = self._patient(raw.get("patient"), last)
        preferences = self._preferences(raw.get("preferences"), last)
        equipment = self._list(raw, "equipment", EquipmentItem)
        self._equipment_facts(equipment, last)
        team = self._list(raw, "team", TeamMember)
        quotes = self._list(raw, "quotes", Quote)
        self._quotes(quotes)
        review = self._review(raw.get("review"))
        self._cross_checks(visits)
        if self.problems:
            raise IntakeError(self.problems)
        observations = tuple(sorted((seen for seen, _ in self.seen.values()), key=lambda s: (s.fact, s.on)))
        country = self.country_codes[max(self.country_codes)] if self.country_codes else ""
        return Intake(
            person_id, name, language, country, observations, tuple(visits), preferences,
            tuple(member.model_copy(update={"name": clean(member.name), "role": clean(member.role)}) for member in team),
            tuple(equipment), tuple(quotes), review, tuple(self.told), tuple(self.to_confirm), raw,
        )  # fmt: skip

    # --- places ---------------------------------------------------------------------------------------------

    def _bad(self, path: Path_, what: str, remedy: str = "") -> None:
        self.problems.append(self.read.problem(path, what, remedy))

    def _known_keys(self, raw: Mapping[str, Any], known: tuple[str, ...], path: Path_) -> None:
        for key in raw:
            if key not in known:
                self._bad(
                    (*path, key),
                    f"I do not know '{str(key)[:60]}' here.{did_you_mean(str(key), known)}",
                    f"Known here: {', '.join(known)}." if len(known) < 12 else "Correct or remove it.",
                )

    def _list(self, raw: Mapping[str, Any], key: str, model: Any) -> list[Any]:
        entries = raw.get(key)
        if entries is None:
            return []
        if not isinstance(entries, list):
            self._bad((key,), "This should be a list.", "Write each entry on a line of its own, after a dash.")
            return []
        found = [shape(model, entry, self.read, (key, at), self.problems) for at, entry in enumerate(entries)]
        return [entry for entry in found if entry is not None]

    # --- parts ----------------------------------------------------------------------------------------------

    def _patient(self, raw: Any, last: date) -> tuple[str, str, str]:
        if not isinstance(raw, dict):
            self._bad(("patient",), "There is no patient.", "Add 'patient:' with at least an id.")
            return "", "", "en"
        facts = [
            f.id
            for f in self.vocabulary.facts.values()
            if f.group == "person" and f.id != "visit_date" and f.origin != "derived"
        ]
        self._known_keys(raw, ("id", "name", "language", *facts), ("patient",))
        person_id = raw.get("id")
        if not isinstance(person_id, str | int) or isinstance(person_id, bool) or not ID.match(str(person_id)):
            self._bad(
                ("patient", "id"),
                "The id is missing or not usable.",
                "Use a pseudonym of letters, digits, dots, dashes, at most 64.",
            )
        name = self._text(raw.get("name"), ("patient", "name"), LONGEST_NAME)
        language = raw.get("language") or "en"
        if language not in self.knowledge.about.languages:
            spoken = ", ".join(self.knowledge.about.languages)
            self._bad(
                ("patient", "language"),
                f"I cannot write in '{str(language)[:20]}'.",
                f"Choose from {spoken}.",
            )
        for fact in facts:
            if fact in raw:
                self._take(fact, raw[fact], last, ("patient", fact))
        return str(person_id), name, str(language)

    def _country(self, code: Any, day: date | None, note: str, path: Path_) -> None:
        """The fact is the country whose rules apply; the code is kept where a country's own routes hang on it."""
        choices = self.vocabulary["country"].choices
        named = next((name for name, country in self.knowledge.countries.items() if code in country.codes), None)
        if not isinstance(code, str) or not (code in choices or named or re.fullmatch("[A-Z]{2}", code)):
            self._bad(
                path,
                f"I do not know the country '{str(code)[:20]}'.",
                f"Use {', '.join(choices)} or a two-letter code.",
            )
        elif day is not None:
            self._record("country", code if code in choices else named or "other", day, note, path)
            self.country_codes[day] = str(named) if named in self.knowledge.routes["by_country"] else code

    def _preferences(self, raw: Any, last: date) -> Preferences:
        raw = raw if raw is not None else {}
        if not isinstance(raw, dict):
            self._bad(("preferences",), "This should be a set of keys with values.", "")
            return Preferences()
        for fact in PRINT_CHOICES:
            self._take(fact, raw.get(fact), last, ("preferences", fact))
        plain = {key: (value.get("value") if isinstance(value, dict) else value) for key, value in raw.items()}
        plain = {key: value for key, value in plain.items() if value is not None and key not in PRINT_CHOICES}
        for (fact, _), (seen, _) in sorted(self.seen.items(), key=lambda entry: entry[0]):
            if fact in PRINT_CHOICES:  # told here or at a visit: the newest counts
                plain[fact] = seen.value
        if "print_topics_held_back" in plain:
            plain["print_topics_held_back"] = [
                topic for topic in str(plain["print_topics_held_back"]).split("|") if topic
            ]
        if "not_now" in plain:
            plain["not_now"] = self._put_off(plain["not_now"])
        return shape(Preferences, plain, self.read, ("preferences",), self.problems) or Preferences()

    def _put_off(self, raw: Any) -> list[str]:
        path: Path_ = ("preferences", "not_now")
        if not isinstance(raw, list):
            self._bad(path, "This should be a list.", "Write each entry on a line of its own, after a dash.")
            return []
        known = {rule.id for rule in self.knowledge.recommendations} | set(self.knowledge.equipment)
        for at, name in enumerate(raw):
            if not isinstance(name, str) or name not in known:
                self._bad(
                    (*path, at),
                    f"I do not know '{str(name)[:60]}'.{did_you_mean(name, known)}",
                    "Use the id of a recommendation or a piece of equipment.",
                )
        return [name for name in raw if isinstance(name, str)]

    def _review(self, raw: Any) -> SignOff:
        found = shape(SignOff, {} if raw is None else raw, self.read, ("review",), self.problems) or SignOff()
        self._not_ahead(found.on, ("review", "on"))
        return found

    def _visits(self, raw: Any) -> list[date]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self._bad(("visits",), "This should be a list of visits.", "Write '- on: date' and below it 'facts:'.")
            return []
        days = [day for at, visit in enumerate(raw) if (day := self._visit(visit, ("visits", at))) is not None]
        return sorted(set(days))

    def _visit(self, raw: Any, path: Path_) -> date | None:
        if not isinstance(raw, dict):
            self._bad(
                path,
                "This should be a visit with 'on' and 'facts'.",
                "Write '- on: date' and below it 'facts:'.",
            )
            return None
        self._known_keys(raw, ("on", "facts"), path)
        day = self._day(raw.get("on"), (*path, "on"))
        facts = raw.get("facts")
        if not isinstance(facts, dict) or not facts:
            self._bad((*path, "facts"), "This visit holds no facts.", "Add what was found, or take the visit out.")
            return day
        for name, value in facts.items():
            self._take(str(name), value, day, (*path, "facts", name))
        return day

    def _day(self, raw: Any, path: Path_) -> date | None:
        """A day, or year and month (which counts as the 15th)."""
        text = str(raw) if raw is not None else ""
        month_only = re.fullmatch(r"\d{4}-\d{2}", text) is not None
        if month_only:
            text += "-15"
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        except ValueError:
            day = None
        if day is None:
            self._bad(path, f"'{text[:30]}' is not a date.", "Write it as year-month-day, for example 2026-11-20.")
        elif month_only and self.today is not None and day.replace(day=1) <= self.today < day:
            return self.today  # this month, and the 15th is still to come
        elif not self._not_ahead(day, path):
            return None
        elif day.year < 1900:
            self._bad(path, f"{day} is too long ago.", "Correct the date.")
            return None
        return day

    def _not_ahead(self, day: date | None, path: Path_) -> bool:
        ahead = day is not None and self.today is not None and day > self.today
        if ahead:
            self._bad(path, f"{day} lies in the future (today is {self.today}).", "Correct the date.")
        return not ahead

    def _equipment_facts(self, items: list[EquipmentItem], last: date) -> None:
        for at, item in enumerate(items):
            path: Path_ = ("equipment", at)
            name = f"equipment_status_{item.item}"
            if name not in self.vocabulary:
                self._bad(
                    (*path, "item"),
                    f"I do not know the equipment '{item.item[:60]}'.{did_you_mean(item.item, self.vocabulary.devices)}",
                    "Use an id of equipment.yaml.",
                )
                continue
            self._not_ahead(item.since, (*path, "since"))
            self._take(
                name,
                item.status,
                item.since if item.since and item.since > last else last,
                (*path, "status"),
                item.note,
            )
            self._speak_for(item, last, path)

    def _speak_for(self, item: EquipmentItem, last: date, path: Path_) -> None:
        """niv_status and its kin and the equipment list are two ways to write one fact."""
        for fact, entry in self.knowledge.speaks_for.items():
            word = entry["words"].get(item.status)
            if entry["device"] == item.item and word and not any(name == fact for name, _ in self.seen):
                self._record(fact, word, last, item.note, path)

    def _quotes(self, quotes: list[Quote]) -> None:
        for at, quote in enumerate(quotes):
            path: Path_ = ("quotes", at)
            if quote.item not in self.knowledge.equipment:
                self._bad(
                    (*path, "item"),
                    f"I do not know the equipment '{quote.item[:60]}'.{did_you_mean(quote.item, self.knowledge.equipment)}",
                    "Use an id of equipment.yaml.",
                )
            self._not_ahead(quote.on, (*path, "on"))
            days = quote.lead_days
            if days and not days.min <= days.typical <= days.longest:
                self._bad((*path, "lead_days"), "min, typical and longest are not in order.", "Correct the days.")

    # --- one fact -------------------------------------------------------------------------------------------

    def _take(self, name: str, raw: Any, day: date | None, path: Path_, note: str = "") -> None:
        fact = self._fact(name, path)
        if fact is None:
            return
        if isinstance(raw, dict):
            self._known_keys(raw, ("value", "note", "on"), path)
            note = self._text(raw.get("note"), (*path, "note"), LONGEST_TEXT)
            if raw.get("on") is not None:
                day = self._day(raw["on"], (*path, "on"))
            raw = raw.get("value")
        if raw is None:
            return
        if name == "country":
            self._country(raw, day, note, path)
            return
        value = self._value(fact, name, raw, path)
        if value is not None and day is not None:
            self._record(name, value, day, note, path)

    def _fact(self, name: str, path: Path_) -> Fact | None:
        if name in self.vocabulary:
            fact = self.vocabulary[name]
            if fact.origin == "derived":
                self._bad(path, f"'{name}' is worked out by the planner and cannot be told.", "Take it out.")
                return None
            return fact
        if name.lower() in self.vocabulary.aliases:
            self._bad(
                path,
                f"I do not know '{name[:60]}' here.",
                f"In an intake it is called '{self.vocabulary.aliases[name.lower()]}'.",
            )
            return None
        self._bad(
            path,
            f"I do not know the fact '{name[:60]}'.{did_you_mean(name, self.vocabulary)}",
            "Use a name of stages/facts.yaml.",
        )
        return None

    def _record(self, name: str, value: Raw, day: date, note: str, path: Path_) -> None:
        earlier = self.seen.get((name, day))
        if earlier is not None and earlier[0].value != value:
            line = self.read.line(earlier[1])
            first = f"{earlier[0].value} (line {line})" if line else str(earlier[0].value)
            self._bad(path, f"'{name}' has two values on {day}: {first} and {value}.", "Keep the right one.")
            return
        self.seen[name, day] = (Observation(name, value, day, note), path)

    def _value(self, fact: Fact, name: str, raw: Any, path: Path_) -> Raw | None:
        if fact.kind == "yes_no":
            word = {"yes": True, "no": False}.get(raw) if isinstance(raw, str) else raw
            if isinstance(word, bool):
                return word
            self._wrong(path, raw, "Write true or false (null where it is not known).")
            return None
        if fact.kind == "choice":
            text = str(raw)
            if text in fact.choices and not isinstance(raw, bool):
                return text
            self._wrong(path, raw, f"Choose from {', '.join(fact.choices)}.{did_you_mean(text, fact.choices)}")
            return None
        if fact.kind == "date":
            return self._day(raw, path)
        if fact.kind == "text":
            text = self._text(raw, path, LONGEST_TEXT)
            return text or None
        number = self._number(fact, raw, path)
        return None if number is None else self._on_scale(fact, name, number, path)

    def _wrong(self, path: Path_, raw: Any, remedy: str) -> None:
        self._bad(path, f"'{str(raw)[:40]}' does not fit here.", remedy)

    def _number(self, fact: Fact, raw: Any, path: Path_) -> float | None:
        """A number, also with its unit written out; another unit we know is converted, and said."""
        if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < LARGEST_NUMBER:
            return self._of_signs(fact, float(raw), path, False)
        if isinstance(raw, str):
            if fact.group == "strength" and (sign := GRADE_WITH_SIGN.match(raw.strip())):
                self.told.append(f"{fact.question}: {raw} was entered; the sign is dropped and {sign[1]} is used.")
                return float(sign[1])
            parts = NUMBER_WITH_UNIT.match(raw)
            unit = parts[2] if parts else None
            if parts and unit in (None, fact.unit, fact.unit.split(" ")[0]):
                return self._of_signs(fact, float(parts[1]), path, unit is not None)
            if parts and fact.also_as and unit == fact.also_as.unit:
                value = round(float(parts[1]) * fact.also_as.times, 2)
                self.told.append(f"{fact.question}: {raw} was entered and is used as {value:g} {fact.unit}.")
                return value
        self._wrong(path, raw, f"Write a number in {fact.unit} (null where it is not known).")
        return None

    def _of_signs(self, fact: Fact, number: float, path: Path_, unit_told: bool) -> float:
        if fact.positive and number < 0:
            self.told.append(
                f"{fact.question}: {number:g} was entered; pressures are kept as positive numbers, {-number:g} is used."
            )
            return -number
        if fact.also_as and not unit_told and 0 < number <= fact.also_as.at_most:
            return self._other_unit(fact, number, path)
        return number

    def _other_unit(self, fact: Fact, number: float, path: Path_) -> float:
        meant = number * fact.also_as.times if fact.also_as else number
        self.to_confirm.append(
            f"{fact.question}: {number:g} looks like {fact.also_as.unit if fact.also_as else ''}, which would be {meant:.0f} {fact.unit}. "
            f"It is not used until someone confirms it; write {meant:.0f} in {fact.unit}."
        )
        return float("nan")

    def _on_scale(self, fact: Fact, name: str, number: float, path: Path_) -> Raw | None:
        if number != number:  # held back until its unit is confirmed
            return None
        low, high = fact.ends
        if (fact.kind == "grade" or fact.group == "alsfrs_r") and not number.is_integer():
            self._bad(
                path,
                f"{number:g} is a half point; '{name}' has whole grades only.",
                f"Give a whole number from {low:g} to {high:g}.",
            )
            return None
        if not low <= number <= high:
            self._bad(
                path,
                f"{number:g} is not possible for '{name}' ({low:g} to {high:g} {fact.unit}).",
                "Correct it, or use null where it is not known.",
            )
            return None
        least, most = fact.asked_again or (None, None)
        if (least is not None and number < least) or (most is not None and number > most):
            self.to_confirm.append(f"{fact.question}: {number:g} {fact.unit} is unusual. It is used; please check it.")
        return int(number) if number.is_integer() else number

    def _text(self, raw: Any, path: Path_, longest: int) -> str:
        if raw is None:
            return ""
        if not isinstance(raw, str | int | float) or isinstance(raw, bool):
            self._wrong(path, raw, "Write text.")
            return ""
        text = str(raw)
        if len(text) > longest:
            self._bad(path, f"This text has {len(text)} characters; at most {longest} fit on paper.", "Shorten it.")
            return ""
        return clean(text)

    # --- facts against each other -----------------------------------------------------------------------------

    def _cross_checks(self, visits: list[date]) -> None:
        newest = {name: seen for (name, _), (seen, _) in sorted(self.seen.items(), key=lambda entry: entry[0][1])}
        onset = newest.get("symptom_onset_date")
        if onset is not None and visits and onset.value > visits[0]:  # type: ignore[operator]
            path = self.seen["symptom_onset_date", onset.on][1]
            self._bad(
                path,
                f"The first weakness ({onset.value}) lies after the first visit ({visits[0]}).",
                "Correct one of the two dates.",
            )
        self._falls(visits)
        self._totals(visits)
        self._contradictions(newest)

    def _at(self, name: str, day: date) -> Any:
        entry = self.seen.get((name, day))
        return entry[0].value if entry else None

    def _falls(self, visits: list[date]) -> None:
        for day in visits:
            month, quarter = self._at("falls_1mo", day), self._at("falls_3mo", day)
            if month is not None and quarter is not None and month > quarter:
                path = self.seen["falls_1mo", day][1]
                self._bad(
                    path,
                    f"{month} falls in one month are more than {quarter} in three.",
                    "Correct one of the two.",
                )

    def _totals(self, visits: list[date]) -> None:
        items = [f.id for f in self.vocabulary.facts.values() if f.group == "alsfrs_r" and f.kind == "grade"]
        for day in visits:
            typed, scores = self._at("alsfrs_total", day), [self._at(item, day) for item in items]
            if typed is not None and None not in scores and typed != sum(scores):
                self.told.append(
                    f"{day}: the typed ALSFRS-R total {typed} differs from its items ({sum(scores)}); the items count."
                )

    def _contradictions(self, newest: Mapping[str, Observation]) -> None:
        def value(name: str) -> Any:
            return newest[name].value if name in newest else None

        limits = self.knowledge.numbers
        if value("alsfrs_walking") == limits["walks_with_help"] and value("walking_help") in (
            "none",
            "not_walking",
        ):
            self.to_confirm.append(
                "Walking is scored as walking with help, but no help is named. Which help is used indoors?"
            )
        on_machine = value("alsfrs_respiratory")
        if (
            on_machine is not None
            and on_machine < limits["score_as_before"]
            and value("niv_status") in ("not_discussed", "discussed", "declined")
        ):
            self.to_confirm.append(
                "The breathing-machine item shows use of a machine, but the mask's status says it is not in use. Both are kept; which is right?"
            )
        if (
            value("diagnosis_date")
            and value("symptom_onset_date")
            and value("diagnosis_date") < value("symptom_onset_date")
        ):
            self.to_confirm.append("The diagnosis is dated before the first weakness. Which date is right?")
