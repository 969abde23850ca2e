"""A PDF's own attachments, read out of a stranger's file in bounded time and memory.

Only the catalog is looked at, its name tree of embedded files and its list of associated files; nothing else is opened,
followed or run. The reading, that of the JSON too, happens in a process of its own that is ended after a while and may use little memory, so
that no file, however made, can do more than be refused.
"""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.model.errors import IntakeError, Problem

# The limits, in one place. A therapist's plan has about 0.5 MB and carries about 0.3 MB.
LARGEST_PDF = 20_000_000  # bytes of the file
LARGEST_FILE = 4_000_000  # bytes of one attachment, unpacked
MOST_FILES, MOST_NODES, DEEPEST_TREE = 16, 64, 8  # attachments; nodes and depth of the name tree
SECONDS, MEMORY = 20, 1_000_000_000  # of the process that reads
OUR_FILES = ("intake.json", "plan.json", "pages.json")
FORM_FIELDS = "form fields"  # stands for an attachment: what was filled into a form of ours
SCRIPTS = ("/JavaScript", "/Launch")
DAMAGED = "This PDF is damaged, or not one that this program can read."
REMEDY = "Give a PDF that als-planner has made."


class Refused(Exception):
    """This PDF is not read; the message is a sentence."""


def attachments(content: bytes, where: str) -> dict[str, Any]:
    """The planner's files inside a PDF: name → what its JSON says. Raises IntakeError with one sentence; without one of ours, too."""
    try:
        return _read_apart(content)
    except Refused as refused:
        raise IntakeError([Problem(where, 0, str(refused), REMEDY)]) from refused


def _read_apart(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_PDF:
        raise Refused(f"This file is larger than {LARGEST_PDF // 1_000_000} MB.")
    if not content.startswith(b"%PDF-"):
        raise Refused("This is not a PDF.")
    home = str(Path(__file__).resolve().parents[2])
    code = f"import sys; sys.path.insert(0, {home!r}); from planner.record.pdf_reading import answer; answer()"
    try:
        child = subprocess.run([sys.executable, "-P", "-c", code], input=content, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused("Reading this PDF takes too long.") from error
    try:
        answered = json.loads(child.stdout)
    except ValueError as error:
        raise Refused("This PDF is damaged, or takes too much memory to read.") from error
    if "refused" in answered:
        raise Refused(str(answered["refused"]))
    return dict(answered["files"])


# --- in the process apart ------------------------------------------------------------------------------------


def answer() -> None:
    """Read the PDF from standard input, and say on standard output what it holds or why it is refused."""
    _bound_memory()
    logging.disable(logging.CRITICAL)  # a remark of the parser would quote the file
    sys.stdout.write(json.dumps(answer_for(sys.stdin.buffer.read())))


def answer_for(content: bytes) -> dict[str, Any]:
    """The files of a PDF, the fields of a form of ours, or the sentence with which it is refused; never an error."""
    from planner.record.form_fields import fields_in, holds_form

    try:
        catalog = _catalog(content)
        if not (files := files_in(catalog)) and holds_form(catalog):
            return {"files": {FORM_FIELDS: fields_in(catalog)}}
        return {"files": {name: _value(name, text) for name, text in _some(files).items()}}
    except Refused as refused:
        return {"refused": str(refused)}
    except Exception:  # whatever a parser trips over in a stranger's file
        return {"refused": DAMAGED}


def _value(name: str, text: str) -> Any:
    """What the JSON of an attachment says. Raises Refused."""
    from planner.reading.strict_json import read_json

    read = read_json(text, name)
    for problem in read.problems:
        raise Refused(f"What this PDF carries as {name} cannot be read (line {problem.line}): {problem.what}")
    return read.value


def _bound_memory() -> None:
    """Where the system can: no more memory than this."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        return  # Windows has no such limit and macOS may not take it; what is unpacked, and the time, stay bounded


def _some(files: dict[str, str]) -> dict[str, str]:
    if not files:
        raise Refused("This PDF carries no plan or intake of als-planner as data.")
    return files


def _catalog(content: bytes) -> Any:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

    reader = PdfReader(io.BytesIO(content), strict=True)
    if reader.is_encrypted:
        raise Refused("This PDF is encrypted.")
    catalog = _get(reader.trailer, "/Root")
    if not isinstance(catalog, DictionaryObject):
        raise Refused(DAMAGED)
    _refuse_scripts(catalog)
    return catalog


def files_in(catalog: Any) -> dict[str, str]:
    """The planner's own attachments. Raises Refused where they are not as ours are."""
    found: dict[str, str] = {}
    for at, (name, stream) in enumerate(_named_streams(catalog), 1):
        if at > MOST_FILES:
            raise Refused(f"This PDF has more than {MOST_FILES} attachments.")
        if name not in OUR_FILES:
            continue
        if name in found:
            raise Refused(f"This PDF has two attachments called {name}.")
        found[name] = _unpacked(stream)
    return found


def _get(holder: Any, key: str) -> Any:
    """A value of a dictionary, with references followed; None where there is none."""
    value: Any = holder.get(key) if isinstance(holder, dict) else None
    return value.get_object() if hasattr(value, "get_object") else value


def _refuse_scripts(catalog: Any) -> None:
    action = _get(catalog, "/OpenAction")
    names = _get(catalog, "/Names")
    if "/AA" in catalog or _get(action, "/S") in SCRIPTS or (isinstance(names, dict) and "/JavaScript" in names):
        raise Refused("This PDF holds scripts or actions, which none of ours does.")


def _named_streams(catalog: Any) -> Iterator[tuple[str, Any]]:
    """Name and stream of each file that the name tree or, where there is none, the catalog's own list tells of."""
    tree = _get(_get(catalog, "/Names"), "/EmbeddedFiles")
    specs = _leaves(tree) if tree is not None else _items(_get(catalog, "/AF"))
    for spec in specs:
        files = _get(spec, "/EF")
        stream = _get(files, "/UF") or _get(files, "/F")
        name = _get(spec, "/UF") or _get(spec, "/F")
        if stream is not None:
            yield str(name), stream


def _items(listed: Any) -> Iterator[Any]:
    for entry in listed if isinstance(listed, list) else ():
        yield entry.get_object()


def _leaves(root: Any) -> Iterator[Any]:
    """The file specifications of a name tree: bounded in depth and nodes, so a circle ends too."""
    waiting, nodes = [(root, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if nodes > MOST_NODES or depth > DEEPEST_TREE:
            raise Refused("The list of attachments of this PDF is too deep or runs in a circle.")
        yield from list(_items(_get(node, "/Names")))[1::2]
        waiting += [(kid, depth + 1) for kid in _items(_get(node, "/Kids"))]


def _unpacked(stream: Any) -> str:
    """The text of an embedded file; unpacked step by step, and no further than the limit."""
    from pypdf.generic import StreamObject

    if not isinstance(stream, StreamObject) or "/F" in stream or _get(stream, "/DecodeParms") is not None:
        raise Refused("An attachment of this PDF is not stored as ours are.")
    packed, filters = bytes(stream._data), _get(stream, "/Filter")
    filters = filters if isinstance(filters, list) else [filters] if filters is not None else []
    if [str(name) for name in filters] not in ([], ["/FlateDecode"]):
        raise Refused("An attachment of this PDF is not stored as ours are.")
    content = _inflated(packed) if filters else packed
    if len(content) > LARGEST_FILE:
        raise Refused(f"An attachment of this PDF is larger than {LARGEST_FILE // 1_000_000} MB.")
    _check_size(stream, content)
    return content.decode("utf-8")


def _inflated(packed: bytes) -> bytes:
    """At most one byte more than is allowed."""
    box = zlib.decompressobj()
    content = box.decompress(packed, LARGEST_FILE + 1)
    if not box.eof and len(content) <= LARGEST_FILE:
        raise Refused("An attachment of this PDF is cut off.")
    return content


def _check_size(stream: Any, content: bytes) -> None:
    """The size that the file itself tells, where it does."""
    size = _get(_get(stream, "/Params"), "/Size")
    if size is not None and int(size) != len(content):
        raise Refused("An attachment of this PDF is damaged.")
