"""Two papers drawn at once: the same files, faults and endings as when they are drawn one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import ROOT

from planner.commands.cli import cli
from planner.pages.compose import DOCUMENTS

ELSEWHERE = """
import os
from planner.press.beside import beside
here = os.getpid()
{0}
"""


def told(code: str) -> str:
    """What a process of its own prints that runs these lines."""
    ran = subprocess.run([sys.executable, "-c", ELSEWHERE.format(code)], capture_output=True, text=True, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def test_work_is_done_in_a_second_process_where_there_is_a_second_core() -> None:
    apart = len(os.sched_getaffinity(0)) > 1
    assert told("print(beside(os.getpid)() != here)") == str(apart)


def test_work_that_is_lost_with_its_process_is_done_here() -> None:
    assert told("print(beside(lambda: 'here' if os.getpid() == here else os._exit(9))())") == "here"
    assert told("print(beside(lambda: (lambda: 'cannot travel'))()())") == "cannot travel"


def test_what_it_raises_is_raised_where_it_is_asked_for() -> None:
    fault = """
from planner import RenderError
from planner.model.errors import Problem
def refuse():
    raise RenderError([Problem('page', 3, 'Not drawn.', 'Report it.')])
wait = beside(refuse)
try:
    wait()
except RenderError as error:
    print(*error.found)
"""
    assert told(fault) == "page:3: Not drawn. Report it."


def test_nothing_is_forked_beside_a_thread() -> None:
    beside_a_thread = """
import threading
done = threading.Event()
threading.Thread(target=done.wait).start()
print(beside(os.getpid)() == here)
done.set()
"""
    assert told(beside_a_thread) == "True"


@pytest.mark.slow
def test_the_papers_of_a_command_have_the_bytes_of_papers_drawn_one_by_one(tmp_path: Path) -> None:
    at_once, in_turn = tmp_path / "at-once", tmp_path / "in-turn"
    command = [sys.executable, "-m", "planner", "demo", "-o", str(at_once)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    assert CliRunner().invoke(cli, ["demo", "-o", str(in_turn)]).exit_code == 0
    files = {path.name: path.read_bytes() for path in at_once.iterdir()}
    assert len(files) == len(DOCUMENTS) and files == {path.name: path.read_bytes() for path in in_turn.iterdir()}
