"""The command line: every command by its name, and how a run ends."""

from __future__ import annotations

import gc

import click

from planner.commands import (
    asking_commands,
    curation_commands,
    form_commands,
    handout_commands,
    import_commands,
    intake_commands,
    paper_commands,
    record_commands,
    serve_commands,
)
from planner.commands.terminal import InSentences, run, say
from planner.reading.resources import version

COMMANDS = (
    *(intake_commands.start, intake_commands.facts),
    *(paper_commands.plan, paper_commands.demo),
    handout_commands.handout,
    form_commands.form,
    serve_commands.serve,
    *(record_commands.open_, record_commands.compare),
    *(import_commands.import_, import_commands.batch),
    *(asking_commands.stage, asking_commands.ask, asking_commands.explain, asking_commands.what_if),
    *(
        curation_commands.check,
        curation_commands.map_,
        curation_commands.try_,
        curation_commands.new,
        curation_commands.schema,
        curation_commands.gallery,
    ),
)


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        say(f"als-planner, version {version()}")
        ctx.exit()


@click.group(cls=InSentences, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def cli() -> None:
    """Physical-therapy plans for people with ALS: from what one visit found to a printed care plan.

    The therapist decides; the planner prepares. Nothing leaves this machine.
    """


def main() -> None:
    """Run the command line; problems end in sentences and an exit status, never in a traceback."""
    gc.set_threshold(200_000, 50, 50)  # a short run makes little garbage; looking for it costs a tenth of its time
    run(cli)


for command in COMMANDS:
    cli.add_command(command)
