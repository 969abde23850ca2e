"""Work for processes of our own, in a file that opens in no time: it counts against their time limit."""

from __future__ import annotations

import os
import signal
import time


def square(number: int) -> int:
    return number * number


def kill_myself(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def hang(number: int) -> int:
    time.sleep(600)
    return number


def fail(number: int) -> int:
    raise ValueError(number)
