"""The list of a family in bands, by whole people: what is got, asked for and left out, in which order, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from stories import EVERYBODY, STORIES, base, day_of, plan_for, source_of

from planner import assess, compose, make_plan, read_intake
from planner.language.words import load_words
from planner.pages.equipment_blocks import BandRow, BandsBlock, InShortBlock, OrderStepsBlock
from planner.pages.orders_for_families import Notes
from planner.pages.therapist.writer import Writer
from planner.plan.disclosure import orders_for
from planner.plan.orders import Order
from planner.plan.plan import Plan
from planner.plan.shopping import advice_on_kind, bands_of, is_rented, measures, own_cost, sum_of

WORDS = load_words("en")
ROOM_FOR_ALL = 99


def told(start: str) -> Plan:
    (name,) = [name for name in STORIES if name.startswith(start)]
    return plan_for(name, base())


def order(plan: Plan, thing: str) -> Order:
    return next(one for one in plan.equipment if one.id == thing)


def page(plan: Plan, kind: Any, **more: Any) -> list[Any]:
    return [block for block in compose(plan, "equipment", **more).blocks if isinstance(block, kind)]


def rows(plan: Plan) -> dict[str, BandRow]:
    return {row.name.lower(): row for table in page(plan, BandsBlock) for band in table.bands for row in band.rows}


# --- for everybody ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_band_holds_what_its_heading_says(name: str) -> None:
    plan = plan_for(name, base())
    listed = orders_for(plan, "all").to_do
    bands = bands_of(listed, plan)
    rest = (*bands.asked, *bands.papers, *bands.soon, *bands.later)
    assert sorted(one.id for one in (*bands.now, *rest)) == sorted(one.id for one in listed)
    assert all(one.order_by is None for one in bands.now)
    assert all(one.action != "defer" for one in (*bands.now, *bands.soon)), "what waits for a test is asked for today"
    assert all(one.order_by and one.order_by <= plan.agenda.next_visit_on for one in bands.soon)
    gear = [measures(one, plan) for one in bands.now]
    assert gear == sorted(gear), "what only measures stands last"
    days = [one.order_by for one in bands.soon if one.order_by]
    assert days == sorted(days), "each by its day"


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_late_thing_is_bridged_only_by_what_fits(name: str) -> None:
    plan = plan_for(name, base())
    rise = plan.values.get("entry_rise_cm")
    steep = rise is not None and rise.known and rise.low > plan.knowledge.numbers["ramp_portable_rise_cm"]
    assert not steep or order(plan, "ramp_portable").action not in ("order_now", "arrange", "order_by")
    turning, helpers = plan.values.get("alsfrs_turning"), plan.values.get("helpers_count")
    turns_well = turning is not None and turning.known and turning.raw == 4
    assert not turns_well or order(plan, "hospital_bed").bridge == "", "a bed rail helps nobody to lie head up"
    alone = helpers is not None and helpers.known and helpers.raw == 0
    assert not alone or order(plan, "gait_belt").action in ("wait", "has"), "a belt is of use to a helper"


@pytest.mark.parametrize("name", EVERYBODY)
def test_nothing_far_from_its_number_has_a_day(name: str) -> None:
    plan = plan_for(name, base())
    far = {item.id for item in plan.items if item.margin == "far" and not item.put_off}
    for one in plan.equipment:
        if plan.knowledge.equipment[one.id].needed_with in far:
            assert one.action in ("wait", "has", "return") or one.order_by is None, one.id


def test_where_advice_is_done_only_with_each_of_its_things_each_is_to_get() -> None:
    plan = told("A woman in hospice who said no to mask and tube")
    for thing in ("hospital_bed", "floor_lift", "raised_toilet_commode"):
        one = order(plan, thing)
        assert one.action == "arrange" and one.lead_days is not None and one.lead_days[1] <= 7, thing
    first = {one.id for one in bands_of(orders_for(plan, "3_months").to_do, plan).now[:3]}
    assert first == {"hospital_bed", "floor_lift", "raised_toilet_commode"}
    assert order(plan, "peak_flow_meter").action == "wait", (
        "where comfort is the goal nothing is measured for its own sake"
    )
    assert not [text for block in page(plan, BandsBlock) for text in str(block).lower().split() if "hospice" in text]


def test_comfort_gets_what_serves_it_and_what_matters_most_to_the_person() -> None:
    """No bars, belt or bed handle beside the loans, no power chair; a chair to go out in, and where wheels were named the power chair too."""
    name = "A woman in hospice who said no to mask and tube has comfort, a crisis plan and no early talk"
    get = {one.id for one in orders_for(told(name), "all").to_do}
    assert get <= set(base().problems.comfort_things) and "light_manual_wheelchair" in get
    for standing in ("grab_bars", "gait_belt", "bed_rail_and_slide_sheet", "shower_chair", "power_wheelchair"):
        one = order(told(name), standing)
        assert [r.confidential for r in one.remarks if r.code == "comfort_needs_it_not"] == [True], standing
    source = {**source_of(name), "preferences": {"first": ["wheels"]}}
    wheels = make_plan(assess(read_intake(source, base(), day_of(name)), base(), today=day_of(name)), base())
    assert order(wheels, "power_wheelchair").action == "arrange"
    assert order(told(name), "light_manual_wheelchair").route == "loan", "lent, not rented"


def test_nobody_is_told_to_buy_from_a_rental_company() -> None:
    said = [row.how for name in EVERYBODY for row in rows(plan_for(name, base())).values()]
    assert "Rent it: a rental company" in said and not [how for how in said if how.startswith("Buy it: a rental")]


# --- one by one -------------------------------------------------------------------------------------------------


def test_a_tube_in_the_windpipe_gets_everything_twice_and_first() -> None:
    plan = told("A man who breathes through a tube in his windpipe")
    first = [one.id for one in bands_of(orders_for(plan, "3_months").to_do, plan).now[:5]]
    twice = {
        "second_ventilator",
        "resuscitation_bag",
        "spare_tracheostomy_tubes",
        "suction_machine",
        "second_suction_machine",
    }
    assert set(first) == twice and first[0] != "suction_machine"
    assert rows(plan)["a second breathing machine"].pays == WORDS("planner.ask_quote"), "no price is invented"
    there = told("A tube in the windpipe with all in place")
    assert order(there, "second_ventilator").action == "has"


def test_arms_that_cannot_pull_get_the_sheet_alone_and_no_cutlery() -> None:
    plan = told("A man with flail arms who walks for miles")
    listed, thing = rows(plan), plan.knowledge.equipment["bed_rail_and_slide_sheet"]
    assert (
        thing.family.does_else in listed[thing.family.name].why
        and thing.family.does not in listed[thing.family.name].why
    )
    assert order(plan, "eating_and_dressing_aids").action == "skip"
    said = plan.item("eating_dressing_writing_aids")
    assert said is not None and "do.0" in said.unsaid, "nobody who is fed is told of forks"


def test_what_a_test_opens_is_asked_for_today_and_nothing_is_measured_at_home_for_a_device_that_talks() -> None:
    plan = told("A bulbar woman with headaches and weight lost")
    assert "breathing_mask_machine" in {one.id for one in bands_of(orders_for(plan, "3_months").to_do, plan).asked}
    steps = page(plan, OrderStepsBlock)
    assert [one for one in steps if "You need it now." in one.text]
    said = str(compose(plan, "equipment").blocks)
    assert "clear width" not in said and "each fall" not in said
    assert not orders_for(plan, "3_months").skip, "whoever walks well is told of no chair left out"


def test_what_is_left_out_names_its_successor_only_to_who_sees_it() -> None:
    plan = told("On US Medicare the power chair is ordered now")
    (table,) = page(plan, BandsBlock)
    skipped = {name: text for band in table.bands for name, text in band.lines}
    assert "power chair" in skipped["A chair that helps you up:"]
    for look_ahead in ("now", "3_months"):
        for name in EVERYBODY:
            some = plan_for(name, base())
            sheet = orders_for(some, look_ahead)
            seen = {one.id for one in (*sheet.to_do, *sheet.has, *sheet.give_back)}
            unseen = [
                r.thing
                for one in sheet.skip
                for r in one.remarks
                if r.code == "only_at_a_slow_pace" and r.thing not in seen
            ]
            shown = [band for table in page(some, BandsBlock, look_ahead=look_ahead) for band in table.bands]
            lines = " ".join(text for band in shown for _, text in band.lines)
            assert not [thing for thing in unseen if f"{some.knowledge.equipment[thing].family.name}." in lines]


def test_what_is_rented_is_paid_by_the_month_and_no_purchase_is_counted() -> None:
    plan = told("On US Medicare the power chair is ordered now")
    now = bands_of(orders_for(plan, "3_months").to_do, plan).now
    rented = [one for one in now if is_rented(one, plan)]
    assert {one.id for one in rented} == {"light_manual_wheelchair"}
    total, bought = sum_of(now, plan), [one for one in now if one not in rented]
    assert total.typical == sum(cost[1] for one in bought if (cost := own_cost(one, plan)))
    rents = [one.estimate.rent_month for one in rented if one.estimate and one.estimate.rent_month]
    assert total.rent == (sum(low for low, _ in rents), sum(high for _, high in rents))
    for one in rented:
        assert rows(plan)[plan.knowledge.equipment[one.id].family.name].pays.startswith("rent")
    (short,) = page(plan, InShortBlock)
    assert "rent" in short.sums[0][2]


def test_a_big_order_says_when_it_may_and_when_it_is_likely_to_help_and_comes_by_its_usual_and_longest_wait() -> None:
    plan = plan_for("demo", base())
    chair = order(plan, "power_wheelchair")
    (block,) = page(plan, OrderStepsBlock)
    assert chair.needed and chair.needed.early and chair.needed.likely and chair.order_by and chair.lead_days
    first, usual = (WORDS.month(day) for day in (chair.needed.early, chair.needed.likely))
    assert WORDS("planner.may_help", first=first, month=usual) in block.text
    comes = [WORDS.month(chair.order_by + timedelta(days)) for days in chair.lead_days[1:]]
    assert block.steps[4][0] == WORDS("planner.months", first=comes[0], last=comes[1])
    (short,) = page(plan, InShortBlock)
    assert [text for label, text in short.lines if label == WORDS("planner.one_date")] == [
        f"{WORDS.day(chair.order_by)}: A power chair"
    ]
    assert date.min < plan.today < chair.order_by
    assert order(plan, "breathing_mask_machine").action == "wait", "far from its number, it has no day and no price"
    assert "a breathing mask machine" not in rows(plan)


def test_without_a_price_no_sum_is_promised_and_whom_to_ask_is_said_once() -> None:
    (short,) = page(told("Falls where thinking has changed"), InShortBlock)
    assert short.heading == WORDS("planner.in_short_unpriced") and not any(amount for _, amount, _ in short.sums)
    assert dict(short.lines)[WORDS("planner.one_call")] == "Ask whoever pays for your care about this: a power chair"
    (priced,) = page(plan_for("demo", base()), InShortBlock)
    assert priced.heading == WORDS("planner.in_short")


def test_a_hand_splint_says_which_one_to_families_and_to_the_therapist() -> None:
    found = {}
    for name in EVERYBODY:
        plan = plan_for(name, base())
        one = order(plan, "hand_splints")
        kinds = Notes(plan, WORDS, frozenset()).kinds(one)
        if one.action in ("order_now", "arrange", "order_by", "defer") and not one.put_off:
            found[name] = kinds
            titles = [plan.rule(item).text.therapist.title for item in advice_on_kind(one, plan)]
            assert titles and all(title in Writer(plan, WORDS).thing(one) for title in titles)
    assert found and all(found.values()), found
    assert all(len(kinds) <= 2 for kinds in found.values()), "a day and a night one at most"
