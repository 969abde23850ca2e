"""The chapters of the intake form: which questions stand under which heading, in the order of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.facts import Fact
from planner.model.knowledge import Knowledge

CONFIDENTIAL = "confidential"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of the form: some facts first, then the rest of these groups as facts.yaml has them, then some others."""

    key: str
    first: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    new_page: bool = False


# In the order of a visit: talk, look, test, then the house, the things and the wishes.
CHAPTERS = (
    Chapter(key="visit", first=("visit_date",)),
    Chapter(key="person", first=(), groups=("person",)),
    Chapter(key="scores", first=(), groups=("alsfrs_r",), then=("stage_by_therapist",)),
    Chapter(key="strength", first=(), groups=("strength",), then=("ashworth_leg",)),
    Chapter(key="limbs", first=("foot_drop", "ankle_unstable"), groups=("joints_tone_pain",)),
    Chapter(
        key="pain", first=("pain_worst_0_10", "cramp_nights_per_week", "one_sided_hot_swelling", "skin_red_over_30min")
    ),
    Chapter(key="walking", first=(), groups=("moving_about",)),
    Chapter(key="energy", first=(), groups=("energy_exercise",)),
    Chapter(key="tests", first=(), groups=("breathing_tests",)),
    Chapter(key="breathing", first=(), groups=("breathing_symptoms",)),
    Chapter(
        key="cough",
        first=("pcf_l_min", "pcf_assisted_l_min", "weak_cough", "mucus_hard_to_clear", "mucus_thick"),
        groups=(),
        then=("throat_closes_on_cough_machine", "chest_infection_now", "chest_infections_12mo"),
    ),
    Chapter(key="safety", first=(), groups=("breathing_safety",)),
    Chapter(key="swallowing", first=("coughs_on_drinks", "meals_over_30min"), groups=("food_and_speech",)),
    Chapter(key="care", first=("atypical_change",), groups=("treatment_in_place",)),
    Chapter(key="home", first=("helpers_count",), groups=("home",)),
    Chapter(key="equipment", first=("main_payer", "insurer_paid_chair_5y", "equipment_status")),
    Chapter(key="wishes", first=("what_matters",), groups=("people_and_wishes",)),
    Chapter(key="printing", first=(), groups=("print_choices",)),
    Chapter(key="team"),
    Chapter(key=CONFIDENTIAL, new_page=True),
)


def chapters_of(knowledge: Knowledge) -> dict[str, tuple[Fact, ...]]:
    """Every fact that can be told, once, in the chapter that asks for it; what was told in confidence in its own."""
    tellable = {fact.id: fact for fact in knowledge.vocabulary.facts.values() if fact.origin != "derived"}
    named = {name for chapter in CHAPTERS for name in (*chapter.first, *chapter.then)}
    homes = {group: chapter.key for chapter in CHAPTERS for group in chapter.groups}
    found = {}
    for chapter in CHAPTERS:
        rest = [name for name, fact in tellable.items() if homes.get(fact.group, "care") == chapter.key]
        names = (*chapter.first, *(name for name in rest if name not in named), *chapter.then)
        found[chapter.key] = tuple(
            tellable[name] for name in names if name in tellable and not tellable[name].confidential
        )
    found[CONFIDENTIAL] = tuple(fact for fact in tellable.values() if fact.confidential)
    return found
