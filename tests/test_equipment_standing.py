"""Where a thing stands: in place, on order, old news, to be given back, or put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from made_up_things import (
    BASE,
    CHAIR,
    POWER,
    ROUTES,
    WALKING_LOST,
    advice,
    codes,
    have,
    plan,
    thing,
)
from people import TODAY

from planner import IntakeError, assess, read_intake
from planner.equipment import equipment_plan
from planner.orders import Remark

# --- where it stands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["borrowed", "in_use", "ordered"])
def test_nothing_owned_or_on_order_is_ordered(status: str) -> None:
    for timing in ("now", "prepare", "later", "check_first", "hold", "not_now"):
        order = plan([thing("cane")], [advice("cane", 2, timing)], **have(status))["cane"]
        assert order.action == "has"
        assert order.order_by is None
    assert ("follow_up" in codes(order.tasks)) is (status == "ordered")


@pytest.mark.parametrize("status", ["none", "discussed", "returned"])
def test_what_is_not_there_is_ordered(status: str) -> None:
    assert plan([thing("cane")], [advice("cane", 2, "now")], **have(status))["cane"].action == "order_now"


def test_old_news_of_a_thing_count_and_are_asked_again() -> None:
    visits = [{"on": "2026-05-01", "facts": {"equipment_status_cane": "in_use"}}]
    read = read_intake({"patient": {"id": "x"}, "visits": visits}, BASE, TODAY)
    knowledge = replace(BASE, equipment={"cane": thing("cane")}, routes=ROUTES)
    order = equipment_plan((advice("cane", 2, "now"),), assess(read, knowledge, today=TODAY), knowledge)[0]
    assert order.action == "has"
    assert order.tasks == (Remark("answer", fact="equipment_status_cane"),)


def test_the_fact_that_speaks_for_a_machine_tells_where_it_stands() -> None:
    mask = thing("breathing_mask_machine")
    for word, action in (("in_use", "has"), ("ordered", "has"), ("declined", "wait"), ("stopped", "order_now")):
        items = [advice("breathing_mask_machine", 1, "now")]
        order = plan([mask], items, facts={"niv_status": word})["breathing_mask_machine"]
        assert (order.action, order.put_off) == (action, word == "declined"), word


def test_of_two_statuses_the_newer_counts_so_declined_and_then_in_use_is_there() -> None:
    order = plan([thing("cane")], [advice("cane", 1, "now")], facts={"equipment_status_cane": "declined"}, equipment=[{"item": "cane", "status": "in_use", "since": "2026-11-21"}])["cane"]  # fmt: skip
    assert (order.action, order.put_off) == ("has", False)


@pytest.mark.parametrize(("first", "then", "action"), [("declined", "in_use", "has"), ("in_use", "declined", "wait")])
def test_of_two_facts_about_one_machine_the_newer_counts(first: str, then: str, action: str) -> None:
    visits = [
        {"on": "2026-10-01", "facts": {"equipment_status_breathing_mask_machine": first}},
        {"on": "2026-11-20", "facts": {"niv_status": then}},
    ]
    read = read_intake({"patient": {"id": "x"}, "visits": visits}, BASE, TODAY)
    mask = thing("breathing_mask_machine")
    knowledge = replace(BASE, equipment={mask.id: mask}, routes=ROUTES)
    orders = equipment_plan((advice(mask.id, 1, "now"),), assess(read, knowledge, today=TODAY), knowledge)
    assert orders[0].action == action


def test_two_statuses_of_one_day_and_a_wait_out_of_order_are_refused_by_the_intake() -> None:
    twice = [{"item": "cane", "status": "ordered"}, {"item": "cane", "status": "in_use"}]
    quote = {"item": "cane", "route": "retail", "lead_days": {"min": 9, "typical": 5, "longest": 7}}
    for more in ({"equipment": twice}, {"quotes": [quote]}):
        with pytest.raises(IntakeError):
            read_intake({"patient": {"id": "x"}, **more}, BASE, TODAY)


def test_what_is_outgrown_or_replaced_goes_back() -> None:
    rollator = thing("rollator", outgrown_when=WALKING_LOST, successors=("power_wheelchair",))
    facts = {"alsfrs_walking": 0}
    order = plan([rollator], facts=facts, **have("borrowed", "rollator"))["rollator"]
    assert (order.action, codes(order.remarks), [reason.fact for reason in order.because]) == (
        "return", ["outgrown"], ["alsfrs_walking"],
    )  # fmt: skip
    both = {"equipment": [*have("borrowed", "rollator")["equipment"], {"item": "power_wheelchair", "status": "in_use"}]}
    order = plan([rollator, POWER], **both)["rollator"]
    assert (order.action, order.remarks) == ("return", (Remark("replaced", thing="power_wheelchair"),))


def test_a_loan_goes_back_when_its_successor_arrives() -> None:
    rollator = thing("rollator", {"loan": (1, 7, 21)}, successors=("power_wheelchair",))
    things, items = [rollator, POWER], [advice("power_wheelchair", 400)]
    back = plan(things, items, **have("borrowed", "rollator"))["rollator"].return_when
    assert back is not None
    assert (back.thing, back.on) == ("power_wheelchair", TODAY + timedelta(400 - 189 + 126))


# --- put off ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{"preferences": {"not_now": ["cane"]}}, have("declined")])
def test_what_is_put_off_waits_and_keeps_its_days_for_the_therapist(how: dict[str, Any]) -> None:
    order = plan([thing("cane"), POWER], [advice("cane", 90), advice("power_wheelchair", 2, "now")], **how)["cane"]
    assert (order.action, order.put_off, order.order_by) == ("wait", True, None)
    assert order.needed is not None
    assert order.reasonable is not None and order.reasonable.earliest is not None
    assert order.reasonable.latest is not None
    assert TODAY <= order.reasonable.earliest <= order.reasonable.latest


def test_nothing_else_waits_for_what_is_put_off() -> None:
    ramp = thing("ramp_portable", needed_when=WALKING_LOST)
    chair = thing("power_wheelchair", CHAIR, ready_first=("ramp_portable",))
    items = [advice("power_wheelchair", 10, put_off=True)]
    for facts in ({"alsfrs_walking": 3}, {"alsfrs_walking": 0}):
        alone = plan([ramp], items, facts=facts)["ramp_portable"]
        assert plan([chair, ramp], items, facts=facts)["ramp_portable"] == alone
    soon = [replace(items[0], put_off=False)]
    assert plan([chair, ramp], soon, facts={"alsfrs_walking": 3})["ramp_portable"].action == "order_now"
