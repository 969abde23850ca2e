"""Another unit in which a fact is entered, and by what it is told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from planner.model.text import OneLine


def with_unit(said: str, unit: str) -> str:
    """A number or a span with its unit behind it; without one that only names the span itself ("0-10")."""
    return said if unit[:1].isdigit() else f"{said} {unit}".rstrip()


class Beside(BaseModel):
    """Values of these facts that differ by the ratio of two units, give or take a share of it, are of two units.

    ``months``: how far apart two values of one fact may lie to be held against each other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    facts: tuple[OneLine, ...] = Field(min_length=1)
    give_or_take: float = Field(gt=0, lt=1)
    months: int = Field(gt=0)


class AlsoAs(BaseModel):
    """Another unit in which a fact is entered: told by a number at or below ``at_most``, or by what stands ``beside`` it.

    ``times`` is left out where it may be one of several units.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    at_most: float | None = None
    beside: Beside | None = None
    unit: OneLine
    times: float | None = None

    @model_validator(mode="after")
    def _told_somehow(self) -> AlsoAs:
        if self.at_most is None and self.beside is None:
            raise ValueError("Say at_most or beside, by which the other unit is told")
        if self.beside is not None and not 0 < (self.times or 0) < 1:
            raise ValueError("With beside goes times, below one: the larger of two values is the one in the other unit")
        return self

    def looks_so(self, number: float) -> bool:
        """Whether a number without its unit is so low that it is taken for the other unit."""
        return self.at_most is not None and 0 < number <= self.at_most
