"""Papers drawn in processes begun early: the same files, faults and endings as when they are drawn here, one after the other."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import ROOT

from planner.commands.cli import cli
from planner.pages.compose import DOCUMENTS

HERE = """
import os, threading
from planner import RenderError
from planner.model.errors import Problem
from planner.press import drawing
from planner.press.drawers import drawers
here = os.getpid()
def made():
    return drawing.Drawn("here" if os.getpid() == here else "elsewhere", b"")
def lost():
    return made() if os.getpid() == here else os._exit(9)
def refused():
    raise RenderError([Problem("page", 3, f"Not drawn {{made().html}}.", "Report it.")])
def broken():
    raise KeyError(made().html)
drawing.drawn = lambda work: work()
heard = []
"""
TWO_CORES = len(os.sched_getaffinity(0)) > 1


def told(code: str) -> str:
    """What a process of its own prints that runs these lines."""
    ran = subprocess.run([sys.executable, "-c", HERE.format() + code], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def test_each_file_is_drawn_elsewhere_and_told_in_the_order_asked() -> None:
    found = told(
        "with drawers(2) as ready: print(*(one.html for one in ready.draw([made] * 3, heard.append)), *sorted(heard))"
    )
    assert found == ("elsewhere " * 3 if TWO_CORES else "here " * 3) + "0 1 2"


def test_what_is_lost_with_its_process_is_drawn_here() -> None:
    assert told("with drawers(2) as ready: print(*(one.html for one in ready.draw([lost] * 3)))") == "here here here"


def test_what_keeps_a_paper_from_being_drawn_is_raised_here_and_a_fault_of_ours_with_its_place() -> None:
    code = """
for fault in (refused, broken):
    try:
        with drawers(1) as ready: ready.draw([fault])
    except Exception as error:
        print(type(error).__name__, *error.args)
"""
    where = "elsewhere" if TWO_CORES else "here"
    assert told(code) == f"RenderError page:3: Not drawn {where}. Report it.\nKeyError here"


def test_nothing_is_forked_beside_a_thread_or_where_pages_are_drawn_already() -> None:
    beside_a_thread = """
done = threading.Event()
threading.Thread(target=done.wait).start()
with drawers(1) as ready: print(ready.draw([made])[0].html)
done.set()
"""
    drawn_already = "import weasyprint\nwith drawers(1) as ready: print(ready.draw([made])[0].html)"
    assert told(beside_a_thread) == told(drawn_already) == "here"


@pytest.mark.slow
def test_the_papers_of_a_command_have_the_bytes_of_papers_drawn_one_by_one_and_a_terminal_hears_of_each(
    tmp_path: Path,
) -> None:
    at_once, in_turn = tmp_path / "at-once", tmp_path / "in-turn"
    command = [sys.executable, "-m", "planner", "demo", "-o", str(at_once)]
    terminal, its_end = pty.openpty()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=its_end, cwd=ROOT)
    heard = os.read(terminal, 4096).decode().splitlines()
    os.close(its_end)
    os.close(terminal)
    assert sorted(line for line in heard if line.startswith("Drawn: ")) == sorted(
        f"Drawn: {kind}" for kind in DOCUMENTS
    )
    assert CliRunner().invoke(cli, ["demo", "-o", str(in_turn)]).exit_code == 0
    files = {path.name: path.read_bytes() for path in at_once.iterdir()}
    assert len(files) == len(DOCUMENTS) and files == {path.name: path.read_bytes() for path in in_turn.iterdir()}
