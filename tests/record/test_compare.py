"""Old paper against new: each change has its one name, both papers show it, and families read only of what they may see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from covering import EACH
from earlier_papers import DAY, demo, earlier_demo
from page_text import fullest
from people import LATE, TODAY
from stories import plan_for

from planner import IntakeError, assess, compose, make_plan, plan_as_json, read_intake
from planner.language.words import load_words
from planner.model.intake import LookAhead
from planner.model.knowledge import Knowledge
from planner.plan.changes import Listed, Paper, Told, compared
from planner.reading.intake_written import intake_as_json
from planner.record.carried import pages_as_json
from planner.record.earlier import (
    Earlier,
    as_pages,
    both,
    pages_told,
    paper_of,
    paper_of_pages,
    paper_of_plan,
    since,
    since_plan,
)

WORDS = load_words("en")
LOOK_AHEADS = get_args(LookAhead)


def paper(kind: str = "plan", **entries: Mapping[str, Listed]) -> Paper:
    return Paper(id="p1", day=DAY, knowledge="2026.11, abc", kind=kind, entries=entries)


def code(kind: str, old: Listed | None, new: Listed | None, pages: str = "plan") -> list[str]:
    before, after = (paper(pages, **{kind: {"x": entry} if entry else {}}) for entry in (old, new))
    return [change.change for change in compared(before, after)]


def at(state: str, day: str = "", put_off: bool = False) -> Listed:
    return Listed(title="X", state=state, day=day, put_off=put_off)


# --- the name of each change -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, at("now"), ["new"]),
        (at("not_now"), at("later", "2027-01-01"), ["new"]),
        (at("not_now"), None, []),
        (None, at("not_now"), []),
        (at("now"), at("not_now"), ["gone"]),
        (at("now"), None, ["gone"]),
        (at("done"), at("not_now"), ["gone"]),
        (at("not_now"), at("done"), ["done"]),
        (at("now"), at("done"), ["done"]),
        (at("done"), at("now"), ["timing"]),
        (at("later", "2027-01-01"), at("now"), ["timing"]),
        (at("now"), at("hold"), ["timing"]),
        (at("later", "2027-01-01"), at("later", "2027-02-01"), ["start_by"]),
        (at("later", "2027-01-01"), at("later", "2027-01-01"), []),
        (at("prepare", "2026-08-01"), at("prepare", "2026-08-05"), ["start_by"]),
        (at("now", "2026-08-01"), at("now", "2026-08-05"), []),
        (at("later", "2027-01-01"), at("prepare", "2026-08-01"), ["timing"]),
        (at("now"), at("now", put_off=True), ["put_off"]),
        (at("now", put_off=True), at("now"), ["taken_up"]),
        (at("later", "2027-01-01", True), at("now"), ["taken_up", "timing"]),
    ],
)
def test_a_recommendation(old: Listed | None, new: Listed | None, said: list[str]) -> None:
    assert code("recommendation", old, new) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (at("wait"), at("order_by", "2027-01-01"), ["new"]),
        (at("order_by", "2027-01-01"), at("order_by", "2026-12-01"), ["order_by"]),
        (at("order_by", "2027-01-01"), at("order_now"), ["action"]),
        (at("order_now"), at("has"), ["done"]),
        (at("has"), at("return"), ["hand_back"]),
        (None, at("return"), ["hand_back"]),
        (at("return"), at("wait"), ["gone"]),
        (at("return"), at("order_now"), ["new"]),
        (at("order_now"), at("skip"), ["gone"]),
        (at("wait"), at("skip"), ["action"]),
        (at("wait"), None, []),
        (at("has"), at("order_now"), ["action"]),
        (at("defer"), at("defer", put_off=True), ["put_off"]),
    ],
)
def test_a_thing(old: Listed | None, new: Listed | None, said: list[str]) -> None:
    assert code("equipment", old, new) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, at("this_month"), ["new"]),
        (at("this_month"), None, ["gone"]),
        (at("later", "2027-02"), at("this_month"), ["timing"]),
        (at("later", "2027-02"), at("later", "2027-03"), ["start_by"]),
        (at("this_month"), at("", put_off=True), ["put_off"]),
        (at("", put_off=True), at("this_month"), ["taken_up"]),
        (at("", put_off=True), at("", put_off=True), []),
        (None, at("", put_off=True), ["new"]),
    ],
)
def test_a_line_on_a_family_page(old: Listed | None, new: Listed | None, said: list[str]) -> None:
    assert code("recommendation", old, new, "family") == said


def test_a_danger_sign_comes_and_goes() -> None:
    flag = Listed(title="Choking", state="emergency")
    assert code("red_flag", None, flag) == ["new"] and code("red_flag", flag, None) == ["gone"]
    assert code("red_flag", flag, flag) == []


def test_facts_are_held_against_each_other_by_value() -> None:
    old = replace(
        paper(), facts={"a": Told(3, "2026-08-12"), "b": Told(True, "2026-08-12"), "c": Told(1, "2026-08-12")}
    )
    new = replace(
        paper(), facts={"a": Told(2, "2026-11-20"), "b": Told(True, "2026-11-20"), "d": Told(4, "2026-11-20")}
    )
    assert [change.id for change in compared(old, new)] == ["a"], "each holds only what decided something"
    whole = [replace(one, all_facts=True) for one in (old, new)]
    changes = {change.id: (change.old, change.new) for change in compared(whole[0], whole[1])}
    assert changes == {
        "a": ({"value": 3, "on": "2026-08-12"}, {"value": 2, "on": "2026-11-20"}),
        "c": ({"value": 1, "on": "2026-08-12"}, None),
        "d": (None, {"value": 4, "on": "2026-11-20"}),
    }


def test_a_change_names_the_changed_facts_behind_it() -> None:
    entry = Listed(title="X", state="now", facts=("a", "b"))
    old = replace(paper(recommendation={"x": at("later")}), facts={"a": Told(3, ""), "b": Told(1, "")})
    new = replace(paper(recommendation={"x": entry}), facts={"a": Told(2, ""), "b": Told(1, "")})
    (turned, fact) = compared(old, new)
    assert turned.because == ("a",) and fact.id == "a"


# --- whole plans -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EACH)
def test_a_plan_held_against_itself_shows_nothing(knowledge: Knowledge, name: str) -> None:
    plan = plan_for(name, knowledge)
    assert since_plan(plan, plan).changes == ()
    data = json.loads(json.dumps(plan_as_json(plan)))
    as_printed = Earlier("plan.json", plan=data, intake=intake_as_json(plan.intake, knowledge))
    assert since(as_printed, plan).changes == ()
    assert since(Earlier("plan.json", plan=data), plan).changes == ()


def test_an_old_intake_is_planned_as_of_its_own_last_visit(knowledge: Knowledge) -> None:
    found = since(earlier_demo(knowledge), demo(knowledge))
    assert (found.day, found.source) == (date(2026, 8, 12), "intake")
    changes = {(change.kind, change.id): change for change in found.changes}
    stairs = changes["fact", "alsfrs_stairs"]
    assert stairs.old == {"value": 3, "on": "2026-08-12"} and stairs.new == {"value": 2, "on": "2026-11-20"}
    assert changes["equipment", "grab_bars"].change == "done"
    turned = changes["recommendation", "lower_fall_risk_now"]
    assert turned.new == {"timing": "now", "start_by": None, "put_off": False} and "falls_3mo" in turned.because


def test_every_change_is_one_of_the_two_papers(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    new = paper_of_plan(plan)
    for change in since(earlier_demo(knowledge), plan).changes:
        if change.kind in ("recommendation", "equipment"):
            entry = new.entries[change.kind][change.id]
            assert change.new is not None and entry.state in change.new.values() and change.old != change.new


def test_the_json_of_a_plan_tells_the_changes(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    assert plan_as_json(plan)["changes"] == [] and plan_as_json(plan)["since"] is None
    told = plan_as_json(replace(plan, since=since(earlier_demo(knowledge), plan)))
    assert told["since"] == {"today": "2026-08-12", "knowledge": told["since"]["knowledge"], "source": "intake"}
    for entry in told["changes"]:
        assert set(entry) == {"kind", "id", "title", "change", "old", "new", "because"}
        assert entry["kind"] in ("recommendation", "equipment", "red_flag", "agenda", "stage", "fact")
    assert json.loads(json.dumps(told["changes"])) == json.loads(json.dumps(told["changes"]))


def test_two_people_are_not_compared(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    late = make_plan(assess(read_intake(LATE, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    with pytest.raises(IntakeError, match="These papers are of two people: their ids differ"):
        since_plan(late, plan)
    with pytest.raises(IntakeError, match="their ids differ"):
        compose(plan, "family", since=late)


@pytest.mark.parametrize(
    "spoiled", [{}, {"today": "x"}, {"recommendations": [{"id": "x", "timing": "soon"}]}, {"stage": 3}]
)
def test_a_plan_json_that_is_none_is_refused_in_a_sentence(knowledge: Knowledge, spoiled: dict[str, Any]) -> None:
    plan = demo(knowledge)
    data = {**plan_as_json(plan), **spoiled} if spoiled else {"schema": "als-planner/plan/1"}
    with pytest.raises(IntakeError) as error:
        paper_of(Earlier("old.json", plan=data), knowledge, TODAY)
    assert error.value.problems == ["old.json: This is not a plan as als-planner writes it. Make it anew."]


@pytest.mark.parametrize("shape", ["intake", "plan", "pages"])
def test_a_paper_of_a_later_day_is_refused(knowledge: Knowledge, shape: str) -> None:
    plan = demo(knowledge)
    held: dict[str, Any] = {
        "intake": plan.intake.source,
        "plan": plan_as_json(plan),
        "pages": pages_as_json(plan, "family", "person", "all", WORDS),
    }
    old = Earlier("old", **{shape: held[shape]})
    day = TODAY if shape != "intake" else plan.intake.visits[-1]
    assert paper_of(old, knowledge, day).day == day
    eve, ahead = day - timedelta(1), f"{day}(, which)? lies in the future .today is {day - timedelta(1)}"
    with pytest.raises(IntakeError, match=ahead):
        paper_of(old, knowledge, eve)
    with pytest.raises(IntakeError, match=ahead):
        both(old, old, knowledge, eve)
    with pytest.raises(IntakeError, match=ahead):
        since(old, replace(plan, today=eve))


def test_an_intake_without_a_visit_has_no_day(knowledge: Knowledge) -> None:
    with pytest.raises(IntakeError, match="has no visit, so it has no day"):
        paper_of(Earlier("old.yaml", intake={"patient": {"id": "p1"}}), knowledge, TODAY)


def test_pages_are_held_against_the_pages_that_the_new_plan_would_show(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    old = make_plan(
        assess(read_intake(earlier_demo(knowledge).intake or {}, knowledge, TODAY), knowledge, today=DAY), knowledge
    )
    shown = Earlier("old.pdf", pages=pages_as_json(old, "family", "helper", "12_months", WORDS))
    like = paper_of_pages(pages_told(shown))
    found = since(shown, plan)
    assert found.source == "pages" and found.changes == compared(like, as_pages(plan, like))
    assert since(Earlier("p", pages=pages_as_json(plan, "family", "person", "all", WORDS)), plan).changes == ()
    titles = {
        entry["title"] for entry in pages_as_json(plan, "family", "helper", "12_months", WORDS)["recommendations"]
    }
    assert {change.title for change in found.changes if change.change == "new"} <= titles | {"Bars to hold"}


# --- papers of strangers -----------------------------------------------------------------------------------------


def strange(knowledge: Knowledge, part: str, **spoiled: Any) -> Earlier:
    data = json.loads(json.dumps(plan_as_json(plan_for("late", knowledge))))
    data[part][0] |= spoiled
    return Earlier("old.json", plan=data)


@pytest.mark.parametrize(
    ("part", "spoiled"),
    [
        ("red_flags", {"urgency": "soon"}),
        ("equipment", {"action": "steal"}),
        ("equipment", {"id": "\x1b[2J"}),
        ("recommendations", {"id": "x" * 200}),
        ("recommendations", {"title": "x" * 2000}),
        ("recommendations", {"start_by": "2027-13-01"}),
        ("recommendations", {"because": [{"fact": "a b", "value": 1}]}),
        ("recommendations", {"because": 3}),
    ],
)
def test_a_plan_json_with_a_strange_value_is_refused(knowledge: Knowledge, part: str, spoiled: dict[str, Any]) -> None:
    with pytest.raises(IntakeError, match="This is not a plan as als-planner writes it"):
        paper_of(strange(knowledge, part, **spoiled), knowledge, TODAY)


@pytest.mark.parametrize(
    "value",
    [10**30, "2026-99-99", "\x1b[2J", True, [1], {"a": 1}, None, "x" * 5000],
    ids=["huge", "no day", "escape", "true", "list", "mapping", "none", "long"],
)
def test_whatever_a_fact_is_told_to_be_the_news_can_be_printed(knowledge: Knowledge, value: Any) -> None:
    plan = plan_for("late", knowledge)
    facts = (
        "symptom_onset_date",
        "fvc_pct",
        "niv_status",
        "low_mood",
        "stage_by_therapist",
        "what_matters",
        "no_such_fact",
    )
    reasons = [{"fact": fact, "value": value, "on": "2026-01-01"} for fact in facts]
    found = since(strange(knowledge, "recommendations", because=reasons), plan)
    for kind in ("family", "therapist"):
        assert "\x1b" not in fullest(compose(plan, kind, since=found))


@pytest.mark.parametrize("spoiled", [{"when": "soon"}, {"start_by": "2027-13"}, {"start_by": "x"}, {"title": 3}])
def test_pages_with_a_strange_line_are_refused(knowledge: Knowledge, spoiled: dict[str, Any]) -> None:
    shown = pages_as_json(demo(knowledge), "family", "person", "all", WORDS)
    shown["recommendations"][0] |= spoiled
    with pytest.raises(IntakeError, match="These are not pages as als-planner writes them"):
        pages_told(Earlier("x.pdf", pages=shown))
