"""Plan → Document: which page for which reader."""

from __future__ import annotations

from dataclasses import replace

from planner.language.translations import plan_in_language
from planner.language.words import ENGLISH, Words, load_words
from planner.model.errors import Problem, RenderError
from planner.model.intake import LookAhead
from planner.pages.bilingual import with_english_for_crews, with_english_page
from planner.pages.blocks import Block
from planner.pages.document import Document
from planner.pages.equipment_page import equipment_document
from planner.pages.family import family_document
from planner.pages.fridge import fridge_document
from planner.pages.news import with_news
from planner.pages.running_head import record_line
from planner.pages.therapist.annex import annex_document
from planner.pages.therapist.page import therapist_document
from planner.pages.week_log import week_log
from planner.plan.changes import Since
from planner.plan.disclosure import SortedOrders, look_ahead_of
from planner.plan.family_view import FamilyView
from planner.plan.plan import Plan
from planner.record.carried import ANNEX, CARRIES_ALL, FRIDGE, Contents, seen_on, shown_on
from planner.record.earlier import since_plan

DOCUMENTS = ("family", "therapist", "equipment", FRIDGE)
ALL_DOCUMENTS = (*DOCUMENTS, ANNEX)  # the annex only when it is named
THE_KNOWN = f"Choose from {', '.join(ALL_DOCUMENTS)}."


def compose(
    plan: Plan,
    kind: str,
    *,
    language: str = "en",
    reader: str = "person",
    look_ahead: LookAhead | None = None,
    name: str | None = None,
    log: bool = False,
    one_page: bool = False,
    sheets: bool = False,
    since: Plan | Since | None = None,
) -> Document:
    """The ``family``, ``therapist``, ``equipment`` or ``fridge`` document, or the ``annex`` of the therapist's. ``name`` replaces the person's name (where no font can print it).

    ``language`` is what families read; the therapist's document is English. Raises KnowledgeError where a language has no
    words, or a file of its translations cannot be read. ``log`` adds the week log to the family handout; ``one_page``
    is its first page alone; ``sheets``: its cards name the sheets of today's lines, which come along. ``since``: an earlier plan, or the changes since an earlier paper; what is new then stands first.
    """
    if kind not in ALL_DOCUMENTS:
        raise RenderError([Problem(kind, 0, "I do not know this document.", THE_KNOWN)])
    if since is not None:
        plan = replace(plan, since=since if isinstance(since, Since) else since_plan(since, plan))
    said, words = spoken_for(plan, kind, language)
    shown = name or plan.intake.name or plan.intake.id
    if kind == ANNEX:
        return _ending_with(annex_document(said, words, shown), record_line(plan, kind, reader, "all", words))
    reach = look_ahead or look_ahead_of(plan, reader)
    seen = seen_on(kind, said, reach)
    if seen is not None:
        made = _for_reader(plan, said, words, seen, reach, shown, one_page, sheets)
    else:
        made = therapist_document(said, words, shown) if kind in CARRIES_ALL else _sheet(plan, said, words, shown)
    if log and kind == "family" and not one_page:
        made = _ending_with(made, *week_log(words), pages=1)
    data = None if kind in CARRIES_ALL else shown_on(kind, seen, said, reader, reach, words)
    line = record_line(plan, kind, reader, reach, words)
    made = replace(_ending_with(made, line), carries=Contents(words.language, data))
    told = with_news(made, plan, words)
    return replace(told, carries=None) if one_page and kind == "family" else told


def _for_reader(
    plan: Plan,
    said: Plan,
    words: Words,
    seen: FamilyView | SortedOrders,
    look_ahead: LookAhead,
    name: str,
    one_page: bool,
    sheets: bool,
) -> Document:
    """The handout or the equipment planner; with a page of English on what guards safety where nobody has reviewed the language."""

    def written(plan: Plan, words: Words) -> Document:
        if isinstance(seen, FamilyView):
            return family_document(plan, words, seen, look_ahead, name, one_page, sheets)
        return equipment_document(plan, words, seen, look_ahead, name)

    made = written(said, words)
    if said.knowledge.spoken.draft and words.language != ENGLISH:
        return with_english_page(made, written(plan, load_words(ENGLISH)), words)
    return made


def _sheet(plan: Plan, said: Plan, words: Words, name: str) -> Document:
    """The fridge sheet; in another language with the English of its red box where a crew may read nothing else.

    The English is the last to go: only where its closest version has no room for it.
    """
    sheet = fridge_document(said, words, name)
    if words.language == ENGLISH or not plan.knowledge.crew_may_need_english(plan.intake.country):
        return sheet
    both = with_english_for_crews(sheet, fridge_document(plan, load_words(ENGLISH), name))
    usual = _or_else(both, replace(sheet, in_large_print=None))
    large = both.in_large_print and _or_else(both.in_large_print, sheet.in_large_print)
    return replace(usual, in_large_print=large)


def _or_else(document: Document, other: Document | None) -> Document:
    """The document with another one printed where not even its shortest version fits."""
    return replace(document, shorter=_or_else(document.shorter, other) if document.shorter else other)


def _ending_with(document: Document, *more: Block, pages: int = 0) -> Document:
    """The document with more blocks at its end, in each of its versions; ``pages``: so many more that it may take for them."""
    shorter, large = (v and _ending_with(v, *more, pages=pages) for v in (document.shorter, document.in_large_print))
    at_most = document.pages_at_most and document.pages_at_most + pages
    return replace(
        document, blocks=(*document.blocks, *more), shorter=shorter, in_large_print=large, pages_at_most=at_most
    )


def spoken_for(plan: Plan, kind: str, language: str) -> tuple[Plan, Words]:
    """The plan and the words in which a document is written where a language is asked for.

    The therapist's documents are English, and so is the fridge sheet while nobody has reviewed the language; it says so.
    """
    if kind in (*CARRIES_ALL, ANNEX):
        return plan, load_words(ENGLISH)
    said = plan_in_language(plan, language)
    spoken = said.knowledge.spoken
    if kind == FRIDGE and spoken.draft:
        return replace(plan, knowledge=plan.knowledge.speaking(spoken)), load_words(ENGLISH)
    return said, load_words(language)
