"""Files on their way to the disk: whole, all or none, and nobody's file lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planner import RenderError
from planner.press.files import refuse_existing, write_all, write_whole

NO_SPACE = OSError(28, "No space left on device")


@pytest.fixture
def with_umask() -> Iterator[Callable[[int], int]]:
    old = os.umask(0o022)
    yield os.umask
    os.umask(old)


def three(folder: Path) -> dict[Path, bytes]:
    return {folder / "new" / name: name.encode() for name in ("a", "b", "c")}


def failing(monkeypatch: pytest.MonkeyPatch, name: str, at: int, error: BaseException) -> None:
    """The function of ``os`` fails when it is called for the ``at``-th time."""
    work, calls = getattr(os, name), iter(range(1, 100))

    def call(*arguments: Any) -> Any:
        if next(calls) == at:
            raise error
        return work(*arguments)

    monkeypatch.setattr(os, name, call)


def test_all_are_written_and_nothing_beside_them(tmp_path: Path) -> None:
    write_all(three(tmp_path), False)
    assert {path: path.read_bytes() for path in (tmp_path / "new").iterdir()} == three(tmp_path)


@pytest.mark.parametrize("error", [NO_SPACE, KeyboardInterrupt()])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_where_one_cannot_be_put_in_its_place_none_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException
) -> None:
    failing(monkeypatch, "replace", at, error)
    with pytest.raises(RenderError if error is NO_SPACE else KeyboardInterrupt) as raised:
        write_all(three(tmp_path), False)
    if error is NO_SPACE:
        path = tmp_path / "new" / "abc"[at - 1]
        assert str(raised.value) == (
            f"{path}: This cannot be written (No space left on device). Choose another place with -o."
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [NO_SPACE, KeyboardInterrupt()])
@pytest.mark.parametrize(("name", "at"), [("replace", 1), ("replace", 3), ("rename", 1), ("rename", 2)])
def test_what_stood_there_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: int, error: BaseException
) -> None:
    (tmp_path / "new").mkdir()
    for letter in "ac":
        (tmp_path / "new" / letter).write_text("mine")
    failing(monkeypatch, name, at, error)
    with pytest.raises(RenderError if error is NO_SPACE else KeyboardInterrupt):
        write_all(three(tmp_path), True)
    assert {path.name: path.read_text() for path in (tmp_path / "new").iterdir()} == {"a": "mine", "c": "mine"}


def test_where_there_is_no_room_for_one_none_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = os.open

    def full(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
        if flags & os.O_CREAT and len(list((tmp_path / "new").iterdir())) == 2:
            raise NO_SPACE
        return work(path, flags, *arguments, **named)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(RenderError, match="No space left on device"):
        write_all(three(tmp_path), False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_new_files_follow_the_umask(tmp_path: Path, with_umask: Callable[[int], int], umask: int, mode: int) -> None:
    with_umask(umask)
    write_whole(tmp_path / "a", b"x", False)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, with_umask: Callable[[int], int]) -> None:
    (tmp_path / "a").write_text("mine")
    os.chmod(tmp_path / "a", 0o600)
    write_whole(tmp_path / "a", b"x", True)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600 and (tmp_path / "a").read_bytes() == b"x"


def test_what_is_in_the_way_is_said_of_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    paths = [tmp_path / name for name in ("a", "folder", "pipe", "link", "free")]
    with pytest.raises(RenderError) as error:
        refuse_existing(paths, False)
    assert error.value.problems == [
        f"{tmp_path}/a: This file exists. Choose another place with -o, or add --force.",
        f"{tmp_path}/folder: This is a folder. Name the file with -o.",
        f"{tmp_path}/link: This file exists. Choose another place with -o, or add --force.",
        f"{tmp_path}/pipe: This is a device or a pipe, not a file. Write to standard output with -o -.",
    ]
    for never in ("folder", "pipe"):
        with pytest.raises(RenderError):
            write_whole(tmp_path / never, b"x", True)
    write_whole(tmp_path / "a", b"x", True)
    assert (tmp_path / "a").read_bytes() == b"x" and sorted(p.name for p in tmp_path.iterdir()) == [
        "a",
        "folder",
        "link",
        "pipe",
    ]
