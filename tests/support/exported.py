"""Calendars and purchase lists of the tests, read back as other programs read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
from people import DEMO, TODAY

from planner import assess, make_plan, read_intake
from planner.exports.calendar import calendar_file
from planner.exports.purchase_list import COLUMNS, purchase_list
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment
from planner.plan.plan import Plan

WORDS = load_words("en")
CHAIR = "power_wheelchair"
HEADS = {name: WORDS(f"purchase.column.{name}") for name in COLUMNS}


def planned(knowledge: Knowledge, facts: Mapping[str, Any] | None = None, **more: Any) -> Plan:
    """A plan of the example person with other facts, equipment, quotes or preferences."""
    source = dict(read_intake(DEMO, knowledge, TODAY).source or {})
    visits = [dict(visit) for visit in source["visits"]]
    visits[-1]["facts"] = {**visits[-1]["facts"], **(facts or {})}
    read = read_intake({**source, "visits": visits, **more}, knowledge, TODAY)
    return make_plan(assess(read, knowledge, today=TODAY), knowledge)


def events(plan: Plan, look_ahead: Any = "all") -> list[Any]:
    """The entries as another program reads them."""
    return list(icalendar.Calendar.from_ical(calendar_file(plan, WORDS, look_ahead)).walk("VEVENT"))


def days(plan: Plan, kind: str, look_ahead: Any = "all") -> list[date]:
    title = WORDS(f"calendar.{kind}")
    return sorted(event["DTSTART"].dt for event in events(plan, look_ahead) if event["SUMMARY"] == title)


def rows(plan: Plan, look_ahead: Any = "all") -> list[dict[str, str]]:
    """The list as another program reads it, by the names of the columns."""
    head, *lines = csv.reader(io.StringIO(purchase_list(plan, WORDS, look_ahead), newline=""), strict=True)
    assert head == list(HEADS.values())
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def row_of(thing: str, plan: Plan, look_ahead: Any = "all") -> dict[str, str]:
    name = plan.knowledge.equipment[thing].family.name
    (found,) = [row for row in rows(plan, look_ahead) if row["thing"].lower() == name.lower()]
    return found


def renamed(plan: Plan, thing: str, name: str) -> Plan:
    """The same plan from a base in which a thing has another family name, as a layer may give it."""
    known = plan.knowledge.equipment[thing]
    other: Equipment = known.model_copy(update={"family": known.family.model_copy(update={"name": name})})
    return replace(plan, knowledge=replace(plan.knowledge, equipment={**plan.knowledge.equipment, thing: other}))
