"""Commands that take other people's tables: into intakes, and a whole clinic day into paper."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from planner.commands.helping import command
from planner.commands.options import DOCUMENTS, Day, knowledge_of, stages_option, this_day
from planner.reading.resources import languages

TABLES = click.argument(
    "files", nargs=-1, required=True, metavar="FILE ...", type=click.Path(path_type=Path, allow_dash=True)
)
TABLE_OPTIONS = (
    click.option(
        "--dictionary",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        help="A REDCap data dictionary (default: the one beside the data, if there is one).",
    ),
    click.option(
        "--say",
        multiple=True,
        metavar="COLUMN=ANSWER",
        help="Answer what is asked of a column (repeatable): a unit (weight=lb), day 0 (visdy=2026-01-05), day_first or "
        "month_first, codes (sex=1:male,2:female), number, or what it is (a fact, id, visit_date, left).",
    ),
    click.option(
        "--keep-names", is_flag=True, help="Keep people's names; else names and all that is personal is dropped."
    ),
)


@command("import")
@TABLES
@TABLE_OPTIONS[0]
@TABLE_OPTIONS[1]
@TABLE_OPTIONS[2]
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="FOLDER or FILE",
    help="Where to write (default: here); into a FILE that ends in .csv or .xlsx goes one table of all.",
)
@click.option(
    "--show-mapping",
    is_flag=True,
    help="Tell every column and every cell that was not taken, with its value; write nothing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--today", type=Day(), default=None, metavar="DATE", help="Later days are refused (default: today).")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@stages_option
def import_(
    files: tuple[Path, ...], dictionary: Path | None, say: tuple[str, ...], keep_names: bool, output: Path, show_mapping: bool,
    as_json: bool, today: date | None, force: bool, quiet: bool, stages: tuple[Path, ...],
) -> None:  # fmt: skip
    """Other programs' tables (FILE: CSV, Excel or a FHIR bundle), or intakes, into one intake a person, <id>.json.

    What is certain is taken, the rest is asked once a column; names, addresses and record numbers are dropped.
    """
    from planner.commands.imports import ImportOptions, write_intakes
    from planner.importers.importing import import_tables

    done = import_tables(
        files, knowledge_of(stages), today or this_day(), dictionary=dictionary, say=say, keep_names=keep_names
    )
    options = ImportOptions(output=output, force=force, show_mapping=show_mapping, as_json=as_json, quiet=quiet)
    sys.exit(write_intakes(done, options))


@command()
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="Where to write; made for you alone.",
)
@click.option(
    "--document",
    type=click.Choice((*DOCUMENTS, "all", "none")),
    default="all",
    help="Which PDFs of each person (default: all).",
)
@click.option("--no-json", is_flag=True, help="Leave the plans as JSON out.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=None,
    metavar="N",
    help="In how many processes (default: one for each core).",
)
@click.option(
    "--cluster",
    default=None,
    metavar="ADDRESS",
    help="Plan on the machines of a dask scheduler (the extra cluster) instead.",
)
@click.option(
    "--time-limit",
    type=click.IntRange(1),
    default=120,
    metavar="SECONDS",
    help="Give a person up after this long (default 120).",
)
@click.option("--resume", is_flag=True, help="Go on where an earlier run stopped; what is done is not done again.")
@TABLE_OPTIONS[0]
@TABLE_OPTIONS[1]
@TABLE_OPTIONS[2]
@click.option(
    "--paper", type=click.Choice(("letter", "a4")), default=None, help="Paper size (default: by country, else letter)."
)
@click.option(
    "--lang",
    type=click.Choice(languages()),
    default=None,
    help="The language of family pages (default: each intake's).",
)
@click.option("--today", type=Day(), default=None, metavar="DATE", help="Plan as of this day (default: today).")
@click.option("--force", is_flag=True, help="Begin anew and write over files that exist.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@stages_option
def batch(
    source: Path, output: Path, document: str, no_json: bool, jobs: int | None, cluster: str | None, time_limit: int,
    resume: bool, dictionary: Path | None, say: tuple[str, ...], keep_names: bool, paper: str | None, lang: str | None,
    today: date | None, force: bool, quiet: bool, stages: tuple[Path, ...],
) -> None:  # fmt: skip
    """A clinic day: SOURCE, a folder of intakes or a table, into the plans of everybody, a table and a sheet for the morning.

    PDFs and JSON by pseudonym, summary.csv, errors.csv and clinic-sheet.pdf; what goes wrong with one person costs that one alone.
    """
    from planner.commands.batches import BatchOptions, run
    from planner.exports.batch import Wanted

    kinds = DOCUMENTS if document == "all" else () if document == "none" else (document,)
    wanted = Wanted(
        today=today or this_day(), stages=stages, documents=kinds, json=not no_json, paper=paper, language=lang
    )
    options = BatchOptions(
        source=source, folder=output, jobs=jobs, cluster=cluster, seconds=time_limit, resume=resume, force=force, quiet=quiet,
        dictionary=dictionary, say=say, keep_names=keep_names,
    )  # fmt: skip
    sys.exit(run(wanted, options))
