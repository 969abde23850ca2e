"""Times of the page: `python tests/benchmarks/of_the_page.py [PEOPLE]`. Budgets are printed, never asserted.

A server of its own on loopback; then the first page, previews one after the other, a paper beside the same work in a
warm process (alternating, so that a busy machine slows both), and so many PEOPLE (20) who type at once for ten seconds,
each a preview a second. What the server's processes use of a core tells more than a clock where others are at work.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.knowledge import Knowledge

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
SECONDS, PAUSE = 10, 1.0
ALONE = 40  # previews one after the other
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]


def started() -> tuple[subprocess.Popen[str], str, str]:
    """The server, its address and the key for programs."""
    command = [sys.executable, "-u", "-m", "planner", "serve", "--port", "0", "--today", TODAY.isoformat()]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    address = server.stdout.readline().split()[-1].partition("?")[0]
    return server, address, server.stdout.readline().split()[-1]


def asking(address: str, key: str, path: str, body: bytes, kind: str) -> Callable[[], float]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}

    def ask() -> float:
        start = time.perf_counter()
        with urllib.request.urlopen(urllib.request.Request(address + path, body, headers), timeout=60) as answer:
            answer.read()
        return (time.perf_counter() - start) * 1000

    return ask


def typing(ask: Callable[[], float], people: int) -> list[float]:
    """What each preview took, while so many people type at once."""
    times: list[float] = []

    def one(at: int) -> None:
        time.sleep(at * PAUSE / people)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            took = ask()
            times.append(took)
            time.sleep(max(0.0, PAUSE - took / 1000))

    threads = [threading.Thread(target=one, args=(at,)) for at in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def cpu_ms(server: int) -> float:
    """What a server and its workers have used of a core so far; 0 where the system does not tell."""
    try:
        told_by = Path(f"/proc/{server}/task").glob("*/children")  # each thread tells of the processes that it began
        children = [one for path in told_by for one in path.read_text(encoding="ascii").split()]
        told = [
            Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            for one in (server, *children)
        ]
    except OSError:
        return 0.0
    return sum(int(one[11]) + int(one[12]) for one in told) * 1000 / os.sysconf("SC_CLK_TCK")


def warm(knowledge: Knowledge, demo: Path) -> Callable[[], float]:
    """The family paper as the command line makes it, in a process that has made one before."""
    from planner import read_intake
    from planner.web.made import planned
    from planner.web.papers import PaperAsked, pdf_of

    def make() -> float:
        start = time.perf_counter()
        pdf_of(planned(read_intake(demo, knowledge, TODAY), knowledge, TODAY), PaperAsked(kind="family"))
        return (time.perf_counter() - start) * 1000

    return make


def sent(address: str, key: str) -> tuple[int, float]:
    """Bytes of the first page with its style and scripts as they are sent, fonts apart; and how long they took."""
    start, total = time.perf_counter(), 0
    for place in ("", "static/web.css", "static/page.js", "static/htmx.min.js"):
        headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "gzip"}
        with urllib.request.urlopen(urllib.request.Request(address + place, None, headers), timeout=60) as answer:
            total += len(answer.read())
    return total, (time.perf_counter() - start) * 1000


def main(people: int) -> None:
    from typed import opened
    from visited import Seen

    from planner import load_knowledge, read_intake
    from planner.web.work import Seat, form_page

    knowledge = load_knowledge()
    demo = ROOT / "stages" / "demo.yaml"
    form = opened(read_intake(demo, knowledge, TODAY), knowledge, TODAY)
    fields = urllib.parse.urlencode(Seen(form_page(knowledge, form, Seat(today=TODAY))).fields).encode()
    server, address, key = started()
    try:
        preview = asking(address, key, "beside", fields, "application/x-www-form-urlencoded")
        paper = asking(address, key, "v1/papers/family", demo.read_bytes(), "application/yaml")
        ours = warm(knowledge, demo)
        preview(), preview(), paper(), ours()
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        size, took = sent(address, key)
        print(f"first page: {size:,} bytes as sent (budget 100,000), {took:.0f} ms")
        before = cpu_ms(server.pid)
        times = sorted(preview() for _ in range(ALONE))
        used = (cpu_ms(server.pid) - before) / ALONE
        print(
            f"preview, median of {ALONE}: {statistics.median(times):.0f} ms (budget 50), fastest {times[0]:.0f}; {used:.0f} ms of a core"
        )
        pairs = [(paper(), ours()) for _ in range(7)]
        page, line = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
        ratio = statistics.median(one / other for one, other in pairs)
        print(
            f"family paper, median of 7: {page:.0f} ms by the server, {line:.0f} ms in a warm process: {ratio:.2f} times (budget 1.2)"
        )
        before = cpu_ms(server.pid)
        times = sorted(typing(preview, people))
        used = (cpu_ms(server.pid) - before) / len(times)
        p95 = times[int(len(times) * 0.95)]
        print(
            f"{people} people typing, {len(times)} previews: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms (budget 250); {used:.0f} ms of a core each"
        )
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
