"""Files of other programs on the first page: whom they tell of, what is asked of them, and nothing kept."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import Workbook
from people import TODAY
from visited import PROGRAM, Seen, browser, outside

from planner.model.knowledge import Knowledge
from planner.web.brought import brought

ROWS = (
    ("record_id", "visit_date", "alsfrs_walking", "fvc_pct", "weight"),
    ("p1", "2026-11-20", "3", "62", "141"),
    ("p2", "2026-10-02", "1", "40", "150"),
)
CSV = "\n".join(",".join(row) for row in ROWS).encode()
ONE = b"record_id;visit_date;alsfrs_walking\np1;2026-11-20;3\n"
BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p1", "gender": "female"}},
        {"resource": {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p1"},
                      "effectiveDateTime": "2026-11-20", "code": {"coding": [{"system": "http://loinc.org", "code": "82948-1"}]}, "valueInteger": 3}},
    ],
}  # fmt: skip
RESPONSE = {
    "resourceType": "QuestionnaireResponse", "authored": "2026-11-20",
    "item": [{"linkId": "patient_id", "answer": [{"valueString": "p1"}]}, {"linkId": "alsfrs_walking", "answer": [{"valueCoding": {"code": "3"}}]}],
}  # fmt: skip


def workbook() -> bytes:
    book, held = Workbook(), io.BytesIO()
    for row in ROWS[:2]:
        book.active.append(row[:4])
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [ONE, b"\xef\xbb\xbf" + ONE, ONE.decode().encode("utf-16"), workbook(), json.dumps(BUNDLE).encode(), json.dumps(RESPONSE).encode()],
    ids=["csv", "csv of Excel", "csv in UTF-16", "xlsx", "FHIR", "QuestionnaireResponse"],
)  # fmt: skip
def test_one_person_is_opened_at_once(content: bytes, knowledge: Knowledge) -> None:
    (intake,) = brought(content, knowledge, TODAY).intakes
    told = {seen.fact: seen.value for seen in intake.observations}
    assert intake.id == "p1" and told["alsfrs_walking"] == 3
    page = browser(knowledge).post("/open", files={"file": ("name-of-a-person.csv", content)}).text
    assert "Opened: p1, last visit" in page and "name-of-a-person" not in page


def test_of_a_table_each_person_can_be_opened_and_what_may_mean_two_things_is_asked(knowledge: Knowledge) -> None:
    client = browser(knowledge)
    page = client.post("/open", files={"file": ("x.csv", CSV)}).text
    assert "It tells of 2 people" in page and "In which unit is this?" in page and "Open p2" in page
    assert page.index("To be answered first") < page.index("Open p1")
    again = client.post("/open", files={"file": ("x.csv", CSV)}, data={"say.1": "weight=lb"}).text
    assert "In which unit" not in again
    fields = Seen(again[: again.index("Open p1")]).fields  # each person's button stands in a form of its own
    form = client.post("/", data=fields)
    assert "Opened: p1, last visit" in form.text and "was 64 kg on" in form.text and "p2" not in form.text


def test_a_familys_page_opens_the_file_of_one_person(knowledge: Knowledge) -> None:
    client = browser(knowledge, for_family=True)
    assert "Opened: p1" in client.post("/open", files={"file": ("x.csv", ONE)}).text
    answer = client.post("/open", files={"file": ("x.csv", CSV)})
    assert answer.status_code == 422 and "several people" in answer.text and "p2" not in answer.text


@pytest.mark.parametrize(
    ("content", "say", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "", "an old Excel file"), (b"a,b\n1,2\n", "", "No column of this table is known"), (b"record_id,visit_date\n", "", "there is no row that tells of a person"),
        (CSV, "weight=stones", "I do not understand"), (CSV, "height=cm", "No column is called"), (b'{"resourceType": "Patient"}', "", ""),
        (b"PK\x03\x04 nothing", "", "no Excel workbook"), (b'{"resourceType": "QuestionnaireResponse", "item": 3}', "", ""),
    ],
)  # fmt: skip
def test_a_table_of_nobody_is_told_in_sentences(content: bytes, say: str, said: str, knowledge: Knowledge) -> None:
    answer = browser(knowledge).post("/open", files={"file": ("x", content)}, data={"say.1": say})
    assert answer.status_code in (200, 422) and said in answer.text and "Opened:" not in answer.text


def test_who_the_rows_are_about_can_be_said(knowledge: Knowledge) -> None:
    client, table = browser(knowledge), b"nn,visit_date,alsfrs_walking\np1,2026-11-20,3\n"
    page = client.post("/open", files={"file": ("x.csv", table)}).text
    assert "No column tells of whom each row is." in page and 'name="say.0"' in page
    assert "Opened: p1" in client.post("/open", files={"file": ("x.csv", table)}, data={"say.0": "nn=id"}).text


def test_programs_get_the_account_with_the_intakes(knowledge: Knowledge) -> None:
    client = outside(knowledge)
    client.headers.update(PROGRAM)
    told = client.post("/v1/import", content=CSV, params={"say": ["weight=lb"]}).json()
    assert told["schema"] == "als-planner/import/1" and told["people"]["written"] == 2 and told["asked"] == []
    assert [intake["patient"]["id"] for intake in told["intakes"]] == ["p1", "p2"]
    assert client.post("/v1/import", content=CSV).json()["asked"][0]["column"] == "weight"
