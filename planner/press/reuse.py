"""What WeasyPrint worked out for one page and needs again for the next: sheets, pictures, styles, lines of text, paths.

Sheets and pictures are handed to it by its own arguments. For the rest it has none, so while a page is drawn a few of
its functions are replaced by ours, which ask them only for what is not kept yet. A style follows from the style above
it and the rules that make it, a line from its words, style and room, a path from its description; a page has the same
bytes with what is kept and without. Where WeasyPrint has other functions than those known here, nothing is replaced.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any

MOST_KEPT = 20_000
STYLE_FOR, INLINE, PREFERRED = "weasyprint.css:StyleFor", "weasyprint.layout.inline", "weasyprint.layout.preferred"
COMPUTE, SPLIT, TAGS, PATH = "set_computed_styles", "split_first_line", "weasyprint.svg:TAGS", "path"
STYLE_ARGUMENTS = ("self", "element", "parent", "root", "pseudo_type", "base_url", "target_collector")
LINE_ARGUMENTS = ("text", "style", "context", "max_width", "justification_spacing", "is_line_start", "minimum")
# Each function that is used or replaced, with its arguments: those of WeasyPrint 68 to 70.
KNOWN = {
    (STYLE_FOR, COMPUTE): STYLE_ARGUMENTS,
    (STYLE_FOR, "get_cascaded_styles"): ("self",),
    (STYLE_FOR, "get_computed_styles"): ("self",),
    (INLINE, SPLIT): LINE_ARGUMENTS,
    (PREFERRED, SPLIT): LINE_ARGUMENTS,
    (TAGS, PATH): ("svg", "node", "font_size"),
}

BY_VALUE = ("lang", "anchor")  # made anew for each element, where every other value stands in a sheet


class Kept:
    """All that is kept; ``lines`` counts them, for they stand with their styles."""

    def __init__(self) -> None:
        self.sheets: dict[str, Any] = {}
        self.images: dict[str, Any] = {}
        self.styles: dict[tuple[Any, ...], tuple[Any, Any]] = {}
        self.paths: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}
        self.lines = 0

    def size(self) -> int:
        return self.lines + len(self.sheets) + len(self.images) + len(self.styles) + len(self.paths)


_kept = Kept()


def kept() -> Kept:
    """What is kept now; begun anew when it has become too much."""
    if _kept.size() > MOST_KEPT:
        forget()
    return _kept


def forget() -> None:
    """Begin anew: what a faulty page left may not stay, or its faults would be complained of only once."""
    global _kept
    _kept = Kept()


@lru_cache(maxsize=1)
def why_off() -> str:
    """Why styles and lines are computed anew for each page, in a sentence; empty where they are kept."""
    unlike = [f"{place}.{name}" for (place, name), arguments in KNOWN.items() if _arguments(place, name) != arguments]
    if not unlike:
        return ""
    return f"This WeasyPrint has another {', '.join(unlike)}: pages take about twice as long. See press/reuse.py."


def _arguments(place: str, name: str) -> tuple[str, ...]:
    """The arguments of a function of WeasyPrint; none where there is no such function."""
    try:
        return tuple(inspect.signature(_get(resolve_name(place), name)).parameters)
    except (ImportError, AttributeError, KeyError, TypeError, ValueError):
        return ()


def _get(home: Any, name: str) -> Any:
    return home[name] if isinstance(home, dict) else getattr(home, name)


def _set(home: Any, name: str, function: Any) -> None:
    if isinstance(home, dict):
        home[name] = function
    else:
        setattr(home, name, function)


@contextmanager
def reuse() -> Iterator[None]:
    """While one page is drawn, WeasyPrint asks us for styles, lines and paths, and we ask it for those that are not kept."""
    ours = {
        (STYLE_FOR, COMPUTE): _computing,
        (INLINE, SPLIT): _splitting,
        (PREFERRED, SPLIT): _splitting,
        (TAGS, PATH): _outlining,
    }
    homes = [] if why_off() else [(resolve_name(place), name, make) for (place, name), make in ours.items()]
    own = [(home, name, _get(home, name)) for home, name, _ in homes]
    try:
        for (home, name, make), (_, _, function) in zip(homes, own, strict=True):
            _set(home, name, make(function))
        yield
    finally:
        for home, name, function in own:
            _set(home, name, function)


# --- styles -----------------------------------------------------------------------------------------------


def _computing(compute: Any) -> Any:
    """Computed styles, each computed once: WeasyPrint itself shares them, but only within one document."""

    def computed(
        self: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None, base_url: Any = None,
        target_collector: Any = None,
    ) -> None:  # fmt: skip
        styles = self.get_computed_styles()
        cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
        above = None if parent is None else styles[parent, None]
        key = _key(element, pseudo_type, base_url, above, cascaded)
        if key in _kept.styles:
            style, _ = _kept.styles[key]
            styles[element, pseudo_type] = style
            if target_collector and style["anchor"]:
                target_collector.collect_anchor(style["anchor"])
            return
        compute(self, element, parent, root, pseudo_type, base_url, target_collector)
        if key:
            style = styles[element, pseudo_type]
            style.lines = {}
            _kept.styles[key] = style, cascaded  # the values, too, have to stay where they are

    return computed


def _key(element: Any, pseudo: Any, base_url: Any, above: Any, cascaded: Any) -> tuple[Any, ...] | None:
    """What a style follows from; None for that of a style attribute, and for all below such."""
    of_a_page = isinstance(element, tuple)
    by_attribute = pseudo is None and not of_a_page and element.get("style")
    if by_attribute or (above is not None and _lines_of(above) is None):
        return None
    rules = [(name, value if name in BY_VALUE else id(value), weight) for name, (value, weight) in cascaded.items()]
    return id(above), pseudo, base_url, str(rules) if of_a_page else tuple(rules)


# --- lines and paths --------------------------------------------------------------------------------------


def _splitting(split: Any) -> Any:
    """The first line of a text, each set once."""

    def line(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:  # fmt: skip
        lines = _lines_of(style)
        if lines is None:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        key = text, max_width, justification_spacing, is_line_start, minimum
        if key not in lines:
            made = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            lines[key] = made, made[0].first_line_direction
            _kept.lines += 1
        made, direction = lines[key]
        made[0].first_line_direction = direction  # printing a page leaves another there, and trailing blanks go by it
        return made

    return line


def _lines_of(style: Any) -> dict[tuple[Any, ...], Any] | None:
    """The lines set in this style; None for a style that is not kept. The style of a box without an element is kept with that above it."""
    try:
        found: dict[tuple[Any, ...], Any] | None = style.lines
    except AttributeError:
        above = style.parent_style
        anonymous = above is not None and vars(above).get("anonymous_style") is style
        found = style.lines = {} if anonymous and _lines_of(above) is not None else None
    return found


def _outlining(draw: Any) -> Any:
    """What a <path> draws, in its own coordinates, each worked out once."""

    def path(svg: Any, node: Any, font_size: Any) -> None:
        key, steps = (node.get("d"), font_size), svg.stream.stream
        if key not in _kept.paths:
            at = len(steps)
            draw(svg, node, font_size)
            _kept.paths[key] = steps[at:], list(node.vertices)
            return
        drawn, vertices = _kept.paths[key]
        steps.extend(drawn)
        node.vertices.extend(vertices)

    return path
