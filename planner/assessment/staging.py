"""Where the disease stands: the six stages, each limb apart, and the counted systems beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any

from planner.model.conditions import Finding, Reason, asks, evaluate, leaves, reasons, truth_of
from planner.model.facts import Facts, Value
from planner.model.knowledge import Knowledge
from planner.model.stages import Assumed, Scale, Staging
from planner.model.truth import Truth


@dataclass(frozen=True, kw_only=True)
class StageFinding:
    """A stage, or the range in which it lies; ``by`` says who decided, ``estimated`` what the rule alone gives."""

    low: int
    high: int
    by: str
    because: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    estimated: tuple[int, int] = (1, 6)
    kept_from_earlier: bool = False
    assumed: tuple[str, ...] = ()  # muscles whose strength nobody tested, taken from what is done as before


@dataclass(frozen=True)
class Span:
    """A counted stage between two whole numbers."""

    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class KingsFinding:
    """King's stage: regions counted, or 4 with feeding (four_a) or breathing (four_b) help; both may be open."""

    low: int
    high: int
    four_a: Truth
    four_b: Truth
    no_region: bool


def rule_of(staging: Staging, facts: Facts) -> tuple[int, int, tuple[Finding, ...]]:
    """Tried from VI down: the lowest and highest stage the facts allow, and the findings that decided or are open."""
    found = facts.memo.get("stage by rule")
    if found is None:
        found = _evaluate_stages(staging, as_staged(staging, facts))
        found = facts.memo["stage by rule"] = _narrowed(staging, *found)
    return found


def as_staged(staging: Staging, facts: Facts) -> Facts:
    """The facts as the stage rule reads them: untested strength taken from items as before the illness."""
    view = facts.memo.get("as staged")
    if view is None:
        taken: dict[str, Value] = {}
        for limb in staging.assumed:
            taken |= _taken(limb, facts)
        view = facts.memo["as staged"] = facts.supposing(taken, bare=facts.bare) if taken else facts
    return view


def _taken(limb: Assumed, facts: Facts) -> dict[str, Value]:
    """The strength that is taken for the untested muscles of a limb; none for those that are to be asked."""
    keys = [facts.value(name) for name in limb.settled_by]
    items = [facts.value(name) for name in limb.items]
    best, asked = facts.limits["score_as_before"], limb.settled_by
    if all(item.known and item.low >= best for item in items):
        floor, asked = facts.limits[limb.at_least], ()
    elif all(key.known for key in keys):
        floor, asked = min(facts.limits[limb.at_least], *(key.low for key in keys)), ()
    else:
        floor = inf
    found = {}
    for name in limb.muscles:
        value = facts.value(name)
        if not value.known and name not in asked:
            found[name] = Value(low=min(value.high, max(value.low, floor)), high=value.high, on=value.on, of=name)
    return found


def _narrowed(
    staging: Staging, low: int, high: int, found: tuple[Finding, ...]
) -> tuple[int, int, tuple[Finding, ...]]:
    """Where only untested strength keeps the stage open, it is the one of the items or the next."""
    muscles = {name for limb in staging.assumed for name in limb.muscles}
    open_ = [finding for finding in found if finding.truth is Truth.UNKNOWN]
    if high <= low + 1 or any(leaf.fact not in muscles for finding in open_ for leaf in finding.leaves):
        return low, high, found
    kept = (open_[-1], *(finding for finding in found if finding.truth is not Truth.UNKNOWN))
    return low, low + 1, kept


def _evaluate_stages(staging: Staging, facts: Facts) -> tuple[int, int, tuple[Finding, ...]]:
    high = 0
    open_ones: list[Finding] = []
    for stage in reversed(staging.stages):
        truth = truth_of(stage.criteria, facts)
        if truth is Truth.NO:
            continue  # most stages: without looking for reasons
        # What keeps a stage open decides how wide the range may be, so it is looked for even where reasons are not.
        found = Finding(truth) if facts.bare and truth is Truth.YES else evaluate(stage.criteria, facts)
        if truth is Truth.YES:
            return stage.id, high or stage.id, (*open_ones, found)
        high = high or stage.id
        open_ones.append(found)
    return staging.stages[0].id, high or staging.stages[0].id, tuple(open_ones)


def _as_value(low: int, high: int, found: tuple[Finding, ...], facts: Facts, name: str) -> Value:
    """A stage as a fact: positions count from 0."""
    if low == high:
        days = [on for finding in found for leaf in finding.leaves if (on := facts.value(leaf.fact).on)]
        return Value(low=low - 1, high=low - 1, on=max(days, default=None), asks=(), of=name)
    view = as_staged(facts.history.knowledge.staging, facts)
    wanted = tuple(dict.fromkeys(ask for finding in found for ask in asks(finding, view)))
    return Value(low=low - 1, high=high - 1, on=None, asks=wanted, of=name)


def estimated_stage(facts: Facts) -> Value:
    """The stage by the rule alone, from the facts of one day."""
    return _as_value(*rule_of(facts.history.knowledge.staging, facts), facts, "stage")


def stage_today(facts: Facts) -> Value:
    """The therapist's word, else the rule; never below what an earlier visit showed without the therapist's word."""
    word = facts.value("stage_by_therapist")
    if word.known:
        return Value(
            low=word.low, high=word.high, on=word.on, asks=(), of="stage_by_therapist", raw=None, note=word.note
        )
    own = estimated_stage(facts)
    floor = facts.history.stage_floor
    if own.low >= floor:
        return own
    low, high = max(own.low, floor), max(own.high, floor)
    return Value(
        low=low,
        high=high,
        on=own.on,
        asks=() if low == high else own.asks,
        of="stage",
        raw=None,
        note="kept_from_earlier",
    )


def stage_floor(history: Any) -> float:
    """The highest stage that was shown for certain at any visit; a therapist's word in force then counts as shown."""
    floor = 0.0
    for visit in history.visits:
        then = history.as_of(visit, visit)
        word = then.value("stage_by_therapist")
        floor = word.low if word.known else max(floor, estimated_stage(then).low)
    return floor


def leg_stage(facts: Facts) -> Value:
    """The stage the legs alone would give: the arms' items taken as normal."""
    return _limb(facts, facts.history.knowledge.staging.arm_items, "leg_stage")


def arm_stage(facts: Facts) -> Value:
    """The stage the arms alone would give: the legs' items taken as normal."""
    return _limb(facts, facts.history.knowledge.staging.leg_items, "arm_stage")


def _limb(facts: Facts, others: tuple[str, ...], name: str) -> Value:
    normal: dict[str, Value] = {}
    for item in others:
        fact = facts.vocabulary[item]
        best = fact.ends[1]
        normal.update({written: Value(low=best, high=best, of=written) for written in (item, *fact.ids)})
    apart = facts.supposing(normal)
    low, high, found = rule_of(facts.history.knowledge.staging, apart)
    own, whole = _as_value(low, high, found, apart, name), facts.value("stage")
    last = len(facts.history.knowledge.staging.stages) - 1
    if whole.high < last:
        return own
    # Who needs help with all care has no limb that stands at an earlier stage.
    return replace(own, low=last if whole.low >= last else own.low, high=last, asks=own.asks or whole.asks)


def find_stage(facts: Facts, knowledge: Knowledge) -> StageFinding:
    """The stage with its reasons, and the questions that would settle a range."""
    value, own = facts.value("stage"), rule_of(knowledge.staging, facts)
    low, high = int(value.low) + 1, int(value.high) + 1
    deciding = tuple(finding for finding in own[2] if finding.truth is Truth.YES)
    why = tuple(
        reason for finding in deciding for reason in reasons(finding, facts, knowledge.fact_rules, knowledge.vocabulary)
    )
    if value.of == "stage_by_therapist":
        word = Reason(fact="stage_by_therapist", value=str(low), on=value.on.isoformat() if value.on else None)
        return StageFinding(low=low, high=high, by="therapist", because=(word, *why), asks=(), estimated=own[:2])
    return StageFinding(
        low=low,
        high=high,
        by="rule",
        because=why,
        asks=value.asks,
        estimated=own[:2],
        kept_from_earlier=value.note == "kept_from_earlier",
        assumed=_assumed(facts, knowledge.staging, low),
    )


def _assumed(facts: Facts, staging: Staging, low: int) -> tuple[str, ...]:
    """The untested muscles whose strength counts for the stage: none where the stage is past what they decide."""
    decided = {leaf.fact for stage in staging.stages if stage.id > low for leaf in leaves(stage.criteria)}
    taken = (name for limb in staging.assumed for name in _taken(limb, facts))
    return tuple(name for name in taken if name in decided)


def limb_span(facts: Facts, name: str) -> Span:
    value = facts.value(name)
    return Span(int(value.low) + 1, int(value.high) + 1)


def count(scale: Scale, facts: Facts) -> Span:
    """How many domains count: those that surely do, and those that may."""
    truths = [truth_of(rule, facts) for rule in scale.domains.values()]
    return Span(truths.count(Truth.YES), truths.count(Truth.YES) + truths.count(Truth.UNKNOWN))


def find_kings(scale: Scale, facts: Facts) -> KingsFinding:
    """Regions counted, 4 where feeding or breathing help is there; no region at all is given as 1 with a note."""
    assert scale.four_a is not None and scale.four_b is not None
    regions = count(scale, facts)
    four_a, four_b = (truth_of(rule, facts) for rule in (scale.four_a, scale.four_b))
    if Truth.YES in (four_a, four_b):
        return KingsFinding(low=4, high=4, four_a=four_a, four_b=four_b, no_region=False)
    high = 4 if Truth.UNKNOWN in (four_a, four_b) else max(regions.high, 1)
    return KingsFinding(low=max(regions.low, 1), high=high, four_a=four_a, four_b=four_b, no_region=regions.high == 0)
