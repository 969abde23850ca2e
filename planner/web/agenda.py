"""The agenda beside the form: lines of today and of the next visit, what was left out, and the therapist's word on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.language.agenda import title_of, when_of
from planner.model.intake import SignOff
from planner.model.shapes import Lines
from planner.pages.therapist.writer import Writer
from planner.plan.lines import Act, AgendaLine, LeftOut

PLANNED = ("today", "next_visit")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One act of a line: who does it and by when, and whether the person has put it off."""

    id: str
    title: str
    who: str
    mark: str = ""
    by: str = ""
    put_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """One problem of a visit: what is done, why, on which evidence, what would change it; and the therapist's word on it.

    ``new``: it was not there before. ``word``: what she chose (first, next_visit, leave_out), with her reason and note.
    """

    id: str
    title: str
    acts: tuple[Shown, ...] = ()
    why: str = ""
    because: Lines = ()
    details: Lines = ()
    evidence: Lines = ()
    change: Lines = ()
    word: str = ""
    reason: str = ""
    note: str = ""
    noted: str = ""
    new: bool = False
    undo: bool = False  # put off by the person: can be wanted again


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines under one heading, today's first; ``told``: what stands there in half a sentence each."""

    key: str
    heading: str
    lines: tuple[Line, ...] = ()
    told: Lines = ()


def groups_of(writer: Writer, before: frozenset[str]) -> Iterator[Group]:
    """Today's lines in their order, the next visit's, what was left out, and what is told in half a sentence."""
    words, agenda = writer.words, writer.plan.agenda
    today = tuple(_line(writer, line, before) for line in agenda.today)
    yield Group(key="today", heading=words("web.agenda.today"), lines=today)
    later = tuple(_line(writer, line, before) for line in agenda.next_visit)
    yield Group(
        key="next_visit",
        heading=words("web.agenda.next_visit", date=words.short_day(agenda.next_visit_on)),
        lines=later,
    )
    yield Group(
        key="left_out",
        heading=words("web.agenda.left_out"),
        lines=tuple(_left_out(writer, one) for one in agenda.left_out),
    )
    for key in ("habits", "papers", "visit_checks"):
        yield Group(key=key, heading=words(f"web.agenda.{key}"), told=tuple(map(writer.title, getattr(agenda, key))))


def _line(writer: Writer, line: AgendaLine, before: frozenset[str]) -> Line:
    words, plan, review = writer.words, writer.plan, writer.plan.intake.review
    first = line.acts[0].id
    rules = [plan.knowledge.by_id[act.id] for act in line.acts if act.id in plan.knowledge.by_id]
    change = [words("therapist.change_ask", asks=writer.asks(act.asks)) for act in line.acts if act.asks]
    if line.next_step:
        step = title_of(line.next_step.id, plan, words)
        change.append(words("web.agenda.next_step", title=step, when=when_of(line.next_step.brought_by, plan, words)))
    return Line(
        id=line.problem, title=title_of(line.problem, plan, words), acts=tuple(_act(writer, act) for act in line.acts),
        why=_why_later(writer, line), because=writer.because(line.because), details=tuple(title_of(one, plan, words) for one in line.details),
        evidence=tuple(f"{one.says} ({plan.knowledge.sources[one.source].cite})" for rule in rules for one in rule.evidence[:1]),
        change=tuple(dict.fromkeys(change)), word=_word(review, line), reason=_reason(review, line), note=first,
        noted=review.notes.get(first, ""), new=bool(before) and line.problem not in before,
    )  # fmt: skip


def _act(writer: Writer, act: Act) -> Shown:
    words, plan = writer.words, writer.plan
    mark = "check" if act.check else "not_because" if act.not_because else "usual" if act.basis == "stage" else ""
    moves = "; ".join(title_of(move, plan, words) for move in act.moves)
    title = title_of(act.id, plan, words)
    return Shown(
        id=act.id, title=f"{title}: {moves}" if moves else title, who=words(f"web.agenda.who.{act.who}"),
        mark=words(f"web.agenda.mark.{mark}") if mark else "", by=words("therapist.start_by", date=words.short_day(max(act.by, plan.today))) if act.by else "",
        put_off=act.id in plan.intake.preferences.not_now,
    )  # fmt: skip


def _why_later(writer: Writer, line: AgendaLine) -> str:
    if line.clinic_by:
        return writer.words("web.agenda.clinic_by", date=writer.words.short_day(line.clinic_by))
    return writer.words(f"web.agenda.why_later.{line.why_later}") if line.why_later else ""


def _word(review: SignOff, line: AgendaLine) -> str:
    """What the therapist chose for a line, by its problem or by one of its acts."""
    ids = {line.problem, *(act.id for act in line.acts)}
    told = {
        "first": review.agenda.first,
        "next_visit": review.agenda.next_visit,
        "leave_out": [one.id for one in review.agenda.leave_out],
    }
    return next((word for word, named in told.items() if ids.intersection(named)), "")


def _reason(review: SignOff, line: AgendaLine) -> str:
    return next((one.because for one in review.agenda.leave_out if one.id == line.problem), "")


def _left_out(writer: Writer, entry: LeftOut) -> Line:
    """What was considered, and what would bring it; what the therapist left out can be taken back here."""
    words, plan = writer.words, writer.plan
    by_word = entry.why == "therapist"
    why = words(f"web.agenda.left.{entry.why}", date=words.short_day(entry.ask_again))
    change = (when_of(entry.brought_by, plan, words),) if entry.brought_by else ()
    return Line(
        id=entry.id, title=title_of(entry.id, plan, words), why=why, because=writer.because(entry.because), change=change,
        word="leave_out" if by_word else "", reason=entry.reason if by_word else "",
        undo=entry.id in plan.intake.preferences.not_now,
    )  # fmt: skip
