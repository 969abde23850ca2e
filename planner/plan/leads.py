"""How long before a need one has to start: waits by route, training, buffer, teaching and referral."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment, Routes

SLOW, MEDIUM, FAST = 0, 1, 2
NATIONAL, SELF, CHARITY = "national_service", "self", "charity_or_loan"  # who pays
INSURER, NEUTRAL, SELF_PAY, LOAN = "insurer", "whoever_pays", "self_pay", "loan"  # routes


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


def wait_for(
    equipment: Equipment, intake: Intake, payer: str | None, routes: Routes, shut: Container[str] = ()
) -> Wait:
    """The person's own quote or route, else by payer and country, else the planner's default under the payer's own name.

    No route of another country or another payer is ever chosen: while the payer is not known, none is named. ``shut`` are
    the routes that are not there for this person.
    """
    leads = equipment.days_by_route
    quoted = quoted_wait(equipment.id, intake)
    if quoted:
        return quoted
    here = [route for route in leads if routes.exist_in(route, intake.country) and route not in shut]
    told = (item.route for item in intake.equipment if item.item == equipment.id)
    named = next((route for route in told if route in leads and routes.exist_in(route, intake.country)), None)
    if named:
        return Wait(named, leads[named], False)
    if not routes.exist_in(routes.own.get(payer or "", NEUTRAL), intake.country):
        payer = None  # a payer of another country
    known = [route for route in _wanted(intake.country, payer, routes) if routes.exist_in(route, intake.country)]
    wanted = [route for route in known if route not in shut]
    advised = [route for route in here if route not in equipment.not_advised]
    chosen = next((route for route in wanted if route in (*advised, *equipment.serves)), None)
    if chosen in leads:
        return Wait(_called(chosen, payer, routes), leads[chosen], False)
    if chosen:
        return Wait(chosen, leads.get(LOAN, leads[equipment.lead_route]), True)
    return _by_default(equipment, advised, intake.country, payer, routes, shut)


def _wanted(country: str, payer: str | None, routes: Routes) -> tuple[str, ...]:
    """Which routes come first: those of the payer, after the country's own where its health service pays."""
    national, wanted = routes.by_country.get(country, ()), routes.by_payer.get(payer or "", ())
    return (*national, *wanted) if payer == NATIONAL else wanted


def _called(route: str, payer: str | None, routes: Routes) -> str:
    """A payer of no name is called what the person's own payer is called."""
    own = routes.own.get(payer or "", "")
    return own if own and route == INSURER else route


def _by_default(
    equipment: Equipment,
    advised: Sequence[str],
    country: str,
    payer: str | None,
    routes: Routes,
    shut: Container[str],
) -> Wait:
    """The planner's own route where nobody is to be asked for it; else its days under the name of who pays."""
    name, leads = equipment.lead_route, equipment.days_by_route
    if routes.named[name].way != "payer" and name not in shut:
        return Wait(name, leads[name], True)
    if payer in (SELF, CHARITY):
        ways = ("buy", "rent", "borrow") if payer == SELF else ("borrow",)
        own = next((route for route in advised if routes.named[route].way in ways), None)
        return Wait(own, leads[own], True) if own else Wait(SELF_PAY if payer == SELF else LOAN, leads[name], True)
    if own := routes.own.get(payer or "", ""):
        return Wait(own, leads[name], True)
    national = next((route for route in routes.by_country.get(country, ()) if route in advised), None)
    if national:
        return Wait(national, leads[national], True)
    serving = next((route for route in routes.own_by_country.get(country, ()) if route not in shut), "")
    return Wait(serving or (NATIONAL if payer == NATIONAL else NEUTRAL), leads[name], True)


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
    """Typical wait at a slow pace, midway to the longest at a medium one, the longest at a fast one (equipment §10a).

    At a fast pace there is no buffer: the early course and the longest wait leave room enough.
    """
    _, typical, longest = wait.days
    chosen = {SLOW: typical, MEDIUM: ceil((typical + longest) / 2), FAST: longest}[pace]
    least, most = int(number["order_buffer_least_days"]), int(number["order_buffer_most_days"])
    buffer = 0 if pace == FAST else min(max(ceil(number["order_buffer_share"] * typical), least), most)
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
