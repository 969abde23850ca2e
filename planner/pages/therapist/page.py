"""The therapist's document: at a glance, dangers, stage and pace, from problem to plan, what to measure, the record of the visit."""

from __future__ import annotations

from planner.language.data_notes import data_notes
from planner.language.wording import question_name
from planner.language.words import Words
from planner.pages.blocks import Block, ListBlock, TitleBlock
from planner.pages.document import Document
from planner.pages.therapist.frame import bars, document_of
from planner.pages.therapist.front import flags_block, scores_block, stage_block, summary
from planner.pages.therapist.grid import detailed, plan_grid
from planner.pages.therapist.strength import strength_block
from planner.pages.therapist.visit_record import visit_record
from planner.pages.therapist.writer import Writer
from planner.plan.measure_next import Question, packs_of
from planner.plan.plan import Plan

NAMES_TOLD = 3


def therapist_document(plan: Plan, words: Words, name: str) -> Document:
    """Compose the therapist's care plan; the reasons and sources of each line stand in the annex."""
    writer, items = Writer(plan, words), detailed(plan)
    # One page on the person and what to ask, one from problem to plan: these two serve alone.
    blocks: list[Block] = [_title(plan, words), summary(writer, name), scores_block(writer)]
    blocks += [flags_block(writer), stage_block(writer)]
    # Dangers that were found take the room of the questions, which then follow the grid.
    grid, questions = plan_grid(writer, items), _questions(writer)
    blocks += [grid, questions] if plan.red_flags else [questions, grid]
    blocks += [*strength_block(writer), *visit_record(writer, items), *_data_notes(writer)]
    return document_of("therapist", plan, words, name, blocks)


def _title(plan: Plan, words: Words) -> TitleBlock:
    review = plan.intake.review
    checked = ""
    if review.by:
        checked = (
            words("checked_on", name=review.by, date=words.day(review.on))
            if review.on
            else words("checked", name=review.by)
        )
    last = plan.intake.visits[-1] if plan.intake.visits else None
    no_date = words("therapist.no_date", date=words.day(last)) if last else ""
    lines = tuple(line for line in (f"{words.day(plan.today)}.", no_date, checked) if line)
    return TitleBlock(words("therapist.title"), lines, bars(plan, words))


# --- what to ask, what lies ahead --------------------------------------------------------------------------------


def _questions(writer: Writer) -> ListBlock:
    """The single questions, each with what it does; under them the tick lists."""
    words, plan = writer.words, writer.plan
    singles = [asked for asked in plan.measure_next if not asked.pack]
    lines = [
        words("therapist.ask_line", at=at, question=_question(writer, asked), why=_reasons_to_ask(writer, asked))
        for at, asked in enumerate(singles, 1)
    ]
    for pack, asked_together in packs_of(plan.measure_next).items():
        names = " · ".join(_question(writer, asked) for asked in asked_together)
        lines.append(words("therapist.ask_pack", name=words(f"therapist.pack.{pack}"), questions=names))
    return ListBlock(heading=words("therapist.measure_next"), intro="", lines=tuple(lines))


def _question(writer: Writer, asked: Question) -> str:
    name = question_name(asked, writer.knowledge, writer.words)
    if not asked.stale_since:
        return name
    since = writer.words.short_day(asked.stale_since)
    return f"{name} ({writer.words('therapist.ask_stale', date=since)})"


def _reasons_to_ask(writer: Writer, asked: Question) -> str:
    """The danger sign it would clear up, the answers it may settle, or the thing it may find in place."""
    words, why = writer.words, []
    if asked.contradicts:
        why.append(words("therapist.ask_contradiction"))
    if asked.red_flags:
        signs = ", ".join(name.replace("_", " ") for name in asked.red_flags)
        why.append(words("therapist.ask_danger", names=signs))
    if asked.settles:
        more = " …" if len(asked.settles) > NAMES_TOLD else ""
        names = "; ".join(writer.title(name) for name in asked.settles[:NAMES_TOLD]) + more
        why.append(words("therapist.ask_settles", n=words.count("answers", len(asked.settles)), names=names))
    elif asked.in_place:
        names = "; ".join(writer.title(name) for name in asked.in_place[:NAMES_TOLD])
        why.append(words("therapist.ask_in_place", names=names))
    return ". ".join(why)


def _data_notes(writer: Writer) -> list[Block]:
    lines = data_notes(writer.plan, writer.words)
    return [ListBlock(heading=writer.words("therapist.told"), intro="", lines=lines)] if lines else []
