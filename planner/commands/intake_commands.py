"""Commands about what an intake holds. Everything heavy is opened inside the command that needs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.commands.helping import command
from planner.commands.options import common, knowledge_of, stages_option, this_day
from planner.commands.terminal import say


@command()
@click.argument("word", default="")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@stages_option
def facts(word: str, as_json: bool, stages: tuple[Path, ...]) -> None:
    """The names, kinds, units and choices that an intake may use, facts and equipment; WORD finds some of them."""
    from planner.commands import names

    knowledge = knowledge_of(stages)
    say(names.names_json(knowledge, word) if as_json else names.names_text(knowledge, word))


@command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@common
def start(file: Path | None, today: date | None, stages: tuple[Path, ...]) -> None:
    """A new person, or the next visit of one: asks the core questions and writes them into FILE, a commented intake.

    FILE may be a form that was filled in, too. Without FILE it is named by the id that you give. Enter means not known, ? explains, < goes back, stop ends and keeps.
    """
    from planner.commands import start as session

    if str(file) == "-":
        raise click.UsageError("start asks its questions on standard input. Name a file, or leave it out.")
    session.run(file, knowledge_of(stages), today or this_day(), stages)
