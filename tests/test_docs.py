"""The documents tell the truth: what they name exists, what exists is named, and their examples run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import get_args

import click
import pytest
import yaml
from block_contract import block_contract, pieces
from click.testing import CliRunner
from folders import ROOT
from people import TODAY
from pydantic import BaseModel

from planner import load_knowledge, read_intake
from planner.assessment.assessment import assess
from planner.commands import terminal
from planner.commands.cli import cli as commands
from planner.curation.proofread import proofread
from planner.language.words import load_words
from planner.model.knowledge import Knowledge, Recommendation, Timing
from planner.pages.compose import compose
from planner.pages.document import BLOCKS
from planner.plan.plan import make_plan
from planner.reading.layers import LAYER_FILES

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "stages" / "README.md").read_text(encoding="utf-8")
TEMPLATE = (ROOT / "stages" / "TEMPLATE.yaml").read_text(encoding="utf-8")
BLOCKS_OPEN, BLOCKS_CLOSE = "<!-- blocks: made by tests/support/block_contract.py -->\n", "<!-- end of blocks -->"
TEMPLATES = (ROOT / "templates" / "README.md").read_text(encoding="utf-8")
INSIDE = (ROOT / "planner" / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "planner" / "commands" / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECURITY = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
MOST_LINES = 150  # of the README: what is longer is not read
# Of other programs: click's own two, pytest's (tests/conftest.py has its own), and make's.
NOT_OURS = {"--help", "--version", "--accept"}


def fenced(text: str, language: str) -> list[str]:
    """The code blocks of one language in a document."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


# --- the blocks of a page ---


def test_templates_readme_holds_the_block_contract() -> None:
    written = TEMPLATES.split(BLOCKS_OPEN)[1].split(BLOCKS_CLOSE)[0]
    assert written == block_contract(), (
        "Run `python tests/support/block_contract.py` and put what it prints into templates/README.md."
    )


def test_every_kind_of_block_has_its_component_and_no_component_is_left_over() -> None:
    components = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}
    assert components == {block.kind for block in BLOCKS}


def test_every_block_says_what_it_is() -> None:
    for shape in (*BLOCKS, *pieces()):
        assert shape.__doc__ and not shape.__doc__.startswith(f"{shape.__name__}("), shape.__name__


# --- what the documents name: commands, options, timings, dependencies, links ---

EVERY = {
    "README.md": README,
    "stages/README.md": GUIDE,
    "templates/README.md": TEMPLATES,
    "planner/README.md": INSIDE,
    "planner/commands/README.md": COMMANDS,
    ".github/CONTRIBUTING.md": CONTRIBUTING,
    ".github/SECURITY.md": SECURITY,
}


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= MOST_LINES


def _options() -> Iterator[str]:
    for command in commands.commands.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from parameter.opts


@pytest.mark.parametrize("name", EVERY)
def test_no_document_names_an_option_or_a_command_that_does_not_exist(name: str) -> None:
    text = EVERY[name] + (TEMPLATE if name.startswith("stages") else "")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) <= {*_options(), *NOT_OURS}
    assert set(re.findall(r"als-planner ([a-z]+(?:-[a-z]+)*)", text)) <= set(commands.commands)
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= {"plan", "test", "test-all", "check"}


@pytest.mark.parametrize(
    "name", ["DONE", "FINDINGS", "USAGE", "BAD_INPUT", "BAD_KNOWLEDGE", "CANNOT_WRITE", "INTERRUPTED"]
)
def test_every_exit_status_is_told(name: str) -> None:
    assert f"| `{getattr(terminal, name)}` |" in COMMANDS


@pytest.mark.parametrize("timing", get_args(Timing))
def test_every_timing_is_in_the_readme_and_in_the_guide_as_it_is_printed(timing: str) -> None:
    assert f"| `{timing}` | {load_words('en')(f'timing.{timing}')} |" in README
    assert f"`{timing}`" in GUIDE


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|web|dev) = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    names = [name for part in lists for name in re.findall(r'^ *"([A-Za-z0-9-]+)', part, re.MULTILINE)]
    assert {"jinja2", "fastapi", "pytest"} <= set(names)
    assert {name for name in names if f"**{name}**" not in INSIDE} == set()


def test_what_a_document_links_to_exists() -> None:
    for name, text in EVERY.items():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"


# --- README: its examples ---


@pytest.fixture
def own_intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `als-planner demo --intake > me.yaml` was run."""
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(commands, ["demo", "--intake"])
    (tmp_path / "me.yaml").write_text(printed.output, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_the_python_example_of_the_readme_runs_to_the_letter(own_intake: Path) -> None:
    (example,) = fenced(README, "python")
    run = subprocess.run([sys.executable, "-c", example], cwd=own_intake, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert (own_intake / "family.pdf").read_bytes().startswith(b"%PDF")


def test_the_names_of_the_example_are_the_same_after_the_modules_behind_them_were_opened() -> None:
    """A module of the same name must not take the place of a function."""
    import planner

    for name in (
        "assess",
        "compose",
        "load_knowledge",
        "make_plan",
        "plan_as_json",
        "read_intake",
        "render_html",
        "render_pdf",
    ):
        assert isinstance(getattr(planner, name), FunctionType), name


@pytest.mark.slow
def test_the_commands_of_the_readme_run(own_intake: Path) -> None:
    lines = [
        line
        for block in fenced(README, "sh")
        for line in block.splitlines()
        if line.startswith("als-planner ") and ">" not in line
    ]
    assert lines
    for line in lines:
        result = CliRunner().invoke(commands, shlex.split(line, comments=True)[1:])
        assert result.exit_code == 0, (line, result.output)
    papers = {f"invented-rosa-{kind}.pdf" for kind in ("family", "therapist", "equipment", "fridge")}
    assert papers <= {path.name for path in own_intake.glob("*.pdf")}


def test_the_intake_example_of_the_readme_is_accepted(knowledge: Knowledge, tmp_path: Path) -> None:
    (example,) = fenced(README, "yaml")
    (tmp_path / "example.yaml").write_text(example, encoding="utf-8")
    intake = read_intake(tmp_path / "example.yaml", knowledge, TODAY)
    assert intake.visits and intake.equipment and intake.quotes and intake.team
    assert not intake.to_confirm


def test_the_arithmetic_in_the_readme_is_that_of_the_demo(knowledge: Knowledge) -> None:
    (line,) = re.findall(r"`(\d+ \w+ \d{4} = [^`]*)`", README)
    intake = read_intake(ROOT / "stages" / "demo.yaml", knowledge, TODAY)
    page = compose(make_plan(assess(intake, knowledge, today=TODAY), knowledge), "annex")
    assert line in repr(page)


def test_what_the_readme_says_of_the_sources_can_be_counted(knowledge: Knowledge) -> None:
    """When more is read, published or reviewed, the README has to say so."""
    full = sum(source.read == "full" for source in knowledge.sources.values())
    assert "few were read in full" in README and full < len(knowledge.sources) / 10
    defaults = sum(limit.basis == "planner_default" for limit in knowledge.limits.values())
    assert "Nearly half of the numbers are planner's defaults" in README
    assert len(knowledge.limits) * 0.45 < defaults < len(knowledge.limits) / 2
    assert "has not been reviewed by a clinician" in README and not knowledge.about.reviewers


# --- stages/README.md and TEMPLATE.yaml ---


def test_every_file_of_stages_is_named_in_its_readme() -> None:
    named = re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)
    there = {path.name for path in (ROOT / "stages").iterdir() if not path.name.startswith(".")}
    assert {name.split("/")[0] for name in named if "." in name and " " not in name} == there


def test_quotations_in_the_guide_stand_in_the_files() -> None:
    quoted = [block.split("\n", 1) for block in fenced(GUIDE, "yaml") if block.startswith("# from ")]
    assert len(quoted) > 3
    for head, lines in quoted:
        file = ROOT / "stages" / head.removeprefix("# from ")
        assert lines in file.read_text(encoding="utf-8"), f"{head}: the file has changed"


def test_the_layer_of_the_guide_can_be_used_as_it_stands(tmp_path: Path) -> None:
    (block,) = [block for block in fenced(GUIDE, "") if block.startswith("# our-clinic/")]
    ours = tmp_path / "our-clinic"
    ours.mkdir()
    for part in block.split("# our-clinic/")[1:]:
        name, text = part.split("\n", 1)
        (ours / name).write_text(text, encoding="utf-8")
    assert len(load_knowledge(ours).layers[0].changes) == 6


def test_the_guide_names_every_file_of_a_layer() -> None:
    assert all(f"`{name}.yaml`" in GUIDE for name in LAYER_FILES)


def _with_rule(folder: Path, text: str) -> tuple[Knowledge, str, set[str]]:
    """A copy of stages/ with one more rule: what it holds, the rule's id, and what the check says of it."""
    found = yaml.safe_load(text)
    copy = folder / "stages"
    shutil.copytree(ROOT / "stages", copy)
    (copy / "recommendations" / found["domain"] / f"{found['id']}.yaml").write_text(text, encoding="utf-8")
    base = load_knowledge(copy)
    said = {
        str(problem)
        for problem in proofread(base, today=found["reviewed"]["review_by"])
        if found["id"] in problem.where
    }
    return base, found["id"], said


def test_the_worked_example_of_the_guide_passes_the_check(tmp_path: Path) -> None:
    (example,) = [block for block in fenced(GUIDE, "yaml") if block.startswith("id: ") and "examples:" in block]
    base, name, said = _with_rule(tmp_path, example)
    assert said == set()
    assert base.recommendation(name) is not None
    assert f"/{name}.yaml` it passes the check" in GUIDE


def test_the_template_loads_and_as_a_draft_reaches_no_plan(tmp_path: Path) -> None:
    base, name, said = _with_rule(tmp_path, TEMPLATE)
    assert "\nstatus: draft\n" in TEMPLATE
    assert base.recommendation(name) is None
    assert said == set()


def test_the_template_in_use_passes_the_check(tmp_path: Path) -> None:
    base, name, said = _with_rule(tmp_path, TEMPLATE.replace("\nstatus: draft\n", "\nstatus: in_use\n"))
    assert said == set()
    assert isinstance(base.recommendation(name), Recommendation)


def _keys(shape: type[BaseModel]) -> Iterator[str]:
    for name, field in shape.model_fields.items():
        yield name
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _keys(inner)


def test_the_template_explains_every_key() -> None:
    # A file writes `if`, and `if` or `only_if` beside a family line, where the model keeps conditions apart.
    keys = set(_keys(Recommendation)) - {"condition", "said_if", "certain", "otherwise"} | {"if", "only_if", "else"}
    assert {key for key in keys if not re.search(rf"\b{key}:", TEMPLATE)} == set()


def test_the_template_names_every_domain_and_every_choice(knowledge: Knowledge) -> None:
    domains = set(load_words("en").entries["domain"]) | {rule.domain for rule in knowledge.recommendations}
    assert {domain for domain in domains if not re.search(rf"\b{domain}\b", TEMPLATE)} == set()
    for field in ("status", "kind"):
        for choice in get_args(Recommendation.model_fields[field].annotation):
            assert re.search(rf"\b{choice}\b", TEMPLATE), choice


def test_the_guide_prints_the_questions_for_reviewers(knowledge: Knowledge) -> None:
    about = knowledge.about
    assert about.for_reviewers and about.could_not_be_read
    for asked in about.for_reviewers:
        ids = ", ".join(f"`{name}`" for name in asked.hangs_on_it)
        assert f"* {asked.question}{f' ({ids})' if ids else ''}\n" in GUIDE
    assert all(f"* {line}\n" in GUIDE for line in about.could_not_be_read)


def test_the_guide_prints_every_claim_of_the_source_article(knowledge: Knowledge) -> None:
    assert set(knowledge.claims) == {f"S{number}" for number in range(1, 47)}
    for name, claim in knowledge.claims.items():
        cited = ", ".join(f"`{source}`" for source in claim.sources)
        said = f"{claim.later} ({cited})" if cited else claim.later
        assert f"| {name}{' *' if claim.no_primary_source else ''} | {claim.says} | {said} |\n" in GUIDE
    assert {name for name, claim in knowledge.claims.items() if claim.no_primary_source} == {"S31", "S39", "S40", "S42"}
