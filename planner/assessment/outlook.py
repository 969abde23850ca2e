"""The three courses of one person, asked condition by condition: when does it first hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from planner.assessment.derive import DAYS_PER_MONTH, derivations
from planner.assessment.projection import FallingLine, Milestone
from planner.model.conditions import Condition, Finding, at_best, evaluate, leaves, truth_of
from planner.model.facts import Facts, Value
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth

COURSES = ("early", "likely", "late")
DOUBLED = len(COURSES)  # the likely course, on which a fall that is not the person's own is doubled


@dataclass(frozen=True, slots=True)
class Window:
    """Months from today to the first month of need along each course; None beyond the horizon.

    ``doubled``: the same month on the likely course, had each measure that is not followed by the person's own slope
    twice the published fall; None also where there is no such measure.
    """

    early: float | None
    likely: float | None
    late: float | None
    doubled: float | None = None


class Outlook:
    """The three courses of one person, asked condition by condition; states are built once and shared."""

    def __init__(
        self, facts: Facts, found: Sequence[Milestone], falling: Sequence[FallingLine], knowledge: Knowledge
    ) -> None:
        self.facts, self.lines, self.knowledge = facts, falling, knowledge
        self.derived = derivations(knowledge)
        self.horizon = facts.limits["look_ahead_most_months"]
        self.changes = {course: self._changes(course, found) for course in COURSES}
        self._breathing = frozenset((*knowledge.course.measures, *knowledge.course.domains.get("respiratory", ())))
        self._months: dict[tuple[str, frozenset[str]], list[float]] = {}
        self.moving = {milestone.fact for milestone in found} | {line.fact for line in falling}
        self._moved = self.derived.moved_by(frozenset(self.moving), ahead=True)
        self._states: dict[tuple[int, float, bool], Facts] = {}
        self._own: dict[int, Facts] = {}
        self._reads: dict[str, frozenset[str]] = {}
        self._moving_read: dict[int, tuple[Condition, frozenset[str]]] = {}

    def _changes(self, course: str, found: Sequence[Milestone]) -> list[tuple[float, str, Value]]:
        """Each score that is reached within the horizon: when, of which fact, and what is then known of it."""
        today = self.facts.today
        timed = []
        for milestone in found:
            passed = (today - milestone.measured_on).days / DAYS_PER_MONTH
            month = max(0.0, getattr(milestone, course) - passed)
            if month <= self.horizon:
                reached = Value(low=milestone.at_most, high=milestone.at_most, of=milestone.fact)
                timed.append((month, milestone.fact, reached))
        # Scores reached in the same month stand in falling order, so that the lowest one counts.
        return sorted(timed, key=lambda change: (change[0], change[1], -change[2].low))

    def window(self, condition: Condition) -> Window | None:
        """When the condition first holds; None where it does not hold yet and no course reaches it in time."""
        reads = self._moving_facts(condition)
        if not reads:
            holds = truth_of(condition, self.facts) is Truth.YES
            return Window(0.0, 0.0, 0.0) if holds else None
        if self.at_best(condition) is not Truth.YES:
            return None
        early = self._first_month(condition, 0, reads)
        if early is None:
            return None
        likely, late = (self._first_month(condition, at, reads) for at in (1, 2))
        # A condition that also ends ("walks, but not far") may hold first on a slower course.
        soonest, likely, late = sorted((early, likely, late), key=lambda month: inf if month is None else month)
        assert soonest is not None
        published = any(line.fact in reads and not line.own for line in self.lines)
        doubled = self._first_month(condition, DOUBLED, reads) if published else None
        if doubled is not None:
            doubled = max(soonest, doubled if likely is None else min(likely, doubled))
        return Window(soonest, likely, late, doubled)

    def of_breathing(self, condition: Condition) -> bool:
        """Whether a condition reads a measure or a score of breathing that moves; it then goes by the pace of breathing."""
        return not self._breathing.isdisjoint(self._moving_facts(condition))

    def by_own_slopes(self, days: int) -> Facts:
        """The facts some days from now, with the measures moved that have a slope of the person's own."""
        state = self._own.get(days)
        if state is None:
            changes = {
                line.fact: self._level(line, line.falls[1], days / DAYS_PER_MONTH) for line in self.lines if line.own
            }
            state = self._own[days] = self.facts.supposing(changes, bare=True) if changes else self.facts
        return state

    def brought_by(self, condition: Condition, window: Window) -> Finding:
        """What makes the condition hold on the first day of its window; each fact is told as it stands today."""
        measured = any(line.fact in self._moving_facts(condition) for line in self.lines)
        states = (self._state(at, window.early or 0.0, measured) for at in range(len(COURSES)))
        found = (evaluate(condition, state) for state in states)
        return next((finding for finding in found if finding.truth is Truth.YES), Finding(Truth.NO))

    def moves(self, fact: str) -> bool:
        """Whether a fact moves along the courses."""
        return bool(self._moved_by_name(fact))

    def at_best(self, condition: Condition, wanted: Truth = Truth.YES) -> Truth:
        """The truth of a condition with all that moves granted in favour of ``wanted``; the rest stays as it is today."""
        return at_best(condition, self.facts, self._moved, wanted)

    def _moving_facts(self, condition: Condition) -> frozenset[str]:
        """The moving facts that a condition reads, looked for once; the condition is kept, so that its place is its own."""
        kept = self._moving_read.get(id(condition))
        if kept is None:
            named = {leaf.fact for leaf in leaves(condition)}
            found: frozenset[str] = frozenset().union(*map(self._moved_by_name, named))
            kept = self._moving_read[id(condition)] = (condition, found)
        return kept[1]

    def _moved_by_name(self, name: str) -> frozenset[str]:
        """The moving facts behind one fact: itself, or those that a derived one reads."""
        found = self._reads.get(name)
        if found is None:
            derived = self.derived.get(name)
            reads = derived.reads if derived is not None and derived.follows_projection else ()
            found = self._reads[name] = frozenset(fact for fact in (name, *reads) if fact in self.moving)
        return found

    def _first_month(self, condition: Condition, at: int, reads: frozenset[str]) -> float | None:
        months = self._months_of_change(_course(at), reads)
        measured = [line for line in self.lines if line.fact in reads]
        if measured:
            months = sorted({*months}.union(*(self._crossings(condition, line, at) for line in measured)))
        for month in months:
            if truth_of(condition, self._state(at, month, bool(measured))) is Truth.YES:
                return month
        return None

    def _months_of_change(self, course: str, reads: frozenset[str]) -> list[float]:
        """Today, then the months at which one of these facts changes; many conditions read the same facts."""
        months = self._months.get((course, reads))
        if months is None:
            found = {0.0} | {month for month, fact, _ in self.changes[course] if fact in reads}
            months = self._months[course, reads] = sorted(found)
        return months

    def _crossings(self, condition: Condition, line: FallingLine, at: int) -> set[float]:
        """Months at which a falling measure passes a bound that the condition names against it."""
        passed = (self.facts.today - line.measured_on).days / DAYS_PER_MONTH
        bounds = {bound for leaf in leaves(condition) if leaf.fact == line.fact for bound in leaf.bounds}
        months = (max(0.0, (line.value - bound) / _fall(line, at) - passed) for bound in bounds)
        return {month for month in months if month <= self.horizon}

    def _state(self, at: int, month: float, measured: bool) -> Facts:
        """The facts at a month of a course; the measures move with it only where the condition reads one."""
        course = _course(at)
        if not month and not measured and not (self.changes[course] and self.changes[course][0][0] == 0):
            return self.facts
        state = self._states.get((at, month, measured))
        if state is None:
            changes = {fact: reached for when, fact, reached in self.changes[course] if when <= month}
            for line in self.lines if measured else ():
                changes[line.fact] = self._level(line, _fall(line, at), month)
            state = self._states[at, month, measured] = self.facts.supposing(changes, ahead=True, bare=True)
        return state

    def _level(self, line: FallingLine, fall: float, month: float) -> Value:
        """A measure some months from now: just past a crossing, so that "below" holds, and never under nothing."""
        passed = (self.facts.today - line.measured_on).days / DAYS_PER_MONTH
        level = max(0.0, line.value - fall * (month + passed) - 1e-6)
        return Value(low=level, high=level, of=line.fact)


def _course(at: int) -> str:
    return "likely" if at == DOUBLED else COURSES[at]


def _fall(line: FallingLine, at: int) -> float:
    """The fall of a measure in a month of a course."""
    return line.falls[at] if at < DOUBLED else line.falls[1 if line.own else 0]
