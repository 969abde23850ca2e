"""serve listens on this computer alone, prints an address that is good once, and ends without a trace."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import interrupts
import pytest
from click.testing import CliRunner
from folders import ROOT

from planner.commands import serving
from planner.commands.cli import cli
from planner.model.errors import RenderError
from planner.model.knowledge import Knowledge

PATIENCE = 240  # seconds that a slow machine may take for one answer or for the end


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_told_in_a_sentence(taken: int, knowledge: Knowledge) -> None:
    with pytest.raises(RenderError, match=r"I cannot listen here \(Address already in use\)\. Name another port"):
        serving._listen("127.0.0.1", taken)
    with pytest.raises(RenderError, match=r"^no\.such\.host\.invalid:1: I cannot listen here"):
        serving._listen("no.such.host.invalid", 1)


@pytest.mark.parametrize("host", ["a\u202eb\x1b[31m\x07", "x" * 300, "a..b", "\ud800", "a\0b"])
def test_a_host_that_can_be_none_is_told_in_a_sentence(host: str) -> None:
    with pytest.raises(RenderError, match=r"I cannot listen here .* or another address with --host\.$"):
        serving._listen(host, 0)


def test_no_host_is_not_taken_for_every_address() -> None:
    with pytest.raises(RenderError, match=r"^--host: This is no address\. Write 0\.0\.0\.0"):
        serving._listen("", 0)


def test_without_its_packages_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("planner.commands.serving")  # so that it is opened anew
    monkeypatch.setitem(sys.modules, "planner.commands.serving", None)
    done = CliRunner().invoke(cli, ["serve"])
    assert done.exit_code == 2 and "pip install 'als-stage-planner[web]'" in done.output


@pytest.mark.parametrize(
    ("host", "known"),
    [("127.0.0.1", "localhost:80"), ("::1", "[::1]:80"), ("0.0.0.0", f"{socket.gethostname().lower()}:80")],
)
def test_only_names_of_this_computer_are_answered(host: str, known: str) -> None:
    hosts = serving.hosts_of(host, 80)
    assert known in hosts and "evil.example:80" not in hosts


@pytest.mark.slow
def test_a_server_answers_with_its_key_refuses_without_and_ends_quietly() -> None:
    command = [sys.executable, "-u", "-m", "planner", "serve", "--port", "0", "--today", "2026-11-22"]
    piped = subprocess.PIPE
    server = subprocess.Popen(command, cwd=ROOT, stdout=piped, stderr=piped, text=True, preexec_fn=interrupts.hear_them)
    assert server.stdout is not None and server.stderr is not None
    try:
        address = re.search(r"http://\S+", server.stdout.readline())
        assert address and address[0].startswith("http://127.0.0.1:")
        key = server.stdout.readline().rpartition("Bearer ")[2].strip()
        server.stdout.readline()
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(address[0].partition("?")[0], timeout=PATIENCE)
        refused.value.close()
        place = f"{address[0].partition('?')[0]}v1/plan"
        body = (ROOT / "stages" / "demo.yaml").read_bytes()
        asked = urllib.request.Request(
            place, body, {"Authorization": f"Bearer {key}", "Content-Type": "application/yaml"}
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            assert b'"als-planner/plan/1"' in answer.read() and "server" not in answer.headers
    finally:
        server.send_signal(signal.SIGINT)
        said = server.communicate(timeout=PATIENCE)[1]
    assert said.strip() == "" and server.returncode == 130
