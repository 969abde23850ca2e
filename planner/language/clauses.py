"""Conditions in words, for therapists and for those who keep stages/."""

from __future__ import annotations

from collections.abc import Iterator

from planner.language.explain import PHRASES
from planner.language.wording import fact_in_words, name_of, number_with_unit
from planner.language.words import Words
from planner.model.conditions import All, Compare, Condition, Not
from planner.model.conditions import Any as AnyOf
from planner.model.knowledge import Knowledge

FEW = 2  # ways that still read well in one sentence


def clauses(condition: Condition, knowledge: Knowledge, words: Words) -> Iterator[str]:
    """A condition as sentences: one for each part that must hold, and one for each way where there are many."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    for part in parts:
        if isinstance(part, AnyOf) and len(part.parts) > FEW:
            yield words("rule.one_of")
            ways = [in_words(way, knowledge, words) for way in part.parts]
            yield from (ways[0], *(f"{words('rule.or')} {way}" for way in ways[1:]))
        else:
            yield in_words(part, knowledge, words)


def in_words(condition: Condition, knowledge: Knowledge, words: Words) -> str:
    """ "Walking: at most 2 (walks with help)", joined by and / or, with brackets where both occur."""
    if isinstance(condition, Compare):
        return _leaf(condition, knowledge, words)
    if isinstance(condition, Not):
        return words("rule.not", what=in_words(condition.part, knowledge, words))
    join = words("rule.and" if isinstance(condition, All) else "rule.or")
    said = [in_words(part, knowledge, words) for part in condition.parts]
    bracketed = [
        f"({text})" if isinstance(part, All) and len(said) > 1 else text
        for part, text in zip(condition.parts, said, strict=True)
    ]
    return f" {join} ".join(bracketed)


def _leaf(leaf: Compare, knowledge: Knowledge, words: Words) -> str:
    name = name_of(leaf.fact, knowledge, words)
    colon = "" if name.endswith("?") else ":"
    if leaf.operator == "known":
        return f"{name}{colon} {words('rule.known' if leaf.bounds[0] else 'rule.unknown')} ({leaf.because})"
    limit, fact = knowledge.limits.get(leaf.said), knowledge.vocabulary[leaf.fact]
    if limit:
        bound = f"{number_with_unit(limit.value, limit.unit)} ({limit.means})"
    else:
        bound = ", ".join(fact_in_words(fact, fact.raw(place), words) for place in leaf.bounds)
    phrase = "" if leaf.operator == "is" else f"{PHRASES[leaf.operator]} "
    return f"{name}{colon} {phrase}{bound}"
