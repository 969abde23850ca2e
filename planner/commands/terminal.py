"""How a run speaks and ends: what is printed obeys no stranger's signs, and whatever goes wrong ends in a sentence."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, TextIO

import click

from planner.commands.helping import write_commands, write_completion
from planner.model.errors import HasDied, IntakeError, KnowledgeError, PlannerError, Problem, RenderError, printable

DONE, FINDINGS, USAGE, BAD_INPUT, BAD_KNOWLEDGE, CANNOT_WRITE, IN_PART, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 130
STATUSES = {HasDied: DONE, IntakeError: BAD_INPUT, KnowledgeError: BAD_KNOWLEDGE, RenderError: CANNOT_WRITE}
NO_ROOM = "Look for free space, also in the folder for temporary files (TMPDIR names another)."
MOST_OF_A_KIND = 20
OPENING = 3  # seconds after which a program that is still there has the file open
PLACE = re.compile(r"\A[^:'\"]*: ")  # before a sentence
TYPED_PARTS = re.compile(r"'[^']*'|-?[0-9][0-9.,:-]*")  # a name, a number or a day in it
_stopped, _own_process = Event(), Event()
TO_REPORT = (
    "This is a fault of the planner, not of your file. Please report this line and the command, without the intake."
)

# --- speaking -----------------------------------------------------------------------------------------------------


def dumped(value: Any) -> str:
    """JSON that is safe to print."""
    from planner.record.json_text import json_text  # help and errors need none

    return printable(json_text(value))


def say(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print a text: the one way to the terminal. Raises RenderError where standard output takes nothing."""
    try:
        click.echo(printable(str(text)), err=err, nl=nl)
    except OSError as error:
        if not err:  # and who cannot be told of an error learns of it from the exit status
            raise _not_taken(error) from error


def put(content: bytes) -> None:
    """A whole file to standard output, byte for byte. Raises RenderError where it takes nothing."""
    still_wanted()
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise _not_taken(error) from error


def hint(text: str) -> None:
    """What one may do next, for who sits at a terminal; what reads our output is not told."""
    if sys.stdout.isatty():
        say(text)


def show(paths: Sequence[Path]) -> None:
    """Open files in the programs that the system has for them; where it has none, say so and go on."""
    for path in paths:
        if not opens(path):
            say(f"Nothing here opens {path} by itself.", err=True)


def opens(path: Path) -> bool:
    """Whether the system took a file to open it. What its opener says by the way is not for the reader's screen."""
    if sys.platform == "win32":
        return click.launch(str(path)) == 0
    opener = ["open" if sys.platform == "darwin" else "xdg-open", str(path.absolute())]
    quiet = subprocess.DEVNULL
    try:
        asked = subprocess.Popen(opener, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    try:
        return asked.wait(OPENING) == 0
    except subprocess.TimeoutExpired:
        asked.returncode = 0  # the program itself, which goes on without us
        return True


def _not_taken(error: OSError) -> OSError | RenderError:
    if isinstance(error, BrokenPipeError):
        return error
    reason = f"This cannot be written ({error.strerror or 'it is closed'})."
    return RenderError([Problem("standard output", 0, reason, "Name a file with -o.")])


# --- ending -------------------------------------------------------------------------------------------------------


class InSentences(click.Group):
    """Commands whose problems end in sentences on standard error and the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        with sentences():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_commands(self.commands.values(), formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_completion(formatter)


def _interrupt(*_: object) -> None:
    _stopped.set()
    raise KeyboardInterrupt


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    """An interruption that came where nothing can be raised is known of all the same, and is no fault to be shown."""
    if not _stopped.is_set():
        sys.__unraisablehook__(found)


def has_own_process() -> bool:
    """Whether the command line is all that this process runs, so that nothing else is in the way of a second one."""
    return _own_process.is_set()


def still_wanted() -> None:
    """Asked before anything is written: a library may have taken an interruption for a fault of its own."""
    if _stopped.is_set():
        raise KeyboardInterrupt


def few_of_each(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems; of one kind (the same words about other names and numbers) so many, then how many more there are."""
    seen: Counter[str] = Counter()
    for problem in problems:
        kind = TYPED_PARTS.sub("…", PLACE.sub("", f"{problem.what} {problem.remedy}"))
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            yield str(problem)
    for kind, number in seen.items():
        if number > MOST_OF_A_KIND:
            yield f"and {number - MOST_OF_A_KIND:,} more of this kind: {' '.join(kind.split())}"


@contextmanager
def sentences() -> Iterator[None]:
    try:
        yield
    except PlannerError as error:
        still_wanted()
        for line in few_of_each(error.found):
            say(line, err=True)
        sys.exit(STATUSES.get(type(error), BAD_INPUT))
    except BrokenPipeError:
        raise
    except OSError as error:  # what reads and writes our files has sentences of its own: this is the machine
        still_wanted()
        say(_machine(error), err=True)
        sys.exit(CANNOT_WRITE)


def run(commands: click.Group) -> None:
    """Run the command line and leave the process, never with a traceback."""
    _own_process.set()
    _listen()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # each ends as Ctrl-C does, so that nothing is left behind
        kind = getattr(signal, name, None)  # Windows has no SIGHUP
        if kind is not None and signal.getsignal(kind) is not signal.SIG_IGN:
            signal.signal(kind, _interrupt)
    sys.unraisablehook = _unraisable
    status = _status_of(commands)
    for stream in (sys.stdout, sys.stderr):
        _let_go(stream)
    sys.exit(status)


def _status_of(commands: click.Group) -> int:
    stdout = sys.stdout
    try:
        with sentences():  # --version speaks before any command
            status = commands.main(standalone_mode=False)
    except SystemExit as ended:
        # Where the reader has gone away click puts another stream in place and ends with 1, which is for findings.
        status = ended.code if sys.stdout is stdout else DONE
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        say(told.getvalue(), err=True, nl=False)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:  # click's own help, before any command
        say(_machine(error), err=True)
        return CANNOT_WRITE
    except Exception as error:
        say(_fault(error), err=True)
        return CANNOT_WRITE
    return status if isinstance(status, int) else DONE


def _machine(error: OSError) -> str:
    return f"The machine could not do this ({error.strerror or type(error).__name__}). {NO_ROOM}"


def _fault(error: Exception) -> str:
    """What is fit to be shown of a fault: its type and its line in the program, no value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    return f"als-planner stopped: {type(error).__name__}{place}. {TO_REPORT}"


def _listen() -> None:
    """Text is UTF-8, whatever the locale. A closed stream keeps its number: no file of ours may come to stand in for it."""
    for name, how, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed: standard input is empty, and standard output refuses what is written to it
            setattr(sys, name, open(os.open(os.devnull, how), mode, encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if name == "stderr" else "strict")


def _let_go(stream: TextIO) -> None:
    """What could not be written is not tried again by Python at the very end."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
