"""A FHIR bundle (R4) → a table of ours: a row for each patient and each observation whose LOINC code is that of a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from planner.importers.names import TableNames, word
from planner.importers.tables import InHand, Row, Source, Table, refused
from planner.model.errors import IntakeError
from planner.reading.strict_json import read_json, read_json_file
from planner.reading.strict_yaml import Read

LOINC = "http://loinc.org"
PERSON_COLUMNS = ("id", "visit_date", "deceased", "death_date", "birth_date", "sex")
Entry = tuple[str, Mapping[str, Any]]
LAST_OF_URL = re.compile(r"^.*[/:]")  # Patient/p1, urn:uuid:…
NO_WORD = ("entered-in-error", "cancelled")
# UCUM, as records write units, in the words of clinics.
UCUM = {"[lb_av]": "lb", "[in_i]": "in", "cm[H2O]": "cmH2O", "mm[Hg]": "mmHg", "{score}": "", "1": ""}


def is_json(source: Source) -> bool:
    return PurePath(source.name).suffix.lower() == ".json"


def fhir_table(source: Source, names: TableNames) -> Table:
    """Raises IntakeError where the file is no FHIR resource."""
    read = _read(source)
    if read.problems:
        raise IntakeError(read.problems)
    entries = list(_entries(read.value))
    resources, ids = [one for _, one in entries], _ids_by_url(entries)
    if not resources:
        raise refused(
            source.name, "This is JSON, but no FHIR resource and no table.", "Give a FHIR bundle, CSV or Excel."
        )
    codes = {code: fact.id for fact in names.vocabulary.facts.values() for code in fact.codes} | dict(names.words.loinc)
    header = (*PERSON_COLUMNS, *dict.fromkeys((*codes.values(), *filter(None, names.words.lying.facts.values()))))
    told = [_row(cells, header) for url, one in entries for cells in _cells(one, url, ids, codes, names)]
    left = sum(
        not _fact(part, one, codes, names)
        for one in resources
        if _is_observation(one)
        for part in _parts(one)
        if _value(part)
    )
    notes = (f"Values without a fact of the planner, which are left: {left}.",) if left else ()
    return Table(name=source.name, header=header, rows=iter(list(enumerate(told, 1))), notes=notes)


def _read(source: Source) -> Read:
    if isinstance(source, InHand):
        return read_json(source.content.decode("utf-8", errors="replace"), source.name)
    return read_json_file(source)


def _row(cells: Mapping[str, str], header: Row) -> Row:
    return tuple(cells.get(name, "") for name in header)


def _entries(value: Any) -> Iterator[Entry]:
    """The resources of a bundle with the addresses they bear in it, or the one that stands alone."""
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        return
    if value["resourceType"] != "Bundle":
        yield "", value
    for entry in _list(value.get("entry")):
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            yield str(entry.get("fullUrl", "")), entry["resource"]


def _ids_by_url(entries: Iterable[Entry]) -> dict[str, str]:
    """The id of each patient by the address under which others of the bundle speak of her."""
    return {url: _id(one, url) for url, one in entries if url and one.get("resourceType") == "Patient"}


def _id(resource: Mapping[str, Any], url: str) -> str:
    return str(resource.get("id") or LAST_OF_URL.sub("", url))


def _is_observation(resource: Mapping[str, Any]) -> bool:
    return resource.get("resourceType") == "Observation" and resource.get("status") not in NO_WORD


def _parts(observation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """An observation and its components."""
    yield observation
    yield from (part for part in _list(observation.get("component")) if isinstance(part, dict))


def _person(resource: Mapping[str, Any], ids: Mapping[str, str]) -> str:
    """Of whom an observation is: the id behind its reference, without the version that may stand there."""
    subject = resource.get("subject")
    reference = str(subject.get("reference", "")) if isinstance(subject, dict) else ""
    reference = reference.partition("/_history/")[0]
    return ids.get(reference) or LAST_OF_URL.sub("", reference)


def _cells(
    resource: Mapping[str, Any], url: str, ids: Mapping[str, str], codes: Mapping[str, str], names: TableNames
) -> Iterator[Mapping[str, str]]:
    if resource.get("resourceType") == "Patient":
        yield _patient(resource, _id(resource, url))
    elif _is_observation(resource):
        day = str(resource.get("effectiveDateTime") or resource.get("issued") or "")
        for part in _parts(resource):
            fact = _fact(part, resource, codes, names)
            if fact:
                yield {"id": _person(resource, ids), "visit_date": day, fact: _value(part)}


def _patient(patient: Mapping[str, Any], name: str) -> Mapping[str, str]:
    """No name, no address: what nobody asked for does not come along."""
    died = patient.get("deceasedBoolean")
    return {
        "id": name,
        "deceased": "" if died is None else str(died),
        "death_date": str(patient.get("deceasedDateTime") or ""),
        "birth_date": str(patient.get("birthDate") or ""),
        "sex": str(patient.get("gender") or ""),
    }


def _fact(part: Mapping[str, Any], whole: Mapping[str, Any], codes: Mapping[str, str], names: TableNames) -> str:
    """The fact of a LOINC code; of a test that was done lying flat, the fact for that, or none."""
    found = next((codes[code] for code in _codings(part.get("code")) if code in codes), "")
    method = word(str(whole.get("method", "")))
    lying = names.words.lying
    if found in lying.facts and any(one in method for one in lying.words["lying"]):
        return lying.facts[found] or ""
    return found


def _codings(concept: Any) -> Iterable[str]:
    codings = _list(concept.get("coding")) if isinstance(concept, dict) else []
    return (str(one.get("code")) for one in codings if isinstance(one, dict) and one.get("system") == LOINC)


def _value(part: Mapping[str, Any]) -> str:
    """A number with its unit, a yes or no; of anything else what it is called."""
    quantity = part.get("valueQuantity")
    if isinstance(quantity, dict):
        unit = str(quantity.get("code") or quantity.get("unit") or "")
        return f"{quantity.get('comparator', '')}{quantity.get('value', '')} {UCUM.get(unit, unit)}".strip()
    for key in ("valueInteger", "valueBoolean", "valueString", "valueDateTime"):
        if key in part:
            return str(part[key])
    concept = part.get("valueCodeableConcept")
    return str(concept.get("text", "")) if isinstance(concept, dict) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
