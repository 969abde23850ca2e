"""What one reader may see of a plan: advice and things as far ahead as was asked for, topics kept off paper, and no more than can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from planner.model.about import Topic
from planner.model.intake import LookAhead
from planner.model.knowledge import Knowledge, Recommendation
from planner.model.truth import Truth
from planner.plan.orders import TO_GET, Order
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem
from planner.plan.shopping import not_chosen

OFFERED = ("now", "prepare", "later", "check_first")
FEWEST_LINES = 4  # of what is told beside what there is to get, where the words are longest
DAYS: dict[str, int | None] = {"now": 0, "3_months": 92, "12_months": 366, "all": None}
READERS = ("person", "helper")
SHOWN_ACTIONS = ("order_now", "order_by", "arrange", "defer", "return")


@dataclass(frozen=True, kw_only=True)
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
        if wholly_confidential(item, plan.knowledge):
            continue
        if item.put_off and item.timing in (*OFFERED, "hold"):
            (held_back if kept_off else put_off).append(item)
        elif item.comes_with or (item.ahead and any(note.truth is Truth.YES for note in item.holds)):
            continue  # something stands against it: the therapist's page says what
        elif kept_off or (item.ahead and not _within(item, plan.today, reach)):
            held_back.append(item)
        else:
            starts_now = item.ahead and item.timing == "now"  # needed later: told with what is prepared, as "start now"
            by.setdefault("prepare" if starts_now else item.timing, []).append(item)
    cards, rest = _cards(plan, by.get("now", []))
    later = [item for item in by.get("later", []) if not _within(item, plan.today, DAYS["3_months"])]
    soon = [*by.get("prepare", []), *(item for item in by.get("later", []) if item not in later)]
    # What has to be ordered takes longest to come, so the first page names it before what can be done any day.
    soon.sort(key=lambda item: not plan.rule(item).equipment)
    return Sorted(
        cards=cards, rest=rest, soon=tuple(soon), later=tuple(later), check=tuple(by.get("check_first", ())),
        in_place=tuple(by.get("done", ())), put_off=tuple(put_off), held_back=tuple(held_back),
    )  # fmt: skip


def wholly_confidential(item: PlanItem, knowledge: Knowledge) -> bool:
    """Whether all that speaks for it, or all that it asks, is told in confidence: then no family page shows it.

    A fact whose effect may show (the goal of care) keeps its advice on paper; only its name stands nowhere.
    """
    names = [reason.fact for reason in item.because] or list(item.asks if item.timing == "check_first" else ())
    facts = [knowledge.vocabulary[name] for name in names]
    return bool(facts) and all(fact.confidential and not fact.effect_shows for fact in facts)


def _within(item: PlanItem, today: date, reach: int | None) -> bool:
    """Whether it has to be started within the look-ahead."""
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


def review_day(plan: Plan) -> date:
    """The day of the next visit, by which the plan is looked at again."""
    return plan.agenda.next_visit_on


# --- things to get -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SortedOrders:
    """The orders of one plan as one reader may see them."""

    to_do: tuple[Order, ...]
    skip: tuple[Order, ...]
    has: tuple[Order, ...]
    give_back: tuple[Order, ...]
    put_off: tuple[Order, ...]
    held_back: tuple[Order, ...]

    def in_every_version(self) -> SortedOrders:
        """What stands on the planner whichever of its versions is printed, so that a file tells of nothing else."""
        told = {key: getattr(self, key)[:FEWEST_LINES] for key in ("skip", "has", "give_back", "put_off")}
        return replace(self, **told)


def orders_for(plan: Plan, look_ahead: LookAhead) -> SortedOrders:
    """What is to be done within the look-ahead; what the person has put off stands apart, and nothing waits for it."""
    seen = in_sight(plan, look_ahead)
    shown, behind = {order.id for order in seen}, not_chosen(plan)
    rest = tuple(o for o in plan.equipment if not o.put_off and o.id not in shown and o.id not in behind)
    waiting = {order.id for order in rest}
    off = {order.id for order in plan.equipment if is_off_paper(order, plan)}
    skip = tuple(order for order in rest if order.action == "skip")
    unsaid = {order.id for order in skip if not _is_near(order, plan, look_ahead)}
    put_off = tuple(order for order in plan.equipment if order.put_off and order.needed is not None)
    # What is left out says what to plan instead: where that is kept off paper, so is this.
    unsaid |= {order.id for order in skip if off.intersection((order.id, *(remark.thing for remark in order.remarks)))}
    unsaid |= {order.id for order in put_off if order.id in off}
    return SortedOrders(
        to_do=tuple(order for order in seen if order.action in TO_GET),
        skip=tuple(order for order in skip if order.id not in unsaid),
        has=tuple(order for order in plan.equipment if order.action == "has" and not order.put_off),
        give_back=tuple(order for order in seen if order.action == "return"),
        put_off=tuple(order for order in put_off if order.id not in unsaid),
        held_back=tuple(
            order for order in plan.equipment if order.id in unsaid or (order.id in waiting and order.action in TO_GET)
        ),
    )


def _is_near(order: Order, plan: Plan, look_ahead: LookAhead) -> bool:
    """Whether the need of what is left out begins within the look-ahead: before that nobody would get it."""
    begins = _begins(order)
    return begins is None or begins <= plan.today or in_reach(begins, plan.today, DAYS[look_ahead])


def _begins(order: Order) -> date | None:
    """The first day of its need: the day reckoned with, or that of its window where that is later."""
    early = order.needed.early if order.needed else None
    return max(order.need_by, early or order.need_by) if order.need_by else None


def in_sight(plan: Plan, look_ahead: LookAhead) -> tuple[Order, ...]:
    """What this reader sees; of what is there, only what has a task or goes back within the look-ahead."""
    behind = not_chosen(plan)
    return tuple(one for one in plan.equipment if one.id not in behind and _is_in_sight(one, plan, look_ahead))


def _is_in_sight(order: Order, plan: Plan, look_ahead: LookAhead) -> bool:
    if order.put_off or (look_ahead == "now" and _is_ahead(order, plan)):
        return False
    if is_off_paper(order, plan):
        return False
    if order.order_by is not None:
        return in_reach(order.order_by, plan.today, DAYS[look_ahead])
    if order.action == "has":
        return bool(order.tasks) or give_back(order, plan, look_ahead) != ""
    return order.action in SHOWN_ACTIONS


def asked_to_wait(names: Sequence[str], plan: Plan) -> bool:
    """Whether the person said "not now" of one of these pieces of advice or things, or of their subject; else it was a no."""
    subjects = [one for one in plan.knowledge.states.subjects if {*names} & {*one.recommendations, *one.things}]
    about = {*names, *(name for one in subjects for name in (*one.recommendations, *one.things))}
    return bool(about.intersection(plan.intake.preferences.not_now))


def is_off_paper(order: Order, plan: Plan) -> bool:
    """Whether the person keeps its topic off paper; what is at home already is no news, and stays."""
    return order.action not in ("has", "return") and topic_of_thing(order.id, plan) != ""


def _is_ahead(order: Order, plan: Plan) -> bool:
    """Whether it is needed only later, though it may have to be ordered today; a bridge is needed with what it is for."""
    order = next(other for other in plan.equipment if other.id == (order.bridges or order.id))
    begins = _begins(order)
    if order.action not in SHOWN_ACTIONS or begins is None:
        return False
    advice = plan.item(plan.knowledge.equipment[order.id].needed_with)
    if advice is not None:
        return advice.ahead
    return begins > plan.today


def give_back(order: Order, plan: Plan, look_ahead: LookAhead) -> str:
    """The day on which it goes back, where that lies ahead and within the look-ahead."""
    day = order.return_when.on if order.return_when else None
    if day is None or day <= plan.today or not in_reach(day, plan.today, DAYS[look_ahead]):
        return ""
    return day.isoformat()


# --- topics kept off paper -----------------------------------------------------------------------------------


def always_prints(rule: Recommendation, knowledge: Knowledge) -> bool:
    """Whether no wish keeps this off paper, because somebody may come to harm without it."""
    always = knowledge.about.always_printed
    return rule.priority in always.priorities or rule.kind in always.kinds or rule.id in always.recommendations


def topic_of_rule(rule: Recommendation, plan: Plan) -> str:
    """The topic that keeps a recommendation off paper; empty where none does, or where it prints for everybody."""
    if always_prints(rule, plan.knowledge):
        return ""
    named = (
        name for name, topic in _kept_off(plan) if rule.domain in topic.domains or rule.id in topic.recommendations
    )
    return next(named, "")


def topic_of_thing(thing: str, plan: Plan) -> str:
    """The topic that keeps a thing off paper, by itself or with the advice it is needed with; empty where none does."""
    named = next((name for name, topic in _kept_off(plan) if thing in topic.equipment), "")
    advice = plan.knowledge.by_id.get(plan.knowledge.equipment[thing].needed_with)
    return named or (topic_of_rule(advice, plan) if advice else "")


def prices_are_off_paper(plan: Plan) -> bool:
    return any(topic.prices for _, topic in _kept_off(plan))


def _kept_off(plan: Plan) -> Iterator[tuple[str, Topic]]:
    chosen = plan.intake.preferences.print_topics_held_back
    return ((name, topic) for name, topic in plan.knowledge.about.topics.items() if name in chosen)


# --- what is held back, and why ------------------------------------------------------------------------------


Why = Literal["look_ahead", "topic", "put_off"]


@dataclass(frozen=True)
class Held:
    """A recommendation or a thing that pages leave out and why; of what is put off they say one line without advice."""

    id: str
    thing: bool
    why: Why
    topic: str = ""


def held_back(plan: Plan, reader: str, look_ahead: LookAhead | None = None) -> tuple[Held, ...]:
    """Everything held back from ``person`` or ``helper``, advice first; ``look_ahead`` replaces what the reader asked."""
    reach = look_ahead or look_ahead_of(plan, reader)
    return (*_advice(plan, reach), *_things(plan, reach))


def _advice(plan: Plan, reach: LookAhead) -> Iterator[Held]:
    found = sort_for(plan, reach)
    for item in found.held_back:
        topic = topic_of_rule(plan.rule(item), plan)
        yield Held(item.id, False, "topic" if topic else "look_ahead", topic)
    yield from (Held(item.id, False, "put_off") for item in found.put_off)


def _things(plan: Plan, reach: LookAhead) -> Iterator[Held]:
    found = orders_for(plan, reach)
    for order in found.held_back:
        topic = topic_of_thing(order.id, plan)
        named = (topic_of_thing(remark.thing, plan) for remark in order.remarks if remark.thing)
        topic = topic or (next(filter(None, named), "") if order.action == "skip" else "")
        yield Held(order.id, True, "topic" if topic else "look_ahead", topic)
    yield from (Held(order.id, True, "put_off") for order in found.put_off)
