"""The page as a browser sees it, without one: the application of the tests, and what stands in its forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from people import TODAY
from starlette.testclient import TestClient

from planner.model.knowledge import Knowledge
from planner.web.app import Setting, make_app
from planner.web.guard import Keys
from planner.web.workers import Workers

HOST = "127.0.0.1:8765"
KEYS = {"once": "printed-once", "cookie": "a-cookie", "program": "for-programs"}
OURS = {"origin": f"http://{HOST}"}
PROGRAM = {"authorization": f"Bearer {KEYS['program']}"}

Visit = Callable[..., TestClient]


@dataclass(frozen=True)
class Here:
    """Work done in this very process: no test waits until another one has started."""

    knowledge: Knowledge

    def do(self, work: Callable[..., Any], *given: Any) -> Any:
        return work(self.knowledge, *given)


def setting(knowledge: Knowledge, **changed: Any) -> Setting:
    here: Workers = Here(knowledge)
    usual: dict[str, Any] = {
        "quick": here,
        "slow": here,
        "day": lambda: TODAY,
        "hosts": frozenset({HOST}),
        "keys": Keys(**KEYS),
    }
    return Setting(**{**usual, **changed})


def outside(knowledge: Knowledge, **changed: Any) -> TestClient:
    """A browser that has no key yet."""
    app = make_app(knowledge, setting(knowledge, **changed))
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


def browser(knowledge: Knowledge, **changed: Any) -> TestClient:
    """A browser that has opened the printed address."""
    client = outside(knowledge, **changed)
    assert client.get(f"/?key={KEYS['once']}").status_code == 303
    client.headers.update(OURS)
    return client


class Seen(HTMLParser):
    """The fields of a page with what stands in them, every id, what labels name, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.names: list[str] = []
        self.ids: list[str] = []
        self.named: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.links: list[str] = []
        self.text = ""
        self._select = ""
        self._area = ""
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "label":
            self._inside.append("label")
            self.named.add(told.get("for", ""))
        if tag == "a":
            self.links.append(told.get("href", ""))
        name = told.get("name", "")
        if tag in ("input", "select", "textarea") and told.get("type") not in ("hidden", "submit"):
            self.controls.append({**told, "tag": tag, "labelled": "yes" if self._inside else ""})
        if tag == "input" and name:
            self._input(name, told)
        if tag == "select":
            self._select = name
            self.fields.setdefault(name, "")
        if tag == "option" and "selected" in told:
            self.fields[self._select] = told["value"]
        if tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def _input(self, name: str, told: dict[str, str]) -> None:
        self.names.append(name)
        if told.get("type") in ("radio", "checkbox"):
            if "checked" in told:
                self.fields[name] = "|".join(filter(None, [self.fields.get(name, ""), told.get("value", "on")]))
        else:
            self.fields[name] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "label" and self._inside:
            self._inside.pop()
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area:
            self.fields[self._area] += data
