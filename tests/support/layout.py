"""What is wrong on a page, found over its boxes: words outside their place, cut or drawn over, headings left alone, empty frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

SLACK = 1.0  # px: rounding of the text library
INTRO = 200  # letters
PARTED = "the table of calls is parted"
OVER = 0.4  # share of a line: letters of neighbouring lines may touch, words may not


def boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def faults_on(pages: Sequence[Any]) -> list[str]:
    """One sentence for each fault on these laid-out pages."""
    found = []
    for number, page in enumerate(pages, 1):
        root = page._page_box
        area = next(child for child in root.children if child.element_tag == "html")
        looked = (
            *outside(root, area), *lonely_heading(area), *drawn_over(area), *empty_frames(area), *cut(root), *dot_first(area),
        )  # fmt: skip
        found += [f"page {number}: {said}" for said in looked]
        if number < len(pages) and not any(line.children for line in lines(area)):
            found.append(f"page {number}: the page is empty")
    return [*found, *parted_calls(pages)]


def parted_calls(pages: Sequence[Any]) -> Iterator[str]:
    """A table of calls on two pages; in large print one with signs that were found goes first and may be as long as it takes."""
    on: dict[Any, list[int]] = {}
    for number, page in enumerate(pages, 1):
        for box in boxes(page._page_box):
            if getattr(box, "element_tag", "") == "section" and box.element.get("class") == "call-table":
                on.setdefault(box.element, []).append(number)
    for table, numbers in on.items():
        classes = {part.get("class") for part in table.iter()}
        long = "found" in classes and "when" in classes  # the names of its parts in large print
        if numbers[0] != numbers[-1] and not long:
            yield f"page {numbers[-1]}: {PARTED}"


def unexpected(found: Iterable[str], who: str) -> list[str]:
    """The faults on a page of one of the people of the tests: the telephone numbers of one fill ten lines of a table of calls."""
    return [said for said in found if not (who == "long_words" and said.endswith(PARTED))]


def lines(area: Any) -> list[Any]:
    return [box for box in boxes(area) if type(box).__name__ == "LineBox"]


def text_of(box: Any) -> str:
    return "".join(part.text for part in boxes(box) if type(part).__name__ == "TextBox")


def outside(root: Any, area: Any) -> Iterator[str]:
    """Text, or a frame, that leaves the page area or the part that holds it."""
    left, top = root.content_box_x(), root.content_box_y()
    right, bottom = left + root.width, top + root.height
    for box in boxes(area):
        if type(box).__name__ == "TextBox" and box.text.strip():
            if box.position_x + box.width > right + SLACK or box.position_x < left - SLACK:
                yield f"'{box.text[:40]}' leaves the page sideways"
            if box.position_y + box.height > bottom + SLACK:
                yield f"'{box.text[:40]}' leaves the page below"
        elif framed(box) and box.border_box_x() + box.border_width() > right + SLACK:
            yield f"the frame of '{text_of(box)[:40]}' leaves the page sideways"
        elif framed(box) and box.border_box_y() + box.border_height() > bottom + SLACK:
            yield f"the frame of '{text_of(box)[:40]}' leaves the page below"
    yield from overflowing_cells(area)


def dot_first(area: Any) -> Iterator[str]:
    """A line that begins with the dot that parts two things."""
    for line in lines(area):
        if text_of(line).strip().startswith("·"):
            yield f"'{text_of(line).strip()[:30]}' begins with a dot"


def framed(box: Any) -> bool:
    """Whether it is a part of the page with lines on all four sides."""
    if getattr(box, "element_tag", "") not in ("div", "section", "p"):
        return False
    return all(getattr(box, f"border_{side}_width", 0) for side in ("top", "right", "bottom", "left"))


def empty_frames(area: Any) -> Iterator[str]:
    """A frame with nothing in it; what goes on from another page has lost a side and is none."""
    for box in boxes(area):
        if framed(box) and not text_of(box).strip() and not any(is_drawing(part) for part in boxes(box)):
            yield f"a frame ({box.element_tag}) is empty"


def is_drawing(box: Any) -> bool:
    return "Replaced" in type(box).__name__


def words_in(area: Any) -> list[Any]:
    return [box for box in boxes(area) if type(box).__name__ == "TextBox" and box.text.strip()]


def drawn_over(area: Any) -> Iterator[str]:
    """Two pieces of text that cover each other."""
    found = sorted(words_in(area), key=lambda box: box.position_y)
    for at, first in enumerate(found):
        for second in found[at + 1 :]:
            down = first.position_y + first.height - second.position_y
            if down <= 0:
                break
            across = min(first.position_x + first.width, second.position_x + second.width)
            across -= max(first.position_x, second.position_x)
            if across > SLACK and down > OVER * min(first.height, second.height):
                yield f"'{first.text[:30]}' and '{second.text[:30]}' are drawn over each other"


def cut(root: Any) -> Iterator[str]:
    """A running head or foot that does not fit its place, or meets its neighbour."""
    margins = [box for box in root.children if type(box).__name__ == "MarginBox" and words_in(box)]
    for box in margins:
        widest = max(word.position_x + word.width for word in words_in(box))
        if widest > box.border_box_x() + box.border_width() + SLACK:
            yield f"'{text_of(box)[:40]}' is cut at the {box.at_keyword}"
        lowest = max(word.position_y + word.height for word in words_in(box))
        if box.at_keyword.startswith("@top") and lowest > root.content_box_y() + SLACK:
            yield f"'{text_of(box)[:40]}' reaches into the page"


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
    """A heading after which nothing stands on the page (or in its column) but the sentence that belongs to it."""
    headings = [
        box for box in boxes(area) if getattr(box, "element_tag", "") in ("h1", "h2", "h3", "h4") and lines(box)
    ]
    belongs = {id(line) for box in boxes(area) if is_intro(box) for line in lines(box)}
    for heading in headings:
        own = {id(line) for line in lines(heading)} | belongs
        below = [
            line for line in lines(area)
            if id(line) not in own and line.position_y >= heading.position_y + heading.height - SLACK and text_of(line).strip()
        ]  # fmt: skip
        written = [
            box for box in boxes(area)
            if ((getattr(box, "element_tag", "") == "p" and not is_intro(box)) or is_drawing(box)) and box.position_y > heading.position_y
        ]  # fmt: skip
        if not below and not written:
            yield f"the heading '{text_of(heading)[:40]}' stands alone at the foot"


def is_intro(box: Any) -> bool:
    """A sentence or two under a heading; a longer one is what the heading is about."""
    if getattr(box, "element_tag", "") != "p" or "intro" not in (box.element.get("class") or "").split():
        return False
    return len("".join(box.element.itertext())) <= INTRO
