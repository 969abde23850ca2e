"""What can be known of a person: facts as declared, as observed, and as they stand on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import inf
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from planner.model.clinic_words import key_of
from planner.model.text import Name, OneLine, SpanOfAnswers, Text
from planner.model.units import AlsoAs

Kind = Literal["grade", "number", "yes_no", "choice", "date", "text"]
Pack = Literal["danger_screen", "stacking_safety", "exercise_safety", "equipment_at_home", "papers"]
ASSUMED = "assumed"  # the note of a value that nobody told, taken as another answer makes the question needless
Raw = bool | int | float | str | date
SIDES = ("left", "right")
YES_NO = {"yes": True, "no": False}  # words that stand for true and false


class Fact(BaseModel):
    """One declared fact; the keys are explained at the head of stages/facts.yaml.

    When it is asked (``ask_when``) stands in the knowledge base beside its facts, as a condition names facts itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: OneLine
    group: OneLine
    kind: Kind
    unit: OneLine = ""
    limits: tuple[float, float] | None = None
    asked_again: tuple[float | None, float | None] | None = None
    choices: tuple[OneLine, ...] = ()
    stale_after: int | None = None
    sides: bool = False
    worse: Literal["low", "high"] = "high"
    origin: Literal["asked", "either", "derived"] = "asked"
    core: bool = False
    confidential: bool = False
    effect_shows: bool = False
    family: bool = False
    positive: bool = False
    kept: OneLine = ""
    implied: Literal["relevance", "value"] = "relevance"
    taken_as: bool | int | float | Name | None = None
    pack: Pack | None = None
    also_as: AlsoAs | None = None
    question: Text
    help: Text = ""
    tells: Mapping[SpanOfAnswers, Text] = {}
    codes: tuple[OneLine, ...] = ()
    aliases: tuple[OneLine, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids under which it is written in an intake: the plain one, or one for each side."""
        return tuple(f"{self.id}_{side}" for side in SIDES) if self.sides else (self.id,)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest position of the scale: grades and numbers as they are, choices by their order."""
        if self.kind == "yes_no":
            return (0, 1)
        if self.kind == "choice":
            return (0, len(self.choices) - 1)
        return self.limits or (-inf, inf)

    def is_asked_again(self, number: float) -> bool:
        """Whether a number is possible, but so unusual that somebody should look at it again."""
        least, most = self.asked_again or (None, None)
        return (least is not None and number < least) or (most is not None and number > most)

    @property
    def whole(self) -> bool:
        """Whether it has whole points only."""
        return self.kind == "grade" or (self.group == "alsfrs_r" and self.kind == "number")

    @property
    def answers(self) -> tuple[str, ...]:
        """Its answers as words: choices, yes and no, whole grades; of a number only whether it is above nothing."""
        if self.kind == "yes_no":
            return ("no", "yes")
        if self.kind == "grade":
            low, high = self.ends
            return tuple(str(grade) for grade in range(int(low), int(high) + 1))
        return self.choices or ("0", "above_0")

    def answer(self, position: float) -> str:
        """The word, among ``answers``, of a known position."""
        low, _ = self.ends
        return self.answers[int(position - low) if self.kind in ("yes_no", "choice", "grade") else int(position > 0)]

    def position(self, raw: Raw) -> float:
        """Where a checked value stands on the scale; texts have no order and stand at 0."""
        if isinstance(raw, bool | int | float):
            return float(raw)
        if isinstance(raw, date):
            return float(raw.toordinal())
        return float(self.choices.index(raw)) if self.kind == "choice" else 0.0

    def raw(self, position: float) -> Raw:
        """The value that stands at a position (the other way round from ``position``)."""
        if self.kind == "yes_no":
            return bool(position)
        if self.kind == "choice":
            return self.choices[int(position)]
        if self.kind == "date":
            return date.fromordinal(int(position))
        return int(position) if float(position).is_integer() else position


@dataclass(frozen=True, slots=True)
class Observation:
    """One fact as it was told: ``fact`` carries the side, ``on`` is the day it was true."""

    fact: str
    value: Raw
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of one fact today.

    It lies between ``low`` and ``high``; both are the same where it is known exactly. ``asks`` names the
    questions that would narrow it down, ``of`` the observed fact (with its side) that decided it.
    """

    low: float
    high: float
    on: date | None = None
    asks: tuple[str, ...] = ()
    of: str = ""
    raw: Raw | None = None
    note: str = ""
    stale_since: date | None = None

    @property
    def known(self) -> bool:
        return self.low == self.high


def unknown(fact_id: str, low: float = -inf, high: float = inf, **more: Any) -> Value:
    """A value nobody has given: anything on its scale, and the question is the fact itself."""
    return Value(low=low, high=high, asks=(fact_id,), of=fact_id, **more)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All facts by id, and by the id (with side, or with the name of a device) under which they are written."""

    facts: Mapping[str, Fact]
    devices: tuple[str, ...] = ()
    written: Mapping[str, Fact] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    plain_of: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(facts: Iterable[Fact], devices: Iterable[str]) -> Vocabulary:
        """Index the facts; a family (equipment_status) is written once for each device."""
        by_id, written, aliases, plain_of = {}, {}, {}, {}
        devices = tuple(devices)
        for fact in facts:
            by_id[fact.id] = fact
            names = [f"{fact.id}_{device}" for device in devices] if fact.family else [fact.id, *fact.ids]
            written.update(dict.fromkeys(names, fact))
            plain_of.update({side: fact.id for side in fact.ids if fact.sides})
            for alias in fact.aliases:
                side, _, plain = alias.rpartition(":")
                aliases[plain.lower()] = f"{fact.id}_{side}" if side else fact.id
        return Vocabulary(facts=by_id, devices=devices, written=written, aliases=aliases, plain_of=plain_of)

    def __getitem__(self, name: str) -> Fact:
        return self.written[name]

    def __contains__(self, name: object) -> bool:
        return name in self.written

    def __iter__(self) -> Iterator[str]:
        return iter(self.written)

    @cached_property
    def alsfrs_items(self) -> tuple[str, ...]:
        """The twelve items of the scale, in its order."""
        return tuple(fact.id for fact in self.facts.values() if fact.group == "alsfrs_r" and fact.kind == "grade")

    @cached_property
    def by_key(self) -> Mapping[str, str]:
        """Names of facts, ours and those seen in exports, as they are looked up in any case and spacing."""
        ours = {key_of(name): name for name in self.written}
        return {**{key_of(alias): name for alias, name in self.aliases.items()}, **ours}

    def plain(self, name: str) -> str:
        """The id without its side, as rules name it."""
        fact = self.written[name]
        return name if fact.family else fact.id


Derivation = Callable[["Facts"], Value]


@dataclass(frozen=True, slots=True)
class Derived:
    """How a fact is worked out: the function, the facts it reads, and whether it moves with the courses ahead."""

    function: Derivation
    reads: frozenset[str]
    follows_projection: bool = False


class Derivations(dict[str, Derived]):
    """All derived facts; remembers which of them move with a set of changed facts."""

    def __init__(self, entries: Mapping[str, Derived], plain_of: Mapping[str, str]) -> None:
        super().__init__(entries)
        self._plain_of = plain_of
        self._moved: dict[tuple[frozenset[str], bool], frozenset[str]] = {}

    def moved_by(self, changes: frozenset[str], ahead: bool) -> frozenset[str]:
        """These facts, what they are the sides of, and what is worked out from them; ``ahead``: what moves with the courses."""
        moved = self._moved.get((changes, ahead))
        if moved is None:
            derived = {
                name
                for name, derived in self.items()
                if (derived.follows_projection or not ahead) and not derived.reads.isdisjoint(changes)
            }
            whole = {self._plain_of[name] for name in changes if name in self._plain_of}
            moved = self._moved[changes, ahead] = changes.union(derived, whole)
        return moved


class Facts:
    """The facts in force on one day, exact or as spans; derived facts are worked out when first asked for.

    Nothing outside can tell that it remembers what it worked out: every answer depends on the arguments alone.
    """

    __slots__ = (
        "_derived", "_given", "bare", "before", "changed", "found", "history", "limits",
        "memo", "today", "truths", "vocabulary",
    )  # fmt: skip

    def __init__(
        self,
        vocabulary: Vocabulary,
        given: Mapping[str, Value],
        derived: Derivations,
        limits: Mapping[str, float],
        today: date,
        history: Any = None,
    ) -> None:
        self.vocabulary, self.limits, self.today, self.history = vocabulary, limits, today, history
        self._given, self._derived = given, derived
        self.found: dict[str, Value] = {}  # what was asked for so far; ask by ``value``
        self.memo: dict[str, Any] = {}  # what others worked out from these facts alone
        self.truths: dict[int, Any] = {}  # how conditions stand, by their identity
        self.bare = False
        self.before: Facts | None = None  # what these are supposed otherwise than
        self.changed: frozenset[str] = frozenset()  # the facts that are, with all that moves with them

    def value(self, name: str) -> Value:
        """What is known of a fact; never an error for a declared name: an unknown is a value."""
        known = self.found.get(name)
        if known is None:
            before = self.before
            if before is None or name in self.changed:
                known = self._find(name)
            else:
                known = before.found.get(name) or before.value(name)
            self.found[name] = known
        return known

    def supposing(self, changes: Mapping[str, Value], *, ahead: bool = False, bare: bool = False) -> Facts:
        """These facts with some of them otherwise.

        ``ahead``: a projected state, in which pace and slopes stay. ``bare``: they are asked for truths alone, so what is
        worked out carries neither days nor questions.
        """
        facts = Facts(self.vocabulary, changes, self._derived, self.limits, self.today, self.history)
        facts.before = self
        facts.changed = self._derived.moved_by(frozenset(changes), ahead)
        facts.bare = bare
        return facts

    def moved_by(self, names: frozenset[str]) -> frozenset[str]:
        """These facts and all that is worked out from them."""
        return self._derived.moved_by(names, False)

    def given(self) -> Iterator[str]:
        """Names of the facts that were told (not worked out), newest supposition first."""
        yield from self._given
        if self.before is not None:
            yield from (name for name in self.before.given() if name not in self._given)

    def _find(self, name: str) -> Value:
        told = self._given.get(name)
        if told is not None and (
            name not in self._derived or (told.low == told.high and not self._is_worked_out(name))
        ):
            return told
        derived = self._derived.get(name)
        if derived is None:
            return self._of_sides(name)
        found = derived.function(self)
        if told is None or found.known:
            return found
        nothing = (found.low, found.high) == self.vocabulary[name].ends  # an old answer at least says since when
        return told if told.known or nothing else found

    def _is_worked_out(self, name: str) -> bool:
        """A typed total or age stands only where it cannot be worked out (a supposed one always stands)."""
        return self.before is None and self.vocabulary[name].origin == "either"

    def _of_sides(self, name: str) -> Value:
        """The worse side of a fact that has two; one side alone gives a span."""
        fact = self.vocabulary[name]
        low, high = fact.ends
        if not fact.sides or name != fact.id:
            return unknown(name, low, high)
        first, second = (self.value(side) for side in fact.ids)
        return worse_of(first, second, fact)


def worse_of(first: Value, second: Value, fact: Fact) -> Value:
    """The worse of two sides: decided where one known side is already at the bad end, else a span."""
    pick = min if fact.worse == "low" else max
    low, high = pick(first.low, second.low), pick(first.high, second.high)
    if low == high:
        deciding = first if first.known and first.low == low else second
        return Value(low=low, high=high, on=deciding.on, asks=(), of=deciding.of, raw=deciding.raw, note=deciding.note)
    dates = [side.on for side in (first, second) if side.on]
    stale = first.stale_since or second.stale_since
    return Value(
        low=low,
        high=high,
        on=max(dates, default=None),
        asks=(*first.asks, *second.asks),
        of=fact.id,
        raw=None,
        note="",
        stale_since=stale,
    )
