"""All papers of a person read together: nothing advised and denied, no two days for one thing, nothing told twice on one paper."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import pytest
from page_text import fullest, words_of
from people import PEOPLE
from stories import EVERYBODY, STORIES, base, day_of, plan_for, source_of

from planner import assess, compose, make_plan, plan_as_json, read_intake, render_html
from planner.exports.calendar import entries_of
from planner.exports.purchase_list import COLUMNS, purchase_list
from planner.language.wording import thing_name
from planner.language.words import load_words
from planner.model.facts import Observation
from planner.model.knowledge import Knowledge
from planner.pages.blocks import TableBlock
from planner.pages.document import Document
from planner.pages.equipment_blocks import Band, BandsBlock
from planner.pages.family_writer import HandoutWriter
from planner.pages.therapist.blocks import TodayBlock
from planner.pages.therapist.equipment import equipment_table
from planner.pages.therapist.writer import Writer
from planner.plan.disclosure import orders_for
from planner.plan.family_view import family_view
from planner.plan.plan import Plan
from planner.plan.shopping import not_chosen

FEWEST_WORDS = 5  # a shorter sentence ("Hold, then let go.") may belong to two moves
PAYERS = {"medicare": "Medicare", "medicaid": "Medicaid", "veterans_affairs": "Veterans Affairs"}
COUNTRIES = {"UK": "NHS", "DE": "health insurance fund", "NO": "NAV"}
EN = load_words("en")


@pytest.fixture(scope="module")
def plans(knowledge: Knowledge, tellers: tuple[str, ...]) -> dict[str, Plan]:
    """The people of the pages, and the stories that cover what pages show (with --all-forms: all of them)."""
    return {name: plan_for(name, knowledge) for name in (*(one for one in PEOPLE if one != "long_words"), *tellers)}


def bands_on(planner: Document) -> list[Band]:
    """The bands of its one table; none where there is nothing to get, to skip or in place."""
    return [band for block in planner.blocks if isinstance(block, BandsBlock) for band in block.bands]


def said_twice(text: str) -> list[str]:
    sentences = [one.strip() for line in text.splitlines() for one in re.split(r"(?<=[.!?]) | · ", line)]
    counted = Counter(
        one for one in sentences if len(one.split()) >= FEWEST_WORDS and one[-1] in ".!?" and not one[0].isdigit()
    )
    return [one for one, times in counted.items() if times > 1]


@pytest.mark.parametrize("kind", ["family", "equipment", "fridge"])
def test_no_sentence_stands_twice_on_one_paper(plans: dict[str, Plan], kind: str) -> None:
    found = {}
    for name, plan in plans.items():
        document = compose(plan, kind)
        text = words_of(render_html(document) if kind == "fridge" else fullest(document))
        text = "\n".join(line for line in text.splitlines() if not line.startswith(("This file", "Draft")))
        if twice := said_twice(text):
            found[name] = twice
    assert found == {}


def test_nothing_is_both_to_get_and_to_skip_and_nothing_advised_is_put_off(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        bands = bands_on(compose(plan, "equipment"))
        get = {row.name for band in bands for row in band.rows}
        other = {name.rstrip(":") for band in bands for name, _ in band.lines if name}
        assert not get & other
        view = family_view(plan, "all")
        assert not {act.id for act in view.acts} & {item.id for item in view.put_off}


@pytest.mark.parametrize("person", EVERYBODY)
def test_a_thing_has_one_day_on_all_papers(person: str) -> None:
    """Planner, list for a spreadsheet, calendar, data and the therapist's table say the same day for each thing, none before today."""
    plan = plan_for(person, base())
    days = {order.id: order.order_by for order in orders_for(plan, "all").to_do if order.order_by}
    assert all(day > plan.today for day in days.values()) and not set(days) & not_chosen(plan)
    calendar = {entry.id: entry.day for entry in entries_of(plan, EN, "all") if entry.kind == "order"}
    assert calendar == days
    _, *lines = csv.reader(io.StringIO(purchase_list(plan, EN, "all"), newline=""))
    listed = {line[0]: line[COLUMNS.index("order_by")] for line in lines}
    data = {entry["id"]: entry["order_by"] for entry in plan_as_json(plan)["equipment"]}
    said = {row.name: row.how for band in bands_on(compose(plan, "equipment", look_ahead="all")) for row in band.rows}
    filed = [one for one in equipment_table(Writer(plan, EN)) if isinstance(one, TableBlock)]
    told = [row[0] for one in filed for row in one.rows]
    for thing, day in days.items():
        name, short = thing_name(plan, thing), EN.short_day(day)
        assert listed[name] == data[thing] == day.isoformat()
        assert short in said[name]
        assert [row for row in told if row.startswith(f"{plan.knowledge.equipment[thing].name}:") and short in row]


def test_no_reason_is_that_something_is_not_known(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        (today,) = [block for block in compose(plan, "therapist").blocks if isinstance(block, TodayBlock)]
        assert not [line.why for line in today.lines if re.search(r"\bnot known\b", line.why)]


# What only who has the thing may read as his own; a step that waits for it says "when your mask comes".
OWN = {
    r"\byour (breathing machine|(breathing )?mask)\b(?! comes)": "breathing_mask_machine",
    r"\byour (own )?cough machine\b": "cough_machine",
    r"\byour (own )?lift\b": "floor_lift",
}
MACHINE = 4  # item 12 below it tells of a machine


def test_nobody_reads_of_a_device_of_their_own_that_they_do_not_have(plans: dict[str, Plan]) -> None:
    for name, plan in plans.items():
        told = {order.id for order in plan.equipment if order.action in ("has", "return")}
        by_tube, score = plan.values.get("tracheostomy"), plan.values.get("alsfrs_respiratory")
        by_machine = (by_tube and by_tube.low == 1) or (score and score.low < MACHINE)  # be it by a mistyped digit
        said = words_of(fullest(compose(plan, "family")))
        for pattern, thing in OWN.items():
            if thing not in told and not by_machine:
                assert not re.search(pattern, said), (name, thing)


# Only the pace or the diagnosis brings these, which no family page gives as a reason.
GENERAL = {"prepare_early_for_mask_breathing", "breathing_service_referral_at_diagnosis"}


def test_the_first_thing_has_a_reason_of_this_person(plans: dict[str, Plan]) -> None:
    for name, plan in plans.items():
        first = family_view(plan, "3_months").first
        if first is not None and (lead := plan.item(first.acts[0].id)) is not None:
            assert HandoutWriter(plan, EN).facts(lead) or lead.id in GENERAL, name


def test_nobody_reads_of_the_payer_or_the_service_of_another(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        payer, country = plan.values.get("main_payer"), plan.intake.country
        own = str(payer.raw) if payer is not None and payer.known else ""
        said = "\n".join(words_of(fullest(compose(plan, kind))) for kind in ("family", "equipment"))
        by_veterans = any(item.route == "va" for item in plan.intake.equipment)  # told to come by their way
        mine = {own, *(["veterans_affairs"] if by_veterans else [])}
        assert not [name for key, name in PAYERS.items() if key not in mine and re.search(rf"\b{name}\b", said)]
        assert not [name for key, name in COUNTRIES.items() if key != country and re.search(rf"\b{name}\b", said)]


# How a family line asks after a sign, by the answer that tells it.
SIGNS = {
    "morning_headache": r"wake (up )?with headaches(?! while)",
    "daytime_sleepiness": r"sleepy all day",
    "poor_sleep": r"sleep badly",
    "cannot_lie_flat": r"breath (when you lie|lying) flat|cannot lie flat|more pillows(?! than last month)|lying flat makes",
    "mucus_hard_to_clear": r"cannot bring mucus up|mucus will not come up",
    "knee_buckling": r"knee gives way(\.|, tell)",
    "ankle_unstable": r"ankle rolls, tell",
    "joint_tightness": r"joint moves less",
    "insurer_paid_chair_5y": r"Tell us if an insurer paid",
    "transfer_near_fall": r"feels unsafe, tell us",
}


@pytest.mark.parametrize("answer", [True, None])
def test_nobody_is_asked_to_tell_what_is_known(answer: bool | None) -> None:
    """A line that asks after a sign prints while nobody told it, and not where it was told."""
    asked = set()
    for name in ("demo", "late", *STORIES):
        source, day = source_of(name), day_of(name)
        intake = read_intake(source, base(), day)
        told = [Observation(sign, answer, intake.visits[-1]) for sign in SIGNS if answer is not None]
        kept = tuple(seen for seen in intake.observations if not seen.fact.startswith(tuple(SIGNS)))
        plan = make_plan(assess(replace(intake, observations=(*kept, *told)), base(), today=day), base())
        writer = HandoutWriter(plan, EN)
        items = [item for item in plan.items if plan.rule(item).role in ("act", "move", "habit")]
        said = [line for item in items for line in (*writer.lines(item, "call_if"), *writer.notes(item))]
        asked |= {sign for sign, words in SIGNS.items() for line in said if re.search(words, line)}
    assert asked == (set() if answer else set(SIGNS))


def test_a_precaution_that_holds_asks_nobody_to_tell_it(knowledge: Knowledge) -> None:
    told = [(rule.id, part.then.family) for rule in knowledge.recommendations for part in (*rule.unless, *rule.caution)]
    assert not [found for found in told if re.search(r"(^T|, t)ell (us|the team|your doctor)\b", found[1])]
