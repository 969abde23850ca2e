"""The commands. Everything heavy is opened inside the command that needs it, so that --help answers at once."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planner.assessment import Assessment
    from planner.intake import Intake
    from planner.knowledge import Knowledge
    from planner.plan import Plan

DONE, FINDINGS, USAGE, BAD_INPUT, BAD_KNOWLEDGE, CANNOT_WRITE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
DOCUMENTS = ("family", "therapist", "equipment")
DATA = ("json", "ics", "csv")
LOOK_AHEADS = ("now", "3_months", "12_months", "all")


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A day as 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date. Write it as year-month-day, for example 2026-11-22.", param, ctx)


stages_option = click.option(
    "--stages",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FOLDER",
    help="A clinic's own layer on our knowledge base, or a whole base (repeatable).",
)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every command about one person takes."""
    for option in (
        click.option("--today", type=Day(), default=None, metavar="DATE", help="Plan as of this day (default: today)."),
        stages_option,
    ):
        command = option(command)
    return command


PAPER_OPTIONS = (
    click.option(
        "--document",
        type=click.Choice((*DOCUMENTS, "all")),
        default="all",
        help="Which document (default: all, one file each).",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FOLDER or FILE",
        help="Where to write (default: here; json, ics and csv to standard output).",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(("pdf", "html", *DATA)),
        default="pdf",
        help="What to write: pages, data, a calendar (ics) or a purchase list (csv).",
    ),
    click.option(
        "--paper",
        type=click.Choice(("letter", "a4")),
        default=None,
        help="Paper size (default: by country, else letter).",
    ),
    click.option(
        "--look-ahead",
        type=click.Choice(LOOK_AHEADS),
        default=None,
        help="How far family pages, ics and csv look (default: the intake's).",
    ),
    click.option(
        "--reader",
        type=click.Choice(("person", "helper")),
        default="person",
        help="Whom the family pages, ics and csv are for.",
    ),
    click.option("--reviewed-by", default=None, metavar="NAME", help="The therapist who has checked this plan."),
    click.option("--force", is_flag=True, help="Write over files that exist."),
    click.option("--quiet", is_flag=True, help="Say only what is wrong."),
)


def paper(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of `plan` and `demo`."""
    for option in PAPER_OPTIONS:
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="als-stage-planner", prog_name="als-planner")
def cli() -> None:
    """Physical-therapy plans for people with ALS: from what one visit found to a printed care plan.

    The therapist decides; the planner prepares. Nothing leaves this machine.
    """


def main() -> None:
    """Run the command line; problems end in sentences and an exit status, never in a traceback."""
    gc.set_threshold(200_000, 50, 50)  # a short run makes little garbage; looking for it costs a tenth of its time
    try:
        status = cli.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else DONE)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(DONE)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what can go wrong into sentences on standard error and the right exit status."""
    from planner.errors import IntakeError, KnowledgeError, PlannerError, RenderError

    try:
        yield
    except PlannerError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        statuses = {IntakeError: BAD_INPUT, KnowledgeError: BAD_KNOWLEDGE, RenderError: CANNOT_WRITE}
        sys.exit(statuses.get(type(error), BAD_INPUT))


def _knowledge(stages: tuple[Path, ...]) -> Knowledge:
    from planner.library import load_knowledge

    return load_knowledge(*stages)


def _assessed(source: str, stages: tuple[Path, ...], today: date | None) -> tuple[Intake, Knowledge, Assessment]:
    from planner.assessment import assess
    from planner.intake_file import read_intake

    day = today or date.today()
    knowledge = _knowledge(stages)
    intake = read_intake(source, knowledge, day)
    return intake, knowledge, assess(intake, knowledge, today=day)


def _planned(source: str, stages: tuple[Path, ...], today: date | None) -> tuple[Plan, Assessment]:
    from planner.plan import make_plan

    _, knowledge, assessment = _assessed(source, stages, today)
    return make_plan(assessment, knowledge), assessment


# --- paper ---------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("intake")
@paper
@common
def plan(intake: str, today: date | None, stages: tuple[Path, ...], quiet: bool, **options: Any) -> None:
    """Make the care plan of one person from INTAKE (YAML or JSON, - for standard input)."""
    with sentences():
        _write_plan(intake, stages, today, quiet, options)


@cli.command()
@click.option(
    "--intake",
    "show_intake",
    is_flag=True,
    help="Print the example's intake instead, to start your own from.",
)
@paper
@common
def demo(show_intake: bool, today: date | None, stages: tuple[Path, ...], quiet: bool, **options: Any) -> None:
    """The plans of an invented person, plainly marked. Takes the options of `plan`."""
    from planner.resources import resource

    example = resource("stages") / "demo.yaml"
    if show_intake:
        click.echo(example.read_text(encoding="utf-8"), nl=False)
        return
    with sentences():
        _write_plan(str(example), stages, today or date(2026, 11, 22), quiet, options)


def _write_plan(
    source: str, stages: tuple[Path, ...], today: date | None, quiet: bool, options: dict[str, Any]
) -> None:
    from dataclasses import replace

    from planner.adapters import papers

    made, _ = _planned(source, stages, today)
    if options["reviewed_by"]:
        review = made.intake.review.model_copy(update={"by": options["reviewed_by"], "on": made.today})
        made = replace(made, intake=replace(made.intake, review=review))
    if options["form"] in DATA:
        papers.write_data(made, options)
        return
    papers.write_pages(made, quiet, options)


# --- findings on the terminal -----------------------------------------------------------------------------------


@cli.command()
@click.argument("intake")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def stage(intake: str, as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """Stage and pace of one person, with reasons and what is missing."""
    from planner.adapters import findings

    with sentences():
        made, _ = _planned(intake, stages, today)
        click.echo(findings.stage_json(made) if as_json else findings.stage_text(made))


@cli.command()
@click.argument("intake")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--most", type=click.IntRange(min=1), default=20, help="How many questions to print (default 20).")
@common
def ask(intake: str, as_json: bool, most: int, today: date | None, stages: tuple[Path, ...]) -> None:
    """What to measure or ask next, ranked by how many decisions it settles."""
    from planner.adapters import findings

    with sentences():
        made, _ = _planned(intake, stages, today)
        click.echo(findings.ask_json(made) if as_json else findings.ask_text(made, most))


@cli.command()
@click.argument("intake")
@click.argument("recommendation")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def explain(intake: str, recommendation: str, as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """Why, why not, and what would change RECOMMENDATION for this person."""
    from planner.adapters import findings
    from planner.reading import did_you_mean

    with sentences():
        made, assessment = _planned(intake, stages, today)
        item = made.item(recommendation)
        if item is None:
            near = did_you_mean(recommendation, made.knowledge.by_id)
            raise click.UsageError(
                f"I do not know the recommendation '{recommendation}'.{near} `als-planner map` lists them all."
            )
        click.echo(
            findings.explain_json(made, item, assessment.facts)
            if as_json
            else findings.explain_text(made, item, assessment.facts)
        )


@cli.command(name="what-if")
@click.argument("intake")
@click.option(
    "--set", "changes", multiple=True, required=True, metavar="FACT=VALUE", help="A fact as it would be (repeatable)."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def what_if(intake: str, changes: tuple[str, ...], as_json: bool, today: date | None, stages: tuple[Path, ...]) -> None:
    """What would change if some facts were otherwise: every answer that turns, old against new."""
    from planner.adapters import findings
    from planner.intake_file import read_facts

    with sentences():
        made, _ = _planned(intake, stages, today)
        facts = read_facts(changes, made.knowledge, made.today)
        click.echo(findings.what_if_json(made, facts) if as_json else findings.what_if_text(made, facts))


# --- for those who keep stages/ ----------------------------------------------------------------------------------


def on_paper(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options of what can be printed as text or drawn as a page."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--format", "form", type=click.Choice(forms), default=forms[0], help="What to write."),
            click.option("--json", "form", flag_value="json", help="Print JSON."),
            click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write."),
            click.option("--paper", type=click.Choice(("letter", "a4")), default="letter", help="Paper size."),
            click.option("--force", is_flag=True, help="Write over a file that exists."),
            stages_option,
        ):
            command = option(command)
        return command

    return add


@cli.command(name="map")
@on_paper("text", "json", "html", "pdf")
def map_(form: str, stages: tuple[Path, ...], **options: Any) -> None:
    """The map of stages and recommendations, as text, as data or as a page to print."""
    from planner.adapters import keeping

    with sentences():
        keeping.write_map(_knowledge(stages), form, options)


@cli.command(name="try")
@click.argument("recommendation")
@on_paper("text", "json", "html", "pdf")
def try_(recommendation: str, form: str, stages: tuple[Path, ...], **options: Any) -> None:
    """One RECOMMENDATION (drafts too) in words, as each reader will see it, with its examples; pdf: on one page."""
    from planner.adapters import keeping

    with sentences():
        knowledge = _knowledge(stages)
        rule = keeping.rule_named(knowledge, recommendation)
        keeping.write_rule(rule, knowledge, form, options)


@cli.command()
@click.argument("domain")
@click.argument("recommendation")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Your layer.")
@stages_option
def new(domain: str, recommendation: str, output: Path, stages: tuple[Path, ...]) -> None:
    """Start a rule called RECOMMENDATION in DOMAIN, from the annotated template, as a draft in your own layer."""
    from planner.adapters import keeping

    with sentences():
        path = keeping.start_rule(_knowledge(stages), domain, recommendation, output)
        click.echo(f"Written: {path}\nNext: fill it in, then `als-planner check --stages {output}`.")


@cli.command()
@click.argument("kind", default="recommendation")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@stages_option
def schema(kind: str, stages: tuple[Path, ...], **options: Any) -> None:
    """The JSON schema of KIND for editors: intake, recommendation, limits, sources, positions or red_flags."""
    from planner.adapters import keeping

    with sentences():
        keeping.write_schema(_knowledge(stages), kind, options)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@stages_option
@click.option("--today", type=Day(), default=None, metavar="DATE", help="For review dates (default: today).")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
def check(as_json: bool, stages: tuple[Path, ...], today: date | None, quiet: bool) -> None:
    """Proof-read the knowledge base: every finding says where, what and how to mend it."""
    from planner.adapters import keeping
    from planner.proofread import moved_by_layers, proofread

    with sentences():
        knowledge = _knowledge(stages)
        found, moved = proofread(knowledge, today=today or date.today()), moved_by_layers(knowledge)
    if as_json:
        click.echo(keeping.findings_json(found, moved))
    else:
        keeping.say_findings(knowledge, found, moved, quiet)
    sys.exit(FINDINGS if found else DONE)
