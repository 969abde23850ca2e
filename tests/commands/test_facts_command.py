"""Every name can be found: by a word, a group, a question of the form or a name of others; and an empty intake can be filled in."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from people import TODAY

from planner import read_intake
from planner.commands.cli import cli
from planner.language.commented_intake import blank, commented
from planner.language.fact_words import group_name
from planner.language.words import load_words
from planner.model.knowledge import Knowledge
from planner.pages.form.numbers import form_numbers
from planner.reading.strict_yaml import read_text


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_every_name_is_listed_with_what_may_be_written(knowledge: Knowledge) -> None:
    said = run("facts").stdout
    for fact in knowledge.vocabulary.facts.values():
        assert (fact.origin != "derived") == (f"  {fact.question} (" in said), fact.id
        assert fact.origin == "derived" or f"  {fact.ids[0] if not fact.family else fact.id}" in said, fact.id
    assert all(f"  {thing.id}  {thing.name}" in said for thing in knowledge.equipment.values())
    assert "alsfrs_walking  Walking (0 to 4 points)" in said
    assert "walking_help  Most help usually needed to walk indoors (none, brace_only, cane_or_poles," in said


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("alsfrs_walking", ("0 to 4 points", "1: legs useful but no walking", "on the form", "Q8_Walking")),
        ("Q8_Walking", ("alsfrs_walking  Walking",)),
        ("foot drop", ("foot_drop_left, foot_drop_right", "counts as not known after 3 months")),
        ("strength", ("mrc_grip_left, mrc_grip_right  Strength: grip (0 to 5 MRC grade)",)),
        ("low_mood", ("told in confidence",)),
        ("Hoyer lift", ("floor_lift  Floor lift with slings", "also understood: hoyer")),
        ("walker", ("'walker' has another name here: rollator.", "rollator  Rolling walker")),
        ("cpap", ("'cpap' has no place here. CPAP is no bilevel machine.", "cpap_used_or_offered")),
        ("equipment", ("power_wheelchair  Power wheelchair", "floor_lift")),
    ],
)
def test_a_word_finds_its_names(word: str, lines: tuple[str, ...]) -> None:
    result = run("facts", word)
    assert result.exit_code == 0 and all(line in result.stdout for line in lines), result.output


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("walking", ("  alsfrs_walking  Walking (0 to 4 points)", "walking_help, ")),
        ("AFO", ("  ankle_brace_carbon  Light carbon ankle brace",)),
        ("hips", ("mrc_hip_flexion_left, mrc_hip_flexion_right",)),
        ("lift foot", ("mrc_ankle_dorsiflexion_left, mrc_ankle_dorsiflexion_right",)),
        ("wheel chair", ("  power_wheelchair  Power wheelchair",)),
        ("walker", ("As an answer to walking_help, 'walker' has another name here: rollator.",)),
    ],
)
def test_a_word_finds_what_somebody_may_look_for(word: str, lines: tuple[str, ...]) -> None:
    """Other names with the word too, words in any order, one or many, and what a word may mean; no gap on the screen."""
    result = run("facts", word)
    assert result.exit_code == 0 and all(line in result.stdout for line in lines), result.output
    assert "\n\n\n" not in result.stdout


def test_a_number_of_the_paper_form_finds_its_question(knowledge: Knowledge) -> None:
    number = form_numbers(knowledge)["alsfrs_walking"]
    lines = run("facts", number).stdout.splitlines()
    assert lines[1].startswith("  alsfrs_walking  Walking") and f"      question {number} on the form" in lines


def test_a_word_that_finds_nothing_names_the_nearest() -> None:
    result = run("facts", "rollatr")
    assert result.exit_code == 2 and "Did you mean 'rollator'?" in result.stderr


def test_what_is_found_is_data_too(knowledge: Knowledge) -> None:
    found = json.loads(run("facts", "foot_drop", "--json").stdout)
    (fact,) = found["facts"]
    assert fact["written_as"] == ["foot_drop_left", "foot_drop_right"]
    assert (fact["kind"], fact["sides"], fact["number_on_form"]) == (
        "yes_no",
        True,
        form_numbers(knowledge)["foot_drop"],
    )
    everything = json.loads(run("facts", "--json").stdout)
    assert len(everything["equipment"]) == len(knowledge.equipment)


def test_every_group_has_a_name(knowledge: Knowledge) -> None:
    words = load_words("en")
    assert all(group_name(f, words) for f in knowledge.vocabulary.facts.values() if f.origin != "derived")


def test_the_blank_intake_has_every_question_and_knows_nothing(knowledge: Knowledge) -> None:
    text = blank(knowledge, TODAY)
    assert run("demo", "--intake", "--blank", "--today", "2026-11-22").stdout == text
    found = read_intake(read_text(text, "blank").value, knowledge, TODAY)
    assert (found.observations, found.told, found.visits) == ((), (), (TODAY,))
    for fact in knowledge.vocabulary.facts.values():
        if fact.origin != "derived" and fact.id != "visit_date" and not fact.family:
            names = [name for name in fact.ids if f" {name}: {'null ' if fact.core else ' #'}" in text]
            assert names == list(fact.ids), fact.id
    assert run("demo", "--blank").exit_code == 2


def test_opened_remarks_of_the_blank_intake_are_read(knowledge: Knowledge) -> None:
    text = blank(knowledge, TODAY).replace("# tug_s:  #", "tug_s: 12.5  #").replace("# country:  #", "country: US  #")
    found = read_intake(read_text(text, "blank").value, knowledge, TODAY)
    assert {seen.fact for seen in found.observations} == {"tug_s", "country"}


def test_a_commented_intake_reads_back_value_for_value(knowledge: Knowledge) -> None:
    told = {
        "schema": "als-planner/intake/1",
        "patient": {"id": "x", "name": "Invented # Name", "country": "US", "sex": None},
        "preferences": {"what_matters": "Soup: on Sunday", "not_now": ["power_wheelchair"]},
        "team": [{"role": "ALS clinic", "phone": "0142"}],
        "visits": [
            {"on": "2026-08-20", "facts": {"alsfrs_walking": 4}},
            {"on": "2026-11-20", "facts": {"alsfrs_walking": 3, "tug_s": {"value": 12.5, "note": "two\nlines"}}},
        ],
        "equipment": [{"item": "cane", "status": "in_use"}],
    }  # fmt: skip
    text = commented(told, knowledge)
    found = read_text(text, "text")
    assert found.problems == []
    last = {name: value for name, value in found.value["visits"][1]["facts"].items() if value is not None}
    assert last == told["visits"][1]["facts"] and found.value["visits"][0] == told["visits"][0]
    assert {k: v for k, v in found.value["patient"].items() if v is not None} == {
        "id": "x",
        "name": "Invented # Name",
        "country": "US",
    }
    assert all(found.value[part] == told[part] for part in ("team", "equipment"))
    assert found.value["preferences"]["what_matters"] == "Soup: on Sunday"
