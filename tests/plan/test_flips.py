"""What would change an answer: every change named really turns it, and nothing is named that cannot change."""

from __future__ import annotations

import pytest
from covering import each_day
from people import PEOPLE, TODAY

from planner import assess, make_plan, read_intake
from planner.assessment.assessment import Assessment
from planner.model.knowledge import Knowledge
from planner.plan.flips import Flip, changeable, flips, what_if, with_facts
from planner.plan.plan import Plan
from planner.plan.schedule import schedule


@pytest.fixture(scope="module")
def demo(knowledge: Knowledge) -> tuple[Plan, Assessment]:
    assessment = assess(read_intake(PEOPLE["demo"], knowledge, TODAY), knowledge, today=TODAY)
    return make_plan(assessment, knowledge), assessment


PARTS = 6
EACH_PART = each_day(range(PARTS), 0)


@pytest.fixture(scope="module", params=EACH_PART)
def named_flips(
    request: pytest.FixtureRequest, demo: tuple[Plan, Assessment], knowledge: Knowledge
) -> dict[str, tuple[Flip, ...]]:
    """What is named of every sixth rule, looked for once; of all rules before a release."""
    plan, assessment = demo
    rules = knowledge.recommendations[request.param :: PARTS]
    return {rule.id: tuple(flips(plan, rule, assessment.facts)) for rule in rules}


def test_every_change_that_is_named_turns_the_answer_when_planned_anew(
    demo: tuple[Plan, Assessment], named_flips: dict[str, tuple[Flip, ...]], knowledge: Knowledge
) -> None:
    plan, _ = demo
    for name, found in named_flips.items():
        before = plan.item(name)
        assert before is not None
        for flip in found:
            changes = {change.fact: change.after for change in flip.changes}
            anew = assess(with_facts(plan.intake, changes, knowledge, TODAY), knowledge, today=TODAY)
            assert schedule(knowledge.by_id[name], anew, knowledge).timing == flip.timing != before.timing
            assert 1 <= len(flip.changes) <= 2
    assert sum(map(len, named_flips.values())) > len(named_flips)


def test_two_changes_are_named_only_where_neither_alone_does_it(named_flips: dict[str, tuple[Flip, ...]]) -> None:
    for found in named_flips.values():
        alone = {(f.changes[0].fact, f.changes[0].after) for f in found if len(f.changes) == 1}
        for flip in found:
            if len(flip.changes) == 2:
                assert not {(change.fact, change.after) for change in flip.changes} & alone


def test_age_sex_and_dates_are_never_changed(knowledge: Knowledge) -> None:
    for rule in knowledge.recommendations:
        for name in changeable(rule, knowledge):
            fact = knowledge.vocabulary[name]
            assert name not in ("age_years", "sex", "birth_date") and fact.kind != "date" and fact.origin != "derived"


def test_what_if_tells_what_turns_old_against_new(demo: tuple[Plan, Assessment]) -> None:
    plan, _ = demo
    anew, turns = what_if(plan, {"alsfrs_walking": 1})
    told = {turn.id: (turn.before, turn.after) for turn in turns}
    assert told["power_wheelchair_specification"] == ("later", "now")
    assert (anew.stage.low, plan.stage.low) == (4, 2)
    assert what_if(plan, {"alsfrs_walking": 3})[1] == ()


def test_a_fact_with_two_sides_is_changed_on_both(demo: tuple[Plan, Assessment], knowledge: Knowledge) -> None:
    plan, _ = demo
    changed = with_facts(plan.intake, {"mrc_ankle_dorsiflexion": 2}, knowledge, TODAY)
    newest = {seen.fact: seen.value for seen in sorted(changed.observations, key=lambda seen: seen.on)}
    assert newest["mrc_ankle_dorsiflexion_left"] == newest["mrc_ankle_dorsiflexion_right"] == 2
