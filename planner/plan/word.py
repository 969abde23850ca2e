"""What was said about the lines: by the therapist, who overrules the agenda, and about what became of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from planner.model.intake import Followed
from planner.plan.acts import Case
from planner.plan.lines import Act, AgendaLine, LeftOut


def became(by_problem: Mapping[str, list[Act]], case: Case) -> dict[str, list[Act]]:
    """The acts without those that were done since, that are not for this person, or that the therapist leaves out.

    What prevents harm within weeks returns while its trigger holds, and leaves only with a reason.
    """
    told = _newest(case.assessment.intake.followed)
    without = {entry.id: entry for entry in case.assessment.intake.review.agenda.leave_out}
    found = {}
    for problem, acts in by_problem.items():
        if problem in without and all(not one.is_kept or without[problem].because for one in acts):
            continue
        kept = [one for one in acts if not _is_over(one, told.get(one.id), case) and not _is_left(one, without)]
        if kept:
            found[problem] = kept
    return found


def _is_left(one: Act, without: Mapping[str, object]) -> bool:
    entry = without.get(one.id)
    return entry is not None and (not one.is_kept or bool(getattr(entry, "because", "")))


def _newest(followed: Iterable[Followed]) -> dict[str, Followed]:
    """What became of each line, as told last."""
    return {entry.id: entry for entry in sorted(followed, key=lambda entry: entry.on or date.min)}


def _is_over(one: Act, told: Followed | None, case: Case) -> bool:
    """Whether it was done and nothing changed since, or is not for this person; harm within weeks is never over."""
    if told is None or told.became == "later" or one.is_kept:
        return False
    if told.became == "not_for_us":
        return True
    seen = (case.facts.value(reason.fact).on for reason in one.because)
    return not any(day is not None and told.on is not None and day > told.on for day in seen)


def after_word(lines: Iterable[AgendaLine], case: Case) -> tuple[AgendaLine, ...]:
    """The lines with those marked that the therapist moves to the next visit, and counted that waited before."""
    word = set(case.assessment.intake.review.agenda.next_visit)
    later = {entry.id for entry in case.assessment.intake.followed if entry.became == "later"}
    found = []
    for line in lines:
        ids = {line.problem, *(one.id for one in line.acts)}
        waited = case.waited.get(line.problem, 1 if ids & later else 0)
        moved = replace(line, moved=waited) if waited else line
        found.append(replace(moved, why_later="therapist") if ids & word and not line.is_kept else moved)
    return tuple(found)


def kept_against_word(today: Iterable[AgendaLine], case: Case) -> Iterator[str]:
    """What the therapist leaves out or moves without a reason, and that stays because harm within weeks is at stake."""
    word = case.assessment.intake.review.agenda
    named = {*word.next_visit, *(entry.id for entry in word.leave_out if not entry.because)}
    for line in today:
        if line.is_kept:
            yield from (name for name in (line.problem, *(one.id for one in line.acts if one.is_kept)) if name in named)


def left_by_word(case: Case) -> Iterator[LeftOut]:
    """What the therapist leaves out, with her reason; and what the person did not want."""
    for entry in case.assessment.intake.review.agenda.leave_out:
        yield LeftOut(id=entry.id, why="therapist", reason=entry.because)
    for told in _newest(case.assessment.intake.followed).values():
        if told.became == "not_for_us" and told.id in case.knowledge.by_id:
            yield LeftOut(id=told.id, why="put_off", ask_again=case.next_visit)
