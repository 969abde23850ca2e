"""What a browser sent: fields by name, each bounded in number and length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from planner.model.errors import IntakeError, Problem

MOST_FIELDS = 3000
LONGEST_FIELD = 1_500_000  # the earlier visits of one person, as a file holds them
BASE, AS_OF, LANGUAGE = "base", "as_of", "words"
FACT, UNIT, DAY, STATUS, SINCE, ROUTE = "f.", "u.", "d.", "e.", "since.", "route."
PUT_OFF, QUOTE, TEAM = "put_off.", "q.", "team."
WORD, REASON, NOTE = "word.", "reason.", "note."  # the therapist's word on a line of the agenda
BAR = "|"


@dataclass(frozen=True)
class Posted:
    """Fields by name; several ticks of one question stand joined by bars. A field that is not there was not on the page."""

    fields: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        return self.fields.get(name, "")

    def starting(self, prefix: str) -> dict[str, str]:
        """The fields whose names begin so, without that beginning."""
        return {name.removeprefix(prefix): value for name, value in self.fields.items() if name.startswith(prefix)}

    def but(self, **changes: str) -> Posted:
        return replace(self, fields={**self.fields, **changes})

    def changed(self, changes: Mapping[str, str]) -> Posted:
        return replace(self, fields={**self.fields, **changes})


def posted(pairs: Iterable[tuple[str, object]]) -> Posted:
    """The fields of a form. Raises IntakeError where there are too many, or one is too long."""
    found: dict[str, list[str]] = {}
    for at, (name, value) in enumerate(pairs):
        if at >= MOST_FIELDS:
            raise refused(f"This form has more than {MOST_FIELDS:,} fields.", "Send what the page asks for.")
        if not isinstance(value, str):
            raise refused("A file stands where text was expected.", "Open files on the first page.")
        if len(value) > LONGEST_FIELD:
            raise refused("A field of this form is too long.", "Shorten it.")
        found.setdefault(name[:200], []).append(value.replace("\r\n", "\n").strip())
    return Posted({name: BAR.join(filter(None, values)) for name, values in found.items()})


def refused(what: str, remedy: str) -> IntakeError:
    return IntakeError([Problem("form", 0, what, remedy)])
