"""The frame of an intake and its visits: what is misspelt, out of order or in the future is refused with place and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from people import AT_VISIT, TODAY, VISIT, told, values

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
            "patient, preferences, team, visits, equipment, quotes, followed, review.",
        ),
        (
            told(patient={"language": "Spanish, please"}),
            "patient → language: 'Spanish, please' is not the code of a language. Write en, es or another code (ISO 639).",
        ),
        (
            told(patient={"language": ["en"]}),
            "patient → language: '['en']' is not the code of a language. Write en, es or another code (ISO 639).",
        ),
        (
            told(patient={"country": "atlantis"}),
            "patient → country: I do not know the country 'atlantis'. Use US, UK, CA, AU, EU, other or a two-letter code.",
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
            told(patient={"alsfrs_walking": 3}),
            "patient → alsfrs_walking: I do not know 'alsfrs_walking' here. Correct or remove it.",
        ),
        (
            told(visits={"on": 1}),
            "visits: This should be a list of visits. Write '- on: date' and below it 'facts:'.",
        ),
        (
            told(visits=["2026-11-20"]),
            "visits → 0: This should be a visit with 'on' and 'facts'. Write '- on: date' and below it 'facts:'.",
        ),
        (
            told(patient={"language": False}),
            "patient → language: 'False' is not the code of a language. Write en, es or another code (ISO 639).",
        ),
        (told({"falls_1mo": 0}, preferences=[1]), "preferences: This should be a set of keys with values."),
        (
            told(preferences={"look_ahed": "now"}),
            "preferences: I do not know 'look_ahed'. Did you mean 'look_ahead'?",
        ),
        (told(preferences={"zzz": None}), "preferences: I do not know 'zzz'."),
        (
            told(preferences={"helper_may_see_more": 1}),
            "preferences → helper_may_see_more: This should be true or false.",
        ),
        (
            told(preferences={"not_now": {"value": [], "onn": None}}),
            "preferences → not_now → onn: I do not know 'onn' here. Did you mean 'on'? Known here: value, note, on.",
        ),
        (
            told(preferences={"print_topics_held_back": ["money", "pets"]}),
            "preferences → print_topics_held_back: I do not know the topic 'pets'. "
            "Choose from breathing, feeding, communication, later_care, end_of_life, money.",
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
            told(team=[{"role": "clinic", "phone": 555.0142}]),
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
            told({"falls_1mo": 0}, equipment=[{"item": "rollator", "status": "in_use", "since": 0}]),
            "equipment → 0 → since: '0' is not a date. Write it as year-month-day.",
        ),
        (
            told({"falls_1mo": 0}, equipment=[{"item": "rollator", "status": "in_use", "until": "1026-09-01"}]),
            "equipment → 0 → until: 1026-09-01 is too long ago. Correct the date.",
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
            told(quotes=[{"item": "cane", "route": "retail", "lead_days": {"min": False, "typical": 5, "longest": 9}}]),
            "quotes → 0 → lead_days → min: This should be a whole number.",
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


@pytest.mark.parametrize(
    "written", ["12.11.2026 8:00", "2026-02-30", "20.11.26", "20261120", "yesterday", "", "٢٠٢٦-١١-٢٠"]
)
def test_what_is_no_day_is_refused(refused: Any, written: str) -> None:
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
    agreeing = values(read(told({"equipment_status_rollator": "borrowed"}, equipment=borrowed)))
    assert agreeing == {"equipment_status_rollator": "borrowed"}
    said = "'equipment_status_rollator' has two values on 2026-11-20: none and borrowed. Keep the right one."
    assert refused(told({"equipment_status_rollator": "none"}, equipment=borrowed)) == [
        f"intake: equipment → 0 → status: {said}"
    ]


def test_a_mask_on_the_equipment_list_speaks_for_its_status_and_never_over_it(read: Any) -> None:
    mask = [{"item": "breathing_mask_machine", "status": "in_use"}]
    assert values(read(told({"falls_1mo": 0}, equipment=mask)))["niv_status"] == "in_use"
    assert values(read(told({"niv_status": "declined"}, equipment=mask)))["niv_status"] == "declined"
