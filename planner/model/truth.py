"""Three-valued truth: an unknown is a value, never "no"."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn


class Truth(IntEnum):
    """NO < UNKNOWN < YES, so that "all" is the smallest and "any" the largest (Kleene's strong logic)."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __bool__(self) -> NoReturn:
        raise TypeError("A Truth has three values: compare it with Truth.YES, never test it bare.")

    def __invert__(self) -> Truth:
        return Truth(2 - int(self))

    @property
    def as_json(self) -> bool | None:
        """true, false or null (not known)."""
        return {Truth.NO: False, Truth.UNKNOWN: None, Truth.YES: True}[self]
