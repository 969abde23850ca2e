"""How hard a text is to read: the Flesch-Kincaid grade for English, the INFLESZ scale for Spanish."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’]*")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
# Endings that are written but not spoken: -e and -es (spoken after a consonant and l, as in "muscles", and
# -es also after a hiss, as in "places"), and -ed (spoken after d and t).
SILENT_END = re.compile(r"(?<![^aeiouy]l)e$|(?<![^aeiouy]l)(?<![cgsxz])(?<![cs]h)es$|(?<![dt])ed$")


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
