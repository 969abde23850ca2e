"""What payers and countries ask or give, for one plan: told beside the advice, never deciding it."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.knowledge import Knowledge, Recommendation
from planner.model.things import PayerRule
from planner.plan.plan import Plan


def payer_rules(plan: Plan) -> tuple[PayerRule, ...]:
    """The rules of the person's country that hold for whoever pays; while the payer is not known, those of every payer.

    A country that is not known has none: nobody is told another country's rules.
    """
    here = _names_of_country(plan.intake.country, plan.knowledge)
    payer = payer_of(plan)
    return tuple(
        rule
        for rule in plan.knowledge.payers
        if here.intersection(rule.countries) and (not rule.payers or payer is None or payer in rule.payers)
    )


def _names_of_country(code: str, knowledge: Knowledge) -> frozenset[str]:
    """The code itself and the countries or unions it belongs to (DE: DE and EU)."""
    unions = (name for name, country in knowledge.countries.items() if code in country.codes)
    return frozenset((code, *unions)) if code else frozenset()


def payer_of(plan: Plan) -> str | None:
    """Who mainly pays, by the choices of the fact main_payer; None where it is not known."""
    value = plan.values.get("main_payer")
    return str(plan.knowledge.vocabulary["main_payer"].raw(value.low)) if value is not None and value.known else None


def beside(rule: Recommendation, told: Iterable[PayerRule]) -> tuple[PayerRule, ...]:
    """The rules told with one recommendation: those that name it, and those that name only things it is about."""
    things = {*rule.equipment, rule.ahead.equipment if rule.ahead else ""}
    return tuple(
        payer
        for payer in told
        if rule.id in payer.recommendations or (not payer.recommendations and things.intersection(payer.equipment))
    )


def general(told: Iterable[PayerRule]) -> tuple[PayerRule, ...]:
    """The rules that are about no single advice or thing."""
    return tuple(payer for payer in told if not payer.recommendations and not payer.equipment)
