"""One HTML page, with what is known of it beside its text."""

from __future__ import annotations

from planner.record.carried import Contents

WITHOUT_RECORD, WITH_RECORD = "without-record", "with-record"  # classes of a page, by what its file carries


class Page(str):
    """The text of a page. ``styles`` are the style sheets in it, ``carries`` what goes into its PDF where a record is asked for."""

    styles: tuple[str, ...]
    carries: Contents | None

    def __new__(cls, html: str, styles: tuple[str, ...] = (), carries: Contents | None = None) -> Page:
        page = super().__new__(cls, html)
        page.styles, page.carries = styles, carries
        return page

    def with_record(self) -> Page:
        """The same page, saying that its file carries data; its first class is the one in base.html."""
        return Page(self.replace(WITHOUT_RECORD, WITH_RECORD, 1), self.styles, self.carries)

    def without_styles(self) -> str:
        """Its text alone; the style sheets stand in it one after the other."""
        return self.replace("\n".join(self.styles), "", 1)
