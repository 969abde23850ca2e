"""How a fact is answered, for whoever writes an intake: its limits and choices in words, and every name that is taken."""

from __future__ import annotations

from planner.language.wording import number
from planner.language.words import Words
from planner.model.facts import Fact, Vocabulary
from planner.model.units import with_unit


def answered_by(fact: Fact, words: Words) -> str:
    """What may be written: a span with its unit, yes or no, the choices, a day or words."""
    if fact.kind == "choice":
        return ", ".join(fact.choices)
    if fact.kind in ("grade", "number"):
        low, high = fact.ends
        return words("facts.span", low=number(low), high=number(high), unit=with_unit("", fact.unit).strip()).rstrip()
    return words(f"facts.kind.{fact.kind}")


def group_name(fact: Fact, words: Words) -> str:
    return words(f"facts.group.{fact.group}")


def names_taken(fact: Fact, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names under which it is written in an intake: one, or one for each side or thing."""
    return tuple(
        name for name, one in vocabulary.written.items() if one is fact and (name != fact.id or not fact.sides)
    )


def other_names(fact: Fact) -> tuple[str, ...]:
    """Its names in exports and forms of others, without the side that one may be for."""
    return tuple(dict.fromkeys(alias.rpartition(":")[2] for alias in fact.aliases))
