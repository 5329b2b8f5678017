"""Places on the Earth: how far points lie from each other, and what they enclose.

A point is written ``latitude longitude altitude accuracy``, a line of them with semicolons between. The Earth is a ball
as wide as it is at the equator, and altitude does not count (XForms of ODK, ``distance()`` and ``area()``).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from surveys.expressions.nodes import Value
from surveys.expressions.values import NAN, number, text

_RADIUS: Final = 6_378_100.0  # metres

Point = tuple[float, float]
"""Latitude and longitude in radians."""


def _read_points(values: Sequence[Value]) -> list[Point] | None:
    """Return the points of some values; ``None`` if one of them is no point."""
    points: list[Point] = []
    for written in _points_in(values):
        figures = [number(part) for part in written.split()]
        if not 2 <= len(figures) <= 4 or any(map(math.isnan, figures)):
            return None
        if abs(figures[0]) > 90 or abs(figures[1]) > 180:
            return None
        points.append((math.radians(figures[0]), math.radians(figures[1])))
    return points


def _points_in(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        yield from (part for part in text(value).split(";") if part.strip())


def _distance(*values: Value) -> float:
    points = _read_points(values)
    if not points:
        return NAN
    return round(sum(_between(start, end) for start, end in pairwise(points)), 2)


def _between(start: Point, end: Point) -> float:
    cosine = math.sin(start[0]) * math.sin(end[0])
    cosine += math.cos(start[0]) * math.cos(end[0]) * math.cos(start[1] - end[1])
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _area(*values: Value) -> float:
    points = _read_points(values)
    if points is None:
        return NAN
    closed = points if points[:1] == points[-1:] else [*points, points[0]]
    total = sum(
        (end[1] - start[1]) * (2 + math.sin(end[0]) + math.sin(start[0])) for start, end in pairwise(closed)
    )
    return round(abs(total) * _RADIUS * _RADIUS / 2, 2) if len(points) > 2 else 0.0


PLACES: Final[dict[str, tuple[tuple[int, int | None], Callable[..., Value]]]] = {
    "distance": ((1, None), _distance),
    "area": ((1, None), _area),
    "enclosed-area": ((1, None), _area),
}
