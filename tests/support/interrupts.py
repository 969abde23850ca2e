"""Processes that hear Ctrl-C: a suite that runs in the background ignores it, and what it starts would too."""

from __future__ import annotations

import signal


def hear_them() -> None:
    """For ``preexec_fn`` of a process that is going to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
