"""Commands for those who keep stages/. Everything heavy is opened inside the command that needs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from planner.commands.helping import command
from planner.commands.options import (
    Day,
    FileOptions,
    PageOptions,
    knowledge_of,
    refuse_other_format,
    refuse_unusable,
    stages_option,
    this_day,
)
from planner.commands.terminal import DONE, FINDINGS, say

WHERE = "Where to write (default: text and data to standard output, a page into a file here)."


def on_paper(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options of what can be printed as text or drawn as a page."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--format", "form", type=click.Choice(forms), default=forms[0], help="What to write."),
            click.option("--json", "form", flag_value="json", help="Print JSON."),
            click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=WHERE),
            click.option("--paper", type=click.Choice(("letter", "a4")), default="letter", help="Paper size."),
            click.option("--force", is_flag=True, help="Write over a file that exists."),
            stages_option,
        ):
            command = option(command)
        return command

    return add


@command("map")
@on_paper("text", "json", "html", "pdf")
def map_(stages: tuple[Path, ...], **options: Any) -> None:
    """The map of stages and recommendations, as text, as data or as a page to print."""
    from planner.commands import curation

    curation.write_map(knowledge_of(stages), PageOptions(**options))


@command()
@click.option("--format", "form", type=click.Choice(("pdf", "html")), default="pdf", help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=WHERE)
@click.option("--paper", type=click.Choice(("letter", "a4")), default="letter", help="Paper size.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@stages_option
def gallery(stages: tuple[Path, ...], **options: Any) -> None:
    """Every part of a page with a sample, every drawing, the body maps and the icons, for those who change them."""
    from planner.commands import curation

    refuse_unusable(stages)
    curation.write_gallery(PageOptions(**options))


@command("try")
@click.argument("recommendation")
@on_paper("text", "json", "html", "pdf")
def try_(recommendation: str, stages: tuple[Path, ...], **options: Any) -> None:
    """One RECOMMENDATION (drafts too) in words, as each reader will see it, with its examples; pdf: on one page."""
    from planner.commands import curation

    knowledge = knowledge_of(stages)
    rule = curation.rule_named(knowledge, recommendation)
    curation.write_rule(rule, knowledge, PageOptions(**options))


@command()
@click.argument("domain")
@click.argument("recommendation")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Your layer.")
@stages_option
def new(domain: str, recommendation: str, output: Path, stages: tuple[Path, ...]) -> None:
    """Start a rule called RECOMMENDATION in DOMAIN, from the annotated template, as a draft in your own layer."""
    from planner.commands import curation

    path = curation.start_rule(knowledge_of(stages), domain, recommendation, output)
    say(f"Written: {path}\nNext: fill it in, then `als-planner check --stages {output}`.")


@command()
@click.argument("kind", default="recommendation")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help=WHERE)
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@stages_option
def schema(kind: str, stages: tuple[Path, ...], **options: Any) -> None:
    """The JSON schema of KIND for editors: intake, recommendation, limits, sources, positions or red_flags."""
    from planner.commands import curation

    refuse_other_format(options["output"], "json")
    curation.write_schema(knowledge_of(stages), kind, FileOptions(**options))


@command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@stages_option
@click.option("--today", type=Day(), default=None, metavar="DATE", help="For review dates (default: today).")
@click.option("--depth", is_flag=True, help="Also how much of it was really read, and what nobody has read.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
def check(as_json: bool, stages: tuple[Path, ...], today: date | None, depth: bool, quiet: bool) -> None:
    """Proof-read the knowledge base and a clinic's own layers: every finding says where, what and how to mend it."""
    from planner.commands import curation
    from planner.curation.proofread import moved_by_layers, proofread

    if as_json and depth:
        raise click.UsageError("--depth prints sentences: leave --json out.")
    knowledge = knowledge_of(stages)
    found, moved = proofread(knowledge, today=today or this_day()), moved_by_layers(knowledge)
    if as_json:
        say(curation.findings_json(found, moved))
    else:
        curation.say_findings(knowledge, found, moved, quiet)
        if depth:
            curation.say_depth(knowledge)
    sys.exit(FINDINGS if found else DONE)
