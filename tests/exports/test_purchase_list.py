"""The purchase list: a row for each thing to act on, in words for families, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from exported import CHAIR, WORDS, days, planned, renamed, row_of, rows
from hypothesis import given
from hypothesis import strategies as st
from people import TODAY, plan_of, told

from planner import assess, make_plan, read_intake
from planner.curation.manner import Card, Manner
from planner.exports.purchase_list import harmless, purchase_list
from planner.model.knowledge import Knowledge
from planner.plan.disclosure import review_day
from planner.plan.orders import Remark
from planner.plan.plan import Plan
from planner.plan.shopping import not_chosen


@pytest.fixture(scope="module")
def demo(knowledge: Knowledge) -> Plan:
    """The example without the chair that is chosen before the light one, so that something is given back."""
    plan = plan_of("demo", knowledge)
    return replace(plan, equipment=tuple(order for order in plan.equipment if order.id != "transport_chair"))


# --- the purchase list -----------------------------------------------------------------------------------------


def test_the_list_has_a_row_for_each_thing_to_act_on(demo: Plan) -> None:
    acted = [o for o in demo.equipment if o.action in ("order_now", "order_by", "arrange", "defer", "return")]
    acted = [order for order in acted if order.id not in not_chosen(demo)]
    names = [demo.knowledge.equipment[order.id].family.name.lower() for order in acted]
    assert [row["thing"].lower() for row in rows(demo)] == names
    chair = row_of(CHAIR, demo)
    assert (chair["action"], chair["order_by"], chair["how"]) == (
        "Order by the date",
        "2026-12-04",
        "Ask to pay: Medicare",
    )
    assert (chair["wait_least"], chair["wait_usual"], chair["wait_longest"]) == ("56", "126", "196")
    assert (chair["buy_usual"], chair["currency"], chair["estimate"]) == ("32000", "USD", "yes")
    assert chair["wait_from"] == "planner's estimate"
    assert row_of("light_manual_wheelchair", demo)["give_back"] == "2027-06-11"
    assert row_of("rollator", demo)["give_back"] == "", "a walker with a seat is kept beside the chairs"


def test_no_day_of_need_stands_in_the_list(demo: Plan) -> None:
    for row in rows(demo):
        for column, cell in row.items():
            if column not in ("order_by", "give_back"):
                assert not re.search(r"\d{4}-\d{2}", cell), (column, cell)
            elif cell:
                assert date.fromisoformat(cell) > TODAY


def test_a_real_offer_takes_the_place_of_estimates(knowledge: Knowledge) -> None:
    offer = {"item": CHAIR, "route": "our shop", "lead_days": {"min": 1, "typical": 2, "longest": 3}}
    price = {"buy": 199.5, "currency": "EUR", "on": "2026-11-10"}
    row = row_of(CHAIR, planned(knowledge, quotes=[{**offer, **price}]))
    assert (row["how"], row["wait_usual"], row["wait_from"]) == ("our shop", "2", "your offer")
    assert (row["buy_low"], row["buy_high"], row["currency"], row["estimate"]) == ("199.50", "199.50", "EUR", "no")


def test_a_thing_on_order_is_followed_up_and_one_in_place_has_no_row(knowledge: Knowledge) -> None:
    equipment = [
        {"item": "shower_chair", "status": "in_use"},
        {"item": CHAIR, "status": "ordered", "since": "2026-11-01"},
    ]
    plan = planned(knowledge, equipment=equipment)
    assert row_of(CHAIR, plan)["action"] == "On order"
    assert row_of(CHAIR, plan)["notes"].startswith(WORDS("purchase.task.follow_up"))
    assert plan.knowledge.equipment["shower_chair"].family.name not in purchase_list(plan, WORDS, "all").lower()


def test_a_thing_beyond_the_look_ahead_is_not_named_in_a_note(demo: Plan) -> None:
    order = next(order for order in demo.equipment if order.id == "shower_chair")
    risk = Remark("benefit_conflict", thing="floor_lift")
    plan = replace(demo, equipment=(replace(order, risks=(risk,)), *(o for o in demo.equipment if o.id != order.id)))
    name = plan.knowledge.equipment["floor_lift"].family.name
    assert name not in row_of("shower_chair", plan, "3_months")["notes"]
    assert WORDS("purchase.risk.benefit_conflict_unnamed") in row_of("shower_chair", plan, "3_months")["notes"]
    assert name in row_of("shower_chair", plan, "all")["notes"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "x;=", "x\n;\t+", "＝", "x,-"])
def test_no_cell_starts_a_formula(knowledge: Knowledge, sign: str) -> None:
    evil = f'{sign}HYPERLINK("http://x","y")'
    days_ = {"min": 1, "typical": 2, "longest": 3}
    plan = renamed(
        planned(knowledge, quotes=[{"item": CHAIR, "route": evil, "lead_days": days_, "currency": "=1+1", "buy": 1}]),
        CHAIR,
        evil,
    )
    text = purchase_list(plan, WORDS, "all")
    shown = next(row for row in rows(plan) if "HYPERLINK" in row["how"])
    for line in csv.reader(io.StringIO(text, newline="")):
        for cell in line:
            for part in re.split(r"[;,\t\n]", cell):
                assert not re.match(r"\s*[=+\-@＝＋－＠]", part), cell
    assert "'" in shown["thing"] and "\n" not in shown["thing"] and shown["currency"] == "'=1+1"


@given(st.text(max_size=80))
def test_a_cell_is_one_line_and_harmless_whatever_was_written(text: str) -> None:
    cell = harmless(text)
    assert not re.search(r"[\r\n\t\x00]", cell) and not re.match(r"\s*[=+\-@＝＋－＠]", cell)
    assert harmless(cell) == cell


def test_quotes_and_commas_come_back_as_they_were(demo: Plan) -> None:
    name = 'A "good", blue; chair'
    assert any(row["thing"] == name for row in rows(renamed(demo, CHAIR, name)))
    text = purchase_list(demo, WORDS, "all")
    assert text.endswith('"\r\n') and "\n" not in text.replace("\r\n", "")


# --- the words -------------------------------------------------------------------------------------------------


def test_every_risk_and_task_that_families_may_read_has_its_words() -> None:
    known = WORDS.entries["equipment"]
    for kind in ("risk", "task"):
        codes = {code for code in known[kind] if not Remark(code).confidential} - {
            "test"
        }  # a test has its gate's words
        assert codes == {code for code in WORDS.entries["purchase"][kind] if not code.endswith("_unnamed")}


def test_the_words_for_families_are_easy_and_kind(manner: Manner) -> None:
    calendar, purchase = WORDS.entries["calendar"], WORDS.entries["purchase"]
    lines = [*calendar["about"].values(), *purchase["risk"].values(), *purchase["task"].values()]
    lines += [purchase["late"], purchase["bridge"]]
    filled = tuple(line.format(thing="a chair", route="a shop") for line in lines)
    assert [str(problem) for problem in manner.findings(Card("words", "", filled))] == []


def test_somebody_of_whom_little_is_known_gets_a_review_and_an_honest_list(knowledge: Knowledge) -> None:
    read = read_intake(told({"alsfrs_walking": 3}), knowledge, TODAY)
    plan = make_plan(assess(read, knowledge, today=TODAY), knowledge)
    assert days(plan, "review") == [review_day(plan)]
    assert all(not row["buy_usual"] and not row["currency"] for row in rows(plan))  # no country, so no prices
