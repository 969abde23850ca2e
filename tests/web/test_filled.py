"""The form and an intake say the same: what is typed gives the plan of the command line, and what nobody touched stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from covering import EACH
from people import DEMO, TODAY, VISIT
from stories import day_of, intake_for, plan_for
from typed import afresh, opened

from planner import plan_as_json, read_intake
from planner.model.errors import IntakeError
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import written_anew
from planner.web.filled import VISIT as VISIT_FIELD
from planner.web.filled import filled, standing
from planner.web.made import made_of
from planner.web.posted import BASE, Posted, posted
from planner.web.typed import as_day, as_number, as_typed, with_unit

WALKING = "f.alsfrs_walking"


def demo_opened(knowledge: Knowledge, day: date = TODAY, **changes: str) -> Posted:
    return opened(read_intake(DEMO, knowledge, TODAY), knowledge, day, **changes)


@pytest.mark.parametrize("name", EACH)
def test_a_form_that_was_opened_and_not_touched_gives_the_plan_of_the_command_line(
    name: str, knowledge: Knowledge
) -> None:
    intake, day = intake_for(name, knowledge), day_of(name)
    form = opened(intake, knowledge, intake.visits[-1])
    made = made_of(form, knowledge, day)
    assert made.whole and made.plan is not None
    assert plan_as_json(made.plan) == plan_as_json(plan_for(name, knowledge))


@pytest.mark.parametrize("name", EACH)
def test_what_is_typed_into_an_empty_form_gives_the_plan_of_the_command_line(name: str, knowledge: Knowledge) -> None:
    """Of each person the last visit alone, for a form is of one visit; what it cannot ask for (notes) is left out."""
    intake, day = intake_for(name, knowledge), day_of(name)
    last = intake.visits[-1]
    told = [replace(seen, note="") for seen in intake.observations if seen.on == last]
    scored = any(knowledge.vocabulary[seen.fact].kind == "grade" for seen in told)
    bare = [seen for seen in told if seen.fact != "alsfrs_total" or not scored]  # the form reckons it from its items
    once = replace(intake, observations=tuple(bare), visits=(last,), source=None, unanswered=(), told=(), quotes=())
    once = read_intake(written_anew(once, knowledge), knowledge, day)
    made = made_of(afresh(once, knowledge), knowledge, day)
    assert made.whole and made.form is not None
    again = read_intake(made.form.written, knowledge, day)
    assert {(s.fact, s.value, s.on) for s in again.observations} == {(s.fact, s.value, s.on) for s in once.observations}
    assert (again.preferences, again.team, again.country) == (once.preferences, once.team, once.country)


def test_a_follow_up_is_a_visit_of_its_own_and_carries_no_score_over(knowledge: Knowledge) -> None:
    form = demo_opened(knowledge, **{WALKING: "2"})
    written = filled(form, knowledge, TODAY).written
    assert [visit["on"] for visit in written["visits"]] == ["2026-08-12", "2026-11-20", "2026-11-22"]
    assert written["visits"][-1]["facts"] == {"alsfrs_walking": 2}


def test_scores_of_then_stand_beside_their_fields_and_person_and_home_in_theirs(knowledge: Knowledge) -> None:
    stood = standing(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY)
    assert WALKING not in stood.fields and stood.was["alsfrs_walking"].value == 3
    assert stood.fields["f.birth_date"] == "1961-05-03" and stood.fields["f.helpers_count"] == "1"
    same_day = standing(read_intake(DEMO, knowledge, TODAY), knowledge, VISIT)
    assert same_day.fields[WALKING] == "3"


def test_the_same_day_typed_again_replaces_its_value_and_keeps_the_rest(knowledge: Knowledge) -> None:
    form = demo_opened(knowledge, VISIT, **{WALKING: "2"})
    visits = filled(form, knowledge, TODAY).written["visits"]
    assert len(visits) == 2 and visits[-1]["facts"]["alsfrs_walking"] == 2 and visits[-1]["facts"]["alsfrs_stairs"] == 2


def test_an_answer_that_is_taken_back_is_no_longer_told_at_all(knowledge: Knowledge) -> None:
    form = demo_opened(knowledge, **{"f.sex": "", "f.helpers_count": ""})
    intake = read_intake(filled(form, knowledge, TODAY).written, knowledge, TODAY)
    assert not {seen.fact for seen in intake.observations} & {"sex", "helpers_count"}


def test_equipment_team_offers_and_what_is_put_off_can_be_changed(knowledge: Knowledge) -> None:
    changes = {
        "e.rollator": "in_use", "since.rollator": "20261101", "put_off.power_wheelchair": "true", "team.0.name": "Invented Nurse",
        "q.power_wheelchair.typical": "30", "q.power_wheelchair.route": "insurer", "q.power_wheelchair.buy": "9000", "q.power_wheelchair.currency": "USD",
    }  # fmt: skip
    intake = read_intake(filled(demo_opened(knowledge, **changes), knowledge, TODAY).written, knowledge, TODAY)
    rollator = next(item for item in intake.equipment if item.item == "rollator")
    assert (rollator.status, rollator.since) == ("in_use", date(2026, 11, 1))
    assert intake.preferences.not_now == ("power_wheelchair",)
    assert [member.role for member in intake.team] == ["ALS clinic", "After hours line"]
    assert intake.team[0].name == "Invented Nurse"
    (quote,) = intake.quotes
    assert quote.lead_days is not None and (quote.lead_days.typical, quote.buy) == (30, 9000)


def test_a_slip_stands_at_its_field_and_keeps_no_plan_from_the_rest(knowledge: Knowledge) -> None:
    form = demo_opened(
        knowledge, **{"f.weight_kg": "9999", WALKING: "3", "e.rollator": "in_use", "since.rollator": "2027-01-01"}
    )
    made = made_of(form, knowledge, TODAY)
    assert {slip.field for slip in made.slips} == {"f.weight_kg", "since.rollator"}
    assert made.plan is not None and not made.whole
    (weight,) = (slip.says for slip in made.slips if slip.field == "f.weight_kg")
    assert weight == "Weight: 9999 is not possible (25 to 300 kg). Correct it, or leave it empty where it is not known."


def test_a_value_that_looks_like_another_unit_is_doubted_at_its_field(knowledge: Knowledge) -> None:
    made = made_of(demo_opened(knowledge, **{"f.fvc_pct": "2.9"}), knowledge, TODAY)
    assert [slip.field for slip in made.doubts if "looks like" in slip.says] == ["f.fvc_pct"]


def test_what_was_opened_and_cannot_be_read_again_is_told_and_nothing_is_planned(knowledge: Knowledge) -> None:
    for base in ("{", "[]", '{"patient": {"id": "x", "wrong": 1}}', '{"visits": 3}'):
        made = made_of(Posted({BASE: base, "id": "x", VISIT_FIELD: "2026-11-20"}), knowledge, TODAY)
        assert made.plan is None and made.slips


def test_a_form_without_an_id_says_so_at_the_id(knowledge: Knowledge) -> None:
    made = made_of(Posted({WALKING: "3"}), knowledge, TODAY)
    assert [slip.field for slip in made.slips] == ["id"] and made.plan is not None


# --- what people type --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62", 62),
        ("52,3", 52.3),
        ("52.30", 52.3),
        ("1,540", "1,540"),
        ("2.9 L", "2.9 L"),
        ("-30", -30),
        ("1" * 30, "1" * 30),
    ],
)
def test_a_number_may_have_a_point_or_a_comma_and_anything_else_is_left_to_the_reader(
    text: str, number: object
) -> None:
    assert as_number(text) == number


def test_a_unit_goes_with_its_number_and_days_need_no_dashes() -> None:
    assert with_unit("165", "lb") == "165 lb" and with_unit("165", "") == 165 and with_unit("?", "lb") == "?"
    assert [as_day(text) for text in ("19610503", "202506", "2025-06-01", "May")] == [
        "1961-05-03",
        "2025-06",
        "2025-06-01",
        "May",
    ]
    assert [as_typed(raw) for raw in (True, 3, 2.5, date(2026, 1, 2), "leg")] == [
        "true",
        "3",
        "2.5",
        "2026-01-02",
        "leg",
    ]


@pytest.mark.parametrize(
    ("fact", "typed", "unit", "said"),
    [
        ("weight_kg", "140", "lb", "Weight: 140 lb was entered and is used as 63.5 kg."),
        ("height_cm", "70", "in", "Height: 70 in was entered and is used as 177.8 cm."),
        ("height_cm", "5'10\"", "in", "Height: 5'10\" was entered and is used as 177.8 cm."),
        ("mip_cmh2o", "4,5", "kPa", "Mouth pressure, breathing in: 4.5 kPa was entered and is used as 45.89 cmH2O."),
        ("mip_cmh2o", "34", "mmHg", "Mouth pressure, breathing in: 34 mmHg was entered and is used as 46.22 cmH2O."),
        ("paco2_mmhg", "6", "kPa", "Carbon dioxide in blood: 6 kPa was entered and is used as 45 mmHg."),
        ("pcf_l_min", "3", "L/s", "Peak cough flow, on your own: 3 L/s was entered and is used as 180 L/min."),
    ],
)
def test_a_unit_that_is_offered_is_converted_and_the_converted_value_is_told(
    fact: str, typed: str, unit: str, said: str, knowledge: Knowledge
) -> None:
    assert unit in knowledge.clinic_words.offered[knowledge.vocabulary[fact].unit]
    made = made_of(demo_opened(knowledge, **{f"f.{fact}": typed, f"u.{fact}": unit}), knowledge, TODAY)
    assert said in [slip.says for slip in made.doubts if slip.field == f"f.{fact}"]


def test_ticks_of_one_question_stand_together_and_a_form_is_bounded() -> None:
    assert posted([("a", ""), ("a", "x"), ("a", "y"), ("b", " z ")]).fields == {"a": "x|y", "b": "z"}
    for pairs in ([("a", "x")] * 4000, [("a", "x" * 2_000_000)], [("a", object())]):
        with pytest.raises(IntakeError):
            posted(pairs)


def test_the_therapists_word_on_the_agenda_reaches_the_intake_and_stays(knowledge: Knowledge) -> None:
    words = {"word.wheels": "leave_out", "reason.wheels": "Invented: uses a scooter", "word.feet_and_falls": "next_visit",
             "word.home": "first", "note.pace_and_plan_energy": "Invented: Tuesday", "put_off.rollator_with_seat": "true"}  # fmt: skip
    intake = read_intake(filled(demo_opened(knowledge, **words), knowledge, TODAY).written, knowledge, TODAY)
    agenda = intake.review.agenda
    assert (agenda.first, agenda.next_visit) == (("home",), ("feet_and_falls",))
    assert [(one.id, one.because) for one in agenda.leave_out] == [("wheels", "Invented: uses a scooter")]
    assert intake.review.notes == {"pace_and_plan_energy": "Invented: Tuesday"}
    assert intake.preferences.not_now == ("rollator_with_seat",)
    again = opened(intake, knowledge, TODAY, **{"word.home": ""})
    later = read_intake(filled(again, knowledge, TODAY).written, knowledge, TODAY)
    assert (later.review.agenda.first, later.review.agenda.next_visit) == ((), ("feet_and_falls",))
    assert later.review.notes == intake.review.notes
