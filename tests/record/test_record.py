"""The paper is the record: an intake comes back as it was, and a family's file holds what its pages show and no more."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from anybody import FEW, STEADY, some_value
from covering import COVERING, EACH, each_day
from hypothesis import given
from hypothesis import strategies as st
from page_text import words_of
from people import PEOPLE, TODAY, VISIT
from stories import EVERYBODY, plan_for, source_of

from planner import compose, plan_as_json, read_intake, render_html
from planner.curation.manner import Manner, reading_grade
from planner.curation.rule_page import rule_page
from planner.language.wording import title_of
from planner.language.words import load_words
from planner.model.intake import Intake, LookAhead
from planner.model.knowledge import Knowledge
from planner.pages.blocks import RecordBlock
from planner.plan.disclosure import orders_for, sort_for
from planner.plan.plan import Plan
from planner.reading.intake_written import as_yaml, intake_as_json, written_anew
from planner.reading.resources import resource
from planner.reading.strict_json import read_json
from planner.reading.strict_yaml import read_text
from planner.record.carried import CARRIES_PAGES, Carried, carried
from planner.record.earlier import Earlier, as_pages, pages_told
from planner.record.told import paper_of_pages

WORDS = load_words("en")
LOOK_AHEADS = get_args(LookAhead)
LANGUAGES = tuple(sorted(path.stem for path in (resource("templates") / "words").glob("*.yaml")))
DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


# --- the intake comes back as it was -----------------------------------------------------------------------


def bare(intake: Intake) -> Intake:
    """The values alone: remarks about the data belong to how they were written."""
    return replace(intake, source=None, told=(), to_confirm=())


def holds_the_law(intake: Intake, knowledge: Knowledge) -> None:
    """Written and read again it is the same intake: as it stood with every remark, and written anew in every value."""
    as_it_stood, anew = intake_as_json(intake, knowledge), written_anew(intake, knowledge)
    assert replace(read_intake(as_it_stood, knowledge, TODAY), source=None) == replace(intake, source=None)
    assert bare(read_intake(anew, knowledge, TODAY)) == bare(intake)
    for written in (as_it_stood, anew):
        assert read_json(json.dumps(written), "json").value == written
        read = read_text(as_yaml(written), "yaml")
        assert read.problems == [] and read.value == written


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_intake_of_everybody_comes_back(knowledge: Knowledge, name: str) -> None:
    holds_the_law(read_intake(source_of(name), knowledge, TODAY), knowledge)


EVERYTHING = {
    "schema": "als-planner/intake/1",
    "patient": {
        "id": 7, "name": "Ана  N\u0303andu\u202e", "country": {"value": "DE", "on": "2026-05-01"}, "sex": "other",
        "symptom_onset_date": "2025-06", "birth_date": {"value": "1960-01-01", "note": "by passport"}, "main_payer": None,
        "onset_region": {"value": None, "note": "they do not agree"}, "diagnosis_type": {"value": None, "note": "asked", "on": "2026-05-02"},
    },
    "preferences": {
        "look_ahead": {"value": "all", "on": "2026-09-01", "note": "on the phone"}, "helper_look_ahead": "now",
        "helper_may_see_more": True, "what_matters": "no: # 'yes'\nand 2026-01-01 ~", "not_now": ["power_wheelchair"],
        "print_topics_held_back": "money|end_of_life",
    },
    "team": [{"role": "true", "name": "null", "phone": "0123", "when": "1e5"}],
    "visits": [
        {"on": "2026-05-20", "facts": {"alsfrs_walking": {"value": None, "note": "in bed"}}},
        {"on": "2026-05-20", "facts": {"alsfrs_walking": {"value": None, "note": "still in bed"}}},
        {"on": "2026-06-01", "facts": {"alsfrs_walking": 3, "diagnosis_type": {"value": None, "note": "asked again"}}},
        {"on": "2026-06-01", "facts": {"alsfrs_walking": {"value": None, "note": "not seen by me"}, "look_ahead": {"value": None, "note": "later"}}},
        {
            "on": "2026-08-12",
            "facts": {
                "country": "US", "what_matters": "12", "pcf_l_min": {"value": 310, "on": "2026-08-01", "note": "mask: yes"},
                "equipment_status_rollator": "discussed", "paco2_mmhg": "1.5 kPa", "birth_date": "1960-01-02",
            },
        },
        {
            "on": "2026-11-20",
            "facts": {
                "pcf_l_min": {"value": 290, "on": "2026-08-02"}, "fvc_pct": {"value": 80.5, "on": "2026-11-21"},
                "svc_pct": {"value": None, "note": "unable,\n mask\u202e leak", "on": "2026-11-21"}, "helper_look_ahead": {"value": None, "note": "not here"},
                "mrc_ankle_dorsiflexion_left": "4-", "mip_cmh2o": -60, "snip_cmh2o": "60 cmH2O",
                "alsfrs_walking": {"value": 3, "note": "y" * 1900}, "look_ahead": "now",
            },
        },
        {"on": "2026-11-20", "facts": {"pcf_l_min": {"value": 300, "on": "2026-08-03"}}},
    ],
    "equipment": [
        {"item": "rollator", "status": "borrowed", "since": "2026-09-01", "route": "loan", "note": " two\nlines "},
        {"item": "breathing_mask_machine", "status": "in_use", "since": "2026-11-21"},
    ],
    "quotes": [
        {"item": "power_wheelchair", "route": "insurer", "lead_days": {"min": 90, "typical": 120, "longest": 200}},
        {"item": "light_manual_wheelchair", "route": "rent", "buy": 450, "rent_month": 70.5, "currency": "USD", "on": "2026-11-10"},
    ],
    "review": {"by": "A. Therapist", "on": "2026-11-21"},
}  # fmt: skip


def test_every_way_to_write_something_comes_back(knowledge: Knowledge) -> None:
    holds_the_law(read_intake(EVERYTHING, knowledge, TODAY), knowledge)


def test_somebody_who_has_had_no_visit_comes_back_on_the_same_day(knowledge: Knowledge) -> None:
    told = {
        "patient": {
            "id": "p1",
            "sex": "female",
            "country": "UK",
            "main_payer": {"value": None, "note": "asks at home"},
        },
        "preferences": {"look_ahead": "now", "what_matters": {"value": None, "note": "next time"}},
        "equipment": [{"item": "breathing_mask_machine", "status": "in_use"}],
    }
    for day in (VISIT, TODAY):
        intake = read_intake(told, knowledge, day)
        assert {seen.fact for seen in intake.observations} > {"niv_status", "sex"}
        assert {left.note for left in intake.unanswered} == {"next time", "asks at home"}
        for written in (intake_as_json(intake, knowledge), written_anew(intake, knowledge)):
            assert bare(read_intake(written, knowledge, day)) == bare(intake)


def test_an_intake_that_was_changed_is_written_as_it_is_now(knowledge: Knowledge) -> None:
    intake = read_intake(PEOPLE["demo"], knowledge, TODAY)
    choice = intake.preferences.model_copy(update={"look_ahead": "all", "what_matters": "Rest"})
    changed = replace(intake, preferences=choice, review=intake.review.model_copy(update={"by": "T"}))
    again = read_intake(intake_as_json(changed, knowledge), knowledge, TODAY)
    assert (again.preferences, again.review) == (changed.preferences, changed.review)


def test_a_signature_alone_leaves_the_rest_as_it_stood(knowledge: Knowledge) -> None:
    intake = read_intake(EVERYTHING, knowledge, TODAY)
    signed = replace(intake, review=intake.review.model_copy(update={"by": "B", "on": TODAY}))
    written = intake_as_json(signed, knowledge)
    assert written["visits"] == EVERYTHING["visits"]
    assert written["review"] == {"by": "B", "on": "2026-11-22"}


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@STEADY
@given(st.integers(0, 2**32 - 1), texts, texts)
def test_the_intake_of_anybody_comes_back(knowledge: Knowledge, seed: int, text: str, note: str) -> None:
    made = dict(random_intake(knowledge, random.Random(seed), text, note))
    holds_the_law(read_intake(made, knowledge, TODAY), knowledge)


def random_intake(knowledge: Knowledge, chance: random.Random, text: str, note: str) -> Iterator[tuple[str, Any]]:
    """Somebody of whom anything may be told, at any visit, with days and notes of its own."""
    vocabulary = knowledge.vocabulary
    days = [date(2026, 1, 1) + timedelta(chance.randrange(300)) for _ in range(chance.randrange(1, 4))]
    written = [name for name in vocabulary if vocabulary[name].origin != "derived" and name != vocabulary[name].kept]
    skipped = {"falls_1mo", "falls_3mo", "symptom_onset_date", "visit_date"}  # may contradict one another
    seen: set[tuple[str, date]] = set()

    def entry(name: str, visit: date) -> Any:
        fact = vocabulary[name]
        on = visit if chance.random() < 0.7 else date(2026, 10, 30) - timedelta(chance.randrange(300))
        if (name, on) in seen:
            return None
        seen.add((name, on))
        value = some_value(fact, chance)
        if fact.kind == "text":
            value = (
                "money|end_of_life" if name == "print_topics_held_back" else text
            )  # only topics can be kept off paper
        value = value.isoformat() if isinstance(value, date) else value
        if on == visit and chance.random() < 0.7:
            return value
        return {"value": value, "note": note, "on": on.isoformat()}

    def some(names: list[str], visit: date) -> dict[str, Any]:
        chosen = chance.sample(names, min(len(names), chance.randrange(1, 12)))
        return {name: entry(name, visit) for name in chosen if name not in skipped}

    last = max(days)
    person = [name for name in written if vocabulary[name].group == "person"]
    yield "patient", {"id": "anybody", "name": text, **some(person, last)}
    yield "visits", [{"on": day.isoformat(), "facts": some(written, day) or {"fvc_pct": None}} for day in days]
    yield "team", [{"role": text, "name": note, "phone": text, "when": ""}]
    told = {name.removeprefix("equipment_status_") for name, _ in seen if name.startswith("equipment_status_")}
    things = [thing for thing in chance.sample(vocabulary.devices, 3) if thing not in told]
    choices = vocabulary["equipment_status_cane"].choices
    since = (date(2026, 1, 1) + timedelta(chance.randrange(300))).isoformat()
    yield "equipment", [{"item": one, "status": chance.choice(choices), "since": since, "note": note} for one in things]


# --- what a family's file holds ------------------------------------------------------------------------------


def page_text(plan: Plan, kind: str, reader: str, look_ahead: Any) -> str:
    """The words of the page as it is printed into a file that carries data."""
    page = words_of(render_html(compose(plan, kind, reader=reader, look_ahead=look_ahead)))
    return page.replace(WORDS("record.without") + "\n", "")


def files_of(plan: Plan, kind: str, **how: Any) -> tuple[Carried, ...]:
    """What the PDF of one document carries."""
    contents = compose(plan, kind, **how).carries
    assert contents is not None
    return carried(contents, plan)


def pages_in(plan: Plan, kind: str, reader: str, look_ahead: Any) -> dict[str, Any]:
    (file,) = files_of(plan, kind, reader=reader, look_ahead=look_ahead)
    assert file.name == "pages.json" and file.media_type == "application/json"
    found: dict[str, Any] = read_json(file.content.decode(), file.name).value
    return found


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for inner, entry in value.items():
            yield from leaves(entry, inner)
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry, key)
    else:
        yield key, value


def as_printed(day: str) -> tuple[str, ...]:
    """The ways in which a page may print a day, or a month."""
    year, month, *rest = (int(part) for part in day.split("-"))
    if rest:
        whole = date(year, month, rest[0])
        return WORDS.day(whole), WORDS.short_day(whole)
    return (f"{WORDS.entries['months'][month - 1]} {year}",)


CODES = ("schema", "document", "language", "reader", "look_ahead", "when")


@pytest.mark.parametrize("kind", ["family", "equipment"])
@pytest.mark.parametrize("name", each_day(EVERYBODY, *COVERING[::2]))
@pytest.mark.parametrize("further", each_day((0, 2), 0))
def test_whatever_the_file_of_a_family_holds_stands_on_its_pages(
    knowledge: Knowledge, name: str, kind: str, further: int
) -> None:
    plan = plan_for(name, knowledge)
    at = EVERYBODY.index(name)
    look_ahead = LOOK_AHEADS[(at + further) % 4]
    reader = ("person", "helper")[at // 4 % 2]
    page = page_text(plan, kind, reader, look_ahead)
    for key, value in leaves(pages_in(plan, kind, reader, look_ahead)):
        assert isinstance(value, str), (key, value)
        if key == "look_ahead":
            assert WORDS(f"record.ahead.{value}") in page
        elif DAY.fullmatch(value):
            assert any(said in page for said in as_printed(value)), (key, value)
        elif key not in CODES:
            assert " ".join(value.split()) in " ".join(page.split()), (key, value)


@pytest.mark.parametrize("kind", ["family", "equipment"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_speaks_the_language_of_its_pages(knowledge: Knowledge, language: str, kind: str) -> None:
    plan = plan_for("demo", knowledge)
    page = words_of(render_html(compose(plan, kind, language=language, look_ahead="all")))
    (file,) = files_of(plan, kind, look_ahead="all", language=language)
    shown = read_json(file.content.decode(), file.name).value
    titles = [entry["title"] for part in ("recommendations", "equipment") for entry in shown.get(part, ())]
    assert shown["language"] == language and titles
    assert [title for title in titles if title not in page] == []
    other = paper_of_pages(pages_told(Earlier("x.pdf", pages=shown)))
    assert as_pages(plan, other) == other


@pytest.mark.parametrize("name", EACH)
def test_no_word_of_what_is_held_back_is_in_the_file_of_a_family(knowledge: Knowledge, name: str) -> None:
    plan = plan_for(name, knowledge)
    for look_ahead in LOOK_AHEADS:
        found, sheet = sort_for(plan, look_ahead), orders_for(plan, look_ahead)
        shown = {item.id for group in vars(found).values() if group is not found.held_back for item in group}
        held = [title_of(item, plan, WORDS) for item in found.held_back if item.id not in shown]
        things = [knowledge.equipment[order.id].family.name for order in sheet.held_back]
        for kind in CARRIES_PAGES:
            (file,) = files_of(plan, kind, look_ahead=look_ahead)
            titles = {entry["title"].lower() for part in ("recommendations", "equipment") for entry in read_json(file.content.decode(), file.name).value.get(part, ())}  # fmt: skip
            assert not titles.intersection(title.lower() for title in held)
            assert kind != "equipment" or not titles.intersection(thing.lower() for thing in things)


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_id_of_a_rule_or_a_fact_and_no_score_is_in_the_file_of_a_family(knowledge: Knowledge, name: str) -> None:
    plan = plan_for(name, knowledge)
    names = {*knowledge.by_id, *knowledge.equipment, *knowledge.vocabulary, *(flag.id for flag in knowledge.red_flags)}
    codes = {"this_month", "next_3_months", "check_first", "in_place", "put_off", "what_matters", "look_ahead"}
    for kind in CARRIES_PAGES:
        (file,) = files_of(plan, kind, reader="helper", look_ahead="all")
        said = file.content.decode().replace('"what_matters"', "").replace('"look_ahead"', "")
        assert not {word for word in re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", said) if word in names} - codes
        assert not re.search(r"suicid|low.mood|hospice|percent|%|alsfrs|stage", said, re.IGNORECASE)


def test_the_file_tells_no_day_beyond_the_three_months_of_its_page(knowledge: Knowledge) -> None:
    plans = [plan_for(name, knowledge) for name in EVERYBODY]
    entries = [entry for plan in plans for entry in pages_in(plan, "family", "person", "all")["recommendations"]]
    days = [date.fromisoformat(entry["start_by"]) for entry in entries if "start_by" in entry]
    assert days and all(0 < (day - TODAY).days <= 92 for day in days)
    assert {entry["when"] for entry in entries} == {"this_month", "next_3_months", "check_first", "put_off"}


def test_the_fridge_sheet_carries_only_whose_it_is_and_when_it_was_made(knowledge: Knowledge) -> None:
    found = pages_in(plan_for("demo", knowledge), "fridge", "person", "3_months")
    assert set(found) == {"schema", "document", "id", "day", "knowledge", "language", "reader", "look_ahead"}


def test_the_therapists_file_carries_intake_and_plan_whole(knowledge: Knowledge) -> None:
    plan = plan_for("late", knowledge)
    files = {file.name: read_json(file.content.decode(), file.name).value for file in files_of(plan, "therapist")}
    assert files["plan.json"] == json.loads(json.dumps(plan_as_json(plan)))
    assert bare(read_intake(files["intake.json"], knowledge, TODAY)) == bare(plan.intake)


def test_a_document_about_nobody_carries_nothing(knowledge: Knowledge) -> None:
    assert rule_page(knowledge.recommendations[0], knowledge, WORDS).carries is None


# --- the line on the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["family", "therapist", "equipment"])
def test_each_document_says_at_its_end_what_its_file_carries(knowledge: Knowledge, kind: str) -> None:
    page = compose(plan_for("demo", knowledge), kind)
    assert isinstance(page.blocks[-1], RecordBlock)
    assert [block for block in page.blocks if isinstance(block, RecordBlock)] == [page.blocks[-1]]
    html = render_html(page)
    assert html.count('class="intro carries"') == html.count('class="intro carries-not"') == 1


def test_the_lines_can_be_read_by_families(knowledge: Knowledge, manner: Manner) -> None:
    plan = plan_for("demo", knowledge)
    said = [compose(plan, "family", reader=reader).blocks[-1].carries for reader in ("person", "helper")]  # type: ignore[attr-defined]
    for line in (*said, WORDS("record.without")):
        plain = re.sub(r", under the name [^ ]+\.", ".", line)
        assert reading_grade(plain) <= 6, plain


@FEW
@given(st.sampled_from(LOOK_AHEADS), st.sampled_from(["person", "helper"]))
def test_the_same_plan_gives_the_same_bytes(knowledge: Knowledge, look_ahead: Any, reader: str) -> None:
    plan = plan_for("demo", knowledge)
    for kind in ("therapist", *CARRIES_PAGES):
        once, again = (files_of(plan, kind, reader=reader, look_ahead=look_ahead) for _ in range(2))
        assert once == again
