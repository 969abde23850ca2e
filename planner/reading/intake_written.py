"""Intake → the mapping of an intake file, so that what a paper carries can be read again, and that mapping as YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from planner.model.days import LAST_DAY
from planner.model.errors import IntakeError
from planner.model.facts import Observation
from planner.model.intake import Intake, Preferences, Unanswered
from planner.model.knowledge import Knowledge
from planner.model.text import TURNS
from planner.reading.deceased import DECEASED
from planner.reading.entries import TOPICS, listed_topics
from planner.reading.intake import INTAKE_SCHEMA, PRINT_CHOICES, read_intake
from planner.reading.strict_yaml import DECIMAL, INTEGER
from planner.reading.two_units import in_other_unit

Written = dict[str, Any]
# Signs that turn the direction of others: the YAML writer takes them for letters.
WIDEST = 1_000_000  # no line of a written file is folded


def intake_as_json(intake: Intake, knowledge: Knowledge) -> Written:
    """The intake as the mapping of an intake file; reading it gives this intake again.

    Where the mapping it was read from still says the same it is given back as it stood, units and remarks included;
    an intake that was changed since is written anew from its values.
    """
    source = intake.source
    if source is not None:
        signed = {"review": review_as_json(intake)} if "review" in source or intake.review.by else {}
        as_it_stood = {"schema": INTAKE_SCHEMA, **source, **signed}
        if _says(as_it_stood, intake, knowledge):
            return as_it_stood
    return written_anew(intake, knowledge)


def review_as_json(intake: Intake) -> Written:
    """Who checked the plan, and what she said of its lines where she said something."""
    review = intake.review.model_dump(mode="json")
    said = {key: value for key, value in review.pop("agenda").items() if value}
    notes = review.pop("notes")
    return {**review, **({"agenda": said} if said else {}), **({"notes": notes} if notes else {})}


def _says(source: Mapping[str, Any], intake: Intake, knowledge: Knowledge) -> bool:
    """Whether a mapping tells of just this intake, on whatever later day it is read.

    Read on the last of all days, so that a value without a day of its own, which counts as told on the day of reading,
    does not pass for one that keeps its day.
    """
    try:
        return replace(read_intake(source, knowledge, LAST_DAY), source=None) == replace(intake, source=None)
    except IntakeError:
        return False


def written_anew(intake: Intake, knowledge: Knowledge) -> Written:
    """The intake from its values alone; remarks about the data itself (``told``, ``to_confirm``) belong to what was read."""
    return _Writing(intake, knowledge).whole()


class _Writing:
    """One intake on its way to a mapping; ``left`` are the observations that have no place yet."""

    def __init__(self, intake: Intake, knowledge: Knowledge) -> None:
        self.intake, self.knowledge, self.vocabulary = intake, knowledge, knowledge.vocabulary
        self.last = intake.visits[-1] if intake.visits else date.min
        self.left = {(seen.fact, seen.on): seen for seen in intake.observations}
        self.open = list(intake.unanswered)  # with no place yet
        self.with_unit = in_other_unit(intake.observations, self.vocabulary)

    def whole(self) -> Written:
        intake = self.intake
        equipment = [self._item(item) for item in intake.equipment]
        written: Written = {"schema": INTAKE_SCHEMA, "patient": self._patient(), "preferences": self._preferences()}
        written["team"] = [member.model_dump(mode="json") for member in intake.team]
        written["visits"] = self._visits()
        written["equipment"] = equipment
        written["quotes"] = [_told(quote) for quote in intake.quotes]
        written["followed"] = [_told(entry) for entry in intake.followed]
        written["review"] = review_as_json(intake)
        return {key: value for key, value in written.items() if value not in ([], {})}

    def _item(self, item: Any) -> Written:
        """A piece of equipment; what its line tells of its status needs no other place."""
        name = f"equipment_status_{item.item}"
        on = item.since if item.since and item.since > self.last else self.last
        if not self.intake.visits and (seen := self._newest(name)) is not None:
            on = seen.on  # without a visit: the day on which the intake was read
        self.left.pop((name, on), None)
        return _told(item)

    def _patient(self) -> Written:
        intake = self.intake
        patient: Written = {"id": intake.id}
        if intake.name:
            patient["name"] = intake.name
        patient["language"] = intake.language
        if intake.deceased is not None:
            patient[DECEASED] = str(intake.deceased) if isinstance(intake.deceased, date) else intake.deceased
        for name, fact in self.vocabulary.facts.items():
            if fact.group == "person" and fact.origin != "derived" and (seen := self._newest(name)) is not None:
                del self.left[seen.fact, seen.on]
                patient[name] = self._entry(seen, intake.country if name == "country" else None)
            elif fact.group == "person" and fact.origin != "derived" and (noted := self._noted(name)) is not None:
                patient[name] = noted
        if intake.country:
            patient.setdefault("country", intake.country)
        return patient

    def _newest(self, name: str) -> Observation | None:
        told = [seen for (fact, _), seen in self.left.items() if fact == name]
        return max(told, key=lambda seen: seen.on, default=None)

    def _preferences(self) -> Written:
        chosen, usual = self.intake.preferences, Preferences()
        written: Written = {}
        for name in PRINT_CHOICES:
            value = getattr(chosen, name)
            value = list(value) if isinstance(value, tuple) else value
            seen = self._newest(name)
            if seen is not None:  # told, or by now chosen otherwise
                del self.left[seen.fact, seen.on]
            if seen is not None and self._plain(seen) == value:
                written[name] = self._entry(seen)
            elif value and value != getattr(usual, name):
                written[name] = value
            elif seen is None and (noted := self._noted(name)) is not None:
                written[name] = noted
        if chosen.helper_may_see_more:
            written["helper_may_see_more"] = True
        for name in ("not_now", "first"):
            if getattr(chosen, name):
                written[name] = list(getattr(chosen, name))
        return written

    def _visits(self) -> list[Written]:
        """Every visit with what was found on its day; what bears another day stands in any visit that has room."""
        visits = [(day, dict[str, Any]()) for day in self.intake.visits]
        by_day = dict(visits)
        elsewhere = [seen for seen in self.left.values() if seen.on not in by_day]
        for seen in self.left.values():
            if seen.on in by_day:
                by_day[seen.on][seen.fact] = self._entry(seen, day=seen.on)
        for seen in elsewhere:
            if not self.intake.visits and seen.fact in self.knowledge.speaks_for:
                continue  # the equipment list says it again when it is read
            room = next((visit for visit in visits if seen.fact not in visit[1]), None)
            if room is None:
                room = (self.intake.visits[-1] if self.intake.visits else seen.on, {})
                visits.append(room)
            room[1][seen.fact] = self._entry(seen, day=room[0])
        for left in self.open:
            day = left.on if left.on in by_day else self.last
            room = next((visit for visit in visits if visit[0] == day and left.fact not in visit[1]), None)
            if room is None:
                room = (day, {})
                visits.append(room)
            room[1][left.fact] = _open(left, day)
        return [{"on": day.isoformat(), "facts": facts or self._nothing()} for day, facts in visits]

    def _noted(self, name: str) -> Written | None:
        """What was noted beside a question that nobody answered; it has its place with this."""
        left = next((left for left in self.open if left.fact == name), None)
        if left is None:
            return None
        self.open.remove(left)
        return _open(left, self.last)

    def _nothing(self) -> Written:
        """A visit at which nothing was found out: one question, not answered."""
        return {next(fact.id for fact in self.vocabulary.facts.values() if fact.core): None}

    def _entry(self, seen: Observation, value: Any = None, day: date | None = None) -> Any:
        """A value alone where its day goes without saying, else with its day and its note."""
        value = self._plain(seen) if value is None else value
        note = {"note": seen.note} if seen.note else {}
        on = {"on": seen.on.isoformat()} if seen.on != (day or self.last) else {}
        return {"value": value, **note, **on} if note or on else value

    def _plain(self, seen: Observation) -> Any:
        """A value as a file holds it; one that would look like another unit carries its own."""
        fact, value = self.vocabulary[seen.fact], seen.value
        if isinstance(value, date):
            return value.isoformat()
        if seen.fact == TOPICS:
            return listed_topics(str(value))
        looks_so = fact.also_as is not None and isinstance(value, int | float) and fact.also_as.looks_so(value)
        if looks_so or (seen.fact, seen.on) in self.with_unit:
            return f"{Decimal(repr(value)):f} {fact.unit}"
        return value


def _open(left: Unanswered, day: date) -> Written:
    """A question without an answer as a visit of a day holds it: with its note, and with its own day where that is another."""
    return {"value": None, "note": left.note} | ({"on": left.on.isoformat()} if left.on != day else {})


def _told(part: Any) -> Written:
    """A part of the intake without the keys that say nothing."""
    return {key: value for key, value in part.model_dump(mode="json").items() if value not in (None, "")}


# --- as text -------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """YAML as our own reader understands it: dates and words like ``no`` are plain text, and nothing is an alias."""

    yaml_implicit_resolvers: dict[Any, Any] = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if TURNS.search(text) else None)


_Dumper.add_representer(str, _text)
PLAIN = {"bool": re.compile(r"(true|false)\Z"), "null": re.compile(r"(|null|~)\Z"), "int": INTEGER, "float": DECIMAL}
for kind, pattern in PLAIN.items():
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", pattern, None)


def as_yaml(written: Mapping[str, Any]) -> str:
    """A mapping as YAML that our own reader gives back value for value; signs that do not print, or turn others, are escaped."""
    text: str = yaml.dump(dict(written), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDEST)
    return TURNS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)  # they stand in quotes, where this is read again
