"""Which competencies need training most: a bar each, longest first, with the interval of its figure."""

import math
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.table import HIDDEN, Code, Table
from surveys.reporting.charts.axis import Axis
from surveys.reporting.charts.boxes import Box
from surveys.reporting.charts.canvas import (
    BLUE,
    FAINT,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SMALLEST,
    Canvas,
    balanced,
    text_width,
)
from surveys.reporting.charts.cells import Rows, figure, people_remark
from surveys.reporting.charts.frame import BODY, LEADING, LEFT, RIGHT, Frame, draw_hidden
from surveys.reporting.numbers import number_text
from surveys.reporting.texts.charts import CHARTS, ChartTexts
from surveys.reporting.wording import Lexicon

_BAR: Final = 30.0
_ROW_GAP: Final = 16.0
_FIGURE: Final = 150.0  # pixels for a star and "12,34" right of the bars
_STAR: Final = "*"
_SCALE: Final = 56.0  # pixels for the scale under the bars


@dataclass(frozen=True, slots=True)
class _Need:
    name: list[str]
    value: float | None
    low: float | None
    high: float | None
    rank: float
    priority: float | None
    is_hidden: bool

    @property
    def height(self) -> float:
        return len(self.name) * BODY * LEADING + 2 + _BAR + _ROW_GAP


def needs_ranking(
    table: Table, lexicon: Lexicon, *, source: str = "", texts: ChartTexts = CHARTS
) -> bytes | None:
    """Draw ``needs`` (or one of ``needs_group``) by rank; PNG, or ``None`` if no competency has a figure.

    What is hidden stands last, hatched; what is not defined (nobody rated it) is left out.
    """
    rows = Rows(table)
    needs = [_need(rows, number, lexicon) for number in rows.numbers]
    needs = sorted(
        (n for n in needs if n.value is not None or n.is_hidden), key=lambda n: (n.is_hidden, n.rank)
    )
    shown = [need for need in needs if need.value is not None]
    if not shown:
        return None
    axis = _axis(shown)
    has_interval = any(need.low is not None for need in shown)
    footers = [texts.hidden_key] if len(shown) < len(needs) else []
    frame = Frame(
        _title(table, lexicon, texts),
        people_remark(table, "mwds", texts),
        [*footers, *([source] if source else [])],
    )
    canvas, top = frame.open(SMALLEST * 2 + sum(need.height for need in needs) + _SCALE)
    _draw_key(canvas, top + SMALLEST / 2, shown, has_interval, texts)
    top += SMALLEST * 2
    bottom = top + sum(need.height for need in needs)
    _draw_scale(canvas, axis, top, bottom)
    for need in needs:
        _draw_need(canvas, top, need, axis, texts)
        top += need.height
    return canvas.png()


def _title(table: Table, lexicon: Lexicon, texts: ChartTexts) -> str:
    title = texts.titles["needs_ranking"]
    return f"{title}: {lexicon.label(table.subject)}" if table.subject else title


def _need(rows: Rows, number: int, lexicon: Lexicon) -> _Need:
    code = rows.of(number, "screen")
    name = lexicon.label(code) if isinstance(code, Code) else ""
    rank = figure(rows.of(number, "rank"))
    return _Need(
        balanced(name, RIGHT - LEFT, BODY, limit=2),
        figure(rows.of(number, "mwds")),
        figure(rows.of(number, "mwds_low")),
        figure(rows.of(number, "mwds_high")),
        math.inf if rank is None else rank,
        figure(rows.of(number, "priority")),
        rows.of(number, "mwds") is HIDDEN,
    )


def _axis(needs: list[_Need]) -> Axis:
    ends = [end for need in needs for end in (need.value, need.low, need.high) if end is not None]
    return Axis.within(min(0.0, *ends), max(0.0, *ends), LEFT, RIGHT - _FIGURE)


def _draw_key(canvas: Canvas, y: float, needs: list[_Need], has_interval: bool, texts: ChartTexts) -> None:
    x = LEFT
    priorities = {need.priority for need in needs}
    for colour, words in ((BLUE, texts.need), (ORANGE, texts.priority_1 if 1 in priorities else "")):
        if words:
            canvas.rectangle(Box(x, y - 13, x + 26, y + 13), colour)
            if words == texts.priority_1:
                x += 32
                canvas.mark((x + 13, y), _STAR, ORANGE, 30)
            canvas.text(x + 36, y, words, SMALLEST, colour=GREY)
            x += 36 + text_width(words, SMALLEST) + 30
    if has_interval:
        _draw_interval(canvas, x, x + 50, y)
        canvas.text(x + 60, y, texts.interval, SMALLEST, colour=GREY)


def _draw_scale(canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
    for tick in axis.ticks:
        x = axis.at(tick)
        canvas.line((x, top), (x, bottom), FAINT if tick or axis.low >= 0 else GREY, 2)
        canvas.text(x, bottom + 24, axis.written(tick), SMALLEST, colour=GREY, anchor="center")


def _draw_need(canvas: Canvas, top: float, need: _Need, axis: Axis, texts: ChartTexts) -> None:
    for number, line in enumerate(need.name):
        canvas.text(LEFT, top + (number + 0.5) * BODY * LEADING, line, BODY, behind=PAPER)
    middle = top + len(need.name) * BODY * LEADING + 2 + _BAR / 2
    zero = axis.at(0)
    if need.value is None:
        draw_hidden(canvas, Box(zero, middle - _BAR / 2, zero + 260, middle + _BAR / 2), texts.hidden)
        return
    end = axis.at(need.value)
    colour = ORANGE if need.priority == 1 else BLUE
    canvas.rectangle(Box(min(zero, end), middle - _BAR / 2, max(zero, end), middle + _BAR / 2), colour)
    if need.low is not None and need.high is not None:
        _draw_interval(canvas, axis.at(need.low), axis.at(need.high), middle)
    written = canvas.text(
        RIGHT, middle, number_text(need.value, 2), BODY, bold=need.priority == 1, anchor="right"
    )
    if need.priority == 1:
        canvas.mark((written.left - 22, middle), _STAR, ORANGE, 30)


def _draw_interval(canvas: Canvas, low: float, high: float, y: float) -> None:
    """A line with ends, on a white rim that keeps it apart from the bar."""
    for colour, width, half in ((PAPER, 8, 12), (INK, 3.5, 10)):
        canvas.line((low, y), (high, y), colour, width)
        canvas.line((low, y - half), (low, y + half), colour, width)
        canvas.line((high, y - half), (high, y + half), colour, width)
