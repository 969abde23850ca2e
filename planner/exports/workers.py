"""Processes of our own as an Executor: one that dies or takes too long costs its own work alone, and is replaced."""

from __future__ import annotations

import multiprocessing
import pickle
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

START = 120.0  # seconds until a new process must be ready
GO_AWAY = 5.0  # seconds for a process to end when it is told to


class WorkerLost(Exception):
    """The work did not come back: its process ended, or took longer than allowed."""


class BatchWorkers(Executor):
    """So many processes, each with a thread that hands it one piece of work at a time and waits for the answer."""

    def __init__(self, processes: int, seconds: float) -> None:
        self.processes, self.seconds = processes, seconds
        self._work: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(processes)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._work.put((future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            with suppress(queue.Empty):
                while (left := self._work.get_nowait()) is not None:
                    left[0].cancel()
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _serve(self) -> None:
        process: _Process | None = None
        while (work := self._work.get()) is not None:
            future, asked = work
            if not future.set_running_or_notify_cancel():
                continue
            try:
                process = process or _Process()
                good, answer = process.ask(asked, self.seconds)
            except (WorkerLost, OSError, EOFError) as error:
                if process is not None:
                    process.end()
                process = None
                future.set_exception(error if isinstance(error, WorkerLost) else WorkerLost("its process ended"))
                continue
            if good:
                future.set_result(answer)
            else:
                future.set_exception(answer)
        if process is not None:
            process.end()


class _Process:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        apart = multiprocessing.get_context("spawn")
        self.pipe, other = apart.Pipe()
        self.process = apart.Process(target=_serve_pipe, args=(other,), daemon=True)
        self.process.start()
        other.close()
        self._answer(START)

    def ask(self, work: bytes, seconds: float) -> tuple[bool, Any]:
        self.pipe.send_bytes(work)
        return self._answer(seconds)

    def _answer(self, seconds: float) -> tuple[bool, Any]:
        if not self.pipe.poll(seconds):
            raise WorkerLost(f"it took longer than {seconds:g} seconds")
        good, answer = pickle.loads(self.pipe.recv_bytes())
        return bool(good), answer

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join(GO_AWAY)


def _serve_pipe(pipe: Connection) -> None:
    """Work until the pipe closes; Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send_bytes(pickle.dumps((True, None)))
    with suppress(EOFError, OSError):
        while True:
            fn, args, kwargs = pickle.loads(pipe.recv_bytes())
            pipe.send_bytes(_done(fn, args, kwargs))


def _done(fn: Callable[..., Any], args: Any, kwargs: Any) -> bytes:
    try:
        return pickle.dumps((True, fn(*args, **kwargs)))
    except Exception as error:
        try:
            return pickle.dumps((False, error))
        except Exception:  # an error that cannot travel
            return pickle.dumps((False, WorkerLost(type(error).__name__)))
