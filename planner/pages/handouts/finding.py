"""Which sheet somebody means: found by plain words, by what it draws on, or the nearest one named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.language.wording import ROMAN
from planner.model.knowledge import Knowledge
from planner.model.topics import TopicSheet, WithheldTopic
from planner.reading.checked import did_you_mean

LISTED = "`als-planner handout --list` names them all."
MAP = "stages"  # asks for all six of them on one page
ALL_THINGS = "equipment"  # asks for the things that are usual, from a stage on where one is named
SHOWN = 60  # letters of what was typed that are said again
SMALL_WORDS = {"a", "an", "the", "my", "your", "our", "for", "of", "and", "at", "in", "with", "to"}
WHY_CONFIDENTIAL = "is talked about in confidence, so there is no sheet to hand over."
FOR_THERAPISTS = (
    "hangs on tests and stop rules that a therapist weighs for one person, so there is no sheet to hand over."
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """The sheets that were meant, each once and in the order asked; or why some of them are not."""

    topics: tuple[str, ...]
    stages: tuple[int, ...]
    problems: tuple[str, ...]
    map: bool = False
    things: bool = False


def find(asked: Iterable[str], knowledge: Knowledge) -> Found:
    """What is meant by each of these words: a stage by its number, a topic by any of its names."""
    topics: dict[str, None] = {}
    stages: dict[int, None] = {}
    problems: list[str] = []
    whole: set[str] = set()
    for word in asked:
        if plainly(word) in (MAP, ALL_THINGS):
            whole.add(plainly(word))
            continue
        number = stage_of(word)
        if number:
            stages[number] = None
            continue
        meant = _meant(word, knowledge)
        if isinstance(meant, TopicSheet):
            topics[meant.id] = None
        else:
            problems.append(meant)
    return Found(
        topics=tuple(topics),
        stages=tuple(stages),
        problems=tuple(dict.fromkeys(problems)),
        map=MAP in whole,
        things=ALL_THINGS in whole,
    )


def stage_of(word: str) -> int:
    """The stage a number means, in figures or Roman; 0 where it means none."""
    plain = word.strip().upper()
    written = {str(at): at for at in range(1, len(ROMAN))} | {name: at for at, name in enumerate(ROMAN) if name}
    return written.get(plain, 0)


def _meant(word: str, knowledge: Knowledge) -> TopicSheet | str:
    """The sheet that a word means, or the sentence that says why there is none."""
    shown, plain = word[:SHOWN], plainly(word)
    if re.fullmatch(r"[0-9]+|stage [0-9a-z]+|[ivx]{1,4}", plain):
        return f"'{shown}' is no stage. Stages go from 1 to 6, or I to VI."
    for sheets, held in (_exactly(plain, knowledge), _nearly(plain, knowledge)):
        if len(sheets) == 1:
            return sheets[0]
        if sheets:
            titles = ", ".join(f"'{sheet.id}'" for sheet in sheets)
            return f"'{shown}' may mean {titles}. Name one of them."
        if held:
            reason = WHY_CONFIDENTIAL if held[0].reason == "confidential" else FOR_THERAPISTS
            return f"'{shown}' {reason}"
    names = [name for sheet in knowledge.topics.sheets.values() for name in names_of(sheet, knowledge)]
    near = did_you_mean(plain, names)
    return f"I know no sheet about '{shown}'.{near} {LISTED}"


Hits = tuple[list[TopicSheet], list[WithheldTopic]]


def _exactly(plain: str, knowledge: Knowledge) -> Hits:
    """Sheets that bear this very name; where a plain word and a recommendation say the same, the plain word holds."""
    sheets = [s for s in knowledge.topics.sheets.values() if plain in own_names(s)]
    held = [t for t in knowledge.topics.withheld.values() if plain in map(plainly, (*t.found_by, *t.recommendations))]
    if sheets or held:
        return sheets, held
    return [s for s in knowledge.topics.sheets.values() if plain in names_of(s, knowledge)][:1], []


def _nearly(plain: str, knowledge: Knowledge) -> Hits:
    """Sheets of which one name holds all of these words."""
    wanted = set(plain.split())
    if not wanted:
        return [], []
    found = [
        s
        for s in knowledge.topics.sheets.values()
        if any(wanted <= set(name.split()) for name in names_of(s, knowledge))
    ]
    return found, []


def own_names(sheet: TopicSheet) -> tuple[str, ...]:
    """Its id, its title and its plain words."""
    return tuple(dict.fromkeys(map(plainly, (sheet.id, sheet.title, *sheet.found_by))))


def names_of(sheet: TopicSheet, knowledge: Knowledge) -> tuple[str, ...]:
    """Every name by which a sheet is found, also those of its recommendations and things."""
    return tuple(dict.fromkeys((*own_names(sheet), *map(plainly, _drawn_on(sheet, knowledge)))))


def _drawn_on(sheet: TopicSheet, knowledge: Knowledge) -> Iterator[str]:
    for name in sheet.recommendations:
        rule = knowledge.recommendation(name)
        yield from (name, rule.text.family.title) if rule else (name,)
    for name in sheet.things:
        thing = knowledge.equipment[name]
        yield from (name, thing.name, thing.family.name)


def plainly(text: str) -> str:
    """Small letters without accents, signs and small words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", bare)
    return " ".join([word for word in words if word not in SMALL_WORDS] or words)
