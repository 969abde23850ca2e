"""What lies ahead: when each ALSFRS-R item may reach a score, and how measures may fall, along three courses.

The model is log-normal first passage with a shrunken log-rate: rates stay positive by construction, one visit is
enough, and rising scores still give a finite rate. Its constants stand in stages/limits.yaml (projection_*).
It is an engineering calibration on simulated courses, without clinical validation, and it never speaks of survival.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import erf, exp, log, sqrt
from statistics import NormalDist

from planner.assessment.derive import DAYS_PER_MONTH
from planner.assessment.slopes import projected_falls
from planner.model.facts import Facts
from planner.model.intake import merged_visits
from planner.model.knowledge import Knowledge

NORMAL = NormalDist()
ROOT_2 = sqrt(2)
# Spread of the unseen level within a score, as five equally likely nodes (part of the published method, not tuned here).
NODES_AT_A_SCORE = (-0.95, -0.45, 0.0, 0.45, 0.95)
NODES_UNTOUCHED = (0.11, 0.36, 0.69, 1.20, 2.30)


@dataclass(frozen=True, slots=True)
class Scores:
    """One domain over time: months since any fixed day, and each item's score per visit (None: not known)."""

    months: tuple[float, ...]
    items: Mapping[str, tuple[int | None, ...]]
    onset_month: float | None
    onset_here: bool | None


@dataclass(frozen=True, slots=True)
class Passage:
    """Months from the last visit until a score is reached: log T ~ N(mean, spread²)."""

    mean: float
    spread: float

    def within(self, months: float) -> float:
        return 0.5 * (1 + erf((log(months) - self.mean) / (self.spread * ROOT_2)))


def rate_of_loss(
    scores: Scores, active: Sequence[str], domain: str, number: Mapping[str, float]
) -> tuple[float, float]:
    """log(points per item a month) and its variance: the prior, drawn to the onset anchor and to the serial slope."""
    factor = {True: "projection_onset_domain_factor", False: "projection_other_domain_factor"}.get(scores.onset_here)  # type: ignore[arg-type]
    theta = log(number[f"projection_median_rate_{domain}"] * (number[factor] if factor else 1.0))
    variance = number["projection_prior_log_sd"] ** 2
    noise = number["projection_item_variance"]
    levels = [sum(scores.items[item][at] or 0 for item in active) / len(active) for at in range(len(scores.months))]
    best = number["score_as_before"]
    loss = best - levels[0]
    if scores.onset_month is not None:
        since = scores.months[0] - scores.onset_month
        if since >= 1 and loss >= number["projection_anchor_least_loss"]:
            where = "onset" if scores.onset_here else "other"
            anchor = log(loss / (number[f"projection_anchor_share_{where}"] * since))
            its = number[f"projection_anchor_sd_{where}"] ** 2 + noise / (len(active) * loss**2)
            theta = (theta / variance + anchor / its) / (1 / variance + 1 / its)
            variance = 1 / (1 / variance + 1 / its)
    middle = sum(scores.months) / len(scores.months)
    spread = sum((month - middle) ** 2 for month in scores.months)
    if len(levels) < 2 or spread <= number["projection_least_time_spread"]:
        return theta, variance
    level = sum(levels) / len(levels)
    fall = -sum((m - middle) * (z - level) for m, z in zip(scores.months, levels, strict=True)) / spread
    return _with_slope(theta, variance, fall, noise / (len(active) * spread), number["projection_slope_wobble"])


def _with_slope(theta: float, variance: float, fall: float, noise: float, wobble: float) -> tuple[float, float]:
    """Six damped Gauss-Newton steps towards the rate that both the prior and the seen slope allow."""
    start = theta
    for _ in range(6):
        rate = exp(theta)
        seen = noise + (wobble * rate) ** 2
        step = ((start - theta) / variance + (fall - rate) * rate / seen) / (1 / variance + rate * rate / seen)
        theta += max(-1.0, min(1.0, step))
    rate = exp(theta)
    seen = noise + (wobble * rate) ** 2
    return theta, 1 / (1 / variance + rate * rate / seen)


def passages(scores: Scores, item: str, domain: str, number: Mapping[str, float]) -> tuple[tuple[int, Passage], ...]:
    """When ``item`` reaches each score below its last one or less, the highest first; empty where it is not known."""
    own = scores.items[item]
    now = own[-1]
    if now is None:
        return ()
    active = _active(scores, number["score_as_before"]) or (item,)
    rate = rate_of_loss(scores, active, domain, number)
    reserves = _reserves(scores, own, exp(rate[0]), number)
    return tuple((at_most, _passage(reserves, now - at_most, rate, number)) for at_most in range(now - 1, -1, -1))


def _passage(reserves: Sequence[float], gap: int, rate: tuple[float, float], number: Mapping[str, float]) -> Passage:
    """How long it takes to lose ``gap`` points from each of the equally likely levels within the present score."""
    theta, variance = rate
    distances = [log(max(0.06, gap + reserve)) for reserve in reserves]
    middle = sum(distances) / len(distances)
    spread = sum((distance - middle) ** 2 for distance in distances) / len(distances)
    mean = middle - theta + number["projection_acceleration"]
    return Passage(mean, sqrt(spread + variance + number["projection_drift_sd"] ** 2))


def _active(scores: Scores, best: float) -> tuple[str, ...]:
    """Items scored at every visit, with any loss so far, that were not yet at the floor at the visit before."""

    def counts(seen: tuple[int | None, ...]) -> bool:
        before = seen[-2] if len(seen) > 1 else None
        return None not in seen and any(score < best for score in seen if score is not None) and before != 0

    return tuple(item for item, seen in scores.items.items() if counts(seen))


def _reserves(scores: Scores, own: tuple[int | None, ...], rate: float, number: Mapping[str, float]) -> list[float]:
    """Five equally likely distances from the unseen level to half a point above the present score."""
    best = number["score_as_before"]
    if all(score == best for score in own if score is not None):
        touched = any(score is not None and score < best for seen in scores.items.values() for score in seen)
        reach = number["projection_reserve_touched" if touched else "projection_reserve_untouched"]
        return [reach * node - 0.5 for node in NODES_UNTOUCHED]
    entered = len(own) - 1
    while entered and own[entered - 1] == own[-1]:
        entered -= 1
    middle = 0.5
    if entered:
        half = (scores.months[entered] - scores.months[entered - 1]) / 2
        dwell = scores.months[-1] - scores.months[entered] + half
        middle = max(0.15, 0.90 - min(0.75, rate * dwell))
    return [middle - 1 + 0.80 * node for node in NODES_AT_A_SCORE]


# --- one person ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """An item and the score it may come down to; quantiles in months from the last visit with that item.

    ``reached_before``: the last earlier visit at which the score was already this low. The person has done better
    since, so it lies ahead again; a page that shows it says so.
    """

    fact: str
    at_most: int
    measured_on: date
    p10: float
    early: float
    likely: float
    late: float
    p90: float
    within: tuple[tuple[int, float], ...]
    reached_before: date | None = None

    def is_past(self, today: date) -> bool:
        """Even the late end of the window has gone by since the last visit: it may already apply."""
        return (today - self.measured_on).days / DAYS_PER_MONTH > self.p90


@dataclass(frozen=True, slots=True, kw_only=True)
class FallingLine:
    """A measure that falls in a line: its last value, when, and the fall a month along each course.

    ``basis``: "own" from two tests far enough apart on, "blended" where they lie closer together, else what the limit
    that stands in says of itself (published, derived, planner_default).
    """

    fact: str
    value: float
    measured_on: date
    falls: tuple[float, float, float]
    basis: str

    @property
    def own(self) -> bool:
        """Whether its fall is the person's own."""
        return self.basis == "own"


SHARES = {"p10": 0.10, "early": 0.20, "likely": 0.50, "late": 0.80, "p90": 0.90}
PLACES = {name: NORMAL.inv_cdf(share) for name, share in SHARES.items()}
HORIZONS = (3, 6, 12)


def milestones(facts: Facts, knowledge: Knowledge) -> tuple[Milestone, ...]:
    """Every score that each item may still come down to, nested scores in order."""
    onset = facts.value("symptom_onset_date")
    onset_day = date.fromordinal(int(onset.low)) if onset.known else None
    region = facts.value("onset_region")
    where = None
    if region.known:
        where = knowledge.course.onset_domains.get(str(facts.vocabulary["onset_region"].raw(region.low)))
    found: list[Milestone] = []
    for domain, items in knowledge.course.domains.items():
        here = None if where is None else domain in where
        visits = _visits(facts, items)
        for item in items:
            series = _series(facts, item, visits)
            if series:
                days = tuple(visit.on for visit in series)
                found += milestones_of(item, days, _scores(series, items, onset_day, here), domain, facts.limits)
    return tuple(found)


def milestones_of(
    item: str, days: Sequence[date], scores: Scores, domain: str, number: Mapping[str, float]
) -> list[Milestone]:
    """Every score that one item may still come down to, highest first; ``days`` are those of the visits in ``scores``."""
    own = scores.items[item]
    found: list[Milestone] = []
    for at_most, passage in passages(scores, item, domain, number):
        quantiles = {name: exp(passage.mean + passage.spread * place) for name, place in PLACES.items()}
        chances = [passage.within(horizon) for horizon in HORIZONS]
        if found:  # a lower score is never reached before a higher one
            before = found[-1]
            quantiles = {name: max(value, getattr(before, name)) for name, value in quantiles.items()}
            chances = [min(chance, earlier) for chance, (_, earlier) in zip(chances, before.within, strict=True)]
        reached = [day for day, score in zip(days, own, strict=True) if score is not None and score <= at_most]
        within = tuple(zip(HORIZONS, chances, strict=True))
        found.append(
            Milestone(
                fact=item,
                at_most=at_most,
                measured_on=days[-1],
                within=within,
                reached_before=max(reached, default=None),
                **quantiles,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class ScoredVisit:
    """What one domain scored at a visit (None: not asked), and whether item 5 was asked as form 5b."""

    on: date
    scores: Mapping[str, int | None]
    tube_form: bool


def _scores(series: Sequence[ScoredVisit], items: tuple[str, ...], onset: date | None, here: bool | None) -> Scores:
    first = series[0].on
    months = tuple((visit.on - first).days / DAYS_PER_MONTH for visit in series)
    seen = {name: tuple(visit.scores[name] for visit in series) for name in items}
    return Scores(months, seen, (onset - first).days / DAYS_PER_MONTH if onset else None, here)


def _series(facts: Facts, item: str, visits: Sequence[ScoredVisit]) -> list[ScoredVisit]:
    """The visits at which an item was scored; none where it is not known today. A change of form breaks item 5."""
    if not facts.value(item).known:
        return []
    if item == "alsfrs_cutting":
        if _tube_form(facts):
            return []  # from now on the question is another one
        visits = visits[max((at for at, visit in enumerate(visits, 1) if visit.tube_form), default=0) :]
    return [visit for visit in visits if visit.scores[item] is not None]


def _visits(facts: Facts, items: tuple[str, ...]) -> list[ScoredVisit]:
    """The visits at which anything of a domain was scored; those close together count as one, at the later date."""
    history, close = facts.history, facts.limits["visits_that_count_as_one_days"]
    days = [seen.on for item in items for seen in history.tests(item, facts.today)]
    found = []
    for day in merged_visits(days, close):
        then = history.as_of(day, facts.today)
        found.append(ScoredVisit(day, {name: _scored(then, name, close) for name in items}, _tube_form(then)))
    return found


def _tube_form(then: Facts) -> bool:
    fed = then.value("tube_feeding_over_half")
    return fed.known and bool(fed.low)


def _scored(then: Facts, name: str, close: float) -> int | None:
    """The score told at the visit of that day; an older one that is still in force was not asked again, and is left out."""
    value = then.value(name)
    if not value.known or value.on is None or (then.today - value.on).days >= close:
        return None
    if name == "alsfrs_cutting" and _tube_form(then):
        return None  # form 5b is another question
    if name == "alsfrs_walking" and value.low == then.limits["walks_with_help"]:
        help_used = then.value("walking_help")
        if help_used.known and then.vocabulary["walking_help"].raw(help_used.low) == "brace_only":
            return int(value.low) + 1  # the brace set this score, not the leg
    return int(value.low)


def lines_of(facts: Facts, knowledge: Knowledge) -> tuple[FallingLine, ...]:
    """Measures in force with their fall a month: the person's own, the published one, or between the two."""
    found = []
    for name, prior_limit in knowledge.course.measures.items():
        value = facts.value(name)
        if not value.known or value.on is None:
            continue
        slope, falls = projected_falls(facts, name)
        basis = "own" if slope.own == 1 else "blended" if slope.own else knowledge.limits[prior_limit].basis
        found.append(FallingLine(fact=name, value=value.low, measured_on=value.on, falls=falls, basis=basis))
    return tuple(found)
