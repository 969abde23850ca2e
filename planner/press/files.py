"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from planner.model.errors import Problem, RenderError


def refuse_existing(paths: Iterable[Path], force: bool) -> None:
    """Say of all files at once that they exist, before anything is drawn. Raises RenderError with the remedy."""
    found = [
        Problem(str(path), 0, "This file exists.", "Choose another place with -o, or add --force.")
        for path in paths
        if path.exists() and not force
    ]
    if found:
        raise RenderError(found)


def write_whole(path: Path, content: bytes, force: bool) -> None:
    """Write beside the target, then put it in its place in one step. Raises RenderError with the remedy."""
    refuse_existing([path], force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".als-planner-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise RenderError(
            [Problem(str(path), 0, f"This cannot be written ({reason}).", "Choose another place with -o.")]
        ) from error
