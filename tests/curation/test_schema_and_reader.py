"""The schema of intakes and the reader of intakes say the same, but for what a schema cannot say, which is listed here.

Both ways: what the schema accepts is read, and what is read the schema accepts. ``BEYOND`` has the first kind of exception, with
its reason; of the second kind there are two: the reader cleans text before it looks at it (``cleaned``), and it understands words of the clinic,
which the schema does not offer; what it understood is in our words (``in_our_words``), and those the schema accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from people import TODAY
from small_intakes import small_intake, spoilt

from planner import IntakeError, read_intake
from planner.curation.schemas import Schema, schema_of
from planner.model.knowledge import Knowledge
from planner.model.text import one_line
from planner.reading.intake_written import written_anew

SEEDS = range(3000)  # about four seconds


def person(**more: Any) -> dict[str, Any]:
    return {"patient": {"id": "x"}, **more}


def visit(on: Any = "2026-11-20", **facts: Any) -> dict[str, Any]:
    return {"on": on, "facts": facts}


def seen(**facts: Any) -> dict[str, Any]:
    return person(visits=[visit(**facts)])


# --- what a schema cannot say -------------------------------------------------------------------------------


class Beyond(NamedTuple):
    """A check of the reader that no schema can make: what it says, of which values, and an example of it alone."""

    said: str
    of: Callable[[Any], bool]
    example: dict[str, Any]


def anything(value: Any) -> bool:
    return True


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def like_a_day(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])-(29|30|31)", value) is not None


def listed(name: str, *entries: Any) -> dict[str, Any]:
    return person(**{name: list(entries)})


OFFER = {"item": "cane", "route": "rent", "on": "2026-11-10"}
CANE = {"item": "cane", "status": "borrowed"}

BEYOND = {
    "a schema has no calendar to look up today": Beyond(
        r"lies in the future \(today is", anything, seen(falls_1mo={"value": 1, "on": "2026-11-23"})
    ),
    "a pattern does not know which months have 31 days": Beyond(
        r"is not a date\. Write it as", like_a_day, listed("visits", visit("2026-02-30", falls_1mo=1))
    ),
    "the size of a number inside a text is no number to a schema": Beyond(
        r"is not possible for|is a half point", is_text, seen(fvc_pct="181 %")
    ),
    "two places of a file cannot be held against each other: one fact on one day": Beyond(
        "has two values on", anything, listed("visits", visit(falls_1mo=1), visit(falls_1mo=2))
    ),
    "… two dates": Beyond(
        r"lies after the first visit|lies before",
        anything,
        listed("equipment", CANE | {"since": "2026-09-02", "until": "2026-09-01"}),
    ),
    "… falls in one month and in three": Beyond("are more than", anything, seen(falls_1mo=3, falls_3mo=2)),
    "… the days of a quote": Beyond(
        "are not in order", anything, listed("quotes", OFFER | {"lead_days": {"min": 9, "typical": 5, "longest": 20}})
    ),
    "… two quotes": Beyond("says otherwise", anything, listed("quotes", OFFER | {"buy": 1}, OFFER | {"buy": 2})),
    "… two lines for one piece of equipment": Beyond("is listed twice", anything, listed("equipment", CANE, CANE)),
    "17.0 is a whole number to a schema; as an id it would not say whether 17 or 17.0 is meant": Beyond(
        "The id is missing or not usable", lambda value: isinstance(value, float), {"patient": {"id": 17.0}}
    ),
}


def problems(intake: Mapping[str, Any], knowledge: Knowledge) -> list[str]:
    try:
        read_intake(intake, knowledge, TODAY)
    except IntakeError as error:
        return error.problems
    return []


def is_beyond(problem: str, intake: Any) -> bool:
    """Whether a schema cannot know of this problem."""
    value, (_, place, said) = intake, problem.split(": ", 2)
    for step in place.split(" → "):
        value = value[int(step)] if isinstance(value, list) else value.get(step)
    value = value.get("value") if isinstance(value, dict) else value
    return any(re.search(row.said, said) and row.of(value) for row in BEYOND.values())


def cleaned(value: Any) -> Any:
    """As the reader takes text: without blanks at the ends and signs that do not print."""
    if isinstance(value, dict):
        return {key: cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [cleaned(inner) for inner in value]
    return one_line(value) if isinstance(value, str) else value


def in_our_words(intake: Mapping[str, Any], knowledge: Knowledge) -> Any:
    """As it was understood, where words of the clinic were; else as it stood."""
    read = read_intake(intake, knowledge, TODAY)
    understood = any("Understood" in note or "is used as" in note for note in read.told)
    return written_anew(read, knowledge) if understood else intake


def disagreements(schema: Schema, knowledge: Knowledge) -> Iterator[str]:
    """Whatever one of the two accepts of many small intakes, most of them spoilt in one place, and the other refuses."""
    validator = Draft202012Validator(schema)
    for seed in SEEDS:
        chance = Random(seed)
        intake = small_intake(knowledge, chance)
        intake = spoilt(intake, chance) if seed % 4 else intake
        said = problems(intake, knowledge)
        if validator.is_valid(intake):
            yield from (f"{seed}: only the reader says: {one}" for one in said if not is_beyond(one, intake))
        elif not said and not any(map(validator.is_valid, (cleaned(intake), in_our_words(intake, knowledge)))):
            yield from (
                f"{seed}: only the schema says: {one.json_path} {one.message}" for one in validator.iter_errors(intake)
            )


@pytest.fixture(scope="module")
def schema(knowledge: Knowledge) -> Schema:
    return schema_of("intake", knowledge)


def test_the_schema_accepts_just_what_is_read(schema: Schema, knowledge: Knowledge) -> None:
    assert list(disagreements(schema, knowledge)) == []


def test_words_of_the_clinic_are_read_and_their_meaning_stands_in_the_schema(
    schema: Schema, knowledge: Knowledge
) -> None:
    valid = Draft202012Validator(schema).is_valid
    for words in (
        seen(ALSFRS_Walking=3),
        seen(weight_kg="64,5"),
        listed("equipment", CANE | {"item": "walking stick"}),
    ):
        assert not valid(words) and valid(in_our_words(words, knowledge))


def test_of_the_small_intakes_many_are_read_and_many_are_not(knowledge: Knowledge) -> None:
    whole = [problems(small_intake(knowledge, Random(seed)), knowledge) for seed in range(200)]
    assert sum(not said for said in whole) > 150
    broken = [
        problems(spoilt(small_intake(knowledge, chance := Random(seed)), chance), knowledge) for seed in range(200)
    ]
    assert 100 < sum(bool(said) for said in broken) < 190


PLANTED: dict[str, Callable[[Schema], Any]] = {
    "schema asked for": lambda made: made["required"].append("schema"),
    "facts at the top": lambda made: made["properties"].update(facts={}),
    "any key of a patient": lambda made: made["properties"]["patient"].update(additionalProperties=True),
    "since of any kind": lambda made: made["properties"]["equipment"]["items"]["properties"].update(since={}),
    "topics only as text": lambda made: made["properties"]["preferences"]["properties"].update(
        print_topics_held_back={"type": "string"}
    ),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_in_the_schema_would_be_found(mistake: str, knowledge: Knowledge) -> None:
    wrong = schema_of("intake", knowledge)
    PLANTED[mistake](wrong)
    assert next(disagreements(wrong, knowledge), None) is not None


@pytest.mark.parametrize("why", BEYOND)
def test_what_a_schema_cannot_say_is_said_by_the_reader(why: str, schema: Schema, knowledge: Knowledge) -> None:
    row = BEYOND[why]
    assert Draft202012Validator(schema).is_valid(row.example)
    said = problems(row.example, knowledge)
    assert said and all(re.search(row.said, one) and is_beyond(one, row.example) for one in said)


# --- named one by one ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "intake",
    [
        person(),
        person(schema=None),
        person(schema="als-planner/intake/1"),
        person(visits=None, team=None, equipment=None, quotes=None, preferences=None, review=None),
        {"patient": {"id": 17, "name": None, "language": "", "country": {"value": "DE", "note": "moved"}}},
        {"patient": {"id": "x", "symptom_onset_date": "2025-06", "stage_by_therapist": 3.0}},
        person(preferences={"print_topics_held_back": ["money", "end_of_life"]}),
        person(preferences={"print_topics_held_back": "money|end_of_life"}),
        person(preferences={"print_topics_held_back": {"value": ["money"], "on": "2026-11"}, "look_ahead": None}),
        person(preferences={"helper_may_see_more": "yes", "not_now": {"value": ["cane"], "note": "later"}}),
        person(preferences={"helper_may_see_more": None, "not_now": None, "first": None}),
        person(preferences={"first": {"value": ["energy"], "note": "she said so", "on": "2026-11"}}),
        seen(print_topics_held_back=["money"]),
        seen(fvc_pct={"value": 80, "note": "with mask", "on": "2026-10-02"}),
        seen(fvc_pct={"value": None, "note": None, "on": None}),
        seen(fvc_pct="86.5 % predicted", weight_kg="64kg", pcf_l_min="4.5 L/s", mip_cmh2o="-45 cmH2O"),
        seen(mip_cmh2o=-45, mrc_grip_left="4-", mrc_grip_right="+3", paco2_mmhg=6.2, pain_worst_0_10="3 0-10"),
        seen(foot_drop="yes", foot_drop_left=False, niv_start_date="2026-05", alsfrs_walking=3.0),
        listed("visits", visit("2026-11", falls_1mo=0)),
        listed("equipment", CANE | {"since": "2026-09-01", "until": None}),
        listed("quotes", OFFER | {"lead_days": {"min": 1, "typical": 2.0, "longest": 3}, "buy": None}),
    ],
)
def test_both_accept(intake: dict[str, Any], schema: Schema, knowledge: Knowledge) -> None:
    assert problems(intake, knowledge) == []
    assert [error.message for error in Draft202012Validator(schema).iter_errors(intake)] == []


@pytest.mark.parametrize(
    "intake",
    [
        person(facts={"alsfrs_walking": 3}),
        person(facts=None),
        {"patient": {"id": "x", "zzz": None}},
        {"patient": {"id": "x\n"}},
        {"patient": {"id": "x", "language": 0}},
        {"patient": {"id": "x", "language": False}},
        {"patient": {"id": "x", "visit_date": "2026-11-20"}},
        person(preferences={"zzz": None}),
        person(preferences={"helper_may_see_more": 1}),
        person(preferences={"helper_may_see_more": {"value": True, "zzz": None}}),
        person(preferences={"print_topics_held_back": ["money", "pets"]}),
        person(preferences={"print_topics_held_back": "money|pets"}),
        person(preferences={"print_topics_held_back": [None]}),
        person(preferences={"print_topics_held_back": ["money"] * 1001}),
        person(review={"by": "", "zzz": None}),
        seen(),
        seen(zzz=None),
        seen(stage=None),
        seen(stage="3"),
        seen(alsfrs_walking=False),
        seen(alsfrs_walking=2.5),
        seen(alsfrs_walking=5),
        seen(fvc_pct={"note": "unable"}),
        seen(fvc_pct={"value": 80, "zzz": None}),
        seen(foot_drop_left=0),
        seen(foot_drop_middle=True),
        seen(niv_start_date="1899-12"),
        seen(niv_start_date="2026-13"),
        seen(niv_start_date=2026),
        listed("visits", visit(None, falls_1mo=0)),
        listed("visits", visit(falls_1mo=0) | {"zzz": None}),
        listed("team", {"role": "clinic", "zzz": None}),
        listed("equipment", CANE | {"since": 0}),
        listed("equipment", CANE | {"since": "0"}),
        listed("equipment", CANE | {"since": "1725148800"}),
        listed("equipment", CANE | {"until": "1026-09-01"}),
        listed("equipment", CANE | {"since": "2026-09-01T00:00:00"}),
        listed("quotes", OFFER | {"on": False}),
        listed("quotes", OFFER | {"buy": False}),
        listed("quotes", OFFER | {"lead_days": {"min": False, "typical": 2, "longest": 3}}),
        listed("quotes", OFFER | {"lead_days": {"min": "1", "typical": 2, "longest": 3}}),
        listed("team", *[{"role": "clinic"}] * 1001),
    ],
)
def test_both_refuse(intake: dict[str, Any], schema: Schema, knowledge: Knowledge) -> None:
    assert problems(intake, knowledge) != []
    assert not Draft202012Validator(schema).is_valid(intake)
