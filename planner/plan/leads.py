"""How long before a need one has to start: waits by route, training, buffer, teaching and referral."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment, Routes

SLOW, MEDIUM, FAST = 0, 1, 2
NATIONAL = "national_service"


@dataclass(frozen=True, slots=True)
class Wait:
    """The wait that applies: its route, days (shortest, typical, longest), and whether it is the planner's default."""

    route: str
    days: tuple[int, int, int]
    default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """start = need − wait − training − buffer, all in days; teaching and referral have a wait and the time to the next visit."""

    wait: int
    train: int
    buffer: int
    next_visit: int
    margin: int
    route: str = ""
    default: bool = False

    @property
    def total(self) -> int:
        return self.wait + self.train + self.buffer + self.next_visit + self.margin


def wait_for(equipment: Equipment, intake: Intake, payer: str | None, routes: Routes) -> Wait:
    """The person's own quote or route, else by payer and country, else the planner's default.

    No route of another country is ever chosen: where the default is one, the country's own route stands in for it, and
    where there is none either, the default's days are an estimate under another name.
    """
    leads = equipment.days_by_route
    quoted = quoted_wait(equipment.id, intake)
    if quoted:
        return quoted
    here = [route for route in leads if routes.exist_in(route, intake.country)]
    named = next((item.route for item in intake.equipment if item.item == equipment.id and item.route in here), None)
    if named:
        return Wait(named, leads[named], False)
    national, wanted = routes.by_country.get(intake.country, ()), routes.by_payer.get(payer or "", ())
    if payer == NATIONAL:
        wanted = (*national, *wanted)
    advised = [route for route in here if route not in equipment.not_advised]
    chosen = next((route for route in wanted if route in advised), None)
    if chosen:
        return Wait(chosen, leads[chosen], False)
    name = equipment.lead_route
    if name in here:
        return Wait(name, leads[name], True)
    own = next((route for route in national if route in advised), None)
    if own:
        return Wait(own, leads[own], True)
    everywhere = (route for route in here if not routes.named[route].countries)
    return Wait(NATIONAL if NATIONAL in routes.named else next(everywhere, ""), leads[name], True)


def quoted_wait(thing: str, intake: Intake, route: str = "") -> Wait | None:
    """The newest quote that tells how long a thing takes, of one route or of any; the first where none is newer."""
    told = [quote for quote in intake.quotes if quote.item == thing and route in ("", quote.route)]
    by_day = sorted(told, key=lambda quote: quote.on or date.min, reverse=True)
    for quote in by_day:
        if quote.lead_days:
            days = (quote.lead_days.min, quote.lead_days.typical, quote.lead_days.longest)
            return Wait(quote.route, days, False)
    return None


def for_equipment(equipment: Equipment, wait: Wait, pace: int, number: Mapping[str, float]) -> Arithmetic:
    """Typical wait at a slow pace, midway to the longest at a medium one, the longest at a fast one (equipment §10a)."""
    _, typical, longest = wait.days
    chosen = {SLOW: typical, MEDIUM: ceil((typical + longest) / 2), FAST: longest}[pace]
    least, most = int(number["order_buffer_least_days"]), int(number["order_buffer_most_days"])
    buffer = min(max(ceil(number["order_buffer_share"] * typical), least), most)
    return Arithmetic(
        wait=chosen,
        train=equipment.train_days,
        buffer=buffer,
        next_visit=0,
        margin=0,
        route=wait.route,
        default=wait.default,
    )


def for_teaching(lead: str, pace: int, knowledge: Knowledge) -> Arithmetic:
    """The wait named by a limit (days or weeks), and the time to the next visit."""
    limit = knowledge.limits[lead]
    days = ceil(limit.value * {"days": 1, "weeks": 7, "months": 30.4375}[limit.unit])
    visit = knowledge.limits["next_visit_fast_days" if pace == FAST else "next_visit_days"].value
    return Arithmetic(wait=days, train=0, buffer=0, next_visit=int(visit), margin=0)
