"""Whatever is posted is answered in a sentence or a page: never with a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import DEMO, TODAY
from starlette.testclient import TestClient
from typed import opened
from visited import PROGRAM, browser

from planner import read_intake
from planner.model.knowledge import Knowledge

ODD = st.sampled_from(
    ["", "true", "false", "3", "-1", "2.9", "1,5", "9" * 25, "2026-11-20", "2027-01-01", "0001-01-01", "20261120", "in_use", "none",
     "|", "a|b", "first", "leave_out", "\x00", "ä\u202e", "<b>", "{", '{"visits": [{"on": 3}]}', '{"patient": {"id": "x"}}', "NaN", "1e400"]
) | st.text(max_size=12)  # fmt: skip
PATHS = ("/", "/beside", "/overview", "/board", "/board/lines", "/papers", "/what-if", "/keep", "/save")
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> TestClient:
    return browser(knowledge)


@pytest.fixture(scope="module")
def names(knowledge: Knowledge) -> list[str]:
    """Every kind of field, many of them."""
    more = ["word.wheels", "reason.wheels", "note.energy", "put_off.rollator", "q.rollator.typical", "q.rollator.buy", "q.nothing.route",
            "e.nothing", "e.rollator", "since.rollator", "team.0.role", "team.x.phone", "what_if", "what_if_value", "shown", "paper.kind",
            "words", "as_of", "base", "id", "f.nothing", "f.print_topics_held_back", "d.fvc_pct", "u.weight_kg"]  # fmt: skip
    return [*opened(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY).fields, *more]


@FEW
@given(told=st.data())
def test_any_form_is_answered(told: st.DataObject, client: TestClient, names: list[str], knowledge: Knowledge) -> None:
    form = dict(opened(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY).fields)
    form |= told.draw(st.dictionaries(st.sampled_from(names), ODD, min_size=1, max_size=6))
    path = told.draw(st.sampled_from(PATHS))
    answer = client.post(path, data=form)
    assert answer.status_code in (200, 422), (path, answer.status_code)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["patient", "visits", "facts", "on", "item", "answer", "linkId", "id", "value", "valueCoding", "code"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@FEW
@given(body=JSON, path=st.sampled_from(("/v1/plan", "/v1/QuestionnaireResponse", "/v1/import", "/v1/papers/family")))
def test_any_body_is_answered(body: Any, path: str, client: TestClient) -> None:
    told = {"resourceType": "QuestionnaireResponse", **body} if isinstance(body, dict) else body
    written = json.dumps(told)  # no number too large for a float, yet Infinity and NaN, which are no JSON
    answer = client.post(path, content=written, headers={**PROGRAM, "content-type": "application/json"})
    assert answer.status_code in (200, 422)
    assert answer.status_code == 200 or answer.headers["content-type"] == "application/problem+json"
