"""One rule in words on one page, the printable map, and starting a rule: for those who keep stages/."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pressed import faults
from pypdf import PdfReader

from planner.commands.cli import cli
from planner.curation.rule_page import DETAILS, as_text, map_page, rule_page
from planner.language.words import load_words
from planner.model.conditions import leaves
from planner.model.knowledge import Knowledge
from planner.press.render import number_of_pages, render_html
from planner.reading.resources import resource

BRACE = "light_ankle_brace_leaf_spring"
# The shortest rule, ordinary ones, and those that fill a page to the brim.
PRINTED = (BRACE, "call_emergency_number_now", "power_wheelchair_evaluation", "mask_breathing_assessment_now")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


# --- one rule ---------------------------------------------------------------------------------------------------


def test_a_rule_is_told_in_words_with_its_limits_texts_and_examples(knowledge: Knowledge) -> None:
    text = as_text(rule_page(knowledge.by_id[BRACE], knowledge, load_words("en")))
    for line in (
        "Ankle-foot orthosis, posterior leaf spring, for foot drop",
        "Orthoses. Usually at stage II, III. Its id is light_ankle_brace_leaf_spring.",
        "  - Walking: at least 2 (Walks only with a person or a device)",
        "  - A light brace for the foot. The muscles that lift your foot are tired. "
        "A light brace keeps your toes from catching.",
        "  - Call us: You fall or nearly fall.",
    ):
        assert line in text.splitlines()
    assert "or Does the toe catch or the foot slap? yes" in text
    assert re.search(r"no longer walks \| .*Walking: 1.* \| Does not apply now", text)


def test_every_rule_can_be_told_in_words(knowledge: Knowledge) -> None:
    words = load_words("en")
    for rule in knowledge.recommendations:
        text = as_text(rule_page(rule, knowledge, words))
        assert "(expected:" not in text, rule.id
        assert not re.search(r"\{|\}|\bnull\b|None", text), rule.id
        raw = {leaf.fact for leaf in leaves(rule.when) if "_" in leaf.fact and leaf.fact in text.split()}
        assert raw == set(), f"{rule.id} shows a raw id"


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", PRINTED)
def test_a_rule_is_drawn_on_one_page(name: str, paper: str, tmp_path: Path) -> None:
    target = tmp_path / "rule.pdf"
    result = run("try", name, "--format", "pdf", "--paper", paper, "-o", str(target))
    assert result.exit_code == 0, result.output
    assert len(PdfReader(io.BytesIO(target.read_bytes())).pages) == 1


def test_what_does_not_fit_is_said_to_be_left_out(knowledge: Knowledge) -> None:
    words, rule = load_words("en"), knowledge.by_id["mask_breathing_assessment_now"]
    pages = {detail: number_of_pages(render_html(rule_page(rule, knowledge, words, detail))) for detail in DETAILS}
    assert pages[DETAILS[0]] > 1 == pages[DETAILS[-1]]
    said = rule_page(rule, knowledge, words, DETAILS[-1]).blocks[0].lines[-1]  # type: ignore[attr-defined]
    assert said.startswith("To fit one page, the evidence, the examples,")
    assert said.endswith("breathing/mask_breathing_assessment_now.yaml has it.")


def test_the_page_of_a_rule_has_no_fault_of_layout(knowledge: Knowledge) -> None:
    assert faults(render_html(rule_page(knowledge.by_id[BRACE], knowledge, load_words("en")))) == []


def test_a_draft_can_be_tried_before_any_plan_shows_it(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    started = run("new", "walking", "our_walking_poles", "-o", str(clinic))
    assert started.exit_code == 0, started.output
    result = run("try", "our_walking_poles", "--stages", str(clinic))
    assert "Draft: no plan shows it yet" in result.output


def test_an_example_that_does_not_hold_says_what_was_expected(knowledge: Knowledge) -> None:
    rule = knowledge.by_id[BRACE]
    wrong = rule.model_copy(
        update={"examples": (rule.examples[0].model_copy(update={"expect": "hold"}), *rule.examples[1:])}
    )
    assert "Now (expected: Hold)" in as_text(rule_page(wrong, knowledge, load_words("en")))


def test_a_misspelt_rule_is_named_with_the_nearest() -> None:
    result = run("try", "light_ankle_brace_leaf_sprin")
    assert result.exit_code == 2
    assert f"Did you mean '{BRACE}'?" in result.output


# --- the map ------------------------------------------------------------------------------------------------------


def test_the_map_can_be_printed(knowledge: Knowledge, tmp_path: Path) -> None:
    html = render_html(map_page(knowledge, load_words("en")))
    assert faults(html) == []
    assert html.count("<td>•</td>") == sum(len(rule.stages) for rule in knowledge.recommendations)
    assert "Stage V, VI: no advice here." in html
    target = tmp_path / "map.pdf"
    assert run("map", "--format", "pdf", "-o", str(target)).exit_code == 0
    fonts = re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z-]+)", target.read_bytes())
    assert {font.split(b"-")[0] for font in fonts} <= {b"Atkinson", b"Noto"}, "only bundled fonts"
    again = run("map", "--format", "pdf", "-o", str(target))
    assert again.exit_code == 5 and "This file exists." in again.output


def test_the_map_as_data_is_the_same_by_either_option(knowledge: Knowledge) -> None:
    rows = json.loads(run("map", "--json").output)
    assert rows == json.loads(run("map", "--format", "json").output)
    assert [row["id"] for row in rows] == [rule.id for rule in knowledge.recommendations]


# --- starting a rule, and schemas ----------------------------------------------------------------------------------


def test_a_new_rule_is_the_template_under_its_own_name_and_check_says_so(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    run("new", "orthoses", "our_brace", "-o", str(clinic))
    text = (clinic / "recommendations/orthoses/our_brace.yaml").read_text(encoding="utf-8")
    assert "\nid: our_brace\n" in text and "\ndomain: orthoses\n" in text and "\nstatus: draft\n" in text
    template = (resource("stages") / "TEMPLATE.yaml").read_text(encoding="utf-8")
    assert text.count("# Mandatory") == template.count("# Mandatory")
    result = run("check", "--stages", str(clinic))
    assert result.exit_code == 0, result.output
    assert "our_brace (still the template: fill it in)" in result.output


@pytest.mark.parametrize(
    ("domain", "name", "said"),
    [
        ("orthosis", "our_brace", "I do not know the domain 'orthosis'. Did you mean 'orthoses'?"),
        ("orthoses", "Our Brace", "'Our Brace' cannot be an id. Use small letters, digits and underscores."),
        ("orthoses", "../../escape", "'../../escape' cannot be an id."),
        ("orthoses", BRACE, f"The id '{BRACE}' is used already. Give yours a name of its own."),
    ],
)
def test_a_rule_that_cannot_be_started_says_why(domain: str, name: str, said: str, tmp_path: Path) -> None:
    result = run("new", domain, name, "-o", str(tmp_path / "clinic"))
    assert result.exit_code == 2 and said in result.output
    assert not (tmp_path / "clinic").exists()


def test_a_rule_that_was_started_is_never_written_over(tmp_path: Path) -> None:
    run("new", "orthoses", "our_brace", "-o", str(tmp_path))
    path = tmp_path / "recommendations/orthoses/our_brace.yaml"
    path.write_text("mine", encoding="utf-8")
    assert run("new", "orthoses", "our_brace", "-o", str(tmp_path)).exit_code == 5
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_schema_is_printed_or_written(tmp_path: Path) -> None:
    assert json.loads(run("schema").output)["title"] == "als-planner recommendation"
    target = tmp_path / "intake.json"
    assert run("schema", "intake", "-o", str(target)).exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["title"] == "als-planner intake"
    result = run("schema", "intakes")
    assert result.exit_code == 2 and "Did you mean 'intake'?" in result.output
