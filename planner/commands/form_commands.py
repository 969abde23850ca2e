"""The command that asks on paper. Everything heavy is opened inside the command."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from planner.commands.helping import command
from planner.commands.options import FormOptions, common, knowledge_of, this_day
from planner.reading.resources import languages


@command()
@click.argument("intake", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE or FOLDER",
    help="Where to write (default: <id>-form or intake-form here).",
)
@click.option("--format", "form", type=click.Choice(("pdf", "html")), default="pdf", help="What to write.")
@click.option(
    "--paper", type=click.Choice(("letter", "a4")), default=None, help="Paper size (default: by country, else letter)."
)
@click.option("--fillable", is_flag=True, help="To fill in on a screen: `plan`, `open` and `start` read it back.")
@click.option("--short", is_flag=True, help="The core questions alone, on two pages.")
@click.option(
    "--for-family",
    is_flag=True,
    help="Plain questions alone, in the family's language; without the therapist's private page.",
)
@click.option(
    "--lang",
    type=click.Choice(languages()),
    default=None,
    help="The language of a family's form (default: the intake's, else English); the clinic's is English.",
)
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option("--open", "show", is_flag=True, help="Show what was made, in the program that opens such files.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@common
def form(intake: str | None, today: date | None, stages: tuple[Path, ...], **options: Any) -> None:
    """The planner's questions on paper: blank, or filled with what INTAKE (YAML or JSON, -) tells."""
    from planner.commands import forms

    forms.write_form(intake, knowledge_of(stages), today or this_day(), FormOptions(**options))
