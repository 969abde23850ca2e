"""Where stages/ and templates/ lie: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """The data folder ``name``."""
    inside = Path(__file__).parents[1] / name
    return inside if inside.is_dir() else inside.parent.parent / name


def languages() -> tuple[str, ...]:
    """The languages pages can be written in: those that have a file of words, in the order of their codes."""
    return tuple(sorted(path.stem for path in (resource("templates") / "words").glob("*.yaml")))
