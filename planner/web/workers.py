"""Work in processes of its own, with limits of time and memory: whatever happens there, the server goes on.

A worker is started once and asked many times. One that takes too long, needs too much memory or dies is replaced, and
the question that it was asked ends in ``TooLong`` or ``Died``. Where all are busy and enough others wait, ``Busy`` is raised.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import pickle
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

from planner.model.errors import PlannerError
from planner.model.knowledge import Knowledge

MEMORY = 3_000_000_000  # bytes of address space of one worker
START = 60.0  # seconds until a new one must be ready


class Busy(Exception):
    """All workers have work, and enough others wait."""


class WorkStopped(Exception):
    """The work did not end: it took too long, or its process ended before it."""


class Workers(Protocol):
    """Whoever does work: ``do`` gives what the function of that name answers, or raises what it raised."""

    def do(self, work: Callable[..., Any], *given: Any) -> Any: ...


class Apart:
    """So many processes, each asked one thing at a time; ``waiting`` questions may stand in line."""

    def __init__(self, knowledge: Knowledge, processes: int, seconds: float, waiting: int) -> None:
        self.knowledge, self.seconds = knowledge, seconds
        self.processes, self.most = processes, processes + waiting
        self._idle: list[_Worker] = []
        self._asked = 0
        self._lock = threading.Lock()
        self._free = threading.Semaphore(processes)

    def do(self, work: Callable[..., Any], *given: Any) -> Any:
        with self._lock:
            if self._asked >= self.most:
                raise Busy
            self._asked += 1
        try:
            with self._free:
                return self._ask(work, given)
        finally:
            with self._lock:
                self._asked -= 1

    def start(self) -> None:
        """Have the processes ready before the first question."""
        with suppress(WorkStopped, OSError):  # ended before they were ready: whoever asks starts another
            for _ in range(self.processes):
                worker = _Worker(self.knowledge)
                with self._lock:
                    self._idle.append(worker)

    def _ask(self, work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is not None and not worker.alive():
            worker.end()
            worker = None
        if worker is None:
            worker = _Worker(self.knowledge)
        try:
            answer = worker.ask(work, given, self.seconds)
        except BaseException:
            worker.end()
            raise
        with self._lock:
            self._idle.append(worker)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def end(self) -> None:
        """No worker outlives the server."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()


class _Worker:
    """One process, the pipe to it, and the folder for its passing files (letters that are laid out), which goes with it."""

    def __init__(self, knowledge: Knowledge) -> None:
        apart = multiprocessing.get_context("spawn")
        self.pipe, other = apart.Pipe()
        self.folder = tempfile.TemporaryDirectory(prefix="als-planner-", ignore_cleanup_errors=True)
        self.process = apart.Process(target=_work, args=(other, knowledge, self.folder.name), daemon=True)
        self.process.start()
        other.close()
        self._answer(START)

    def alive(self) -> bool:
        return self.process.is_alive()

    def ask(self, work: Callable[..., Any], given: tuple[Any, ...], seconds: float) -> Any:
        try:
            self.pipe.send_bytes(pickle.dumps((work, given)))
        except OSError as error:
            raise WorkStopped from error
        return self._answer(seconds)

    def _answer(self, seconds: float) -> Any:
        until = time.monotonic() + seconds
        try:
            if not self.pipe.poll(max(0.0, until - time.monotonic())):
                raise WorkStopped
            return pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError) as error:
            raise WorkStopped from error

    def end(self) -> None:
        with suppress(OSError):
            self.pipe.close()
        self.process.kill()
        self.process.join()
        self.folder.cleanup()


# --- in the process apart ------------------------------------------------------------------------------------


def _work(pipe: Connection, knowledge: Knowledge, folder: str) -> None:
    """Answer what is asked until the other end is closed."""
    _bound_memory()
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its workers itself
    logging.disable(logging.CRITICAL)  # a remark of a library could quote what was typed
    gc.freeze()  # the knowledge stays as long as this process does: nobody need look through it for garbage
    pipe.send_bytes(pickle.dumps(None))
    while True:
        try:
            work, given = pickle.loads(pipe.recv_bytes())
        except (EOFError, OSError, KeyboardInterrupt):
            return
        pipe.send_bytes(_answered(knowledge, work, given))


def _answered(knowledge: Knowledge, work: Callable[..., Any], given: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps(work(knowledge, *given))
    except PlannerError as error:
        return pickle.dumps(error)
    except MemoryError:
        return pickle.dumps(WorkStopped())
    except Exception:  # a fault of ours: it ends this question, tells nothing of the person, and not the server
        return pickle.dumps(WorkStopped())


def _bound_memory() -> None:
    """Where the system can: no more memory than this."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        return  # Windows has no such limit and macOS may not take it; the time stays bounded
