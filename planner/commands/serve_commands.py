"""The command that opens the page on one's own computer. Everything heavy is opened inside the command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from planner.commands.helping import command
from planner.commands.options import common, knowledge_of, this_day


@command()
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help="Where to listen (default: 127.0.0.1, this computer alone). Elsewhere others can reach it, and nothing is encrypted.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    metavar="NUMBER",
    help="The port (default: 8765; 0: any free one).",
)
@click.option("--for-family", is_flag=True, help="Only the equipment board and the plain questions.")
@common
def serve(host: str, port: int, for_family: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """A page on this computer: fill in what the visit found, see the plan grow, print it; and the same for programs."""
    try:
        from planner.commands import serving
    except ImportError as error:
        missing = "The page needs a few packages more."
        raise click.UsageError(f"{missing} Install them with: pip install 'als-stage-planner[web]'") from error
    day = (lambda: today) if today else this_day
    serving.serve(knowledge_of(stages), host, port, for_family, day)
