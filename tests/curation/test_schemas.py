"""JSON schemas for editors: what the planner reads passes them, and slips are found where they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from folders import STORY_FILES
from jsonschema import Draft202012Validator

from planner.curation.schemas import SCHEMAS, schema_of
from planner.model.knowledge import Knowledge
from planner.reading.resources import resource
from planner.reading.strict_yaml import read_file

STAGES = resource("stages")
RULES = sorted((STAGES / "recommendations").glob("*/*.yaml"))
STORIES = sorted(STORY_FILES.glob("*.yaml"))
INTAKE_KEYS = ("patient", "preferences", "team", "visits", "equipment", "quotes", "review")


@pytest.fixture(scope="module")
def validators(knowledge: Knowledge) -> dict[str, Draft202012Validator]:
    made = {}
    for kind in SCHEMAS:
        schema = schema_of(kind, knowledge)
        Draft202012Validator.check_schema(schema)
        made[kind] = Draft202012Validator(schema)
    return made


def plain(value: Any) -> Any:
    """As JSON would hold it: dates as text."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def slips(validator: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:120]}" for error in validator.iter_errors(plain(value))]


def test_every_rule_of_the_base_passes(validators: dict[str, Draft202012Validator]) -> None:
    found = {path.stem: slips(validators["recommendation"], read_file(path, path.name).value) for path in RULES}
    assert len(found) > 100
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("kind", [kind for kind in SCHEMAS if kind not in ("intake", "recommendation")])
def test_every_file_of_entries_passes(kind: str, validators: dict[str, Draft202012Validator]) -> None:
    assert slips(validators[kind], read_file(STAGES / f"{kind}.yaml", kind).value) == []


def test_the_intakes_of_demo_and_stories_pass(validators: dict[str, Draft202012Validator]) -> None:
    intakes = [read_file(STAGES / "demo.yaml", "demo.yaml").value]
    for path in STORIES:
        for story in read_file(path, path.name).value:
            told = {key: story[key] for key in INTAKE_KEYS if key in story}
            told["patient"] = {"id": "invented-story", **told.get("patient", {})}
            intakes.append({"schema": "als-planner/intake/1", **told})
    assert len(intakes) > 20
    assert [said for intake in intakes for said in slips(validators["intake"], intake)] == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("when", "all", 0, "fact"), "alsfrs_walkin", "$.when"),
        (("domain",), "orthosis", "$.domain"),
        (("evidence", 0, "source"), "nobody2020", "$.evidence[0].source"),
        (("priority",), 9, "$.priority"),
        (("unless", 0, "if"), {"fact": "foot_drop"}, "$.unless[0].if"),
        (("text", "family", "wy"), "a slip", "$.text.family"),
    ],
)
def test_a_slip_in_a_rule_is_found_where_it_stands(
    path: tuple[Any, ...], value: Any, said: str, validators: dict[str, Draft202012Validator]
) -> None:
    rule = plain(read_file(STAGES / "recommendations/orthoses/light_ankle_brace_leaf_spring.yaml", "rule").value)
    place = rule
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert [slip.split(": ")[0] for slip in slips(validators["recommendation"], rule)] == [said]


def test_a_rule_needs_a_trigger_or_a_reason_to_be_for_everybody(
    validators: dict[str, Draft202012Validator],
) -> None:
    rule = plain(read_file(STAGES / "recommendations/orthoses/light_ankle_brace_leaf_spring.yaml", "rule").value)
    assert slips(validators["recommendation"], rule | {"always": "for everybody"}) != []
    rule.pop("when")
    assert slips(validators["recommendation"], rule) != []


def test_a_slip_in_an_intake_is_found(validators: dict[str, Draft202012Validator]) -> None:
    intake = {
        "schema": "als-planner/intake/1",
        "patient": {"id": "x"},
        "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
    }
    assert slips(validators["intake"], intake) == []
    intake["visits"][0]["facts"] = {"alsfrs_walkin": 3, "alsfrs_walking": 7, "walking_help": "crutch"}  # type: ignore[index]
    assert len(slips(validators["intake"], intake)) == 3


ALL_SCHEMAS = """
import json
from planner import load_knowledge
from planner.curation.schemas import SCHEMAS, schema_of
knowledge = load_knowledge()
print(json.dumps({kind: schema_of(kind, knowledge) for kind in SCHEMAS}))
"""


def test_the_keys_of_every_schema_stand_in_the_same_order_in_every_run(request: pytest.FixtureRequest) -> None:
    """An editor's copy of a schema lies under version control: a run that changes nothing may show no change."""
    printed = []
    for seed in ("1", "2"):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(request.config.rootpath)}
        run = subprocess.run(
            [sys.executable, "-c", ALL_SCHEMAS], env=surroundings, capture_output=True, text=True, check=True
        )
        printed.append(run.stdout)
    assert "additionalProperties" in printed[0]
    assert printed[0] == printed[1]
