"""One question of the intake form as a row of boxes: blank, ticked with what is known, or with what was known too long ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import Any

from planner.assessment.derive import facts_today
from planner.language.questions import anchors, in_english
from planner.language.wording import COUNTING_UNITS, fact_in_words, number, raw_in_words, with_side
from planner.language.words import Words
from planner.model.conditions import truth_of
from planner.model.facts import Fact, Facts, Observation, Raw, Value
from planner.model.intake import Intake, in_force
from planner.model.knowledge import Knowledge
from planner.model.shapes import Lines
from planner.model.spoken import QuestionWords
from planner.model.truth import Truth
from planner.pages.form.blocks import FormCell, FormRow
from planner.reading.entries import TOPICS

NOT_KNOWN = "not_known"
NOT_OFFERED_TO_FAMILIES = ("end_of_life",)  # a topic that a family's form names only where the person did
FEW = 4  # boxes that fit half a line
NOTE_LETTERS = 160  # letters of a clinic's note that fit beside a box; the intake has it whole
ROOM = 3  # lines to write on, for an answer in own words
# The help of these speaks to whoever types, not to whoever asks.
NO_NOTE = ("visit_date", "country", TOPICS)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What an intake tells on a day, as it goes on the form; without an intake nothing is told.

    ``plain``: for the family, so no notes of the clinic and no words for examiners.
    """

    knowledge: Knowledge
    words: Words
    intake: Intake | None
    today: date
    plain: bool = False
    short: bool = False

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The values in force, by the names under which they are written."""
        seen = self.intake.observations if self.intake else ()
        return in_force(self.knowledge.vocabulary, seen, self.today)

    @cached_property
    def facts(self) -> Facts | None:
        """What can be worked out of the answers; None on a blank form."""
        return facts_today(self.intake, self.knowledge, self.today) if self.intake else None

    def is_asked(self, fact: Fact) -> bool:
        """Whether it is asked of this body, or was answered all the same; a blank form asks everything."""
        asked = self.knowledge.ask_when.get(fact.id)
        if self.facts is None or asked is None or any(name in self.newest for name in (fact.id, *fact.ids)):
            return True
        return truth_of(asked, self.facts) is not Truth.NO

    @cached_property
    def newest(self) -> Mapping[str, Observation]:
        """What each value in force was observed as, also where it is too old to count."""
        seen = self.intake.observations if self.intake else ()
        return {one.fact: one for one in seen if one.fact in self.values and self.values[one.fact].on == one.on}

    @cached_property
    def questions(self) -> Mapping[str, QuestionWords]:
        """How families are asked, in the language of the page."""
        return self.knowledge.spoken.questions or in_english(self.knowledge.vocabulary)

    def question_of(self, fact: Fact) -> QuestionWords:
        """How a fact is asked; what only the clinic is asked, as facts.yaml has it."""
        return self.questions.get(fact.id) or QuestionWords(fact.question, fact.unit, {})

    def raw(self, written: str) -> Raw | None:
        """A value that counts today; None where it is unknown or too old."""
        value = self.values.get(written)
        return value.raw if value is not None else None

    def say(self, written: str, raw: Raw) -> str:
        """A value as the form prints it, in its box or beside it."""
        fact = self.knowledge.vocabulary[written]
        if fact.kind == "grade" and isinstance(raw, int | float):
            return number(raw)
        asked = self.question_of(fact)
        if fact.kind == "number":
            return raw_in_words(raw, fact.unit if fact.unit in COUNTING_UNITS else asked.unit, self.words)
        return asked.answers.get(str(raw)) or fact_in_words(fact, raw, self.words)

    def day_of(self, written: str) -> str:
        """The day of a value that counts; empty where it does not age or is not known."""
        fact, seen = self.knowledge.vocabulary[written], self.newest.get(written)
        told = seen is not None and self.raw(written) is not None and fact.stale_after is not None
        return self.words.short_day(seen.on) if told and seen else ""

    def said(self, fact: Fact, names: Sequence[str]) -> Iterator[str]:
        """The days of what is known, what is too old to count, what was told of no side, and the clinic's notes."""
        days = {name: self.day_of(name) for name in names}
        if len(set(days.values())) == 1:
            yield from (day for day in set(days.values()) if day)
        else:
            yield from (self._of_side(fact, name, day) for name, day in days.items() if day)
        whole = () if fact.family or fact.id in names or fact.ids[0] not in names else (fact.id,)
        for name in (*names, *whole):
            seen = self.newest.get(name)
            if seen is None:
                continue
            old = self.raw(name) is None
            if old or name not in names:
                key = "form.was" if old else "form.no_side"
                yield self._of_side(
                    fact, name, self.words(key, value=self.say(name, seen.value), date=self.words.short_day(seen.on))
                )
            if seen.note and not self.plain:
                yield self._of_side(
                    fact, name, seen.note if len(seen.note) <= NOTE_LETTERS else f"{seen.note[:NOTE_LETTERS]}…"
                )

    def _of_side(self, fact: Fact, name: str, text: str) -> str:
        side = name.removeprefix(f"{fact.id}_") if fact.sides and name != fact.id else ""
        return f"{self.words(f'side.{side}')}: {text}" if side else text

    # --- boxes --------------------------------------------------------------------------------------------------

    def boxes(self, written: str, lines: int = ROOM) -> tuple[FormCell, ...]:
        """The answers of one question: boxes to tick or a place to write, and always one for what is not known."""
        fact, raw = self.knowledge.vocabulary[written], self.raw(written)
        if written == TOPICS:
            return (*self._topics(raw), self.not_known(written))
        value = (
            ""
            if raw is None
            else raw.isoformat()
            if isinstance(raw, date)
            else f"{raw:g}"
            if fact.kind == "number"
            else str(raw)
        )
        if fact.kind == "text":
            return (FormCell(text=str(raw or ""), lines=lines, field=written, value=value), self.not_known(written))
        if fact.kind in ("number", "date"):
            unit = self.question_of(fact).unit if fact.kind == "number" else self.words("form.date_order")
            return (FormCell(text=self._written(raw), unit=unit, field=written, value=value), self.not_known(written))
        ticks = (
            FormCell(text=self.say(written, one), tick=True, ticked=raw == one, field=written, value=answer_name(one))
            for one in self.answers(fact)
        )
        return (*ticks, self.not_known(written))

    def answers(self, fact: Fact) -> tuple[Raw, ...]:
        """What can be ticked, in the order of the question."""
        if fact.kind == "yes_no":
            return (True, False)
        if fact.kind == "grade":
            low, high = fact.ends
            return tuple(range(int(low), int(high) + 1))
        return fact.choices

    def bare(self, written: str) -> tuple[FormCell, ...]:
        """The same boxes without words, for a table whose head says them."""
        return tuple(replace(cell, text="", unit="") for cell in self.boxes(written))

    def not_known(self, written: str, word: bool = True) -> FormCell:
        return FormCell(text=self.words("not_known") if word else "", tick=True, field=written, value=NOT_KNOWN)

    def _iso(self, written: str) -> str:
        return self.newest[written].on.isoformat() if self.day_of(written) else ""

    def _written(self, raw: Raw | None) -> str:
        if raw is None:
            return ""
        return self.words.short_day(raw) if isinstance(raw, date) else self.words.number(number(float(raw)))

    def _topics(self, raw: Raw | None) -> Iterator[FormCell]:
        """What is not wanted on paper yet; the family is not asked of the end unless the person named it."""
        told = str(raw).split("|") if raw else []
        known: Mapping[str, str] = self.words.entries["form"]["topics"]
        for topic, name in known.items():
            if topic in told or not self.plain or topic not in NOT_OFFERED_TO_FAMILIES:
                yield FormCell(text=name, tick=True, ticked=topic in told, field=f"{TOPICS} {topic}", value="yes")
        for topic in told:
            if topic not in known:
                yield FormCell(text=topic, tick=True, ticked=True, field=f"{TOPICS} {topic}", value="yes")

    def named(self, written: str) -> str:
        """What an intake file calls it, for whoever types the form in; no family does, and a short form has no room."""
        return "" if self.plain or self.short else written

    # --- rows ---------------------------------------------------------------------------------------------------

    def question(self, number_: str, fact: Fact, short: bool, written: str = "") -> FormRow:
        """A question on a line of its own; ``written`` names one side."""
        written = written or fact.id
        note = "" if short or self.plain else notes(fact)
        label = with_side(self.question_of(fact).asks, fact, written, self.words)
        boxes = self.boxes(written, ROOM - short)
        wide = fact.kind in ("text", "grade") or (fact.kind == "choice" and len(boxes) > FEW)
        room = "most" if wide else "little" if fact.kind == "yes_no" else "half"
        return FormRow(
            number=number_,
            label=label,
            cells=boxes,
            note=note,
            name=self.named(written),
            told=tuple(self.said(fact, (written,))),
            room=room,
        )

    def scored(self, number_: str, fact: Fact) -> FormRow:
        """A question whose scores each have their words, best score first."""
        asked, raw = self.question_of(fact), self.raw(fact.id)
        scores = sorted(anchors(fact), reverse=True)
        cells = [
            FormCell(text=asked.answers[str(score)], tick=True, ticked=raw == score, field=fact.id, value=str(score))
            for score in scores
        ]
        return FormRow(
            number=number_,
            label=asked.asks,
            cells=(*cells, self.not_known(fact.id, False)),
            name=self.named(fact.id),
            told=tuple(self.said(fact, fact.ids)),
        )

    def sided(self, number_: str, fact: Fact, label: str, note: str) -> FormRow:
        """Left and right in one row."""
        cells = tuple(cell for name in fact.ids for cell in self.bare(name))
        said, name = tuple(self.said(fact, fact.ids)), self.named(fact.id)
        return FormRow(number=number_, label=label, cells=cells, note=note, name=name, told=said)

    def measured(self, number_: str, fact: Fact, note: str) -> FormRow:
        """A test: its result with the unit, and the day on which it was done."""
        result = replace(self.boxes(fact.id)[0], unit=fact.unit)
        day = self.day_of(fact.id)
        told = tuple(line for line in self.said(fact, fact.ids) if line != day)
        return FormRow(
            number=number_,
            label=fact.question,
            cells=(
                result,
                FormCell(text=day, field=f"{fact.id} on", value=self._iso(fact.id)),
                self.not_known(fact.id, False),
            ),
            note=note,
            name=self.named(fact.id),
            told=told,
        )


def answer_name(raw: Raw) -> str:
    """An answer as an intake file says it."""
    return ("yes" if raw else "no") if isinstance(raw, bool) else str(raw)


def notes(fact: Fact, shared: Iterable[str] = ()) -> str:
    """What is said beside the question: its help without what others share, without anchors and without ids."""
    if fact.id in NO_NOTE:
        return ""
    said = sentences(fact)[1:] if anchors(fact) else sentences(fact)
    return " ".join(line for line in said if line not in set(shared) and "_" not in line)


def sentences(fact: Fact) -> Lines:
    """The help, sentence by sentence."""
    return tuple(part if part.endswith((".", "?")) else f"{part}." for part in fact.help.split(". ") if part)


# --- how facts are asked ----------------------------------------------------------------------------------------


def ways_of(facts: Iterable[Fact]) -> dict[Any, list[Fact]]:
    """Facts that are asked in one way, together; the ways in the order of their first fact."""
    ways: dict[Any, list[Fact]] = {}
    for fact in facts:
        ways.setdefault(way_of(fact), []).append(fact)
    return ways


def way_of(fact: Fact) -> Any:
    """Facts with the same answer here stand in one table, or ("questions") under each other."""
    if fact.family:
        return "equipment"
    if anchors(fact):
        return "scores"
    if fact.sides:
        return (fact.kind, fact.ends, fact.choices)
    return "tests" if fact.kind == "number" and fact.stale_after and is_test(fact) else "questions"


def is_test(fact: Fact) -> bool:
    """Measured with an instrument, at a day of its own."""
    return fact.group == "breathing_tests"


def shared_sentences(facts: Iterable[Fact]) -> tuple[str, ...]:
    """What the help of all of them says first, told once above the table."""
    said = [sentences(fact) for fact in facts]
    return tuple(lines[0] for lines in takewhile(lambda lines: len(set(lines)) == 1, zip(*said, strict=False)))


def without_shared_start(labels: Sequence[str]) -> list[str]:
    """Questions that all begin "Strength: …" lose it; the heading says it."""
    starts = {label.partition(": ")[0] for label in labels}
    if len(starts) != 1 or not all(": " in label for label in labels):
        return list(labels)
    ends = [label.partition(": ")[2] for label in labels]
    return [end[:1].upper() + end[1:] for end in ends]
