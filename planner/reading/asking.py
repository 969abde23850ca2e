"""When a fact is asked, and what counts while it is not: what facts.yaml says of questions, checked as it is read."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.conditions import Condition
from planner.model.facts import Fact, Vocabulary
from planner.reading.checked import circle_in
from planner.reading.strict_yaml import Read


def check_implied(
    read: Read, vocabulary: Vocabulary, ask_when: Mapping[str, Condition], rules: Mapping[str, Condition]
) -> None:
    """Note what cannot be assumed: without a condition, of two sides, with no or no possible value, or by way of itself."""
    assumed = {fact.id: fact for fact in vocabulary.facts.values() if fact.implied == "value"}
    for fact in vocabulary.facts.values():
        if fact.implied != "value" and fact.taken_as is not None:
            read.note((fact.id, "taken_as"), "Nothing is taken for granted here.", "Write 'implied: value' beside it.")
    for name, fact in assumed.items():
        if name not in ask_when:
            read.note(
                (name, "implied"), "A value is assumed, but nothing says when.", "Say when it is asked: ask_when."
            )
        elif fact.sides or fact.family or fact.origin == "derived":
            read.note(
                (name, "implied"), "A value is assumed for one answer that is told.", "Write 'implied: relevance'."
            )
        elif not _fits(fact):
            read.note(
                (name, "taken_as"), f"'{fact.taken_as}' is no answer to this.", "Write the answer that is assumed."
            )
    circle = (
        ()
        if circle_in(rules)
        else circle_in({**rules, **{name: ask_when[name] for name in assumed if name in ask_when}})
    )
    if circle:
        said = f"What is assumed here asks for itself: {' → '.join(circle)}."
        read.note((circle[0], "ask_when"), said, "Break the circle.")


def _fits(fact: Fact) -> bool:
    """Whether the answer that is assumed is one of the fact's own."""
    told = fact.taken_as
    if fact.kind == "yes_no":
        return isinstance(told, bool)
    if fact.kind == "choice":
        return told in fact.choices
    low, high = fact.ends
    return isinstance(told, int | float) and not isinstance(told, bool) and low <= told <= high
