"""Things that people sit on, lie on and roll in, each from a few numbers; a negative way round faces left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.drawings.limbs import Point, capsule, circle, closed, line, turned

Part = tuple[str, str]


def _set(points: list[Point], x: float, y: float, way: float, angle: float = 0, pivot: Point = (0, 0)) -> list[Point]:
    """Points around a seat's front edge, turned about a pivot, then set in place and facing its way."""
    return [(x + way * px, y + py) for px, py in turned(points, pivot, angle)]


def bed(x: float, y: float, wide: float) -> Iterator[Part]:
    """A bed from the side."""
    legs = [(x + 10, y + 12), (x + wide - 10, y + 12)]
    yield "line", "".join(line([leg, (leg[0], leg[1] + 20)]) for leg in legs)
    yield "tint", capsule((x + 6, y + 6), 6, (x + wide - 6, y + 6), 6)


def chair(x: float, y: float, way: float = 1) -> Iterator[Part]:
    """A kitchen chair: front edge and height of the seat."""
    yield "line", line(_set([(-3, 4), (-2, 48)], x, y, way)) + line(_set([(-40, 4), (-43, 48)], x, y, way))
    yield "tint", capsule(*_band([(-40, 2), (-2, 2)], 3, x, y, way))
    yield "tint", capsule(*_band([(-43, -2), (-46, -50)], 3, x, y, way))


def _band(points: list[Point], r: float, x: float, y: float, way: float) -> tuple[Point, float, Point, float]:
    a, b = _set(points, x, y, way)
    return a, r, b, r


def wheelchair(x: float, y: float, angle: float = 0, way: float = 1) -> Iterator[Part]:
    """The seat of a wheelchair with back, push handle and foot rest, tilted about its middle; the wheels are a part of their own."""
    pivot = (-20.0, 6.0)

    def put(*points: Point) -> list[Point]:
        return _set(list(points), x, y, way, angle, pivot)

    yield "line", line(put((-45, -48), (-56, -50))) + line(put((2, 4), (12, 40), (26, 40)))
    yield "tint", closed(put((-42, 0), (0, 0), (0, 7), (-42, 7)))
    yield "tint", closed(put((-48, -52), (-42, -52), (-40, 7), (-46, 7)))


def head_rest(x: float, y: float, angle: float = 0, way: float = 1) -> Iterator[Part]:
    """A head rest on the back of a wheelchair at the same place."""
    points = [(-46.0, -52.0), (-44.0, -66.0), (-44.0, -60.0), (-43.0, -78.0)]
    put = _set(points, x, y, way, angle, (-20.0, 6.0))
    yield "line", line(put[:2])
    yield "tint", capsule(put[2], 4, put[3], 4)


def arm_rest(x: float, y: float, angle: float = 0, way: float = 1) -> Iterator[Part]:
    """An arm rest of a wheelchair at the same place."""
    put = _set([(-42, -22), (-6, -22), (-8, -22), (-8, 0)], x, y, way, angle, (-20.0, 6.0))
    yield "line", line(put[2:])
    yield "tint", capsule(put[0], 2.6, put[1], 2.6)


def wheels(x: float, y: float, way: float = 1) -> Iterator[Part]:
    """The large and the small wheel under a wheelchair at the same place."""
    hub, caster, fork, seat = _set([(-30, 24), (2, 38), (0, 24), (-26, 6)], x, y, way)
    yield "line", circle(*hub, 24) + circle(*hub, 20) + line([hub, fork, caster]) + line([seat, hub])
    yield "paper", circle(*caster, 8)
    yield "ink", circle(*hub, 4) + circle(*caster, 2)


def power_base(x: float, y: float, way: float = 1) -> Iterator[Part]:
    """The motor base under the seat of a power wheelchair at the same place."""
    post = _set([(-26, 8), (-14, 8), (-14, 20), (-26, 20)], x, y, way)
    box = _set([(-46, 18), (2, 18), (6, 34), (-50, 34)], x, y, way)
    mid, front, rear = _set([(-20, 34), (4, 40), (-46, 40)], x, y, way)
    yield "tint", closed(post)
    yield "tint", closed(box)
    yield "paper", circle(*front, 7)
    yield "paper", circle(*rear, 7)
    yield "paper", circle(*mid, 13)
    yield "ink", circle(*mid, 4) + circle(*front, 2) + circle(*rear, 2)


def table(x: float, y: float, wide: float, floor: float) -> Iterator[Part]:
    """A table top with its far leg; the near edge is at the left."""
    yield "line", line([(x + wide - 10, y + 6), (x + wide - 10, floor)])
    yield "tint", capsule((x + 3, y + 3), 3, (x + wide - 3, y + 3), 3)


FURNITURE: dict[str, Callable[..., Iterator[Part]]] = {
    "bed": bed, "chair": chair, "wheelchair": wheelchair, "head_rest": head_rest, "arm_rest": arm_rest,
    "wheels": wheels, "power_base": power_base, "table": table,
}  # fmt: skip
