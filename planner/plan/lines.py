"""The agenda of one visit as frozen values: lines, what they hold, what waits, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from planner.model.conditions import Reason
from planner.model.problems import GRAVEST, BroughtBy, Problems, Role, Who

PRESCRIPTION = "prescription"
"""The id of the one act that holds all movements."""

Basis = Literal["facts", "stage"]
WhyLater = Literal["can_wait", "no_room", "therapist"]
WhyLeftOut = Literal["put_off", "held", "next_step", "waits_for", "therapist", "comfort"]


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something to do at this visit: a recommendation, or the prescription with its ``moves``.

    ``basis`` stage: usual at this stage, to be confirmed by the answers to ``asks``. ``answers``: the danger signs it answers.
    ``last_told``: values that stood on a danger and are too old today. ``check``: a precaution or such a value is not known;
    ``not_because``: one stands against it, and the line says what instead.
    """

    id: str
    role: Role
    who: Who
    severity: int
    effort_min: int
    by: date | None = None
    long_wait: bool = False
    basis: Basis = "facts"
    answers: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    last_told: tuple[Reason, ...] = ()
    check: bool = False
    not_because: bool = False
    moves: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Harm within weeks, or the answer to a danger sign: never folded, never moved."""
        return self.severity == GRAVEST or bool(self.answers)


@dataclass(frozen=True)
class NextStep:
    """The next step of a ladder: a recommendation or thing, and what brings it."""

    id: str
    brought_by: BroughtBy


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One problem of a visit: at most three acts, the rest by id as ``details``, and what comes next on its ladder.

    ``on`` and ``why_later`` stand on what was moved to the next visit; ``moved``: how often it was moved so far.
    ``clinic_by``: it could not be moved and found no room, so the clinic sees to it by this day without a visit.
    """

    problem: str
    acts: tuple[Act, ...]
    details: tuple[str, ...] = ()
    next_step: NextStep | None = None
    on: date | None = None
    why_later: WhyLater | None = None
    clinic_by: date | None = None
    moved: int = 0

    @property
    def severity(self) -> int:
        """That of its gravest act."""
        return max(act.severity for act in self.acts)

    @property
    def answers(self) -> tuple[str, ...]:
        """The danger signs that its acts answer."""
        return tuple(dict.fromkeys(sign for act in self.acts for sign in act.answers))

    @property
    def is_kept(self) -> bool:
        return any(act.is_kept for act in self.acts)

    @property
    def minutes(self) -> int:
        return sum(act.effort_min for act in self.acts)

    @property
    def by(self) -> date | None:
        """The first day on which one of its acts has to be started."""
        return min((act.by for act in self.acts if act.by), default=None)

    @property
    def basis(self) -> Basis:
        return "stage" if all(act.basis == "stage" for act in self.acts) else "facts"

    @property
    def because(self) -> tuple[Reason, ...]:
        """The reasons of its acts, each fact once, gravest act first."""
        found: dict[str, Reason] = {}
        for act in self.acts:
            for reason in act.because:
                found.setdefault(reason.fact, reason)
        return tuple(found.values())


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What was considered and stands on no line: why, with the facts, the step that would bring it, or the therapist's reason."""

    id: str
    why: WhyLeftOut
    because: tuple[Reason, ...] = ()
    brought_by: BroughtBy | None = None
    ask_again: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LadderPlace:
    """Where the person stands on a ladder: the step that is taken or due (None: none yet), and the next one."""

    ladder: str
    problem: str
    at: str | None
    next: NextStep | None


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What one visit does: lines in their order, what waits for the next visit, and what stands beside them."""

    today: tuple[AgendaLine, ...]
    next_visit: tuple[AgendaLine, ...] = ()
    next_visit_on: date
    habits: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    visit_checks: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    ladders: tuple[LadderPlace, ...] = ()
    kept_against_word: tuple[str, ...] = ()  # left out without a reason, though harm within weeks is at stake

    @property
    def first(self) -> AgendaLine | None:
        """The first thing, a problem with its acts; None where nothing is due."""
        return self.today[0] if self.today else None

    def line_of(self, rule: str) -> AgendaLine | None:
        """The line of today or of the next visit on which a recommendation stands, as an act or a detail."""
        for line in (*self.today, *self.next_visit):
            if rule in line.details or any(rule == act.id or rule in act.moves for act in line.acts):
                return line
        return None


def agenda_with(agenda: Agenda, before: Problems, after: Problems) -> Agenda:
    """The agenda with what brings each next step, as the other words have it."""
    steps = zip(before.steps(), after.steps(), strict=True)
    said = {was.brought_by: now.brought_by for (_, was), (_, now) in steps}

    def line_with(line: AgendaLine) -> AgendaLine:
        step = line.next_step
        return line if step is None else replace(line, next_step=step_with(step))

    def step_with(step: NextStep) -> NextStep:
        return replace(step, brought_by=said.get(step.brought_by, step.brought_by))

    return replace(
        agenda,
        today=tuple(map(line_with, agenda.today)),
        next_visit=tuple(map(line_with, agenda.next_visit)),
        ladders=tuple(replace(at, next=at.next and step_with(at.next)) for at in agenda.ladders),
    )
