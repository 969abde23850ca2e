"""Commands under test ask for the base again and again: it is read once. Processes of their own read it themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from standing import standing_base

from planner.model.knowledge import Knowledge


@pytest.fixture(autouse=True, scope="module")
def base_read_once(knowledge: Knowledge) -> Iterator[None]:
    with standing_base(knowledge):
        yield
