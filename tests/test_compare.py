"""Old paper against new: each change has its one name, both papers show it, and families read only of what they may see."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from layout import faults
from people import DEMO, LATE, TODAY
from test_documents import words_of
from test_record import EVERYBODY, plan_for

from planner import IntakeError, assess, compose, make_plan, plan_as_json, read_intake, render_html
from planner.compare import Change, Entry, Paper, Since, Told, compared
from planner.conditions import Reason
from planner.document import FlagsBlock, ListBlock, TableBlock, TitleBlock
from planner.earlier import Earlier, as_pages, pages_of, paper_of, paper_of_pages, paper_of_plan, since, since_plan
from planner.equipment_page import orders_for
from planner.family_page import sort_for, title_of
from planner.intake import LookAhead
from planner.intake_json import intake_as_json
from planner.knowledge import Knowledge
from planner.plan import Plan
from planner.readability import reading_grade
from planner.record import pages_as_json
from planner.words import load_words

WORDS = load_words("en")
LOOK_AHEADS = get_args(LookAhead)
DAY = date(2026, 8, 12)


def paper(kind: str = "plan", **entries: Mapping[str, Entry]) -> Paper:
    return Paper("p1", DAY, "2026.11, abc", kind, entries)


def code(kind: str, old: Entry | None, new: Entry | None, pages: str = "plan") -> list[str]:
    before, after = (paper(pages, **{kind: {"x": entry} if entry else {}}) for entry in (old, new))
    return [change.change for change in compared(before, after)]


def at(state: str, day: str = "", put_off: bool = False) -> Entry:
    return Entry("X", state, day, put_off)


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
        (at("prepare", "2026-08-01"), at("prepare", "2026-08-05"), []),
        (at("later", "2027-01-01"), at("prepare", "2026-08-01"), ["timing"]),
        (at("now"), at("now", put_off=True), ["put_off"]),
        (at("now", put_off=True), at("now"), ["taken_up"]),
        (at("later", "2027-01-01", True), at("now"), ["taken_up", "timing"]),
    ],
)
def test_a_recommendation(old: Entry | None, new: Entry | None, said: list[str]) -> None:
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
def test_a_thing(old: Entry | None, new: Entry | None, said: list[str]) -> None:
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
def test_a_line_on_a_family_page(old: Entry | None, new: Entry | None, said: list[str]) -> None:
    assert code("recommendation", old, new, "family") == said


def test_a_danger_sign_comes_and_goes() -> None:
    flag = Entry("Choking", "emergency")
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
    entry = Entry("X", "now", facts=("a", "b"))
    old = replace(paper(recommendation={"x": at("later")}), facts={"a": Told(3, ""), "b": Told(1, "")})
    new = replace(paper(recommendation={"x": entry}), facts={"a": Told(2, ""), "b": Told(1, "")})
    (turned, fact) = compared(old, new)
    assert turned.because == ("a",) and fact.id == "a"


# --- whole plans -------------------------------------------------------------------------------------------------


def earlier_demo(knowledge: Knowledge, **more: Any) -> Earlier:
    """The example person as told at the first visit."""
    source = dict(read_intake(DEMO, knowledge).source or {})
    intake = read_intake({**source, "visits": source["visits"][:1], "equipment": [], **more}, knowledge)
    return Earlier("old.yaml", intake=intake_as_json(intake, knowledge))


def demo(knowledge: Knowledge) -> Plan:
    return plan_for("demo", knowledge)


@pytest.mark.parametrize("name", EVERYBODY)
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
    turned = changes["recommendation", "rollator_with_seat"]
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
        assert entry["kind"] in ("recommendation", "equipment", "red_flag", "stage", "fact")
    assert json.loads(json.dumps(told["changes"])) == json.loads(json.dumps(told["changes"]))


def test_two_people_are_not_compared(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    late = make_plan(assess(read_intake(LATE, knowledge), knowledge, today=TODAY), knowledge)
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
        paper_of(Earlier("old.json", plan=data), knowledge)
    assert error.value.problems == ["old.json: This is not a plan as als-planner writes it. Make it anew."]


def test_an_intake_without_a_visit_has_no_day(knowledge: Knowledge) -> None:
    with pytest.raises(IntakeError, match="has no visit, so it has no day"):
        paper_of(Earlier("old.yaml", intake={"patient": {"id": "p1"}}), knowledge)


def test_pages_are_held_against_the_pages_that_the_new_plan_would_show(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    old = make_plan(
        assess(read_intake(earlier_demo(knowledge).intake or {}, knowledge), knowledge, today=DAY), knowledge
    )
    shown = Earlier("old.pdf", pages=pages_as_json(old, "family", "helper", "12_months", WORDS))
    like = paper_of_pages(pages_of(shown))
    found = since(shown, plan)
    assert found.source == "pages" and found.changes == compared(like, as_pages(plan, like))
    assert since(Earlier("p", pages=pages_as_json(plan, "family", "person", "all", WORDS)), plan).changes == ()
    titles = {
        entry["title"] for entry in pages_as_json(plan, "family", "helper", "12_months", WORDS)["recommendations"]
    }
    assert {change.title for change in found.changes if change.change == "new"} <= titles | {"Bars to hold"}


# --- first on each page ------------------------------------------------------------------------------------------


def news_of(plan: Plan, kind: str, found: Since | Plan, **more: Any) -> ListBlock:
    page = compose(plan, kind, since=found, **more)
    (block,) = [b for b in page.blocks if isinstance(b, ListBlock) and b.heading.startswith("New since ")]
    return block


def test_what_is_new_stands_first(knowledge: Knowledge) -> None:
    plan, found = demo(knowledge), since(earlier_demo(knowledge), demo(knowledge))
    for kind in ("family", "equipment"):
        page = compose(plan, kind, since=found)
        assert isinstance(page.blocks[0], TitleBlock)
        assert page.blocks[1] == news_of(plan, kind, found)
        assert page.blocks[1].heading == "New since 12 August 2026"  # type: ignore[attr-defined]
    page = compose(plan, "therapist", since=found)
    after = next(at for at, block in enumerate(page.blocks) if isinstance(block, FlagsBlock)) + 1
    assert isinstance(page.blocks[after], TableBlock) and page.blocks[after].heading == "New since 12 August 2026"
    late = plan_for("late", knowledge)
    page = compose(late, "family", since=late)
    assert page.blocks[1].kind == "call" and page.blocks[2].heading.startswith("New since")  # type: ignore[attr-defined]


def test_without_an_earlier_paper_nothing_is_said_of_one(knowledge: Knowledge) -> None:
    for kind in ("family", "equipment", "therapist"):
        assert "New since" not in render_html(compose(demo(knowledge), kind))


def test_where_nothing_has_changed_the_page_says_so(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    for kind in ("family", "equipment"):
        assert news_of(plan, kind, plan).intro == "Nothing on these pages has changed."
    assert news_of(plan, "therapist", plan).intro.endswith("Nothing has changed.")


@pytest.mark.parametrize("look_ahead", LOOK_AHEADS)
@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_families_read_at_most_a_handful_of_lines_about_what_they_may_see(
    knowledge: Knowledge, kind: str, look_ahead: Any
) -> None:
    for name in EVERYBODY:
        plan = plan_for(name, knowledge)
        old = emptied(plan)
        block = news_of(plan, kind, old, look_ahead=look_ahead)
        assert len(block.lines) <= 6
        found, sheet = sort_for(plan, look_ahead), orders_for(plan, look_ahead)
        held = {title_of(item, plan, WORDS) for item in found.held_back} | {
            knowledge.equipment[order.id].family.name for order in (*sheet.held_back, *sheet.skip)
        }
        shown = {
            title_of(item, plan, WORDS)
            for group in vars(found).values()
            if group is not found.held_back
            for item in group
        }
        for line in block.lines:
            assert not [title for title in held - shown if title.lower() in line.lower()], line


def emptied(plan: Plan) -> Plan:
    """The same person when nothing was known yet: everything in the plan is then news."""
    none = tuple(replace(item, timing="not_now", start_by=None) for item in plan.items)
    waiting = tuple(replace(order, action="wait", order_by=None) for order in plan.equipment)
    return replace(plan, items=none, equipment=waiting, red_flags=(), today=date(2026, 1, 1))


def test_nothing_told_in_confidence_is_news_for_families(knowledge: Knowledge) -> None:
    late = plan_for("late", knowledge)
    secret = [fact.id for fact in knowledge.vocabulary.facts.values() if fact.confidential]
    changes = tuple(Change("fact", name, "", "changed", None, {"value": True, "on": "2026-11-20"}) for name in secret)
    told = (Reason("low_mood", True, "2026-11-20"),)
    done = next(item for item in late.items if item.timing == "done")
    change = Change("recommendation", done.id, "", "done", {"timing": "now", "put_off": False}, {"timing": "done"})
    assert news_of(late, "family", Since(DAY, "", "plan", (change,))).lines
    plan = replace(late, items=tuple(replace(i, because=told) if i is done else i for i in late.items))
    changes += (change,)
    found = Since(DAY, "", "plan", changes)
    for kind in ("family", "equipment"):
        assert news_of(plan, kind, found, look_ahead="all").lines == ()
    assert "ending life" in words_of(render_html(compose(plan, "therapist", since=found))).lower()


def test_what_was_done_is_told_where_it_was_seen_before(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    item = next(item for item in plan.items if item.timing == "done")
    title = title_of(item, plan, WORDS)
    for old, seen in (("now", True), ("later", False)):
        change = Change("recommendation", item.id, "", "done", {"timing": old, "start_by": "2027-06-01" if old == "later" else None, "put_off": False}, {"timing": "done"})  # fmt: skip
        lines = news_of(plan, "family", Since(DAY, "", "plan", (change,))).lines
        assert lines == ((f"Done: {title}.",) if seen else ())


def test_what_goes_back_is_told_on_both_family_papers(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    order = next(order for order in plan.equipment if order.action == "has")
    given = replace(plan, equipment=tuple(replace(o, action="return") if o is order else o for o in plan.equipment))
    for kind in ("family", "equipment"):
        assert "You can give this back: Bars to hold." in news_of(given, kind, plan).lines
    assert not [line for line in news_of(plan, "family", given).lines if "give this back" in line]


def test_what_a_person_puts_off_is_no_news_and_what_they_take_up_again_is(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    now = next(item for item in plan.items if item.timing == "now")
    put_off = replace(plan, items=tuple(replace(i, put_off=i is now) for i in plan.items))
    assert news_of(put_off, "family", plan).lines == ()
    title = title_of(now, plan, WORDS)
    assert news_of(plan, "family", put_off).lines == (f"You wanted to wait, and now do not: {title}.",)


@pytest.mark.slow
def test_pages_with_news_are_laid_out_whole(knowledge: Knowledge) -> None:
    for name, kind in (("demo", "family"), ("demo", "equipment"), ("demo", "therapist"), ("late", "family")):
        plan = plan_for(name, knowledge)
        assert faults(render_html(compose(plan, kind, since=emptied(plan), look_ahead="all"))) == [], (name, kind)


def test_no_raw_id_or_placeholder_is_printed(knowledge: Knowledge) -> None:
    plan = demo(knowledge)
    for kind in ("family", "equipment", "therapist"):
        said = words_of(render_html(compose(plan, kind, since=since(earlier_demo(knowledge), plan))))
        assert not re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", said), kind
        assert "{" not in said and "None" not in said


def test_the_words_of_the_news_can_be_read_by_families() -> None:
    for key, text in WORDS.entries["record"]["family"].items():
        assert reading_grade(re.sub(r"\{\w+\}", "it", text)) <= 6, key


def test_a_plan_with_news_can_be_pickled(knowledge: Knowledge) -> None:
    plan = replace(demo(knowledge), since=since(earlier_demo(knowledge), demo(knowledge)))
    assert pickle.loads(pickle.dumps(plan)).since == plan.since
