"""Measures that fall in a line: their own slope, or what stands in for it and says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from projected import Courses

from planner import compose, make_plan, render_html
from planner.model.knowledge import Knowledge


def test_a_measure_follows_the_prior_until_two_dated_tests_show_its_own_slope(courses: Courses, number: Any) -> None:
    (line,) = courses({"2026-11-20": {"fvc_pct": 80}}).lines
    prior = number["vital_capacity_fall_prior"]
    assert prior == 2.7
    assert (line.value, line.basis, line.falls) == (80, "published", (2 * prior, prior, prior / 2))
    (line,) = courses({"2026-05-20": {"fvc_pct": 92}, "2026-11-20": {"fvc_pct": 80}}).lines
    own = round(12 / (184 / 30.4375), 2)
    assert (line.basis, line.falls) == ("own", (1.5 * own, own, own / 2))


@pytest.mark.parametrize(("days", "share"), [(91, 1), (90, 1), (89, 89 / 90), (45, 0.5), (14, 14 / 90), (13, 0)])
def test_tests_close_together_are_drawn_to_the_published_fall(courses: Courses, days: int, share: float) -> None:
    """Ninety days make a slope the person's own; until then its early course stays in part the doubled one."""
    first = (date(2026, 11, 20) - timedelta(days)).isoformat()
    (line,) = courses({first: {"fvc_pct": 90}, "2026-11-20": {"fvc_pct": 80}}).lines
    seen = 10 / (days / 30.4375)
    assert line.falls[1] == round(2.7 + (seen - 2.7) * share, 2)
    assert line.falls[0] == pytest.approx(line.falls[1] * (2 - 0.5 * share))
    assert line.basis == ("own" if share == 1 else "blended" if share else "published")


@pytest.mark.parametrize(("earlier", "least"), [(("2026-05-20",), 0.5), (("2026-05-20", "2026-08-20"), 0.25)])
@pytest.mark.parametrize("value", [70, 80])
def test_a_flat_or_rising_measure_falls_ahead_by_a_share_of_the_published_fall(
    courses: Courses, earlier: tuple[str, ...], least: float, value: int
) -> None:
    """Half of it before three tests, a quarter from then on."""
    (line,) = courses({**{day: {"fvc_pct": value} for day in earlier}, "2026-11-20": {"fvc_pct": 80}}).lines
    assert line.falls[1] == pytest.approx(2.7 * least)


def test_a_stale_measure_has_no_line(courses: Courses) -> None:
    assert courses({"2026-03-01": {"fvc_pct": 80}, "2026-11-20": {"falls_1mo": 0}}).lines == ()


MEASURES = {
    "fvc_pct": ("vital_capacity_fall_prior", "published"),
    "svc_pct": ("vital_capacity_fall_prior", "published"),
    "snip_cmh2o": ("sniff_pressure_fall_prior", "derived"),
    "mip_cmh2o": ("mouth_pressure_fall_default", "planner_default"),
    "pcf_l_min": ("cough_flow_fall_default", "planner_default"),
}


def test_every_measure_that_falls_is_tried_here(knowledge: Knowledge) -> None:
    assert dict(knowledge.course.measures) == {name: limit for name, (limit, _) in MEASURES.items()}


@pytest.mark.parametrize("name", MEASURES)
def test_one_test_falls_as_a_named_limit_says_and_two_as_the_person_does(
    name: str, courses: Courses, number: Mapping[str, float]
) -> None:
    limit, basis = MEASURES[name]
    (line,) = courses({"2026-11-20": {name: 60}}).lines
    assert (line.falls[1], line.basis) == (number[limit], basis)
    (line,) = courses({"2026-08-20": {name: 78}, "2026-11-20": {name: 60}}).lines
    assert (line.falls[1], line.basis) == (round(18 / (92 / 30.4375), 2), "own")


def test_an_effort_repeated_within_days_is_one_test(courses: Courses) -> None:
    """Three blows in a week and one in summer: the last counts, the others neither steepen nor flatten the fall."""
    repeated = {"2026-08-20": {"fvc_pct": 80}, "2026-11-14": {"fvc_pct": 66}, "2026-11-20": {"fvc_pct": 74}}
    twice = {"2026-08-20": {"fvc_pct": 80}, "2026-11-20": {"fvc_pct": 74}}
    assert courses(repeated).lines == courses(twice).lines
    (line,) = courses({"2026-11-14": {"fvc_pct": 66}, "2026-11-20": {"fvc_pct": 74}}).lines
    assert line.basis == "published", "two blows in a week show no fall of one's own"


def test_the_page_says_where_each_fall_comes_from(courses: Courses, knowledge: Knowledge) -> None:
    found = courses(
        {"2026-08-20": {"pcf_l_min": 300}, "2026-11-20": {"fvc_pct": 80, "snip_cmh2o": 60, "pcf_l_min": 270}}
    )
    page = re.sub(r"<[^>]+>", " ", render_html(compose(make_plan(found, knowledge), "annex")))
    assert re.search(r"falls 2\.7/month \(published average\)", page)
    assert re.search(r"falls 4/month \(derived from published figures\)", page)
    assert re.search(r"falls 9\.93/month \(own tests\)", page)
    assert "depend on decisions and are not projected" in page
