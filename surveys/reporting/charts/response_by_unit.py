"""Who has answered, unit by unit: a bar a unit, filled as far as its people have answered."""

from dataclasses import dataclass
from typing import Final

from surveys.aggregation.table import HIDDEN, Code, Count, Table
from surveys.reporting.charts.boxes import Box
from surveys.reporting.charts.canvas import BLUE, FAINT, GREY, INK, SMALLEST, Canvas, text_width, wrap
from surveys.reporting.charts.cells import Rows, is_total
from surveys.reporting.charts.frame import BODY, LEADING, LEFT, RIGHT, Frame, draw_hidden
from surveys.reporting.numbers import number_text, percent_text
from surveys.reporting.texts.charts import CHARTS, ChartTexts
from surveys.reporting.texts.common import NOTHING_MARK
from surveys.reporting.wording import Lexicon

MOST_UNITS: Final = 20
_NAMES: Final = 330.0  # pixels for the units' names
_FIGURES: Final = 250.0  # pixels for "12/14 (85,7%)"
_BAR: Final = 36.0
_ROW_GAP: Final = 16.0


@dataclass(frozen=True, slots=True)
class _Unit:
    name: list[str]
    completed: int | None
    cases: int | None
    is_hidden: bool

    @property
    def share(self) -> float | None:
        if self.completed is None or not self.cases:
            return None
        return self.completed / self.cases

    @property
    def height(self) -> float:
        return max(_BAR, len(self.name) * BODY * LEADING) + _ROW_GAP


def response_by_unit(
    table: Table, lexicon: Lexicon, *, source: str = "", texts: ChartTexts = CHARTS
) -> bytes | None:
    """Draw ``response_unit`` (or ``response_title``), the highest share first; PNG, or ``None`` without any figure.

    Of more than ``MOST_UNITS`` units those with the lowest share are drawn: they are whom an office calls.
    """
    rows = Rows(table)
    units = [_unit(rows, number, lexicon) for number in rows.numbers if not is_total(rows.cell(number, 0))]
    if all(unit.share is None for unit in units):
        return None
    units.sort(key=lambda unit: (unit.share is None, -(unit.share or 0), -(unit.cases or 0)))
    shown = units if len(units) <= MOST_UNITS else [u for u in units if u.share is not None][-MOST_UNITS:]
    footers = [texts.hidden_key] if any(unit.is_hidden for unit in shown) else []
    if len(shown) < len(units):
        footers.append(texts.lowest_units.format(shown=len(shown), all=number_text(len(units))))
    frame = Frame(
        texts.titles["response_by_unit"], _remarks(rows, texts), [*footers, *([source] if source else [])]
    )
    canvas, top = frame.open(_BAR + _ROW_GAP + sum(unit.height for unit in shown))
    _draw_key(canvas, top + SMALLEST / 2, texts)
    top += _BAR + _ROW_GAP
    for unit in shown:
        _draw_unit(canvas, top, unit, texts)
        top += unit.height
    return canvas.png()


def _unit(rows: Rows, number: int, lexicon: Lexicon) -> _Unit:
    code, completed, cases = (rows.of(number, key) for key in (rows.first, "completed", "cases"))
    name = lexicon.label(code) if isinstance(code, Code) else ""
    return _Unit(
        wrap(name, _NAMES - 16, BODY, limit=2),
        completed.value if isinstance(completed, Count) else None,
        cases.value if isinstance(cases, Count) else None,
        HIDDEN in (completed, cases),
    )


def _remarks(rows: Rows, texts: ChartTexts) -> list[str]:
    for number in rows.numbers:
        completed, cases = rows.of(number, "completed"), rows.of(number, "cases")
        if is_total(rows.cell(number, 0)) and isinstance(completed, Count) and isinstance(cases, Count):
            share = percent_text(completed.value / cases.value) if cases.value else ""
            numbers = {"completed": number_text(completed.value), "cases": number_text(cases.value)}
            return [texts.cases.format(**numbers, share=share)] if share else []
    return []


def _draw_key(canvas: Canvas, y: float, texts: ChartTexts) -> None:
    x = LEFT + _NAMES
    for colour, words in ((BLUE, texts.completed), (FAINT, texts.not_completed)):
        canvas.rectangle(Box(x, y - 14, x + 28, y + 14), colour)
        canvas.text(x + 38, y, words, SMALLEST, colour=GREY)
        x += 38 + text_width(words, SMALLEST) + 36


def _draw_unit(canvas: Canvas, top: float, unit: _Unit, texts: ChartTexts) -> None:
    middle = top + (unit.height - _ROW_GAP) / 2
    canvas.lines(LEFT, middle - len(unit.name) * BODY * LEADING / 2, unit.name, BODY)
    bar = Box(LEFT + _NAMES, middle - _BAR / 2, RIGHT - _FIGURES, middle + _BAR / 2)
    if unit.is_hidden:
        draw_hidden(canvas, bar, texts.hidden)
        return
    if unit.share is None:
        canvas.text(RIGHT, middle, NOTHING_MARK, BODY, anchor="right")
        return
    canvas.rectangle(bar, FAINT)
    if unit.share:
        canvas.rectangle(Box(bar.left, bar.top, bar.left + bar.width * unit.share, bar.bottom), BLUE)
    figures = (
        f"{number_text(unit.completed or 0)}/{number_text(unit.cases or 0)} ({percent_text(unit.share)})"
    )
    canvas.text(RIGHT, middle, figures, BODY, colour=INK, anchor="right")
