"""Which files stages/ holds, which nothing reads, and the digest that names exactly this content."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.model.errors import Problem
from planner.reading.checked import did_you_mean

FILES = (
    "about",
    "facts",
    "limits",
    "stages",
    "projection",
    "sources",
    "equipment",
    "payers",
    "red_flags",
    "states",
    "problems",
    "always_call",
    "fridge",
    "positions",
    "countries",
    "tone",
    "clinic_words",
    "topics",
)
FOLDERS = {"recommendations", "retired", "translations"}
OUTSIDE_THE_PLAN = {"README.md", "TEMPLATE.yaml", "demo.yaml", "imports.yaml"}  # no plan hangs on these
DRAWN = {"figures.json", "figures.yaml"}  # read when a page with drawings is made


def strays(folder: Path) -> Iterable[Problem]:
    """Files that nothing reads: a typo in a name must not silently mean "never"."""
    expected = OUTSIDE_THE_PLAN | DRAWN | {f"{name}.yaml" for name in FILES}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in expected and not path.name.startswith("."):
            yield Problem(
                f"{folder.name}/{path.name}",
                0,
                "Nothing reads this file.",
                "Correct its name or take it out.",
            )
        if path.is_dir() and path.name not in FOLDERS and not path.name.startswith((".", "__")):
            near = did_you_mean(path.name, FOLDERS)
            yield Problem(
                f"{folder.name}/{path.name}",
                0,
                f"Nothing reads this folder.{near}",
                "Correct its name or take it out.",
            )
    for path in sorted((folder / "recommendations").rglob("*")):
        if path.is_file() and (path.suffix != ".yaml" or path.parent.parent.name != "recommendations"):
            where = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            yield Problem(where, 0, "Nothing reads this file.", "A rule is recommendations/<domain>/<id>.yaml.")


def withdrawn_ids(folder: Path) -> frozenset[str]:
    """Ids of the rules kept in retired/, which is never loaded: none of them is used again."""
    return frozenset(path.stem for path in (folder / "retired").rglob("*.yaml"))


def digest_of(folder: Path) -> str:
    """Names exactly this content: file names and bytes, in order."""
    digest = hashlib.sha256()
    files = [*folder.rglob("*.yaml"), *folder.glob("figures.json")]
    for path in sorted(files, key=lambda p: p.relative_to(folder).as_posix()):
        if path.name not in OUTSIDE_THE_PLAN:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@contextmanager
def nothing_to_sweep() -> Iterator[None]:
    """Reading makes a hundred thousand values and no waste; looking for it takes a tenth of the time."""
    sweeping = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeping:
            gc.enable()
