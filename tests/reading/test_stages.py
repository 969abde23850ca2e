"""Everything in stages/: it loads, its examples hold, and it keeps the shared names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rule_files import IDS, OTHER_FILES, RULE_FILES, STAGES, WRITTEN, by_file, rule_of

from planner import assess, make_plan, read_intake
from planner.curation.proofread import item_for, proofread
from planner.model.errors import Problem
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.reading.strict_yaml import read_file

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


# What the states of the body and the rules for them need, and the vocabulary does not name.
ASKED_BEYOND_IT = {
    *("tracheostomy", "second_ventilator_in_place", "resuscitation_bag_in_place", "spare_tracheostomy_tube_in_place"),
    *("second_suction_in_place", "trained_helpers_count", "airway_drill_done"),
    *("care_goal_told", "crisis_plan_in_place", "palliative_team_linked", "care_package_in_place", "way_to_call_works"),
    *("hours_in_bed_or_chair", "chair_headrest_in_place", "drives_a_car", "driving_less_safe", "province"),
}


def test_facts_beyond_the_vocabulary_are_worked_out_and_never_asked(knowledge: Knowledge) -> None:
    """A form that follows the vocabulary would not know to ask for them."""
    more = [fact for name, fact in knowledge.vocabulary.facts.items() if name not in IDS["facts"]]
    assert more and {fact.id for fact in more if fact.origin != "derived"} == ASKED_BEYOND_IT


@pytest.mark.parametrize("name", IDS["equipment"])
def test_equipment_waits_as_long_as_the_vocabulary_says(name: str, knowledge: Knowledge) -> None:
    row, equipment = IDS["equipment"][name], knowledge.equipment[name]
    assert {lead.route: list(lead.days) for lead in equipment.leads} == row["leads"]
    assert (equipment.lead_route, equipment.train_days) == (row["lead_route"], row["train_days"])
    assert set(row["successors"]) <= set(equipment.successors)
    assert f"equipment_status_{name}" in knowledge.vocabulary


def test_equipment_has_no_item_that_the_vocabulary_does_not_name(knowledge: Knowledge) -> None:
    assert set(knowledge.equipment) == set(IDS["equipment"])


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
