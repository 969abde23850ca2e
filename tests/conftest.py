"""What every test may lean on: the knowledge base, one fixed day, and a person of whom little is known."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from covering import COVERING
from other_languages import LTR, RTL, Spoken
from people import TODAY, VISIT, Assessed, FactsOf, Rule, scored
from pressed import measured_once
from standing import standing_files
from stories import STORIES

from planner import IntakeError, assess, load_knowledge, read_intake
from planner.assessment.assessment import Assessment
from planner.assessment.derive import facts_today
from planner.curation.manner import Manner
from planner.model.conditions import Condition
from planner.model.facts import Facts
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge, Precaution, Recommendation, Said


@pytest.fixture(scope="session", autouse=True)
def files_read_once() -> Iterator[None]:
    """A base that is copied and spoilt is parsed anew only where it was spoilt."""
    with standing_files():
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_measured_once() -> Iterator[None]:
    """A page is measured by the first who asks whether it fits."""
    with measured_once():
        yield


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
def read(knowledge: Knowledge) -> Callable[..., Intake]:
    """Read an intake from wherever it stands."""
    return lambda source, today=TODAY: read_intake(source, knowledge, today)


@pytest.fixture(scope="session")
def refused(knowledge: Knowledge) -> Callable[..., list[str]]:
    """The sentences with which an intake is refused."""

    def problems(source: Any, today: date | None = TODAY) -> list[str]:
        with pytest.raises(IntakeError) as error:
            read_intake(source, knowledge, today)
        return error.value.problems

    return problems


@pytest.fixture(scope="session")
def facts_of(knowledge: Knowledge) -> FactsOf:
    """The facts of a person with visits given as day → facts; other keywords are the person's own facts."""

    def build(visits: Mapping[str, Mapping[str, Any]], today: date = TODAY, **patient: Any) -> Facts:
        listed = [{"on": day, "facts": dict(facts)} for day, facts in visits.items()]
        intake = read_intake({"patient": {"id": "x", **patient}, "visits": listed}, knowledge, today)
        return facts_today(intake, knowledge, today)

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
def items(knowledge: Knowledge) -> tuple[str, ...]:
    """The names of the twelve ALSFRS-R items."""
    return knowledge.vocabulary.alsfrs_items


@pytest.fixture(scope="session")
def assessed(knowledge: Knowledge) -> Assessed:
    """The assessment of a person told about two days ago; ``more`` are other parts of the intake."""

    def build(facts: Mapping[str, Any] | None = None, **more: Any) -> Assessment:
        visits = [{"on": "2026-11-20", "facts": dict(facts or {"falls_1mo": 0})}]
        intake = read_intake({"patient": {"id": "x"}, "visits": visits, **more}, knowledge, TODAY)
        return assess(intake, knowledge, today=TODAY)

    return build


@pytest.fixture(scope="session")
def strong_but(knowledge: Knowledge, person: Callable[..., Intake]) -> Assessed:
    """The assessment of a person strong and well but for what is changed."""
    return lambda **changed: assess(person(**scored(**changed)), knowledge, today=TODAY)


@pytest.fixture(scope="session")
def rule(knowledge: Knowledge) -> Rule:
    """A rule with nothing but the given parts: conditions, and precautions as lists of conditions."""
    plain = knowledge.by_id["rollator_with_seat"]

    def build(when: Condition, unless: Any = (), caution: Any = (), **more: Any) -> Recommendation:
        def all_of(conditions: Any) -> tuple[Precaution, ...]:
            return tuple(Precaution(condition=one, then=Said(therapist="Wait.")) for one in conditions)

        parts = {"done_when": None, "ahead": None, "equipment": (), **more}
        return plain.model_copy(update={"when": when, "unless": all_of(unless), "caution": all_of(caution), **parts})

    return build


@pytest.fixture(scope="session")
def number(knowledge: Knowledge) -> Mapping[str, float]:
    """The limits by name."""
    return knowledge.numbers


@pytest.fixture(scope="session")
def spoken(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    """Spanish as if reviewed, and two languages that are made up."""
    return Spoken(tmp_path_factory.mktemp, knowledge)


@pytest.fixture
def reviewed(spoken: Spoken) -> Iterator[Knowledge]:
    """The base as it speaks once somebody has reviewed its Spanish."""
    with spoken.speaking("es") as knowledge:
        yield knowledge


@pytest.fixture(params=[RTL, LTR])
def made_up(request: pytest.FixtureRequest, spoken: Spoken) -> Iterator[tuple[str, Knowledge]]:
    """Each of the languages that are made up, and the base that speaks it."""
    with spoken.speaking(request.param) as knowledge:
        yield request.param, knowledge


@pytest.fixture(scope="session")
def tellers(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The stories that say what all of them would: those that cover what pages show, or with --all-forms everyone."""
    return tuple(name for name in STORIES if name in COVERING or request.config.getoption("--all-forms"))


pytest_plugins = ["not_run", "spread"]  # names what cannot run on this machine; spreads tests over processes


def pytest_configure() -> None:
    """Look for garbage seldom: much is kept to the end of a run, and looking through it took a fifth of the time."""
    gc.set_threshold(20_000, 5, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden texts anew; review them as a diff")
    parser.addoption("--all-forms", action="store_true", help="lay out every form of paper for everybody")


@pytest.fixture(scope="session")
def manner(knowledge: Knowledge) -> Manner:
    """How families are spoken to: the tone list and the highest reading grade."""
    return Manner(knowledge.tone, knowledge.numbers)
