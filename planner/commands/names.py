"""The names that an intake may use, found by a word: facts by name, question, group or number of the form, and equipment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import click

from planner.commands.terminal import dumped
from planner.language.fact_words import answered_by, group_name, names_taken, other_names
from planner.language.questions import anchors
from planner.language.words import ENGLISH, Words, load_words
from planner.model.clinic_words import AskedWord, key_of
from planner.model.facts import Fact
from planner.model.knowledge import Knowledge
from planner.model.things import Equipment
from planner.pages.form.numbers import form_numbers
from planner.reading.checked import did_you_mean

FEW = 8  # so many are told in full
SHORT = 3  # letters of a word whose last s is no plural


@dataclass(frozen=True)
class Names:
    """The facts and things of a base, and the words for them."""

    knowledge: Knowledge
    words: Words

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        return form_numbers(self.knowledge)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.knowledge.vocabulary.facts.values() if fact.origin != "derived")

    def found(self, word: str) -> tuple[list[Fact], list[Equipment]]:
        """What a word finds; a name, a number or a group as it is written finds itself alone."""
        if not word:
            return list(self.facts), list(self.knowledge.equipment.values())
        key, things = key_of(word), self.knowledge.equipment.values()
        if key in ("equipment", "things"):
            return [], list(things)
        meant = self.knowledge.vocabulary.by_key.get(key)
        own = [f for f in self.facts if key in (key_of(f.id), self.numbers.get(f.id), key_of(f.group))]
        if not own and meant is not None and self.knowledge.vocabulary[meant].origin != "derived":
            own = [self.knowledge.vocabulary[meant]]
        item = key if key in self.knowledge.equipment else self.knowledge.clinic_words.things.get(key)
        if own or item:
            return own, [self.knowledge.equipment[item]] if item else []
        return self.with_words(key)

    def with_words(self, key: str) -> tuple[list[Fact], list[Equipment]]:
        """What has all these words, in any order, one or many; and what a word that may mean several things may mean."""
        parts = [part.removesuffix("s") if len(part) > SHORT else part for part in key.split("_")]
        table = self.knowledge.clinic_words
        meant = {one for asked in (table.asked_things, table.asked_names) if key in asked for one in asked[key].choices}
        facts = [f for f in self.facts if f.id in meant or all(part in self._searched(f) for part in parts)]
        things = self.knowledge.equipment.values()
        return facts, [t for t in things if t.id in meant or all(part in self._of_thing(t) for part in parts)]

    def beside(self, word: str, found: Iterable[Fact | Equipment]) -> list[str]:
        """Further names with a word that is a name itself: who looks for walking may mean the help for it."""
        key, shown = key_of(word), {one.id for one in found}
        if key.isdigit() or not key:
            return []
        _, things = self.with_words(key)
        others = [written(fact, self.words) for fact in self.facts if fact.id not in shown and key in self._own(fact)]
        return others + [thing.id for thing in things if thing.id not in shown]

    def _searched(self, fact: Fact) -> str:
        return f"{key_of(group_name(fact, self.words))} {self._own(fact)}"

    def _own(self, fact: Fact) -> str:
        return key_of_all((fact.id, fact.question, *fact.choices, *other_names(fact)))

    def _of_thing(self, thing: Equipment) -> str:
        return key_of_all((thing.id, thing.name, thing.family.name, *self.words_for(thing.id)))

    def words_for(self, thing: str) -> list[str]:
        return [word for word, meant in self.knowledge.clinic_words.things.items() if meant == thing]


def key_of_all(texts: Iterable[str]) -> str:
    return " ".join(map(key_of, texts))


def names_json(knowledge: Knowledge, word: str) -> str:
    names = Names(knowledge, load_words(ENGLISH))
    facts, things = names.found(word)
    return dumped(
        {
            "facts": [_as_data(fact, names) for fact in facts],
            "equipment": [
                {"item": thing.id, "called": thing.name, "also": names.words_for(thing.id)} for thing in things
            ],
        }
    )


def _as_data(fact: Fact, names: Names) -> dict[str, Any]:
    told = {
        "id": fact.id, "asks": fact.question, "help": fact.help, "group": fact.group, "kind": fact.kind, "unit": fact.unit,
        "limits": list(fact.limits) if fact.limits else None, "choices": list(fact.choices), "sides": fact.sides,
        "number_on_form": names.numbers.get(fact.id), "stale_after_months": fact.stale_after, "core": fact.core,
        "confidential": fact.confidential, "also": list(other_names(fact)),
    }  # fmt: skip
    return told | {"written_as": list(names_taken(fact, names.knowledge.vocabulary))}


def names_text(knowledge: Knowledge, word: str) -> str:
    """Every name on a line, group by group; a few in full. A usage error where a word finds nothing."""
    names = Names(knowledge, load_words(ENGLISH))
    facts, things = names.found(word)
    asked = _asked(knowledge, word, names.words)
    if not facts and not things and not asked:
        near = did_you_mean(word, (*knowledge.vocabulary.facts, *knowledge.equipment))
        raise click.UsageError(names.words("facts.terminal.nothing", word=word[: FEW * FEW], near=near))
    full = bool(word) and len(facts) + len(things) <= FEW
    lines = [*asked, *_facts(facts, names, full), *_things(things, names, full)]
    others = names.beside(word, [*facts, *things]) if full else []
    if others:
        lines += ["", names.words("facts.terminal.beside", word=word, names=", ".join(others))]
    if not full:
        lines += ["", names.words("facts.terminal.more")]
    return "\n".join(lines).strip("\n")


def _asked(knowledge: Knowledge, word: str, words: Words) -> list[str]:
    """What a word of the clinic with several meanings, or with none, is asked as."""
    table, key = knowledge.clinic_words, key_of(word)
    lists: Mapping[str, Mapping[str, AskedWord]] = {
        "": {**table.asked_things, **table.asked_names},
        **table.asked_answers,
    }
    lines = []
    for fact, asked in ((fact, entries[key]) for fact, entries in lists.items() if key in entries):
        said = "facts.terminal.no_place" if not asked.choices else f"facts.terminal.asked{'_of' if fact else ''}"
        told = words(said, n=len(asked.choices), word=word, fact=fact, choices=", ".join(asked.choices))
        lines.append(f"{told} {asked.says}".strip())
    return list(dict.fromkeys(lines))


def _facts(facts: Iterable[Fact], names: Names, full: bool) -> Iterator[str]:
    for group, inside in groupby(facts, key=lambda fact: group_name(fact, names.words)):
        yield from ("", f"{group}:")
        for fact in inside:
            yield f"  {written(fact, names.words)}  {fact.question} ({answered_by(fact, names.words)})"
            if full:
                yield from (f"      {line}" for line in _more(fact, names))


def written(fact: Fact, words: Words) -> str:
    """The name or names to write."""
    key = "sides" if fact.sides else "each_thing" if fact.family else ""
    return words(f"facts.terminal.{key}", id=fact.id) if key else fact.id


def _more(fact: Fact, names: Names) -> Iterator[str]:
    words = names.words
    scores = anchors(fact)
    if scores:
        yield from (f"{score}: {said}" for score, said in sorted(scores.items(), reverse=True))
    elif fact.help:
        yield fact.help
    if fact.id in names.numbers:
        yield words("facts.terminal.number", number=names.numbers[fact.id])
    if fact.stale_after:
        yield words("facts.terminal.stale", n=fact.stale_after)
    if fact.confidential:
        yield words("facts.terminal.confidential")
    if other_names(fact):
        yield words("facts.terminal.also", names=", ".join(other_names(fact)))


def _things(things: Iterable[Equipment], names: Names, full: bool) -> Iterator[str]:
    things = list(things)
    if things:
        yield from ("", f"{names.words('facts.terminal.things')}:")
    for thing in things:
        yield f"  {thing.id}  {thing.name}"
        also = names.words_for(thing.id)
        if full and also:
            yield f"      {names.words('facts.terminal.also', names=', '.join(word.replace('_', ' ') for word in also))}"
