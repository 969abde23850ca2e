"""Times of the page: `python tests/benchmarks/of_the_page.py [PEOPLE]`. Budgets are printed, never asserted.

A server of its own on loopback; then previews one after the other, a paper, and so many PEOPLE (20) who type at once
for ten seconds, each a preview a second.
"""

from __future__ import annotations

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

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
SECONDS, PAUSE = 10, 1.0
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


def main(people: int) -> None:
    from typed import opened

    from planner import load_knowledge, read_intake

    knowledge = load_knowledge()
    demo = ROOT / "stages" / "demo.yaml"
    form = opened(read_intake(demo, knowledge, TODAY), knowledge, TODAY)
    fields = urllib.parse.urlencode(dict(form.fields)).encode()
    server, address, key = started()
    try:
        preview = asking(address, key, "beside", fields, "application/x-www-form-urlencoded")
        paper = asking(address, key, "v1/papers/family", demo.read_bytes(), "application/yaml")
        preview(), preview(), paper()
        print(f"preview, median of 30: {statistics.median(preview() for _ in range(30)):.0f} ms (budget 50)")
        print(f"family paper, median of 5: {statistics.median(paper() for _ in range(5)):.0f} ms")
        times = sorted(typing(preview, people))
        p95 = times[int(len(times) * 0.95)]
        print(
            f"{people} people typing, {len(times)} previews: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms (budget 250)"
        )
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
