"""What the file of a document carries as data: the therapist's the whole intake and plan, every other its own pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.language.wording import refused_names, thing_name, title_of
from planner.language.words import Words, load_words
from planner.model.intake import LookAhead
from planner.plan.disclosure import (
    SortedOrders,
    orders_for,
    review_day,
)
from planner.plan.family_view import FamilyView, family_view
from planner.plan.lines import PRESCRIPTION
from planner.plan.orders import Order
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.reading.intake_written import intake_as_json
from planner.record.plan_json import plan_as_json

PAGES_SCHEMA = "als-planner/pages/1"
INTAKE_FILE, PLAN_FILE, PAGES_FILE = "intake.json", "plan.json", "pages.json"
FRIDGE = "fridge"  # the one document that is a sheet: no running head, and no words of it in its file
ANNEX = "annex"  # carries nothing: all of it is in the therapist's file
CARRIES_ALL, CARRIES_PAGES = ("therapist",), ("family", "equipment", FRIDGE)
JSON = "application/json"
# The pages were made from the intake; plan and pages say what they show.
RELATIONSHIPS = {INTAKE_FILE: "Source", PLAN_FILE: "Data", PAGES_FILE: "Data"}

Shown = dict[str, Any]
Seen = (
    FamilyView | SortedOrders | None
)  # what one reader sees of a plan: the advice or the orders of a document, or neither


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A file inside the PDF: its name, media type and bytes, and what it is in a few words.

    ``relationship`` is its PDF/A-3 relationship to the pages: Source (they were made from it) or Data (it says what they show).
    """

    name: str
    media_type: str
    content: bytes
    says: str
    relationship: str = "Data"


@dataclass(frozen=True)
class Contents:
    """What a document carries into its PDF: what its pages ``shown``, or the whole plan (None). Files are described in ``language``."""

    language: str
    shown: Shown | None = None


def carried(contents: Contents, plan: Plan) -> tuple[Carried, ...]:
    """The files inside the PDF of a document that was made of this plan."""
    words = load_words(contents.language)
    if contents.shown is None:
        files = {INTAKE_FILE: intake_as_json(plan.intake, plan.knowledge), PLAN_FILE: plan_as_json(plan)}
    else:
        files = {PAGES_FILE: contents.shown}
    return tuple(
        Carried(
            name=name,
            media_type=JSON,
            content=_bytes(content),
            says=words(f"record.says.{name.removesuffix('.json')}"),
            relationship=RELATIONSHIPS[name],
        )
        for name, content in files.items()
    )


def _bytes(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, indent=2, allow_nan=False).encode("ascii") + b"\n"


def seen_on(kind: str, plan: Plan, look_ahead: LookAhead) -> Seen:
    """What the reader of a document of this kind sees of a plan."""
    if kind == "family":
        return family_view(plan, look_ahead)
    return orders_for(plan, look_ahead) if kind == "equipment" else None


def pages_as_json(plan: Plan, kind: str, reader: str, look_ahead: LookAhead, words: Words) -> Shown:
    """What the pages of a document made of this plan show; the plan and the words are in the language of the page."""
    return shown_on(kind, seen_on(kind, plan, look_ahead), plan, reader, look_ahead, words)


def shown_on(kind: str, seen: Seen, plan: Plan, reader: str, look_ahead: LookAhead, words: Words) -> Shown:
    """What the pages of a document show, and not a word more: titles with the days that are printed beside them.

    ``when`` is the place on the page; a day is as exact as the page: ``2027-02`` where it prints a month.
    """
    shown: Shown = {
        "schema": PAGES_SCHEMA,
        "document": kind,
        "id": plan.intake.id,
        "day": plan.today.isoformat(),
        "knowledge": {"edition": plan.knowledge.about.edition, "digest": plan.knowledge.named_digest},
        "language": words.language,
        "reader": reader,
        "look_ahead": look_ahead,
    }
    if isinstance(seen, FamilyView):
        shown["recommendations"] = list(_advice(seen.in_every_version(), plan, words))
        shown["equipment"] = [
            {"title": thing_name(plan, order.id), "when": "in_place"}
            for order in plan.equipment
            if order.action == "has" and not order.put_off
        ]
        shown["what_matters"] = plan.intake.preferences.what_matters
    elif isinstance(seen, SortedOrders):
        shown["equipment"] = list(_things(seen.in_every_version(), plan))
    return shown


def _advice(found: FamilyView, plan: Plan, words: Words) -> Iterator[Shown]:
    """The recommendations on the handout, in the order of its pages."""
    acts = [act for act in found.acts if act.id != PRESCRIPTION]
    due, open_ = ([plan.item(act.id) for act in acts if act.check is check] for check in (False, True))
    later = [plan.item(act.id) for line in found.next_visit for act in line.acts[:1]]
    lists: tuple[tuple[str, tuple[PlanItem | None, ...]], ...] = (
        ("this_month", (*due, *found.moves, *found.habits)),
        ("next_3_months", (*found.ahead, *later)),
        ("check_first", (*open_, *(plan.item(act.id) for act in found.usual))),
    )
    for place, items in lists:
        for item in items:
            title = title_of(item, plan, words) if item else ""
            if item and title:
                start = item.start_by if item in found.ahead else None  # what waits for the visit has no day of its own
                yield {"title": title, "when": place, **({"start_by": start.isoformat()} if start else {})}
    for name in refused_names(found.put_off, plan, words):
        yield {"title": name, "when": "put_off", "ask_again": review_day(plan).isoformat()}


def _things(sheet: SortedOrders, plan: Plan) -> Iterator[Shown]:
    """The things on the equipment planner, in the order of its lists."""
    lists: tuple[tuple[str, tuple[Order, ...]], ...] = (
        ("to_get", sheet.to_do),
        ("give_back", sheet.give_back),
        ("has", sheet.has),
        ("skip", sheet.skip),
        ("put_off", sheet.put_off),
    )
    for place, orders in lists:
        for order in orders:
            day = {"order_by": order.order_by.isoformat()} if place == "to_get" and order.order_by else {}
            asked = {"ask_again": review_day(plan).isoformat()} if place == "put_off" else {}
            yield {"title": thing_name(plan, order.id), "when": place, **day, **asked}
