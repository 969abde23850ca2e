"""A person who has died: no plan, one quiet sentence, and nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from people import TODAY
from standing import standing_base

from planner import assess, read_intake
from planner.commands.cli import cli
from planner.model.errors import HasDied
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import intake_as_json, written_anew

VISITS = [{"on": "2026-09-01", "facts": {"alsfrs_walking": 3}}]


def told(deceased: Any) -> dict[str, Any]:
    return {"patient": {"id": "invented-1", "deceased": deceased}, "visits": VISITS}


@pytest.mark.parametrize(
    ("deceased", "value"),
    [
        ("2026-10-01", date(2026, 10, 1)),
        (True, True),
        ("yes", True),
        (False, False),
        (None, None),
        ("2026-09-01", date(2026, 9, 1)),
    ],
)
def test_a_day_or_true(deceased: Any, value: Any, read: Callable[..., Intake], knowledge: Knowledge) -> None:
    intake = read(told(deceased))
    assert intake.deceased == value
    for written in (intake_as_json(intake, knowledge), written_anew(intake, knowledge)):
        assert read_intake(written, knowledge, TODAY).deceased == value


@pytest.mark.parametrize(
    ("deceased", "sentence"),
    [
        (
            "2026-08-01",
            "patient → deceased: 2026-08-01 lies before the last visit (2026-09-01). Correct one of the two.",
        ),
        ("2026-12-01", "patient → deceased: 2026-12-01 lies in the future"),
        ("perhaps", "patient → deceased: 'perhaps' is not a date."),
    ],
)
def test_what_cannot_be_is_refused(deceased: str, sentence: str, refused: Callable[..., list[str]]) -> None:
    assert any(sentence in problem for problem in refused(told(deceased)))


def test_no_plan_is_made(read: Callable[..., Intake], knowledge: Knowledge) -> None:
    with pytest.raises(HasDied) as quiet:
        assess(read(told("2026-10-01")), knowledge, today=TODAY)
    assert quiet.value.problems == ["The intake says that this person has died: No plan is made."]
    assert assess(read(told(False)), knowledge, today=TODAY).intake.deceased is False


@pytest.mark.parametrize("command", ["plan", "stage", "ask", "form", "explain", "what-if", "compare", "start"])
def test_every_command_says_one_quiet_sentence_and_ends_well(
    command: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    me = tmp_path / "me.yaml"
    me.write_text(
        "patient: {id: invented-1, deceased: 2026-10-01}\nvisits:\n  - {on: 2026-09-01, facts: {alsfrs_walking: 3}}\n"
    )
    more = {"explain": ["daily_skin_check"], "what-if": ["--set", "alsfrs_walking=2"], "compare": [str(me)]}
    with standing_base(knowledge):
        done = CliRunner().invoke(cli, [command, str(me), *more.get(command, []), "--today", "2026-11-22"])
    assert (done.exit_code, done.output.strip()) == (0, "The intake says that this person has died: No plan is made.")
    assert list(tmp_path.iterdir()) == [me]
