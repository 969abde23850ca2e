"""How families are asked: which facts a family's form asks for, and the words of each question and its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from planner.language.texts import Name, Texts, Told, Unit
from planner.language.words import ENGLISH, Words, load_words
from planner.model.facts import Fact, Vocabulary
from planner.model.spoken import QuestionWords

QUESTIONS, ASKED, UNIT, ANSWERS = "questions", "question", "unit", "answers"
TOLD = "told"
ANCHOR = re.compile(r"(?:^|, )(\d) (.*?)(?=, \d |$)")
# What only an examiner, a test or the record can tell; a family's form does not ask it.
EXAMINED = frozenset({"strength", "breathing_tests"})
EXAMINED_FACTS = frozenset({
    "stage_by_therapist", "alsfrs_total", "ashworth_leg", "ankle_contracture", "joint_tightness", "hand_clawing",
    "walking_unsafe_with_aid", "tug_s", "weak_sniff_or_shallow_breaths", "atypical_change", "trunk_control",
    "pcf_l_min", "pcf_assisted_l_min", "wishes_about_breathing_recorded", "entry_rise_cm",
})  # fmt: skip


def is_asked_of_families(fact: Fact) -> bool:
    """Whether a family can tell it; what was told in confidence is never asked on paper that lies about at home."""
    told = fact.origin != "derived" and not fact.confidential
    return told and fact.group not in EXAMINED and fact.id not in EXAMINED_FACTS


def anchors(fact: Fact) -> dict[int, str]:
    """The words of each score, as the fact's help tells them; empty where it does not tell one for every score."""
    if fact.kind != "grade":
        return {}
    low, high = fact.ends
    first = fact.help.split(". ")[0].rstrip(".")
    found = {int(score): words for score, words in ANCHOR.findall(first)}
    return found if set(found) == set(range(int(low), int(high) + 1)) else {}


def in_english(vocabulary: Vocabulary) -> dict[str, QuestionWords]:
    """Every question that families are asked, by fact, as facts.yaml and the words have it."""
    words = load_words(ENGLISH)
    return {
        fact.id: QuestionWords(fact.question, fact.unit if fact.kind == "number" else "", _answers(fact, words))
        for fact in vocabulary.facts.values()
        if is_asked_of_families(fact)
    }


def _answers(fact: Fact, words: Words) -> Mapping[str, str]:
    if fact.kind != "choice":
        return {str(score): said for score, said in anchors(fact).items()}
    known = {**words.entries["choice"], **words.entries["form"]["choice"].get(fact.id, {})}
    return {choice: str(known.get(choice) or choice.replace("_", " ")) for choice in fact.choices}


def question_units(vocabulary: Vocabulary) -> Iterator[Unit]:
    """A unit for each fact that families are asked; its answers are short, so the mark of the question is theirs too."""
    for name, asked in in_english(vocabulary).items():
        told: dict[str, Told] = {ASKED: asked.asks}
        told |= {UNIT: asked.unit} if asked.unit else {}
        told |= {f"{ANSWERS}.{answer}": said for answer, said in asked.answers.items()}
        yield Unit(file=QUESTIONS, id=name, texts=told, alone=(ASKED,), is_name=not asked.asks.endswith("?"))


def questions_with(vocabulary: Vocabulary, said: Mapping[Name, Texts]) -> dict[str, QuestionWords]:
    """The questions with these words in the place of the English."""
    return {
        name: _question(told) if (told := said.get((QUESTIONS, name))) else asked
        for name, asked in in_english(vocabulary).items()
    }


def _question(told: Mapping[str, Any]) -> QuestionWords:
    start = f"{ANSWERS}."
    answers = {path.removeprefix(start): line for path, line in told.items() if path.startswith(start)}
    return QuestionWords(told[ASKED], told.get(UNIT, ""), answers)


def told_units(vocabulary: Vocabulary) -> Iterator[Unit]:
    """A unit for each fact whose answers are said back to whom they are true of."""
    for fact in vocabulary.facts.values():
        if fact.tells:
            yield Unit(file=TOLD, id=fact.id, texts=dict(fact.tells), alone=tuple(fact.tells))


def telling(fact: Fact, position: float) -> str:
    """The key of ``tells`` in which a known position lies; empty where none of its sentences holds."""
    for key in fact.tells:
        low, span, high = ("1", "-", "") if key == "yes" else key.partition("-")
        if float(low) <= position and (position <= float(high) if high else span or position == float(low)):
            return key
    return ""


def told_with(vocabulary: Vocabulary, said: Mapping[Name, Texts]) -> dict[str, Mapping[str, str]]:
    """What answers mean, with these words in the place of the English."""
    return {
        unit.id: {key: str(line) for key, line in said.get(unit.name, unit.texts).items()}
        for unit in told_units(vocabulary)
    }
