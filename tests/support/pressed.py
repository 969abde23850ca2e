"""The press of the tests: each distinct page is laid out and printed once in a run, by the process that asks first.

The sheets lie in a folder of the run, where every process of pytest-xdist finds them under the digest of what they were
made from. A process that runs under other conditions on purpose draws by itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from layout import faults_on
from people import TODAY

from planner.press.archive import finish
from planner.press.press import lay_out, printed
from planner.record.carried import Carried

RUN = "PLANNER_TESTS_SHEETS"
"""The variable of the environment that names the folder of this run."""
CARRIED = (
    Carried(
        name="plan.json",
        media_type="application/json",
        content=b'{"invented": true}\n',
        says="What the pages say, as data",
    ),
    Carried(
        name="intake.yaml",
        media_type="application/yaml",
        content=b"invented: true\n",
        says="What was told",
        relationship="Source",
    ),
)


def begin() -> None:
    """A new folder for this run, known to every process it starts."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="sheets-of-tests-")


def end() -> None:
    shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


def once(kind: str, html: str, make: Callable[[str], bytes]) -> bytes:
    """What is made of this page: by the first who asks, while others who ask wait."""
    sheet = Path(os.environ[RUN]) / f"{hashlib.sha256(html.encode()).hexdigest()}.{kind}"
    if not sheet.exists():
        with sheet.with_suffix(f".{kind}-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not sheet.exists():
                made = make(html)
                part = sheet.with_suffix(f".{kind}-part")
                part.write_bytes(made)
                part.replace(sheet)
    return sheet.read_bytes()


def pdf_of(html: str) -> bytes:
    """The page as a PDF with two invented files inside."""
    return once("pdf", html, _print)


def faults(html: str) -> list[str]:
    """One sentence for each fault of layout; a page that was printed is not laid out a second time."""
    return _looked_at(html)[1]


def pages_of(html: str) -> int:
    """How many pages it takes."""
    return _looked_at(html)[0]


def _looked_at(html: str) -> tuple[int, list[str]]:
    pages, found = json.loads(once("faults", html, lambda page: _as_json(lay_out(page).pages)))
    return pages, found


def _print(html: str) -> bytes:
    def finish_and_look(document: Any, pdf: Any) -> None:
        finish(pdf, CARRIED, TODAY)
        once("faults", html, lambda _: _as_json(document.pages))

    return printed(html, finish_and_look)


def _as_json(pages: Sequence[Any]) -> bytes:
    return json.dumps([len(pages), faults_on(pages)]).encode()
