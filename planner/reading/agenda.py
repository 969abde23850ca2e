"""What an intake says about the agenda: what matters most, what became of earlier lines, and the therapist's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from planner.model.intake import Followed, Preferences, SignOff
from planner.reading.checked import hint
from planner.reading.entries import Entries
from planner.reading.strict_yaml import Path_


def agenda_checked(entries: Entries, preferences: Preferences, followed: Sequence[Followed], review: SignOff) -> None:
    """Every id is one that exists, with the nearest named where it is not; no day lies ahead."""
    problems = set(entries.knowledge.problems.problems)
    advice = {rule.id for rule in entries.knowledge.recommendations}
    things = set(entries.knowledge.equipment)
    _known(entries, preferences.first, problems, ("preferences", "first"), "a problem of problems.yaml")
    word, either = review.agenda, "the id of a recommendation or of a problem"
    for key, names in (("first", word.first), ("next_visit", word.next_visit)):
        _known(entries, names, advice | problems, ("review", "agenda", key), either)
    left = [entry.id for entry in word.leave_out]
    _known(entries, left, advice | problems, ("review", "agenda", "leave_out"), either)
    _known(entries, review.notes, advice | problems, ("review", "notes"), either)
    became = [entry.id for entry in followed]
    _known(entries, became, advice | things, ("followed",), "the id of a recommendation or a piece of equipment")
    for at, entry in enumerate(followed):
        entries.can_be(entry.on, ("followed", at, "on"))


def _known(entries: Entries, names: Iterable[str], known: Collection[str], path: Path_, use: str) -> None:
    for at, name in enumerate(names):
        if name not in known:
            what = f"I do not know '{name[:60]}'.{hint(entries.read, name, known)}"
            entries.refuse((*path, at), what, f"Use {use}.")
