"""What an installed package and a bare checkout have in different places: stages/, templates/ and the version."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """The data folder ``name``."""
    inside = Path(__file__).parents[1] / name
    return inside if inside.is_dir() else inside.parent.parent / name


def version() -> str:
    """The version that is installed; a checkout that is not installed has none it could be sure of."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("als-stage-planner")
    except PackageNotFoundError:
        return "0+not.installed"


def languages() -> tuple[str, ...]:
    """The languages pages can be written in: those that have a file of words, in the order of their codes."""
    return tuple(sorted(path.stem for path in (resource("templates") / "words").glob("*.yaml")))
