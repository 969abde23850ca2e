"""Times and memory of a clinic day: `python tests/benchmarks/of_the_tables.py [--old CHECKOUT] [--people N] [--jobs N]`.

Assess, plan and JSON of every third story, side by side with another checkout (--old), each in new processes in turn; two
jobs against one; the most memory that a batch of so many PEOPLE as JSON takes, sheets and all. Budgets are printed, never
asserted.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
ROUNDS = 5
THREE_STEPS = """
import json, sys, time
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests/support"]
from stories import STORIES, day_of, source_of
from planner import assess, load_knowledge, make_plan, plan_as_json, read_intake
knowledge = load_knowledge()
told = [(json.loads(json.dumps(source_of(name), default=str)), day_of(name)) for name in list(STORIES)[::3]]
people = [(read_intake(source, knowledge, day), day) for source, day in told]
def once():
    start = time.process_time()
    for intake, day in people:
        plan_as_json(make_plan(assess(intake, knowledge, today=day), knowledge))
    return (time.process_time() - start) / len(people) * 1000
once()
print(min(once() for _ in range(5)))
"""


def three_steps(folder: Path) -> float:
    """Milliseconds a person of assess, plan and JSON by the code and the stories of a checkout; the best of five rounds."""
    command = [sys.executable, "-c", THREE_STEPS, str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout)


def side_by_side(old: Path) -> None:
    pairs = [(three_steps(old), three_steps(ROOT)) for _ in range(ROUNDS)]
    before, now = (min(side) for side in zip(*pairs, strict=True))
    print(f"assess, plan and JSON: {now:.1f} ms a person, before {before:.1f} ms: {now / before:.2f} (budget 0.50)")


def clinic_of(people: int, folder: Path) -> None:
    """So many invented people with a visit or two, no two alike."""
    chance = Random(people)
    items = ("speech", "salivation", "swallowing", "handwriting", "dressing", "turning", "walking", "stairs", "dyspnea")
    for at in range(people):
        visits = [
            {"on": day, "facts": {f"alsfrs_{item}": chance.randint(0, 4) for item in items} | {"fvc_l": chance.randint(1, 5)}}
            for day in ("2026-05-20", "2026-11-20")[chance.randint(0, 1) :]
        ]  # fmt: skip
        told = {"patient": {"id": f"a{at}", "symptom_onset_date": "2024-06"}, "visits": visits}
        (folder / f"a{at}.json").write_text(json.dumps(told))


def batch(source: Path, out: Path, jobs: int) -> float:
    """Seconds of a batch as JSON."""
    command = [sys.executable, "-m", "planner", "batch", str(source), "-o", str(out), "--jobs", str(jobs)]
    start = time.perf_counter()
    subprocess.run([*command, "--document", "none", "--today", TODAY, "--quiet"], check=True, cwd=ROOT)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--old", type=Path)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if asked.old:
        side_by_side(asked.old.resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        clinic_of(asked.people, folder / "in")
        many = batch(folder / "in", folder / "many", asked.jobs)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
            1 << 20 if sys.platform == "darwin" else 1 << 10
        )
        print(f"{asked.people:,} people as JSON: {used:.0f} MB at most (budget 300), {many:.0f} s in {asked.jobs} jobs")
        if asked.people <= 1000:
            one = batch(folder / "in", folder / "one", 1)
            print(f"{asked.jobs} jobs against one: {one / many:.2f} times as fast (budget 1.8 for two)")


if __name__ == "__main__":
    main()
