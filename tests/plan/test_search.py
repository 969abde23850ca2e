"""The search over possible people: it finds them where they are, and says none where there is none."""

from __future__ import annotations

import pytest

from planner.model.conditions import All, Compare, Condition, Not
from planner.model.conditions import Any as AnyOf
from planner.model.knowledge import Knowledge
from planner.plan.search import Goal, now_goals, possible

WALKS = Compare(fact="alsfrs_walking", operator="at_least", bounds=(2.0,), said="walks_with_help")
DOES_NOT = Compare(fact="alsfrs_walking", operator="below", bounds=(2.0,), said="walks_with_help")
FALLS = Compare(fact="falls_3mo", operator="at_least", bounds=(2.0,), said="repeat_falls")
UNKNOWN = Compare(fact="falls_3mo", operator="known", bounds=(0.0,), said="no", because="a test")


@pytest.mark.parametrize(
    ("condition", "holds", "there_is"),
    [
        (WALKS, True, True),
        (All((WALKS, DOES_NOT)), True, False),
        (AnyOf((WALKS, DOES_NOT)), False, False),
        (AnyOf((WALKS, DOES_NOT)), True, True),
        (Not(All((WALKS, FALLS))), True, True),
        (All((FALLS, UNKNOWN)), True, False),
        (All((WALKS, UNKNOWN)), True, True),
        (All(()), False, False),
        (AnyOf(()), True, False),
        (All((AnyOf((DOES_NOT, FALLS)), AnyOf((DOES_NOT, UNKNOWN)), WALKS)), True, False),
    ],
)
def test_possible(knowledge: Knowledge, condition: Condition, holds: bool, there_is: bool) -> None:
    found = possible([Goal(condition, holds)], knowledge.vocabulary, knowledge.fact_rules)
    assert (found is not None) is there_is


def test_a_yes_no_fact_is_searched_through_its_own_rule(knowledge: Knowledge) -> None:
    symptom = Compare(fact="any_breathing_symptom", operator="is", bounds=(1.0,), said="yes")
    none = tuple(Not(part) for part in knowledge.fact_rules["any_breathing_symptom"].parts)  # type: ignore[union-attr]
    assert possible([Goal(symptom, True)], knowledge.vocabulary, knowledge.fact_rules)
    assert possible([Goal(symptom, True), Goal(All(none), True)], knowledge.vocabulary, knowledge.fact_rules) is None


def test_every_rule_can_say_now(knowledge: Knowledge) -> None:
    never = [
        r.id
        for r in knowledge.recommendations
        if possible(now_goals(r), knowledge.vocabulary, knowledge.fact_rules) is None
    ]
    assert never == []
