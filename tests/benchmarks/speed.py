"""Times and ratios of one run: `python tests/benchmarks/speed.py`. Budgets are printed, never asserted."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.facts import Facts
    from planner.model.knowledge import Knowledge
    from planner.record.carried import Carried

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
SUPPORT = str(ROOT / "tests" / "support")
LOAD = "import time; t = time.perf_counter(); from planner import load_knowledge; load_knowledge(); print(time.perf_counter() - t)"


Files = tuple["Carried", ...]


def median(measure: Callable[[], float], times: int) -> float:
    return statistics.median(measure() for _ in range(times))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def process(*arguments: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True))


def worker(code: str) -> str:
    """What a new process prints that runs a line of this file."""
    folders = [SUPPORT, str(ROOT / "tests" / "benchmarks"), str(ROOT)]
    start = f"import sys; sys.path[:0] = {folders!r}; from speed import *; {code}"
    return subprocess.run([sys.executable, "-c", start], check=True, capture_output=True, text=True).stdout


def load_in_new_process() -> float:
    return float(subprocess.run([sys.executable, "-c", LOAD], check=True, capture_output=True, text=True).stdout)


def naive(html: str, files: Files) -> Callable[[], object]:
    """WeasyPrint alone on the same page: fonts and style sheets loaded anew each time; same variant, tags and files."""
    import weasyprint

    from planner.press.archive import finish
    from planner.press.press import VARIANT, base

    def draw() -> object:
        page = weasyprint.HTML(string=html, base_url=base())
        return page.write_pdf(pdf_variant=VARIANT, finisher=lambda document, pdf: finish(pdf, files, TODAY))

    return draw


def against_naive(pages: list[str], files: Files) -> tuple[float, float]:
    """Medians over alternating runs in one process: ours, WeasyPrint alone; each page in turn."""
    from planner.press.archive import archived

    pairs = [
        (seconds(lambda page=page: archived(page, files, TODAY)), seconds(naive(page, files)))  # type: ignore[misc]
        for page in pages
    ]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def pages_of_strangers(knowledge: Knowledge, count: int = 15) -> list[str]:
    """Handouts of people in tests/stories, one each."""
    from stories import STORIES, plan_for

    from planner import compose, render_html

    return [render_html(compose(plan_for(name, knowledge), "family")) for name in list(STORIES)[:count]]


def has_harfbuzz_subset() -> bool:
    """Whether fonts are cut down by HarfBuzz, on both sides; without it both are slower."""
    from weasyprint.text.ffi import harfbuzz_subset

    return bool(harfbuzz_subset)


def peak() -> float:
    """The most memory this process has had, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def memory_of_documents(counts: tuple[int, ...] = (50, 500)) -> list[float]:
    """The peak after so many handouts of as many people, three plans in turn, each with its own name and words."""
    from people import plan_of

    from planner import compose, load_knowledge, render_html, render_pdf

    knowledge = load_knowledge()
    plans = [plan_of(who, knowledge) for who in ("demo", "late", "almost_unknown")]
    found = []
    for number in range(1, max(counts) + 1):
        plan = plans[number % len(plans)]
        wishes = plan.intake.preferences.model_copy(
            update={"what_matters": f"Invented wish {number}, in words of my own"}
        )
        intake = replace(plan.intake, name=f"Invented {number}", preferences=wishes)
        render_pdf(render_html(compose(replace(plan, intake=intake), "family")))
        if number in counts:
            found.append(peak())
    return found


def milestones_of_a_stranger(facts: Facts, knowledge: Knowledge) -> float:
    """Seconds for every milestone of facts that nobody has asked yet, so that no visit is remembered."""
    from planner.assessment.projection import milestones

    return seconds(lambda: milestones(facts, knowledge))


def equipment_of_somebody_late(knowledge: Knowledge) -> float:
    """Seconds for the equipment plan of the person who needs most of it, once all else is planned."""
    from people import LATE

    from planner import assess, make_plan, read_intake
    from planner.plan.equipment import equipment_plan

    found = assess(read_intake(LATE, knowledge, TODAY), knowledge, today=TODAY)
    items = make_plan(found, knowledge).items
    return seconds(lambda: equipment_plan(items, found, knowledge))


# Larger than may be read, values that would multiply for ever, and values in values.
HOSTILE = ("x: {value: 1}\n" * 400_000, "a: &a [1]\n" + "".join(f"b{at}: [*a, *a]\n" for at in range(30)), "[" * 5000)


def refusing(text: str) -> float:
    """Seconds until a hostile file is refused."""
    from planner.reading.strict_yaml import read_text

    return seconds(lambda: read_text(text, "hostile.yaml"))


def main() -> None:
    from planner import assess, compose, load_knowledge, make_plan, read_intake, render_html
    from planner.assessment.derive import facts_today
    from planner.record.carried import carried

    sys.path.insert(0, SUPPORT)
    knowledge = load_knowledge()
    intake = read_intake(ROOT / "stages" / "demo.yaml", knowledge, TODAY)
    plan = make_plan(assess(intake, knowledge, today=TODAY), knowledge)
    document = compose(plan, "family")
    html, contents = render_html(document), document.carries
    assert contents is not None
    items = [item for items in knowledge.course.domains.values() for item in items]
    six = [
        {"on": (TODAY - timedelta(2 + 91 * back)).isoformat(), "facts": dict.fromkeys(items, 3)} for back in range(6)
    ]
    visited = read_intake({"patient": {"id": "x", "symptom_onset_date": "2024-06"}, "visits": six}, knowledge, TODAY)
    with tempfile.TemporaryDirectory() as folder:
        cold = median(lambda: process("-m", "planner", "demo", "--document", "family", "-o", folder, "--force"), 5)
    gc.collect()
    one_person = median(lambda: seconds(lambda: make_plan(assess(intake, knowledge, today=TODAY), knowledge)), 100)
    late = min(equipment_of_somebody_late(knowledge) for _ in range(5))
    load = median(lambda: seconds(load_knowledge), 5)
    ahead = median(lambda: milestones_of_a_stranger(facts_today(visited, knowledge, TODAY), knowledge), 100)
    files = carried(contents, plan)
    against_naive([html] * 2, files)
    ours, alone = against_naive([html] * 15, files)
    stranger, alone_again = against_naive(pages_of_strangers(knowledge), files)
    at_50, at_500 = map(float, worker("print(*memory_of_documents())").split())
    rows = [
        ("--help, a new process", median(lambda: process("-m", "planner", "--help"), 9), 0.2, "s"),
        ("knowledge loaded, a new process", median(load_in_new_process, 7), 0.3, "s"),
        ("assess and plan one person, equipment too", one_person * 1000, 10, "ms"),
        ("equipment of somebody late in the disease", late * 1000, 2, "ms"),
        ("the slowest hostile file against loading all", max(map(refusing, HOSTILE)) / load, 10, "times"),
        ("milestones of one person, six visits", ahead * 1000, 1, "ms"),
        ("plan --document family, a new process", cold, 2, "s"),
        ("family handout, warm", ours, None, "s"),
        ("WeasyPrint alone on the same page", alone, None, "s"),
        ("warm render against naive", ours / alone, 0.75, "times"),
        ("the same, each of somebody new", stranger / alone_again, 0.75, "times"),
        ("HarfBuzz's subset library on both sides", has_harfbuzz_subset(), None, "(1: yes)"),
        ("memory after 50 documents", at_50, None, "MB"),
        ("memory over 500 documents", at_500 / at_50, 1.1, "times that after 50"),
    ]
    for name, value, budget, unit in rows:
        allowed = "" if budget is None else f"  (budget {budget:g} {unit})"
        print(f"{name:<40} {value:8.3f} {unit}{allowed}")


if __name__ == "__main__":
    main()
