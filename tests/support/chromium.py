"""The page in a real browser: a server for the tests, and Chromium where the machine has it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from not_run import need
from visited import setting

from planner.model.knowledge import Knowledge
from planner.web.app import make_app
from planner.web.guard import Keys

BROWSER = next(filter(None, map(shutil.which, ("google-chrome", "chromium"))), None)


@contextmanager
def served(knowledge: Knowledge, **changed: Any) -> Iterator[tuple[str, Keys]]:
    """The address of a running server, and its keys."""
    keys = Keys()
    hosts: set[str] = set()
    app = make_app(knowledge, setting(knowledge, keys=keys, hosts=hosts, **changed))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    host = f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    hosts.add(host)
    try:
        yield f"http://{host}", keys
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    need(BROWSER, "the browser Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
