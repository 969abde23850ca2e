"""Where a thing stands: in place, on order, old news, to be given back, or put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import near_limits
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
from people import TODAY, told

from planner import IntakeError, assess, make_plan, read_intake
from planner.plan.equipment import equipment_plan
from planner.plan.needs import NeedCase, Standing
from planner.plan.orders import Remark, Return

# What a tube in the windpipe needs twice: a yes says that it is there.
TWICE = (
    "second_ventilator_in_place", "resuscitation_bag_in_place", "spare_tracheostomy_tube_in_place", "second_suction_in_place"
)  # fmt: skip

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


def standing_of(name: str, facts: dict[str, Any], **more: Any) -> Standing:
    """Where a thing of the knowledge base stands by what was told two days ago."""
    read = read_intake(told(facts, **more), BASE, TODAY)
    return NeedCase(items={}, assessment=assess(read, BASE, today=TODAY), knowledge=BASE).standing(name)


STATUSES = BASE.vocabulary.facts["equipment_status"].choices


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("name", ["rollator", "power_wheelchair", "breathing_mask_machine", "breath_stacking_bag"])
def test_a_status_is_read_as_the_word_that_was_told(name: str, status: str) -> None:
    assert standing_of(name, {f"equipment_status_{name}": status}).status == status
    listed = {"equipment": [{"item": name, "status": status, "since": "2026-11-01"}]}
    found = standing_of(name, {"alsfrs_speech": 4}, **listed)
    assert (found.status, found.since, found.old) == (status, date(2026, 11, 1), False)


@pytest.mark.parametrize(
    ("fact", "word", "status"),
    [
        ("niv_status", "not_discussed", "none"),
        ("niv_status", "discussed", "discussed"),
        ("niv_status", "ordered", "ordered"),
        ("niv_status", "in_use", "in_use"),
        ("niv_status", "declined", "declined"),
        ("niv_status", "stopped", "returned"),
        ("cough_machine_status", "none", "none"),
        ("cough_machine_status", "discussed", "discussed"),
        ("cough_machine_status", "ordered", "ordered"),
        ("cough_machine_status", "in_use", "in_use"),
        ("cough_machine_status", "declined", "declined"),
        ("cough_machine_status", "stopped", "returned"),
        ("breath_stacking_status", "bag_in_use", "in_use"),
        ("breath_stacking_status", "stopped", "returned"),
        ("breath_stacking_status", "none", ""),
        ("breath_stacking_status", "taught_without_bag", ""),
        ("breath_stacking_status", "not_effective", ""),
        *((fact, told, status) for fact in TWICE for told, status in ((True, "in_use"), (False, "none"))),
    ],
)
def test_each_word_of_a_fact_that_speaks_for_a_machine_means_one_status(fact: str, word: Any, status: str) -> None:
    device = BASE.speaks_for[fact]["device"]
    assert standing_of(device, {fact: word}).status == status


def test_every_fact_that_speaks_for_a_thing_is_tried_above() -> None:
    assert set(BASE.speaks_for) == {"niv_status", "cough_machine_status", "breath_stacking_status", *TWICE}


@pytest.mark.parametrize(
    ("status", "action", "put_off"),
    [
        ("none", "order_now", False), ("discussed", "order_now", False), ("ordered", "has", False),
        ("borrowed", "has", False), ("in_use", "has", False), ("declined", "wait", True), ("returned", "order_now", False),
    ],
)  # fmt: skip
def test_what_follows_from_each_status_of_a_thing_needed_now(status: str, action: str, put_off: bool) -> None:
    order = plan([thing("cane")], [advice("cane", 2, "now")], **have(status))["cane"]
    assert (order.action, order.put_off) == (action, put_off)
    assert ("follow_up" in codes(order.tasks)) is (status == "ordered")


@pytest.mark.parametrize("status", STATUSES)
def test_only_a_successor_in_use_sends_a_thing_back(status: str) -> None:
    """One that is on order or on loan may still go away again."""
    rollator = thing("rollator", successors=("power_wheelchair",))
    both = [*have("borrowed", "rollator")["equipment"], {"item": "power_wheelchair", "status": status}]
    order = plan([rollator, POWER], equipment=both)["rollator"]
    assert order.action == ("return" if status == "in_use" else "has")


def test_a_machine_in_use_by_its_own_fact_sends_back_what_it_replaces() -> None:
    """Not a loan: the word of the machine means the firmest status that it may stand for."""
    bag = thing("breath_stacking_bag", successors=("cough_assist_machine",))
    machine = thing("cough_assist_machine")
    for word, action in (("in_use", "return"), ("ordered", "has"), ("declined", "has"), ("stopped", "has")):
        facts = {"breath_stacking_status": "bag_in_use", "cough_machine_status": word}
        assert plan([bag, machine], facts=facts)["breath_stacking_bag"].action == action, word


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


def test_what_is_kept_stays_beside_its_successors_until_it_is_outgrown() -> None:
    """A power chair does not go back because another way to drive it was fitted to it."""
    chair = thing("power_wheelchair", CHAIR, successors=("power_chair_alternative_drive",), kept=True)
    drive = thing("power_chair_alternative_drive", {"loan": (1, 2, 3)})
    two = [{"item": one, "status": "in_use"} for one in ("power_wheelchair", "power_chair_alternative_drive")]
    assert plan([chair, drive], equipment=two)["power_wheelchair"].action == "has"
    lent = [{"item": "power_wheelchair", "status": "borrowed"}]
    coming = [advice("power_chair_alternative_drive", 1, "now")]
    back = plan([chair, drive], coming, equipment=lent)["power_wheelchair"].return_when
    assert back == Return("", None), "a loan ends, but no day for it is known"
    collar = thing("collar_soft", successors=("power_wheelchair",), kept=True, outgrown_when=WALKING_LOST)
    told_of = {"facts": {"alsfrs_walking": 0}, **have("in_use", "collar_soft")}
    assert plan([collar, chair], **told_of)["collar_soft"].action == "return"


@pytest.mark.parametrize("name", ["power_wheelchair", "breath_stacking_bag", "hand_splints", "rollator"])
def test_nothing_that_stays_in_use_is_sent_back_for_what_comes_beside_it(name: str) -> None:
    """With everything in place a chair, a bag, a splint and a rollator of somebody who still walks are kept."""
    assert BASE.equipment[name].kept
    listed = [
        {"item": one, "status": "in_use", "since": "2026-11-01"} for one in (name, *BASE.equipment[name].successors)
    ]
    read = read_intake(told({"alsfrs_walking": 2}, equipment=listed), BASE, TODAY)
    orders = make_plan(assess(read, BASE, today=TODAY), BASE).equipment
    assert next(order.action for order in orders if order.id == name) == "has"


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


def test_a_loan_that_is_over_goes_back_and_one_that_runs_says_when() -> None:
    cane = thing("cane", {"loan": (1, 7, 21)})
    lent = {"item": "cane", "status": "borrowed", "since": "2026-09-01"}
    over = plan([cane], equipment=[{**lent, "until": "2026-11-20"}])["cane"]
    assert (over.action, codes(over.remarks), over.tasks) == ("return", ["loan_over"], ())
    wanted = plan([cane], [advice("cane", 0, "now")], equipment=[{**lent, "until": str(TODAY)}])["cane"]
    assert (wanted.action, codes(wanted.tasks)) == ("return", ["ask_to_keep"])
    runs = plan([cane], equipment=[{**lent, "until": "2026-12-30"}])["cane"]
    assert runs.action == "has" and runs.return_when is not None
    assert (runs.return_when.thing, runs.return_when.on) == ("", date(2026, 12, 30))


def test_a_loan_cannot_end_before_it_began() -> None:
    lent = {"item": "cane", "status": "borrowed", "since": "2026-09-01", "until": "2026-08-31"}
    with pytest.raises(IntakeError, match="2026-08-31 lies before 2026-09-01"):
        plan([thing("cane")], equipment=[lent])


@pytest.mark.parametrize(
    ("status", "not_now", "action"),
    [
        (None, [], "wait"), ("ordered", [], "wait"), ("in_use", [], "order_now"), ("declined", [], "order_now"),
        (None, ["power_wheelchair"], "order_now"),
    ],
)  # fmt: skip
def test_what_is_measured_on_another_thing_waits_until_that_is_there(
    status: str | None, not_now: list[str], action: str
) -> None:
    """The delivered chair decides the van; a chair that was put off holds nothing up."""
    van = thing("accessible_van_purchase", after=("power_wheelchair",))
    told = have(status, "power_wheelchair") if status else {}
    coming = [advice("accessible_van_purchase", 0, "now"), advice("power_wheelchair", 0, "now")]
    order = plan([van, POWER], coming, preferences={"not_now": not_now}, **told)["accessible_van_purchase"]
    assert order.action == action
    assert (Remark("comes_after", thing="power_wheelchair") in order.remarks) == (action == "wait")


@pytest.mark.parametrize(("country", "action"), [("US", "defer"), ("UK", "order_now"), (None, "defer")])
def test_a_payers_test_counts_in_its_countries_and_while_the_country_is_not_known(
    country: str | None, action: str
) -> None:
    gate = {
        "routes": ["insurer"], "countries": ["US"], "met_when": WALKING_LOST, "tests": ["alsfrs_walking"],
        "therapist": "The payer asks for it.", "family": "Tell us.", "evidence": [{"source": "equip_s11"}],
    }  # fmt: skip
    mattress = thing("cane", {"insurer": (1, 2, 3)}, gates=[gate])
    order = plan([mattress], [advice("cane", 0, "now")], patient={"country": country})["cane"]
    assert order.action == action


@pytest.mark.parametrize("status", [None, "none"])
def test_a_chair_told_to_be_in_use_is_there_and_none_is_rented(status: str | None) -> None:
    """Also where only the question of the chair in use was answered; the thing's own status says more."""
    facts = {"alsfrs_walking": 1, "wheelchair_in_use": "manual", "equipment_status_light_manual_wheelchair": status}
    intake = {"patient": {"id": "invented", "main_payer": "medicare"}, "visits": [{"on": "2026-11-20", "facts": facts}]}
    orders = {order.id: order for order in near_limits.plan_of(intake).equipment}
    assert orders["power_wheelchair"].action == "order_now"
    assert orders["light_manual_wheelchair"].action == ("arrange" if status else "has")
