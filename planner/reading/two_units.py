"""Two values that differ by the ratio of two units: the larger looks like the other unit, as 141 lb beside 64 kg."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations

from planner.model.facts import Observation, Vocabulary
from planner.model.intake import months_later
from planner.model.units import AlsoAs

Key = tuple[str, date]


def in_other_unit(
    observations: Iterable[Observation], vocabulary: Vocabulary, unit_told: Collection[Key] = ()
) -> dict[Key, Observation]:
    """Each value that looks like another unit, by fact and day, with the smaller value beside which it does.

    A value whose unit was written (``unit_told``) is what it says.
    """
    weighed = [seen for seen in observations if _other(seen, vocabulary) is not None]
    found: dict[Key, Observation] = {}
    for smaller, larger in _pairs(sorted(weighed, key=lambda seen: (seen.on, seen.fact))):
        key, other = (larger.fact, larger.on), _other(larger, vocabulary)
        if other is not None and key not in unit_told and _of_two_units(smaller, larger, other):
            found[key] = smaller  # of several, the newest
    return found


def _other(seen: Observation, vocabulary: Vocabulary) -> AlsoAs | None:
    other = vocabulary[seen.fact].also_as
    return other if other is not None and other.beside is not None else None


def _pairs(observations: Iterable[Observation]) -> Iterator[tuple[Observation, Observation]]:
    for one, another in combinations(observations, 2):
        yield (one, another) if float(one.value) <= float(another.value) else (another, one)  # type: ignore[arg-type]


def _of_two_units(smaller: Observation, larger: Observation, other: AlsoAs) -> bool:
    beside, times = other.beside, other.times
    if beside is None or times is None or smaller.fact not in beside.facts:
        return False
    low, high = float(smaller.value), float(larger.value)  # type: ignore[arg-type]
    if not (low < high and low * (1 - beside.give_or_take) <= high * times <= low * (1 + beside.give_or_take)):
        return False
    earlier, later = sorted((smaller.on, larger.on))
    return smaller.fact != larger.fact or later <= months_later(earlier, beside.months)
