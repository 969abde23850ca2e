"""How the base speaks to families: reading grade, tone, and what is never printed for anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from planner.model.about import Tone
from planner.model.errors import Problem
from planner.model.knowledge import Knowledge, Recommendation
from planner.reading.checked import BODY_PARTS, PLACEHOLDER
from planner.reading.equipment import thing_texts
from planner.reading.rules import texts_of

# From its first figure, with the blanks behind it; nothing that was matched is given back, so long rows of figures cost no time.
NUMBER = r"(?:\{[a-z_0-9:]++\}|(?<!\d)\d++(?:[.,]\d++)?)\s*+"
DOSE_UNIT = r"(?:mg|mcg|µg|micrograms?|milligrams?|ml|millilit\w+|drops?|tablets?|capsules?|puffs?|IU)\b"
DRUG_DOSE = re.compile(NUMBER + DOSE_UNIT, re.IGNORECASE)
FLOW = re.compile(NUMBER + r"(?:L/min|lit(?:er|re)s?\b)", re.IGNORECASE)
PRESSURE = re.compile(NUMBER + r"(?:cmH2O|cm of water|hPa|mbar)", re.IGNORECASE)
# Pressures that are test results may be told to a therapist; those that are set on a machine never.
TESTED = re.compile(r"SNIP|MIP|MEP|sniff pressure|mouth pressure", re.IGNORECASE)
SET_ON_A_MACHINE = re.compile(r"IPAP|EPAP|PEEP|insufflation|exsufflation|setting|backup rate|tidal", re.IGNORECASE)
LETTERS_QUOTED = 60  # letters of a line that a finding quotes


@dataclass(frozen=True)
class Card:
    """What a family reads in one place: a title (or none) and its lines."""

    where: str
    title: str
    lines: tuple[str, ...]


def card_of(rule: Recommendation, where: str = "") -> Card:
    """The family text of a rule, with the family's sentences of its precautions."""
    told = {"family", "family_asks"}
    lines = (text for path, text in texts_of(rule) if told.intersection(path) and path[-1] != "title")
    return Card(where, rule.text.family.title, tuple(lines))


def cards(knowledge: Knowledge) -> Iterator[Card]:
    """Everything that stages/ says to families, each with the file it stands in."""
    for rule in (*knowledge.recommendations, *knowledge.drafts):
        yield card_of(rule, knowledge.files[rule.id])
    for flag in knowledge.red_flags:
        if flag.family is not None:
            yield Card(f"red_flags.yaml, {flag.id}", "", (flag.family.sign, *flag.family.do))
    for urgency, calls in knowledge.always_call.items():
        yield Card(f"always_call.yaml, {urgency}", "", tuple(line.says for line in calls))
    for section, lines in knowledge.fridge.texts():
        yield Card(f"fridge.yaml, {section}", "", lines)
    for thing in knowledge.equipment.values():
        told = thing.family
        gates = tuple(gate.family for gate in thing.gates)
        yield Card(f"equipment.yaml, {thing.id}", told.name, (*told.for_you_if, told.does, told.way, *gates))
    for part, lines in knowledge.guide:
        yield Card(f"equipment.yaml, guide, {part}", "", tuple(lines))
    for payer in knowledge.payers:
        if payer.family:
            yield Card(f"payers.yaml, {payer.id}", "", (payer.family,))
    for stage in knowledge.staging.stages:
        yield Card(f"stages.yaml, stage {stage.id}", "", (stage.family_label,))
    for name, sheet in (*knowledge.topics.sheets.items(), *knowledge.topics.stage_sheets.items()):
        own = tuple(line for (of, path), line in knowledge.topics.texts() if of == name and path != "title")
        yield Card(f"topics.yaml, {name}", getattr(sheet, "title", ""), own)


@dataclass(frozen=True)
class Manner:
    """The tone list and the highest grade, ready to look at cards."""

    tone: Tone
    numbers: Mapping[str, float]

    @cached_property
    def banned(self) -> re.Pattern[str]:
        return as_pattern([word for entry in self.tone.banned for word in entry.words])

    @cached_property
    def how_long(self) -> re.Pattern[str]:
        return as_pattern(self.tone.how_long_somebody_lives)

    def findings(self, card: Card) -> Iterator[Problem]:
        """Lines that are too hard to read, and words that do not belong on a family page."""
        for text, grade in self.too_hard(card):
            title = f"the whole card '{card.title}'" if "\n" in text else f"'{text[:LETTERS_QUOTED]}'"
            said = f"Reading grade {grade:.1f} (at most {self.numbers['family_reading_grade_most']:g}) in {title}."
            yield Problem(card.where, 0, said, "Use shorter sentences and shorter words.")
        for line in (card.title, *card.lines):
            for match in self.banned.finditer(line):
                said = f"'{match[0]}' does not stand on family pages: '{line[:LETTERS_QUOTED]}'."
                yield Problem(card.where, 0, said, f"Instead: {self.instead(match[0])}.")
            for match in self.how_long.finditer(line):
                said = f"'{match[0]}' speaks of how long somebody lives: '{line[:LETTERS_QUOTED]}'."
                yield Problem(card.where, 0, said, "Leave it out.")

    def too_hard(self, card: Card) -> list[tuple[str, float]]:
        """Texts above the highest grade; short lines and the title are graded with the whole card only."""
        fewest = self.numbers["family_line_words_graded"]  # one long word makes the grade of a short line
        texts = ["\n".join((card.title, *card.lines)), *(ln for ln in card.lines if len(WORD.findall(ln)) >= fewest)]
        graded = [(text, reading_grade(spoken(text))) for text in dict.fromkeys(texts)]
        return [(text, grade) for text, grade in graded if grade > self.numbers["family_reading_grade_most"]]

    def instead(self, found: str) -> str:
        """What to write in the place of a word that was found."""
        return next(entry.use for entry in self.tone.banned if as_pattern(entry.words).search(found))


def spoken(text: str) -> str:
    """A named number is read as a number, a part of the body as its name; which one changes no grade."""
    return PLACEHOLDER.sub(lambda named: named[2].removeprefix("part_") if named[2] in BODY_PARTS else "10", text)


def as_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Whole words with their usual endings; "!" is no word and stands alone."""
    signs = [re.escape(word) for word in words if not word[-1].isalpha()]
    spelt = "|".join(re.escape(word) for word in words if word[-1].isalpha())
    return re.compile("|".join([f"(?<!\\w)(?:{spelt})(?:e?s|e?d|ing)?(?!\\w)", *signs]), re.IGNORECASE)


def never_printed(text: str, english: str = "") -> list[str]:
    """An oxygen flow, a pressure set on a machine, or the dose of a medicine; ``english``: what the text was made from."""
    found = [match[0] for match in DRUG_DOSE.finditer(text)]
    if "oxygen" in (english or text).lower():
        found += [match[0] for match in FLOW.finditer(text)]
    if not TESTED.search(text) or SET_ON_A_MACHINE.search(text):
        found += [match[0] for match in PRESSURE.finditer(text)]
    return found


def advice(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Every sentence that advises anybody, with the file it stands in; evidence only tells what others said."""
    for rule in (*knowledge.recommendations, *knowledge.drafts):
        yield from ((knowledge.files[rule.id], text) for path, text in texts_of(rule) if path != ("position",))
    for thing in knowledge.equipment.values():
        yield from ((f"equipment.yaml, {thing.id}", text) for _, text in thing_texts(thing))
    for section, lines in knowledge.fridge.texts():
        yield from ((f"fridge.yaml, {section}", line) for line in lines)
    for flag in knowledge.red_flags:
        family = (flag.family.sign, *flag.family.do) if flag.family else ()
        lines = (flag.contact, flag.therapist.say, *flag.therapist.do, *family)
        yield from ((f"red_flags.yaml, {flag.id}", line) for line in lines)


def manner_findings(knowledge: Knowledge) -> list[Problem]:
    """Everything said that is too hard, unkind, or never said."""
    manner = Manner(knowledge.tone, knowledge.numbers)
    found = [problem for card in cards(knowledge) for problem in manner.findings(card)]
    for where, text in advice(knowledge):
        said = [f"'{match}' is never printed" for match in never_printed(text)]
        # What families read was looked at above; here it is the therapist's sentences.
        said += [f"'{match[0]}' speaks of how long somebody lives" for match in manner.how_long.finditer(text)]
        found += [Problem(where, 0, f"{what}: '{text[:LETTERS_QUOTED]}'.", "Leave it out.") for what in said]
    return list(dict.fromkeys(found))


WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’]*")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
# Endings that are written but not spoken: -e and -es (spoken after a consonant and l, as in "muscles", and
# -es also after a hiss, as in "places"), and -ed (spoken after d and t).
SILENT_END = re.compile(r"(?<![^aeiouy]l)e$|(?<![^aeiouy]l)(?<![cgsxz])(?<![cs]h)es$|(?<![dt])ed$")


@cache  # the same few thousand words in every text
def syllables(word: str) -> int:
    """Groups of vowels, without a silent ending; a number or an abbreviation counts as one."""
    plain = SILENT_END.sub("", word.lower().replace("'", "").replace("’", ""))
    return max(1, len(VOWELS.findall(plain)))


def reading_grade(text: str) -> float:
    """The school grade at which a text can be read; a text without words is 0."""
    sentences = [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]
    count = sum(map(len, sentences))
    if not count:
        return 0.0
    spoken = sum(syllables(word) for words in sentences for word in words)
    return 0.39 * count / len(sentences) + 11.8 * spoken / count - 15.59


def reading_ease_spanish(words: int, sentences: int, syllables: int) -> float:
    """Points of the INFLESZ scale (source inflesz), 100 for the easiest; a text without words is 100."""
    if not words or not sentences:
        return 100.0
    return 206.835 - 62.3 * syllables / words - words / sentences
