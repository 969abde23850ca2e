"""Many people → their plans: planned one by one by any Executor, written as they come, and gone on with after a stop.

What a person's plan came to is a line of ``progress.jsonl``, written when its files stand. Whatever happens to one piece of
work is told of that person alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from planner.assessment.assessment import assess
from planner.exports.clinic_day import PersonsDay, persons_day
from planner.exports.day_files import knowledge_of, write_day
from planner.exports.journal import Journal
from planner.language.words import ENGLISH, language_for, load_words
from planner.model.errors import HasDied, PlannerError, Problem
from planner.model.knowledge import Knowledge
from planner.pages.compose import compose
from planner.plan.plan import Plan, make_plan
from planner.press.files import write_all
from planner.press.lettering import printable_name
from planner.press.render import render_html, render_pdf
from planner.reading.intake import read_intake
from planner.record.json_text import json_text
from planner.record.plan_json import plan_as_json

Source = Mapping[str, Any] | Path
TYPED = re.compile(
    r"\([^\s()]+ to [^\s()]+ [^()]*\)|'[^']*'|[0-9][0-9.,-]*"
)  # a range of ours, and what somebody typed
CHUNK = 1 << 20  # bytes of a file that are looked at together
LOOK = 0.5  # seconds between looks at the clock


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to make of each person. ``stages``: a clinic's own layers; ``documents`` as PDF, and the plan as ``json``."""

    today: date
    stages: tuple[Path, ...] = ()
    documents: tuple[str, ...] = ()
    json: bool = True
    paper: str | None = None
    language: str | None = None


class Job(NamedTuple):
    """One person: the name under which it goes until its intake is read, and the intake or its file."""

    id: str
    source: Source
    where: str = ""  # the file it came from


class Planned(NamedTuple):
    """What came of one person: files by name, and the row; or the problem; or neither, where the person has died."""

    id: str
    files: dict[str, bytes]
    row: dict[str, Any] | None
    problem: str


@dataclass(kw_only=True)
class BatchOutcome:
    """A batch when it is over: rows, problems (id, source, problem), and how many have died or were done before."""

    rows: list[PersonsDay] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    deceased: int = 0
    done_before: int = 0


# --- one person, in a process of its own -------------------------------------------------------------------------


def plan_one(wanted: Wanted, job: Job) -> Planned:
    """Plan one person and make what is wanted; whatever goes wrong is told, and nothing of the person with it."""
    try:
        knowledge = knowledge_of(wanted.stages)
        intake = read_intake(job.source, knowledge, wanted.today)
        plan = make_plan(assess(intake, knowledge, today=wanted.today), knowledge)
        row = persons_day(plan, load_words(ENGLISH)).as_json()
        return Planned(intake.id, dict(_files(plan, wanted)), row, "")
    except HasDied:
        return Planned(job.id, {}, None, "")
    except PlannerError as error:
        said = " ".join(_without_values(problem, knowledge_of(wanted.stages)) for problem in error.found)
        return Planned(job.id, {}, None, said)
    except Exception as error:  # a fault of ours costs this person alone
        return Planned(job.id, {}, None, f"The planner has a fault here ({type(error).__name__}). Please report it.")


def _without_values(problem: Problem, knowledge: Knowledge) -> str:
    """A problem without what was typed: it goes into a table that may be handed on."""

    def harmless(found: re.Match[str]) -> str:
        ours = found[0].startswith("(") or found[0].strip("'") in knowledge.vocabulary
        return found[0] if ours else "…"

    return f"{TYPED.sub(harmless, problem.what)} {problem.remedy}".strip()


def _files(plan: Plan, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    name, _ = printable_name(plan.intake.name, plan.intake.id)
    language, _ = language_for(wanted.language or plan.intake.language)
    country = plan.knowledge.country_of(plan.intake.country)
    paper = wanted.paper or (country.paper if country else "letter")
    for kind in wanted.documents:
        page = render_html(compose(plan, kind, language=language, name=name), paper=paper)
        yield f"{plan.intake.id}-{kind}.pdf", render_pdf(page, record=plan)
    if wanted.json:
        yield f"{plan.intake.id}.json", json_text(plan_as_json(plan), indent=1).encode()


# --- all of them ---------------------------------------------------------------------------------------------------


def run_batch(
    jobs: Iterable[Job], wanted: Wanted, folder: Path, executor: Executor, *, seconds: float = 120, ahead: int = 8,
    resume: bool = False, force: bool = False, more_problems: Callable[[], Iterable[tuple[str, str, str]]] = tuple, told: Callable[[int, str], None] = lambda done, name: None,
) -> BatchOutcome:  # fmt: skip
    """Plan everybody into a folder that is the user's alone. ``executor``: any of concurrent.futures' kind.

    At most ``ahead`` are under way at once, and none is held in memory when its files stand. One that has not come back
    after ``seconds`` for each that was ahead of it is given up. ``resume`` goes on where an earlier run stopped.
    ``more_problems`` are those of whoever made the jobs, asked for when all are made.
    """
    knowledge = knowledge_of(wanted.stages)
    with Journal(folder, resume=resume, force=force) as journal:
        run = _Run(wanted=wanted, folder=folder, executor=executor, journal=journal, over=resume or force,
                   patience=seconds * ahead, told=told, digest=knowledge.named_digest)  # fmt: skip
        for job in jobs:
            run.submit(job, ahead)
        while run.waiting:
            run.collect()
        run.outcome.problems += more_problems()
        write_day(
            run.outcome.rows,
            run.outcome.problems,
            folder,
            stages=wanted.stages,
            today=wanted.today,
            paper=wanted.paper or "letter",
            executor=executor,
            seconds=seconds,
        )
    return run.outcome


@dataclass(kw_only=True)
class _Run:
    """Work under way: each future with its job, the mark of what it was asked, and when it was handed over."""

    wanted: Wanted
    folder: Path
    executor: Executor
    journal: Journal
    over: bool
    patience: float
    told: Callable[[int, str], None]
    digest: str
    outcome: BatchOutcome = field(default_factory=BatchOutcome)
    waiting: dict[Future[Planned], tuple[Job, str, float]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    done: int = 0

    def submit(self, job: Job, ahead: int) -> None:
        """Hand one over, unless it was done before; waits while enough are under way."""
        mark = _mark(job.source, self.wanted, self.digest)
        before = self.journal.done.pop(mark, None)
        if before is not None and all((self.folder / name).is_file() for name in before["files"]):
            self._count(before)
            self.outcome.done_before += 1
            self._tell(before["id"])
            return
        while len(self.waiting) >= ahead:
            self.collect()
        try:
            self.waiting[self.executor.submit(plan_one, self.wanted, job)] = (job, mark, time.monotonic())
        except Exception as error:  # an executor that is broken takes no more
            self._keep(Planned(job.id, {}, None, _lost(error)), job, mark)

    def collect(self) -> None:
        """Whatever has come back, and whatever never will."""
        done, _ = wait(self.waiting, timeout=LOOK, return_when=FIRST_COMPLETED)
        late = {one for one, (_, _, since) in self.waiting.items() if time.monotonic() - since > self.patience}
        for future in {*done, *late}:
            job, mark, _ = self.waiting.pop(future)
            self._keep(_came(future, job), job, mark)

    def _keep(self, planned: Planned, job: Job, mark: str) -> None:
        """Files first, then the line that says that they stand; a problem is tried again by the next run."""
        if planned.id in self.ids and not planned.problem:
            planned = Planned(planned.id, {}, None, "Two intakes bear this id; only the first is planned.")
        try:
            write_all({self.folder / name: content for name, content in planned.files.items()}, self.over, private=True)
        except PlannerError as error:
            planned = Planned(planned.id, {}, None, " ".join(error.problems))
        line = {"mark": mark, "id": planned.id, "files": sorted(planned.files), "row": planned.row}
        if planned.problem:
            self.outcome.problems.append((planned.id, job.where, planned.problem))
        else:
            self.journal.add(line)
            self._count(line)
        self._tell(planned.id)

    def _count(self, line: Mapping[str, Any]) -> None:
        self.ids.add(line["id"])
        if line["row"] is None:
            self.outcome.deceased += 1
        else:
            self.outcome.rows.append(PersonsDay.from_json(line["row"]))

    def _tell(self, name: str) -> None:
        self.done += 1
        self.told(self.done, name)


def _came(future: Future[Planned], job: Job) -> Planned:
    if not future.done():
        future.cancel()
        return Planned(job.id, {}, None, "The work did not come back in time. Try this person alone.")
    error = future.exception()
    return future.result() if error is None else Planned(job.id, {}, None, _lost(error))


def _lost(error: BaseException) -> str:
    reason = str(error) if type(error).__name__ == "WorkerLost" else type(error).__name__
    return f"The work did not come back ({reason}). Go on with --resume, or try this person alone."


def _mark(source: Source, wanted: Wanted, digest: str) -> str:
    """A fingerprint of what was asked: the intake, what to make of it, and the knowledge; however large the file is."""
    asked = json.dumps(asdict(wanted), sort_keys=True, default=str)
    mark = hashlib.sha256(f"{asked}\0{digest}\0".encode())
    if not isinstance(source, Path):
        mark.update(json.dumps(source, sort_keys=True, default=str).encode())
        return mark.hexdigest()
    with suppress(OSError), source.open("rb") as file:  # whoever reads it next tells why it cannot be read
        while chunk := file.read(CHUNK):
            mark.update(chunk)
    return mark.hexdigest()
