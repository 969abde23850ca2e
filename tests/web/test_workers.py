"""Work in processes of its own: whatever happens there, the next question is answered."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any, cast

import pytest

from planner.model.errors import IntakeError, Problem
from planner.model.knowledge import Knowledge
from planner.web.workers import Apart, Busy, WorkStopped


def echoed(_: Any, said: str) -> str:
    return f"{said} by {os.getpid()}"


def late(_: Any) -> None:
    time.sleep(60)


def killed(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def greedy(_: Any) -> int:
    return len(bytearray(50_000_000_000))


def refused(_: Any) -> None:
    raise IntakeError([Problem("intake", 0, "No.", "Yes.")])


def at_fault(_: Any) -> None:
    raise ValueError("Invented Name")


@pytest.fixture(scope="module")
def workers() -> Iterator[Apart]:
    """One process; none of its work here needs any knowledge."""
    made = Apart(cast(Knowledge, None), processes=1, seconds=3, waiting=1)
    made.start()
    yield made
    made.end()


def test_one_process_is_asked_many_times_and_is_not_ours(workers: Apart) -> None:
    first, second = workers.do(echoed, "hello"), workers.do(echoed, "hello")
    assert first == second and str(os.getpid()) not in first


def test_problems_come_back_as_they_are_and_the_worker_stays(workers: Apart) -> None:
    before = workers.do(echoed, "x")
    with pytest.raises(IntakeError, match=r"^intake: No\. Yes\.$"):
        workers.do(refused)
    assert workers.do(echoed, "x") == before


@pytest.mark.parametrize("work", [killed, greedy, at_fault])
def test_a_worker_that_ends_or_fails_is_told_and_the_next_question_is_answered(work: Any, workers: Apart) -> None:
    with pytest.raises(WorkStopped) as told:
        workers.do(work)
    assert str(told.value) == ""
    assert workers.do(echoed, "again").startswith("again")


def test_work_that_takes_too_long_is_ended(workers: Apart) -> None:
    workers.seconds = 0.2
    with pytest.raises(WorkStopped):
        workers.do(late)
    workers.seconds = 3
    assert workers.do(echoed, "again").startswith("again")


def test_more_than_can_wait_are_told_to_come_again() -> None:
    with pytest.raises(Busy):
        Apart(cast(Knowledge, None), processes=0, seconds=1, waiting=0).do(echoed, "x")
