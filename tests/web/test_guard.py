"""Who gets in, from where, with how much; and what stands on every answer."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from starlette.testclient import TestClient
from visited import HOST, KEYS, OURS, PROGRAM, browser, outside

from planner.model.knowledge import Knowledge
from planner.web import guard, work
from planner.web.guard import HEADERS, POLICY
from planner.web.workers import Busy, WorkStopped

PLACES = ("/", "/static/web.css", "/v1/health", "/v1/openapi.json", "/nowhere")


@pytest.mark.parametrize("place", PLACES)
def test_a_browser_without_the_key_gets_nothing(place: str, knowledge: Knowledge) -> None:
    answer = outside(knowledge).get(place)
    assert answer.status_code == 403 and knowledge.about.edition not in answer.text


@pytest.mark.parametrize("key", ["", "wrong", "printed-once-and-more", "ä"])
def test_a_wrong_key_opens_nothing(key: str, knowledge: Knowledge) -> None:
    answer = outside(knowledge).get("/", params={"key": key})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_the_printed_key_is_exchanged_once_for_a_strict_cookie(knowledge: Knowledge) -> None:
    used: list[bool] = []
    client = outside(knowledge, used=lambda: used.append(True))
    answer = client.get(f"/?key={KEYS['once']}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "max-age" not in cookie and used == [True]
    assert client.get("/").status_code == 200
    client.cookies.clear()
    assert client.get(f"/?key={KEYS['once']}").status_code == 403
    assert client.get("/", headers={"cookie": "als_planner=other"}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_name_that_is_not_ours_is_refused_even_with_the_cookie(host: str, knowledge: Knowledge) -> None:
    assert browser(knowledge).get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OURS, 200),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": f"http://{HOST}.evil.example"}, 403),
    ],
)
def test_what_is_posted_comes_from_our_own_page(headers: dict[str, str], status: int, knowledge: Knowledge) -> None:
    assert browser(knowledge).post("/beside", data={"id": "x"}, headers=headers).status_code == status


def test_a_program_needs_its_own_key_and_no_origin(knowledge: Knowledge) -> None:
    client = outside(knowledge)
    assert client.get("/v1/health", headers=PROGRAM).json()["status"] == "ok"
    assert client.get("/v1/health", headers={"authorization": "Bearer wrong"}).status_code == 403


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_bears_the_same_headers(place: str, knowledge: Knowledge) -> None:
    for client in (browser(knowledge), outside(knowledge)):
        headers = client.get(place).headers
        for name, value in HEADERS.items():
            assert headers[name] == value or (name == "Cache-Control" and place.startswith("/static"))
        assert "server" not in headers
    assert "unsafe" not in POLICY and "'none'" in POLICY


@pytest.mark.parametrize(("length", "status"), [(guard.LARGEST_POST + 1, 413), ("many", 400)])
def test_a_body_that_says_it_is_too_large_is_not_read(length: object, status: int, knowledge: Knowledge) -> None:
    headers = {**OURS, "content-length": str(length), "content-type": "application/x-www-form-urlencoded"}
    answer = browser(knowledge).post("/beside", content=iter([b"a=b"]), headers=headers)
    assert answer.status_code == status


def test_a_body_that_grows_is_cut_off(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_POST", 10)
    assert browser(knowledge).post("/beside", data={"id": "x" * 50}).status_code == 413


def test_more_at_once_than_can_be_done_are_told_to_come_again(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(knowledge)
    monkeypatch.setattr(guard, "MOST_AT_ONCE", 0)
    answer = client.get("/")
    assert answer.status_code == 503 and answer.headers["retry-after"]


class Failing:
    """Workers that do nothing but fail."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def do(self, *_: Any) -> Any:
        raise self.error


@pytest.mark.parametrize(("error", "status"), [(Busy(), 503), (WorkStopped(), 503), (ValueError("Invented Name"), 500)])
def test_what_fails_is_told_without_a_word_of_whom_it_was_about(
    error: Exception,
    status: int,
    knowledge: Knowledge,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    client = browser(knowledge, quick=Failing(error))
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/beside", data={"id": "x", "name": "Invented Name"})
        program = client.post("/v1/plan", content=b"{}", headers=PROGRAM)
    logged = [record.getMessage() for record in caplog.records if record.name not in ("asyncio", "httpx2")]
    said = f"{answer.text}{program.text}{logged}{''.join(capfd.readouterr())}"
    assert answer.status_code == program.status_code == status
    assert "Invented Name" not in said and "Traceback" not in said and ".py" not in said
    assert (status == 503) == ("retry-after" in answer.headers)
    assert program.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["text/plain", "application/json", ""])
def test_a_form_is_sent_as_forms_are(kind: str, knowledge: Knowledge) -> None:
    answer = browser(knowledge).post("/beside", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/overview", "/papers", "/board", "/open", "/keep"])
def test_a_posted_page_that_is_loaded_again_leads_to_the_empty_form(path: str, knowledge: Knowledge) -> None:
    answer = browser(knowledge).get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_what_is_brought_never_touches_the_disk(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_disk(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", on_disk)
    client: TestClient = browser(knowledge)
    content = b"patient: {id: x}\n" + b"# " + b"x" * 3_000_000
    answer = client.post("/open", files={"file": ("name-of-a-person.yaml", content)})
    assert answer.status_code == 200 and "name-of-a-person" not in answer.text
    assert work.NEW_ID not in answer.text
