"""What to measure next: danger first, then what settles most, and what is known or too soon is not asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from people import TODAY, Assessed, walker

from planner import assess, make_plan, read_intake
from planner.model.facts import Value
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.plan.measure_next import Open, candidates, rank
from planner.plan.schedule import decide


def settled_by(*names: str) -> Callable[..., bool]:
    return lambda facts: all(facts.value(name).known for name in names)


def opened(name: str, *asks: str, urgency: int = 99) -> Open:
    """Something open that its answers settle, and that is a danger sign where it has an urgency."""
    settled = settled_by(*asks)
    return Open(
        id=name, asks=asks, settled=settled, urgency=urgency, grave=settled if urgency != 99 else lambda _: False
    )


def test_danger_comes_first_then_what_settles_most(assessed: Assessed) -> None:
    facts = assessed().facts
    rules = [
        opened("a", "fvc_pct"),
        opened("b", "fvc_pct"),
        opened("c", "tug_s"),
        opened("d", "walk_distance_m"),
    ]
    rules.append(opened("e", "walk_distance_m"))
    flags = [opened("week", "weight_kg", urgency=2), opened("now", "spo2_pct", urgency=0)]
    found = rank(facts, rules, flags, [])
    # Vital capacity is asked of everybody, so it goes before the walking distance that settles as much.
    assert [one.fact for one in found] == ["spo2_pct", "weight_kg", "fvc_pct", "walk_distance_m", "tug_s"]
    assert found[2].settles == ("a", "b")
    assert (found[0].red_flags, found[0].settles) == (("now",), ())


def test_a_question_that_alone_settles_nothing_counts_for_nothing_but_is_asked(assessed: Assessed) -> None:
    found = rank(assessed().facts, [opened("both", "tug_s", "walk_distance_m"), opened("one", "tug_s")], [], [])
    assert [(one.fact, one.settles) for one in found] == [("tug_s", ("one",)), ("walk_distance_m", ())]


def test_two_sides_of_one_fact_are_one_question(assessed: Assessed) -> None:
    (one,) = rank(assessed().facts, [opened("a", "mrc_grip_left", "mrc_grip_right")], [], [])
    assert (one.fact, one.written, one.settles) == ("mrc_grip", ("mrc_grip_left", "mrc_grip_right"), ("a",))


def test_what_may_be_in_place_already_is_asked_last(assessed: Assessed) -> None:
    in_place = [opened("x", "equipment_status_cane")]
    found = rank(assessed().facts, [opened("a", "tug_s")], [], in_place)
    assert [one.fact for one in found] == ["tug_s", "equipment_status_cane"]
    assert (found[1].in_place, found[1].settles) == (("x",), ())


def test_a_stale_answer_is_asked_again_with_its_date(assessed: Assessed) -> None:
    facts = assessed({"tug_s": {"value": 12, "on": "2026-01-01"}}).facts
    (one,) = rank(facts, [opened("a", "tug_s")], [], [])
    assert one.stale_since == date(2026, 5, 1)


def test_answers_are_tried_on_both_sides_of_every_bound(knowledge: Knowledge) -> None:
    words = knowledge.vocabulary
    assert candidates(words["fvc_pct"], (50.0,), TODAY) == [0, 49, 50, 51, 180]
    assert candidates(words["foot_drop"], (), TODAY) == [1, 0]
    assert candidates(words["alsfrs_walking"], (), TODAY) == [0, 1, 2, 3, 4]
    assert candidates(words["sit_to_stand"], (), TODAY) == [0, 1, 2, 3]


def test_one_test_is_not_asked_again_at_once_for_the_sake_of_a_slope(knowledge: Knowledge, assessed: Assessed) -> None:
    plan = make_plan(assessed({"fvc_pct": 86, "snip_cmh2o": 80, "mip_cmh2o": 80}), knowledge)
    assert {"fvc_pct", "snip_cmh2o", "mip_cmh2o"}.isdisjoint(one.fact for one in plan.measure_next)


def test_the_first_questions_could_open_something_grave_and_the_next_settle_most(
    knowledge: Knowledge, assessed: Assessed
) -> None:
    plan = make_plan(assessed(walker()), knowledge)
    found = [one for one in (*plan.measure_next, *plan.asked_later) if not one.pack]
    order = [(not one.opens, one.urgency, -len(one.guards), -len(one.settles)) for one in found if one.tells]
    assert order == sorted(order)
    assert (order[0][0], order[-1][0]) == (False, True)


def test_what_a_question_claims_to_settle_some_answer_does_settle(knowledge: Knowledge, assessed: Assessed) -> None:
    found = assessed(walker())
    plan = make_plan(found, knowledge)
    question = next(one for one in plan.measure_next if one.settles)
    fact = knowledge.vocabulary[question.written[0]]
    bounds = found.facts.history.knowledge_bounds.get(question.fact, ())
    for name in question.settles:
        timings = set()
        for value in candidates(fact, bounds, TODAY):
            supposed = found.facts.supposing({written: Value(low=value, high=value) for written in question.written})
            timings.add(decide(knowledge.by_id[name], supposed))
        assert timings - {"check_first"}, name


def test_an_intake_of_nobody_makes_a_plan_that_asks(knowledge: Knowledge, assessed: Assessed) -> None:
    nobody: Intake = read_intake({"patient": {"id": "x"}}, knowledge, TODAY)
    plan = make_plan(assess(nobody, knowledge, today=TODAY), knowledge)
    assert plan.red_flags == ()
    assert (plan.measure_next[0].fact, len(plan.measure_next[0].written)) == ("alsfrs_total", 12)


def test_answers_supposed_barely_decide_every_rule_as_answers_supposed_in_full_do(
    knowledge: Knowledge, assessed: Assessed
) -> None:
    facts = assessed(walker()).facts
    for name in ("alsfrs_walking", "alsfrs_dyspnea", "fvc_pct", "falls_3mo", "mrc_neck_extension"):
        for value in candidates(knowledge.vocabulary[name], (), TODAY):
            supposed = {name: Value(low=value, high=value, on=TODAY, of=name)}
            full, bare = facts.supposing(supposed), facts.supposing(supposed, bare=True)
            found = [(decide(rule, full), decide(rule, bare)) for rule in knowledge.recommendations]
            assert all(one == other for one, other in found)
            assert (full.value("stage").low, full.value("stage").high) == (
                bare.value("stage").low,
                bare.value("stage").high,
            )
