"""How long a ramp is for a rise: run, landings and whole length (equipment evidence, table 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from planner.language.words import Words
from planner.pages.document import TableBlock
from planner.plan.plan import Plan

SAMPLE_RISES_CM = (10, 20, 30, 50, 75)
CM_PER_INCH, CM_PER_M, INCHES_PER_FOOT = 2.54, 100, 12


@dataclass(frozen=True, slots=True)
class Ramp:
    """Centimetres: the sloping run, landings on the way, and the whole length with the landing at the top."""

    rise: float
    run: float
    landings: int
    length: float


def ramp_for(rise: float, number: Mapping[str, float]) -> Ramp:
    """The ramp for a rise in cm: the run is a multiple of it, with a landing after each highest rise of one run."""
    run = rise * number["ramp_run_per_rise"]
    landings = max(0, ceil(rise / number["ramp_rise_per_run_cm"]) - 1)
    return Ramp(rise, run, landings, run + number["ramp_landing_cm"] * (1 + landings))


def ramp_table(plan: Plan, words: Words) -> TableBlock:
    """The person's own rise first, where it is known, then round ones; lengths in metres and feet."""
    own = plan.values.get("entry_rise_cm")
    rises = [own.low] if own is not None and own.known and own.low > 0 else []
    ramps = [ramp_for(rise, plan.knowledge.numbers) for rise in dict.fromkeys((*rises, *SAMPLE_RISES_CM))]
    rows = tuple(_row(ramp, at < len(rises), words) for at, ramp in enumerate(ramps))
    head = tuple(words(f"planner.{key}") for key in ("rise", "ramp_run", "ramp_landings", "ramp_length"))
    return TableBlock(words("planner.ramp"), head, rows, (28, 24, 20, 28), words("planner.ramp_note"))


def _row(ramp: Ramp, own: bool, words: Words) -> tuple[str, ...]:
    rise = words("planner.rise_value", cm=words.number(f"{ramp.rise:g}"), inches=f"{ramp.rise / CM_PER_INCH:.0f}")
    said = words("planner.your_rise", rise=rise) if own else rise
    return said, _length(ramp.run, words), str(ramp.landings), _length(ramp.length, words)


def _length(cm: float, words: Words) -> str:
    metres, feet = words.number(f"{cm / CM_PER_M:.1f}"), f"{cm / CM_PER_INCH / INCHES_PER_FOOT:.0f}"
    return words("planner.length_value", m=metres, feet=feet)
