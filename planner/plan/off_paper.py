"""Topics that a person keeps off paper for now: which advice, things and prices family pages leave out for them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.about import Topic
from planner.model.knowledge import Recommendation
from planner.plan.plan import Plan


def topic_of_rule(rule: Recommendation, plan: Plan) -> str:
    """The topic that keeps a recommendation off paper; empty where none does, or where it prints for everybody."""
    always = plan.knowledge.about.always_printed
    if rule.priority in always.priorities or rule.kind in always.kinds or rule.id in always.recommendations:
        return ""
    named = (
        name for name, topic in _kept_off(plan) if rule.domain in topic.domains or rule.id in topic.recommendations
    )
    return next(named, "")


def topic_of_thing(thing: str, plan: Plan) -> str:
    """The topic that keeps a thing off paper, by itself or with the advice it is needed with; empty where none does."""
    named = next((name for name, topic in _kept_off(plan) if thing in topic.equipment), "")
    advice = plan.knowledge.by_id.get(plan.knowledge.equipment[thing].needed_with)
    return named or (topic_of_rule(advice, plan) if advice else "")


def prices_are_off_paper(plan: Plan) -> bool:
    return any(topic.prices for _, topic in _kept_off(plan))


def _kept_off(plan: Plan) -> Iterator[tuple[str, Topic]]:
    chosen = plan.intake.preferences.print_topics_held_back
    return ((name, topic) for name, topic in plan.knowledge.about.topics.items() if name in chosen)
