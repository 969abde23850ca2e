"""Facts as declared, as observed, and as they stand on a day: scales, sides, staleness, suppositions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import inf
from typing import Any

import pytest
from pydantic import ValidationError

from planner.assessment.derive import facts_today
from planner.model.facts import Fact, Facts, Observation, Value, Vocabulary, unknown, worse_of
from planner.model.intake import Intake, in_force, merged_visits, months_later
from planner.model.knowledge import Knowledge

TODAY = date(2026, 11, 22)
VISIT = date(2026, 11, 20)
Given = Callable[..., Facts]


@pytest.fixture(scope="module")
def facts(knowledge: Knowledge, person: Callable[..., Intake]) -> Given:
    """What is known today of a person told about at one visit two days ago."""
    return lambda **told: facts_today(person(**told), knowledge, TODAY)


def declared(**more: Any) -> Fact:
    return Fact(id="x", group="g", question="?", **more)


# --- scales -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "raw", "position"),
    [
        (declared(kind="grade", limits=(0, 4)), 3, 3.0),
        (declared(kind="number", limits=(0, 1000)), 270.5, 270.5),
        (declared(kind="yes_no"), True, 1.0),
        (declared(kind="yes_no"), False, 0.0),
        (declared(kind="choice", choices=("none", "some", "all")), "all", 2.0),
        (declared(kind="date"), date(2026, 11, 20), float(date(2026, 11, 20).toordinal())),
    ],
)
def test_a_value_stands_at_one_position_and_comes_back_from_it(fact: Fact, raw: Any, position: float) -> None:
    assert fact.position(raw) == position
    assert fact.raw(position) == raw
    assert type(fact.raw(position)) is type(raw)


@pytest.mark.parametrize(
    ("fact", "ends"),
    [
        (declared(kind="yes_no"), (0, 1)),
        (declared(kind="choice", choices=("a", "b", "c")), (0, 2)),
        (declared(kind="grade", limits=(0, 5)), (0, 5)),
        (declared(kind="number"), (-inf, inf)),
        (declared(kind="date"), (-inf, inf)),
        (declared(kind="text"), (-inf, inf)),
    ],
)
def test_the_ends_of_a_scale_hold_every_value_it_may_take(fact: Fact, ends: tuple[float, float]) -> None:
    assert fact.ends == ends


def test_a_fact_is_frozen_and_nothing_in_its_entry_goes_unread() -> None:
    with pytest.raises(ValidationError):
        declared(kind="grade", at_mots=3)
    with pytest.raises(ValidationError):
        declared(kind="grade").kind = "number"  # type: ignore[misc]


def test_an_unknown_value_is_anything_on_its_scale_and_asks_for_itself() -> None:
    nobody_said = unknown("alsfrs_walking", 0, 4)
    assert not nobody_said.known
    assert (nobody_said.low, nobody_said.high, nobody_said.asks) == (0, 4, ("alsfrs_walking",))
    assert Value(low=3, high=3).known


# --- vocabulary -------------------------------------------------------------------------------------------


def test_a_fact_with_sides_is_written_plain_or_with_its_side(knowledge: Knowledge) -> None:
    words = knowledge.vocabulary
    assert words["mrc_grip"].ids == ("mrc_grip_left", "mrc_grip_right")
    assert words["mrc_grip_left"] is words["mrc_grip_right"] is words["mrc_grip"]
    assert words.plain("mrc_grip_left") == "mrc_grip"
    assert words["alsfrs_walking"].ids == ("alsfrs_walking",)


def test_a_family_is_written_once_for_each_device_and_never_alone(knowledge: Knowledge) -> None:
    words = knowledge.vocabulary
    assert "equipment_status" not in words
    assert {f"equipment_status_{device}" for device in knowledge.equipment} <= set(words)
    assert words.plain("equipment_status_rollator") == "equipment_status_rollator"


def test_aliases_match_without_regard_to_case_and_may_name_a_side() -> None:
    grip = declared(kind="grade", sides=True, aliases=("left:Grip_L", "GRIP"))
    words = Vocabulary.of([grip], [])
    assert words.aliases == {"grip_l": "x_left", "grip": "x"}


def test_every_alias_of_the_knowledge_base_leads_to_a_name_an_intake_may_use(knowledge: Knowledge) -> None:
    words = knowledge.vocabulary
    assert [alias for alias, name in words.aliases.items() if name not in words] == []
    assert words.aliases["q8"] == "alsfrs_walking"


def test_grades_and_numbers_of_the_knowledge_base_have_limits(knowledge: Knowledge) -> None:
    facts = knowledge.vocabulary.facts.values()
    assert [fact.id for fact in facts if fact.kind in ("grade", "number") and fact.limits is None] == []
    assert [fact.id for fact in facts if fact.kind == "choice" and len(fact.choices) < 2] == []


# --- sides ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "low", "high", "asks"),
    [
        (3, 4, 3, 3, ()),
        (4, 3, 3, 3, ()),
        (3, None, 0, 3, ("mrc_grip_right",)),
        (None, 3, 0, 3, ("mrc_grip_left",)),
        (0, None, 0, 0, ()),
        (None, None, 0, 5, ("mrc_grip_left", "mrc_grip_right")),
    ],
)
def test_the_plain_name_is_the_weaker_side_and_one_side_alone_gives_a_span(
    facts: Given, left: int | None, right: int | None, low: int, high: int, asks: tuple[str, ...]
) -> None:
    value = facts(mrc_grip_left=left, mrc_grip_right=right, falls_1mo=0).value("mrc_grip")
    assert (value.low, value.high, value.asks) == (low, high, asks)


@pytest.mark.parametrize(
    ("left", "right", "low", "high"),
    [(True, None, 1, 1), (None, True, 1, 1), (False, None, 0, 1), (False, False, 0, 0), (False, True, 1, 1)],
)
def test_one_bad_side_settles_a_sign_and_one_good_side_does_not(
    facts: Given, left: bool | None, right: bool | None, low: int, high: int
) -> None:
    value = facts(foot_drop_left=left, foot_drop_right=right, falls_1mo=0).value("foot_drop")
    assert (value.low, value.high) == (low, high)


def test_the_worse_side_is_named_with_its_value_and_day(facts: Given) -> None:
    value = facts(mrc_grip_left=4, mrc_grip_right={"value": 2, "on": "2026-10-01"}).value("mrc_grip")
    assert (value.of, value.raw, value.on) == ("mrc_grip_right", 2, date(2026, 10, 1))


def test_a_side_too_old_to_count_leaves_a_span_that_says_since_when(facts: Given) -> None:
    value = facts(mrc_grip_left={"value": 4, "on": "2026-03-01"}, mrc_grip_right=4).value("mrc_grip")
    assert (value.low, value.high, value.asks) == (0, 4, ("mrc_grip_left",))
    assert value.stale_since == date(2026, 7, 1)


def test_worse_follows_the_declared_end_of_the_scale() -> None:
    two, five = Value(low=2, high=2, of="l"), Value(low=5, high=5, of="r")
    assert worse_of(two, five, declared(kind="grade", limits=(0, 5), worse="low")).of == "l"
    assert worse_of(two, five, declared(kind="grade", limits=(0, 5), worse="high")).of == "r"


def test_both_sides_looked_at_later_replace_a_plain_entry(knowledge: Knowledge) -> None:
    told = [
        Observation("mrc_grip", 2, date(2026, 10, 1)),
        Observation("mrc_grip_left", 4, VISIT),
        Observation("mrc_grip_right", 5, VISIT),
    ]
    assert set(in_force(knowledge.vocabulary, told, TODAY)) == {"mrc_grip_left", "mrc_grip_right"}


# --- staleness --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "known"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 7, 22), True),
        (date(2026, 7, 21), False),
        (date(2020, 1, 1), False),
    ],
)
def test_a_score_counts_for_four_months_to_the_day(knowledge: Knowledge, on: date, known: bool) -> None:
    value = in_force(knowledge.vocabulary, [Observation("alsfrs_walking", 3, on)], TODAY)["alsfrs_walking"]
    assert value.known is known
    assert value.on == on


def test_a_stale_value_is_unknown_keeps_its_date_and_says_since_when(knowledge: Knowledge) -> None:
    value = in_force(knowledge.vocabulary, [Observation("pcf_l_min", 300, date(2026, 2, 28))], TODAY)["pcf_l_min"]
    assert (value.low, value.high, value.asks) == (0, 1000, ("pcf_l_min",))
    assert (value.on, value.stale_since, value.raw) == (date(2026, 2, 28), date(2026, 6, 28), None)


def test_what_does_not_age_is_known_for_ever(knowledge: Knowledge) -> None:
    told = [Observation("pneumothorax_ever", True, date(1999, 1, 1))]
    assert in_force(knowledge.vocabulary, told, TODAY)["pneumothorax_ever"].known


def test_the_newest_value_counts_and_what_lies_ahead_of_the_day_does_not(knowledge: Knowledge) -> None:
    days = [date(2026, 9, 1), date(2026, 11, 20), date(2026, 12, 1)]
    told = [Observation("alsfrs_walking", score, day) for score, day in zip((4, 3, 1), days, strict=True)]
    for order in (told, told[::-1]):
        assert in_force(knowledge.vocabulary, order, TODAY)["alsfrs_walking"].low == 3


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 7, 22), 4, date(2026, 11, 22)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2027, 10, 31), 4, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_visits_closer_than_two_weeks_count_as_one_at_the_later_date() -> None:
    days = [date(2026, 11, 20), date(2026, 11, 7), date(2026, 6, 1), date(2026, 6, 15), date(2026, 11, 20)]
    assert merged_visits(days, 14) == (date(2026, 6, 1), date(2026, 6, 15), date(2026, 11, 20))


# --- suppositions -----------------------------------------------------------------------------------------


def test_supposing_changes_what_follows_from_it_and_leaves_the_rest_and_the_first_facts_alone(
    facts: Given,
) -> None:
    before = facts(alsfrs_speech=4, alsfrs_salivation=4, alsfrs_swallowing=4, alsfrs_walking=3)
    assert before.value("alsfrs_bulbar_sum").low == 12
    after = before.supposing({"alsfrs_speech": Value(low=1, high=1, of="alsfrs_speech")})
    assert after.value("alsfrs_bulbar_sum").low == 9
    assert after.value("alsfrs_walking") == before.value("alsfrs_walking")
    assert before.value("alsfrs_bulbar_sum").low == 12


def test_supposing_one_side_moves_the_worse_side(facts: Given) -> None:
    before = facts(mrc_grip_left=4, mrc_grip_right=4)
    assert before.supposing({"mrc_grip_left": Value(low=1, high=1)}).value("mrc_grip").low == 1
    assert before.supposing({"mrc_grip": Value(low=0, high=0)}).value("mrc_grip").low == 0


def test_in_a_projected_state_the_stage_moves_and_the_pace_stays(facts: Given) -> None:
    before = facts(alsfrs_walking=3, walking_help="rollator", fvc_pct=90)
    ahead = before.supposing({"alsfrs_walking": Value(low=1, high=1, of="alsfrs_walking")}, ahead=True)
    assert ahead.value("leg_stage").low > before.value("leg_stage").low
    assert ahead.value("progression_pace") is before.value("progression_pace")


def test_facts_told_are_listed_once_the_newest_supposition_first(facts: Given) -> None:
    supposed = facts(alsfrs_walking=3, fvc_pct=90).supposing({"alsfrs_walking": Value(low=1, high=1)})
    assert list(supposed.given()) == ["alsfrs_walking", "fvc_pct"]


def test_every_declared_name_has_a_value_for_a_person_of_whom_nothing_is_known(facts: Given) -> None:
    nobody = facts()
    for name in nobody.vocabulary:
        value = nobody.value(name)
        assert value.low <= value.high, name
        assert value.known or value.asks, name
