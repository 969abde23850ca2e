"""Deliberately broken bases: each planted fault is found, and said in exactly these words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from people import TODAY

from planner import load_knowledge
from planner.commands.cli import cli
from planner.curation.coverage import daily_load_findings, heaviest_day
from planner.curation.proofread import proofread
from planner.model.errors import KnowledgeError
from planner.model.knowledge import Knowledge, Recommendation
from planner.reading.checked import ConditionReader
from planner.reading.resources import resource
from planner.reading.strict_yaml import read_file

BRACE = "light_ankle_brace_leaf_spring"
BRACE_FILE = f"recommendations/orthoses/{BRACE}.yaml"
Edit = Callable[[str], str]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A whole base of one's own to break."""
    return Path(shutil.copytree(resource("stages"), tmp_path / "base"))


def edited(base: Path, file: str, *changes: tuple[str, str]) -> None:
    path = base / file
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, f"{file} does not hold {before!r}"
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def refused(base: Path) -> list[str]:
    """What keeps the base from being used, without the place."""
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(base)
    return [problem.split(": ", 1)[1] for problem in caught.value.problems]


def noticed(base: Path) -> list[str]:
    return [f"{p.what} {p.remedy}".strip() for p in proofread(load_knowledge(base), today=TODAY)]


# --- a base that cannot be used --------------------------------------------------------------------------------

FACT = "- {fact: foot_drop, is: true}"


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            BRACE_FILE,
            FACT,
            "- {fact: foot_dorp, is: true}",
            "when → all → 1 → any → 1: I do not know the fact 'foot_dorp'. Did you mean 'foot_drop'? Use an id of facts.yaml.",
        ),
        (
            BRACE_FILE,
            FACT,
            "- {fact: foot_drop, iz: true}",
            "when → all → 1 → any → 1: I do not know 'iz'.",
        ),
        (
            BRACE_FILE,
            "at_most: foot_lift_weak}",
            "at_most: 4}",
            "when → all → 1 → any → 0: 4 is a bare number. Name it in limits.yaml, with its source, and use the name.",
        ),
        (
            BRACE_FILE,
            FACT,
            "- {fact: foot_drop, known: true}",
            "when → all → 1 → any → 1: 'known' asks whether something was measured at all. Say why in 'because: …'.",
        ),
        (BRACE_FILE, "\nunless:", "\nunles:", None),
        ("about.yaml", "edition:", "editoin:", None),
    ],
)
def test_a_slip_keeps_the_base_from_being_used(
    base: Path, file: str, before: str, after: str, said: str | None
) -> None:
    edited(base, file, (before, after))
    found = refused(base)
    if said is None:
        name = before.strip().rstrip(":")
        assert any(f"Did you mean '{name}'?" in one for one in found)
        assert any(f"'{name}' is missing." in one for one in found)
    else:
        assert found == [said]


def test_an_id_of_a_withdrawn_rule_is_not_used_again(base: Path) -> None:
    (base / "retired").mkdir()
    shutil.copy(base / BRACE_FILE, base / "retired" / f"{BRACE}.yaml")
    own = "Give each rule an id of its own."
    assert refused(base) == [f"id: The id '{BRACE}' belonged to a rule that was withdrawn. {own}"]


def test_a_clinics_layer_cannot_use_a_withdrawn_id_either(base: Path, tmp_path: Path) -> None:
    text = (base / BRACE_FILE).read_text(encoding="utf-8").replace(f"id: {BRACE}", "id: old_brace")
    (base / "retired").mkdir()
    target = tmp_path / "clinic" / "recommendations" / "orthoses" / "old_brace.yaml"
    target.parent.mkdir(parents=True)
    for path in (base / "retired" / "old_brace.yaml", target):
        path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(base, tmp_path / "clinic")
    assert any("belonged to a rule that was withdrawn" in problem for problem in caught.value.problems)


def test_facts_that_ask_for_each_other_in_a_circle_are_refused(base: Path) -> None:
    rule = "yes_when: {any: [{fact: cannot_lie_flat, is: true}"
    edited(base, "facts.yaml", (rule, "yes_when: {any: [{fact: any_breathing_symptom, is: true}"))
    circle = "any_breathing_symptom → any_breathing_symptom"
    assert refused(base) == [
        f"any_breathing_symptom → yes_when: The rules of these facts ask for each other in a circle: {circle}. Break the circle."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x: {value: 1}\n" * 400_000, "This file is larger than 4 MB. Take the large part out."),
        (
            "a: &a [1]\n" + "".join(f"b{at}: [*a, *a]\n" for at in range(30)),
            "Anchors (&) and aliases (*) are not used here. Write the value out, or quote the text.",
        ),
        ("[" * 5000, "This is nested more than 24 deep. Flatten it."),
        ("a: 1\na: 2\n", "'a' is written twice (first on line 1). Keep one."),
    ],
    ids=["huge", "aliases that explode", "deep", "twice"],
)
def test_hostile_yaml_is_refused_at_once(base: Path, text: str, said: str) -> None:
    (base / "limits.yaml").write_text(text, encoding="utf-8")
    assert said in refused(base)


def test_no_plan_is_made_from_a_base_that_is_not_valid(base: Path, tmp_path: Path) -> None:
    edited(base, BRACE_FILE, (FACT, "- {fact: foot_dorp, is: true}"))
    result = CliRunner().invoke(cli, ["demo", "--stages", str(base), "-o", str(tmp_path / "out")])
    assert result.exit_code == 4
    assert "I do not know the fact 'foot_dorp'." in result.output
    assert not (tmp_path / "out").exists()


# --- a base that loads and is to be mended ------------------------------------------------------------------------


(DUE,) = re.findall(r"review_by: [0-9-]+", (resource("stages") / BRACE_FILE).read_text(encoding="utf-8"))
OF_THERAPISTS, OF_FAMILIES = "    do:\n", "    figure: afo_on\n    do:\n"  # where the first line of each begins
PLANTED = [
        (BRACE_FILE, OF_FAMILIES, f"{OF_FAMILIES}      - You must wear this brace\n", "'must' does not stand on family pages: 'You must wear this brace'. Instead: you can, try, it may help."),
        (BRACE_FILE, OF_FAMILIES, f"{OF_FAMILIES}      - Utilization necessitates appropriate footwear considerations.\n", "Reading grade 31.2 (at most 6) in 'Utilization necessitates appropriate footwear considerations'. Use shorter sentences and shorter words."),
        (BRACE_FILE, OF_FAMILIES, f"{OF_FAMILIES}      - People who wear it survive to walk.\n", "'survive' speaks of how long somebody lives: 'People who wear it survive to walk.'. Leave it out."),
        ("limits.yaml", "foot_lift_weak:", "nobody_uses_this: {value: 3, unit: m, means: Nothing, basis: planner_default, why: A fault planted.}\nfoot_lift_weak:", "Nothing uses the limit 'nobody_uses_this'. Take it out, or use it."),
        ("facts.yaml", '  kept: "Printed beside the stage."\n', "", "Nothing reads the fact 'kings_stage'. Use it, or say under 'kept' why it is asked."),
        ("about.yaml", '  neck: {stages: [1], why: "No neck weakness yet."}\n', "", "The domain 'neck' has no advice for stage I. Write a rule, or say under 'no_advice' why there is none."),
        ("about.yaml", "transfers: {stages: [1]", "transfers: {stages: [1, 4]", "'no_advice' leaves out stage IV of 'transfers', for which there is advice. Take those stages out."),
        (BRACE_FILE, DUE, "review_by: 2026-11-01", "Its review was due by 2026-11-01. Review it and set a new day."),
        ("limits.yaml", "daily_load_helper: {value: 45", "daily_load_helper: {value: 15", "One helper may be asked for 20 minutes a day (at most 15): helper_passive_range. Let one give way in 'unless', or ask for fewer minutes."),
        (BRACE_FILE, OF_THERAPISTS, f"{OF_THERAPISTS}      - Give oxygen at 2 L/min.\n", "'2 L/min' is never printed: 'Give oxygen at 2 L/min.'. Leave it out."),
        (BRACE_FILE, OF_THERAPISTS, f"{OF_THERAPISTS}      - Set an EPAP of 6 cmH2O.\n", "'6 cmH2O' is never printed: 'Set an EPAP of 6 cmH2O.'. Leave it out."),
        (BRACE_FILE, OF_THERAPISTS, f"{OF_THERAPISTS}      - Take 10 mg at night.\n", "'10 mg' is never printed: 'Take 10 mg at night.'. Leave it out."),
]  # fmt: skip
"""Faults that do not touch each other: a file, what stands there, what is planted in its place, and what is said of it."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is noticed in a base with all of them."""
    base = Path(shutil.copytree(resource("stages"), tmp_path_factory.mktemp("planted") / "base"))
    for file, before, after, _ in PLANTED:
        edited(base, file, (before, after))
    return noticed(base)


@pytest.mark.parametrize("said", [said for *_, said in PLANTED], ids=[said[:24] for *_, said in PLANTED])
def test_what_a_careful_colleague_notices(found: list[str], said: str) -> None:
    assert said in found


def test_a_source_is_cited_or_marked(base: Path) -> None:
    edited(base, "sources.yaml", ("\nsinaki:", '\nplanted_a: {cite: "A planted source", read: full}\nsinaki:'))
    assert noticed(base) == [
        "Nothing cites the source 'planted_a'. Cite it, take it out, or mark it 'background: true'."
    ]


# --- searched, not seen by eye ------------------------------------------------------------------------------------


def changed(knowledge: Knowledge, rule: Recommendation, **other: Any) -> Knowledge:
    rules = tuple(r if r.id != rule.id else r.model_copy(update=other) for r in knowledge.recommendations)
    return replace(knowledge, recommendations=rules)


def condition(knowledge: Knowledge, raw: Any) -> Any:
    read = read_file(resource("stages") / "about.yaml", "about.yaml")
    made = ConditionReader(knowledge.vocabulary, knowledge.numbers, read).condition(raw, ())
    assert read.problems == []
    return made


AGAINST, DEAD, FOR_EVERYBODY = "stiffer_carbon_ankle_brace", "rollator_with_seat", "anti_claw_hand_splint"


@pytest.fixture(scope="module")
def searched(knowledge: Knowledge) -> list[str]:
    """What is said of a base with a dead rule, one for everybody, and two that contradict each other."""
    dead = {"all": [{"fact": "stage", "at_most": "2"}, {"fact": "stage", "at_least": "4"}]}
    everybody = {"any": [{"fact": "foot_drop", "is": True}, {"not": {"fact": "foot_drop", "is": True}}]}
    brace, rules = knowledge.by_id[BRACE], knowledge.by_id
    broken = changed(knowledge, rules[DEAD], when=condition(knowledge, dead))
    broken = changed(broken, rules[FOR_EVERYBODY], when=condition(knowledge, everybody))
    broken = changed(broken, rules[AGAINST], kind="avoid", about=brace.about, when=brace.when, unless=())
    return [f"{problem.where}: {problem.what}" for problem in proofread(broken, today=TODAY)]


def test_a_planted_dead_rule_is_found(searched: list[str], knowledge: Knowledge) -> None:
    assert f"{knowledge.files[DEAD]}: No possible person can get this advice now." in searched


def test_a_planted_rule_for_everybody_is_found(searched: list[str], knowledge: Knowledge) -> None:
    assert f"{knowledge.files[FOR_EVERYBODY]}: The trigger holds for every possible person." in searched


def test_a_planted_contradiction_is_found(searched: list[str]) -> None:
    found = [what for what in searched if "tell one person to do and not to do" in what]
    assert any(BRACE in what and AGAINST in what for what in found)


def test_the_daily_load_is_that_of_one_possible_person(knowledge: Knowledge) -> None:
    minutes, rules = heaviest_day(knowledge, "person")
    assert minutes == sum(knowledge.numbers[rule.minutes_a_day] for rule in rules)
    assert len({rule.about for rule in rules}) == len(rules) > 2
    assert minutes <= knowledge.numbers["daily_load_person"]
    assert list(daily_load_findings(knowledge)) == []


def test_the_base_is_clean_and_says_so(today: date) -> None:
    result = CliRunner().invoke(cli, ["check", "--today", today.isoformat()])
    assert result.exit_code == 0
    assert "nothing to mend" in result.output


# --- what is assumed ---------------------------------------------------------------------------------------------


def test_nothing_is_assumed_of_what_stands_in_a_precaution_or_a_danger_sign(base: Path) -> None:
    edited(base, "facts.yaml", ("any_fall}\n  question", "any_fall}\n  implied: value\n  taken_as: 0\n  question"))
    said = [line for line in noticed(base) if "assumed" in line]
    assert (
        "The value of 'falls_1mo' is assumed where nobody tells it, and it stands in a guard of 'repeat_falls'."
        " Write 'implied: relevance'."
    ) in said


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("taken_as: none", "taken_as: bicycle", "wheelchair_in_use → taken_as: 'bicycle' is no answer to this. Write the answer that is assumed."),
        ("  implied: value\n", "", "wheelchair_in_use → taken_as: Nothing is taken for granted here. Write 'implied: value' beside it."),
        ("walking_changed}\n  implied", "walking_chnged}\n  implied", "wheelchair_in_use → ask_when: I do not know the limit 'walking_chnged'. Did you mean 'walking_changed'? Use a name of limits.yaml."),
        ("{fact: alsfrs_walking, at_most: walking_changed}\n  implied", "{fact: wheelchair_in_use, is: none}\n  implied", "wheelchair_in_use → ask_when: What is assumed here asks for itself: wheelchair_in_use → wheelchair_in_use. Break the circle."),
    ],
)  # fmt: skip
def test_what_cannot_be_assumed_is_refused(base: Path, before: str, after: str, expected: str) -> None:
    edited(base, "facts.yaml", (before, after))
    assert refused(base) == [expected]
