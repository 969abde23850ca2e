"""Sheets on one topic, without an intake: what each must hold, by which words it is found, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.model.topics import LinesOf
from planner.pages.document import Document
from planner.pages.handouts.blocks import FirstBlock, SheetBlock, StepsBlock, WarnBlock
from planner.pages.handouts.finding import find, plainly, stage_of
from planner.pages.handouts.topic import SheetAsked, topic_document
from planner.pages.handouts.topic_text import opening, sheet_text

DAY = date(2026, 11, 22)
FLOOR = {
    "ankle brace": "ankle_brace",
    "light wheelchair": "light_wheelchair",
    "power wheelchair": "power_wheelchair",
    "saving energy": "saving_energy",
    "breath stacking": "breath_stacking",
    "choking": "cough_and_choking",
    "weak cough": "cough_and_choking",
    "mask at night": "breathing_mask",
    "stretching alone": "stretching_alone",
    "stretching with a helper": "stretching_with_a_helper",
    "light aerobic activity": "light_activity",
    "getting up": "falls",
    "safe transfers": "safe_transfers",
    "lift": "lift",
    "bed": "bed_and_turning",
    "turning": "bed_and_turning",
    "skin": "skin",
    "hand aids": "hand_aids_and_splints",
    "splints": "hand_aids_and_splints",
    "shoulder care": "shoulder_care",
    "neck support": "neck_support",
    "speech": "speech_and_voice",
    "voice": "speech_and_voice",
    "swallowing": "swallowing_and_mouth",
    "mouth care": "swallowing_and_mouth",
    "feeding tube decision": "feeding_tube",
    "walking aids": "walking_aids",
    "ramps": "home_and_ramps",
    "home": "home_and_ramps",
    "travel": "travel",
    "leaving hospital": "leaving_hospital",
    "the carer": "the_carer",
}


def blocks_of(document: Document) -> list[object]:
    return [block for sheet in document.blocks if isinstance(sheet, SheetBlock) for block in sheet.blocks]


def said(name: str, knowledge: Knowledge) -> list[object]:
    return blocks_of(topic_document(knowledge.topics.sheets[name], knowledge, SheetAsked(today=DAY)))


@pytest.mark.parametrize(("words", "name"), FLOOR.items())
def test_every_topic_of_the_floor_is_found_by_plain_words(words: str, name: str, knowledge: Knowledge) -> None:
    assert find([words], knowledge).topics == (name,)


def test_a_sheet_is_found_by_its_id_its_title_and_what_it_draws_on(knowledge: Knowledge) -> None:
    for name, sheet in knowledge.topics.sheets.items():
        for word in (name, sheet.title, *sheet.found_by):
            assert find([word], knowledge).topics == (name,), word
    assert find(["lung_volume_recruitment"], knowledge).topics == ("breath_stacking",)
    assert find(["Bilevel breathing mask machine"], knowledge).topics == ("breathing_mask",)


def test_several_are_found_at_once_each_once_and_in_the_order_asked(knowledge: Knowledge) -> None:
    found = find(["IV", "energy", "Ankle-Brace", "fatigue", "2"], knowledge)
    assert (found.topics, found.stages, found.problems) == (("saving_energy", "ankle_brace"), (4, 2), ())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ankle brase", "Did you mean 'ankle brace'? `als-planner handout --list` names them all."),
        ("qqqq", "I know no sheet about 'qqqq'. `als-planner handout --list` names them all."),
        ("7", "'7' is no stage. Stages go from 1 to 6, or I to VI."),
        ("VII", "'VII' is no stage."),
        ("0", "'0' is no stage."),
        ("", "I know no sheet about ''."),
        ("depression", "'depression' is talked about in confidence, so there is no sheet to hand over."),
        ("adapt_plan_for_thinking_changes", "is talked about in confidence"),
        ("hospice", "is talked about in confidence"),
        ("weights", "hangs on tests and stop rules that a therapist weighs for one person"),
        ("IMT", "hangs on tests"),
        ("x" * 5000, f"I know no sheet about '{'x' * 60}'."),
    ],
)
def test_what_there_is_no_sheet_for_is_said(word: str, expected: str, knowledge: Knowledge) -> None:
    found = find([word], knowledge)
    assert not found.topics and not found.stages and expected in found.problems[0]


@pytest.mark.parametrize(("word", "stage"), [("1", 1), ("vi", 6), (" III ", 3), ("7", 0), ("energy", 0), ("", 0)])
def test_a_stage_is_a_number_in_figures_or_roman(word: str, stage: int) -> None:
    assert stage_of(word) == stage


@pytest.mark.parametrize(
    ("text", "plain"), [("My Ankle-Brace", "ankle brace"), ("the  CÁNE", "cane"), ("the", "the"), ("…", "")]
)
def test_words_are_compared_without_signs_accents_and_small_words(text: str, plain: str) -> None:
    assert plainly(text) == plain


def test_every_sheet_says_why_what_to_do_whom_to_call_and_what_comes_next(knowledge: Knowledge) -> None:
    for name, sheet in knowledge.topics.sheets.items():
        text = sheet_text(sheet, knowledge, load_words("en"), "112")
        assert text.why and 1 <= len(text.steps) <= 6 and text.call_if and len(text.next) >= 2, name
        assert "{" not in repr(text).replace("{}", ""), name


def test_exercise_and_breathing_tools_begin_with_what_is_checked_and_name_their_stop_rule(knowledge: Knowledge) -> None:
    for name, sheet in knowledge.topics.sheets.items():
        moves = [rule for rule in map(knowledge.recommendation, sheet.recommendations) if rule and rule.exercise]
        if moves:
            blocks = said(name, knowledge)
            first, steps, stops = (
                next((at for at, b in enumerate(blocks) if isinstance(b, kind)), None)
                for kind in (FirstBlock, StepsBlock, WarnBlock)
            )
            assert first is not None and steps is not None and stops is not None and first < steps < stops, name
            assert any(part.label == "Stop if" for part in blocks[stops].parts), name  # type: ignore[attr-defined]


def test_stop_rules_of_a_sheet_are_those_of_its_exercise(knowledge: Knowledge) -> None:
    for name, rule in (
        ("breath_stacking", "lung_volume_recruitment"),
        ("light_activity", "start_light_aerobic_activity"),
    ):
        text = sheet_text(knowledge.topics.sheets[name], knowledge, load_words("en"), "112")
        told = knowledge.by_id[rule].text.family.stop_if
        assert told and set(told) <= set(text.stop_if)


def test_no_dose_that_hangs_on_a_test_is_said(knowledge: Knowledge) -> None:
    sheet = knowledge.topics.sheets["light_activity"]
    assert sheet.own_dose and not sheet.dose
    assert sheet_text(sheet, knowledge, load_words("en"), "112").usual_dose == ""


def test_the_number_to_call_is_that_of_the_country_and_never_a_guess(knowledge: Knowledge) -> None:
    sheet = knowledge.topics.sheets["falls"]
    for country, number in (
        ("US", "911"),
        ("GB", "999"),
        ("AU", "000"),
        ("", "your emergency number"),
        ("JP", "your emergency number"),
    ):
        blocks = blocks_of(topic_document(sheet, knowledge, SheetAsked(today=DAY, country=country)))
        labels = [part.label for block in blocks if isinstance(block, WarnBlock) for part in block.parts]
        assert f"Call {number} now if" in labels


def test_a_draft_says_so_until_somebody_has_reviewed_it(knowledge: Knowledge) -> None:
    sheet = knowledge.topics.sheets["falls"]
    draft = topic_document(sheet, knowledge, SheetAsked(today=DAY))
    assert draft.furniture.bars == ("Draft: not yet checked by your therapist",)
    checked = topic_document(sheet, knowledge, SheetAsked(today=DAY, reviewed_by="Invented Name"))
    assert checked.furniture.bars == () and "Invented Name" in repr(checked.blocks)


def test_parts_and_steps_are_left_out_but_nothing_that_guards_safety(knowledge: Knowledge) -> None:
    sheet = knowledge.topics.sheets["breath_stacking"]
    whole = blocks_of(topic_document(sheet, knowledge, SheetAsked(today=DAY)))
    without = frozenset({"next", "dose", "own_words", "2"})
    less = blocks_of(topic_document(sheet, knowledge, SheetAsked(today=DAY, without=without)))
    assert len(whole) - len(less) == 3
    assert [b for b in whole if isinstance(b, FirstBlock | WarnBlock)] == [
        b for b in less if isinstance(b, FirstBlock | WarnBlock)
    ]
    (steps,) = (block for block in less if isinstance(block, StepsBlock))
    assert [step.number for step in steps.steps] == ["1", "2", "3", "4", "5"]
    assert "Breathe in." not in [step.lead for step in steps.steps]


def test_a_draft_translation_stands_beside_the_english_of_what_guards_safety(knowledge: Knowledge) -> None:
    spanish = topic_document(
        knowledge.topics.sheets["breath_stacking"], knowledge, SheetAsked(today=DAY, language="es")
    )
    first, second = (block for block in spanish.blocks if isinstance(block, SheetBlock))
    assert second.language == "en" and first.language == ""
    english = said("breath_stacking", knowledge)
    assert [b for b in second.blocks if isinstance(b, WarnBlock)] == [b for b in english if isinstance(b, WarnBlock)]
    assert "Pare si" in repr(first.blocks) and "Traducción" in repr(spanish.furniture.bars)


def test_lines_of_a_rule_that_a_clinic_switched_off_are_left_out(knowledge: Knowledge) -> None:
    rules = tuple(rule for rule in knowledge.recommendations if rule.id != "lung_volume_recruitment")
    without = replace(knowledge, recommendations=rules)
    sheet = without.topics.sheets["breath_stacking"]
    assert any(isinstance(line, LinesOf) for line in sheet.dont)
    assert sheet_text(sheet, without, load_words("en"), "112").dont == ("do it on a full stomach",)


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("Sit tall. Feet on the floor.", "Sit tall.", "Feet on the floor."),
        ("Rest.", "Rest.", ""),
        (
            "Helper: hold the limb above and below the joint, slowly and with care. Stop.",
            "Helper:",
            "hold the limb above and below the joint, slowly and with care. Stop.",
        ),
        (
            "A sentence of so many words that not one of them can stand out from it at all",
            "",
            "A sentence of so many words that not one of them can stand out from it at all",
        ),
    ],
)
def test_the_first_words_of_a_step_stand_out(text: str, lead: str, rest: str) -> None:
    assert opening(text) == (lead, rest)
