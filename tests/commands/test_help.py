"""Help that is read: groups, whole sentences, an example each; what is made can be shown; a flood of problems is cut."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from people import DEMO

from planner.commands import terminal
from planner.commands.cli import cli
from planner.commands.helping import EXAMPLES, GROUPS, SECTIONS, GroupedCommand
from planner.model.errors import Problem

DAY = ("--today", "2026-11-22")


def said(*arguments: str) -> str:
    return CliRunner().invoke(cli, [*arguments], terminal_width=100).output


def test_every_command_stands_in_a_section_with_its_whole_first_sentence() -> None:
    assert {name for names in SECTIONS.values() for name in names} == set(cli.commands)
    help_ = " ".join(said("--help").split())
    for name, command in cli.commands.items():
        first = " ".join((command.help or "").split("\n\n")[0].split())
        assert f"{name} {first}" in help_, name
    assert "_ALS_PLANNER_COMPLETE=bash_source" in help_


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_an_example_that_is_right(name: str) -> None:
    command = cli.commands[name]
    assert isinstance(command, GroupedCommand)
    program, called, *arguments = shlex.split(EXAMPLES[name])
    assert (program, called) == ("als-planner", name)
    command.make_context(name, arguments, resilient_parsing=True)
    assert EXAMPLES[name] in said(name, "--help")


def test_the_options_of_plan_stand_in_groups() -> None:
    help_ = said("plan", "--help")
    places = [help_.index(f"\n{group}:") for group in GROUPS if group != "How it runs"]
    assert places == sorted(places) and help_.index("--paper") > help_.index("How it looks:")
    plan = cli.commands["plan"]
    known = {name for names in GROUPS.values() for name in names}
    assert {str(one.name) for one in plan.params if isinstance(one, click.Option)} <= known


def test_the_options_of_every_command_stand_in_groups_with_their_defaults() -> None:
    known = {name for names in GROUPS.values() for name in names}
    for name, command in cli.commands.items():
        help_ = " ".join(said(name, "--help").split())
        for option in (one for one in command.params if isinstance(one, click.Option)):
            assert option.name in known, (name, option.name)
            if isinstance(option.type, click.Choice) and isinstance(option.default, str):
                assert f"(default: {option.default}" in help_, (name, option.name)


@pytest.mark.parametrize("opens", [True, False])
def test_what_was_made_is_shown_where_something_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    shown: list[str] = []

    def opened(path: Path) -> bool:
        shown.append(str(path))
        return opens

    monkeypatch.setattr(terminal, "opens", opened)
    target = tmp_path / "x.html"
    ran = CliRunner().invoke(
        cli, ["plan", str(DEMO), *DAY, "--document", "fridge", "--format", "html", "-o", str(target), "--open"]
    )
    assert ran.exit_code == 0 and shown == [str(target)]
    assert ran.stderr == ("" if opens else f"Nothing here opens {target} by itself.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="another opener")
@pytest.mark.parametrize(
    ("opener", "opens"), [("exit 0", True), ("exec sleep 2", True), ("echo noise >&2; exit 3", False), ("", False)]
)
def test_an_opener_is_quiet_and_asked_whether_it_took_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], opener: str, opens: bool
) -> None:
    if opener:
        (tmp_path / "xdg-open").write_text(f"#!/bin/sh\n{opener}\n")
        (tmp_path / "xdg-open").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin" if opener else str(tmp_path))
    monkeypatch.setattr(terminal, "OPENING", 0.5)
    assert terminal.opens(tmp_path / "x.pdf") == opens
    assert capfd.readouterr() == ("", "")


def problem(line: int, what: str, remedy: str = "Correct it.") -> Problem:
    return Problem("x.yaml", line, what, remedy)


def test_of_one_kind_twenty_problems_are_told_and_how_many_more() -> None:
    many: list[Any] = [
        problem(at, f"visits → 0 → facts → zz_{at}: I do not know the fact 'zz_{at}'.") for at in range(3000)
    ]
    other = problem(9000, "visits → 0 → facts → alsfrs_walking: 9 is not possible for 'alsfrs_walking'.")
    lines = list(terminal.few_of_each([*many, other]))
    assert lines[:20] == [str(one) for one in many[:20]] and lines[20] == str(other)
    assert lines[21:] == ["and 2,980 more of this kind: I do not know the fact …. Correct it."]
    assert list(terminal.few_of_each(many[:20])) == [str(one) for one in many[:20]]
