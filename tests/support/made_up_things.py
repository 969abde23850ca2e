"""Made-up things, routes and advice, and the equipment plan of somebody who needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from people import TODAY

from planner import assess, load_knowledge, read_intake
from planner.model.conditions import Compare
from planner.model.facts import Value
from planner.model.things import Equipment, Market, Route, Routes
from planner.plan.due import Dates
from planner.plan.equipment import equipment_plan
from planner.plan.leads import MEDIUM
from planner.plan.orders import Order, Remark
from planner.plan.schedule import PlanItem

BASE = load_knowledge()
CITED = {"source": "equip_s11"}
ROUTES = Routes(
    named={
        "medicare": Route(way="payer", name="Medicare", countries=("US",)),
        "insurer": Route(way="payer", name="insurer"),
        "loan": Route(way="borrow", name="a loan"),
        "rent": Route(way="rent", name="a rental"),
        "retail": Route(way="buy", name="a shop"),
        "hospice": Route(way="payer", name="hospice"),
    },
    by_payer={
        "medicare": ("medicare", "insurer"), "self": ("retail", "rent"), "charity_or_loan": ("loan",),
        "national_service": ("insurer",),
    },
    by_country={},
)  # fmt: skip
WALKING_LOST = Compare(fact="alsfrs_walking", operator="at_most", bounds=(0,), said="0")
ENTRY_STEPS = Compare(fact="entry_rise_cm", operator="above", bounds=(0,), said="0")


def thing(name: str, leads: dict[str, tuple[int, int, int]] | None = None, **more: Any) -> Equipment:
    """A thing by its name, needed with the advice of the same name unless told otherwise."""
    leads = leads or {"retail": (1, 3, 10)}
    given = {
        "id": name, "name": name, "lead_route": next(iter(leads)),
        "leads": [{"route": route, "days": days} for route, days in leads.items()], "train_days": 0,
        "useful_months": {"slow": 36, "medium": 14, "fast": 6}, "least_useful_months": 1,
        "prices": {"buy": (100, 200, 300), "evidence": [CITED]}, "checks": ["Does it fit?"],
        "family": {"name": name, "for_you_if": ["You need it."], "does": "It helps.", "way": "Borrow it."},
        "evidence": [CITED],
    }  # fmt: skip
    if "needed_when" not in more:
        given["needed_with"] = name
    return Equipment.model_validate({**given, **more})


def advice(name: str, in_days: int | None, timing: str = "later", **more: Any) -> PlanItem:
    """A recommendation whose thing is needed in so many days on the likely course."""
    if in_days is None:
        return PlanItem(id=name, timing=timing, **more)  # type: ignore[arg-type]
    day = TODAY + timedelta(in_days)
    window = Dates(max(TODAY, day - timedelta(60)), day, day + timedelta(90))
    return PlanItem(id=name, timing=timing, window=window, need_by=day, **more)  # type: ignore[arg-type]


def plan(
    things: list[Equipment], items: list[PlanItem] | None = None, pace: int | None = MEDIUM, **intake: Any
) -> dict[str, Order]:
    """The orders of a person by the name of the thing; the knowledge base holds these things only."""
    facts = intake.pop("facts", {"alsfrs_speech": 4})
    patient = {"id": "test-person", "country": "US", "main_payer": "medicare", **intake.pop("patient", {})}
    read = read_intake({"patient": patient, "visits": [{"on": "2026-11-20", "facts": facts}], **intake}, BASE, TODAY)
    knowledge = replace(
        BASE, equipment={one.id: one for one in things}, routes=ROUTES,
        market=Market(currency="USD", country="US", years="2024-26"),
    )  # fmt: skip
    found = assess(read, knowledge, today=TODAY)
    at = Value(low=pace, high=pace) if pace is not None else Value(low=0, high=2)
    found = replace(found, progression=replace(found.progression, pace=at))
    orders = equipment_plan(tuple(items or ()), found, knowledge)
    assert sorted(order.id for order in orders) == sorted(one.id for one in things), "one answer for each thing"
    return {order.id: order for order in orders}


def codes(remarks: tuple[Remark, ...]) -> list[str]:
    return [remark.code for remark in remarks]


LEADS = st.tuples(st.integers(0, 60), st.integers(0, 140), st.integers(0, 170)).map(
    lambda parts: (parts[0], parts[0] + parts[1], parts[0] + parts[1] + parts[2])
)
CHAIR = {"medicare": (77, 126, 196)}
POWER = thing("power_wheelchair", CHAIR, train_days=14, benefit="chairs")


def order_day(order: Order) -> date:
    """The day the arithmetic gives, also where it has passed and is not printed."""
    assert order.need_by is not None and order.arithmetic is not None
    return order.need_by - timedelta(order.arithmetic.total)


def have(status: str, item: str = "cane", **more: Any) -> dict[str, Any]:
    return {"equipment": [{"item": item, "status": status, "since": "2026-11-01", **more}]}
