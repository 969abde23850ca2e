"""JSON schemas for editors: what a file may hold, with the names of this very base to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from planner.model.claims import SourceClaim
from planner.model.days import END, ISO_DAY, ISO_MONTH
from planner.model.facts import YES_NO, Fact
from planner.model.intake import EquipmentItem, Followed, Preferences, Quote, SignOff, TeamMember
from planner.model.knowledge import Knowledge, Limit, Position, Recommendation, RedFlag, Source
from planner.model.text import LONGEST_NAME, LONGEST_TEXT
from planner.reading.checked import OPERATORS
from planner.reading.claims import CLAIMS
from planner.reading.deceased import DECEASED
from planner.reading.entries import LONGEST_NUMBER, MOST_ENTRIES, TOPICS, most_of
from planner.reading.figures import poses
from planner.reading.intake import INTAKE_SCHEMA, LANGUAGE_TAG, PRINT_CHOICES, PSEUDONYM, TOP, of_person
from planner.reading.rules import FAMILY_LINES, GRADES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CONDITION = {"$ref": "#/$defs/condition"}
CONDITION_KEYS = (
    "when",
    "done_when",
    "acts_when",
    "only_with",
    *GRADES,
    "needed_when",
    "near",
    "prepare_when",
    "after",
    "condition",
)
MONTH_OR_DAY = {"type": "string", "pattern": f"^({ISO_MONTH}|{ISO_DAY}){END}"}
NOTHING = {"type": "null"}
SPECIAL = re.compile(r"[][.*+?^$(){}|\\]")  # signs that mean something in a pattern

Schema = dict[str, Any]


def schema_of(kind: str, knowledge: Knowledge) -> Schema:
    """The schema of an intake, a recommendation, or one of the files of named entries (``KINDS``)."""
    return {**MAKERS[kind](knowledge), "$schema": DIALECT, "title": f"als-planner {kind.replace('_', ' ')}"}


# --- files of stages/ ----------------------------------------------------------------------------------------


def _recommendation(knowledge: Knowledge) -> Schema:
    schema = _as_written(Recommendation, knowledge)
    properties = schema["properties"]
    properties["domain"] = {"enum": list(knowledge.about.domains)}
    properties["problem"] = {"enum": list(knowledge.problems.problems)}
    severity = schema["$defs"]["Severity"]
    severity["properties"]["else"] = severity["properties"].pop("otherwise")
    severity["required"] = ["else"]
    properties["equipment"]["items"] = {"enum": sorted(knowledge.equipment)}
    properties["minutes_a_day"] = {"enum": sorted(knowledge.limits)}
    definitions = schema["$defs"]
    definitions["Ahead"]["properties"]["equipment"] = {"enum": sorted(knowledge.equipment)}
    for name in ("lead", "likely_within"):
        definitions["Ahead"]["properties"][name] = {"enum": sorted(knowledge.limits)}
    definitions["Evidence"]["properties"]["source"] = {"enum": sorted(knowledge.sources)}
    drawings = {"enum": sorted(poses())}
    definitions["FamilyText"]["properties"]["figure"] = drawings
    definitions["FamilyText"]["properties"]["more_figures"]["items"] = drawings
    for key in FAMILY_LINES:
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


def _facts(knowledge: Knowledge) -> Schema:
    """Every fact by its name, with the conditions that stand in its entry, and which fact speaks for a thing."""
    schema = _entries(Fact)(knowledge)
    schema["additionalProperties"]["properties"] |= {"yes_when": CONDITION, "ask_when": CONDITION}
    schema["properties"] = {"speaks_for": {"type": "object"}}
    schema["$defs"]["condition"] = _condition(knowledge)
    return schema


def _positions(knowledge: Knowledge) -> Schema:
    """Every position by its name, and in one entry the claims of the source article."""
    schema = _entries(Position)(knowledge)
    claims = _entries(SourceClaim)(knowledge)
    claims.pop("$defs")
    schema["properties"] = {CLAIMS: claims}
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
    limits_too = {"enum": sorted(choices | set(knowledge.limits))}
    compared |= {operator: limits_too for operator in OPERATORS if operator not in compared}
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
#
# Accepts what planner/reading/intake.py reads and refuses what that refuses, but for what a schema cannot say (days that lie
# ahead, two values on one day …); tests/curation/test_schema_and_reader.py lists these and holds the rest to it.


def _intake(knowledge: Knowledge) -> Schema:
    definitions: Schema = {}
    facts = {name: _fact(fact, knowledge) for name, fact in knowledge.vocabulary.written.items() if _can_be_told(fact)}
    preferences = _part(Preferences, definitions)
    known = sorted({rule.id for rule in knowledge.recommendations} | set(knowledge.equipment))
    put_off = {"type": ["array", "null"], "items": {"enum": known}, "maxItems": MOST_ENTRIES}
    may = {"anyOf": [preferences["properties"]["helper_may_see_more"], NOTHING]}
    preferences["properties"] |= {"not_now": _or_told(put_off), "helper_may_see_more": _or_told(may)}
    preferences["properties"] |= {name: facts[name] for name in PRINT_CHOICES}
    first = {**preferences["properties"]["first"], "items": {"enum": list(knowledge.problems.problems)}}
    preferences["properties"]["first"] = _or_told({**first, "type": ["array", "null"]})
    visit = _object({"on": MONTH_OR_DAY, "facts": _object(facts) | {"minProperties": 1}}) | {
        "required": ["on", "facts"]
    }
    entries = {"team": _part(TeamMember, definitions), "visits": visit, **_of_things(knowledge, definitions)}
    entries["followed"] = _part(Followed, definitions)
    entries["followed"]["properties"]["id"] = {"enum": known}
    parts = {
        "schema": {"enum": [INTAKE_SCHEMA, None]},
        "patient": _patient(facts, knowledge),
        "preferences": preferences | {"type": ["object", "null"]},
        "review": _review(knowledge, definitions) | {"type": ["object", "null"]},
        **{
            name: {"type": ["array", "null"], "items": part, "maxItems": most_of(name)}
            for name, part in entries.items()
        },
    }
    return {**_object({name: parts[name] for name in TOP}), "required": ["patient"], "$defs": definitions}


def _review(knowledge: Knowledge, definitions: Schema) -> Schema:
    """The sign-off, with the names that the therapist's word may hold."""
    review = _part(SignOff, definitions)
    names = {"enum": sorted({rule.id for rule in knowledge.recommendations} | set(knowledge.problems.problems))}
    word = definitions["AgendaWord"]["properties"]
    word["first"]["items"] = word["next_visit"]["items"] = names
    definitions["LeaveOut"]["properties"]["id"] = names
    review["properties"]["notes"]["propertyNames"] = names
    return review


def _can_be_told(fact: Fact) -> bool:
    return fact.origin != "derived"


def _patient(facts: Schema, knowledge: Knowledge) -> Schema:
    person = {name: facts[name] for name in of_person(knowledge.vocabulary)}
    number = {"type": "integer", "minimum": 0}
    name = {"type": ["string", "number", "null"], "maxLength": LONGEST_NAME}
    language = {"anyOf": [_matching(f"({LANGUAGE_TAG.pattern})?"), NOTHING]}
    pseudonym = {"anyOf": [_matching(PSEUDONYM.pattern), number]}
    deceased = {"anyOf": [{"type": "boolean"}, {"enum": [*YES_NO]}, MONTH_OR_DAY, NOTHING]}
    told = {"id": pseudonym, "name": name, "language": language, DECEASED: deceased}
    return _object({**told, **person}) | {"required": ["id"]}


def _of_things(knowledge: Knowledge, definitions: Schema) -> Schema:
    """Entries of the lists that tell of equipment, with the names and words that exist."""
    item, quote = _part(EquipmentItem, definitions), _part(Quote, definitions)
    status = knowledge.vocabulary.facts["equipment_status"]
    item["properties"] |= {
        "item": {"enum": sorted(knowledge.vocabulary.devices)},
        "status": {"enum": list(status.choices)},
    }
    quote["properties"]["item"] = {"enum": sorted(knowledge.equipment)}
    return {"equipment": item, "quotes": quote}


def _part(model: type[Any], definitions: Schema) -> Schema:
    schema: Schema = TypeAdapter(model).json_schema()
    definitions.update(schema.pop("$defs", {}))
    return schema


def _object(properties: Mapping[str, Any]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _matching(pattern: str) -> Schema:
    """Text that matches as a whole."""
    return {"type": "string", "pattern": f"^(?:{pattern}){END}"}


def _or_told(plain: Schema) -> Schema:
    """The plain value, or that value with its note and day."""
    note = {"type": ["string", "number", "null"], "maxLength": LONGEST_TEXT}
    told = _object({"value": plain, "note": note, "on": {"anyOf": [MONTH_OR_DAY, NOTHING]}})
    return {"anyOf": [plain, told | {"required": ["value"]}]}


def _fact(fact: Fact, knowledge: Knowledge) -> Schema:
    unit = f" ({fact.unit})" if fact.unit else ""
    return {"description": f"{fact.question}{unit}", **_or_told({"anyOf": [*_plain(fact, knowledge), NOTHING]})}


def _plain(fact: Fact, knowledge: Knowledge) -> list[Schema]:
    """The ways to write a value that is known."""
    if fact.id == "country":
        codes = {code for country in knowledge.countries.values() for code in country.codes}
        return [{"enum": sorted(codes | set(fact.choices))}, _matching("[A-Z]{2}")]
    if fact.id == TOPICS:
        return _topics(sorted(knowledge.about.topics))
    if fact.kind == "yes_no":
        return [{"enum": [*YES_NO.values(), *YES_NO]}]
    if fact.kind == "choice":
        # A choice that is a digit (a stage) may be written as a number.
        return [{"enum": [*fact.choices, *(int(choice) for choice in fact.choices if choice.isdigit())]}]
    if fact.kind == "date":
        return [MONTH_OR_DAY]
    if fact.kind == "text":
        return [{"type": ["string", "number"], "maxLength": LONGEST_TEXT}]
    return [*_spans(fact), _number_as_text(fact, knowledge)]


def _topics(names: list[str]) -> list[Schema]:
    """A list, or text with bars between the topics."""
    one = rf"\s*(({'|'.join(names)})\s*)?"
    as_list = {"type": "array", "items": {"enum": names}, "maxItems": MOST_ENTRIES}
    return [as_list, _matching(rf"{one}(\|{one})*") | {"maxLength": LONGEST_TEXT}]


def _spans(fact: Fact) -> list[Schema]:
    """Where a number may lie; pressures also below zero, and small numbers that are asked about."""
    low, high = fact.ends
    kind = {"type": "integer" if fact.whole else "number"}
    spans: list[Schema] = [{**kind, "minimum": low, "maximum": high}]
    if fact.positive:
        spans.append({**kind, "minimum": -high, "maximum": 0 - low})
    if fact.also_as and fact.also_as.at_most is not None:
        spans.append({"type": "number", "exclusiveMinimum": 0, "maximum": fact.also_as.at_most})
    return spans


def _number_as_text(fact: Fact, knowledge: Knowledge) -> Schema:
    """A number with its unit ("-45 cmH2O"), a grade with its sign ("4-"); how large it may be is left to the reader."""
    units = {fact.unit, fact.unit.split(" ")[0], *knowledge.clinic_words.offered.get(fact.unit, ())}
    if fact.also_as and fact.also_as.times:
        units.add(fact.also_as.unit)
    # A unit that begins with a digit ("0-10") stands apart, or it would be read as part of the number.
    written = "|".join(
        rf"\s{'+' if u[0].isdigit() else '*'}" + SPECIAL.sub(r"\\\g<0>", u) for u in sorted(units - {""})
    )
    number = rf"[-+]?[0-9]+(\.[0-9]+)?({written})?"
    grade = "|[0-5][+-]" if fact.group == "strength" else ""
    return _matching(rf"\s*({number}{grade})\s*") | {"maxLength": LONGEST_NUMBER}


MAKERS: dict[str, Callable[[Knowledge], Schema]] = {
    "intake": _intake,
    "recommendation": _recommendation,
    "facts": _facts,
    "limits": _entries(Limit),
    "sources": _entries(Source),
    "positions": _positions,
    "red_flags": _entries(RedFlag),
}
SCHEMAS = tuple(MAKERS)
