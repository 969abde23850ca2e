"""What somebody types into the page: the fields of a first visit, or of a follow-up of what was opened."""

from __future__ import annotations

from datetime import date

from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import intake_as_json
from planner.web.filled import VISIT, base_as_text, standing
from planner.web.posted import AS_OF, BASE, Posted


def afresh(intake: Intake, knowledge: Knowledge) -> Posted:
    """Everything of somebody who was seen once, typed into the empty form."""
    day = intake.visits[-1]
    return Posted({**standing(intake, knowledge, day).fields, VISIT: day.isoformat()})


def opened(intake: Intake, knowledge: Knowledge, day: date, **changes: str) -> Posted:
    """The form of what was opened, with what stands in it and these fields changed."""
    stood = standing(intake, knowledge, day).fields
    base = base_as_text(intake_as_json(intake, knowledge))
    return Posted({**stood, BASE: base, AS_OF: day.isoformat(), VISIT: day.isoformat(), **changes})
