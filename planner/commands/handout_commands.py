"""The command that hands a sheet over without an intake. Everything heavy is opened inside the command."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from planner.commands.helping import command
from planner.commands.options import HandoutOptions, common, knowledge_of, this_day
from planner.commands.terminal import has_own_process
from planner.reading.resources import languages


@command()
@click.argument("words", nargs=-1, metavar="STAGE or TOPIC …")
@click.option("--list", "listed", is_flag=True, help="Name every sheet, with the words by which it is found.")
@click.option("--document", type=click.Choice(("family", "therapist")), default="family", help="For whom it is.")
@click.option(
    "--without",
    multiple=True,
    metavar="PART",
    help="Leave out, of a topic, a step by its number, next, dose, log or own_words; of a stage feet, wheels, energy, breathing, also or ask (repeatable). What guards safety stays.",
)
@click.option("--add", multiple=True, metavar="SENTENCE", help="The therapist's own words, on the sheet (repeatable).")
@click.option(
    "--country",
    default=None,
    metavar="CODE",
    help="US, UK, CA, AU, EU or a code of two letters: its number to call and its paper.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE or FOLDER",
    help="Where to write (default: handout-<sheet> here, one file each; a FILE takes them all).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("pdf", "html", "json")),
    default="pdf",
    help="What to write: pages, or what they say as data (json, to standard output).",
)
@click.option(
    "--paper",
    type=click.Choice(("letter", "a4", "a3")),
    default=None,
    help="Paper size (default: by country, else letter); a3 is for the map on the wall, handout stages.",
)
@click.option(
    "--large-print", is_flag=True, help="No letter below 18 points, one column, on as many pages as it takes."
)
@click.option("--grayscale", is_flag=True, help="Grays instead of colours; words and borders tell what colours told.")
@click.option(
    "--lang",
    type=click.Choice(languages()),
    default="en",
    help="The language of a family's sheet; the therapist's is English.",
)
@click.option("--reviewed-by", default=None, metavar="NAME", help="The therapist who has checked this sheet.")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
@common
def handout(words: tuple[str, ...], today: date | None, stages: tuple[Path, ...], **options: Any) -> None:
    """A sheet to hand over, without an intake: what is usual at a STAGE (1 to 6, I to VI), one TOPIC ("ankle brace"), stages: all six on one page; or equipment, from a STAGE on."""
    from planner.press.drawers import drawers

    asked = HandoutOptions(**options)
    drawn = not asked.listed and asked.form != "json" and has_own_process()
    with drawers(len(words) if drawn else 0) as ready:  # begun first: it takes as long to open as the rest
        from planner.commands import handouts

        knowledge = knowledge_of(stages)
        if asked.listed:
            handouts.list_sheets(knowledge)
            return
        handouts.write_handouts(words, knowledge, today or this_day(), asked, ready)
