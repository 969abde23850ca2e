"""The questions of the page: the facts of stages/facts.yaml as fields, with what stands in them and what was last told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import get_args

from planner.language.questions import anchors, is_asked_of_families
from planner.language.wording import COUNTING_UNITS, with_side
from planner.language.words import ENGLISH, Words
from planner.model.facts import Fact, Observation, Pack
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.pages.form.chapters import CHAPTERS, CONFIDENTIAL, chapters_of
from planner.pages.form.rows import NOT_OFFERED_TO_FAMILIES, Telling, is_test, notes
from planner.plan.measure_next import SCREEN
from planner.reading.entries import TOPICS
from planner.reading.resources import languages
from planner.web.filled import ID, MAY, NAME, SPOKEN, TEAM_KEYS, InFields
from planner.web.posted import DAY, FACT, PUT_OFF, ROUTE, SINCE, STATUS, TEAM, UNIT, Posted
from planner.web.typed import as_typed

SPARE = 2  # empty rows of the team


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer: what is sent for it, its short label, its words, and whether it is chosen."""

    value: str
    label: str
    words: str = ""
    chosen: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedField:
    """One question as a field. ``kind`` names how it is asked; ``was`` is the last answer, ``again`` what takes it over."""

    name: str
    id: str
    label: str
    kind: str
    value: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    units: tuple[Option, ...] = ()
    day: str = ""
    day_value: str = ""
    help: str = ""
    was: str = ""
    again: str = ""
    language: str = ""
    core: bool = False
    first: bool = False  # where a follow-up begins


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Questions under one heading; ``told`` of them have an answer. ``scores`` stand in a table."""

    key: str
    heading: str
    intro: str = ""
    scores: tuple[AskedField, ...] = ()
    rows: tuple[AskedField, ...] = ()
    things: tuple[ThingFields, ...] = ()
    team: tuple[tuple[AskedField, ...], ...] = ()
    told: int = 0
    asked: int = 0
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class ThingFields:
    """One piece of equipment: where it stands, since when, from whom, and whether it is put off."""

    name: str
    status: AskedField
    since: AskedField
    route: AskedField
    put_off: bool
    id: str


@dataclass(frozen=True, kw_only=True)
class Form:
    """What the page asks, in the order of a visit: the core open, the rest folded by topic."""

    who: tuple[AskedField, ...]
    core: tuple[Fold, ...]
    folds: tuple[Fold, ...]


def asked_form(
    form: Posted, stood: InFields, base: Intake | None, knowledge: Knowledge, words: Words, today: date, plain: bool
) -> Form:
    """The page's questions with what stands in them; ``plain``: those that a family can answer."""
    telling = Telling(knowledge=knowledge, words=words, intake=base, today=today, plain=plain)
    return _Asking(form, stood, telling).form_of()


class _Asking:
    """One page of questions in the making."""

    def __init__(self, form: Posted, stood: InFields, telling: Telling) -> None:
        self.posted, self.stood, self.telling = form, stood, telling
        self.words, self.knowledge, self.plain = telling.words, telling.knowledge, telling.plain
        self.chapters = chapters_of(telling.knowledge)

    def form_of(self) -> Form:
        wanted = [chapter.key for chapter in CHAPTERS if not (self.plain and chapter.key == CONFIDENTIAL)]
        core = [fold for key in wanted if (fold := self._fold(key, core=True)) is not None]
        packs = [fold for pack in get_args(Pack) if (fold := self._pack(pack)) is not None]
        folds = [*packs, *(fold for key in wanted if (fold := self._fold(key, core=False)) is not None)]
        return Form(who=tuple(self._who()), core=tuple(core), folds=tuple(folds))

    def value(self, name: str) -> str:
        """What stands in a field: what was sent, else what it was opened with."""
        sent = self.posted.fields.get(name)
        return self.stood.fields.get(name, "") if sent is None else sent

    # --- chapters -------------------------------------------------------------------------------------------

    def _fold(self, key: str, core: bool) -> Fold | None:
        there = (fact for fact in self.chapters[key] if fact.core == core and self._asks(fact))
        facts = [fact for fact in there if core or not in_pack(fact)]
        asked = [one for fact in facts for one in self._of(fact)]
        scores = tuple(one for one in asked if one.kind == "score")
        rows = [one for one in asked if one.kind != "score"]
        things = tuple(self._things()) if any(fact.family for fact in facts) else ()
        rows += [] if core else self._beside(key)
        team = tuple(self._team()) if key == "team" and not core else ()
        if not (scores or rows or things or team):
            return None
        told = sum(1 for one in (*scores, *rows, *(thing.status for thing in things)) if one.value)
        intro = str(self.words.entries["form"]["intro"].get(key, "")) if scores or not core else ""
        return Fold(
            key=f"{key}-core" if core else key, heading=self.words(f"form.chapter.{key}"), intro=intro, scores=scores,
            rows=tuple(rows), things=things, team=team, told=told, asked=len(scores) + len(rows) + len(things), open=core,
        )  # fmt: skip

    def _pack(self, pack: str) -> Fold | None:
        """What is asked together in one tick list; the danger screen stands open."""
        told = [fact for facts in self.chapters.values() for fact in facts if fact.pack == pack and in_pack(fact)]
        rows = tuple(one for fact in told if self._asks(fact) for one in self._of(fact))
        heading, answered = self.words(f"web.pack.{pack}"), sum(1 for one in rows if one.value)
        made = Fold(key=f"pack-{pack}", heading=heading, rows=rows, told=answered, asked=len(rows), open=pack == SCREEN)
        return made if rows else None

    def _asks(self, fact: Fact) -> bool:
        return is_asked_of_families(fact) or not self.plain

    def _who(self) -> Iterator[AskedField]:
        if not self.plain:
            yield self._plain(ID, "form.id")
        yield self._plain(NAME, "form.name")

    def _plain(self, name: str, key: str) -> AskedField:
        return AskedField(name=name, id=name, label=self.words(key), kind="line", value=self.value(name))

    def _beside(self, key: str) -> list[AskedField]:
        """What an intake holds beside its facts."""
        if key == "person":
            names = self.words.entries["form"]["languages"]
            chosen = self.value(SPOKEN)
            told = [Option(value=one, label=str(names.get(one, one)), chosen=one == chosen) for one in languages()]
            label = self.words("form.language")
            return [AskedField(name=SPOKEN, id=SPOKEN, label=label, kind="choice", value=chosen, options=tuple(told))]
        if key == "printing":
            may, label = self.value(MAY), self.words("form.helper_may_see_more")
            return [
                AskedField(name=MAY, id=MAY, label=label, kind="yes_no", value=may, options=tuple(self._yes_no(may)))
            ]
        return []

    def _team(self) -> Iterator[tuple[AskedField, ...]]:
        rows = {name.split(".")[1] for name in (*self.stood.fields, *self.posted.fields) if name.startswith(TEAM)}
        told = sorted(int(row) for row in rows if row.isdecimal() and len(row) < 4 and self._has_team(row))
        start = told[-1] + 1 if told else 0
        for at in (*told, *range(start, start + SPARE)):
            labels = [self.words(f"form.team_{key}") for key in TEAM_KEYS]
            names = [f"{TEAM}{at}.{key}" for key in TEAM_KEYS]
            yield tuple(
                AskedField(name=name, id=field_id(name), label=label, kind="line", value=self.value(name))
                for name, label in zip(names, labels, strict=True)
            )

    def _has_team(self, row: str) -> bool:
        return any(self.value(f"{TEAM}{row}.{key}") for key in TEAM_KEYS)

    # --- facts ----------------------------------------------------------------------------------------------

    @cached_property
    def english(self) -> bool:
        return self.words.language == ENGLISH

    @cached_property
    def begins(self) -> str:
        """Where a follow-up begins: the first core question that has an earlier answer and none of today."""
        core = (name for facts in self.chapters.values() for fact in facts if fact.core for name in fact.ids)
        return next((name for name in core if name in self.stood.was and not self.value(f"{FACT}{name}")), "")

    def _of(self, fact: Fact) -> Iterator[AskedField]:
        """A fact as its fields: one for each side."""
        if not fact.family:
            yield from (self._asked(fact, written) for written in fact.ids)

    def _asked(self, fact: Fact, written: str) -> AskedField:
        telling, name = self.telling, f"{FACT}{written}"
        value, asked = self.value(name), telling.question_of(fact)
        foreign = not self.english and not is_asked_of_families(fact)
        unit = asked.unit if fact.kind == "number" else self.words("web.date_order") if fact.kind == "date" else ""
        seen = self.stood.was.get(written)
        return AskedField(
            name=name, id=field_id(name), label=with_side(asked.asks, fact, written, self.words), kind=self._kind(fact),
            value=value, options=tuple(self._options(fact, written, value)), unit=unit, units=tuple(self._units(fact, written)),
            day=f"{DAY}{written}" if is_test(fact) and not self.plain else "", day_value=self.value(f"{DAY}{written}"),
            help="" if self.plain else notes(fact), was=self._was(written, seen), again=as_typed(seen.value) if seen and may_stay(fact) else "",
            language=ENGLISH if foreign else "", core=fact.core, first=written == self.begins,
        )  # fmt: skip

    def _kind(self, fact: Fact) -> str:
        if fact.id == TOPICS:
            return "ticks"
        if anchors(fact):
            return "score"
        return "choice" if fact.kind == "grade" else fact.kind

    def _was(self, written: str, seen: Observation | None) -> str:
        if seen is None:
            return ""
        return self.words("web.was", value=self.telling.say(written, seen.value), date=self.words.short_day(seen.on))

    def _options(self, fact: Fact, written: str, value: str) -> Iterator[Option]:
        if fact.id == TOPICS:
            yield from self._topics(value)
        elif anchors(fact):
            said = self.telling.question_of(fact).answers
            for score in sorted(anchors(fact), reverse=True):
                text = str(score)
                yield Option(value=text, label=text, words=said.get(text, ""), chosen=value == text, key=text)
        elif fact.kind == "yes_no":
            yield from self._yes_no(value)
        elif fact.kind in ("choice", "grade"):
            for raw in self.telling.answers(fact):
                yield Option(value=str(raw), label=self.telling.say(written, raw), chosen=value == str(raw))
            if value and value not in map(str, self.telling.answers(fact)):  # a country by its code
                yield Option(value=value, label=value, chosen=True)

    def _yes_no(self, value: str) -> Iterator[Option]:
        for sent, key in (("true", "yes"), ("false", "no")):
            label = self.words(key)
            yield Option(value=sent, label=label, chosen=value == sent, key=label[:1].lower())

    def _topics(self, value: str) -> Iterator[Option]:
        told = value.split("|") if value else []
        names: Mapping[str, str] = self.words.entries["form"]["topics"]
        for topic in self.knowledge.about.topics:
            if topic in told or not self.plain or topic not in NOT_OFFERED_TO_FAMILIES:
                yield Option(value=topic, label=str(names.get(topic, topic)), chosen=topic in told)

    def _units(self, fact: Fact, written: str) -> Iterator[Option]:
        """Our unit and those that are converted into it, where there are any."""
        others = self.knowledge.clinic_words.offered.get(fact.unit, ()) if fact.kind == "number" else ()
        chosen = self.value(f"{UNIT}{written}")
        for unit in (fact.unit, *others) if others else ():
            sent = "" if unit == fact.unit else unit
            yield Option(value=sent, label=unit, chosen=chosen == sent)

    # --- equipment ------------------------------------------------------------------------------------------

    def _things(self) -> Iterator[ThingFields]:
        fact = self.knowledge.vocabulary.facts["equipment_status"]
        for device in self.knowledge.vocabulary.devices:
            thing = self.knowledge.equipment[device]
            name = thing.family.name if self.plain else thing.name
            status = self._status(fact, device, name)
            since, route = (
                AskedField(name=f"{prefix}{device}", id=field_id(prefix + device), label=f"{name}: {self.words(key)}",
                      kind="line", value=self.value(f"{prefix}{device}"))
                for prefix, key in ((SINCE, "form.since"), (ROUTE, "form.route"))
            )  # fmt: skip
            put_off = self.value(PUT_OFF + device) == "true"
            yield ThingFields(name=name, status=status, since=since, route=route, put_off=put_off, id=device)

    def _status(self, fact: Fact, device: str, name: str) -> AskedField:
        field, written = f"{STATUS}{device}", f"{fact.id}_{device}"
        value = self.value(field)
        seen = self.stood.was.get(written)
        options = tuple(
            Option(value=choice, label=self.telling.say(written, choice), chosen=value == choice)
            for choice in fact.choices
        )
        return AskedField(
            name=field,
            id=field_id(field),
            label=name,
            kind="choice",
            value=value,
            options=options,
            was=self._was(written, seen),
        )


def in_pack(fact: Fact) -> bool:
    """Whether it stands in a tick list: not what everybody is asked before, nor what is asked in private."""
    return fact.pack is not None and not (fact.core or fact.confidential or fact.family)


def may_stay(fact: Fact) -> bool:
    """Whether an earlier answer can be the same today without anybody measuring: a test of then is not one of today."""
    return fact.kind in ("grade", "yes_no", "choice") or fact.unit in COUNTING_UNITS


def field_id(name: str) -> str:
    """The id of a field on the page, to jump to."""
    return name.replace(".", "-")


def all_asked(form: Form) -> Iterator[AskedField]:
    """Every question of a form but those of equipment and team."""
    yield from form.who
    for fold in (*form.core, *form.folds):
        yield from (*fold.scores, *fold.rows)


def answer_of(asked: AskedField, not_known: str) -> str:
    """What stands in a field, in words."""
    chosen = [option.words or option.label for option in asked.options if option.chosen]
    if chosen:
        return ", ".join(f"{o.label} ({o.words})" if o.words else o.label for o in asked.options if o.chosen)
    said = f"{asked.value} {asked.unit}".strip() if asked.value and asked.kind == "number" else asked.value
    return said or not_known


def unanswered(form: Form) -> Lines:
    """The core questions that nobody has answered yet."""
    open_ = [one for one in all_asked(form) if one.core and not one.value]
    return tuple(f"{one.label} ({one.was})" if one.was else one.label for one in open_)
