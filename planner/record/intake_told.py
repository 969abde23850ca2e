"""What to read an intake from: a file of its own, or a PDF of ours that holds one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.record.earlier import open_pdf, refused


def intake_told_by(source: str) -> str | Mapping[str, Any]:
    """What to read an intake from: the file itself, or what a PDF of ours holds (a form filled in, a therapist's plan).

    Raises IntakeError where a PDF holds no intake.
    """
    if not source.lower().endswith(".pdf"):
        return source
    earlier = open_pdf(source)
    if earlier.intake is None:
        raise refused(source, "This PDF carries no intake.", "Give a therapist's plan, or a form that was filled in.")
    return earlier.intake
