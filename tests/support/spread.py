"""How tests are spread over the processes of pytest-xdist, and the folder of sheets that these share.

The tests of one file stay in one process, which makes its fixtures once. Only tests marked ``apart``, each of which takes
long and needs nothing of its neighbours, go to whichever process is free.
"""

from __future__ import annotations

import pressed
import pytest


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        pressed.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        pressed.end()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist, which reads the groups in a hook of the same name
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the whole run what it alone tries, and keep the rest of a file together."""
    left = [item for item in items if item.get_closest_marker("all_forms")]
    if left and not config.getoption("--all-forms", default=True):
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    if config.pluginmanager.hasplugin("xdist"):
        items.sort(key=_turn)
        for item in items:
            if item.get_closest_marker("apart") is None and item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(item.path.stem.removeprefix("test_")))


def _turn(item: pytest.Item) -> int:
    """Those of the page first, which wait long for a browser; many short ones last, so that no process is left alone."""
    if item.path.parent.name == "web":
        return 0
    return 2 if item.get_closest_marker("apart") else 1
