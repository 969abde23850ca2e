"""Facts worked out from others: age, totals with gaps, forms of item 5, help to walk and signs."""

from __future__ import annotations

from typing import Any

import pytest
from people import VISIT, FactsOf, scores, span

from planner.assessment.derive import derivations
from planner.model.conditions import facts_read
from planner.model.knowledge import Knowledge

# --- every derived fact has a function --------------------------------------------------------------------


def test_every_fact_that_is_worked_out_has_a_way_to_work_it_out(knowledge: Knowledge) -> None:
    declared = {f.id for f in knowledge.vocabulary.facts.values() if f.origin in ("derived", "either")}
    declared.add("alsfrs_walking")  # asked; help to walk and timed walks bound it where nobody has
    declared |= {f.id for f in knowledge.vocabulary.facts.values() if f.implied == "value"}
    counted = {"kings_stage", "mitos_stage"}  # counted from the scales of stages.yaml, beside the facts
    assert declared - counted == set(derivations(knowledge))


def test_a_derived_fact_names_every_fact_it_reads_through_others(knowledge: Knowledge) -> None:
    derived = derivations(knowledge)
    assert {"alsfrs_speech", "symptom_onset_date", "alsfrs_total"} <= derived["progression_pace"].reads
    assert {"mrc_grip", "mrc_grip_left", "tube_feeding_over_half"} <= derived["stage"].reads
    assert derived["stage"].follows_projection
    assert not derived["progression_pace"].follows_projection


# --- age --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("birth", "years"), [("1961-11-22", 65), ("1961-11-23", 64), ("1961-05-03", 65)])
def test_age_is_in_whole_years_on_the_day(facts_of: FactsOf, birth: str, years: int) -> None:
    assert span(facts_of({}, birth_date=birth), "age_years") == (years, years)


def test_a_birth_date_beats_a_typed_age_and_a_typed_age_serves_where_there_is_none(facts_of: FactsOf) -> None:
    visits = {"2026-11-20": {"age_years": 50}}
    assert span(facts_of(visits, birth_date="1961-05-03"), "age_years") == (65, 65)
    assert span(facts_of(visits), "age_years") == (50, 50)
    assert facts_of({}).value("age_years").asks == ("birth_date",)


# --- totals -----------------------------------------------------------------------------------------------


def test_the_total_is_the_sum_of_the_items_with_the_day_of_the_newest(
    facts_of: FactsOf, items: tuple[str, ...]
) -> None:
    older = {"2026-09-01": scores(items, 40), "2026-11-20": {"alsfrs_walking": 0}}
    value = facts_of(older).value("alsfrs_total")
    before = scores(items, 40)["alsfrs_walking"]
    assert (value.low, value.high, value.on) == (40 - before, 40 - before, VISIT)


def test_missing_items_give_a_span_and_ask_for_themselves(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    known = {item: 3 for item in items if item not in ("alsfrs_stairs", "alsfrs_speech")}
    value = facts_of({"2026-11-20": known}).value("alsfrs_total")
    assert (value.low, value.high) == (30, 38)
    assert value.asks == ("alsfrs_speech", "alsfrs_stairs")


def test_a_typed_total_serves_where_items_are_missing_and_never_fills_an_item(facts_of: FactsOf) -> None:
    facts = facts_of({"2026-11-20": {"alsfrs_total": 40, "alsfrs_walking": 3}})
    assert span(facts, "alsfrs_total") == (40, 40)
    assert span(facts, "alsfrs_stairs") == (0, 4)
    assert span(facts, "alsfrs_gross_motor_sum") == (3, 11)


def test_the_items_count_over_a_typed_total_of_the_same_day(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    facts = facts_of({"2026-11-20": {**scores(items, 36), "alsfrs_total": 40}})
    assert span(facts, "alsfrs_total") == (36, 36)


def test_a_typed_total_newer_than_the_items_is_the_newest_value(facts_of: FactsOf, items: tuple[str, ...]) -> None:
    facts = facts_of({"2026-09-01": scores(items, 40), "2026-11-20": {"alsfrs_total": 35}})
    assert (facts.value("alsfrs_total").low, facts.value("alsfrs_total").on) == (35, VISIT)


def test_a_stale_typed_total_does_not_count(facts_of: FactsOf) -> None:
    facts = facts_of({"2026-03-01": {"alsfrs_total": 40}, "2026-11-20": {"alsfrs_walking": 3}})
    assert span(facts, "alsfrs_total") == (3, 47)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("alsfrs_bulbar_sum", ("speech", "salivation", "swallowing")),
        ("alsfrs_fine_motor_sum", ("handwriting", "cutting", "dressing")),
        ("alsfrs_gross_motor_sum", ("turning", "walking", "stairs")),
        ("alsfrs_respiratory_sum", ("dyspnea", "orthopnea", "respiratory")),
    ],
)
def test_each_subscore_adds_its_three_items(facts_of: FactsOf, name: str, members: tuple[str, ...]) -> None:
    facts = facts_of(
        {"2026-11-20": {f"alsfrs_{member}": score for member, score in zip(members, (4, 3, 1), strict=True)}}
    )
    assert span(facts, name) == (8, 8)
    assert span(facts_of({"2026-11-20": {f"alsfrs_{members[0]}": 2}}), name) == (2, 10)


# --- forms of item 5 (contract §8) ------------------------------------------------------------------------

OPEN = (0, 1)


@pytest.mark.parametrize(
    ("facts", "hands", "kings", "tube"),
    [
        ({"alsfrs_cutting": 1, "tube_feeding_over_half": False}, (1, 1), (1, 1), (0, 0)),
        ({"alsfrs_cutting": 1, "tube_feeding_over_half": True}, (4, 4), (4, 4), (1, 1)),
        (
            {"alsfrs_cutting": 1, "tube_feeding_over_half": False, "feeding_tube_status": "placed"},
            (1, 1),
            (1, 1),
            (1, 1),
        ),
        ({"alsfrs_cutting": 1, "feeding_tube_status": "none"}, (1, 1), (1, 1), (0, 0)),
        ({"alsfrs_cutting": 1, "feeding_tube_status": "referred"}, (1, 1), (1, 1), (0, 0)),
        ({"alsfrs_cutting": 1, "feeding_tube_status": "placed"}, (1, 4), (4, 4), (1, 1)),
        ({"alsfrs_cutting": 1}, (1, 4), (4, 4), OPEN),
        ({"alsfrs_cutting": 4}, (4, 4), (4, 4), OPEN),
        ({"tube_feeding_over_half": False}, (0, 4), (0, 4), OPEN),
        ({"tube_feeding_over_half": True}, (4, 4), (4, 4), (1, 1)),
        ({"falls_1mo": 0}, (0, 4), (4, 4), OPEN),
    ],
)
def test_item_five_counts_for_the_hands_only_as_form_5a(
    facts_of: FactsOf, facts: dict[str, Any], hands: Any, kings: Any, tube: Any
) -> None:
    person = facts_of({"2026-11-20": facts})
    assert span(person, "cutting_without_tube") == hands
    assert span(person, "kings_cutting") == kings
    assert span(person, "feeding_tube_in_place") == tube


def test_an_open_form_asks_which_form_it_was(facts_of: FactsOf) -> None:
    assert facts_of({"2026-11-20": {"alsfrs_cutting": 1}}).value("cutting_without_tube").asks == (
        "tube_feeding_over_half",
    )
    assert facts_of({}).value("feeding_tube_in_place").asks == ("feeding_tube_status",)


# --- help to walk -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "more_help", "asks"),
    [
        ({"alsfrs_walking": 2, "walking_help": "rollator"}, (1, 1), ()),
        ({"alsfrs_walking": 2, "walking_help": "person"}, (1, 1), ()),
        ({"alsfrs_walking": 2, "walking_help": "person_and_device"}, (1, 1), ()),
        ({"alsfrs_walking": 2, "walking_help": "brace_only"}, (0, 0), ()),
        ({"alsfrs_walking": 2, "walking_help": "cane_or_poles"}, (0, 0), ()),
        ({"alsfrs_walking": 2, "walking_help": "none"}, OPEN, ("walking_help",)),
        ({"alsfrs_walking": 2, "walking_help": "not_walking"}, OPEN, ("walking_help",)),
        ({"alsfrs_walking": 2}, OPEN, ("walking_help",)),
        ({"alsfrs_walking": 3, "walking_help": "none"}, (0, 0), ()),
        ({"alsfrs_walking": 1, "walking_help": "not_walking"}, (0, 0), ()),
        ({"walking_help": "none"}, OPEN, ("alsfrs_walking",)),
        ({"walking_help": "rollator"}, (1, 1), ()),
    ],
)
def test_none_beside_a_score_that_says_with_help_is_a_contradiction_and_asked(
    facts_of: FactsOf, facts: dict[str, Any], more_help: Any, asks: tuple[str, ...]
) -> None:
    value = facts_of({"2026-11-20": facts}).value("walks_with_person_or_rollator")
    assert ((value.low, value.high), value.asks) == (more_help, asks)
    assert (value.note == "contradiction") is (asks == ("walking_help",) and "walking_help" in facts)


# --- signs ------------------------------------------------------------------------------------------------


def test_a_sign_with_a_rule_is_decided_by_one_symptom_and_excluded_only_by_all(
    facts_of: FactsOf, knowledge: Knowledge
) -> None:
    symptoms = sorted(facts_read(knowledge.fact_rules["any_breathing_symptom"]) - {"weak_cough_sign"} | {"weak_cough"})
    yes_no = [name for name in symptoms if knowledge.vocabulary[name].kind == "yes_no"]
    assert span(facts_of({"2026-11-20": {yes_no[0]: True}}), "any_breathing_symptom") == (1, 1)
    most = facts_of({"2026-11-20": dict.fromkeys(yes_no[1:], False)})
    assert span(most, "any_breathing_symptom") == (0, 1)
    assert yes_no[0] in most.value("any_breathing_symptom").asks
