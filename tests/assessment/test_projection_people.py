"""The courses of one person: visits, onset, forms, aids, and what is not projected at all."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
from calibration import ADOPTED
from projected import Courses, gross, milestone, of_walking

from planner import assess, compose, make_plan, plan_as_json, render_html
from planner.assessment.assessment import Assessment
from planner.assessment.derive import DAYS_PER_MONTH
from planner.model.knowledge import Knowledge


def test_a_person_has_the_worked_values_of_case_a(courses: Courses) -> None:
    found = courses({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", onset_region="leg")
    p10, early, likely, late, p90 = of_walking(found)
    assert (round(p10, 1), round(likely, 1), round(p90, 1)) == (0.4, 2.3, 13.2)
    assert p10 < early < likely < late < p90


def test_shifting_all_dates_shifts_only_the_calendar(courses: Courses, today: date) -> None:
    def moved(days: int) -> Assessment:
        by = timedelta(days)
        visits = {"2026-05-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)}
        later = {(date.fromisoformat(day) + by).isoformat(): facts for day, facts in visits.items()}
        onset = (date(2025, 11, 1) + by).isoformat()
        return courses(later, today + by, symptom_onset_date=onset, onset_region="leg")

    first = moved(0)
    for days in (-300, 1, 45):
        other = moved(days)
        assert [one.likely for one in other.milestones] == [one.likely for one in first.milestones]
        assert {one.measured_on for one in other.milestones} == {date(2026, 11, 20) + timedelta(days)}


def test_the_order_of_the_visits_changes_nothing(courses: Courses) -> None:
    visits = {"2026-05-20": gross(4, 4, 3), "2026-08-20": gross(4, 3, 3), "2026-11-20": gross(3, 3, 2)}
    found = [courses(dict(order)).milestones for order in permutations(visits.items())]
    assert all(one == found[0] for one in found)


def test_visits_closer_than_two_weeks_count_as_one_at_the_later_date(courses: Courses) -> None:
    close = courses({"2026-08-10": gross(4, 4, 4), "2026-08-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)})
    merged = courses({"2026-08-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)})
    assert of_walking(close) == of_walking(merged)


def test_nested_scores_are_reached_in_order_along_every_course(courses: Courses) -> None:
    found = courses({"2026-08-20": gross(4, 4, 4), "2026-11-20": gross(4, 4, 2)}, symptom_onset_date="2025-06")
    courses = [of_walking(found, at_most) for at_most in (3, 2, 1, 0)]
    for higher, lower in pairwise(courses):
        assert all(sooner <= later for sooner, later in zip(higher, lower, strict=True))
    for one, next_one in pairwise(found.milestones):
        if one.fact == next_one.fact:
            assert all(a >= b for (_, a), (_, b) in zip(one.within, next_one.within, strict=True))


@pytest.mark.parametrize(
    ("facts", "walking_scores"),
    [
        (gross(4, 3, 2), [2, 1, 0]),
        (gross(4, 4, 4), [3, 2, 1, 0]),
        (gross(0, 0, 0), []),
        (gross(4, None, 2), []),
    ],
)
def test_only_scores_still_ahead_are_projected(
    courses: Courses, facts: dict[str, Any], walking_scores: list[int]
) -> None:
    found = courses({"2026-11-20": facts}).milestones
    assert [one.at_most for one in found if one.fact == "alsfrs_walking"] == walking_scores


def test_a_score_too_old_to_count_is_not_projected(courses: Courses) -> None:
    assert courses({"2026-03-01": gross(4, 3, 2), "2026-11-20": {"falls_1mo": 0}}).milestones == ()


def test_the_use_of_a_breathing_machine_is_a_decision_and_never_projected(courses: Courses) -> None:
    found = courses({"2026-11-20": {"alsfrs_dyspnea": 3, "alsfrs_orthopnea": 4, "alsfrs_respiratory": 4}})
    assert {one.fact for one in found.milestones} == {"alsfrs_dyspnea", "alsfrs_orthopnea"}


def test_a_brace_that_set_the_score_counts_as_one_more_in_the_projection(courses: Courses) -> None:
    braced = courses({"2026-11-20": gross(4, 2, 3, walking_help="brace_only")})
    walks = courses({"2026-11-20": gross(4, 3, 3)})
    assert of_walking(braced, 1) == of_walking(walks, 1)
    helped = courses({"2026-11-20": gross(4, 2, 3, walking_help="rollator")})
    assert of_walking(helped, 1)[2] < of_walking(braced, 1)[2]


def test_a_change_from_form_5a_to_5b_breaks_the_series_of_item_five(courses: Courses) -> None:
    before = {
        "alsfrs_handwriting": 3,
        "alsfrs_dressing": 3,
        "alsfrs_cutting": 2,
        "tube_feeding_over_half": False,
    }
    after = {**before, "alsfrs_cutting": 4, "tube_feeding_over_half": True}
    found = courses({"2026-08-20": before, "2026-11-20": after})
    assert [one for one in found.milestones if one.fact == "alsfrs_cutting"] == []
    assert milestone(found, "alsfrs_dressing", 2) is not None


def test_item_five_as_form_5b_lends_no_rate_to_the_hands(courses: Courses) -> None:
    hands = {"alsfrs_handwriting": 3, "alsfrs_dressing": 3}
    tube = {**hands, "alsfrs_cutting": 0, "tube_feeding_over_half": True}
    with_5b, without = (milestone(courses({"2026-11-20": facts}), "alsfrs_dressing", 2) for facts in (tube, hands))
    assert with_5b == without


def test_a_tube_form_in_use_today_ends_the_course_of_item_five_and_form_5a_again_begins_a_new_one(
    courses: Courses,
) -> None:
    """Form 5b is another question: no score of it is compared with one of form 5a, before or after."""
    scored = {"alsfrs_handwriting": 3, "alsfrs_dressing": 3, "alsfrs_cutting": 3, "tube_feeding_over_half": False}
    tube_since = courses({"2026-08-20": scored, "2026-11-20": {"tube_feeding_over_half": True}})
    assert {one.fact for one in tube_since.milestones} == {"alsfrs_handwriting", "alsfrs_dressing"}
    on_5b = {**scored, "alsfrs_cutting": 0, "tube_feeding_over_half": True}
    back = courses({"2026-05-20": {**scored, "alsfrs_cutting": 4}, "2026-08-20": on_5b, "2026-11-20": scored})
    only_last = courses({"2026-11-20": scored})
    assert milestone(back, "alsfrs_cutting", 2) == milestone(only_last, "alsfrs_cutting", 2)


def test_every_milestone_of_the_evidence_is_projected_for_somebody_without_loss(
    courses: Courses, knowledge: Knowledge
) -> None:
    items = [item for items in knowledge.course.domains.values() for item in items]
    found = courses({"2026-11-20": dict.fromkeys(items, 4)})
    ahead = {(one.fact, one.at_most) for one in found.milestones}
    assert {(item, score) for item, scores in ADOPTED.items() for score in scores} <= ahead
    assert ahead == {(item, score) for item in items for score in range(4)}, "and so is every other score of an item"


def test_each_item_either_has_a_course_or_is_a_decision(knowledge: Knowledge) -> None:
    moving = [item for items in knowledge.course.domains.values() for item in items]
    assert sorted((*moving, *knowledge.course.decided_by_treatment)) == sorted(knowledge.vocabulary.alsfrs_items)
    assert "feeding_tube_status" not in knowledge.course.measures


def test_no_total_is_projected_only_items(courses: Courses) -> None:
    found = courses(
        {"2026-08-20": {"alsfrs_total": 44}, "2026-11-20": {"alsfrs_total": 38}}, symptom_onset_date="2025-06"
    )
    assert found.milestones == ()


def test_a_score_that_was_lower_before_lies_ahead_again_and_is_said_to_have_been_reached(
    courses: Courses, knowledge: Knowledge
) -> None:
    found = courses({"2026-05-20": gross(4, 3, 2), "2026-08-20": gross(4, 2, 2), "2026-11-20": gross(4, 3, 2)})
    again, further = milestone(found, "alsfrs_walking", 2), milestone(found, "alsfrs_walking", 1)
    assert again is not None and again.reached_before == date(2026, 8, 20)
    assert further is not None and further.reached_before is None
    listed = plan_as_json(make_plan(found, knowledge))["projection"]
    told = {entry["at_most"]: entry["reached_before"] for entry in listed if entry["fact"] == "alsfrs_walking"}
    assert told == {2: "2026-08-20", 1: None, 0: None}
    page = render_html(compose(make_plan(found, knowledge), "annex"))
    assert page.count("at most 2 (was so on 20 Aug 2026: look again)") == 1


def test_a_window_that_has_gone_by_whole_may_already_apply(courses: Courses, knowledge: Knowledge) -> None:
    """A very fast person, nearly four months after the visit: more than nine in ten would have got there by now."""
    visits = {"2026-06-01": gross(4, 4, 3), "2026-08-01": gross(1, 3, 0)}
    found = courses(visits, symptom_onset_date="2026-04-01", onset_region="leg")
    near, far = milestone(found, "alsfrs_walking", 2), milestone(found, "alsfrs_walking", 0)
    assert near is not None and far is not None
    assert near.p90 < (found.today - near.measured_on).days / DAYS_PER_MONTH < far.p90
    assert near.is_past(found.today) and not far.is_past(found.today)
    listed = plan_as_json(make_plan(found, knowledge))["projection"]
    told = {entry["at_most"]: entry["may_already_apply"] for entry in listed if entry["fact"] == "alsfrs_walking"}
    assert told[2] is True and told[0] is False
    page = render_html(compose(make_plan(found, knowledge), "annex"))
    assert "(may already apply: look again)" in page


def test_beyond_two_years_the_plan_names_no_month(courses: Courses, knowledge: Knowledge) -> None:
    items = [item for items in knowledge.course.domains.values() for item in items]
    listed = plan_as_json(make_plan(courses({"2026-11-20": dict.fromkeys(items, 4)}), knowledge))["projection"]
    months = [month for entry in listed for month in entry["months"].values()]
    assert None in months
    assert max(month for month in months if month is not None) <= 24


def test_weekly_scores_never_melt_into_one_visit(courses: Courses) -> None:
    """Twenty weekly scores show the fall; counted as one visit they would show none."""
    days = [date(2026, 7, 10) + timedelta(7 * week) for week in range(20)]
    weekly = {day.isoformat(): gross(4, 4 if week < 8 else 3, 3 if week < 12 else 2) for week, day in enumerate(days)}
    found, once = courses(weekly), courses({"2026-11-20": gross(4, 3, 2)})
    assert milestone(found, "alsfrs_walking", 2) != milestone(once, "alsfrs_walking", 2)
    every_second = dict(list(weekly.items())[1::2])
    assert of_walking(found) == of_walking(courses(every_second))


def test_items_told_a_few_days_apart_belong_to_one_visit(courses: Courses) -> None:
    apart = courses({"2026-11-16": gross(4, None, 2), "2026-11-20": gross(None, 3, None)})
    together = courses({"2026-11-20": gross(4, 3, 2)})
    assert of_walking(apart) == of_walking(together)
    long_apart = courses({"2026-09-16": gross(4, None, 2), "2026-11-20": gross(None, 3, None)})
    assert of_walking(long_apart) == of_walking(courses({"2026-11-20": gross(None, 3, None)}))


def test_what_was_told_after_the_day_of_the_plan_changes_nothing(courses: Courses) -> None:
    day = date(2026, 8, 22)
    early = courses({"2026-05-20": gross(4, 4, 3), "2026-08-20": gross(4, 3, 3)}, day)
    now = courses({"2026-05-20": gross(4, 4, 3), "2026-08-20": gross(4, 3, 3), "2026-11-20": gross(3, 1, 0)})
    assert assess(now.intake, early.outlook.knowledge, today=day).milestones == early.milestones


def test_another_rater_by_a_point_moves_the_likely_month_but_stays_within_the_window(courses: Courses) -> None:
    """A change of rater or of the way of asking is not recorded as a fact; its point is within the noise reckoned with."""
    days = ("2026-02-20", "2026-05-20", "2026-08-20", "2026-11-20")
    one_rater = courses(dict(zip(days, [gross(4, 3, 3)] * 4, strict=True)), symptom_onset_date="2025-06")
    two_raters = courses(
        dict(zip(days, [gross(4, 3, 3), gross(4, 2, 2), gross(4, 3, 3), gross(4, 3, 3)], strict=True)),
        symptom_onset_date="2025-06",
    )
    p10, _, _, _, p90 = of_walking(one_rater)
    assert p10 < of_walking(two_raters)[2] < p90


def test_the_same_person_gives_the_same_months_and_a_month_is_the_mean_month(courses: Courses) -> None:
    visits = {"2025-11-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)}
    found = courses(visits, symptom_onset_date="2025-05-20", onset_region="leg")
    assert found.milestones == courses(visits, symptom_onset_date="2025-05-20", onset_region="leg").milestones
    assert DAYS_PER_MONTH == 365.25 / 12


def test_several_regions_at_once_favour_no_domain(courses: Courses) -> None:
    def likely(region: str | None) -> float:
        told = {"onset_region": region} if region else {}
        return of_walking(courses({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", **told))[2]

    assert likely("several") == likely(None)
    assert likely("leg") != likely("several") != likely("arm")
