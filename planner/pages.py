"""Plan → Document: which page for which reader."""

from __future__ import annotations

from dataclasses import replace

from planner.disclosure import look_ahead_of
from planner.document import Document
from planner.equipment_page import equipment_document
from planner.errors import Problem, RenderError
from planner.family_page import family_document
from planner.fridge_page import fridge_document
from planner.intake import LookAhead
from planner.plan import Plan
from planner.therapist_page import therapist_document
from planner.week_log import week_log
from planner.words import load_words

DOCUMENTS = ("family", "therapist", "equipment", "fridge")


def compose(
    plan: Plan,
    kind: str,
    *,
    language: str = "en",
    reader: str = "person",
    look_ahead: LookAhead | None = None,
    name: str | None = None,
    log: bool = False,
) -> Document:
    """The ``family``, ``therapist``, ``equipment`` or ``fridge`` document. ``name`` replaces the person's name (where no font can print it).

    ``log`` adds the week log to the family handout.
    """
    if kind not in DOCUMENTS:
        raise RenderError([Problem(kind, 0, "I do not know this document.", f"Choose from {', '.join(DOCUMENTS)}.")])
    words = load_words(language)
    shown = name or plan.intake.name or plan.intake.id
    reach = look_ahead or look_ahead_of(plan, reader)
    if kind in ("therapist", "fridge"):
        made = {"therapist": therapist_document, "fridge": fridge_document}[kind](plan, words, shown)
    else:
        write = {"family": family_document, "equipment": equipment_document}[kind]
        made = write(plan, words, reader, reach, shown)
    if log and kind == "family":
        made = replace(made, blocks=(*made.blocks, *week_log(words)))
    return replace(made, reader=reader, look_ahead=reach)
