"""Times and ratios of one run: `python tests/benchmarks/speed.py`. Budgets are printed, never asserted."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.facts import Facts
    from planner.knowledge import Knowledge

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
LOAD = "import time; t = time.perf_counter(); from planner import load_knowledge; load_knowledge(); print(time.perf_counter() - t)"


def median(measure: Callable[[], float], times: int) -> float:
    return statistics.median(measure() for _ in range(times))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def process(*arguments: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True))


def load_in_new_process() -> float:
    return float(subprocess.run([sys.executable, "-c", LOAD], check=True, capture_output=True, text=True).stdout)


def naive(html: str) -> Callable[[], object]:
    """WeasyPrint alone on the same page: fonts and style sheets loaded anew each time, same variant."""
    import weasyprint

    from planner.press import base

    return lambda: weasyprint.HTML(string=html, base_url=base()).write_pdf(pdf_variant="pdf/ua-1")


def handout_against_naive(html: str, runs: int = 15) -> tuple[float, float]:
    """Medians of alternating runs in one process: ours, WeasyPrint alone."""
    from planner import render_pdf

    alone = naive(html)
    render_pdf(html), alone()
    pairs = [(seconds(lambda: render_pdf(html)), seconds(alone)) for _ in range(runs)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def milestones_of_a_stranger(facts: Facts, knowledge: Knowledge) -> float:
    """Seconds for every milestone of facts that nobody has asked yet, so that no visit is remembered."""
    from planner.projection import milestones

    return seconds(lambda: milestones(facts, knowledge))


def main() -> None:
    from planner import assess, compose, load_knowledge, make_plan, read_intake, render_html
    from planner.derive import facts_today

    knowledge = load_knowledge()
    intake = read_intake(ROOT / "stages" / "demo.yaml", knowledge, TODAY)
    plan = make_plan(assess(intake, knowledge, today=TODAY), knowledge)
    html = render_html(compose(plan, "family"))
    items = [item for items in knowledge.course.domains.values() for item in items]
    six = [
        {"on": (TODAY - timedelta(2 + 91 * back)).isoformat(), "facts": dict.fromkeys(items, 3)} for back in range(6)
    ]
    visited = read_intake({"patient": {"id": "x", "symptom_onset_date": "2024-06"}, "visits": six}, knowledge, TODAY)
    with tempfile.TemporaryDirectory() as folder:
        cold = median(lambda: process("-m", "planner", "demo", "--document", "family", "-o", folder, "--force"), 5)
    gc.collect()
    one_person = median(lambda: seconds(lambda: make_plan(assess(intake, knowledge, today=TODAY), knowledge)), 100)
    ahead = median(lambda: milestones_of_a_stranger(facts_today(visited, knowledge, TODAY), knowledge), 100)
    ours, alone = handout_against_naive(html)
    rows = [
        ("--help, a new process", median(lambda: process("-m", "planner", "--help"), 9), 0.2, "s"),
        ("knowledge loaded, a new process", median(load_in_new_process, 7), 0.25, "s"),
        ("assess and plan one person", one_person * 1000, 5, "ms"),
        ("milestones of one person, six visits", ahead * 1000, 1, "ms"),
        ("plan --document family, a new process", cold, 2, "s"),
        ("family handout, warm", ours, None, "s"),
        ("WeasyPrint alone on the same page", alone, None, "s"),
        ("ratio of the two", ours / alone, 1.15, "times"),
    ]
    for name, value, budget, unit in rows:
        allowed = "" if budget is None else f"  (budget {budget:g} {unit})"
        print(f"{name:<40} {value:8.3f} {unit}{allowed}")


if __name__ == "__main__":
    main()
