"""Commands that read paper back: the intake out of a plan, and two plans against each other."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from planner.commands.helping import command
from planner.commands.options import Day, knowledge_of, refuse_other_format, refuse_unusable, stages_option, this_day
from planner.commands.terminal import DONE, FINDINGS, say


@command("open")
@click.argument("plan", metavar="PLAN.pdf")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write into this file."
)
@click.option("--json", "as_json", is_flag=True, help="Give JSON instead of YAML.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@stages_option
def open_(plan: str, output: Path | None, as_json: bool, force: bool, quiet: bool, stages: tuple[Path, ...]) -> None:
    """The intake back out of a therapist's PLAN.pdf; of family pages, what they carry and what not (- for standard input)."""
    from planner.commands import records
    from planner.press.files import write_whole
    from planner.record.earlier import open_pdf

    refuse_other_format(output, "json" if as_json else "yaml")
    refuse_unusable(stages)
    to_file = output is not None and str(output) != "-"
    content = records.opened(open_pdf(plan), as_json, to_file)
    if output is None or not to_file:
        say(content, nl=False)
        return
    write_whole(output, content.encode(), force)
    if not quiet:
        say(f"Written: {output}")


@command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--today",
    type=Day(),
    default=None,
    metavar="DATE",
    help="Plan NEW as of this day, if it is an intake (default: its last visit); later days are refused.",
)
@stages_option
def compare(old: str, new: str, as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """What changed from OLD to NEW, each a PDF, an intake or a plan JSON (an intake is planned as of its last visit).

    Told are what is new, has another timing or day, is done or to hand back, and the facts behind it.
    """
    from planner.commands import records
    from planner.plan.changes import compared
    from planner.record.earlier import both, read_earlier

    knowledge = knowledge_of(stages)
    day = today or this_day()
    before, after = (read_earlier(source, knowledge, day) for source in (old, new))
    papers = both(before, after, knowledge, day, as_of=today)
    changes = compared(*papers)
    if as_json:
        say(records.compared_json(*papers, changes))
    else:
        say(records.compared_text(*papers, changes, knowledge))
    sys.exit(FINDINGS if changes else DONE)
