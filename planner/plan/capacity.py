"""The order of the lines, how many one visit can carry, and what waits for the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.plan.acts import Case, usual_ids
from planner.plan.lines import PRESCRIPTION, AgendaLine

LIMIT_CROSSED = 2


@dataclass(frozen=True, kw_only=True)
class VisitRoom:
    """What one visit can carry: lines, minutes and acts; lines that only fill up do so to ``filled_to``.

    ``beside_grave``: the most lines beside those that must not wait; fewer where comfort is the goal.
    """

    lines: int
    beside_grave: int
    minutes: int
    acts: int
    filled_to: int

    @staticmethod
    def of(case: Case, *, comfort: bool) -> VisitRoom:
        return VisitRoom(
            lines=case.limit("agenda_lines"),
            beside_grave=case.limit("agenda_comfort_lines" if comfort else "agenda_lines"),
            minutes=case.limit("agenda_minutes"),
            acts=case.limit("agenda_acts"),
            filled_to=case.limit("agenda_filled_to"),
        )

    def holds(self, taken: Sequence[AgendaLine], line: AgendaLine) -> bool:
        """Whether one more line has its place beside those taken. What must not wait is counted, and asks for no room."""
        acts = [one for other in (*taken, line) for one in other.acts if not one.is_kept]
        minutes = sum(other.minutes for other in (*taken, line))
        beside = [other for other in taken if not other.is_kept]
        lines = len(taken) < self.lines and len(beside) < self.beside_grave
        return lines and minutes <= self.minutes and len(acts) <= self.acts


def ranked(lines: Iterable[AgendaLine], case: Case, *, comfort: bool) -> tuple[AgendaLine, ...]:
    """Gravest first, then what answers a danger sign, then what must be started before the next visit, then what matters most.

    Of what presses alike the order of the problems counts; where comfort is the goal, that of the advice that serves it.
    """
    order, usual_order = case.knowledge.problems.order, usual_ids(case)
    serves = case.knowledge.problems.comfort if comfort else ()

    def key(line: AgendaLine) -> tuple[object, ...]:
        served = min((serves.index(one.id) for one in line.acts if one.id in serves), default=len(serves))
        return (*_place(line, case, usual_order), served, order[line.problem])

    return tuple(sorted(lines, key=key))


def ready_first(lines: Sequence[AgendaLine], case: Case) -> tuple[AgendaLine, ...]:
    """Today's lines; where the first is only to be checked and no limit presses, one as pressing that can be done stands before it."""
    if not lines or lines[0].severity >= LIMIT_CROSSED:
        return tuple(lines)
    usual_order = usual_ids(case)
    foremost = [line for line in lines if _place(line, case, usual_order) == _place(lines[0], case, usual_order)]
    ready = next((line for line in foremost if not all(one.check for one in line.acts)), lines[0])
    return (ready, *(line for line in lines if line is not ready))


def _place(line: AgendaLine, case: Case, usual_order: Sequence[str]) -> tuple[object, ...]:
    """How pressing a line is; lines of one place stand in the order of the problems."""
    first = case.assessment.intake.preferences.first
    named = case.assessment.intake.review.agenda.first
    crisis = case.knowledge.problems.comfort[:1]
    ids = {line.problem, *(one.id for one in line.acts)}
    return (
        min((at for at, name in enumerate(named) if name in ids), default=len(named)),
        _tier(line),
        _usual_place(line, usual_order),
        -line.severity,
        not any(one.id in crisis for one in line.acts),
        0 if any(sign in case.urgent for sign in line.answers) else 1 if line.answers else 2,
        not _must_start(line),
        line.problem not in first,
        -line.moved,
        not any(one.id in case.new for one in line.acts),
    )


def _tier(line: AgendaLine) -> int:
    """What rests on facts, then what is usual at the stage, then what everybody gets."""
    return 1 if line.basis == "stage" else 0 if line.severity else 2


def _usual_place(line: AgendaLine, order: Sequence[str]) -> int:
    """Where its advice stands in the list of the stage; what rests on facts has no place there."""
    if line.basis != "stage":
        return 0
    return min((order.index(name) for one in line.acts for name in (one.id, *one.moves) if name in order), default=0)


def _must_start(line: AgendaLine) -> bool:
    """Whether a long wait of one of its acts has to begin before the next visit."""
    return any(one.long_wait and one.severity for one in line.acts)


def is_pressing(line: AgendaLine) -> bool:
    """What is not moved while something else can be: a limit crossed, or a long wait that begins before the next visit."""
    if line.basis == "stage":
        return False
    return line.severity >= LIMIT_CROSSED or _must_start(line)


def _fills(line: AgendaLine) -> bool:
    """What everybody gets, and what is usual at the stage: it only fills up a short agenda."""
    return line.basis == "stage" or line.severity == 0


def fitted(
    lines: Sequence[AgendaLine], room: VisitRoom, case: Case
) -> tuple[tuple[AgendaLine, ...], tuple[AgendaLine, ...]]:
    """Today's lines and those of the next visit. Harm within weeks and danger always stand today, beyond all room.

    The prescription is never moved while a movement is free: its place is kept, unless what cannot wait needs it.
    """
    moves = [line for line in lines if _has_free_moves(line) and line.why_later is None]
    taken, waiting = _taken(lines, room, case, kept_free=moves)
    if _pressing_waits(waiting):
        lines = [_slim(line) for line in lines]
        taken, waiting = _taken(lines, room, case, kept_free=())
        taken, waiting = _with_moves(taken, waiting, room)
    taken, waiting = _moved_twice(taken, waiting)
    return tuple(taken), tuple(_waits(line, case) for line in sorted(waiting, key=lambda one: not is_pressing(one)))


def _pressing_waits(waiting: Iterable[AgendaLine]) -> bool:
    return any(is_pressing(line) and line.why_later is None for line in waiting)


def _slim(line: AgendaLine) -> AgendaLine:
    """The line without the acts that could wait: what crossed a limit elsewhere needs their minutes."""
    if line.severity < LIMIT_CROSSED:
        return line
    kept = tuple(one for one in line.acts if one.severity >= LIMIT_CROSSED or one.long_wait or one.moves)
    return replace(line, acts=kept, details=(*(one.id for one in line.acts if one not in kept), *line.details))


def _with_moves(
    taken: list[AgendaLine], waiting: list[AgendaLine], room: VisitRoom
) -> tuple[list[AgendaLine], list[AgendaLine]]:
    """The prescription in the place of the last lines that can wait; where there are none, it waits."""
    line = next((line for line in waiting if _has_free_moves(line) and line.why_later is None), None)
    if line is None:
        return taken, waiting
    kept, moved = list(taken), list[AgendaLine]()
    while not room.holds(kept, line):
        last = next((other for other in reversed(kept) if not other.is_kept and not is_pressing(other)), None)
        if last is None:
            return taken, waiting
        kept.remove(last)
        moved.append(last)
    return [*kept, line], [*(other for other in waiting if other is not line), *moved]


def _taken(
    lines: Sequence[AgendaLine], room: VisitRoom, case: Case, kept_free: Sequence[AgendaLine]
) -> tuple[list[AgendaLine], list[AgendaLine]]:
    """Line by line in their order, as long as there is room beside what keeps a place."""
    taken, waiting = list(kept_free), list[AgendaLine]()
    named = {*case.assessment.intake.preferences.first, *case.assessment.intake.review.agenda.first}
    for line in lines:
        if line in kept_free:
            continue
        fills = _fills(line) and line.problem not in named
        if line.is_kept or (
            line.why_later is None and room.holds(taken, line) and not (fills and len(taken) >= room.filled_to)
        ):
            taken.append(line)
        else:
            waiting.append(line)
    return [line for line in lines if line in taken], waiting


def _moved_twice(taken: list[AgendaLine], waiting: list[AgendaLine]) -> tuple[list[AgendaLine], list[AgendaLine]]:
    """What was moved twice takes the place of a line that was never moved."""
    for line in [line for line in waiting if line.moved >= LIMIT_CROSSED and line.why_later is None]:
        rest = [other for other in waiting if other is not line]
        taken, waiting = _in_place_of_last(line, taken, rest) or (taken, waiting)
    return taken, waiting


def _in_place_of_last(
    line: AgendaLine, taken: list[AgendaLine], waiting: list[AgendaLine]
) -> tuple[list[AgendaLine], list[AgendaLine]] | None:
    """The line in the place of the last one that can wait and was not moved before; None where all are pressing."""
    for at in range(len(taken) - 1, -1, -1):
        other = taken[at]
        if not other.is_kept and not is_pressing(other) and not other.moved and not _has_free_moves(other):
            return [*taken[:at], *taken[at + 1 :], line], [*waiting, other]
    return None


def _has_free_moves(line: AgendaLine) -> bool:
    return any(one.id == PRESCRIPTION and not one.check for one in line.acts)


def _waits(line: AgendaLine, case: Case) -> AgendaLine:
    """A line of the next visit. One that is as pressing as all of today's keeps its own day, and the clinic sees to it."""
    if line.why_later == "therapist":
        return replace(line, on=case.next_visit)
    if not is_pressing(line):
        return replace(line, on=case.next_visit, why_later="can_wait", moved=line.moved + 1)
    by = line.by or case.today
    return replace(line, on=case.next_visit, why_later="no_room", clinic_by=by, moved=line.moved + 1)
