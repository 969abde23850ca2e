"""What lies ahead: the worked values to the digit, pitfalls and properties of the method (evidence §4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise, permutations, product
from math import exp, inf, isfinite, log, sqrt
from statistics import fmean, pvariance
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import assess, read_intake
from planner.assessment import Assessment
from planner.conditions import All, Compare, Not
from planner.conditions import Any as AnyOf
from planner.knowledge import Knowledge
from planner.projection import Milestone, Passage, Scores, first_passage

TODAY = date(2026, 11, 22)
STEADY = settings(derandomize=True, deadline=None, max_examples=60)
GROSS = ("alsfrs_turning", "alsfrs_walking", "alsfrs_stairs")
Courses = Callable[..., Assessment]


@pytest.fixture(scope="module")
def number(knowledge: Knowledge) -> Mapping[str, float]:
    return knowledge.numbers


def legs(
    months: tuple[float, ...],
    turning: tuple[int | None, ...],
    walking: tuple[int | None, ...],
    stairs: tuple[int | None, ...],
    onset: float | None = 0.0,
    here: bool | None = True,
) -> Scores:
    """Items 7 to 9 at visits so many months after the first weakness."""
    return Scores(months, dict(zip(GROSS, (turning, walking, stairs), strict=True)), onset, here)


def walking(scores: Scores, at_most: int, number: Mapping[str, float]) -> Passage:
    found = first_passage(scores, "alsfrs_walking", at_most, "gross", number)
    assert found is not None
    return found


# --- the worked values of the dossier, §4.4 ---------------------------------------------------------------

THREE_VISITS = legs((12.0, 15.0, 18.0), (4, 4, 3), (3, 3, 3), (2, 2, 1))
WORKED = {
    "A": (legs((12.0,), (4,), (3,), (2,)), 2, "0.4 / 2.3 / 13.2", ".58 .76 .89"),
    "B, walks with help": (THREE_VISITS, 2, "0.5 / 2.9 / 16.3", ".51 .71 .85"),
    "B, no longer walks": (THREE_VISITS, 1, "4.1 / 11.8 / 34.0", ".05 .20 .51"),
    "C": (
        legs((12.0, 15.0, 18.0, 21.0, 24.0), (4,) * 5, (3,) * 5, (3,) * 5),
        2,
        "0.8 / 4.5 / 25.7",
        ".38 .58 .76",
    ),
    "G": (legs((6.0, 9.0), (4, 2), (3, 2), (2, 0)), 1, "0.2 / 1.1 / 6.1", ".77 .90 .96"),
}


@pytest.mark.parametrize("case", WORKED)
def test_the_worked_values_come_out_to_the_digit_printed(case: str, number: Mapping[str, float]) -> None:
    scores, at_most, months, chances = WORKED[case]
    found = walking(scores, at_most, number)
    assert " / ".join(f"{found.quantile(share):.1f}" for share in (0.1, 0.5, 0.9)) == months
    # 0.205 in case B is printed as .20 there; half a unit of the last digit either way.
    printed = [float(chance) for chance in chances.split()]
    assert [found.within(horizon) for horizon in (3, 6, 12)] == pytest.approx(printed, abs=0.0051)


@pytest.mark.parametrize("case", WORKED)
def test_the_months_are_counted_from_the_last_visit_whatever_the_first_day_is(
    case: str, number: Mapping[str, float]
) -> None:
    scores, at_most, _, _ = WORKED[case]
    assert scores.onset_month == 0.0
    shifted = Scores(tuple(month - 100 for month in scores.months), scores.items, -100.0, scores.onset_here)
    then, now = walking(shifted, at_most, number), walking(scores, at_most, number)
    assert (then.mean, then.spread) == pytest.approx((now.mean, now.spread))


# --- pitfalls, §4.6 ---------------------------------------------------------------------------------------


def test_what_is_already_reached_or_not_known_has_no_projection(number: Mapping[str, float]) -> None:
    scores = legs((12.0,), (4,), (2,), (None,))
    assert first_passage(scores, "alsfrs_walking", 2, "gross", number) is None
    assert first_passage(scores, "alsfrs_walking", 3, "gross", number) is None
    assert first_passage(scores, "alsfrs_stairs", 2, "gross", number) is None
    assert first_passage(scores, "alsfrs_walking", 1, "gross", number) is not None


def test_an_untouched_domain_is_far_off_and_finite(number: Mapping[str, float]) -> None:
    untouched = legs((12.0, 15.0), (4, 4), (4, 4), (4, 4))
    touched = legs((12.0, 15.0), (4, 4), (4, 4), (4, 3))
    far, near = walking(untouched, 2, number), walking(touched, 2, number)
    assert 12 < near.quantile(0.5) < far.quantile(0.5) < inf
    assert far.within(3) < 0.05


def test_rising_scores_still_give_a_finite_positive_rate(number: Mapping[str, float]) -> None:
    rising = walking(legs((12.0, 15.0, 18.0), (2, 3, 3), (1, 2, 3), (1, 2, 3)), 2, number)
    flat = walking(legs((12.0, 15.0, 18.0), (3, 3, 3), (3, 3, 3), (3, 3, 3)), 2, number)
    assert 0 < rising.quantile(0.1) < rising.quantile(0.9) < inf
    assert flat.quantile(0.5) <= rising.quantile(0.5)


def test_a_missing_item_is_dropped_and_the_others_carry_the_rate(number: Mapping[str, float]) -> None:
    without = legs((12.0, 15.0), (4, 3), (3, 3), (None, 2))
    only_two = Scores((12.0, 15.0), {"alsfrs_turning": (4, 3), "alsfrs_walking": (3, 3)}, 0.0, True)
    assert walking(without, 2, number) == walking(only_two, 2, number)


def test_an_item_long_at_the_floor_no_longer_slows_the_rate(number: Mapping[str, float]) -> None:
    """It counts through its first 0 and is dropped after that."""
    first_zero = legs((6.0, 9.0), (4, 3), (3, 3), (1, 0))
    long_zero = legs((6.0, 9.0, 12.0), (4, 3, 3), (3, 3, 3), (1, 0, 0))
    without = legs((6.0, 9.0, 12.0), (4, 3, 3), (3, 3, 3), (None, None, None))
    assert walking(long_zero, 2, number) == walking(without, 2, number)
    assert walking(first_zero, 2, number) != walking(legs((6.0, 9.0), (4, 3), (3, 3), (None, None)), 2, number)


@pytest.mark.parametrize(("onset", "here"), [(None, True), (None, None), (11.5, True), (0.0, None), (0.0, False)])
def test_an_unknown_or_too_recent_onset_is_skipped_and_never_an_error(
    onset: float | None, here: bool | None, number: Mapping[str, float]
) -> None:
    found = walking(legs((12.0,), (4,), (3,), (2,), onset, here), 2, number)
    assert 0 < found.quantile(0.1) < found.quantile(0.9) < inf
    if onset == 11.5:
        assert found == walking(legs((12.0,), (4,), (3,), (2,), None, here), 2, number)


def test_weakness_that_began_here_comes_sooner_than_elsewhere(number: Mapping[str, float]) -> None:
    medians = [
        walking(legs((12.0,), (4,), (4,), (4,), None, here), 2, number).quantile(0.5) for here in (True, None, False)
    ]
    assert medians == sorted(medians)
    assert len(set(medians)) == 3


@pytest.mark.parametrize("earlier", list(product((4, 3, 2), repeat=2)))
def test_a_lower_latest_score_never_has_a_later_median(earlier: tuple[int, int], number: Mapping[str, float]) -> None:
    def median(latest: int) -> float:
        return walking(legs((12.0, 15.0), (4, 3), (earlier[0], latest), (earlier[1], 2)), 0, number).quantile(0.5)

    assert median(1) <= median(2) <= median(3) <= median(4)


@pytest.mark.parametrize("first", [4, 3])
def test_more_loss_in_the_same_time_never_has_a_later_median(first: int, number: Mapping[str, float]) -> None:
    medians = [
        walking(legs((12.0, 15.0), (first, first), (3, 3), (first, last)), 2, number).quantile(0.5)
        for last in (3, 2, 1, 0)
    ]
    assert medians == sorted(medians, reverse=True)


score = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def matrices(draw: st.DrawFn) -> Scores:
    """Any answers at any visits: rising, missing, all at the top or at the floor."""
    visits = draw(st.integers(1, 5))
    gaps = draw(st.lists(st.floats(0.46, 12), min_size=visits, max_size=visits))
    months = tuple(sum(gaps[: at + 1]) for at in range(visits))
    items = [tuple(draw(st.lists(score, min_size=visits, max_size=visits))) for _ in GROSS]
    onset = draw(st.one_of(st.none(), st.floats(-60, months[0])))
    return legs(months, *items, onset=onset, here=draw(st.sampled_from([True, False, None])))


@STEADY
@given(matrices())
def test_no_matrix_of_answers_gives_anything_but_finite_positive_months(knowledge: Knowledge, scores: Scores) -> None:
    for item in GROSS:
        last = scores.items[item][-1]
        for at_most in range(4):
            found = first_passage(scores, item, at_most, "gross", knowledge.numbers)
            assert (found is None) == (last is None or last <= at_most)
            if found is not None:
                months = [found.quantile(share) for share in (0.1, 0.2, 0.5, 0.8, 0.9)]
                assert all(isfinite(month) and month > 0 for month in months)
                assert months == sorted(months)
                chances = [found.within(horizon) for horizon in (3, 6, 12)]
                assert chances == sorted(chances) and chances[0] >= 0 and chances[-1] <= 1


@STEADY
@given(matrices())
def test_a_lower_threshold_never_has_an_earlier_median(knowledge: Knowledge, scores: Scores) -> None:
    found = [first_passage(scores, "alsfrs_walking", at_most, "gross", knowledge.numbers) for at_most in (3, 2, 1, 0)]
    medians = [passage.quantile(0.5) for passage in found if passage is not None]
    assert medians == sorted(medians)


@STEADY
@given(matrices())
def test_the_same_answers_give_the_same_months_in_whatever_order_the_items_are_named(
    knowledge: Knowledge, scores: Scores
) -> None:
    turned = Scores(scores.months, dict(reversed(scores.items.items())), scores.onset_month, scores.onset_here)
    for at_most in (2, 1):
        one, other = (first_passage(s, "alsfrs_walking", at_most, "gross", knowledge.numbers) for s in (scores, turned))
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (one.mean, one.spread) == pytest.approx((other.mean, other.spread))


def by_the_dossier(scores: Scores, item: str, at_most: int) -> tuple[float, float]:
    """The method of §4.1 for the gross motor domain, written once more from its five steps: mean and spread of log T."""
    own, times = scores.items[item], scores.months
    complete = {name: seen for name, seen in scores.items.items() if None not in seen}
    lost = {name: seen for name, seen in complete.items() if min(seen) < 4}  # type: ignore[type-var]
    active = {name: seen for name, seen in lost.items() if len(seen) == 1 or seen[-2] != 0} or {item: own}
    levels = [sum(seen[at] or 0 for seen in active.values()) / len(active) for at in range(len(times))]
    theta, variance = log(0.070 * {True: 1.35, False: 0.90, None: 1.0}[scores.onset_here]), 0.80**2
    loss, since = 4 - levels[0], times[0] - (scores.onset_month if scores.onset_month is not None else inf)
    if since >= 1 and loss >= 0.3:
        share, sd = (1.0, 0.45) if scores.onset_here else (0.5, 0.60)
        precision = 1 / (sd**2 + 0.33 / (len(active) * loss**2))
        theta = (theta / variance + log(loss / (share * since)) * precision) / (1 / variance + precision)
        variance = 1 / (1 / variance + precision)
    centre = sum(times) / len(times)
    s = sum((time - centre) ** 2 for time in times)
    if len(times) >= 2 and s > 0.4:
        slope = -sum((time - centre) * level for time, level in zip(times, levels, strict=True)) / s
        prior = theta
        for _ in range(6):
            noise = 0.33 / (len(active) * s) + (0.20 * exp(theta)) ** 2
            push = (prior - theta) / variance + (slope - exp(theta)) * exp(theta) / noise
            theta += max(-1.0, min(1.0, push / (1 / variance + exp(2 * theta) / noise)))
        noise = 0.33 / (len(active) * s) + (0.20 * exp(theta)) ** 2
        variance = 1 / (1 / variance + exp(2 * theta) / noise)
    gap = (own[-1] or 0) - at_most
    if all(score in (4, None) for score in own):
        touched = any(score not in (4, None) for seen in scores.items.values() for score in seen)
        gaps = [gap - 0.5 + (0.45 if touched else 0.60) * node for node in (0.11, 0.36, 0.69, 1.20, 2.30)]
    else:
        same = next((back for back, score in enumerate(reversed(own)) if score != own[-1]), len(own))
        entered, middle = len(own) - same, 0.5
        if entered:
            dwell = times[-1] - times[entered] + (times[entered] - times[entered - 1]) / 2
            middle = max(0.15, 0.90 - min(0.75, exp(theta) * dwell))
        gaps = [max(0.06, gap - 1 + middle + 0.80 * node) for node in (-0.95, -0.45, 0, 0.45, 0.95)]
    return fmean(map(log, gaps)) - theta - 0.25, sqrt(pvariance(list(map(log, gaps))) + variance + 0.60**2)


@STEADY
@given(matrices())
def test_the_months_are_those_of_the_published_method(knowledge: Knowledge, scores: Scores) -> None:
    for item, at_most in product(GROSS, range(4)):
        found = first_passage(scores, item, at_most, "gross", knowledge.numbers)
        if found is not None:
            assert (found.mean, found.spread) == pytest.approx(by_the_dossier(scores, item, at_most))


# --- one person -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def person(knowledge: Knowledge) -> Courses:
    """A person with visits given as day → facts; other keywords are the person's own facts."""

    def build(visits: Mapping[str, Mapping[str, Any]], today: date = TODAY, **patient: Any) -> Assessment:
        listed = [{"on": day, "facts": dict(facts)} for day, facts in visits.items()]
        source = {"patient": {"id": "x", **patient}, "visits": listed}
        return assess(read_intake(source, knowledge, today), knowledge, today=today)

    return build


def gross(turning: int | None, walks: int | None, stairs: int | None, **more: Any) -> dict[str, Any]:
    told = {"alsfrs_turning": turning, "alsfrs_walking": walks, "alsfrs_stairs": stairs, **more}
    return {name: value for name, value in told.items() if value is not None}


def milestone(found: Assessment, fact: str, at_most: int) -> Milestone | None:
    return next((one for one in found.milestones if (one.fact, one.at_most) == (fact, at_most)), None)


def of_walking(found: Assessment, at_most: int = 2) -> tuple[float, ...]:
    one = milestone(found, "alsfrs_walking", at_most)
    assert one is not None
    return one.p10, one.early, one.likely, one.late, one.p90


def test_a_person_has_the_worked_values_of_case_a(person: Courses) -> None:
    found = person({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", onset_region="leg")
    p10, early, likely, late, p90 = of_walking(found)
    assert (round(p10, 1), round(likely, 1), round(p90, 1)) == (0.4, 2.3, 13.2)
    assert p10 < early < likely < late < p90


def test_shifting_all_dates_shifts_only_the_calendar(person: Courses) -> None:
    def moved(days: int) -> Assessment:
        by = timedelta(days)
        visits = {"2026-05-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)}
        later = {(date.fromisoformat(day) + by).isoformat(): facts for day, facts in visits.items()}
        onset = (date(2025, 11, 1) + by).isoformat()
        return person(later, TODAY + by, symptom_onset_date=onset, onset_region="leg")

    first = moved(0)
    for days in (-300, 1, 45):
        other = moved(days)
        assert [one.likely for one in other.milestones] == [one.likely for one in first.milestones]
        assert {one.measured_on for one in other.milestones} == {date(2026, 11, 20) + timedelta(days)}


def test_the_order_of_the_visits_changes_nothing(person: Courses) -> None:
    visits = {"2026-05-20": gross(4, 4, 3), "2026-08-20": gross(4, 3, 3), "2026-11-20": gross(3, 3, 2)}
    found = [person(dict(order)).milestones for order in permutations(visits.items())]
    assert all(one == found[0] for one in found)


def test_visits_closer_than_two_weeks_count_as_one_at_the_later_date(person: Courses) -> None:
    close = person({"2026-08-10": gross(4, 4, 4), "2026-08-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)})
    merged = person({"2026-08-20": gross(4, 4, 3), "2026-11-20": gross(4, 3, 2)})
    assert of_walking(close) == of_walking(merged)


def test_nested_scores_are_reached_in_order_along_every_course(person: Courses) -> None:
    found = person({"2026-08-20": gross(4, 4, 4), "2026-11-20": gross(4, 4, 2)}, symptom_onset_date="2025-06")
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
    person: Courses, facts: dict[str, Any], walking_scores: list[int]
) -> None:
    found = person({"2026-11-20": facts}).milestones
    assert [one.at_most for one in found if one.fact == "alsfrs_walking"] == walking_scores


def test_a_score_too_old_to_count_is_not_projected(person: Courses) -> None:
    assert person({"2026-03-01": gross(4, 3, 2), "2026-11-20": {"falls_1mo": 0}}).milestones == ()


def test_the_use_of_a_breathing_machine_is_a_decision_and_never_projected(person: Courses) -> None:
    found = person({"2026-11-20": {"alsfrs_dyspnea": 3, "alsfrs_orthopnea": 4, "alsfrs_respiratory": 4}})
    assert {one.fact for one in found.milestones} == {"alsfrs_dyspnea", "alsfrs_orthopnea"}


def test_a_brace_that_set_the_score_counts_as_one_more_in_the_projection(person: Courses) -> None:
    braced = person({"2026-11-20": gross(4, 2, 3, walking_help="brace_only")})
    walks = person({"2026-11-20": gross(4, 3, 3)})
    assert of_walking(braced, 1) == of_walking(walks, 1)
    helped = person({"2026-11-20": gross(4, 2, 3, walking_help="rollator")})
    assert of_walking(helped, 1)[2] < of_walking(braced, 1)[2]


def test_a_change_from_form_5a_to_5b_breaks_the_series_of_item_five(person: Courses) -> None:
    before = {
        "alsfrs_handwriting": 3,
        "alsfrs_dressing": 3,
        "alsfrs_cutting": 2,
        "tube_feeding_over_half": False,
    }
    after = {**before, "alsfrs_cutting": 4, "tube_feeding_over_half": True}
    found = person({"2026-08-20": before, "2026-11-20": after})
    assert [one for one in found.milestones if one.fact == "alsfrs_cutting"] == []
    assert milestone(found, "alsfrs_dressing", 2) is not None


def test_item_five_as_form_5b_lends_no_rate_to_the_hands(person: Courses) -> None:
    hands = {"alsfrs_handwriting": 3, "alsfrs_dressing": 3}
    tube = {**hands, "alsfrs_cutting": 0, "tube_feeding_over_half": True}
    with_5b, without = (milestone(person({"2026-11-20": facts}), "alsfrs_dressing", 2) for facts in (tube, hands))
    assert with_5b == without


# --- measures that fall in a line -------------------------------------------------------------------------


def test_a_measure_follows_the_prior_until_two_dated_tests_show_its_own_slope(person: Courses, number: Any) -> None:
    (line,) = person({"2026-11-20": {"fvc_pct": 80}}).lines
    prior = number["vital_capacity_fall_prior"]
    assert prior == 2.7
    assert (line.value, line.basis, line.falls) == (80, "published", (2 * prior, prior, prior / 2))
    (line,) = person({"2026-05-20": {"fvc_pct": 92}, "2026-11-20": {"fvc_pct": 80}}).lines
    own = round(12 / (184 / 30.4375), 2)
    assert (line.basis, line.falls) == ("own", (2 * own, own, own / 2))


def test_a_rising_measure_is_never_projected_upwards(person: Courses) -> None:
    (line,) = person({"2026-05-20": {"fvc_pct": 70}, "2026-11-20": {"fvc_pct": 80}}).lines
    assert all(fall > 0 for fall in line.falls)


def test_a_stale_measure_has_no_line(person: Courses) -> None:
    assert person({"2026-03-01": {"fvc_pct": 80}, "2026-11-20": {"falls_1mo": 0}}).lines == ()


# --- windows ----------------------------------------------------------------------------------------------

HELP = Compare("alsfrs_walking", "at_most", (2.0,), "walks_with_help")
NO_WALK = Compare("alsfrs_walking", "at_most", (1.0,), "walking_lost")
LOW = Compare("fvc_pct", "below", (50.0,), "vital_capacity_low")
PAIN = Compare("shoulder_pain", "is", (1.0,), "yes")


def test_a_window_is_the_months_from_today_at_which_the_condition_first_holds(person: Courses) -> None:
    found = person({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", onset_region="leg")
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
    assert window.by_measure is False


def test_a_lower_need_is_never_earlier(person: Courses) -> None:
    outlook = person({"2026-11-20": gross(4, 3, 2)}, symptom_onset_date="2025-11-20", onset_region="leg").outlook
    sooner, later = outlook.window(HELP), outlook.window(NO_WALK)
    assert sooner is not None and later is not None
    assert sooner.early is not None and later.early is not None
    assert sooner.early < later.early


def test_beyond_two_years_nothing_is_said(person: Courses) -> None:
    well = person({"2026-11-20": {"alsfrs_dyspnea": 4, "alsfrs_orthopnea": 4}})
    one = milestone(well, "alsfrs_dyspnea", 0)
    assert one is not None and one.early > 24
    assert well.outlook.window(Compare("alsfrs_dyspnea", "at_most", (0.0,), "score_lost")) is None
    slow = person({"2026-11-20": gross(4, 3, 3)}).outlook.window(NO_WALK)
    assert slow is not None and slow.early is not None and slow.late is None


def test_what_holds_today_is_needed_from_today_and_what_does_not_move_is_never_ahead(person: Courses) -> None:
    outlook = person({"2026-11-20": gross(4, 2, 2, shoulder_pain_left=False, shoulder_pain_right=False)}).outlook
    window = outlook.window(HELP)
    assert window is not None and (window.early, window.likely, window.late) == (0, 0, 0)
    assert outlook.window(PAIN) is None
    assert outlook.window(All((HELP, PAIN))) is None
    still = outlook.window(Not(PAIN))
    assert still is not None and still.early == 0


def test_facts_without_a_course_keep_the_value_of_today(person: Courses) -> None:
    visits = {"2026-11-20": gross(4, 3, 2, shoulder_pain_left=True)}
    outlook = person(visits, symptom_onset_date="2025-11-20", onset_region="leg").outlook
    assert outlook.window(All((HELP, PAIN))) == outlook.window(HELP)


def test_the_stage_moves_along_the_courses_as_any_other_fact(person: Courses) -> None:
    visits = {"2026-11-20": gross(4, 3, 2, alsfrs_dressing=4, alsfrs_cutting=4, tube_feeding_over_half=False)}
    outlook = person(visits, symptom_onset_date="2025-11-20", onset_region="leg").outlook
    fourth = outlook.window(Compare("stage", "at_least", (3.0,), "4"))
    assert fourth == outlook.window(NO_WALK)


def test_a_measure_reaches_its_limit_along_its_own_three_courses(person: Courses) -> None:
    window = person({"2026-11-20": {"fvc_pct": 68}}).outlook.window(LOW)
    assert window is not None and window.by_measure
    passed = 2 / 30.4375
    expected = [18 / fall - passed for fall in (5.4, 2.7, 1.35)]
    assert (window.early, window.likely, window.late) == pytest.approx(expected)


def test_whichever_comes_first_opens_a_window_of_several_needs(person: Courses) -> None:
    visits = {"2026-11-20": gross(4, 3, 2, fvc_pct=52)}
    outlook = person(visits, symptom_onset_date="2024-11-20", onset_region="leg").outlook
    either, by_test, by_legs = outlook.window(AnyOf((LOW, HELP))), outlook.window(LOW), outlook.window(HELP)
    assert either is not None and by_test is not None and by_legs is not None
    for course in ("early", "likely", "late"):
        firsts = [m for w in (by_test, by_legs) if (m := getattr(w, course)) is not None]
        assert getattr(either, course) == pytest.approx(min(firsts), abs=1e-3)


def test_a_course_that_is_past_already_counts_from_today(person: Courses) -> None:
    """The answer is three months old: on the early course the need has come, on the later ones not yet."""
    visits = {"2026-08-20": gross(4, 3, 2)}
    found = person(visits, symptom_onset_date="2025-11-20", onset_region="leg")
    one = milestone(found, "alsfrs_walking", 2)
    assert one is not None and one.early < 94 / 30.4375 < one.late
    window = found.outlook.window(HELP)
    assert window is not None
    assert window.early == 0
    assert window.late == pytest.approx(one.late - 94 / 30.4375)
