"""An intake is read whole from a file, standard input or a mapping, or refused in plain sentences, all at once."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from people import VISIT, values

from planner.model.facts import Observation

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
            ": This file is not text in UTF-8. Save it again as UTF-8 text.",
        ),
        (
            "a.json",
            b"[\n" * 100_000,
            ":25: This is nested more than 24 deep. Flatten it.",
        ),
        (
            "a.json",
            b"[\n1" + b"0" * 5000 + b"]",
            ":2: This number has more than 40 signs. Shorten it.",
        ),
        (
            "a.json",
            b'{"patient": {"id": "x",\n"id": "y"}}',
            ":2: 'id' is written twice (first on line 1). Keep one.",
        ),
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
        f"{tmp_path}/none.json: This file cannot be read (No such file or directory). Check its name and permissions.",
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
        "    facts: {q88: 3}\n"
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
            "10: visits → 1 → facts → q88: I do not know the fact 'q88'. `als-planner facts` lists the names.",
            "12: equipment → 0 → item: I do not know the equipment 'rolator'. Did you mean "
            "'rollator'? `als-planner facts equipment` lists the names.",
        )
    ]
