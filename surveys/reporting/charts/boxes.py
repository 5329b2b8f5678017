"""Rectangles in pixels and where labels go so that none covers another. Pure; the same input, the same places."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]

_RING: Final = 8.0  # pixels from one ring of candidates to the next
_ANGLES: Final = tuple(math.tau * number / 24 for number in range(24))
_PATIENCE: Final = 800  # free places looked at before a place that is less than clear will do
_PREFERRED: Final = math.tau * 7 / 8  # up and to the right: where readers look for a point's name


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        """Say whether two boxes share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, other: "Box") -> bool:
        """Say whether another box lies wholly within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def nearest(self, point: Point) -> Point:
        """Return the point of the box that is nearest to a point."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.top), self.bottom)

    def is_crossed(self, start: Point, end: Point) -> bool:
        """Say whether a line between two points passes through the inside (clipping by Liang and Barsky)."""
        near, far = 0.0, 1.0
        for origin, step, low, high in (
            (start[0], end[0] - start[0], self.left, self.right),
            (start[1], end[1] - start[1], self.top, self.bottom),
        ):
            if step == 0:
                if not low < origin < high:
                    return False
                continue
            first, last = sorted(((low - origin) / step, (high - origin) / step))
            near, far = max(near, first), min(far, last)
        return near < far


def around(point: Point, radius: float) -> Box:
    """Return the square box around a point."""
    return Box(point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def place_labels(
    points: Sequence[Point],
    sizes: Sequence[tuple[float, float]],
    area: Box,
    *,
    radius: float = 0,
    obstacles: Sequence[Box] = (),
) -> tuple[Box | None, ...]:
    """Return a box for each point's label (width, height): within ``area``, none over another.

    A label also keeps clear of ``obstacles``, of all the points (``radius`` pixels around them) and of the lines
    from other labels to their points, as long as there is room for that; ``None`` where there is none at all.
    Points come first come, first served.
    """
    marks = [*dict.fromkeys((*obstacles, *(around(point, radius) for point in points)))]
    placed: list[Box | None] = []
    leaders: list[tuple[Point, Point]] = []
    for point, size in zip(points, sizes, strict=True):
        taken = [box for box in placed if box is not None]
        chosen = _choose(
            point, _candidates(point, size, radius, area), taken=taken, marks=marks, leaders=leaders
        )
        placed.append(chosen)
        if chosen is not None:
            leaders.append((point, chosen.nearest(point)))
    return tuple(placed)


def _choose(
    point: Point,
    candidates: Iterator[Box],
    *,
    taken: Sequence[Box],
    marks: Sequence[Box],
    leaders: Sequence[tuple[Point, Point]],
) -> Box | None:
    """Return the nearest place in the clear; else the nearest one that covers no mark, else any that is free."""
    free: Box | None = None
    uncovering: Box | None = None
    patience = _PATIENCE
    for box in candidates:
        if _hits(box, taken):
            continue
        free = free or box
        if patience < 0:
            break
        if _hits(box, marks):
            patience -= 1
            continue
        uncovering = uncovering or box
        patience -= _PATIENCE // 80  # each such place is dear to look at
        line = (point, box.nearest(point))
        if not any(box.is_crossed(*leader) for leader in leaders) and not any(
            each.is_crossed(*line) for each in taken
        ):
            return box
    return uncovering or free


def _hits(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlaps(other) for other in others)


def _candidates(point: Point, size: tuple[float, float], radius: float, area: Box) -> Iterator[Box]:
    """Yield the places for a label that lie within the area, the nearest first."""
    width, height = size
    reach = math.hypot(area.width, area.height)
    angles = sorted(_ANGLES, key=lambda angle: abs(math.remainder(angle - _PREFERRED, math.tau)))
    ring = radius + 2.0
    while ring <= reach:
        for angle in angles:
            across, down = math.cos(angle), math.sin(angle)
            left = point[0] + across * (ring + width / 2) - width / 2
            top = point[1] + down * (ring + height / 2) - height / 2
            box = Box(left, top, left + width, top + height)
            if area.contains(box):
                yield box
        ring += _RING
    yield from _everywhere(point, size, area)


def _everywhere(point: Point, size: tuple[float, float], area: Box) -> list[Box]:
    """Return all places in steps of a ring, the nearest first: the last resort in a full area."""
    columns = range(int((area.width - size[0]) / _RING) + 1) if area.width >= size[0] else range(0)
    rows = range(int((area.height - size[1]) / _RING) + 1) if area.height >= size[1] else range(0)
    places = ((area.left + column * _RING, area.top + row * _RING) for row in rows for column in columns)
    boxes = (Box(left, top, left + size[0], top + size[1]) for left, top in places)
    return sorted(boxes, key=lambda box: (math.dist(box.nearest(point), point), box.left, box.top))
