"""The people of the tests: invented ones for the pages, each straining them in another way, and ways to tell of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import product
from typing import Any

from folders import STAGES

from planner import assess, make_plan, read_intake
from planner.assessment.assessment import Assessment
from planner.model.conditions import ALWAYS, Compare
from planner.model.conditions import Any as AnyOf
from planner.model.facts import Facts
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge, Recommendation
from planner.plan.plan import Plan

TODAY = date(2026, 11, 22)
VISIT = date(2026, 11, 20)
MONTH = 30.4375  # days of a mean month
DEMO = STAGES / "demo.yaml"

Assessed = Callable[..., Assessment]
FactsOf = Callable[..., Facts]
Rule = Callable[..., Recommendation]

# --- for the pages ----------------------------------------------------------------------------------------

ALMOST_UNKNOWN = {
    "patient": {"id": "invented-unknown"},
    "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
}
LATE = {
    "patient": {
        "id": "invented-late", "name": "Invented Late", "country": "UK", "symptom_onset_date": "2024-02",
        "onset_region": "bulbar", "diagnosis_type": "als", "main_payer": "national_service",
    },
    "preferences": {"look_ahead": "all"},
    "visits": [
        {
            "on": "2026-11-20",
            "facts": {
                "alsfrs_speech": 0, "alsfrs_salivation": 1, "alsfrs_swallowing": 1, "alsfrs_handwriting": 1,
                "alsfrs_cutting": 1, "alsfrs_dressing": 1, "alsfrs_turning": 1, "alsfrs_walking": 0, "alsfrs_stairs": 0,
                "alsfrs_dyspnea": 1, "alsfrs_orthopnea": 2, "alsfrs_respiratory": 2, "tube_feeding_over_half": True,
                "feeding_tube_status": "placed", "fvc_pct": 38, "snip_cmh2o": 22, "mip_cmh2o": -30, "paco2_mmhg": 52,
                "spo2_pct": 91, "pcf_l_min": 120, "cannot_lie_flat": True, "morning_headache": True, "niv_status": "in_use",
                "niv_hours_per_day": 9, "thoughts_of_suicide": True, "helper_strain_or_pain": True, "low_mood": True,
                "thinking_or_behaviour_change": True, "chest_infection_now": True, "weak_cough": True,
                "mucus_hard_to_clear": True, "pneumothorax_ever": False, "bullae_or_emphysema": False,
                "obstructive_lung_disease": False, "coughing_blood_or_bleeding": False,
                "heart_or_pressure_unstable": False, "surgery_vomiting_or_head_pressure": False, "fatigue": True,
                "wheelchair_in_use": "power", "skin_red_over_30min": True, "shoulder_pain_left": True,
                "cpap_used_or_offered": True, "oxygen_status": "used", "breathing_worse_over_days": True,
                "confusion_or_hallucination": True,
            },
        }
    ],
}  # fmt: skip
LONG_WORDS = {
    "patient": {
        "id": "invented-long-name-of-many-letters-as-a-clinic-may-choose-01",
        "name": "Invented " + "Donaudampfschiff" * 6,
    },
    "preferences": {
        "what_matters": "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
        * 6
    },
    "team": [{"role": "W" * 110, "name": "N" * 110, "phone": "5" * 55, "when": "x" * 110}] * 3,
    "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": {"value": 3, "note": "y" * 1900}}}],
}
PEOPLE: dict[str, Any] = {"demo": DEMO, "almost_unknown": ALMOST_UNKNOWN, "late": LATE, "long_words": LONG_WORDS}


def plan_of(name: str, knowledge: Knowledge) -> Plan:
    """The plan of one of these people on the tests' day."""
    intake = read_intake(PEOPLE[name], knowledge, TODAY)
    return make_plan(assess(intake, knowledge, today=TODAY), knowledge)


# --- one intake, told and read ----------------------------------------------------------------------------

AT_VISIT = "intake: visits → 0 → facts → "


def told(
    facts: Mapping[str, Any] | None = None, patient: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An intake as a mapping, with one visit two days ago."""
    visits = [{"on": "2026-11-20", "facts": dict(facts)}] if facts is not None else []
    return {"patient": {"id": "test-person", **(patient or {})}, "visits": visits, **more}


def values(intake: Intake) -> dict[str, Any]:
    return {seen.fact: seen.value for seen in intake.observations}


def walker() -> dict[str, Any]:
    """Somebody who still walks alone: help is ahead along every course, and not yet here."""
    return {"alsfrs_turning": 4, "alsfrs_walking": 3, "alsfrs_stairs": 3}


# --- what a made-up rule asks of somebody -----------------------------------------------------------------

YES, NO = ALWAYS, AnyOf(())
UNKNOWN = Compare(fact="pcf_l_min", operator="below", bounds=(270.0,), said="peak_cough_flow_weak")
HELP = Compare(fact="alsfrs_walking", operator="at_most", bounds=(2.0,), said="walks_with_help")
LOW = Compare(fact="fvc_pct", operator="below", bounds=(50.0,), said="vital_capacity_low")


# --- scores and spans -------------------------------------------------------------------------------------


def scores(items: tuple[str, ...], total: int) -> dict[str, int]:
    """Twelve answers that add up to a total, the loss spread from the last item back."""
    found = dict.fromkeys(items, 4)
    for at in range(48 - total):
        found[items[-1 - at % 12]] -= 1
    assert sum(found.values()) == total
    return found


def span(facts: Facts, name: str) -> tuple[float, float]:
    value = facts.value(name)
    return value.low, value.high


# --- stages -----------------------------------------------------------------------------------------------

Stage = tuple[int, int]

NAMES = (
    *("speech", "salivation", "swallowing", "handwriting", "cutting", "dressing"),
    *("turning", "walking", "stairs", "dyspnea", "orthopnea", "respiratory"),
)
ITEMS = {f"q{number}": name for number, name in enumerate(NAMES, 1)}
LEG_MUSCLES = ("ankle_dorsiflexion", "ankle_plantarflexion", "knee_extension", "hip_flexion")
ARM_MUSCLES = (
    *("shoulder_abduction", "elbow_flexion", "elbow_extension", "wrist_extension"),
    *("grip", "finger_intrinsics", "thumb_abduction"),
)


def scored(**changed: Any) -> dict[str, Any]:
    """Every item as before and every muscle strong, but for what is changed; None leaves it out."""
    facts: dict[str, Any] = {f"alsfrs_{name}": 4 for name in ITEMS.values()} | {"tube_feeding_over_half": False}
    for muscle, side in product((*LEG_MUSCLES, *ARM_MUSCLES), ("left", "right")):
        facts[f"mrc_{muscle}_{side}"] = 5
    facts |= {f"alsfrs_{ITEMS[key]}" if key in ITEMS else key: value for key, value in changed.items()}
    return {key: value for key, value in facts.items() if value is not None}


def stage(assessment: Assessment) -> Stage:
    return assessment.stage.low, assessment.stage.high
