"""Pages and plans into files: written whole or not at all, and never over another without --force."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from planner.commands.options import PaperOptions
from planner.commands.terminal import dumped, has_own_process, put, say, show, still_wanted
from planner.exports.calendar import calendar_file
from planner.exports.purchase_list import purchase_list
from planner.language.translations import plan_in_language
from planner.language.words import ENGLISH, language_for, load_words
from planner.model.topics import TopicSheet
from planner.pages.compose import DOCUMENTS, compose
from planner.pages.document import Document
from planner.pages.handouts.together import together
from planner.pages.handouts.topic import SheetAsked, topic_document
from planner.plan.disclosure import look_ahead_of
from planner.plan.family_view import family_view, sheets_of
from planner.plan.plan import Plan
from planner.press.beside import beside
from planner.press.files import refuse_existing, write_all, write_whole
from planner.press.lettering import letters_lost, printable_name
from planner.press.render import fitted, render_html, render_pdf
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


def write_pages(made: Plan, options: PaperOptions) -> None:
    """Each document drawn, then all of them written, then told; nothing is drawn while a file is in the way."""
    kinds = DOCUMENTS if options.document == "all" else (options.document,)
    along = _sheets(made, options) if options.sheets else ()
    kinds = (*kinds, SHEETS) if along else kinds
    targets = _targets(made, kinds, options)
    refuse_existing(targets, options.force)
    name, complaint = printable_name(made.intake.name, made.intake.id)
    language, told = _language(made, options)
    asked = _Asked(made=made, kinds=kinds, along=along, options=options, language=language, name=name)
    pages, content = _all_drawn(asked)
    still_wanted()
    if targets:
        write_all(dict(zip(targets, content, strict=True)), options.force)
    else:
        put(content[0])
    english = options.lang not in (None, ENGLISH) and {"therapist", "annex"}.intersection(kinds) and not options.quiet
    remark = "The therapist's document is in English." if english else ""
    none = "No sheet is about a line of today that this reader sees." if options.sheets and not along else ""
    _say_all((complaint, told, remark, none, letters_lost(pages, made.intake.id)))
    if targets and not options.quiet:
        say("\n".join(f"Written: {path}" for path in targets))
    if options.show:
        show(targets)


def _sheets(made: Plan, options: PaperOptions) -> tuple[TopicSheet, ...]:
    """The sheets of today's lines as far as this reader sees them, each once."""
    seen = family_view(made, options.look_ahead or look_ahead_of(made, options.reader))
    return tuple({sheet.id: sheet for sheet in sheets_of(seen, made).values()}.values())


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is drawn: the documents of a plan by their kinds, and the sheets that come ``along`` as one."""

    made: Plan
    kinds: tuple[str, ...]
    along: tuple[TopicSheet, ...]
    options: PaperOptions
    language: str
    name: str


def _all_drawn(asked: _Asked) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """Each document as a page of HTML, and as the file it becomes; the first while the others are drawn beside it."""
    kinds = asked.kinds
    others = partial(_drawn, kinds[1:], asked)
    apart = len(kinds) > 1 and asked.options.form == "pdf" and has_own_process()
    wait = beside(others) if apart else others
    drawn = [*_drawn(kinds[:1], asked), *wait()]
    return tuple(zip(*drawn, strict=True))  # type: ignore[return-value]


def _drawn(kinds: tuple[str, ...], asked: _Asked) -> list[tuple[str, bytes]]:
    """Some of the documents; on a terminal a line says which of them is being drawn."""
    shows, drawn = not asked.options.quiet and sys.stderr.isatty(), []
    for kind in kinds:
        if shows:
            say(f"Drawing {asked.kinds.index(kind) + 1} of {len(asked.kinds)}: {kind} …", err=True)
        html = _page(kind, asked)
        drawn.append((html, _printed(html, asked)))
    return drawn


def _page(kind: str, asked: _Asked) -> str:
    made, options = asked.made, asked.options
    country = made.knowledge.country_of(made.intake.country)
    size = options.paper or (country.paper if country else "letter")
    if kind == SHEETS:
        document = _sheets_together(asked, size)
    else:
        document = compose(
            made, kind, language=asked.language, reader=options.reader, look_ahead=options.look_ahead, name=asked.name,
            log=options.log, one_page=options.one_page, sheets=options.sheets,
        )  # fmt: skip
    return render_html(document, paper=size, large_print=options.large_print, grayscale=options.grayscale)


def _sheets_together(asked: _Asked, size: str) -> Document:
    made, language = asked.made, asked.language
    what = SheetAsked(
        today=made.today, language=language, country=made.intake.country, reviewed_by=made.intake.review.by
    )
    whole = [topic_document(sheet, made.knowledge, what) for sheet in asked.along]
    fit = [fitted(one, paper=size, large_print=asked.options.large_print) for one in whole]
    return together(fit, load_words(language))


def _printed(html: str, asked: _Asked) -> bytes:
    still_wanted()
    if asked.options.form == "html":
        return html.encode()
    return render_pdf(html, record=None if asked.options.no_record else asked.made)


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
