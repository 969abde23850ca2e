"""An intake file or mapping → Intake: checked against the vocabulary, every problem at once, nothing silently taken."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planner.model.clinic_words import key_of
from planner.model.days import FIRST_DAY, LAST_DAY, TOO_LATE
from planner.model.errors import IntakeError, Problem
from planner.model.facts import Vocabulary
from planner.model.intake import EquipmentItem, Followed, Intake, Preferences, Quote, SignOff, TeamMember
from planner.model.knowledge import Knowledge
from planner.model.text import LONGEST_NAME, one_line
from planner.reading.agenda import agenda_checked
from planner.reading.checked import hint, shape
from planner.reading.cross_checks import cross_checks, quotes_checked, routes_checked
from planner.reading.deceased import DECEASED, deceased_told
from planner.reading.entries import TOPICS, Entries, listed_topics
from planner.reading.python_values import read_mapping
from planner.reading.strict_json import read_json_file
from planner.reading.strict_yaml import LARGEST, Path_, Read, read_file, read_text

INTAKE_SCHEMA = "als-planner/intake/1"
TOP = ("schema", "patient", "preferences", "team", "visits", "equipment", "quotes", "followed", "review")
PSEUDONYM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
HALVES = re.compile("[\ud800-\udfff]")
ABOUT = ("id", "name", "language", DECEASED)  # of a patient, beside the facts
PRINT_CHOICES = ("look_ahead", "helper_look_ahead", "what_matters", TOPICS)


def read_intake(source: Path | str | Mapping[str, Any], knowledge: Knowledge, today: date) -> Intake:
    """Read one person's intake: a path (YAML or JSON, ``-`` for standard input) or a mapping.

    Days after ``today`` are refused. Raises IntakeError with every problem.
    """
    if today > LAST_DAY:
        raise IntakeError([Problem("today", 0, f"{today} is too far ahead.", TOO_LATE)])
    read = _read(source)
    if read.problems:
        raise IntakeError(read.problems)
    return _Reading(read, knowledge, today).intake()


def sign_off(name: str, on: date) -> SignOff:
    """The therapist named on the command line as the one who has checked a plan. Raises IntakeError."""
    read = Read(where="--reviewed-by")
    found = shape(SignOff, {"by": name, "on": on}, read, ())
    if found is not None and not found.by:
        read.note((), "This is no name that can be printed.", "Write the therapist's name.")
    if found is None or read.problems:
        raise IntakeError(read.problems)
    return found


def of_person(vocabulary: Vocabulary) -> list[str]:
    """The facts that stand with the patient, not with a visit."""
    facts = vocabulary.facts.values()
    return [f.id for f in facts if f.group == "person" and f.id != "visit_date" and f.origin != "derived"]


def _read(source: Path | str | Mapping[str, Any]) -> Read:
    if isinstance(source, Mapping):
        return read_mapping(source)
    if str(source) == "-":
        return _read_stdin()
    path = Path(source)
    return read_json_file(path) if path.suffix == ".json" else read_file(path)


def _read_stdin() -> Read:
    where = "standard input"
    try:
        return read_text(sys.stdin.read(LARGEST + 1), where)
    except UnicodeDecodeError:
        return Read(where=where, problems=[Problem(where, 0, "This is not text in UTF-8.", "Send UTF-8 text.")])


def _writable(value: Any) -> Any:
    """What was read, as it stood, but for halves of a pair of signs, which no file can hold."""
    if isinstance(value, dict):
        return {_writable(key): _writable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_writable(entry) for entry in value]
    return HALVES.sub("", value) if isinstance(value, str) else value


class _Reading(Entries):
    """One pass over one intake; problems gather with what was read, and nothing is kept if there are any."""

    def intake(self) -> Intake:
        raw = self.read.value
        if not isinstance(raw, dict):
            remedy = "Start with 'patient:' and 'visits:'; `als-planner demo --intake` prints one."
            raise IntakeError([self.read.problem((), "This is not an intake.", remedy)])
        self.known_keys(raw, TOP, ())
        if raw.get("schema") not in (None, INTAKE_SCHEMA):
            self.refuse(
                ("schema",),
                f"I cannot read the schema '{str(raw['schema'])[:40]}'.",
                f"This planner reads {INTAKE_SCHEMA}.",
            )
        visits = self._visits(raw.get("visits"))
        last = visits[-1] if visits else self.today
        person_id, name, language = self._patient(raw.get("patient"), last)
        preferences = self._preferences(raw.get("preferences"), last)
        equipment = self._equipment(raw, last)
        team = self._list(raw, "team", TeamMember)
        quotes = [self._offer(quote, at) for at, quote in enumerate(self._list(raw, "quotes", Quote))]
        quotes_checked(self, quotes)
        self._phones(raw.get("team"), team)
        followed = self._list(raw, "followed", Followed)
        review = self._review(raw.get("review"))
        agenda_checked(self, preferences, followed, review)
        cross_checks(self, visits)
        deceased = deceased_told(self, raw.get("patient"), visits)
        country = self.country_codes[max(self.country_codes)] if self.country_codes else ""
        routes_checked(self, equipment, quotes, country)
        if self.read.problems:
            raise IntakeError(self.read.problems)
        observations = tuple(sorted((seen for seen, _ in self.seen.values()), key=lambda s: (s.fact, s.on)))
        return Intake(
            id=person_id, name=name, language=language, country=country, observations=observations, visits=tuple(visits), preferences=preferences, unanswered=tuple(sorted(self.unanswered)),
            team=tuple(team), equipment=tuple(equipment), quotes=tuple(quotes), review=review, followed=tuple(followed), told=(*self.told, *self.all_understood()), to_confirm=tuple(self.to_confirm), source=_writable(raw),
            deceased=deceased,
        )  # fmt: skip

    # --- places ---------------------------------------------------------------------------------------------

    def _list(self, raw: Mapping[str, Any], key: str, model: Any) -> list[Any]:
        entries = raw.get(key)
        if entries is None:
            return []
        if not isinstance(entries, list):
            self.refuse((key,), "This should be a list.", "Write each entry on a line of its own, after a dash.")
            return []
        if self.too_many(entries, (key,)):
            return []
        found = [shape(model, entry, self.read, (key, at)) for at, entry in enumerate(entries)]
        return [entry for entry in found if entry is not None]

    # --- parts ----------------------------------------------------------------------------------------------

    def _patient(self, raw: Any, last: date) -> tuple[str, str, str]:
        if not isinstance(raw, dict):
            self.refuse(("patient",), "There is no patient.", "Add 'patient:' with at least an id.")
            return "", "", "en"
        facts = of_person(self.vocabulary)
        written = self.by_our_names(raw, ABOUT, ("patient",))
        for key, name in written.items():
            if name not in ABOUT:
                self._of_person(key, raw[key], facts, last)
        raw = {name: raw[key] for key, name in written.items()}
        person_id = raw.get("id")
        if (
            not isinstance(person_id, str | int)
            or isinstance(person_id, bool)
            or not PSEUDONYM.fullmatch(str(person_id))
        ):
            remedy = "Use a pseudonym of letters, digits, dots, dashes, at most 64."
            self.refuse(("patient", "id"), "The id is missing or not usable.", remedy)
        name = one_line(self.text_of(raw.get("name"), ("patient", "name"), LONGEST_NAME))
        language = "en" if raw.get("language") in (None, "") else self._language(raw["language"])
        if not isinstance(language, str) or not LANGUAGE_TAG.fullmatch(language):
            what = f"'{str(language)[:20]}' is not the code of a language."
            self.refuse(("patient", "language"), what, "Write en, es or another code (ISO 639).")
        return str(person_id), name, str(language)

    def _of_person(self, key: str, raw: Any, facts: list[str], last: date) -> None:
        """A fact that stands with the patient; other facts belong to a visit."""
        path: Path_ = ("patient", key)
        asked = key_of(key) in self.words.asked_names
        if key in facts or asked or self.vocabulary.by_key.get(key_of(key)) in facts:
            self.take(key, raw, last, path)
        else:
            self.known_keys({key: raw}, (*ABOUT, *facts), ("patient",))

    def _language(self, raw: Any) -> Any:
        found = self.words.answer("language", (), raw) if isinstance(raw, str) else None
        return raw if found is None else self._meant(raw, found)

    def _preferences(self, raw: Any, last: date) -> Preferences:
        raw = raw if raw is not None else {}
        if not isinstance(raw, dict):
            self.refuse(("preferences",), "This should be a set of keys with values.", "")
            return Preferences()
        names = self.by_our_names(raw, (*PRINT_CHOICES, *Preferences.model_fields), ("preferences",))
        for fact in PRINT_CHOICES:
            key = next((key for key, name in names.items() if name == fact), fact)
            self.take(key, raw.get(key), last, ("preferences", key))
        plain = {
            name: self._plain_choice(raw[key], ("preferences", key))
            for key, name in names.items()
            if name not in PRINT_CHOICES
        }
        plain = {key: value for key, value in plain.items() if value is not None or key not in Preferences.model_fields}
        for (fact, _), (seen, _) in sorted(self.seen.items(), key=lambda entry: entry[0]):
            if fact in PRINT_CHOICES:  # told here or at a visit: the newest counts
                plain[fact] = seen.value
        if TOPICS in plain:
            plain[TOPICS] = listed_topics(plain[TOPICS])
        if "helper_may_see_more" in plain and (may := self.yes_or_no(plain["helper_may_see_more"])) is not None:
            plain["helper_may_see_more"] = may
        if "not_now" in plain:
            plain["not_now"] = self._put_off(plain["not_now"])
        return shape(Preferences, plain, self.read, ("preferences",)) or Preferences()

    def _plain_choice(self, raw: Any, path: Path_) -> Any:
        """A choice that is no fact, and so has no day and no note of its own, told as facts are."""
        return self.opened(raw, None, path)[0] if isinstance(raw, dict) else raw

    def _put_off(self, raw: Any) -> list[str]:
        path: Path_ = ("preferences", "not_now")
        if not isinstance(raw, list):
            self.refuse(path, "This should be a list.", "Write each entry on a line of its own, after a dash.")
            return []
        if self.too_many(raw, path):
            return []
        known = {rule.id for rule in self.knowledge.recommendations} | set(self.knowledge.equipment)
        return [name for at, one in enumerate(raw) if (name := self._advice_or_thing(one, known, (*path, at)))]

    def _advice_or_thing(self, name: Any, known: set[str], path: Path_) -> str | None:
        if isinstance(name, str) and name not in known and self.is_word_for_a_thing(name):
            return self.our_thing(name, path)
        if not isinstance(name, str) or name not in known:
            self.refuse(
                path,
                f"I do not know '{str(name)[:60]}'.{hint(self.read, name, known)}",
                "Use the id of a recommendation or a piece of equipment.",
            )
        return name if isinstance(name, str) else None

    def _offer(self, quote: Quote, at: int) -> Quote:
        """An offer with its thing under its id; what nobody knows is left to be refused."""
        named = self.is_word_for_a_thing(quote.item)
        thing = self.our_thing(quote.item, ("quotes", at, "item")) if named else None
        return quote.model_copy(update={"item": thing}) if thing else quote

    def _review(self, raw: Any) -> SignOff:
        found = shape(SignOff, {} if raw is None else raw, self.read, ("review",)) or SignOff()
        self.can_be(found.on, ("review", "on"))
        return found

    def _visits(self, raw: Any) -> list[date]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.refuse(("visits",), "This should be a list of visits.", "Write '- on: date' and below it 'facts:'.")
            return []
        if self.too_many(raw, ("visits",)):
            return []
        days = [day for at, visit in enumerate(raw) if (day := self._visit(visit, ("visits", at))) is not None]
        return sorted(set(days))

    def _visit(self, raw: Any, path: Path_) -> date | None:
        if not isinstance(raw, dict):
            self.refuse(
                path,
                "This should be a visit with 'on' and 'facts'.",
                "Write '- on: date' and below it 'facts:'.",
            )
            return None
        self.known_keys(raw, ("on", "facts"), path)
        day = self.day_of(raw.get("on"), (*path, "on"))
        facts = raw.get("facts")
        if not isinstance(facts, dict) or not facts:
            self.refuse((*path, "facts"), "This visit holds no facts.", "Add what was found, or take the visit out.")
            return day
        for name, value in facts.items():
            self.take(str(name), value, day, (*path, "facts", name))
        return day

    def _equipment(self, raw: Mapping[str, Any], last: date) -> list[EquipmentItem]:
        told = list(enumerate(self._list(raw, "equipment", EquipmentItem)))
        items = [item for at, one in told if (item := self._in_our_words(one, ("equipment", at))) is not None]
        self._equipment_facts(items, last)
        return items

    def _in_our_words(self, item: EquipmentItem, path: Path_) -> EquipmentItem | None:
        """A thing under its id, and where it stands as one of the choices; a thing that nobody knows is noted."""
        thing, fact = self.our_thing(item.item, (*path, "item")), self.vocabulary.facts["equipment_status"]
        status = self.words.answer(fact.id, fact.choices, item.status) or item.status
        if status != item.status:
            self._meant(item.status, status)
        return None if thing is None else item.model_copy(update={"item": thing, "status": status})

    def _equipment_facts(self, items: list[EquipmentItem], last: date) -> None:
        for at, item in enumerate(items):
            path: Path_ = ("equipment", at)
            name = f"equipment_status_{item.item}"
            if any(item.item == earlier.item for earlier in items[:at]):
                self.refuse(
                    (*path, "item"),
                    f"'{item.item}' is listed twice.",
                    "Keep the entry that holds today; what was before belongs to the visit of that day.",
                )
                continue
            self.can_be(item.since, (*path, "since"))
            if item.until and item.until < FIRST_DAY:
                self.can_be(item.until, (*path, "until"))
            elif item.until and item.since and item.until < item.since:
                self.refuse((*path, "until"), f"{item.until} lies before {item.since}.", "Correct one of the two.")
            self.take(
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
                self.record(fact, word, last, item.note, path)

    def _phones(self, raw: Any, team: list[TeamMember]) -> None:
        """A telephone number that is not used as it was typed is told, so that somebody looks at it."""
        if self.read.problems:
            return
        for typed, member in zip(raw or (), team, strict=True):
            number = str(typed.get("phone", "")).strip()
            if number != member.phone and not number.isprintable():
                what = f"signs that cannot be printed were taken out of the number; {member.phone} is used."
                self.told.append(f"{member.role}: {what}")
