"""Windows: when a condition first holds along the early, the likely and the late course."""

from __future__ import annotations

import pytest
from people import TODAY, plan_of
from projected import Courses, gross, milestone

from planner import assess
from planner.assessment.derive import derivations
from planner.assessment.outlook import Outlook
from planner.model.conditions import All, Compare, Not
from planner.model.conditions import Any as AnyOf
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth

HELP = Compare(fact="alsfrs_walking", operator="at_most", bounds=(2.0,), said="walks_with_help")
NO_WALK = Compare(fact="alsfrs_walking", operator="at_most", bounds=(1.0,), said="walking_lost")
LOW = Compare(fact="fvc_pct", operator="below", bounds=(50.0,), said="vital_capacity_low")
PAIN = Compare(fact="shoulder_pain", operator="is", bounds=(1.0,), said="yes")


def test_a_window_is_the_months_from_today_at_which_the_condition_first_holds(courses: Courses) -> None:
    found = courses({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", onset_region="leg")
    window = found.outlook.window(HELP)
    assert window is not None
    one = milestone(found, "alsfrs_walking", 2)
    assert one is not None
    passed = 2 / 30.4375
    assert (window.early, window.likely, window.late) == (
        one.early - passed,
        one.likely - passed,
        one.late - passed,
    )
    assert window.doubled is None


def test_a_lower_need_is_never_earlier(courses: Courses) -> None:
    outlook = courses({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", onset_region="leg").outlook
    sooner, later = outlook.window(HELP), outlook.window(NO_WALK)
    assert sooner is not None and later is not None
    assert sooner.early is not None and later.early is not None
    assert sooner.early < later.early


def test_beyond_two_years_nothing_is_said(courses: Courses) -> None:
    well = courses({"2026-11-20": {"alsfrs_dyspnea": 4, "alsfrs_orthopnea": 4}})
    one = milestone(well, "alsfrs_dyspnea", 0)
    assert one is not None and one.early > 24
    assert (
        well.outlook.window(Compare(fact="alsfrs_dyspnea", operator="at_most", bounds=(0.0,), said="score_lost"))
        is None
    )
    slow = courses({"2026-11-20": gross(4, 3, 3)}).outlook.window(NO_WALK)
    assert slow is not None and slow.early is not None and slow.late is None


def test_what_holds_today_is_needed_from_today_and_what_does_not_move_is_never_ahead(courses: Courses) -> None:
    outlook = courses({"2026-11-20": gross(4, 2, 2, shoulder_pain_left=False, shoulder_pain_right=False)}).outlook
    window = outlook.window(HELP)
    assert window is not None and (window.early, window.likely, window.late) == (0, 0, 0)
    assert outlook.window(PAIN) is None
    assert outlook.window(All((HELP, PAIN))) is None
    still = outlook.window(Not(PAIN))
    assert still is not None and still.early == 0


def test_facts_without_a_course_keep_the_value_of_today(courses: Courses) -> None:
    visits = {"2026-11-20": gross(4, 3, 2, shoulder_pain_left=True)}
    outlook = courses(visits, symptom_onset_date="2025-11-20", onset_region="leg").outlook
    assert outlook.window(All((HELP, PAIN))) == outlook.window(HELP)


def test_the_stage_moves_along_the_courses_as_any_other_fact(courses: Courses) -> None:
    visits = {"2026-11-20": gross(4, 3, 2, alsfrs_dressing=4, alsfrs_cutting=4, tube_feeding_over_half=False)}
    outlook = courses(visits, symptom_onset_date="2025-11-20", onset_region="leg").outlook
    fourth = outlook.window(Compare(fact="stage", operator="at_least", bounds=(3.0,), said="4"))
    assert fourth == outlook.window(NO_WALK)


def test_a_measure_reaches_its_limit_along_its_own_three_courses(courses: Courses) -> None:
    window = courses({"2026-11-20": {"fvc_pct": 68}}).outlook.window(LOW)
    assert window is not None
    assert window.doubled == window.early, "one test has no slope of its own"
    passed = 2 / 30.4375
    expected = [18 / fall - passed for fall in (5.4, 2.7, 1.35)]
    assert (window.early, window.likely, window.late) == pytest.approx(expected)


def test_whichever_comes_first_opens_a_window_of_several_needs(courses: Courses) -> None:
    visits = {"2026-11-20": gross(4, 3, 2, fvc_pct=52)}
    outlook = courses(visits, symptom_onset_date="2024-11-20", onset_region="leg").outlook
    either, by_test, by_legs = outlook.window(AnyOf((LOW, HELP))), outlook.window(LOW), outlook.window(HELP)
    assert either is not None and by_test is not None and by_legs is not None
    for course in ("early", "likely", "late"):
        firsts = [m for w in (by_test, by_legs) if (m := getattr(w, course)) is not None]
        assert getattr(either, course) == pytest.approx(min(firsts), abs=1e-3)


def test_a_course_that_is_past_already_counts_from_today(courses: Courses) -> None:
    """The answer is three months old: on the early course the need has come, on the later ones not yet."""
    visits = {"2026-08-20": gross(4, 3, 2)}
    found = courses(visits, symptom_onset_date="2025-11-20", onset_region="leg")
    one = milestone(found, "alsfrs_walking", 2)
    assert one is not None and one.early < 94 / 30.4375 < one.late
    window = found.outlook.window(HELP)
    assert window is not None
    assert window.early == 0
    assert window.late == pytest.approx(one.late - 94 / 30.4375)


def test_no_fact_worked_out_from_a_falling_measure_moves_ahead_of_it(knowledge: Knowledge) -> None:
    """The crossing of a measure is looked for where a condition names the measure itself, so nothing may stand between."""
    derived, measures = derivations(knowledge), set(knowledge.course.measures)
    entries = {name: entry for name in knowledge.vocabulary.facts if (entry := derived.get(name)) is not None}
    assert entries
    assert {name for name, entry in entries.items() if entry.follows_projection and entry.reads & measures} == set()


@pytest.mark.parametrize("who", ["demo", "late", "almost_unknown"])
def test_what_is_held_to_never_come_does_not_come_on_any_course(
    knowledge: Knowledge, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = plan_of(who, knowledge).intake
    found = [rule.ahead.needed_when for rule in knowledge.recommendations if rule.ahead]
    found += [thing.needed_when for thing in knowledge.equipment.values() if thing.needed_when is not None]
    found += [Not(condition) for condition in found] + [flag.when for flag in knowledge.red_flags]
    quick = assess(intake, knowledge, today=TODAY).outlook
    skipped = [condition for condition in found if quick.at_best(condition) is not Truth.YES]
    windows = [quick.window(condition) for condition in found]
    monkeypatch.setattr(Outlook, "at_best", lambda *_: Truth.YES)
    thorough = assess(intake, knowledge, today=TODAY).outlook
    assert [thorough.window(condition) for condition in found] == windows
    assert skipped
