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

from planner.language.words import Words
from planner.model.intake import LookAhead
from planner.model.text import clean
from planner.pages.orders_for_families import Notes, is_hospice, is_unplaced, route_name
from planner.pages.running_head import bars
from planner.plan.disclosure import give_back, in_sight
from planner.plan.orders import Order
from planner.plan.plan import Plan

COLUMNS = (
    *("thing", "action", "order_by", "give_back", "how", "wait_least", "wait_usual", "wait_longest", "wait_from"),
    *("buy_low", "buy_usual", "buy_high", "rent_low", "rent_high", "currency", "years", "estimate", "notes", "plan"),
)
# A spreadsheet reads a cell as a formula when it starts with one of these signs; where it parts cells at semicolons
# or tabs, a cell may start in the middle of ours.
LIKE_A_FORMULA = re.compile(r"(^|[;,\t|])(\s*)(?=[=+\-@＝＋－＠])")
GUARDED_OR_NOT = re.compile(r"(^|[;,\t|])(\s*)(?='*+[=+\-@＝＋－＠])")
GUARDED = re.compile(r"(^|[;,\t|])([^\S\n\t]*)'(?='*+[=+\-@＝＋－＠])", re.MULTILINE)


def purchase_list(plan: Plan, words: Words, look_ahead: LookAhead) -> str:
    """The list of one reader with a row of headings, lines ending in CR LF; what is to act on first stands first."""
    orders = in_sight(plan, look_ahead)
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
    return LIKE_A_FORMULA.sub(r"\1\2'", " ".join(clean(cell).split()))


def guarded(line: str) -> str:
    """A line with one apostrophe more before each sign that would start a formula, whatever stood there: taking one away gives it back."""
    return GUARDED_OR_NOT.sub(r"\1\2'", line)


def as_told(cell: str) -> str:
    """A cell without the apostrophes that made it harmless."""
    return GUARDED.sub(r"\1\2", cell)


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
            "give_back": give_back(order, self.plan, self.look_ahead),
            "how": self.how(order.route),
            **self.wait(order),
            **self.prices(order),
            "notes": " ".join(Notes(self.plan, words, self.shown).of(order)),
            "plan": ". ".join((*bars(self.plan, words), *([words("checked", name=by)] if by else []))),
        }

    def name(self, thing: str) -> str:
        return self.plan.knowledge.equipment[thing].family.name

    def how(self, route: str) -> str:
        """By which way it comes and from whom; a route that only a quote names is called what the quote calls it."""
        if not route or is_hospice(route):
            return ""
        if is_unplaced(route, self.plan):
            return self.words("planner.whoever")
        known = self.plan.knowledge.routes.named.get(route)
        return self.words(f"purchase.how.{known.said}", name=route_name(route, self.plan)) if known else route

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


def _money(amount: float) -> str:
    return f"{amount:.0f}" if amount.is_integer() else f"{amount:.2f}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
