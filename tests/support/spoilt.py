"""Ways to spoil a finished PDF, each against one rule: what no checker may let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from people import TODAY
from pressed import CARRIED

from planner.press.archive import finish
from planner.press.press import printed

Spoil = Callable[[Any], None]

SMALL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A small page</title><style>
@font-face { font-family: "Ours"; src: url("fonts/AtkinsonHyperlegible-Regular.ttf"); }
html { font-family: "Ours"; }
@page { size: A5; @top-left { content: "A running head"; font-family: "Ours"; } }
</style></head><body><main><h1>First</h1><h2>Second</h2>
<svg viewBox="0 0 9 9" width="9" height="9"><title>A square</title><rect width="9" height="9"/></svg>
<table><thead><tr><th scope="col">Who</th><th scope="col">When</th></tr></thead>
<tbody><tr><th scope="row">You</th><td>Now</td></tr></tbody></table></main></body></html>"""
"""Little for a checker to read, and something of all that can be spoilt."""


def spoilt(spoil: Spoil) -> bytes:
    """The small page drawn and finished as always, then spoilt just before it is written."""

    def finish_and_spoil(document: Any, pdf: Any) -> None:
        finish(pdf, CARRIED, TODAY)
        spoil(pdf)

    return printed(SMALL, finish_and_spoil)


def parts(pdf: Any, key: str, value: str) -> Iterator[Any]:
    """The objects with this entry."""
    return (part for part in pdf.objects if isinstance(part, dict) and part.get(key) == value)


def say(pdf: Any, old: bytes, new: bytes) -> None:
    """Change a word of the metadata."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (said,) = metadata.stream
    assert old in said
    metadata.stream = [said.replace(old, new)]


def nothing(pdf: Any) -> None:
    """The small page as it should be."""


def no_alternative_text(pdf: Any) -> None:
    for figure in parts(pdf, "S", "/Figure"):
        del figure["Alt"]


def no_title(pdf: Any) -> None:
    del pdf.info["Title"]
    say(pdf, b"dc:title", b"dc:other")


def title_not_shown(pdf: Any) -> None:
    del pdf.catalog["ViewerPreferences"]


def no_language(pdf: Any) -> None:
    del pdf.catalog["Lang"]


def skipped_heading(pdf: Any) -> None:
    next(parts(pdf, "S", "/H2"))["S"] = "/H4"


def not_said_to_be_tagged(pdf: Any) -> None:
    del pdf.catalog["MarkInfo"]


def not_said_to_be_accessible(pdf: Any) -> None:
    say(pdf, b'pdfuaid:part="1"', b"")


def accessible_mark_not_described(pdf: Any) -> None:
    say(pdf, b"<pdfaProperty:name>part<", b"<pdfaProperty:name>other<")


def not_said_to_be_archived(pdf: Any) -> None:
    say(pdf, b'pdfaid:conformance="A"', b"")


def running_heads_neither_text_nor_artifact(pdf: Any) -> None:
    for stream in (part for part in pdf.objects if hasattr(part, "stream")):
        for at, token in enumerate(stream.stream):
            if isinstance(token, dict) and token.get("Type") == "/Pagination":
                stream.stream[at - 1] = "/Span"


def head_cells_without_scope(pdf: Any) -> None:
    for cell in parts(pdf, "S", "/TH"):
        del cell["ID"], cell["A"]["Scope"]
    for cell in parts(pdf, "S", "/TD"):
        cell["A"].pop("Headers", None)


def no_font_inside(pdf: Any) -> None:
    for descriptor in parts(pdf, "Type", "/FontDescriptor"):
        for key in ("FontFile2", "FontFile3"):
            descriptor.pop(key, None)


def files_belong_to_nothing(pdf: Any) -> None:
    del pdf.catalog["AF"]


def files_without_relationship(pdf: Any) -> None:
    for file in parts(pdf, "Type", "/Filespec"):
        del file["AFRelationship"]


def files_without_media_type(pdf: Any) -> None:
    for part in pdf.objects:
        if getattr(part, "extra", {}).get("Type") == "/EmbeddedFile":
            del part.extra["Subtype"]


def no_colour_space(pdf: Any) -> None:
    del pdf.catalog["OutputIntents"]


SPOILS: dict[str, tuple[Spoil, str]] = {
    spoil.__name__: (spoil, profile)
    for profile, spoils in {
        "ua1": (
            *(no_alternative_text, no_title, title_not_shown, no_language, skipped_heading, not_said_to_be_tagged),
            *(not_said_to_be_accessible, running_heads_neither_text_nor_artifact, head_cells_without_scope),
        ),
        "3a": (
            *(accessible_mark_not_described, not_said_to_be_archived, no_font_inside, files_belong_to_nothing),
            *(files_without_relationship, files_without_media_type, no_colour_space),
        ),
    }.items()
    for spoil in spoils
}
"""Name → how, and the profile that forbids it."""
