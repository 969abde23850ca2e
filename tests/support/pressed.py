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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from layout import faults_on
from people import TODAY

from planner.press import render
from planner.press.archive import finish
from planner.press.page import Page
from planner.press.press import fits, lay_out, printed
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
    sheet = _sheet(html, kind)
    if not sheet.exists():
        with sheet.with_suffix(f".{kind}-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not sheet.exists():
                made = make(html)
                part = sheet.with_suffix(f".{kind}-part")
                part.write_bytes(made)
                part.replace(sheet)
    return sheet.read_bytes()


def _sheet(html: str, kind: str) -> Path:
    return Path(os.environ[RUN]) / f"{hashlib.sha256(html.encode()).hexdigest()}.{kind}"


@contextmanager
def measured_once() -> Iterator[None]:
    """For the time being a page that may take a few pages only is measured once in a run, whichever process asks."""

    def fits_once(html: str, at_most: int, on_first_page: str = "") -> bool:
        kind = f"fits-{at_most}-{on_first_page}"
        return bool(json.loads(once(kind, html, lambda page: json.dumps(fits(html, at_most, on_first_page)).encode())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "fits", fits_once)
        yield


def pdf_of(html: str) -> bytes:
    """The page as a PDF with two invented files inside."""
    return once("pdf", html, _print)


def faults(html: str) -> list[str]:
    """One sentence for each fault of layout; a page that was measured or printed is not laid out a second time."""
    return _looked_at(html)[1]


def pages_of(html: str) -> int:
    """How many pages it takes."""
    return _looked_at(html)[0]


def _looked_at(html: str) -> tuple[int, list[str]]:
    """As it was measured: a page that may carry data with the longer of its two last sentences."""
    page = html.with_record() if isinstance(html, Page) and html.carries else html
    pages, found = json.loads(once("faults", page, lambda _: _as_json(lay_out(page).pages)))
    return pages, found


def _print(html: str) -> bytes:
    def finish_and_look(document: Any, pdf: Any) -> None:
        finish(pdf, CARRIED, TODAY)
        once("faults", html, lambda _: _as_json(document.pages))

    return printed(html, finish_and_look)


def _as_json(pages: Sequence[Any]) -> bytes:
    return json.dumps([len(pages), faults_on(pages)]).encode()
