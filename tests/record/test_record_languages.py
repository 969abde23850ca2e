"""What a file in another language carries, and papers in two languages held against each other."""

from __future__ import annotations

import json
from dataclasses import replace

from page_text import words_of
from people import plan_of

from planner import compose, render_html
from planner.model.knowledge import Knowledge
from planner.pages.compose import spoken_for
from planner.pages.family import bars
from planner.plan.plan import Plan
from planner.record.carried import carried
from planner.record.earlier import Earlier, since

BRACE = "light_ankle_brace_leaf_spring"


def pages_in(plan: Plan, language: str) -> Earlier:
    contents = compose(plan, "family", language=language).carries
    assert contents is not None
    (file,) = carried(contents, plan)
    return Earlier("old.pdf", pages=json.loads(file.content))


def before(plan: Plan) -> Plan:
    """The same plan at an earlier visit, when nothing was said of the brace."""
    items = tuple(replace(item, timing="not_now") if item.id == BRACE else item for item in plan.items)
    lines = (replace(line, acts=tuple(a for a in line.acts if a.id != BRACE)) for line in plan.agenda.today)
    agenda = replace(plan.agenda, today=tuple(line for line in lines if line.acts))
    return replace(plan, items=items, agenda=agenda)


def test_the_fridge_sheet_stays_english_until_somebody_has_reviewed_the_language(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    said, words = spoken_for(plan, "fridge", "es")
    assert words.language == "en" and said.items == plan.items
    assert "Esta hoja se queda en inglés hasta que alguien revise la traducción." in bars(said, words)
    plain, words = spoken_for(plan, "fridge", "en")
    assert plain is plan and len(bars(plain, words)) == 2
    said, words = spoken_for(plan, "family", "es")
    assert words.language == "es" and words("language_notes.draft") in bars(said, words)
    assert spoken_for(plan, "therapist", "es")[0] is plan


def test_a_spanish_page_carries_spanish_titles_and_says_so(knowledge: Knowledge) -> None:
    pages = pages_in(plan_of("demo", knowledge), "es").pages
    assert pages is not None and pages["language"] == "es"
    assert "Un aparato liviano para su pie izquierdo" in {entry["title"] for entry in pages["recommendations"]}
    english = pages_in(plan_of("demo", knowledge), "en").pages
    assert english is not None
    days = [
        [{k: v for k, v in entry.items() if k != "title"} for entry in told["recommendations"]]
        for told in (pages, english)
    ]
    assert days[0] == days[1]


def test_pages_in_another_language_are_held_against_what_they_would_say_today(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    assert since(pages_in(plan, "es"), plan).changes == ()
    (change,) = since(pages_in(before(plan), "es"), plan).changes
    assert (change.change, change.title) == ("new", "Un aparato liviano para su pie izquierdo")


def test_what_is_new_is_told_in_the_language_of_the_new_page(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    for then, now, line in (
        ("es", "en", "New: A light brace for your left foot."),
        ("en", "es", "Nuevo: Un aparato liviano para su pie izquierdo."),
        ("es", "es", "Nuevo: Un aparato liviano para su pie izquierdo."),
    ):
        found = since(pages_in(before(plan), then), plan)
        said = words_of(render_html(compose(plan, "family", language=now, since=found)))
        assert line in said.splitlines()
