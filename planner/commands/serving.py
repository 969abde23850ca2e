"""The server of the page: where it listens, what it prints, and its end, at which nothing is left."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import date

import uvicorn

from planner.commands.terminal import say
from planner.model.errors import Problem, RenderError
from planner.model.knowledge import Knowledge
from planner.web.app import Setting, make_app
from planner.web.guard import Keys
from planner.web.workers import Apart

HERE = ("127.0.0.1", "::1", "localhost")
OTHER_PLACE = "Name another port with --port, or another address with --host."
QUICK_SECONDS, SLOW_SECONDS = 10.0, 120.0  # for a plan, and for a paper or a file that was brought
QUICK_WAITING, SLOW_WAITING = 60, 8  # questions that may stand in line
SERIOUS = (
    "Others on this network can reach the page, and what is typed and printed travels unencrypted: health data of a person. "
    "Use this only on a network that you trust, or behind a server that encrypts."
)


def serve(knowledge: Knowledge, host: str, port: int, for_family: bool, day: Callable[[], date]) -> None:
    """Serve until interrupted. Raises RenderError where nothing can be listened to."""
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    keys = Keys()
    address = f"http://{_in_address(host)}:{port}/?key="
    processes = max(2, os.cpu_count() or 1)
    quick = Apart(knowledge, processes, QUICK_SECONDS, QUICK_WAITING)
    slow = Apart(knowledge, max(1, processes // 2), SLOW_SECONDS, SLOW_WAITING)
    setting = Setting(
        quick=quick, slow=slow, day=day, hosts=hosts_of(host, port), keys=keys, for_family=for_family,
        used=lambda: say(f"Opened. For another browser, once: {address}{keys.once}"),
    )  # fmt: skip
    threading.Thread(target=quick.start, daemon=True).start()  # the first page need not wait for them
    if host not in HERE:
        say(SERIOUS, err=True)
    say(f"Open this address in your browser; it is good for one browser: {address}{keys.once}")
    if not for_family:
        say(f"Programs: http://{_in_address(host)}:{port}/v1/ with the header Authorization: Bearer {keys.program}")
    say("Nothing is kept. End with Ctrl-C.")
    logging.getLogger("uvicorn").disabled = True
    settings = uvicorn.Config(
        make_app(knowledge, setting), log_config=None, access_log=False, server_header=False, timeout_keep_alive=5,
        limit_concurrency=400, h11_max_incomplete_event_size=32_768, lifespan="off", timeout_graceful_shutdown=2,
    )  # fmt: skip
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    finally:
        quick.end()
        slow.end()
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    if not host:  # to the machine that means every address it has
        raise RenderError([Problem("--host", 0, "This is no address.", "Write 0.0.0.0 to listen on all of them.")])
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()  # who opens the address at once waits for the server, and is not refused
    except (OSError, ValueError, TypeError) as error:  # the last two of a name that can be none
        listening.close()
        reason = f"I cannot listen here ({getattr(error, 'strerror', '') or 'the address is not known'})."
        raise RenderError([Problem(f"{host}:{port}", 0, reason, OTHER_PLACE)]) from error
    return listening


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def hosts_of(host: str, port: int) -> frozenset[str]:
    """The names under which a browser may know this server; any other may be a trick with names."""
    names = [*HERE, host]
    if host not in HERE:
        names += [socket.gethostname(), socket.getfqdn()]
    return frozenset(f"{_in_address(name)}:{port}".lower() for name in names)
