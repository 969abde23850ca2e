"""The form and an intake: what stands in its fields, and what was changed there as the mapping of an intake.

The form is a change of what was opened (``base``): what nobody touched stays as it was told, with its day, unit and note.
A visit is begun for what was found today; what is only known from an earlier visit is shown beside its field and not taken over.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.model.errors import IntakeError
from planner.model.facts import Fact, Observation
from planner.model.intake import Intake, Quote, in_force
from planner.model.knowledge import Knowledge
from planner.pages.form.chapters import chapters_of
from planner.reading.intake import INTAKE_SCHEMA, PRINT_CHOICES, of_person, read_intake
from planner.reading.strict_json import read_json
from planner.web.posted import (
    AS_OF,
    BAR,
    BASE,
    DAY,
    FACT,
    NOTE,
    PUT_OFF,
    QUOTE,
    REASON,
    ROUTE,
    SINCE,
    STATUS,
    TEAM,
    UNIT,
    WORD,
    Posted,
)
from planner.web.typed import as_day, as_number, as_typed, day_typed, with_unit

Mapping_ = dict[str, Any]
VISIT = f"{FACT}visit_date"
ID, NAME, SPOKEN, MAY = "id", "name", "language", "may_see_more"
CARRIED = ("person", "home", "equipment", "wishes", "printing")  # chapters that are filled from earlier visits
TEAM_KEYS, QUOTE_KEYS = ("role", "name", "phone", "when"), ("route", "buy", "rent_month", "delivery", "currency", "on")
WAIT_KEYS = ("min", "typical", "longest")
LEAVE_OUT = "leave_out"
OFFER = "offer"  # from whom an offer is, where nobody said


# --- what stands in the fields -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class InFields:
    """What stands in the fields when the form is opened, and beside them: the newest earlier value of each fact."""

    fields: Mapping[str, str]
    was: Mapping[str, Observation]


def standing(base: Intake | None, knowledge: Knowledge, day: date) -> InFields:
    """The form as opened on a day of visit."""
    if base is None:
        return InFields(fields={}, was={})
    fields: dict[str, str] = {ID: base.id, NAME: base.name, SPOKEN: base.language}
    fields[MAY] = "true" if base.preferences.helper_may_see_more else ""
    values = in_force(knowledge.vocabulary, base.observations, day)
    carried = _carried(knowledge)
    was: dict[str, Observation] = {}
    for seen in sorted(base.observations, key=lambda seen: seen.on):
        if seen.fact not in values or values[seen.fact].on != seen.on:
            continue
        known = values[seen.fact].known
        fact = knowledge.vocabulary[seen.fact]
        if known and (seen.on == day or fact.id in carried):
            prefix = STATUS if fact.family else FACT
            fields[prefix + seen.fact.removeprefix(f"{fact.id}_" if fact.family else "")] = as_typed(seen.value)
        else:
            was[seen.fact] = seen
    if base.country:
        fields[f"{FACT}country"] = base.country
    fields.update(_beside(base))
    return InFields(fields=fields, was=was)


def _carried(knowledge: Knowledge) -> frozenset[str]:
    chapters = chapters_of(knowledge)
    return frozenset(fact.id for key in CARRIED for fact in chapters[key])


def _beside(base: Intake) -> Iterator[tuple[str, str]]:
    """What an intake holds beside its facts."""
    for item in base.equipment:
        yield f"{STATUS}{item.item}", item.status
        yield f"{SINCE}{item.item}", item.since.isoformat() if item.since else ""
        yield f"{ROUTE}{item.item}", item.route
    for name in base.preferences.not_now:
        yield PUT_OFF + name, "true"
    for at, member in enumerate(base.team):
        yield from ((f"{TEAM}{at}.{key}", getattr(member, key)) for key in TEAM_KEYS)
    for quote in base.quotes:
        yield from _quoted(quote)
    word = base.review.agenda
    for choice, named in (("first", word.first), ("next_visit", word.next_visit)):
        yield from ((WORD + name, choice) for name in named)
    for left in word.leave_out:
        yield from ((WORD + left.id, LEAVE_OUT), (REASON + left.id, left.because))
    yield from ((NOTE + name, text) for name, text in base.review.notes.items())


def _quoted(quote: Quote) -> Iterator[tuple[str, str]]:
    for key in QUOTE_KEYS:
        value = getattr(quote, key)
        yield f"{QUOTE}{quote.item}.{key}", "" if value is None else as_typed(value)
    for key in WAIT_KEYS if quote.lead_days else ():
        yield f"{QUOTE}{quote.item}.{key}", str(getattr(quote.lead_days, key))


# --- what was changed ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A posted form: what it was opened from, what stood in it, and the mapping of the intake it makes."""

    base: Intake | None
    stood: InFields
    written: Mapping_


def base_of(form: Posted, knowledge: Knowledge, today: date) -> tuple[Intake | None, Mapping_]:
    """The intake that the form was opened from. Raises IntakeError where it can no longer be read."""
    if not form(BASE):
        return None, {}
    read = read_json(form(BASE), "form")
    if read.problems or not isinstance(read.value, dict):
        raise IntakeError(read.problems or [read.problem((), "This is not an intake.", "Open the file again.")])
    return read_intake(read.value, knowledge, today), read.value


def filled(form: Posted, knowledge: Knowledge, today: date) -> Filled:
    """The intake that a form tells of, not yet read. Raises IntakeError where what was opened cannot be read again."""
    base, mapping = base_of(form, knowledge, today)
    stood = standing(base, knowledge, day_typed(form(AS_OF)) or today)
    writing = _Writing(form, knowledge, copy.deepcopy(mapping), str(as_day(form(VISIT)) or today.isoformat()))
    return Filled(base=base, stood=stood, written=writing.whole(stood))


class _Writing:
    """A base in the making of the form's intake: ``mapping`` takes each field that was changed."""

    def __init__(self, form: Posted, knowledge: Knowledge, mapping: Mapping_, day: str) -> None:
        self.form, self.knowledge, self.mapping, self.day = form, knowledge, mapping, day
        self.vocabulary = knowledge.vocabulary
        self.of_person = frozenset(of_person(knowledge.vocabulary))

    def whole(self, stood: InFields) -> Mapping_:
        self.mapping["schema"] = INTAKE_SCHEMA
        patient = self._part("patient")
        patient.setdefault("id", self.form(ID))
        changed = {name: value for name, value in self.form.fields.items() if value != stood.fields.get(name, "")}
        for key in (ID, NAME, SPOKEN):
            if key in changed:
                patient[key] = changed[key] or ("" if key == ID else None)
        if MAY in changed:
            self._part("preferences")["helper_may_see_more"] = changed[MAY] == "true"
        for name, value in changed.items():
            if name.startswith(FACT) and name != VISIT and name.removeprefix(FACT) in self.vocabulary:
                self._told(name.removeprefix(FACT), value)
        self._things(changed)
        self._put_off(changed)
        self._team(changed)
        self._quotes(changed)
        self._review(stood, changed)
        return {key: value for key, value in self.mapping.items() if value not in ([], {})}

    def _part(self, key: str) -> Mapping_:
        part: Mapping_ = self.mapping.setdefault(key, {})
        return part

    def _list(self, key: str) -> list[Any]:
        part: list[Any] = self.mapping.setdefault(key, [])
        return part

    # --- facts ----------------------------------------------------------------------------------------------

    def _told(self, name: str, text: str) -> None:
        fact = self.vocabulary[name]
        value = self._value(fact, name, text)
        if name in self.of_person:
            place = self._part("patient")
        elif name in PRINT_CHOICES:
            place = self._part("preferences")
        else:
            place = {}
        self._take_back(name, every=value is None)
        if value is None:
            place.pop(name, None)
        elif name in self.of_person or name in PRINT_CHOICES:
            place[name] = value
        else:
            self._visit()[name] = value

    def _value(self, fact: Fact, name: str, text: str) -> Any:
        """A field as an intake would hold it; None where nothing stands in it."""
        if not text:
            return None
        if fact.kind == "number":
            value = with_unit(text, self.form(UNIT + name))
        elif fact.kind == "date":
            value = as_day(text)
        elif fact.kind == "yes_no" and text in ("true", "false"):
            value = text == "true"
        elif name == "print_topics_held_back":
            value = text.split(BAR)
        else:
            value = int(text) if fact.kind == "grade" and text.isdecimal() and len(text) < 4 else text
        on = as_day(self.form(DAY + name))
        return {"value": value, "on": on} if on else value

    def _take_back(self, name: str, every: bool) -> None:
        """What was told of a fact on the day of this visit makes room; what nobody knows any more goes wholly."""
        for visit in self._list("visits"):
            entry = visit["facts"].get(name)
            on = entry.get("on") if isinstance(entry, dict) else None
            if name in visit["facts"] and (every or str(on or visit["on"]) == self.day):
                del visit["facts"][name]
        self.mapping["visits"] = [visit for visit in self._list("visits") if visit["facts"]]
        if every:
            for part in ("patient", "preferences"):
                self.mapping.get(part, {}).pop(name, None)

    def _visit(self) -> Mapping_:
        """What was found on the day of this visit."""
        for visit in self._list("visits"):
            if str(visit["on"]) == self.day:
                found: Mapping_ = visit["facts"]
                return found
        begun: Mapping_ = {"on": self.day, "facts": {}}
        self._list("visits").append(begun)
        facts: Mapping_ = begun["facts"]
        return facts

    # --- beside the facts -----------------------------------------------------------------------------------

    def _things(self, changed: Mapping[str, str]) -> None:
        """Equipment: one line for each thing whose status, day or source was changed."""
        prefixes = {STATUS: "status", SINCE: "since", ROUTE: "route"}
        for name, value in changed.items():
            prefix = next((prefix for prefix in prefixes if name.startswith(prefix)), "")
            thing = name.removeprefix(prefix)
            if not prefix or thing not in self.vocabulary.devices:
                continue
            lines = self._list("equipment")
            line = next((line for line in lines if line.get("item") == thing), None)
            if prefix == STATUS:
                self._take_back(f"equipment_status_{thing}", every=True)
            if line is None:
                line = {"item": thing, "status": self.form(STATUS + thing)}
                lines.append(line)
            line[prefixes[prefix]] = (as_day(value) if prefix == SINCE else value) or None
        self.mapping["equipment"] = [_bare(line) for line in self._list("equipment") if line.get("status")]

    def _put_off(self, changed: Mapping[str, str]) -> None:
        told = {name.removeprefix(PUT_OFF): value for name, value in changed.items() if name.startswith(PUT_OFF)}
        if told:
            choices = self._part("preferences")
            kept = [name for name in choices.get("not_now") or [] if name not in told]
            choices["not_now"] = [*kept, *(name for name, value in told.items() if value == "true")]

    def _team(self, changed: Mapping[str, str]) -> None:
        if any(name.startswith(TEAM) for name in changed):
            rows: dict[str, Mapping_] = {}
            for name, value in self.form.starting(TEAM).items():
                at, _, key = name.partition(".")
                if key in TEAM_KEYS and value:
                    rows.setdefault(at, {})[key] = value
            self.mapping["team"] = list(rows.values())

    def _review(self, stood: InFields, changed: Mapping[str, str]) -> None:
        """The therapist's word on the lines of the agenda, and her notes under them."""
        if not any(name.startswith((WORD, REASON, NOTE)) for name in changed):
            return
        told = {**stood.fields, **self.form.fields}
        words = {name.removeprefix(WORD): choice for name, choice in told.items() if name.startswith(WORD)}
        notes = {name.removeprefix(NOTE): text for name, text in told.items() if name.startswith(NOTE) and text}
        agenda: Mapping_ = {
            choice: [name for name, chosen in words.items() if chosen == choice] for choice in ("first", "next_visit")
        }
        agenda[LEAVE_OUT] = [
            _bare({"id": name, "because": told.get(REASON + name, "")})
            for name, chosen in words.items()
            if chosen == LEAVE_OUT
        ]
        agenda = {choice: named for choice, named in agenda.items() if named}
        review = self.mapping.get("review") or {}
        kept = {key: value for key, value in review.items() if key not in ("agenda", "notes")}
        more = {"agenda": agenda, "notes": notes}
        self.mapping["review"] = {**kept, **{key: value for key, value in more.items() if value}}

    def _quotes(self, changed: Mapping[str, str]) -> None:
        """The offers for a thing, as one line, where one of its fields was changed."""
        for thing in dict.fromkeys(name.split(".")[1] for name in changed if name.startswith(QUOTE)):
            told = self.form.starting(f"{QUOTE}{thing}.")
            line: Mapping_ = {"item": thing, **{key: _amount(key, told[key]) for key in QUOTE_KEYS if told.get(key)}}
            if any(told.get(key) for key in WAIT_KEYS):
                line["lead_days"] = _waits(told)
            kept = [quote for quote in self._list("quotes") if quote.get("item") != thing]
            offered = line.keys() - {"item", "route", "currency"}
            self.mapping["quotes"] = [*kept, {"route": OFFER, **line}] if offered else kept


def _bare(line: Mapping_) -> Mapping_:
    return {key: value for key, value in line.items() if value not in (None, "")}


def _amount(key: str, text: str) -> Any:
    return as_day(text) if key == "on" else text if key in ("route", "currency") else as_number(text)


def _waits(told: Mapping[str, str]) -> Mapping_:
    """An offer names one wait, or all three; what is left out is the nearest that was told."""
    least, usual, longest = (told.get(key, "") for key in WAIT_KEYS)
    usual = usual or longest or least
    return {"min": as_number(least or usual), "typical": as_number(usual), "longest": as_number(longest or usual)}


def base_as_text(mapping: Mapping[str, Any]) -> str:
    """What a form is opened from, as its hidden field carries it."""
    return json.dumps(mapping, ensure_ascii=False, separators=(",", ":"))
