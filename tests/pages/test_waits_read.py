"""Whose figure a wait is: one that was read names where and when, ours says so, and the person's own quote bears no mark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from page_text import fullest, words_of
from people import DEMO, TODAY, plan_of

from planner import assess, compose, make_plan, read_intake
from planner.assessment.assessment import Assessment
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment, Lead, Origin
from planner.plan.plan import Plan
from planner.reading.resources import languages
from planner.reading.strict_yaml import read_file

CHAIR = "power_wheelchair"
READ = Origin(source="numotion_now", year="2026", country="US")


def quoted(knowledge: Knowledge, days: tuple[int, int, int]) -> Plan:
    """The example person with an offer for the chair that tells these days."""
    told: Any = read_file(DEMO, "demo").value
    waits = dict(zip(("min", "typical", "longest"), days, strict=True))
    offer = {"item": CHAIR, "route": "medicare", "on": "2026-11-20", "lead_days": waits}
    return make_plan(
        assess(read_intake({**told, "quotes": [offer]}, knowledge, TODAY), knowledge, today=TODAY), knowledge
    )


def said(plan: Plan, kind: str) -> str:
    return words_of(fullest(compose(plan, kind)))


def test_a_wait_that_was_read_says_where_and_when_and_ours_is_marked(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    assert "(US source, 2026)" in said(plan, "equipment") and "(US 2026, " in said(plan, "annex")
    chair = knowledge.equipment[CHAIR]
    unread = chair.model_copy(update={"leads": tuple(lead.model_copy(update={"origin": None}) for lead in chair.leads)})
    other = make_plan(plan_assessed(knowledge), with_chair(knowledge, unread))
    assert "(our estimate)" in said(other, "equipment") and "(US 2026, " not in said(other, "annex")


def plan_assessed(knowledge: Knowledge) -> Assessment:
    return assess(read_intake(DEMO, knowledge, TODAY), knowledge, today=TODAY)


def with_chair(knowledge: Knowledge, chair: Equipment) -> Knowledge:
    return replace(knowledge, equipment={**knowledge.equipment, CHAIR: chair})


def test_an_own_quote_is_called_neither_read_nor_ours_though_its_days_are_the_same(knowledge: Knowledge) -> None:
    days = knowledge.equipment[CHAIR].days_by_route["medicare"]
    plan = quoted(knowledge, days)
    pages = said(plan, "equipment") + said(plan, "annex")
    assert "(US source, 2026)" not in pages and "(US 2026, " not in pages and "(our estimate)" not in pages
    assert f"− {days[1]}* −" not in pages


@pytest.mark.parametrize(("other", "found"), [(READ, READ), (None, None)])
def test_where_two_routes_take_the_same_days_only_what_holds_for_both_is_told(
    knowledge: Knowledge, other: Origin | None, found: Origin | None
) -> None:
    leads = tuple(Lead(route=route, days=(1, 2, 3), origin=of) for route, of in (("loan", READ), ("insurer", other)))
    assert knowledge.equipment[CHAIR].model_copy(update={"leads": leads}).origin_of((1, 2, 3)) == found


@pytest.mark.parametrize("language", languages())
def test_every_country_of_a_figure_on_family_paper_has_a_name(knowledge: Knowledge, language: str) -> None:
    named = load_words(language).entries["planner"]["country"]
    figures = {lead.origin.country for thing in knowledge.equipment.values() for lead in thing.leads if lead.origin}
    assert {knowledge.market.country, *figures} <= {*named}
