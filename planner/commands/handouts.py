"""Sheets that are handed over without an intake, into files: written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from planner.commands.options import HandoutOptions
from planner.commands.terminal import dumped, put, say, still_wanted
from planner.language.translations import in_language
from planner.language.words import ENGLISH, load_words
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.model.text import LONGEST_LINE, LONGEST_NAME, one_line
from planner.model.topics import SUBJECTS
from planner.pages.document import Document
from planner.pages.handouts.finding import Found, find
from planner.pages.handouts.for_therapists import topic_for_therapists
from planner.pages.handouts.stage import stage_document, stage_for_therapists, wall_map
from planner.pages.handouts.things import things_document
from planner.pages.handouts.together import handout_json
from planner.pages.handouts.topic import OPTIONAL_PARTS, SheetAsked, number_to_call, topic_document
from planner.pages.handouts.topic_text import sheet_text
from planner.press.drawers import Drawers
from planner.press.drawing import ToDraw
from planner.press.files import refuse_existing, write_all, write_whole
from planner.press.lettering import letters_lost
from planner.press.render import POSTERS
from planner.reading.checked import did_you_mean

PARTS_OF_STAGES = (*SUBJECTS, "also", "ask")
MOST_ADDED = 4  # sentences of the therapist's own on one sheet
Sheets = dict[str, Document]


def list_sheets(knowledge: Knowledge) -> None:
    """Every sheet with its title and the words by which it is found."""
    say("A stage: 1 to 6, or I to VI")
    for name, sheet in knowledge.topics.sheets.items():
        say(f"{name}: {sheet.title}\n    also: {', '.join(sheet.found_by)}")


def write_handouts(
    words: tuple[str, ...], knowledge: Knowledge, today: date, options: HandoutOptions, drawers: Drawers
) -> None:
    """The sheets that were asked for: all faults are told before anything is drawn, all files written before anything is told."""
    found = find(words, knowledge)
    problems = [*found.problems, *_wrong(options, knowledge)]
    if options.form == "json" and (found.things or found.map):
        problems.append("The map and the equipment page are no data. Ask for PDF or HTML with --format.")
    if options.paper in POSTERS and (found.stages or found.topics or found.things):
        problems.append("A3 is for the map on the wall: handout stages. Ask for the other sheets in letter or a4.")
    if not words:
        problems.append('Name a stage or a topic, for example 3, energy or "ankle brace". --list names them all.')
    if problems:
        raise click.UsageError("\n".join(problems))
    asked = _asked(options, today, knowledge)
    if options.form == "json":
        _write_data(found, knowledge, asked, options)
        return
    write = topic_for_therapists if options.document == "therapist" else topic_document
    at_stage = stage_for_therapists if options.document == "therapist" else stage_document
    if found.things:
        first = min(found.stages, default=1)
        sheets = {"equipment": things_document(first, knowledge, asked)}
    else:
        sheets = {f"stage-{number}": at_stage(number, knowledge, asked) for number in found.stages}
    sheets |= {name: write(knowledge.topics.sheets[name], knowledge, asked) for name in found.topics}
    if found.map:
        sheets["stages"] = wall_map(knowledge, asked)
    _write_pages(sheets, knowledge, options, drawers)


def _asked(options: HandoutOptions, today: date, knowledge: Knowledge) -> SheetAsked:
    language = ENGLISH if options.document == "therapist" else options.lang
    return SheetAsked(
        today=today,
        language=language,
        country=(options.country or "").upper(),
        reviewed_by=one_line(options.reviewed_by or ""),
        without=frozenset(options.without),
        add=_added(options),
    )


def _added(options: HandoutOptions) -> Lines:
    return tuple(filter(None, map(one_line, options.add)))


def _wrong(options: HandoutOptions, knowledge: Knowledge) -> Iterator[str]:
    """What is wrong with the options, in sentences."""
    for line in options.add:
        if len(line) > LONGEST_LINE:
            yield f"What --add adds is {len(line)} letters long, and at most {LONGEST_LINE} fit. Shorten it."
    if len(options.add) > MOST_ADDED:
        yield f"--add is given {len(options.add)} times, and at most {MOST_ADDED} fit on a sheet. Leave some out."
    if options.reviewed_by is not None and not 0 < len(one_line(options.reviewed_by)) <= LONGEST_NAME:
        yield f"--reviewed-by takes a name of 1 to {LONGEST_NAME} letters. Write the therapist's name."
    for part in options.without:
        if part not in (*OPTIONAL_PARTS, *PARTS_OF_STAGES) and not part.isdigit():
            near = did_you_mean(part, (*OPTIONAL_PARTS, *PARTS_OF_STAGES))
            of_stages = ", ".join(PARTS_OF_STAGES)
            yield (
                f"'{part[:60]}' cannot be left out.{near} Of a topic give the number of a step, {', '.join(OPTIONAL_PARTS)}; "
                f"of a stage {of_stages}."
            )
    code = (options.country or "").upper()
    codes = {known for country in knowledge.countries.values() for known in country.codes}
    if code and code not in codes and not (len(code) == 2 and code.isalpha()):
        yield f"I do not know the country '{code[:60]}'. Give {', '.join(knowledge.countries)} or a code of two letters."


def _write_data(found: Found, knowledge: Knowledge, asked: SheetAsked, options: HandoutOptions) -> None:
    said, words = in_language(knowledge, asked.language), load_words(asked.language)
    emergency = number_to_call(knowledge, words, asked)
    texts = [sheet_text(said.topics.sheets[name], said, words, emergency) for name in found.topics]
    content = (dumped(handout_json(texts, found.stages, said, asked)) + "\n").encode()
    if options.output is None or options.to_standard_output:
        put(content)
    else:
        write_whole(options.output, content, options.force)


def _write_pages(sheets: Sheets, knowledge: Knowledge, options: HandoutOptions, drawers: Drawers) -> None:
    country = knowledge.country_of((options.country or "").upper())
    paper = options.paper or (country.paper if country else "letter")
    files = _files(sheets, options)
    refuse_existing([path for path in files if path is not None], options.force)
    drawn = drawers.draw(
        [
            ToDraw(
                documents=tuple(documents), paper=paper, large_print=options.large_print, grayscale=options.grayscale,
                as_html=options.form == "html",
            )
            for documents in files.values()
        ]
    )  # fmt: skip
    content = [one.content for one in drawn]
    still_wanted()
    if None in files:
        put(content[0])
    else:
        write_all({path: made for path, made in zip(files, content, strict=True) if path}, options.force)
    lost = letters_lost([one.html for one in drawn], "--add")
    if lost:
        say(lost, err=True)
    if None not in files and not options.quiet:
        say("\n".join(f"Written: {path}" for path in files))


def _files(sheets: Sheets, options: HandoutOptions) -> dict[Path | None, list[Document]]:
    """Which sheets go into which file; None is standard output."""
    output, suffix = options.output, f".{options.form}"
    if options.to_standard_output:
        return {None: list(sheets.values())}
    if output is not None and output.suffix == suffix and not output.is_dir():
        return {output: list(sheets.values())}
    folder = output or Path()
    return {folder / f"handout-{name}{suffix}": [sheet] for name, sheet in sheets.items()}
