"""WeasyPrint with our fonts: it opens nothing outside templates/, and draws one page at a time."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import md5
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from planner.model.errors import Problem, RenderError
from planner.press import reuse
from planner.press.page import Page
from planner.reading.resources import resource

# PDF/A-3a is drawn; what PDF/UA-1 asks beyond it, the finisher adds.
VARIANT = "pdf/a-3a"
# The name under which WeasyPrint finds the colour space; of its own "srgb" it leaves the file open.
COLOURS = "sRGB"
# Pango, which draws the text, is not safe in two threads at once.
_one_at_a_time = Lock()
MOST_FITTING = 4  # the papers of one plan, measured one after the other and then printed
_fitting: dict[str, Any] = {}


def lay_out(html: str) -> Any:
    """The page as a laid-out WeasyPrint document. Raises RenderError where it cannot be drawn whole."""
    with _drawing():
        return _fitting.get(str(html)) or _laid_out(html)


def fits(html: str, at_most: int, on_first_page: str = "") -> bool:
    """Whether it takes no more pages, with the element of this id on the first; what was laid out is kept for printing it."""
    with _drawing():
        laid_out = _fitting.get(str(html)) or _laid_out(html)
        if len(laid_out.pages) > at_most or (on_first_page and on_first_page not in laid_out.pages[0].anchors):
            return False
        while len(_fitting) >= MOST_FITTING:
            _fitting.pop(next(iter(_fitting)))
        _fitting[str(html)] = laid_out
        return True


def printed(html: str, finisher: Callable[[Any, Any], None], variant: str = VARIANT) -> bytes:
    """The page as a PDF that ``finisher`` (document, pydyf.PDF) completes. Raises RenderError as ``lay_out`` does."""
    with _drawing():
        laid_out = _fitting.pop(str(html), None) if variant == VARIANT else None
        pdf = (laid_out or _laid_out(html, variant)).write_pdf(
            finisher=finisher, pdf_variant=variant, output_intent=COLOURS, pdf_identifier=False
        )
        return _identified(pdf)


def read_styles(styles: str) -> None:
    """Open WeasyPrint and the fonts, and read a style sheet, ahead of the first page that has it."""
    with _drawing():
        _sheet(styles)


@contextmanager
def _drawing() -> Iterator[None]:
    """One page at a time, whole or not at all."""
    with _one_at_a_time, _complaints(), _collected_once():
        _weasyprint()
        with reuse.reuse():
            yield


def _laid_out(html: str, variant: str = VARIANT) -> Any:
    text, sheets = html, []
    if isinstance(html, Page) and html.styles:
        text, sheets = html.without_styles(), [_sheet(styles) for styles in html.styles]
    page = _weasyprint().HTML(string=text, base_url=base(), url_fetcher=fetcher())
    return page.render(
        font_config=fonts(),
        color_profiles={COLOURS: _colours()},
        pdf_variant=variant,
        output_intent=COLOURS,
        stylesheets=sheets,
        cache=reuse.kept().images,
    )


def _sheet(styles: str) -> Any:
    """A style sheet of a page, read once: nearly all of it is the same for every page."""
    sheets = reuse.kept().sheets
    if styles not in sheets:
        sheets[styles] = _weasyprint().CSS(string=styles, base_url=base(), url_fetcher=fetcher(), font_config=fonts())
    return sheets[styles]


def _identified(pdf: bytes) -> bytes:
    """The identifier that PDF/A asks for: a digest of the file. WeasyPrint's own takes every object twice."""
    digest = md5(pdf, usedforsecurity=False).hexdigest().encode()
    trailer = pdf.rindex(b"/Type /XRef")
    return b"%b/ID [<%b><%b>]%b" % (pdf[:trailer], digest, digest, pdf[trailer:])


@contextmanager
def _collected_once() -> Iterator[None]:
    """A page makes many objects that live to its end: collecting garbage in between finds none and takes long."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if working:
            gc.enable()


def _weasyprint() -> Any:
    """Only when a page is drawn: it takes as long to open as all the rest of the planner."""
    try:
        import weasyprint
    except OSError as error:
        raise RenderError([_no_pango(error)]) from error
    return weasyprint


def _no_pango(error: OSError) -> Problem:
    return Problem(
        "WeasyPrint",
        0,
        f"The text library Pango is missing ({str(error)[:80]}).",
        "Install Pango; `make plan` does it.",
    )


@contextmanager
def _complaints() -> Iterator[None]:
    """A page of which WeasyPrint warns is a page that was not drawn."""
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.said:
        reuse.forget()
        found = [
            Problem("page", 0, f"The page was not drawn as it should be: {said}.", "Please report this.")
            for said in complaints.said
        ]
        raise RenderError(found)


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@lru_cache(maxsize=1)
def fonts() -> Any:
    """The fonts of templates/fonts, opened once. WeasyPrint removes its copies of them with the process, be it a worker of a pool."""
    from multiprocessing.util import Finalize

    from weasyprint.text.fonts import FontConfiguration

    Finalize(None, _close, exitpriority=0)
    return FontConfiguration()


def _close() -> None:
    """Let go of the fonts while WeasyPrint can still remove its copies; at the very end of Python it no longer can."""
    reuse.forget()
    _fitting.clear()
    fonts.cache_clear()
    gc.collect()


class _Colours:
    """What the colours of the page mean, as PDF/A asks: sRGB, in the profile that WeasyPrint brings.

    WeasyPrint's own class writes the profile in other bytes the second time that it is asked.
    """

    name = "sRGB IEC61966-2.1"
    components = ("r", "g", "b")

    def __init__(self) -> None:
        self.content = (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


_colours = lru_cache(maxsize=1)(_Colours)


def base() -> str:
    """The folder from which a page names its fonts and icons."""
    return resource("templates").resolve().as_uri() + "/"


@lru_cache(maxsize=1)
def fetcher() -> Any:
    """Opens files below templates/ and nothing else: no network, no other folder, no redirect."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    allowed = resource("templates").resolve()

    class OnlyTemplates(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or not path.is_relative_to(allowed):
                raise FatalURLFetchingError(f"{parts.scheme} is not opened")
            return super().fetch(url, headers)

    return OnlyTemplates(allow_redirects=False, fail_on_errors=True)
