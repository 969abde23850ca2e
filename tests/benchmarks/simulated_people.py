"""People who never lived: courses of the twelve ALSFRS-R items, to hold the planner's windows against.

`python tests/benchmarks/simulated_people.py` prints them beside the published figures they were matched to.

Each item has a true level between 4 and 0 that only falls: along a sigmoid, a line or a slowing curve, in its own time.
The domain of onset falls first, the others follow after a lag; the items of one domain go together, as far as published
(evidence 4.8). Spells of faster and slower loss, or of none, bend the calendar. At a visit somebody reads the level off
with an error, as a whole score. The figures below were set by the published summaries of cohorts (evidence 3.1, 3.2),
before the planner was held against them; what was changed after that, CALIBRATION.md tells. No clinical validation, and
no survival.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

DOMAINS = {
    "bulbar": ("alsfrs_speech", "alsfrs_salivation", "alsfrs_swallowing"),
    "fine": ("alsfrs_handwriting", "alsfrs_cutting", "alsfrs_dressing"),
    "gross": ("alsfrs_turning", "alsfrs_walking", "alsfrs_stairs"),
    "respiratory": ("alsfrs_dyspnea", "alsfrs_orthopnea", "alsfrs_respiratory"),
}
ITEMS = tuple(item for items in DOMAINS.values() for item in items)
ONSET = {"gross": 0.40, "fine": 0.30, "bulbar": 0.27, "respiratory": 0.03}  # share of people by where it began
# How long an item takes beside the others of its domain: stairs go before walking, turning after it.
ITS_TIME = dict(zip(ITEMS, (0.90, 1.00, 1.05, 0.95, 1.00, 0.95, 1.05, 1.00, 0.80, 1.00, 1.15, 1.20), strict=True))
LAG = {"bulbar": 0.45, "fine": 0.35, "gross": 0.35, "respiratory": 0.75}  # mean lag of a later domain, in half-times
ITEM_SPREAD = 0.30  # log half-time
STEEPNESS = (0.25, 0.45)  # of the sigmoid, in half-times
GAP = (2.0, 4.0)  # months between visits
FIRST_VISIT = (0.65, 0.30)  # median in half-times since onset, log spread
VISITS = 6
LONG = 400.0  # months over which a course is bent; nobody is looked at beyond
SLOWING = 1 - math.sqrt(0.5)  # a parabola with half of its height left after one half-time
SPELL = (3.0, 6.0)  # months of one speed
PLATEAU = (6.0, 12.0)  # months almost without loss

# Correlations of how soon each item goes, items 1 to 12 (evidence 4.8; the pairs it leaves out lie between their
# neighbours): within bulbar, within the limbs, within breathing; across, the middle of the range given.
WITHIN = {
    (1, 2): 0.87, (1, 3): 0.90, (2, 3): 0.83,
    (4, 5): 0.90, (4, 6): 0.76, (5, 6): 0.88, (6, 7): 0.94, (4, 7): 0.69, (5, 7): 0.77, (7, 8): 0.82, (7, 9): 0.82,
    (8, 9): 0.98, (6, 8): 0.75, (6, 9): 0.78, (4, 8): 0.41, (5, 8): 0.45, (4, 9): 0.42, (5, 9): 0.46,
    (10, 11): 0.75, (10, 12): 0.65, (11, 12): 0.81,
}  # fmt: skip
BULBAR_LIMB, BULBAR_BREATHING, LIMB_BREATHING = -0.05, 0.30, 0.22


@dataclass(frozen=True)
class Kind:
    """One way in which people may lose: the curve, how the calendar is bent, how fast, how well it is reported."""

    name: str
    curve: str = "sigmoid"
    warp: float = 0.50  # log spread of the speed of a spell
    plateaus: float = 0.06  # chance that a spell is one of almost no loss
    half_time: float = 26.0  # median months from onset to half of all points
    spread: float = 0.50  # log half-time between people
    error: float = 0.30  # points, of one item at one visit


KINDS = (
    Kind("sigmoid, warp"),
    Kind("no warp", warp=0.0, plateaus=0.0),
    Kind("strong warp, plateaus", warp=0.80, plateaus=0.20, half_time=20.0),
    Kind("straight lines", curve="line"),
    Kind("decelerating", curve="slowing"),
    Kind("slow people", half_time=45.0),
    Kind("fast people", half_time=14.0),
    Kind("noisy reports", error=0.50),
)
# Shown beside the others and never pooled: each point takes so much longer than the one before that the last takes more
# than three times the first. No cohort was seen to do so.
BEYOND = (Kind("fading, not pooled", curve="fading"),)


def correlation(one: int, other: int) -> float:
    """Of two items by their number on the scale, 1 to 12."""
    if one == other:
        return 1.0
    low, high = sorted((one, other))
    if (low, high) in WITHIN:
        return WITHIN[low, high]
    if low <= 3:
        return BULBAR_BREATHING if high >= 10 else BULBAR_LIMB
    return LIMB_BREATHING


def cholesky() -> list[list[float]]:
    """The lower triangle whose square is the correlation matrix of the items."""
    size = len(ITEMS)
    lower = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            rest = correlation(row + 1, column + 1) - sum(a * b for a, b in zip(lower[row], lower[column], strict=True))
            lower[row][column] = math.sqrt(rest) if row == column else rest / lower[column][column]
    return lower


TRIANGLE = cholesky()


@dataclass(frozen=True)
class Spells:
    """How the calendar is bent: months since onset, and how far the illness has come by then, in its own months."""

    months: tuple[float, ...]
    own: tuple[float, ...]

    def own_at(self, month: float) -> float:
        return between(month, self.months, self.own)

    def month_at(self, own: float) -> float:
        """When the illness has come so far; infinity beyond the simulated time."""
        return between(own, self.own, self.months) if own <= self.own[-1] else math.inf


def between(value: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    at = max(1, min(bisect_left(xs, value), len(xs) - 1))
    share = (value - xs[at - 1]) / (xs[at] - xs[at - 1])
    return ys[at - 1] + share * (ys[at] - ys[at - 1])


@dataclass(frozen=True)
class Person:
    """A course with its visits: what was reported, and when each score is truly reached. Months since onset."""

    onset: str
    kind: Kind
    visits: tuple[float, ...]
    reported: dict[str, tuple[int, ...]]
    half_time: dict[str, float]
    start: dict[str, float]
    steepness: dict[str, float]
    spells: dict[str, Spells]

    def level(self, item: str, month: float) -> float:
        """The true level, 4 to 0."""
        domain = DOMAIN_OF[item]
        x = max(0.0, (self.spells[domain].own_at(month) - self.start[domain]) / self.half_time[item])
        return level_at(self.kind.curve, x, self.steepness[item])

    def reaches(self, item: str, score: int) -> float:
        """The month since onset at which the true level would be read as this score or less."""
        domain = DOMAIN_OF[item]
        x = place_of(self.kind.curve, score + 0.5, self.steepness[item])
        return self.spells[domain].month_at(self.start[domain] + x * self.half_time[item])


DOMAIN_OF = {item: domain for domain, items in DOMAINS.items() for item in items}


def level_at(curve: str, x: float, k: float) -> float:
    """The level after ``x`` half-times; half of it is left at 1."""
    if curve == "line":
        return max(0.0, 4 - 2 * x)
    if curve == "slowing":
        return 4 * max(0.0, 1 - SLOWING * x) ** 2
    if curve == "fading":
        return 4 * 0.5**x
    return 4 * (1 + math.exp(-1 / k)) / (1 + math.exp(min(700.0, (x - 1) / k)))


def place_of(curve: str, level: float, k: float) -> float:
    """The half-times after which a level is left."""
    if curve == "line":
        return (4 - level) / 2
    if curve == "slowing":
        return (1 - math.sqrt(level / 4)) / SLOWING
    if curve == "fading":
        return math.log2(4 / level)
    return 1 + k * math.log(4 * (1 + math.exp(-1 / k)) / level - 1)


def bend(kind: Kind, lots: Random) -> dict[str, Spells]:
    """Spells for each domain: half of their speed is the person's, half the domain's own."""
    lengths, plateaus = [], []
    while sum(lengths) < LONG:
        plateaus.append(lots.random() < kind.plateaus)
        lengths.append(lots.uniform(*(PLATEAU if plateaus[-1] else SPELL)))
    months = tuple(accumulate(lengths, initial=0.0))
    shared = [lots.gauss(0, 1) for _ in lengths]
    found = {}
    for domain in DOMAINS:
        speeds = (
            0.05 if still else math.exp(kind.warp * math.sqrt(0.5) * (common + lots.gauss(0, 1)) - kind.warp**2 / 2)
            for still, common in zip(plateaus, shared, strict=True)
        )
        own = accumulate((speed * length for speed, length in zip(speeds, lengths, strict=True)), initial=0.0)
        found[domain] = Spells(months, tuple(own))
    return found


def person(kind: Kind, lots: Random) -> Person:
    onset = lots.choices(tuple(ONSET), tuple(ONSET.values()))[0]
    whole = kind.half_time * math.exp(kind.spread * lots.gauss(0, 1))
    own = [lots.gauss(0, 1) for _ in ITEMS]
    effect = [sum(a * b for a, b in zip(row, own, strict=True)) for row in TRIANGLE]
    half_time = {
        item: whole * 0.75 * ITS_TIME[item] * math.exp(ITEM_SPREAD * one)
        for item, one in zip(ITEMS, effect, strict=True)
    }
    start = {domain: 0.0 if domain == onset else whole * LAG[domain] * lots.uniform(0.3, 1.7) for domain in DOMAINS}
    steepness = {item: lots.uniform(*STEEPNESS) for item in ITEMS}
    first = max(2.0, whole * FIRST_VISIT[0] * math.exp(FIRST_VISIT[1] * lots.gauss(0, 1)))
    visits = tuple(accumulate((lots.uniform(*GAP) for _ in range(VISITS - 1)), initial=first))
    made = Person(onset, kind, visits, {}, half_time, start, steepness, bend(kind, lots))
    read = {
        item: tuple(
            max(0, min(4, math.floor(made.level(item, month) + lots.gauss(0, kind.error) + 0.5))) for month in visits
        )
        for item in ITEMS
    }
    return replace(made, reported=read)


def people(kind: Kind, seed: int, count: int) -> list[Person]:
    """So many people of a kind; the same ones for the same seed."""
    lots = Random(f"{kind.name} {seed}")
    return [person(kind, lots) for _ in range(count)]


# --- beside published figures -----------------------------------------------------------------------------


def slope(months: Sequence[float], values: Sequence[float]) -> float:
    fit = statistics.linear_regression(months, values)
    return fit.slope


def summary(group: Sequence[Person]) -> list[tuple[str, str, str]]:
    """What cohorts publish, of these people: name, simulated, published (evidence 3.1, 3.2, 4.2)."""
    totals = [tuple(sum(scores) for scores in zip(*one.reported.values(), strict=True)) for one in group]
    first = [total[0] for total in totals]
    after = [slope(one.visits, total) for one, total in zip(group, totals, strict=True)]
    anchored = sorted(slope((0.0, *one.visits), (48, *total)) for one, total in zip(group, totals, strict=True))
    quarter = statistics.quantiles(anchored, n=4)
    by_domain = ", ".join(
        f"{statistics.fmean(slope(one.visits, [sum(s) for s in zip(*(one.reported[i] for i in items), strict=True)]) for one in group):.2f}"
        for items in DOMAINS.values()
    )
    still = ", ".join(f"{sum(total[at] >= total[0] for total in totals) / len(totals):.0%}" for at in (2, 4))
    return [
        ("first total", f"{statistics.fmean(first):.1f} (SD {statistics.stdev(first):.1f})", "38.0 (5.6)"),
        ("slope after it", f"{statistics.fmean(after):.2f} (SD {statistics.stdev(after):.2f})", "-0.99"),
        ("slope from onset, median", f"{quarter[1]:.2f} (IQR {quarter[2] - quarter[0]:.2f})", "-0.55 to -0.89 (0.62 to 0.67)"),
        ("no decline in 6, 12 months", still, "25 %, 16 %"),
        ("slope by domain", by_domain, "-0.25, -0.29, -0.27, -0.16 (the evidence file's own simulator)"),
    ]  # fmt: skip


def main() -> None:
    for kind in KINDS:
        print(kind.name)
        for name, simulated, published in summary(people(kind, 101, 1500)):
            print(f"  {name:<28}{simulated:<32}{published}")


if __name__ == "__main__":
    main()
