"""What every story's agenda holds, as a table: how much it says, and what must stand today, so that short is never silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import ROOT
from stories import STORIES, base, plan_for

from planner.plan.plan import Plan

TABLE = ROOT / "tests" / "golden" / "agenda.txt"
HEAD = "lines acts severe next_visit habits left_out questions things | the story | what must stand today"
TO_GET = ("order_now", "arrange", "order_by")


def row(name: str, plan: Plan) -> str:
    """The counts of one agenda, and the acts whose severity is two or more."""
    agenda = plan.agenda
    acts = [act for line in agenda.today for act in line.acts]
    counts = (
        len(agenda.today),
        len(acts),
        len([line for line in agenda.today if line.severity == 3]),
        len(agenda.next_visit),
        len(agenda.habits),
        len(agenda.left_out),
        len([question for question in plan.measure_next if not question.pack]),
        len([order for order in plan.equipment if order.action in TO_GET and not order.put_off]),
    )
    must = " ".join(sorted(act.id for act in acts if act.severity > 1))
    return f"{' '.join(f'{count:>2}' for count in counts)} | {name} | {must or '-'}"


def table() -> str:
    return "\n".join([HEAD, *(row(name, plan_for(name, base())) for name in STORIES)]) + "\n"


def test_the_table_of_agendas_is_as_it_was_accepted(request: pytest.FixtureRequest) -> None:
    found = table()
    if request.config.getoption("--accept"):
        Path(TABLE).write_text(found, encoding="utf-8")
    kept = TABLE.read_text(encoding="utf-8").splitlines()
    assert [line for line in found.splitlines() if line not in kept] == []
    assert len(kept) == len(STORIES) + 1


def test_no_story_has_more_than_a_visit_carries() -> None:
    rows = [line.split(" | ")[0].split() for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    most = int(base().numbers["agenda_lines"])
    assert [counts for counts in rows if int(counts[0]) > most and int(counts[2]) < int(counts[0]) - most] == []
    assert [counts for counts in rows if int(counts[6]) > int(base().numbers["single_questions_most"])] == []
