"""Excel's own charts below a table, drawn from its cells."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveys.aggregation.table import Cell, Code, Count, Measure, Share, Table

_FIRST_ROW: Final = 3
_HEAD_ROW: Final = 2
_ROW_PIXELS: Final = 20
_COLUMN_PIXELS: Final = 64  # of a column that nobody has set
_BLUE: Final = "#0072B2"
_GREY: Final = "#BFBFBF"
_FONT: Final = {"name": "Times New Roman", "size": 11, "bold": False}


@dataclass(frozen=True, slots=True)
class _Native:
    """Which columns are drawn, by key; ``low`` and ``high`` end the interval of the first."""

    series: tuple[str, ...]
    number_format: str
    axis_format: str
    is_stacked: bool = False
    low: str = ""
    high: str = ""


_RESPONSE: Final = (_Native(("completed", "not_completed"), "#,##0", "#,##0", is_stacked=True),)
_NEEDS: Final = (_Native(("mwds",), "0.00", "General", low="mwds_low", high="mwds_high"),)
_DEMAND: Final = (_Native(("share",), "0%", "0%"), _Native(("count",), "#,##0", "#,##0"))
_NATIVES: Final = {
    "response_unit": _RESPONSE,
    "response_title": _RESPONSE,
    "needs": _NEEDS,
    "needs_group": _NEEDS,
    "reasons": _DEMAND,
    "barriers_age": _DEMAND,
}


def insert_chart(
    book: Any, sheet: Any, name: str, table: Table, *, row: int, widths: Sequence[float]
) -> tuple[int, int]:
    """Insert the chart that a table has, its top at ``row``; return the last row and column that it covers.

    What is hidden has no bar and no figure. A table without anything to draw gets no chart.
    """
    drawn = _rows(table)
    native = _native(table, drawn)
    if native is None:
        return row - 1, 0
    places = {column.key: place for place, column in enumerate(table.columns)}
    chart = book.add_chart({"type": "bar", **({"subtype": "stacked"} if native.is_stacked else {})})
    for key, colour in zip(native.series, (_BLUE, _GREY), strict=False):
        chart.add_series(
            _series(name, table, native, key, places=places, drawn=drawn) | {"fill": {"color": colour}}
        )
    chart.set_title({"name": [name, 0, 0], "name_font": _FONT | {"size": 12, "bold": True}, "overlay": False})
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "label_position": "low",
            "num_font": _FONT,
            "line": {"color": "#808080"},
        }
    )
    chart.set_x_axis(
        {
            "num_format": native.axis_format,
            "num_font": _FONT,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            "label_position": "high",  # at the foot: the other axis is reversed
        }
    )
    chart.set_legend({"position": "bottom", "font": _FONT} if native.is_stacked else {"none": True})
    pixels = [round(width * 7 + 5) for width in widths]
    width = min(max(sum(pixels), 640), 1000)
    height = 110 + len(drawn) * 34
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(row, 0, chart, {"object_position": 2, "y_offset": 5})
    return row + math.ceil(height / _ROW_PIXELS), _last_column(pixels, width)


def _rows(table: Table) -> range:
    """Return the rows to draw: all but a total, first or last, and but lines that count the others' people again."""
    totals = [isinstance(row[0], Code) and row[0].code == "total" for row in table.rows]
    first, last = totals[:1].count(True), len(totals) - totals[1:][-1:].count(True)
    while last - first > 1 and _vocabulary(table.rows[last - 1][0]) != _vocabulary(table.rows[first][0]):
        last -= 1
    return range(first, last)


def _vocabulary(cell: Cell) -> str:
    return cell.vocabulary if isinstance(cell, Code) else ""


def _native(table: Table, drawn: range) -> _Native | None:
    """Return how a table is drawn: of several ways the one that shows most figures; ``None`` if none shows any."""
    ways = _NATIVES.get(table.key) or (_DEMAND if table.key.startswith("demand_") else ())
    best = max(ways, key=lambda way: _figure_count(table, way, drawn), default=None)
    return best if best is not None and _figure_count(table, best, drawn) else None


def _figure_count(table: Table, native: _Native, drawn: range) -> int:
    places = {column.key: place for place, column in enumerate(table.columns)}
    if any(key not in places for key in native.series):
        return 0
    cells = (table.rows[number][places[key]] for number in drawn for key in native.series)
    return sum(_figure(cell) is not None for cell in cells)


def _series(
    name: str, table: Table, native: _Native, key: str, *, places: dict[str, int], drawn: range
) -> dict[str, Any]:
    first, last, place = _FIRST_ROW + drawn[0], _FIRST_ROW + drawn[-1], places[key]
    figures = [_figure(table.rows[number][place]) for number in drawn]
    has_interval = native.low in places and native.high in places
    is_dark = has_interval or (native.is_stacked and key == native.series[0])
    label: dict[str, Any] = {
        "value": True,
        "num_format": native.number_format,
        "font": _FONT | ({"color": "#FFFFFF", "bold": True} if is_dark else {}),
        "custom": [{"delete": True} if not figure else {} for figure in figures],
    }
    if has_interval:
        label["position"] = "inside_base"
    series: dict[str, Any] = {
        "name": [name, _HEAD_ROW, place],
        "categories": [name, first, 0, last, 0],
        "values": [name, first, place, last, place],
        "data_labels": label,
        "gap": 40,
    }
    if has_interval:
        ends = [
            [_figure(table.rows[number][places[end]]) for number in drawn]
            for end in (native.low, native.high)
        ]
        series["x_error_bars"] = {
            "type": "custom",
            "minus_values": [_distance(low, figure) for low, figure in zip(ends[0], figures, strict=True)],
            "plus_values": [_distance(figure, high) for figure, high in zip(figures, ends[1], strict=True)],
            "line": {"color": "#000000", "width": 1.25},
        }
    return series


def _distance(low: float | None, high: float | None) -> float:
    return 0.0 if low is None or high is None else round(max(high - low, 0.0), 9)


def _figure(cell: Cell) -> float | None:
    if isinstance(cell, Count):
        return float(cell.value)
    if isinstance(cell, Share):
        return None if cell.fraction is None else float(cell.fraction)
    if isinstance(cell, Measure):
        return None if cell.value is None or isinstance(cell.value, Code) else float(cell.value)
    return None


def _last_column(pixels: Sequence[int], width: float) -> int:
    """Return the number of the column in which a width of so many pixels ends."""
    covered, column = 0, 0
    while True:
        covered += pixels[column] if column < len(pixels) else _COLUMN_PIXELS
        if covered >= width:
            return column
        column += 1
