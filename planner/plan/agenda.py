"""The agenda of one visit: few things, the right ones, in order; the rest waits, is folded, or is left out with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from planner.model.conditions import truth_of
from planner.model.truth import Truth
from planner.plan.acts import Case, acts_of, prescription, role_of, stands, usual
from planner.plan.capacity import VisitRoom, fitted, ranked, ready_first
from planner.plan.ladders import LadderToday, beyond_choice, folded, is_reached, place, standing, triggered
from planner.plan.lines import PRESCRIPTION, Act, Agenda, AgendaLine, LadderPlace, LeftOut
from planner.plan.word import after_word, became, kept_against_word, left_by_word

COMFORT = "comfort"
SETTLED = ("order_now", "arrange", "has", "return", "skip")  # a thing of which nothing is "next" any more


def agenda_of(case: Case) -> Agenda:
    """What to do at this visit, what at the next one, and what stands beside them."""
    over = frozenset(_over(case))
    found = [standing(ladder, case.items, case.facts, over) for ladder in case.knowledge.problems.ladders]
    by_problem = became(acts_of(case), case)
    if is_comfort(case):
        by_problem = _for_comfort(by_problem, case)
    lines = tuple(_lines(by_problem, _hidden(by_problem, found, case), case))
    stage_lines = () if is_comfort(case) else tuple(_usual_lines(lines, case))
    comfort = is_comfort(case)
    joined = after_word(_joined(lines, stage_lines, case), case)
    today, later = fitted(ranked(joined, case, comfort=comfort), VisitRoom.of(case, comfort=comfort), case)
    shown = frozenset(_shown((*today, *later), case))
    places = tuple(place(one, case.items, shown) for one in found)
    agenda = Agenda(
        today=tuple(
            _with_next(line, places, {one.problem for one in today}, case) for line in ready_first(today, case)
        ),
        next_visit=later,
        next_visit_on=case.next_visit,
        habits=tuple(_beside("habit", case))[: case.limit("agenda_habits")],
        papers=tuple(_beside("paper", case)),
        visit_checks=tuple(_beside("visit_check", case)),
        ladders=places,
        kept_against_word=tuple(kept_against_word(today, case)),
    )
    return replace(agenda, left_out=tuple(_left_out(agenda, case)))


def _over(case: Case) -> Iterator[str]:
    """What is never a next step: closed by a state, put off, or a thing that is needed today, there, or of no use."""
    yield from (name for name, item in case.items.items() if item.put_off)
    yield from (name for name in case.assessment.closed if not is_reached(case.items.get(name)))
    for name, order in case.orders.items():
        thing = case.knowledge.equipment[name]
        needed = thing.needed_when is not None and truth_of(thing.needed_when, case.facts) is Truth.YES
        if needed or order.put_off or order.action in SETTLED:
            yield name


def is_comfort(case: Case) -> bool:
    """Whether comfort is the goal of care."""
    goal = case.facts.value("care_goal")
    return goal.known and case.facts.vocabulary["care_goal"].answer(goal.low) == COMFORT


def _for_comfort(by_problem: Mapping[str, list[Act]], case: Case) -> dict[str, list[Act]]:
    """What serves comfort, prevents harm within weeks, or belongs to a problem that matters most to the person."""
    wanted, named = set(case.knowledge.problems.comfort), set(case.assessment.intake.preferences.first)
    kept = {
        problem: [one for one in acts if one.is_kept or one.id in wanted or (problem in named and not one.long_wait)]
        for problem, acts in by_problem.items()
    }
    return {problem: acts for problem, acts in kept.items() if acts}


# --- lines -----------------------------------------------------------------------------------------------------


def _hidden(by_problem: Mapping[str, list[Act]], found: Iterable[LadderToday], case: Case) -> frozenset[str]:
    """Advice that is folded: lower steps, steps that wait, and what is not chosen; never what must not be folded."""
    names = [one.id for acts in by_problem.values() for one in acts if not one.not_because]
    kept = {one.id for acts in by_problem.values() for one in acts if one.is_kept}
    hidden = frozenset[str]().union(*(folded(one, case.items) for one in found))
    return (hidden | beyond_choice(case.knowledge.problems, names)) - kept


def _lines(by_problem: Mapping[str, list[Act]], hidden: Collection[str], case: Case) -> Iterator[AgendaLine]:
    for problem, acts in by_problem.items():
        shown = [one for one in acts if one.id not in hidden]
        if shown:
            yield _line(problem, shown, [one.id for one in acts if one.id in hidden], case)


def _line(problem: str, acts: Iterable[Act], folded_ids: Iterable[str], case: Case) -> AgendaLine:
    """At most so many acts, gravest first; more only where each must not be folded. Beside others, what everybody gets is a detail."""
    order = sorted(acts, key=lambda one: (-one.severity, not one.answers, one.by is None, one.by or case.today))
    most, gravest = case.limit("agenda_acts_a_line"), order[0].severity
    shown = [
        one for at, one in enumerate(order) if one.is_kept or (at < most and (one.moves or one.severity or not gravest))
    ]
    details = [one.id for one in order if one not in shown]
    return AgendaLine(problem=problem, acts=tuple(shown), details=(*details, *folded_ids))


def _usual_lines(lines: Iterable[AgendaLine], case: Case) -> Iterator[AgendaLine]:
    """What is usual at the stage, where the facts bring little."""
    taken = {name for line in lines for one in line.acts for name in (one.id, *one.moves)}
    taken |= {name for line in lines for name in line.details}
    by_problem: dict[str, list[Act]] = {}
    for problem, one in usual(case, taken):
        by_problem.setdefault(problem, []).append(one)
    for problem, acts in by_problem.items():
        moves = [one for one in acts if one.role == "move" and problem == "exercise"]
        made = [one for one in acts if one not in moves]
        prescribed = prescription(moves, case)
        yield _line(problem, [*made, *([prescribed] if prescribed else [])], (), case)


def _joined(lines: tuple[AgendaLine, ...], stage_lines: tuple[AgendaLine, ...], case: Case) -> tuple[AgendaLine, ...]:
    """Lines that rest on facts first; what is usual for a problem that has a line stands on that line."""
    own = {line.problem: line for line in lines}
    added = {line.problem: line for line in stage_lines}
    most = case.limit("agenda_acts_a_line")
    joined = [_one(line, added[line.problem], most) if line.problem in added else line for line in lines]
    return (*joined, *(line for line in stage_lines if line.problem not in own))


def _one(line: AgendaLine, other: AgendaLine, most: int) -> AgendaLine:
    """Two lines of one problem as one; its movements stay one act, and what finds no room is a detail."""
    own = next((one for one in line.acts if one.id == PRESCRIPTION), None)
    acts, details = list(line.acts), list(line.details)
    for one in other.acts:
        if own is not None and one.id == PRESCRIPTION:
            acts[acts.index(own)] = replace(own, moves=tuple(dict.fromkeys((*own.moves, *one.moves))))
        elif len(acts) < most:
            acts.append(one)
        else:
            details.append(one.id)
    return replace(line, acts=tuple(acts), details=tuple(details))


def _shown(lines: Iterable[AgendaLine], case: Case) -> Iterator[str]:
    """The advice that stands on these lines, and the things it is about."""
    for line in lines:
        for name in (name for one in line.acts for name in (one.id, *one.moves)):
            yield name
            rule = case.knowledge.recommendation(name)
            yield from rule.equipment if rule else ()


def _with_next(line: AgendaLine, places: Iterable[LadderPlace], today: Collection[str], case: Case) -> AgendaLine:
    """The line with the next step of its ladder, else with one that is named beside it."""
    named = [(place.problem, place.next) for place in places if place.next is not None]
    steps = [step for _, step in case.knowledge.problems.steps() if step.beside == line.problem]
    beside = {name for step in steps for name in (*step.rules, *step.things)}
    own = [step for problem, step in named if problem == line.problem]
    other = [step for problem, step in named if step.id in beside and problem not in today]
    return replace(line, next_step=next(iter((*own, *other)), None))


# --- beside the lines -----------------------------------------------------------------------------------------------


def _beside(role: str, case: Case) -> Iterator[str]:
    """Advice of one role that holds today on what is known; a paper not only for what lies ahead."""
    for item, rule in case.rules():
        due = triggered(item) and item.timing != "hold"
        if due and not item.put_off and role_of(rule, case) == role:
            yield item.id


def _left_out(agenda: Agenda, case: Case) -> Iterator[LeftOut]:
    """What was considered: put off by the person, left out by the therapist, held, and the next steps of today's ladders."""
    yield from _put_off(agenda, case)
    yield from left_by_word(case)
    held = [
        LeftOut(id=item.id, why="held", because=tuple(reason for note in item.holds for reason in note.because))
        for item, rule in case.rules()
        if item.timing == "hold" and not item.put_off and not stands(item, rule, case) and rule.role in ("act", "move")
    ]
    problems = {line.problem for line in agenda.today}
    named = {line.next_step.id for line in agenda.today if line.next_step}
    steps = [
        LeftOut(id=place.next.id, why="next_step", brought_by=place.next.brought_by)
        for place in agenda.ladders
        if place.next is not None and (place.problem in problems or place.next.id in named)
    ]
    yield from (*held, *steps)[: case.limit("agenda_left_out")]


def _put_off(agenda: Agenda, case: Case) -> Iterator[LeftOut]:
    for item, rule in case.rules():
        if item.put_off and rule.role in ("act", "move") and (item.timing in ("now", "prepare") or triggered(item)):
            yield LeftOut(id=item.id, why="put_off", because=item.because, ask_again=agenda.next_visit_on)
