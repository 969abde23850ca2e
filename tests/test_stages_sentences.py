"""Every sentence in stages/: families can read it and it is kind, and some things are never printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from reading_grade import WORD, reading_grade, syllables
from rule_files import by_file, rule_of, vocabulary

from planner.knowledge import Knowledge, Recommendation
from planner.library import PLACEHOLDER, texts_of

HIGHEST_GRADE = 6
# One long word makes the grade of a short line; short lines and titles are graded with their whole card.
FEWEST_WORDS_TO_GRADE = 5
TONE = vocabulary("tone")


# --- families can read it -----------------------------------------------------------------------------------

Card = tuple[str, tuple[str, ...]]


def cards(knowledge: Knowledge) -> dict[str, Card]:
    """Everything that stages/ says to families: place → title (or none) and lines, with numbers put in."""
    found: dict[str, Card] = {rule.id: card_of(rule) for rule in knowledge.recommendations}
    for flag in knowledge.red_flags:
        if flag.family is not None:
            found[f"red flag {flag.id}"] = ("", (flag.family.sign, *flag.family.do))
    for urgency, lines in knowledge.always_call.items():
        found[f"call {urgency}"] = ("", tuple(lines))
    for stage in knowledge.staging.stages:
        found[f"label {stage.id}"] = ("", (stage.family_label,))
    return found


def card_of(rule: Recommendation) -> Card:
    lines = (text for path, text in texts_of(rule) if "family" in path and path[-1] != "title")
    return rule.text.family.title, tuple(lines)


def spoken(text: str) -> str:
    """A named number is read as a number; which one changes no grade."""
    return PLACEHOLDER.sub("10", text)


def too_hard(card: Card) -> list[str]:
    """Lines that are too hard to read, each with its grade; the card as a whole counts as one of them."""
    title, lines = card
    long_enough = [line for line in lines if len(WORD.findall(line)) >= FEWEST_WORDS_TO_GRADE]
    graded = {text: reading_grade(spoken(text)) for text in ("\n".join((title, *lines)), *long_enough)}
    return [f"{grade:.1f}: {text}" for text, grade in graded.items() if grade > HIGHEST_GRADE]


def as_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Whole words with their usual endings; "!" is no word and stands alone."""
    signs = [re.escape(word) for word in words if not word[-1].isalpha()]
    spelt = "|".join(re.escape(word) for word in words if word[-1].isalpha())
    return re.compile("|".join([f"(?<!\\w)(?:{spelt})(?:e?s|e?d|ing)?(?!\\w)", *signs]), re.IGNORECASE)


BANNED = as_pattern([word for entry in TONE["banned"] for word in entry["words"]])
HOW_LONG = as_pattern(TONE["how_long_somebody_lives"])


def unkind(card: Card, pattern: re.Pattern[str] = BANNED) -> list[str]:
    return [f"'{match[0]}' in: {line}" for line in (card[0], *card[1]) for match in pattern.finditer(line)]


def unfit(card: Card) -> list[str]:
    """Everything on a card that does not belong on a family page."""
    return too_hard(card) + unkind(card) + unkind(card, HOW_LONG)


@by_file
def test_the_family_text_of_a_rule_is_easy_and_kind(path: Path, knowledge: Knowledge) -> None:
    card = card_of(rule_of(path, knowledge))
    assert card[0] and len(card[1]) >= 2
    assert unfit(card) == []


@pytest.mark.parametrize("kind", ["red flag", "call", "label"])
def test_what_else_families_are_told_is_easy_and_kind(kind: str, knowledge: Knowledge) -> None:
    told = {place: card for place, card in cards(knowledge).items() if place.startswith(f"{kind} ")}
    assert len(told) >= 3
    assert {place: found for place, card in told.items() if (found := unfit(card))} == {}


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        # The grades were worked out by hand: 0.39 words a sentence + 11.8 syllables a word - 15.59.
        ("You use a wheelchair to get around. It saves your legs for the times you want to stand.", 1.03),
        ("Report symptoms of respiratory insufficiency.", 21.76),
        ("", 0.0),
    ],
)
def test_a_reading_grade_is_what_the_formula_says(text: str, grade: float) -> None:
    assert reading_grade(text) == pytest.approx(grade, abs=0.01)


def test_syllables_are_counted_as_they_are_spoken() -> None:
    counted = {
        "make": 1,
        "makes": 1,
        "table": 2,
        "muscles": 2,
        "places": 2,
        "walked": 1,
        "rested": 2,
        "10": 1,
    }
    assert {word: syllables(word) for word in counted} == counted


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Patients should not fight this.", ["Patients", "should", "fight"]),
        ("You are wheelchair-bound at stage 4!", ["wheelchair-bound", "stage", "!"]),
        ("Ask the respiratory therapist; it is warm and a justice to you.", []),
    ],
)
def test_a_banned_word_is_found_and_nothing_else(line: str, found: list[str]) -> None:
    assert [match[0] for match in BANNED.finditer(line)] == found
    assert unkind(("", ("It may lengthen life.",)), HOW_LONG) != []


# --- what is never printed ----------------------------------------------------------------------------------

NUMBER = r"(?:\{[a-z_0-9:]+\}|\d+(?:[.,]\d+)?)"
DOSE_UNIT = r"(?:mg|mcg|µg|micrograms?|milligrams?|ml|millilit\w+|drops?|tablets?|capsules?|puffs?|IU)\b"
DRUG_DOSE = re.compile(NUMBER + r"\s*" + DOSE_UNIT, re.IGNORECASE)
FLOW = re.compile(NUMBER + r"\s*(?:L/min|lit(?:er|re)s?\b)", re.IGNORECASE)
PRESSURE = re.compile(NUMBER + r"\s*(?:cmH2O|cm of water|hPa|mbar)", re.IGNORECASE)
# Pressures that are test results may be told to a therapist; those that are set on a machine never.
TESTED = re.compile(r"SNIP|MIP|MEP|sniff pressure|mouth pressure", re.IGNORECASE)
SET_ON_A_MACHINE = re.compile(r"IPAP|EPAP|PEEP|insufflation|exsufflation|setting|backup rate|tidal", re.I)
UNITS_FOR_CLINICS = {"cmH2O", "L/min", "mmHg", "L", "% predicted"}


def never_printed(text: str) -> list[str]:
    """An oxygen flow, a pressure set on a machine, or the dose of a medicine."""
    found = [match[0] for match in DRUG_DOSE.finditer(text)]
    if "oxygen" in text.lower():
        found += [match[0] for match in FLOW.finditer(text)]
    if not TESTED.search(text) or SET_ON_A_MACHINE.search(text):
        found += [match[0] for match in PRESSURE.finditer(text)]
    return found


def sentences(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Every sentence of the base that is printed for anybody, with its place."""
    for rule in knowledge.recommendations:
        for path, text in texts_of(rule):
            yield (f"position {rule.id}" if path == ("position",) else rule.id), text
        yield from ((f"evidence {rule.id}", evidence.says) for evidence in rule.evidence)
    for flag in knowledge.red_flags:
        family = (flag.family.sign, *flag.family.do) if flag.family else ()
        lines = (flag.contact, flag.therapist.say, *flag.therapist.do, *family)
        yield from ((f"red flag {flag.id}", line) for line in lines)
    for position in knowledge.positions:
        yield from ((f"position {position.id}", text) for text in (position.question, position.position))
    for limit, entry in knowledge.limits.items():
        yield f"limit {limit}", entry.means


def test_no_oxygen_flow_machine_pressure_or_dose_is_printed(knowledge: Knowledge) -> None:
    told = list(sentences(knowledge))
    assert len(told) > 2000
    # Evidence may say at what flow a study found harm; it stands beside the source, never as advice.
    advice = [(place, text) for place, text in told if not place.startswith("evidence ")]
    assert [(place, text) for place, text in advice if never_printed(text)] == []


def test_families_are_told_no_number_in_a_unit_of_the_clinic(knowledge: Knowledge) -> None:
    named = {
        (place, name)
        for place, (title, lines) in cards(knowledge).items()
        for line in (title, *lines)
        for is_fact, name in PLACEHOLDER.findall(line)
        if not is_fact and name != "emergency_number"
    }
    assert len(named) > 50
    assert [entry for entry in named if knowledge.limits[entry[1]].unit in UNITS_FOR_CLINICS] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Give oxygen at 2 L/min.", ["2 L/min"]),
        ("Start with an IPAP of {mask_pressure} cmH2O and watch MIP.", ["{mask_pressure} cmH2O"]),
        ("Take 50 mg twice a day.", ["50 mg"]),
        ("SNIP below {sniff_pressure_low} cmH2O.", []),
        ("Cough flow under {peak_cough_flow_weak} L/min.", []),
    ],
)
def test_what_is_never_printed_would_be_found(text: str, found: list[str]) -> None:
    assert never_printed(text) == found


def test_no_rule_or_sign_says_how_long_somebody_lives(knowledge: Knowledge) -> None:
    """Positions and evidence may say what was claimed and that it is not shown; advice says nothing of it."""
    weighed = ("evidence ", "position ")
    advice = [(place, text) for place, text in sentences(knowledge) if not place.startswith(weighed)]
    assert len(advice) > 1000
    assert [(place, text) for place, text in advice if HOW_LONG.search(text)] == []
