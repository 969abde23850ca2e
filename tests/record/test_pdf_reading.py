"""A stranger's PDF: whatever it is made of, it is read within bounds or refused in one sentence."""

from __future__ import annotations

import io
import json
import time
import zlib
from collections.abc import Mapping
from typing import Any

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from planner import IntakeError
from planner.reading import strict_json
from planner.record import pdf_reading
from planner.record.pdf_reading import LARGEST_FILE, LARGEST_PDF, MOST_FILES, answer_for, attachments

INTAKE = json.dumps({"schema": "als-planner/intake/1", "patient": {"id": "p1"}}).encode()


def stream(content: bytes, **more: Any) -> EncodedStreamObject:
    """An embedded file as ours are stored: packed, with its size."""
    made = EncodedStreamObject()
    made._data = zlib.compress(content)
    made[NameObject("/Filter")] = NameObject("/FlateDecode")
    made[NameObject("/Params")] = DictionaryObject({NameObject("/Size"): NumberObject(len(content))})
    made.update({NameObject(f"/{key}"): value for key, value in more.items()})
    return made


def spec(writer: pypdf.PdfWriter, name: str, embedded: Any) -> Any:
    files = DictionaryObject({NameObject("/F"): writer._add_object(embedded)})
    entry = {
        "/Type": NameObject("/Filespec"),
        "/F": TextStringObject(name),
        "/UF": TextStringObject(name),
        "/EF": files,
    }
    return writer._add_object(DictionaryObject({NameObject(key): value for key, value in entry.items()}))


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank() -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    return writer


def tree(writer: pypdf.PdfWriter, node: Mapping[str, Any]) -> None:
    root = writer._add_object(DictionaryObject({NameObject(key): value for key, value in node.items()}))
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): root})


def names(writer: pypdf.PdfWriter, files: list[tuple[str, Any]]) -> ArrayObject:
    return ArrayObject(part for name, made in files for part in (TextStringObject(name), spec(writer, name, made)))


def holding(*files: tuple[str, Any], catalog: Mapping[str, Any] | None = None) -> bytes:
    """A PDF with these attachments, and other keys in its catalog."""
    writer = blank()
    tree(writer, {"/Names": names(writer, list(files))})
    for key, value in (catalog or {}).items():
        writer.root_object[NameObject(key)] = value
    return written(writer)


def refusal(content: bytes) -> str:
    answered = answer_for(content)
    assert set(answered) == {"refused"}, answered
    return str(answered["refused"])


ORDINARY = holding(("intake.json", stream(INTAKE)))


# --- what is read ----------------------------------------------------------------------------------------------


def test_our_files_are_read_and_others_stay_shut() -> None:
    bomb = stream(b"0" * (LARGEST_FILE * 4))
    content = holding(("intake.json", stream(INTAKE)), ("holiday.jpg", bomb), ("../../etc/passwd", stream(b"x")))
    assert attachments(content, "x.pdf") == {"intake.json": json.loads(INTAKE)}


def test_files_in_a_name_tree_of_many_branches_are_found() -> None:
    writer = blank()
    leaf = DictionaryObject({NameObject("/Names"): names(writer, [("plan.json", stream(b"{}"))])})
    branch = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._add_object(leaf)])})
    tree(writer, {"/Kids": ArrayObject([writer._add_object(branch)])})
    assert answer_for(written(writer)) == {"files": {"plan.json": {}}}


def test_without_a_name_tree_the_list_of_the_catalog_counts() -> None:
    writer = blank()
    listed = ArrayObject([spec(writer, "plan.json", stream(b"{}"))])
    writer.root_object[NameObject("/AF")] = listed
    assert answer_for(written(writer)) == {"files": {"plan.json": {}}}


def test_an_attachment_that_is_not_packed_is_read() -> None:
    plain = DecodedStreamObject()
    plain.set_data(b"{}")
    assert answer_for(holding(("plan.json", plain))) == {"files": {"plan.json": {}}}


# --- what is refused -------------------------------------------------------------------------------------------


def bomb_of_streams() -> bytes:
    """The catalog itself lies in a packed stream that unpacks to far more than anybody needs."""
    packed = zlib.compress(b"1 0 " + b" " * 300_000_000, 9)
    head = b"%PDF-1.7\n"
    objects = b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = head + objects + packed + b"\nendstream\nendobj\n"
    rows = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + b"\0"
        for kind, place in ((0, 0), (2, 5), (0, 0), (0, 0), (1, len(body)), (1, len(head)))
    )
    index = b"4 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return body + index + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


def encrypted() -> bytes:
    writer = blank()
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def in_a_circle() -> bytes:
    writer = blank()
    node = DictionaryObject()
    reference = writer._add_object(node)
    node[NameObject("/Kids")] = ArrayObject([reference])
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): reference})
    return written(writer)


def cut_off() -> EncodedStreamObject:
    made = stream(INTAKE)
    made._data = made._data[:-12]
    return made


def action(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})


SCRIPTS = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
OURS = ("intake.json", stream(INTAKE))
BAD: dict[str, tuple[Any, str]] = {
    "no attachment": (lambda: written(blank()), "carries no plan or intake"),
    "other names": (lambda: holding(("Intake.json", stream(INTAKE)), ("intake.json.exe", stream(b""))), "carries no plan"),
    "a name with a path": (lambda: holding(("/tmp/intake.json", stream(INTAKE))), "carries no plan or intake"),
    "two of one name": (lambda: holding(OURS, ("intake.json", stream(b"{}"))), "two attachments called intake.json"),
    "a bomb": (lambda: holding(("intake.json", stream(b" " * LARGEST_FILE * 20))), "larger than 4 MB"),
    "a bomb of streams": (bomb_of_streams, "damaged"),
    "too many": (lambda: holding(*[(f"f{at}", stream(b"")) for at in range(MOST_FILES + 1)]), "more than 16 attachments"),
    "a circle": (in_a_circle, "runs in a circle"),
    "encrypted": (encrypted, "is encrypted"),
    "a script on opening": (lambda: holding(OURS, catalog={"/OpenAction": action("/JavaScript")}), "holds scripts"),
    "a program on opening": (lambda: holding(OURS, catalog={"/OpenAction": action("/Launch")}), "holds scripts"),
    "other actions": (lambda: holding(OURS, catalog={"/AA": DictionaryObject()}), "holds scripts"),
    "named scripts": (
        lambda: holding(catalog={"/Names": SCRIPTS}),
        "holds scripts",
    ),
    "another filter": (lambda: holding(("plan.json", stream(b"{}", Filter=NameObject("/LZWDecode")))), "not stored as ours"),
    "two filters": (
        lambda: holding(("plan.json", stream(b"{}", Filter=ArrayObject([NameObject("/FlateDecode")] * 2)))),
        "not stored as ours",
    ),
    "an outside file": (lambda: holding(("plan.json", stream(b"{}", F=TextStringObject("/etc/passwd")))), "not stored as"),
    "no stream": (lambda: holding(("plan.json", DictionaryObject({NameObject("/Type"): NameObject("/X")}))), "not stored"),
    "cut off": (lambda: holding(("intake.json", cut_off())), "cut off"),
    "another size": (lambda: holding(("intake.json", stream(INTAKE, Params=DictionaryObject({NameObject("/Size"): NumberObject(3)})))), "damaged"),
    "not text": (lambda: holding(("intake.json", stream(b"\xff\xfe\x00"))), "damaged"),
    "half a file": (lambda: ORDINARY[: len(ORDINARY) // 2], "damaged"),
    "only a head": (lambda: b"%PDF-1.7\n", "damaged"),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, "damaged"),
    "numbers without end": (lambda: ORDINARY.replace(b"/Catalog", b"/Catalog /X " + b"9" * 5000), "damaged"),
    "deep brackets": (lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_pdf_is_refused_in_a_sentence(kind: str) -> None:
    make, said = BAD[kind]
    sentence = refusal(make())
    assert said in sentence and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello"])
def test_what_is_no_pdf_is_said_before_anything_is_started(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading.subprocess, "run", None)
    with pytest.raises(IntakeError) as error:
        attachments(content, "x.pdf")
    assert error.value.problems == ["x.pdf: This is not a PDF. Give a PDF that als-planner has made."]


def test_a_file_that_is_too_large_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading.subprocess, "run", None)
    with pytest.raises(IntakeError, match="larger than 20 MB"):
        attachments(b"%PDF-" + b"0" * LARGEST_PDF, "x.pdf")


def test_reading_is_ended_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "SECONDS", 0.001)
    with pytest.raises(IntakeError, match="takes too long"):
        attachments(ORDINARY, "x.pdf")


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["a bomb of streams", "deep brackets", "noise", "half a file", "encrypted", "a circle"]
)
def test_the_process_apart_ends_in_one_sentence_too(kind: str) -> None:
    with pytest.raises(IntakeError) as error:
        attachments(BAD[kind][0](), "x.pdf")
    assert len(error.value.problems) == 1 and error.value.problems[0].startswith("x.pdf: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'\\"' * 2_000_000, "(line 1): This is not valid JSON"),
        (b'{"a": "' + b'\\"' * 1_900_000, "(line 1): This is not valid JSON"),
        (b"[\n" * 1_000_000, "(line 25): This is nested more than 24 deep."),
        (b"9" * 3_900_000, "(line 1): This number has more than 40 signs."),
        (b'{"a": 1,\n"a": 2}', "(line 2): 'a' is written twice (first on line 1)."),
    ],
    ids=["quotes", "quotes in a string", "brackets", "figures", "a key twice"],
)
def test_hostile_json_packed_small_is_refused_in_a_moment(text: bytes, said: str) -> None:
    packed = holding(("pages.json", stream(text)))
    assert len(packed) < 10_000
    began = time.process_time()
    assert said in refusal(packed)
    assert time.process_time() - began < 10


def test_json_is_read_in_the_process_apart_and_only_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "read_json", None)
    assert attachments(ORDINARY, "x.pdf") == {"intake.json": json.loads(INTAKE)}


def test_a_sentence_of_refusal_quotes_nothing_from_the_file() -> None:
    secret = stream(b'{"patient": {"name": "Secretname"}}'[:-1] + b"\xff")
    assert "Secretname" not in refusal(holding(("intake.json", secret)))
