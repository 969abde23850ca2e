"""The questions of a visit in its order, for a new person or the next visit of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.commands.dialogue import AskedStep, NotThis
from planner.language.agenda import title_of
from planner.language.asking import answers_line, help_line, last_said, value_said, words_of_answers
from planner.language.wording import name_of
from planner.language.words import Words
from planner.model.clinic_words import key_of
from planner.model.facts import Fact, Observation
from planner.model.intake import Intake
from planner.model.knowledge import Knowledge
from planner.pages.form.chapters import CONFIDENTIAL, chapters_of
from planner.plan.plan import Plan
from planner.reading.answers import NoSuchAnswer, answers_with, heard, kept, things_heard
from planner.reading.intake import LANGUAGE_TAG, PSEUDONYM

ASKED_FIRST = ("country", "main_payer")  # asked beside the core: emergency number, paper and prices go by them
BECAME = ("done", "later", "not_for_us")
SHOWN = 40  # signs of an answer that is none


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What is asked at one visit: of whom, on which day, what was told before, and whether a question is of use by now."""

    knowledge: Knowledge
    words: Words
    day: date
    intake: Intake | None
    is_asked: Callable[[Fact], bool]

    # --- who ------------------------------------------------------------------------------------------------

    def who(self, is_free: Callable[[str], str]) -> Iterator[AskedStep]:
        """Name and language of a new person; ``is_free``: why a name cannot be had, or nothing."""
        words = self.words

        def named(text: str) -> tuple[str, str]:
            if not PSEUDONYM.fullmatch(text):
                raise NotThis(words("start.bad_id"))
            if why := is_free(text):
                raise NotThis(why)
            return text, words("start.given", value=text)

        yield AskedStep(
            key="id", asks=words("start.id"), take=named, help=words("start.id_help"), needed=words("start.id_needed")
        )
        yield AskedStep(key="name", asks=words("start.name"), take=self._as_it_is, help=words("start.name_help"))
        yield AskedStep(
            key="language",
            asks=words("start.language"),
            take=self._language,
            help=words("start.language_help"),
            usual="en",
        )

    def _as_it_is(self, text: str) -> tuple[str, str]:
        return text, self.words("start.given", value=text)

    def _language(self, text: str) -> tuple[str, str]:
        code = self.knowledge.clinic_words.answer("language", (), text) or text
        if not LANGUAGE_TAG.fullmatch(code):
            raise NotThis(self.words("start.bad_language"))
        return code, self.words("start.given", value=code)

    # --- what became of the lines of last time --------------------------------------------------------------

    def became(self, plan: Plan) -> Iterator[AskedStep]:
        """A question for each act of the last plan; all movements together are one."""
        told = {entry.id for entry in plan.intake.followed if entry.on == self.day}
        for line in plan.agenda.today:
            for act in line.acts:
                if told.isdisjoint((act.id, *act.moves)):
                    title = self.words("start.became", title=title_of(act.id, plan, self.words))
                    answers = ", ".join(self.words(f"start.became_answers.{one}") for one in BECAME)
                    yield AskedStep(
                        key=followed_key(act.moves or (act.id,)), asks=title, take=self._outcome,
                        hint=self.words("start.answers", answers=answers), help=self.words("start.became_help"),
                    )  # fmt: skip

    def _outcome(self, text: str) -> tuple[str, str]:
        said = {one: self.words(f"start.became_answers.{one}") for one in BECAME}
        found = [one for one, name in said.items() if key_of(text) and key_of(name).startswith(key_of(text))]
        if len(found) != 1:
            raise NotThis(self.words("start.became_which"))
        return found[0], self.words("start.given", value=said[found[0]])

    # --- facts ----------------------------------------------------------------------------------------------

    def facts(self) -> Iterator[AskedStep]:
        """The core questions, chapter by chapter; what does not change is asked once."""
        for chapter, facts in chapters_of(self.knowledge).items():
            asked = [fact for fact in facts if fact.core or fact.id in ASKED_FIRST]
            for fact in asked if chapter != CONFIDENTIAL else ():
                if fact.id != "visit_date" and not fact.family:
                    for name in fact.ids:
                        if not self._stands(name, fact):
                            yield self._fact(name, fact, self.words(f"form.chapter.{chapter}"))

    def last(self, name: str) -> Observation | None:
        told = [seen for seen in self.intake.observations if seen.fact == name] if self.intake else []
        return max(told, key=lambda seen: seen.on, default=None)

    def _stands(self, name: str, fact: Fact) -> bool:
        """Whether it is told already: of this day, or once for all; what stands outside the visits is changed there."""
        seen, outside = self.last(name), fact.group in ("person", "print_choices") or fact.id == "what_matters"
        return seen is not None and (outside or seen.on == self.day or fact.stale_after is None)

    def _fact(self, name: str, fact: Fact, chapter: str) -> AskedStep:
        words, seen, answers = self.words, self.last(name), words_of_answers(fact, self.words)

        def take(text: str) -> tuple[Any, str]:
            try:
                found = heard(text, name, self.knowledge, self.day, answers, words("start.no_answer"))
            except NoSuchAnswer as error:
                raise NotThis(self._which(fact, text, answers)) from error
            said = (
                words("start.given", value=value_said(fact, found.value, words))
                if found.value is not None
                else words("start.open")
            )
            return found.value, " ".join((said, *found.remarks))

        return AskedStep(
            key=name, asks=name_of(name, self.knowledge, words), take=take, chapter=chapter,
            hint=answers_line(fact, words), help=help_line(fact, words), wanted=lambda: self.is_asked(fact),
            last=None if seen is None else kept(fact, seen.value),
            last_said="" if seen is None else last_said(seen, fact, words),
        )  # fmt: skip

    def _which(self, fact: Fact, text: str, answers: Mapping[str, str]) -> str:
        """What an answer that does not do may have meant, or what there is to say."""
        words, meant = self.words, answers_with(fact, text, answers)
        if meant:
            said = [
                f"{one} {answers[one]}" if fact.kind == "grade" else answers[one] for one in meant if one in answers
            ]
            return words("start.several", said=text[:SHOWN], answers="; ".join(said))
        return words("start.no_such", said=text[:SHOWN], answers=answers_line(fact, words))

    # --- things and whom to call ----------------------------------------------------------------------------

    def rest(self) -> Iterator[AskedStep]:
        words, there = self.words, {item.item for item in self.intake.equipment} if self.intake else set()

        def things(text: str) -> tuple[Mapping[str, str], str]:
            found, remarks = things_heard(text, self.knowledge, self.day)
            if twice := there.intersection(found):
                raise NotThis(words("start.there", things=", ".join(sorted(twice))))
            said = ", ".join(
                f"{self.knowledge.equipment[thing].name} ({status.replace('_', ' ')})"
                for thing, status in found.items()
            )
            return found, " ".join((words("start.given", value=said), *remarks))

        chapter = words("form.chapter.equipment")
        yield AskedStep(
            key="things", asks=words("start.things"), take=things, chapter=chapter, help=words("start.things_help")
        )
        if self.intake is None or not self.intake.team:
            yield AskedStep(
                key="phone", asks=words("start.phone"), take=self._as_it_is, chapter=words("form.chapter.team"),
                help=words("start.phone_help"),
            )  # fmt: skip


def followed_key(ids: tuple[str, ...]) -> str:
    """The key under which an outcome is kept; it names the ids that it is for."""
    return f"followed {' '.join(ids)}"
