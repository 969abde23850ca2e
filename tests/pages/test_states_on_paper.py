"""What families read of a body: for invented people of tests/stories/states.yaml, what stands on paper and what never does."""

from __future__ import annotations

import pytest
from page_text import words_of
from stories import STORIES, plan_for

from planner import compose, render_html
from planner.model.knowledge import Knowledge
from planner.model.states import STATES
from planner.pages.pictures import suits
from planner.reading.figures import drawing_words

WINDPIPE = "A man who breathes through a tube in his windpipe gets everything twice and no word of masks"
ALONE = "A woman alone in a chair who nearly fell gets a package of care today and no move alone"
SAID = {
    WINDPIPE: (
        [
            "A second machine and a bag within reach",
            "What to do if no air goes in",
            "Keep your mouth clean",
        ],
        ["breathing mask", "small bites", "save your voice", "stand up", "walk on", "Breathe out slowly"],
    ),
    "A woman fed by a tube alone is told of mouth care and never of small bites": (
        ["Keep your mouth clean"],
        ["small bites", "sips", "Talk with us about a feeding tube", "save your voice"],
    ),
    "A man with flail arms who walks for miles gets a home without handles and set hours of help": (
        ["Doors, phone and taps without hands", "Toilet and clothes with weak arms", "Set hours of help each day"],
        ["Get help with talking", "A light chair", "Tilt or lean"],
    ),
    "A veteran on a mask day and night has advice for the body he has, and the palliative team": (
        ["Meet the comfort care team", "A plan for hard moments", "A head rest on your chair"],
        ["Rest for those who help", "worn out", "keep walking", "save your voice", "stand up"],
    ),
    "A woman in hospice who said no to mask and tube has comfort, a crisis plan and no early talk": (
        ["A plan for hard moments", "A bed and a lift on loan", "Positions that feel good"],
        ["hospice", "goal of care", "comfort first", "Ask us what a tube can and cannot do"],
    ),
    ALONE: (
        ["Help at home, starting today", "No moves alone for now", "A way to call for help"],
        ["Helper:", "Helpers learn to lift safely"],
    ),
    "Falls where thinking has changed bring a person beside before any better aid": (
        ["Someone beside you when you move"],
        ["thinking has changed", "judgement", "behaviour"],
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_a_family_reads_what_this_body_can_do_and_nothing_else(name: str, knowledge: Knowledge) -> None:
    assert name in STORIES
    said = words_of(render_html(compose(plan_for(name, knowledge), "family")))
    must, never = SAID[name]
    assert [words for words in must if words not in said] == []
    assert [words for words in never if words.lower() in said.lower()] == []


def test_what_rests_on_a_confidence_alone_stands_on_the_therapists_page(knowledge: Knowledge) -> None:
    plan = plan_for(
        "A veteran on a mask day and night has advice for the body he has, and the palliative team", knowledge
    )
    assert "Helper hurt or worn out" in words_of(render_html(compose(plan, "therapist")))


def test_a_drawing_that_needs_a_state_names_one_and_is_not_shown_without_it(knowledge: Knowledge) -> None:
    needs = {name: said.needs for name, said in drawing_words().items() if said.needs}
    assert needs and set(needs.values()) <= set(STATES)
    plan = plan_for(WINDPIPE, knowledge)
    assert [name for name in needs if suits(name, plan)] == []
