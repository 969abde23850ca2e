"""A FHIR bundle: observations by their LOINC codes, patients who have died, and what is no bundle. All people are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from people import TODAY
from tables import Imported, Importing

from planner.importers.fhir import LARGEST_BUNDLE
from planner.importers.importing import import_tables
from planner.model.errors import IntakeError
from planner.model.knowledge import Knowledge


def observation(code: str, more: dict[str, Any], person: str = "p1") -> dict[str, Any]:
    coding = {"coding": [{"system": "http://loinc.org", "code": code}]}
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": coding,
        "subject": {"reference": f"Patient/{person}"},
        **more,
    }


def bundle(imported: Importing, *resources: dict[str, Any]) -> Imported:
    entries = [{"resource": one} for one in resources]
    return imported(json.dumps({"resourceType": "Bundle", "entry": entries}), name="data.json")


ON = {"effectiveDateTime": "2026-09-01T10:00:00+01:00"}


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"valueQuantity": {"value": value, "unit": unit, "code": unit}, **ON}


@pytest.mark.parametrize(
    ("code", "more", "facts"),
    [
        ("82948-1", {"valueInteger": 3, **ON}, {"alsfrs_walking": 3}),
        ("29463-7", quantity(165, "[lb_av]"), {"weight_kg": "74.8 kg"}),
        ("29463-7", quantity(74.8, "kg"), {"weight_kg": "74.8 kg"}),
        ("19872-1", quantity(62, "%"), {"fvc_pct": "62 % predicted"}),
        ("19872-1", {**quantity(62, "%"), "method": {"text": "Supine"}}, {"fvc_supine_pct": "62 % predicted"}),
        ("82948-1", {"valueQuantity": {"value": 3, "comparator": ">"}, **ON}, {}),
        ("82948-1", {"valueInteger": 3, "status": "entered-in-error", **ON}, {}),
        ("82948-1", {"valueInteger": 3}, {}),
        ("00000-0", {"valueInteger": 3, **ON}, {}),
    ],
)
def test_a_code_of_ours_tells_its_fact(
    code: str, more: dict[str, Any], facts: dict[str, Any], imported: Importing
) -> None:
    other = observation("82949-9", {"valueInteger": 2, **ON})
    found = bundle(imported, other, observation(code, more))
    assert found.facts("p1") == {"alsfrs_stairs": 2, **facts}


def test_a_percentage_in_a_component_counts_and_a_predicted_value_does_not(imported: Importing) -> None:
    parts = [observation("98088-8", quantity(89, "%")), observation("19865-5", quantity(3.7, "L"))]
    whole = {
        **observation("19866-3", {"valueQuantity": {"value": 3.3, "code": "L"}}),
        "issued": "2026-09-01T12:00:00Z",
        "component": parts,
    }
    found = imported(json.dumps(whole), name="data.json")
    assert found.facts("p1") == {"svc_pct": "89 % predicted"}
    assert found.done.gathered.notes == ("data.json: Values without a fact of the planner, which are left: 2.",)


@pytest.mark.parametrize(
    ("told", "deceased"),
    [({"deceasedDateTime": "2026-10-01"}, "2026-10-01"), ({"deceasedBoolean": True}, True), ({}, None)],
)
def test_a_patient_who_has_died_is_told_so(told: dict[str, Any], deceased: Any, imported: Importing) -> None:
    patient = {
        "resourceType": "Patient",
        "id": "p1",
        "gender": "female",
        "birthDate": "1961-05-03",
        "name": [{"family": "Invented"}],
        **told,
    }
    found = bundle(imported, patient, observation("82948-1", {"valueInteger": 3, **ON}))
    person = found.intakes["p1"]["patient"]
    assert person.get("deceased") == deceased and person["birth_date"] == "1961-05-03" and "name" not in person


@pytest.mark.parametrize("reference", ["urn:uuid:0a-7", "Patient/p1", "Patient/p1/_history/3", "http://a.b/Patient/p1"])
def test_an_observation_finds_the_patient_who_has_died_however_it_speaks_of_her(
    reference: str, imported: Importing
) -> None:
    patient = {"resourceType": "Patient", "id": "p1", "deceasedBoolean": True}
    seen = {**observation("82948-1", {"valueInteger": 3, **ON}), "subject": {"reference": reference}}
    entries = [{"fullUrl": "urn:uuid:0a-7", "resource": patient}, {"resource": seen}]
    found = imported(json.dumps({"resourceType": "Bundle", "entry": entries}), name="data.json")
    assert found.intakes.keys() == {"p1"} and found.intakes["p1"]["patient"]["deceased"] is True


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1}', "no FHIR resource and no table"),
        ("[]", "no FHIR resource"),
        ("{", "This is not valid JSON"),
        ('{"a": "' + "x" * 5_000_000 + '"}', "A part of this is longer than 4 million characters"),
    ],
)
def test_what_is_no_resource_is_refused(text: str, sentence: str, imported: Importing) -> None:
    with pytest.raises(IntakeError) as error:
        imported(text, name="data.json")
    assert sentence in error.value.problems[0]
    assert imported('{"resourceType": "CarePlan"}', name="data.json").intakes == {}


def test_the_bundle_of_a_clinic_is_read_entry_by_entry(
    imported: Importing, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Larger than any file that is read whole; one beyond all bounds is not opened."""
    seen = [observation("82948-1", {"valueInteger": 3, **ON, "note": "x" * 1_000_000}, f"p{at}") for at in range(5)]
    assert bundle(imported, *seen).intakes.keys() == {f"p{at}" for at in range(5)}
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(LARGEST_BUNDLE + 1)
    with pytest.raises(IntakeError, match=r"huge.json: This file is larger than 100 MB"):
        import_tables([huge], knowledge, TODAY)
