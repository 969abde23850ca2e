"""What is borrowed, rented or bought: frozen shapes for stages/equipment.yaml and stages/payers.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from planner.model.conditions import Condition
from planner.model.shapes import Cited, Lines, Shape
from planner.model.text import OneLine, Text

Way = Literal["borrow", "rent", "buy", "payer"]
Verb = Literal["", "fit", "sign_up"]
Buying = Literal["usual", "only_if_slow", "avoid_buying"]


class Origin(Shape):
    """From whom, of which year and country a wait or a price was read; how far it was read stands with the source."""

    source: OneLine
    year: OneLine
    country: OneLine


class Lead(Shape):
    """Days from asking to having it usable at home: shortest, typical, longest; without an origin the planner's estimate."""

    route: OneLine
    days: tuple[int, int, int]
    origin: Origin | None = None


HOSPICE = "hospice"  # the route that is there only for those who chose it


class Route(Shape):
    """One way a thing comes: borrowed, rented, bought or paid by somebody; ``countries`` empty: it exists everywhere.

    ``only_when``: it is there for nobody of whom this is not known to be true. ``own_share``: the limit that says which
    share of the price the family pays, in percent; none where that is not known. ``verb``: what is said in the place of
    ``way`` where somebody comes to fit it, or where it is a service: nobody buys a person or rents a ride.
    """

    way: Way
    verb: Verb = ""
    name: Text
    countries: tuple[OneLine, ...] = ()
    only_when: Condition | None = None
    own_share: OneLine = ""

    @property
    def said(self) -> str:
        """Under which word it is told."""
        return self.verb or self.way


class Routes(Shape):
    """Every route by its name, and which come first for a payer or a country.

    ``own`` and ``own_by_country``: what a payer, or a country's health service, is called where a thing has no wait of
    its own there.
    """

    named: Mapping[str, Route]
    by_payer: Mapping[str, tuple[OneLine, ...]]
    by_country: Mapping[str, tuple[OneLine, ...]]
    own: Mapping[str, OneLine] = Field(default_factory=dict)
    own_by_country: Mapping[str, tuple[OneLine, ...]] = Field(default_factory=dict)

    def exist_in(self, route: str, country: str) -> bool:
        """Whether a route can be had in a country; while the country is not known, every route can."""
        known = self.named.get(route)
        countries = known.countries if known else ()
        return not country or not countries or country in countries


class Prices(Shape):
    """What it costs to buy (low, typical, high) and to rent by the month (low, high); one of the two at least.

    ``resale``: the share of the price that is got back. ``ask``: nobody here knows a price, so the supplier is asked.
    ``origins``: figures that were read; without one the price is the planner's estimate for the market.
    """

    buy: tuple[float, float, float] | None = None
    rent_month: tuple[float, float] | None = None
    resale: float = Field(default=0.0, ge=0, le=1)
    ask: bool = False
    origins: tuple[Origin, ...] = ()
    evidence: tuple[Cited, ...] = Field(min_length=1)


class Market(Shape):
    """Currency, country and years of all prices of the file, and the day by which they are looked at again."""

    currency: OneLine
    country: OneLine
    years: Text
    review_by: date | None = None


class Guide(Shape):
    """What holds for every thing: what to ask the seller, what to measure at home."""

    ask_the_seller: Lines = Field(min_length=1)
    measure_at_home: Lines = Field(min_length=1)


class Useful(Shape):
    """Months of real use by pace."""

    slow: float
    medium: float
    fast: float


class Gate(Shape):
    """A payer's test on a route: until ``met_when`` is shown, the test is planned instead of the order.

    ``countries`` empty: wherever the route is. It stays shut while the country is not known.
    """

    routes: tuple[OneLine, ...] = Field(min_length=1)
    countries: tuple[OneLine, ...] = ()
    met_when: Condition
    tests: tuple[OneLine, ...] = Field(min_length=1)
    therapist: Text
    family: Text
    evidence: tuple[Cited, ...] = Field(min_length=1)


class FamilyThing(Shape):
    """How a family reads of it: what it is called, whom it is for, what it does, why this way of getting it.

    ``does_else``: what it does for a body that uses it otherwise. ``way_uninsured``: why, where no insurer pays; where it
    is empty ``way`` names none.
    """

    name: Text
    for_you_if: Lines = Field(min_length=1)
    does: Text
    does_else: Text = ""
    way: Text
    way_uninsured: Text = ""


class Equipment(Shape):
    """One thing: when it is needed, how it comes, how long it is of use, what it costs and what to check.

    Its need is that of the recommendation named in ``needed_with``, or its own ``needed_when``; exactly one of the two.
    ``serves``: routes that bring it with no wait of their own; the wait of a loan, else of ``lead_route``, is the estimate.
    ``despite_pace``: where this is true, what is worth it at a slow pace alone is worth it at any.
    ``kept``: it stays beside its successors, which come in addition or for other hours. ``after``: ordered only once one
    of these is there, because it is measured on it or takes over from it. ``there_when``: by this answer it is in use, where its
    own status was not told. ``else_when``: where this is true families read ``does_else``. ``measures``: it measures something
    and helps by nothing else. ``named_by_advice``: several pieces of advice are about it, and theirs say which of its kind it is.
    ``measure``: which places of the guide are measured for it.
    """

    id: OneLine
    name: Text
    needed_with: OneLine = ""
    needed_when: Condition | None = None
    outgrown_when: Condition | None = None
    lead_route: OneLine
    leads: tuple[Lead, ...] = Field(min_length=1)
    not_advised: tuple[OneLine, ...] = ()
    serves: tuple[OneLine, ...] = ()
    train_days: int
    successors: tuple[OneLine, ...] = ()
    kept: bool = False
    buying: Buying = "usual"
    despite_pace: Condition | None = None
    benefit: OneLine = ""
    useful_months: Useful
    least_useful_months: float
    prices: Prices
    gates: tuple[Gate, ...] = ()
    ready_first: tuple[OneLine, ...] = ()
    after: tuple[OneLine, ...] = ()
    before: Lines = ()
    there_when: Condition | None = None
    else_when: Condition | None = None
    measures: bool = False
    named_by_advice: bool = False
    measure: tuple[int, ...] = ()
    bridge: tuple[OneLine, ...] = ()
    checks: Lines = Field(min_length=1)
    family: FamilyThing
    evidence: tuple[Cited, ...] = Field(min_length=1)

    def origin_of(self, days: tuple[int, int, int] | None) -> Origin | None:
        """Where a wait of this thing was read; None for the planner's estimate, and where routes of the same days differ."""
        found = {lead.origin for lead in self.leads if lead.days == days}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def days_by_route(self) -> dict[str, tuple[int, int, int]]:
        return {lead.route: lead.days for lead in self.leads}


class PayerRule(Shape):
    """What a payer or a country's service asks or gives, told beside the advice and things it is about.

    ``payers`` empty: whoever pays. ``when``: told unless this is known to be untrue. ``as_of``: the years it was read for.
    It never decides advice: a coverage rule stands beside the clinical one.
    """

    id: OneLine
    countries: tuple[OneLine, ...] = Field(min_length=1)
    payers: tuple[OneLine, ...] = ()
    when: Condition | None = None
    equipment: tuple[OneLine, ...] = ()
    recommendations: tuple[OneLine, ...] = ()
    therapist: Text
    family: Text = ""
    codes: tuple[OneLine, ...] = ()
    as_of: Text
    review_by: date | None = None
    evidence: tuple[Cited, ...] = Field(min_length=1)
