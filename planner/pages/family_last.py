"""The last page of the handout: what is in place, what was put off, papers, the team, lines to write on, and signatures."""

from __future__ import annotations

from collections.abc import Iterator

from planner.language.translations import translated_by
from planner.language.wording import refused_names, thing_name
from planner.model.shapes import Lines
from planner.pages.blocks import Block, ListBlock, QuoteBlock, SignBlock, TableBlock, WriteBlock
from planner.pages.family_room import FamilyRoom
from planner.pages.family_writer import HandoutWriter
from planner.plan.disclosure import asked_to_wait, review_day
from planner.plan.family_view import FamilyView
from planner.plan.plan import Plan


def in_use(plan: Plan) -> Lines:
    """The things that the intake tells to be in use, as families know them."""
    found = (order.id for order in plan.equipment if order.action == "has" and not order.put_off)
    return tuple(thing_name(plan, thing) for thing in found)


def last_page(writer: HandoutWriter, found: FamilyView, room: FamilyRoom, matters: str) -> Iterator[Block]:
    """What is told once, at the end; ``matters`` is what the first page had no room for."""
    words, plan = writer.words, writer.plan
    day = words.day(review_day(plan))
    intros = {"put_off": words("family.put_off_again", date=day), "declined": words("family.declined_again")}
    waits = [item for item in found.put_off if asked_to_wait((item.id, *plan.rule(item).equipment), plan)]
    said = {
        "papers": writer.titles(found.papers),
        "already": in_use(plan),
        "put_off": refused_names(waits, plan, words),
        "declined": refused_names((item for item in found.put_off if item not in waits), plan, words),
    }
    for key, lines in said.items():
        if lines:
            intro = intros.get(key, "")
            yield ListBlock(heading=words(f"family.{key}"), intro=intro, lines=lines, ticks=key == "papers")
    if matters:
        yield QuoteBlock(words("family.matters"), matters)
    if room.team or plan.intake.team:
        yield _team(writer, room.team)
    yield WriteBlock(words("family.questions"), ("",), room.to_write)
    yield _signed(writer)


def _team(writer: HandoutWriter, least: int) -> TableBlock:
    words = writer.words
    rows = [(m.role, m.name, m.phone, m.when) for m in writer.plan.intake.team]
    rows += [("", "", "", "")] * max(0, least - len(rows))
    head = tuple(words(f"family.{key}") for key in ("role", "name", "phone", "when"))
    heading = words("family.team")
    return TableBlock(
        heading=heading, head=head, rows=tuple(rows), widths=(28, 28, 24, 20), lines_to_write=True, part="team"
    )


def _signed(writer: HandoutWriter) -> SignBlock:
    words, plan = writer.words, writer.plan
    roles = ((words("family.sign_person"),), (words("family.sign_therapist"), plan.intake.review.by))
    foot = (words("family.other_formats"), plan.knowledge.about.disclaimer, translated_by(plan.knowledge.spoken, words))
    return SignBlock(heading=words("family.sign"), text="", roles=roles, foot=tuple(filter(None, foot)))
