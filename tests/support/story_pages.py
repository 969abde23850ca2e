"""The pages of the people in tests/stories, laid out in as many processes as there are cores."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from os import cpu_count
from typing import NamedTuple

from layout import faults
from stories import STORIES, base, plan_for

from planner import compose, render_html
from planner.pages.compose import DOCUMENTS

PAPERS, PRINTS = ("letter", "a4"), (False, True)
WAYS = tuple(product(DOCUMENTS, PAPERS, PRINTS))
# How many of its four ways of printing (two papers, two sizes) each document takes with every story, in turn; the
# therapist's pages take ten times as long as the others, so they are laid out for every third story.
IN_TURN = {"family": 2, "equipment": 1, "fridge": 1, "therapist": 1}
EVERY = {"therapist": 3}
LOOK_AHEADS = ("now", "3_months", "12_months", "all")


class Job(NamedTuple):
    """One document of one story on one paper."""

    story: str
    document: str
    paper: str
    large_print: bool
    look_ahead: str


def jobs() -> Iterator[Job]:
    """Every story with some ways of printing each document, so that each way is tried on many stories."""
    ways = tuple(product(PAPERS, PRINTS))
    for document in DOCUMENTS:
        stories = sorted(STORIES)[:: EVERY.get(document, 1)]
        turn = 0
        for at, story in enumerate(stories):
            for _ in range(IN_TURN[document]):
                paper, large_print = ways[turn % len(ways)]
                yield Job(story, document, paper, large_print, LOOK_AHEADS[at % len(LOOK_AHEADS)])
                turn += 1


def faults_of(job: Job) -> tuple[Job, list[str]]:
    document = compose(plan_for(job.story, base()), job.document, look_ahead=job.look_ahead)  # type: ignore[arg-type]
    return job, faults(render_html(document, paper=job.paper, large_print=job.large_print))


def all_faults() -> dict[Job, list[str]]:
    """What is wrong on the pages of each job; nothing is drawn, only laid out."""
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        return dict(pool.map(faults_of, jobs(), chunksize=4))
