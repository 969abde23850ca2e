"""Every sentence in stages/: families can read it and it is kind, and some things are never printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rule_files import by_file, rule_of

from planner.curation.manner import Card, Manner, card_of, cards, never_printed, reading_grade, syllables
from planner.model.knowledge import Knowledge
from planner.reading.checked import PLACEHOLDER, SAID_BY_WORDS
from planner.reading.rules import texts_of

# --- families can read it -----------------------------------------------------------------------------------


def unfit(card: Card, manner: Manner) -> list[str]:
    """Everything on a card that does not belong on a family page."""
    return [str(problem) for problem in manner.findings(card)]


@by_file
def test_the_family_text_of_a_rule_is_easy_and_kind(path: Path, knowledge: Knowledge, manner: Manner) -> None:
    card = card_of(rule_of(path, knowledge))
    assert card.title and len(card.lines) >= 2
    assert unfit(card, manner) == []


@pytest.mark.parametrize("file", ["red_flags.yaml", "always_call.yaml", "stages.yaml"])
def test_what_else_families_are_told_is_easy_and_kind(file: str, knowledge: Knowledge, manner: Manner) -> None:
    told = [card for card in cards(knowledge) if card.where.startswith(file)]
    assert len(told) >= 3
    assert [found for card in told for found in unfit(card, manner)] == []


def test_a_hard_unkind_or_hopeless_line_is_found_with_its_remedy(manner: Manner) -> None:
    hard = "Report symptoms of respiratory insufficiency immediately to clinicians."
    card = Card("a.yaml", "A title", ("You must rest.", "Most survive it.", hard, "Sit down."))
    found = unfit(card, manner)
    assert found[2:] == [
        "a.yaml: 'must' does not stand on family pages: 'You must rest.'. Instead: you can, try, it may help.",
        "a.yaml: 'survive' speaks of how long somebody lives: 'Most survive it.'. Leave it out.",
        f"a.yaml: 'respiratory insufficiency' does not stand on family pages: '{hard[:60]}'. Instead: weak breathing muscles.",
    ]
    assert all(said.startswith("a.yaml: Reading grade ") and "(at most 6)" in said for said in found[:2])
    assert "the whole card" in found[0]


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
def test_a_banned_word_is_found_and_nothing_else(line: str, found: list[str], manner: Manner) -> None:
    assert [match[0] for match in manner.banned.finditer(line)] == found


# --- what is never printed ----------------------------------------------------------------------------------

UNITS_FOR_CLINICS = {"cmH2O", "L/min", "mmHg", "L", "% predicted"}


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
        (card.where, name)
        for card in cards(knowledge)
        for line in (card.title, *card.lines)
        for is_fact, name in PLACEHOLDER.findall(line)
        if not is_fact and name not in SAID_BY_WORDS
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


def test_no_rule_or_sign_says_how_long_somebody_lives(knowledge: Knowledge, manner: Manner) -> None:
    """Positions and evidence may say what was claimed and that it is not shown; advice says nothing of it."""
    weighed = ("evidence ", "position ")
    advice = [(place, text) for place, text in sentences(knowledge) if not place.startswith(weighed)]
    assert len(advice) > 1000
    assert [(place, text) for place, text in advice if manner.how_long.search(text)] == []
