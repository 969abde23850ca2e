"""Conditions as data, and one function that decides them with reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf, nextafter
from typing import Literal, NamedTuple

from planner.model.facts import Facts, Raw, Vocabulary
from planner.model.truth import Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
Decide = Callable[[Facts], Truth]
Operator = Literal["at_least", "at_most", "above", "below", "is", "one_of", "known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """One leaf: a fact held against a bound. ``bounds`` are positions on the fact's scale, ``said`` how it is written.

    ``least`` and ``most`` are the ends of what would make it true, where that is one stretch of the scale.
    """

    fact: str
    operator: Operator
    bounds: tuple[float, ...]
    said: str
    because: str = ""
    least: float = field(init=False, repr=False, compare=False)
    most: float = field(init=False, repr=False, compare=False)
    decide: Decide = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        least, most = _stretch(self.operator, self.bounds)
        object.__setattr__(self, "least", least)
        object.__setattr__(self, "most", most)
        object.__setattr__(self, "decide", _leaf(self))

    def __reduce__(self) -> tuple[object, ...]:
        """To another process it goes as it was written: a function made here cannot go along, and is made anew there."""
        same = partial(
            Compare, fact=self.fact, operator=self.operator, bounds=self.bounds, said=self.said, because=self.because
        )
        return same, ()


def _leaf(leaf: Compare) -> Decide:
    """How a leaf is decided, made once: true where all that the fact may be lies on its stretch, false where none of it does."""
    fact, least, most = leaf.fact, leaf.least, leaf.most

    def decide(facts: Facts) -> Truth:
        value = facts.found.get(fact) or facts.value(fact)
        low, high = value.low, value.high
        if low >= least and high <= most:
            return YES
        return NO if high < least or low > most else UNKNOWN

    def decide_known(facts: Facts) -> Truth:
        value = facts.found.get(fact) or facts.value(fact)
        return YES if (value.low == value.high) is known else NO

    def decide_apart(facts: Facts) -> Truth:
        value = facts.value(fact)
        return _among(leaf.bounds, value.low, value.high)

    known = bool(leaf.bounds[0])
    return decide_known if leaf.operator == "known" else decide if least <= most else decide_apart


def _whole(whole: All | Any | Not, parts: Sequence[Decide]) -> Decide:
    """How a condition with parts is decided, made once; it stops as soon as one part decides it."""
    if isinstance(whole, Not):
        (only,) = parts
        return lambda facts: ~only(facts)
    decisive, idle = (NO, YES) if isinstance(whole, All) else (YES, NO)

    def decide(facts: Facts) -> Truth:
        truth = idle
        for part in parts:
            found = part(facts)
            if found is decisive:
                return decisive
            if found is UNKNOWN:
                truth = UNKNOWN
        return truth

    return decide


def _stretch(operator: Operator, bounds: tuple[float, ...]) -> tuple[float, float]:
    """The stretch of the scale on which a leaf is true; (1, 0) where there is no single one."""
    if operator == "known":
        return 1, 0
    if len(bounds) == 1:
        low = high = bounds[0]
    else:
        low, high = min(bounds), max(bounds)
    if operator in ("is", "one_of"):
        return (low, high) if high - low + 1 == len(set(bounds)) else (1, 0)
    if operator in ("at_most", "below"):
        return -inf, high if operator == "at_most" else nextafter(high, -inf)
    return low if operator == "at_least" else nextafter(low, inf), inf


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is. ``leaves`` are those of all parts, ``reads`` the facts they name: both are asked for all the time."""

    parts: tuple[Condition, ...]
    leaves: tuple[Compare, ...] = field(init=False, repr=False, compare=False)
    reads: frozenset[str] = field(init=False, repr=False, compare=False)
    decide: Decide = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _look_through(self, self.parts)

    def __reduce__(self) -> tuple[object, ...]:
        return All, (self.parts,)


@dataclass(frozen=True, slots=True)
class Any:
    """True where one part is."""

    parts: tuple[Condition, ...]
    leaves: tuple[Compare, ...] = field(init=False, repr=False, compare=False)
    reads: frozenset[str] = field(init=False, repr=False, compare=False)
    decide: Decide = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _look_through(self, self.parts)

    def __reduce__(self) -> tuple[object, ...]:
        return Any, (self.parts,)


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is false."""

    part: Condition
    leaves: tuple[Compare, ...] = field(init=False, repr=False, compare=False)
    reads: frozenset[str] = field(init=False, repr=False, compare=False)
    decide: Decide = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _look_through(self, (self.part,))

    def __reduce__(self) -> tuple[object, ...]:
        return Not, (self.part,)


def _look_through(whole: All | Any | Not, parts: tuple[Condition, ...]) -> None:
    """The leaves of all parts and the facts that they name, found once."""
    found = tuple(leaf for part in parts for leaf in leaves(part))
    object.__setattr__(whole, "leaves", found)
    object.__setattr__(whole, "reads", frozenset(leaf.fact for leaf in found))
    object.__setattr__(whole, "decide", _whole(whole, [part.decide for part in parts]))


Condition = Compare | All | Any | Not
ALWAYS = All(())


class Finding(NamedTuple):
    """How a condition stands: its truth, and the leaves that decided it (for UNKNOWN: that keep it open)."""

    truth: Truth
    leaves: tuple[Compare, ...] = ()


def evaluate(condition: Condition, facts: Facts) -> Finding:
    """Decide a condition: "all" is the smallest of its parts, "any" the largest; the parts equal to it are the reasons."""
    return Finding(*_decided(condition, facts))


def _decided(condition: Condition, facts: Facts) -> tuple[Truth, tuple[Compare, ...]]:
    if isinstance(condition, Compare):
        return condition.decide(facts), (condition,)
    if isinstance(condition, Not):
        truth, leaves = _decided(condition.part, facts)
        return ~truth, leaves
    decisive, idle = (NO, YES) if isinstance(condition, All) else (YES, NO)
    truth, leaves = idle, ()
    for part in condition.parts:
        its_leaves: tuple[Compare, ...]
        if part.__class__ is Compare:
            its_truth, its_leaves = part.decide(facts), (part,)
        else:
            its_truth, its_leaves = _decided(part, facts)
        if its_truth is truth:
            leaves += its_leaves
        elif its_truth is decisive or truth is idle:
            truth, leaves = its_truth, its_leaves
    return truth, leaves


def truth_of(condition: Condition, facts: Facts) -> Truth:
    """The truth alone, without reasons; of facts that are supposed otherwise it is asked only where they are read.

    How it stands by the facts of the day is remembered, with the condition itself, so that nothing else can come to stand
    at its address.
    """
    if isinstance(condition, Compare):
        return condition.decide(facts)
    while facts.before is not None:
        if not condition.reads.isdisjoint(facts.changed):
            return condition.decide(facts)
        facts = facts.before
    known = facts.truths.get(id(condition))
    if known is None:
        known = facts.truths[id(condition)] = (condition.decide(facts), condition)
    found: Truth = known[0]
    return found


def at_best(condition: Condition, facts: Facts, granted: frozenset[str], wanted: Truth = YES) -> Truth:
    """The truth with every leaf whose fact is granted in favour of ``wanted``; all else stands as it is."""
    kind = condition.__class__
    if kind is Compare:
        return wanted if condition.fact in granted else condition.decide(facts)  # type: ignore[union-attr]
    if condition.reads.isdisjoint(granted):  # type: ignore[union-attr]
        return truth_of(condition, facts)
    if kind is Not:
        return ~at_best(condition.part, facts, granted, ~wanted)  # type: ignore[union-attr]
    decisive, truth = (NO, YES) if kind is All else (YES, NO)
    for part in condition.parts:  # type: ignore[union-attr]
        if part.__class__ is not Compare:
            found = at_best(part, facts, granted, wanted)
        else:
            found = wanted if part.fact in granted else part.decide(facts)
        if found is decisive:
            return decisive
        if found is UNKNOWN:
            truth = UNKNOWN
    return truth


def may_be(condition: Condition, wanted: Truth, facts: Facts, granted: frozenset[str]) -> bool:
    """Whether other values of the facts that are granted could make a condition so; where not, none of them has to be tried."""
    return at_best(condition, facts, granted, wanted) is wanted


def _among(bounds: tuple[float, ...], low: float, high: float) -> Truth:
    """Choices that do not lie beside each other."""
    if low == high:
        return YES if low in bounds else NO
    inside = len({bound for bound in bounds if low <= bound <= high})
    return NO if not inside else YES if inside == high - low + 1 else UNKNOWN


def leaves(condition: Condition) -> tuple[Compare, ...]:
    """Every leaf, in the order written."""
    return (condition,) if isinstance(condition, Compare) else condition.leaves


def facts_read(condition: Condition) -> frozenset[str]:
    """The facts a condition names (not what derived ones read in turn)."""
    return frozenset((condition.fact,)) if isinstance(condition, Compare) else condition.reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One fact that decided something, with its value and date: what a "because" line is made of."""

    fact: str
    value: Raw | None
    on: str | None
    low: Raw | None = None
    high: Raw | None = None
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it tells a value, or the span in which it surely lies."""
        return self.value is not None or self.low is not None or self.high is not None


def reasons(
    finding: Finding, facts: Facts, rules: Mapping[str, Condition], vocabulary: Vocabulary
) -> tuple[Reason, ...]:
    """The known facts behind a decided finding, each once; a yes/no fact with a rule of its own is opened up.

    Whether something is on file at all is no reason: what is missing is asked for, and a day long past says nothing of today.
    """
    found: dict[str, Reason] = {}
    for leaf in finding.leaves:
        if leaf.operator == "known":
            continue
        rule = rules.get(leaf.fact)
        if rule is not None and facts.value(leaf.fact).raw is None:
            for reason in reasons(evaluate(rule, facts), facts, rules, vocabulary):
                found.setdefault(reason.fact, reason)
        else:
            reason = _reason(leaf.fact, facts, vocabulary)
            if reason.is_known:
                found.setdefault(reason.fact, reason)
    return tuple(found.values())


def missing(finding: Finding, facts: Facts) -> tuple[str, ...]:
    """The questions about what a decided finding rests on being not on file."""
    absent = (leaf.fact for leaf in finding.leaves if leaf.operator == "known" and not facts.value(leaf.fact).known)
    return tuple(dict.fromkeys(ask for name in absent for ask in facts.value(name).asks))


def _reason(name: str, facts: Facts, vocabulary: Vocabulary) -> Reason:
    """What is known of one fact, as a reason; made once for each fact."""
    known: Reason | None = facts.memo.get(name)
    if known is not None:
        return known
    value = facts.value(name)
    of = value.of or name
    fact = vocabulary[of]
    raw = value.raw if value.raw is not None else (fact.raw(value.low) if value.known else None)
    open_ends = value.known or value.asks == (of,)
    low, high = (None, None) if open_ends else (_end(fact.raw, value.low), _end(fact.raw, value.high))
    on = value.on.isoformat() if value.on else None
    known = facts.memo[name] = Reason(fact=of, value=raw, on=on, low=low, high=high, note=value.note)
    return known


def _end(raw: object, position: float) -> Raw | None:
    return raw(position) if abs(position) != float("inf") else None  # type: ignore[operator]


def asks(finding: Finding, facts: Facts) -> tuple[str, ...]:
    """The questions that would settle an unknown finding, each once; none for a decided one."""
    if finding.truth is not UNKNOWN:
        return ()
    return tuple(dict.fromkeys(ask for leaf in finding.leaves for ask in facts.value(leaf.fact).asks))
