"""Two papers of one person held against each other: what is new, done, gone, at another time, and which facts changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ACTIVE = ("now", "prepare", "later", "check_first", "hold", "order_now", "order_by", "arrange", "defer")
ACTIVE_ON_PAGES = ("this_month", "next_3_months", "later", "check_first", "to_get")
SAID_IN_PLACE = ("done", "has", "in_place")
HANDED_BACK = ("return", "give_back")
DUE_TODAY = ("now", "check_first", "hold", "order_now", "arrange", "defer")  # their day is today, on every paper
UNTOLD = ""  # a page does not tell the timing of what was put off
TURNED = {"recommendation": "timing", "equipment": "action", "agenda": "place"}
DAY_KEYS = {"recommendation": "start_by", "equipment": "order_by", "agenda": "on"}
MOVED = {"next_visit": "to_next_visit", "today": "to_today"}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What a paper says of one thing: its timing, action or place on the page, and its day.

    ``day`` is an ISO day, or year and month where the page has no more, or empty. ``facts`` decided it.
    """

    title: str
    state: str
    day: str = ""
    put_off: bool = False
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """The newest value of one fact as plain data (a date is its ISO text), and the day on which it was true."""

    value: Any
    on: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What one plan or page said. ``kind`` is plan, or the document whose pages these are (family, equipment, fridge).

    ``entries`` go by kind (recommendation, equipment, red_flag) and id; on pages the title stands for the id.
    ``all_facts``: ``facts`` holds whatever was told, not only what decided something. ``anew``: an intake was planned
    anew for this, as of its last visit.
    """

    id: str
    day: date
    knowledge: str
    kind: str = "plan"
    entries: Mapping[str, Mapping[str, Listed]] = field(default_factory=dict)
    facts: Mapping[str, Told] = field(default_factory=dict)
    all_facts: bool = False
    stage: tuple[int, int] | None = None
    reader: str = "person"
    look_ahead: str = "3_months"
    language: str = "en"
    anew: bool = False
    waited: Mapping[str, int] = field(default_factory=dict)  # problems that were moved to the next visit, and how often


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change. ``old`` and ``new`` are what it was and is (None: not there); ``because`` are changed facts behind it.

    ``kind``: recommendation, equipment, red_flag, agenda (a problem), stage or fact. ``change``: new, timing or action,
    start_by or order_by, done, hand_back, gone, put_off, taken_up; of the agenda: to_next_visit, to_today; of a stage or
    fact: changed.
    """

    kind: str
    id: str
    title: str
    change: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Since:
    """The changes since an earlier paper: its day, its knowledge, and ``source``: plan, intake (planned anew) or pages.

    ``language``: that of the titles, where pages told them.
    """

    day: date
    knowledge: str
    source: str
    changes: tuple[Change, ...] = ()
    waited: Mapping[str, int] = field(default_factory=dict)
    language: str = "en"


def compared(old: Paper, new: Paper) -> tuple[Change, ...]:
    """Everything that differs, stage and dangers first, then advice, equipment and facts in the order of the new paper.

    Both papers are of one person and of one ``kind``; whoever calls this has seen to it.
    """
    facts = tuple(_facts(old, new))
    changed = frozenset(change.id for change in facts)
    found = [*_stage(old, new)]
    for kind in ("red_flag", "recommendation", "equipment"):
        before, after = old.entries.get(kind, {}), new.entries.get(kind, {})
        for name in dict.fromkeys((*after, *before)):
            found += _turns(kind, name, before.get(name), after.get(name), changed, old.kind != "plan")
    return (*found, *_moved_lines(old, new), *facts)


def _moved_lines(old: Paper, new: Paper) -> Iterator[Change]:
    """Lines that both papers have, one of them on the agenda of its day and the other at the next visit."""
    before, after = old.entries.get("agenda", {}), new.entries.get("agenda", {})
    for name, line in after.items():
        was = before.get(name)
        if was is not None and was.state != line.state:
            told = (_said("agenda", was), _said("agenda", line))
            yield Change(kind="agenda", id=name, title=line.title, change=MOVED[line.state], old=told[0], new=told[1])


def _stage(old: Paper, new: Paper) -> Iterator[Change]:
    if old.stage != new.stage and old.stage is not None and new.stage is not None:
        before, after = ({"low": stage[0], "high": stage[1]} for stage in (old.stage, new.stage))
        yield Change(kind="stage", id="sinaki_mulder", title="", change="changed", old=before, new=after)


def _facts(old: Paper, new: Paper) -> Iterator[Change]:
    """Facts with another value; where a paper holds only what decided something, only what both hold is compared."""
    both = old.all_facts and new.all_facts
    for name in sorted({*old.facts, *new.facts}):
        before, after = old.facts.get(name), new.facts.get(name)
        if not both and (before is None or after is None):
            continue
        if (before and before.value) != (after and after.value) or (before is None) != (after is None):
            yield Change(kind="fact", id=name, title="", change="changed", old=_told(before), new=_told(after))


def _told(told: Told | None) -> dict[str, Any] | None:
    return None if told is None else {"value": told.value, "on": told.on}


def _turns(
    kind: str, name: str, old: Listed | None, new: Listed | None, changed: frozenset[str], pages: bool
) -> Iterator[Change]:
    """What became of one thing: put off or taken up again, and its timing or its day."""
    codes: list[str] = []
    if old is not None and new is not None and old.put_off != new.put_off:
        codes.append("put_off" if new.put_off else "taken_up")
    told = _turn(kind, old, new, ACTIVE_ON_PAGES if pages else ACTIVE)
    codes += [told] if told else []
    shown = new or old
    assert shown is not None
    because = tuple(fact for fact in dict.fromkeys((*(new or shown).facts, *(old or shown).facts)) if fact in changed)
    for code in codes:
        yield Change(
            kind=kind,
            id=name,
            title=shown.title,
            change=code,
            old=_said(kind, old),
            new=_said(kind, new),
            because=because,
        )


def _turn(kind: str, old: Listed | None, new: Listed | None, active: tuple[str, ...]) -> str:
    """The one code for the way from one state to another; empty where nothing is to be said."""
    if kind == "red_flag":
        return "new" if old is None else "gone" if new is None else ""
    before, after = (entry.state if entry else None for entry in (old, new))
    if UNTOLD in (before, after) and before != after and None not in (before, after):
        return ""
    if before == after:
        moot = old is None or new is None or old.day == new.day or before in DUE_TODAY
        return "" if moot else DAY_KEYS[kind]
    if after in SAID_IN_PLACE:
        return "done"
    if after in HANDED_BACK:
        return "hand_back"
    was, is_ = before in active or before == UNTOLD, after in active or after == UNTOLD
    if is_ and not was and before not in SAID_IN_PLACE:
        return "new"
    if not is_ and (was or before in (*SAID_IN_PLACE, *HANDED_BACK)):
        return "gone"
    return TURNED[kind] if before and after else ""


def _said(kind: str, entry: Listed | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    if kind == "red_flag":
        return {"urgency": entry.state}
    return {TURNED[kind]: entry.state or None, DAY_KEYS[kind]: entry.day or None, "put_off": entry.put_off}
