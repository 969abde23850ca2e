"""However a run ends, it ends in a sentence and the right exit status, never in a traceback; each in a process of its own."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import interrupts
import pytest
from click.testing import CliRunner, Result
from people import TODAY

from planner.commands.cli import cli
from planner.model.days import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DAY = ("--today", TODAY.isoformat())
SMALL = "patient: {id: p1}\nvisits:\n  - {on: 2026-11-20, facts: {alsfrs_walking: 3}}\n"
CLOSED = "This cannot be written (Bad file descriptor). Name a file with -o."
FULL = "This cannot be written (No space left on device). Name a file with -o."
before_a_release = pytest.mark.all_forms
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a thing of Linux")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "me.yaml"
    file.write_text(SMALL)
    return file


def ended(
    *arguments: object, redirected: str = "", given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command line run by a shell that redirects its streams."""
    call = f'exec "$@" {redirected}'
    command = [sys.executable, "-m", "planner", *map(str, arguments)]
    paths = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["sh", "-c", call, "sh", *command], capture_output=True, input=given, env={**os.environ, **paths, **environment}
    )


def inside(*arguments: object) -> Result:
    """The command line inside this process, where no stream and no signal is at stake."""
    return CliRunner().invoke(cli, [*map(str, arguments)])


def told(status: int, *arguments: object) -> str:
    done = inside(*arguments)
    assert done.exit_code == status, done.output
    return done.stderr


def in_a_sentence(done: subprocess.CompletedProcess[bytes], status: int) -> str:
    said = done.stderr.decode()
    assert done.returncode == status, said
    assert "Traceback" not in said and "Exception" not in said
    return said


# --- streams ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        ("--format", "json"),
        pytest.param(("--document", "fridge", "--format", "html", "-o", "-"), marks=before_a_release),
    ],
)
@pytest.mark.parametrize(
    ("redirected", "reason"),
    [(">&-", CLOSED), pytest.param(">/dev/full", FULL, marks=needs_full), ("<&- >&-", CLOSED)],
)
def test_what_standard_output_does_not_take_is_said(
    small: Path, more: tuple[str, ...], redirected: str, reason: str
) -> None:
    done = ended("plan", small, *DAY, *more, redirected=redirected)
    assert in_a_sentence(done, 5) == f"standard output: {reason}\n"


@pytest.mark.parametrize(
    "command",
    [
        ("stage",),
        pytest.param(("ask",), marks=before_a_release),
        pytest.param(("explain",), marks=before_a_release),
        ("plan", "--format", "csv"),
    ],
)
@needs_full
def test_an_answer_that_nobody_gets_is_no_success(small: Path, command: tuple[str, ...]) -> None:
    name, *more = command
    rest = ["rollator_with_seat"] if name == "explain" else []
    assert FULL in in_a_sentence(ended(name, small, *rest, *DAY, *more, redirected=">/dev/full"), 5)


@pytest.mark.parametrize("asked", ["--version", "--help"])
@needs_full
def test_help_and_version_that_nobody_gets_are_no_fault_of_the_planner(asked: str) -> None:
    said = in_a_sentence(ended(asked, redirected=">/dev/full"), 5)
    assert "No space left on device" in said and "report" not in said and len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["stage", *(pytest.param(one, marks=before_a_release) for one in ("open", "form"))])
def test_a_closed_standard_input_is_an_empty_one(command: str) -> None:
    said = in_a_sentence(ended(command, "-", redirected="<&-"), 3)
    assert said.startswith("standard input: ")


@pytest.mark.parametrize("redirected", ["2>&-", pytest.param("2>/dev/full", marks=needs_full)])
def test_where_nobody_hears_an_error_the_status_tells_it(redirected: str) -> None:
    assert in_a_sentence(ended("plan", "/no/such/file", redirected=redirected), 3) == ""
    assert in_a_sentence(ended("plan", redirected=redirected), 2) == ""


def test_no_paper_comes_to_stand_in_for_a_closed_stream(small: Path, tmp_path: Path) -> None:
    """A file that is opened gets the lowest free number: where 1 was free, `Written:` went into a paper."""
    out = tmp_path / "out"
    done = ended("plan", small, *DAY, "--document", "fridge", "--format", "html", "-o", out, redirected="<&- >&- 2>&-")
    assert in_a_sentence(done, 5) == ""
    assert (out / "p1-fridge.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize(
    "locale",
    [
        pytest.param({"LC_ALL": "C"}, marks=before_a_release),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_text_is_utf_8_in_every_locale(small: Path, locale: dict[str, str]) -> None:
    done = ended("stage", "-", *DAY, given=b'patient: {id: p1, name: "\xff"}\n', **locale)
    assert in_a_sentence(done, 3) == "standard input: This is not text in UTF-8. Send UTF-8 text.\n"
    name = SMALL.replace("id: p1", "id: p1, name: Zoë")
    page = ended(
        "plan", "-", *DAY, *(["--document", "fridge", "--format", "html", "-o", "-"]), given=name.encode(), **locale
    )
    assert in_a_sentence(page, 0) == "" and "Zoë" in page.stdout.decode()
    assert "●" in ended("map", **locale).stdout.decode()
    asked = ended("explain", small, "Zoë", *DAY, **locale)
    assert "I do not know the recommendation 'Zo" in in_a_sentence(asked, 2)


def gone(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """The command line with a reader that has gone away before a word was said."""
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "planner", *map(str, arguments)]
    return subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, cwd=ROOT)


@pytest.mark.parametrize(
    "command",
    [
        ("--help",),
        pytest.param(("map",), marks=before_a_release),
        ("map", "--format", "html", "-o", "-"),
        pytest.param(("check", "--help"), marks=before_a_release),
    ],
)
def test_a_reader_who_has_enough_may_go(command: tuple[str, ...]) -> None:
    assert in_a_sentence(gone(*command), 0) == ""


@needs_full
def test_help_that_nobody_gets_is_no_success() -> None:
    assert "(No space left on device)" in in_a_sentence(ended("--help", redirected=">/dev/full"), 5)


def test_all_papers_are_written_before_anything_is_said(small: Path, tmp_path: Path) -> None:
    assert in_a_sentence(gone("plan", small, *DAY, "--format", "html", "-o", tmp_path / "out"), 0) == ""
    assert len(list((tmp_path / "out").iterdir())) == 4


# --- days ---------------------------------------------------------------------------------------------------------


def test_a_day_of_the_year_9999_is_refused_wherever_it_stands(small: Path, tmp_path: Path) -> None:
    for command in (("plan", small), ("stage", small), ("form",), ("check",), ("compare", small, small)):
        said = told(2, *command, "--today", "9999-12-31")
        assert "9999-12-31 is no day to plan for. Give one from 1900-01-01 to 2100-12-31." in said
    ahead = tmp_path / "ahead.yaml"
    ahead.write_text(SMALL.replace("2026", "9999"))
    assert "9999-11-20 lies in the future" in told(3, "plan", ahead, *DAY)
    assert "9999-11-20 lies in the future" in told(3, "compare", ahead, small, *DAY)


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_a_plan_can_be_made_for_the_first_and_the_last_day(tmp_path: Path, day: object) -> None:
    file = tmp_path / "me.yaml"
    thing = "equipment:\n  - {item: rollator, status: borrowed, until: 9999-12-31}\n"
    file.write_text(SMALL.replace("2026-11-20", str(day)) + thing)
    for form in ("html", "json", "ics", "csv"):
        done = inside("plan", file, "--today", day, *f"--document family --format {form} -o -".split())
        assert (done.exit_code, done.stderr) == (0, "") and done.stdout


def test_a_paper_of_the_year_9999_is_refused(small: Path, tmp_path: Path) -> None:
    paper = tmp_path / "plan.json"
    paper.write_text(inside("plan", small, *DAY, "--format", "json").stdout.replace('"2026-11-22"', '"9999-12-31"'))
    said = "This paper is of 9999-12-31, which lies in the future (today is 2026-11-22)."
    assert said in told(3, "compare", paper, small, *DAY)
    assert said in told(3, "plan", small, *DAY, "--since", paper, "-o", tmp_path / "out")


# --- room ---------------------------------------------------------------------------------------------------------


def test_a_folder_for_temporary_files_that_fills_is_said_and_left_empty(small: Path, tmp_path: Path) -> None:
    """No file may grow beyond 10 kB, so that the copies of the fonts find no room."""
    aside, out = tmp_path / "aside", tmp_path / "out"
    aside.mkdir()
    limited = f"{sys.executable} -m planner plan {small} --today {TODAY} --document fridge -o {out}"
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 20; exec {limited}"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(aside), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert "The machine could not do this (File too large). Look for free space" in in_a_sentence(done, 5)
    assert list(aside.iterdir()) == [] and not out.exists()


def test_a_run_that_succeeds_leaves_no_temporary_file(small: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    done = ended("plan", small, *DAY, "--document", "fridge", "-o", tmp_path / "out", TMPDIR=str(aside))
    assert in_a_sentence(done, 0) == ""
    assert list(aside.iterdir()) == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["p1-fridge.pdf"]


# --- interrupted --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_while_drawing_leaves_nothing(
    small: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    aside, out = tmp_path / "aside", tmp_path / "out"
    aside.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "planner", "plan", str(small), *DAY, "-o", str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(aside)},
        stderr=subprocess.PIPE,
        preexec_fn=interrupts.hear_them,
    )
    until = time.monotonic() + 60
    while not any(aside.glob("weasyprint-*/*")):  # the copies of the fonts: now it draws
        assert running.poll() is None and time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(sign)
    _, said = running.communicate(timeout=60)
    # Python may send itself the signal once more at its very end; a shell tells both as 130.
    assert running.returncode in (130, -signal.SIGINT) and said.strip() == b""
    assert list(aside.iterdir()) == [] and not out.exists()


def test_an_interruption_that_a_library_takes_for_a_fault_still_ends_the_run(small: Path, tmp_path: Path) -> None:
    for swallowed in (
        "raise RenderError([Problem('page', 0, 'Not drawn.', '')])",
        "return b'%PDF-'",
        "raise OSError(5)",
    ):
        code = SWALLOWED.format(then=swallowed, source=str(small), out=str(tmp_path / "out"))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
        assert (done.returncode, done.stderr.strip()) == (130, b""), swallowed
        assert not (tmp_path / "out").exists()


SWALLOWED = """
import os, signal, sys
from planner import RenderError
from planner.commands.cli import main
from planner.model.errors import Problem
from planner.press import drawing

def drawn(*_):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        {then}

drawing.render_pdf_with = drawn
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])  # with one core it is drawn in this process
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["als-planner", "plan", {source!r}, "--today", "2026-11-22", "--document", "fridge", "-o", {out!r}]
main()
"""

# --- faults of our own --------------------------------------------------------------------------------------------

FAULT = """
import sys
from planner.commands import options, terminal
from planner.commands.cli import cli

def broken(*stages):
    raise {error}

sys.argv = ["als-planner", "map"]
cli.commands["map"].callback.__globals__["knowledge_of"] = broken
terminal.run(cli)
"""


@pytest.mark.parametrize(
    ("error", "name"),
    [
        ("KeyError('Rosa Secretname')", "KeyError"),
        ("RecursionError()", "RecursionError"),
        ("MemoryError", "MemoryError"),
    ],
)
def test_a_fault_of_the_planner_is_called_so_without_a_word_of_the_intake(error: str, name: str) -> None:
    done = subprocess.run([sys.executable, "-c", FAULT.format(error=error)], capture_output=True, cwd=ROOT)
    said = in_a_sentence(done, 5)
    assert said.startswith(f"als-planner stopped: {name} in <string>, line 7. This is a fault of the planner")
    assert "Secretname" not in said and len(said.splitlines()) == 1


def test_help_and_version_need_no_installed_distribution() -> None:
    bare = "import sys, importlib.metadata as m\ndef no(name): raise m.PackageNotFoundError(name)\nm.version = no\n"
    code = bare + "sys.argv = ['als-planner', '--version']\nfrom planner.commands.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
    assert in_a_sentence(done, 0) == "" and done.stdout == b"als-planner, version 0+not.installed\n"


# --- a stranger's signs ---------------------------------------------------------------------------------------------

SIGNS = "\x1b[2J\x07\u202e\x9b\r\x7f"
WRITTEN = r"\u001b[2J\u0007\u202e\u009b\u000d\u007f"


def test_no_sign_of_a_stranger_reaches_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / f"a{SIGNS}b.yaml"
    file.write_text(f'patient: {{id: p1}}\nvisits:\n  - on: "{SIGNS.encode("unicode_escape").decode()}"\n')
    for command in (("plan", file), ("compare", file, file), ("stage", "-")):
        result = CliRunner().invoke(cli, [str(part) for part in command], input=f'"{SIGNS}')
        assert result.exit_code in (2, 3) and not set(SIGNS) - set("[2J") & set(result.output), command
    assert f"a{WRITTEN}b.yaml" in CliRunner().invoke(cli, ["plan", str(file)]).stderr


def test_usage_errors_obey_nobody_either() -> None:
    for command in (("try", SIGNS), ("schema", SIGNS), ("plan", "x", SIGNS)):
        said = in_a_sentence(ended(*command), 2)
        assert not set(SIGNS) - set("[2J") & set(said) and WRITTEN.removeprefix(r"\u001b[2J") in said


def test_the_terminal_has_one_door() -> None:
    for path in (ROOT / "planner" / "commands").glob("*.py"):
        if path.name != "terminal.py":
            called = {
                ast.unparse(n.func) for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
            }
            assert not called & {"click.echo", "click.secho", "print", "sys.stdout.write", "sys.stdout.buffer.write"}, (
                path
            )
