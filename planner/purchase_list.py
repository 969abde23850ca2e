"""Plan → the purchase list of a family as CSV (RFC 4180): one row for each thing to act on.

Rows: what to order, borrow, rent or give back now; what waits for a test; what to order within the look-ahead; and of
what is there or on order only what asks for something. What waits, what is left out and what was put off have no row.
No day or window of need, no reason and no answer stands here, and nothing that was told in confidence.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from planner.entries import clean
from planner.family_page import DAYS, in_reach, marks
from planner.intake import LookAhead
from planner.orders import Order, Remark
from planner.plan import Plan
from planner.things import Gate
from planner.words import Words

ACTIONS = ("order_now", "order_by", "arrange", "defer", "return")
COLUMNS = (
    *("thing", "action", "order_by", "give_back", "how", "wait_least", "wait_usual", "wait_longest", "wait_from"),
    *("buy_low", "buy_usual", "buy_high", "rent_low", "rent_high", "currency", "years", "estimate", "notes", "plan"),
)
NAMING = ("benefit_conflict", "ready_first")  # remarks that name another thing, which may lie beyond the look-ahead
HOSPICE = "hospice"
# A spreadsheet reads a cell as a formula when it starts with one of these signs; where it parts cells at semicolons
# or tabs, a cell may start in the middle of ours.
FORMULA = re.compile(r"(^|[;,\t|])(\s*)(?=[=+\-@＝＋－＠])")


def purchase_list(plan: Plan, words: Words, look_ahead: LookAhead) -> str:
    """The list of one reader with a row of headings, lines ending in CR LF; what is to act on first stands first."""
    orders = tuple(order for order in plan.equipment if _in_sight(order, plan, look_ahead))
    there = (order for order in plan.equipment if order.action == "has" and not order.put_off)
    view = _View(plan, words, look_ahead, frozenset(order.id for order in (*orders, *there)))
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(harmless(words(f"purchase.column.{name}")) for name in COLUMNS)
    for order in orders:
        row = view.row(order)
        writer.writerow(harmless(row.get(name, "")) for name in COLUMNS)
    return text.getvalue()


def harmless(cell: str) -> str:
    """A cell on one line that no spreadsheet takes for a formula: an apostrophe stands before what would start one."""
    return FORMULA.sub(r"\1\2'", " ".join(clean(cell).split()))


def _in_sight(order: Order, plan: Plan, look_ahead: LookAhead) -> bool:
    """Whether this reader sees the thing; of what is there, only what has a task or goes back within the look-ahead."""
    if order.put_off or (look_ahead == "now" and _is_ahead(order, plan)):
        return False
    if order.order_by is not None:
        return in_reach(order.order_by, plan.today, DAYS[look_ahead])
    if order.action == "has":
        return bool(order.tasks) or _give_back(order, plan, look_ahead) != ""
    return order.action in ACTIONS


def _is_ahead(order: Order, plan: Plan) -> bool:
    """Whether it is needed only later, though it may have to be ordered today; a bridge is needed with what it is for."""
    bridged = next((remark.thing for remark in order.remarks if remark.code == "bridge_for"), order.id)
    order = next(other for other in plan.equipment if other.id == bridged)
    if order.action not in ACTIONS or order.need_by is None:
        return False
    advice = plan.item(plan.knowledge.equipment[order.id].needed_with)
    if advice is not None:
        return advice.timing in ("prepare", "later")
    return max(order.need_by, (order.needed and order.needed.early) or order.need_by) > plan.today


def _give_back(order: Order, plan: Plan, look_ahead: LookAhead) -> str:
    """The day on which it goes back, where that lies ahead and within the look-ahead."""
    day = order.return_when.on if order.return_when else None
    if day is None or day <= plan.today or not in_reach(day, plan.today, DAYS[look_ahead]):
        return ""
    return day.isoformat()


@dataclass(frozen=True)
class _View:
    """A plan as one reader may see it: ``shown`` are the ids of the things it may name."""

    plan: Plan
    words: Words
    look_ahead: LookAhead
    shown: frozenset[str]

    def row(self, order: Order) -> dict[str, str]:
        words, by = self.words, self.plan.intake.review.by
        action = "ordered" if any(remark.code == "ordered" for remark in order.remarks) else order.action
        return {
            "thing": _capital(self.name(order.id)),
            "action": words(f"purchase.action.{action}"),
            "order_by": order.order_by.isoformat() if order.order_by else "",
            "give_back": _give_back(order, self.plan, self.look_ahead),
            "how": self.how(order.route),
            **self.wait(order),
            **self.prices(order),
            "notes": " ".join(self.notes(order)),
            "plan": ". ".join((*marks(self.plan, words), *([words("checked", name=by)] if by else []))),
        }

    def name(self, thing: str) -> str:
        return self.plan.knowledge.equipment[thing].family.name

    def how(self, route: str) -> str:
        """By which way it comes and from whom; a route that only a quote names is called what the quote calls it."""
        if not route or is_hospice(route):
            return ""
        known = self.plan.knowledge.routes.named.get(route)
        return self.words(f"purchase.how.{known.way}", name=known.name) if known else route

    def wait(self, order: Order) -> dict[str, str]:
        if order.lead_days is None or is_hospice(order.route):
            return {}
        own = any(q.item == order.id and q.route == order.route and q.lead_days for q in self.plan.intake.quotes)
        days = dict(zip(("wait_least", "wait_usual", "wait_longest"), map(str, order.lead_days), strict=True))
        return {**days, "wait_from": self.words("purchase.from_offer" if own else "purchase.from_planner")}

    def prices(self, order: Order) -> dict[str, str]:
        """In the currency of the offer or of the planner's figures; nothing where no price is known."""
        found = order.estimate
        if found is None or (found.buy, found.rent_month) == (None, None):
            return {}
        buy = dict(zip(("buy_low", "buy_usual", "buy_high"), map(_money, found.buy or ()), strict=False))
        rent = dict(zip(("rent_low", "rent_high"), map(_money, found.rent_month or ()), strict=False))
        estimate = self.words("yes" if found.default else "no")
        return {**buy, **rent, "currency": found.currency, "years": found.years, "estimate": estimate}

    def notes(self, order: Order) -> tuple[str, ...]:
        """Risks and tasks in the family's words, each once."""
        said = [self.words("purchase.late")] if order.late and order.action != "has" else []
        if order.bridge in self.shown:
            said.append(self.words("purchase.bridge", thing=self.name(order.bridge)))
        for kind, remarks in (("risk", order.risks), ("task", order.tasks)):
            for remark in remarks:
                if not remark.confidential and not is_hospice(remark.route):
                    said.append(self.remark(kind, remark, order))
        return tuple(line for line in dict.fromkeys(said) if line)

    def remark(self, kind: str, remark: Remark, order: Order) -> str:
        """One remark; a thing beyond the look-ahead is not named, and no fact is, but what families are asked to do."""
        if remark.code == "test":
            gate = self.gate(order, remark)
            return gate.family if gate else ""
        named = remark.thing in self.shown
        key = remark.code if named or remark.code not in NAMING else f"{remark.code}_unnamed"
        route = self.plan.knowledge.routes.named.get(remark.route)
        return self.words(
            f"purchase.{kind}.{key}",
            thing=self.name(remark.thing) if named else "",
            route=route.name if route else remark.route,
        )

    def gate(self, order: Order, remark: Remark) -> Gate | None:
        gates = self.plan.knowledge.equipment[order.id].gates
        return next((gate for gate in gates if remark.route in gate.routes and remark.fact in gate.tests), None)


def is_hospice(route: str) -> bool:
    """Whether a route, also one in somebody's own words, tells of hospice, which is told in confidence."""
    return HOSPICE in route.casefold()


def _money(amount: float) -> str:
    return f"{amount:.0f}" if amount.is_integer() else f"{amount:.2f}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
