"""One fact as people type it: what cannot be is refused with the remedy, plain ways to write are taken."""

from __future__ import annotations

from typing import Any

import pytest
from people import AT_VISIT, TODAY, told, values

from planner.assessment.derive import facts_today
from planner.model.knowledge import Knowledge


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"alsfrs_walkin": 3},
            "alsfrs_walkin: I do not know the fact 'alsfrs_walkin'. Did you mean "
            "'alsfrs_walking'? `als-planner facts` lists the names.",
        ),
        (  # a slip in a name of another program gets the name of ours
            {"ALSFRS_Waling": 3},
            "ALSFRS_Waling: I do not know the fact 'ALSFRS_Waling'. Did you mean "
            "'alsfrs_walking'? `als-planner facts` lists the names.",
        ),
        # another number is another question
        ({"q14": 3}, "q14: I do not know the fact 'q14'. `als-planner facts` lists the names."),
        ({"zzzz": 1}, "zzzz: I do not know the fact 'zzzz'. `als-planner facts` lists the names."),
        ({"stage": "3"}, "stage: 'stage' is worked out by the planner and cannot be told. Take it out."),
        (
            {"alsfrs_walking": 2.5},
            "alsfrs_walking: 2.5 is a half point; 'alsfrs_walking' has whole grades only. Give a "
            "whole number from 0 to 4.",
        ),
        (
            {"alsfrs_total": 40.5},
            "alsfrs_total: 40.5 is a half point; 'alsfrs_total' has whole grades only. Give a "
            "whole number from 0 to 48.",
        ),
        (
            {"alsfrs_walking": 5},
            "alsfrs_walking: 5 is not possible for 'alsfrs_walking' (0 to 4 points). Correct it, "
            "or use null where it is not known.",
        ),
        (
            {"alsfrs_walking": -1},
            "alsfrs_walking: -1 is not possible for 'alsfrs_walking' (0 to 4 points). Correct "
            "it, or use null where it is not known.",
        ),
        (
            {"alsfrs_walking": True},
            "alsfrs_walking: 'True' does not fit here. Write a number in points (null where it is not known).",
        ),
        (
            {"alsfrs_walking": [3]},
            "alsfrs_walking: '[3]' does not fit here. Write a number in points (null where it is not known).",
        ),
        (
            {"alsfrs_walking": "three"},
            "alsfrs_walking: 'three' does not fit here. Write a number in points (null where it is not known).",
        ),
        (
            {"fvc_pct": 1e300},
            "fvc_pct: '1e+300' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"fvc_pct": float("nan")},
            "fvc_pct: 'nan' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"fvc_pct": 10**400},
            f"fvc_pct: '1{'0' * 39}' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"fvc_pct": 181},
            "fvc_pct: 181 is not possible for 'fvc_pct' (0 to 180 % predicted). Correct it, or "
            "use null where it is not known.",
        ),
        (
            {"fvc_pct": "80,500"},
            "fvc_pct: '80,500' can be read in two ways. Write the number without a comma.",
        ),
        (
            {"pcf_l_min": "270 cmH2O"},
            "pcf_l_min: '270 cmH2O' does not fit here. Write a number in L/min (null where it is not known).",
        ),
        (
            {"pcf_l_min": -4.5},
            "pcf_l_min: -4.5 is not possible for 'pcf_l_min' (0 to 1000 L/min). Correct it, or "
            "use null where it is not known.",
        ),
        (
            {"mrc_grip_left": "6+"},
            "mrc_grip_left: '6+' does not fit here. Write a number in MRC grade (null where it is not known).",
        ),
        (
            {"mrc_grip_left": -4},
            "mrc_grip_left: -4 is not possible for 'mrc_grip_left' (0 to 5 MRC grade). Correct "
            "it, or use null where it is not known.",
        ),
        (
            {"foot_drop_left": 1},
            "foot_drop_left: '1' does not fit here. Write true or false (null where it is not known).",
        ),
        (
            {"foot_drop_left": "maybe"},
            "foot_drop_left: 'maybe' does not fit here. Write true or false (null where it is not known).",
        ),
        (
            {"walking_help": "roller"},
            "walking_help: 'roller' does not fit here. Choose from none, brace_only, "
            "cane_or_poles, rollator, person, person_and_device, not_walking. Did you mean "
            "'rollator'?",
        ),
        (
            {"walking_help": True},
            "walking_help: 'True' does not fit here. Choose from none, brace_only, "
            "cane_or_poles, rollator, person, person_and_device, not_walking.",
        ),
        (
            {"niv_start_date": "May"},
            "niv_start_date: 'May' is not a date. Write it as year-month-day, for example 2026-11-20.",
        ),
        ({"what_matters": ["soup"]}, "what_matters: '['soup']' does not fit here. Write text."),
        (
            {"fvc_pct": {"val": 80}},
            "fvc_pct → val: I do not know 'val' here. Did you mean 'value'? Known here: value, note, on.",
        ),
        (
            {"fvc_pct": {"note": "unable"}},
            "fvc_pct: 'value' is missing. Add it (null where it is not known).",
        ),
        (
            {"fvc_pct": {"value": 80, "note": 5 * ["x"]}},
            "fvc_pct → note: '['x', 'x', 'x', 'x', 'x']' does not fit here. Write text.",
        ),
        (
            {"falls_1mo": 3, "falls_3mo": 2},
            "falls_1mo: 3 falls in one month are more than 2 in three. Correct one of the two.",
        ),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_the_remedy(refused: Any, facts: Any, said: str) -> None:
    assert refused(told(facts)) == [AT_VISIT + said]


def test_problems_of_several_facts_come_together(refused: Any) -> None:
    assert len(refused(told({"alsfrs_walking": 9, "q99": 1, "fvc_pct": "x", "foot_drop": 3}))) == 4


@pytest.mark.parametrize(
    ("facts", "taken"),
    [
        ({"alsfrs_walking": 3.0}, {"alsfrs_walking": 3}),
        ({"alsfrs_walking": "3"}, {"alsfrs_walking": 3}),
        ({"fvc_pct": "86 %"}, {"fvc_pct": 86}),
        ({"fvc_pct": "86.5 % predicted"}, {"fvc_pct": 86.5}),
        ({"pcf_l_min": "270 L/min"}, {"pcf_l_min": 270}),
        ({"weight_kg": "64kg"}, {"weight_kg": 64}),
        ({"stage_by_therapist": 3}, {"stage_by_therapist": "3"}),
        ({"stage_by_therapist": 3.0}, {"stage_by_therapist": "3"}),
        (
            {"foot_drop_left": "yes", "foot_drop_right": "no"},
            {"foot_drop_left": True, "foot_drop_right": False},
        ),
        ({"pcf_l_min": {"value": 270}}, {"pcf_l_min": 270}),
    ],
)
def test_units_written_out_and_other_plain_ways_are_taken(read: Any, facts: Any, taken: Any) -> None:
    intake = read(told(facts))
    assert values(intake) == taken
    assert (intake.told, intake.to_confirm) == ((), ())


@pytest.mark.parametrize("nothing", [None, {"value": None}, {"value": None, "note": "would not say"}])
def test_null_is_not_known_and_never_no(read: Any, knowledge: Knowledge, nothing: Any) -> None:
    intake = read(told({"foot_drop_left": nothing, "falls_1mo": 0}))
    assert values(intake) == {"falls_1mo": 0}
    assert not facts_today(intake, knowledge, TODAY).value("foot_drop_left").known


def test_equipment_that_is_not_listed_is_unknown_and_not_absent(read: Any, knowledge: Knowledge) -> None:
    intake = read(told({"falls_1mo": 0}, equipment=[{"item": "cane", "status": "none"}]))
    facts = facts_today(intake, knowledge, TODAY)
    assert facts.value("equipment_status_cane").known
    assert not facts.value("equipment_status_rollator").known
