"""The questions as a FHIR R4 Questionnaire, and a filled QuestionnaireResponse as an intake; made from stages/facts.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from planner.language.questions import anchors
from planner.language.wording import name_of
from planner.language.words import ENGLISH, Words, load_words
from planner.model.errors import IntakeError, Problem
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.pages.form.chapters import CHAPTERS, chapters_of
from planner.pages.form.rows import Telling, notes
from planner.reading.intake import INTAKE_SCHEMA, PRINT_CHOICES, of_person

Json = dict[str, Any]
RESPONSE = "QuestionnaireResponse"
QUESTIONNAIRE_NAME, LOINC = "als-planner-visit", "http://loinc.org"
UNIT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
# A score shows its words at once; a list to pull down would hide them.
AS_BUTTONS = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
    "valueCodeableConcept": {
        "coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "radio-button"}]
    },
}
ITEM_TYPES = {
    "yes_no": "boolean",
    "number": "decimal",
    "date": "date",
    "text": "text",
    "choice": "choice",
    "grade": "choice",
}
_NO_DAY = date.min  # nothing is told, so no day matters
DEEPEST_GROUP = 8  # groups within groups of a response
ID_ITEM, DAY_ITEM = "patient_id", "visit_date"


def questionnaire(knowledge: Knowledge) -> Json:
    """Every question that can be told, chapter by chapter in the order of a visit."""
    words = load_words(ENGLISH)
    facts = chapters_of(knowledge)
    groups = [_group(chapter.key, facts[chapter.key], knowledge, words) for chapter in CHAPTERS if facts[chapter.key]]
    who = {"linkId": ID_ITEM, "text": words("form.id"), "type": "string", "required": True, "maxLength": 64}
    return {
        "resourceType": "Questionnaire", "id": QUESTIONNAIRE_NAME, "name": "AlsPlannerVisit", "title": words("form.title"),
        "status": "draft", "experimental": True, "subjectType": ["Patient"],
        "version": f"{knowledge.about.edition}-{knowledge.named_digest}", "item": [who, *groups],
    }  # fmt: skip


def _group(key: str, facts: tuple[Fact, ...], knowledge: Knowledge, words: Words) -> Json:
    items = [item for fact in facts for item in _items(fact, knowledge, words)]
    return {"linkId": f"chapter-{key}", "text": words(f"form.chapter.{key}"), "type": "group", "item": items}


def _items(fact: Fact, knowledge: Knowledge, words: Words) -> Iterator[Json]:
    """One item for each side of a fact, or for each piece of equipment."""
    names = [f"{fact.id}_{device}" for device in knowledge.vocabulary.devices] if fact.family else fact.ids
    for written in names:
        item: Json = {"linkId": written, "text": name_of(written, knowledge, words), "type": ITEM_TYPES[fact.kind]}
        if fact.codes:
            item["code"] = [{"system": LOINC, "code": code} for code in fact.codes]
        if item["type"] == "choice":
            item["answerOption"] = list(_options(fact, written, knowledge, words))
        if fact.kind == "grade":
            item["extension"] = [AS_BUTTONS]
        if fact.kind == "number" and fact.unit:
            item["extension"] = [{"url": UNIT_EXTENSION, "valueCoding": {"display": fact.unit}}]
        said = notes(fact)
        yield {**item, **({"item": [_help(written, said)]} if said else {})}


def _options(fact: Fact, written: str, knowledge: Knowledge, words: Words) -> Iterator[Json]:
    telling = Telling(knowledge=knowledge, words=words, intake=None, today=_NO_DAY)
    levels = anchors(fact)
    for raw in telling.answers(fact):
        said = f"{raw}: {levels[int(str(raw))]}" if levels else telling.say(written, raw)
        yield {"valueCoding": {"code": str(raw), "display": said}}


def _help(written: str, said: str) -> Json:
    return {"linkId": f"{written}-help", "text": said, "type": "display"}


# --- what comes back -------------------------------------------------------------------------------------------


def intake_of_response(response: Mapping[str, Any], knowledge: Knowledge) -> Json:
    """The mapping of an intake, for the reader to check. Raises IntakeError where this is no response."""
    if response.get("resourceType") != RESPONSE:
        what = "This is not a FHIR QuestionnaireResponse."
        raise IntakeError([Problem("body", 0, what, "Fill in the Questionnaire of this server.")])
    answers = dict(_answers(response.get("item"), 0))
    patient: Json = {"id": answers.pop(ID_ITEM, None)}
    day = answers.pop(DAY_ITEM, None) or str(response.get("authored") or "")[:10]
    choices: Json = {}
    facts: Json = {}
    for name, value in answers.items():
        place = patient if name in of_person(knowledge.vocabulary) else choices if name in PRINT_CHOICES else facts
        place[name] = _as_told(name, value, knowledge)
    visits = [{"on": day, "facts": facts}] if facts else []
    return {"schema": INTAKE_SCHEMA, "patient": patient, "preferences": choices, "visits": visits}


def _answers(items: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Each answer by its link, the groups opened."""
    if not isinstance(items, list) or depth > DEEPEST_GROUP:
        return
    for item in items:
        if not isinstance(item, dict):
            continue
        given = item.get("answer")
        first = given[0] if isinstance(given, list) and given and isinstance(given[0], dict) else {}
        value = next((entry for key, entry in first.items() if key.startswith("value")), None)
        if value is not None:
            yield str(item.get("linkId")), value.get("code") if isinstance(value, dict) else value
        yield from _answers(item.get("item"), depth + 1)
        yield from _answers(first.get("item"), depth + 1)


def _as_told(name: str, value: Any, knowledge: Knowledge) -> Any:
    """A coded grade is a number."""
    fact = knowledge.vocabulary.written.get(name)
    is_grade = fact is not None and fact.kind == "grade" and isinstance(value, str) and value.isdecimal()
    return int(value) if is_grade and len(value) < 4 else value
