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


def agreed(state: str, found: Iterable[Claim], asks: tuple[str, ...], ends: tuple[float, float]) -> Value:
    """The span that all claims allow. Where two cannot both be true the newer counts; of one day, neither does."""
    low, high = ends
    of, on, noted = state, None, ""
    for claim in sorted(found, key=lambda claim: claim.on or date.min, reverse=True):
        narrower = max(low, claim.low), min(high, claim.high)
        if narrower[0] <= narrower[1]:
            if narrower != (low, high):
                of, on = (claim.fact, claim.on) if on is None else (of, on)
            low, high = narrower
        elif claim.on == on:
            return Value(
                low=min(low, claim.low), high=max(high, claim.high), on=on, asks=(of,), of=of, note=CONTRADICTION
            )
        else:
            noted = "changed"
    return Value(low=low, high=high, on=on, asks=() if low == high else asks, of=of, note=noted)


# --- breathing support -------------------------------------------------------------------------------------------


@derived("ventilation", "@says ventilation", "fvc_pct", "svc_pct", "alsfrs_dyspnea", "alsfrs_orthopnea")
def _ventilation(facts: Facts) -> Value:
    """None, mask or invasive. A lone 0 of item 12 beside signs of breathing without a tube stays open: it may be a slip."""
    told = claims(facts, "ventilation")
    item = next((claim for claim in told if claim.fact == ITEM_12), None)
    tubes = [claim for claim in told if claim.low == INVASIVE and claim.fact != ITEM_12]
    if item is not None and item.low == INVASIVE and not tubes and _breathes_without_a_tube(facts):
        return _open_ventilation(facts, item)
    if item is not None and item.high < INVASIVE and tubes:  # a tracheostomy is not undone by a score, however new
        return _open_ventilation(facts, item)
    return agreed("ventilation", told, (ITEM_12,), (NONE, INVASIVE))


def _open_ventilation(facts: Facts, item: Claim) -> Value:
    asks = (ITEM_12,)
    return Value(low=NONE, high=INVASIVE, on=item.on, asks=asks, of=ITEM_12, note=CONTRADICTION)


def _breathes_without_a_tube(facts: Facts) -> bool:
    """A vital capacity in force, or an item on breathlessness above its floor."""
    tested = any(facts.value(name).known for name in ("fvc_pct", "svc_pct"))
    return tested or any((known_number(facts, name) or 0) > 0 for name in ("alsfrs_dyspnea", "alsfrs_orthopnea"))


@derived("mask_confirmed", "@says ventilation")
def _mask_confirmed(facts: Facts) -> Value:
    """Whether more than item 12 says that a mask is in use; the item alone silences no danger."""
    sure = [one for one in claims(facts, "ventilation") if one.high == MASK and one.low == MASK and one.fact != ITEM_12]
    of, on = (sure[0].fact, sure[0].on) if sure else ("niv_status", None)
    return Value(low=float(bool(sure)), high=float(bool(sure)), on=on, asks=(), of=of)


# --- eating, walking, standing -----------------------------------------------------------------------------------


@derived("eats_by_mouth", "alsfrs_swallowing", "tube_feeding_over_half")
def _eats_by_mouth(facts: Facts) -> Value:
    """Nothing, with care, or as anybody; where answers disagree the lower counts."""
    score, fed = facts.value("alsfrs_swallowing"), facts.value("tube_feeding_over_half")
    first_change = facts.limits["score_first_change"]
    low = NOTHING if score.low <= facts.limits["score_lost"] else WITH_CARE if score.low < first_change else EATS
    high = NOTHING if score.high <= facts.limits["score_lost"] else WITH_CARE if score.high < first_change else EATS
    if fed.known and fed.low:
        low, high = min(low, WITH_CARE), min(high, WITH_CARE)
    denied = high == NOTHING and fed.known and not fed.low
    of, on = ("alsfrs_swallowing", score.on) if score.known else ("tube_feeding_over_half", fed.on)
    asks = () if low == high else score.asks
    return Value(low=low, high=high, on=on, asks=asks, of=of, note=CONTRADICTION if denied else "")


@derived("alsfrs_walking", "@says alsfrs_walking")
def _walking_bounds(facts: Facts) -> Value:
    """Item 8 where nobody asked it: by its own words help to walk is a 2, and who walks a way at all has at least a 2."""
    ends = facts.vocabulary["alsfrs_walking"].ends
    return agreed("alsfrs_walking", claims(facts, "alsfrs_walking"), ("alsfrs_walking",), ends)


@derived("walks", "alsfrs_walking", "walking_help", follows_projection=True)
def _walks(facts: Facts) -> Value:
    """Whether the person walks, with or without help. Where answers of one day disagree, advice to walk waits: no."""
    score, help_used = facts.value("alsfrs_walking"), facts.value("walking_help")
    helped = facts.limits["walks_with_help"]
    low, high = float(score.low >= helped), float(score.high >= helped)
    says_not = help_used.known and facts.vocabulary["walking_help"].raw(help_used.low) == "not_walking"
    if low and says_not and (help_used.on or date.min) >= (score.on or date.min):
        return Value(low=NO, high=NO, on=help_used.on, asks=(), of="walking_help", note=CONTRADICTION)
    return Value(
        low=low, high=high, on=score.on, asks=() if low == high else score.asks, of=score.of or "alsfrs_walking"
    )


@derived("stands_to_transfer", "@says stands_to_transfer", "alsfrs_walking")
def _stands(facts: Facts) -> Value:
    """Weight bearing, rising from a chair and help at transfers speak first, the lower of them counts; else item 8."""
    told = claims(facts, "stands_to_transfer")
    if told:
        worst = min(told, key=lambda claim: claim.low)
        mixed = CONTRADICTION if worst.low < max(claim.low for claim in told) else ""
        return Value(low=worst.low, high=worst.high, on=worst.on, asks=(), of=worst.fact, note=mixed)
    score = facts.value("alsfrs_walking")
    low, high = (float(end > facts.limits["score_lost"]) for end in (score.low, score.high))
    asks = () if low == high else ("can_bear_weight", *score.asks)
    return Value(low=low, high=high, on=score.on, asks=asks, of=score.of or "alsfrs_walking")


# --- speech and hands --------------------------------------------------------------------------------------------


@derived("speech_usable", "alsfrs_speech")
def _speech(facts: Facts) -> Value:
    score = facts.value("alsfrs_speech")
    low, high = (float(end >= facts.limits["score_clear_change"]) for end in (score.low, score.high))
    return Value(low=low, high=high, on=score.on, asks=() if low == high else score.asks, of="alsfrs_speech")


def _cutting(facts: Facts) -> Value:
    """Item 5 where it tells of the hands; as form 5b it asks about the tube set and tells nothing."""
    cutting = facts.value("cutting_without_tube")
    if cutting.of != "tube_feeding_over_half":
        return cutting
    low, high = facts.vocabulary["alsfrs_cutting"].ends
    return Value(low=low, high=high, of="alsfrs_cutting")


@derived("hands_usable", "alsfrs_handwriting", "cutting_without_tube", "mrc_grip_left", "mrc_grip_right")
def _hands(facts: Facts) -> Value:
    """No where writing and cutting are lost or both grips are; yes where an item or a grip known today is above that."""
    lost, trace = facts.limits["score_lost"], facts.limits["grip_of_no_use"]
    items = [facts.value("alsfrs_handwriting"), _cutting(facts)]
    grips = [facts.value(f"mrc_grip_{side}") for side in ("left", "right")]
    for values, limit in ((items, lost), (grips, trace)):
        if all(value.known and value.low <= limit for value in values):
            return Value(low=NO, high=NO, on=values[0].on, asks=(), of=values[0].of)
    useful = [v for values, limit in ((items, lost), (grips, trace)) for v in values if v.known and v.low > limit]
    if useful:
        return Value(low=YES, high=YES, on=useful[0].on, asks=(), of=useful[0].of)
    return Value(
        low=NO, high=YES, asks=tuple(ask for value in (*items, *grips) for ask in value.asks)[:1], of="hands_usable"
    )


# --- what the person wants ---------------------------------------------------------------------------------------


@derived("care_goal", "care_goal_told", "hospice_enrolled")
def _care_goal(facts: Facts) -> Value:
    """As the person told it; else hospice means comfort; else nobody knows."""
    told, hospice = facts.value("care_goal_told"), facts.value("hospice_enrolled")
    if told.known:
        return told
    if hospice.known and hospice.low:
        comfort = facts.vocabulary["care_goal"].answers.index("comfort")
        return Value(low=comfort, high=comfort, on=hospice.on, asks=(), of="hospice_enrolled")
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
