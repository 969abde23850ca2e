"""A FHIR bundle (R4) → a table of ours: a row for each patient and each observation whose LOINC code is that of a fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from planner.importers.names import TableNames, word
from planner.importers.tables import InHand, Row, Source, Table, refused
from planner.model.errors import IntakeError
from planner.reading.strict_json import read_json_entries
from planner.reading.strict_yaml import Read, of_file

LOINC = "http://loinc.org"
PERSON_COLUMNS = ("id", "visit_date", "deceased", "death_date", "birth_date", "sex")
SUBJECT = "subject"  # of whom a row is, as long as not all patients have gone by
LARGEST_BUNDLE = 100_000_000  # bytes
LAST_OF_URL = re.compile(r"^.*[/:]")  # Patient/p1, urn:uuid:…
NO_WORD = ("entered-in-error", "cancelled")
# UCUM, as records write units, in the words of clinics.
UCUM = {"[lb_av]": "lb", "[in_i]": "in", "cm[H2O]": "cmH2O", "mm[Hg]": "mmHg", "{score}": "", "1": ""}


def is_json(source: Source) -> bool:
    return PurePath(source.name).suffix.lower() == ".json"


def fhir_table(source: Source, names: TableNames) -> Table:
    """Raises IntakeError where the file is no FHIR resource."""
    codes = {code: fact.id for fact in names.vocabulary.facts.values() for code in fact.codes} | dict(names.words.loinc)
    header = (*PERSON_COLUMNS, *dict.fromkeys((*codes.values(), *filter(None, names.words.lying.facts.values()))))
    told = _Told(codes=codes, names=names)
    read = _read(source, told.entry)
    if not read.problems and isinstance(read.value, dict) and read.value.get("resourceType") != "Bundle":
        told.entry({"resource": read.value})
    if read.problems:
        raise IntakeError(read.problems)
    if not told.resources:
        raise refused(
            source.name, "This is JSON, but no FHIR resource and no table.", "Give a FHIR bundle, CSV or Excel."
        )
    rows = ((at, _row(cells, header, told.ids)) for at, cells in enumerate(told.cells, 1))
    notes = (f"Values without a fact of the planner, which are left: {told.left}.",) if told.left else ()
    return Table(name=source.name, header=header, rows=rows, notes=notes)


def _read(source: Source, take: Callable[[Any], None]) -> Read:
    """The file with its entries handed on one by one, for those of a clinic together would fill the memory."""

    def entries(text: str, where: str) -> Read:
        return read_json_entries(text, where, "entry", take, LARGEST_BUNDLE)

    if isinstance(source, InHand):
        return entries(source.content.decode("utf-8", errors="replace"), source.name)
    return of_file(source, str(source), entries, LARGEST_BUNDLE)


def without_entries(text: str, where: str) -> Read:
    """A bundle with null for each entry: enough to tell what it is."""
    return read_json_entries(text, where, "entry", lambda _: None, LARGEST_BUNDLE)


@dataclass(kw_only=True)
class _Told:
    """What is kept of the resources of a file while they go by."""

    codes: Mapping[str, str]
    names: TableNames
    resources: int = 0
    left: int = 0
    ids: dict[str, str] = field(default_factory=dict)  # of each patient by the address under which others speak of her
    cells: list[Mapping[str, str]] = field(default_factory=list)

    def entry(self, entry: Any) -> None:
        """One entry of a bundle: a resource, and the address that it bears there."""
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            return
        self.resources += isinstance(resource.get("resourceType"), str)
        url = str(entry.get("fullUrl", ""))
        if resource.get("resourceType") == "Patient":
            if url:
                self.ids[url] = _id(resource, url)
            self.cells.append(_patient(resource, _id(resource, url)))
        elif resource.get("resourceType") == "Observation" and resource.get("status") not in NO_WORD:
            self._observation(resource)

    def _observation(self, resource: Mapping[str, Any]) -> None:
        """An observation and its components."""
        day = str(resource.get("effectiveDateTime") or resource.get("issued") or "")
        for part in (resource, *(one for one in _list(resource.get("component")) if isinstance(one, dict))):
            fact = _fact(part, resource, self.codes, self.names)
            if fact:
                self.cells.append({SUBJECT: _subject(resource), "visit_date": day, fact: _value(part)})
            else:
                self.left += bool(_value(part))


def _row(cells: Mapping[str, str], header: Row, ids: Mapping[str, str]) -> Row:
    subject = cells.get(SUBJECT)
    person = {} if subject is None else {"id": ids.get(subject) or LAST_OF_URL.sub("", subject)}
    return tuple(({**cells, **person}).get(name, "") for name in header)


def _id(resource: Mapping[str, Any], url: str) -> str:
    return str(resource.get("id") or LAST_OF_URL.sub("", url))


def _subject(resource: Mapping[str, Any]) -> str:
    """Of whom an observation is: the reference, without the version that may stand there."""
    subject = resource.get("subject")
    reference = str(subject.get("reference", "")) if isinstance(subject, dict) else ""
    return reference.partition("/_history/")[0]


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
