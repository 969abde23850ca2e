"""What a batch has done so far, line by line in a file of the user's alone: a run that was stopped goes on from it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any

from planner.model.errors import Problem, RenderError
from planner.press.files import PRIVATE_FILE, PRIVATE_FOLDER

JOURNAL_FILE = "progress.jsonl"
LEFT_OVER = ".als-planner-*"  # files on their way when a run was killed


class Journal:
    """``done``: what earlier runs did, by the mark of what they were asked. Raises RenderError where one lies there unasked."""

    def __init__(self, folder: Path, *, resume: bool, force: bool) -> None:
        self.path = folder / JOURNAL_FILE
        self.done: dict[str, dict[str, Any]] = {}
        try:
            folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            if self.path.exists() and not (resume or force):
                what = "A batch was run into this folder."
                raise RenderError(
                    [Problem(str(folder), 0, what, "Go on with --resume, begin anew with --force, or name another.")]
                )
            if resume:
                self.done = _read(self.path)
                for left in folder.glob(LEFT_OVER):
                    left.unlink(missing_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (0 if resume else os.O_TRUNC)
            self._file = os.fdopen(os.open(self.path, flags, PRIVATE_FILE), "ab")
        except OSError as error:
            reason = f"This cannot be written ({error.strerror or 'the reason is not known'})."
            raise RenderError([Problem(str(folder), 0, reason, "Choose another place with -o.")]) from error
        if resume:
            self._file.write(b"\n")  # ends a line that was torn

    def add(self, line: dict[str, Any]) -> None:
        """On the disk before anything else is done; it is not kept in memory."""
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The whole lines; one that was torn, or is none of ours, is left out."""
    found: dict[str, dict[str, Any]] = {}
    if path.exists():
        for line in path.read_bytes().splitlines():
            try:
                told = json.loads(line)
                found[told["mark"]] = told
            except (ValueError, KeyError, TypeError):
                continue
    return found
