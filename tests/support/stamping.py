"""Writes, into every file of a language, the digests of the English that its units were made from today.

For those who keep stages/, after they have looked over what they stamp: ``python tests/support/stamping.py es [id ...]``. With ids only
these are stamped anew. Translators need it for nothing: `als-planner check` says which line to write.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from planner import load_knowledge
from planner.language.translations import all_units, digest_of_unit, folders_of, read_sheets
from planner.model.knowledge import Knowledge

STAMP = "# The English that each was made from. `als-planner check` says what stands here once it is translated anew.\nof:\n"


def stamped(text: str, digests: Mapping[str, str]) -> str:
    """A file of translations with these digests at its end, in the place of those it had."""
    rows = "".join(f"  {name}: {digest}\n" for name, digest in digests.items())
    return f"{text.split(STAMP)[0].rstrip()}\n{STAMP}{rows}"


def stamp(knowledge: Knowledge, language: str, ids: tuple[str, ...] = ()) -> list[Path]:
    """The files of the base that were written; a unit that a file does not hold gets no digest."""
    _, folder = folders_of(knowledge, language)[-1]
    sheets, problems = read_sheets(knowledge, language)
    assert not problems, problems
    written = []
    for file, (*_, sheet) in sheets.items():
        units = [unit for unit in all_units(knowledge) if unit.file == file and any(sheet.texts(unit).values())]
        digests = {
            unit.id: digest_of_unit(unit) if not ids or unit.id in ids else sheet.digests.get(unit.id) for unit in units
        }
        path = folder / f"{file}.yaml"
        new = stamped(path.read_text(encoding="utf-8"), {name: digest for name, digest in digests.items() if digest})
        if new != path.read_text(encoding="utf-8"):
            path.write_text(new, encoding="utf-8")
            written.append(path)
    return written


if __name__ == "__main__":
    for path in stamp(load_knowledge(), sys.argv[1], tuple(sys.argv[2:])):
        print(f"Written: {path}")
