"""Every package that the planner runs on may be handed on with it, and one that may not is found."""

from __future__ import annotations

from importlib.metadata import metadata

import pytest
from folders import ROOT
from licences import ALLOWED, CHOICE, licences_of, locked, problems

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_package_we_run_on_has_a_licence_that_is_allowed() -> None:
    assert len(list(locked(LOCK))) > 20
    assert list(problems(LOCK)) == []


def test_what_is_allowed_is_used_and_says_why() -> None:
    used = {name for package in locked(LOCK) for name in licences_of(package)}
    assert set(ALLOWED) <= used and all(ALLOWED.values())
    assert set(CHOICE) <= set(locked(LOCK))


def test_a_licence_that_nobody_has_allowed_is_found() -> None:
    (said,) = problems("pyphen==0.17\nclick==8.2\n", choice={})
    assert said.startswith("pyphen: Its licence (GNU General Public License v2 or later (GPLv2+), GNU Lesser")


def test_a_package_that_is_not_there_or_not_meant_for_this_python_is_told_apart() -> None:
    lock = "no-such-package==1.0 \\\n    --hash=sha256:0\nnone-either==1.0 ; python_version < '3'\n"
    (said,) = problems(lock)
    assert said.startswith("no-such-package: It is in requirements.lock and not installed.")


@pytest.mark.parametrize("package", ["packaging", "click"])
def test_a_package_may_offer_a_choice_of_licences(package: str) -> None:
    assert licences_of(package) == set(metadata(package)["License-Expression"].split(" OR "))
