"""What is to be done about one thing, and why: frozen values, no sentence among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal

from planner.model.conditions import Reason
from planner.plan.due import Dates
from planner.plan.leads import Arithmetic
from planner.plan.money import Choice, Estimate

Action = Literal["order_now", "order_by", "arrange", "wait", "skip", "defer", "has", "return"]
NOW: tuple[Action, ...] = ("order_now", "arrange")
TO_GET: tuple[Action, ...] = ("order_now", "arrange", "order_by", "defer")


@dataclass(frozen=True, slots=True)
class Remark:
    """A short code with what it is about; its words stand in templates/words under ``equipment``."""

    code: str
    thing: str = ""
    fact: str = ""
    route: str = ""

    @property
    def confidential(self) -> bool:
        """Whether it tells what was told in confidence: such a remark stands on the therapist's page only."""
        return self.code.startswith(("hospice_", "comfort_"))


@dataclass(frozen=True, slots=True)
class Return:
    """When a lent thing goes back: as soon as ``thing`` is there (empty: the loan ends), about ``on`` where that is known."""

    thing: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Reasonable:
    """For what was put off: the first and the last day on which ordering makes sense; None: over, or not known."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to do about one thing. ``order_by`` is never a day that has passed; ``arithmetic`` and ``need_by`` stay.

    ``overdue_days``: how long ago it should have been ordered. ``otherwise``: it helps this body in the other way that
    its words for families know.
    """

    id: str
    action: Action
    put_off: bool = False
    route: str = ""
    order_by: date | None = None
    overdue_days: int = 0
    lead_days: tuple[int, int, int] | None = None
    lead_default: bool = False
    needed: Dates | None = None
    need_by: date | None = None
    arithmetic: Arithmetic | None = None
    late: bool = False
    at_risk: bool = False
    bridge: str = ""
    risks: tuple[Remark, ...] = ()
    because: tuple[Reason, ...] = ()
    remarks: tuple[Remark, ...] = ()
    tasks: tuple[Remark, ...] = ()
    estimate: Estimate | None = None
    choice: Choice | None = None
    return_when: Return | None = None
    reasonable: Reasonable | None = None
    otherwise: bool = False

    @property
    def bridges(self) -> str:
        """The late thing until which it helps; empty where it is got for itself."""
        return next((remark.thing for remark in self.remarks if remark.code == "bridge_for"), "")


def waits_long(order: Order, number: Mapping[str, float]) -> bool:
    """Whether it usually takes so long that it has to be started ahead."""
    return order.lead_days is not None and timedelta(order.lead_days[1]) >= timedelta(weeks=number["long_wait_weeks"])


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
