"""JSON schemas for editors: what a file may hold, with the names of this very base to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from planner.model.facts import Fact
from planner.model.intake import EquipmentItem, Preferences, Quote, SignOff, TeamMember
from planner.model.knowledge import Knowledge, Limit, Position, Recommendation, RedFlag, Source
from planner.reading.checked import OPERATORS
from planner.reading.figures import poses
from planner.reading.rules import LINES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CONDITION = {"$ref": "#/$defs/condition"}
CONDITION_KEYS = ("when", "done_when", "needed_when", "condition")
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}

Schema = dict[str, Any]


def schema_of(kind: str, knowledge: Knowledge) -> Schema:
    """The schema of an intake, a recommendation, or one of the files of named entries (``KINDS``)."""
    return {**KINDS[kind](knowledge), "$schema": DIALECT, "title": f"als-planner {kind.replace('_', ' ')}"}


# --- files of stages/ ----------------------------------------------------------------------------------------


def _recommendation(knowledge: Knowledge) -> Schema:
    schema = _as_written(Recommendation, knowledge)
    properties = schema["properties"]
    properties["domain"] = {"enum": list(knowledge.about.domains)}
    properties["equipment"]["items"] = {"enum": sorted(knowledge.equipment)}
    properties["minutes_a_day"] = {"enum": sorted(knowledge.limits)}
    definitions = schema["$defs"]
    definitions["Ahead"]["properties"]["equipment"] = {"enum": sorted(knowledge.equipment)}
    definitions["Ahead"]["properties"]["lead"] = {"enum": sorted(knowledge.limits)}
    definitions["Evidence"]["properties"]["source"] = {"enum": sorted(knowledge.sources)}
    drawings = {"enum": sorted(poses())}
    definitions["FamilyText"]["properties"]["figure"] = drawings
    definitions["FamilyText"]["properties"]["more_figures"]["items"] = drawings
    for key in LINES:
        lines = definitions["FamilyText"]["properties"][key]
        lines["items"] = {"anyOf": [lines["items"], *(_said_if(word) for word in ("if", "only_if"))]}
    properties.pop("said_if")
    definitions.pop("SaidIf", None)
    properties["always"] = {"type": "string", "minLength": 1}
    schema["required"].remove("when")
    schema["oneOf"] = [{"required": ["when"]}, {"required": ["always"]}]
    return schema


def _said_if(word: str) -> Schema:
    """A family line with its condition."""
    properties = {word: CONDITION, "says": {"type": "string"}}
    return {"type": "object", "properties": properties, "required": [word, "says"], "additionalProperties": False}


def _entries(model: type[Any]) -> Callable[[Knowledge], Schema]:
    """A file of named entries, each of one shape; the name stands for the id."""

    def schema(knowledge: Knowledge) -> Schema:
        inner = _as_written(model, knowledge)
        definitions = inner.pop("$defs", {})
        inner["properties"].pop("id", None)
        inner["required"] = [key for key in inner.get("required", ()) if key != "id"]
        return {"type": "object", "additionalProperties": inner, "$defs": definitions}

    return schema


def _as_written(model: type[Any], knowledge: Knowledge) -> Schema:
    """The model's schema with conditions as files write them, and ``if`` where the shape says condition."""
    whole: Schema = TypeAdapter(model).json_schema(by_alias=True)
    definitions = whole.setdefault("$defs", {})
    for name in ("Compare", "All", "Any", "Not"):
        definitions.pop(name, None)
    for part in (whole, *definitions.values()):
        properties = part.get("properties", {})
        for key in CONDITION_KEYS:
            if key in properties:
                properties[key] = CONDITION
        if "condition" in properties:
            properties["if"] = properties.pop("condition")
            part["required"] = ["if" if key == "condition" else key for key in part["required"]]
    if any(key in part.get("properties", {}) for part in (whole, *definitions.values()) for key in ("when", "if")):
        definitions["condition"] = _condition(knowledge)
    return whole


def _condition(knowledge: Knowledge) -> Schema:
    """{fact: …}, {all: […]}, {any: […]} or {not: …}, with the facts and limits that exist."""
    compared: Schema = {
        "fact": {"enum": sorted(knowledge.vocabulary)},
        "because": {"type": "string"},
        "known": {"type": "boolean"},
        "is": {"type": ["string", "boolean"]},
        "one_of": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    }
    choices = {choice for fact in knowledge.vocabulary.facts.values() for choice in fact.choices}
    for operator in set(OPERATORS) - compared.keys():
        compared[operator] = {"enum": sorted(choices | set(knowledge.limits))}
    parts = {"type": "array", "items": CONDITION}
    return {
        "oneOf": [
            {"type": "object", "properties": compared, "required": ["fact"], "additionalProperties": False}
            | {"minProperties": 2},
            *(_only(key, parts) for key in ("all", "any")),
            _only("not", CONDITION),
        ]
    }


def _only(key: str, value: Schema) -> Schema:
    return {"type": "object", "properties": {key: value}, "required": [key], "additionalProperties": False}


# --- an intake -----------------------------------------------------------------------------------------------


def _intake(knowledge: Knowledge) -> Schema:
    vocabulary = knowledge.vocabulary
    facts = {name: _fact(fact) for name, fact in vocabulary.written.items()}
    person = {
        name: facts[name]
        for name, fact in vocabulary.written.items()
        if fact.group == "person" and name != "visit_date"
    }
    patient = {**person, "id": {"type": "string"}, "name": {"type": "string"}, "language": {"type": "string"}}
    patient["country"] = {"type": ["string", "null"]}
    visit = _object({"on": DATE, "facts": {"type": "object", "properties": facts, "additionalProperties": False}})
    definitions: Schema = {}
    lists = {
        key: {"type": "array", "items": _part(model, definitions)}
        for key, model in (("team", TeamMember), ("equipment", EquipmentItem), ("quotes", Quote))
    }
    choices = {name: facts[name] for name, fact in vocabulary.written.items() if fact.group == "print_choices"}
    preferences = _part(Preferences, definitions)
    preferences["properties"] = {**choices, **preferences["properties"]}
    return {
        **_object(
            {
                "schema": {"const": "als-planner/intake/1"},
                "patient": {**_object(patient), "required": ["id"]},
                "preferences": preferences,
                "visits": {"type": "array", "items": visit},
                "facts": {"type": "object", "properties": facts, "additionalProperties": False},
                "review": _part(SignOff, definitions),
                **lists,
            }
        ),
        "required": ["schema", "patient"],
        "$defs": definitions,
    }


def _part(model: type[Any], definitions: Schema) -> Schema:
    schema: Schema = TypeAdapter(model).json_schema()
    definitions.update(schema.pop("$defs", {}))
    return schema


def _object(properties: Mapping[str, Any]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _fact(fact: Fact) -> Schema:
    """The plain value, null, or a value with its note and day."""
    plain = _plain(fact)
    told = _object({"value": plain, "note": {"type": "string"}, "on": DATE}) | {"required": ["value"]}
    return {"description": f"{fact.question}{f' ({fact.unit})' if fact.unit else ''}", "anyOf": [plain, told]}


def _plain(fact: Fact) -> Schema:
    if fact.kind == "yes_no":
        return {"type": ["boolean", "null"]}
    if fact.kind == "choice":
        # A choice that is a digit (a stage) may be written as a number.
        return {"enum": [*fact.choices, *(int(choice) for choice in fact.choices if choice.isdigit()), None]}
    if fact.kind == "date":
        return {"anyOf": [DATE, {"type": "null"}]}
    if fact.kind == "text":
        return {"type": ["string", "null"]}
    low, high = fact.limits or (None, None)
    bounds = {key: bound for key, bound in (("minimum", low), ("maximum", high)) if bound is not None}
    # Grades and numbers may also be written with their sign or unit ("4-", "-45 cmH2O"), which the reader settles.
    return {"anyOf": [{"type": "number", **bounds}, {"type": ["string", "null"]}]}


KINDS: dict[str, Callable[[Knowledge], Schema]] = {
    "intake": _intake,
    "recommendation": _recommendation,
    "limits": _entries(Limit),
    "sources": _entries(Source),
    "positions": _entries(Position),
    "red_flags": _entries(RedFlag),
}
SCHEMAS = tuple(KINDS)
