"""Everything in stages/: it loads, its examples hold, it keeps the shared names, and families can read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner import assess, make_plan, read_intake
from planner.errors import Problem
from planner.facts import Fact
from planner.knowledge import Knowledge, Recommendation
from planner.library import PLACEHOLDER, texts_of
from planner.manner import Card, Manner, card_of, cards, never_printed
from planner.proofread import item_for, proofread
from planner.readability import reading_grade, syllables
from planner.resources import resource
from planner.strict_yaml import read_file

STAGES = resource("stages")
RULE_FILES = sorted((STAGES / "recommendations").glob("*/*.yaml"))
OTHER_FILES = sorted(STAGES.glob("*.yaml"))

by_file = pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)


def vocabulary(name: str) -> dict[str, Any]:
    """One of the tables in tests/vocabulary."""
    read = read_file(Path(__file__).parent / "vocabulary" / f"{name}.yaml", f"{name}.yaml")
    assert not read.problems, "\n".join(map(str, read.problems))
    return dict(read.value)


IDS = vocabulary("ids")
WRITTEN = {
    name: row
    for name, row in IDS["recommendations"].items()
    if row["domain"] in IDS["written"]["domains"] or name in IDS["written"]["also"]
}


def rule_of(path: Path, knowledge: Knowledge) -> Recommendation:
    """The rule in a file; a file that holds none is not read by anybody."""
    assert path.stem in knowledge.by_id, f"{path.name} is not in use"
    return knowledge.by_id[path.stem]


# --- rules load and their examples hold ---------------------------------------------------------------------


@pytest.fixture(scope="session")
def findings(knowledge: Knowledge, today: date) -> tuple[Problem, ...]:
    """What a careful colleague would notice."""
    return proofread(knowledge, today=today)


def test_there_are_rules_and_each_is_one_file(knowledge: Knowledge) -> None:
    assert len(RULE_FILES) >= len(WRITTEN) > 70
    assert {path.stem for path in RULE_FILES} == set(knowledge.by_id)


@by_file
def test_a_rule_is_proof_read(path: Path, knowledge: Knowledge, findings: tuple[Problem, ...]) -> None:
    where = knowledge.files[rule_of(path, knowledge).id]
    assert where.endswith(f"{path.parent.name}/{path.name}")
    assert [str(problem) for problem in findings if problem.where == where] == []


@by_file
def test_the_examples_of_a_rule_hold(path: Path, knowledge: Knowledge) -> None:
    rule = rule_of(path, knowledge)
    found = {example.name: item_for(rule, example.given, knowledge).timing for example in rule.examples}
    assert len(found) == len(rule.examples) >= 1
    assert found == {example.name: example.expect for example in rule.examples}


def test_nothing_else_is_noticed_in_the_base(findings: tuple[Problem, ...]) -> None:
    other = [str(problem) for problem in findings if "/recommendations/" not in problem.where]
    assert other == []


def test_an_example_that_does_not_hold_is_noticed(knowledge: Knowledge, today: date) -> None:
    """The proof-reading itself can fail."""
    rule = knowledge.by_id["light_ankle_brace_leaf_spring"]
    wrong = tuple(example.model_copy(update={"expect": "hold"}) for example in rule.examples)
    changed = replace(knowledge, recommendations=(rule.model_copy(update={"examples": wrong}),))
    noticed = [problem.what for problem in proofread(changed, today=today) if "expects hold" in problem.what]
    assert len(noticed) == sum(example.expect != "hold" for example in rule.examples) > 0


# --- the shared vocabulary is all there ---------------------------------------------------------------------


def test_every_domain_that_has_rules_is_named_as_written() -> None:
    """So that the list of what must be there grows with the folders."""
    also = {IDS["recommendations"][name]["domain"] for name in IDS["written"]["also"]}
    assert {path.parent.name for path in RULE_FILES} == {*IDS["written"]["domains"], *also}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_recommendation_of_the_vocabulary_is_a_rule(name: str, knowledge: Knowledge) -> None:
    row = WRITTEN[name]
    rule = knowledge.by_id[name]
    assert (rule.domain, rule.kind) == (row["domain"], row["kind"])
    assert set(rule.seed_claims) >= set(row.get("claims", ()))


def test_every_claim_of_the_source_article_stands_somewhere(knowledge: Knowledge) -> None:
    claims = set(IDS["seed_claims"])
    assert claims == {f"S{number}" for number in range(1, 47)}
    said = {claim for rule in knowledge.recommendations for claim in rule.seed_claims}
    said |= {claim for position in knowledge.positions for claim in position.seed_claims}
    assert said == claims


CONTRADICTIONS = [(claim, other) for claim, other in IDS["seed_claims"].items() if other]


@pytest.mark.parametrize(("claim", "other"), CONTRADICTIONS)
def test_contradicting_claims_stand_with_both_sides(claim: str, other: str, knowledge: Knowledge) -> None:
    both = [position for position in knowledge.positions if {claim, other} <= set(position.seed_claims)]
    assert both, f"no position holds {claim} and {other}"
    for position in both:
        assert position.for_ and position.against
        sides = ({cited.source for cited in side} for side in (position.for_, position.against))
        assert all("source_article" in side for side in sides), "the article said both, and both are told"


def test_the_vocabulary_names_four_contradicting_claims() -> None:
    assert set(CONTRADICTIONS) == {("S12", "S36"), ("S36", "S12"), ("S35", "S38"), ("S38", "S35")}


@pytest.mark.parametrize("name", IDS["facts"])
def test_a_fact_of_the_vocabulary_is_declared_as_it_stands_there(name: str, knowledge: Knowledge) -> None:
    assert name in knowledge.vocabulary.facts, f"{name} is missing in facts.yaml"
    assert as_row(knowledge.vocabulary.facts[name]) == as_row_of(IDS["facts"][name])


def as_row(fact: Fact) -> dict[str, Any]:
    """What other programs rely on of a fact."""
    return {
        "kind": fact.kind,
        "unit": fact.unit,
        "limits": fact.limits,
        "asked_again": fact.asked_again,
        "choices": fact.choices,
        "stale_after": fact.stale_after,
        "sides": fact.sides,
        "origin": fact.origin,
        "core": fact.core,
        "codes": fact.codes,
        "aliases": fact.aliases,
    }


def as_row_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a row of the table, in which empty cells are left out."""
    return {
        "kind": row["kind"],
        "unit": row.get("unit", ""),
        "limits": tuple(row["limits"]) if "limits" in row else None,
        "asked_again": tuple(row["asked_again"]) if "asked_again" in row else None,
        "choices": tuple(map(str, row.get("choices", ()))),
        "stale_after": row.get("stale_after"),
        "sides": row.get("sides", False),
        "origin": row["origin"],
        "core": row.get("core", False),
        "codes": tuple(row.get("codes", ())),
        "aliases": tuple(row.get("aliases", ())),
    }


def test_facts_beyond_the_vocabulary_are_worked_out_and_never_asked(knowledge: Knowledge) -> None:
    """A form that follows the vocabulary would not know to ask for them."""
    more = [fact for name, fact in knowledge.vocabulary.facts.items() if name not in IDS["facts"]]
    assert more and {fact.origin for fact in more} == {"derived"}


@pytest.mark.parametrize("name", IDS["equipment"])
def test_equipment_waits_as_long_as_the_vocabulary_says(name: str, knowledge: Knowledge) -> None:
    row, equipment = IDS["equipment"][name], knowledge.equipment[name]
    assert {lead.route: list(lead.days) for lead in equipment.leads} == row["leads"]
    assert (equipment.lead_route, equipment.train_days) == (row["lead_route"], row["train_days"])
    assert set(row["successors"]) <= set(equipment.successors)
    assert f"equipment_status_{name}" in knowledge.vocabulary


def test_equipment_has_no_item_that_the_vocabulary_does_not_name(knowledge: Knowledge) -> None:
    assert set(knowledge.equipment) == set(IDS["equipment"])


# --- families can read it -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def manner(knowledge: Knowledge) -> Manner:
    return Manner(knowledge.tone, knowledge.numbers)


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


def test_no_rule_or_sign_says_how_long_somebody_lives(knowledge: Knowledge, manner: Manner) -> None:
    """Positions and evidence may say what was claimed and that it is not shown; advice says nothing of it."""
    weighed = ("evidence ", "position ")
    advice = [(place, text) for place, text in sentences(knowledge) if not place.startswith(weighed)]
    assert len(advice) > 1000
    assert [(place, text) for place, text in advice if manner.how_long.search(text)] == []


# --- the other files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OTHER_FILES, ids=lambda path: path.stem)
def test_a_file_beside_the_rules_reads_without_a_problem(path: Path) -> None:
    read = read_file(path, path.name)
    assert read.problems == [] and read.value


def test_the_invented_person_of_the_demo_has_a_plan(knowledge: Knowledge, today: date) -> None:
    intake = read_intake(STAGES / "demo.yaml", knowledge, today)
    plan = make_plan(assess(intake, knowledge, today=today), knowledge)
    assert plan.intake.id == "invented-rosa"
    assert any(item.timing == "now" for item in plan.items)
