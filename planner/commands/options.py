"""What the commands share: options, exit statuses, and problems told in sentences. Nothing heavy is opened here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.reading.resources import languages

if TYPE_CHECKING:
    from planner.assessment.assessment import Assessment
    from planner.model.intake import Intake, LookAhead
    from planner.model.knowledge import Knowledge
    from planner.plan.plan import Plan

DOCUMENTS = ("family", "therapist", "equipment", "fridge")
DATA = ("json", "ics", "csv")
FORMATS = ("pdf", "html", *DATA)
LOOK_AHEADS = ("now", "3_months", "12_months", "all")


# --- what was asked for, built once in the command and handed on ---------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FileOptions:
    """Where text or data goes: standard output (None or -) or a file, which is written over only by force."""

    output: Path | None
    force: bool

    @property
    def to_standard_output(self) -> bool:
        return str(self.output) == "-"


@dataclass(frozen=True, kw_only=True)
class FormatOptions(FileOptions):
    """A file in one of several formats: ``form``. Raises a usage error where the file is named as one of another."""

    form: str

    def __post_init__(self) -> None:
        refuse_other_format(self.output, self.form)


def refuse_other_format(output: Path | None, form: str) -> None:
    named = output.suffix.lower().removeprefix(".") if output is not None else ""
    if output is not None and named in FORMATS and named != form and not output.is_dir():
        wanted = f"{output} is named as {named.upper()} and would be written as {form.upper()}."
        raise click.UsageError(f"{wanted} Ask for {named.upper()}, or name another file with -o.")


@dataclass(frozen=True, kw_only=True)
class PageOptions(FormatOptions):
    """What is drawn as one page, or printed."""

    paper: str


@dataclass(frozen=True, kw_only=True)
class FormOptions(FormatOptions):
    """What `form` was asked for; a paper of None is that of the country, a language of None that of the intake."""

    paper: str | None
    short: bool
    fillable: bool
    for_family: bool
    lang: str | None
    quiet: bool
    show: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoutOptions(FormatOptions):
    """What `handout` was asked for; a paper of None is that of the country."""

    listed: bool
    document: str
    without: tuple[str, ...]
    add: tuple[str, ...]
    country: str | None
    paper: str | None
    large_print: bool
    grayscale: bool
    lang: str
    reviewed_by: str | None
    quiet: bool
    show: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperOptions(FormatOptions):
    """What `plan` and `demo` were asked for; None is what the intake says."""

    document: str
    paper: str | None
    large_print: bool
    grayscale: bool
    lang: str | None
    look_ahead: LookAhead | None
    reader: str
    one_page: bool
    log: bool
    sheets: bool
    since: str | None
    no_record: bool
    reviewed_by: str | None
    quiet: bool
    show: bool = False


# --- options of more than one command -------------------------------------------------------------------------------


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A day as 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date. Write it as year-month-day, for example 2026-11-22.", param, ctx)
        from planner.model.days import FIRST_DAY, LAST_DAY

        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail(f"{day} is no day to plan for. Give one from {FIRST_DAY} to {LAST_DAY}.", param, ctx)
        return day


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
        type=click.Choice((*DOCUMENTS, "annex", "all")),
        default="all",
        help="Which document (default: all, one file each; the annex of the therapist's plan only when named).",
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
        type=click.Choice(FORMATS),
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
        "--large-print",
        is_flag=True,
        help="No letter below 18 points (14 on the therapist's pages), one column, roomy lines.",
    ),
    click.option(
        "--grayscale", is_flag=True, help="Grays instead of colours; words and borders tell what colours told."
    ),
    click.option(
        "--lang",
        type=click.Choice(languages()),
        default=None,
        help="The language of family pages, ics and csv (default: the intake's, else English); the therapist's is English.",
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
        help="Whom family pages, ics and csv are for; a helper sees further only with the person's yes.",
    ),
    click.option(
        "--one-page",
        is_flag=True,
        help="Only the first page of the family handout, its letters closer where much stands on it (never below "
        "12 points, else on two pages; in large print on as many as it takes); it carries no data.",
    ),
    click.option(
        "--sheets",
        is_flag=True,
        help="Add the handouts on today's lines, in one file of their own; the cards of the family handout name them.",
    ),
    click.option("--week-log", "log", is_flag=True, help="Add a week log, to fill in at home, to the family handout."),
    click.option(
        "--since",
        default=None,
        metavar="OLD",
        help="An earlier PDF, plan JSON or intake (planned as of its last visit): every page begins with what is new.",
    ),
    click.option("--no-record", is_flag=True, help="Leave the data out of the PDFs."),
    click.option("--reviewed-by", default=None, metavar="NAME", help="The therapist who has checked this plan."),
    click.option("--force", is_flag=True, help="Write over files that exist."),
    click.option("--open", "show", is_flag=True, help="Show what was made, in the program that opens such files."),
    click.option("--quiet", is_flag=True, help="Say only what is wrong."),
)


def paper(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of `plan` and `demo`."""
    for option in PAPER_OPTIONS:
        command = option(command)
    return command


def this_day() -> date:
    """The day on which the command runs: the one place that looks at the clock."""
    return date.today()


def knowledge_of(stages: tuple[Path, ...]) -> Knowledge:
    from planner.reading.stages import load_knowledge

    return load_knowledge(*stages)


def refuse_unusable(stages: tuple[Path, ...]) -> None:
    """For commands that read no knowledge base: a layer that was named and cannot be used is told all the same."""
    if stages:
        knowledge_of(stages)


def assessed(source: str, stages: tuple[Path, ...], today: date | None) -> tuple[Intake, Knowledge, Assessment]:
    from planner.assessment.assessment import assess
    from planner.reading.intake import read_intake
    from planner.record.intake_told import intake_told_by

    day = today or this_day()
    knowledge = knowledge_of(stages)
    intake = read_intake(intake_told_by(source), knowledge, day)
    return intake, knowledge, assess(intake, knowledge, today=day)


def planned(source: str, stages: tuple[Path, ...], today: date | None) -> tuple[Plan, Assessment]:
    from planner.plan.plan import make_plan

    _, knowledge, assessment = assessed(source, stages, today)
    return make_plan(assessment, knowledge), assessment
