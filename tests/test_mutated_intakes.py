"""However an intake is spoilt, it is refused in sentences or gives a plan with all its papers: never another error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mutated import SOURCES, mutated, nested, source
from people import TODAY

from planner import IntakeError, assess, compose, make_plan, read_intake, render_html
from planner.model.errors import printable
from planner.model.knowledge import Knowledge
from planner.pages.compose import DOCUMENTS
from planner.plan.plan import Plan
from planner.record.plan_json import plan_as_json

MUTATIONS, TOGETHER, EACH_DAY = 3000, 100, 200  # all of them before a release
LONGEST_LINE = 1000
PRINTED = 20  # each so-manieth intake that gives a plan goes through every paper


def planned(told: dict[str, Any], knowledge: Knowledge) -> Plan | None:
    """The plan, or None where the intake was refused in sentences that a terminal shows as they are, each on a line."""
    try:
        intake = read_intake(told, knowledge, TODAY)
    except IntakeError as error:
        said = [str(problem) for problem in error.problems]
        assert (
            said
            and [line for line in said if len(line) > LONGEST_LINE or line != printable(line) or "\n" in line] == []
        )
        return None
    return make_plan(assess(intake, knowledge, today=TODAY), knowledge)


def written(plan: Plan, seed: int) -> None:
    """The plan as data, and now and then all its papers; no sign on them turns others or cannot be printed."""
    json.dumps(plan_as_json(plan), ensure_ascii=False, allow_nan=False).encode("utf-8")
    for kind in DOCUMENTS if seed % PRINTED == 0 else ():
        page = render_html(compose(plan, kind))
        assert page == printable(page) and page.encode("utf-8")


@pytest.mark.apart
@pytest.mark.parametrize(
    "first",
    [
        pytest.param(first, marks=() if first < EACH_DAY else pytest.mark.all_forms)
        for first in range(0, MUTATIONS, TOGETHER)
    ],
)
def test_a_spoilt_intake_is_refused_in_sentences_or_planned(knowledge: Knowledge, first: int) -> None:
    plans = 0
    for seed in range(first, first + TOGETHER):
        try:
            plan = planned(mutated(seed, knowledge), knowledge)
            if plan is not None:
                plans += 1
                written(plan, seed)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {str(error)[:200]}") from error
    assert TOGETHER / 10 < plans < TOGETHER * 9 / 10, "some are refused, and some are planned"


def test_what_is_spoilt_is_the_same_for_one_seed(knowledge: Knowledge) -> None:
    assert repr(mutated(7, knowledge)) == repr(mutated(7, knowledge)) != repr(mutated(8, knowledge))
    kept = source(SOURCES[0])
    assert sum(mutated(seed * len(SOURCES), knowledge) != kept for seed in range(20)) > 15, "and it is spoilt"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"patient": {"id": 10**5000}}, "intake: patient → id: This number is too large. Correct it."),
        ({10**5000: 1, "patient": {"id": "x"}}, "intake: This number is too large. Correct it."),
        ({"patient": {"id": nested(3000)}}, "intake: patient → id: This is nested more than 24 deep. Flatten it."),
        ({"patient": {"id": "x", "y" * 5000: 1}}, f"intake: patient → {'y' * 120}: I do not know '{'y' * 60}' here."),
    ],
)
def test_what_no_file_can_hold_is_refused_when_python_gives_it(refused: Any, told: Any, said: str) -> None:
    (found,) = refused(told)
    assert found.startswith(said)
