"""The table of blocks for templates/README.md: ``python tests/support/block_contract.py`` prints it."""

from __future__ import annotations

import dataclasses

from planner.pages import document
from planner.pages.document import BLOCKS, Document


def block_contract() -> str:
    """Every kind of block and every piece inside one, as document.py declares them."""
    blocks = [_row(f"`{block.kind}`", block) for block in BLOCKS]
    inside = [_row(piece.__name__, piece) for piece in pieces()]
    lines = [
        "| block | what it is | fields |",
        "|---|---|---|",
        *blocks,
        "",
        "The pieces inside them, and the document that holds them:",
        "",
    ]
    lines += ["| piece | what it is | fields |", "|---|---|---|", *inside]
    return "\n".join(lines) + "\n"


def pieces() -> list[type]:
    values = [Document, *(value for home in document.HOMES for value in vars(home).values())]
    found = {value for value in values if dataclasses.is_dataclass(value) and isinstance(value, type)}
    return sorted(
        (p for p in found if not issubclass(p, document.Block)),
        key=lambda piece: (piece is Document, piece.__name__),
    )


def _row(name: str, shape: type) -> str:
    fields = " · ".join(f"`{_field(field)}`" for field in dataclasses.fields(shape))
    said = " ".join((shape.__doc__ or "").split()).replace("``", "`")
    return f"| {name} | {said} | {fields} |".replace(" | None", " or None")


def _field(field: dataclasses.Field[object]) -> str:
    if field.default is not dataclasses.MISSING:
        return f"{field.name}: {field.type} = {field.default!r}".replace("'", '"')
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.name}: {field.type} = {field.default_factory()!r}"
    return f"{field.name}: {field.type}"


if __name__ == "__main__":
    print(block_contract(), end="")
