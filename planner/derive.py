"""Facts worked out from others: totals, falls over time, the worse side, heart-rate limits, pace and stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from math import inf

from planner.conditions import Condition, evaluate, facts_read, leaves
from planner.conditions import asks as asks_of
from planner.facts import Derivations, Derived, Facts, Observation, Raw, Value, Vocabulary, unknown
from planner.intake import Fresh, Intake, in_force, merged_visits
from planner.knowledge import Knowledge
from planner.staging import arm_stage, leg_stage, stage_floor, stage_today
from planner.truth import Truth

DAYS_PER_MONTH = 30.4375  # the mean month, used for every rate and course
TUBE_PLACED = "placed"


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
    entries = {name: entry for name, entry in entries.items() if name in vocabulary}

    def closure(reads: Iterable[str], seen: frozenset[str] = frozenset()) -> frozenset[str]:
        found = set(reads)
        for name in list(found):
            if name in vocabulary:
                found.update(vocabulary[name].ids if not vocabulary[name].family else ())
            if name in entries and name not in seen:
                found |= closure(entries[name][1], seen | {name})
        return frozenset(found)

    return Derivations(
        {name: Derived(function, closure(reads), follows) for name, (function, reads, follows) in entries.items()}
    )


def _resolved(reads: tuple[str, ...], knowledge: Knowledge) -> Iterable[str]:
    """``@items`` stands for the twelve ALSFRS-R items, ``@criteria`` for what the stage rules read."""
    for name in reads:
        if name == "@items":
            yield from alsfrs_items(knowledge.vocabulary)
        elif name == "@criteria":
            for stage in knowledge.staging.stages:
                yield from facts_read(stage.criteria)
        else:
            yield name


def alsfrs_items(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The twelve items of the scale, in its order."""
    return tuple(f.id for f in vocabulary.facts.values() if f.group == "alsfrs_r" and f.kind == "grade")


def _by_rule(name: str, rule: Condition) -> Callable[[Facts], Value]:
    def find(facts: Facts) -> Value:
        found = evaluate(rule, facts)
        if found.truth is Truth.UNKNOWN:
            return Value(0, 1, asks=asks_of(found, facts), of=name)
        position = float(found.truth is Truth.YES)
        days = [on for leaf in found.leaves if (on := facts.value(leaf.fact).on)]
        return Value(position, position, max(days, default=None), (), name)

    return find


def exact(position: float, of: str, on: date | None = None, raw: Raw | None = None) -> Value:
    """A value worked out for certain; ``raw`` is what was told of ``of`` where that is another scale."""
    return Value(position, position, on, (), of, raw)


def _number(facts: Facts, name: str) -> float | None:
    value = facts.value(name)
    return value.low if value.known else None


def _needs(facts: Facts, *names: str) -> tuple[str, ...]:
    return tuple(ask for name in names for ask in facts.value(name).asks)


def _latest(values: Iterable[Value]) -> date | None:
    return max((value.on for value in values if value.on), default=None)


@derived("age_years", "birth_date")
def _age(facts: Facts) -> Value:
    born = facts.value("birth_date")
    if not born.known:
        return unknown("birth_date", *facts.vocabulary["age_years"].ends)
    birth = date.fromordinal(int(born.low))
    years = facts.today.year - birth.year - ((facts.today.month, facts.today.day) < (birth.month, birth.day))
    return exact(years, "age_years", born.on)


@derived("alsfrs_total", "@items")
def _total(facts: Facts) -> Value:
    """The items count; a typed total stands where items are missing, or are older than it."""
    items = [facts.value(name) for name in alsfrs_items(facts.vocabulary)]
    summed = _sum(items, "alsfrs_total")
    typed = next((s for s in reversed(facts.history.tests("alsfrs_total", facts.today))), None)
    if typed is None or (summed.known and all(item.on and item.on >= typed.on for item in items)):
        return summed
    value = in_force(facts.vocabulary, [typed], facts.today)["alsfrs_total"]
    return value if value.known else summed


def _sum(items: list[Value], of: str) -> Value:
    low, high = sum(item.low for item in items), sum(item.high for item in items)
    return Value(low, high, _latest(items), tuple(ask for item in items for ask in item.asks), of)


for _name, _items in {
    "alsfrs_bulbar_sum": ("alsfrs_speech", "alsfrs_salivation", "alsfrs_swallowing"),
    "alsfrs_fine_motor_sum": ("alsfrs_handwriting", "alsfrs_cutting", "alsfrs_dressing"),
    "alsfrs_gross_motor_sum": ("alsfrs_turning", "alsfrs_walking", "alsfrs_stairs"),
    "alsfrs_respiratory_sum": ("alsfrs_dyspnea", "alsfrs_orthopnea", "alsfrs_respiratory"),
}.items():
    derived(_name, *_items, follows_projection=True)(
        lambda facts, name=_name, items=_items: _sum([facts.value(item) for item in items], name)  # type: ignore[misc]
    )


@derived(
    "cutting_without_tube",
    "alsfrs_cutting",
    "tube_feeding_over_half",
    "feeding_tube_status",
    follows_projection=True,
)
def _cutting(facts: Facts) -> Value:
    """Item 5 as form 5a. Form 5b asks another question (handling the tube set) and says nothing of the hands."""
    answer, fed, tube = (
        facts.value(name) for name in ("alsfrs_cutting", "tube_feeding_over_half", "feeding_tube_status")
    )
    best = facts.vocabulary["alsfrs_cutting"].ends[1]
    no_tube = tube.known and facts.vocabulary["feeding_tube_status"].raw(tube.low) != TUBE_PLACED
    if fed.known and fed.low:
        return exact(best, "tube_feeding_over_half", fed.on)
    if fed.known or no_tube or answer.low == best:
        return answer
    return Value(answer.low, best, answer.on, (*answer.asks, *fed.asks), "alsfrs_cutting")


@derived("kings_cutting", "alsfrs_cutting", "tube_feeding_over_half", "feeding_tube_status")
def _kings_cutting(facts: Facts) -> Value:
    """Form 5a counts; with the form unknown it counts only where there is no tube."""
    answer, fed, tube = (
        facts.value(name) for name in ("alsfrs_cutting", "tube_feeding_over_half", "feeding_tube_status")
    )
    no_tube = tube.known and facts.vocabulary["feeding_tube_status"].raw(tube.low) != TUBE_PLACED
    if (fed.known and not fed.low) or (not fed.known and no_tube):
        return answer
    return exact(facts.vocabulary["alsfrs_cutting"].ends[1], "tube_feeding_over_half", fed.on)


@derived("feeding_tube_in_place", "alsfrs_cutting", "tube_feeding_over_half", "feeding_tube_status")
def _tube_in_place(facts: Facts) -> Value:
    """The tube's status decides; where it is unknown, an answered form 5a means none and form 5b means one."""
    answer, fed, tube = (
        facts.value(name) for name in ("alsfrs_cutting", "tube_feeding_over_half", "feeding_tube_status")
    )
    if fed.known and fed.low:
        return exact(1, "tube_feeding_over_half", fed.on)
    if tube.known:
        status = facts.vocabulary["feeding_tube_status"].raw(tube.low)
        return exact(float(status == TUBE_PLACED), "feeding_tube_status", tube.on, raw=status)
    if fed.known and answer.known:
        return exact(0, "tube_feeding_over_half", fed.on)
    return Value(0, 1, asks=tube.asks, of="feeding_tube_status")


@derived("walks_with_person_or_rollator", "walking_help", "alsfrs_walking", follows_projection=True)
def _walks_with_more_than_a_brace(facts: Facts) -> Value:
    """Help to walk beyond a brace or a stick. "None" beside a score that says "with help" is a contradiction, and open."""
    help_used, score = facts.value("walking_help"), facts.value("alsfrs_walking")
    choices = facts.vocabulary["walking_help"].choices
    if not help_used.known:
        return Value(0, 1, asks=help_used.asks, of="walking_help")
    used = choices[int(help_used.low)]
    if used in ("none", "not_walking") and score.low <= facts.limits["walks_with_help"] <= score.high:
        wanted = ("walking_help",) if score.known else score.asks
        return Value(0, 1, asks=wanted, of="walking_help", note="contradiction" if score.known else "")
    with_more = used in ("rollator", "person", "person_and_device")
    return exact(float(with_more), "walking_help", help_used.on, raw=used)


@derived("fvc_supine_drop_pct", "fvc_pct", "fvc_supine_pct")
def _supine_drop(facts: Facts) -> Value:
    seated, flat = _number(facts, "fvc_pct"), _number(facts, "fvc_supine_pct")
    if not seated or flat is None:
        return Value(-inf, inf, asks=_needs(facts, "fvc_supine_pct", "fvc_pct"), of="fvc_supine_drop_pct")
    return exact(round(100 * (seated - flat) / seated, 1), "fvc_supine_drop_pct", facts.value("fvc_supine_pct").on)


@derived("weight_loss_pct", "weight_kg", "usual_weight_kg")
def _weight_loss(facts: Facts) -> Value:
    now, usual = _number(facts, "weight_kg"), _number(facts, "usual_weight_kg")
    if now is None or not usual:
        return Value(-inf, inf, asks=_needs(facts, "weight_kg", "usual_weight_kg"), of="weight_loss_pct")
    return exact(round(100 * (usual - now) / usual, 1), "weight_loss_pct", facts.value("weight_kg").on)


@derived("fvc_fall_pct_per_month", "fvc_pct", "svc_pct")
def _capacity_fall(facts: Facts) -> Value:
    """Points lost a month over the last two to four dated tests, forced or slow, not mixed (breathing measures, §1)."""
    for measure in ("fvc_pct", "svc_pct"):
        fall = fall_per_month(facts, measure) if facts.value(measure).known else None
        if fall is not None:  # a slope that ends in a test too old to count is not known either
            return exact(fall, "fvc_fall_pct_per_month", facts.value(measure).on)
    return unknown("fvc_pct")


def fall_per_month(facts: Facts, measure: str) -> float | None:
    """Least-squares fall over the last dated tests of one measure; None with fewer than two, or too close together."""
    tests = facts.history.tests(measure, facts.today)[-int(facts.limits["slope_tests_at_most"]) :]
    if len(tests) < 2 or (tests[-1].on - tests[0].on).days < facts.limits["slope_days_at_least"]:
        return None
    months = [(test.on - tests[0].on).days / DAYS_PER_MONTH for test in tests]
    values = [float(test.value) for test in tests]
    mean_month, mean_value = sum(months) / len(months), sum(values) / len(values)
    spread = sum((month - mean_month) ** 2 for month in months)
    rise = sum((m - mean_month) * (v - mean_value) for m, v in zip(months, values, strict=True)) / spread
    return float(round(-rise, 2))


def _pressure_fall(facts: Facts, measure: str, name: str) -> Value:
    """Fall over a pair of tests 60 to 120 days apart, scaled to 91 days (breathing measures, §1)."""
    tests = facts.history.tests(measure, facts.today) if facts.value(measure).known else []
    low, high = facts.limits["pressure_pair_days_least"], facts.limits["pressure_pair_days_most"]
    for older in reversed(tests[:-1]):
        apart = (tests[-1].on - older.on).days
        if low <= apart <= high:
            fall = (float(older.value) - float(tests[-1].value)) * facts.limits["pressure_fall_days"] / apart
            return exact(round(fall, 1), name, tests[-1].on)
    return unknown(measure)


@derived("snip_fall_cmh2o_3mo", "snip_cmh2o")
def _sniff_fall(facts: Facts) -> Value:
    return _pressure_fall(facts, "snip_cmh2o", "snip_fall_cmh2o_3mo")


@derived("mip_fall_cmh2o_3mo", "mip_cmh2o")
def _mouth_fall(facts: Facts) -> Value:
    return _pressure_fall(facts, "mip_cmh2o", "mip_fall_cmh2o_3mo")


@derived("breathing_tests_overdue", "fvc_pct", "svc_pct", "snip_cmh2o", "mip_cmh2o", "progression_pace")
def _overdue(facts: Facts) -> Value:
    """Due where no test, or none within the interval, is on record; no test at all is overdue, never normal."""
    tests = [
        s for name in ("fvc_pct", "svc_pct", "snip_cmh2o", "mip_cmh2o") for s in facts.history.tests(name, facts.today)
    ]
    fast = facts.value("progression_pace").low == facts.vocabulary["progression_pace"].ends[1]
    interval = facts.limits["breathing_test_interval_fast_days" if fast else "breathing_test_interval_days"]
    newest = max((test.on for test in tests), default=None)
    late = newest is None or (facts.today - newest).days > interval
    return exact(float(late), "breathing_tests_overdue", newest)


# --- heart rate: never a target unless age is known and the pulse can be trusted ------------------------------


def _heart_rate(name: str) -> Callable[[Callable[[Facts, float], float]], None]:
    def register(formula: Callable[[Facts, float], float]) -> None:
        @derived(name, "age_years", "birth_date", "heart_rate_unreliable")
        def find(facts: Facts) -> Value:
            age, unreliable = facts.value("age_years"), facts.value("heart_rate_unreliable")
            if not age.known or not unreliable.known or unreliable.low:
                return Value(0, inf, asks=_needs(facts, "age_years", "heart_rate_unreliable"), of=name)
            return exact(int(formula(facts, age.low) + 0.5), name, age.on)

    return register


def _by_simple(facts: Facts, age: float) -> float:
    return facts.limits["heart_rate_formula_simple_base"] - age


def _by_regression(facts: Facts, age: float) -> float:
    return (
        facts.limits["heart_rate_formula_regression_base"] - facts.limits["heart_rate_formula_regression_slope"] * age
    )


def _used(facts: Facts, age: float) -> float:
    return min(_by_simple(facts, age), _by_regression(facts, age))


_heart_rate("heart_rate_max_by_220")(_by_simple)
_heart_rate("heart_rate_max_by_208")(_by_regression)
_heart_rate("heart_rate_max_used")(_used)
for _name, _limit in {
    "heart_rate_ceiling": "heart_rate_ceiling_percent",
    "heart_rate_start_low": "heart_rate_start_low_percent",
    "heart_rate_start_high": "heart_rate_start_high_percent",
    "heart_rate_build_low": "heart_rate_build_low_percent",
}.items():
    _heart_rate(_name)(lambda facts, age, limit=_limit: _used(facts, age) * facts.limits[limit] / 100)  # type: ignore[misc]


# --- pace ------------------------------------------------------------------------------------------------------


@derived("progression_points_per_month", "@items", "alsfrs_total", "symptom_onset_date")
def _points_per_month(facts: Facts) -> Value:
    """The faster of loss since onset and recent loss; an unknown one of the two leaves the faster end open."""
    onset, recent = since_onset(facts), recent_loss(facts)
    if recent is None:
        return onset
    low = max(onset.low, recent.low)
    high = max(onset.high, recent.high)
    if low == high:
        return exact(low, "progression_points_per_month", recent.on or onset.on)
    return Value(low, high, onset.on, (*onset.asks, *recent.asks), "progression_points_per_month")


def since_onset(facts: Facts) -> Value:
    """(best total − total) / months since the first weakness; unknown within the first month."""
    total, onset = facts.value("alsfrs_total"), facts.value("symptom_onset_date")
    best = facts.vocabulary["alsfrs_total"].ends[1]
    if not onset.known:
        asks = (*total.asks, *onset.asks)
        return Value(0, inf, total.on, asks, "progression_points_per_month")
    day = total.on or facts.today
    months = (day - date.fromordinal(int(onset.low))).days / DAYS_PER_MONTH
    if months < 1:
        return Value(0, inf, total.on, ("alsfrs_total",), "progression_points_per_month", None, "too_soon")
    return Value(
        round((best - total.high) / months, 3),
        round((best - total.low) / months, 3),
        total.on,
        total.asks,
        "progression_points_per_month",
    )


def recent_loss(facts: Facts) -> Value | None:
    """Loss a month from the newest visit back to the nearest one at least 60 days older; None where there is none.

    Across a change between forms 5a and 5b item 5 is left out on both sides: the two are different questions.
    """
    total = facts.value("alsfrs_total")
    if total.on is None:
        return None
    newest = _visit_of(facts, total.on)
    least, most = facts.limits["recent_slope_days_at_least"], facts.limits["recent_slope_days_at_most"]
    for visit in reversed(facts.history.visits):
        apart = (newest - visit).days
        if least <= apart <= most:
            then = facts.history.as_of(visit, facts.today)
            before = then.value("alsfrs_total")
            if not before.known or before.on is None or _visit_of(facts, before.on) != visit:
                continue  # nothing was scored at that visit: the total in force then is an older one
            if _form(then) != _form(facts):
                total, before = _without_cutting(facts), _without_cutting(then)
                if not before.known:
                    return None
            months = apart / DAYS_PER_MONTH
            low, high = (before.low - total.high) / months, (before.low - total.low) / months
            return Value(round(low, 3), round(high, 3), newest, total.asks, "progression_points_per_month")
    return None


def _visit_of(facts: Facts, day: date) -> date:
    """The visit for which the scores of a day count: visits close together are one, at the later date."""
    close = facts.limits["visits_that_count_as_one_days"]
    return next((visit for visit in facts.history.visits if 0 <= (visit - day).days < close), day)


def _form(facts: Facts) -> bool:
    """True where item 5 was answered on form 5b."""
    fed = facts.value("tube_feeding_over_half")
    return fed.known and bool(fed.low)


def _without_cutting(facts: Facts) -> Value:
    names = [name for name in alsfrs_items(facts.vocabulary) if name != "alsfrs_cutting"]
    return _sum([facts.value(name) for name in names], "progression_points_per_month")


@derived("progression_pace", "progression_points_per_month")
def _pace(facts: Facts) -> Value:
    points = facts.value("progression_points_per_month")
    slow, fast = facts.limits["pace_slow_below"], facts.limits["pace_fast_above"]

    def place(rate: float) -> float:
        return 0 if rate < slow else 2 if rate > fast else 1

    return Value(place(points.low), place(points.high), points.on, points.asks, "progression_pace")


derived("stage", "@criteria", "stage_by_therapist", follows_projection=True)(stage_today)
derived("leg_stage", "@criteria", follows_projection=True)(leg_stage)
derived("arm_stage", "@criteria", follows_projection=True)(arm_stage)
