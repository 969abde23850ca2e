"""What stands on the pages: golden text, seven cards, nothing told in confidence, nothing beyond the look-ahead."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from folders import GOLDEN
from page_text import words_of
from people import PEOPLE, TODAY, plan_of
from stories import base, plan_for

from planner import RenderError, compose, render_html
from planner.language.questions import telling
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.blocks import Block, ListBlock, TableBlock
from planner.pages.compose import ALL_DOCUMENTS, DOCUMENTS
from planner.pages.document import Document
from planner.pages.family import CHECKED
from planner.pages.family_blocks import CallTableBlock, DatesBlock, FirstThingBlock, HowToBlock, MovesBlock, PanesBlock
from planner.pages.family_room import GIVES_WAY, PARTING
from planner.pages.family_writer import HandoutWriter
from planner.pages.form.page import form_page
from planner.pages.handouts.stage import stage_document, wall_map
from planner.pages.handouts.topic import SheetAsked, topic_document
from planner.plan.disclosure import DAYS, look_ahead_of, sort_for
from planner.plan.family_view import family_view, within
from planner.plan.plan import Plan


def page_of(plan: Plan, kind: str) -> str:
    """The page's words; the digest changes with every word of stages/ and is not part of the golden text."""
    return words_of(render_html(compose(plan, kind))).replace(plan.knowledge.digest, "DIGEST")


@pytest.mark.parametrize("kind", ALL_DOCUMENTS)
@pytest.mark.parametrize("who", ["demo", "almost_unknown", "late"])
def test_golden_text(knowledge: Knowledge, request: pytest.FixtureRequest, who: str, kind: str) -> None:
    said, file = page_of(plan_of(who, knowledge), kind), GOLDEN / f"{who}.{kind}.en.txt"
    if request.config.getoption("--accept"):
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8"), (
        'If this is meant: make test ARGS="tests/pages/test_documents.py --accept", and review the diff.'
    )


def every(document: Document, kind: type[Block]) -> list[Block]:
    return [block for block in document.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("who", PEOPLE)
def test_at_most_four_picture_cards_of_three_steps_and_four_moves(knowledge: Knowledge, who: str) -> None:
    document = compose(plan_of(who, knowledge), "family", look_ahead="all")
    cards, moves = every(document, HowToBlock), every(document, MovesBlock)
    assert len(cards) <= 4 and all(1 <= len(card.steps) <= 3 for card in cards)  # type: ignore[attr-defined]
    shown = [move for block in moves for pair in block.pairs for move in pair]  # type: ignore[attr-defined]
    assert len(shown) <= 4 and all(len(move.steps) <= 3 and move.dose for move in shown)


def test_no_move_stands_without_its_stop_rules(knowledge: Knowledge) -> None:
    (moves,) = every(compose(plan_of("demo", knowledge), "family"), MovesBlock)
    plan = plan_of("demo", knowledge)
    view = family_view(plan, "3_months")
    wanted = {line.rstrip(".") for item in view.moves for line in plan.rule(item).text.family.stop_if}
    assert wanted and wanted <= set(moves.stops)  # type: ignore[attr-defined]


def test_grave_things_are_never_cut_and_what_is_cut_is_counted(knowledge: Knowledge) -> None:
    plain = plan_of("late", knowledge).agenda.today[0].acts[0]
    grave, other = replace(plain, severity=3), replace(plain, severity=1, answers=())
    acts = (other, other, other, grave, grave)
    assert within(acts, 2) == (other, other, grave, grave)
    for who in PEOPLE:
        plan = plan_of(who, knowledge)
        view = family_view(plan, "all")
        (panes,) = every(compose(plan, "family", look_ahead="all"), PanesBlock)
        for acts, pane in zip((view.yours, view.ours), panes.panes, strict=True):  # type: ignore[attr-defined]
            hidden = len(acts) - len(pane.ticks)
            assert pane.note == (f"{hidden} more. Ask us." if hidden else "" if acts else "Nothing new here.")


def test_what_gives_way_gives_way_in_its_order_and_the_call_table_never_does(knowledge: Knowledge) -> None:
    document: Document | None = compose(plan_of("demo", knowledge), "family")
    whole, parting, calls = [], [], []
    while document is not None:
        (whole if document.on_first_page else parting).append(len(every(document, HowToBlock)))
        calls.append(every(document, CallTableBlock))
        last, document = document, document.shorter
    for cards in (whole[:-2], whole[-2:], parting):
        assert cards == sorted(cards, reverse=True)
    assert parting[0] == whole[0] > parting[-1], "cards that gave way for the first page come back where it parts"
    assert [room.dates_last for room in GIVES_WAY[:4]] == [False] * 4, (
        "panes get shorter before dates go to the next page"
    )
    assert len(set(map(len, calls))) == 1 and calls[0] == calls[-1]
    assert last.pages_at_most == 0 and len(whole) == len(GIVES_WAY) and len(parting) == len(PARTING) + 1


def test_what_is_checked_first_is_checked_with_us() -> None:
    plan = plan_for("The same man sore the day after is denied strengthening by that one gate", base())
    (first,) = [block for block in compose(plan, "family").blocks if isinstance(block, FirstThingBlock)]
    checked = [tick for tick in first.ticks if tick.text.startswith("First we check")]
    assert checked and {tick.who for tick in checked} == {"with us"}


def test_what_goes_without_saying_is_not_said() -> None:
    """That we do what stands under "We do this", and check first what waits for the next visit."""
    page = compose(
        plan_for("Falls where thinking has changed bring a person beside before any better aid", base()), "family"
    )
    (panes,), (dates,) = every(page, PanesBlock), every(page, DatesBlock)
    assert not any("First we check" in what for _, what in dates.rows)  # type: ignore[attr-defined]
    demo = compose(plan_for("demo", base()), "family")
    ticks = {tick.text: tick.who for block in every(demo, PanesBlock) for pane in block.panes for tick in pane.ticks}  # type: ignore[attr-defined]
    assert ticks["Start the power chair early"] == "by 4 Dec 2026" and "with us" not in ticks.values()
    assert [tick.text for tick in panes.panes[0].ticks][-1] == "Do your move"  # type: ignore[attr-defined]


ALONE = "A woman alone in a chair who nearly fell gets a package of care today and no move alone"


def test_who_is_known_to_have_no_helper_is_given_no_act_and_no_move_of_one() -> None:
    document = compose(plan_for(ALONE, base()), "family")
    ticks = [tick for block in document.blocks if isinstance(block, FirstThingBlock) for tick in block.ticks]
    assert any(tick.text == "Move from seat to seat with ease" and tick.who == "with us" for tick in ticks)
    assert "helper" not in " ".join(tick.who for tick in ticks)
    (moves,) = every(document, MovesBlock)
    assert [move.title for pair in moves.pairs for move in pair] == ["Gentle stretching every day"]  # type: ignore[attr-defined]


def test_what_is_checked_before_a_move_or_a_tool_is_not_asked_at_home() -> None:
    plan = plan_for(ALONE, base())
    checked = {q.fact for q in plan.measure_next if q.pack in CHECKED}
    asked = next(block for block in compose(plan, "family").blocks if getattr(block, "part", "") == "asked")
    assert checked and asked.rows  # type: ignore[attr-defined]
    assert not {base().vocabulary[fact].question for fact in checked} & {row[0] for row in asked.rows}  # type: ignore[attr-defined]


def test_every_sign_found_stands_in_the_row_of_its_urgency_before_all_others(knowledge: Knowledge) -> None:
    plan = plan_of("late", knowledge)
    (table,) = every(compose(plan, "family"), CallTableBlock)
    by_id = {flag.id: flag for flag in knowledge.red_flags}
    rows = dict(zip(("emergency", "same_day", "within_a_week"), table.rows, strict=True))  # type: ignore[attr-defined]
    for raised in plan.red_flags:
        flag = by_id[raised.id]
        if flag.family is not None:
            (sign,) = HandoutWriter(plan, load_words("en")).fill([flag.family.sign])
            assert sign in rows[flag.urgency].found
    assert compose(plan, "family").blocks.index(table) == 1, "dangers that were found stand first"
    assert compose(plan_of("demo", knowledge), "family").blocks[1] is not table


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
    assert "ending life" in told and told.index("ending life") < told.index("who, by when")


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
    assert ("Not on the family's pages" in said) == bool(found.held_back)


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
    plan, name = plan_of("demo", knowledge), "early_lightweight_wheelchair_rental"
    declined = replace(plan, items=tuple(replace(i, put_off=i.id == name) for i in plan.items))
    wishes = plan.intake.preferences.model_copy(update={"not_now": (name,)})
    put_off = replace(declined, intake=replace(plan.intake, preferences=wishes))
    for told, line in (
        (put_off, "We will ask again by 21 February 2027."),
        (declined, "Tell us if you change your mind."),
    ):
        said = page_of(told, "family")
        assert said.count("Borrow or rent a light wheelchair early") == 1
        assert f"{line}\nBorrow or rent a light wheelchair early" in said


def test_the_therapist_sees_the_arithmetic_of_a_start_by_date(knowledge: Knowledge) -> None:
    said = page_of(plan_of("demo", knowledge), "annex")
    assert re.search(
        r"\d+ \w{3} \d{4} = \d+ \w{3} \d{4} − wait \d+ d \(medicare\) − training \d+ d − buffer \d+ d \(\w+ course\)",
        said,
    )


def test_every_block_kind_appears_on_some_page(knowledge: Knowledge) -> None:
    def kinds(blocks: tuple[Block, ...]) -> set[str]:
        beside = [one for block in blocks for _, column in getattr(block, "columns", ()) for one in column]
        inner = [kinds(getattr(block, "blocks", ())) for block in blocks] + ([kinds(tuple(beside))] if beside else [])
        return {block.kind for block in blocks}.union(*inner)

    found = {
        kind for who in PEOPLE for doc in ALL_DOCUMENTS for kind in kinds(compose(plan_of(who, knowledge), doc).blocks)
    }
    found |= kinds(form_page(knowledge, load_words("en"), TODAY).blocks)
    for sheet in knowledge.topics.sheets.values():
        found |= kinds(topic_document(sheet, knowledge, SheetAsked(today=TODAY)).blocks)
    found |= kinds(stage_document(1, knowledge, SheetAsked(today=TODAY)).blocks)
    found |= kinds(wall_map(knowledge, SheetAsked(today=TODAY)).blocks)
    found |= kinds(compose(plan_of("demo", knowledge), "family", language="es").blocks)
    found |= {"pictures", "chart"}  # on the page of those who keep the base, and in the browser
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


def test_the_first_thing_is_told_with_this_persons_facts_and_a_side(knowledge: Knowledge) -> None:
    (first,) = every(compose(plan_of("demo", knowledge), "family"), FirstThingBlock)
    assert first.why == "You fell in the last 3 months. It is hard to lift your left foot."  # type: ignore[attr-defined]
    (spanish,) = every(compose(plan_of("demo", knowledge), "family", language="es"), FirstThingBlock)
    assert spanish.why == "Se cayó en los últimos 3 meses. Le cuesta levantar su pie izquierdo."  # type: ignore[attr-defined]


GOOD_NEWS = {"alsfrs_bulbar_sum"}  # the best answer is itself the reason


def test_what_an_answer_tells_lies_on_its_scale_and_is_told_by_no_confidential_fact(knowledge: Knowledge) -> None:
    told = [fact for fact in knowledge.vocabulary.facts.values() if fact.tells and fact.id not in GOOD_NEWS]
    assert len(told) > 20 and not any(fact.confidential for fact in told)
    for fact in told:
        low, high = fact.ends
        keys = [telling(fact, float(at)) for at in range(int(low), int(high) + 1)]
        assert set(filter(None, keys)) == set(fact.tells), f"{fact.id}: a sentence that no answer brings"
        more_is_better = (
            fact.worse == "low" or fact.group == "breathing_tests" or fact.id in knowledge.vocabulary.alsfrs_items
        )
        best = high if more_is_better else low
        assert telling(fact, best) == "", f"{fact.id}: who has no trouble is told of one"


HOSPICE = "A woman in hospice who said no to mask and tube has comfort, a crisis plan and no early talk"


def test_a_no_is_told_by_its_thing_and_once() -> None:
    lists = [block for block in compose(plan_for(HOSPICE, base()), "family").blocks if isinstance(block, ListBlock)]
    (told,) = (block.lines for block in lists if block.heading == load_words("en")("family.declined"))
    assert told == ("A breathing mask machine", "Talk with us about a feeding tube")
