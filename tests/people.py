"""Invented people for the pages: each is plainly marked, and each strains the page in another way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from planner import assess, make_plan, read_intake
from planner.knowledge import Knowledge
from planner.plan import Plan

TODAY = date(2026, 11, 22)
DEMO = Path(__file__).parents[1] / "stages" / "demo.yaml"

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
