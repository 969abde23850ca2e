"""What to measure or ask next: what an answer could open that is grave, then what holds today's lines, then what it settles."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import takewhile
from typing import get_args

from planner.model.conditions import Condition, asks, evaluate, truth_of
from planner.model.facts import Fact, Facts, Pack, Value
from planner.model.truth import Truth

SCREEN = "danger_screen"  # the pack that is always asked
# Packs that are asked whole: "none of these" guards what is done.
GUARDS: tuple[Pack, ...] = ("stacking_safety", "exercise_safety")
TOTAL = "alsfrs_total"  # what the missing items of the scale are asked under, as one question


@dataclass(frozen=True, kw_only=True, eq=False)
class Open:
    """Something undecided: its name, the questions that keep it open, and a test whether given facts settle it.

    ``within_reach``: whether other values of some facts could settle it at all, so that none has to be tried. ``grave``: whether given facts raise a danger sign or open a line of the highest rank. ``guarded``: it stands among
    today's lines and waits for a precaution alone.
    """

    id: str
    asks: tuple[str, ...]
    settled: Callable[[Facts], bool]
    within_reach: Callable[[frozenset[str]], bool] = lambda _: True
    urgency: int = 99
    grave: Callable[[Facts], bool] = lambda _: False
    guarded: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: the fact (plain id), the sides asked, what it may settle, and the danger signs it would clear up.

    ``contradicts``: it was answered, and another answer contradicts it. ``opens``: an answer alone could raise a danger
    sign or open a line of the highest rank. ``guards``: the lines of today that wait for it as a precaution. ``pack``: the
    tick list in which it is asked, empty for a single question.
    """

    fact: str
    written: tuple[str, ...]
    settles: tuple[str, ...]
    red_flags: tuple[str, ...] = ()
    in_place: tuple[str, ...] = ()
    stale_since: date | None = None
    urgency: int = field(default=99, compare=False)
    contradicts: bool = False
    opens: bool = False
    guards: tuple[str, ...] = ()
    pack: str = ""

    @property
    def tells(self) -> bool:
        """Whether an answer would do something by itself."""
        return self.contradicts or self.opens or bool(self.guards or self.settles or self.red_flags)

    def is_open(self, facts: Facts) -> bool:
        """False for what is known already and would settle nothing: a slope waits for a second test, not for an answer."""
        return bool(self.settles or self.red_flags) or not all(facts.value(name).known for name in self.written)


@dataclass(frozen=True)
class Asked:
    """What is asked today, single questions first and then the tick lists; and what waits until there is room for it."""

    now: tuple[Question, ...]
    later: tuple[Question, ...] = ()


def rank(facts: Facts, rules: Sequence[Open], flags: Sequence[Open], in_place: Sequence[Open]) -> tuple[Question, ...]:
    """Every question that is open, best first."""
    vocabulary = facts.vocabulary
    asked: dict[str, dict[str, None]] = {}
    for entry in (*flags, *rules, *in_place):
        for name in entry.asks:
            asked.setdefault(vocabulary.plain(name), {})[name] = None
    suppositions = _Suppositions(facts)
    by_ask = [_by_ask(entries) for entries in (rules, flags, in_place)]
    found = (_question(plain, tuple(written), facts, by_ask, suppositions) for plain, written in asked.items())
    questions = [question for question in found if question.is_open(facts)]
    order = {name: at for at, name in enumerate(vocabulary)}

    def key(question: Question) -> tuple[bool, int, int, int, int, bool, int]:
        return (
            not question.opens,
            question.urgency,
            -len(question.guards),
            -len(question.settles),
            -len(question.in_place),
            not vocabulary[question.fact].core,
            order[question.fact],
        )

    return tuple(sorted(questions, key=key))


def asked_of_this_body(
    entries: Iterable[Open], facts: Facts, ask_when: Mapping[str, Condition], closed: Container[str]
) -> list[Open]:
    """The same, each waiting for what is asked of this body; what a question waits for is asked in its place.

    What was of use once and is too old is asked again, until it is known to be of no use.
    """
    told: dict[str, dict[str, None]] = {}  # many wait for the same answers

    def asked(names: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            if name not in told:
                told[name] = _asked((name,), facts, ask_when, closed)
            found |= told[name]
        return tuple(found)

    return [entry if (wanted := asked(entry.asks)) == entry.asks else replace(entry, asks=wanted) for entry in entries]


def _asked(
    names: Iterable[str],
    facts: Facts,
    ask_when: Mapping[str, Condition],
    closed: Container[str],
    waiting: tuple[str, ...] = (),
) -> dict[str, None]:
    found: dict[str, None] = {}
    for name in names:
        plain = facts.vocabulary.plain(name)
        condition = ask_when.get(facts.vocabulary[name].id)
        if plain in closed or plain in waiting:
            continue
        open_ = evaluate(condition, facts) if condition is not None else None
        old = open_ is not None and open_.truth is Truth.UNKNOWN and facts.value(name).stale_since
        if open_ is None or open_.truth is Truth.YES or old:
            found[name] = None
        elif open_.truth is Truth.UNKNOWN:
            found |= _asked(asks(open_, facts), facts, ask_when, closed, (*waiting, plain))
    return found


# --- which of them are asked today -------------------------------------------------------------------------------


def with_contradictions(questions: Sequence[Question], asked: Iterable[str]) -> tuple[Question, ...]:
    """The questions with those first whose answers contradict each other (plain ids, in this order)."""
    doubted = list(dict.fromkeys(asked))
    found = {question.fact: question for question in questions}
    first = [found.get(fact) or Question(fact=fact, written=(fact,), settles=()) for fact in doubted]
    rest = [question for question in questions if question.fact not in doubted]
    return (*(replace(question, contradicts=True) for question in first), *rest)


def with_items_together(questions: Sequence[Question], facts: Facts) -> tuple[Question, ...]:
    """Missing items of the scale asked as one question, where the first of them stood; first of all where none is known."""
    items = facts.vocabulary.alsfrs_items
    missing = [name for name in items if not facts.value(name).known]
    apart = [question for question in questions if question.fact in missing]
    if len(apart) < 2:
        return tuple(questions)
    rest = [question for question in questions if question.fact not in missing and question.fact != TOTAL]
    ahead = [question for question in questions if question.contradicts]
    if len(missing) < len(items):
        ahead = list(takewhile(lambda question: question.fact not in missing, questions))
    first = {question.fact for question in ahead}
    before, behind = ([one for one in rest if (one.fact in first) is wanted] for wanted in (True, False))
    return (*before, _together(apart, missing), *behind)


def _together(apart: Sequence[Question], missing: Sequence[str]) -> Question:
    def all_of(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for told in names for name in told))

    return Question(
        fact=TOTAL,
        written=tuple(missing),
        settles=all_of(one.settles for one in apart),
        red_flags=all_of(one.red_flags for one in apart),
        in_place=all_of(one.in_place for one in apart),
        stale_since=next((one.stale_since for one in apart if one.stale_since), None),
        urgency=min(one.urgency for one in apart),
        contradicts=any(one.contradicts for one in apart),
        opens=any(one.opens for one in apart),
        guards=all_of(one.guards for one in apart),
    )


def with_the_screen(
    questions: Sequence[Question], facts: Facts, ask_when: Mapping[str, Condition], closed: Container[str]
) -> tuple[Question, ...]:
    """The questions with every sign of the screen that nobody has told today and that this body can have."""
    return (*questions, *unasked((SCREEN,), questions, facts, ask_when, closed))


def unasked(
    packs: Container[str],
    questions: Iterable[Question],
    facts: Facts,
    ask_when: Mapping[str, Condition],
    closed: Container[str],
) -> list[Question]:
    """What these tick lists hold beside the questions: all that is asked of this body and that nobody has told."""
    asked = {question.fact for question in questions}
    return [
        Question(fact=fact.id, written=fact.ids, settles=(), pack=fact.pack or "")
        for fact in facts.vocabulary.facts.values()
        if fact.pack in packs
        and fact.id not in asked
        and fact.id not in closed
        and not all(facts.value(name).known for name in fact.ids)
        and (fact.id not in ask_when or truth_of(ask_when[fact.id], facts) is Truth.YES)
    ]


def asked_today(
    questions: Sequence[Question], facts: Facts, most: int, today: Container[str], guards: Iterable[Question] = ()
) -> Asked:
    """At most so many single questions that tell something; tick lists of which something of today's plan waits for one.

    ``guards``: what the lists that guard today's lines hold beside the questions, asked where their list is.
    """
    vocabulary = facts.vocabulary
    packs = ((question, vocabulary[question.fact].pack or "") for question in questions)
    packed = [
        question if question.contradicts or question.pack == pack else replace(question, pack=pack)
        for question, pack in packs
    ]
    singles = [question for question in packed if not question.pack]
    first = [question for question in singles if question.tells][:most]
    names = {SCREEN} | {question.pack for question in packed if _waited_for(question, today)}
    lists = [question for pack in get_args(Pack) for question in packed if question.pack == pack and pack in names]
    lists += [question for question in guards if question.pack in names]
    chosen = {id(question) for question in (*first, *lists)}
    later = [question for question in packed if id(question) not in chosen]
    return Asked((*first, *lists), tuple(later))


def _waited_for(question: Question, today: Container[str]) -> bool:
    return any(name in today for name in (*question.guards, *question.in_place))


def packs_of(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """The questions of each tick list, in the order asked."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        if question.pack:
            found.setdefault(question.pack, []).append(question)
    return found


# --- what one answer does ----------------------------------------------------------------------------------------


def _by_ask(entries: Iterable[Open]) -> dict[str, list[Open]]:
    """fact → everything that it keeps open, in order."""
    found: dict[str, list[Open]] = {}
    for entry in entries:
        for name in entry.asks:
            found.setdefault(name, []).append(entry)
    return found


def _question(
    plain: str,
    written: tuple[str, ...],
    facts: Facts,
    by_ask: list[dict[str, list[Open]]],
    suppositions: _Suppositions,
) -> Question:
    rules, flags, in_place = (
        list(dict.fromkeys(entry for name in written for entry in entries.get(name, ()))) for entries in by_ask
    )
    settles, danger = ([one for one in them if suppositions.settle(one, plain, written)] for them in (rules, flags))
    grave = [entry for entry in (*danger, *settles) if any(map(entry.grave, suppositions.of(plain, written)))]
    urgency = min((entry.urgency for entry in grave), default=99)
    stale = next((s for name in written if (s := facts.value(name).stale_since)), None)
    held = tuple(entry.id for entry in in_place)
    return Question(
        fact=plain,
        written=written,
        settles=tuple(entry.id for entry in settles),
        red_flags=tuple(entry.id for entry in danger),
        in_place=held,
        stale_since=stale,
        urgency=urgency,
        opens=bool(grave),
        guards=tuple(entry.id for entry in rules if entry.guarded),
    )


class _Suppositions:
    """The facts with one answer supposed, for each answer worth trying; made once and shared."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.made: dict[str, list[Facts]] = {}
        self.values: dict[str, list[float]] = {}
        self.moved: dict[str, frozenset[str]] = {}
        self.bounds = facts.history.knowledge_bounds

    def settle(self, entry: Open, plain: str, written: tuple[str, ...]) -> bool:
        """Whether one of the answers settles something that is open."""
        moved = self.moved.get(plain)
        if moved is None:
            moved = self.moved[plain] = self.facts.moved_by(frozenset(written))
        return entry.within_reach(moved) and any(map(entry.settled, self.of(plain, written)))

    def of(self, plain: str, written: tuple[str, ...]) -> Iterator[Facts]:
        values = self.values.get(plain)
        if values is None:
            fact = self.facts.vocabulary[written[0]]
            values = self.values[plain] = candidates(fact, self.bounds.get(plain, ()), self.facts.today)
        made = self.made.setdefault(plain, [])
        yield from made
        for value in values[len(made) :]:
            supposed = {name: Value(low=value, high=value, on=self.facts.today, of=name) for name in written}
            made.append(self.facts.supposing(supposed, bare=True))
            yield made[-1]


def candidates(fact: Fact, bounds: Iterable[float], today: date) -> list[float]:
    """Answers on either side of every bound that a rule holds against the fact."""
    low, high = fact.ends
    if fact.kind == "yes_no":
        return [1.0, 0.0]
    if fact.kind == "date":
        return [float((today - timedelta(days)).toordinal()) for days in (30, 180, 400, 1500, 25000)]
    if fact.kind in ("choice", "grade"):
        return [float(position) for position in range(int(low), int(high) + 1)]
    tried = {low, high} | {bound + step for bound in bounds for step in (-1, 0, 1)}
    return sorted(value for value in tried if low <= value <= high)
