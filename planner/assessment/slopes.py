"""How measures of breathing fall: the person's own slope, drawn to the published one, and the pace of breathing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import inf

from planner.assessment.history import DAYS_PER_MONTH, derived, exact, known_number
from planner.model.facts import Facts, Value, unknown
from planner.model.intake import merged_visits

CAPACITIES = ("fvc_pct", "svc_pct")  # forced or slow, never mixed; the first that is known counts


@dataclass(frozen=True, slots=True)
class Slope:
    """The fall of a measure in a month, over so many days. ``own``: the share that is the person's own, the rest published."""

    fall: float
    own: float
    days: int
    tests: int


def slope_of(facts: Facts, measure: str) -> Slope:
    """Least squares over the last dated tests; the closer together they lie, the more the published fall counts.

    Tests a few days apart count as one, the later: they repeat an effort and show no fall.
    """
    limits = facts.limits
    published = limits[facts.history.knowledge.course.measures[measure]]
    told = facts.history.tests(measure, facts.today)
    days = merged_visits([test.on for test in told], limits["visits_that_count_as_one_days"])
    tests = [test for test in told if test.on in days][-int(limits["slope_tests_at_most"]) :]
    if len(tests) < 2:
        return Slope(published, 0, 0, len(tests))
    apart = (tests[-1].on - tests[0].on).days
    own = min(1.0, apart / limits["slope_days_own"])
    fall = _least_squares([((test.on - tests[0].on).days / DAYS_PER_MONTH, float(test.value)) for test in tests])
    return Slope(round(published + (fall - published) * own, 2), own, apart, len(tests))


def _least_squares(points: list[tuple[float, float]]) -> float:
    """The fall in a month of the line through these points (months, values)."""
    mean_month, mean_value = (sum(part) / len(points) for part in zip(*points, strict=True))
    spread = sum((month - mean_month) ** 2 for month, _ in points)
    rise = sum((month - mean_month) * (value - mean_value) for month, value in points) / spread
    return float(-rise)


def projected_falls(facts: Facts, measure: str) -> tuple[Slope, tuple[float, float, float]]:
    """The slope of a measure and its fall along the early, likely and late course, never slower than a share of the published.

    Twice the published fall is the early course until the slope is the person's own.
    """
    limits, slope = facts.limits, slope_of(facts, measure)
    few = slope.tests < limits["slope_tests_sure"]
    share = limits["measure_fall_least_share_few" if few else "measure_fall_least_share"]
    fall = max(slope.fall, share * limits[facts.history.knowledge.course.measures[measure]])
    doubled, own = limits["measure_early_factor"], limits["measure_early_factor_own"]
    return slope, (fall * (doubled + (own - doubled) * slope.own), fall, fall * limits["measure_late_factor"])


@derived("fvc_fall_pct_per_month", *CAPACITIES)
def _capacity_fall(facts: Facts) -> Value:
    """Points lost a month, from two dated tests on that are not too close together (breathing measures, §1)."""
    for measure in CAPACITIES:  # a slope that ends in a test too old to count is not known either
        slope = slope_of(facts, measure) if facts.value(measure).known else None
        if slope is not None and slope.days >= facts.limits["slope_days_at_least"]:
            return exact(slope.fall, "fvc_fall_pct_per_month", facts.value(measure).on)
    return unknown("fvc_pct")


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


# --- the pace of breathing ---------------------------------------------------------------------------------------


@derived("breathing_points_per_month", *CAPACITIES, "symptom_onset_date")
def _breathing_loss(facts: Facts) -> Value:
    """Points of vital capacity lost a month: by the person's own slope, else since the onset."""
    name = "breathing_points_per_month"
    measure = next((one for one in CAPACITIES if facts.value(one).known), None)
    if measure is None:
        return Value(low=0, high=inf, asks=CAPACITIES[:1], of=name)
    slope, tested = slope_of(facts, measure), facts.value(measure).on
    if slope.own == 1:
        return exact(max(0.0, slope.fall), name, tested)
    onset = known_number(facts, "symptom_onset_date")
    months = 0.0 if onset is None else ((tested or facts.today) - date.fromordinal(int(onset))).days / DAYS_PER_MONTH
    if months < 1:
        return Value(low=0, high=inf, asks=facts.value("symptom_onset_date").asks or (measure,), of=name)
    lost = facts.limits["vital_capacity_normal"] - facts.value(measure).low
    return exact(max(0.0, round(lost / months, 2)), name, tested)


@derived("breathing_pace", "breathing_points_per_month")
def _breathing_pace(facts: Facts) -> Value:
    points = facts.value("breathing_points_per_month")
    slow, fast = facts.limits["breathing_pace_slow_below"], facts.limits["vital_capacity_fast_fall"]

    def place(rate: float) -> float:
        return 0 if rate < slow else 2 if rate >= fast else 1

    return Value(low=place(points.low), high=place(points.high), on=points.on, asks=points.asks, of="breathing_pace")
