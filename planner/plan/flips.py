"""What would change an answer: the smallest changes of facts that turn it, each checked by planning anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from planner.assessment.assessment import assess
from planner.assessment.derive import derivations
from planner.model.conditions import facts_read
from planner.model.facts import Facts, Observation, Raw, Value
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge, Recommendation, Timing
from planner.plan.plan import Plan, make_plan
from planner.plan.schedule import decide, schedule

NEVER_CHANGED = ("sex", "age_years")
FEW = 12


@dataclass(frozen=True)
class Supposed:
    """One fact as it is and as it would be; ``before`` is None where it is not known."""

    fact: str
    before: Raw | None
    after: Raw


@dataclass(frozen=True)
class Flip:
    """Changes that together turn an answer into ``timing``."""

    changes: tuple[Supposed, ...]
    timing: Timing


def with_facts(intake: Intake, changes: Mapping[str, Raw], knowledge: Knowledge, on: date) -> Intake:
    """The intake with some facts otherwise, as if told on a day; a fact with two sides is changed on both."""
    vocabulary = knowledge.vocabulary
    told = {written: value for name, value in changes.items() for written in _written(name, knowledge)}
    kept = tuple(seen for seen in intake.observations if not (seen.fact in told and seen.on >= on))
    kept = tuple(seen for seen in kept if not (vocabulary[seen.fact].sides and seen.fact in changes))
    return replace(intake, observations=(*kept, *(Observation(name, value, on) for name, value in told.items())))


def _written(name: str, knowledge: Knowledge) -> tuple[str, ...]:
    fact = knowledge.vocabulary[name]
    return fact.ids if fact.sides and name == fact.id else (name,)


def flips(plan: Plan, rule: Recommendation, facts: Facts) -> tuple[Flip, ...]:
    """One change, or two at a time where no single one does it; at most a dozen, those of what is known first."""
    knowledge = plan.knowledge
    item = plan.item(rule.id)
    assert item is not None
    tries = {name: tuple(_candidates(name, facts)) for name in changeable(rule, knowledge)}
    found: list[Flip] = []
    turned: set[tuple[str, Raw]] = set()
    for name, values in tries.items():
        for value in values:
            flip = _turned(plan, rule, facts, {name: value}, item.timing)
            if flip is not None:
                found.append(flip)
                turned.add((name, value))
    if len(found) < FEW:
        found += _pairs(plan, rule, facts, tries, turned, item.timing, FEW - len(found))
    return tuple(_nearest(found))[:FEW]


def _pairs(
    plan: Plan, rule: Recommendation, facts: Facts, tries: Mapping[str, tuple[Raw, ...]], turned: set[tuple[str, Raw]],
    timing: Timing, most: int,
) -> list[Flip]:  # fmt: skip
    found: list[Flip] = []
    for (first, firsts), (second, seconds) in combinations(tries.items(), 2):
        for one in firsts:
            for two in seconds:
                if (first, one) in turned or (second, two) in turned or len(found) >= most:
                    continue
                flip = _turned(plan, rule, facts, {first: one, second: two}, timing)
                if flip is not None:
                    found.append(flip)
    return found


def _nearest(found: Iterable[Flip]) -> Iterator[Flip]:
    """For one fact and one outcome only the nearest value is told; changes of known facts come first."""
    seen: set[tuple[tuple[str, ...], Timing]] = set()
    for flip in sorted(found, key=lambda f: (len(f.changes), sum(change.before is None for change in f.changes))):
        key = tuple(change.fact for change in flip.changes), flip.timing
        if key not in seen:
            seen.add(key)
            yield flip


def changeable(rule: Recommendation, knowledge: Knowledge) -> tuple[str, ...]:
    """The asked facts that a rule reads, directly or through derived ones: never age, sex or past dates."""
    conditions = [rule.when, *(part.condition for part in rule.unless)]
    if rule.done_when is not None:
        conditions.append(rule.done_when)
    derived, vocabulary = derivations(knowledge), knowledge.vocabulary
    names: dict[str, None] = {}
    for condition in conditions:
        for name in sorted(facts_read(condition)):
            names.update(dict.fromkeys([name, *sorted(derived[name].reads)] if name in derived else [name]))

    def may_change(name: str) -> bool:
        fact = vocabulary[name]
        told = fact.origin != "derived" and fact.kind not in ("date", "text")
        return told and name not in NEVER_CHANGED and name not in vocabulary.plain_of

    return tuple(name for name in names if may_change(name))


def _candidates(name: str, facts: Facts) -> Iterator[Raw]:
    """Values next to the limits held against a fact, nearest to what is known first."""
    fact = facts.vocabulary[name]
    value = facts.value(name)
    low, high = fact.ends
    if fact.kind in ("yes_no", "choice"):
        tried = {float(position) for position in range(int(low), int(high) + 1)}
    else:
        bounds = facts.history.knowledge_bounds.get(name, ())
        tried = {bound + step for bound in bounds for step in (-1, 0, 1) if low <= bound + step <= high}
    here = value.low if value.known else high if fact.worse == "low" else low
    for position in sorted(tried, key=lambda position: abs(position - here)):
        if not (value.known and position == value.low):
            yield fact.raw(position)


def _turned(plan: Plan, rule: Recommendation, facts: Facts, changes: Mapping[str, Raw], timing: Timing) -> Flip | None:
    """The flip, if the changes really turn the answer: supposed first, then planned anew."""
    vocabulary = facts.vocabulary
    supposed = {}
    for name, raw in changes.items():
        position = vocabulary[name].position(raw)
        for written in _written(name, plan.knowledge):
            supposed[written] = Value(low=position, high=position, on=plan.today, of=written)
    guess = decide(rule, facts.supposing(supposed, bare=True))
    item = plan.item(rule.id)
    if guess == timing or (guess == "not_now" and item is not None and (item.ahead or timing == "not_now")):
        return None  # what lies ahead is not told by one answer of today
    anew = timing_with(plan, rule, changes)
    if anew == timing:
        return None
    told = tuple(Supposed(name, _before(name, facts), raw) for name, raw in changes.items())
    return Flip(told, anew)


def _before(name: str, facts: Facts) -> Raw | None:
    value = facts.value(name)
    if not value.known:
        return None
    return value.raw if value.raw is not None else facts.vocabulary[name].raw(value.low)


def timing_with(plan: Plan, rule: Recommendation, changes: Mapping[str, Raw]) -> Timing:
    """The timing of one recommendation when everything is planned anew with these facts."""
    intake = with_facts(plan.intake, changes, plan.knowledge, plan.today)
    return schedule(rule, assess(intake, plan.knowledge, today=plan.today), plan.knowledge).timing


@dataclass(frozen=True)
class Turn:
    """One answer that another set of facts would turn: old against new."""

    id: str
    before: str
    after: str


def what_if(plan: Plan, changes: Mapping[str, Raw]) -> tuple[Plan, tuple[Turn, ...]]:
    """The plan with these facts, and every recommendation and red flag that turns."""
    intake = with_facts(plan.intake, changes, plan.knowledge, plan.today)
    anew = make_plan(assess(intake, plan.knowledge, today=plan.today), plan.knowledge)
    old, new = ({item.id: item.timing for item in made.items} for made in (plan, anew))
    turns = [Turn(name, old[name], new[name]) for name in old if old[name] != new[name]]
    flags_old, flags_new = ({flag.id for flag in made.red_flags} for made in (plan, anew))
    turns += [Turn(name, "no red flag", "red flag") for name in sorted(flags_new - flags_old)]
    turns += [Turn(name, "red flag", "no red flag") for name in sorted(flags_old - flags_new)]
    return anew, tuple(turns)


@dataclass(frozen=True)
class MovedLine:
    """A problem that stands elsewhere: today, next_visit, or on no line (none)."""

    problem: str
    before: str
    after: str


def moved_lines(plan: Plan, anew: Plan) -> tuple[MovedLine, ...]:
    """The problems whose line came, went, or moved to the next visit or back."""
    old, new = (_places(made) for made in (plan, anew))
    names = sorted({*old, *new}, key=lambda name: plan.knowledge.problems.order[name])
    found = (MovedLine(name, old.get(name, "none"), new.get(name, "none")) for name in names)
    return tuple(move for move in found if move.before != move.after)


def _places(plan: Plan) -> dict[str, str]:
    today = {line.problem: "today" for line in plan.agenda.today}
    return {line.problem: "next_visit" for line in plan.agenda.next_visit} | today
