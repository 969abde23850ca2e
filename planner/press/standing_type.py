"""Standing type: what WeasyPrint worked out for one page and needs again for the next one.

Printers keep set type standing for the next run. Kept here, and thrown away together when it is too much: style sheets
by their text, computed styles by the rules that make them, pictures by their address, lines of text by their words,
style and room, and outlines by their description. Each follows from what it is kept by alone, so that a page has the same bytes with it and without it.
This leans on the inside of one version of WeasyPrint; with any other, pages are laid out in the plain way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.css import StyleFor, get_child_text
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, inline, preferred
from weasyprint.svg import TAGS
from weasyprint.svg.path import path
from weasyprint.text.line_break import split_first_line

FITS = weasyprint.VERSION == "70.0"
MOST_KEPT = 20_000
DOCTYPE = "<!doctype html>"


class Standing:
    """All that is kept; ``lines`` counts them, for they stand with their styles."""

    def __init__(self) -> None:
        self.sheets: dict[tuple[str, str], Any] = {}
        self.styles: dict[tuple[Any, ...], tuple[Any, Any]] = {}
        self.images: dict[str, Any] = {}
        self.outlines: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}
        self.lines = 0

    def size(self) -> int:
        return self.lines + len(self.sheets) + len(self.styles) + len(self.images) + len(self.outlines)


_standing = Standing()


def lay_out(page: Any, options: dict[str, Any]) -> Any:
    """A weasyprint.HTML laid out as its ``render`` does it; ``options`` are those of ``render``."""
    if not FITS:
        return page.render(**options)
    if _standing.size() > MOST_KEPT:
        throw_away()
    fonts, colours = options["font_config"], options["color_profiles"]
    rest = {name: value for name, value in options.items() if name not in ("font_config", "color_profiles")}
    whole = {**weasyprint.DEFAULT_OPTIONS, **rest, "cache": _standing.images}
    return _Reused._render(page, fonts, CounterStyle(), colours, whole)


@contextmanager
def lent() -> Iterator[None]:
    """For the time of one page WeasyPrint asks us for lines and outlines; we ask it for those that do not stand."""
    lenders = [(vars(module), "split_first_line", _line) for module in (inline, preferred)] + [(TAGS, "path", _path)]
    own = [(home, name, home[name]) for home, name, _ in lenders]
    if FITS:
        for home, name, work in lenders:
            home[name] = work
    try:
        yield
    finally:
        for home, name, work in own:
            home[name] = work


def throw_away() -> None:
    """Begin anew: what a faulty page left may not stand, or its faults would be complained of only once."""
    global _standing
    _standing = Standing()


class _Reused(Document):  # type: ignore[misc]
    """A document whose sheets and styles may stand already."""

    @classmethod
    def _prepared(cls, html: Any, fonts: Any, counters: Any, colours: Any, options: Any) -> Any:
        if html.wrapper_element.query("link") is not None:
            return super()._build_layout_context(html, fonts, counters, colours, options)
        for style in html._ua_counter_style():
            counters.update(style)
        own = [
            _sheet(get_child_text(part.etree_element), html, fonts) for part in html.wrapper_element.query_all("style")
        ]
        sheets = [(sheet, "user agent", None) for sheet in html._ua_stylesheets(options["pdf_forms"])]
        sheets += [(sheet, "author", None) for sheet in own]
        targets = TargetCollector()
        styles = _Styles(html, sheets, options["presentational_hints"], fonts, targets)
        images = partial(get_image_from_uri, cache=options["cache"], url_fetcher=html.url_fetcher, options=options)
        return LayoutContext(styles, images, fonts, counters, targets)

    _build_layout_context = _prepared  # where WeasyPrint looks for it


def _sheet(text: str, html: Any, fonts: Any) -> Any:
    key = text, html.base_url
    if key not in _standing.sheets:
        _standing.sheets[key] = weasyprint.CSS(
            string=text, base_url=html.base_url, url_fetcher=html.url_fetcher, font_config=fonts
        )
    return _standing.sheets[key]


class _Styles(StyleFor):  # type: ignore[misc]
    """Computed styles, each computed once: WeasyPrint itself shares them, but only within one document."""

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, base_url: Any = None,
        target_collector: Any = None,
    ) -> None:  # fmt: skip
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        above = None if parent is None else self._computed_styles[parent, None]
        key = self._key(element, pseudo_type, base_url, above, cascaded)
        if key in _standing.styles:
            style, _ = _standing.styles[key]
            self._computed_styles[element, pseudo_type] = style
            if target_collector and style["anchor"]:
                target_collector.collect_anchor(style["anchor"])
            return
        super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
        if key:
            style = self._computed_styles[element, pseudo_type]
            style.lines = {}
            _standing.styles[key] = style, cascaded  # the values, too, have to stay where they are

    @staticmethod
    def _key(element: Any, pseudo: Any, base_url: Any, above: Any, cascaded: Any) -> tuple[Any, ...] | None:
        """What a style follows from; None for that of a style attribute, and for all below such."""
        of_a_page = isinstance(element, tuple)
        by_hand = pseudo is None and not of_a_page and element.get("style")
        if by_hand or (above is not None and _lines_of(above) is None):
            return None
        rules = [(name, value if name == "lang" else id(value), weight) for name, (value, weight) in cascaded.items()]
        return id(above), pseudo, base_url, str(rules) if of_a_page else tuple(rules)


# --- lines and outlines -----------------------------------------------------------------------------------


def _line(
    text: str, style: Any, context: Any, width: Any, spacing: Any, is_line_start: bool = True, minimum: bool = False
) -> Any:
    lines = _lines_of(style)
    if lines is None:
        return split_first_line(text, style, context, width, spacing, is_line_start, minimum)
    key = text, width, spacing, is_line_start, minimum
    if key not in lines:
        lines[key] = split_first_line(text, style, context, width, spacing, is_line_start, minimum)
        _standing.lines += 1
    return lines[key]


def _lines_of(style: Any) -> dict[tuple[Any, ...], Any] | None:
    """The lines set in this style; None for a style that is not kept. What is nameless below a kept style is kept."""
    try:
        found: dict[tuple[Any, ...], Any] | None = style.lines
    except AttributeError:
        above = style.parent_style
        nameless = above is not None and vars(above).get("anonymous_style") is style
        found = style.lines = {} if nameless and _lines_of(above) is not None else None
    return found


def _path(svg: Any, node: Any, font_size: Any) -> None:
    """What a <path> draws, in its own coordinates."""
    key = node.get("d"), font_size
    if key not in _standing.outlines:
        at = len(svg.stream.stream)
        path(svg, node, font_size)
        _standing.outlines[key] = svg.stream.stream[at:], list(node.vertices)
        return
    steps, vertices = _standing.outlines[key]
    svg.stream.stream.extend(steps)
    node.vertices.extend(vertices)


# --- reading ----------------------------------------------------------------------------------------------


def read(html: str, base_url: str, url_fetcher: Any) -> Any:
    """The page as a weasyprint.HTML. Our templates are XML as well, which is read in a tenth of the time."""
    if FITS and html.startswith(DOCTYPE):
        try:
            return _WellFormed(html.removeprefix(DOCTYPE), base_url, url_fetcher)
        except ElementTree.ParseError:
            pass
    return weasyprint.HTML(string=html, base_url=base_url, url_fetcher=url_fetcher)


class _WellFormed(weasyprint.HTML):  # type: ignore[misc]
    """A page read as XML, with the spaces outside of <head> and <body> where HTML has them."""

    def __init__(self, html: str, base_url: str, url_fetcher: Any) -> None:
        root = ElementTree.fromstring(html)
        # A reader of HTML would add what is left out here: the namespace of a drawing, the body of a table.
        left_out = root.find(".//svg") is not None or root.find(".//table/tr") is not None
        if [part.tag for part in root] != ["head", "body"] or not len(root[1]) or left_out:
            raise ElementTree.ParseError("not a page of ours")
        root.text, body = None, root[1]
        body[-1].tail, body.tail = (body[-1].tail or "") + (body.tail or ""), None
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
