"""The files of stages/ as tests go through them, and the shared vocabulary they are held against."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from folders import VOCABULARY

from planner.model.errors import Problem
from planner.model.knowledge import Knowledge, Recommendation
from planner.reading.resources import resource
from planner.reading.stages import read_knowledge
from planner.reading.strict_yaml import read_file

STAGES = resource("stages")
RULE_FILES = sorted((STAGES / "recommendations").glob("*/*.yaml"))
OTHER_FILES = sorted(STAGES.glob("*.yaml"))

by_file = pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)


def vocabulary(name: str) -> dict[str, Any]:
    """One of the tables in tests/vocabulary."""
    read = read_file(VOCABULARY / f"{name}.yaml", f"{name}.yaml")
    assert not read.problems, "\n".join(map(str, read.problems))
    return dict(read.value)


IDS = vocabulary("ids")
WRITTEN = {
    name: row
    for name, row in IDS["recommendations"].items()
    if row["domain"] in IDS["written"]["domains"] or name in IDS["written"]["also"]
}


def spoilt_base(folder: Path, name: str, was: str, now: str) -> tuple[Problem, ...]:
    """What is found when a copy of our base is read in which one text of one file is another, wherever it stands."""
    base = Path(shutil.copytree(STAGES, folder))
    text = (base / name).read_text("utf-8")
    assert was in text
    (base / name).write_text(text.replace(was, now), "utf-8")
    return read_knowledge(base)[1]


def rule_of(path: Path, knowledge: Knowledge) -> Recommendation:
    """The rule in a file; a file that holds none is not read by anybody."""
    assert path.stem in knowledge.by_id, f"{path.name} is not in use"
    return knowledge.by_id[path.stem]
