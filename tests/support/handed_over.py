"""Sheets that are handed over without an intake, each by its name: all topics, all stages, the map, and what to get."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stories import base

from planner.pages.document import Document
from planner.pages.handouts.for_therapists import topic_for_therapists
from planner.pages.handouts.stage import stage_document, stage_for_therapists, wall_map
from planner.pages.handouts.things import things_document
from planner.pages.handouts.topic import SheetAsked, topic_document
from planner.press.render import render_html

DAY = date(2026, 11, 22)
ASKED = SheetAsked(today=DAY, country="US")
STAGES = range(1, 7)
TOPICS = (
    *("ankle_brace", "light_wheelchair", "power_wheelchair", "saving_energy", "breath_stacking", "cough_and_choking"),
    *("breathing_mask", "stretching_alone", "stretching_with_a_helper", "light_activity", "falls", "safe_transfers"),
    *("lift", "bed_and_turning", "skin", "hand_aids_and_splints", "shoulder_care", "neck_support", "speech_and_voice"),
    *("swallowing_and_mouth", "feeding_tube", "walking_aids", "home_and_ramps", "travel", "leaving_hospital"),
    "the_carer",
)
WAYS: Mapping[str, dict[str, Any]] = {
    "": {},
    "a4": {"paper": "a4"},
    "large": {"large_print": True},
    "gray": {"grayscale": True},
}
IN_OTHER_WAYS = ("breath_stacking", "ankle_brace", "stretching_with_a_helper", "stage 3", "things 1")
"""A sheet of each make-up: frames with drawings, one drawing with a log, two pages, subjects, a table."""
NAMES = (
    *TOPICS, *(f"stage {number}" for number in STAGES), *(f"stage {number} for therapists" for number in STAGES),
    "map", "map a3", "things 1", "things 4", "ankle_brace for therapists",
    *(f"{name} {way}" for name in IN_OTHER_WAYS for way in ("es", "large", "gray", "a4")),
)  # fmt: skip
EACH_DAY = ("breath_stacking", "stage 3", "map a3", "things 3 es")


def html_of(name: str) -> str:
    """The sheet of this name, as it is printed."""
    words = name.split()
    language = "es" if "es" in words else "en"
    way = next((WAYS[word] for word in words if word in WAYS), {"paper": "a3"} if "a3" in words else {})
    return render_html(_document(words, SheetAsked(today=DAY, country="US", language=language)), **way)


def _document(words: list[str], asked: SheetAsked) -> Document:
    knowledge, for_therapists = base(), "therapists" in words
    match words[0]:
        case "map":
            return wall_map(knowledge, asked)
        case "stage":
            return (stage_for_therapists if for_therapists else stage_document)(int(words[1]), knowledge, asked)
        case "things":
            return things_document(int(words[1]), knowledge, asked)
    write = topic_for_therapists if for_therapists else topic_document
    return write(knowledge.topics.sheets[words[0]], knowledge, asked)
