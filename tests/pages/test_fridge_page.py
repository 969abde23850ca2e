"""The fridge and emergency sheet: one page whatever is told, what a crew acts on always there, nothing in confidence."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from fridge_sheets import made, said, versions, worst
from page_text import words_of
from people import LATE, PEOPLE, TODAY, plan_of
from pressed import faults, pages_of

from planner import assess, compose, make_plan, read_intake, render_html, render_pdf
from planner.commands.cli import cli
from planner.curation.manner import manner_findings, never_printed
from planner.language.words import Words, load_words
from planner.model.emergency import CrewLine
from planner.model.errors import RenderError
from planner.model.knowledge import Knowledge
from planner.pages.fridge import fridge_document
from planner.reading.resources import resource
from planner.reading.stages import read_knowledge

FIRST_FOUR = ("Who I am", "Call first", "Breathing", "Position", "Medicines")
PAPERS = ("letter", "a4")


# --- one page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_sheet_is_one_page_for_everybody(knowledge: Knowledge, who: str, paper: str) -> None:
    html = render_html(compose(plan_of(who, knowledge), "fridge"), paper=paper)
    assert pages_of(html) == 1 and faults(html) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_worst_case_is_one_page_and_keeps_what_a_crew_acts_on(knowledge: Knowledge, paper: str) -> None:
    plan = worst(knowledge)
    html = render_html(compose(plan, "fridge"), paper=paper)
    assert pages_of(html) == 1 and faults(html) == []
    told = words_of(html)
    assert all(f"\n{heading}\n" in told for heading in FIRST_FOUR)
    for lines in plan.emergency.lines.values():
        assert all(line in told for line in lines)
    assert "More: see my care plan." in told


def longer(text: str, share: float) -> str:
    """A text as long as a translation of it may be."""
    return text + " " + ("lorem ipsum " * 40)[: int(len(text) * share)].strip()


def stretched(entry: Any, share: float) -> Any:
    if isinstance(entry, dict):
        return {key: stretched(part, share) for key, part in entry.items()}
    return longer(entry, share) if isinstance(entry, str) and "{" not in entry else entry


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("who", ["demo", "late", "almost_unknown"])
def test_a_third_more_text_still_fits_one_page(knowledge: Knowledge, who: str, paper: str) -> None:
    """Translations run longer; no language may push the sheet onto a second page."""
    plan, words = plan_of(who, knowledge), load_words("en")
    lines = {part: tuple(longer(line, 0.35) for line in told) for part, told in plan.emergency.lines.items()}
    long_plan = replace(plan, emergency=replace(plan.emergency, lines=lines))
    entries = {**words.entries, "fridge": stretched(words.entries["fridge"], 0.35)}
    document = fridge_document(long_plan, Words("en", "ltr", entries), plan.intake.name or plan.intake.id)
    assert pages_of(render_html(document, paper=paper)) == 1


def test_the_print_gets_closer_before_anything_is_left_out(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    chain = versions(compose(plan, "fridge"))
    assert [version.setting for version in chain[:3]] == ["open", "closer", "closest"]
    texts = [words_of(render_html(replace(version, pages_at_most=0))) for version in chain]
    assert all("\nEvery day\n" in text and "No room for" not in text for text in texts[:3])
    assert all("\nEvery day\n" not in text and "No room for: Every day." in text for text in texts[3:])
    for text in texts:
        assert all(f"\n{heading}\n" in text for heading in FIRST_FOUR)


def test_large_print_comes_closer_then_leaves_out_then_takes_its_back(knowledge: Knowledge) -> None:
    """What a crew acts on stands on every version, and the first that fits is printed."""
    plan = plan_of("demo", knowledge)
    chain = versions(compose(plan, "fridge").in_large_print)
    settings = [version.setting for version in chain]
    one_page = [at for at, version in enumerate(chain) if version.pages_at_most == 1]
    assert settings[:4] == ["open", "closer", "closest", "tightest"] and one_page == [*range(len(one_page))]
    texts = [words_of(render_html(replace(version, pages_at_most=0), large_print=True)) for version in chain]
    left_out = ["No room for: Every day." in text for text in texts[: len(one_page)]]
    assert left_out == sorted(left_out) and left_out[:4] == [False] * 4 and left_out[-1]
    assert ["Turn over:" in text for text in texts] == [at not in one_page for at in range(len(chain))]
    for text in texts:
        assert all(line in text for lines in plan.emergency.lines.values() for line in lines)


def test_a_sheet_that_can_not_fit_is_refused_in_a_sentence(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    endless = {part: lines * 10 for part, lines in plan.emergency.lines.items()}
    document = compose(replace(plan, emergency=replace(plan.emergency, lines=endless)), "fridge")
    with pytest.raises(RenderError, match="This does not fit 1 page"):
        render_html(document)
    assert pages_of(render_html(document, large_print=True)) > 2, "who needs large print never goes without"


# --- what stands on it ------------------------------------------------------------------------------------


def test_what_nobody_knows_is_a_line_to_write_on(knowledge: Knowledge) -> None:
    told = said(plan_of("almost_unknown", knowledge))
    for line in (
        "Born:",
        "I talk by:",
        "Allergies:",
        "My list of medicines is:",
        "Emergency number:",
        "My clinic:",
        "After hours:",
        "My helper:",
        "The papers are here:",
    ):
        assert f"\n{line}\n" in told


def test_what_is_known_is_said(knowledge: Knowledge) -> None:
    told = said(plan_of("demo", knowledge))
    for line in ("Born 3 May 1961", "I speak.", "Emergency number: 911", "ALS clinic: 555-0142 (8 to 5)"):
        assert f"\n{line}\n" in told
    assert "Born:" not in told and "I talk by" not in told


def test_a_name_is_never_cut_and_one_that_cannot_be_printed_is_a_line_to_write_on(knowledge: Knowledge) -> None:
    plan = worst(knowledge)
    for version in versions(compose(plan, "fridge")):
        assert f"\n{plan.intake.name}\n" in words_of(render_html(replace(version, pages_at_most=0)))
    unprintable = replace(plan, intake=replace(plan.intake, name="山田", id="p7"))
    told = words_of(render_html(compose(unprintable, "fridge", name="p7")))
    assert "\np7\n" in told and "My name, in my own letters:" in told
    assert "in my own letters" not in said(plan)


def test_the_usual_reading_stands_with_its_day(knowledge: Knowledge) -> None:
    told = said(made(knowledge, {"spo2_pct": 94}))
    assert "My usual oxygen reading: 94 % (20 Nov 2026)." in told and "usual oxygen" not in said(made(knowledge))


def test_an_answer_gone_stale_is_unknown(knowledge: Knowledge) -> None:
    long_ago = {"patient": {"id": "x"}, "visits": [{"on": "2026-05-01", "facts": {"niv_status": "in_use"}}]}
    intake = read_intake(long_ago, knowledge, TODAY)
    told = said(make_plan(assess(intake, knowledge, today=TODAY), knowledge))
    assert "with a mask machine (BiPAP) or a bag-mask" in told


def test_oxygen_is_never_forbidden_and_no_flow_pressure_or_dose_is_printed(knowledge: Knowledge) -> None:
    for who in PEOPLE:
        told = said(plan_of(who, knowledge))
        assert not re.search(r"(never|do not|don't|no) (give )?(me )?oxygen", told, re.IGNORECASE)
        assert never_printed(told.replace("(8 to 5)", "")) == []
        assert "Not an order: local protocols come first." in told


@pytest.mark.parametrize("look_ahead", ["now", "3_months", "12_months", "all"])
def test_neither_look_ahead_nor_topics_held_back_take_a_safety_line_away(knowledge: Knowledge, look_ahead: str) -> None:
    topics = "breathing|feeding|communication|later_care|end_of_life|money"
    choice = {"look_ahead": look_ahead, "print_topics_held_back": topics}
    plan, plain = made(knowledge, preferences=choice), made(knowledge)
    assert plan.emergency == plain.emergency
    told = said(plan)
    assert all(line in told for lines in plan.emergency.lines.values() for line in lines)
    assert "My wishes" not in told and "The papers are here:" in told
    assert "Feeding tube" not in told and "Feeding tube" in said(plain)


def test_what_was_told_in_confidence_changes_nothing_on_the_sheet(knowledge: Knowledge) -> None:
    secret = {name for name, fact in knowledge.vocabulary.facts.items() if fact.confidential}
    facts = dict(LATE["visits"][0]["facts"])  # type: ignore[index]
    open_facts = {name: value for name, value in facts.items() if name not in secret}
    assert len(open_facts) < len(facts)
    assert said(made(knowledge, facts)) == said(made(knowledge, open_facts))


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (None, "EMERGENCY: I have ALS (MND)"),
        ("als", "EMERGENCY: I have ALS (MND)"),
        ("suspected", "EMERGENCY: I may have ALS (MND)"),
        ("primary_lateral_sclerosis", "EMERGENCY: I have MND (like ALS)"),
    ],
)
def test_the_title_claims_no_more_than_the_diagnosis(knowledge: Knowledge, kind: str | None, title: str) -> None:
    patient = {"diagnosis_type": kind} if kind else {}
    assert title in said(made(knowledge, patient=patient)).splitlines()


@pytest.mark.parametrize(
    ("country", "number"), [("US", "911"), ("UK", "999"), ("DE", "112"), ("AU", "000"), ("JP", "")]
)
def test_the_emergency_number_is_never_a_guess(knowledge: Knowledge, country: str, number: str) -> None:
    told = said(made(knowledge, patient={"country": country}))
    assert f"\nEmergency number: {number}\n" in told if number else "\nEmergency number:\n" in told


def test_the_draft_bar_stands_until_the_plan_is_signed(knowledge: Knowledge) -> None:
    plan = plan_of("demo", knowledge)
    assert "Draft: not yet checked by your therapist" in said(plan)
    review = plan.intake.review.model_copy(update={"by": "Invented Therapist", "on": date(2026, 11, 21)})
    told = said(replace(plan, intake=replace(plan.intake, review=review)))
    assert "Draft" not in told and "Checked by Invented Therapist on 21 Nov 2026." in told
    assert "Throw away after 21 Feb 2027." in told


def test_the_file_says_what_it_carries_and_does_not_name_the_person(knowledge: Knowledge) -> None:
    html = render_html(compose(plan_of("demo", knowledge), "fridge"))
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(html)))
    assert "This file carries no data beside what you see." in words_of(html)
    assert "Rosa" not in str(reader.metadata)


def test_the_day_and_the_digest_stand_once(knowledge: Knowledge) -> None:
    told = said(plan_of("demo", knowledge))
    assert told.count(knowledge.named_digest) == 1 and told.count("22 Nov") == 1 and "22 November" not in told


# --- the file behind it -----------------------------------------------------------------------------------


def problems_with(tmp_path: Path, was: str, now: str) -> list[str]:
    """What is said of a base whose fridge.yaml is changed in one place."""
    base = tmp_path / "base"
    shutil.copytree(resource("stages"), base)
    file = base / "fridge.yaml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, now), encoding="utf-8")
    return [str(problem) for problem in read_knowledge(base)[1]]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("source: alsk,", "source: alsx,", "I do not know the source 'alsx'"),
        ("  daily_skin_check:", "  daily_skin_chek:", "the recommendation 'daily_skin_chek'. Did you mean 'daily_skin_check'?"),
        ("is: mask}\n          says", "is: msk}\n          says", "'msk' is not a choice of 'ventilation'"),
        ("  along:\n", "  alongside:\n", "along"),
        ("    topic: feeding\n", "    topic: food\n", "topic"),
        ("says: Do not pull on my arms.", "say: Do not pull on my arms.", "says"),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_told_with_its_place(tmp_path: Path, was: str, now: str, expected: str) -> None:
    said_of = problems_with(tmp_path, was, now)
    assert any("fridge.yaml:" in one and expected in one for one in said_of), said_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Give me oxygen at 2 L/min.", "is never printed"),
        ("Give me 5 mg of it.", "is never printed"),
        ("I am wheelchair-bound.", "does not stand on family pages"),
        ("Supplementary oxygenation exacerbates hypercapnia considerably in neuromuscular insufficiency.", "Reading grade"),
    ],
)  # fmt: skip
def test_check_holds_the_lines_to_the_manner_of_family_pages(knowledge: Knowledge, text: str, expected: str) -> None:
    fridge = knowledge.fridge
    line = CrewLine(says=text, evidence=fridge.lines["along"]["machines"].evidence)
    changed = fridge.model_copy(update={"lines": {**fridge.lines, "along": {"machines": line}}})
    found = manner_findings(replace(knowledge, fridge=changed))
    assert any("fridge.yaml, along" in problem.where and expected in problem.what for problem in found)
    assert not any("fridge.yaml" in problem.where for problem in manner_findings(knowledge))


def test_every_line_has_a_source_that_was_read(knowledge: Knowledge) -> None:
    for line in knowledge.fridge.every_line():
        assert any(knowledge.sources[cited.source].read not in ("not_read", "own") for cited in line.evidence)
        assert all(cited.says for cited in line.evidence)


def test_the_command_makes_the_sheet(tmp_path: Path) -> None:
    found = CliRunner().invoke(
        cli, ["demo", "--document", "fridge", "--reader", "helper", "-o", str(tmp_path), "--format", "html"]
    )
    assert found.exit_code == 0, found.output
    assert [path.name for path in tmp_path.iterdir()] == ["invented-rosa-fridge.html"]
