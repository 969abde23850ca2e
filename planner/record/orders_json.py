"""Equipment as JSON, by the contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from planner.language.wording import reason_in_words, remark_in_words
from planner.language.words import Words
from planner.model.conditions import Reason
from planner.model.knowledge import Knowledge
from planner.plan.due import Dates
from planner.plan.leads import Arithmetic
from planner.plan.money import Choice, Estimate, own_share
from planner.plan.orders import Order, Remark
from planner.plan.plan import Plan

AT_ONCE = ("order_now", "arrange", "defer")  # what is ordered, set up or tested today


def order_as_json(plan: Plan, order: Order, words: Words) -> dict[str, Any]:
    """One thing with its action, days, risks, reasons, tasks and price."""
    lead, back, reasonable = order.lead_days, order.return_when, order.reasonable
    return {
        "id": order.id,
        "name": plan.knowledge.equipment[order.id].name,
        "action": order.action,
        "put_off": order.put_off,
        "route": order.route or None,
        "order_by": _day(plan.today if order.order_by is None and order.action in AT_ONCE else order.order_by),
        "overdue_days": order.overdue_days,
        "lead_days": lead and {**dict(zip(("min", "typical", "longest"), lead, strict=True)), "default": order.lead_default},
        "needed": _dates(order.needed),
        "arithmetic": _arithmetic(order.need_by, order.arithmetic),
        "late": order.late,
        "at_risk": order.at_risk,
        "bridge": order.bridge or None,
        "risks": _remarks("risk", order.risks, plan.knowledge, words),
        "because": [
            *_remarks("because", order.remarks, plan.knowledge, words),
            *(reason_as_json(reason, plan.knowledge, words) for reason in order.because),
        ],
        "estimate": _estimate(order.estimate),
        "own_share": own_share(order.route, plan.knowledge),
        "rent_or_buy": _choice(order.choice),
        "tasks": _remarks("task", order.tasks, plan.knowledge, words),
        "return_when": back and {"thing": back.thing or None, "on": _day(back.on)},
        "reasonable": reasonable and {"earliest": _day(reasonable.earliest), "latest": _day(reasonable.latest)},
    }  # fmt: skip


def reason_as_json(reason: Reason, knowledge: Knowledge, words: Words) -> dict[str, Any]:
    """One fact that decided something, with its value, its day and its words."""
    value: Any = reason.value.isoformat() if isinstance(reason.value, date) else reason.value
    if value is None and reason.low is not None:
        value = [reason.low, reason.high]
    return {"fact": reason.fact, "value": value, "on": reason.on, "text": reason_in_words(reason, knowledge, words)}


def _remarks(kind: str, remarks: Iterable[Remark], knowledge: Knowledge, words: Words) -> list[dict[str, Any]]:
    found = []
    for remark in remarks:
        about = {key: value for key in ("thing", "fact", "route") if (value := getattr(remark, key))}
        found.append({"code": remark.code, **about, "text": remark_in_words(kind, remark, knowledge, words)})
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _dates(window: Dates | None) -> dict[str, str | None] | None:
    return None if window is None else {key: _day(getattr(window, key)) for key in ("early", "likely", "late")}


def _arithmetic(need_by: date | None, sum_: Arithmetic | None) -> dict[str, Any] | None:
    """Days; order by = need by − wait − training − buffer, also where no order-by date is printed."""
    if need_by is None or sum_ is None:
        return None
    return {"need_by": _day(need_by), "wait": sum_.wait, "training": sum_.train, "buffer": sum_.buffer}


def _fields(flat: Estimate | Choice) -> dict[str, Any]:
    """The fields of a value that holds no other: copying them deeply takes ten times as long."""
    return {one.name: getattr(flat, one.name) for one in fields(flat)}


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    found = _fields(estimate)
    return {**found, "buy": _listed(estimate.buy), "rent_month": _listed(estimate.rent_month)}


def _listed(amounts: tuple[float, ...] | None) -> list[float] | None:
    return list(amounts) if amounts is not None else None


def _choice(choice: Choice | None) -> dict[str, Any] | None:
    """Months to one place; amounts in the currency of the estimate."""
    if choice is None:
        return None
    found = _fields(choice)
    even = choice.break_even
    return {**found, "expected": round(choice.expected, 1), "break_even": None if even is None else round(even, 1)}
