"""Numbers beside letters that run from right to left keep their order: each stands in an element of its own.

Else ``(555) 010-1420`` behind a name in Arabic or Hebrew is printed ``010-1420 (555)``, or with its groups turned round.
"""

from __future__ import annotations

import re

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
GROUP = r"(?:[0-9]++|\([0-9]++\))"
NUMBER = re.compile(rf"(?<![0-9])\+?{GROUP}(?:[ ./:+-]{{0,3}}{GROUP})++")  # of several groups; one alone stays as it is
TAG = re.compile("(<[^<>]*>)")
ISOLATED = '<bdi dir="ltr">{}</bdi>'  # the program that draws pages lays out each element by itself
NO_TEXT = ("title", "style", "script", "textarea", "option", "svg")  # what may hold no element of ours


def numbers_upright(html: str) -> str:
    """A page in which no number is turned round by the letters beside it."""
    if not RIGHT_TO_LEFT.search(html):
        return html
    parts, inside = TAG.split(html), ""
    for at, part in enumerate(parts):
        if at % 2:
            name = part[1:-1].strip().split(" ")[0].lower()
            if not inside and name in NO_TEXT:
                inside = f"/{name}"
            elif name == inside:
                inside = ""
        elif not inside and RIGHT_TO_LEFT.search(part):
            parts[at] = NUMBER.sub(lambda found: ISOLATED.format(found[0]), part)
    return "".join(parts)
