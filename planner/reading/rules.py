"""One recommendation: its file → the rule, checked against everything it may name."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model.knowledge import Recommendation
from planner.reading.strict_yaml import Path_


def texts_of(rule: Recommendation) -> Iterable[tuple[Path_, str]]:
    """Every sentence of a rule that is printed, with its place."""
    therapist, family = rule.text.therapist, rule.text.family
    yield ("text", "therapist", "title"), therapist.title
    yield ("text", "family", "title"), family.title
    yield ("text", "family", "why"), family.why
    for reader, lines in (
        ("therapist", {"do": therapist.do}),
        ("family", {key: getattr(family, key) for key in ("do", "dont", "stop_if", "call_if")}),
    ):
        for key, sentences in lines.items():
            for at, sentence in enumerate(sentences):
                yield ("text", reader, key, at), sentence
    if family.dose:
        for key in ("how_often", "how_many", "how_long"):
            yield ("text", "family", "dose", key), getattr(family.dose, key)
    for part in ("unless", "caution"):
        for at, precaution in enumerate(getattr(rule, part)):
            yield (part, at, "then", "therapist"), precaution.then.therapist
            if precaution.then.family:
                yield (part, at, "then", "family"), precaution.then.family
    if rule.position:
        yield ("position",), rule.position
