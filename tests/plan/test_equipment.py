"""The equipment plan: what to order by when, and that no two answers contradict each other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from anybody import FEW, intake_of, seeds, told
from folders import ROOT
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import (
    BASE,
    ENTRY_STEPS,
    LEADS,
    POWER,
    advice,
    codes,
    order_day,
    plan,
    thing,
)
from people import PEOPLE, TODAY, plan_of

from planner import assess, make_plan, plan_as_json, read_intake
from planner.language.wording import remark_in_words
from planner.language.words import load_words
from planner.model.conditions import All, Compare, Not, truth_of
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth
from planner.plan.leads import FAST, MEDIUM, SLOW, Wait, for_equipment
from planner.plan.money import break_even
from planner.plan.needs import granting
from planner.plan.orders import Remark
from planner.plan.plan import Plan
from planner.plan.schedule import Note

SPOKEN_FOR = {entry["device"] for entry in BASE.speaks_for.values()}


# --- worked values of the evidence -----------------------------------------------------------------------------


@pytest.mark.parametrize(("pace", "days"), [(SLOW, 154), (MEDIUM, 189), (FAST, 210)])
def test_a_power_chair_by_medicare_is_ordered_so_many_days_ahead(pace: int, days: int) -> None:
    order = plan([POWER], [advice("power_wheelchair", 400)], pace)["power_wheelchair"]
    assert order.order_by == TODAY + timedelta(400 - days)
    assert order.action == "order_by"


def test_a_floor_lift_by_loan_at_a_medium_pace_is_asked_for_25_days_ahead() -> None:
    lift = thing("floor_lift", {"loan": (2, 7, 28)}, train_days=5)
    assert plan([lift], [advice("floor_lift", 100)])["floor_lift"].order_by == TODAY + timedelta(75)
    sum_ = for_equipment(lift, Wait("loan", (2, 7, 28), True), MEDIUM, BASE.numbers)
    assert (sum_.wait, sum_.train, sum_.buffer, sum_.total) == (18, 5, 2, 25)


def test_a_light_chair_pays_for_itself_after_3_9_months() -> None:
    even = break_even(450, 0.3, 40, 70)
    assert even is not None
    assert round(even, 1) == 3.9
    assert break_even(450, 0.3, 40, 0) is None


# --- properties ------------------------------------------------------------------------------------------------


@given(LEADS, st.integers(0, 700), st.integers(0, 700), st.sampled_from([SLOW, MEDIUM, FAST]))
def test_a_later_need_never_gives_an_earlier_order_date(lead: Any, one: int, other: int, pace: int) -> None:
    first, second = sorted((one, other))
    things = [thing("cane", {"retail": lead})]
    early, late = (plan(things, [advice("cane", days)], pace)["cane"] for days in (first, second))
    assert order_day(early) <= order_day(late)


@given(LEADS, st.tuples(*[st.integers(0, 50)] * 3), st.sampled_from([SLOW, MEDIUM, FAST]))
def test_a_longer_wait_never_gives_a_later_order_date(lead: Any, more: Any, pace: int) -> None:
    longer = tuple(sorted(a + b for a, b in zip(lead, more, strict=True)))
    days = [
        order_day(plan([thing("cane", {"retail": one})], [advice("cane", 500)], pace)["cane"]) for one in (lead, longer)
    ]
    assert days[1] <= days[0]


@given(LEADS, st.integers(0, 30))
def test_a_faster_pace_never_gives_a_later_order_date(lead: Any, train: int) -> None:
    """At a fast pace the early course and the longest wait take the place of the buffer."""
    one = thing("cane", {"retail": lead}, train_days=train)
    orders = [plan([one], [advice("cane", 500)], pace)["cane"] for pace in (SLOW, MEDIUM, FAST)]
    assert order_day(orders[0]) >= order_day(orders[1])
    sums = [order.arithmetic for order in orders]
    assert [sum_.wait for sum_ in sums if sum_] == sorted(sum_.wait for sum_ in sums if sum_)
    assert [sum_.buffer > 0 for sum_ in sums if sum_] == [True, True, False]


@given(LEADS, st.integers(0, 700), st.integers(0, 30), st.sampled_from([SLOW, MEDIUM, FAST]))
def test_the_sum_comes_out_to_the_day_and_no_day_that_has_passed_is_printed(
    lead: Any, days: int, train: int, pace: int
) -> None:
    order = plan([thing("cane", {"retail": lead}, train_days=train)], [advice("cane", days)], pace)["cane"]
    assert order.arithmetic is not None
    if order.order_by is not None:
        assert order.order_by + timedelta(order.arithmetic.wait + train + order.arithmetic.buffer) == TODAY + timedelta(
            days
        )
        assert order.order_by > TODAY
        assert order.action == "order_by"
    else:
        assert order.action == "order_now"
        assert order_day(order) <= TODAY
    assert not (order.late and order.at_risk)


# --- the need --------------------------------------------------------------------------------------------------


def test_what_is_advised_now_without_a_window_is_needed_today() -> None:
    order = plan([thing("cane")], [advice("cane", None, "now")])["cane"]
    assert (order.action, order.need_by, order.order_by) == ("order_now", TODAY, None)


def test_what_is_advised_now_is_ordered_now_unless_the_need_lies_beyond_its_longest_wait_and_a_month() -> None:
    order = plan([POWER], [advice("power_wheelchair", 250, "now")])["power_wheelchair"]
    assert (order.action, order.late, order.at_risk) == ("order_now", False, False)
    order = plan([POWER], [advice("power_wheelchair", 500, "now")])["power_wheelchair"]
    assert (order.action, order.order_by) == ("order_by", order_day(order))


def test_no_need_in_sight_waits_and_a_missing_answer_is_asked() -> None:
    order = plan([thing("cane")], [advice("cane", None, "not_now")])["cane"]
    assert (order.action, codes(order.remarks), order.tasks) == ("wait", ["no_need_in_sight"], ())
    order = plan([thing("cane")], [advice("cane", None, "check_first", asks=("walking_help",))])["cane"]
    assert (order.action, codes(order.remarks)) == ("wait", ["answer_missing"])
    assert order.tasks == (Remark("answer", fact="walking_help"),)


@pytest.mark.parametrize("timing", ["hold", "check_first", "prepare", "later"])
def test_a_precaution_that_is_true_keeps_it_from_being_ordered(timing: str) -> None:
    note = Note(therapist="Not while the shoulder is sore.", family="", truth=Truth.YES, because=(), asks=())
    order = plan([thing("cane")], [advice("cane", 2, timing, holds=(note,))])["cane"]
    assert (order.action, codes(order.remarks), order.order_by) == ("wait", ["held"], None)


def test_an_open_precaution_is_asked_and_is_never_a_pass() -> None:
    note = Note(
        therapist="Not while the shoulder is sore.",
        family="",
        truth=Truth.UNKNOWN,
        because=(),
        asks=("shoulder_pain_left",),
    )
    order = plan([thing("cane")], [advice("cane", 2, "prepare", holds=(note,))])["cane"]
    assert (order.action, codes(order.tasks)) == ("wait", ["answer"])


def test_a_need_of_its_own_that_hangs_on_an_answer_asks_for_it() -> None:
    ramp = thing(
        "ramp_portable",
        needed_when=All((Compare(fact="alsfrs_walking", operator="at_most", bounds=(2,), said="2"), ENTRY_STEPS)),
    )
    facts = {"alsfrs_walking": 2}
    assert plan([ramp], facts=facts)["ramp_portable"].tasks == (Remark("answer", fact="entry_rise_cm"),)
    assert plan([ramp], facts={**facts, "entry_rise_cm": 0})["ramp_portable"].tasks == ()
    order = plan([ramp], facts={**facts, "entry_rise_cm": 20})["ramp_portable"]
    assert (order.action, order.need_by) == ("order_now", TODAY)


def test_granting_an_answer_under_not_grants_the_whole() -> None:
    granted = granting(Not(ENTRY_STEPS), lambda leaf: True)
    found = assess(read_intake({"patient": {"id": "x"}}, BASE, TODAY), BASE, today=TODAY)
    assert truth_of(granted, found.facts) is Truth.YES


# --- whoever it is ---------------------------------------------------------------------------------------------

ORDERED = ("order_now", "order_by", "arrange", "defer")


@FEW
@given(seeds, st.sampled_from([0.05, 0.3, 0.9]))
def test_whoever_it_is_no_two_answers_contradict_each_other(seed: int, share: float) -> None:
    observations = told(BASE, Random(seed), share)
    status = {seen.fact.removeprefix("equipment_status_"): seen.value for seen in observations}
    found = make_plan(assess(intake_of(observations), BASE, today=TODAY), BASE)
    orders = {order.id: order for order in found.equipment}
    assert set(orders) == set(BASE.equipment)
    for name, order in orders.items():
        if status.get(name) in ("borrowed", "in_use", "ordered"):
            assert order.action in ("has", "return")
        if status.get(name) == "declined":
            assert order.action not in ORDERED or BASE.equipment[name].id in SPOKEN_FOR
        assert (order.order_by is not None) == (order.action == "order_by")
        assert order.order_by is None or order.order_by > TODAY
        assert not (order.put_off and order.action in ORDERED)
        assert not (order.late and order.at_risk)
        assert not order.late or order.action in (*ORDERED, "has")
        if order.bridge:
            assert order.late
            assert orders[order.bridge].action in ("arrange", "has")
    json.dumps(plan_as_json(found))


# --- the whole plan --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=sorted(PEOPLE))
def whole(request: pytest.FixtureRequest) -> Plan:
    return plan_of(request.param, BASE)


def test_equipment_and_advice_never_name_different_days(whole: Plan) -> None:
    for order in whole.equipment:
        thing_ = whole.knowledge.equipment[order.id]
        item = whole.item(thing_.needed_with) if thing_.needed_with else None
        rule = whole.knowledge.by_id.get(thing_.needed_with)
        same = rule is not None and rule.ahead is not None and rule.ahead.equipment == order.id
        if item is None or not same or order.order_by is None or item.arithmetic is None or item.timing == "now":
            continue
        if item.start_by is not None and item.start_by <= whole.today:  # the thing itself may be further off
            continue
        if item.arithmetic.route == order.route and "ready_before" not in codes(order.remarks):
            assert order.order_by == item.start_by, order.id


def test_what_is_to_act_on_first_stands_first(whole: Plan) -> None:
    acts = [order.action for order in whole.equipment]
    assert [one in ("order_now", "arrange") for one in acts] == sorted(
        (one in ("order_now", "arrange") for one in acts), reverse=True
    )
    days = [order.order_by for order in whole.equipment if order.action == "order_by"]
    assert days == sorted(days)  # type: ignore[type-var]
    assert len({order.id for order in whole.equipment}) == len(whole.equipment) == len(whole.knowledge.equipment)


def test_the_equipment_as_json_is_that_of_the_contract(whole: Plan) -> None:
    for entry in json.loads(json.dumps(plan_as_json(whole)))["equipment"]:
        assert {
            "id", "action", "put_off", "route", "order_by", "overdue_days", "lead_days", "needed", "late", "at_risk", "bridge", "risks",
            "because", "estimate", "tasks", "return_when",
        } <= set(entry)  # fmt: skip
        at_once = entry["action"] in ("order_now", "arrange", "defer")
        assert (entry["order_by"] is not None) == (at_once or entry["action"] == "order_by")
        if entry["order_by"]:
            assert (date.fromisoformat(entry["order_by"]) > TODAY) != at_once


def test_every_code_has_its_words() -> None:
    words, folder = load_words("en"), ROOT / "planner" / "plan"
    text = "".join(
        (folder / f"{name}.py").read_text(encoding="utf-8") for name in ("acquire", "equipment", "few_at_once")
    )
    waiting = {"held", "answer_missing", "no_need_in_sight", "far_from_number"}
    used = set(re.findall(r'Remark\(\s*"([a-z_]+)"', text)) | waiting
    told = {code for kind in words.entries["equipment"].values() for code in kind}
    assert used == told
    for kind, entries in words.entries["equipment"].items():
        for code in entries:
            remark = Remark(code, "power_wheelchair", "fvc_pct", next(iter(BASE.routes.named)))
            assert "{" not in remark_in_words(kind, remark, BASE, words)


def test_make_plan_is_the_same_however_often_it_is_made(knowledge: Knowledge, person: Callable[..., Any]) -> None:
    found = assess(person(alsfrs_walking=2), knowledge, today=TODAY)
    assert make_plan(found, knowledge).equipment == make_plan(found, knowledge).equipment
