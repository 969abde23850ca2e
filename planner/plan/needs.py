"""When one person needs a thing, where it stands, and by which routes it may come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from planner.assessment.assessment import Assessment
from planner.model.conditions import (
    ALWAYS,
    All,
    Any,
    Compare,
    Condition,
    Finding,
    Not,
    Reason,
    asks,
    evaluate,
    leaves,
    reasons,
    truth_of,
)  # fmt: skip
from planner.model.intake import EquipmentItem
from planner.model.knowledge import Knowledge
from planner.model.things import HOSPICE, Equipment
from planner.model.truth import Truth
from planner.plan.due import Dates, dates_of, speed_of, start_for
from planner.plan.leads import FAST, Arithmetic, Wait, for_equipment, quoted_wait, wait_for
from planner.plan.schedule import PlanItem

IN_PLACE = ("borrowed", "in_use")
NEVER: Condition = Any(())


@dataclass(frozen=True, kw_only=True)
class Need:
    """When a thing is needed: the day reckoned with, the window, and what keeps it from being ordered.

    ``by`` None: no need in sight, or (``asks``) not known. ``before``: the thing that must find it ready. ``far``: a measure
    is far from the number of the thing, so nothing is ordered before it is looked at again.
    """

    by: date | None = None
    window: Dates | None = None
    now: bool = False
    done: bool = False
    put_off: bool = False
    held: bool = False
    far: bool = False
    asks: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    before: str = ""

    @property
    def on(self) -> date:
        """The day on which it is really needed: without the margin that a falling measure puts before it."""
        assert self.by is not None
        return max(self.by, (self.window and self.window.early) or self.by)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a thing stands: the last status told (empty: never told), since when, by which route, whether
    that is old, and the day on which a loan ends.
    """

    status: str = ""
    since: date | None = None
    route: str = ""
    old: bool = False
    until: date | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class NeedCase:
    """One person and the knowledge base, with what is asked again and again."""

    items: Mapping[str, PlanItem]
    assessment: Assessment
    knowledge: Knowledge
    standings: dict[str, Standing] = field(default_factory=dict)
    waits: dict[str, Wait] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        return self.assessment.today

    @cached_property
    def speed(self) -> int:
        return speed_of(self.assessment)

    @cached_property
    def told(self) -> dict[str, EquipmentItem]:
        return {entry.item: entry for entry in self.assessment.intake.equipment}

    @cached_property
    def in_hospice(self) -> bool:
        return self.says_yes("hospice_enrolled")

    @cached_property
    def in_comfort(self) -> bool:
        """Whether comfort is known to be the goal: then things are borrowed, and nothing with a long wait is started."""
        facts = self.assessment.facts
        value = facts.value("care_goal") if "care_goal" in facts.vocabulary else None
        return value is not None and value.known and facts.vocabulary["care_goal"].raw(value.low) == "comfort"

    def is_long(self, wait: Wait) -> bool:
        return wait.days[1] >= self.knowledge.numbers["long_wait_weeks"] * 7

    def says_yes(self, fact: str) -> bool:
        """Whether a yes/no fact, where the vocabulary has it, is known to be true."""
        facts = self.assessment.facts
        value = facts.value(fact) if fact in facts.vocabulary else None
        return value is not None and value.known and bool(value.low)

    def way(self, route: str) -> str:
        """borrow, rent, buy or payer; a quote may name the way itself. Empty where it cannot be told."""
        known = self.knowledge.routes.named.get(route)
        return known.way if known else route if route in ("borrow", "rent", "buy", "payer") else ""

    def standing(self, thing: str) -> Standing:
        found = self.standings.get(thing)
        if found is None:
            found = self.standings[thing] = _standing(thing, self)
        return found

    def is_put_off(self, thing: str) -> bool:
        """Put off by the person: on the "not now" list, or declined."""
        not_now = self.assessment.intake.preferences.not_now
        return thing in not_now or self.standing(thing).status == "declined"

    @cached_property
    def _speaking(self) -> dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]]:
        """For a thing the facts that speak for it, each with its words for our statuses, the firmest status first."""
        found: dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]] = {}
        for fact, entry in self.knowledge.speaks_for.items():
            words = tuple(reversed([(status, word) for status, word in entry["words"].items()]))
            found.setdefault(entry["device"], []).append((fact, words))
        return found

    @cached_property
    def _statuses(self) -> tuple[tuple[str, str], ...]:
        return tuple((word, word) for word in self.assessment.facts.vocabulary.facts["equipment_status"].choices)

    def told_by(self, thing: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """The facts that tell where a thing stands, with their words for our statuses."""
        own = f"equipment_status_{thing}"
        named = [(own, self._statuses)] if own in self.assessment.facts.vocabulary else []
        return named + self._speaking.get(thing, [])

    def is_there(self, thing: str, need: Need) -> bool:
        """In place by its status, or because the advice it comes with is done."""
        return need.done or self.standing(thing).status in IN_PLACE

    def useful_months(self, thing: Equipment) -> float:
        useful = thing.useful_months
        return (useful.slow, useful.medium, useful.fast)[self.speed]

    def wait(self, thing: Equipment) -> Wait:
        """The wait that the advice reckons with as well."""
        found = self.waits.get(thing.id)
        if found is None:
            known = self.assessment
            found = self.waits[thing.id] = wait_for(thing, known.intake, known.payer, self.knowledge.routes, known.shut)
        return found

    def other_waits(self, thing: Equipment, *ways: str) -> list[Wait]:
        """Other routes of the thing in these ways, as the file orders them; only those of the person's country."""
        country, routes = self.assessment.intake.country, self.knowledge.routes
        return [
            quoted_wait(thing.id, self.assessment.intake, route) or Wait(route, days, True)
            for route, days in thing.days_by_route.items()
            if self.way(route) in ways
            and routes.exist_in(route, country)
            and route not in thing.not_advised
            and route not in self.assessment.shut
            and (route != HOSPICE or self.in_hospice)
        ]

    def pace_for(self, thing: Equipment) -> int:
        """The pace that its dates are reckoned with: that of breathing for what breathing brings."""
        condition = condition_of(thing, self)
        breathing = condition is not None and self.assessment.outlook.of_breathing(condition)
        return speed_of(self.assessment, breathing=breathing)

    def sum_for(self, thing: Equipment, wait: Wait) -> Arithmetic:
        return for_equipment(thing, wait, self.pace_for(thing), self.knowledge.numbers)


# --- where a thing stands ----------------------------------------------------------------------------------------


def _standing(thing: str, case: NeedCase) -> Standing:
    """The newest of what was told: its own status, or that of the fact that speaks for it; old news count, and are asked."""
    facts, best = case.assessment.facts, Standing()
    for name, words in case.told_by(thing):
        value = facts.value(name)
        seen = facts.history.tests(name, case.today)[-1:] if value.stale_since else ()
        raw = seen[0].value if seen else (facts.vocabulary[name].raw(value.low) if value.known else None)
        status = next((own for own, word in words if word == raw), "")
        if status and (best.since is None or (value.on is not None and value.on > best.since)):
            best = Standing(status=status, since=value.on, route="", old=value.stale_since is not None)
    known = case.knowledge.equipment.get(thing)
    there = known.there_when if known is not None and not best.status else None
    if there is not None and truth_of(there, facts) is Truth.YES:
        return Standing(status="in_use")
    entry = case.told.get(thing)
    if entry is None or not best.status:
        return best
    same = entry.status == best.status and entry.since
    return Standing(
        status=best.status,
        since=entry.since if same else best.since,
        route=entry.route,
        old=best.old,
        until=entry.until,
    )


# --- when it is needed -------------------------------------------------------------------------------------------


def need_of(thing: Equipment, case: NeedCase) -> Need:
    """The need of the recommendation it comes with, else of its own condition."""
    if thing.id in case.assessment.closed:
        return Need()
    return _of_advice(thing, case) if thing.needed_with else _own_need(thing, case)


def _of_advice(thing: Equipment, case: NeedCase) -> Need:
    """The need of the advice it comes with; of several pieces of advice on things of one kind, of the one that needs it first."""
    names = [thing.needed_with]
    if thing.named_by_advice:
        names += [rule.id for rule in case.knowledge.recommendations if thing.id in rule.equipment]
    found = [_with_advice(thing, case.items[name], case) for name in dict.fromkeys(names) if name in case.items]
    coming = [need for need in found if need.by and not (need.put_off or need.held or need.far)]
    return min(coming, key=lambda need: need.by or date.max) if coming else next(iter(found), Need())


def _with_advice(thing: Equipment, item: PlanItem, case: NeedCase) -> Need:
    """Days, holds and questions of the recommendation, so that the two never say different things."""
    open_notes = [note for note in item.holds if note.truth is not Truth.NO]
    held = item.timing in ("hold", "check_first") or (
        item.ahead and any(note.truth is Truth.YES for note in open_notes)
    )
    wanted = [ask for note in open_notes for ask in note.asks]
    if item.timing == "check_first":
        wanted = [*item.asks, *wanted]
    held = held or bool(open_notes and item.timing == "prepare")
    rule = case.knowledge.by_id.get(item.id)
    done = item.timing == "done" and (rule is None or len(rule.equipment) <= 1)
    by, window = item.need_by, item.window
    if item.timing == "now" and by is None:
        by, window = case.today, window or Dates(case.today, case.today, case.today)
    if item.timing in ("done", "not_now"):
        by = None
    because = item.because + tuple(reason for note in open_notes for reason in note.because)
    asked = tuple(dict.fromkeys(wanted))
    return Need(
        by=by,
        window=window,
        now=item.timing == "now" and not item.ahead,
        done=done,
        put_off=item.put_off,
        held=held,
        far=item.margin == "far",
        asks=asked,
        because=because,
    )


def _own_need(thing: Equipment, case: NeedCase) -> Need:
    """The window of its own condition; where only an answer is missing, the question."""
    condition, facts = thing.needed_when, case.assessment.facts
    if condition is None:
        return Need()
    outlook = case.assessment.outlook
    window = outlook.window(condition)
    if window is None:
        wanted = open_questions(thing, case)
        if not wanted:
            return Need(asks=asks(evaluate(condition, facts), facts))
        in_reach = outlook.window(granting(condition, lambda leaf: _open(leaf, case))) is not None
        return Need(asks=wanted if in_reach else ())
    sum_ = case.sum_for(thing, case.wait(thing))
    start = start_for(window, sum_, case.assessment, case.knowledge, early=case.pace_for(thing) == FAST)
    assert start is not None  # nothing narrows its window
    days = dates_of(window, case.today)
    return Need(by=start.need_by, window=days, now=start.needed_today, because=_why(condition, case))


def _why(condition: Condition, case: NeedCase) -> tuple[Reason, ...]:
    """The known facts that act: those that decided it today, or those whose course leads there."""
    facts, knowledge = case.assessment.facts, case.knowledge
    found = evaluate(condition, facts)
    if found.truth is not Truth.YES:
        known = tuple(leaf for leaf in leaves(condition) if facts.value(leaf.fact).known)
        moving = tuple(leaf for leaf in known if case.assessment.outlook.moves(leaf.fact))
        found = Finding(Truth.YES, tuple(leaf for leaf in known if truth_of(leaf, facts) is Truth.YES) or moving)
    told = reasons(found, facts, knowledge.fact_rules, knowledge.vocabulary)
    return tuple(reason for reason in told if reason.value is not None)


def _open(leaf: Compare, case: NeedCase) -> bool:
    """A question of today that nobody has answered (what moves is not asked: its course answers it)."""
    return not case.assessment.outlook.moves(leaf.fact) and truth_of(leaf, case.assessment.facts) is Truth.UNKNOWN


def open_questions(thing: Equipment, case: NeedCase) -> tuple[str, ...]:
    """The unanswered questions behind a thing's need, apart from what moves."""
    condition, facts = condition_of(thing, case), case.assessment.facts
    found = [leaf for leaf in leaves(condition) if _open(leaf, case)] if condition is not None else []
    return tuple(dict.fromkeys(ask for leaf in found for ask in facts.value(leaf.fact).asks))


def condition_of(thing: Equipment, case: NeedCase) -> Condition | None:
    """What says that it is needed: its own condition, or that of the recommendation it comes with."""
    rule = case.knowledge.by_id.get(thing.needed_with)
    if rule is None:
        return thing.needed_when
    return rule.ahead.needed_when if rule.ahead else rule.when


def granting(condition: Condition, granted: Callable[[Compare], bool], to: bool = True) -> Condition:
    """The condition with every leaf that ``granted`` names taken as answered in its favour."""
    if isinstance(condition, Compare):
        return (ALWAYS if to else NEVER) if granted(condition) else condition
    if isinstance(condition, Not):
        return Not(granting(condition.part, granted, not to))
    kind = All if isinstance(condition, All) else Any
    return kind(tuple(granting(part, granted, to) for part in condition.parts))


def needed_at_all(thing: Equipment, case: NeedCase) -> Truth:
    """Whether today's answers leave room for a need some day: what moves is granted, a missing answer keeps it open."""
    condition = condition_of(thing, case)
    if condition is None:
        return Truth.NO
    return case.assessment.outlook.at_best(condition)


def shifted(window: Dates | None, days: int, today: date) -> Dates | None:
    """A window some days earlier, never before today."""
    if window is None:
        return None
    ends = (window.early, window.likely, window.late)
    return Dates(*(None if day is None else max(today, day - timedelta(days)) for day in ends))
