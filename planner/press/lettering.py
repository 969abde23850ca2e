"""Can a text be printed? By a bundled font, else by a font of the machine, else something stands in its place.

In the place of a name stands the id; in the place of any other letter a sign that says that one is missing.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from planner.reading.resources import resource

FC_CHARSET, FC_FAMILY = b"charset", b"family"
NO_LETTER = "\ufffd"  # the replacement character of Unicode, which the bundled fonts draw
# Letters beside those of European languages and their punctuation, which the bundled fonts have (a test holds that).
RARE = re.compile("[^\x00-\u024f\u2010-\u2027\u2030-\u203a\u2212]")


@lru_cache(maxsize=1)
def bundled_letters() -> frozenset[int]:
    """Every letter that the bundled fonts can draw."""
    from fontTools.ttLib import TTFont

    letters: set[int] = set()
    for path in sorted((resource("templates") / "fonts").glob("*-Regular.ttf")):
        with TTFont(path, lazy=True) as font:
            letters.update(font.getBestCmap())
    return frozenset(letters)


def missing_letters(text: str) -> str:
    """Letters of a text that no bundled font can draw (joiners and variation marks are not drawn at all)."""
    if text.isascii():
        return ""  # most names: no need to open the fonts
    return "".join(
        c
        for c in dict.fromkeys(text)
        if ord(c) not in bundled_letters() and unicodedata.category(c) not in ("Cf", "Mn", "Zs")
    )


@lru_cache(maxsize=20_000)
def machine_has(letters: str) -> bool:
    """Does one font of this machine draw all these letters? False also where fontconfig cannot be asked."""
    library = ctypes.util.find_library("fontconfig")
    if library is None:
        return False
    return _ask_fontconfig(ctypes.CDLL(library), letters)


class _FontSet(ctypes.Structure):
    _fields_ = [("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.c_void_p)]


def _ask_fontconfig(fc: ctypes.CDLL, letters: str) -> bool:
    pointer = ctypes.c_void_p
    for name in ("FcCharSetCreate", "FcPatternCreate", "FcObjectSetCreate"):
        getattr(fc, name).restype = pointer
    fc.FcFontList.restype = ctypes.POINTER(_FontSet)
    charset, pattern, objects = (
        pointer(fc.FcCharSetCreate()),
        pointer(fc.FcPatternCreate()),
        pointer(fc.FcObjectSetCreate()),
    )
    for letter in letters:
        fc.FcCharSetAddChar(charset, ctypes.c_uint32(ord(letter)))
    fc.FcPatternAddCharSet(pattern, FC_CHARSET, charset)
    fc.FcObjectSetAdd(objects, FC_FAMILY)
    found = fc.FcFontList(None, pattern, objects)
    has = bool(found) and found.contents.count > 0
    fc.FcFontSetDestroy(found)
    fc.FcObjectSetDestroy(objects)
    fc.FcPatternDestroy(pattern)
    fc.FcCharSetDestroy(charset)
    return has


def printable(text: str) -> str:
    """A text with a sign in the place of each letter that no font here can draw; marks on such letters go with them."""
    rare = dict.fromkeys(RARE.findall(text))
    letters = missing_letters("".join(rare))
    if not letters or machine_has(letters):
        return text
    lost: dict[int, str | None] = {ord(letter): NO_LETTER for letter in letters if not machine_has(letter)}
    marks = [ord(c) for c in rare if unicodedata.category(c) == "Mn" and ord(c) not in bundled_letters()]
    return text.translate(lost | dict.fromkeys(marks))


def letters_lost(pages: Iterable[str], person_id: str) -> str:
    """A sentence where letters of the intake could not be printed on these pages; empty where all could."""
    if not any(NO_LETTER in page for page in pages):
        return ""
    return f"{person_id}: Letters that no font here can print stand as {NO_LETTER}. Install a font for their script."


def printable_name(name: str, person_id: str) -> tuple[str, str]:
    """The name to print and, where the id has to stand for it, a sentence that says so."""
    letters = missing_letters(name)
    if not name or not letters or machine_has(letters):
        return name or person_id, ""
    said = f"{person_id}: No font here can print the name; the id stands on the pages. Install a font for its script."
    return person_id, said
