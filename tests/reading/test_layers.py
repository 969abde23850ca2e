"""A clinic's own layer: its numbers, waits, rules and wording lie over the base, each with a reason that prints."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from people import DEMO, TODAY

from planner import assess, load_knowledge, make_plan, read_intake
from planner.curation.proofread import moved_by_layers, proofread
from planner.model.errors import KnowledgeError
from planner.model.knowledge import Knowledge
from planner.pages.compose import compose
from planner.press.render import render_html
from planner.reading.resources import resource
from planner.reading.stages import read_knowledge
from planner.record.plan_json import plan_as_json

BRACE = "light_ankle_brace_leaf_spring"
RULE = resource("stages") / "recommendations" / "orthoses" / f"{BRACE}.yaml"


def layer(folder: Path, **files: Any) -> Path:
    """A layer folder, one YAML file for each name."""
    folder.mkdir()
    for name, value in files.items():
        text = value if isinstance(value, str) else yaml.safe_dump(value, allow_unicode=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return [str(problem) for problem in caught.value.problems]


# --- what a layer may do --------------------------------------------------------------------------------------


def test_a_changed_number_takes_ours_place_and_says_so(tmp_path: Path, knowledge: Knowledge) -> None:
    ours = layer(tmp_path / "our-clinic", limits={"foot_lift_weak": {"value": 3, "why": "Our orthotist asks for it."}})
    changed = load_knowledge(ours)
    limit = changed.limits["foot_lift_weak"]
    assert (limit.value, limit.basis, limit.unit) == (3, "clinic", knowledge.limits["foot_lift_weak"].unit)
    assert changed.layers[0].changes == (f"{limit.means}: 4 → 3 MRC grade (Our orthotist asks for it.)",)
    assert knowledge.limits["foot_lift_weak"].evidence and not limit.evidence, "our source did not say this number"
    assert changed.digest == knowledge.digest, "the base is never edited"
    assert load_knowledge().limits["foot_lift_weak"].value == 4


def test_a_changed_number_changes_the_answer(tmp_path: Path, knowledge: Knowledge, today: date) -> None:
    facts = {
        "alsfrs_walking": 3,
        "foot_drop": False,
        "mrc_ankle_dorsiflexion_left": 4,
        "mrc_ankle_dorsiflexion_right": 5,
    }
    intake = read_intake(
        {"patient": {"id": "invented"}, "visits": [{"on": "2026-11-20", "facts": facts}]}, knowledge, TODAY
    )
    ours = load_knowledge(layer(tmp_path / "c", limits={"foot_lift_weak": {"value": 3, "why": "Asked for."}}))
    timings = [
        next(item.timing for item in make_plan(assess(intake, base, today=today), base).items if item.id == BRACE)
        for base in (knowledge, ours)
    ]
    assert timings[0] != timings[1]


def test_waits_can_be_the_clinics_own(tmp_path: Path) -> None:
    changed = {"items": {"power_wheelchair": {"leads": {"loan_closet_used": [3, 5, 9]}, "why": "Our own pool."}}}
    ours = load_knowledge(layer(tmp_path / "c", equipment=changed))
    assert ours.equipment["power_wheelchair"].days_by_route["loan_closet_used"] == (3, 5, 9)
    assert "va" in ours.equipment["power_wheelchair"].days_by_route
    assert ours.layers[0].changes[0].endswith("loan closet used 3 / 5 / 9 days (Our own pool.)")


def test_a_rule_can_be_switched_off_with_a_reason(tmp_path: Path, knowledge: Knowledge) -> None:
    ours = load_knowledge(layer(tmp_path / "c", switched_off={BRACE: "We have no orthotist for it."}))
    assert set(knowledge.by_id) - set(ours.by_id) == {BRACE}
    assert ours.layers[0].changes[0].endswith("(We have no orthotist for it.)")


RULES = sorted(RULE.parents[1].glob("*/*.yaml"))
FIRST_OF_DOMAIN = {min(path.parent.glob("*.yaml")) for path in RULES}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(path.stem, marks=() if path in FIRST_OF_DOMAIN else pytest.mark.all_forms, id=path.stem)
        for path in RULES
    ],
)
def test_any_rule_can_be_switched_off(name: str, tmp_path: Path) -> None:
    folder = layer(tmp_path / "c", switched_off={name: "Invented reason."})
    _, problems = read_knowledge(resource("stages"), folder)
    assert [str(problem) for problem in problems] == []


def test_our_wording_can_be_the_clinics_own(tmp_path: Path, knowledge: Knowledge) -> None:
    words = {BRACE: {"family": {"title": "Ask Ann for a light brace"}, "why": "Ann is our orthotist."}}
    ours = load_knowledge(layer(tmp_path / "c", texts=words))
    assert ours.by_id[BRACE].text.family.title == "Ask Ann for a light brace"
    assert ours.by_id[BRACE].text.therapist == knowledge.by_id[BRACE].text.therapist


def test_a_clinic_adds_rules_numbers_and_sources(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = layer(
        tmp_path / "c",
        limits={"our_number": {"value": 2, "unit": "falls", "means": "Ours", "basis": "clinic", "why": "Chosen."}},
    )
    rule = RULE.read_text(encoding="utf-8").replace(f"id: {BRACE}", "id: our_brace")
    (folder / "recommendations" / "orthoses").mkdir(parents=True)
    (folder / "recommendations" / "orthoses" / "our_brace.yaml").write_text(rule, encoding="utf-8")
    ours = load_knowledge(folder)
    assert set(ours.by_id) - set(knowledge.by_id) == {"our_brace"}
    assert ours.limits["our_number"].value == 2
    assert ours.layers[0].changes == (f"Added: {ours.by_id['our_brace'].text.therapist.title}",)


def test_the_layer_named_last_holds(tmp_path: Path) -> None:
    first = layer(tmp_path / "region", limits={"any_fall": {"value": 2, "why": "First."}})
    last = layer(tmp_path / "clinic", limits={"any_fall": {"value": 3, "why": "Last."}})
    both = load_knowledge(first, last)
    assert both.limits["any_fall"].value == 3
    assert [found.name for found in both.layers] == ["region", "clinic"]


def test_the_check_shows_which_of_our_examples_come_out_otherwise(tmp_path: Path, today: date) -> None:
    ours = load_knowledge(layer(tmp_path / "c", limits={"foot_lift_weak": {"value": 3, "why": "Asked for."}}))
    moved = [str(problem) for problem in moved_by_layers(ours)]
    assert any("the foot lift is getting weak' expects now but gives check_first" in said for said in moved), moved
    assert proofread(ours, today=today) == ()
    assert moved_by_layers(load_knowledge()) == ()


def test_the_check_judges_the_rules_a_clinic_adds(tmp_path: Path, today: date) -> None:
    folder = layer(tmp_path / "c") / "recommendations" / "orthoses"
    folder.mkdir(parents=True)
    text = RULE.read_text(encoding="utf-8").replace(f"id: {BRACE}", "id: our_brace")
    wrong = text.replace("expect: now", "expect: not_now", 1)
    assert wrong != text
    (folder / "our_brace.yaml").write_text(wrong, encoding="utf-8")
    found = [str(problem) for problem in proofread(load_knowledge(tmp_path / "c"), today=today)]
    assert any(said.startswith("c/recommendations/orthoses/our_brace.yaml") for said in found), found


def test_the_paper_names_the_layer_and_each_change(tmp_path: Path) -> None:
    folder = layer(tmp_path / "our-clinic", limits={"any_fall": {"value": 2, "why": "An <b>invented</b> reason."}})
    ours = load_knowledge(folder)
    plan = make_plan(assess(read_intake(DEMO, ours, TODAY), ours, today=TODAY), ours)
    therapist, family = (render_html(compose(plan, kind)) for kind in ("annex", "family"))
    assert "An &lt;b&gt;invented&lt;/b&gt; reason." in therapist and "<b>invented" not in therapist
    assert "invented</b> reason" not in family and "An &lt;b&gt;" not in family
    named = f"our-clinic {ours.layers[0].digest}"
    assert all(named in page for page in (therapist, family))
    assert plan_as_json(plan)["knowledge"]["digest"].endswith(named)


# --- what is refused, all at once ------------------------------------------------------------------------------

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a number without a reason": ({"limits": {"any_fall": {"value": 2}}}, "does not say why"),
    "a number with another unit": (
        {"limits": {"any_fall": {"value": 2, "unit": "weeks", "why": "x"}}},
        "unit: A layer cannot change this",
    ),
    "a bare number": ({"limits": {"any_fall": 2}}, "should be a set of named entries"),
    "a number that is none": ({"limits": {"any_fall": {"value": "many", "why": "x"}}}, "any_fall"),
    "a source of ours": ({"sources": {"har22": {}}}, "is ours already"),
    "an unknown thing": ({"equipment": {"items": {"power_wheelchiar": {"why": "x"}}}}, "power_wheelchair"),
    "waits without a reason": (
        {"equipment": {"items": {"power_wheelchair": {"leads": {"loan_closet_used": [1, 2, 3]}}}}},
        "does not say why",
    ),
    "waits that are none": (
        {"equipment": {"items": {"power_wheelchair": {"leads": {"loan_closet_used": "soon"}, "why": "x"}}}},
        "should be a list",
    ),
    "an unknown route": (
        {"equipment": {"items": {"power_wheelchair": {"leads": {"lona": [1, 2, 3]}, "why": "x"}}}},
        "the route 'lona'. Did you mean 'loan'?",
    ),
    "a list for waits": ({"equipment": {"items": ["power_wheelchair"]}}, "should be a set of named entries"),
    "an unknown rule": ({"switched_off": {"light_ankle_brace": "x"}}, "do not know the recommendation"),
    "a rule off without a reason": ({"switched_off": {BRACE: ""}}, "does not say why"),
    "words without a reason": ({"texts": {BRACE: {"family": {"title": "x"}}}}, "does not say why"),
    "words for nobody": ({"texts": {BRACE: {"nurse": {"title": "x"}, "why": "x"}}}, "nurse: A layer cannot change"),
    "words that do not belong": ({"texts": {BRACE: {"family": {"titel": "x"}, "why": "x"}}}, "titel"),
    "a file nobody reads": ({"limit": {}}, "limits.yaml"),
    "a list": ({"limits": ["any_fall"]}, "should be a set of named entries"),
    "not YAML": ({"limits": "any_fall: {value: 2"}, "limits.yaml"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    files, said = WRONG[name]
    problems = refused(layer(tmp_path / "our-clinic", **files))
    assert any(said in problem and problem.startswith("our-clinic/") for problem in problems), problems


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    folder = layer(tmp_path / "c", limits={"any_fall": {"value": 2}}, switched_off={BRACE: ""}, strange={})
    assert len(refused(folder)) == 3


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert any("There is no such folder" in problem for problem in refused(tmp_path / "none"))


def test_a_rule_that_cannot_be_read_is_said_once_and_nothing_is_laid_on_it(tmp_path: Path) -> None:
    first = layer(tmp_path / "region")
    (first / "recommendations" / "orthoses").mkdir(parents=True)
    (first / "recommendations" / "orthoses" / "bare.yaml").write_text("id: bare\n", encoding="utf-8")
    second = layer(tmp_path / "clinic", switched_off={"bare": "Invented reason."})
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(first, second)
    assert caught.value.problems
    assert all("region/recommendations/orthoses/bare.yaml" in str(problem) for problem in caught.value.problems)


def test_a_clinics_own_contacts_stand_where_the_intake_names_nobody(tmp_path: Path) -> None:
    line = {"role": "Our ALS line", "phone": "555-0177", "when": "day and night", "why": "One number for all."}
    number = {"value": "9-911", "why": "Our house needs the 9 first."}
    ours = layer(tmp_path / "our-clinic", contacts={"line": line, "emergency_number": number})
    changed = load_knowledge(ours)
    assert set(changed.layers[0].changes) == {
        "Whom to call: Our ALS line 555-0177 (One number for all.)",
        "Emergency number: 9-911 (Our house needs the 9 first.)",
    }
    alone = {
        "patient": {"id": "invented-alone", "country": "US"},
        "visits": [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}],
    }
    plan = make_plan(assess(read_intake(alone, changed, TODAY), changed, today=TODAY), changed)
    html = render_html(compose(plan, "family"))
    assert "Our ALS line 555-0177 (day and night)" in html and "Call 9-911 now if" in html
    own = {**alone, "team": [{"role": "My nurse", "phone": "555-0100"}]}
    plan = make_plan(assess(read_intake(own, changed, TODAY), changed, today=TODAY), changed)
    html = render_html(compose(plan, "family"))
    assert "My nurse 555-0100" in html and "555-0177" not in html


def test_a_contact_without_a_reason_or_a_telephone_is_refused(tmp_path: Path) -> None:
    ours = layer(
        tmp_path / "our-clinic",
        contacts={"line": {"role": "Our line", "phone": "555-0177"}, "other": {"role": "Nurse", "why": "Ours."}},
    )
    said = "\n".join(refused(ours))
    assert "This changes ours and does not say why." in said and "'phone' is missing." in said
