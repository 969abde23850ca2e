"""One more answer, or a worse one, takes away a danger sign or a gravest line only where it says that the danger is met."""

from __future__ import annotations

from random import Random

import pytest
from covering import each_day
from near_limits import base, crowd, together

from planner import assess, make_plan
from planner.model.facts import Fact
from planner.plan.flips import with_facts
from planner.plan.plan import Plan

pytestmark = together

GRAVEST = 3
PEOPLE, PARTS, TRIES = 40, 4, 3
# fact, and what it may take away: a mask or a machine in use, a tube placed, or a precaution that stands against the line.
MET = {
    ("alsfrs_respiratory", "mask_breathing_assessment_now"),
    ("alsfrs_respiratory", "oxygen_alone_caution"),
    ("niv_hours_per_day", "mask_breathing_assessment_now"),
    ("niv_status", "mask_breathing_assessment_now"),
    ("niv_status", "oxygen_alone_caution"),
    ("feeding_tube_status", "feeding_tube_timing_talk"),
    ("cough_machine_status", "cough_machine_referral"),
    ("coughing_blood_or_bleeding", "cough_machine_referral"),
}


def grave(plan: Plan) -> set[str]:
    lines = {act.id for line in plan.agenda.today for act in line.acts if act.severity == GRAVEST}
    return lines | {flag.id for flag in plan.red_flags}


def answer(fact: Fact, plan: Plan, chance: Random) -> float | None:
    """Any answer to what is not known; of what is known, the next worse score."""
    value, (low, high) = plan.values.get(fact.id), fact.ends
    if value is None or not value.known:
        return float(chance.randint(int(low), int(high))) if high < float("inf") else None
    worse = value.low - 1 if fact.worse == "low" or fact.group == "alsfrs_r" else value.low + 1
    return worse if fact.kind == "grade" and low <= worse <= high else None


@pytest.mark.parametrize("part", each_day(range(PARTS), 0, 2))
def test_a_danger_leaves_only_where_the_answer_says_it_is_met(part: int) -> None:
    chance, knowledge = Random(f"dangers {part}"), base()
    asked = [f for f in knowledge.vocabulary.facts.values() if f.origin != "derived" and f.kind in ("yes_no", "choice", "grade", "number") and not f.family]  # fmt: skip
    for _, plan in crowd(part)[: PEOPLE // PARTS]:
        for fact in chance.sample(asked, TRIES) if grave(plan) else ():
            position = answer(fact, plan, chance)
            if position is None:
                continue
            intake = with_facts(plan.intake, {fact.id: fact.raw(position)}, knowledge, plan.today)
            anew = make_plan(assess(intake, knowledge, today=plan.today), knowledge)
            lost = {(fact.id, name) for name in grave(plan) - grave(anew)}
            assert lost <= MET, (fact.id, position, plan.intake.observations)
