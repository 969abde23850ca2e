"""What is wrong on a drawn page, found over its boxes: text outside the page area, and headings left alone at a foot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.press import lay_out

SLACK = 1.0  # px: rounding of the text library


def boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def faults(html: str) -> list[str]:
    """One sentence for each fault."""
    found = []
    pages = lay_out(html).pages
    for number, page in enumerate(pages, 1):
        root = page._page_box
        area = next(child for child in root.children if child.element_tag == "html")
        found += [f"page {number}: {said}" for said in (*outside(root, area), *lonely_heading(area))]
        if number < len(pages) and not any(line.children for line in lines(area)):
            found.append(f"page {number}: the page is empty")
    return found


def lines(area: Any) -> list[Any]:
    return [box for box in boxes(area) if type(box).__name__ == "LineBox"]


def text_of(box: Any) -> str:
    return "".join(part.text for part in boxes(box) if type(part).__name__ == "TextBox")


def outside(root: Any, area: Any) -> Iterator[str]:
    """Text that leaves the page area or the part that holds it."""
    right = root.content_box_x() + root.width
    bottom = root.content_box_y() + root.height
    for box in boxes(area):
        if type(box).__name__ != "TextBox" or not box.text.strip():
            continue
        if box.position_x + box.width > right + SLACK or box.position_x < root.content_box_x() - SLACK:
            yield f"'{box.text[:40]}' leaves the page sideways"
        if box.position_y + box.height > bottom + SLACK:
            yield f"'{box.text[:40]}' leaves the page below"
    yield from overflowing_cells(area)


def overflowing_cells(area: Any) -> Iterator[str]:
    """Text wider than the table cell, card or column that holds it."""
    for box in boxes(area):
        if getattr(box, "element_tag", "") not in ("td", "th", "section"):
            continue
        edge = box.border_box_x() + box.border_width() + SLACK
        for part in boxes(box):
            if type(part).__name__ == "TextBox" and part.text.strip() and part.position_x + part.width > edge:
                yield f"'{part.text[:40]}' is wider than its {box.element_tag}"


def lonely_heading(area: Any) -> Iterator[str]:
    """A heading after which nothing stands on the page (or in its column)."""
    headings = [
        box for box in boxes(area) if getattr(box, "element_tag", "") in ("h1", "h2", "h3", "h4") and lines(box)
    ]
    for heading in headings:
        own = {id(line) for line in lines(heading)}
        below = [
            line for line in lines(area)
            if id(line) not in own and line.position_y >= heading.position_y + heading.height - SLACK and text_of(line).strip()
        ]  # fmt: skip
        written = [
            box for box in boxes(area) if getattr(box, "element_tag", "") == "p" and box.position_y > heading.position_y
        ]
        if not below and not written:
            yield f"the heading '{text_of(heading)[:40]}' stands alone at the foot"
