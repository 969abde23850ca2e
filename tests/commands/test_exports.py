"""The calendar, and what it and the purchase list tell to whom; the commands that write them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from anybody import FEW, intake_of, seeds
from anybody import told as some_facts
from click.testing import CliRunner, Result
from exported import CHAIR, WORDS, days, events, planned, renamed, row_of, rows
from hypothesis import given
from hypothesis import strategies as st
from people import DEMO, LATE, TODAY, plan_of

from planner import assess, make_plan, read_intake
from planner.commands.cli import cli
from planner.exports.calendar import OCTETS_IN_LINE, calendar_file, folded
from planner.exports.purchase_list import purchase_list
from planner.model.knowledge import Knowledge
from planner.plan.disclosure import DAYS, look_ahead_of, review_day, sort_for
from planner.plan.orders import Remark
from planner.plan.plan import Plan
from planner.plan.shopping import not_chosen

WAYS = ("now", "3_months", "12_months", "all")
CONFIDENTIAL = re.compile(r"hospice|suicid|mood|strain|thinking|behaviou?r", re.IGNORECASE)


@pytest.fixture(scope="module")
def demo(knowledge: Knowledge) -> Plan:
    """The example without the chair that is chosen before the light one, so that something is given back."""
    plan = plan_of("demo", knowledge)
    return replace(plan, equipment=tuple(order for order in plan.equipment if order.id != "transport_chair"))


# --- the calendar: what stands in it ---------------------------------------------------------------------------


def test_the_calendar_holds_each_day_ahead_of_the_plan_once(demo: Plan) -> None:
    behind = not_chosen(demo)
    orders = sorted(order.order_by for order in demo.equipment if order.order_by and order.id not in behind)
    backs = sorted(order.return_when.on for order in demo.equipment if order.return_when and order.return_when.on)
    found = sort_for(demo, "all")
    starts = [item.start_by for item in (*found.soon, *found.later) if item.start_by]
    assert orders and backs and len(starts) > len(days(demo, "start")) > 0
    assert days(demo, "order") == orders
    assert days(demo, "return") == backs
    assert days(demo, "start") == sorted(day for day in starts if day > TODAY)
    assert days(demo, "review") == [review_day(demo)]
    assert len({event["UID"] for event in events(demo)}) == len(events(demo))


def test_entries_are_whole_days_ahead_with_a_notice_ahead_too(demo: Plan) -> None:
    soonest = replace(demo, today=date(2026, 12, 2))  # two days before the first day to order
    for plan in (demo, soonest):
        for event in events(plan):
            (alarm,) = event.walk("VALARM")
            day, notice = event["DTSTART"].dt, alarm["TRIGGER"].dt
            assert type(day) is date and event["DTSTART"].params["VALUE"] == "DATE"
            assert plan.today < day + notice <= day and notice >= timedelta(-7)
    assert {event.walk("VALARM")[0]["TRIGGER"].dt for event in events(demo)} == {timedelta(-7)}


def test_no_day_that_has_passed_or_is_today_stands_in_a_calendar(demo: Plan) -> None:
    first = min(days(demo, "order"))
    assert first not in days(replace(demo, today=first), "order")
    assert all(event["DTSTART"].dt > first for event in events(replace(demo, today=first)))


def test_titles_tell_nothing_of_health_or_things(demo: Plan) -> None:
    assert {event["SUMMARY"] for event in events(demo)} == {
        WORDS(f"calendar.{kind}") for kind in ("order", "start", "return", "review")
    }
    for event in events(demo):
        assert event["SUMMARY"] == event.walk("VALARM")[0]["DESCRIPTION"]
        assert event["CLASS"] == "PRIVATE"
    said = "".join(event["DESCRIPTION"] for event in events(demo))
    assert "a power chair. See your plan." in said


def test_no_name_no_id_and_no_diagnosis_stand_in_either_file(demo: Plan) -> None:
    for text in (calendar_file(demo, WORDS, "all"), purchase_list(demo, WORDS, "all")):
        assert not re.search(r"rosa|\bALS\b|sclerosis", text, re.IGNORECASE)


def test_both_files_say_that_they_are_drafts_until_somebody_has_checked(demo: Plan) -> None:
    checked = replace(
        demo, intake=replace(demo.intake, review=demo.intake.review.model_copy(update={"by": "Invented PT"}))
    )
    assert all(
        WORDS("draft") in event["DESCRIPTION"] and WORDS("invented") in event["DESCRIPTION"] for event in events(demo)
    )
    assert all(WORDS("draft") in row["plan"] and WORDS("invented") in row["plan"] for row in rows(demo))
    assert all(WORDS("draft") not in event["DESCRIPTION"] for event in events(checked))
    assert all("Checked by Invented PT" in row["plan"] and "Draft" not in row["plan"] for row in rows(checked))


# --- the calendar: its form ------------------------------------------------------------------------------------


def test_the_same_plan_gives_the_same_bytes_and_a_later_one_the_same_ids(knowledge: Knowledge, demo: Plan) -> None:
    again = replace(plan_of("demo", knowledge), equipment=demo.equipment)
    assert calendar_file(demo, WORDS, "all") == calendar_file(again, WORDS, "all")
    other_name = replace(demo, intake=replace(demo.intake, name="Somebody Else"))
    assert calendar_file(other_name, WORDS, "all") == calendar_file(demo, WORDS, "all")
    later = {event["UID"] for event in events(replace(demo, today=TODAY + timedelta(1)))}
    assert later == {event["UID"] for event in events(demo)}
    other = {event["UID"] for event in events(replace(demo, intake=replace(demo.intake, id="somebody-else")))}
    assert not other & later
    assert {event["DTSTAMP"].to_ical() for event in events(demo)} == {b"20261122T000000Z"}


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=300))
def test_lines_are_folded_by_octets_and_no_letter_is_cut(text: str) -> None:
    pieces = folded(text).split("\r\n")
    assert all(len(piece.encode()) <= OCTETS_IN_LINE for piece in pieces)
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == text
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.parametrize(
    "name",
    [
        "a; b, c\\d: e\\n f",
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine",
        "椅" * 80,
        "\N{WHEELCHAIR SYMBOL}\N{VARIATION SELECTOR-16}" * 40,
        "a\x00\x07\u202eb",
        "{thing} %s =1+1",
    ],
)
def test_a_hostile_name_stays_within_its_description(demo: Plan, name: str) -> None:
    plan = renamed(demo, CHAIR, name)
    text = calendar_file(plan, WORDS, "all")
    assert all(len(line.encode()) <= OCTETS_IN_LINE for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    assert len(events(plan)) == len(events(demo))
    assert {event["SUMMARY"] for event in events(plan)} == {event["SUMMARY"] for event in events(demo)}
    kept = re.sub("[\x00\x07\u202e\r]", "", name)
    assert any(kept in event["DESCRIPTION"] for event in events(plan))


# --- who may see what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look_ahead", WAYS)
def test_neither_file_looks_further_than_was_chosen(demo: Plan, look_ahead: Any) -> None:
    reach = DAYS[look_ahead]
    found = [event["DTSTART"].dt for event in events(demo, look_ahead) if event["SUMMARY"] != WORDS("calendar.review")]
    found += [
        date.fromisoformat(day) for row in rows(demo, look_ahead) for day in (row["order_by"], row["give_back"]) if day
    ]
    assert all(reach is None or (day - TODAY).days <= reach for day in found)
    assert bool(found) == (look_ahead != "now")
    assert days(demo, "review", look_ahead) == [review_day(demo)]


def test_a_longer_look_shows_more_and_never_less(demo: Plan) -> None:
    entries = [{(e["UID"], e["DTSTART"].dt) for e in events(demo, way)} for way in WAYS]
    things = [{row["thing"] for row in rows(demo, way)} for way in WAYS]
    for shown in (entries, things):
        assert all(less < more for less, more in pairwise(shown))


def test_just_now_leaves_out_what_is_ordered_now_for_later(knowledge: Knowledge) -> None:
    demo = plan_of("demo", knowledge)
    chair = next(order for order in demo.equipment if order.id == "transport_chair")
    assert chair.action == "arrange" and chair.need_by is not None and chair.need_by > TODAY
    assert row_of(chair.id, demo, "now"), "advised for today, so it stands in both"
    advice = demo.knowledge.equipment[chair.id].needed_with
    items = tuple(replace(item, timing="prepare") if item.id == advice else item for item in demo.items)
    plan, name = replace(demo, items=items), demo.knowledge.equipment[chair.id].family.name.lower()
    assert name not in {row["thing"].lower() for row in rows(plan, "now")}
    assert name in {row["thing"].lower() for row in rows(plan, "3_months")}


def test_a_bridge_is_shown_with_what_it_is_for(demo: Plan) -> None:
    chair = next(order for order in demo.equipment if order.id == CHAIR)
    bridge = next(order for order in demo.equipment if order.id == "transfer_board")
    late = replace(chair, action="order_now", order_by=None, need_by=TODAY, late=True, bridge=bridge.id)
    arranged = replace(bridge, action="arrange", order_by=None, remarks=(Remark("bridge_for", thing=CHAIR),))
    rest = tuple(order for order in demo.equipment if order.id not in (CHAIR, bridge.id))
    started = {"timing": "now", "start_by": None}
    items = tuple(replace(item, **started) if "power_wheelchair" in item.id else item for item in demo.items)
    plan = replace(demo, equipment=(late, arranged, *rest), items=items)
    assert "Until it comes, this helps: a board to slide on." in row_of(CHAIR, plan, "now")["notes"]
    assert row_of(bridge.id, plan, "now")["action"] == WORDS("purchase.action.arrange")


def test_what_was_put_off_stands_in_neither(knowledge: Knowledge) -> None:
    plan = planned(knowledge, preferences={"look_ahead": "all", "not_now": [CHAIR, "rollator", "floor_lift"]})
    text = calendar_file(plan, WORDS, "all").replace("\r\n ", "") + purchase_list(plan, WORDS, "all")
    for name in (CHAIR, "rollator", "floor_lift"):
        assert plan.knowledge.equipment[name].family.name not in text.lower()


def test_a_helper_looks_further_only_with_the_persons_yes(knowledge: Knowledge) -> None:
    asked = {"look_ahead": "now", "helper_look_ahead": "12_months"}
    for yes, seen in ((False, "now"), (True, "12_months")):
        plan = planned(knowledge, preferences={**asked, "helper_may_see_more": yes})
        assert look_ahead_of(plan, "helper") == seen


@FEW
@given(seeds)
def test_whoever_it_is_no_day_has_passed_and_nothing_told_in_confidence_is_there(
    knowledge: Knowledge, seed: int
) -> None:
    chance = Random(seed)
    read = replace(intake_of(some_facts(knowledge, chance, chance.random())), country=chance.choice(("", "US", "DE")))
    plan = make_plan(assess(read, knowledge, today=TODAY), knowledge)
    assert all(event["DTSTART"].dt > TODAY for event in events(plan))
    for row in rows(plan):
        assert all(not row[day] or date.fromisoformat(row[day]) > TODAY for day in ("order_by", "give_back"))
        assert not CONFIDENTIAL.search(" ".join(row.values()))


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"equipment": [{"item": "hospital_bed", "status": "ordered", "route": "hospice"}]},
        {
            "quotes": [
                {"item": CHAIR, "route": "Invented Hospice Shop", "lead_days": {"min": 1, "typical": 2, "longest": 3}}
            ]
        },
    ],
)
def test_what_was_told_in_confidence_stands_in_neither(knowledge: Knowledge, more: dict[str, Any]) -> None:
    told_so = {"hospice_enrolled": True, "thoughts_of_suicide": True, "low_mood": True, "helper_strain_or_pain": True}
    plan = planned(knowledge, told_so, **more)
    assert any(remark.confidential for order in plan.equipment for remark in order.risks)
    late = make_plan(assess(read_intake(LATE, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    for one in (plan, late):
        assert not CONFIDENTIAL.search(purchase_list(one, WORDS, "all"))
        about = [
            e["DESCRIPTION"] for e in events(one) if e["SUMMARY"] in map(WORDS, ("calendar.order", "calendar.return"))
        ]
        assert not CONFIDENTIAL.search(" ".join(about))


def test_a_route_that_tells_of_hospice_is_left_out_of_tasks_as_well(demo: Plan) -> None:
    order = next(order for order in demo.equipment if order.id == "breathing_mask_machine")
    tasks = (*order.tasks, Remark("meanwhile", route="hospice"))
    told = replace(order, action="order_now", tasks=tasks, route="hospice")
    plan = replace(demo, equipment=(told, *demo.equipment))
    shown = rows(plan)[0]
    assert (shown["how"], shown["wait_usual"], shown["wait_from"]) == ("", "", "")
    assert "hospice" not in " ".join(shown.values())


# --- the commands ----------------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.mark.parametrize(
    ("form", "start"), [("ics", b"BEGIN:VCALENDAR\r\n"), ("csv", '\ufeff"Thing","What to do"'.encode())]
)
def test_both_go_to_standard_output_or_into_the_file_that_is_named(tmp_path: Path, form: str, start: bytes) -> None:
    printed = run("demo", "--format", form)
    assert printed.exit_code == 0 and printed.stdout_bytes.startswith(start)
    assert run("demo", "--format", form, "-o", "-").stdout_bytes == printed.stdout_bytes
    target = tmp_path / f"mine.{form}"
    assert run("demo", "--format", form, "-o", str(target)).exit_code == 0
    assert target.read_bytes() == printed.stdout_bytes


@pytest.mark.parametrize("form", ["ics", "csv"])
def test_a_file_that_exists_is_kept_unless_forced(tmp_path: Path, form: str) -> None:
    target = tmp_path / "mine"
    target.write_text("mine")
    refused = run("demo", "--format", form, "-o", str(target))
    assert refused.exit_code == 5 and "This file exists." in refused.stderr and target.read_text() == "mine"
    assert run("demo", "--format", form, "-o", str(target), "--force").exit_code == 0
    assert target.read_text() != "mine"


@pytest.mark.parametrize("form", ["ics", "csv"])
def test_reader_and_look_ahead_hold_as_for_family_pages(tmp_path: Path, knowledge: Knowledge, form: str) -> None:
    choice = {"look_ahead": "now", "helper_look_ahead": "12_months", "helper_may_see_more": True}
    source = dict(read_intake(DEMO, knowledge, TODAY).source or {}) | {"preferences": choice}
    file = tmp_path / "me.json"
    file.write_text(json.dumps(source, default=str))
    write: Callable[..., str] = calendar_file if form == "ics" else purchase_list
    plan = make_plan(assess(read_intake(file, knowledge, TODAY), knowledge, today=TODAY), knowledge)
    arguments = ("plan", str(file), "--today", "2026-11-22", "--format", form)
    for more, seen in (
        ((), "now"),
        (("--reader", "helper"), "12_months"),
        (("--look-ahead", "all"), "all"),
    ):
        mark = "\ufeff" if form == "csv" else ""  # by which a spreadsheet knows the letters
        assert run(*arguments, *more).stdout_bytes.decode() == mark + write(plan, WORDS, seen)
