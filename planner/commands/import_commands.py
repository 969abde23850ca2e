"""Commands that take other people's tables: into intakes, and a whole clinic day into paper."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from planner.commands.options import Day, knowledge_of, stages_option, this_day

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


@click.command(name="import")
@TABLES
@TABLE_OPTIONS[0]
@TABLE_OPTIONS[1]
@TABLE_OPTIONS[2]
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="Where to write (default: here).",
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
    """Other programs' tables (FILE: CSV or Excel) into one intake a person, <id>.json.

    What is certain is taken, the rest is asked once a column; names, addresses and record numbers are dropped.
    """
    from planner.commands.imports import ImportOptions, write_intakes
    from planner.importers.importing import import_tables

    done = import_tables(
        files, knowledge_of(stages), today or this_day(), dictionary=dictionary, say=say, keep_names=keep_names
    )
    options = ImportOptions(output=output, force=force, show_mapping=show_mapping, as_json=as_json, quiet=quiet)
    sys.exit(write_intakes(done, options))
