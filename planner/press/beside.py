"""Drawing in two processes at once: what one of them takes longest for is waited for once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar

from planner.press.press import is_untouched, make_ready

Made = TypeVar("Made")


def beside(work: Callable[[], Made]) -> Callable[[], Made]:
    """Begin ``work`` in a process forked here; the function given back waits for what it made, or raises what it raised.

    Where none can be forked, or it is lost on the way, the work is done here when it is asked for.
    """
    if not _can_fork():
        return work
    make_ready()
    forking = multiprocessing.get_context("fork")
    ours, theirs = forking.Pipe(duplex=False)
    process = forking.Process(target=_hand_over, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()

    def made() -> Made:
        try:
            good, found = ours.recv()
        except (EOFError, OSError):
            return work()
        finally:
            ours.close()
            process.join()
        if not good:
            raise found
        result: Made = found
        return result

    return made


def _can_fork() -> bool:
    """On Linux, with a second core, and while nothing runs or is open here that a copy of this process would lose."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    return threading.active_count() == 1 and is_untouched()


def _hand_over(pipe: Connection, work: Callable[[], object]) -> None:
    """Ctrl-C is for the process that forked this one and ends it with itself, by the signal that it knows to clean up after."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(KeyboardInterrupt):
        try:
            answer: tuple[bool, object] = (True, work())
        except Exception as error:
            answer = (False, error)
        with suppress(Exception):  # what cannot travel is done again by who asks for it
            pipe.send(answer)
