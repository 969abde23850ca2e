"""Commands that make paper. Everything heavy is opened inside the command that needs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.commands.helping import command
from planner.commands.options import DATA, PaperOptions, common, knowledge_of, paper, planned, refuse_unusable, this_day
from planner.commands.terminal import has_own_process, hint, say

if TYPE_CHECKING:
    from planner.plan.plan import Plan as MadePlan


@command()
@click.argument("intake")
@paper
@common
def plan(intake: str, today: date | None, stages: tuple[Path, ...], **options: Any) -> None:
    """Make the care plan of one person from INTAKE (YAML, JSON, a form filled in or a therapist's PDF; - for standard input)."""
    write_plan(intake, stages, today, PaperOptions(**options))
    if options["form"] == "pdf" and not options["quiet"]:
        hint(f"Next: als-planner ask {intake}; at the next visit als-planner start {intake}")


@command()
@click.option(
    "--intake",
    "show_intake",
    is_flag=True,
    help="Print the example's intake instead, to start your own from.",
)
@click.option("--blank", is_flag=True, help="With --intake: an empty one, with every question beside its name.")
@paper
@common
def demo(show_intake: bool, blank: bool, today: date | None, stages: tuple[Path, ...], **options: Any) -> None:
    """The plans of an invented person, plainly marked. Takes the options of `plan`."""
    from planner.reading.resources import resource

    example = resource("stages") / "demo.yaml"
    if blank:
        _say_blank(show_intake, stages, today)
        return
    if show_intake:
        refuse_unusable(stages)
        say(example.read_text(encoding="utf-8"), nl=False)
        return
    write_plan(str(example), stages, today or date(2026, 11, 22), PaperOptions(**options))
    if options["form"] == "pdf" and not options["quiet"]:
        hint("Next: als-planner start, for a person of your own")


def _say_blank(show_intake: bool, stages: tuple[Path, ...], today: date | None) -> None:
    from planner.language.commented_intake import blank

    if not show_intake:
        raise click.UsageError("--blank goes with --intake: it prints an empty one.")
    say(blank(knowledge_of(stages), today or this_day()), nl=False)


def write_plan(source: str, stages: tuple[Path, ...], today: date | None, options: PaperOptions) -> None:
    """Make a plan and write what was asked for. What draws is begun before the plan is made: it takes as long to open."""
    from planner.commands import papers
    from planner.pages.compose import DOCUMENTS
    from planner.press.drawers import drawers

    if options.form in DATA:
        papers.write_data(_made(source, stages, today, options), options)
        return
    many = (len(DOCUMENTS) if options.document == "all" else 1) + options.sheets
    with drawers(many if has_own_process() else 0) as ready:
        papers.write_pages(_made(source, stages, today, options), options, ready)


def _made(source: str, stages: tuple[Path, ...], today: date | None, options: PaperOptions) -> MadePlan:
    """The plan, signed and with what changed where that was asked for."""
    from dataclasses import replace

    from planner.commands.papers import since_earlier
    from planner.reading.intake import sign_off

    made, _ = planned(source, stages, today)
    if options.reviewed_by:
        signed = sign_off(options.reviewed_by, made.today)
        review = made.intake.review.model_copy(update={"by": signed.by, "on": signed.on})
        made = replace(made, intake=replace(made.intake, review=review))
    return since_earlier(made, options.since) if options.since else made
