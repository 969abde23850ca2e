"""Plan → Document: which page for which reader."""

from __future__ import annotations

from dataclasses import replace

from planner.bilingual import doubled
from planner.disclosure import look_ahead_of
from planner.document import Document
from planner.equipment_page import equipment_document
from planner.errors import Problem, RenderError
from planner.family_page import family_document
from planner.intake import LookAhead
from planner.plan import Plan
from planner.therapist_page import therapist_document
from planner.translations import plan_in_language
from planner.week_log import week_log
from planner.words import ENGLISH, load_words

DOCUMENTS = ("family", "therapist", "equipment")


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
    """The ``family``, ``therapist`` or ``equipment`` document. ``name`` replaces the person's name (where no font can print it).

    ``language`` is what families read; the therapist's document is English. Raises KnowledgeError where a language has no
    words, or a file of its translations cannot be read. ``log`` adds the week log to the family handout.
    """
    if kind not in DOCUMENTS:
        raise RenderError([Problem(kind, 0, "I do not know this document.", f"Choose from {', '.join(DOCUMENTS)}.")])
    shown = name or plan.intake.name or plan.intake.id
    reach = look_ahead or look_ahead_of(plan, reader)
    if kind == "therapist":
        made = therapist_document(plan, load_words(ENGLISH), shown)
    else:
        write = {"family": family_document, "equipment": equipment_document}[kind]
        said = plan_in_language(plan, language)
        made = write(said, load_words(language), reader, reach, shown)
        if said.knowledge.spoken.draft:
            made = doubled(made, write(plan, load_words(ENGLISH), reader, reach, shown))
    if log and kind == "family":
        made = replace(made, blocks=(*made.blocks, *week_log(load_words(language))))
    return replace(made, reader=reader, look_ahead=reach)
