"""A clinic day: from a folder or a table to everybody's plans, with what is told meanwhile and at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from planner.commands.options import knowledge_of
from planner.commands.terminal import BAD_INPUT, DONE, FINDINGS, IN_PART, say
from planner.exports.batch import BatchOutcome, Job, Wanted, run_batch
from planner.exports.day_files import ERRORS
from planner.exports.workers import BatchWorkers
from planner.importers.importing import Import, import_tables
from planner.importers.report import anything_open, import_text
from planner.model.errors import IntakeError, Problem, RenderError

INTAKES = (".yaml", ".yml", ".json")
AHEAD = 3  # pieces of work under way for each process, so that none waits
LINES_SHOWN = 20  # lines of progress where there is no terminal


@dataclass(frozen=True, kw_only=True)
class BatchOptions:
    """What `batch` was asked for, but for what to make of each person."""

    source: Path
    folder: Path
    jobs: int | None
    cluster: str | None
    seconds: int
    resume: bool
    force: bool
    quiet: bool
    dictionary: Path | None
    say: tuple[str, ...]
    keep_names: bool


def run(wanted: Wanted, options: BatchOptions) -> int:
    """Plan everybody. Gives the exit status."""
    table = None if options.source.is_dir() else _table(wanted, options)
    jobs, many = _jobs(table, options)
    progress = _Progress(many, options.quiet)
    processes = options.jobs or os.cpu_count() or 1
    with _executor(options, processes) as executor:
        outcome = run_batch(
            jobs, wanted, options.folder, executor, seconds=options.seconds, ahead=processes * AHEAD, resume=options.resume,
            force=options.force, more_problems=lambda: _of_table(table), told=progress,
        )  # fmt: skip
    progress.end()
    return _told(outcome, table, options)


def _table(wanted: Wanted, options: BatchOptions) -> Import:
    knowledge = knowledge_of(wanted.stages)
    return import_tables(
        [options.source],
        knowledge,
        wanted.today,
        dictionary=options.dictionary,
        say=options.say,
        keep_names=options.keep_names,
    )


def _jobs(table: Import | None, options: BatchOptions) -> tuple[Iterable[Job], int]:
    """One piece of work a person, made as it is needed, and about how many there are."""
    if table is not None:
        return (Job(made.id, made.written, options.source.name) for made in table), len(table.gathered.people)
    files = sorted(path for path in options.source.iterdir() if path.suffix.lower() in INTAKES and path.is_file())
    if not files:
        what = "There is no intake in this folder."
        raise IntakeError([Problem(str(options.source), 0, what, "Intakes end in .yaml or .json.")])
    return (Job(path.stem, path, path.name) for path in files), len(files)


def _of_table(table: Import | None) -> Iterator[tuple[str, str, str]]:
    """What kept people of a table from a plan, and cells that were not taken, by column and without their values."""
    if table is None:
        return
    yield from ((person, "", f"No intake: {why}.") for person, why in table.held.items())
    for account in table.accounts.values():
        for (state, reason), cells in account.reasons.items():
            yield "", f"{account.column.table}: {account.column.name}", f"{cells} {state}. {reason}"


@contextmanager
def _executor(options: BatchOptions, processes: int) -> Iterator[Executor]:
    """Processes of our own, or those of a cluster."""
    if options.cluster is None:
        workers = BatchWorkers(processes, options.seconds)
        try:
            yield workers
        finally:
            workers.shutdown(wait=False, cancel_futures=True)
        return
    try:
        from distributed import Client
    except ImportError as error:
        what, remedy = "A cluster needs a package that is not installed.", "pip install 'als-stage-planner[cluster]'"
        raise RenderError([Problem("--cluster", 0, what, remedy)]) from error
    try:
        client = Client(options.cluster)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        what = f"No scheduler answers at {options.cluster}."
        raise RenderError([Problem("--cluster", 0, what, "Start one, or plan here without --cluster.")]) from error
    with client:
        yield client.get_executor(retries=2)  # type: ignore[no-untyped-call]


class _Progress:
    """A counter on a terminal, else a line now and then; names nobody."""

    def __init__(self, many: int, quiet: bool) -> None:
        self.many, self.quiet, self.on_terminal = many, quiet, sys.stderr.isatty()
        self.every = max(1, many // LINES_SHOWN)

    def __call__(self, done: int, name: str) -> None:
        if self.quiet:
            return
        if self.on_terminal:
            say(f"\r{done:,} of {self.many:,}", err=True, nl=False)
        elif done % self.every == 0:
            say(f"{done:,} of {self.many:,}", err=True)

    def end(self) -> None:
        if self.on_terminal and not self.quiet:
            say("", err=True)


def _told(outcome: BatchOutcome, table: Import | None, options: BatchOptions) -> int:
    """How it went, in a few lines and a status."""
    open_ = table is not None and anything_open(table)
    if table is not None and open_:
        say(import_text(table, False), err=True)
    problems = len(outcome.problems)
    if problems:
        say(f"{problems:,} problems stand in {options.folder / ERRORS}.", err=True)
    if not options.quiet:
        died = f" {outcome.deceased:,} have died." if outcome.deceased else ""
        before = f" {outcome.done_before:,} were done before." if outcome.done_before else ""
        say(f"Plans: {len(outcome.rows):,}, in {options.folder}.{died}{before}")
    if not outcome.rows and not outcome.deceased:
        return BAD_INPUT
    lost = any(name for name, _, _ in outcome.problems)
    return IN_PART if lost else FINDINGS if open_ else DONE
