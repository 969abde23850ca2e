"""When to call: the lines of stages/always_call.yaml, and which of them one person reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from planner.model.conditions import Condition, truth_of
from planner.model.facts import Facts
from planner.model.shapes import Shape
from planner.model.text import Name, Text
from planner.model.truth import Truth


class CallLine(Shape):
    """A sign to call for. It stands unless ``condition`` is no, or (``certain``) only where that is yes.

    Where ``found_if`` is known to hold, the sign is told as found and not asked. ``said_by`` are danger signs that say the
    same: where one of them was found, this line is left out. ``on_sheets``: whether a sheet of no one person has it.
    """

    says: Text
    condition: Condition | None = None
    certain: bool = False
    found_if: Condition | None = None
    said_by: tuple[Name, ...] = ()
    on_sheets: bool = True

    def is_for(self, facts: Facts) -> bool:
        """Whether this body may read it; what is not known silences no danger."""
        truth = Truth.YES if self.condition is None else truth_of(self.condition, facts)
        return truth is Truth.YES or (truth is Truth.UNKNOWN and not self.certain)

    def is_found(self, facts: Facts) -> bool:
        return self.found_if is not None and truth_of(self.found_if, facts) is Truth.YES

    def conditions(self) -> Iterable[Condition]:
        return (part for part in (self.condition, self.found_if) if part is not None)


CallLines = Mapping[str, tuple[CallLine, ...]]


@dataclass(frozen=True, kw_only=True)
class Calls:
    """By urgency the places of the lines that one person reads, and of those that are told as found."""

    asked: Mapping[str, tuple[int, ...]]
    found: Mapping[str, tuple[int, ...]]


def calls_of(lines: CallLines, facts: Facts, signs: Collection[str]) -> Calls:
    """The lines for one person; ``signs`` are the danger signs that were found."""
    asked, found = dict[str, tuple[int, ...]](), dict[str, tuple[int, ...]]()
    for urgency, told in lines.items():
        own = [at for at, line in enumerate(told) if line.is_for(facts) and not set(line.said_by).intersection(signs)]
        found[urgency] = tuple(at for at in own if told[at].is_found(facts))
        asked[urgency] = tuple(at for at in own if at not in found[urgency])
    return Calls(asked=asked, found=found)
