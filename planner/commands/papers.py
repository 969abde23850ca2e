"""Pages and plans into files: written whole or not at all, and never over another without --force."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from planner.commands.options import PaperOptions
from planner.exports.calendar import calendar_file
from planner.exports.purchase_list import purchase_list
from planner.language.translations import plan_in_language
from planner.language.words import ENGLISH, language_for, load_words
from planner.pages.compose import DOCUMENTS, compose
from planner.plan.disclosure import look_ahead_of
from planner.plan.plan import Plan
from planner.press.files import refuse_existing, write_whole
from planner.press.lettering import letters_lost, printable_name
from planner.press.render import render_html, render_pdf
from planner.record.earlier import read_earlier, since
from planner.record.plan_json import plan_as_json


def since_earlier(made: Plan, source: str) -> Plan:
    """The plan with what changed since an earlier paper. Raises IntakeError where that is of another person."""
    return replace(made, since=since(read_earlier(source, made.knowledge, made.today), made))


def write_data(made: Plan, options: PaperOptions) -> None:
    """The plan as data, a calendar or a purchase list, to standard output or into the file that is named."""
    content = _data(made, options).encode()
    if options.output is None or options.to_standard_output:
        click.echo(content, nl=False)
    else:
        write_whole(options.output, content, options.force)


def _data(made: Plan, options: PaperOptions) -> str:
    if options.form == "json":
        return json.dumps(plan_as_json(made), ensure_ascii=False, indent=2) + "\n"
    write = calendar_file if options.form == "ics" else purchase_list
    language = _language(made, options)
    said = plan_in_language(made, language)
    return write(said, load_words(language), options.look_ahead or look_ahead_of(made, options.reader))


def write_pages(made: Plan, options: PaperOptions) -> None:
    """Each document drawn, then all of them written; nothing is drawn while a file is in the way."""
    kinds = DOCUMENTS if options.document == "all" else (options.document,)
    targets = _targets(made, kinds, options)
    refuse_existing([path for path in targets if path is not None], options.force)
    country = made.knowledge.country_of(made.intake.country)
    size = options.paper or (country.paper if country else "letter")
    name, complaint = printable_name(made.intake.name, made.intake.id)
    if complaint:
        click.echo(complaint, err=True)
    language = _language(made, options)
    if options.lang not in (None, ENGLISH) and "therapist" in kinds and not options.quiet:
        click.echo("The therapist's document is in English.", err=True)
    pages = []
    for kind in kinds:
        document = compose(
            made, kind, language=language, reader=options.reader, look_ahead=options.look_ahead, name=name,
            log=options.log, one_page=options.one_page,
        )  # fmt: skip
        pages.append(render_html(document, paper=size, large_print=options.large_print, grayscale=options.grayscale))
    lost = letters_lost(pages, made.intake.id)
    if lost:
        click.echo(lost, err=True)
    record = None if options.no_record else made
    drawn = [html.encode() if options.form == "html" else render_pdf(html, record=record) for html in pages]
    for path, content in zip(targets, drawn, strict=True):
        if path is None:
            sys.stdout.buffer.write(content)
        else:
            write_whole(path, content, options.force)
            if not options.quiet:
                click.echo(f"Written: {path}")


def _language(made: Plan, options: PaperOptions) -> str:
    """The language that was asked for, else the person's own where there is one; a missing one is told."""
    found, complaint = language_for(options.lang or made.intake.language)
    if complaint:
        click.echo(complaint, err=True)
    return found


def _targets(made: Plan, kinds: tuple[str, ...], options: PaperOptions) -> list[Path | None]:
    """<id>-<document>.<format> in the folder of -o (a helper's copy is named so), or the very file; - is standard output."""
    output: Path | None = options.output
    suffix = f".{options.form}"
    if str(output) == "-":
        if len(kinds) > 1:
            raise click.UsageError("Standard output cannot hold two documents. Choose one with --document.")
        return [None]
    if output is not None and output.suffix == suffix and not output.is_dir():
        if len(kinds) > 1:
            raise click.UsageError(
                "One file cannot hold two documents. Name a folder with -o, or choose one --document."
            )
        return [output]
    folder = output or Path()
    helper = "-helper" if options.reader == "helper" else ""
    return [
        folder / f"{made.intake.id}-{kind}{'' if kind in ('therapist', 'fridge') else helper}{suffix}" for kind in kinds
    ]
