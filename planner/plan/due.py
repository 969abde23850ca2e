"""When something is due: the one set of definitions of now, prepare and later, and the day on which one has to start.

Now: it is needed today, or its start-by day is past or near (a limit). Prepare: the start-by day lies after that, up to
the next visit. Later: after it. No day that is given to anybody lies before today; by how many days it is late is told
beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Literal

from planner.assessment.assessment import Assessment
from planner.assessment.derive import DAYS_PER_MONTH
from planner.assessment.outlook import Window
from planner.model.conditions import truth_of
from planner.model.knowledge import Ahead, Knowledge
from planner.model.truth import Truth
from planner.plan.leads import FAST, MEDIUM, Arithmetic

Due = Literal["now", "prepare", "later"]
Margin = Literal["likely", "early", "published_fall", "far", "number"]
"""What a start-by day was reckoned from: a course; twice the published fall; far off its number, and looked at again at
the next visit; or a number that is crossed, from which it is prepared by then."""


@dataclass(frozen=True)
class Dates:
    """The first day of need along each course, None beyond the horizon."""

    early: date | None
    likely: date | None
    late: date | None


@dataclass(frozen=True, kw_only=True)
class Start:
    """When to start: never a day before today. ``need_by`` is the day it was reckoned back from, ``needed_today`` its window begins today."""

    timing: Due
    on: date
    overdue_days: int
    need_by: date
    margin: Margin
    needed_today: bool = False


# --- pace and the next visit -------------------------------------------------------------------------------------


def speed_of(assessment: Assessment, *, breathing: bool = False) -> int:
    """The pace as a place on its scale, of breathing where that is asked for and known; an unknown pace counts as medium."""
    progression = assessment.progression
    pace = progression.breathing.pace if breathing and progression.breathing.pace.known else progression.pace
    return int(pace.low) if pace.known else MEDIUM


def fastest(assessment: Assessment) -> int:
    """The faster of the pace of the illness and that of breathing: it says how soon the next visit is."""
    return max(speed_of(assessment), speed_of(assessment, breathing=True))


def next_visit_on(assessment: Assessment, knowledge: Knowledge) -> date:
    """The day of the next visit: sooner where the illness or the breathing changes fast."""
    name = "next_visit_fast_days" if fastest(assessment) == FAST else "next_visit_days"
    return assessment.today + timedelta(int(knowledge.numbers[name]))


# --- now, prepare, later -----------------------------------------------------------------------------------------


def due(day: date, assessment: Assessment, knowledge: Knowledge) -> Due:
    """Now where a day is past or near, prepare up to the next visit, later after it."""
    if day <= assessment.today + timedelta(int(knowledge.numbers["due_now_days"])):
        return "now"
    return "prepare" if day <= next_visit_on(assessment, knowledge) else "later"


def not_past(day: date, assessment: Assessment) -> tuple[date, int]:
    """A day as it is given to people: today where it has passed, and by how many days; nothing starts before the diagnosis."""
    diagnosed = assessment.facts.value("diagnosis_date")
    if diagnosed.known:
        day = max(day, date.fromordinal(int(diagnosed.low)))
    return max(day, assessment.today), max(0, (assessment.today - day).days)


def start_for(
    window: Window | None,
    sum_: Arithmetic,
    assessment: Assessment,
    knowledge: Knowledge,
    *,
    early: bool,
    ahead: Ahead | None = None,
) -> Start | None:
    """When to start for a need that lies in this window; ``early``: reckoned on the early course. None: not in sight.

    ``ahead`` may ask for a likely need within some months, for a measure that is near its number, or for a start by the
    next visit at the latest.
    """
    start = None if window is None else _by_window(window, sum_, assessment, knowledge, early, ahead)
    if ahead is None or ahead.prepare_when is None:
        return start
    visit = next_visit_on(assessment, knowledge)
    if (start and start.on <= visit) or truth_of(ahead.prepare_when, assessment.facts) is not Truth.YES:
        return start
    return Start(timing="prepare", on=visit, overdue_days=0, need_by=visit + timedelta(sum_.total), margin="number")


def _by_window(
    window: Window, sum_: Arithmetic, assessment: Assessment, knowledge: Knowledge, early: bool, ahead: Ahead | None
) -> Start | None:
    distant = ahead is not None and _is_distant(window, ahead, knowledge)
    margin, need = _reckoned_from(window, early, distant)
    if need is None:
        return None
    day = _day(assessment.today, need) - timedelta(sum_.total)
    today = window.early == 0 and not distant
    after = next_visit_on(assessment, knowledge) + timedelta(1)
    on_every_course = window.late is not None and _day(assessment.today, window.late) < after
    if ahead is not None and not on_every_course and _is_far(ahead, assessment, knowledge):
        day, margin, today = (after, "far", False) if day < after else (day, margin, False)
    on, overdue = not_past(day, assessment)
    return Start(
        timing="now" if today else due(on, assessment, knowledge), on=on, overdue_days=overdue,
        need_by=day + timedelta(sum_.total), margin=margin, needed_today=today,
    )  # fmt: skip


def _reckoned_from(window: Window, early: bool, distant: bool) -> tuple[Margin, float | None]:
    """The margin and the month: the doubled fall stands in for the early course and is never taken on top of it."""
    if distant:
        return "likely", window.likely
    if window.doubled is not None:
        return "published_fall", window.doubled
    return ("early", window.early) if early or window.likely is None else ("likely", window.likely)


def _is_distant(window: Window, ahead: Ahead, knowledge: Knowledge) -> bool:
    """Whether only the early course needs it within the months that the advice asks for."""
    if not ahead.likely_within:
        return False
    return window.likely is None or window.likely > knowledge.numbers[ahead.likely_within]


def _is_far(ahead: Ahead, assessment: Assessment, knowledge: Knowledge) -> bool:
    """Whether a measure is far from the number of a thing, and by the person's own slope stays so up to the next visit."""
    if ahead.near is None or truth_of(ahead.near, assessment.facts) is not Truth.NO:
        return False
    days = (next_visit_on(assessment, knowledge) - assessment.today).days
    return truth_of(ahead.near, assessment.outlook.by_own_slopes(days)) is Truth.NO


def _day(today: date, months: float) -> date:
    return today + timedelta(floor(months * DAYS_PER_MONTH))


def dates_of(window: Window, today: date) -> Dates:
    """The first day of need along each course, counted from today."""
    return Dates(*(None if m is None else _day(today, m) for m in (window.early, window.likely, window.late)))
