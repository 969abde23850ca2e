"""Bodies as outlines: limbs that taper, hands, feet, and heads that look somewhere. Points in, path text out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import acos, atan2, cos, hypot, radians, sin

Point = tuple[float, float]
# Half widths along a body whose head has half a width of 12: from the trunk outwards.
TRUNK = (9.2, 8.4)
NECK = (3.8, 3.8)
LEG = (6.4, 4.9, 3.5)
ARM = (4.4, 3.6, 2.9)
HAND, HAND_TIP, HAND_LONG = 3.3, 2.6, 6.5
FOOT, FOOT_TIP, HEEL = 3.6, 2.7, 2.2
THUMB = 1.9


def said(value: float) -> str:
    """A coordinate with one digit after the point at most."""
    return f"{round(value, 1):g}"


def at(x: float, y: float) -> str:
    return f"{said(x)} {said(y)}"


def pairs(numbers: Sequence[float]) -> list[Point]:
    """Flat numbers as points."""
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def line(points: Sequence[Point]) -> str:
    """Straight from point to point."""
    return "M" + "L".join(at(*point) for point in points)


def closed(points: Sequence[Point]) -> str:
    """A closed shape, always the same way round, so that shapes in one path never cut holes in each other."""
    around = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))
    return line(points if around > 0 else points[::-1]) + "z"


def circle(x: float, y: float, r: float) -> str:
    d = said(2 * r)
    return f"M{at(x - r, y)}a{said(r)} {said(r)} 0 1 1 {d} 0a{said(r)} {said(r)} 0 1 1 -{d} 0z"


def capsule(a: Point, ra: float, b: Point, rb: float) -> str:
    """The outline of two circles and all between them."""
    long = hypot(b[0] - a[0], b[1] - a[1])
    if long <= abs(ra - rb):
        return circle(*(a if ra > rb else b), max(ra, rb))
    way, lean = atan2(b[1] - a[1], b[0] - a[0]), acos((ra - rb) / long)
    edge = [
        (p[0] + r * cos(way + turn), p[1] + r * sin(way + turn))
        for p, r, turn in ((a, ra, lean), (a, ra, -lean), (b, rb, -lean), (b, rb, lean))
    ]
    wide_a, wide_b = int(ra > rb), int(rb > ra)
    return (
        f"M{at(*edge[0])}A{said(ra)} {said(ra)} 0 {wide_a} 1 {at(*edge[1])}"
        f"L{at(*edge[2])}A{said(rb)} {said(rb)} 0 {wide_b} 1 {at(*edge[3])}z"
    )


def towards(a: Point, b: Point, far: float) -> Point:
    """The point ``far`` beyond ``b`` on the way from ``a``."""
    long = hypot(b[0] - a[0], b[1] - a[1]) or 1
    return b[0] + (b[0] - a[0]) / long * far, b[1] + (b[1] - a[1]) / long * far


Segment = tuple[Point, float, Point, float]


def chain(points: Sequence[Point], widths: Sequence[float]) -> Iterator[Segment]:
    """Segments along points; the last width holds for all that follow."""
    wide = [widths[min(place, len(widths) - 1)] for place in range(len(points))]
    yield from ((a, ra, b, rb) for a, ra, b, rb in zip(points, wide, points[1:], wide[1:], strict=False))


def arm(numbers: Sequence[float]) -> Iterator[Segment]:
    """Shoulder, elbow, wrist, and the finger tips where they do not simply go on."""
    points = pairs(numbers)
    yield from chain(points[:3], ARM)
    tip = points[3] if len(points) > 3 else towards(points[1], points[2], HAND_LONG)
    yield points[2], HAND, tip, HAND_TIP


def leg(numbers: Sequence[float]) -> Iterator[Segment]:
    """Hip, knee, ankle, and the tip of the foot, behind which is a heel."""
    points = pairs(numbers)
    yield from chain(points[:3], LEG)
    if len(points) > 3:
        heel = towards(points[3], points[2], HEEL)
        yield heel, FOOT, points[3], FOOT_TIP


def trunk(numbers: Sequence[float]) -> Iterator[Segment]:
    yield from chain(pairs(numbers), TRUNK)


def neck(numbers: Sequence[float]) -> Iterator[Segment]:
    yield from chain(pairs(numbers), NECK)


def fingers(numbers: Sequence[float]) -> Iterator[Segment]:
    yield from chain(pairs(numbers), (THUMB,))


BODY = {"arm": arm, "leg": leg, "trunk": trunk, "neck": neck, "finger": fingers}


def outline(segments: Sequence[Segment], more: float = 0, scale: float = 1) -> str:
    """All segments as one path, each half width wider by ``more``."""
    return "".join(capsule(a, ra * scale + more, b, rb * scale + more) for a, ra, b, rb in segments)


def _on(x: float, y: float, r: float, angle: float) -> Point:
    return x + r * cos(radians(angle)), y + r * sin(radians(angle))


def profile(x: float, y: float, r: float, face: float, side: float = 1) -> str:
    """A head from the side: a round with a nose where it looks (0 is right, 90 is down); ``side`` -1 turns chin for brow."""
    chin, brow = _on(x, y, r, face + side * 24), _on(x, y, r, face - side * 10)
    nose = _on(x, y, r * 1.34, face + side * 13)
    first, last = (brow, chin) if side > 0 else (chin, brow)
    return f"M{at(*first)}L{at(*nose)}L{at(*last)}A{said(r)} {said(r)} 0 1 1 {at(*first)}z"


def hair(x: float, y: float, r: float, face: float, side: float = 1) -> str:
    """Hair over the top and the back of a head; ``side`` -1 where it looks to the left and stands upright."""
    front, nape = _on(x, y, r, face - side * 62), _on(x, y, r, face - side * 222)
    ear = _on(x, y, r * 0.18, face - side * 130)
    first, last = (nape, front) if side > 0 else (front, nape)
    return f"M{at(*first)}A{said(r)} {said(r)} 0 0 1 {at(*last)}L{at(*ear)}z"


def cap(x: float, y: float, r: float, up: float = -90) -> str:
    """Hair of a head seen from the front; ``up`` is where its crown is."""
    a, b = _on(x, y, r, up - 66), _on(x, y, r, up + 66)
    fringe = _on(x, y, r * 0.30, up)
    return f"M{at(*a)}A{said(r)} {said(r)} 0 0 1 {at(*b)}Q{at(*fringe)} {at(*a)}z"


def arrow(numbers: Sequence[float], head: float = 11) -> tuple[str, str]:
    """The shaft and the head of an arrow: straight (two points) or bent (a point to bend towards between them)."""
    points = pairs(numbers)
    tip, before = points[-1], points[-2]
    way = atan2(tip[1] - before[1], tip[0] - before[0])
    wings = [(tip[0] - head * cos(way + s * 0.52), tip[1] - head * sin(way + s * 0.52)) for s in (1, -1)]
    stop = (tip[0] - head * 0.7 * cos(way), tip[1] - head * 0.7 * sin(way))
    bend = f"Q{at(*points[1])} " if len(points) > 2 else "L"
    return f"M{at(*points[0])}{bend}{at(*stop)}", closed([tip, *wings])


def bent(numbers: Sequence[float]) -> str:
    """A curve through bends: start, then a point to bend towards and an end, again and again."""
    points = pairs(numbers)
    steps = zip(points[1::2], points[2::2], strict=True)
    return f"M{at(*points[0])}" + "".join(f"Q{at(*bend)} {at(*end)}" for bend, end in steps)


def turned(points: Sequence[Point], around: Point, angle: float) -> list[Point]:
    """Points turned about one of them."""
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y = around
    return [(x + (px - x) * c - (py - y) * s, y + (px - x) * s + (py - y) * c) for px, py in points]
