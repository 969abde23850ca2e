"""What every test may lean on: the knowledge base, one fixed day, and a person of whom little is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from planner import assess, load_knowledge, read_intake
from planner.assessment import Assessment
from planner.intake import Intake
from planner.knowledge import Knowledge

TODAY = date(2026, 11, 22)
VISIT = date(2026, 11, 20)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge base of stages/, read once."""
    return load_knowledge()


@pytest.fixture(scope="session")
def today() -> date:
    """The day on which every plan of the tests is made; no test may look at the clock."""
    return TODAY


@pytest.fixture(scope="session")
def person(knowledge: Knowledge) -> Callable[..., Intake]:
    """Build an otherwise unknown person with these facts, told at one visit on 2026-11-20."""

    def build(**facts: Any) -> Intake:
        # A visit without facts is refused, so somebody of whom nothing is known has had no visit.
        visits = [{"on": VISIT.isoformat(), "facts": facts}] if facts else []
        return read_intake({"patient": {"id": "test-person"}, "visits": visits}, knowledge, TODAY)

    return build


@pytest.fixture(scope="session")
def courses(knowledge: Knowledge) -> Callable[..., Assessment]:
    """Assess a person told over visits given as day → facts; other keywords are the person's own facts."""

    def build(visits: Mapping[str, Mapping[str, Any]], today: date = TODAY, **patient: Any) -> Assessment:
        listed = [{"on": day, "facts": dict(facts)} for day, facts in visits.items()]
        source = {"patient": {"id": "x", **patient}, "visits": listed}
        return assess(read_intake(source, knowledge, today), knowledge, today=today)

    return build


@pytest.fixture(scope="session")
def number(knowledge: Knowledge) -> Mapping[str, float]:
    """The limits by name."""
    return knowledge.numbers


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden texts anew; review them as a diff")


pytest_plugins = ["not_run"]  # names at the end the tests that cannot run on this machine
