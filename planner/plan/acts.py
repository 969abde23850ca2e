"""Which pieces of advice are something to do at this visit, how grave each is, and what stands beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.assessment.assessment import Assessment
from planner.model.conditions import Reason, leaves, truth_of
from planner.model.facts import Facts
from planner.model.knowledge import Knowledge, Recommendation
from planner.model.problems import GRAVEST, Role
from planner.model.truth import Truth
from planner.plan.ladders import triggered
from planner.plan.lines import PRESCRIPTION, Act
from planner.plan.orders import Order
from planner.plan.schedule import PlanItem
from planner.plan.severity import grade, has_long_wait, severity_of

BY_STAGE = frozenset(("stage", "stage_by_therapist", "leg_stage", "arm_stage"))
LEG_PROBLEMS, ARM_PROBLEMS = ("feet_and_falls", "walking_aid", "wheels"), ("hands_and_arms",)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the agenda of one visit is made from. ``answers``: advice → the danger signs it answers.

    ``waited``: problem → how often it was moved to the next visit; ``new``: advice that an earlier paper did not have;
    ``lapsed``: advice → old values that stood on a danger; ``orders``: thing → what is done about it.
    """

    assessment: Assessment
    knowledge: Knowledge
    items: Mapping[str, PlanItem]
    answers: Mapping[str, tuple[str, ...]]
    urgent: Collection[str]
    next_visit: date
    waited: Mapping[str, int] = field(default_factory=dict)
    new: Collection[str] = ()
    lapsed: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        return self.assessment.facts

    @property
    def today(self) -> date:
        return self.assessment.today

    def rule(self, name: str) -> Recommendation:
        return self.knowledge.by_id[name]

    def limit(self, name: str) -> int:
        return int(self.knowledge.numbers[name])

    def rules(self) -> Iterator[tuple[PlanItem, Recommendation]]:
        """Every recommendation that family and therapist read of, in the order of the knowledge base."""
        for rule in self.knowledge.recommendations:
            if rule.id in self.items and not rule.equipment_planner_only:
                yield self.items[rule.id], rule


def role_of(rule: Recommendation, case: Case) -> Role:
    """Its role today: what answers a sign, or found something, is an act."""
    if rule.role in ("act", "move"):
        return rule.role
    found = rule.acts_when is not None and truth_of(rule.acts_when, case.facts) is Truth.YES
    return "act" if found or rule.id in case.answers else rule.role


def _found_something(rule: Recommendation, case: Case) -> bool:
    """Whether a check found what was seen or told: pain, low mood; that a test is merely missing or old is no such finding."""
    told = case.facts.vocabulary
    found = leaves(rule.acts_when) if rule.acts_when else ()
    return any(told[leaf.fact].origin != "derived" and truth_of(leaf, case.facts) is Truth.YES for leaf in found)


def stands(item: PlanItem, rule: Recommendation, case: Case) -> bool:
    """Whether it is due, begins before the next visit, or is kept from it only by a precaution.

    What a precaution stands against is told where its thing was asked for; else it is left out.
    """
    if item.put_off:
        return False
    if item.id in case.lapsed:
        return True
    if item.timing == "hold":
        return item.id in case.answers or _asked_for(rule, case.facts)
    return item.timing in ("now", "prepare") or triggered(item) or (item.timing == "check_first" and item.ahead)


def _asked_for(rule: Recommendation, facts: Facts) -> bool:
    """Whether one of its things is spoken of, ordered or there."""
    told = (facts.value(f"equipment_status_{name}") for name in rule.equipment)
    vocabulary = facts.vocabulary
    words = (vocabulary[value.of].answer(value.low) for value in told if value.known)
    return any(word in ("discussed", "ordered", "borrowed", "in_use") for word in words)


def act(item: PlanItem, rule: Recommendation, case: Case) -> Act:
    """One piece of advice as something to do. What answers a sign is as grave as the sign."""
    answers = case.answers.get(item.id, ())
    severity = severity_of(item, rule, case.facts, case.knowledge, case.next_visit)
    if answers:
        severity = max(severity, GRAVEST if any(sign in case.urgent for sign in answers) else GRAVEST - 1)
    elif item.id in case.lapsed:
        severity = GRAVEST - 1
    elif not rests_on_facts(item) and not _found_something(rule, case):
        severity = 0
    stage_only = bool(item.because) and {reason.fact for reason in item.because} <= BY_STAGE
    return Act(
        id=item.id,
        role=role_of(rule, case),
        who=rule.who,
        severity=severity,
        effort_min=rule.effort_min,
        by=item.start_by,
        # Of what is due today only a thing to get still has its wait before it.
        long_wait=has_long_wait(item, case.knowledge) and (item.timing == "prepare" or bool(rule.equipment)),
        basis="stage" if stage_only and case.facts.value("stage_by_therapist").known else "facts",
        answers=answers,
        because=item.because,
        asks=item.asks,
        last_told=case.lapsed.get(item.id, ()),
        check=item.timing == "check_first" or item.id in case.lapsed,
        not_because=item.timing == "hold",
    )


def rests_on_facts(item: PlanItem) -> bool:
    """Whether something that was seen or told on a day brings it; the stage alone does not, nor a test that is merely missing."""
    dated = (reason.fact for reason in item.because if reason.on is not None)
    return item.ahead or any(fact not in BY_STAGE for fact in dated)


def acts_of(case: Case) -> dict[str, list[Act]]:
    """Problem → what is to be done for it; movements of exercise are one act, the prescription."""
    found: dict[str, list[Act]] = {}
    moves: list[Act] = []
    for item, rule in case.rules():
        if not stands(item, rule, case):
            continue
        made = act(item, rule, case)
        if made.role == "act" or (made.role == "move" and rule.problem not in ("exercise", "stiffness_pain_cramps")):
            found.setdefault(rule.problem, []).append(made)
        elif made.role == "move":
            moves.append(made)
    prescribed = prescription(moves, case)
    if prescribed is not None:
        found.setdefault("exercise", []).append(prescribed)
    return found


def prescription(moves: Iterable[Act], case: Case) -> Act | None:
    """The movements in one act: at most so many alone and with a helper; where none is free, those to be checked first."""
    moves = tuple(moves)
    free = [move for move in moves if not move.check and not move.not_because]
    chosen = _chosen(free or [move for move in moves if move.check], case)
    if not chosen:
        return None
    return Act(
        id=PRESCRIPTION,
        role="move",
        who="person",
        severity=max(move.severity for move in chosen),
        effort_min=case.limit("agenda_prescription_minutes"),
        basis="stage" if all(move.basis == "stage" for move in chosen) else "facts",
        because=tuple(dict.fromkeys(reason for move in chosen for reason in move.because)),
        asks=() if free else tuple(dict.fromkeys(name for move in chosen for name in move.asks)),
        check=not free,
        moves=tuple(move.id for move in chosen),
    )


def _chosen(moves: Iterable[Act], case: Case) -> list[Act]:
    """Gravest first, as many alone and with a helper as people keep up."""
    most, kept = case.limit("agenda_moves_each"), list[Act]()
    taken: list[str] = []
    for move in sorted(moves, key=lambda one: -one.severity):
        rivals = (choice.rules for choice in case.knowledge.problems.choose_one if move.id in choice.rules)
        if any(set(rival) & set(taken) for rival in rivals):
            continue
        if sum(one.who == move.who for one in kept) < most:
            kept.append(move)
            taken.append(move.id)
    return kept


# --- what is usual at the stage, where facts are silent --------------------------------------------------------------


def usual(case: Case, taken: Collection[str]) -> list[tuple[str, Act]]:
    """Problem and act of the advice that is usual at this stage and that the facts neither bring nor exclude."""
    found = []
    for name in usual_ids(case):
        item, rule = case.items.get(name), case.knowledge.recommendation(name)
        if item is None or rule is None or name in taken or item.put_off or name in case.assessment.closed:
            continue
        if (item.timing == "check_first" and _may_be_asked(item, case)) or stands(item, rule, case):
            severity = min(grade(rule, case.facts), 1)
            made = replace(act(item, rule, case), severity=severity, by=None, basis="stage", because=(), check=True)
            found.append((rule.problem, made))
    return found


def _may_be_asked(item: PlanItem, case: Case) -> bool:
    """Whether an answer that is missing is asked of this person: a foot that lifts with full strength catches nowhere."""
    told = case.facts.vocabulary
    conditions = [case.knowledge.ask_when.get(told[name].id) for name in item.asks]
    closed = [one is not None and truth_of(one, case.facts) is Truth.NO for one in conditions]
    return not closed or not all(closed)


def usual_ids(case: Case) -> list[str]:
    """The lists of the stage, of the legs' for feet, walking and wheels, and of the hands', in the order written."""
    found = case.assessment
    whole = _settled(found.stage.low, found.stage.high)
    leg = _settled(found.leg.low, found.leg.high) or whole
    arm = _settled(found.arm.low, found.arm.high) or whole
    names = []
    for stage, wanted in ((leg, LEG_PROBLEMS), (whole, None), (arm, ARM_PROBLEMS)):
        for name in case.knowledge.staging.stages[stage - 1].usual if stage else ():
            rule = case.knowledge.recommendation(name)
            own = None if rule is None else rule.problem
            limb = own in (*LEG_PROBLEMS, *ARM_PROBLEMS)
            if (wanted is None and not limb) or (wanted is not None and own in wanted):
                names.append(name)
    return names


def _settled(low: int, high: int) -> int | None:
    """The stage, the lower of two neighbours, or None where it is wider."""
    return low if high - low <= 1 else None
