"""A page for reading aloud and for keeping: one PDF that is PDF/UA-1 and PDF/A-3a, with the data it carries inside.

WeasyPrint draws PDF/A-3a; ``finish`` adds what PDF/UA-1 asks beyond it and mends what WeasyPrint leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from planner.press.fields import gather_fields
from planner.press.press import printed
from planner.record.carried import Carried

UA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The mark of PDF/UA-1, and its description, without which PDF/A does not allow the mark."""


def archived(html: str, carried: tuple[Carried, ...] = (), day: date | None = None) -> bytes:
    """The page as one PDF/UA-1 and PDF/A-3a file that carries these files, dated ``day``.

    The same bytes for the same page, files and day. Files need a day. Raises RenderError where it cannot be drawn whole.
    """

    return printed(html, lambda document, pdf: finish(pdf, carried, day))


def fillable(html: str) -> bytes:
    """The page as one PDF/UA-1 file whose boxes are fields; the same bytes each time. Raises RenderError."""

    def completed(document: Any, pdf: Any) -> None:
        _name_what_is_read(pdf)
        gather_fields(pdf)

    return printed(html, completed, "pdf/ua-1")


def finish(pdf: Any, carried: tuple[Carried, ...] = (), day: date | None = None) -> None:
    """Complete a pydyf.PDF in place."""
    _name_what_is_read(pdf)
    _mark_as_accessible(pdf)
    if carried and day:
        _carry(pdf, carried, day)


def _name_what_is_read(pdf: Any) -> None:
    elements = {part.reference: part for part in pdf.objects if _is_tag(part)}
    _take_running_heads_out(pdf, elements)
    _name_table_heads(pdf, elements)


def _is_tag(part: Any) -> bool:
    return isinstance(part, dict) and part.get("Type") == "/StructElem"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


# --- what is read aloud -----------------------------------------------------------------------------------


def _take_running_heads_out(pdf: Any, elements: dict[bytes, Any]) -> None:
    """Heads and feet of pages are artifacts: WeasyPrint tags them like text, but hangs the tags nowhere."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    (top,) = root["K"]
    hung = set(elements[top]["K"])
    parents = _object(pdf, root["ParentTree"])["Nums"]
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    marks: dict[bytes, set[int]] = {}
    loose = [reference for reference, element in elements.items() if element["P"] == top and reference not in hung]
    for part in [part for reference in loose for part in _below(reference, elements)]:
        marks.setdefault(part["Pg"], set()).update(kid for kid in part["K"] if isinstance(kid, int))
        del elements[part.reference]
        part.clear()
    for reference, page in zip(pdf.page_references, pages, strict=True):
        numbers = marks.get(reference, set())
        _make_artifacts(_object(pdf, page["Contents"]).stream, numbers)
        tags = parents[2 * page["StructParents"] + 1]
        for number in numbers:
            tags[number] = "null"


def _below(reference: bytes, elements: dict[bytes, Any]) -> Iterator[Any]:
    """A tag and all tags in it."""
    yield elements[reference]
    for kid in elements[reference]["K"]:
        if kid in elements:
            yield from _below(kid, elements)


def _make_artifacts(stream: list[Any], numbers: set[int]) -> None:
    import pydyf

    for at, token in enumerate(stream):
        if isinstance(token, dict) and token.get("MCID") in numbers:
            stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _name_table_heads(pdf: Any, elements: dict[bytes, Any]) -> None:
    """Each head cell says whether it heads its row or its column, and can be found by its identifier."""
    import pydyf

    named = []
    for reference, element in elements.items():
        if element["S"] == "/TH":
            group = elements[elements[element["P"]]["P"]]
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
        if "ID" in element:
            named.append((element["ID"].data, reference))
    if named:
        tree = pydyf.Dictionary({"Names": pydyf.Array(part for pair in sorted(named) for part in pair)})
        pdf.add_object(tree)
        _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _mark_as_accessible(pdf: Any) -> None:
    """The metadata name PDF/UA-1 beside PDF/A-3a, and are readable without unpacking."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", UA + b"</rdf:RDF>")]
    metadata.compress = False


# --- what is carried --------------------------------------------------------------------------------------


def _carry(pdf: Any, carried: tuple[Carried, ...], day: date) -> None:
    """The files stand in the list of attachments and belong to the document as a whole."""
    import pydyf

    files = sorted((pydyf.String(file.name).data, _filed(pdf, file, day)) for file in carried)
    names = pydyf.Dictionary({"Names": pydyf.Array(part for pair in files for part in pair)})
    pdf.add_object(names)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names.reference
    pdf.catalog["AF"] = pydyf.Array(reference for _, reference in files)


def _filed(pdf: Any, file: Carried, day: date) -> bytes:
    import pydyf

    dated = pydyf.String(f"D:{day:%Y%m%d}000000Z")
    size = pydyf.Dictionary({"Size": len(file.content), "CreationDate": dated, "ModDate": dated})
    kind = {"Type": "/EmbeddedFile", "Subtype": pydyf.name(file.media_type), "Params": size}
    content = pydyf.Stream([file.content], pydyf.Dictionary(kind), compress=True)
    pdf.add_object(content)
    name = pydyf.String(file.name)
    entry = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": name,
            "UF": name,
            "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
            "Desc": pydyf.String(file.says),
            "AFRelationship": pydyf.name(file.relationship),
        }
    )
    pdf.add_object(entry)
    reference: bytes = entry.reference
    return reference
