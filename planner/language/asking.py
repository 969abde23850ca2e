"""A question of an intake as it is put on a terminal: its words, its answers, and what an answer says."""

from __future__ import annotations

from collections.abc import Mapping

from planner.language.fact_words import answered_by
from planner.language.questions import anchors
from planner.language.wording import number_with_unit
from planner.language.words import Words
from planner.model.facts import Fact, Observation, Raw


def words_of_answers(fact: Fact, words: Words) -> Mapping[str, str]:
    """Every answer that can be named, with its words: scores, best first, and choices."""
    if fact.kind == "grade":
        return {str(score): said for score, said in sorted(anchors(fact).items(), reverse=True)}
    if fact.kind == "yes_no":
        return {"yes": words("yes"), "no": words("no")}
    own = words.entries["form"]["choice"].get(fact.id, {})
    return {
        choice: str(own.get(choice) or words.entries["choice"].get(choice) or choice.replace("_", " "))
        for choice in fact.choices
    }


def answers_line(fact: Fact, words: Words) -> str:
    """What may be said, on one line; empty where anything may."""
    said = words_of_answers(fact, words)
    if fact.kind == "grade" and said:
        return words("start.answers", answers=", ".join(f"{score} {text}" for score, text in said.items()))
    if said:
        return words("start.answers", answers=", ".join(said.values()))
    return "" if fact.kind == "text" else f"{answered_by(fact, words)}."


def help_line(fact: Fact, words: Words) -> str:
    """The help without the scores, which the line of answers has, and what may be written."""
    said = fact.help.partition(". ")[2] if anchors(fact) else fact.help
    return " ".join(filter(None, (said, answers_line(fact, words), f"({fact.id})")))


def value_said(fact: Fact, value: Raw | None, words: Words) -> str:
    """A value as an intake holds it, in words."""
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, int | float):
        said = anchors(fact).get(int(value), "")
        return f"{value:g} ({said})" if said else number_with_unit(float(value), fact.unit)
    return words_of_answers(fact, words).get(str(value), str(value))


def last_said(seen: Observation, fact: Fact, words: Words) -> str:
    return words("start.last", value=value_said(fact, seen.value, words), date=words.short_day(seen.on))
