"""The therapist's first page below the strip: the lines of today, what stands before and at the next visit, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator

from planner.language.wording import question_name
from planner.model.shapes import Lines
from planner.pages.therapist.blocks import AskBlock, LabelledBlock, TodayBlock, TodayLine
from planner.pages.therapist.reasons import MOST, Reasons
from planner.pages.therapist.writer import Writer
from planner.plan.lines import PRESCRIPTION, Act, AgendaLine, NextStep
from planner.plan.measure_next import Question, packs_of
from planner.plan.orders import NOW

IN_LIST, WHOLE_LIST, LEFT, ASKS = 6, 99, 4, 2
GRAVE = 2  # from here on the number stands filled


def today_block(writer: Writer, most: int = MOST) -> TodayBlock:
    """The lines of the agenda, each with at most so many reasons, under a head that counts lines, acts, minutes and new things."""
    plan, words = writer.plan, writer.words
    lines, reasons = plan.agenda.today, Reasons(writer, most)
    new = sum(order.action in NOW and not order.put_off for order in plan.equipment)
    counts = words(
        "therapist.today.counts",
        lines=words("therapist.today.lines", n=len(lines)),
        acts=words("therapist.today.acts", n=sum(len(line.acts) for line in lines)),
        minutes=sum(line.minutes for line in lines),
        new=words("therapist.today.new", n=new),
    )
    return TodayBlock(
        heading=words("therapist.today.heading"), counts=counts, none=words("therapist.today.none"),
        head=("", *(words(f"therapist.today.{key}") for key in ("what", "why", "who_by"))),
        lines=tuple(_line(writer, at, line, reasons.why(line)) for at, line in enumerate(lines, 1)),
    )  # fmt: skip


def _line(writer: Writer, at: int, line: AgendaLine, why: str) -> TodayLine:
    words, notes = writer.words, writer.plan.intake.review.notes
    shown = [act.id for act in line.acts] + [move for act in line.acts for move in act.moves]
    more = [words("therapist.today.more", n=len(line.details))] if line.details else []
    return TodayLine(
        number=str(at),
        grave=line.severity >= GRAVE,
        title=_problem(writer, line),
        acts=(*(_act(writer, act) for act in line.acts), *more),
        why=why,
        who=_who(writer, line),
        next_step=_next(writer, line.next_step),
        notes=tuple(notes[name] for name in shown if name in notes),
    )


def _act(writer: Writer, act: Act) -> str:
    """An act by its title; what is first checked names the check, what a precaution stands against says so."""
    words = writer.words
    if act.id == PRESCRIPTION:
        return words("therapist.today.prescription", moves=", ".join(writer.title(move) for move in act.moves))
    title = writer.title(act.id)
    if act.not_because:
        return words("therapist.today.not", title=title)
    if act.check:
        return _checked_first(writer, act, title)
    return title


def _checked_first(writer: Writer, act: Act, title: str) -> str:
    """What is checked first: the questions that stand below on this page, and beside them the one that decides and does not."""
    words, below = writer.words, _asked_below(writer)
    apart = [name for name in act.asks if name not in below]
    if not apart:
        return words("therapist.today.check_list", title=title)
    kinds = writer.knowledge.vocabulary
    told = sorted(apart, key=lambda name: (kinds[name].kind != "yes_no", apart.index(name)))
    asks = writer.asks(told if len(act.asks) <= ASKS else told[:1])
    both = len(apart) < len(act.asks)
    return words("therapist.today.check_both" if both else "therapist.today.check", title=title, asks=asks)


def _asked_below(writer: Writer) -> set[str]:
    """The facts that the box of this page asks, as they are written."""
    asked = writer.plan.measure_next
    shown = [one for one in asked if not one.pack]
    shown += [one for pack, together in packs_of(asked).items() for one in together[: _in_list(pack)]]
    return {name for one in shown for name in (*one.written, one.fact)}


def _who(writer: Writer, line: AgendaLine) -> str:
    """Who does it, by when, and the minutes of the visit it takes."""
    words = writer.words
    who = dict.fromkeys(words(f"therapist.today.who.{act.who}") for act in line.acts)
    day = words("therapist.today.by", date=words.short_day(line.by)) if line.by and line.by > writer.plan.today else ""
    minutes = words("therapist.today.minutes", n=line.minutes) if line.minutes else ""
    return " · ".join(filter(None, (", ".join(who), day or words("therapist.today.now"), minutes)))


def _next(writer: Writer, step: NextStep | None) -> str:
    if step is None:
        return ""
    when = " ".join(writer.fill([step.brought_by.therapist]))
    return writer.words("therapist.today.next", title=step_name(writer, step.id), when=when)


def step_name(writer: Writer, name: str) -> str:
    """A step of a ladder by the title of its rule or the name of its thing."""
    things = writer.knowledge.equipment
    return things[name].name if name in things else writer.title(name)


def ahead_rows(writer: Writer) -> LabelledBlock:
    """Before the next visit, at it, the ladders that are always answered, and standing advice."""
    words, plan = writer.words, writer.plan
    agenda = plan.agenda
    before = [_by_clinic(writer, line) for line in agenda.next_visit if line.clinic_by]
    before += [
        words(
            "therapist.today.order", thing=plan.knowledge.equipment[order.id].name, date=words.short_day(order.order_by)
        )
        for order in plan.equipment
        if order.order_by and plan.today < order.order_by <= agenda.next_visit_on and not order.put_off
    ][: LEFT - len(before)]
    rows = [
        (words("therapist.today.before"), (" · ".join(before),)),
        (words("therapist.today.at_next"), _at_next(writer)),
        (words("therapist.today.standing"), (" · ".join(map(writer.title, agenda.habits)),)),
    ]
    return LabelledBlock(tuple((label, lines) for label, lines in rows if any(lines)))


def _at_next(writer: Writer) -> Lines:
    """The day, and what waits for it, by the reason why it can."""
    words, agenda = writer.words, writer.plan.agenda
    waiting: dict[str | None, list[str]] = {}
    for line in agenda.next_visit:
        if not line.clinic_by:
            waiting.setdefault(line.why_later, []).append(_problem(writer, line))
    left = (
        words("therapist.today.left", why=words(f"therapist.today.why_later.{why}"), what=" · ".join(titles))
        for why, titles in waiting.items()
    )
    return (" ".join((f"{words.short_day(agenda.next_visit_on)}.", *left)),)


def _problem(writer: Writer, line: AgendaLine) -> str:
    return writer.knowledge.problems.problems[line.problem].therapist


def _by_clinic(writer: Writer, line: AgendaLine) -> str:
    """A line that waits, but for its first act: the clinic sees to that by a day of its own."""
    day = writer.words.short_day(line.clinic_by)
    act = _act(writer, line.acts[0])
    return writer.words("therapist.today.clinic_by", title=_problem(writer, line), act=act, date=day)


def always_answered(writer: Writer) -> LabelledBlock:
    """The subjects that every plan answers, whatever is known, and what is looked at at each visit."""
    words, checks = writer.words, map(writer.title, writer.plan.agenda.visit_checks)
    rows = (
        (words("therapist.today.ladders"), (" ".join(_ladders(writer)),)),
        (words("therapist.today.checks"), (" · ".join(checks),)),
    )
    return LabelledBlock(tuple((label, lines) for label, lines in rows if any(lines)))


def _ladders(writer: Writer) -> Iterator[str]:
    """Each subject that is always answered: its line of today, or where the person stands on its ladder."""
    words, agenda = writer.words, writer.plan.agenda
    lines = {line.problem: str(at) for at, line in enumerate(agenda.today, 1)}
    answered = {ladder.id for ladder in writer.knowledge.problems.ladders if ladder.answers}
    for place in agenda.ladders:
        if place.ladder not in answered:
            continue
        title = writer.knowledge.problems.problems[place.problem].therapist
        if place.problem in lines:
            yield words("therapist.today.ladder_line", title=title, line=lines[place.problem])
            continue
        if place.at is None and place.next is None:
            yield words("therapist.today.ladder_none", title=title)
            continue
        at = step_name(writer, place.at) if place.at else words("therapist.today.no_step")
        then = _next(writer, place.next) or words("therapist.today.no_next")
        yield words("therapist.today.ladder", title=title, at=at, next=then)


WHOLE_PACKS = ("stacking_safety", "exercise_safety")  # "none of these" is true of the whole list alone
ON_PAGE = ("danger_screen", "stacking_safety", "exercise_safety")  # tick lists that guard what is done today


def ask_block(writer: Writer, whole: bool = False) -> AskBlock:
    """Tick lists of what is not known, and the single questions; ``whole``: each list in full, for the annex."""
    words, asked = writer.words, writer.plan.measure_next
    packs = packs_of(asked)
    shown = {pack: together for pack, together in packs.items() if whole or pack in ON_PAGE}
    lists = [
        (words(f"therapist.pack.{pack}"), (*(_asked(writer, one) for one in told), words("therapist.none_of_these")))
        for pack, together in shown.items()
        for told in [together if whole else together[: _in_list(pack)]]
    ]
    rest = [
        words("therapist.pack_count", name=words(f"therapist.pack.{pack}"), n=len(together) - _in_list(pack))
        for pack, together in packs.items()
        if len(together) > _in_list(pack)
    ]
    singles = [one for one in asked if not one.pack]
    more = words("therapist.packs_more", lists="; ".join(rest)) if rest and not whole else ""
    return AskBlock(
        lists=tuple(lists),
        heading=words("therapist.single_questions"),
        questions=tuple(_single(writer, one) for one in singles),
        more=more,
    )


def _in_list(pack: str) -> int:
    """How many questions of a tick list stand on the page at most."""
    return WHOLE_LIST if pack in WHOLE_PACKS else IN_LIST if pack in ON_PAGE else 0


def _asked(writer: Writer, question: Question) -> str:
    """A question, and since when its answer is too old."""
    name = question_name(question, writer.knowledge, writer.words)
    if not question.stale_since:
        return name
    since = writer.words.short_day(question.stale_since)
    return f"{name} ({writer.words('therapist.ask_stale', date=since)})"


def _single(writer: Writer, question: Question) -> str:
    """A question with what it is for: the numbers of the lines of today, a danger sign, or a contradiction."""
    words, agenda = writer.words, writer.plan.agenda
    named = (*question.guards, *question.settles, *question.in_place)
    lines = {at for at, line in enumerate(agenda.today, 1) for name in named if agenda.line_of(name) is line}
    marks = [words("therapist.ask_contradiction")] if question.contradicts else []
    marks += [words("therapist.ask_sign")] if question.red_flags else []
    marks += [", ".join(map(str, sorted(lines)))] if lines else []
    said = _asked(writer, question)
    return f"{said} ({'; '.join(marks)})" if marks else said
