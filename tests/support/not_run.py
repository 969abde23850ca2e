"""Tests that cannot run on this machine are listed by name at the end; where CI is set, they fail.

from not_run import need

need(shutil.which("chromium"), "the browser Chromium")
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def need(condition: object, what: str) -> None:
    """Go on where the condition holds; else this test cannot run, because ``what`` is missing."""
    __tracebackhide__ = True
    if not condition:
        pytest.skip(f"needs {what}", allow_module_level=True)


def in_ci() -> bool:
    """Whether every test must run."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped, in the words of the skip."""
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped: ")


def name_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The test, without the group in which pytest-xdist ran it."""
    return re.sub(r"@\w+$", "", report.nodeid)


def strict(report: Report) -> Report:
    """In CI a skipped test is a failed one, however it was skipped."""
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = f"{name_of(report)} did not run: {reason(report)}. In CI every test must run."
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """One test, or its set-up."""
    return strict((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole file."""
    return strict((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what did not run, so that nothing is left out in silence."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("not run on this machine", sep="-")
    for report in skipped:
        terminalreporter.line(f"{name_of(report)}: {reason(report)}")
