"""What stands on the pages: golden text, seven cards, nothing told in confidence, nothing beyond the look-ahead."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from folders import GOLDEN
from page_text import words_of
from people import PEOPLE, TODAY, plan_of

from planner import RenderError, compose, render_html
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Block, CardBlock, ListBlock, TableBlock
from planner.pages.compose import DOCUMENTS, NAMED
from planner.pages.document import Document
from planner.pages.form.page import form_page
from planner.pages.handouts.stage import stage_document, wall_map
from planner.pages.handouts.topic import Asked, topic_document
from planner.plan.disclosure import DAYS, look_ahead_of, sort_for
from planner.plan.plan import Plan


def page_of(plan: Plan, kind: str) -> str:
    """The page's words; the digest changes with every word of stages/ and is not part of the golden text."""
    return words_of(render_html(compose(plan, kind))).replace(plan.knowledge.digest, "DIGEST")


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("who", ["demo", "almost_unknown", "late"])
def test_golden_text(knowledge: Knowledge, request: pytest.FixtureRequest, who: str, kind: str) -> None:
    said, file = page_of(plan_of(who, knowledge), kind), GOLDEN / f"{who}.{kind}.en.txt"
    if request.config.getoption("--accept"):
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8"), "If this is meant: pytest --accept, and review the diff."


def cards(document: Document) -> list[CardBlock]:
    return [block for block in document.blocks if isinstance(block, CardBlock)]


@pytest.mark.parametrize("who", PEOPLE)
def test_at_most_seven_cards_and_four_exercises(knowledge: Knowledge, who: str) -> None:
    plan = plan_of(who, knowledge)
    shown = sort_for(plan, "all").cards
    assert len(shown) <= 7 and sum(plan.rule(item).exercise for item in shown) <= 4
    assert len(cards(compose(plan, "family"))) == len(shown)


def test_what_has_to_be_ordered_is_named_before_what_can_be_done_any_day(knowledge: Knowledge) -> None:
    soon = [item.id for item in sort_for(plan_of("demo", knowledge), "3_months").soon]
    ordered = [bool(knowledge.by_id[name].equipment) for name in soon]
    assert {True, False} == set(ordered)
    assert ordered == sorted(ordered, reverse=True)
    assert soon.index("power_wheelchair_evaluation") < 4


def test_the_fifth_exercise_becomes_a_line_with_its_stop_rule(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    only_exercises = tuple(item for item in plan.items if plan.rule(item).exercise)
    assert len(only_exercises) > 4
    busy = replace(plan, items=tuple(replace(item, timing="now") for item in only_exercises))
    found = sort_for(busy, "all")
    assert len(found.cards) == 4 and found.rest
    said = page_of(busy, "family")
    for item in found.rest:
        line = next(row for row in said.splitlines() if row.startswith(busy.rule(item).text.family.title))
        assert "Stop if" in line


@pytest.mark.parametrize("who", PEOPLE)
def test_no_raw_id_key_or_placeholder_is_printed(knowledge: Knowledge, who: str) -> None:
    plan = plan_of(who, knowledge)
    ids = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
    for kind in DOCUMENTS:
        said = page_of(plan, kind)
        assert not ids.findall(said)
        assert "{" not in said and "None" not in said


def test_what_was_told_in_confidence_never_shows_on_family_paper(knowledge: Knowledge) -> None:
    plan = plan_of("late", knowledge)
    said = page_of(plan, "family").lower()
    secret = [fact for fact in knowledge.vocabulary.facts.values() if fact.confidential]
    assert {
        "low_mood",
        "thoughts_of_suicide",
        "thinking_or_behaviour_change",
        "helper_strain_or_pain",
        "hospice_enrolled",
        "care_goal_told",
        "care_goal",
        "palliative_team_linked",
    } == {f.id for f in secret}
    for word in (
        "suicid",
        "ending life",
        "low mood",
        "behaviour",
        "hospice",
        "worn out?",
        *(fact.question.lower() for fact in secret),
    ):
        assert word not in said
    told = page_of(plan, "therapist").lower()
    assert "ending life" in told and told.index("ending life") < told.index("from problem to plan")


def test_no_family_page_has_percentages_stage_numbers_or_survival(knowledge: Knowledge) -> None:
    for who in PEOPLE:
        said = page_of(plan_of(who, knowledge), "family")
        assert not re.search(r"%|\bstage\b|surviv|prognos|\bdeath\b|\bdie\b|life expectancy", said, re.IGNORECASE)


def test_no_page_estimates_survival(knowledge: Knowledge) -> None:
    for who in PEOPLE:
        said = page_of(plan_of(who, knowledge), "therapist")
        rest = said.replace("No statement about survival is made anywhere.", "")
        assert not re.search(
            r"median survival|survival of|months to live|life expectancy|probability of death", rest, re.IGNORECASE
        )


@pytest.mark.parametrize("look_ahead", DAYS)
def test_nothing_beyond_the_look_ahead_is_shown_and_it_is_listed_as_held_back(
    knowledge: Knowledge, look_ahead: str
) -> None:
    plan = plan_of("demo", knowledge)
    found = sort_for(plan, look_ahead)  # type: ignore[arg-type]
    reach = DAYS[look_ahead]
    for item in (*found.soon, *found.later):
        assert reach is None or (reach > 0 and item.start_by and (item.start_by - plan.today).days <= reach)
    ahead = [
        item
        for item in plan.items
        if item.timing in ("now", "prepare", "later") and item.ahead and not item.put_off and not item.comes_with
    ]
    assert sorted(item.id for item in (*found.soon, *found.later, *found.held_back)) == sorted(
        item.id for item in ahead
    )
    choice = plan.intake.preferences.model_copy(update={"look_ahead": look_ahead})
    asked = replace(plan, intake=replace(plan.intake, preferences=choice))
    said = page_of(asked, "therapist")
    assert ("Held back at the person's request" in said) == bool(found.held_back)


def test_safety_is_never_filtered(knowledge: Knowledge) -> None:
    plan = plan_of("late", knowledge)
    for look_ahead in DAYS:
        said = words_of(render_html(compose(plan, "family", look_ahead=look_ahead)))  # type: ignore[arg-type]
        assert "Call 999 now if" in said and "We saw a sign that needs care now" in said


def test_a_helper_sees_more_only_with_the_persons_yes(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    for may, expected in ((False, "3_months"), (True, "12_months")):
        choice = plan.intake.preferences.model_copy(
            update={"helper_look_ahead": "12_months", "helper_may_see_more": may}
        )
        assert look_ahead_of(replace(plan, intake=replace(plan.intake, preferences=choice)), "helper") == expected


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("US", "Call 911 now"),
        ("CA", "Call 911 now"),
        ("UK", "Call 999 now"),
        ("DE", "Call 112 now"),
        ("AU", "Call 000 now"),
        ("JP", "Call your emergency number now"),
        ("", "Call your emergency number now"),
    ],
)
def test_the_emergency_number_is_never_a_guess(knowledge: Knowledge, country: str, number: str) -> None:
    plan = plan_of("demo", knowledge)
    assert number in page_of(replace(plan, intake=replace(plan.intake, country=country)), "family")


def test_what_was_put_off_is_one_neutral_line_for_families(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    put_off = replace(
        plan, items=tuple(replace(i, put_off=i.id == "early_lightweight_wheelchair_rental") for i in plan.items)
    )
    said = page_of(put_off, "family")
    assert said.count("Borrow or rent a light wheelchair early") == 1
    assert "Borrow or rent a light wheelchair early. We will ask again by 21 February 2027." in said


def test_the_therapist_sees_the_arithmetic_of_a_start_by_date(knowledge: Knowledge) -> None:
    said = page_of(plan_of("demo", knowledge), "annex")
    assert re.search(
        r"\d+ \w{3} \d{4} = \d+ \w{3} \d{4} − wait \d+ d \(medicare\) − training \d+ d − buffer \d+ d \(\w+ course\)",
        said,
    )


def test_every_block_kind_appears_on_some_page(knowledge: Knowledge) -> None:
    def kinds(blocks: tuple[Block, ...]) -> set[str]:
        inner = [kinds(getattr(block, "blocks", ()) or getattr(block, "boxes", ())) for block in blocks]
        return {block.kind for block in blocks}.union(*inner)

    found = {kind for who in PEOPLE for doc in NAMED for kind in kinds(compose(plan_of(who, knowledge), doc).blocks)}
    found |= kinds(form_page(knowledge, load_words("en"), TODAY).blocks)
    for sheet in knowledge.topics.sheets.values():
        found |= kinds(topic_document(sheet, knowledge, Asked(today=TODAY)).blocks)
    found |= kinds(stage_document(1, knowledge, Asked(today=TODAY)).blocks)
    found |= kinds(wall_map(knowledge, Asked(today=TODAY)).blocks)
    assert found == {block.kind for block in Block.__subclasses__()}


def test_an_unknown_document_is_refused_in_a_sentence(knowledge: Knowledge) -> None:
    with pytest.raises(
        RenderError, match=r"I do not know this document\. Choose from family, therapist, equipment, fridge, annex\."
    ):
        compose(plan_of("demo", knowledge), "poster")


def test_tables_name_their_rows(knowledge: Knowledge) -> None:
    tables = [b for b in compose(plan_of("demo", knowledge), "therapist").blocks if isinstance(b, TableBlock)]
    assert tables and all(len(row) == len(table.head) for table in tables for row in table.rows)


def test_every_sentence_can_be_printed_with_the_bundled_fonts(knowledge: Knowledge) -> None:
    from planner.press.lettering import missing_letters
    from planner.reading.rules import texts_of

    said = [text for rule in (*knowledge.recommendations, *knowledge.drafts) for _, text in texts_of(rule)]
    said += [evidence.says for rule in knowledge.recommendations for evidence in rule.evidence]
    said += [source.cite for source in knowledge.sources.values()]
    said += [position.position + position.question for position in knowledge.positions]
    said += [flag.therapist.say + " ".join(flag.therapist.do) for flag in knowledge.red_flags]
    said += [fact.question + fact.unit for fact in knowledge.vocabulary.facts.values()]
    assert {text: missing for text in said if (missing := missing_letters(text))} == {}


def test_many_short_lines_stand_in_two_columns_and_long_or_few_ones_do_not() -> None:
    short, long = ("A way to call for help",) * 5, ("A line that is too long for half of a page's width",)
    assert ListBlock(heading="", intro="", lines=short).in_two
    assert (
        not ListBlock(heading="", intro="", lines=short[:4]).in_two
        and not ListBlock(heading="", intro="", lines=(*short, *long)).in_two
    )
    assert not ListBlock(heading="", intro="", lines=()).in_two
