"""A clinic's layer from a user's chair: `--stages` everywhere, a rule begun, emergency advice switched off."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from planner.commands.cli import cli

ROOT = Path(__file__).parents[2]
DEMO = str(ROOT / "stages" / "demo.yaml")
DAY = ("--today", "2026-11-22")
GIVEN = {
    "plan": [DEMO],
    "stage": [DEMO],
    "ask": [DEMO],
    "explain": [DEMO, "rollator_with_seat"],
    "what-if": [DEMO, "--set", "alsfrs_walking=2"],
    "compare": [DEMO, DEMO],
    "open": ["none.pdf"],
    "try": ["rollator_with_seat"],
    "new": ["orthoses", "ours", "-o", "new"],
    "demo": ["--intake"],
    "import": [DEMO],
    "batch": [DEMO, "-o", "plans"],
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    folder = tmp_path / "our-clinic"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_takes_a_layer_and_says_what_is_wrong_with_it(
    name: str, layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (layer / "limits.yaml").write_text("foot_lift_weak: {value: 3}\n")
    result = run(name, *GIVEN.get(name, []), "--stages", layer)
    assert result.exit_code == 4, result.output
    assert result.stderr == (
        "our-clinic/limits.yaml:1: foot_lift_weak: This changes ours and does not say why. Add the reason (why: …).\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["our-clinic"]


# --- a rule begun -------------------------------------------------------------------------------------------------


def test_a_rule_just_begun_is_called_a_draft_that_is_not_filled_in(layer: Path) -> None:
    begun = run("new", "orthoses", "our_new_rule", "-o", layer)
    file = layer / "recommendations" / "orthoses" / "our_new_rule.yaml"
    assert begun.exit_code == 0
    assert begun.output == f"Written: {file}\nNext: fill it in, then `als-planner check --stages {layer}`.\n"
    checked = run("check", *DAY, "--stages", layer)
    assert checked.exit_code == 0
    begun_only = "Drafts, which no plan shows yet: our_new_rule (still the template: fill it in).\n"
    assert checked.output.endswith(f"nothing to mend.\n{begun_only}")
    assert "Drafts" not in run("check", *DAY, "--stages", layer, "--quiet").output
    filled = file.read_text().replace("Walking poles, trial outdoors", "Invented poles")
    file.write_text(filled)
    assert run("check", *DAY, "--stages", layer).output.endswith("Drafts, which no plan shows yet: our_new_rule.\n")


def test_a_template_that_is_put_in_use_is_a_finding(layer: Path) -> None:
    run("new", "orthoses", "our_new_rule", "-o", layer)
    file = layer / "recommendations" / "orthoses" / "our_new_rule.yaml"
    file.write_text(file.read_text().replace("\nstatus: draft\n", "\nstatus: in_use\n"))
    checked = run("check", *DAY, "--stages", layer)
    said = "This is still the template: its title is 'Walking poles, trial outdoors'. Write what your rule says."
    assert checked.exit_code == 1
    assert f"our-clinic/recommendations/orthoses/our_new_rule.yaml: {said}\n" in checked.stderr


def test_a_rule_that_was_begun_is_not_begun_again(layer: Path) -> None:
    file = layer / "recommendations" / "orthoses" / "our_new_rule.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    result = run("new", "orthoses", "our_new_rule", "-o", layer)
    assert result.exit_code == 5 and file.read_text() == "mine"
    assert result.stderr == (
        f"{file}: This file exists, perhaps with work of yours in it. "
        "Go on in that file, or give the new rule another id.\n"
    )


# --- emergency advice ---------------------------------------------------------------------------------------------

OFF = "This switches off emergency advice:"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("call_emergency_number_now", "Emergency call now"),
        pytest.param("stop_walking_alone_when_aid_fails", "", marks=pytest.mark.all_forms),
        pytest.param("sick_day_plan", "", marks=pytest.mark.all_forms),
    ],
)
def test_a_layer_that_switches_off_emergency_advice_is_told_so(layer: Path, name: str, title: str) -> None:
    (layer / "switched_off.yaml").write_text(f"{name}: We do it otherwise.\n")
    result = run("check", *DAY, "--stages", layer)
    assert result.exit_code == 1
    assert f"our-clinic/switched_off.yaml: {name}: {OFF} {title}" in result.stderr
    assert "Take it out of this file, or write a rule of your own about '" in result.stderr
    found = json.loads(run("check", *DAY, "--stages", layer, "--json").output)
    assert [problem["kind"] for problem in found if OFF in problem["what"]] == ["mend"]


def test_the_second_layer_is_told_of_what_it_switches_off_too(layer: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (layer / "switched_off.yaml").write_text("light_ankle_brace_leaf_spring: Ours is better.\n")
    (other / "switched_off.yaml").write_text("sick_day_plan: We do it otherwise.\n")
    told = [
        line for line in run("check", *DAY, "--stages", layer, "--stages", other).stderr.splitlines() if OFF in line
    ]
    assert len(told) == 1 and told[0].startswith("other/switched_off.yaml: sick_day_plan:")


def test_other_advice_and_advice_with_a_rule_in_its_place_is_not_told_of(layer: Path) -> None:
    (layer / "switched_off.yaml").write_text(
        "light_ankle_brace_leaf_spring: Ours is better.\nsick_day_plan: Ours is better.\n"
    )
    ours = layer / "recommendations" / "emergency" / "our_sick_day_plan.yaml"
    ours.parent.mkdir(parents=True)
    shutil.copy(ROOT / "stages" / "recommendations" / "emergency" / "sick_day_plan.yaml", ours)
    ours.write_text(ours.read_text().replace("id: sick_day_plan\n", "id: our_sick_day_plan\n"))
    assert OFF not in run("check", *DAY, "--stages", layer).stderr


# --- a file named as another kind ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("demo", "--format", "html", "-o", "x.pdf"),
            "x.pdf is named as PDF and would be written as HTML. Ask for PDF",
        ),
        (("demo", "-o", "x.HTML", "--document", "family"), "x.HTML is named as HTML and would be written as PDF."),
        (("demo", "--format", "csv", "-o", "x.ics"), "x.ics is named as ICS and would be written as CSV."),
        (("schema", "-o", "x.pdf"), "x.pdf is named as PDF and would be written as JSON."),
        (("map", "-o", "x.pdf"), "x.pdf is named as PDF and would be written as TEXT."),
        (
            ("try", "rollator_with_seat", "--json", "-o", "x.html"),
            "x.html is named as HTML and would be written as JSON.",
        ),
        (("gallery", "-o", "x.html"), "x.html is named as HTML and would be written as PDF."),
        (("form", "--format", "html", "-o", "x.pdf"), "x.pdf is named as PDF and would be written as HTML."),
        (("open", "none.pdf", "-o", "x.json"), "x.json is named as JSON and would be written as YAML."),
    ],
)
def test_a_file_named_as_another_format_is_refused(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2 and said in result.stderr and "or name another file with -o." in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    assert run("form", *DAY, "--format", "html", "-o", tmp_path / "x.pdf").exit_code == 0
    assert (tmp_path / "x.pdf" / "intake-form.html").is_file()
