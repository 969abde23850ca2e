"""Intakes out of an import into files, and the account of it on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.commands.terminal import BAD_INPUT, DONE, FINDINGS, dumped, say, still_wanted
from planner.exports.intake_table import as_csv, as_xlsx, intake_rows
from planner.importers.importing import Import
from planner.importers.report import NO_ID, anything_open, import_as_json, import_text, why_nothing
from planner.press.files import refuse_existing, write_whole
from planner.reading.intake import read_intake

TABLES = {".csv": as_csv, ".xlsx": as_xlsx}


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """What `import` was asked for."""

    output: Path
    force: bool
    show_mapping: bool
    as_json: bool
    quiet: bool


def write_intakes(done: Import, options: ImportOptions) -> int:
    """Each intake as it is made, for the user alone; then what was asked and refused. Gives the exit status."""
    write = TABLES.get(options.output.suffix.lower())
    paths = [options.output] if write else [options.output / f"{name}.json" for name in sorted(done.gathered.people)]
    if not options.show_mapping:
        refuse_existing(paths, options.force)
    written = deceased = 0
    together = []
    for made in done:
        if write is not None:
            together.append(read_intake(made.written, done.knowledge, done.today))
        elif not options.show_mapping:
            _write(options.output / f"{made.id}.json", (dumped(made.written) + "\n").encode(), options)
        written, deceased = written + 1, deceased + made.deceased
    if write is not None and together and not options.show_mapping:
        _write(options.output, write(intake_rows(together, done.knowledge)), options)
    _say(done, options, written, deceased)
    if not written:
        return BAD_INPUT
    return FINDINGS if anything_open(done) else DONE


def _write(path: Path, content: bytes, options: ImportOptions) -> None:
    still_wanted()
    write_whole(path, content, options.force, private=True)


def _say(done: Import, options: ImportOptions, written: int, deceased: int) -> None:
    if options.as_json:
        say(dumped(import_as_json(done, written, deceased, options.show_mapping)))
        return
    text = import_text(done, options.show_mapping)
    if not options.quiet or anything_open(done):
        say(text)
    if options.quiet:
        return
    of_them = f"; {deceased:,} of them have died" if deceased else ""
    where = "Intakes that would be written" if options.show_mapping else f"Intakes written into {options.output}"
    say(f"\n{where}: {written:,}{of_them}." if written else "\n" + nothing(done))


def nothing(done: Import) -> str:
    """Why there is no intake, and what to do."""
    why = why_nothing(done)
    return (
        f"{why} Say which one: --say COLUMN=id. Nothing is written." if why == NO_ID else f"{why} Nothing is written."
    )
