"""A weight in pounds beside one in kilograms, and a date of birth that cannot be: asked about, and nothing hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from people import TODAY, told
from rule_files import spoilt_base

from planner import IntakeError, assess, make_plan
from planner.assessment.derive import facts_today
from planner.language.data_notes import data_notes
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import intake_as_json, written_anew
from planner.reading.supposed import read_facts
from planner.record.plan_json import plan_as_json

SCORES = {"alsfrs_walking": 3, "alsfrs_swallowing": 4, "alsfrs_speech": 4}


def visits(*days: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"patient": {"id": "invented"}, "visits": [{"on": day, "facts": dict(facts)} for day, facts in days]}


def held(found: Any) -> set[tuple[str, Any]]:
    """The weights that are used."""
    return {(seen.fact, seen.value) for seen in found.observations if "weight" in seen.fact}


# --- two weights in two units -------------------------------------------------------------------------------------


def test_a_usual_weight_in_pounds_beside_kilograms_is_asked_about_and_no_danger_sign(
    read: Any, knowledge: Knowledge
) -> None:
    def plan(facts: Mapping[str, Any]) -> Any:
        return make_plan(assess(read(told({**SCORES, **facts})), knowledge, today=TODAY), knowledge)

    odd, without = plan({"weight_kg": 64, "usual_weight_kg": 141}), plan({"weight_kg": 64})
    assert odd.intake.to_confirm == (
        "Weight before the illness (2026-11-20): 141 looks like lb beside 64 kg (Weight, 2026-11-20). It would be 64 kg, "
        "and is not used until someone confirms it; write 64 kg or 141 kg.",
    )
    assert odd.intake.to_confirm[0] in plan_as_json(odd)["data_notes"]
    assert (odd.items, odd.red_flags) == (without.items, without.red_flags)
    assert not facts_today(odd.intake, knowledge, TODAY).value("weight_loss_pct").known
    confirmed = plan({"weight_kg": 64, "usual_weight_kg": "141 kg"})
    assert {flag.id for flag in confirmed.red_flags} > {flag.id for flag in without.red_flags}, (
        "told in its unit it counts"
    )


@pytest.mark.parametrize(
    ("facts", "used"),
    [
        ({"weight_kg": 141, "usual_weight_kg": 64}, {("usual_weight_kg", 64)}),  # whichever of the two is in pounds
        ({"weight_kg": "141", "usual_weight_kg": "64 kg"}, {("usual_weight_kg", 64)}),
        ({"weight_kg": "141 kg", "usual_weight_kg": 64}, {("weight_kg", 141), ("usual_weight_kg", 64)}),
        ({"weight_kg": {"value": "141 kg"}, "usual_weight_kg": 64}, {("weight_kg", 141), ("usual_weight_kg", 64)}),
        ({"weight_kg": 64, "usual_weight_kg": "141 lb"}, {("weight_kg", 64), ("usual_weight_kg", 63.96)}),
        ({"weight_kg": 60, "usual_weight_kg": 158.7}, {("weight_kg", 60)}),  # a fifth lost, and in pounds
        ({"weight_kg": 60, "usual_weight_kg": 159}, {("weight_kg", 60), ("usual_weight_kg", 159)}),
        ({"weight_kg": 60, "usual_weight_kg": 105.9}, {("weight_kg", 60)}),
        ({"weight_kg": 60, "usual_weight_kg": 105.7}, {("weight_kg", 60), ("usual_weight_kg", 105.7)}),
        ({"weight_kg": 60, "usual_weight_kg": 60}, {("weight_kg", 60), ("usual_weight_kg", 60)}),
    ],
)
def test_the_larger_of_two_weights_waits_unless_its_unit_was_written(
    read: Any, knowledge: Knowledge, facts: dict[str, Any], used: set[tuple[str, Any]]
) -> None:
    found = read(told(facts))
    assert held(found) == used
    assert len(found.to_confirm) == len(facts) - len(used)
    assert read(written_anew(found, knowledge)).observations == found.observations, "written again it carries its unit"


def test_weights_of_two_visits_are_held_against_each_other_within_a_year(read: Any) -> None:
    def used(first: str, weight: Any = 68) -> set[tuple[str, Any]]:
        return held(read(visits((first, {"weight_kg": weight}), ("2026-11-20", {"weight_kg": 148, **SCORES}))))

    assert used("2026-09-01") == used("2025-11-20") == {("weight_kg", 68)}
    assert used("2025-11-19") == {("weight_kg", 68), ("weight_kg", 148)}
    assert used("2026-09-01", 148) == {("weight_kg", 148)}
    swapped = read(visits(("2026-09-01", {"weight_kg": 148}), ("2026-11-20", {"weight_kg": 67, **SCORES})))
    assert held(swapped) == {("weight_kg", 67)}
    assert "Weight (2026-09-01): 148 looks like lb beside 67 kg (Weight, 2026-11-20)." in swapped.to_confirm[0]


def test_what_was_asked_about_stands_in_the_paper_and_is_asked_again(read: Any, knowledge: Knowledge) -> None:
    found = read({**told({"weight_kg": 64, "usual_weight_kg": 141}), "schema": "als-planner/intake/1"})
    assert replace(read(intake_as_json(found, knowledge)), source=None) == replace(found, source=None)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            "beside: {facts: [weight_kg, usual_weight_kg]",
            "beside: {facts: [weight_kg, usual_wieght_kg]",
            "weight_kg → also_as → beside: I do not know the fact 'usual_wieght_kg'. Did you mean 'usual_weight_kg'?",
        ),
        (
            "unit: lb, times: 0.45359237,",
            "unit: lb,",
            "weight_kg → also_as: Value error, With beside goes times, below one",
        ),
        ("also_as: {at_most: 9, unit", "also_as: {unit", "fvc_pct → also_as: Value error, Say at_most or beside"),
    ],
)
def test_another_unit_that_cannot_be_told_is_refused(tmp_path: Path, was: str, now: str, said: str) -> None:
    found = spoilt_base(tmp_path / "base", "facts.yaml", was, now)
    assert [problem for problem in found if said in problem.what], found


# --- a date of birth ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("2026-03-04", "2026-03-04 makes an age of 0 years on 2026-11-20; 18 to 110 can be."),
        ("2026-11", "2026-11-15 makes an age of 0 years on 2026-11-20; 18 to 110 can be."),
        ("2062-05-03", "2062-05-03 lies after 2026-11-20; 18 to 110 can be."),
        ("2008-11-21", "2008-11-21 makes an age of 17 years on 2026-11-20; 18 to 110 can be."),
        ("1915-11-20", "1915-11-20 makes an age of 111 years on 2026-11-20; 18 to 110 can be."),
    ],
)
def test_a_date_of_birth_that_gives_no_possible_age_is_asked_about_and_not_used(
    read: Any, knowledge: Knowledge, born: str, said: str
) -> None:
    source = {**told(SCORES), "patient": {"id": "x", "birth_date": born}}
    found = read(source)
    assert found.to_confirm == (f"Date of birth: {said} It is not used; please check it and write the right date.",)
    assert not facts_today(found, knowledge, TODAY).value("age_years").known
    kept = intake_as_json(found, knowledge)
    assert kept["patient"]["birth_date"] == born and read(kept).to_confirm == found.to_confirm


@pytest.mark.parametrize(("born", "age"), [("2008-11-20", 18), ("1915-11-23", 110)])
def test_an_age_at_either_end_is_used(read: Any, knowledge: Knowledge, born: str, age: int) -> None:
    found = read({**told(SCORES), "patient": {"id": "x", "birth_date": born}})
    assert facts_today(found, knowledge, TODAY).value("age_years").low == age
    assert found.to_confirm == ()


def test_a_date_of_birth_that_is_no_date_is_still_refused(refused: Any) -> None:
    found = refused({**told(SCORES), "patient": {"id": "x", "birth_date": "2026-02-30"}})
    assert found == [
        "intake: patient → birth_date: '2026-02-30' is not a date. Write it as year-month-day, for example 2026-11-20."
    ]


# --- worked out, and unusual --------------------------------------------------------------------------------------


def notes(read: Any, knowledge: Knowledge, facts: Mapping[str, Any], **patient: Any) -> list[str]:
    source = {**told({**SCORES, **facts}), "patient": {"id": "x", **patient}}
    plan = make_plan(assess(read(source), knowledge, today=TODAY), knowledge)
    assert not plan.intake.to_confirm
    found = list(data_notes(plan, load_words("en")))
    assert plan_as_json(plan)["data_notes"] == found
    return found


ITEMS = ("speech", "salivation", "swallowing", "handwriting", "cutting", "dressing", "turning", "walking", "stairs")
HALF = {f"alsfrs_{item}": 2 for item in (*ITEMS, "dyspnea", "orthopnea")} | {"alsfrs_respiratory": 4}


@pytest.mark.parametrize(
    ("facts", "patient", "said"),
    [
        (
            {"weight_kg": 63, "usual_weight_kg": 80},
            {},
            "Weight lost from usual weight: 21.2 % is unusual. It is used; please check the answers behind it: "
            "Weight: 63 kg (20 Nov 2026); Weight before the illness: 80 kg.",
        ),
        (
            {"fvc_pct": 90, "fvc_supine_pct": 30},
            {},
            "Fall in vital capacity from sitting to lying: 66.7 % is unusual. It is used; please check the answers behind "
            "it: Forced vital capacity (upright): 90 % predicted (20 Nov 2026); Forced vital capacity lying flat: 30 % "
            "predicted (20 Nov 2026).",
        ),
        (
            {**HALF, "tube_feeding_over_half": False},
            {"symptom_onset_date": "2026-06-20"},
            "ALSFRS-R points lost a month: 4.38 points/month is unusual. It is used; please check the answers behind it: "
            "When the first weakness was noticed: 20 Jun 2026; ALSFRS-R total: 26 (20 Nov 2026).",
        ),
        (
            {},
            {"birth_date": "1932-01-01"},
            "Age: 94 years is unusual. It is used; please check the answers behind it: Date of birth: 1 Jan 1932.",
        ),
    ],
)
def test_what_is_worked_out_and_unusual_is_used_and_asked_about(
    read: Any, knowledge: Knowledge, facts: Mapping[str, Any], patient: Mapping[str, Any], said: str
) -> None:
    assert notes(read, knowledge, facts, **patient) == [said]


def test_what_is_worked_out_and_usual_needs_no_word(read: Any, knowledge: Knowledge) -> None:
    usual = {"weight_kg": 64, "usual_weight_kg": 80, "fvc_pct": 63, "fvc_supine_pct": 60}
    assert notes(read, knowledge, usual, birth_date="1961-05-03", symptom_onset_date="2025-06-20") == []


def test_a_fact_supposed_on_the_command_line_may_carry_the_other_unit(knowledge: Knowledge) -> None:
    assert read_facts(["usual_weight_kg=141 lb"], knowledge, TODAY) == {"usual_weight_kg": 63.96}


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (
            "fvc_pct=0.86",
            "fvc_pct: Forced vital capacity (upright): 0.86 looks like a fraction or litres. It is not used",
        ),
        ("birth_date=2026-03-01", "birth_date: Date of birth: 2026-03-01 makes an age of 0 years"),
        ("alsfrs_walking=", "alsfrs_walking: There is no value of today in this. Write alsfrs_walking=value."),
        ("alsfrs_walking=null", "alsfrs_walking: There is no value of today in this."),
        ("alsfrs_walking={value: 1, on: 2026-01-05}", "alsfrs_walking: There is no value of today in this."),
        ("fvc_pct=a\x1bb", "fvc_pct: 'a\\u001bb' cannot be read. Write one plain value."),
        ("fvc_pct=[1", "fvc_pct: '[1' cannot be read. Write one plain value."),
    ],
)
def test_a_supposed_value_that_is_not_used_is_said(knowledge: Knowledge, pair: str, said: str) -> None:
    with pytest.raises(IntakeError) as error:
        read_facts([pair], knowledge, TODAY)
    (problem,) = error.value.problems
    assert problem.removeprefix("--set: ").startswith(said) and problem.isprintable()


def test_a_supposed_fact_is_understood_by_a_word_of_the_clinic_as_in_an_intake(knowledge: Knowledge) -> None:
    assert read_facts(["ALSFRS_Walking=2", "alsfrs_walking = 2"], knowledge, TODAY) == {"alsfrs_walking": 2}


@pytest.mark.parametrize("name", ["pcf_l_min", "pcf_assisted_l_min"])
def test_a_cough_flow_in_litres_a_second_is_asked_about_helped_or_not(
    read: Any, knowledge: Knowledge, name: str
) -> None:
    (said,) = read(told({name: 4.5})).to_confirm
    assert "4.5 looks like L/s, which would be 270 L/min. It is not used" in said
    question = knowledge.vocabulary[name].question
    assert read(told({name: "4.5 L/min"})).to_confirm == (
        f"{question}: 4.5 L/min is unusual. It is used; please check it.",
    )
