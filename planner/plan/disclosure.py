"""What one reader may see of a plan: as far ahead as was asked for, and no more than can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.model.intake import LookAhead
from planner.model.truth import Truth
from planner.plan.off_paper import topic_of_rule
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

OFFERED = ("now", "prepare", "later", "check_first")
DAYS: dict[str, int | None] = {"now": 0, "3_months": 92, "12_months": 366, "all": None}


@dataclass(frozen=True)
class Sorted:
    """A plan as one reader may see it."""

    cards: tuple[PlanItem, ...]
    rest: tuple[PlanItem, ...]
    soon: tuple[PlanItem, ...]
    later: tuple[PlanItem, ...]
    check: tuple[PlanItem, ...]
    in_place: tuple[PlanItem, ...]
    put_off: tuple[PlanItem, ...]
    held_back: tuple[PlanItem, ...]


def look_ahead_of(plan: Plan, reader: str) -> LookAhead:
    """How far this reader asked to look; a helper sees more than the person only with the person's yes."""
    choice = plan.intake.preferences
    if reader != "helper" or choice.helper_look_ahead is None:
        return choice.look_ahead
    order = list(DAYS)
    if choice.helper_may_see_more:
        return choice.helper_look_ahead
    return min(choice.look_ahead, choice.helper_look_ahead, key=order.index)


def sort_for(plan: Plan, look_ahead: LookAhead) -> Sorted:
    """Due this month as cards (at most seven, at most four exercises), the rest as lines, and nothing beyond the look-ahead."""
    reach = DAYS[look_ahead]
    by: dict[str, list[PlanItem]] = {}
    put_off: list[PlanItem] = []
    held_back: list[PlanItem] = []
    for item in plan.items:
        kept_off = item.timing in OFFERED and topic_of_rule(plan.rule(item), plan) != ""
        if item.put_off and item.timing in (*OFFERED, "hold"):
            (held_back if kept_off else put_off).append(item)
        elif item.timing in ("prepare", "later") and any(note.truth is Truth.YES for note in item.holds):
            continue  # something stands against it: the therapist's page says what
        elif kept_off or (item.timing in ("prepare", "later") and not _within(item, plan.today, reach)):
            held_back.append(item)
        else:
            by.setdefault(item.timing, []).append(item)
    cards, rest = _cards(plan, by.get("now", []))
    later = [item for item in by.get("later", []) if not _within(item, plan.today, DAYS["3_months"])]
    soon = [*by.get("prepare", []), *(item for item in by.get("later", []) if item not in later)]
    # What has to be ordered takes longest to come, so the first page names it before what can be done any day.
    soon.sort(key=lambda item: not plan.rule(item).equipment)
    return Sorted(
        cards, rest, tuple(soon), tuple(later), tuple(by.get("check_first", ())),
        tuple(by.get("done", ())), tuple(put_off), tuple(held_back),
    )  # fmt: skip


def _within(item: PlanItem, today: date, reach: int | None) -> bool:
    """Does it have to be started within the look-ahead?"""
    return reach is None or (item.start_by is not None and in_reach(item.start_by, today, reach))


def in_reach(day: date, today: date, reach: int | None) -> bool:
    """Whether a day lies within the look-ahead, in days; with "just now" nothing that lies ahead is shown."""
    return reach is None or (reach > 0 and (day - today).days <= reach)


def _cards(plan: Plan, due: list[PlanItem]) -> tuple[tuple[PlanItem, ...], tuple[PlanItem, ...]]:
    """What is most urgent, with some places kept for exercises; and the rest."""
    most, most_exercises, kept = (
        int(plan.knowledge.limits[name].value)
        for name in ("cards_at_most", "exercise_cards_at_most", "exercise_cards_kept")
    )
    exercises = [item for item in due if plan.rule(item).exercise][:most_exercises]
    others = [item for item in due if not plan.rule(item).exercise]
    others = others[: most - min(len(exercises), kept)]
    chosen = {item.id for item in (*others, *exercises[: most - len(others)])}
    cards = tuple(item for item in due if item.id in chosen)
    return cards, tuple(item for item in due if item.id not in chosen)
