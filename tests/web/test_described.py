"""The OpenAPI description against the server: schemathesis asks all that it allows and forbids; before a release, where it is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from chromium import served
from not_run import need

from planner.model.knowledge import Knowledge

PROGRAM = shutil.which("schemathesis")
CONFIG = Path(__file__).with_name("schemathesis.toml")
OPTIONS = ["--checks", "all", "--max-time", "60", "--max-examples", "15", "--continue-on-failure", "--request-timeout", "30"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.all_forms
def test_the_server_answers_as_it_is_described_whatever_is_asked(knowledge: Knowledge, tmp_path: Path) -> None:
    need(PROGRAM, "schemathesis on the PATH (pip install schemathesis==4.32.5, in an environment of its own)")
    with served(knowledge) as (address, keys):
        key = ["--header", f"Authorization: Bearer {keys.program}"]
        asked = [str(PROGRAM), "--config-file", str(CONFIG), "run", f"{address}/v1/openapi.json", *key, *OPTIONS, "--no-color"]  # fmt: skip
        done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
