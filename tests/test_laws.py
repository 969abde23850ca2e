"""Laws that hold for every rule and every person, tried on many of both (always the same ones)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from anybody import FEW, STEADY, intake_of, seeds, told
from hypothesis import given
from hypothesis import strategies as st
from people import TODAY, VISIT

from planner import assess, make_plan, read_intake
from planner.assessment.derive import derivations, facts_today
from planner.model.conditions import All, Compare, Condition, Not, asks, evaluate, facts_read, leaves, truth_of
from planner.model.conditions import Any as AnyOf
from planner.model.facts import ASSUMED, Facts, Observation
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth
from planner.reading.resources import resource
from planner.reading.strict_yaml import read_file

# What these facts say rests on something *not* being there (contract §8); hearing of it may turn them round.
DECIDED_BY_ABSENCE = {
    *("breathing_tests_overdue", "kings_cutting", "feeding_tube_in_place", "mask_is_near", "cough_help_is_near"),
    "weak_cough_sign",  # a measured flow may say otherwise than what was told
    "care_goal",  # hospice speaks only while the person has told none
}
# A slope waits for a second test on another day; until then its question is the measure itself, told or not.
SLOPES = {
    "fvc_fall_pct_per_month",
    "breathing_points_per_month",
    "breathing_pace",
    "snip_fall_cmh2o_3mo",
    "mip_fall_cmh2o_3mo",
}


# --- random people ----------------------------------------------------------------------------------------


def facts_of(observations: Sequence[Observation], knowledge: Knowledge, today: date = TODAY) -> Facts:
    return facts_today(intake_of(observations), knowledge, today)


# --- random rules -----------------------------------------------------------------------------------------

READ = (
    *("alsfrs_walking", "alsfrs_stairs", "alsfrs_cutting", "fvc_pct", "falls_3mo", "foot_drop", "mrc_grip"),
    *("walking_help", "main_payer", "stage", "leg_stage", "alsfrs_gross_motor_sum", "any_breathing_symptom"),
    *("walks_with_person_or_rollator", "cutting_without_tube", "progression_pace", "weight_loss_pct"),
)


def some_leaf(knowledge: Knowledge, chance: Random, with_known: bool) -> Compare:
    fact = knowledge.vocabulary[chance.choice(READ)]
    operators = ["is", "one_of"] if fact.kind in ("choice", "yes_no") else []
    operators += [] if fact.kind == "yes_no" else ["at_least", "at_most", "above", "below"]
    operator: Any = chance.choice(operators + ["known"] * with_known)
    if operator == "known":
        wanted = (float(chance.randrange(2)),)
        return Compare(fact=fact.id, operator=operator, bounds=wanted, said="", because="a reason")
    low, high = (int(end) for end in fact.ends)
    bounds = [float(chance.randint(low, high)) for _ in range(1 + (operator == "one_of") * chance.randrange(3))]
    return Compare(fact=fact.id, operator=operator, bounds=tuple(dict.fromkeys(bounds)), said="")


def some_condition(knowledge: Knowledge, chance: Random, with_known: bool = False, depth: int = 3) -> Condition:
    kind = chance.choice(("leaf", "all", "any", "not")) if depth else "leaf"
    if kind == "leaf":
        return some_leaf(knowledge, chance, with_known)
    if kind == "not":
        return Not(some_condition(knowledge, chance, with_known, depth - 1))
    parts = tuple(some_condition(knowledge, chance, with_known, depth - 1) for _ in range(chance.randrange(4)))
    return All(parts) if kind == "all" else AnyOf(parts)


def many_conditions(knowledge: Knowledge, chance: Random, with_known: bool = False) -> Iterator[Condition]:
    yield from (some_condition(knowledge, chance, with_known) for _ in range(20))


@cache
def real_conditions(knowledge: Knowledge) -> tuple[Condition, ...]:
    return tuple(knowledge.conditions())


@cache
def additive_conditions(knowledge: Knowledge) -> tuple[Condition, ...]:
    """The rules of the knowledge base that do not ask whether something is known, openly or by absence."""
    return tuple(
        condition
        for condition in real_conditions(knowledge)
        if not any(leaf.operator == "known" for leaf in leaves(condition))
        and not facts_read(condition) & DECIDED_BY_ABSENCE
    )


def test_the_laws_are_tried_on_most_rules_of_the_knowledge_base(knowledge: Knowledge) -> None:
    everything, tried = real_conditions(knowledge), additive_conditions(knowledge)
    assert len(everything) > 250
    assert len(tried) > 0.7 * len(everything)


def test_random_people_and_rules_reach_every_answer(knowledge: Knowledge) -> None:
    chance = Random(1)
    facts = facts_of(told(knowledge, chance, 0.5), knowledge)
    found = [truth_of(some_condition(knowledge, chance), facts) for _ in range(300)]
    assert min(found.count(truth) for truth in Truth) > 30


# --- the laws of conditions -------------------------------------------------------------------------------


@STEADY
@given(seeds)
def test_the_truth_alone_is_the_truth_with_reasons(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    facts = facts_of(told(knowledge, chance, 0.4), knowledge)
    for condition in (*many_conditions(knowledge, chance, with_known=True), *real_conditions(knowledge)):
        assert truth_of(condition, facts) is evaluate(condition, facts).truth


@STEADY
@given(seeds)
def test_learning_a_fact_never_reverses_an_answer(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    everything = told(knowledge, chance, chance.choice((0.3, 0.7, 1.0)))
    less = [seen for seen in everything if chance.random() < 0.6]
    before, after = facts_of(less, knowledge), facts_of(everything, knowledge)
    for condition in (*many_conditions(knowledge, chance), *additive_conditions(knowledge)):
        if any(before.value(name).note == ASSUMED for name in facts_read(condition)):
            continue  # what is assumed gives way to what is told
        was, now = truth_of(condition, before), truth_of(condition, after)
        assert was in (Truth.UNKNOWN, now), f"{condition} was {was.name} and is {now.name}"


@STEADY
@given(seeds)
def test_not_all_is_any_not_with_the_same_reasons(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    facts = facts_of(told(knowledge, chance, 0.4), knowledge)
    parts = tuple(many_conditions(knowledge, chance, with_known=True))[: chance.randrange(8)]
    opposite = tuple(Not(part) for part in parts)
    assert evaluate(Not(All(parts)), facts) == evaluate(AnyOf(opposite), facts)
    assert evaluate(Not(AnyOf(parts)), facts) == evaluate(All(opposite), facts)
    for part in parts:
        assert evaluate(Not(Not(part)), facts) == evaluate(part, facts)


@STEADY
@given(seeds)
def test_the_order_of_the_parts_changes_no_answer_and_no_reason(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    facts = facts_of(told(knowledge, chance, 0.4), knowledge)
    parts = list(many_conditions(knowledge, chance))
    shuffled = chance.sample(parts, len(parts))
    for kind in (All, AnyOf):
        one, other = evaluate(kind(tuple(parts)), facts), evaluate(kind(tuple(shuffled)), facts)
        assert (one.truth, sorted(map(repr, one.leaves))) == (other.truth, sorted(map(repr, other.leaves)))


def behind(names: set[str], knowledge: Knowledge) -> set[str]:
    """The facts told that stand behind some facts: themselves, their sides, and what derived ones read."""
    derived = derivations(knowledge)
    found = set(names)
    for name in names:
        found |= derived[name].reads if name in derived else set()
    return found | {side for name in found if name in knowledge.vocabulary for side in knowledge.vocabulary[name].ids}


@STEADY
@given(seeds)
def test_the_reasons_alone_suffice(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    everything = told(knowledge, chance, 0.5)
    facts = facts_of(everything, knowledge)
    conditions = [
        *many_conditions(knowledge, chance, with_known=True),
        *chance.sample(real_conditions(knowledge), 20),
    ]
    for condition in conditions:
        found = evaluate(condition, facts)
        if found.truth is not Truth.UNKNOWN:
            named = behind({leaf.fact for leaf in found.leaves}, knowledge)
            alone = facts_of([seen for seen in everything if seen.fact in named], knowledge)
            assert truth_of(condition, alone) is found.truth, condition


@STEADY
@given(seeds)
def test_an_open_answer_always_names_a_question_not_yet_answered(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    facts = facts_of(told(knowledge, chance, 0.5), knowledge)
    for condition in (*many_conditions(knowledge, chance), *real_conditions(knowledge)):
        found = evaluate(condition, facts)
        wanted = asks(found, facts)
        assert bool(wanted) is (found.truth is Truth.UNKNOWN), condition
        for name in wanted:
            assert knowledge.vocabulary[name].origin != "derived", f"nobody can be asked {name}"
            assert not facts.value(name).known or is_open_all_the_same(name, found.leaves, facts), (
                condition,
                name,
            )


def is_open_all_the_same(name: str, open_leaves: Sequence[Compare], facts: Facts) -> bool:
    """Known, and still asked: a contradiction about help to walk, or a slope that waits for a second test."""
    contradiction = facts.value("walks_with_person_or_rollator").note == "contradiction"
    slope = any(leaf.fact in SLOPES for leaf in open_leaves)
    return (name == "walking_help" and contradiction) or (slope and name in ("fvc_pct", "snip_cmh2o", "mip_cmh2o"))


@STEADY
@given(seeds)
def test_answering_every_question_leaves_nothing_open(knowledge: Knowledge, seed: int) -> None:
    """Once all is told at one visit, only slopes and contradictions stay open, and what a body cannot be asked."""
    chance = Random(seed)
    everything = told(knowledge, chance, 1.0)
    facts, answered = facts_of(everything, knowledge), {seen.fact for seen in everything}
    for condition in real_conditions(knowledge):
        found = evaluate(condition, facts)
        if found.truth is Truth.UNKNOWN:
            assert all(
                leaf.fact in SLOPES
                or name not in answered
                or is_open_all_the_same(name, found.leaves, facts)
                or name in ("tube_feeding_over_half", "symptom_onset_date")
                for leaf in found.leaves
                for name in facts.value(leaf.fact).asks
            ), condition


# --- the laws of people -----------------------------------------------------------------------------------

ITEMS = tuple(
    f"alsfrs_{name}"
    for name in (
        *("speech", "salivation", "swallowing", "handwriting", "cutting", "dressing"),
        *("turning", "walking", "stairs", "dyspnea", "orthopnea", "respiratory"),
    )
)


@STEADY
@given(seeds)
def test_a_worse_answer_never_lowers_the_stage(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    people = told(knowledge, chance, chance.choice((0.6, 1.0)))
    before = facts_of(people, knowledge)
    for at, seen in enumerate(people):
        lower = seen.fact in ITEMS or seen.fact.startswith("mrc_")
        if lower and isinstance(seen.value, int) and seen.value > 0:
            worse = [*people[:at], replace(seen, value=seen.value - 1), *people[at + 1 :]]
            after = facts_of(worse, knowledge)
            for name in ("stage", "leg_stage", "arm_stage"):
                was, now = before.value(name), after.value(name)
                assert was.low <= now.low and was.high <= now.high, (name, seen, was, now)


@STEADY
@given(seeds, st.integers(0, 500), st.integers(0, 500))
def test_a_later_day_never_makes_a_stale_fact_fresh(knowledge: Knowledge, seed: int, first: int, more: int) -> None:
    chance = Random(seed)
    people = [replace(seen, on=VISIT - timedelta(chance.randrange(400))) for seen in told(knowledge, chance, 0.5)]
    sooner = facts_of(people, knowledge, TODAY + timedelta(first))
    later = facts_of(people, knowledge, TODAY + timedelta(first + more))
    for name in knowledge.vocabulary:
        if knowledge.vocabulary[name].origin != "derived":
            was, now = sooner.value(name), later.value(name)
            assert was.known or not now.known, name
            assert now.stale_since is not None or was.stale_since is None, name


WORSE = {
    **dict.fromkeys(("fvc_pct", "svc_pct", "snip_cmh2o", "mip_cmh2o", "pcf_l_min", "spo2_pct"), -1),
    **dict.fromkeys(("alsfrs_dyspnea", "alsfrs_orthopnea"), -1),
    **dict.fromkeys(("paco2_mmhg", "night_minutes_spo2_88"), 1),
    **dict.fromkeys(("cannot_lie_flat", "morning_headache", "daytime_sleepiness", "breathing_worse_over_days"), 1),
    **dict.fromkeys(("weak_cough", "chest_infection_now", "confusion_or_hallucination"), 1),
}


@STEADY
@given(seeds)
def test_a_worse_breathing_value_never_takes_a_danger_sign_away(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    people = told(knowledge, chance, 0.7)
    at = chance.choice([at for at, seen in enumerate(people) if seen.fact in WORSE])
    seen, fact = people[at], knowledge.vocabulary[people[at].fact]
    step = WORSE[seen.fact] * chance.choice((1, 5, 40))
    low, high = fact.ends
    value = fact.raw(max(low, min(high, fact.position(seen.value) + step)))
    worse = [*people[:at], replace(seen, value=value), *people[at + 1 :]]
    before, after = facts_of(people, knowledge), facts_of(worse, knowledge)
    for flag in knowledge.red_flags:
        if truth_of(flag.when, before) is Truth.YES:
            assert truth_of(flag.when, after) is Truth.YES, (flag.id, seen, value)


# --- the laws of plans ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> Mapping[str, Any]:
    """The invented person of the demo."""
    read = read_file(resource("stages") / "demo.yaml")
    assert not read.problems
    found: Mapping[str, Any] = read.value
    return found


@FEW
@given(seed=seeds)
def test_the_order_of_visits_and_facts_changes_no_plan(
    knowledge: Knowledge, example: Mapping[str, Any], seed: int
) -> None:
    def shuffled(entries: Mapping[str, Any]) -> dict[str, Any]:
        return dict(chance.sample(list(entries.items()), len(entries)))

    chance = Random(seed)
    visits = [{**visit, "facts": shuffled(visit["facts"])} for visit in example["visits"]]
    other = {**example, "visits": chance.sample(visits, len(visits)), "patient": shuffled(example["patient"])}
    one, two = (
        make_plan(assess(read_intake(source, knowledge, TODAY), knowledge, today=TODAY), knowledge)
        for source in (example, shuffled(other))
    )
    # The plan carries the intake as it was written; everything worked out from it is the same.
    assert replace(two, intake=one.intake) == one
    assert replace(two.intake, source=one.intake.source) == one.intake


@FEW
@given(seed=seeds)
def test_a_plan_asks_nothing_that_is_known_but_for_contradictions(knowledge: Knowledge, seed: int) -> None:
    chance = Random(seed)
    assessment = assess(intake_of(told(knowledge, chance, 0.7)), knowledge, today=TODAY)
    facts = assessment.facts
    for question in make_plan(assessment, knowledge).measure_next:
        known = all(facts.value(name).known for name in question.written)
        assert not known or is_open_all_the_same(question.fact, (), facts), question


@FEW
@given(seed=seeds)
def test_the_same_person_has_the_same_plan(knowledge: Knowledge, seed: int) -> None:
    people = told(knowledge, Random(seed), 0.5)
    one, two = (
        make_plan(assess(intake_of(order), knowledge, today=TODAY), knowledge) for order in (people, people[::-1])
    )
    assert one == two


@FEW
@given(seed=seeds)
def test_whoever_it_is_the_plan_answers_every_recommendation(knowledge: Knowledge, seed: int) -> None:
    people = told(knowledge, Random(seed), 0.5)
    plan = make_plan(assess(intake_of(people), knowledge, today=TODAY), knowledge)
    assert len(plan.items) == len(knowledge.recommendations)
    for item in plan.items:
        assert (item.timing == "check_first") <= bool(item.asks), item
        assert (item.timing == "hold") <= bool(item.holds), item
        # What comes with a thing that is not there has no day of its own: it comes with that thing.
        dated = item.start_by is not None or (item.timing == "later" and bool(item.comes_with))
        assert (item.timing in ("prepare", "later")) <= dated, item
        if item.window is not None:
            days = [day or date.max for day in (item.window.early, item.window.likely, item.window.late)]
            assert days == sorted(days), item
