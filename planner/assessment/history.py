"""What was told, by day, and the register of facts that are worked out from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from planner.assessment.staging import stage_floor
from planner.model.conditions import Condition, evaluate, facts_read, leaves, truth_of
from planner.model.conditions import asks as asks_of
from planner.model.facts import (
    ASSUMED,
    Derivation,
    Derivations,
    Derived,
    Fact,
    Facts,
    Observation,
    Raw,
    Value,
    unknown,
)  # fmt: skip
from planner.model.intake import Fresh, Intake, in_force, merged_visits
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth

DAYS_PER_MONTH = 30.4375  # the mean month, used for every rate and course


@dataclass(frozen=True)
class History:
    """Everything told, by day: what rates and earlier stages are worked out from."""

    observations: tuple[Observation, ...]
    visits: tuple[date, ...]
    knowledge: Knowledge

    @cached_property
    def _fresh(self) -> dict[int, Fresh]:
        return {}

    @cached_property
    def _days(self) -> dict[date, Facts]:
        return {}

    @cached_property
    def knowledge_bounds(self) -> dict[str, tuple[float, ...]]:
        """fact → every bound that some condition of the knowledge base holds against it."""
        return bounds_of_knowledge(self.knowledge)

    @cached_property
    def stage_floor(self) -> float:
        """The position of the highest stage certain at any visit."""
        return stage_floor(self)

    def as_of(self, day: date, today: date) -> Facts:
        """The facts as they stood on a day, never later than today."""
        day = min(day, today)
        if day not in self._days:
            known = in_force(self.knowledge.vocabulary, self.observations, day, self._fresh)
            self._days[day] = Facts(
                self.knowledge.vocabulary,
                known,
                derivations(self.knowledge),
                self.knowledge.numbers,
                day,
                self,
            )
        return self._days[day]

    def tests(self, fact: str, up_to: date) -> list[Observation]:
        """All dated values of one measure, oldest first."""
        return [seen for seen in self._by_fact.get(fact, ()) if seen.on <= up_to]

    @cached_property
    def _by_fact(self) -> dict[str, list[Observation]]:
        found: dict[str, list[Observation]] = {}
        for seen in sorted(self.observations, key=lambda seen: seen.on):
            found.setdefault(seen.fact, []).append(seen)
        return found


def facts_today(intake: Intake, knowledge: Knowledge, today: date) -> Facts:
    """The facts in force today, with everything that can be worked out from them."""
    close = knowledge.limits["visits_that_count_as_one_days"].value
    visits = merged_visits([visit for visit in intake.visits if visit <= today], close)
    return History(intake.observations, visits, knowledge).as_of(today, today)


_functions: dict[str, tuple[Callable[[Facts], Value], tuple[str, ...], bool]] = {}


def derived(
    name: str, *reads: str, follows_projection: bool = False
) -> Callable[[Callable[[Facts], Value]], Callable[[Facts], Value]]:
    """Register how a fact is worked out; a name is taken once."""

    def register(function: Callable[[Facts], Value]) -> Callable[[Facts], Value]:
        assert name not in _functions, f"{name} is worked out twice"
        _functions[name] = (function, reads, follows_projection)
        return function

    return register


@lru_cache(maxsize=8)
def bounds_of_knowledge(knowledge: Knowledge) -> dict[str, tuple[float, ...]]:
    """fact → every bound that a rule, a danger sign, a stage or a derived fact holds against it."""
    found: dict[str, set[float]] = {}
    for condition in knowledge.conditions():
        for leaf in leaves(condition):
            if leaf.operator != "known":
                found.setdefault(leaf.fact, set()).update(leaf.bounds)
    return {name: tuple(sorted(bounds)) for name, bounds in found.items()}


@lru_cache(maxsize=8)
def derivations(knowledge: Knowledge) -> Derivations:
    """All derived facts, each with every fact it reads, directly or through others."""
    vocabulary = knowledge.vocabulary
    entries = {
        name: (function, frozenset(_resolved(reads, knowledge)), follows)
        for name, (function, reads, follows) in _functions.items()
    }
    for name, rule in knowledge.fact_rules.items():
        entries[name] = (_by_rule(name, rule), facts_read(rule), True)
    for name, asked in knowledge.ask_when.items():
        if vocabulary[name].implied == "value" and name not in entries:
            entries[name] = (_implied(vocabulary[name], asked), facts_read(asked), False)
    entries = {name: entry for name, entry in entries.items() if name in vocabulary}

    def closure(reads: Iterable[str], seen: frozenset[str] = frozenset()) -> frozenset[str]:
        found = set(reads)
        for name in list(found):
            if name in vocabulary:
                found.update(vocabulary[name].ids if not vocabulary[name].family else ())
            if name in entries and name not in seen:
                found |= closure(entries[name][1], seen | {name})
        return frozenset(found)

    def entry(function: Derivation, reads: Iterable[str], follows: bool) -> Derived:
        """When a measure crosses a limit is looked for where a condition names the measure, so nothing moves in between."""
        found = closure(reads)
        return Derived(function, found, follows and found.isdisjoint(knowledge.course.measures))

    return Derivations({name: entry(*told) for name, told in entries.items()}, vocabulary.plain_of)


def _resolved(reads: tuple[str, ...], knowledge: Knowledge) -> Iterable[str]:
    """``@items``: the twelve ALSFRS-R items; ``@criteria``: what the stage rules read; ``@says x``: what speaks of the state x."""
    for name in reads:
        if name == "@items":
            yield from knowledge.vocabulary.alsfrs_items
        elif name.startswith("@says "):
            yield from knowledge.states.says.get(name.removeprefix("@says "), ())
        elif name == "@criteria":
            for stage in knowledge.staging.stages:
                yield from facts_read(stage.criteria)
        else:
            yield name


# What a yes/no fact is where nobody asks for days or questions.
SPANS = {Truth.NO: Value(low=0, high=0), Truth.UNKNOWN: Value(low=0, high=1), Truth.YES: Value(low=1, high=1)}


def _by_rule(name: str, rule: Condition) -> Callable[[Facts], Value]:
    def find(facts: Facts) -> Value:
        if facts.bare:
            return SPANS[truth_of(rule, facts)]
        found = evaluate(rule, facts)
        if found.truth is Truth.UNKNOWN:
            return Value(low=0, high=1, asks=asks_of(found, facts), of=name)
        position = float(found.truth is Truth.YES)
        days = [on for leaf in found.leaves if (on := facts.value(leaf.fact).on)]
        return Value(low=position, high=position, on=max(days, default=None), asks=(), of=name)

    return find


def _implied(fact: Fact, asked: Condition) -> Callable[[Facts], Value]:
    """What is assumed of a fact that another answer makes needless to ask; without that answer it is not known."""

    def find(facts: Facts) -> Value:
        if fact.taken_as is None or truth_of(asked, facts) is not Truth.NO:
            return unknown(fact.id, *fact.ends)
        position = fact.position(fact.taken_as)
        return Value(low=position, high=position, of=fact.id, raw=fact.taken_as, note=ASSUMED)

    return find


def exact(position: float, of: str, on: date | None = None, raw: Raw | None = None) -> Value:
    """A value worked out for certain; ``raw`` is what was told of ``of`` where that is another scale."""
    return Value(low=position, high=position, on=on, asks=(), of=of, raw=raw)


def known_number(facts: Facts, name: str) -> float | None:
    value = facts.value(name)
    return value.low if value.known else None


def open_asks(facts: Facts, *names: str) -> tuple[str, ...]:
    return tuple(ask for name in names for ask in facts.value(name).asks)


def latest_day(values: Iterable[Value]) -> date | None:
    return max((value.on for value in values if value.on), default=None)


def total_of(items: list[Value], of: str) -> Value:
    low, high = sum(item.low for item in items), sum(item.high for item in items)
    return Value(
        low=low, high=high, on=latest_day(items), asks=tuple(ask for item in items for ask in item.asks), of=of
    )
