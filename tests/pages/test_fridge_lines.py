"""Each line of the fridge sheet is said as exactly as the facts allow, and what is not so or was declined is not said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fridge_sheets import made, said
from people import plan_of

from planner import compose
from planner.model.knowledge import Knowledge


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({}, "My illness can make my breathing muscles weak. My lungs may be fine."),
        ({"fvc_pct": 95}, "My illness can make my breathing muscles weak. My lungs may be fine."),
        ({"fvc_pct": 60}, "My breathing muscles are weak. My lungs may be fine."),
        ({"niv_status": "in_use"}, "My breathing muscles are weak. My lungs may be fine."),
        (
            {"fvc_pct": 60, "obstructive_lung_disease": True},
            "My breathing muscles may be weak. I have a lung disease too.",
        ),
        ({}, "Oxygen alone may raise my CO₂ (carbon dioxide). Please check my CO₂."),
        ({}, "Support my breathing with a mask machine (BiPAP) or a bag-mask. CPAP is not enough."),
        (
            {"niv_status": "in_use"},
            "Support my breathing with my own mask machine (BiPAP) or a bag-mask. CPAP is not enough.",
        ),
        (
            {"alsfrs_respiratory": 0, "tracheostomy": True},
            "I breathe with a machine through a tube in my windpipe. Keep it on, or use a bag.",
        ),
        ({}, "Do not lay me flat. Keep my head up."),
        ({"cannot_lie_flat": True}, "I cannot breathe well when I lie flat. Keep me sitting up."),
        (
            {"niv_status": "declined", "fvc_pct": 40},
            "Before any breathing machine: ask me, and look at my written wishes.",
        ),
        (
            {"niv_status": "stopped", "alsfrs_respiratory": 4},
            "Before any breathing machine: ask me, and look at my written wishes.",
        ),
        ({}, "Ask how I swallow, before you give me food, drink or pills."),
        (
            {"alsfrs_swallowing": 0, "feeding_tube_status": "placed"},
            "Nothing by mouth, no pills either. I have a feeding tube.",
        ),
        ({"alsfrs_swallowing": 0, "feeding_tube_status": "declined"}, "Nothing by mouth, no pills either."),
        ({"alsfrs_swallowing": 1}, "I may choke. Small sips and bites only, as thick as I was told."),
        ({"alsfrs_swallowing": 2}, "I may choke. Small sips and bites only, as thick as I was told."),
        ({"alsfrs_swallowing": 3}, "I choke at times. Sit me up to eat or drink."),
        ({"alsfrs_swallowing": 4, "coughs_on_drinks": True}, "I choke at times. Sit me up to eat or drink."),
        ({"communication_method": "eyes_or_yes_no", "alsfrs_speech": 4}, "I use my eyes, or yes and no."),
        ({"alsfrs_speech": 2}, "I speak. Ask me to say it again."),
    ],
)
def test_a_line_is_said_as_exactly_as_the_facts_allow(knowledge: Knowledge, facts: dict[str, Any], line: str) -> None:
    assert f"\n{line}\n" in said(made(knowledge, facts))


def test_only_what_is_so_or_not_known_is_said_and_nothing_about_exercise(knowledge: Knowledge) -> None:
    assert "lay me flat" not in said(made(knowledge, {"cannot_lie_flat": False}))
    assert "lie flat" in said(made(knowledge, {"cannot_lie_flat": False, "alsfrs_orthopnea": 1}))
    assert "flat" not in said(made(knowledge, {"alsfrs_orthopnea": 4}))
    assert "lie flat" in said(made(knowledge, {"cannot_lie_flat": True, "alsfrs_orthopnea": 4})), "the danger counts"
    well = said(made(knowledge, {"alsfrs_swallowing": 4}))
    assert "swallow" not in well and "choke" not in well and "\nMy allergies and medicines\n" in well
    rules = [knowledge.by_id[name] for name in knowledge.fridge.every_day]
    assert rules and not [rule.id for rule in rules if rule.exercise]


def test_devices_in_use_are_listed_unknown_ones_can_be_ticked_and_others_are_left_out(knowledge: Knowledge) -> None:
    facts = {"niv_status": "in_use", "feeding_tube_status": "declined"}
    document = compose(made(knowledge, facts), "fridge")
    (use,) = [box for block in document.blocks for box in getattr(block, "frames", ()) if box.heading == "What I use"]
    ticks = {entry.text: entry.tick for entry in use.entries}
    assert ticks["Mask machine (BiPAP)"] is False
    assert ticks["Cough machine"] and ticks["Suction machine"] and ticks["Talking device"]
    assert "Feeding tube" not in ticks


@pytest.mark.parametrize(
    "told",
    [
        {"facts": {"niv_status": "declined"}},
        {"facts": {"niv_status": "stopped", "alsfrs_dyspnea": 1}},
        {"equipment": [{"item": "breathing_mask_machine", "status": "declined"}]},
    ],
)
def test_what_was_declined_is_not_offered_and_the_no_itself_is_not_told(
    knowledge: Knowledge, told: dict[str, Any]
) -> None:
    sheet = said(made(knowledge, **told))
    assert "BiPAP" not in sheet and "CPAP" not in sheet and "bag-mask" not in sheet
    assert "Before any breathing machine: ask me, and look at my written wishes." in sheet
    assert "Oxygen alone may raise my CO₂" in sheet, "what still holds"
    assert not re.search(r"declin|refus|said no|stopped", sheet)


def test_a_mask_that_is_in_use_is_listed_whatever_was_said_before(knowledge: Knowledge) -> None:
    sheet = said(made(knowledge, {"niv_status": "declined", "alsfrs_respiratory": 2}))
    assert "my own mask machine (BiPAP)" in sheet and "\nMask machine (BiPAP)\n" in sheet


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, False),
        ({"alsfrs_speech": 4}, False),
        ({"alsfrs_speech": 0}, True),
        ({"communication_method": "eyes_or_yes_no"}, True),
        ({"communication_method": "device", "alsfrs_speech": 2}, True),
        ({"communication_method": "speech_with_repeats", "alsfrs_speech": 1}, False),
    ],
)
def test_who_does_not_use_the_voice_has_a_line_for_yes_and_no(
    knowledge: Knowledge, facts: dict[str, Any], asked: bool
) -> None:
    assert ("\nMy yes and no:\n" in said(made(knowledge, facts))) == asked


@pytest.mark.parametrize(("recorded", "tick"), [(True, False), (False, True), (None, True)])
def test_of_wishes_only_the_place_of_the_papers_is_told(
    knowledge: Knowledge, recorded: bool | None, tick: bool
) -> None:
    facts = {} if recorded is None else {"wishes_about_breathing_recorded": recorded}
    document = compose(made(knowledge, facts), "fridge")
    (who,) = [box for block in document.blocks for box in getattr(block, "frames", ()) if box.heading == "Who I am"]
    name, wishes, papers, *_ = who.entries
    assert name.bold and (wishes.text, wishes.tick) == ("My wishes are written down.", tick)
    assert papers.text == "The papers are here:" and papers.write


def test_habits_are_in_the_first_person_at_most_four_and_hold_now(knowledge: Knowledge) -> None:
    own = re.compile(r"\b(I|me|my)\b", re.IGNORECASE)
    assert all(own.search(habit.says) for habit in knowledge.fridge.every_day.values())
    for who in ("demo", "late"):
        plan = plan_of(who, knowledge)
        row = said(plan).split("\nEvery day\n")[1].splitlines()[0]
        now = {item.id for item in plan.items if item.timing == "now"}
        held = [habit.says for rule, habit in knowledge.fridge.every_day.items() if rule in now]
        assert held and row == " ".join(held[:4])
        assert not re.search(r"\byour?\b", row)


def test_nobody_who_walks_as_ever_has_a_helper_beside(knowledge: Knowledge) -> None:
    weak = {f"mrc_shoulder_abduction_{side}": 1 for side in ("left", "right")}
    well, worse = (said(made(knowledge, {**weak, "alsfrs_walking": score})) for score in (4, 3))
    assert "Walk beside me" not in well and "Walk beside me. My arms cannot stop a fall." in worse
