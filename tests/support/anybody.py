"""Random people: anything that can be told of somebody, drawn from a seed so that a run can be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from one_body import one_body
from people import VISIT

from planner.model.facts import Fact, Observation
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge

STEADY = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(STEADY, max_examples=15)
seeds = st.integers(0, 2**32 - 1)
# Each of these overrules or stands in for others, so hearing it is no mere addition.
OVERRULING = {"stage_by_therapist", "alsfrs_total", "age_years", "visit_date"}


def some_value(fact: Fact, chance: Random) -> Any:
    """Any value that the fact may take."""
    if fact.kind == "yes_no":
        return chance.random() < 0.5
    if fact.kind == "choice":
        return chance.choice(fact.choices)
    if fact.kind == "date":
        return date(2024, 1, 1) + timedelta(chance.randrange(800))
    if fact.kind == "text":
        return "soup"
    low, high = fact.ends
    return chance.randint(ceil(low), int(min(high, low + 300)))


def told(knowledge: Knowledge, chance: Random, share: float) -> list[Observation]:
    """A share of all that can be told at one visit, free of contradictions about one body."""
    words = knowledge.vocabulary
    names = [name for name in words if words[name].origin != "derived" and name not in OVERRULING]
    names = [name for name in names if not (words[name].sides and name == words[name].id) and chance.random() < share]
    found = {name: some_value(words[name], chance) for name in names}
    if found.get("feeding_tube_status", "placed") != "placed" and found.get("tube_feeding_over_half"):
        del found["tube_feeding_over_half"]
    return [Observation(name, value, VISIT) for name, value in one_body(found).items()]


def intake_of(observations: Sequence[Observation]) -> Intake:
    visits = tuple(sorted({seen.on for seen in observations}))
    told = tuple(sorted(observations, key=lambda s: (s.fact, s.on)))
    return Intake(id="x", name="", language="en", country="", observations=told, visits=visits)
