"""Orders as a family may see them: within the look-ahead, in plain words, without what was told in confidence."""

from __future__ import annotations

from dataclasses import dataclass

from planner.language.wording import title_of
from planner.language.words import Words
from planner.model.things import HOSPICE, Equipment, Gate
from planner.plan.leads import NATIONAL, NEUTRAL
from planner.plan.orders import Order, Remark
from planner.plan.plan import Plan
from planner.plan.shopping import advice_on_kind

NAMING = ("benefit_conflict", "ready_first")  # remarks that name another thing, which may lie beyond the look-ahead


@dataclass(frozen=True)
class Notes:
    """What families read beside a thing; ``shown`` are the ids of the things that may be named."""

    plan: Plan
    words: Words
    shown: frozenset[str]

    def name(self, thing: str) -> str:
        return self.plan.knowledge.equipment[thing].family.name

    def of(self, order: Order) -> tuple[str, ...]:
        """Which of its kind it is, risks and tasks in the family's words, each once."""
        # What is got by a later day, for others come first, is not asked for first.
        first = order.late and order.action not in ("has", "order_by")
        said = [self.words("purchase.late")] if first else []
        said += [f"{title}." for title in self.kinds(order)]
        if order.bridge in self.shown:
            said.append(self.words("purchase.bridge", thing=self.name(order.bridge)))
        for kind, remarks in (("risk", order.risks), ("task", order.tasks)):
            for remark in remarks:
                if not remark.confidential and not is_hospice(remark.route):
                    said.append(self.remark(kind, remark, order))
        return tuple(line for line in dict.fromkeys(said) if line)

    def kinds(self, order: Order) -> tuple[str, ...]:
        """What the advice on it calls it, as a splint for wrist or thumb."""
        titles = (title_of(item, self.plan, self.words) for item in advice_on_kind(order, self.plan))
        return tuple(filter(None, titles))

    def remark(self, kind: str, remark: Remark, order: Order) -> str:
        """One remark; a thing beyond the look-ahead is not named, and no fact is, but what families are asked to do."""
        if remark.code == "test":
            gate = self.gate(order, remark)
            return gate.family if gate else ""
        named = remark.thing in self.shown
        key = remark.code if named or remark.code not in NAMING else f"{remark.code}_unnamed"
        return self.words(
            f"purchase.{kind}.{key}",
            thing=self.name(remark.thing) if named else "",
            route=route_name(remark.route, self.plan),
        )

    def gate(self, order: Order, remark: Remark) -> Gate | None:
        gates = self.plan.knowledge.equipment[order.id].gates
        return next((gate for gate in gates if remark.route in gate.routes and remark.fact in gate.tests), None)


def is_hospice(route: str) -> bool:
    """Whether a route, also one in somebody's own words, tells of hospice, which is told in confidence."""
    return HOSPICE in route.casefold()


INSURERS = ("medicare", "medicaid", "private_insurer")  # payers whose help for one thing bears on the next


def way_for(thing: Equipment, plan: Plan) -> str:
    """Why it comes this way; an insurer is spoken of only to those who have one."""
    insured = plan.payer in INSURERS
    return thing.family.way if insured or not thing.family.way_uninsured else thing.family.way_uninsured


def is_unplaced(route: str, plan: Plan) -> bool:
    """Whether nobody can be named: who pays is not known, or a route of some countries while the person's is not known."""
    if route == NEUTRAL:
        return True
    known = plan.knowledge.routes.named.get(route)
    return known is not None and bool(known.countries) and not plan.intake.country


def route_name(route: str, plan: Plan) -> str:
    """What a route is called for this person: where a national service pays, a payer of no country is that service."""
    named = plan.knowledge.routes.named
    known = named.get(route)
    if known is None:
        return route.replace("_", " ")
    by_service = known.way == "payer" and not known.countries and plan.payer == NATIONAL and route != NEUTRAL
    return named[NATIONAL].name if by_service and NATIONAL in named else known.name
