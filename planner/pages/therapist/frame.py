"""What the therapist's documents share: the numbers of rules, the bars over them, and their running head and foot."""

from __future__ import annotations

from collections.abc import Sequence

from planner.language.wording import edition_line
from planner.language.words import Words
from planner.model.shapes import Lines
from planner.pages.blocks import Block
from planner.pages.document import Document, Furniture
from planner.pages.running_head import shortened
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

DETAILED = ("now", "prepare", "check_first", "hold")


def detailed(plan: Plan) -> list[PlanItem]:
    """What is due, to prepare, to check or held: what the annex tells in full."""
    return [item for item in plan.items if item.timing in DETAILED]


def bars(plan: Plan, words: Words) -> Lines:
    """What stands over the first page: that nobody has signed it yet, and that the person is invented."""
    invented = words("invented") if plan.intake.id.startswith("invented-") else ""
    draft = "" if plan.intake.review.by else words("therapist.draft")
    return tuple(bar for bar in (draft, invented) if bar)


def document_of(kind: str, plan: Plan, words: Words, name: str, blocks: Sequence[Block]) -> Document:
    """A document of the therapist's, ``therapist`` or ``annex``, with these blocks."""
    furniture = Furniture(
        page_of=words("page.of"),
        document=words(f"{kind}.document"),
        who=shortened(name),
        bars=() if plan.intake.review.by else (words("therapist.draft_short"),),
        edition=edition_line(plan, words),
    )
    return Document(
        kind=kind,
        language=words.language,
        direction=words.direction,
        title=words(f"{kind}.document"),
        furniture=furniture,
        blocks=tuple(blocks),
    )
