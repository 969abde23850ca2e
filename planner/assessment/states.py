"""What is true of this body: breathing support, eating, walking, standing, speech and hands, each from several answers.

Two answers of one visit that cannot both be true leave a state open and are told (``note`` says "contradiction"); of
answers of different days the newer counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.assessment.history import derived, known_number
from planner.model.conditions import truth_of
from planner.model.facts import Facts, Value
from planner.model.states import CONTRADICTION, Closing
from planner.model.truth import Truth

ITEM_12 = "alsfrs_respiratory"
NONE, MASK, INVASIVE = 0, 1, 2  # ventilation
NOTHING, WITH_CARE, EATS = 0, 1, 2  # eats_by_mouth
NO, YES = 0, 1


@dataclass(frozen=True, slots=True)
class Claim:
    """What one answer says of a state: a span of its scale, and the day of the answer."""

    fact: str
    low: float
    high: float
    on: date | None


def claims(facts: Facts, state: str) -> list[Claim]:
    """What the answers known today say of a state, by the table of stages/states.yaml."""
    vocabulary, found = facts.vocabulary, []
    for name, answers in facts.history.knowledge.states.says[state].items():
        value = facts.value(name) if name in vocabulary else None
        said = answers.get(vocabulary[name].answer(value.low), ()) if value is not None and value.known else ()
        if value is not None and said:
            low, high = (vocabulary[state].answers.index(word) for word in (said[0], said[-1]))
            found.append(Claim(name, low, high, value.on))
    return found


def agreed(state: str, facts: Facts, asks: tuple[str, ...]) -> Value:
    """The span that all claims allow. Where two cannot both be true the newer counts; of one day, neither does."""
    low, high = facts.vocabulary[state].ends
    decided: Claim | None = None
    noted = ""
    for claim in sorted(claims(facts, state), key=lambda claim: claim.on or date.min, reverse=True):
        narrower = max(low, claim.low), min(high, claim.high)
        if narrower[0] <= narrower[1]:
            decided = claim if decided is None and narrower != (low, high) else decided
            low, high = narrower
        elif decided is not None and claim.on == decided.on:
            return contradicted(state, decided.fact, claim.on, (min(low, claim.low), max(high, claim.high)))
        else:
            noted = "changed"
    if decided is None or low != high:
        return Value(low=low, high=high, on=decided.on if decided else None, asks=asks, of=state, note=noted)
    return said_by(decided.fact, facts, low, note=noted)


def said_by(fact: str, facts: Facts, position: float, note: str = "") -> Value:
    """A state that one answer decides; as a reason it is told as that answer, in its own words."""
    value = facts.value(fact)
    raw = value.raw if value.raw is not None or not value.known else facts.vocabulary[value.of or fact].raw(value.low)
    return Value(low=position, high=position, on=value.on, asks=(), of=value.of or fact, raw=raw, note=note)


def contradicted(state: str, asked: str, on: date | None, span: tuple[float, float]) -> Value:
    """A state that stays open because two answers cannot both be true; ``asked`` is the question to put again."""
    return Value(low=span[0], high=span[1], on=on, asks=(asked,), of=state, note=CONTRADICTION)


def spanned(facts: Facts, state: str, score: Value, at_least: float) -> Value:
    """Yes where a score is at or above a limit, no where it is below, open where it may be either."""
    low, high = (float(end >= at_least) for end in (score.low, score.high))
    if low == high and score.known:
        return said_by(score.of, facts, low)
    return Value(low=low, high=high, on=score.on, asks=() if low == high else score.asks, of=state)


# --- breathing support -------------------------------------------------------------------------------------------


@derived("ventilation", "@says ventilation", "fvc_pct", "svc_pct", "alsfrs_dyspnea", "alsfrs_orthopnea")
def _ventilation(facts: Facts) -> Value:
    """None, mask or invasive. A lone 0 of item 12 beside signs of breathing without a tube stays open: it may be a slip."""
    told = claims(facts, "ventilation")
    item = next((claim for claim in told if claim.fact == ITEM_12), None)
    tubes = [claim for claim in told if claim.low == INVASIVE and claim.fact != ITEM_12]
    if item is not None:
        slip = item.low == INVASIVE and not tubes and _breathes_without_a_tube(facts)
        undone = item.high < INVASIVE and tubes  # a score undoes no tracheostomy, however new
        if slip or undone:
            return contradicted("ventilation", ITEM_12, item.on, (NONE, INVASIVE))
    return agreed("ventilation", facts, (ITEM_12,))


def _breathes_without_a_tube(facts: Facts) -> bool:
    """A vital capacity in force, or an item on breathlessness above its floor."""
    tested = any(facts.value(name).known for name in ("fvc_pct", "svc_pct"))
    return tested or any((known_number(facts, name) or 0) > 0 for name in ("alsfrs_dyspnea", "alsfrs_orthopnea"))


@derived("mask_confirmed", "@says ventilation")
def _mask_confirmed(facts: Facts) -> Value:
    """Whether more than item 12 says that a mask is in use; the item alone silences no danger."""
    for claim in claims(facts, "ventilation"):
        if claim.low == claim.high == MASK and claim.fact != ITEM_12:
            return said_by(claim.fact, facts, YES)
    return Value(low=NO, high=NO, asks=(), of="mask_confirmed")


# --- eating, walking, standing -----------------------------------------------------------------------------------


@derived("eats_by_mouth", "alsfrs_swallowing", "tube_feeding_over_half")
def _eats_by_mouth(facts: Facts) -> Value:
    """Nothing, with care, or as anybody; where answers disagree the lower counts."""
    score, fed = facts.value("alsfrs_swallowing"), facts.value("tube_feeding_over_half")
    low, high = (_eating(end, facts) for end in (score.low, score.high))
    tube = fed.known and bool(fed.low)
    if tube:
        low, high = min(low, WITH_CARE), min(high, WITH_CARE)
    if low != high:
        return Value(low=low, high=high, on=score.on, asks=score.asks, of="eats_by_mouth")
    denied = high == NOTHING and fed.known and not tube
    decided = "alsfrs_swallowing" if score.known else "tube_feeding_over_half"
    return said_by(decided, facts, low, note=CONTRADICTION if denied else "")


def _eating(score: float, facts: Facts) -> float:
    if score <= facts.limits["score_lost"]:
        return NOTHING
    return WITH_CARE if score < facts.limits["score_first_change"] else EATS


@derived("alsfrs_walking", "@says alsfrs_walking")
def _walking_bounds(facts: Facts) -> Value:
    """Item 8 where nobody asked it: by its own words help to walk is a 2, and who walks a way at all has at least a 2."""
    return agreed("alsfrs_walking", facts, ("alsfrs_walking",))


@derived("walks", "alsfrs_walking", "walking_help", follows_projection=True)
def _walks(facts: Facts) -> Value:
    """Whether the person walks, with or without help. Where answers of one day disagree, advice to walk waits: no."""
    score, help_used = facts.value("alsfrs_walking"), facts.value("walking_help")
    helped = facts.limits["walks_with_help"]
    says_not = help_used.known and facts.vocabulary["walking_help"].raw(help_used.low) == "not_walking"
    if score.low >= helped and says_not and (help_used.on or date.min) >= (score.on or date.min):
        return said_by("walking_help", facts, NO, note=CONTRADICTION)
    if says_not and not score.known and score.high < helped:
        return said_by("walking_help", facts, NO)
    return spanned(facts, "walks", score, helped)


@derived("stands_to_transfer", "@says stands_to_transfer", "alsfrs_walking")
def _stands(facts: Facts) -> Value:
    """Weight bearing, rising from a chair and help at transfers speak first, the lower of them counts; else item 8."""
    told = claims(facts, "stands_to_transfer")
    if told:
        worst = min(told, key=lambda claim: claim.low)
        mixed = worst.low < max(claim.low for claim in told)
        return said_by(worst.fact, facts, worst.low, note=CONTRADICTION if mixed else "")
    return spanned(facts, "stands_to_transfer", facts.value("alsfrs_walking"), facts.limits["walking_lost"])


# --- speech and hands --------------------------------------------------------------------------------------------


@derived("speech_usable", "alsfrs_speech")
def _speech(facts: Facts) -> Value:
    return spanned(facts, "speech_usable", facts.value("alsfrs_speech"), facts.limits["score_clear_change"])


def _cutting(facts: Facts) -> Value:
    """Item 5 where it tells of the hands; as form 5b it asks about the tube set, and tells only that nothing of it can be done."""
    told, cutting = facts.value("alsfrs_cutting"), facts.value("cutting_without_tube")
    if told.known and told.low <= facts.limits["score_lost"]:
        return told
    if cutting.of != "tube_feeding_over_half":
        return cutting
    low, high = facts.vocabulary["alsfrs_cutting"].ends
    return Value(low=low, high=high, of="alsfrs_cutting")


@derived(
    "hands_usable", "alsfrs_handwriting", "alsfrs_cutting", "cutting_without_tube", "mrc_grip_left", "mrc_grip_right"
)
def _hands(facts: Facts) -> Value:
    """No where writing and cutting are lost or both grips are; yes where an item or a grip known today is above that."""
    lost, trace = facts.limits["score_lost"], facts.limits["grip_of_no_use"]
    items = [facts.value("alsfrs_handwriting"), _cutting(facts)]
    grips = [facts.value(f"mrc_grip_{side}") for side in ("left", "right")]
    for values, limit in ((items, lost), (grips, trace)):
        if all(value.known and value.low <= limit for value in values):
            return said_by(values[0].of, facts, NO)
    useful = [v for values, limit in ((items, lost), (grips, trace)) for v in values if v.known and v.low > limit]
    if useful:
        return said_by(useful[0].of, facts, YES)
    return Value(
        low=NO, high=YES, asks=tuple(ask for value in (*items, *grips) for ask in value.asks)[:1], of="hands_usable"
    )


# --- what the person wants ---------------------------------------------------------------------------------------


@derived("care_goal", "care_goal_told", "hospice_enrolled")
def _care_goal(facts: Facts) -> Value:
    """As the person told it; else hospice means comfort; else nobody knows."""
    told, hospice = facts.value("care_goal_told"), facts.value("hospice_enrolled")
    if told.known:
        return said_by("care_goal_told", facts, told.low)
    if hospice.known and hospice.low:
        comfort = facts.vocabulary["care_goal"].answers.index("comfort")
        return said_by("hospice_enrolled", facts, comfort)
    return Value(low=0, high=1, asks=("care_goal_told",), of="care_goal")


# --- what a state closes -----------------------------------------------------------------------------------------


def closed_today(facts: Facts, closings: Iterable[Closing]) -> dict[str, Closing]:
    """Recommendations, signs, things and questions, by id, that a state of today closes; the first such state counts."""
    found: dict[str, Closing] = {}
    for closing in closings:
        if truth_of(closing.condition, facts) is Truth.YES:
            for name in (*closing.recommendations, *closing.red_flags, *closing.equipment, *closing.not_asked):
                found.setdefault(name, closing)
    return found
