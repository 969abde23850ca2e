"""Words of the clinic: understood where they have one meaning, and said; asked about, with the choices, where they have several."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from folders import STAGES
from people import AT_VISIT, TODAY, told, values
from rule_files import spoilt_base

from planner import IntakeError, read_intake
from planner.model.clinic_words import key_of
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import intake_as_json
from planner.reading.strict_yaml import read_file

FILE = read_file(STAGES / "clinic_words.yaml").value


@pytest.mark.parametrize(
    ("name", "written", "fact", "value"),
    [
        # scores and grades
        ("mrc_grip_left", "4/5", "mrc_grip_left", 4),
        ("mrc_grip_left", "4+", "mrc_grip_left", 4),
        ("mrc_grip_left", "4-/5", "mrc_grip_left", 4),
        ("alsfrs_walking", "3/4", "alsfrs_walking", 3),
        ("alsfrs_total", "38 / 48", "alsfrs_total", 38),
        ("pain_worst_0_10", "6 out of 10", "pain_worst_0_10", 6),
        ("ashworth_leg_left", "1+", "ashworth_leg_left", 1),
        # units, and a comma for the point
        ("weight_kg", "140 lb", "weight_kg", 63.5),
        ("weight_kg", "140 lbs.", "weight_kg", 63.5),
        ("weight_kg", "10 st 4 lb", "weight_kg", 65.32),
        ("weight_kg", "64,5", "weight_kg", 64.5),
        ("weight_kg", "64,5 kg", "weight_kg", 64.5),
        ("height_cm", "5'4\"", "height_cm", 162.56),
        ("height_cm", "5 ft 4", "height_cm", 162.56),
        ("height_cm", "1,63 m", "height_cm", 163),
        ("tug_s", "12.5 sec", "tug_s", 12.5),
        ("walk_distance_m", "200 yards", "walk_distance_m", 182.88),
        ("mip_cmh2o", "-45 cm H2O", "mip_cmh2o", 45),
        ("pcf_l_min", "4,5 l/s", "pcf_l_min", 270),
        ("fvc_pct", "86 percent", "fvc_pct", 86),
        ("falls_3mo", "none", "falls_3mo", 0),
        # yes and no, choices, in any case and spacing
        ("foot_drop_left", "Yes", "foot_drop_left", True),
        ("foot_drop_left", "N", "foot_drop_left", False),
        ("walking_help", "Cane or poles", "walking_help", "cane_or_poles"),
        ("stage_by_therapist", "III", "stage_by_therapist", "3"),
        ("niv_status", "IN USE", "niv_status", "in_use"),
        # names
        ("ALSFRS_Walking", 3, "alsfrs_walking", 3),
        ("alsfrs walking", 3, "alsfrs_walking", 3),
        ("Q8_WALKING", 3, "alsfrs_walking", 3),
        ("NIF", -40, "mip_cmh2o", 40),
        ("Weight", "140 lb", "weight_kg", 63.5),
        # days
        ("niv_start_date", "June 2025", "niv_start_date", date(2025, 6, 15)),
        ("niv_start_date", "6 June 2025", "niv_start_date", date(2025, 6, 6)),
        ("niv_start_date", "Jun. 6th, 2025", "niv_start_date", date(2025, 6, 6)),
        ("niv_start_date", "13/4/2025", "niv_start_date", date(2025, 4, 13)),
        ("niv_start_date", "4/13/2025", "niv_start_date", date(2025, 4, 13)),
        ("niv_start_date", "06/2025", "niv_start_date", date(2025, 6, 15)),
        ("niv_start_date", "2025-6-1", "niv_start_date", date(2025, 6, 1)),
        ("niv_start_date", "6 de junio de 2025", "niv_start_date", date(2025, 6, 6)),
    ],
)
def test_a_word_with_one_meaning_is_read_as_it_and_said(
    read: Any, knowledge: Knowledge, name: str, written: Any, fact: str, value: Any
) -> None:
    found = read({**told({name: written}), "schema": "als-planner/intake/1"})
    assert values(found) == {fact: value}
    shown = written if isinstance(written, str) and name == fact else name
    assert any(shown in note for note in found.told), found.told
    kept = intake_as_json(found, knowledge)
    assert kept["visits"][0]["facts"] == {name: written}, "a paper keeps what was written"


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("walking_help", "walker", "'walker' has another name here. Write rollator. For a frame without wheels"),
        ("weight_st", 9.5, "Write weight_kg (Weight). Write the unit behind the number, as in 9 st 7 lb."),
        ("niv_start_date", "3/4/2025", "'3/4/2025' can be two days. Write 2025-03-04 or 2025-04-03."),
        ("walk_distance_m", "1,200", "'1,200' can be read in two ways."),
        ("weight", 140, "140 may be in one of several units. Write it with its unit, for example 140 kg."),
        ("falls", 2, "Write falls_1mo (Falls in the last month) or falls_3mo (Falls in the last 3 months)."),
        ("Q10_Respiratory", 3, "'Q10_Respiratory' has no place here. Item 10 of the old ten-item ALSFRS"),
        ("p10", 3, "'p10' has no place here. Item 10 of the old ten-item ALSFRS"),
        ("ALSFRS_Total", 30, "Write alsfrs_total (ALSFRS-R total). A total of the old ten items (at most 40)"),
        (
            "q5b",
            2,
            "Write alsfrs_cutting (Cutting food, or handling tube-feeding things). Add tube_feeding_over_half: true.",
        ),
        ("mrc_grip_left", "4/4", "'4/4' does not fit here."),
        ("alsfrs_walking", "3+/4", "'3+/4' does not fit here."),
        ("tug_s", "12.5 kg", "'12.5 kg' does not fit here."),
        ("height_cm", "5' 4 kg", "does not fit here."),
    ],
)
def test_a_word_with_several_meanings_is_asked_about(refused: Any, name: str, written: Any, said: str) -> None:
    (one,) = refused(told({name: written}))
    assert one.startswith(AT_VISIT) and said in one


@pytest.mark.parametrize(
    ("word", "choices"),
    [
        ("walker", ("rollator (Rolling walker with seat and brakes)", "A frame without wheels")),
        ("AFO", ("ankle_brace_leaf_spring (", "ankle_brace_carbon (", "or ankle_brace_custom (")),
        ("knee_walker", ("has no place here", "say it in a note")),
        ("CPAP", ("cpap_used_or_offered",)),
    ],
)
def test_a_thing_that_may_be_several_is_asked_about(refused: Any, word: str, choices: tuple[str, ...]) -> None:
    (one,) = refused(told({"falls_1mo": 0}, equipment=[{"item": word, "status": "in_use"}]))
    assert f"'{word}'" in one and all(choice in one for choice in choices)


def test_things_payer_country_language_and_telephone_are_understood(read: Any) -> None:
    person = {"Country": "USA", "Main payer": "VA", "Language": "Spanish", "dob": "3 May 1961"}
    found = read(
        told(
            {"falls_1mo": 0}, patient=person, team=[{"role": "clinic", "phone": 5550142}],
            preferences={"Look ahead": "3 months", "helper_may_see_more": "Yes", "not_now": ["power chair"]},
            equipment=[{"item": "Hoyer lift", "status": "On loan"}, {"item": "bipap", "status": "In use"}],
            quotes=[{"item": "pwc", "route": "insurer", "on": "2026-11-10"}],
        )
    )  # fmt: skip
    assert (found.country, found.language, found.team[0].phone) == ("US", "es", "5550142")
    assert [(item.item, item.status) for item in found.equipment] == [
        ("floor_lift", "borrowed"), ("breathing_mask_machine", "in_use"),
    ]  # fmt: skip
    assert {"main_payer": "veterans_affairs", "niv_status": "in_use", "birth_date": date(1961, 5, 3)}.items() <= values(
        found
    ).items()
    assert found.preferences.not_now == ("power_wheelchair",) and found.preferences.helper_may_see_more
    assert found.quotes[0].item == "power_wheelchair"
    for word in ("USA", "VA", "Spanish", "Hoyer lift", "bipap", "power chair", "pwc", "Yes"):
        assert f"'{word}' as " in found.told[-1]


@pytest.mark.parametrize("word", ["unknown", "Not known", "not tested", "?"])
def test_a_word_for_not_known_is_never_no(read: Any, word: str) -> None:
    found = read(told({"foot_drop_left": word, "fvc_pct": word, "falls_1mo": 0}))
    assert values(found) == {"falls_1mo": 0} and f"'{word}' as not known" in found.told[0]


def test_one_key_written_in_two_ways_is_refused(refused: Any) -> None:
    assert "written twice, in two ways" in refused(told(patient={"language": "en", "Language": "es"}))[0]
    (two,) = refused(told({"q8": 3, "alsfrs_walking": 2}))
    assert "'alsfrs_walking' has two values on 2026-11-20" in two


def test_a_telephone_number_keeps_its_plus(tmp_path: Path, knowledge: Knowledge) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("patient: {id: x}\nteam:\n  - {role: clinic, phone: +15550142}\n", encoding="utf-8")
    assert read_intake(file, knowledge, TODAY).team[0].phone == "+15550142"


def test_every_word_of_the_file_is_understood(knowledge: Knowledge) -> None:
    """The whole table, word by word: what it says is what is read."""

    def taken(source: dict[str, Any]) -> Any:
        return read_intake(source, knowledge, TODAY)

    for fact, meanings in FILE["answers"].items():
        for meaning, words in meanings.items():
            for word in words:
                if fact == "language":
                    assert taken(told({"falls_1mo": 0}, patient={"language": word})).language == meaning
                    continue
                name = {"equipment_status": "equipment_status_cane", "ashworth_leg": "ashworth_leg_left"}.get(
                    fact, fact
                )
                found = values(taken(told({name: word})))
                country = knowledge.country_of(meaning)
                wanted = {meaning, *(name for name, one in knowledge.countries.items() if one is country), "other"}
                assert str(found[name]) in (wanted if fact == "country" else {meaning}), (fact, word)
    for thing, words in FILE["things"].items():
        for word in words:
            assert taken(told(equipment=[{"item": word, "status": "in_use"}])).equipment[0].item == thing
    units = {
        unit: fact.ids[0] for unit in FILE["units"] for fact in knowledge.vocabulary.facts.values() if fact.unit == unit
    }
    for unit, ways in FILE["units"].items():
        for way, times in ways.items():
            assert knowledge.clinic_words.measured(f"7 {way}", unit) == round(7 * times, 2), (units[unit], way)
    assert set(FILE["offered"]) <= set(units)


def test_every_word_that_is_asked_about_is_refused_with_its_choices(knowledge: Knowledge) -> None:
    asked = FILE["asked"]
    sources = [
        *((told(equipment=[{"item": word, "status": "in_use"}]), entry) for word, entry in asked["things"].items()),
        *((told({word.upper(): 1}), entry) for word, entry in asked["names"].items()),
        *(
            (told({"equipment_status_cane" if fact == "equipment_status" else fact: word.title()}), entry)
            for fact, words in asked["answers"].items()
            for word, entry in words.items()
        ),
    ]
    for source, entry in sources:
        with pytest.raises(IntakeError) as refused:
            read_intake(source, knowledge, TODAY)
        (said,) = refused.value.problems
        assert all(choice in said for choice in entry.get("choices", ())) and entry.get("says", "") in said


def test_no_word_is_one_of_our_own_names_for_something_else(knowledge: Knowledge) -> None:
    ours = {key_of(device): device for device in knowledge.vocabulary.devices}
    for word, thing in knowledge.clinic_words.things.items():
        assert ours.get(word, thing) == thing, word
    for fact, words in knowledge.clinic_words.answers.items():
        choices = {key_of(one): one for one in knowledge.vocabulary.facts[fact].choices} if fact != "language" else {}
        for word, meaning in words.items():
            assert choices.get(word, meaning) == meaning, (fact, word)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("  cane: [", "  kane: [", "things: I do not know the equipment 'kane'. Did you mean 'cane'?"),
        (
            "[hoyer, ",
            "[hoyer, cane_x, lift, ",
            "things → floor_lift: 'lift' has another meaning too. Put it under 'asked'.",
        ),
        ("  walking_help:\n    brace", "  walking_hlp:\n    brace", "I do not know the fact 'walking_hlp'."),
        ("  kg: {kgs", "  kgg: {kgs", "units: I do not know the unit 'kgg'."),
        ("offered: {kg: [lb]", "offered: {kg: [lbb]", "offered → kg: 'lbb' is no way to write kg."),
        ("afo: {choices: [ankle", "afo: {choices: [anke", "asked → things → afo: I do not know the equipment 'anke"),
    ],
)
def test_a_slip_in_the_table_is_found(tmp_path: Path, was: str, now: str, said: str) -> None:
    found = spoilt_base(tmp_path / "base", "clinic_words.yaml", was, now)
    assert [problem for problem in found if said in str(problem)], found
