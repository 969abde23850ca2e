"""Small invented tables in the shapes of real exports, and what an import makes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from people import TODAY

from planner.importers.importing import Account, Import, import_tables
from planner.model.knowledge import Knowledge

DICTIONARY_HEAD = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,'
    "Text Validation Min,Text Validation Max,Identifier?"
)


@dataclass(frozen=True)
class Imported:
    """An import run to its end: the intakes by id, and the accounts by the names of the columns."""

    done: Import
    intakes: Mapping[str, Mapping[str, Any]]

    def account(self, column: str, fact: str = "") -> Account:
        found = [a for a in self.done.accounts.values() if a.column.name == column and fact in ("", a.column.fact)]
        assert found, column
        return found[0]

    def facts(self, person: str, at: int = -1) -> Mapping[str, Any]:
        """What one visit tells (default: the last)."""
        return self.intakes[person]["visits"][at]["facts"]

    def counts(self, column: str, fact: str = "") -> tuple[int, int, int]:
        """Cells taken, asked and refused."""
        counts = self.account(column, fact).counts
        return counts["taken"], counts["asked"], counts["refused"]


Importing = Callable[..., Imported]


def importing(folder: Path, knowledge: Knowledge) -> Importing:
    """Write a table as CSV and import it; ``dictionary`` are lines of a REDCap dictionary."""

    def run(
        text: str | bytes,
        *say: str,
        dictionary: Iterable[str] = (),
        name: str = "data.csv",
        **options: Any,
    ) -> Imported:
        path = folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        lines = list(dictionary)
        fields = folder / "fields"
        if lines:
            fields.write_text("\n".join((DICTIONARY_HEAD, *lines)), encoding="utf-8")
        done = import_tables([path], knowledge, TODAY, say=say, dictionary=fields if lines else None, **options)
        return Imported(done, {made.id: made.written for made in done})

    return run


def as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
