"""What a clinic tells about one person, checked: frozen values, nothing worked out yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from planner.model.days import Day
from planner.model.facts import YES_NO, Observation, Value, Vocabulary
from planner.model.text import Code, Name, OneLine, Phone, Text

# An amount in its own currency; the highest leaves room for any of them.
Amount = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]


def _whole(told: Any) -> Any:
    """90.0 is 90, as some programs write it."""
    return int(told) if isinstance(told, float) and told.is_integer() else told


def _yes_no(told: Any) -> Any:
    return YES_NO.get(told, told) if isinstance(told, str) else told


DaysLong = Annotated[int, Field(strict=True, ge=0, le=3650), BeforeValidator(_whole)]
YesNo = Annotated[
    bool, Field(strict=True), BeforeValidator(_yes_no), WithJsonSchema({"enum": [*YES_NO, *YES_NO.values()]})
]
LookAhead = Literal["now", "3_months", "12_months", "all"]


class IntakePart(BaseModel):
    """A part of the intake; keys it does not know are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class TeamMember(IntakePart):
    role: Name
    name: Name = ""
    phone: Phone = ""
    when: Name = ""


class EquipmentItem(IntakePart):
    """One piece of equipment with its story; ``status`` is a choice of the fact equipment_status, ``until`` the end of a loan."""

    item: OneLine
    status: OneLine
    since: Day | None = None
    until: Day | None = None
    route: Name = ""
    note: Text = ""


class LeadDays(IntakePart):
    min: DaysLong
    typical: DaysLong
    longest: DaysLong


class Quote(IntakePart):
    """A real offer; it replaces the planner's defaults."""

    item: OneLine
    route: Name
    lead_days: LeadDays | None = None
    buy: Amount | None = None
    rent_month: Amount | None = None
    delivery: Amount | None = None
    currency: Code = ""
    on: Day | None = None


class LeaveOut(IntakePart):
    """A line that the therapist leaves out; one that prevents harm within weeks leaves only with a reason."""

    id: OneLine
    because: Text = ""


class AgendaWord(IntakePart):
    """How the therapist overrules the agenda: what comes first, what waits, what is left out (ids of advice or problems)."""

    first: tuple[OneLine, ...] = ()
    next_visit: tuple[OneLine, ...] = ()
    leave_out: tuple[LeaveOut, ...] = ()


class SignOff(IntakePart):
    """The therapist who checked this plan; until then family pages carry the draft bar. ``notes``: her words under a line."""

    by: Name = ""
    on: Day | None = None
    agenda: AgendaWord = AgendaWord()
    notes: Mapping[OneLine, Text] = Field(default_factory=dict)


class Followed(IntakePart):
    """What became of a line of an earlier plan."""

    id: OneLine
    on: Day | None = None
    became: Literal["done", "not_for_us", "later"]


class Preferences(IntakePart):
    look_ahead: LookAhead = "3_months"
    helper_look_ahead: LookAhead | None = None
    helper_may_see_more: YesNo = False
    what_matters: Text = ""
    not_now: tuple[OneLine, ...] = ()
    first: tuple[OneLine, ...] = ()
    print_topics_held_back: tuple[OneLine, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Unanswered:
    """A question that stayed open on a day, and what was noted beside it ("unable, mask leak")."""

    fact: str
    on: date
    note: str


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One person's facts as told. ``told`` are sentences about the data itself; ``source`` is what was read."""

    id: str
    name: str
    language: str
    country: str
    observations: tuple[Observation, ...]
    visits: tuple[date, ...]
    unanswered: tuple[Unanswered, ...] = ()
    preferences: Preferences = Preferences()
    team: tuple[TeamMember, ...] = ()
    equipment: tuple[EquipmentItem, ...] = ()
    quotes: tuple[Quote, ...] = ()
    review: SignOff = SignOff()
    followed: tuple[Followed, ...] = ()
    told: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()
    source: Mapping[str, Any] | None = None
    deceased: date | bool | None = None  # a day, or true where the day is not known


def months_later(day: date, months: int) -> date:
    """The same day some months on; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_after.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))


def in_force(
    vocabulary: Vocabulary,
    observations: Iterable[Observation],
    day: date,
    fresh: dict[int, Fresh] | None = None,
) -> dict[str, Value]:
    """The newest value of each fact on a day. One that has gone stale counts as unknown and says since when.

    ``fresh`` remembers, by the identity of the observations, what each is worth while it is not stale.
    """
    fresh = {} if fresh is None else fresh
    newest: dict[str, Observation] = {}
    for seen in observations:
        if seen.on <= day and (seen.fact not in newest or seen.on > newest[seen.fact].on):
            newest[seen.fact] = seen
    for name in [name for name in newest if vocabulary[name].sides and name == vocabulary[name].id]:
        if any(side in newest and newest[side].on >= newest[name].on for side in vocabulary[name].ids):
            del newest[name]  # each side was looked at since: that says more than "one of them"
    return {name: _value(vocabulary, seen, day, fresh) for name, seen in newest.items()}


Fresh = tuple[date | None, Value]


def _value(vocabulary: Vocabulary, seen: Observation, day: date, fresh: dict[int, Fresh]) -> Value:
    made = fresh.get(id(seen))
    if made is None:
        fact = vocabulary[seen.fact]
        stale_from = months_later(seen.on, fact.stale_after) if fact.stale_after else None
        position = fact.position(seen.value)
        made = fresh[id(seen)] = (
            stale_from,
            Value(low=position, high=position, on=seen.on, asks=(), of=seen.fact, raw=seen.value, note=seen.note),
        )
    stale_from, value = made
    if stale_from is None or stale_from >= day:
        return value
    low, high = vocabulary[seen.fact].ends
    return Value(
        low=low,
        high=high,
        on=seen.on,
        asks=(seen.fact,),
        of=seen.fact,
        raw=None,
        note=seen.note,
        stale_since=stale_from,
    )


def merged_visits(visits: Sequence[date], within_days: float) -> tuple[date, ...]:
    """Visits close together count as one, at the later date; weekly ones keep that distance and never melt into one."""
    kept: list[date] = []
    for visit in sorted(set(visits), reverse=True):
        if not kept or (kept[-1] - visit).days >= within_days:
            kept.append(visit)
    return tuple(reversed(kept))
