"""What the file of a document carries as data: the therapist's the whole intake and plan, every other its own pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.language.translations import plan_in_language
from planner.language.wording import thing_name, title_of
from planner.language.words import Words, load_words
from planner.model.intake import LookAhead
from planner.plan.disclosure import CHECKS_SHOWN, IN_COLUMN, orders_for, review_day, sort_for, things_in_place
from planner.plan.orders import Order
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.reading.intake_written import intake_as_json
from planner.record.plan_json import plan_as_json

PAGES_SCHEMA = "als-planner/pages/1"
INTAKE_FILE, PLAN_FILE, PAGES_FILE = "intake.json", "plan.json", "pages.json"
FILES = (INTAKE_FILE, PLAN_FILE, PAGES_FILE)
FRIDGE = "fridge"  # the one document that is a sheet: no running head, and no words of it in its file
WHOLE, PAGES = ("therapist",), ("family", "equipment", FRIDGE)
JSON = "application/json"
# The pages were made from the intake; plan and pages say what they show.
RELATIONSHIPS = {INTAKE_FILE: "Source", PLAN_FILE: "Data", PAGES_FILE: "Data"}

Shown = dict[str, Any]


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


def carried(
    plan: Plan, kind: str, reader: str = "person", look_ahead: str = "3_months", *, language: str = "en"
) -> tuple[Carried, ...]:
    """The files inside the PDF of one document; none for a document that is not about a person."""
    reach: Any = look_ahead
    words = load_words(language)
    if kind in WHOLE:
        whole = {INTAKE_FILE: intake_as_json(plan.intake, plan.knowledge), PLAN_FILE: plan_as_json(plan)}
    elif kind in PAGES:
        whole = {PAGES_FILE: pages_as_json(plan_in_language(plan, language), kind, reader, reach, words)}
    else:
        return ()
    return tuple(
        Carried(
            name=name,
            media_type=JSON,
            content=_bytes(content),
            says=words(f"record.says.{name.removesuffix('.json')}"),
            relationship=RELATIONSHIPS[name],
        )
        for name, content in whole.items()
    )


def _bytes(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, indent=2, allow_nan=False).encode("ascii") + b"\n"


def pages_as_json(plan: Plan, kind: str, reader: str, look_ahead: LookAhead, words: Words) -> Shown:
    """What the pages of a document show, and not a word more: titles with the days that are printed beside them.

    The plan and the words are in the language of the page. ``when`` is the place on the page; a day is as exact as the page: ``2027-02`` where it prints a month.
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
    if kind == "family":
        shown["recommendations"] = list(_advice(plan, look_ahead, words))
        shown["equipment"] = [
            {"title": name, "when": "in_place"} for name in things_in_place(sort_for(plan, look_ahead), plan)
        ]
        shown["what_matters"] = plan.intake.preferences.what_matters
    elif kind == "equipment":
        shown["equipment"] = list(_things(plan, look_ahead))
    return shown


def _advice(plan: Plan, look_ahead: LookAhead, words: Words) -> Iterator[Shown]:
    """The recommendations on the handout, in the order of its lists."""
    found = sort_for(plan, look_ahead)
    lists: tuple[tuple[str, tuple[PlanItem, ...]], ...] = (
        ("this_month", (*found.cards, *found.rest)),
        ("next_3_months", found.soon),
        ("later", found.later[:IN_COLUMN]),
        ("check_first", found.check[:CHECKS_SHOWN]),
        ("put_off", found.put_off),
    )
    for place, items in lists:
        for item in items:
            title = title_of(item, plan, words)
            if title:
                yield {"title": title, "when": place, **_printed_day(item, place, plan)}


def _printed_day(item: PlanItem, place: str, plan: Plan) -> Shown:
    start = item.start_by
    if place == "put_off":
        return {"ask_again": review_day(plan).isoformat()}
    if place == "next_3_months" and start is not None and start > plan.today:
        return {"start_by": start.isoformat()}
    if place == "later" and start is not None:
        return {"start_by": start.isoformat()[: len("2027-02")]}
    return {}


def _things(plan: Plan, look_ahead: LookAhead) -> Iterator[Shown]:
    """The things on the equipment planner, in the order of its lists."""
    sheet = orders_for(plan, look_ahead)
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
