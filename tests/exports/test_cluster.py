"""A clinic day on a cluster: a real scheduler and two processes, one of them killed midway, and nothing is lost."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from people import TODAY

from planner.exports.batch import Job, Wanted, run_batch


def pid_after_a_while() -> int:
    time.sleep(0.1)
    return os.getpid()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # distributed closes what a killed process leaves open in its own time
def test_a_process_of_the_cluster_killed_midway_costs_nobody(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    visits = [{"on": "2026-11-20", "facts": {"alsfrs_walking": 3}}]
    jobs = [Job(f"a{at}", {"patient": {"id": f"a{at}"}, "visits": visits}) for at in range(12)]
    killed: list[int] = []
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        pids = [worker["pid"] for worker in client.run(lambda: {"pid": os.getpid()}).values()]

        def told(done: int, name: str) -> None:
            if done == 2:
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])

        executor: Any = client.get_executor(retries=2)
        done = run_batch(jobs, Wanted(today=TODAY), tmp_path, executor, ahead=6, told=told)
    assert killed and (len(done.rows), done.problems) == (12, [])
