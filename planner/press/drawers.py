"""Processes that draw, begun before there is anything to draw: while a plan is made they open WeasyPrint, fonts and sheets.

So that they begin early, nothing heavy is opened with this file. They are no pool of concurrent.futures: its processes stay behind
where the command is killed; these end with the pipe.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from planner.model.errors import PlannerError

if TYPE_CHECKING:
    from planner.press.drawing import Drawn, ToDraw


MOST = 4  # processes: each takes a hundred megabytes, and the papers of one person are four


class Drawers:
    """So many processes that draw, each one file at a time; without any, or where they are lost, it is drawn here."""

    def __init__(self, processes: Sequence[_Process]) -> None:
        self._processes = list(processes)

    def draw(self, asked: Sequence[ToDraw], told: Callable[[int], None] = lambda at: None) -> list[Drawn]:
        """Every file, in the order asked; ``told`` hears the place of each as soon as it is drawn."""
        left = deque(enumerate(asked))
        made: dict[int, Drawn] = {}
        busy: dict[Any, tuple[int, _Process]] = {}
        while left or busy:
            while left and self._processes:
                at, one = left.popleft()
                process = self._processes.pop(0)
                if process.take(one):
                    busy[process.pipe] = at, process
                else:
                    left.appendleft((at, one))
            if not busy:
                at, one = left.popleft()
                made[at] = _drawn(one)
                told(at)
                continue
            for pipe in wait(list(busy)):
                at, process = busy.pop(pipe)
                answer = process.answer()
                if answer is None:
                    left.appendleft((at, asked[at]))
                    continue
                self._processes.append(process)
                made[at] = answer
                told(at)
        return [made[at] for at in range(len(asked))]


@contextmanager
def drawers(most: int) -> Iterator[Drawers]:
    """So many processes at most, fewer where there are fewer cores and none where none can be forked; they end with the block."""
    begun = [_Process() for _ in range(min(most, _cores_to_fork_on(), MOST))]
    try:
        yield Drawers(begun)
    except BaseException:
        for process in begun:
            process.process.terminate()
        raise
    finally:
        for process in begun:
            process.pipe.close()
        for process in begun:
            process.process.join()


def _cores_to_fork_on() -> int:
    """On Linux, where there are several, and while neither a thread nor an open library would be lost in a copy of this process."""
    if sys.platform != "linux" or threading.active_count() > 1 or "weasyprint" in sys.modules:
        return 0
    cores = len(os.sched_getaffinity(0))
    return cores if cores > 1 else 0


class _Process:
    """One process, forked here and so with all that is open here, and the pipe to it."""

    def __init__(self) -> None:
        forking = multiprocessing.get_context("fork")
        self.pipe, other = forking.Pipe()
        self.process = forking.Process(target=_serve, args=(other, self.pipe), daemon=True)
        self.process.start()
        other.close()

    def take(self, asked: ToDraw) -> bool:
        """Whether it is still there to take it."""
        with suppress(OSError):
            self.pipe.send(asked)
            return True
        return False

    def answer(self) -> Drawn | None:
        """What it drew; None where it is lost. Raises what kept it from drawing."""
        try:
            found = self.pipe.recv()
        except (EOFError, OSError):
            return None
        if isinstance(found, PlannerError):
            raise found
        result: Drawn = found
        return result


def _serve(pipe: Any, theirs: Any) -> None:
    """Draw until the pipe closes. Ctrl-C is for the process that forked this one, which ends it by a signal of its own.

    A fault of ours ends it too: the work is then done where the fault can be told.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _on_ending(_leave)
    theirs.close()
    with suppress(EOFError, OSError, SystemExit):  # and with it all that holds the fonts
        from planner.press.render import make_ready

        make_ready()
        while True:
            asked = pipe.recv()
            try:
                answer: Drawn | PlannerError = _drawn(asked)
            except PlannerError as error:
                answer = error
            except Exception:
                break
            pipe.send(answer)
    _on_ending(signal.SIG_IGN)  # it leaves already


def _on_ending(handler: Any) -> None:
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, handler)


def _drawn(asked: ToDraw) -> Drawn:
    from planner.press.drawing import drawn

    return drawn(asked)


def _leave(*_: object) -> None:
    """As a process leaves that is done, so that the copies of the fonts go with it; nobody reads what a library says of it."""
    _on_ending(signal.SIG_IGN)
    sys.unraisablehook = lambda _: None
    sys.exit()
