"""What people type: a bad line is refused with place and remedy, all at once; what is odd is told."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner import IntakeError, assess, make_plan, read_intake
from planner.derive import facts_today
from planner.facts import Observation
from planner.intake import Intake
from planner.knowledge import Knowledge

TODAY = date(2026, 11, 22)
VISIT = date(2026, 11, 20)
AT_VISIT = "intake: visits → 0 → facts → "


def told(
    facts: Mapping[str, Any] | None = None, patient: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An intake as a mapping, with one visit two days ago."""
    visits = [{"on": "2026-11-20", "facts": dict(facts)}] if facts is not None else []
    return {"patient": {"id": "test-person", **(patient or {})}, "visits": visits, **more}


@pytest.fixture(scope="module")
def read(knowledge: Knowledge) -> Any:
    return lambda source, today=TODAY: read_intake(source, knowledge, today)


@pytest.fixture(scope="module")
def refused(knowledge: Knowledge) -> Any:
    """The sentences with which an intake is refused."""

    def problems(source: Any, today: date | None = TODAY) -> list[str]:
        with pytest.raises(IntakeError) as error:
            read_intake(source, knowledge, today)
        return error.value.problems

    return problems


def values(intake: Intake) -> dict[str, Any]:
    return {seen.fact: seen.value for seen in intake.observations}


# --- files ------------------------------------------------------------------------------------------------

WHOLE = """\
schema: als-planner/intake/1
patient:
  id: example-1
  name: Rosa M.
  language: en
  birth_date: 1961-05-03
  country: US
  symptom_onset_date: 2025-06
preferences:
  look_ahead: 12_months
  helper_look_ahead: all
  helper_may_see_more: true
  what_matters: I want to keep cooking Sunday lunch.
  not_now: [power_wheelchair]
team:
  - {role: ALS clinic, name: "", phone: 555-0142, when: 8 to 5}
visits:
  - on: 2026-11-20
    facts:
      alsfrs_walking: 3
      mrc_ankle_dorsiflexion_left: 3
      pcf_l_min: {value: 270, note: with mask, on: 2026-10-02}
equipment:
  - {item: rollator, status: borrowed, since: 2026-09-01, route: loan}
quotes:
  - {item: power_wheelchair, route: insurer, lead_days: {min: 90, typical: 120, longest: 200}}
  - {item: light_manual_wheelchair, route: rent, buy: 450, rent_month: 70, currency: USD, on: 2026-11-10}
review: {by: "", on: null}
"""


def test_the_intake_of_the_contract_is_read_whole(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "rosa.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    intake = read(path)
    assert (intake.id, intake.name, intake.language, intake.country) == ("example-1", "Rosa M.", "en", "US")
    assert values(intake)["symptom_onset_date"] == date(2025, 6, 15)
    assert values(intake)["equipment_status_rollator"] == "borrowed"
    assert Observation("pcf_l_min", 270, date(2026, 10, 2), "with mask") in intake.observations
    assert intake.preferences.not_now == ("power_wheelchair",)
    assert (intake.preferences.look_ahead, intake.preferences.helper_look_ahead) == ("12_months", "all")
    assert intake.quotes[0].lead_days is not None and intake.quotes[0].lead_days.typical == 120
    assert (intake.team[0].phone, intake.review.by, intake.told, intake.to_confirm) == (
        "555-0142",
        "",
        (),
        (),
    )


def test_yaml_json_standard_input_and_a_mapping_say_the_same(
    tmp_path: Path, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text(WHOLE, encoding="utf-8")
    from_yaml = read(tmp_path / "a.yaml")
    (tmp_path / "a.json").write_text(json.dumps(from_yaml.source), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(WHOLE))
    assert from_yaml == read(str(tmp_path / "a.json")) == read(from_yaml.source) == read("-")


def test_a_mapping_may_hold_dates(read: Any) -> None:
    intake = read({"patient": {"id": "x"}, "visits": [{"on": VISIT, "facts": {"niv_start_date": date(2026, 1, 5)}}]})
    assert (intake.visits, values(intake)) == ((VISIT,), {"niv_start_date": date(2026, 1, 5)})


def test_the_smallest_intake_is_a_pseudonym(read: Any) -> None:
    intake = read({"patient": {"id": "x"}})
    assert (intake.observations, intake.visits, intake.name, intake.country) == ((), (), "", "")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.yaml",
            b"patient: {id: x\nvisits: []\n",
            ":2: This is not valid YAML: did not find expected ',' or '}'. Check the "
            "indentation, quotes and brackets near this line.",
        ),
        ("a.yaml", b"patient:\n\tid: x\n", ":2: A tab stands where only spaces may. Use spaces."),
        ("a.yaml", b"patient:\n  id: x\n  id: y\n", ":3: 'id' is written twice (first on line 2). Keep one."),
        (
            "a.yaml",
            b"patient:\n  id: x\n---\n",
            ":3: A second document starts here (---). Keep one document in a file.",
        ),
        (
            "a.yaml",
            "name: José".encode("latin-1"),
            ": This file is not text in UTF-8. Save it again as UTF-8 text.",
        ),
        (
            "a.yaml",
            b"",
            ": This is not an intake. Start with 'patient:' and 'visits:'; `als-planner demo --intake` prints one.",
        ),
        (
            "a.yaml",
            b"- 1\n",
            ":1: This is not an intake. Start with 'patient:' and 'visits:'; `als-planner demo --intake` prints one.",
        ),
        ("a.yaml", b"x: " + b"x" * 5_000_000, ": This file is larger than 4 MB. Take the large part out."),
        (
            "a.json",
            b'{"patient": }',
            ":1: This is not valid JSON: Expecting value. Check the brackets, commas and quotes near this line.",
        ),
        (
            "a.json",
            b'{"x": "' + b"x" * 5_000_000 + b'"}',
            ": This file is larger than 4 MB. Take the large part out.",
        ),
        (
            "a.json",
            b"\xff\xfe",
            ": This file cannot be read (it is not text in UTF-8). Check its name and contents.",
        ),
        (
            "a.json",
            b"[" * 100_000,
            ": This is not valid JSON: it is nested too deep, or a number has too many digits. "
            "Check the brackets, commas and quotes near this line.",
        ),
        (
            "a.json",
            b"[1" + b"0" * 5000 + b"]",
            ": This is not valid JSON: it is nested too deep, or a number has too many digits. "
            "Check the brackets, commas and quotes near this line.",
        ),
        ("a.json", b'{"patient": {"id": "x", "id": "y"}}', ": 'id' is written twice in one place. Keep one."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, refused: Any, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == [f"{path}{said}"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path, refused: Any) -> None:
    found = refused(tmp_path / "none.yaml") + refused(tmp_path / "none.json")
    assert found == [
        f"{tmp_path}/none.yaml: This file cannot be read (No such file or directory). Check its name and permissions.",
        f"{tmp_path}/none.json: This file cannot be read (No such file or directory). Check its name and contents.",
    ]


def test_standard_input_that_is_not_text_is_refused(refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe"), encoding="utf-8"))
    assert refused("-") == ["standard input: This is not text in UTF-8. Send UTF-8 text."]


def test_a_mark_at_the_start_of_a_file_is_no_reason_to_refuse_it(tmp_path: Path, read: Any) -> None:
    for name, text in {"a.json": '{"patient": {"id": "x"}}', "a.yaml": "patient:\n  id: x\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
        assert read(tmp_path / name).id == "x"


def test_every_problem_comes_at_once_each_with_its_line(tmp_path: Path, refused: Any) -> None:
    path = tmp_path / "rosa.yaml"
    path.write_text(
        "patient:\n"
        "  name: Rosa\n"
        "  langage: en\n"
        "visits:\n"
        "  - on: 2026-13-01\n"
        "    facts:\n"
        "      alsfrs_walking: 5\n"
        "      alsfrs_stairs: 2.5\n"
        "  - on: 2027-01-01\n"
        "    facts: {q8: 3}\n"
        "equipment:\n"
        "  - {item: rolator, status: borrowed}\n",
        encoding="utf-8",
    )
    assert refused(path) == [
        f"{path}:{line}"
        for line in (
            "2: patient → id: The id is missing or not usable. Use a pseudonym of letters, "
            "digits, dots, dashes, at most 64.",
            "3: patient → langage: I do not know 'langage' here. Did you mean 'language'? Correct or remove it.",
            "5: visits → 0 → on: '2026-13-01' is not a date. Write it as year-month-day, for example 2026-11-20.",
            "7: visits → 0 → facts → alsfrs_walking: 5 is not possible for 'alsfrs_walking' (0 "
            "to 4 points). Correct it, or use null where it is not known.",
            "8: visits → 0 → facts → alsfrs_stairs: 2.5 is a half point; 'alsfrs_stairs' has "
            "whole grades only. Give a whole number from 0 to 4.",
            "9: visits → 1 → on: 2027-01-01 lies in the future (today is 2026-11-22). Correct the date.",
            "10: visits → 1 → facts → q8: I do not know 'q8' here. In an intake it is called 'alsfrs_walking'.",
            "12: equipment → 0 → item: I do not know the equipment 'rolator'. Did you mean "
            "'rollator'? Use an id of equipment.yaml.",
        )
    ]


# --- the frame --------------------------------------------------------------------------------------------

BAD_ID = (
    "intake: patient → id: The id is missing or not usable. Use a pseudonym of letters, "
    "digits, dots, dashes, at most 64."
)


@pytest.mark.parametrize("bad", [None, "", "a b", "-x", "../x", "x" * 65, True, ["x"], "é", "x\n"])
def test_an_id_is_a_pseudonym_and_the_only_mandatory_key(refused: Any, bad: Any) -> None:
    assert refused({"patient": {"id": bad}}) == [BAD_ID]


@pytest.mark.parametrize("good", ["x", "example-1", "A.b_c-9", 17, "x" * 64])
def test_usable_ids_are_taken(read: Any, good: Any) -> None:
    assert read({"patient": {"id": good}}).id == str(good)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({}, "patient: There is no patient. Add 'patient:' with at least an id."),
        ({"patient": "Rosa"}, "patient: There is no patient. Add 'patient:' with at least an id."),
        (
            told(schema="als-planner/intake/2"),
            "schema: I cannot read the schema 'als-planner/intake/2'. This planner reads als-planner/intake/1.",
        ),
        (
            told(schema=["a"]),
            "schema: I cannot read the schema '['a']'. This planner reads als-planner/intake/1.",
        ),
        (
            told(visit=[]),
            "visit: I do not know 'visit' here. Did you mean 'visits'? Known here: schema, "
            "patient, preferences, team, visits, equipment, quotes, review.",
        ),
        (told(patient={"language": "fr"}), "patient → language: I cannot write in 'fr'. Choose from en."),
        (
            told(patient={"language": ["en"]}),
            "patient → language: I cannot write in '['en']'. Choose from en.",
        ),
        (
            told(patient={"country": "usa"}),
            "patient → country: I do not know the country 'usa'. Use US, UK, CA, AU, EU, other or a two-letter code.",
        ),
        (
            told(patient={"country": 5}),
            "patient → country: I do not know the country '5'. Use US, UK, CA, AU, EU, other or a two-letter code.",
        ),
        (
            told(patient={"country": {"value": "US", "onn": "x"}}),
            "patient → country → onn: I do not know 'onn' here. Did you mean 'on'? Known here: value, note, on.",
        ),
        (
            told(patient={"dob": "1961-05-03"}),
            "patient → dob: I do not know 'dob' here. Correct or remove it.",
        ),
        (
            told(visits={"on": 1}),
            "visits: This should be a list of visits. Write '- on: date' and below it 'facts:'.",
        ),
        (
            told(visits=["2026-11-20"]),
            "visits → 0: This should be a visit with 'on' and 'facts'. Write '- on: date' and below it 'facts:'.",
        ),
        (told({"falls_1mo": 0}, preferences=[1]), "preferences: This should be a set of keys with values."),
        (
            told(preferences={"look_ahed": "now"}),
            "preferences: I do not know 'look_ahed'. Did you mean 'look_ahead'?",
        ),
        (
            told(preferences={"look_ahead": "5_months"}),
            "preferences → look_ahead: '5_months' does not fit here. Choose from now, 3_months, "
            "12_months, all. Did you mean '3_months'?",
        ),
        (
            told(preferences={"not_now": "power_wheelchair"}),
            "preferences → not_now: This should be a list. Write each entry on a line of its own, after a dash.",
        ),
        (
            told(preferences={"not_now": 5}),
            "preferences → not_now: This should be a list. Write each entry on a line of its own, after a dash.",
        ),
        (
            told(preferences={"not_now": [["a"]]}),
            "preferences → not_now → 0: I do not know '['a']'. Use the id of a recommendation or a piece of equipment.",
        ),
        (
            told(preferences={"not_now": ["power_weelchair"]}),
            "preferences → not_now → 0: I do not know 'power_weelchair'. Did you mean "
            "'power_wheelchair'? Use the id of a recommendation or a piece of equipment.",
        ),
        (told(team="x"), "team: This should be a list. Write each entry on a line of its own, after a dash."),
        (told(team=["x"]), "team → 0: This should be a set of keys with values."),
        (told(team=[{"name": "n"}]), "team → 0: 'role' is missing. Add it."),
        (
            told(team=[{"role": "clinic", "phone": 5550142}]),
            "team → 0 → phone: This should be text. Put it in quotes.",
        ),
        (
            told(team=[{"role": "clinic", "fone": "1"}]),
            "team → 0: I do not know 'fone'. Did you mean 'phone'?",
        ),
        (told({"falls_1mo": 0}, equipment=[{"item": "cane"}]), "equipment → 0: 'status' is missing. Add it."),
        (
            told({"falls_1mo": 0}, equipment=[{"item": "rollator", "status": "lent"}]),
            "equipment → 0 → status: 'lent' does not fit here. Choose from none, discussed, "
            "ordered, borrowed, in_use, declined, returned.",
        ),
        (
            told({"falls_1mo": 0}, equipment=[{"item": "rollator", "status": "in_use", "since": "soon"}]),
            "equipment → 0 → since: 'soon' is not a date. Write it as year-month-day.",
        ),
        (
            told({"falls_1mo": 0}, equipment=[{"item": "rollator", "status": "in_use", "since": "2099-01-01"}]),
            "equipment → 0 → since: 2099-01-01 lies in the future (today is 2026-11-22). Correct the date.",
        ),
        (
            told(quotes=[{"item": "power_weelchair", "route": "insurer"}]),
            "quotes → 0 → item: I do not know the equipment 'power_weelchair'. Did you mean "
            "'power_wheelchair'? Use an id of equipment.yaml.",
        ),
        (
            told(
                quotes=[
                    {
                        "item": "cane",
                        "route": "retail",
                        "lead_days": {"min": 90, "typical": 80, "longest": 200},
                    }
                ]
            ),
            "quotes → 0 → lead_days: min, typical and longest are not in order. Correct the days.",
        ),
        (
            told(quotes=[{"item": "cane", "route": "retail", "lead_days": {"min": 1, "typical": 5, "longest": 4}}]),
            "quotes → 0 → lead_days: min, typical and longest are not in order. Correct the days.",
        ),
        (
            told(quotes=[{"item": "cane", "route": "retail", "lead_days": {"min": -1, "typical": 5, "longest": 9}}]),
            "quotes → 0 → lead_days → min: -1 is below 0. Correct it.",
        ),
        (
            told(quotes=[{"item": "cane", "route": "retail", "lead_days": {"min": 1, "longest": 9}}]),
            "quotes → 0 → lead_days: 'typical' is missing. Add it.",
        ),
        (
            told(quotes=[{"item": "cane", "route": "retail", "buy": -4}]),
            "quotes → 0 → buy: -4 is below 0.0. Correct it.",
        ),
        (
            told(quotes=[{"item": "cane", "route": "retail", "on": "2099-01-01"}]),
            "quotes → 0 → on: 2099-01-01 lies in the future (today is 2026-11-22). Correct the date.",
        ),
        (told(review=False), "review: This should be a set of keys with values."),
        (
            told(review={"by": "A", "on": "2099-01-01"}),
            "review → on: 2099-01-01 lies in the future (today is 2026-11-22). Correct the date.",
        ),
    ],
)
def test_what_does_not_fit_the_frame_is_refused_with_its_place(refused: Any, source: Any, said: str) -> None:
    assert refused(source) == [f"intake: {said}"]


# --- visits -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "empty", [{"on": "2026-11-20"}, {"on": "2026-11-20", "facts": {}}, {"on": "2026-11-20", "facts": None}]
)
def test_an_empty_visit_is_refused(refused: Any, empty: Any) -> None:
    said = "intake: visits → 0 → facts: This visit holds no facts. Add what was found, or take the visit out."
    assert refused(told(visits=[empty])) == [said]


@pytest.mark.parametrize("written", ["20.11.2026", "2026-02-30", "2026-1-5", "20261120", "yesterday", "", "٢٠٢٦-١١-٢٠"])
def test_a_date_is_written_in_one_way(refused: Any, written: str) -> None:
    said = f"intake: visits → 0 → on: '{written}' is not a date. Write it as year-month-day, for example 2026-11-20."
    assert refused(told(visits=[{"on": written, "facts": {"falls_1mo": 0}}])) == [said]


def test_a_visit_before_anybody_was_born_is_refused(refused: Any) -> None:
    found = refused(told(visits=[{"on": "0226-11-20", "facts": {"falls_1mo": 0}}]))
    assert found == ["intake: visits → 0 → on: 0226-11-20 is too long ago. Correct the date."]


def test_a_future_date_is_refused_wherever_it_stands(refused: Any) -> None:
    later = "lies in the future (today is 2026-11-22). Correct the date."
    source = told({"falls_1mo": {"value": 0, "on": "2026-11-23"}}, patient={"diagnosis_date": "2026-12"})
    assert refused(source) == [
        f"intake: patient → diagnosis_date: 2026-12-15 {later}",
        f"{AT_VISIT}falls_1mo → on: 2026-11-23 {later}",
    ]
    assert refused(told(visits=[{"on": "2026-11-23", "facts": {"falls_1mo": 0}}])) == [
        f"intake: visits → 0 → on: 2026-11-23 {later}"
    ]


def test_a_visit_of_today_is_not_in_the_future(read: Any) -> None:
    assert read(told(visits=[{"on": "2026-11-22", "facts": {"falls_1mo": 0}}])).visits == (TODAY,)


def test_a_month_counts_as_its_fifteenth_or_today_where_that_is_still_to_come(read: Any) -> None:
    assert values(read(told(patient={"diagnosis_date": "2026-01"})))["diagnosis_date"] == date(2026, 1, 15)
    early = read(told(patient={"diagnosis_date": "2026-11"}), date(2026, 11, 6))
    assert values(early)["diagnosis_date"] == date(2026, 11, 6)


def test_onset_after_the_first_visit_is_refused(refused: Any) -> None:
    said = "The first weakness (2026-11-21) lies after the first visit (2026-11-20). Correct one of the two dates."
    found = refused(told({"falls_1mo": 0}, patient={"symptom_onset_date": "2026-11-21"}))
    assert found == [f"intake: patient → symptom_onset_date: {said}"]


def test_two_visits_on_one_day_are_joined(read: Any) -> None:
    visits = [
        {"on": "2026-11-20", "facts": {"alsfrs_walking": 3, "fvc_pct": 80}},
        {"on": "2026-11-20", "facts": {"alsfrs_walking": 3, "alsfrs_stairs": 2}},
    ]
    intake = read(told(visits=visits))
    assert intake.visits == (VISIT,)
    assert values(intake) == {"alsfrs_walking": 3, "fvc_pct": 80, "alsfrs_stairs": 2}


def test_two_values_of_one_fact_on_one_day_are_refused_with_both(tmp_path: Path, refused: Any) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(
        "patient: {id: x}\nvisits:\n"
        "  - on: 2026-11-20\n    facts: {alsfrs_walking: 3}\n"
        "  - on: 2026-11-20\n    facts: {alsfrs_walking: 2}\n"
    )
    said = "'alsfrs_walking' has two values on 2026-11-20: 3 (line 4) and 2. Keep the right one."
    assert refused(path) == [f"{path}:6: visits → 1 → facts → alsfrs_walking: {said}"]


def test_the_equipment_list_and_the_long_name_are_two_ways_to_write_one_fact(read: Any, refused: Any) -> None:
    borrowed = [{"item": "rollator", "status": "borrowed"}]
    assert read(told({"equipment_status_rollator": "borrowed"}, equipment=borrowed))
    said = "'equipment_status_rollator' has two values on 2026-11-20: none and borrowed. Keep the right one."
    assert refused(told({"equipment_status_rollator": "none"}, equipment=borrowed)) == [
        f"intake: equipment → 0 → status: {said}"
    ]


def test_a_mask_on_the_equipment_list_speaks_for_its_status_and_never_over_it(read: Any) -> None:
    mask = [{"item": "breathing_mask_machine", "status": "in_use"}]
    assert values(read(told({"falls_1mo": 0}, equipment=mask)))["niv_status"] == "in_use"
    assert values(read(told({"niv_status": "declined"}, equipment=mask)))["niv_status"] == "declined"


# --- one fact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"alsfrs_walkin": 3},
            "alsfrs_walkin: I do not know the fact 'alsfrs_walkin'. Did you mean "
            "'alsfrs_walking'? Use a name of stages/facts.yaml.",
        ),
        ({"zzzz": 1}, "zzzz: I do not know the fact 'zzzz'. Use a name of stages/facts.yaml."),
        ({"q8": 3}, "q8: I do not know 'q8' here. In an intake it is called 'alsfrs_walking'."),
        (
            {"Q8_WALKING": 3},
            "Q8_WALKING: I do not know 'Q8_WALKING' here. In an intake it is called 'alsfrs_walking'.",
        ),
        ({"stage": "3"}, "stage: 'stage' is worked out by the planner and cannot be told. Take it out."),
        (
            {"alsfrs_walking": 2.5},
            "alsfrs_walking: 2.5 is a half point; 'alsfrs_walking' has whole grades only. Give a "
            "whole number from 0 to 4.",
        ),
        (
            {"alsfrs_total": 40.5},
            "alsfrs_total: 40.5 is a half point; 'alsfrs_total' has whole grades only. Give a "
            "whole number from 0 to 48.",
        ),
        (
            {"alsfrs_walking": 5},
            "alsfrs_walking: 5 is not possible for 'alsfrs_walking' (0 to 4 points). Correct it, "
            "or use null where it is not known.",
        ),
        (
            {"alsfrs_walking": -1},
            "alsfrs_walking: -1 is not possible for 'alsfrs_walking' (0 to 4 points). Correct "
            "it, or use null where it is not known.",
        ),
        (
            {"alsfrs_walking": True},
            "alsfrs_walking: 'True' does not fit here. Write a number in points (null where it is not known).",
        ),
        (
            {"alsfrs_walking": [3]},
            "alsfrs_walking: '[3]' does not fit here. Write a number in points (null where it is not known).",
        ),
        (
            {"alsfrs_walking": "three"},
            "alsfrs_walking: 'three' does not fit here. Write a number in points (null where it is not known).",
        ),
        (
            {"fvc_pct": 1e300},
            "fvc_pct: '1e+300' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"fvc_pct": float("nan")},
            "fvc_pct: 'nan' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"fvc_pct": 10**400},
            f"fvc_pct: '1{'0' * 39}' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"fvc_pct": 181},
            "fvc_pct: 181 is not possible for 'fvc_pct' (0 to 180 % predicted). Correct it, or "
            "use null where it is not known.",
        ),
        (
            {"fvc_pct": "80,5"},
            "fvc_pct: '80,5' does not fit here. Write a number in % predicted (null where it is not known).",
        ),
        (
            {"pcf_l_min": "270 cmH2O"},
            "pcf_l_min: '270 cmH2O' does not fit here. Write a number in L/min (null where it is not known).",
        ),
        (
            {"pcf_l_min": -4.5},
            "pcf_l_min: -4.5 is not possible for 'pcf_l_min' (0 to 1000 L/min). Correct it, or "
            "use null where it is not known.",
        ),
        (
            {"mrc_grip_left": "6+"},
            "mrc_grip_left: '6+' does not fit here. Write a number in MRC grade (null where it is not known).",
        ),
        (
            {"mrc_grip_left": -4},
            "mrc_grip_left: -4 is not possible for 'mrc_grip_left' (0 to 5 MRC grade). Correct "
            "it, or use null where it is not known.",
        ),
        (
            {"foot_drop_left": 1},
            "foot_drop_left: '1' does not fit here. Write true or false (null where it is not known).",
        ),
        (
            {"foot_drop_left": "maybe"},
            "foot_drop_left: 'maybe' does not fit here. Write true or false (null where it is not known).",
        ),
        (
            {"walking_help": "roller"},
            "walking_help: 'roller' does not fit here. Choose from none, brace_only, "
            "cane_or_poles, rollator, person, person_and_device, not_walking. Did you mean "
            "'rollator'?",
        ),
        (
            {"walking_help": True},
            "walking_help: 'True' does not fit here. Choose from none, brace_only, "
            "cane_or_poles, rollator, person, person_and_device, not_walking.",
        ),
        (
            {"niv_start_date": "May"},
            "niv_start_date: 'May' is not a date. Write it as year-month-day, for example 2026-11-20.",
        ),
        ({"what_matters": ["soup"]}, "what_matters: '['soup']' does not fit here. Write text."),
        (
            {"fvc_pct": {"val": 80}},
            "fvc_pct → val: I do not know 'val' here. Did you mean 'value'? Known here: value, note, on.",
        ),
        (
            {"fvc_pct": {"value": 80, "note": 5 * ["x"]}},
            "fvc_pct → note: '['x', 'x', 'x', 'x', 'x']' does not fit here. Write text.",
        ),
        (
            {"falls_1mo": 3, "falls_3mo": 2},
            "falls_1mo: 3 falls in one month are more than 2 in three. Correct one of the two.",
        ),
    ],
)
def test_a_fact_that_cannot_be_is_refused_with_the_remedy(refused: Any, facts: Any, said: str) -> None:
    assert refused(told(facts)) == [AT_VISIT + said]


def test_problems_of_several_facts_come_together(refused: Any) -> None:
    assert len(refused(told({"alsfrs_walking": 9, "q9": 1, "fvc_pct": "x", "foot_drop": 3}))) == 4


@pytest.mark.parametrize(
    ("facts", "taken"),
    [
        ({"alsfrs_walking": 3.0}, {"alsfrs_walking": 3}),
        ({"alsfrs_walking": "3"}, {"alsfrs_walking": 3}),
        ({"fvc_pct": "86 %"}, {"fvc_pct": 86}),
        ({"fvc_pct": "86.5 % predicted"}, {"fvc_pct": 86.5}),
        ({"pcf_l_min": "270 L/min"}, {"pcf_l_min": 270}),
        ({"weight_kg": "64kg"}, {"weight_kg": 64}),
        ({"stage_by_therapist": 3}, {"stage_by_therapist": "3"}),
        (
            {"foot_drop_left": "yes", "foot_drop_right": "no"},
            {"foot_drop_left": True, "foot_drop_right": False},
        ),
        ({"pcf_l_min": {"value": 270}}, {"pcf_l_min": 270}),
    ],
)
def test_units_written_out_and_other_plain_ways_are_taken(read: Any, facts: Any, taken: Any) -> None:
    intake = read(told(facts))
    assert values(intake) == taken
    assert (intake.told, intake.to_confirm) == ((), ())


@pytest.mark.parametrize("nothing", [None, {"value": None}, {"value": None, "note": "would not say"}])
def test_null_is_not_known_and_never_no(read: Any, knowledge: Knowledge, nothing: Any) -> None:
    intake = read(told({"foot_drop_left": nothing, "falls_1mo": 0}))
    assert values(intake) == {"falls_1mo": 0}
    assert not facts_today(intake, knowledge, TODAY).value("foot_drop_left").known


def test_equipment_that_is_not_listed_is_unknown_and_not_absent(read: Any, knowledge: Knowledge) -> None:
    intake = read(told({"falls_1mo": 0}, equipment=[{"item": "cane", "status": "none"}]))
    facts = facts_today(intake, knowledge, TODAY)
    assert facts.value("equipment_status_cane").known
    assert not facts.value("equipment_status_rollator").known


# --- told, and asked about --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "taken", "sentence"),
    [
        (
            {"mip_cmh2o": -55},
            {"mip_cmh2o": 55},
            "Mouth pressure, breathing in: -55 was entered; pressures are kept as positive numbers, 55 is used.",
        ),
        (
            {"snip_cmh2o": "-40 cmH2O"},
            {"snip_cmh2o": 40},
            "Sniff pressure: -40 was entered; pressures are kept as positive numbers, 40 is used.",
        ),
        (
            {"mrc_grip_left": "4-"},
            {"mrc_grip_left": 4},
            "Strength: grip: 4- was entered; the sign is dropped and 4 is used.",
        ),
        (
            {"mrc_grip_left": "3+"},
            {"mrc_grip_left": 3},
            "Strength: grip: 3+ was entered; the sign is dropped and 3 is used.",
        ),
        (
            {"pcf_l_min": "4.5 L/s"},
            {"pcf_l_min": 270},
            "Peak cough flow, on your own: 4.5 L/s was entered and is used as 270 L/min.",
        ),
        (
            {"paco2_mmhg": "6.1 kPa"},
            {"paco2_mmhg": 45.75},
            "Carbon dioxide in blood: 6.1 kPa was entered and is used as 45.75 mmHg.",
        ),
    ],
)
def test_what_is_taken_otherwise_than_written_is_told(read: Any, facts: Any, taken: Any, sentence: str) -> None:
    intake = read(told(facts))
    assert (values(intake), intake.told, intake.to_confirm) == (taken, (sentence,), ())


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"pcf_l_min": 4.5},
            "Peak cough flow, on your own: 4.5 looks like L/s, which would be 270 L/min. It is "
            "not used until someone confirms it; write 270 in L/min.",
        ),
        (
            {"paco2_mmhg": 6.1},
            "Carbon dioxide in blood: 6.1 looks like kPa, which would be 46 mmHg. It is not used "
            "until someone confirms it; write 46 in mmHg.",
        ),
    ],
)
def test_a_value_in_what_looks_like_another_unit_is_asked_about_and_not_used(
    read: Any, knowledge: Knowledge, facts: Any, sentence: str
) -> None:
    intake = read(told(facts))
    assert (values(intake), intake.to_confirm) == ({}, (sentence,))
    assert not facts_today(intake, knowledge, TODAY).value(next(iter(facts))).known


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"pcf_l_min": "12 L/min"},
            "Peak cough flow, on your own: 12 L/min is unusual. It is used; please check it.",
        ),
        ({"pcf_l_min": 0}, "Peak cough flow, on your own: 0 L/min is unusual. It is used; please check it."),
        (
            {"fvc_pct": 150},
            "Forced vital capacity (upright): 150 % predicted is unusual. It is used; please check it.",
        ),
    ],
)
def test_an_unusual_value_is_used_and_asked_again(read: Any, facts: Any, sentence: str) -> None:
    intake = read(told(facts))
    assert intake.to_confirm == (sentence,)
    assert list(values(intake)) == list(facts)


def test_a_typed_total_that_differs_from_its_items_is_told_and_the_items_count(read: Any, knowledge: Knowledge) -> None:
    items = [f.id for f in knowledge.vocabulary.facts.values() if f.group == "alsfrs_r" and f.kind == "grade"]
    intake = read(told({**dict.fromkeys(items, 3), "alsfrs_total": 40}))
    assert intake.told == ("2026-11-20: the typed ALSFRS-R total 40 differs from its items (36); the items count.",)
    assert facts_today(intake, knowledge, TODAY).value("alsfrs_total").low == 36
    agreeing = read(told({**dict.fromkeys(items, 3), "alsfrs_total": 36}))
    assert agreeing.told == ()


def test_contradictions_are_told_and_asked(read: Any) -> None:
    intake = read(
        told(
            {"alsfrs_walking": 2, "walking_help": "none", "alsfrs_respiratory": 2, "niv_status": "declined"},
            patient={"symptom_onset_date": "2026-05", "diagnosis_date": "2026-01"},
        )
    )
    assert intake.to_confirm == (
        "Walking is scored as walking with help, but no help is named. Which help is used indoors?",
        "The breathing-machine item shows use of a machine, but the mask's status says it is not in use. "
        "Both are kept; which is right?",
        "The diagnosis is dated before the first weakness. Which date is right?",
    )


# --- names and other words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('<img src="file:///etc/passwd">', '<img src="file:///etc/passwd">'),
        ("{{ 7*7 }} {% raw %}", "{{ 7*7 }} {% raw %}"),
        ("שרה כהן", "שרה כהן"),
        ("محمد علي", "محمد علي"),
        ("Ana \u202egnp.exe", "Ana gnp.exe"),
        ("Ana\u2066\u2069\u200f", "Ana"),
        ("👩‍🦽 Zoë", "👩‍🦽 Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Li\x00\x07 Wei\x7f", "Li Wei"),
        ("  Rosa M.  ", "Rosa M."),
        (7, "7"),
    ],
)
def test_a_name_is_text_and_only_text(read: Any, typed: Any, kept: str) -> None:
    assert read(told(patient={"name": typed})).name == kept


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            told(patient={"name": "x" * 121}),
            "patient → name: This text has 121 characters; at most 120 fit on paper. Shorten it.",
        ),
        (told(patient={"name": ["a"]}), "patient → name: '['a']' does not fit here. Write text."),
        (
            told({"fvc_pct": {"value": 80, "note": "x" * 5_000_000}}),
            "visits → 0 → facts → fvc_pct → note: This text has 5000000 characters; at most 2000 "
            "fit on paper. Shorten it.",
        ),
        (
            told(preferences={"what_matters": "x" * 2001}),
            "preferences → what_matters: This text has 2001 characters; at most 2000 fit on paper. Shorten it.",
        ),
        (
            told({"falls_1mo": 0}, equipment=[{"item": "cane", "status": "in_use", "note": "x" * 2001}]),
            "equipment → 0 → note: This text is longer than 2000 characters. Shorten it.",
        ),
    ],
)
def test_a_text_that_fits_on_no_paper_is_refused(refused: Any, source: Any, said: str) -> None:
    assert refused(source) == [f"intake: {said}"]


def test_a_problem_never_repeats_more_than_a_little_of_what_was_typed(refused: Any) -> None:
    (said,) = refused(told({"walking_help": "x" * 10_000}))
    assert len(said) < 300


# --- any fact may stand in a visit ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fact", "kept"),
    [
        ("US", "US", "US"),
        ("GB", "UK", "UK"),
        ("DE", "EU", "DE"),
        ("NO", "other", "NO"),
        ("other", "other", "other"),
    ],
)
def test_a_country_is_a_choice_or_a_code_kept_for_routes(read: Any, code: str, fact: str, kept: str) -> None:
    for source in (told({"falls_1mo": 0}, patient={"country": code}), told({"country": code})):
        intake = read(source)
        assert (values(intake)["country"], intake.country) == (fact, kept)


def test_wishes_about_the_pages_may_be_told_at_a_visit_and_the_newest_counts(read: Any) -> None:
    visits = [
        {"on": "2026-10-01", "facts": {"look_ahead": "now", "what_matters": "soup"}},
        {"on": "2026-11-01", "facts": {"look_ahead": "12_months"}},
    ]
    preferences = read(told(visits=visits, preferences={"helper_look_ahead": "all"})).preferences
    assert (preferences.look_ahead, preferences.helper_look_ahead) == ("12_months", "all")
    assert preferences.what_matters == "soup"


def test_topics_held_back_are_a_list_written_with_bars(read: Any) -> None:
    intake = read(told({"falls_1mo": 0}, preferences={"print_topics_held_back": "breathing|feeding"}))
    assert intake.preferences.print_topics_held_back == ("breathing", "feeding")


def test_a_fact_outside_visits_has_the_date_of_the_last_visit(read: Any) -> None:
    visits = [{"on": day, "facts": {"falls_1mo": 0}} for day in ("2026-11-20", "2026-08-01")]
    intake = read(
        told(visits=visits, patient={"main_payer": "medicare", "sex": {"value": "female", "on": "2026-01-01"}})
    )
    days = {seen.fact: seen.on for seen in intake.observations if seen.fact in ("main_payer", "sex")}
    assert days == {"main_payer": VISIT, "sex": date(2026, 1, 1)}


def test_no_sentence_of_a_problem_holds_the_name_of_the_person(refused: Any) -> None:
    said = refused(told({"alsfrs_walking": 9}, patient={"name": "Rosa Mustermann", "langage": "en"}))
    assert not [sentence for sentence in said if "Rosa" in sentence]


def test_a_plan_can_be_made_from_whatever_is_not_refused(read: Any, knowledge: Knowledge) -> None:
    odd = told(
        {
            "mip_cmh2o": -55,
            "pcf_l_min": 4.5,
            "mrc_grip_left": "4-",
            "alsfrs_walking": 2,
            "walking_help": "none",
        },
        patient={"name": "👩‍🦽 <b>", "country": "NO"},
    )
    assert make_plan(assess(read(odd), knowledge, today=TODAY), knowledge).items
