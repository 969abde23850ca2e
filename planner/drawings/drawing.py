"""A drawing from its parts: each part of a pose becomes strokes, strokes of one style become one path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from planner.drawings.furniture import FURNITURE
from planner.drawings.limbs import (
    BODY,
    arrow,
    at,
    bent,
    cap,
    capsule,
    circle,
    closed,
    hair,
    line,
    outline,
    pairs,
    profile,
    said,
    turned,
)

GRID = 200
LARGE_LABEL = 19  # in large print a drawing is so wide that this is 18 points
INK, PAPER, TINT, GRAY = "currentColor", "#fff", "#e6e6e6", "#767676"
STYLES = {
    "ink": f'fill="{INK}"',
    "white": f'fill="{PAPER}"',
    "line": f'stroke="{INK}" stroke-width="2.4"',
    "heavy": f'stroke="{INK}" stroke-width="4"',
    "floor": f'stroke="{GRAY}" stroke-width="2"',
    "tint": f'fill="{TINT}" stroke="{INK}" stroke-width="2.2"',
    "paper": f'fill="{PAPER}" stroke="{INK}" stroke-width="2.4"',
    "ghost": f'stroke="{GRAY}" stroke-width="2.6" stroke-dasharray="6 5"',
    "hose": f'stroke="{INK}" stroke-width="6.4"',
    "hose_in": f'stroke="{PAPER}" stroke-width="2.2"',
    "halo": f'stroke="{PAPER}" stroke-width="7"',
    "shaft": f'stroke="{INK}" stroke-width="3.2"',
    "dots": f'stroke="{INK}" stroke-width="2.6" stroke-dasharray="0.1 5.4"',
    "wide": f'fill="{INK}" stroke="{INK}" stroke-width="11"',
    "wide_white": f'fill="{PAPER}" stroke="{PAPER}" stroke-width="6.4"',
}
# Where one path may hold several parts: what lies under the next part of the same style never shows.
JOINED = frozenset(STYLES) - {"tint", "paper"}
HOLLOW = frozenset({"white", "wide_white"})
WHITE = frozenset({"h", "m"})  # a helper, and the body of a map: white with an outline; p is the person, P a near limb
WALL, BRIM = 0.7, 1.8  # half an outline outside and inside of a helper's limb; the rim around a near limb


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """One path and its style; with ``text`` it is a label at a place instead."""

    style: str
    path: str
    text: str = ""
    x: float = 0
    y: float = 0
    size: float = 0


def _body(kind: str) -> Callable[..., Iterator[Stroke]]:
    def strokes(scale: float, who: str, *numbers: float) -> Iterator[Stroke]:
        segments = list(BODY[kind](numbers))
        if who in WHITE:
            yield Stroke(style="ink", path=outline(segments, WALL, scale))
            yield Stroke(style="white", path=outline(segments, -BRIM, scale))
        else:
            if who == "P":
                yield Stroke(style="white", path=outline(segments, BRIM, scale))
            yield Stroke(style="ink", path=outline(segments, 0, scale))

    return strokes


def _chest(_: float, who: str, *numbers: float) -> Iterator[Stroke]:
    """A trunk from the front: two shoulders, then two hips on the other way round."""
    yield Stroke(style="wide", path=closed(pairs(numbers)))
    if who in WHITE:
        yield Stroke(style="wide_white", path=closed(pairs(numbers)))


def _head(_: float, who: str, x: float, y: float, r: float, face: float, side: float = 1) -> Iterator[Stroke]:
    yield Stroke(style="paper", path=profile(x, y, r, face, side))
    if who not in WHITE:
        yield Stroke(style="ink", path=hair(x, y, r, face, side))


def _front(_: float, who: str, x: float, y: float, r: float, up: float = -90) -> Iterator[Stroke]:
    """A head that looks at the reader."""
    yield Stroke(style="paper", path=circle(x, y, r))
    if who not in WHITE:
        yield Stroke(style="ink", path=cap(x, y, r, up))
    eyes = turned([(x + r * 0.1, y - r * 0.36), (x + r * 0.1, y + r * 0.36)], (x, y), up + 180)
    mouth = turned([(x + r * 0.5, y - r * 0.25), (x + r * 0.6, y), (x + r * 0.5, y + r * 0.25)], (x, y), up + 180)
    yield Stroke(style="ink", path="".join(circle(*eye, max(1.3, r * 0.1)) for eye in eyes))
    yield Stroke(style="line", path=f"M{at(*mouth[0])}Q{at(*mouth[1])} {at(*mouth[2])}")


def _hose(_: float, *numbers: float) -> Iterator[Stroke]:
    yield Stroke(style="hose", path=bent(numbers))
    yield Stroke(style="hose_in", path=bent(numbers))


def _strap(_: float, *numbers: float) -> Iterator[Stroke]:
    yield Stroke(style="hose", path=line(pairs(numbers)))
    yield Stroke(style="hose_in", path=line(pairs(numbers)))


def _arrow(_: float, *numbers: float) -> Iterator[Stroke]:
    shaft, head = arrow(numbers)
    yield Stroke(style="halo", path=shaft + head)
    yield Stroke(style="shaft", path=shaft)
    yield Stroke(style="ink", path=head)


def _target(_: float, x: float, y: float, r: float) -> Iterator[Stroke]:
    """Where it is felt."""
    yield Stroke(style="halo", path=circle(x, y, r))
    yield Stroke(style="dots", path=circle(x, y, r))


def _pillow(_: float, x: float, y: float, wide: float, high: float, angle: float = 0) -> Iterator[Stroke]:
    r = min(wide, high) / 2
    reach = (max(wide, high) / 2) - r
    ends = [(x - reach, y), (x + reach, y)] if wide >= high else [(x, y - reach), (x, y + reach)]
    a, b = turned(ends, (x, y), angle)
    yield Stroke(style="tint", path=capsule(a, r, b, r))


def _rect(style: str) -> Callable[..., Iterator[Stroke]]:
    def strokes(_: float, x: float, y: float, wide: float, high: float, r: float = 0) -> Iterator[Stroke]:
        corner = f"a{said(r)} {said(r)} 0 0 1 " if r else "l"
        across, down = said(wide - 2 * r), said(high - 2 * r)
        turn = said(r)
        yield Stroke(
            style=style,
            path=f"M{at(x + r, y)}h{across}{corner}{turn} {turn}v{down}{corner}-{turn} {turn}"
            f"h-{across}{corner}-{turn} -{turn}v-{down}{corner}{turn} -{turn}z",
        )

    return strokes


def _cross(_: float, x: float, y: float, r: float) -> Iterator[Stroke]:
    path = f"M{at(x - r, y - r)}L{at(x + r, y + r)}M{at(x + r, y - r)}L{at(x - r, y + r)}"
    yield Stroke(style="halo", path=path)
    yield Stroke(style="heavy", path=path)


def _text(_: float, x: float, y: float, words: str, size: float) -> Iterator[Stroke]:
    yield Stroke(style="text", path="", text=words, x=x, y=y, size=size)


def _spot(_: float, x: float, y: float, words: str) -> Iterator[Stroke]:
    """A numbered place."""
    yield Stroke(style="paper", path=circle(x, y, 7))
    yield Stroke(style="text", path="", text=words, x=x, y=y + 3.6, size=10)


def _ghost_head(_: float, x: float, y: float, r: float) -> Iterator[Stroke]:
    yield Stroke(style="ghost", path=circle(x, y, r))


def _drawn(style: str, path: Callable[[Sequence[float]], str]) -> Callable[..., Iterator[Stroke]]:
    def strokes(_: float, *numbers: float) -> Iterator[Stroke]:
        yield Stroke(style=style, path=path(numbers))

    return strokes


def _furniture(parts: Callable[..., Iterable[tuple[str, str]]]) -> Callable[..., Iterator[Stroke]]:
    def strokes(_: float, *numbers: float) -> Iterator[Stroke]:
        yield from (Stroke(style=style, path=path) for style, path in parts(*numbers))

    return strokes


def _straight(numbers: Sequence[float]) -> str:
    return line(pairs(numbers))


def _shape(numbers: Sequence[float]) -> str:
    return closed(pairs(numbers))


def _round(numbers: Sequence[float]) -> str:
    return circle(*numbers)


PARTS: dict[str, Callable[..., Iterator[Stroke]]] = {
    **{kind: _body(kind) for kind in BODY},
    **{kind: _furniture(parts) for kind, parts in FURNITURE.items()},
    "chest": _chest, "head": _head, "front": _front, "ghost_head": _ghost_head,
    "line": _drawn("line", _straight), "heavy": _drawn("heavy", _straight), "curve": _drawn("line", bent),
    "ghost": _drawn("ghost", _straight), "floor": _drawn("floor", lambda n: line([(n[0], n[1]), (n[2], n[1])])),
    "shape": _drawn("tint", _shape), "sheet": _drawn("paper", _shape), "solid": _drawn("ink", _shape),
    "disc": _drawn("ink", _round), "wipe": _drawn("white", _shape), "ring": _drawn("paper", _round), "ball": _drawn("tint", _round),
    "rect": _rect("tint"), "box": _rect("paper"),
    "hose": _hose, "strap": _strap, "pillow": _pillow,
    "arrow": _arrow, "target": _target, "cross": _cross, "text": _text, "spot": _spot,
}  # fmt: skip


def strokes_of(parts: Iterable[Sequence[Any]]) -> Iterator[Stroke]:
    """Every stroke in the order in which it is drawn; ``size`` sets how stout the bodies after it are."""
    scale = 1.0
    for joined, group in groupby(parts, key=_is_joined):
        strokes: list[Stroke] = []
        for kind, *rest in group:
            if kind == "size":
                scale = rest[0]
            else:
                strokes += PARTS[kind](scale, *rest)
        # The walls of all first, then what they hold: trunk and legs of a helper have one outline.
        yield from sorted(strokes, key=lambda stroke: stroke.style in HOLLOW) if joined else strokes


def _is_joined(part: Sequence[Any]) -> bool:
    return part[0] in ("trunk", "neck", "leg", "arm", "chest") and (
        part[1] == "m" or (part[1] == "h" and part[0] != "arm")
    )


def has_labels(parts: Iterable[Sequence[Any]]) -> bool:
    """Whether there are words or numbers in the drawing itself."""
    return any(stroke.text for stroke in strokes_of(parts))


def svg_of(parts: Iterable[Sequence[Any]], alt: str, mirror: bool = False, large: bool = False) -> str:
    """The drawing as SVG, with what it shows as its title; ``mirror`` turns left and right, but no label.

    ``large``: its labels as tall as large print needs them, for no style sheet reaches into a drawing.
    """
    turn = f' transform="matrix(-1 0 0 1 {GRID} 0)"' if mirror else ""
    drawn, labels = [], []
    strokes = list(strokes_of(parts))
    for style, group in groupby((s for s in strokes if not s.text), key=lambda stroke: stroke.style):
        paths = [stroke.path for stroke in group]
        for path in ["".join(paths)] if style in JOINED else paths:
            drawn.append(f'<path {STYLES[style]} d="{path}"/>')
    for stroke in strokes:
        if stroke.text:
            x = GRID - stroke.x if mirror else stroke.x
            size = LARGE_LABEL if large else stroke.size
            place = f'x="{said(x)}" y="{said(stroke.y)}" font-size="{said(size)}" text-anchor="middle"'
            labels.append(f'<text {place} font-weight="700" fill="{INK}">{escape(stroke.text)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}" role="img"><title>{escape(alt)}</title>'
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round"{turn}>{"".join(drawn)}</g>'
        f"{''.join(labels)}</svg>"
    )


def icon_of(svg: str, alt: str) -> str:
    """An icon of 24 by 24 in the middle of an empty frame, with what it stands for as its title."""
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    open_ = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-24 -24 72 72" role="img">'
    return f"{open_}<title>{escape(alt)}</title>{inside}</svg>"
