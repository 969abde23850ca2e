"""The head and foot of a family page: whose it is, that nobody has checked it yet, until when; and its last line, with what it was made."""

from __future__ import annotations

from planner.language.translations import draft_translation
from planner.language.wording import edition_line
from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.shapes import Lines
from planner.pages.blocks import RecordBlock
from planner.pages.document import Furniture
from planner.plan.disclosure import review_day
from planner.plan.plan import Plan
from planner.record.carried import ANNEX, CARRIES_ALL, FRIDGE

NAME_IN_HEAD = 36


def head_and_foot(plan: Plan, words: Words, document: str, name: str) -> Furniture:
    """The furniture of a document of this name, for the person of that name; its last line has the edition, once."""
    return Furniture(
        page_of=words("page.of"),
        document=document,
        who=words("page.for", name=shortened(name)),
        bars=tuple(filter(None, (draft(plan, words), draft_translation(plan.knowledge.spoken, words)))),
        review=words("page.review_by", date=words.day(review_day(plan))),
    )


def bars(plan: Plan, words: Words) -> Lines:
    """What stands over a family page: that nobody has checked it or its translation yet, and that the person is invented."""
    invented = words("invented") if plan.intake.id.startswith("invented-") else ""
    return tuple(bar for bar in (draft(plan, words), draft_translation(plan.knowledge.spoken, words), invented) if bar)


def draft(plan: Plan, words: Words) -> str:
    """That no therapist has checked the plan yet; empty where one has."""
    return "" if plan.intake.review.by else words("draft")


def shortened(name: str) -> str:
    """A name as it fits beside the bar in the running head."""
    return begun(name, NAME_IN_HEAD)


def begun(text: str, letters: int) -> str:
    """A text as far as there is room for it, with a sign that it goes on."""
    return text if len(text) <= letters else f"{text[:letters]}…"


def record_line(plan: Plan, kind: str, reader: str, look_ahead: LookAhead, words: Words) -> RecordBlock:
    """What the page says of its own file: one sentence for a file with data, one for a file without."""
    without = words("record.without")
    if kind == ANNEX:
        return RecordBlock(words("record.in_plan"), words("record.in_plan"))
    if kind in CARRIES_ALL:
        return RecordBlock(words("record.with.therapist"), without)
    if kind == FRIDGE:  # carries whose it is, and nothing of what a crew reads on it
        return RecordBlock(words("record.with.sheet"), without)
    who, ahead = words(f"record.who.{reader}"), words(f"record.ahead.{look_ahead}")
    carries = words("record.with.pages", id=plan.intake.id, who=who, ahead=ahead)
    made = edition_line(plan, words)  # once, and not in the foot: that is on every page, and not read aloud
    return RecordBlock(f"{carries} {made}", f"{without} {made}")
