"""The server as it is started, asked by many at once, with slow clients, hostile files and a worker that is killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from chromium import served
from folders import ROOT
from people import DEMO, TODAY
from typed import opened

from planner import read_intake
from planner.model.knowledge import Knowledge
from planner.web import guard

MARKER, AT_ONCE, PATIENCE = "Zzmarkerzz", 200, 240
FORM = "application/x-www-form-urlencoded"
HOSTILE = (b"%PDF-1.7\n" + b"[" * 200_000, b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>", b"%PDF-" + bytes(range(256)) * 2000)  # fmt: skip


def test_who_sends_too_slowly_is_cut_off_and_keeps_nobody_waiting(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.3)
    with served(knowledge) as (address, keys):
        host = address.removeprefix("http://")
        slow = begun(host, keys.program)
        server = Running(address, keys.program)
        assert server.asked("v1/health")[0] == 200
        assert slow.recv(100).startswith(b"HTTP/1.1 408")
        slow.close()


def begun(host: str, key: str) -> socket.socket:
    """A client that announces a form and sends a part of it."""
    name, _, port = host.partition(":")
    client = socket.create_connection((name, int(port)), timeout=PATIENCE)
    head = f"POST /beside HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\nContent-Type: {FORM}\r\nContent-Length: 1000\r\n\r\n"
    client.sendall(head.encode() + b"id=x")
    return client


@dataclass(frozen=True)
class Running:
    """A server that runs, and the key for programs."""

    address: str
    key: str

    def asked(self, path: str, body: bytes | None = None, kind: str = FORM) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": kind}
        try:
            asked = urllib.request.Request(f"{self.address}/{path}", body, headers)
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Running]]:
    """`als-planner serve` in a folder of its own, where whatever it left would be found."""
    command = [sys.executable, "-u", "-m", "planner", "serve", "--port", "0", "--today", TODAY.isoformat()]
    here = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        address = re.search(r"http://[^/]+", server.stdout.readline())
        assert address is not None
        yield server, Running(address[0], server.stdout.readline().rpartition("Bearer ")[2].strip())
        server.kill()


@pytest.mark.slow
@pytest.mark.all_forms
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the processes of a server are found in /proc")
def test_two_hundred_at_once_hostile_files_and_a_killed_worker_are_all_answered_and_nothing_is_left(
    started: tuple[subprocess.Popen[str], Running], knowledge: Knowledge, tmp_path: Path
) -> None:
    process, server = started
    form = opened(read_intake(DEMO, knowledge, TODAY), knowledge, TODAY, name=MARKER)
    body = urllib.parse.urlencode(dict(form.fields)).encode()
    assert server.asked("beside", body)[0] == 200
    slow = [begun(server.address.removeprefix("http://"), server.key) for _ in range(10)]
    found: Counter[int] = Counter()
    many = [threading.Thread(target=lambda: found.update([server.asked("beside", body)[0]])) for _ in range(AT_ONCE)]
    for one in many:
        one.start()
    for one in many:
        one.join()
    assert set(found) <= {200, 503} and found.total() == AT_ONCE and found[200] >= 60
    for client in slow:
        client.close()
    assert [server.asked("v1/import", content, "application/octet-stream")[0] for content in HOSTILE] == [422] * 3
    workers = workers_of(process.pid)
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    answers = [server.asked("beside", body)[0] for _ in range(4)]
    assert set(answers) <= {200, 503} and answers[-1] == 200
    status, paper = server.asked("papers/pdf", body)
    assert status == 200 and paper.startswith(b"%PDF-")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE)
    assert MARKER not in said and "Traceback" not in said and list(tmp_path.rglob("*")) == []


def workers_of(server: int) -> list[int]:
    """The processes of a server that do its work."""
    told_by = Path(f"/proc/{server}/task").glob("*/children")  # each thread tells of the processes that it began
    children = [one for path in told_by for one in path.read_text(encoding="ascii").split()]
    return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
