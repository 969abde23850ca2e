"""One file for reading aloud and for keeping: tags, bookmarks, order of the text, what it carries, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from drawn import PAGES, Page, html_of, pdf_of, plan
from people import TODAY
from pressed import CARRIED
from pypdf.generic import DecodedStreamObject, NameObject

from planner import RenderError, compose, render_html, render_pdf
from planner.pages.compose import DOCUMENTS
from planner.press.archive import archived
from planner.record.carried import Carried, carried

pytestmark = pytest.mark.slow

EQUIPMENT = Page("demo", "equipment", "en", "letter")
FAMILY = Page("demo", "family", "en", "letter")
PLAIN = [page for page in PAGES if page.who == "demo" and page.size == "letter"]
RUNNING = re.compile(rb"/Artifact\s<</Type /Pagination>>\sBDC.*?EMC", re.DOTALL)
BLOCK = r"(?:h[1-4]|p|li|td|th)\b"


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def tags(element: Any) -> list[Any]:
    """A structure element and all below it, in the order in which they are read aloud."""
    kids = [kid.get_object() for kid in element["/K"]]
    return [element, *(tag for kid in kids if isinstance(kid, dict) for tag in tags(kid))]


def all_tags(reader: pypdf.PdfReader) -> list[Any]:
    return tags(reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object())


# --- what is read aloud -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PLAIN, ids=str)
def test_a_file_says_its_language_and_shows_its_title_in_which_nobody_is_named(page: Page) -> None:
    reader = read(pdf_of(page))
    root = reader.trailer["/Root"]
    spoken = compose(plan(page.who), page.kind, language=page.language).language  # the sheet: English until reviewed
    assert root["/Lang"] == spoken == ("en" if page.kind == "fridge" else page.language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata and reader.metadata.title
    for said in (str(reader.metadata), root["/Metadata"].get_data().decode()):
        assert "Rosa" not in said and "Invented" not in said


@pytest.mark.parametrize("page", PLAIN, ids=str)
def test_the_metadata_are_plain_xml_that_names_both_standards(page: Page) -> None:
    metadata = read(pdf_of(page)).trailer["/Root"]["/Metadata"].get_object()
    assert "/Filter" not in metadata
    rdf = ElementTree.fromstring(metadata.get_data())
    said = [part.attrib for part in rdf.iter()]
    assert any(mark.get("{http://www.aiim.org/pdfua/ns/id/}part") == "1" for mark in said)
    archive = next(mark for mark in said if "{http://www.aiim.org/pdfa/ns/id/}part" in mark)
    assert [archive[f"{{http://www.aiim.org/pdfa/ns/id/}}{key}"] for key in ("part", "conformance")] == ["3", "A"]


@pytest.mark.parametrize("page", PLAIN, ids=str)
def test_every_heading_of_the_first_three_levels_is_a_bookmark(page: Page) -> None:
    def titles(outline: list[Any]) -> list[str]:
        found: list[str] = []
        for entry in outline:
            found += titles(entry) if isinstance(entry, list) else [" ".join(entry.title.split())]
        return found

    headings = re.findall(r"<h([123])[^>]*>(.*?)</h\1>", html_of(page), re.DOTALL)
    words = [" ".join(unescape(re.sub(r"<[^>]+>", "", said)).split()) for _, said in headings]
    assert words and titles(read(pdf_of(page)).outline) == words


@pytest.mark.parametrize("page", PLAIN, ids=str)
def test_running_heads_are_artifacts_and_every_tag_hangs_on_the_tree(page: Page) -> None:
    reader = read(pdf_of(page))
    hanging = [tag.indirect_reference.idnum for tag in all_tags(reader)]
    parts = {number: reader.get_object(number) for number in range(1, reader.trailer["/Size"])}
    made = [at for at, part in parts.items() if isinstance(part, dict) and part.get("/Type") == "/StructElem"]
    assert made and sorted(hanging) == made
    if page.kind == "fridge":
        return  # its title is the head of its one page
    for sheet in reader.pages:
        assert len(RUNNING.findall(sheet.get_contents().get_data())) > 1


def test_every_head_cell_says_what_it_heads_and_is_in_the_list_of_identifiers() -> None:
    reader = read(pdf_of(EQUIPMENT))
    heads = [tag for tag in all_tags(reader) if tag["/S"] == "/TH"]
    assert {tag["/A"]["/Scope"] for tag in heads} == {"/Row", "/Column"}
    for tag in heads:
        group = tag["/P"]["/P"]["/S"]
        assert tag["/A"]["/Scope"] == ("/Column" if group == "/THead" else "/Row")
    names = reader.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert list(names[::2]) == sorted(tag["/ID"] for tag in heads)
    assert [tag.get_object()["/ID"] for tag in names[1::2]] == list(names[::2])


@pytest.mark.parametrize("page", PLAIN, ids=str)
def test_text_is_taken_out_in_the_order_in_which_it_is_written(page: Page) -> None:
    text = "".join(bare(without_running_heads(sheet).extract_text()) for sheet in read(pdf_of(page)).pages)
    at = 0
    html = re.sub(r'<p class="[^"]*carries-not">.*?</p>', "", html_of(page))  # shown in files without a record
    blocks = re.findall(rf"<{BLOCK}[^>]*>(.*?)(?=</?(?:{BLOCK}|ul|svg))", html, re.DOTALL)
    assert len(blocks) > 20
    for said in (bare(unescape(re.sub(r"<[^>]+>", "", block))) for block in blocks):
        found = text.find(said, at)
        assert found >= 0, f"{said} does not follow {text[at - 60 : at]}"
        at = found + len(said)


def bare(said: str) -> str:
    """Letters only: spaces and bullets are the page's own."""
    return re.sub(r"[\s\u2022\u200b\u00a0]", "", said)


def without_running_heads(sheet: pypdf.PageObject) -> pypdf.PageObject:
    content = DecodedStreamObject()
    content.set_data(RUNNING.sub(b"", sheet.get_contents().get_data()))
    sheet[NameObject("/Contents")] = content
    return sheet


# --- what is carried --------------------------------------------------------------------------------------


def test_the_files_inside_are_named_dated_described_and_belong_to_the_document() -> None:
    reader = read(pdf_of(FAMILY))
    root = reader.trailer["/Root"]
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert names[::2] == ["intake.yaml", "plan.json"]
    assert [part.idnum for part in names[1::2]] == [part.idnum for part in root["/AF"]]
    by_name = {file.name: file for file in CARRIED}
    for name, entry in zip(names[::2], (part.get_object() for part in names[1::2]), strict=True):
        file, content = by_name[name], entry["/EF"]["/F"].get_object()
        assert (entry["/UF"], entry["/Desc"], entry["/AFRelationship"]) == (name, file.says, f"/{file.relationship}")
        assert content["/Subtype"] == f"/{file.media_type}" and content.get_data() == file.content
        assert content["/Params"]["/ModDate"] == content["/Params"]["/CreationDate"] == "D:20261122000000Z"
        assert content["/Params"]["/Size"] == len(file.content)
    assert reader.attachments == {file.name: [file.content] for file in CARRIED}


def test_two_files_of_the_same_content_keep_their_own_relationship() -> None:
    twins = (
        Carried(name="a.txt", media_type="text/plain", content=b"x", says="One", relationship="Source"),
        Carried(name="é.txt", media_type="text/plain", content=b"x", says="Two", relationship="Data"),
    )
    root = read(archived(html_of(EQUIPMENT), twins, TODAY)).trailer["/Root"]
    assert [(part["/UF"], part["/AFRelationship"]) for part in (p.get_object() for p in root["/AF"])] == [
        ("a.txt", "/Source"),
        ("é.txt", "/Data"),
    ]


def test_a_file_without_a_record_carries_nothing() -> None:
    root = read(render_pdf(html_of(EQUIPMENT))).trailer["/Root"]
    assert "/AF" not in root and "/EmbeddedFiles" not in root.get("/Names", {})


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_record_is_what_the_document_may_carry_for_its_reader(kind: str) -> None:
    whole = plan("demo")
    document = compose(whole, kind, reader="helper", look_ahead="12_months")
    html, contents = render_html(document), document.carries
    assert contents is not None
    files = carried(contents, whole)
    assert [file.name for file in files] == (["intake.json", "plan.json"] if kind == "therapist" else ["pages.json"])
    shown = contents.shown or {"document": "therapist", "reader": "helper", "look_ahead": "12_months"}
    assert (shown["document"], shown["reader"], shown["look_ahead"]) == (kind, "helper", "12_months")
    marked = html.replace('<html class="without-record"', '<html class="with-record"')
    assert marked != html
    assert render_pdf(html, record=whole) == archived(marked, files, TODAY)


def test_a_page_that_is_only_text_is_refused_with_a_record() -> None:
    html = html_of(EQUIPMENT)
    with pytest.raises(RenderError, match="does not say which document it is"):
        render_pdf(html + "", record=plan("demo"))


def test_a_page_keeps_what_it_carries_when_it_is_sent_to_another_process() -> None:
    html = html_of(EQUIPMENT)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(html, protocol))
        assert again == html and type(again) is type(html)
        assert again.carries == html.carries is not None


def test_a_document_that_may_carry_nothing_does_not_say_that_it_carries_data() -> None:
    usual = compose(plan("demo"), "equipment")
    html = render_html(replace(usual, carries=None))
    assert render_pdf(html, record=plan("demo")) == render_pdf(html) == render_pdf(render_html(usual))


# --- the same bytes each time -----------------------------------------------------------------------------

ANEW = """
import hashlib, sys
sys.path.insert(0, "tests/support")
from drawn import PAGES, html_of
from people import TODAY
from pressed import CARRIED
from planner.press.archive import archived
for page in PAGES:
    if str(page) in sys.argv[1:]:
        print(hashlib.sha256(archived(html_of(page), CARRIED, TODAY)).hexdigest())
"""


def test_another_process_with_another_hash_seed_makes_the_same_bytes(request: pytest.FixtureRequest) -> None:
    pages = (EQUIPMENT, FAMILY)
    expected = {hashlib.sha256(pdf_of(page)).hexdigest() for page in pages}
    for seed in ("1", "2"):
        command = [sys.executable, "-c", ANEW, *map(str, pages)]
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(request.config.rootpath)}
        run = subprocess.run(
            command, check=True, capture_output=True, text=True, env=surroundings, cwd=request.config.rootpath
        )
        assert set(run.stdout.split()) == expected


def test_the_same_page_twice_gives_the_same_bytes_and_another_day_gives_others() -> None:
    html = html_of(FAMILY)
    assert archived(html, CARRIED, TODAY) == pdf_of(FAMILY)
    assert archived(html, CARRIED, TODAY.replace(year=2027)) != pdf_of(FAMILY)
