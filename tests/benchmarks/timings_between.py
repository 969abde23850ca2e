"""For each story, which recommendations left or came into "now" and "prepare" between two checkouts.

`python tests/benchmarks/timings_between.py OLD [NEW]`: folders of two checkouts (NEW: this one). Stories of NEW that OLD
can read are planned by both, each in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
WATCHED = ("now", "prepare")
PLANNED = """
import json, sys
from datetime import date
from planner import assess, load_knowledge, make_plan, read_intake
knowledge, found = load_knowledge(), {}
for name, day, source in json.load(sys.stdin):
    try:
        intake = read_intake(source, knowledge, date.fromisoformat(day))
        plan = make_plan(assess(intake, knowledge, today=date.fromisoformat(day)), knowledge)
    except Exception as error:
        print(f"{name}: not planned ({type(error).__name__})", file=sys.stderr)
        continue
    found[name] = {item.id: item.timing for item in plan.items}
print(json.dumps(found))
"""


def told() -> list[tuple[str, str, Any]]:
    """Every story: its name, its day, and what is told."""
    sys.path[:0] = [str(HERE / "tests" / "support"), str(HERE)]
    from stories import STORIES, day_of, source_of

    return [(name, day_of(name).isoformat(), json.loads(json.dumps(source_of(name), default=str))) for name in STORIES]


def planned(folder: Path, stories: list[tuple[str, str, Any]]) -> dict[str, dict[str, str]]:
    """Story → recommendation → timing, by the code and the knowledge of one checkout."""
    given = json.dumps(stories)
    made = subprocess.run([sys.executable, "-c", PLANNED], input=given, cwd=folder, env={"PYTHONPATH": str(folder)}, check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    found: dict[str, dict[str, str]] = json.loads(made.stdout)
    return found


def main() -> None:
    old, new = (Path(name).resolve() for name in (*sys.argv[1:3], HERE)[:2])
    stories = told()
    before, after = planned(old, stories), planned(new, stories)
    for name, timings in after.items():
        was = before.get(name, {})
        for timing in WATCHED:
            came = sorted(f"{one} ({was.get(one, 'new')})" for one in timings if timings[one] == timing != was.get(one))
            left = sorted(
                f"{one} ({timings.get(one, 'gone')})" for one in was if was[one] == timing != timings.get(one)
            )
            if came or left:
                print(f"{name}\n  {timing}: came {', '.join(came) or '-'}; left {', '.join(left) or '-'}")


if __name__ == "__main__":
    main()
