"""The same for programs: plan and papers as the command line makes them, problems with place and remedy, FHIR there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from covering import EACH
from jsonschema import Draft202012Validator
from people import DEMO, TODAY
from starlette.testclient import TestClient
from stories import day_of, intake_for, plan_for
from visited import PROGRAM, outside

from planner import plan_as_json, read_intake
from planner.model.knowledge import Knowledge
from planner.pages.form.chapters import chapters_of
from planner.reading.intake_written import intake_as_json


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> TestClient:
    made = outside(knowledge)
    made.headers.update(PROGRAM)
    return made


@pytest.mark.parametrize("name", EACH)
def test_the_plan_is_that_of_the_command_line(name: str, client: TestClient, knowledge: Knowledge) -> None:
    body = intake_as_json(intake_for(name, knowledge), knowledge)
    answer = client.post(
        "/v1/plan", json=json.loads(json.dumps(body, default=str)), params={"today": day_of(name).isoformat()}
    )
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(plan_as_json(plan_for(name, knowledge))))


def test_yaml_is_read_by_our_own_reader(client: TestClient) -> None:
    headers = {"content-type": "application/yaml"}
    assert client.post("/v1/plan", content=DEMO.read_bytes(), headers=headers).json()["id"] == "invented-rosa"


@pytest.mark.parametrize(
    ("body", "detail", "pointer"),
    [
        (b"{", None, None),
        (b"[]", "This is not an intake.", None),
        (b"\xff", "This is not text in UTF-8.", None),
        (b'{"patient": {"id": "x", "sex": "zz"}}', "'zz' does not fit here.", "#/patient/sex"),
        (b'{"patient": {"id": "x"}, "visits": [{"on": "2026-11-20", "facts": {"fvc_pct": 999}}]}', None, "#/visits/0/facts/fvc_pct"),
    ],
)  # fmt: skip
def test_a_problem_names_field_and_remedy(
    body: bytes, detail: str | None, pointer: str | None, client: TestClient
) -> None:
    answer = client.post("/v1/plan", content=body)
    told = answer.json()
    assert answer.status_code == told["status"] == 422 and answer.headers["content-type"] == "application/problem+json"
    assert told["title"] and told["errors"] and all(error["remedy"] for error in told["errors"])
    assert detail is None or told["errors"][0]["detail"] == detail
    assert pointer is None or told["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/plan", 405),
        ("POST", "/v1/papers/novel", 422),
        ("POST", "/v1/plan?today=x", 422),
        ("POST", "/v1/plan?today=20261122", 422),
    ],
)
def test_what_is_not_there_is_a_problem_too(method: str, path: str, status: int, client: TestClient) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status and answer.json()["status"] == status
    assert (status == 405) == ("allow" in answer.headers)


def test_an_intake_file_is_imported_as_json(client: TestClient, knowledge: Knowledge) -> None:
    answer = client.post("/v1/import", content=DEMO.read_bytes())
    assert read_intake(answer.json(), knowledge, TODAY).id == "invented-rosa"
    assert client.post("/v1/import", content=b"%PDF-1.7").status_code == 422


def test_the_description_is_valid_and_names_every_route(client: TestClient) -> None:
    described = client.get("/v1/openapi.json").json()
    for operation in (one for path in described["paths"].values() for one in path.values()):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            Draft202012Validator.check_schema(content["schema"])
    assert set(described["paths"]) == {
        f"/v1/{name}"
        for name in ("health", "plan", "papers/{kind}", "import", "Questionnaire", "QuestionnaireResponse")
    }


# --- FHIR ----------------------------------------------------------------------------------------------------


def items(told: Any) -> Any:
    for item in told.get("item", ()):
        yield item
        yield from items(item)


def test_the_questionnaire_asks_every_fact_once_with_its_answers(client: TestClient, knowledge: Knowledge) -> None:
    asked = client.get("/v1/Questionnaire").json()
    links = [item["linkId"] for item in items(asked) if item["type"] not in ("group", "display")]
    devices = knowledge.vocabulary.devices
    facts = [fact for facts in chapters_of(knowledge).values() for fact in facts]
    wanted = [n for f in facts for n in ([f"{f.id}_{d}" for d in devices] if f.family else f.ids)]
    assert sorted(links) == sorted(["patient_id", *wanted])
    assert all(item.get("answerOption") for item in items(asked) if item["type"] == "choice")
    walking = next(item for item in items(asked) if item["linkId"] == "alsfrs_walking")
    assert (
        walking["answerOption"][0]["valueCoding"]["display"].startswith(("0", "4"))
        and walking["code"][0]["code"] == "82948-1"
    )


def test_what_comes_back_is_the_same_intake(client: TestClient, knowledge: Knowledge) -> None:
    answers = {
        "patient_id": {"valueString": "x"}, "visit_date": {"valueDate": "2026-11-20"}, "alsfrs_walking": {"valueCoding": {"code": "3"}},
        "fvc_pct": {"valueDecimal": 62}, "weak_cough": {"valueBoolean": True}, "sex": {"valueCoding": {"code": "female"}},
        "look_ahead": {"valueCoding": {"code": "all"}}, "what_matters": {"valueString": "Invented: the garden"},
    }  # fmt: skip
    item = [{"linkId": "group", "item": [{"linkId": link, "answer": [answer]} for link, answer in answers.items()]}]
    found = client.post("/v1/QuestionnaireResponse", json={"resourceType": "QuestionnaireResponse", "item": item})
    intake = read_intake(found.json(), knowledge, TODAY)
    values = {seen.fact: seen.value for seen in intake.observations}
    assert values == {
        "alsfrs_walking": 3,
        "fvc_pct": 62,
        "weak_cough": True,
        "sex": "female",
        "look_ahead": "all",
        "what_matters": "Invented: the garden",
    }
    assert intake.preferences.look_ahead == "all"
    for wrong in (
        {},
        {"resourceType": "QuestionnaireResponse"},
        {"resourceType": "QuestionnaireResponse", "item": [3, {"answer": [3]}]},
    ):
        assert client.post("/v1/QuestionnaireResponse", json=wrong).status_code == 422
