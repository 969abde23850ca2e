"""What is odd but possible is taken and told, or asked about; names and wishes are kept as they are meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from people import TODAY, VISIT, told, values

from planner import assess, make_plan
from planner.assessment.derive import facts_today
from planner.model.knowledge import Knowledge
from planner.reading.intake_written import written_anew

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
        (
            {"fvc_pct": 0.86},
            "Forced vital capacity (upright): 0.86 looks like a fraction or litres. It is not used until someone "
            "confirms it; write the number with its unit (% predicted).",
        ),
        (
            {"svc_pct": "2.9"},
            "Slow vital capacity (upright): 2.9 looks like a fraction or litres. It is not used until someone "
            "confirms it; write the number with its unit (% predicted).",
        ),
        (
            {"fvc_supine_pct": 9},
            "Forced vital capacity lying flat: 9 looks like a fraction or litres. It is not used until someone "
            "confirms it; write the number with its unit (% predicted).",
        ),
    ],
)
def test_a_value_in_what_looks_like_another_unit_is_asked_about_and_not_used(
    read: Any, knowledge: Knowledge, facts: Any, sentence: str
) -> None:
    intake = read(told(facts))
    assert (values(intake), intake.to_confirm) == ({}, (sentence,))
    assert not facts_today(intake, knowledge, TODAY).value(next(iter(facts))).known


@pytest.mark.parametrize("fraction", [0.86, 2.9, 0.3])
def test_a_vital_capacity_in_another_unit_moves_nothing_in_the_plan(
    read: Any, knowledge: Knowledge, fraction: float
) -> None:
    def timings(facts: dict[str, Any]) -> Any:
        plan = make_plan(assess(read(told(facts)), knowledge, today=TODAY), knowledge)
        return [(item.id, item.timing) for item in plan.items], [flag.id for flag in plan.red_flags]

    untold = timings({"alsfrs_walking": 3})
    assert timings({"alsfrs_walking": 3, "fvc_pct": fraction}) == untold
    assert timings({"alsfrs_walking": 3, "fvc_pct": f"{fraction} % predicted"}) != untold, "confirmed by its unit"


@pytest.mark.parametrize("written", ["9 % predicted", "9%", 10, "10", 0])
def test_a_low_vital_capacity_is_used_where_its_unit_is_written_or_no_other_can_be_meant(
    read: Any, knowledge: Knowledge, written: Any
) -> None:
    intake = read(told({"fvc_pct": written}))
    assert values(intake) == {"fvc_pct": float(str(written).split(" ")[0].strip("%"))}
    assert read(written_anew(intake, knowledge)).observations == intake.observations


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


@pytest.mark.parametrize(
    "written",
    [
        "breathing|feeding",
        " breathing | feeding|",
        ["breathing", "feeding"],
        {"value": ["breathing", "feeding"], "note": "x"},
    ],
)
def test_topics_held_back_are_a_list_or_text_with_bars(read: Any, knowledge: Knowledge, written: Any) -> None:
    intake = read(told({"falls_1mo": 0}, preferences={"print_topics_held_back": written}))
    at_visit = read(told({"print_topics_held_back": written}))
    assert intake.preferences.print_topics_held_back == ("breathing", "feeding")
    assert at_visit.preferences.print_topics_held_back == ("breathing", "feeding")
    anew = written_anew(intake, knowledge)
    topics = anew["preferences"]["print_topics_held_back"]
    assert (topics["value"] if isinstance(topics, dict) else topics) == ["breathing", "feeding"]
    assert read(anew).preferences == intake.preferences


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
    plan = make_plan(assess(read(odd), knowledge, today=TODAY), knowledge)
    assert {item.id for item in plan.items} == set(knowledge.by_id)
    assert len(plan.intake.told) == 2 and len(plan.intake.to_confirm) == 2
