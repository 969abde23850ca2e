"""The form comes back: filled in on a screen by another program, it is read value for value, with the same checks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from fillable_forms import form_pdf
from people import DEMO, TODAY
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from planner import read_intake
from planner.commands.cli import cli
from planner.model.knowledge import Knowledge
from planner.reading.strict_yaml import read_text
from planner.record.earlier import open_pdf
from planner.record.form_fields import MOST_FIELDS, fields_in, holds_form, intake_of_fields

DAY = ("--today", "2026-11-22")
ANSWERS = {
    "id": "ben-1", "name": "Invented Ben", "visit_date": "20 Nov 2026", "symptom_onset_date": "June 2025",
    "alsfrs_walking": "/2", "alsfrs_speech": "/4", "fvc_pct": "64,5", "fvc_pct on": "2026-10-02", "foot_drop_left": "/yes",
    "foot_drop_right": "/no", "walking_help": "/rollator", "weak_cough": "/not_known", "what_matters": "Soup\non Sunday",
    "equipment_status_rollator": "/in_use", "equipment_status_rollator since": "2026-09-01", "thing 1 item": "Hoyer lift",
    "thing 1": "/ordered", "team 1 role": "ALS clinic", "team 1 phone": "555-0142", "not_now": "power chair; cane",
    "print_topics_held_back money": "/yes", "helper_may_see_more": "/yes", "look_ahead": "/12_months", "language": "/es",
}  # fmt: skip


def by_another_program(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """The form with its fields filled in."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf)))
    for sheet in writer.pages:
        if "/Annots" in sheet:
            writer.update_page_form_field_values(sheet, dict(answers), auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def filled(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "filled.pdf"
    path.write_bytes(by_another_program(form_pdf(knowledge), ANSWERS))
    return path


def test_a_form_filled_in_by_another_program_is_read_value_for_value(filled: Path, knowledge: Knowledge) -> None:
    told = open_pdf(str(filled)).intake
    assert told is not None
    found = read_intake(told, knowledge, TODAY)
    values = {seen.fact: (seen.value, seen.on.isoformat()) for seen in found.observations}
    visit = "2026-11-20"
    assert values == {
        "alsfrs_walking": (2, visit), "alsfrs_speech": (4, visit), "fvc_pct": (64.5, "2026-10-02"),
        "foot_drop_left": (True, visit), "foot_drop_right": (False, visit), "walking_help": ("rollator", visit),
        "what_matters": ("Soup\non Sunday", visit), "look_ahead": ("12_months", visit), "print_topics_held_back": ("money", visit),
        "equipment_status_rollator": ("in_use", visit), "equipment_status_floor_lift": ("ordered", visit),
        "symptom_onset_date": (values["symptom_onset_date"][0], visit),
    }  # fmt: skip
    assert (found.id, found.name, found.language, found.team[0].phone) == ("ben-1", "Invented Ben", "es", "555-0142")
    assert found.preferences.not_now == ("power_wheelchair", "cane") and found.preferences.helper_may_see_more
    assert told["visits"][0]["facts"]["weak_cough"] is None, "not known, and never no"


def test_open_plan_and_start_read_it(filled: Path, knowledge: Knowledge) -> None:
    run = CliRunner().invoke
    opened = run(cli, ["open", str(filled)])
    assert read_text(opened.stdout, "opened").value["visits"][0]["facts"]["alsfrs_walking"] == 2
    planned = run(cli, ["plan", str(filled), "--format", "json", *DAY])
    assert planned.exit_code == 0 and '"id": "light_ankle_brace_leaf_spring"' in planned.stdout
    begun = run(cli, ["start", str(filled), *DAY], input="\nstop\n")
    assert begun.exit_code == 0, begun.output
    made = read_intake(filled.with_name("ben-1.yaml"), knowledge, TODAY)
    told = open_pdf(str(filled)).intake
    assert told is not None and made.observations == read_intake(told, knowledge, TODAY).observations
    assert run(cli, ["start", str(filled), *DAY], input="").exit_code == 5, "no file is written over"


def test_what_a_form_says_wrong_is_refused_as_in_any_intake(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "ben-2.pdf"  # a short form has no line for the id: the file is named after the person
    answers = {"falls_3mo": "many", "alsfrs_speech": "/4"}
    path.write_bytes(by_another_program(form_pdf(knowledge, short=True), answers))
    result = CliRunner().invoke(cli, ["plan", str(path), *DAY])
    assert result.exit_code == 3
    assert "falls_3mo: 'many' does not fit here." in result.stderr
    assert "visits → 0 → on: '' is not a date." in result.stderr and "patient" not in result.stderr


@pytest.mark.slow
def test_a_form_filled_from_an_intake_holds_the_same_values(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "rosa.pdf"
    path.write_bytes(by_another_program(form_pdf(knowledge, filled=True), {"visit_date": "2026-11-20"}))
    told = open_pdf(str(path)).intake
    assert told is not None
    new, old = read_intake(told, knowledge, TODAY), read_intake(DEMO, knowledge, TODAY)
    newest = {seen.fact: seen.value for seen in sorted(old.observations, key=lambda seen: seen.on)}
    assert {seen.fact: seen.value for seen in new.observations} == newest
    assert (new.team, [(one.item, one.status, one.since) for one in new.equipment]) == (
        old.team, [(one.item, one.status, one.since) for one in old.equipment],
    )  # fmt: skip


def test_every_question_is_one_field_with_a_name_that_is_read_aloud(knowledge: Knowledge) -> None:
    fields = pypdf.PdfReader(io.BytesIO(form_pdf(knowledge))).get_fields() or {}
    asked = {
        name for f in knowledge.vocabulary.facts.values() if f.origin != "derived" and not f.family for name in f.ids
    }
    missing = asked - set(fields) - {"print_topics_held_back"}
    assert missing == set()
    assert all(field.get("/TU") for field in fields.values())
    assert set(fields["alsfrs_walking"]["/_States_"]) - {"/Off"} == {"/0", "/1", "/2", "/3", "/4", "/not_known"}


def test_the_same_form_has_the_same_bytes(knowledge: Knowledge) -> None:
    short = form_pdf(knowledge, short=True)
    form_pdf.cache_clear()
    assert form_pdf(knowledge, short=True) == short


def test_fields_of_a_stranger_are_bounded() -> None:
    def field(name: str, value: str, **more: Any) -> DictionaryObject:
        told = {NameObject("/T"): TextStringObject(name), NameObject("/V"): TextStringObject(value)}
        return DictionaryObject({**told, **{NameObject(f"/{key}"): one for key, one in more.items()}})

    def form(*fields: DictionaryObject) -> DictionaryObject:
        return DictionaryObject(
            {NameObject("/AcroForm"): DictionaryObject({NameObject("/Fields"): ArrayObject(fields)})}
        )

    assert not holds_form(form(field("tax", "1"))) and fields_in(form(field("tax", "1"))) == {}
    ours = form(field("alsfrs_speech", "x" * 99_999))
    assert holds_form(ours) and len(fields_in(ours)["alsfrs_speech"]) == 5000
    assert (
        len(fields_in(form(*(field(f"n{at}", "1") for at in range(MOST_FIELDS * 2)), field("alsfrs_speech", "4"))))
        <= MOST_FIELDS
    )
    circle = field("alsfrs_speech", "4")
    circle[NameObject("/Kids")] = ArrayObject([circle])
    assert len(fields_in(form(circle))) <= 1


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        (
            {"alsfrs_speech": "4", "tug_s": "12.5", "fvc_pct": "64,5"},
            {"alsfrs_speech": 4, "tug_s": 12.5, "fvc_pct": "64,5"},
        ),
        ({"fvc_pct": "", "weak_cough": "not_known"}, {"weak_cough": None}),
        ({"fvc_pct on": "2026-11-20"}, {}),
        ({"thing 1": "ordered", "team 2 phone": "5"}, {}),
    ],
)
def test_fields_become_facts(fields: dict[str, str], facts: dict[str, Any]) -> None:
    made = intake_of_fields(fields, "ben-1-form.pdf")
    assert made["patient"] == {"id": "ben-1"}
    assert made["visits"][0]["facts"] == facts and "equipment" not in made and "team" not in made
