"""Commands about what an intake holds. Everything heavy is opened inside the command that needs it."""

from __future__ import annotations

from pathlib import Path

import click

from planner.commands.options import knowledge_of, stages_option
from planner.commands.terminal import say


@click.command()
@click.argument("word", default="")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@stages_option
def facts(word: str, as_json: bool, stages: tuple[Path, ...]) -> None:
    """The names, kinds, units and choices that an intake may use, facts and equipment; WORD finds some of them."""
    from planner.commands import names

    knowledge = knowledge_of(stages)
    say(names.names_json(knowledge, word) if as_json else names.names_text(knowledge, word))
