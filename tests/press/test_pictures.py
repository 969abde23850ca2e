"""Pictures of the pages: the first page of each document looks as it did when somebody last looked at it.

``pytest tests/press/test_pictures.py --accept`` draws the kept pictures anew, and the contact sheet for the README.
"""

from __future__ import annotations

from collections.abc import Iterator

import drawn
import pypdfium2
import pytest
from drawn import Page
from folders import PICTURES
from PIL import Image, ImageChops

from planner.pages.compose import DOCUMENTS

pytestmark = pytest.mark.slow

DOTS_PER_INCH = 50
# Another version of the text library moves edges of letters by a share of a dot; a part of a page that moved, came or
# went changes far more dots, and far more strongly.
NEAR, MOST_CHANGED = 96, 0.004
GAP, ACROSS, SHEET_WIDTH = 6, 8, 210
LARGE = "large_print"
KEPT = (*DOCUMENTS, LARGE)


def pages(pdf: bytes, dots_per_inch: float = DOTS_PER_INCH) -> Iterator[Image.Image]:
    """Each page as a gray picture."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=dots_per_inch / 72, grayscale=True).to_pil().convert("L")
    document.close()


def pdf_of(kind: str) -> bytes:
    large = kind == LARGE
    return drawn.pdf_of(Page("demo", "family" if large else kind, "en", "large" if large else "letter"))


def changed(one: Image.Image, other: Image.Image) -> float:
    """The share of dots that differ clearly; 1 where the pages have another size."""
    if one.size != other.size:
        return 1.0
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[NEAR:]) / (one.width * one.height)


@pytest.mark.parametrize("kind", KEPT)
def test_the_first_page_looks_as_it_did(request: pytest.FixtureRequest, kind: str) -> None:
    page, file = next(pages(pdf_of(kind))), PICTURES / f"{kind}.png"
    if request.config.getoption("--accept"):
        page.quantize(16).save(file, optimize=True)
    share = changed(page, Image.open(file).convert("L"))
    said = f"{share:.2%} of the page changed. If this is meant: pytest tests/press/test_pictures.py --accept, and look at it."
    assert share <= MOST_CHANGED, said


def test_the_contact_sheet_shows_every_document(request: pytest.FixtureRequest) -> None:
    file = PICTURES / "contact.png"
    if request.config.getoption("--accept"):
        contact_sheet().save(file, optimize=True)
    with Image.open(file) as kept:
        assert kept.width == ACROSS * (SHEET_WIDTH + GAP) + GAP


def contact_sheet() -> Image.Image:
    """All pages of the family's documents and the first of the therapist's, side by side in colour."""
    small = [page for kind in ("fridge", "family", "equipment") for page in in_colour(pdf_of(kind))]
    small += list(in_colour(pdf_of("therapist")))[: -len(small) % ACROSS or ACROSS]
    height = max(page.height for page in small)
    rows = -(-len(small) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (SHEET_WIDTH + GAP) + GAP, rows * (height + GAP) + GAP), "#9A9A9A")
    for at, page in enumerate(small):
        row, column = divmod(at, ACROSS)
        sheet.paste(page, (GAP + column * (SHEET_WIDTH + GAP), GAP + row * (height + GAP)))
    return sheet.quantize(64)


def in_colour(pdf: bytes) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=2 * SHEET_WIDTH / page.get_width()).to_pil().convert("RGB")
        yield picture.resize((SHEET_WIDTH, round(picture.height * SHEET_WIDTH / picture.width)))
    document.close()


def test_the_comparison_sees_a_line_that_came_and_not_a_shade() -> None:
    blank = Image.new("L", (400, 500), 255)
    shade, line = blank.point(lambda _: 255 - NEAR // 2), blank.copy()
    line.paste(0, (20, 100, 380, 108))
    assert changed(blank, shade) == 0 and changed(blank, line) > MOST_CHANGED
    assert changed(blank, blank.resize((401, 500))) == 1
