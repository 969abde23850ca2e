"""The words of a page as one reads them, without marks and styles."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from planner import render_html
from planner.pages.document import Document

BREAKS = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "tr", "section", "div"}


class _Text(HTMLParser):
    """The words of a page, one line for each paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.skip = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skip += tag in ("style", "title")
        if tag in BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.skip -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.said.append(data)


def fullest(document: Document) -> str:
    """The page with all that any of its versions says: none is laid out to see whether it fits."""
    return render_html(replace(document, pages_at_most=0))


def words_of(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    rows = (" ".join(row.split()) for row in "".join(parser.said).split("\n"))
    return "\n".join(row for row in rows if row) + "\n"
