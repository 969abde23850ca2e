"""What stands from one test to the next: files of stages/ that nobody changed, and our base for commands under test."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from planner.model.knowledge import Knowledge
from planner.reading import stages, strict_yaml
from planner.reading.strict_yaml import Read, read_text


class StandingFiles:
    """Texts as they were read the first time. What they hold is shared, so nobody may change it in place."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[Read, bytes]] = {}

    def read_text(self, text: str, where: str) -> Read:
        if (text, where) not in self.kept:
            read = read_text(text, where)
            self.kept[text, where] = read, pickle.dumps(read.value)
        read, _ = self.kept[text, where]
        return replace(read, problems=[*read.problems], elsewhere={**read.elsewhere})

    def changed(self) -> list[str]:
        """The files whose values somebody changed in place, so that the next reader saw what does not stand there."""
        return [where for (_, where), (read, value) in self.kept.items() if pickle.dumps(read.value) != value]


@contextmanager
def standing_files() -> Iterator[None]:
    """For the time being a text is parsed once: whoever spoils one file of a base has only that one parsed again."""
    files = StandingFiles()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "read_text", files.read_text)
        yield
    assert files.changed() == []


@contextmanager
def standing_base(knowledge: Knowledge) -> Iterator[None]:
    """For the time being nobody reads our base again; a folder that is named is read as always."""
    load = stages.load_knowledge

    def loaded(*folders: Path) -> Knowledge:
        return load(*folders) if folders else knowledge

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, "load_knowledge", loaded)
        yield
