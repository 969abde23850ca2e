"""The base for commands under test: read once in a process, where a command asks for ours alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planner.model.knowledge import Knowledge
from planner.reading import stages


@contextmanager
def standing(knowledge: Knowledge) -> Iterator[None]:
    """For the time being nobody reads our base again; a folder that is named is read as always."""
    load = stages.load_knowledge

    def loaded(*folders: Path) -> Knowledge:
        return load(*folders) if folders else knowledge

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stages, "load_knowledge", loaded)
        yield
