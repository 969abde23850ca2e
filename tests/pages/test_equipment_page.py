"""The equipment planner: months and money in plain words, only as far ahead as asked, only this country's routes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from people import DEMO, PEOPLE, TODAY, plan_of
from pressed import faults

from planner import assess, compose, make_plan, read_intake
from planner.curation.manner import Card, Manner
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Block, CardBlock, ChartBlock, ListBlock, TableBlock
from planner.pages.document import Document
from planner.plan.disclosure import orders_for
from planner.plan.orders import ramp_for
from planner.plan.plan import Plan
from planner.press.render import render_html

Person = Callable[..., Plan]
WALKER = {"alsfrs_walking": 3, "alsfrs_stairs": 2, "alsfrs_turning": 3, "alsfrs_cutting": 3, "falls_3mo": 2}


@pytest.fixture(scope="module")
def told(knowledge: Knowledge) -> Person:
    """The plan of somebody who walks unsteadily; other keywords are parts of the intake."""

    def build(facts: dict[str, Any] | None = None, **more: Any) -> Plan:
        source = {
            "patient": {"id": "invented-walker", "country": "US", "main_payer": "medicare"},
            "visits": [{"on": "2026-11-20", "facts": {**WALKER, **(facts or {})}}],
            **more,
        }
        return make_plan(assess(read_intake(source, knowledge, TODAY), knowledge, today=TODAY), knowledge)

    return build


def page(plan: Plan, look_ahead: Any = "all", reader: str = "person") -> Document:
    return compose(plan, "equipment", look_ahead=look_ahead, reader=reader)


def blocks(document: Document, kind: type[Block]) -> list[Any]:
    return [block for block in document.blocks if isinstance(block, kind)]


def lines(document: Document) -> Iterator[str]:
    """Every sentence of the page that is not a cell of figures."""
    for block in document.blocks:
        if isinstance(block, ListBlock):
            yield from (block.heading, block.intro, *block.lines)
        elif isinstance(block, CardBlock):
            yield from (block.title, block.why, *(label for _, label in block.dose))
            yield from (line for part in (*block.left, *block.right, *block.foot) for line in part.lines)
        elif isinstance(block, TableBlock):
            yield from (block.heading, *block.head, block.note)


# --- what stands on it ------------------------------------------------------------------------------------------


def test_chart_and_table_name_the_same_things_in_the_same_order(told: Person) -> None:
    document = page(told())
    drawn = [row.label for block in blocks(document, ChartBlock) for row in block.rows]
    listed = [row[1] for block in blocks(document, TableBlock) if block.heading == "Your list" for row in block.rows]
    assert len(listed) > 8
    assert [name for name in listed if name in drawn] == drawn
    assert [card.title for card in blocks(document, CardBlock)] == listed


def test_every_chart_is_followed_by_its_table_and_holds_few_rows(told: Person) -> None:
    document = page(told())
    for at, block in enumerate(document.blocks):
        if isinstance(block, ChartBlock):
            assert isinstance(document.blocks[at + 1], TableBlock) and 0 < len(block.rows) <= 8
            assert all(0 <= row.order <= row.need <= 1 for row in block.rows)
            assert [share for share, _, _ in block.marks] == sorted(share for share, _, _ in block.marks)


def test_no_day_that_has_passed_is_printed_as_something_to_do(told: Person) -> None:
    plan = told(facts={"alsfrs_walking": 2, "walking_help": "rollator", "falls_3mo": 4})
    assert all(order.order_by is None or order.order_by > TODAY for order in plan.equipment)
    listed = [row[0] for block in blocks(page(plan), TableBlock) if block.heading == "Your list" for row in block.rows]
    assert "Now" in listed


@pytest.mark.parametrize("look_ahead", ["now", "3_months", "12_months", "all"])
def test_the_page_looks_only_as_far_as_asked(told: Person, look_ahead: Any) -> None:
    plan = told()
    reach = {"now": 0, "3_months": 92, "12_months": 366, "all": 10_000}[look_ahead]
    sheet = orders_for(plan, look_ahead)
    assert all(order.order_by is None or (order.order_by - TODAY).days <= reach for order in sheet.to_do)
    assert {order.id for order in sheet.to_do} | {order.id for order in sheet.held_back} <= {
        o.id for o in plan.equipment
    }
    names = {plan.knowledge.equipment[order.id].family.name for order in sheet.held_back}
    said = " ".join(card.title.lower() for card in blocks(page(plan, look_ahead), CardBlock))
    assert [name for name in names if name.lower() in said.split(" . ")] == []
    if look_ahead != "all":
        assert sheet.held_back, "somebody who walks has things ahead"


def test_what_was_put_off_is_one_neutral_line_and_nothing_waits_for_it(told: Person) -> None:
    plan = told(preferences={"not_now": ["power_wheelchair"]})
    document = page(plan)
    (asked_to_wait,) = [block for block in blocks(document, ListBlock) if block.heading == "You asked to wait"]
    assert [line for line in asked_to_wait.lines if line.startswith("A power chair.")]
    assert "A power chair" not in [card.title for card in blocks(document, CardBlock)]
    before = {order.id for order in orders_for(told(), "all").to_do} - {"power_wheelchair"}
    assert before == {order.id for order in orders_for(plan, "all").to_do}


def test_what_is_there_is_kept_and_never_ordered(told: Person) -> None:
    plan = told(equipment=[{"item": "shower_chair", "status": "in_use"}])
    document = page(plan)
    (have,) = [block for block in blocks(document, ListBlock) if block.heading == "You have these"]
    assert "A seat for the shower" in have.lines
    assert "A seat for the shower" not in [card.title for card in blocks(document, CardBlock)]


def test_a_hospice_choice_never_shows_on_the_page(told: Person) -> None:
    facts = [name for name in told().knowledge.vocabulary if "hospice" in name]
    assert facts, "there is such a fact"
    document = page(told(facts={facts[0]: True}))
    assert "hospice" not in render_html(document).lower()


@pytest.mark.parametrize("route", ["hospice", "the hospice down the road"])
def test_a_thing_that_hospice_brings_does_not_say_so(told: Person, route: str) -> None:
    quote = {"item": "hospital_bed", "route": route, "lead_days": {"min": 1, "typical": 1, "longest": 3}}
    given = told(
        facts={"alsfrs_turning": 1},
        equipment=[{"item": "hospital_bed", "status": "discussed", "route": "hospice"}],
        quotes=[quote],
    )
    html = render_html(page(given))
    assert "A bed that moves" in html and "Ask us" in html
    assert "hospice" not in html.lower()


# --- money ----------------------------------------------------------------------------------------------------------


def test_prices_are_ranges_with_their_years_and_are_said_to_be_estimates(told: Person) -> None:
    html = render_html(page(told()))
    assert "Prices are our estimate from 2024 to 2026, but for your own quotes." in html
    assert re.search(r"USD [\d,]+ to [\d,]+", html)
    assert re.search(r"What you would buy yourself \(\d+ things\): USD [\d,]+ to [\d,]+ in all\.", html)


@pytest.mark.parametrize("country", ["UK", "CA", "DE", "AU", "other"])
def test_elsewhere_no_american_price_route_or_payer_is_shown(told: Person, country: str) -> None:
    plan = told(patient={"id": "invented-walker", "country": country})
    html = render_html(page(plan))
    assert "USD" not in html and "Medicare" not in html and "Ask for a quote" in html


def test_while_the_country_is_not_known_no_countrys_payer_is_named(told: Person) -> None:
    html = render_html(page(told(patient={"id": "invented-walker"})))
    assert "Medicare" not in html and "Ask whoever pays for your care" in html


@pytest.mark.parametrize("payer", ["national_service", None])
def test_where_a_national_service_pays_nobody_is_told_of_an_insurer(told: Person, payer: str | None) -> None:
    english = told(patient={"id": "invented-walker", "country": "UK", "main_payer": payer})
    ways = [row[2] for block in blocks(page(english), TableBlock) if block.heading == "Your list" for row in block.rows]
    assert [way for way in ways if "insurer" in way] == []
    assert [way for way in ways if way.startswith("Ask for it: ")]


def test_a_real_quote_replaces_the_estimate(told: Person) -> None:
    quote = {"item": "shower_chair", "route": "shop", "buy": 77, "currency": "GBP", "on": "2026-11-10"}
    plan = told(patient={"id": "invented-walker", "country": "UK"}, quotes=[quote])
    assert "GBP 77 (your quote)" in render_html(page(plan))


def test_the_money_page_is_left_out_where_the_topic_is_held_back(told: Person) -> None:
    assert "Money page" in render_html(page(told()))
    held = told(preferences={"print_topics_held_back": "breathing|money"})
    assert "Money page" not in render_html(page(held))


# --- the ramp -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inches", "feet", "landings"), [(7, 7, 0), (12, 12, 0), (29, 29, 0), (31, 31, 1), (60, 60, 2)]
)
def test_the_worked_ramps_of_the_evidence(knowledge: Knowledge, inches: int, feet: int, landings: int) -> None:
    """Equipment dossier, table 8; the highest rise of one run is 30 in there and 76 cm here."""
    ramp = ramp_for(inches * 2.54, knowledge.numbers)
    assert round(ramp.run / 30.48) == feet
    assert ramp.landings == landings
    assert round(ramp.length / 30.48) == feet + 5 * (1 + landings)


def test_the_persons_own_rise_comes_first(told: Person) -> None:
    (ramps,) = [
        b for b in blocks(page(told(facts={"entry_rise_cm": 60})), TableBlock) if b.heading.startswith("How long")
    ]
    assert ramps.rows[0] == ("Yours: 60 cm (24 in)", "7.2 m (24 ft)", "0", "8.7 m (29 ft)")


# --- paper --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", PEOPLE)
def test_what_it_says_is_easy_and_kind(who: str, knowledge: Knowledge, manner: Manner) -> None:
    document = page(plan_of(who, knowledge))
    # "You asked to keep this to …" and the rest of the handout's words are held by its own tests.
    said = [line for line in lines(document) if line]
    assert [match[0] for line in said for match in manner.banned.finditer(line)] == []
    assert [match[0] for line in said for match in manner.how_long.finditer(line)] == []
    card = Card("equipment", "", tuple(said))
    whole = [grade for text, grade in manner.too_hard(card) if "\n" in text]
    assert whole == []


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("look_ahead", ["now", "all"])
@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_has_a_fault_of_layout(who: str, look_ahead: Any, paper: str, knowledge: Knowledge) -> None:
    html = render_html(page(plan_of(who, knowledge), look_ahead), paper=paper)
    assert faults(html) == []


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("things", [3, 26])
def test_few_things_and_many_stand_as_well_on_both_papers(things: int, paper: str, knowledge: Knowledge) -> None:
    """The example with all it needs, and the same person who wants to hear of three things only for now."""
    intake = read_intake(DEMO, knowledge, TODAY)
    every = [order.id for order in orders_for(plan_of("demo", knowledge), "all").to_do]
    assert len(every) == 26
    others = tuple(name for name in knowledge.equipment if name not in every[:things]) if things < len(every) else ()
    wanted = intake.preferences.model_copy(update={"not_now": others})
    plan = make_plan(assess(replace(intake, preferences=wanted), knowledge, today=TODAY), knowledge)
    assert [order.id for order in orders_for(plan, "all").to_do] == every[:things]
    assert faults(render_html(page(plan), paper=paper)) == []
