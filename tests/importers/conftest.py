"""An import of a small table, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import Importing, importing

from planner.model.knowledge import Knowledge


@pytest.fixture
def imported(tmp_path: Path, knowledge: Knowledge) -> Importing:
    return importing(tmp_path, knowledge)
