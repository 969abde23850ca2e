"""Files written whole or not at all, and several of them all or none."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from planner.model.errors import Problem, RenderError

PRIVATE_FILE, PRIVATE_FOLDER, OPEN_FILE, OPEN_FOLDER = 0o600, 0o700, 0o666, 0o777  # the umask takes away from these
ELSEWHERE = "Choose another place with -o."


def refuse_existing(paths: Iterable[Path], force: bool) -> None:
    """Say of all files at once that they exist, before anything is drawn. Raises RenderError with the remedy."""
    found = [problem for path in paths if (problem := _in_the_way(path, force)) is not None]
    if found:
        raise RenderError(found)


def _in_the_way(path: Path, force: bool) -> Problem | None:
    """What stands at the place of a new file and may not be written over: a folder or a device never may."""
    if path.is_dir():
        return Problem(str(path), 0, "This is a folder.", "Name the file with -o.")
    if path.exists() and not path.is_file():
        return Problem(str(path), 0, "This is a device or a pipe, not a file.", "Write to standard output with -o -.")
    if os.path.lexists(path) and not force:
        return Problem(str(path), 0, "This file exists.", "Choose another place with -o, or add --force.")
    return None


def write_whole(path: Path, content: bytes, force: bool, *, private: bool = False) -> None:
    """Write beside the target, then put it in its place in one step. Raises RenderError with the remedy."""
    write_all({path: content}, force, private=private)


def write_all(files: Mapping[Path, bytes], force: bool, *, private: bool = False) -> None:
    """Write all files beside their targets, then put them in their places. Raises RenderError with the remedy.

    Where one cannot be written, or the run is interrupted, none is left and what stood there before stays. ``private``:
    files and the folders made for them are the user's alone, whatever the umask allows.
    """
    refuse_existing(files, force)
    writing = _Writing(private)
    try:
        for path, content in files.items():
            writing.stage(path, content)
        for path in files:
            writing.place(path)
    except BaseException as error:
        writing.undo()
        if isinstance(error, OSError):
            reason = f"This cannot be written ({error.strerror or 'the reason is not known'})."
            raise RenderError([Problem(str(writing.at), 0, reason, ELSEWHERE)]) from error
        raise
    writing.tidy()


class _Writing:
    """Files on their way: ``new`` beside their targets, ``old`` what they replace, ``folders`` those made for them."""

    def __init__(self, private: bool) -> None:
        self.file_mode, self.folder_mode = (PRIVATE_FILE, PRIVATE_FOLDER) if private else (OPEN_FILE, OPEN_FOLDER)
        self.new: dict[Path, Path] = {}
        self.old: dict[Path, Path] = {}
        self.placed: list[Path] = []
        self.folders: list[Path] = []
        self.at = Path()

    def stage(self, path: Path, content: bytes) -> None:
        """The whole content under another name; its permissions are those of the file it replaces, else of the umask."""
        self.at = path
        self._make(path.parent)
        self.new[path] = _beside(path)
        with os.fdopen(os.open(self.new[path], os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_mode), "wb") as file:
            file.write(content)
        if path.exists():
            os.chmod(self.new[path], stat.S_IMODE(path.stat().st_mode))

    def _make(self, folder: Path) -> None:
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(self.folder_mode, exist_ok=True)
            self.folders.append(one)

    def place(self, path: Path) -> None:
        self.at = path
        if os.path.lexists(path):
            self.old[path] = _beside(path)
            os.rename(path, self.old[path])
        self.placed.append(path)  # from here on nothing of anybody else stands there
        os.replace(self.new[path], path)

    def undo(self) -> None:
        """As if nothing had been tried."""
        for path in (*self.placed, *self.new.values()):
            with suppress(OSError):  # never made
                path.unlink()
        for path, kept in self.old.items():
            with suppress(OSError):  # never moved
                os.rename(kept, path)
        for folder in reversed(self.folders):
            with suppress(OSError):  # somebody else uses it by now
                folder.rmdir()

    def tidy(self) -> None:
        for kept in self.old.values():
            kept.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """A name in the same folder that nobody uses."""
    return path.parent / f".als-planner-{secrets.token_hex(8)}"
