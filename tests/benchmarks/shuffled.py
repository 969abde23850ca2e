"""Run the tests in another order: ``ORDER=7 PYTHONPATH=tests/benchmarks make test ARGS="-p shuffled"``.

ORDER is any number, and the same number gives the same order in every process. A test that fails in one order alone
leans on what another left behind.
"""

from __future__ import annotations

import os
import random

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in another order, and the tests inside each: what a file makes once stays together."""
    chance = random.Random(int(os.environ.get("ORDER", "1")))
    by_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(str(item.path), []).append(item)
    files = [*by_file.values()]
    chance.shuffle(files)
    for tests in files:
        chance.shuffle(tests)
    items[:] = [item for tests in files for item in tests]
