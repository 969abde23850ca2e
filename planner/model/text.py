"""Text that somebody typed or a file brought: every text field of intake, stages/ and layers has one of these types.

What would change the signs around it, or stop a page from being made, never gets further than here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

# Signs that fit on paper.
LONGEST_TEXT, LONGEST_LINE, LONGEST_NAME, LONGEST_PHONE, LONGEST_CODE = 2000, 300, 120, 60, 10
# Signs that turn the direction of the signs beside them; a telephone number printed turned round is a wrong number.
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
TURNS = re.compile(f"[{TURNING}]")
MOST_DIGITS = 10**18  # of a telephone number
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
BLANKS = re.compile(" {2,}")
NOT_PRINTED = ("Cs", "Cn")  # halves of a pair, and signs that no font can have


def clean(text: str) -> str:
    """Text fit for paper, line by line: one form for each letter, blanks for control signs, nothing that turns others."""
    if not text.isprintable():
        text = LINE_ENDS.sub("\n", TURNS.sub("", text))
        text = "".join(filter(None, map(_printed, text)))
    return unicodedata.normalize("NFC", text).strip()


def _printed(sign: str) -> str:
    if sign == "\n":
        return sign
    kind = unicodedata.category(sign)
    return " " if kind == "Cc" else "" if kind in NOT_PRINTED else sign


def one_line(text: str) -> str:
    """Text fit for a line of its own."""
    return BLANKS.sub(" ", clean(text).replace("\n", " "))


def _text(told: Any) -> Any:
    """Anything but text is left for the type to refuse."""
    return clean(told) if isinstance(told, str) else told


def _line(told: Any) -> Any:
    return one_line(told) if isinstance(told, str) else told


def _digits(told: Any) -> Any:
    """A telephone number that was typed without quotes, and so read as a number."""
    whole = (type(told) is int or (type(told) is float and told.is_integer())) and 0 <= told <= MOST_DIGITS
    return str(int(told)) if whole else told


# Cleaned first, so that a length counts what can be printed.
CLEANED, ON_ONE_LINE = BeforeValidator(_text), BeforeValidator(_line)
AS_TYPED = BeforeValidator(_digits)  # runs first: the last one named does
PHONE_WRITTEN = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "maxLength": LONGEST_PHONE},
            {"type": "integer", "minimum": 0, "maximum": MOST_DIGITS},
        ]
    }
)
Text = Annotated[str, Field(max_length=LONGEST_TEXT), CLEANED]
OneLine = Annotated[str, Field(max_length=LONGEST_LINE), ON_ONE_LINE]
Code = Annotated[str, Field(max_length=LONGEST_CODE), ON_ONE_LINE]
Name = Annotated[str, Field(max_length=LONGEST_NAME), ON_ONE_LINE]
SpanOfAnswers = Annotated[str, Field(pattern=r"^(yes|\d+(-\d*)?)$")]  # "yes", "3", "1-3" or "2-"
NeededName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), ON_ONE_LINE]
Phone = Annotated[str, Field(max_length=LONGEST_PHONE), ON_ONE_LINE, AS_TYPED, PHONE_WRITTEN]
NeededPhone = Annotated[str, Field(min_length=2, max_length=LONGEST_PHONE), ON_ONE_LINE]
