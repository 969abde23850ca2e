"""The plan beside the form: dangers, stage and pace, today's lines, what to measure next, and what came or went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.language.wording import name_of
from planner.language.words import ENGLISH, Words, load_words
from planner.model.errors import IntakeError
from planner.model.shapes import Lines
from planner.pages.therapist.blocks import FlagsBlock, StageBlock
from planner.pages.therapist.front import flags_block, stage_block
from planner.pages.therapist.writer import Writer
from planner.plan.flips import Turn, what_if
from planner.plan.measure_next import Question
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.reading.intake import read_facts
from planner.web.made import Made, Slip
from planner.web.posted import FACT, Posted
from planner.web.questions import field_id

NEXT_AT_MOST, NAMED = 6, 3  # questions shown, and answers named of what each settles
SHOWN, SUPPOSED, SUPPOSED_VALUE = "shown", "what_if", "what_if_value"
DUE = ("now", "prepare", "check_first", "hold")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One piece of advice: when, why, on which evidence, and what would change it; ``new``: it was not there before."""

    id: str
    title: str
    timing: str
    tone: str
    when: str = ""
    because: Lines = ()
    evidence: Lines = ()
    change: str = ""
    put_off: bool = False
    new: bool = False


@dataclass(frozen=True, kw_only=True)
class Next:
    """What to measure or ask next: its field, and what it would settle."""

    field: str
    question: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines under one heading; folded where they can wait."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    open: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """All that stands beside the form."""

    slips: tuple[Slip, ...]
    doubts: tuple[Slip, ...]
    flags: FlagsBlock | None = None
    stage: StageBlock | None = None
    groups: tuple[Group, ...] = ()
    next: tuple[Next, ...] = ()
    gone: Lines = ()
    shown: str = ""
    said: str = ""


def preview_of(made: Made, form: Posted, words: Words) -> Preview:
    """The plan of a form as it stands beside it; ``form`` says what stood there before."""
    plan = made.plan
    if plan is None:
        return Preview(slips=made.slips, doubts=made.doubts, said=words("web.no_plan"))
    english = load_words(ENGLISH)
    writer = Writer(plan, english)
    before = form(SHOWN).split()
    groups = tuple(_groups(writer, frozenset(before)))
    lines = [line for group in groups for line in group.lines]
    there = {line.id for line in lines}
    gone = tuple(writer.title(name) for name in before if name in plan.knowledge.by_id and name not in there)
    return Preview(
        slips=made.slips, doubts=made.doubts, flags=flags_block(writer), stage=stage_block(writer), groups=groups,
        next=tuple(_next(writer, asked) for asked in plan.measure_next[:NEXT_AT_MOST]), gone=gone, shown=" ".join(line.id for line in lines),
        said=_said(plan, stage_block(writer), [line for line in lines if line.new], gone, words),
    )  # fmt: skip


def _groups(writer: Writer, before: frozenset[str]) -> Iterator[Group]:
    for timing in DUE:
        lines = tuple(_line(writer, item, before) for item in writer.plan.items if item.timing == timing)
        if lines:
            yield Group(key=timing, heading=writer.words(f"timing.{timing}"), lines=lines, open=timing == "now")


def _line(writer: Writer, item: PlanItem, before: frozenset[str]) -> Line:
    words, rule = writer.words, writer.plan.rule(item)
    because = writer.because(item.because) or ((rule.always,) if rule.always else ())
    key = "therapist.change_ask" if item.timing == "check_first" else "therapist.done_ask"
    return Line(
        id=item.id, title=writer.title(item.id), timing=words(f"timing.{item.timing}"), tone=item.timing,
        when=words("therapist.start_by", date=words.short_day(item.start_by)) if item.start_by else "",
        because=because, change=words(key, asks=writer.asks(item.asks)) if item.asks else "", put_off=item.put_off,
        evidence=tuple(f"{entry.says} ({writer.knowledge.sources[entry.source].cite})" for entry in rule.evidence),
        new=bool(before) and item.id not in before,
    )  # fmt: skip


def _next(writer: Writer, asked: Question) -> Next:
    fact = writer.knowledge.vocabulary[asked.written[0]]
    name = asked.fact if asked.fact in writer.knowledge.vocabulary else asked.written[0]
    first = fact.ids[0] if asked.written[0] == fact.id and fact.sides else asked.written[0]
    return Next(field=field_id(FACT + first), question=writer.asks([name]), why=_why(writer, asked))


def _why(writer: Writer, asked: Question) -> str:
    """The danger sign it would clear up, the answers it may settle, or the thing it may find in place."""
    words = writer.words
    if asked.contradicts:
        return words("therapist.ask_contradiction")
    if asked.red_flags:
        return words("therapist.ask_danger", names=", ".join(name.replace("_", " ") for name in asked.red_flags))
    names = "; ".join(writer.title(name) for name in (asked.settles or asked.in_place)[:NAMED])
    if asked.settles:
        return words("therapist.ask_settles", n=words.count("answers", len(asked.settles)), names=names)
    return words("therapist.ask_in_place", names=names) if names else ""


def _said(plan: Plan, stage: StageBlock, new: Iterable[Line], gone: Lines, words: Words) -> str:
    """What a screen reader hears: the stage, how many dangers, and what came or went."""
    parts = [f"{stage.stage}.", words("web.said_flags", n=len(plan.red_flags))]
    came = "; ".join(line.title for line in new)
    parts += [words("web.said_new", titles=came)] if came else []
    parts += [words("web.said_gone", titles="; ".join(gone))] if gone else []
    return " ".join(parts)


# --- what if ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """What another answer would turn; a supposition stands in no field and on no paper."""

    question: str
    value: str
    turns: tuple[tuple[str, str, str], ...] = ()
    slip: str = ""


def supposed(made: Made, form: Posted, words: Words) -> Supposed | None:
    """What would turn with the answer that is tried out; None where none is."""
    name, value = form(SUPPOSED).strip(), form(SUPPOSED_VALUE).strip()
    plan = made.plan
    if plan is None or not name or not value or name not in plan.knowledge.vocabulary:
        return None
    question = name_of(name, plan.knowledge, words)
    try:
        changes = read_facts([f"{name}={value}"], plan.knowledge, plan.today)
    except IntakeError as error:
        said = " ".join(
            f"{problem.what.partition(': ')[2] or problem.what} {problem.remedy}" for problem in error.found
        )
        return Supposed(question=question, value=value, slip=said.replace(f"'{name}'", question))
    if not changes:
        return Supposed(question=question, value=value)
    anew, turns = what_if(plan, changes)
    writer = Writer(anew, load_words(ENGLISH))
    told = [_turn(writer, turn) for turn in turns]
    stages = tuple(stage_block(Writer(one, writer.words)).stage for one in (plan, anew))
    if stages[0] != stages[1]:
        told.insert(0, (writer.words("therapist.stage"), stages[0], stages[1]))
    return Supposed(question=question, value=value, turns=tuple(told))


def _turn(writer: Writer, turn: Turn) -> tuple[str, str, str]:
    rule = writer.knowledge.recommendation(turn.id)
    if rule is None:
        return turn.id.replace("_", " "), turn.before, turn.after
    before, after = (writer.words(f"timing.{timing}") for timing in (turn.before, turn.after))
    return writer.title(turn.id), before, after
