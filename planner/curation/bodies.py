"""What is impossible for a body is never said to it: the whole base read over two people who can do little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from planner.assessment.assessment import assess
from planner.model.errors import Problem
from planner.model.facts import Observation, Raw
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge, Recommendation
from planner.plan.plan import make_plan
from planner.plan.schedule import PlanItem
from planner.reading.rules import FAMILY_LINES

DAY_OF_EXAMPLES = date(2026, 11, 1)  # any day: only answers of this day are weighed
TIMINGS_SHOWN = ("now", "prepare", "later", "check_first", "done")
# Words that name a doing, and the state that makes it impossible; whole words, in family lines only.
SAYS = {
    "eating": re.compile(r"\b(eat|bites?|sips?|drink|food in your mouth)\b", re.IGNORECASE),
    "speaking": re.compile(
        r"\b(speak|you can still talk|save your voice|saving your voice|talk test)\b", re.IGNORECASE
    ),
    "a helper": re.compile(r"^Helper:|\byour helpers?\b", re.IGNORECASE),
    "standing": re.compile(r"\b(push and stand|stand up|when you stand|stand in)\b", re.IGNORECASE),
    "walking": re.compile(r"\b(keep walking|walk on|walk at home|walk in socks)\b", re.IGNORECASE),
}
# Lines that name the doing and hold all the same, by rule: an emergency sign, air that is sipped, a choice of one's own.
ALL_THE_SAME = {
    ("breathlessness_calming_techniques", "speaking"), ("urgent_ventilation_contact_within_a_week", "speaking"),
    ("call_emergency_number_now", "speaking"), ("daytime_mouthpiece_trial", "eating"), ("lung_volume_recruitment", "eating"),
    ("breathing_symptom_checklist", "eating"), ("wrist_cock_up_splint", "eating"),
}  # fmt: skip

NOTHING_LEFT: Mapping[str, Raw] = {
    "alsfrs_speech": 0, "alsfrs_salivation": 0, "alsfrs_swallowing": 0, "alsfrs_handwriting": 0, "alsfrs_cutting": 0,
    "alsfrs_dressing": 0, "alsfrs_turning": 0, "alsfrs_walking": 0, "alsfrs_stairs": 0, "can_bear_weight": False,
    "sit_to_stand": "cannot", "transfer_help": "lift", "feeding_tube_status": "placed", "helpers_count": 2,
}  # fmt: skip
ALONE: Mapping[str, Raw] = {"helpers_count": 0, "time_alone_daily": True, "alsfrs_walking": 2, "alsfrs_swallowing": 3}
PEOPLE = {
    "somebody who can do nothing any more": (NOTHING_LEFT, ("eating", "speaking", "standing", "walking")),
    "somebody who is alone": (ALONE, ("a helper",)),
}


def impossible_lines(knowledge: Knowledge) -> Iterator[Problem]:
    """A finding for each family line that one of the two people would read and cannot follow."""
    for who, (told, kinds) in PEOPLE.items():
        plan = make_plan(assess(_somebody(told), knowledge, today=DAY_OF_EXAMPLES), knowledge)
        for item in plan.items:
            rule = knowledge.by_id[item.id]
            if item.timing in TIMINGS_SHOWN:
                yield from _of_rule(rule, item, who, kinds, knowledge)


def _of_rule(
    rule: Recommendation, item: PlanItem, who: str, kinds: tuple[str, ...], knowledge: Knowledge
) -> Iterator[Problem]:
    for key in FAMILY_LINES:
        for at, line in enumerate(getattr(rule.text.family, key)):
            named = [kind for kind in kinds if SAYS[kind].search(line) and (rule.id, kind) not in ALL_THE_SAME]
            if named and f"{key}.{at}" not in item.unsaid:
                what = f"text → family → {key} → {at}: This names {named[0]}, and {who} would read it."
                yield Problem(knowledge.files[rule.id], 0, what, "Write the line with if or only_if.")


def _somebody(told: Mapping[str, Raw]) -> Intake:
    observations = tuple(Observation(name, value, DAY_OF_EXAMPLES) for name, value in told.items())
    return Intake(
        id="somebody", name="", language="en", country="", observations=observations, visits=(DAY_OF_EXAMPLES,)
    )
