"""What is read of a plan JSON or of carried pages: the parts that papers are compared by, each with its bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from planner.model.intake import LookAhead
from planner.model.knowledge import Timing, Urgency
from planner.model.text import OneLine, Text
from planner.plan.orders import Action

LONG = 3000  # entries of a list
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$")]


def _is_day(told: str) -> str:
    """A day, a month, or nothing."""
    if told:
        date.fromisoformat(told if len(told) > len("2027-02") else f"{told}-01")
    return told


PrintedDay = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}(-\d{2})?)?$"), AfterValidator(_is_day)]


class PartTold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ReasonTold(PartTold):
    fact: Id
    value: Any = None
    on: date | None = None


class Decided(PartTold):
    """Something with its reasons; remarks among them that are not about a fact are left out."""

    id: Id
    because: tuple[ReasonTold, ...] = Field(default=(), max_length=LONG)

    @field_validator("because", mode="before")
    @classmethod
    def _of_facts(cls, told: Any) -> Any:
        return [one for one in told if isinstance(one, dict) and "value" in one] if isinstance(told, list) else told


class Edition(PartTold):
    edition: OneLine = ""
    digest: Text = ""

    def __str__(self) -> str:
        return f"{self.edition}, {self.digest}"


class Advice(Decided):
    title: OneLine = ""
    timing: Timing
    put_off: bool = False
    start_by: date | None = None


class Thing(Decided):
    name: OneLine = ""
    action: Action
    put_off: bool = False
    order_by: date | None = None


class Danger(Decided):
    urgency: Urgency
    say: Text = ""


class SpanTold(PartTold):
    low: int = Field(ge=1, le=6)
    high: int = Field(ge=1, le=6)


class StageTold(PartTold):
    sinaki_mulder: SpanTold


class AgendaLineTold(PartTold):
    problem: Id
    title: OneLine = ""
    on: date | None = None
    moved: int = Field(default=0, ge=0, le=1000)


class AgendaTold(PartTold):
    today: tuple[AgendaLineTold, ...] = Field(default=(), max_length=LONG)
    next_visit: tuple[AgendaLineTold, ...] = Field(default=(), max_length=LONG)


class PlanTold(PartTold):
    id: Id
    today: date
    knowledge: Edition
    stage: StageTold
    recommendations: tuple[Advice, ...] = Field(max_length=LONG)
    equipment: tuple[Thing, ...] = Field(max_length=LONG)
    red_flags: tuple[Danger, ...] = Field(max_length=LONG)
    agenda: AgendaTold = AgendaTold()


class LineTold(PartTold):
    title: OneLine
    when: Literal[
        "this_month",
        "next_3_months",
        "later",
        "check_first",
        "in_place",
        "to_get",
        "give_back",
        "has",
        "skip",
        "put_off",
    ]
    start_by: PrintedDay = ""
    order_by: PrintedDay = ""


class PagesTold(PartTold):
    """What a family, equipment or fridge PDF carries."""

    document: Literal["family", "equipment", "fridge"]
    id: Id
    day: date
    knowledge: Edition
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    reader: Literal["person", "helper"]
    look_ahead: LookAhead
    recommendations: tuple[LineTold, ...] = Field(default=(), max_length=LONG)
    equipment: tuple[LineTold, ...] = Field(default=(), max_length=LONG)
    what_matters: Text = ""
