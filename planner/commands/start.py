"""A new person, or the next visit of one, asked on the terminal and written into a commented intake."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from planner.assessment.assessment import assess
from planner.assessment.derive import facts_today
from planner.commands.dialogue import AskedStep, NotThis, Stopped, asked, next_line
from planner.commands.options import PaperOptions
from planner.commands.paper_commands import write_plan
from planner.commands.terminal import say
from planner.commands.visit_steps import Visit
from planner.language.commented_intake import commented
from planner.language.words import ENGLISH, Words, load_words
from planner.model.clinic_words import ClinicWords, key_of
from planner.model.conditions import truth_of
from planner.model.errors import HasDied, IntakeError
from planner.model.facts import Fact
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.truth import Truth
from planner.plan.plan import make_plan
from planner.press.files import refuse_existing, write_all, write_whole
from planner.reading.answers import heard
from planner.reading.intake import INTAKE_SCHEMA, PRINT_CHOICES, of_person, read_intake
from planner.reading.intake_added import with_entries
from planner.reading.intake_written import as_yaml
from planner.reading.strict_yaml import read_text
from planner.record.intake_told import intake_told_by
from planner.record.json_text import json_text

OLD = ".old"  # what is put behind the name of a file that is kept as it was


class Session:
    """One run: what was read, what was answered, and where it goes."""

    def __init__(self, file: Path | None, knowledge: Knowledge, today: date) -> None:
        self.file, self.knowledge, self.today = file, knowledge, today
        self.words: Words = load_words(ENGLISH)
        self.answers: dict[str, Any] = {}
        self.intake: Intake | None = None
        self.source: dict[str, Any] = {}
        self.day, self.from_paper = today, False
        if file is not None and file.exists():
            self._read(file)

    def _read(self, file: Path) -> None:
        """What there is of this person; of a PDF an intake is made beside it."""
        told = intake_told_by(str(file))
        self.intake = read_intake(told, self.knowledge, self.today)
        if self.intake.deceased:
            raise HasDied
        self.source = with_days(deepcopy(self.intake.source or {}), self.knowledge.clinic_words)
        if isinstance(told, Mapping):
            self.from_paper = True
            self.file = file.with_name(f"{self.intake.id}.yaml")
            refuse_existing([self.file], force=False)
            self.day = self.intake.visits[-1] if self.intake.visits else self.today

    # --- asking ---------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """All questions in their order. Raises Stopped where the answers end before the last of them."""
        words, again = self.words, self.intake is not None
        say(words("start.how"))
        if self.intake is not None:
            if self.intake.visits:
                say(words("start.new", id=self.intake.id, date=words.day(self.intake.visits[-1])))
            say(words("start.how_again"))
        asked([self._date()], self._keep, words, again)
        visit = Visit(knowledge=self.knowledge, words=words, day=self.day, intake=self.intake, is_asked=self._is_asked)
        if self.intake is not None and self.day in self.intake.visits:
            say(words("start.on", date=words.day(self.day)))
        first = visit.who(self._why_not) if self.intake is None else self._became(visit, self.intake)
        asked(list(chain(first, visit.facts(), visit.rest())), self._keep, words, again)

    def _date(self) -> AskedStep:
        def take(text: str) -> tuple[str, str]:
            found = heard(text, "visit_date", self.knowledge, self.today, {}, self.words("start.no_answer"))
            if not is_day(str(found.value)):
                raise NotThis(self.words("start.which_day"))
            return str(found.value), self.words("start.given", value=found.value)

        asks = self.words("start.date", today=self.day)
        help_ = self.words("start.date_help")
        return AskedStep(key="date", asks=asks, take=take, help=help_, usual=self.day.isoformat())

    def _became(self, visit: Visit, intake: Intake) -> list[AskedStep]:
        """What the plan of the last visit before this one said, worked out anew for its day."""
        earlier = [day for day in intake.visits if day < self.day]
        if not earlier:
            return []
        last = earlier[-1]
        told = read_intake(until(self.source, last), self.knowledge, self.today)
        then = replace(told, observations=tuple(seen for seen in told.observations if seen.on <= last))
        return list(visit.became(make_plan(assess(then, self.knowledge, today=last), self.knowledge)))

    def _why_not(self, person: str) -> str:
        """Why a new file cannot have this name."""
        path = self.file or Path(f"{person}.yaml")
        return self.words("start.exists", file=path) if path.exists() else ""

    def _keep(self, key: str, value: Any) -> None:
        if key == "date":
            self.day = date.fromisoformat(value)
        elif value is None:
            self.answers.pop(key, None)
        else:
            self.answers[key] = value

    def _is_asked(self, fact: Fact) -> bool:
        """Whether an answer is of use, by what is known so far; where that is not known, it is."""
        condition = self.knowledge.ask_when.get(fact.id)
        if condition is None:
            return True
        with suppress(IntakeError):
            known = read_intake(self.whole(), self.knowledge, self.day)
            return truth_of(condition, facts_today(known, self.knowledge, self.day)) is not Truth.NO
        return True

    # --- what it makes --------------------------------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.answers.items() if name in self.knowledge.vocabulary}

    def followed(self) -> list[dict[str, Any]]:
        told = ((key.split()[1:], became) for key, became in self.answers.items() if key.startswith("followed "))
        return [{"id": one, "on": self.day.isoformat(), "became": became} for ids, became in told for one in ids]

    def things(self) -> list[dict[str, Any]]:
        return [{"item": thing, "status": status} for thing, status in self.answers.get("things", {}).items()]

    def added(self) -> dict[str, list[dict[str, Any]]]:
        """What a further visit adds to the lists of a file."""
        facts = self.facts()
        team = (
            [{"role": self.words("start.phone_role"), "phone": self.answers["phone"]}]
            if "phone" in self.answers
            else []
        )
        visits = [{"on": self.day.isoformat(), "facts": facts}] if facts else []
        return {"team": team, "visits": visits, "equipment": self.things(), "followed": self.followed()}

    def whole(self) -> dict[str, Any]:
        """The intake with what was answered so far."""
        made = {"schema": INTAKE_SCHEMA, "patient": {"id": "x"}, **deepcopy(self.source)}
        added = self.added()
        if self.intake is None:
            self._place(made, added)
        for part, entries in added.items():
            if entries:
                made[part] = _joined(made.get(part) or [], entries)
        return made

    def _place(self, made: dict[str, Any], added: dict[str, list[dict[str, Any]]]) -> None:
        """Of a new person: what belongs to the person, and to what is printed, stands there and not with the visit."""
        about = {key: self.answers[key] for key in ("id", "name", "language") if key in self.answers}
        facts = self.facts()
        person = {name: facts[name] for name in of_person(self.knowledge.vocabulary) if name in facts}
        chosen = {name: facts[name] for name in PRINT_CHOICES if name in facts}
        made["patient"] |= about | person
        made["preferences"] = chosen
        rest = {name: value for name, value in facts.items() if name not in person and name not in chosen}
        added["visits"] = [{"on": self.day.isoformat(), "facts": rest}] if rest else []

    # --- writing --------------------------------------------------------------------------------------------

    def write(self) -> Path | None:
        """Keep what was answered; None where nothing was. The file that it is in."""
        nobody = self.intake is None and "id" not in self.answers
        if nobody or not (self.answers or self.from_paper):
            say(self.words("start.nothing"))
            return None
        path = self.file or Path(f"{self.answers['id']}.yaml")
        made = self.whole()
        if path.suffix == ".json":
            write_whole(path, f"{json_text(made)}\n".encode(), force=True)
        elif self.intake is None:
            made.setdefault(
                "visits", [{"on": self.day.isoformat(), "facts": {}}]
            )  # with its questions, to be filled in
            write_whole(path, self._text(made).encode(), force=False)
        else:
            self._write_beside(path, made)
        say(self.words("start.kept", file=path))
        return path

    def _text(self, made: Mapping[str, Any]) -> str:
        """The intake with its questions, where they do not get in the way of an answer; else as it is."""
        text = commented(made, self.knowledge)
        return text if _without_nothing(read_text(text, "intake").value) == _without_nothing(made) else as_yaml(made)

    def _write_beside(self, path: Path, made: dict[str, Any]) -> None:
        """A further visit into the text as it stands; where that cannot be, the text anew and the old one kept."""
        if self.from_paper:
            write_whole(path, self._text(made).encode(), force=False)
            return
        old = path.read_text(encoding="utf-8")
        new = None if self.intake is None or self.day in self.intake.visits else with_entries(old, self.added())
        if new is not None:
            write_whole(path, new.encode(), force=True)
            return
        files = {path: self._text(made).encode()}
        if old != self._text(self.source):
            kept = path.with_name(path.name + OLD)
            files[kept] = old.encode()
            say(self.words("start.kept_old", file=kept))
        write_all(files, force=True)

    # --- afterwards -----------------------------------------------------------------------------------------

    def is_usable(self, path: Path) -> bool:
        """Whether a plan can be made of it; what stands against that is told."""
        try:
            self.intake = read_intake(path, self.knowledge, self.today)
        except IntakeError as error:
            say(self.words("start.unreadable"))
            for problem in error.problems:
                say(f"  {problem}")
            return False
        return True

    def wants_plan(self) -> bool:
        say(self.words("start.make"))
        say("> ", nl=False)
        with suppress(Stopped):
            return self.knowledge.clinic_words.yes_no.get(key_of(next_line())) is True
        return False

    def make_plan(self, path: Path, stages: tuple[Path, ...]) -> None:
        """The four papers, in a folder of this visit beside the intake."""
        name = self.intake.id if self.intake is not None else path.stem
        folder = path.parent / f"{name}-{self.day}"
        write_plan(str(path), stages, self.today, usual_papers(folder))

    def say_next(self, path: Path) -> None:
        say(self.words("start.next"))
        for what in ("plan", "ask", "start"):
            say(self.words(f"start.next_{what}", file=path))


def usual_papers(folder: Path) -> PaperOptions:
    """What `plan` makes where nothing else is asked for."""
    return PaperOptions(
        output=folder, force=False, form="pdf", document="all", paper=None, large_print=False, grayscale=False, lang=None,
        look_ahead=None, reader="person", one_page=False, log=False, sheets=False, since=None, no_record=False, reviewed_by=None, quiet=False,
    )  # fmt: skip


def is_day(text: str) -> bool:
    """Whether it names a day, and no month alone."""
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False


def with_days(source: Mapping[str, Any], words: ClinicWords) -> dict[str, Any]:
    """An intake whose visits, and what was followed, have their days as we write them: they are held against one another."""
    dated = dict(source)
    for part in ("visits", "followed"):
        if isinstance(source.get(part), list):
            dated[part] = [
                one | {"on": days[0]} if (days := words.days(str(one.get("on")))) else one for one in source[part]
            ]
    return dated


def until(source: Mapping[str, Any], day: date) -> dict[str, Any]:
    """An intake as it stood on the day of a visit: later visits, and what was followed later, taken out."""
    visits = [visit for visit in source.get("visits") or () if str(visit.get("on")) <= day.isoformat()]
    followed = [entry for entry in source.get("followed") or () if str(entry.get("on") or "") <= day.isoformat()]
    return {**source, "visits": visits, "followed": followed}


def _joined(there: list[Any], entries: list[dict[str, Any]]) -> list[Any]:
    """Entries behind those that are there; facts of a day that has its visit already are put into that."""
    joined = list(there)
    for entry in entries:
        same = next((at for at, one in enumerate(joined) if "facts" in entry and one.get("on") == entry["on"]), None)
        if same is None:
            joined.append(entry)
        else:
            joined[same] = {**joined[same], "facts": {**joined[same]["facts"], **entry["facts"]}}
    return joined


def _without_nothing(value: Any) -> Any:
    """A mapping without what is null or empty, however deep."""
    if isinstance(value, dict):
        inner = {key: _without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one not in (None, {}, [])}
    return [_without_nothing(one) for one in value] if isinstance(value, list) else value


def run(file: Path | None, knowledge: Knowledge, today: date, stages: tuple[Path, ...]) -> None:
    """Ask, keep, say what comes next, and make the plan where that is wanted."""
    session, ended = Session(file, knowledge, today), False
    try:
        session.ask()
    except Stopped:
        ended = True
        say("")
    except KeyboardInterrupt:
        say("")
        session.write()
        raise
    path = session.write()
    if path is None:
        return
    if session.is_usable(path) and not ended and session.wants_plan():
        session.make_plan(path, stages)
    session.say_next(path)
