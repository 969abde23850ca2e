"""Told plans and pages → papers that can be held against each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.plan.changes import UNTOLD, Listed, Paper, Told
from planner.record.shapes import AgendaTold, LineTold, PagesTold, PlanTold, ReasonTold


def paper_of_told(told: PlanTold, facts: dict[str, Told] | None) -> Paper:
    """What a plan that was told says; ``facts`` are those of its intake, where it is known."""
    because = [reason for part in (told.recommendations, told.equipment, told.red_flags) for e in part for reason in e.because]  # fmt: skip
    stage = told.stage.sinaki_mulder
    return Paper(
        id=told.id,
        day=told.today,
        knowledge=str(told.knowledge),
        entries={
            "red_flag": {f.id: Listed(title=f.say, state=f.urgency, facts=_names(f.because)) for f in told.red_flags},
            "recommendation": {
                a.id: Listed(
                    title=a.title, state=a.timing, day=_iso(a.start_by), put_off=a.put_off, facts=_names(a.because)
                )
                for a in told.recommendations
            },
            "equipment": {
                o.id: Listed(
                    title=o.name, state=o.action, day=_iso(o.order_by), put_off=o.put_off, facts=_names(o.because)
                )
                for o in told.equipment
            },
            "agenda": _places(told.agenda),
        },
        waited={line.problem: line.moved for line in told.agenda.next_visit},
        facts=_decided(because) if facts is None else facts,
        all_facts=facts is not None,
        stage=(stage.low, stage.high),
    )


def _places(agenda: AgendaTold) -> dict[str, Listed]:
    """Where each problem stood: on the agenda of that day, or moved to the next visit."""
    listed = {line.problem: Listed(title=line.title, state="today") for line in agenda.today}
    return listed | {
        line.problem: Listed(title=line.title, state="next_visit", day=_iso(line.on)) for line in agenda.next_visit
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _names(reasons: Iterable[ReasonTold]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason.fact for reason in reasons if reason.fact))


def _decided(reasons: Iterable[ReasonTold]) -> dict[str, Told]:
    """The facts that decided something: all that a plan without its intake tells of them."""
    plain = (bool, int, float, str)
    return {r.fact: Told(r.value, _iso(r.on)) for r in reasons if r.fact and isinstance(r.value, plain)}


def _entry(shown: LineTold) -> Listed:
    """A line of a page; of what was put off the page tells no timing."""
    if shown.when == "put_off":
        return Listed(title=shown.title, state=UNTOLD, put_off=True)
    return Listed(title=shown.title, state=shown.when, day=shown.start_by or shown.order_by)


def paper_of_pages(pages: PagesTold) -> Paper:
    """What carried pages say."""

    def entries(shown: Iterable[LineTold]) -> dict[str, Listed]:
        return {s.title: _entry(s) for s in shown}

    return Paper(
        id=pages.id,
        day=pages.day,
        knowledge=str(pages.knowledge),
        kind=pages.document,
        entries={"recommendation": entries(pages.recommendations), "equipment": entries(pages.equipment)},
        reader=pages.reader,
        look_ahead=pages.look_ahead,
        language=pages.language,
    )
