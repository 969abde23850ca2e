"""Pace: points lost a month since onset and recently; and the stages among the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

from planner.assessment.history import DAYS_PER_MONTH, derived, exact, total_of
from planner.assessment.staging import arm_stage, leg_stage, stage_today
from planner.model.facts import Facts, Value


@derived("progression_points_per_month", "@items", "alsfrs_total", "symptom_onset_date")
def _points_per_month(facts: Facts) -> Value:
    """The faster of loss since onset and recent loss; an unknown one of the two leaves the faster end open."""
    onset, found = since_onset(facts), _recent(facts)
    if found is None:
        return onset
    recent = _drawn(*found, onset, facts.limits["recent_slope_days_sure"])
    low = max(onset.low, recent.low)
    high = max(onset.high, recent.high)
    if low == high:
        return exact(low, "progression_points_per_month", recent.on or onset.on)
    return Value(low=low, high=high, on=onset.on, asks=(*onset.asks, *recent.asks), of="progression_points_per_month")


def _drawn(recent: Value, days: int, onset: Value, sure: float) -> Value:
    """The recent rate; over a short interval drawn to that since onset, the more the shorter it is."""
    if days >= sure:
        return recent
    share = days / sure
    low, high = (
        round(long + (short - long) * share, 3) if long < inf else long
        for short, long in ((recent.low, onset.low), (recent.high, onset.high))
    )
    return replace(recent, low=low, high=high)


def since_onset(facts: Facts) -> Value:
    """(best total − total) / months since the first weakness; unknown within the first month."""
    total, onset = facts.value("alsfrs_total"), facts.value("symptom_onset_date")
    best = facts.vocabulary["alsfrs_total"].ends[1]
    if not onset.known:
        asks = (*total.asks, *onset.asks)
        return Value(low=0, high=inf, on=total.on, asks=asks, of="progression_points_per_month")
    day = total.on or facts.today
    months = (day - date.fromordinal(int(onset.low))).days / DAYS_PER_MONTH
    if months < 1:
        return Value(
            low=0,
            high=inf,
            on=total.on,
            asks=("alsfrs_total",),
            of="progression_points_per_month",
            raw=None,
            note="too_soon",
        )
    return Value(
        low=round((best - total.high) / months, 3),
        high=round((best - total.low) / months, 3),
        on=total.on,
        asks=total.asks,
        of="progression_points_per_month",
    )


def recent_loss(facts: Facts) -> Value | None:
    """Loss a month from the newest visit back to the nearest one at least 60 days older; None where there is none."""
    found = _recent(facts)
    return found[0] if found else None


def _recent(facts: Facts) -> tuple[Value, int] | None:
    """The recent loss a month, and over how many days it was seen.

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
            low, high = (round((before.low - end) / months, 3) for end in (total.high, total.low))
            return Value(low=low, high=high, on=newest, asks=total.asks, of="progression_points_per_month"), apart
    return None


def dated_totals(facts: Facts) -> tuple[tuple[date, float], ...]:
    """The total of each visit that was scored whole, oldest first; of the form of item 5 that is in use today only."""
    found = []
    for visit in facts.history.visits:
        then = facts.history.as_of(visit, facts.today)
        total = then.value("alsfrs_total")
        scored_then = total.on is not None and _visit_of(facts, total.on) == visit
        if total.known and total.on is not None and scored_then and _form(then) == _form(facts):
            found.append((total.on, total.low))
    return tuple(found)


def _visit_of(facts: Facts, day: date) -> date:
    """The visit for which the scores of a day count: visits close together are one, at the later date."""
    close = facts.limits["visits_that_count_as_one_days"]
    return next((visit for visit in facts.history.visits if 0 <= (visit - day).days < close), day)


def _form(facts: Facts) -> bool:
    """True where item 5 was answered on form 5b."""
    fed = facts.value("tube_feeding_over_half")
    return fed.known and bool(fed.low)


def _without_cutting(facts: Facts) -> Value:
    names = [name for name in facts.vocabulary.alsfrs_items if name != "alsfrs_cutting"]
    return total_of([facts.value(name) for name in names], "progression_points_per_month")


@derived("progression_pace", "progression_points_per_month")
def _pace(facts: Facts) -> Value:
    points = facts.value("progression_points_per_month")
    slow, fast = facts.limits["pace_slow_below"], facts.limits["pace_fast_above"]

    def place(rate: float) -> float:
        return 0 if rate < slow else 2 if rate > fast else 1

    return Value(low=place(points.low), high=place(points.high), on=points.on, asks=points.asks, of="progression_pace")


derived("stage", "@criteria", "stage_by_therapist", follows_projection=True)(stage_today)
derived("leg_stage", "@criteria", "stage_by_therapist", follows_projection=True)(leg_stage)
derived("arm_stage", "@criteria", "stage_by_therapist", follows_projection=True)(arm_stage)
