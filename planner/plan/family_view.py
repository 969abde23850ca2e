"""What one reader of the handout sees of the agenda: by who does it, without what is put off, off paper, too far ahead or told in confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.model.conditions import facts_read
from planner.model.intake import LookAhead
from planner.model.knowledge import Recommendation
from planner.model.topics import TopicSheet
from planner.plan.disclosure import DAYS, Sorted, in_reach, sort_for, wholly_confidential
from planner.plan.lines import PRESCRIPTION, Act, AgendaLine
from planner.plan.plan import Plan
from planner.plan.schedule import PlanItem

DONE_BY_TEAM = ("clinic", "other")
ROLES_WITH_A_DAY = (
    "act",
    "move",
)  # roles that have a day of their own: a habit is told once, and what the team watches is not the family's
# What every version of the handout has room for, however long its words are: lines of a pane, days, and names for the next visit.
FEWEST_IN_PANE, FEWEST_AHEAD, AT_NEXT_VISIT = 3, 1, 3


@dataclass(frozen=True, kw_only=True)
class FamilyView:
    """The agenda as one reader may see it; acts in the order of its lines, each once."""

    first: AgendaLine | None
    yours: tuple[Act, ...]
    ours: tuple[Act, ...]
    usual: tuple[Act, ...]
    moves: tuple[PlanItem, ...]
    ahead: tuple[PlanItem, ...]
    next_visit: tuple[AgendaLine, ...]
    habits: tuple[PlanItem, ...]
    papers: tuple[PlanItem, ...]
    in_place: tuple[PlanItem, ...]
    put_off: tuple[PlanItem, ...]

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every act of today that rests on facts, the first thing first."""
        return (*(self.first.acts if self.first else ()), *self.yours, *self.ours)

    def in_every_version(self) -> FamilyView:
        """What stands on the handout whichever of its versions is printed, so that a file tells of nothing else."""
        return replace(
            self,
            yours=within(self.yours, FEWEST_IN_PANE),
            ours=within(self.ours, FEWEST_IN_PANE),
            ahead=self.ahead[:FEWEST_AHEAD],
            next_visit=self.next_visit[:AT_NEXT_VISIT],
        )


def within(acts: Sequence[Act], most: int) -> tuple[Act, ...]:
    """The first acts, and every grave one: what guards against harm within weeks is never cut."""
    return tuple(act for at, act in enumerate(acts) if at < most or act.is_kept)


def family_view(plan: Plan, look_ahead: LookAhead) -> FamilyView:
    """The agenda of today for a reader who looks this far."""
    found = sort_for(plan, look_ahead)
    lines = [*_seen(plan.agenda.today, found, plan)]
    first = next((line for line in lines if line.basis == "facts" and not _is_prescription(line)), None)
    acts = [act for line in lines if line is not first for act in line.acts]
    of_facts = [act for act in acts if act.basis == "facts"]
    moves = [rule for line in lines for act in line.acts for rule in act.moves]
    later = tuple(_seen(plan.agenda.next_visit, found, plan))
    on_lines = {act.id for line in (*lines, *later) for act in line.acts} | set(moves)
    return FamilyView(
        first=first,
        yours=tuple(act for act in of_facts if act.who not in DONE_BY_TEAM and not act.check),
        ours=tuple(act for act in of_facts if act.who in DONE_BY_TEAM or act.check),
        usual=tuple(act for act in acts if act.basis == "stage"),
        moves=_items(moves, plan),
        ahead=tuple(item for item in (*found.soon, *found.later) if item.id not in on_lines and _is_near(item, plan)),
        next_visit=later if DAYS[look_ahead] != 0 else (),
        habits=_open(_items(plan.agenda.habits, plan), found, plan),
        papers=_open(_items(plan.agenda.papers, plan), found, plan),
        in_place=found.in_place,
        put_off=found.put_off,
    )


def sheets_of(view: FamilyView, plan: Plan) -> dict[str, TopicSheet]:
    """By the id of its recommendation, the sheet that tells more of each act and move of today, in the order of the pages.

    What is checked first has none yet, and neither has what stands here only because it is usual for the stage.
    """
    told = [*(act.id for act in view.acts if not act.check), *(item.id for item in view.moves)]
    sheets = plan.knowledge.topics.sheets.values()
    found = {name: next((sheet for sheet in sheets if name in sheet.recommendations), None) for name in told}
    return {name: sheet for name, sheet in found.items() if sheet is not None}


def _is_prescription(line: AgendaLine) -> bool:
    return all(act.id == PRESCRIPTION for act in line.acts)


def _is_near(item: PlanItem, plan: Plan) -> bool:
    """Whether it has to be started within the months that the first page tells of."""
    return (
        item.start_by is not None
        and plan.rule(item).role in ROLES_WITH_A_DAY
        and item.start_by > plan.today
        and in_reach(item.start_by, plan.today, DAYS["3_months"])
    )


def _items(rules: Iterable[str], plan: Plan) -> tuple[PlanItem, ...]:
    return tuple(item for name in dict.fromkeys(rules) if (item := plan.item(name)) is not None)


def _seen(lines: Iterable[AgendaLine], found: Sorted, plan: Plan) -> Iterator[AgendaLine]:
    """Lines with the acts that this reader may see; a line without any is left out."""
    for line in lines:
        acts = tuple(act for told in line.acts if (act := _of_reader(told, found, plan)) is not None)
        if acts:
            yield replace(line, acts=acts)


def _of_reader(act: Act, found: Sorted, plan: Plan) -> Act | None:
    """The act with the moves this reader may see; None for what stands against, is hidden, or rests on confidence alone."""
    if act.id == PRESCRIPTION:
        moves = tuple(item.id for item in _open(_items(act.moves, plan), found, plan))
        return replace(act, moves=moves) if moves else None
    item = plan.item(act.id)
    if item is None or act.not_because or not _open((item,), found, plan) or _is_told_elsewhere(plan.rule(item), plan):
        return None
    return act


def _is_told_elsewhere(rule: Recommendation, plan: Plan) -> bool:
    """What the table of calls says, and what is something to do only because of what was told in confidence."""
    if rule.role == "watch":
        return True
    facts = [plan.knowledge.vocabulary[name] for name in facts_read(rule.acts_when)] if rule.acts_when else []
    return bool(facts) and all(fact.confidential for fact in facts)


def _open(items: Iterable[PlanItem], found: Sorted, plan: Plan) -> tuple[PlanItem, ...]:
    hidden = {item.id for item in (*found.held_back, *found.put_off)}
    return tuple(item for item in items if item.id not in hidden and not wholly_confidential(item, plan.knowledge))
