"""Pages and plans into files: written whole or not at all, and never over another without --force."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from planner.commands.options import PaperOptions
from planner.commands.terminal import dumped, put, say, show, still_wanted
from planner.exports.calendar import calendar_file
from planner.exports.purchase_list import purchase_list
from planner.language.translations import plan_in_language
from planner.language.words import ENGLISH, language_for, load_words
from planner.model.topics import TopicSheet
from planner.pages.compose import DOCUMENTS, compose
from planner.pages.handouts.topic import SheetAsked, topic_document
from planner.plan.disclosure import look_ahead_of
from planner.plan.family_view import family_view, sheets_of
from planner.plan.plan import Plan
from planner.press.drawers import Drawers
from planner.press.drawing import ToDraw
from planner.press.files import refuse_existing, write_all, write_whole
from planner.press.lettering import letters_lost, printable_name
from planner.record.carried import Carried, carried
from planner.record.earlier import read_earlier, with_earlier
from planner.record.plan_json import plan_as_json

SHEETS = "sheets"
FOR_FAMILIES = ("family", "equipment", SHEETS)  # whose copy for a helper has a name of its own
MARK = "\ufeff"  # by which a spreadsheet knows the letters of the list


def since_earlier(made: Plan, source: str) -> Plan:
    """The plan with what changed since an earlier paper. Raises IntakeError where that is of another person."""
    earlier = read_earlier(source, made.knowledge, made.today)
    return with_earlier(made, earlier)


def write_data(made: Plan, options: PaperOptions) -> None:
    """The plan as data, a calendar or a purchase list, to standard output or into the file that is named."""
    text, told = _data(made, options)
    if options.output is None or options.to_standard_output:
        put(text.encode())
    else:
        write_whole(options.output, text.encode(), options.force)
    _say_all((told,))


def _data(made: Plan, options: PaperOptions) -> tuple[str, str]:
    """The text, and what is to be told of its language."""
    if options.form == "json":
        return dumped(plan_as_json(made)) + "\n", ""
    write = calendar_file if options.form == "ics" else purchase_list
    language, told = _language(made, options)
    said = plan_in_language(made, language)
    text = write(said, load_words(language), options.look_ahead or look_ahead_of(made, options.reader))
    return (f"{MARK}{text}" if options.form == "csv" else text), told


def write_pages(made: Plan, options: PaperOptions, drawers: Drawers) -> None:
    """Each document drawn, then all of them written, then told; nothing is drawn while a file is in the way."""
    kinds = DOCUMENTS if options.document == "all" else (options.document,)
    along = _sheets(made, options) if options.sheets else ()
    kinds = (*kinds, SHEETS) if along else kinds
    targets = _targets(made, kinds, options)
    refuse_existing(targets, options.force)
    name, complaint = printable_name(made.intake.name, made.intake.id)
    language, told = _language(made, options)
    asked = [_asked(kind, made, along, options, language, name) for kind in kinds]
    with_line = not options.quiet and sys.stderr.isatty()
    drawn = drawers.draw(asked, partial(_tell, kinds) if with_line else lambda at: None)
    content = [one.content for one in drawn]
    still_wanted()
    if targets:
        write_all(dict(zip(targets, content, strict=True)), options.force)
    else:
        put(content[0])
    english = options.lang not in (None, ENGLISH) and {"therapist", "annex"}.intersection(kinds) and not options.quiet
    remark = "The therapist's document is in English." if english else ""
    none = "No sheet is about a line of today that this reader sees." if options.sheets and not along else ""
    _say_all((complaint, told, remark, none, letters_lost([one.html for one in drawn], made.intake.id)))
    if targets and not options.quiet:
        say("\n".join(f"Written: {path}" for path in targets))
    if options.show:
        show(targets)


def _sheets(made: Plan, options: PaperOptions) -> tuple[TopicSheet, ...]:
    """The sheets of today's lines as far as this reader sees them, each once."""
    seen = family_view(made, options.look_ahead or look_ahead_of(made, options.reader))
    return tuple({sheet.id: sheet for sheet in sheets_of(seen, made).values()}.values())


def _asked(
    kind: str, made: Plan, along: tuple[TopicSheet, ...], options: PaperOptions, language: str, name: str
) -> ToDraw:
    """One document of a plan, or the sheets that come along as one file."""
    country = made.knowledge.country_of(made.intake.country)
    size = options.paper or (country.paper if country else "letter")
    as_html = options.form == "html"
    carries: tuple[Carried, ...] = ()
    if kind == SHEETS:
        said = SheetAsked(
            today=made.today, language=language, country=made.intake.country, reviewed_by=made.intake.review.by
        )
        documents = tuple(topic_document(sheet, made.knowledge, said) for sheet in along)
    else:
        document = compose(
            made, kind, language=language, reader=options.reader, look_ahead=options.look_ahead, name=name,
            log=options.log, one_page=options.one_page, sheets=options.sheets,
        )  # fmt: skip
        documents = (document,)
        if document.carries is not None and not options.no_record and not as_html:
            carries = carried(document.carries, made)
    return ToDraw(
        documents=documents, paper=size, large_print=options.large_print, grayscale=options.grayscale, as_html=as_html,
        carries=carries, day=made.today,
    )  # fmt: skip


def _tell(kinds: Sequence[str], at: int) -> None:
    """On a terminal a line says what has been drawn."""
    say(f"Drawn: {kinds[at]}", err=True)


def _say_all(remarks: Iterable[str]) -> None:
    for remark in filter(None, remarks):
        say(remark, err=True)


def _language(made: Plan, options: PaperOptions) -> tuple[str, str]:
    """The language that was asked for, else the person's own where there is one; a missing one is told."""
    return language_for(options.lang or made.intake.language)


def _targets(made: Plan, kinds: tuple[str, ...], options: PaperOptions) -> list[Path]:
    """<id>-<document>.<format> in the folder of -o (a helper's copy is named so), or the very file; none for standard output."""
    output: Path | None = options.output
    suffix = f".{options.form}"
    if str(output) == "-":
        if len(kinds) > 1:
            raise click.UsageError("Standard output cannot hold two documents. Choose one with --document.")
        return []
    if output is not None and output.suffix == suffix and not output.is_dir():
        if len(kinds) > 1:
            raise click.UsageError(
                "One file cannot hold two documents. Name a folder with -o, or choose one --document."
            )
        return [output]
    folder = output or Path()
    helper = "-helper" if options.reader == "helper" else ""
    return [folder / f"{made.intake.id}-{kind}{helper if kind in FOR_FAMILIES else ''}{suffix}" for kind in kinds]
