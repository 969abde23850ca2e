"""What to measure or ask next: danger questions first, then by how many open answers one answer may settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.model.facts import Fact, Facts, Value


@dataclass(frozen=True, eq=False)
class Open:
    """Something undecided: its name, the questions that keep it open, and a test whether given facts settle it."""

    id: str
    asks: tuple[str, ...]
    settled: Callable[[Facts], bool]
    urgency: int = 99


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: the fact (plain id), the sides asked, what it may settle, and the danger signs it would clear up.

    ``contradicts``: it was answered, and another answer contradicts it.
    """

    fact: str
    written: tuple[str, ...]
    settles: tuple[str, ...]
    red_flags: tuple[str, ...] = ()
    in_place: tuple[str, ...] = ()
    stale_since: date | None = None
    urgency: int = field(default=99, compare=False)
    contradicts: bool = False

    def is_open(self, facts: Facts) -> bool:
        """False for what is known already and would settle nothing: a slope waits for a second test, not for an answer."""
        return bool(self.settles or self.red_flags) or not all(facts.value(name).known for name in self.written)


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

    def key(question: Question) -> tuple[int, int, int, int, int]:
        core = vocabulary[question.fact].core
        return (
            question.urgency,
            -len(question.settles),
            -len(question.in_place),
            not core,
            order[question.fact],
        )

    return tuple(sorted(questions, key=key))


def with_contradictions(questions: Sequence[Question], asked: Iterable[str]) -> tuple[Question, ...]:
    """The questions with those first whose answers contradict each other (plain ids, in this order)."""
    doubted = list(dict.fromkeys(asked))
    found = {question.fact: question for question in questions}
    first = [found.get(fact) or Question(fact=fact, written=(fact,), settles=()) for fact in doubted]
    rest = [question for question in questions if question.fact not in doubted]
    return (*(replace(question, contradicts=True) for question in first), *rest)


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
    settles = tuple(entry.id for entry in rules if any(map(entry.settled, suppositions.of(plain, written))))
    danger = [entry for entry in flags if any(map(entry.settled, suppositions.of(plain, written)))]
    urgency = min((entry.urgency for entry in danger), default=99)
    stale = next((s for name in written if (s := facts.value(name).stale_since)), None)
    held = tuple(entry.id for entry in in_place)
    return Question(
        fact=plain,
        written=written,
        settles=settles,
        red_flags=tuple(entry.id for entry in danger),
        in_place=held,
        stale_since=stale,
        urgency=urgency,
    )


class _Suppositions:
    """The facts with one answer supposed, for each answer worth trying; made once and shared."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.made: dict[str, list[Facts]] = {}
        self.bounds = facts.history.knowledge_bounds

    def of(self, plain: str, written: tuple[str, ...]) -> Iterator[Facts]:
        made = self.made.setdefault(plain, [])
        yield from made
        values = candidates(self.facts.vocabulary[written[0]], self.bounds.get(plain, ()), self.facts.today)
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
