"""The head and foot of a family page: whose it is, that nobody has checked it yet, with what it was made, until when."""

from __future__ import annotations

from datetime import date, timedelta

from planner.language.words import Words
from planner.model.shapes import Lines
from planner.pages.bilingual import draft_translation
from planner.plan.plan import Plan

NAME_IN_HEAD = 40


def head_and_foot(plan: Plan, words: Words, document: str, name: str) -> dict[str, str]:
    """The furniture of a document of this name, for the person of that name."""
    return {
        "page_of": words("page.of"),
        "document": document,
        "who": words("page.for", name=shortened(name)),
        "review": words("page.review_by", date=words.day(review_day(plan))),
        "bar": draft(plan, words),
        "language_bar": draft_translation(plan.knowledge.spoken, words),
        "edition": edition_line(plan, words),
    }


def bars(plan: Plan, words: Words) -> Lines:
    """What stands over a family page: that nobody has checked it or its translation yet, and that the person is invented."""
    invented = words("invented") if plan.intake.id.startswith("invented-") else ""
    return tuple(bar for bar in (draft(plan, words), draft_translation(plan.knowledge.spoken, words), invented) if bar)


def draft(plan: Plan, words: Words) -> str:
    """That no therapist has checked the plan yet; empty where one has."""
    return "" if plan.intake.review.by else words("draft")


def edition_line(plan: Plan, words: Words) -> str:
    """Which knowledge the plan was made with, and when."""
    about = plan.knowledge
    return words("edition", edition=about.about.edition, digest=about.named_digest, date=words.day(plan.today))


def review_day(plan: Plan) -> date:
    """The day of the next visit, by which the plan is looked at again."""
    fast = plan.progression.pace.low == plan.knowledge.vocabulary["progression_pace"].ends[1]
    days = plan.knowledge.limits["next_visit_fast_days" if fast else "next_visit_days"].value
    return plan.today + timedelta(int(days))


def shortened(name: str) -> str:
    """A name as it fits beside the bar in the running head."""
    return begun(name, NAME_IN_HEAD)


def begun(text: str, letters: int) -> str:
    """A text as far as there is room for it, with a sign that it goes on."""
    return text if len(text) <= letters else f"{text[:letters]}…"
