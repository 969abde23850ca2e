"""The agenda in words: titles of acts and things, and what brings a step."""

from __future__ import annotations

from collections.abc import Iterator

from planner.language.wording import fill
from planner.language.words import Words
from planner.model.problems import BroughtBy
from planner.plan.flips import MovedLine
from planner.plan.lines import PRESCRIPTION, Act, AgendaLine, LeftOut
from planner.plan.plan import Plan


def title_of(name: str, plan: Plan, words: Words) -> str:
    """What the therapist's page calls a recommendation, a thing, a problem or the prescription."""
    knowledge = plan.knowledge
    if name == PRESCRIPTION:
        return words("agenda.prescription")
    if name in knowledge.by_id:
        return fill(knowledge.by_id[name].text.therapist.title, knowledge, plan.values, "", words) or ""
    if name in knowledge.equipment:
        return knowledge.equipment[name].name
    return knowledge.problems.problems[name].therapist


def place_of(name: str, plan: Plan, words: Words) -> tuple[str, ...]:
    """Where a recommendation stands in the agenda, and why not higher; empty where it was not considered."""
    agenda = plan.agenda
    for at, line in enumerate(agenda.today):
        if _holds(line, name):
            lines = [_line_of_today(at, line, name, plan, words)]
            return (*lines, *([_why_below(agenda.today[at - 1], line, plan, words)] if at else []))
    for line in agenda.next_visit:
        if _holds(line, name):
            why = words(f"agenda.why_later.{line.why_later}")
            title = title_of(line.problem, plan, words)
            return (words("agenda.next_visit", problem=title, date=words.day(line.on), why=why),)
    for role in ("habits", "papers", "visit_checks"):
        if name in getattr(agenda, role):
            return (words(f"agenda.{role}"),)
    return tuple(_left_out(entry, plan, words) for entry in agenda.left_out if entry.id == name)


def _holds(line: AgendaLine, name: str) -> bool:
    return name in line.details or any(name == act.id or name in act.moves for act in line.acts)


def _line_of_today(at: int, line: AgendaLine, name: str, plan: Plan, words: Words) -> str:
    kind = "detail" if name in line.details else "stage" if line.basis == "stage" else "line"
    title, of = title_of(line.problem, plan, words), len(plan.agenda.today)
    return words(
        f"agenda.today.{kind}", at=at + 1, of=of, problem=title, severity=words(f"agenda.severity.{line.severity}")
    )


def _why_below(above: AgendaLine, line: AgendaLine, plan: Plan, words: Words) -> str:
    """The first thing in which the line above goes before this one."""
    first = plan.intake.preferences.first
    reasons = {
        "word": bool(plan.intake.review.agenda.first),
        "facts": (above.basis, line.basis) == ("facts", "stage"),
        "everybody": above.basis == "stage" and line.basis == "facts",
        "graver": above.severity > line.severity,
        "danger": bool(above.answers) and not line.answers,
        "wait": any(act.long_wait for act in above.acts) and not any(act.long_wait for act in line.acts),
        "matters": above.problem in first and line.problem not in first,
        "waited": above.moved > line.moved,
        "order": True,
    }
    why = next(name for name, holds in reasons.items() if holds)
    return words(f"agenda.below.{why}", problem=title_of(above.problem, plan, words))


def _left_out(entry: LeftOut, plan: Plan, words: Words) -> str:
    when = when_of(entry.brought_by, plan, words) if entry.brought_by else ""
    return words(f"agenda.left_out.{entry.why}", when=when, reason=entry.reason, date=words.day(entry.ask_again))


def when_of(told: BroughtBy, plan: Plan, words: Words, *, family: bool = False) -> str:
    """What brings a step, with its number."""
    return fill(told.family if family else told.therapist, plan.knowledge, plan.values, "", words) or ""


def agenda_lines(plan: Plan, words: Words) -> Iterator[str]:
    """Today's agenda and that of the next visit in plain lines, for the terminal."""
    agenda = plan.agenda
    yield words("agenda.heading", n=len(agenda.today))
    for at, line in enumerate(agenda.today, 1):
        usual = f" ({words('agenda.usual')})" if line.basis == "stage" else ""
        acts = "; ".join(act_in_words(act, plan, words) for act in line.acts)
        yield f"  {at}. {title_of(line.problem, plan, words)}{usual}: {acts}"
        if line.next_step is not None:
            title = title_of(line.next_step.id, plan, words)
            yield "     " + words("agenda.next", title=title, when=when_of(line.next_step.brought_by, plan, words))
    if agenda.next_visit:
        titles = ", ".join(title_of(line.problem, plan, words) for line in agenda.next_visit)
        yield words("agenda.waiting", date=words.day(agenda.next_visit_on), problems=titles)
    for name in agenda.kept_against_word:
        yield words("agenda.kept_against_word", title=title_of(name, plan, words))


def act_in_words(act: Act, plan: Plan, words: Words) -> str:
    """An act with its day, and with what is to be checked first or stands against it."""
    title = title_of(act.id, plan, words)
    if act.moves:
        title = f"{title}: {', '.join(title_of(move, plan, words) for move in act.moves)}"
    if act.not_because:
        return words("agenda.act.not_because", title=title)
    if act.check:
        return words("agenda.act.check", title=title)
    return words("agenda.act.by", title=title, date=words.day(act.by)) if act.by else title


def moved_in_words(move: MovedLine, plan: Plan, words: Words) -> str:
    places = (words(f"agenda.places.{place}") for place in (move.before, move.after))
    return words("agenda.moved", title=title_of(move.problem, plan, words), change=" → ".join(places))
