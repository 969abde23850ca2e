"""Where the person stands today: facts in force, stage, pace and what lies ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.assessment.derive import facts_today, recent_loss, since_onset
from planner.assessment.outlook import Outlook
from planner.assessment.projection import FallingLine, Milestone, lines_of, milestones
from planner.assessment.staging import KingsFinding, Span, StageFinding, count, find_kings, find_stage, limb_span
from planner.assessment.states import closed_today
from planner.model.conditions import truth_of
from planner.model.errors import HasDied
from planner.model.facts import Facts, Value
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.states import Closing
from planner.model.truth import Truth


@dataclass(frozen=True)
class Rate:
    """Points of vital capacity lost a month, and the pace of breathing by it."""

    per_month: Value
    pace: Value


@dataclass(frozen=True)
class Progression:
    """Points lost a month since onset and recently, and the pace by the faster of the two; that of breathing beside it."""

    since_onset: Value
    recent: Value | None
    pace: Value
    breathing: Rate


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """Everything found out before any advice is weighed; ``closed``: what a state of the body closes, by id.

    ``shut``: the routes by which things come that are not known to be there for this person.
    """

    intake: Intake
    today: date
    facts: Facts
    stage: StageFinding
    leg: Span
    arm: Span
    kings: KingsFinding
    mitos: Span
    ft9: Span
    progression: Progression
    milestones: tuple[Milestone, ...]
    lines: tuple[FallingLine, ...]
    outlook: Outlook
    payer: str | None
    closed: Mapping[str, Closing] = field(default_factory=dict)
    shut: frozenset[str] = frozenset()


def assess(intake: Intake, knowledge: Knowledge, *, today: date) -> Assessment:
    """Assess one person on a day; the order in which visits or facts were told changes nothing.

    Raises HasDied where the intake tells so: whoever plans comes by here.
    """
    if intake.deceased:
        raise HasDied
    facts = facts_today(intake, knowledge, today)
    scales = knowledge.staging.scales
    found, falling = milestones(facts, knowledge), lines_of(facts, knowledge)
    return Assessment(
        intake=intake,
        today=today,
        facts=facts,
        stage=find_stage(facts, knowledge),
        leg=limb_span(facts, "leg_stage"),
        arm=limb_span(facts, "arm_stage"),
        kings=find_kings(scales["kings"], facts),
        mitos=count(scales["mitos"], facts),
        ft9=count(scales["ft9"], facts),
        progression=progression_of(facts),
        milestones=found,
        lines=falling,
        outlook=Outlook(facts, found, falling, knowledge),
        payer=_payer(facts),
        closed=closed_today(facts, knowledge.states.closed),
        shut=_shut(knowledge, facts),
    )


def _shut(knowledge: Knowledge, facts: Facts) -> frozenset[str]:
    routes = knowledge.routes.named.items()
    return frozenset(
        name for name, route in routes if route.only_when and truth_of(route.only_when, facts) is not Truth.YES
    )


def progression_of(facts: Facts) -> Progression:
    """Points lost a month and the pace by it, of the illness and of breathing."""
    breathing = Rate(facts.value("breathing_points_per_month"), facts.value("breathing_pace"))
    return Progression(since_onset(facts), recent_loss(facts), facts.value("progression_pace"), breathing)


def _payer(facts: Facts) -> str | None:
    payer = facts.value("main_payer")
    return str(facts.vocabulary["main_payer"].raw(payer.low)) if payer.known else None
