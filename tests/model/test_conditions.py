"""Conditions: what a leaf says of values, spans and unknowns; reasons where decided, questions where not."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from itertools import combinations, combinations_with_replacement
from typing import Any

import pytest

from planner.assessment.derive import facts_today
from planner.model.conditions import (
    ALWAYS,
    All,
    Compare,
    Condition,
    Finding,
    Not,
    Reason,
    asks,
    evaluate,
    facts_read,
    leaves,
    reasons,
    truth_of,
)
from planner.model.conditions import Any as AnyOf
from planner.model.facts import Facts, Value
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth
from planner.reading.checked import ConditionReader
from planner.reading.strict_yaml import read_text

TODAY = date(2026, 11, 22)
NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
Given = Callable[..., Facts]

WALKS = Compare(fact="alsfrs_walking", operator="at_most", bounds=(2.0,), said="walks_with_help")
STAIRS = Compare(fact="alsfrs_stairs", operator="at_most", bounds=(1.0,), said="stairs_need_help")
FALLS = Compare(fact="falls_3mo", operator="at_least", bounds=(2.0,), said="repeat_falls")
DROP = Compare(fact="foot_drop", operator="is", bounds=(1.0,), said="yes")


@pytest.fixture(scope="module")
def facts(knowledge: Knowledge, person: Callable[..., Intake]) -> Given:
    return lambda **told: facts_today(person(**told), knowledge, TODAY)


# --- leaves -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        ("at_least", NO, YES, YES),
        ("at_most", YES, YES, NO),
        ("above", NO, NO, YES),
        ("below", YES, NO, NO),
        ("is", NO, YES, NO),
    ],
)
def test_a_leaf_holds_an_exact_value_against_its_bound(
    facts: Given, operator: Any, below: Truth, at: Truth, above: Truth
) -> None:
    leaf = Compare(fact="fvc_pct", operator=operator, bounds=(50.0,), said="vital_capacity_low")
    found = [truth_of(leaf, facts(fvc_pct=value)) for value in (49.9, 50, 50.1)]
    assert found == [below, at, above]
    assert truth_of(leaf, facts()) is UNKNOWN


@pytest.mark.parametrize(
    ("operator", "bound", "truth"),
    [
        ("at_most", 3, YES),
        ("at_most", 2, UNKNOWN),
        ("at_most", 4, YES),
        ("below", 4, YES),
        ("below", 3, UNKNOWN),
        ("at_least", 0, YES),
        ("at_least", 1, UNKNOWN),
        ("at_least", 4, NO),
        ("above", 3, NO),
        ("above", 2, UNKNOWN),
        ("is", 4, NO),
        ("is", 3, UNKNOWN),
    ],
)
def test_a_leaf_about_a_span_is_decided_where_the_whole_span_agrees(
    facts: Given, operator: Any, bound: int, truth: Truth
) -> None:
    one_side = facts(mrc_grip_left=3)  # the weaker side lies between 0 and 3
    assert truth_of(Compare(fact="mrc_grip", operator=operator, bounds=(float(bound),), said=""), one_side) is truth


@pytest.mark.parametrize(
    ("stages", "truth"),
    [
        ((2, 3), YES),
        ((1, 2, 3, 4), YES),
        ((2, 3, 5), YES),
        ((1, 3, 5), UNKNOWN),
        ((2,), UNKNOWN),
        ((3, 4), UNKNOWN),
        ((1, 4, 5, 6), NO),
    ],
)
def test_one_of_agrees_with_a_range_of_stages_only_if_it_names_all_of_it(
    facts: Given, stages: tuple[int, ...], truth: Truth
) -> None:
    two_or_three = facts(
        **{f"alsfrs_{item}": 4 for item in ("handwriting", "cutting", "dressing", "turning", "stairs")},
        **{f"{muscle}_{side}": 5 for muscle in MUSCLES for side in ("left", "right")},
        alsfrs_walking=2,
        tube_feeding_over_half=False,
    )
    assert (two_or_three.value("stage").low, two_or_three.value("stage").high) == (1, 2)
    leaf = Compare(fact="stage", operator="one_of", bounds=tuple(stage - 1.0 for stage in stages), said="")
    assert truth_of(leaf, two_or_three) is truth


MUSCLES = (
    *("mrc_ankle_dorsiflexion", "mrc_ankle_plantarflexion", "mrc_knee_extension", "mrc_hip_flexion"),
    *("mrc_shoulder_abduction", "mrc_elbow_flexion", "mrc_elbow_extension", "mrc_wrist_extension"),
    *("mrc_grip", "mrc_finger_intrinsics", "mrc_thumb_abduction"),
)


@pytest.mark.parametrize("operator", ["at_least", "at_most", "above", "below", "is", "one_of"])
def test_a_span_says_what_all_values_in_it_say_and_is_unknown_where_they_differ(facts: Given, operator: Any) -> None:
    nobody = facts()

    def truth(leaf: Compare, low: int, high: int) -> Truth:
        return truth_of(leaf, nobody.supposing({"walking_help": Value(low=low, high=high, asks=("walking_help",))}))

    sizes = (1, 2, 3) if operator == "one_of" else (1,)
    for bounds in (chosen for size in sizes for chosen in combinations(range(7), size)):
        leaf = Compare(fact="walking_help", operator=operator, bounds=tuple(map(float, bounds)), said="")
        for low, high in combinations_with_replacement(range(7), 2):
            singly = {truth(leaf, value, value) for value in range(low, high + 1)}
            expected = singly.pop() if len(singly) == 1 else UNKNOWN
            assert truth(leaf, low, high) is expected, (leaf, low, high)


def test_a_choice_is_compared_by_its_place_in_the_list(facts: Given, knowledge: Knowledge) -> None:
    order = knowledge.vocabulary["walking_help"].choices
    leaf = Compare(fact="walking_help", operator="at_least", bounds=(float(order.index("rollator")),), said="rollator")
    assert truth_of(leaf, facts(walking_help="person")) is YES
    assert truth_of(leaf, facts(walking_help="brace_only")) is NO


@pytest.mark.parametrize(("wanted", "told", "untold"), [(1.0, YES, NO), (0.0, NO, YES)])
def test_known_is_decided_either_way_and_never_unknown(facts: Given, wanted: float, told: Truth, untold: Truth) -> None:
    leaf = Compare(fact="pcf_l_min", operator="known", bounds=(wanted,), said="", because="a reason")
    assert truth_of(leaf, facts(pcf_l_min=300)) is told
    assert truth_of(leaf, facts()) is untold
    stale = facts(pcf_l_min={"value": 300, "on": "2026-01-01"})
    assert truth_of(leaf, stale) is untold


# --- all, any, not ----------------------------------------------------------------------------------------


def test_an_empty_all_is_yes_and_an_empty_any_is_no(facts: Given) -> None:
    for decide in (truth_of, lambda c, f: evaluate(c, f).truth):
        assert decide(All(()), facts()) is YES
        assert decide(ALWAYS, facts()) is YES
        assert decide(AnyOf(()), facts()) is NO
        assert decide(Not(AnyOf(())), facts()) is YES


@pytest.mark.parametrize(
    ("told", "all_of", "any_of"),
    [
        ({"alsfrs_walking": 2, "alsfrs_stairs": 1}, YES, YES),
        ({"alsfrs_walking": 2, "alsfrs_stairs": 3}, NO, YES),
        ({"alsfrs_walking": 4, "alsfrs_stairs": 3}, NO, NO),
        ({"alsfrs_walking": 2}, UNKNOWN, YES),
        ({"alsfrs_walking": 4}, NO, UNKNOWN),
        ({}, UNKNOWN, UNKNOWN),
    ],
)
def test_an_unknown_part_decides_nothing_that_the_others_have_decided(
    facts: Given, told: dict[str, int], all_of: Truth, any_of: Truth
) -> None:
    for parts in ((WALKS, STAIRS), (STAIRS, WALKS)):
        assert evaluate(All(parts), facts(**told)).truth is all_of
        assert evaluate(AnyOf(parts), facts(**told)).truth is any_of
        assert evaluate(Not(All(parts)), facts(**told)).truth is ~all_of


@pytest.mark.parametrize("order", [(WALKS, STAIRS, FALLS), (FALLS, STAIRS, WALKS), (STAIRS, WALKS, FALLS)])
def test_the_findings_are_exactly_the_parts_that_equal_the_answer(facts: Given, order: Any) -> None:
    told = facts(alsfrs_walking=2, alsfrs_stairs=3)  # yes, no, unknown
    assert evaluate(All(order), told) == Finding(NO, (STAIRS,))
    assert evaluate(AnyOf(order), told) == Finding(YES, (WALKS,))
    assert evaluate(All((WALKS, FALLS)), told) == Finding(UNKNOWN, (FALLS,))
    assert evaluate(AnyOf((STAIRS, FALLS)), told) == Finding(UNKNOWN, (FALLS,))
    assert evaluate(Not(AnyOf(order)), told) == Finding(NO, (WALKS,))


def test_all_reasons_are_kept_in_the_order_written(facts: Given) -> None:
    told = facts(alsfrs_walking=1, alsfrs_stairs=0, falls_3mo=3)
    assert evaluate(AnyOf((FALLS, WALKS, STAIRS)), told).leaves == (FALLS, WALKS, STAIRS)
    assert evaluate(All((STAIRS, Not(Not(FALLS)), WALKS)), told).leaves == (STAIRS, FALLS, WALKS)


def test_leaves_and_facts_read_see_through_every_nesting() -> None:
    condition = All((AnyOf((WALKS, Not(STAIRS))), Not(All((FALLS,))), WALKS))
    assert list(leaves(condition)) == [WALKS, STAIRS, FALLS, WALKS]
    assert facts_read(condition) == {"alsfrs_walking", "alsfrs_stairs", "falls_3mo"}


# --- reasons ----------------------------------------------------------------------------------------------


def why(condition: Condition, told: Facts, knowledge: Knowledge) -> tuple[Reason, ...]:
    return reasons(evaluate(condition, told), told, knowledge.fact_rules, knowledge.vocabulary)


def test_a_reason_names_the_fact_its_value_and_its_day(facts: Given, knowledge: Knowledge) -> None:
    told = facts(alsfrs_walking={"value": 2, "on": "2026-11-01", "note": "outdoors"})
    assert why(WALKS, told, knowledge) == (Reason(fact="alsfrs_walking", value=2, on="2026-11-01", note="outdoors"),)


def test_a_reason_about_a_fact_with_sides_names_the_side(facts: Given, knowledge: Knowledge) -> None:
    told = facts(foot_drop_left=False, foot_drop_right=True)
    assert why(DROP, told, knowledge) == (Reason(fact="foot_drop_right", value=True, on="2026-11-20"),)


def test_a_reason_decided_by_a_span_tells_the_span(facts: Given, knowledge: Knowledge) -> None:
    leaf = Compare(fact="mrc_grip", operator="at_most", bounds=(3.0,), said="strength_against_gravity")
    (reason,) = why(leaf, facts(mrc_grip_left=3), knowledge)
    assert (reason.fact, reason.value, reason.low, reason.high) == ("mrc_grip", None, 0, 3)


def test_each_fact_is_a_reason_once(facts: Given, knowledge: Knowledge) -> None:
    told = facts(alsfrs_walking=1)
    assert [reason.fact for reason in why(All((WALKS, WALKS, Not(Not(WALKS)))), told, knowledge)] == ["alsfrs_walking"]


def test_a_derived_sign_is_opened_up_to_what_was_told(facts: Given, knowledge: Knowledge) -> None:
    symptom = Compare(fact="any_breathing_symptom", operator="is", bounds=(1.0,), said="yes")
    found = why(symptom, facts(morning_headache=True, cannot_lie_flat=False), knowledge)
    assert [(reason.fact, reason.value) for reason in found] == [("morning_headache", True)]


@pytest.mark.parametrize("used", ["rollator", "person", "person_and_device"])
def test_help_to_walk_is_told_as_it_was_told_and_not_as_a_position(
    facts: Given, knowledge: Knowledge, used: str
) -> None:
    more = Compare(fact="walks_with_person_or_rollator", operator="is", bounds=(1.0,), said="yes")
    assert why(more, facts(walking_help=used), knowledge) == (Reason(fact="walking_help", value=used, on="2026-11-20"),)


def test_an_age_worked_out_from_the_birth_date_is_told_in_years(knowledge: Knowledge, facts: Given) -> None:
    told = facts(birth_date="1961-05-03")
    grown = Compare(fact="age_years", operator="at_least", bounds=(50.0,), said="")
    assert why(grown, told, knowledge) == (Reason(fact="age_years", value=65, on="2026-11-20"),)


def test_a_feeding_tube_is_told_by_its_status(knowledge: Knowledge, facts: Given) -> None:
    tube = Compare(fact="feeding_tube_in_place", operator="is", bounds=(1.0,), said="yes")
    assert why(tube, facts(feeding_tube_status="placed"), knowledge)[0].value == "placed"
    assert why(tube, facts(feeding_tube_status="referred"), knowledge)[0].value == "referred"


# --- questions --------------------------------------------------------------------------------------------


def test_only_an_unknown_answer_asks_and_it_asks_each_question_once(facts: Given) -> None:
    told = facts(alsfrs_walking=2)
    assert asks(evaluate(WALKS, told), told) == ()
    assert asks(evaluate(AnyOf((WALKS, STAIRS)), told), told) == ()
    assert asks(evaluate(All((WALKS, STAIRS, FALLS, STAIRS)), told), told) == ("alsfrs_stairs", "falls_3mo")


def test_a_fact_with_sides_asks_for_the_sides_nobody_looked_at(facts: Given) -> None:
    told = facts(foot_drop_left=False)
    assert asks(evaluate(DROP, told), told) == ("foot_drop_right",)
    assert asks(evaluate(DROP, facts()), facts()) == ("foot_drop_left", "foot_drop_right")


def test_a_stale_value_is_asked_again(facts: Given) -> None:
    told = facts(alsfrs_walking={"value": 2, "on": "2026-01-01"})
    assert asks(evaluate(WALKS, told), told) == ("alsfrs_walking",)


# --- as written in a file ---------------------------------------------------------------------------------


def read(text: str, knowledge: Knowledge) -> tuple[Condition, list[str]]:
    source = read_text(text, "rule.yaml")
    assert not source.problems
    condition = ConditionReader(knowledge.vocabulary, knowledge.numbers, source).condition(source.value, ())
    return condition, [str(problem) for problem in source.problems]


def test_a_condition_is_read_with_its_limits_by_name(knowledge: Knowledge) -> None:
    text = "any:\n- {fact: alsfrs_walking, at_most: walks_with_help}\n- not: {fact: foot_drop, is: true}\n"
    assert read(text, knowledge) == (AnyOf((WALKS, Not(DROP))), [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("all: 3", "all: This should be a list of conditions."),
        ("[a]", "A condition is {fact: …}, {all: […]}, {any: […]} or {not: …}."),
        (
            "{fact: alsfrs_walking}",
            "Say exactly one of at_least, at_most, above, below, is, one_of, known about 'alsfrs_walking' (found 0).",
        ),
        (
            "{fact: alsfrs_walking, at_mots: walks_with_help}",
            "I do not know 'at_mots'. Did you mean 'at_most'?",
        ),
        (
            "{fact: alsfrs_walkin, at_most: walks_with_help}",
            "I do not know the fact 'alsfrs_walkin'. Did you mean 'alsfrs_walking'? Use an id of facts.yaml.",
        ),
        (
            "{fact: alsfrs_walking, at_most: 2}",
            "2 is a bare number. Name it in limits.yaml, with its source, and use the name.",
        ),
        (
            "{fact: alsfrs_walking, at_most: walks_with_hlp}",
            "I do not know the limit 'walks_with_hlp'. Did you mean 'walks_with_help'? Use a name of limits.yaml.",
        ),
        (
            "{fact: foot_drop, at_least: walks_with_help}",
            "'foot_drop' has no order, so at_least says nothing. Use is, one_of or known.",
        ),
        (
            "{fact: walking_help, is: roller}",
            "'roller' is not a choice of 'walking_help'. Did you mean 'rollator'? Choose from "
            "none, brace_only, cane_or_poles, rollator, person, person_and_device, not_walking.",
        ),
        (
            "{fact: pcf_l_min, known: false}",
            "'known' asks whether something was measured at all. Say why in 'because: …'.",
        ),
        ("{all: [], any: []}", "Say exactly one of fact, all, any, not (found 2)."),
    ],
)
def test_what_is_wrong_in_a_condition_is_said_with_its_remedy(text: str, said: str, knowledge: Knowledge) -> None:
    condition, found = read(text, knowledge)
    assert found == [f"rule.yaml:1: {said}"]
    assert condition == AnyOf(()), "what cannot be read never holds"


def test_conditions_go_to_another_process_and_decide_there_as_here(
    knowledge: Knowledge, person: Callable[..., Intake]
) -> None:
    """The knowledge is sent whole to the workers of the page."""
    there = pickle.loads(pickle.dumps(knowledge))
    here, facts = knowledge.recommendations, facts_today(person(alsfrs_walking=2, falls_3mo=1), knowledge, TODAY)
    for rule, sent in zip(here, there.recommendations, strict=True):
        assert sent.when == rule.when and truth_of(sent.when, facts) is truth_of(rule.when, facts)
