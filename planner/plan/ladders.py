"""Where a person stands on each ladder: the step taken or due, what is folded into it, and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.model.conditions import Condition, truth_of
from planner.model.facts import Facts
from planner.model.problems import Ladder, Problems, Step
from planner.model.truth import Truth
from planner.plan.lines import LadderPlace, NextStep
from planner.plan.needs import IN_PLACE
from planner.plan.schedule import PlanItem


@dataclass(frozen=True)
class LadderToday:
    """One ladder today: the steps whose trigger holds or that are taken, those that wait for something else, and those never named next."""

    ladder: Ladder
    reached: tuple[int, ...]
    waiting: frozenset[int]
    unnamed: frozenset[int]

    @property
    def at(self) -> int | None:
        """The highest step that is taken or due."""
        return max(self.reached, default=None)


def triggered(item: PlanItem) -> bool:
    """Whether its own trigger holds today: due, or held or still to be checked only because of a precaution."""
    due = item.timing in ("now", "hold") or (item.timing == "check_first" and bool(item.holds))
    return due and not item.ahead


def standing(ladder: Ladder, items: Mapping[str, PlanItem], facts: Facts, over: Collection[str]) -> LadderToday:
    """Which steps of a ladder are reached, wait for what comes before them, or are nothing to name as the next one.

    ``over``: what a state of the body closes, what the person put off, and things that are needed today, there, or of no use.
    """
    steps = tuple(enumerate(ladder.steps))
    waiting = frozenset(at for at, step in steps if _is_not_yet(step.after, facts))
    unnamed = frozenset(at for at, step in steps if _is_over(step, over) or _is_not_yet(step.named_when, facts))
    reached = tuple(at for at, step in steps if at not in waiting and _stood_on(step, items, facts))
    return LadderToday(ladder=ladder, reached=reached, waiting=waiting, unnamed=unnamed)


def _is_over(step: Step, over: Collection[str]) -> bool:
    return any(name in over for name in (*step.rules, *step.things))


def _stood_on(step: Step, items: Mapping[str, PlanItem], facts: Facts) -> bool:
    """Whether a step is due or taken: a recommendation, or a thing that is there."""
    there = (facts.value(f"equipment_status_{name}") for name in step.things)
    words = (facts.vocabulary[value.of].answer(value.low) for value in there if value.known)
    return any(is_reached(items.get(name)) for name in step.rules) or any(word in IN_PLACE for word in words)


def _is_not_yet(condition: Condition | None, facts: Facts) -> bool:
    return condition is not None and truth_of(condition, facts) is not Truth.YES


def is_reached(item: PlanItem | None) -> bool:
    return item is not None and (item.timing == "done" or triggered(item))


def folded(found: LadderToday, items: Mapping[str, PlanItem]) -> frozenset[str]:
    """The advice of one ladder that stands on no line of its own: below the highest step, or waiting for another.

    Where the highest step cannot be taken today, the highest lower one that can is shown as well.
    """
    steps = found.ladder.steps
    hidden = {name for at in found.waiting for name in steps[at].rules}
    if found.at is None:
        return frozenset(hidden)
    top = steps[found.at]
    free = any(_is_free(items[name]) for name in top.rules if name in items)
    lower = [
        at for at in found.reached if at < found.at and any(_is_free(items[n]) for n in steps[at].rules if n in items)
    ]
    shown = {found.at} | (set() if free else set(lower[-1:]))
    for at in range(found.at):
        if at not in shown and not steps[at].stays:
            hidden |= set(steps[at].rules)
    return frozenset(hidden)


def _is_free(item: PlanItem) -> bool:
    return item.timing in ("now", "done") and not item.put_off


def place(found: LadderToday, items: Mapping[str, PlanItem], shown: frozenset[str]) -> LadderPlace:
    """The step taken or due, and the next one: its trigger is not met, nothing excludes it, and it is not on today's agenda."""
    steps = found.ladder.steps
    at = None if found.at is None else _named(steps[found.at], items)
    return LadderPlace(
        ladder=found.ladder.id, problem=found.ladder.problem, at=at, next=next(_after(found, items, shown), None)
    )


def _after(found: LadderToday, items: Mapping[str, PlanItem], shown: frozenset[str]) -> Iterator[NextStep]:
    steps = found.ladder.steps
    stood_on = [at for at, step in enumerate(steps) if at in found.reached or shown & {*step.rules, *step.things}]
    for at, step in enumerate(steps):
        # What waits for an earlier step that the person put off is as far away as that step.
        waits_in_vain = at in found.waiting and any(before < at for before in found.unnamed)
        if at > max(stood_on, default=-1) and at not in found.unnamed and not waits_in_vain:
            yield NextStep(_named(step, items), step.brought_by)


def _named(step: Step, items: Mapping[str, PlanItem]) -> str:
    """The name of a step: of several that one is chosen of, the one that is due or taken, else the last and lightest."""
    names = (*step.rules, *step.things)
    return next((name for name in step.rules if is_reached(items.get(name))), names[-1])


def beyond_choice(problems: Problems, names: Iterable[str]) -> frozenset[str]:
    """Of advice of which one chooses one: all that come after the best ones."""
    given = set(names)
    return frozenset(
        name
        for choice in problems.choose_one
        for name in [rule for rule in choice.rules if rule in given][choice.at_most :]
    )
