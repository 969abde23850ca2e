"""No sign turns a telephone number round, stops a page or moves a cursor: one cleaned type for every text field."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_text import fullest
from people import TODAY
from pydantic import BaseModel
from pydantic.fields import FieldInfo

# Imported so that every shape there is stands among the subclasses of its base.
import planner.language.translations
import planner.record.shapes
from planner import IntakeError, assess, compose, load_knowledge, make_plan
from planner.curation.language_manner import Glossary
from planner.model.errors import Problem, printable
from planner.model.facts import Fact
from planner.model.intake import IntakePart
from planner.model.knowledge import Knowledge
from planner.model.shapes import Shape
from planner.model.text import CLEANED, ON_ONE_LINE, clean, one_line
from planner.model.units import AlsoAs, Beside
from planner.reading.intake import sign_off
from planner.reading.stages import read_knowledge

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROL = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
SPOILT = [f"555-{sign}0142" for sign in (*TURNING, "\ud800", "\ufffe")] + [f"555-0142{sign}" for sign in CONTROL]


# --- every field ----------------------------------------------------------------------------------------------


def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        if one.__module__.startswith("planner."):
            yield one
            yield from below(one)


MODELS = sorted(
    {Fact, AlsoAs, Beside, *below(Shape), *below(IntakePart), *below(planner.record.shapes.PartTold)}, key=str
)


def loose_texts(kind: Any, said: tuple[Any, ...] = ()) -> bool:
    """Whether a type lets text in that is neither cleaned nor held to a pattern."""
    if kind is str:
        cleans = CLEANED in said or ON_ONE_LINE in said
        return not cleans and not any(isinstance(one, FieldInfo) and "pattern" in str(one.metadata) for one in said)
    if get_origin(kind) is Literal:
        return False
    metadata = getattr(kind, "__metadata__", ())
    if metadata:
        return loose_texts(kind.__origin__, (*metadata, *said))
    inner = get_args(kind)
    keys = 1 if getattr(get_origin(kind), "__name__", "") in ("Mapping", "dict") else 0  # a key is a name of ours
    return any(loose_texts(one, said) for one in inner[keys:])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_every_text_field_is_cleaned_or_held_to_a_pattern(model: type[BaseModel]) -> None:
    hints = get_type_hints(model, include_extras=True)
    held = {name for name, field in model.model_fields.items() if "pattern" in str(field.metadata)}
    assert [name for name in model.model_fields if name not in held and loose_texts(hints[name])] == []


def test_a_field_of_bare_text_is_found() -> None:
    assert loose_texts(str) and loose_texts(tuple[str, ...]) and loose_texts(str | None) and loose_texts(dict[str, str])
    assert len(MODELS) > 50 and Glossary in MODELS


# --- what is taken out ------------------------------------------------------------------------------------------


@given(st.text(st.characters(), max_size=60))
def test_what_is_cleaned_holds_no_sign_that_turns_moves_or_cannot_be_printed(text: str) -> None:
    said = clean(text)
    assert not set(said) & set(TURNING)
    assert {unicodedata.category(sign) for sign in said if sign != "\n"}.isdisjoint({"Cc", "Cs", "Cn", "Zl", "Zp"})
    assert clean(said) == said == said.strip()
    assert "\n" not in one_line(text)
    said.encode("utf-8")


def test_letters_of_every_script_and_lines_stay() -> None:
    text = "Ana\u0303 \u05e9\u05dc\u05d5\u05dd \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\u2695\ufe0f 日本語\nsecond line"
    assert clean(text) == unicodedata.normalize("NFC", text)
    assert clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"
    assert one_line("a\nb") == "a b"


@pytest.mark.parametrize("phone", SPOILT, ids=ascii)
def test_a_number_prints_as_it_was_typed_and_the_therapist_is_told(read: Any, phone: str) -> None:
    intake = read({"patient": {"id": "x"}, "team": [{"role": "Clinic", "phone": phone}]})
    assert intake.team[0].phone == "555-0142"
    said = "Clinic: signs that cannot be printed were taken out of the number; 555-0142 is used."
    assert intake.told == (() if phone.strip() == "555-0142" else (said,))


SPOILT_TEXT = "A\u202e B\x0b\x1b\ud800C"


def everywhere() -> dict[str, Any]:
    """An intake with spoilt text wherever text can stand."""
    told, open_ = {"value": 270, "note": SPOILT_TEXT}, {"value": None, "note": SPOILT_TEXT}
    return {
        "patient": {"id": "x", "name": SPOILT_TEXT, "country": "US"},
        "preferences": {"what_matters": SPOILT_TEXT},
        "team": [{"role": SPOILT_TEXT, "name": SPOILT_TEXT, "phone": SPOILT_TEXT, "when": SPOILT_TEXT}],
        "visits": [
            {
                "on": "2026-11-20",
                "facts": {"pcf_l_min": told, "mep_cmh2o": open_, "fvc_pct": "70\u202e\x0b", "alsfrs_walking": 1},
            }
        ],
        "equipment": [{"item": "rollator", "status": "borrowed", "route": SPOILT_TEXT, "note": SPOILT_TEXT}],
        "quotes": [{"item": "rollator", "route": SPOILT_TEXT, "currency": "U\u202eSD\x0b", "buy": 10}],
        "review": {"by": SPOILT_TEXT, "on": "2026-11-20"},
    }


def test_no_text_of_an_intake_reaches_a_page_uncleaned(read: Any, knowledge: Knowledge) -> None:
    intake = read(everywhere())
    assert not set("".join([*intake.told, *intake.to_confirm])) & {*TURNING, "\x0b", "\x1b", "\ud800"}
    assert json.dumps(intake.source, ensure_ascii=False).encode("utf-8")
    plan = make_plan(assess(intake, knowledge, today=TODAY), knowledge)
    for kind in ("family", "therapist", "equipment", "fridge"):
        html = fullest(compose(plan, kind))
        assert not set(html) & {*TURNING, "\x0b", "\x1b", "\ud800"}
        assert kind == "family" or "A B C" in html


def test_text_that_is_too_long_for_paper_is_refused(refused: Any) -> None:
    told = everywhere()
    told["team"][0]["when"], told["equipment"][0]["route"] = "x" * 121, "y" * 121
    told["quotes"][0]["currency"], told["review"]["by"] = "z" * 11, "w" * 121
    found = refused(told)
    assert [problem.split(": ")[1] for problem in found] == [
        "equipment → 0 → route", "quotes → 0 → currency", "review → by", "team → 0 → when",
    ]  # fmt: skip
    assert all("This text is longer than" in problem for problem in found)


# --- layers and options -------------------------------------------------------------------------------------------


def test_no_text_of_a_layer_reaches_a_page_uncleaned(tmp_path: Path, read: Any) -> None:
    folder = tmp_path / "our\u202eclinic"
    folder.mkdir()
    spoilt = json.dumps(SPOILT_TEXT.replace("\ud800", ""))  # our reader of YAML takes no half of a pair at all
    (folder / "contacts.yaml").write_text(
        f"nurse: {{role: {spoilt}, phone: {spoilt}, when: {spoilt}, why: {spoilt}}}\n"
        f"emergency_number: {{value: {spoilt}, why: {spoilt}}}\n",
        encoding="utf-8",
    )
    (folder / "texts.yaml").write_text(
        f"rollator_with_seat: {{family: {{title: {spoilt}}}, why: {spoilt}}}\n", encoding="utf-8"
    )
    knowledge = load_knowledge(folder)
    (layer,) = knowledge.layers
    assert (layer.contacts[0].phone, layer.emergency_number, layer.name) == ("A B C", "A B C", "ourclinic")
    assert knowledge.by_id["rollator_with_seat"].text.family.title == "A B  C"  # the type of sentences keeps blanks
    plan = make_plan(assess(read(everywhere()), knowledge, today=TODAY), knowledge)
    for kind in ("family", "therapist", "fridge"):
        assert not set(fullest(compose(plan, kind))) & {*TURNING, "\x0b", "\x1b"}


def test_a_number_of_which_nothing_can_be_printed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "contacts.yaml").write_text(
        'nurse: {role: Nurse, phone: "\\u202e\\u202c5", why: ours}\n'
        f"other: {{role: Nurse, phone: 555-0142, why: {'x' * 301}}}\n",
        encoding="utf-8",
    )
    from planner.reading.resources import resource

    _, problems = read_knowledge(resource("stages"), tmp_path)
    assert [problem.what for problem in problems] == [
        "nurse → phone: This text has fewer than 2 signs that can be printed.",
        "other: This reason has more than 300 signs.",
    ]


def test_the_name_of_the_reviewer_is_cleaned_and_must_be_one() -> None:
    assert sign_off("M. \u202eLopez\x07", TODAY).by == "M. Lopez"
    for name in ("\u202e", "x" * 121):
        with pytest.raises(IntakeError, match=r"^--reviewed-by: "):
            sign_off(name, TODAY)


# --- on a terminal ----------------------------------------------------------------------------------------------------


def test_a_sentence_of_a_problem_is_one_line_that_no_terminal_obeys() -> None:
    hostile = "a\x1b[31m\x07\u202e\n\x9b\udcff.pdf"
    said = str(Problem(hostile, 3, hostile, hostile))
    assert said.isprintable() and len(said.splitlines()) == 1
    assert "a\\u001b[31m\\u0007\\u202e\\n\\u009b\\udcff.pdf:3: " in said
    assert printable("two\nlines\tand é 日本") == "two\nlines\tand é 日本"


def test_an_intake_that_is_refused_quotes_no_sign_that_a_terminal_obeys(refused: Any) -> None:
    found = refused({"patient": {"id": "x"}, "\x1b]0;a\x07": 1, "visits": [{"on": "\x1b[2J", "facts": {"\u202eq": 1}}]})
    assert found and all(problem.isprintable() for problem in found)
