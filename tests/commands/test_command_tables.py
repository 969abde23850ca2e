"""The tables of planner/commands/README.md are made from the commands themselves.

``python tests/commands/test_command_tables.py`` writes them anew.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from planner.commands import terminal
from planner.commands.cli import cli

FILE = Path(__file__).resolve().parents[2] / "planner" / "commands" / "README.md"
TEXT = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
OPEN, CLOSE = "<!-- tables: made by tests/commands/test_command_tables.py -->\n", "<!-- end of tables -->\n"
AS_OPEN = re.compile(f"(?<={re.escape(OPEN)}).*?(?={re.escape(CLOSE)})", re.DOTALL)


def tables() -> str:
    """Every command, and every option with the commands that take it."""
    lines = ["| command | does |", "|---|---|"]
    lines += [f"| `{_call(name, command)}` | {_said(command.help)} |" for name, command in cli.commands.items()]
    lines += ["", "| option | of | takes | does |", "|---|---|---|---|"]
    takers: dict[tuple[str, str, str], list[str]] = {}
    for name, command in cli.commands.items():
        for row in _options(command):
            takers.setdefault(row, []).append(name)
    for names, takes, does in sorted(takers, key=lambda row: (row[0].rpartition("--")[2], takers[row])):
        lines.append(f"| {names} | {_whose(takers[names, takes, does])} | {takes} | {does} |")
    return "\n".join(lines) + "\n"


def _call(name: str, command: click.Command) -> str:
    """How it is written, with its arguments and the options it cannot do without."""
    parts = [name]
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            word = parameter.metavar or str(parameter.name).upper()
            parts.append(word if parameter.required else f"[{word}]")
    needed = [p for p in command.params if isinstance(p, click.Option) and p.required]
    return " ".join([*parts, *(f"{option.opts[0]} {option.metavar}" for option in needed)])


def _options(command: click.Command) -> Iterator[tuple[str, str, str]]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            names = ", ".join(f"`{name}`" for name in parameter.opts)
            choices = ", ".join(getattr(parameter.type, "choices", ()))
            takes = (
                ""
                if parameter.is_flag or parameter.flag_value == "json"
                else choices or str(parameter.metavar or "a number")
            )
            usual = parameter.default if isinstance(parameter.default, str) and parameter.default in choices else ""
            yield names, f"{takes} (default: {usual})" if usual and takes else takes, _said(parameter.help)


def _said(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split()).replace("|", "\\|")


def _whose(names: list[str]) -> str:
    return "every command" if len(names) == len(cli.commands) else ", ".join(f"`{name}`" for name in names)


def test_the_tables_are_those_of_the_commands() -> None:
    (written,) = AS_OPEN.findall(TEXT)
    assert written == tables(), "Run `python tests/commands/test_command_tables.py` and look at the difference."


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_every_option_says_what_it_does(name: str) -> None:
    command = cli.commands[name]
    assert f"| `{name}" in TEXT and _said(command.help).endswith(".")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(f"`{option}`" in TEXT for option in parameter.opts)
            assert _said(parameter.help).endswith((".", ")")), (name, parameter.name)
            for choice in getattr(parameter.type, "choices", ()):
                assert re.search(rf"\b{re.escape(choice)}\b", TEXT), (name, choice)


@pytest.mark.parametrize(
    "status",
    [*terminal.STATUSES.values(), *map(vars(terminal).get, ("DONE", "FINDINGS", "USAGE", "IN_PART", "INTERRUPTED"))],
)
def test_every_exit_status_is_told(status: int) -> None:
    assert re.search(rf"^\| `{status}` \| .+ \|$", TEXT, re.MULTILINE)


def test_the_file_names_no_option_and_no_command_that_does_not_exist() -> None:
    options = {name for command in cli.commands.values() for p in command.params for name in p.opts} | {
        "--help",
        "--version",
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", TEXT.replace("<!--", "").replace("-->", ""))) <= options
    assert set(re.findall(r"als-planner ([a-z]+(?:-[a-z]+)*)", TEXT)) <= set(cli.commands)


if __name__ == "__main__":
    FILE.write_text(AS_OPEN.sub(lambda _: tables(), TEXT), encoding="utf-8")
