"""Facts worked out from others: totals, tubes, falls over time, heart-rate limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import inf

from planner.assessment import slopes as slopes  # registers how measures fall, and the pace of breathing
from planner.assessment import states as states  # registers the states of the body
from planner.assessment.history import (
    DAYS_PER_MONTH,
    derivations,
    derived,
    exact,
    facts_today,
    known_number,
    open_asks,
    total_of,
)
from planner.assessment.pace import recent_loss, since_onset
from planner.model.days import full_years
from planner.model.facts import Facts, Value, unknown
from planner.model.intake import in_force

# Whoever works with derived facts opens this module: with it, all of them are registered.
__all__ = [
    "DAYS_PER_MONTH",
    "derivations",
    "facts_today",
    "recent_loss",
    "since_onset",
]

TUBE_PLACED = "placed"


@derived("age_years", "birth_date")
def _age(facts: Facts) -> Value:
    born = facts.value("birth_date")
    if not born.known:
        return unknown("birth_date", *facts.vocabulary["age_years"].ends)
    return exact(full_years(date.fromordinal(int(born.low)), facts.today), "age_years", born.on)


@derived("age_at_diagnosis", "birth_date", "diagnosis_date")
def _age_at_diagnosis(facts: Facts) -> Value:
    """What some countries' programmes go by: who was told at this age or later is helped by another one."""
    born, told = facts.value("birth_date"), facts.value("diagnosis_date")
    if not (born.known and told.known):
        return Value(low=0, high=inf, asks=open_asks(facts, "birth_date", "diagnosis_date"), of="age_at_diagnosis")
    day = date.fromordinal(int(told.low))
    return exact(full_years(date.fromordinal(int(born.low)), day), "age_at_diagnosis", told.on)


@derived("alsfrs_total", "@items")
def _total(facts: Facts) -> Value:
    """The items count; a typed total stands where items are missing, or are older than it."""
    items = [facts.value(name) for name in facts.vocabulary.alsfrs_items]
    summed = total_of(items, "alsfrs_total")
    typed = next((s for s in reversed(facts.history.tests("alsfrs_total", facts.today))), None)
    if typed is None or (summed.known and all(item.on and item.on >= typed.on for item in items)):
        return summed
    value = in_force(facts.vocabulary, [typed], facts.today)["alsfrs_total"]
    return value if value.known else summed


for _name, _items in {
    "alsfrs_bulbar_sum": ("alsfrs_speech", "alsfrs_salivation", "alsfrs_swallowing"),
    "alsfrs_fine_motor_sum": ("alsfrs_handwriting", "alsfrs_cutting", "alsfrs_dressing"),
    "alsfrs_gross_motor_sum": ("alsfrs_turning", "alsfrs_walking", "alsfrs_stairs"),
    "alsfrs_respiratory_sum": ("alsfrs_dyspnea", "alsfrs_orthopnea", "alsfrs_respiratory"),
}.items():
    derived(_name, *_items, follows_projection=True)(
        lambda facts, name=_name, items=_items: total_of([facts.value(item) for item in items], name)  # type: ignore[misc]
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
    return Value(low=answer.low, high=best, on=answer.on, asks=(*answer.asks, *fed.asks), of="alsfrs_cutting")


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
    return Value(low=0, high=1, asks=tube.asks, of="feeding_tube_status")


@derived("walks_with_person_or_rollator", "walking_help", "alsfrs_walking", follows_projection=True)
def _walks_with_more_than_a_brace(facts: Facts) -> Value:
    """Help to walk beyond a brace or a stick. "None" beside a score that says "with help" is a contradiction, and open."""
    help_used, score = facts.value("walking_help"), facts.value("alsfrs_walking")
    choices = facts.vocabulary["walking_help"].choices
    if not help_used.known:
        return Value(low=0, high=1, asks=help_used.asks, of="walking_help")
    used = choices[int(help_used.low)]
    if used in ("none", "not_walking") and score.low <= facts.limits["walks_with_help"] <= score.high:
        wanted = ("walking_help",) if score.known else score.asks
        return Value(low=0, high=1, asks=wanted, of="walking_help", note="contradiction" if score.known else "")
    with_more = used in ("rollator", "person", "person_and_device")
    return exact(float(with_more), "walking_help", help_used.on, raw=used)


@derived("fvc_supine_drop_pct", "fvc_pct", "fvc_supine_pct")
def _supine_drop(facts: Facts) -> Value:
    seated, flat = known_number(facts, "fvc_pct"), known_number(facts, "fvc_supine_pct")
    if not seated or flat is None:
        return Value(low=-inf, high=inf, asks=open_asks(facts, "fvc_supine_pct", "fvc_pct"), of="fvc_supine_drop_pct")
    return exact(round(100 * (seated - flat) / seated, 1), "fvc_supine_drop_pct", facts.value("fvc_supine_pct").on)


@derived("weight_loss_pct", "weight_kg", "usual_weight_kg")
def _weight_loss(facts: Facts) -> Value:
    now, usual = known_number(facts, "weight_kg"), known_number(facts, "usual_weight_kg")
    if now is None or not usual:
        return Value(low=-inf, high=inf, asks=open_asks(facts, "weight_kg", "usual_weight_kg"), of="weight_loss_pct")
    return exact(round(100 * (usual - now) / usual, 1), "weight_loss_pct", facts.value("weight_kg").on)


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
                return Value(low=0, high=inf, asks=open_asks(facts, "age_years", "heart_rate_unreliable"), of=name)
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
