"""Paper and back: what `open`, `compare` and `plan --since` do with real PDFs, and how they end."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner, Result
from folders import ROOT
from people import TODAY

from planner import read_intake
from planner.commands.cli import cli
from planner.model.knowledge import Knowledge
from planner.reading.strict_yaml import read_text
from planner.record.pdf_reading import attachments

pytestmark = pytest.mark.slow

DEMO = ROOT / "stages" / "demo.yaml"
DAY = ("--today", "2026-11-22")
SECRETS = ("thoughts_of_suicide", "low_mood", "suicid", "hospice_enrolled", "alsfrs_", "fvc_pct", "Secretnote")
MOVED_BY_WAITING = [  # what has waited once comes before it would without the earlier paper; nothing else differs
    "Moved up to today: Transfers and bed: next visit, by 21 Feb 2027 → today",
    "Moved to the next visit: Helpers: today → next visit, by 21 Feb 2027",
]
CONFIDENT = (
    "      low_mood: true\n      thoughts_of_suicide: {value: true, note: Secretnote}\n      hospice_enrolled: false\n"
)


def run(*arguments: Any, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=given)


@pytest.fixture(autouse=True)
def on_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test names no day, the command runs on that of the tests."""
    monkeypatch.setattr("planner.commands.record_commands.this_day", lambda: TODAY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example person twice: as of the first visit and as of the second, each with all of their PDFs."""
    made = tmp_path_factory.mktemp("record")
    whole = DEMO.read_text(encoding="utf-8").replace("      insurer_paid", f"{CONFIDENT}      insurer_paid")
    second, things = whole.index("  - on: 2026-11-20"), whole.index("equipment:")
    (made / "new.yaml").write_text(whole, encoding="utf-8")
    (made / "old.yaml").write_text(whole[:second] + whole[things:].split("\n", 2)[2], encoding="utf-8")
    for name, day in (("old", "2026-08-12"), ("new", "2026-11-22")):
        result = run("plan", made / f"{name}.yaml", "--today", day, "-o", made / name)
        assert result.exit_code == 0, result.output
        told = run("plan", made / f"{name}.yaml", "--today", day, "--format", "json", "-o", made / f"{name}.json")
        assert told.exit_code == 0
    return made


def pdf(folder: Path, which: str, kind: str) -> Path:
    return folder / which / f"invented-rosa-{kind}.pdf"


def words_of(path: Path) -> str:
    pages = pypdf.PdfReader(path).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


# --- open --------------------------------------------------------------------------------------------------------


def test_a_therapists_plan_gives_the_intake_back(folder: Path, knowledge: Knowledge, tmp_path: Path) -> None:
    result = run("open", pdf(folder, "new", "therapist"))
    assert result.exit_code == 0
    told = read_intake(folder / "new.yaml", knowledge, TODAY)
    assert read_text(result.stdout, "x").value == told.source
    target = tmp_path / "again.yaml"
    assert run("open", pdf(folder, "new", "therapist"), "-o", target).output == f"Written: {target}\n"
    assert read_intake(target, knowledge, TODAY) == told


def test_planned_again_the_opened_intake_gives_the_same_plan_and_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    again.write_text(run("open", pdf(folder, "new", "therapist")).stdout, encoding="utf-8")
    assert run("plan", again, *DAY, "--format", "json").stdout == (folder / "new.json").read_text(encoding="utf-8")
    assert run("plan", again, *DAY, "--document", "family", "-o", tmp_path).exit_code == 0
    assert (tmp_path / "invented-rosa-family.pdf").read_bytes() == pdf(folder, "new", "family").read_bytes()


def test_the_intake_comes_as_json_and_from_standard_input_too(folder: Path) -> None:
    source = pdf(folder, "new", "therapist").read_bytes()
    told = json.loads(run("open", "-", "--json", given=source).stdout)
    assert told["schema"] == "als-planner/intake/1" and told["patient"]["id"] == "invented-rosa"
    planned = run("plan", "-", *DAY, "--format", "json", given=json.dumps(told))
    assert planned.stdout == (folder / "new.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "said"), [("family", "family pages"), ("equipment", "equipment pages")])
def test_a_family_file_says_what_is_there_and_what_is_not(folder: Path, kind: str, said: str) -> None:
    result = run("open", pdf(folder, "new", kind))
    assert result.exit_code == 0
    assert result.output.startswith(f"These are the {said} of invented-rosa, made on 22 November 2026")
    assert "The intake is in the therapist's PDF." in result.output
    assert ("A light brace for your left foot" if kind == "family" else "A walker with a seat") in result.output
    told = json.loads(run("open", pdf(folder, "new", kind), "--json").stdout)
    assert told["schema"] == "als-planner/pages/1" and told["document"] == kind


def test_open_writes_over_nothing_and_ends_in_sentences(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    target.write_text("mine")
    assert run("open", pdf(folder, "new", "therapist"), "-o", target).exit_code == 5
    assert target.read_text() == "mine"
    for content in (b"", b"hello", b"%PDF-1.7 damaged"):
        target.write_bytes(content)
        result = run("open", target)
        assert result.exit_code == 3 and len(result.stderr.splitlines()) == 1 and result.stdout == ""
    assert run("open", tmp_path / "none.pdf").exit_code == 3
    assert run("open", tmp_path).exit_code == 3


def with_attachment(name: str, content: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(10, 10)
    writer.add_attachment(name, content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("intake.json", b'{"schema": "als-planner/intake/9"}', "is not als-planner/intake/1"),
        ("intake.json", b"[1, 2]", "is not als-planner/intake/1"),
        ("plan.json", b'{"schema": "als-planner/plan/1"}', "a plan and no intake"),
        ("pages.json", b'{"schema": "als-planner/pages/1", "document": "poster"}', "not pages as als-planner writes"),
        ("pages.json", b"[" * 200, "pages.json cannot be read (line 1): This is nested more than 24 deep."),
        ("pages.json", b'{"schema": 1e999}', "pages.json cannot be read (line 1): This number is too large."),
    ],
)
def test_what_is_carried_in_another_shape_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(with_attachment(name, content))
    result = run("open", file)
    assert result.exit_code == 3 and said in result.stderr and len(result.stderr.splitlines()) == 1


def test_signs_that_a_terminal_obeys_are_not_printed(folder: Path, tmp_path: Path) -> None:
    page = json.loads(run("open", pdf(folder, "new", "family"), "--json").stdout)
    page["recommendations"][0]["title"] = "A\x1b[2J\x9b brace\u202e"
    file = tmp_path / "x.pdf"
    file.write_bytes(with_attachment("pages.json", json.dumps(page).encode()))
    for more in ((), ("--json",)):
        said = run("open", file, *more).output
        assert "brace" in said and not re.search("[\x1b\x9b\u202e]", said)


def test_open_runs_as_a_process_of_its_own_from_anywhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a stray file was run')")
    arguments = ["als-planner", "open", str(pdf(folder, "new", "therapist"))]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = {arguments}; from planner.commands.cli import main; main()"
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, env=plain)
    assert done.returncode == 0 and done.stdout.startswith("schema: als-planner/intake/1"), done.stderr


# --- what the files carry ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_nothing_told_in_confidence_is_anywhere_in_a_family_pdf(folder: Path, kind: str) -> None:
    """Every object of the file is unpacked and looked through."""
    reader = pypdf.PdfReader(pdf(folder, "new", kind))
    objects = [reader.get_object(at) for at in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1)]
    said = "\n".join(
        str(one) + (one.get_data().decode("latin-1") if hasattr(one, "get_data") else "") for one in objects
    )
    assert "als-planner/pages/1" in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_the_therapists_pdf_carries_the_whole_of_it(folder: Path) -> None:
    content = pdf(folder, "new", "therapist").read_bytes()
    files = attachments(content, "x.pdf")
    assert set(files) == {"intake.json", "plan.json"}
    assert files["plan.json"] == json.loads((folder / "new.json").read_text(encoding="utf-8"))
    assert "Secretnote" in str(files["intake.json"])
    assert "This file carries the whole intake and this plan as data" in words_of(pdf(folder, "new", "therapist"))


@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_the_page_tells_the_truth_about_its_file(folder: Path, tmp_path: Path, kind: str) -> None:
    without = "This file carries no data beside what you see."
    said = words_of(pdf(folder, "new", kind))
    assert without not in said and re.search(r"This file (also holds|carries the whole intake)", said)
    result = run("plan", folder / "new.yaml", *DAY, "--document", kind, "--no-record", "-o", tmp_path)
    assert result.exit_code == 0
    bare = tmp_path / f"invented-rosa-{kind}.pdf"
    assert without in words_of(bare) and "as data" not in words_of(bare)
    assert run("open", bare).stderr.startswith(f"{bare}: This PDF carries no plan or intake of als-planner as data.")
    html = run("plan", folder / "new.yaml", *DAY, "--document", kind, "--format", "html", "-o", "-").stdout
    assert "with-record" not in html.partition("<style>")[0] + html.partition("</style>")[2]


# --- compare -----------------------------------------------------------------------------------------------------


SOURCES: dict[str, Callable[[Path, str], Path]] = {
    "intake": lambda folder, which: folder / f"{which}.yaml",
    "plan JSON": lambda folder, which: folder / f"{which}.json",
    "therapist's PDF": lambda folder, which: pdf(folder, which, "therapist"),
}


EACH_DAY = (("intake", "intake"), ("plan JSON", "therapist's PDF"), ("therapist's PDF", "plan JSON"))


def before_a_release(*named: str) -> Any:
    return pytest.param(*named, marks=() if named in EACH_DAY else pytest.mark.all_forms)


@pytest.mark.parametrize(("old", "new"), [before_a_release(*pair) for pair in product(SOURCES, SOURCES)])
def test_old_and_new_are_compared_whatever_holds_them(folder: Path, old: str, new: str) -> None:
    result = run("compare", SOURCES[old](folder, "old"), SOURCES[new](folder, "new"), "--today", "2026-11-22")
    assert result.exit_code == 1, result.output
    assert (
        "Other timing: Four-wheeled rollator with seat and brakes: Check first → Start now, needed later"
        in result.output
    )
    assert "Moved to the next visit: Breathing support: today → next visit, by 21 Feb 2027" in result.output
    assert "In place: Grab bars and toilet rails: Order now → In place" in result.output
    assert "Climbing stairs: 3 (12 Aug 2026) → 2 (20 Nov 2026)" in result.output
    same = run("compare", SOURCES[old](folder, "new"), SOURCES[new](folder, "new"), "--today", "2026-11-22")
    changed = [line for line in same.output.splitlines() if line.startswith("  ")]
    assert (same.exit_code, changed) == (0, []) or old == "intake"  # an old intake is planned as of its last visit


def test_compare_as_json_names_both_papers(folder: Path) -> None:
    found = json.loads(run("compare", folder / "old.yaml", folder / "new.yaml", "--json").stdout)
    assert found["old"]["day"] == "2026-08-12" and found["new"]["day"] == "2026-11-20"
    assert {change["kind"] for change in found["changes"]} >= {"recommendation", "equipment", "fact"}


@pytest.mark.parametrize("kind", ["family", "equipment"])
def test_family_files_are_compared_as_far_as_they_go(folder: Path, kind: str) -> None:
    old, new = pdf(folder, "old", kind), pdf(folder, "new", kind)
    result = run("compare", old, new)
    assert result.exit_code == 1 and f"{kind} pages of 12 August 2026" in result.output
    assert "Facts:" not in result.output
    assert run("compare", new, new).exit_code == 0
    assert (
        run("compare", old, folder / "new.yaml", "--today", "2026-11-22").output.splitlines()[2:]
        == result.output.splitlines()[2:]
    )
    refused = run("compare", old, folder / "new.json")
    assert refused.exit_code == 3 and "Pages can be held against other pages of their kind" in refused.stderr


def test_a_fridge_sheet_says_whose_it_is_and_is_compared_with_nothing(folder: Path, tmp_path: Path) -> None:
    sheet = pdf(folder, "old", "fridge")
    assert "This file also says as data whose sheet this is and when it was made" in words_of(sheet)
    assert set(attachments(sheet.read_bytes(), "x")) == {"pages.json"}
    for arguments in (
        ("compare", sheet, folder / "new.yaml"),
        ("compare", folder / "old.yaml", sheet),
        ("plan", folder / "new.yaml", *DAY, "--since", sheet, "-o", tmp_path / "out"),
    ):
        result = run(*arguments)
        assert result.exit_code == 3 and not (tmp_path / "out").exists()
        assert result.stderr.startswith(f"{sheet}: The file of a fridge sheet does not carry what stands on it.")


def test_papers_of_two_people_are_not_compared(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text((folder / "new.yaml").read_text(encoding="utf-8").replace("invented-rosa", "invented-ana"))
    for arguments in (
        ("compare", folder / "old.yaml", other),
        ("plan", other, *DAY, "--since", pdf(folder, "old", "family")),
    ):
        result = run(*arguments)
        assert result.exit_code == 3 and "These papers are of two people: their ids differ." in result.stderr
        assert "Rosa" not in result.stderr


def test_a_file_that_is_none_of_these_is_refused(folder: Path, tmp_path: Path) -> None:
    stray = tmp_path / "stray.json"
    for content in (
        '{"schema": "als-planner/plan/1"}',
        '{"schema": "als-planner/pages/1"}',
        "[1]",
        "{}",
        '{"a": "als-planner/p',
    ):
        stray.write_text(content)
        result = run("compare", stray, folder / "new.yaml")
        assert result.exit_code == 3 and result.stdout == "" and result.stderr.startswith(str(stray)), content


# --- plan --since ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [pytest.param("intake", marks=pytest.mark.all_forms), *[*SOURCES][1:], "family PDF"])
def test_the_new_pages_begin_with_what_is_new(folder: Path, old: str) -> None:
    source = pdf(folder, "old", "family") if old == "family PDF" else SOURCES[old](folder, "old")
    html = run(
        "plan", folder / "new.yaml", *DAY, "--since", source, "--document", "family", "--format", "html", "-o", "-"
    )
    assert html.exit_code == 0, html.output
    turn = "New" if old == "family PDF" else "Now it is time"  # the old pages did not show what was still to be checked
    assert "New since 12 August 2026" in html.stdout and f"{turn}: Make falls less likely." in html.stdout
    places = [html.stdout.index(said) for said in ("New since", "What matters to me", "First this month")]
    assert places == sorted(places)


def test_the_json_of_a_plan_tells_since_when(folder: Path) -> None:
    told = json.loads(
        run("plan", folder / "new.yaml", *DAY, "--since", pdf(folder, "old", "therapist"), "--format", "json").stdout
    )
    assert told["since"]["today"] == "2026-08-12" and told["since"]["source"] == "plan" and told["changes"]


def test_a_therapists_pdf_with_news_carries_the_changes_and_is_read_again(folder: Path, tmp_path: Path) -> None:
    old = pdf(folder, "old", "therapist")
    result = run("plan", folder / "new.yaml", *DAY, "--since", old, "--document", "therapist", "-o", tmp_path)
    assert result.exit_code == 0, result.output
    made = tmp_path / "invented-rosa-therapist.pdf"
    assert "New since 12 August 2026" in words_of(made)
    assert attachments(made.read_bytes(), "x")["plan.json"]["changes"]
    assert run("compare", made, made).exit_code == 0
    moved = run("compare", made, pdf(folder, "new", "therapist"))
    lines = [line.strip() for line in moved.output.splitlines() if line.startswith("  ")]
    assert (moved.exit_code, lines) == (1, MOVED_BY_WAITING)


def test_since_ends_in_a_sentence_where_the_old_paper_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    stray = tmp_path / "x.pdf"
    stray.write_bytes(b"%PDF-1.7 damaged")
    result = run("plan", folder / "new.yaml", *DAY, "--since", stray, "-o", tmp_path / "out")
    assert result.exit_code == 3 and not (tmp_path / "out").exists()
    assert result.stderr.startswith(f"{stray}: This PDF is damaged")


@pytest.mark.parametrize("start", [b'{"schema": "als-planner/plan/1", "id": "', b"patient: {id: x}\nname: "])
def test_an_earlier_paper_that_is_not_text_is_refused_and_never_read_with_signs_of_our_own(
    folder: Path, tmp_path: Path, start: bytes
) -> None:
    (tmp_path / "old.txt").write_bytes(start + b'Jos\xe9"}')
    found = run("compare", tmp_path / "old.txt", folder / "new.yaml")
    assert (found.exit_code, len(found.stderr.splitlines())) == (3, 1)
    assert "not text in UTF-8. Save it again as UTF-8 text." in found.stderr


def test_a_plan_json_that_is_spoilt_names_the_line(folder: Path, tmp_path: Path) -> None:
    rows = (folder / "new.json").read_text(encoding="utf-8").splitlines()
    rows.insert(4, ",")
    (tmp_path / "old.json").write_text("\n".join(rows), encoding="utf-8")
    found = run("compare", tmp_path / "old.json", folder / "new.yaml")
    assert found.exit_code == 3 and "old.json:5: This is not valid JSON: " in found.stderr
