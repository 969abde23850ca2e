"""What payers and countries ask or give, for one person: told beside the advice, never deciding it."""

from __future__ import annotations

from collections.abc import Iterable

from planner.assessment.assessment import Assessment
from planner.model.conditions import truth_of
from planner.model.knowledge import Knowledge, Recommendation
from planner.model.things import PayerRule
from planner.model.truth import Truth


def payers_told(assessment: Assessment, knowledge: Knowledge) -> frozenset[str]:
    """The ids of the rules of the person's country that hold for whoever pays, and those of the person's own payer.

    A country that is not known has none, and a payer that is not known none of its own: nobody is told another's rules.
    """
    here, payer = _names_of_country(assessment.intake.country, knowledge), assessment.payer
    return frozenset(
        rule.id
        for rule in knowledge.payers
        if here.intersection(rule.countries)
        and (not rule.payers or payer in rule.payers)
        and (rule.when is None or truth_of(rule.when, assessment.facts) is not Truth.NO)
    )


def _names_of_country(code: str, knowledge: Knowledge) -> frozenset[str]:
    """The code itself and the countries or unions it belongs to (DE: DE and EU)."""
    unions = (name for name, country in knowledge.countries.items() if code in country.codes)
    return frozenset((code, *unions)) if code else frozenset()


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
