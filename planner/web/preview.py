"""The plan beside the form: dangers, stage and pace, today's lines, what to measure next, and what came or went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.language.wording import question_name
from planner.language.words import ENGLISH, Words, load_words
from planner.model.shapes import Lines
from planner.pages.therapist.blocks import FlagsBlock, StageBlock
from planner.pages.therapist.front import flags_block, stage_block
from planner.pages.therapist.writer import Writer
from planner.plan.measure_next import Question, packs_of
from planner.web.agenda import PLANNED, Group, Line, groups_of
from planner.web.made import MadeOfForm, Slip
from planner.web.posted import FACT, NOTE, PUT_OFF, REASON, STATUS, WORD, Posted
from planner.web.questions import field_id

MOST_NAMED = 3  # answers named of what a question settles
SHOWN_FIELD = "shown"


@dataclass(frozen=True, kw_only=True)
class Next:
    """What to measure or ask next: its field, and what it would settle."""

    field: str
    question: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """All that stands beside the form."""

    slips: tuple[Slip, ...]
    doubts: tuple[Slip, ...]
    flags: FlagsBlock | None = None
    stage: StageBlock | None = None
    groups: tuple[Group, ...] = ()
    next: tuple[Next, ...] = ()
    packs: tuple[tuple[str, tuple[Next, ...]], ...] = ()
    gone: Lines = ()
    shown: str = ""
    said: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The fields with which the therapist decides, that stand on these lines."""
        lines = [(group.key in PLANNED or bool(line.word), line) for group in self.groups for line in group.lines]
        words = {f"{prefix}{line.id}" for decides, line in lines if decides for prefix in (WORD, REASON)}
        notes = {f"{NOTE}{line.note}" for decides, line in lines if decides and line.note}
        put_off = {f"{PUT_OFF}{act.id}" for decides, line in lines if decides for act in line.acts}
        return frozenset(words | notes | put_off | {f"{PUT_OFF}{line.id}" for _, line in lines if line.undo})


def preview_of(made: MadeOfForm, form: Posted, words: Words) -> Preview:
    """The plan of a form as it stands beside it; ``form`` says what stood there before."""
    plan = made.plan
    if plan is None:
        return Preview(slips=made.slips, doubts=made.doubts, said=words("web.no_plan"))
    writer = Writer(plan, load_words(ENGLISH))
    before = frozenset(form(SHOWN_FIELD).split())
    groups = tuple(groups_of(writer, before))
    lines = [line for group in groups if group.key in PLANNED for line in group.lines]
    there = [line.id for line in lines]
    problems = plan.knowledge.problems.problems
    gone = tuple(problems[name].therapist for name in problems if name in before and name not in there)
    singles = [asked for asked in plan.measure_next if not asked.pack]
    stage = stage_block(writer)
    return Preview(
        slips=made.slips, doubts=made.doubts, flags=flags_block(writer), stage=stage, groups=groups,
        next=tuple(_next(writer, asked) for asked in singles), packs=tuple(_packs(writer)), gone=gone, shown=" ".join(there),
        said=" ".join(_said(made, stage, [line for line in lines if line.new], gone, words)),
    )  # fmt: skip


# --- what to measure next --------------------------------------------------------------------------------------


def _packs(writer: Writer) -> Iterator[tuple[str, tuple[Next, ...]]]:
    for pack, together in packs_of(writer.plan.measure_next).items():
        yield writer.words(f"therapist.pack.{pack}"), tuple(_next(writer, asked) for asked in together)


def _next(writer: Writer, asked: Question) -> Next:
    written = asked.written[0]
    fact = writer.knowledge.vocabulary.written.get(written) or writer.knowledge.vocabulary.facts[written]
    prefix = STATUS if fact.family else FACT
    first = (
        written.removeprefix(f"{fact.id}_")
        if fact.family
        else fact.ids[0]
        if written == fact.id and fact.sides
        else written
    )
    return Next(
        field=field_id(prefix + first),
        question=question_name(asked, writer.knowledge, writer.words),
        why=_why(writer, asked),
    )


def _why(writer: Writer, asked: Question) -> str:
    """The danger sign it would clear up, the answers it may settle, or the thing it may find in place."""
    words = writer.words
    if asked.contradicts:
        return words("therapist.ask_contradiction")
    if asked.red_flags:
        return words("therapist.ask_danger", names=", ".join(name.replace("_", " ") for name in asked.red_flags))
    names = "; ".join(writer.title(name) for name in (asked.settles or asked.in_place)[:MOST_NAMED])
    if asked.settles:
        return words("therapist.ask_settles", n=words.count("answers", len(asked.settles)), names=names)
    return words("therapist.ask_in_place", names=names) if names else ""


def _said(made: MadeOfForm, stage: StageBlock, new: Iterable[Line], gone: Lines, words: Words) -> Iterator[str]:
    """What a screen reader hears: what is to be corrected, the stage, how many dangers, and what came or went."""
    if made.slips:
        yield words("web.said_slips", n=len(made.slips))
    yield f"{stage.stage}."
    if made.plan is not None:
        yield words("web.said_flags", n=len(made.plan.red_flags))
    if came := "; ".join(line.title for line in new):
        yield words("web.said_new", titles=came)
    if gone:
        yield words("web.said_gone", titles="; ".join(gone))
