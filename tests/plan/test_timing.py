"""The house's table: trigger, precautions and what is in place give each recommendation one timing."""

from __future__ import annotations

from typing import Any

import pytest
from people import HELP, LOW, NO, UNKNOWN, YES, Assessed, Rule

from planner.model.conditions import Compare, Condition
from planner.model.knowledge import Ahead, Knowledge
from planner.model.truth import Truth
from planner.plan.schedule import decide, schedule


@pytest.mark.parametrize(
    ("when", "unless", "timing"),
    [
        (YES, (), "now"),
        (YES, (NO,), "now"),
        (YES, (NO, NO), "now"),
        (YES, (YES,), "hold"),
        (YES, (NO, YES), "hold"),
        (YES, (UNKNOWN, YES), "hold"),
        (YES, (YES, UNKNOWN, NO), "hold"),
        (YES, (UNKNOWN,), "check_first"),
        (YES, (NO, UNKNOWN), "check_first"),
        (NO, (), "not_now"),
        (NO, (YES,), "not_now"),
        (NO, (UNKNOWN,), "not_now"),
        (UNKNOWN, (), "check_first"),
        (UNKNOWN, (NO,), "check_first"),
        (UNKNOWN, (YES,), "check_first"),
    ],
)
def test_trigger_and_precautions_give_the_timing_of_the_table(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, when: Condition, unless: Any, timing: str
) -> None:
    made = rule(when, unless)
    assert schedule(made, assessed(), knowledge).timing == timing
    assert decide(made, assessed().facts) == timing


@pytest.mark.parametrize("when", [YES, NO, UNKNOWN])
@pytest.mark.parametrize("unless", [(), (YES,), (UNKNOWN,)])
def test_what_is_in_place_is_done_whatever_else_holds(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, when: Condition, unless: Any
) -> None:
    made = rule(when, unless, done_when=YES, ahead=Ahead(needed_when=YES, equipment="rollator"))
    item = schedule(made, assessed(), knowledge)
    assert (item.timing, item.window, item.start_by, item.asks) == ("done", None, None, ())


@pytest.mark.parametrize("when", [YES, UNKNOWN])
def test_not_knowing_whether_it_is_in_place_counts_as_no(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, when: Condition
) -> None:
    in_place = Compare(fact="equipment_status_rollator", operator="one_of", bounds=(3.0, 4.0), said="borrowed, in_use")
    item = schedule(rule(when, done_when=in_place), assessed(), knowledge)
    assert item.timing == ("now" if when is YES else "check_first")
    if when is YES:
        assert item.asks == ("equipment_status_rollator",)


@pytest.mark.parametrize(
    ("when", "unless", "asks"),
    [
        (UNKNOWN, (), ("pcf_l_min",)),
        (UNKNOWN, (LOW,), ("pcf_l_min",)),
        (YES, (LOW,), ("fvc_pct",)),
        (YES, (LOW, UNKNOWN, NO), ("fvc_pct", "pcf_l_min")),
    ],
)
def test_check_first_names_the_answer_that_is_missing(
    assessed: Assessed, rule: Rule, knowledge: Knowledge, when: Condition, unless: Any, asks: tuple[str, ...]
) -> None:
    item = schedule(rule(when, unless), assessed(), knowledge)
    assert (item.timing, item.asks) == ("check_first", asks)


def test_a_hold_names_only_the_precautions_that_are_true(assessed: Assessed, rule: Rule, knowledge: Knowledge) -> None:
    low = schedule(rule(YES, (LOW, NO, UNKNOWN)), assessed({"fvc_pct": 40}), knowledge)
    (held,) = low.holds
    assert (low.timing, held.truth, [reason.fact for reason in held.because]) == (
        "hold",
        Truth.YES,
        ["fvc_pct"],
    )


@pytest.mark.parametrize(("caution", "printed"), [(YES, True), (UNKNOWN, True), (NO, False)])
@pytest.mark.parametrize(("when", "timing"), [(YES, "now"), (UNKNOWN, "check_first")])
def test_a_caution_that_is_true_or_open_prints_its_sentence_and_changes_no_timing(
    assessed: Assessed,
    rule: Rule,
    knowledge: Knowledge,
    caution: Condition,
    printed: bool,
    when: Condition,
    timing: str,
) -> None:
    item = schedule(rule(when, caution=(caution,)), assessed(), knowledge)
    assert (item.timing, [note.therapist for note in item.cautions]) == (timing, ["Wait."] * printed)


def test_the_reasons_are_the_facts_of_the_trigger(assessed: Assessed, rule: Rule, knowledge: Knowledge) -> None:
    found = assessed({"alsfrs_walking": 2})
    assert [reason.fact for reason in schedule(rule(HELP), found, knowledge).because] == ["alsfrs_walking"]
    assert schedule(rule(UNKNOWN), found, knowledge).because == ()
