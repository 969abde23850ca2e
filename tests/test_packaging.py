"""The wheel carries stages/ and templates/ whole and nothing stray, and makes a PDF from any folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from folders import ROOT
from not_run import need
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDERS = ("planner", "stages", "templates")
TOOLS_DEMAND = {"LICENSE", "CHANGELOG.md", "Makefile", ".ci", ".github", ".gitignore", "requirements.lock"}
AT_THE_TOP = {*FOLDERS, "tests", "pyproject.toml", "README.md", *TOOLS_DEMAND}
# Names that .gitignore tells git, and so the wheel, to leave alone: a note about a patient may be in one.
JUNK = (
    "stages/.local-notes",
    "stages/recommendations/orthoses/foot_drop.yaml~",
    "templates/.local-notes",
    "planner/__pycache__/notes.pyc",
)
OF_THIS_CHECKOUT = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
LOCKS = ("requirements.lock", "tests/requirements.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*command: str | Path, cwd: Path | str = "/") -> str:
    """What the command prints; a failure shows all it said."""
    elsewhere = {name: value for name, value in os.environ.items() if name not in OF_THIS_CHECKOUT}
    done = subprocess.run(command, cwd=cwd, env=elsewhere, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """Every file that git tracks, or would if asked to add all."""
    need(shutil.which("git") and (ROOT / ".git").exists(), "a checkout by git")
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    return [name for name in names if name and (ROOT / name).exists()]


@dataclass(frozen=True)
class Built:
    """A source distribution, the wheel made from it, and a wheel made straight from the folder."""

    sdist: Path
    wheel: Path
    straight: Path


@pytest.fixture(scope="module")
def built(tracked: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built from a copy of this tree in which stray files lie about."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("dist")
    for name in tracked:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    for name in JUNK:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("Mrs. S. fell twice.", encoding="utf-8")
    build = (sys.executable, "-m", "build", "--no-isolation")
    run(*build, "--outdir", out / "both", cwd=tree)
    run(*build, "--wheel", "--outdir", out / "straight", cwd=tree)
    [sdist], [wheel], [straight] = (out.glob(kind) for kind in ("both/*.tar.gz", "both/*.whl", "straight/*.whl"))
    return Built(sdist, wheel, straight)


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new virtual environment that holds the wheel and borrows what it depends on."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(folder), "platbase": str(folder)})
    programs = Path(paths["scripts"])
    pip = (sys.executable, "-m", "pip", "--python", programs / Path(sys.executable).name)
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", built.wheel)
    # Only the packages themselves: the .pth file there, which leads to this checkout, is not followed.
    borrowed = Path(paths["purelib"]) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def names_in(wheel: Path) -> set[str]:
    """Every file in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


# --- what is inside -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_wheel_holds_the_three_folders_and_nothing_else(built: Built, tracked: Sequence[str]) -> None:
    ours = [name for name in tracked if name.startswith(tuple(f"{folder}/" for folder in FOLDERS))]
    expected = {name if name.startswith("planner/") else f"planner/{name}" for name in ours}
    for wheel in (built.wheel, built.straight):
        assert {name for name in names_in(wheel) if ".dist-info/" not in name} == expected
    for folder in ("stages/recommendations/", "templates/components/", "templates/fonts/"):
        assert any(name.startswith(f"planner/{folder}") for name in expected), f"{folder} is empty"


@pytest.mark.slow
def test_the_wheel_carries_the_licences(built: Built) -> None:
    fonts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates/fonts").glob("OFL-*.txt")}
    licences = {name.partition(".dist-info/licenses/")[2] for name in names_in(built.wheel)} - {""}
    assert fonts, "no licence of a font"
    assert licences == {"LICENSE", *fonts}


@pytest.mark.slow
def test_nothing_stray_is_packed(built: Built) -> None:
    with tarfile.open(built.sdist) as opened:
        packed = {Path(name).name for name in opened.getnames()}
    for wheel in (built.wheel, built.straight):
        packed |= {Path(name).name for name in names_in(wheel)}
    assert not packed & {Path(name).name for name in JUNK}


# --- what it does ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_installed_command_makes_a_pdf_from_any_folder(installed: Path, tmp_path: Path) -> None:
    run(installed / "als-planner", "demo", "--document", "family", "-o", tmp_path)
    [pdf] = tmp_path.iterdir()
    assert pdf.name.endswith("-family.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_the_installed_package_reads_its_own_stages_and_templates(installed: Path) -> None:
    told = "from planner.reading.resources import resource; print(resource('stages'), resource('templates'))"
    found = run(installed / Path(sys.executable).name, "-c", told).split()
    assert len(found) == 2
    assert all(Path(path).is_relative_to(installed.parent) and Path(path).is_dir() for path in found)


# --- what it is made from -------------------------------------------------------------------------------


def test_the_top_of_the_repository_holds_only_what_belongs_there(tracked: Sequence[str]) -> None:
    assert {name.split("/")[0] for name in tracked} <= AT_THE_TOP


def pins(lock: str) -> dict[str, str]:
    """Package and version of every entry of a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def asked_for(lock: str) -> Iterator[Requirement]:
    """What pyproject.toml asks for: to run and to build, and for the tests every extra as well."""
    project = PROJECT["project"]
    lists = [
        project["dependencies"],
        PROJECT["build-system"]["requires"],
        PROJECT["dependency-groups"]["build"],
    ]
    if lock == LOCKS[1]:
        lists += project["optional-dependencies"].values()
    requirements = map(Requirement, chain.from_iterable(lists))
    return (requirement for requirement in requirements if requirement.name != project["name"])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_server_and_has_a_hash_for_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)
    assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pins(lock)) > 0


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_serves_what_pyproject_asks_for(lock: str) -> None:
    pinned = pins(lock)
    wrong = [str(asked) for asked in asked_for(lock) if not serves(pinned, asked)]
    assert not wrong, f"{lock} is out of date; its first lines say how to renew it"


def serves(pinned: dict[str, str], asked: Requirement) -> bool:
    """Whether a lock has the package in a version that is allowed."""
    version = pinned.get(canonicalize_name(asked.name))
    return version is not None and asked.specifier.contains(version)


def test_both_locks_name_the_same_versions() -> None:
    to_run, to_test = (pins(lock) for lock in LOCKS)
    assert to_run.items() <= to_test.items()
