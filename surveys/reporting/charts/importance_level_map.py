"""Where each competency stands: how important it is against how well it is mastered, with the named quadrants."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.table import HIDDEN, Code, Measure, Table
from surveys.reporting.charts.axis import Axis
from surveys.reporting.charts.boxes import Box, Point, place_labels
from surveys.reporting.charts.canvas import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SMALLEST,
    Canvas,
    text_width,
    wrap,
)
from surveys.reporting.charts.cells import Rows, figure, finding, people_remark
from surveys.reporting.charts.frame import LEADING, LEFT, RIGHT, Frame
from surveys.reporting.numbers import number_text
from surveys.reporting.texts.charts import CHARTS, ChartTexts
from surveys.reporting.wording import Lexicon

QUADRANTS: Final = {"A": ("D", ORANGE), "B": ("o", BLUE), "C": ("s", GREY), "D": ("^", GREEN)}
"""The mark and colour of each quadrant: told apart by shape too."""
_PLOT: Final = 860.0  # pixels, the height of the map
_MARK: Final = 26.0
_NAME: Final = 30.0
_SCALE: Final = 112.0  # pixels left of and under the map
_NUMBERED: Final = re.compile(r"([^\W\d_]{1,2}\d{1,3})[.:)]?\s+(\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Place:
    short: str
    name: str
    importance: float | None
    level: float | None
    quadrant: str
    is_hidden: bool


def importance_level_map(
    table: Table, lexicon: Lexicon, *, source: str = "", texts: ChartTexts = CHARTS
) -> bytes | None:
    """Draw ``needs`` as a map with its crosshair and a key of names; PNG, or ``None`` if nothing can be placed.

    Points carry the competency's own number ("C5"), or a running one. What is hidden stands only in the key.
    """
    rows = Rows(table)
    places = _places(rows, lexicon)
    placed = [each for each in places if each.importance is not None and each.level is not None]
    if not placed:
        return None
    crosshair = _crosshair(table, placed)
    level, importance = (number_text(value, 2) for value in crosshair)
    footers = [texts.crosshair.format(importance=importance, level=level)]
    footers += [texts.hidden_key] if any(each.is_hidden for each in places) else []
    remarks = people_remark(table, "importance", texts)
    frame = Frame(_title(table, lexicon, texts), remarks, [*footers, *([source] if source else [])])
    line = SMALLEST * LEADING + 6
    canvas, top = frame.open(_PLOT + _SCALE + 16 + line * len(places))
    plot = Box(LEFT + _SCALE, top, RIGHT, top + _PLOT)
    _draw_map(canvas, plot, placed, crosshair, lexicon=lexicon, texts=texts)
    below = plot.bottom + _SCALE + 16
    for number, place in enumerate(places):
        _draw_key(canvas, below + (number + 0.5) * line, place, texts)
    return canvas.png()


def _title(table: Table, lexicon: Lexicon, texts: ChartTexts) -> str:
    title = texts.titles["importance_level_map"]
    return f"{title}: {lexicon.label(table.subject)}" if table.subject else title


def _places(rows: Rows, lexicon: Lexicon) -> list[_Place]:
    codes = [code for number in rows.numbers if isinstance(code := rows.of(number, "screen"), Code)]
    found = [_NUMBERED.fullmatch(lexicon.label(code)) for code in codes]
    own = [match.group(1) if match else "" for match in found]
    is_numbered = all(own) and len(set(own)) == len(own)
    places = []
    for number, (code, match) in enumerate(zip(codes, found, strict=True)):
        quadrant = finding(rows.of(number, "ipa"))
        importance, level = rows.of(number, "importance"), rows.of(number, "level")
        places.append(
            _Place(
                own[number] if is_numbered else str(number + 1),
                match.group(2) if match and is_numbered else lexicon.label(code),
                figure(importance),
                figure(level),
                quadrant.code if quadrant else "",
                HIDDEN in (importance, level),
            )
        )
    return places


def _crosshair(table: Table, placed: Sequence[_Place]) -> Point:
    """Return level and importance of the crosshair: the table's own, else the means of what is shown."""
    for note in table.notes:
        if note.code == "ipa_crosshair":
            level, importance = (note.parameters.get(key) for key in ("level", "importance"))
            if isinstance(level, Measure | str | Code) or isinstance(importance, Measure | str | Code):
                continue
            if level is not None and importance is not None:
                return float(level), float(importance)  # type: ignore[arg-type]
    count = len(placed)
    return sum(each.level or 0 for each in placed) / count, sum(
        each.importance or 0 for each in placed
    ) / count


def _axes(plot: Box, placed: Sequence[_Place], crosshair: Point) -> tuple[Axis, Axis]:
    levels = [crosshair[0], *(each.level for each in placed if each.level is not None)]
    ratings = [crosshair[1], *(each.importance for each in placed if each.importance is not None)]
    axes = []
    for values, start, end in ((levels, plot.left, plot.right), (ratings, plot.bottom, plot.top)):
        margin = max(0.08, (max(values) - min(values)) * 0.14)
        axes.append(Axis.within(min(values) - margin, max(values) + margin, start, end))
    return axes[0], axes[1]


def _draw_map(
    canvas: Canvas,
    plot: Box,
    placed: Sequence[_Place],
    crosshair: Point,
    *,
    lexicon: Lexicon,
    texts: ChartTexts,
) -> None:
    across, up = _axes(plot, placed, crosshair)
    centre = across.at(crosshair[0]), up.at(crosshair[1])
    canvas.rectangle(
        Box(plot.left, plot.top, centre[0], centre[1]), "#FCEBDD"
    )  # A: high need, lightly tinted
    _draw_scales(canvas, plot, across, up, texts)
    canvas.line((centre[0], plot.top), (centre[0], plot.bottom), INK, 3, dashed=True)
    canvas.line((plot.left, centre[1]), (plot.right, centre[1]), INK, 3, dashed=True)
    corners = _draw_quadrants(canvas, plot, centre, lexicon)
    points = [(across.at(each.level or 0), up.at(each.importance or 0)) for each in placed]
    sizes = [(text_width(each.short, _NAME, bold=True) + 10, _NAME * 1.15) for each in placed]
    lines = (
        Box(centre[0] - 3, plot.top, centre[0] + 3, plot.bottom),
        Box(plot.left, centre[1] - 3, plot.right, centre[1] + 3),
    )
    boxes = place_labels(points, sizes, plot, radius=_MARK / 2, obstacles=(*corners, *lines))
    for point, box in zip(points, boxes, strict=True):
        if box is not None and _is_far(point, box):
            canvas.line(point, box.nearest(point), GREY, 2)
    for point, each in zip(points, placed, strict=True):
        canvas.mark(point, *QUADRANTS.get(each.quadrant, ("o", INK)), _MARK)
    for each, box in zip(placed, boxes, strict=True):
        if box is not None:
            canvas.text(box.left + 5, (box.top + box.bottom) / 2, each.short, _NAME, bold=True)


def _is_far(point: Point, box: Box) -> bool:
    x, y = box.nearest(point)
    return math.dist((x, y), point) > _MARK


def _draw_scales(canvas: Canvas, plot: Box, across: Axis, up: Axis, texts: ChartTexts) -> None:
    for tick in across.ticks:
        x = across.at(tick)
        canvas.line((x, plot.top), (x, plot.bottom), FAINT, 1.5)
        canvas.text(x, plot.bottom + 24, across.written(tick), SMALLEST, colour=GREY, anchor="center")
    for tick in up.ticks:
        y = up.at(tick)
        canvas.line((plot.left, y), (plot.right, y), FAINT, 1.5)
        canvas.text(plot.left - 10, y, up.written(tick), SMALLEST, colour=GREY, anchor="right")
    canvas.text(plot.right, plot.bottom + 66, texts.level, SMALLEST, bold=True, anchor="right")
    canvas.turned(LEFT + 10, (plot.top + plot.bottom) / 2, texts.importance, bold=True)


def _draw_quadrants(canvas: Canvas, plot: Box, centre: Point, lexicon: Lexicon) -> list[Box]:
    """Name the quadrants in their corners, each with its mark; return the boxes taken."""
    taken = []
    for code, (shape, colour) in QUADRANTS.items():
        is_left, is_top = code in "AC", code in "AB"
        room = (centre[0] - plot.left if is_left else plot.right - centre[0]) - 60
        names = wrap(lexicon.label(Code("quadrant", code)), max(room, 150), SMALLEST, bold=True, limit=3)
        width = max(text_width(name, SMALLEST, bold=True) for name in names) + 40
        height = len(names) * SMALLEST * LEADING
        left = plot.left + 10 if is_left else plot.right - 10 - width
        top = plot.top + 8 if is_top else plot.bottom - 8 - height
        if left < centre[0] < left + width or top < centre[1] < top + height:
            canvas.rectangle(Box(left, top, left + width, top + height), PAPER)  # no line through a name
        canvas.mark((left + 14, top + SMALLEST * LEADING / 2), shape, colour, _MARK)
        for number, name in enumerate(names):
            middle = top + (number + 0.5) * SMALLEST * LEADING
            canvas.text(left + 36, middle, name, SMALLEST, bold=True)
        taken.append(Box(left, top, left + width, top + height))
    return taken


def _draw_key(canvas: Canvas, y: float, place: _Place, texts: ChartTexts) -> None:
    """A line of the key: mark, number, name (cut to one line)."""
    is_placed = place.importance is not None and place.level is not None
    if is_placed:
        canvas.mark((LEFT + 14, y), *QUADRANTS.get(place.quadrant, ("o", INK)), _MARK)
    canvas.text(LEFT + 38, y, place.short, SMALLEST, bold=True)
    missing = f" ({texts.hidden if place.is_hidden else texts.not_placed})"
    after = "" if is_placed else missing
    x = LEFT + 38 + max(66, text_width(place.short, SMALLEST, bold=True) + 12)
    lines = wrap(place.name, RIGHT - x - text_width(after, SMALLEST), SMALLEST, limit=1)
    canvas.text(x, y, "".join(lines) + after, SMALLEST)
