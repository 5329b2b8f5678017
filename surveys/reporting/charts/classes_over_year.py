"""The classes of a plan over the year: a row a course, a bar a class, days on which nothing is taught shaded."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from surveys.planning.plan import PlannedClass
from surveys.reporting.charts.boxes import Box
from surveys.reporting.charts.canvas import (
    BLUE,
    FAINT,
    GREY,
    HATCH,
    INK,
    PAPER,
    SMALLEST,
    Canvas,
    text_width,
    wrap,
)
from surveys.reporting.charts.frame import BODY, LEADING, LEFT, RIGHT, Frame
from surveys.reporting.numbers import number_text
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.texts.charts import CHARTS, ChartTexts
from surveys.reporting.texts.planning import PLANNING

MOST_COURSES: Final = 25
_NAMES: Final = 400.0  # pixels for the courses' names
_BAR: Final = 38.0
_ROW_GAP: Final = 14.0
_HEAD: Final = 90.0  # quarters above months
_KEY: Final = 50.0
_NARROWEST: Final = 10.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A course with its classes, each in the line in which it overlaps no other."""

    name: list[str]
    lines: list[list[PlannedClass]]

    @property
    def height(self) -> float:
        return max(len(self.lines) * (_BAR + 4), len(self.name) * BODY * LEADING) + _ROW_GAP


@dataclass(frozen=True, slots=True)
class _Year:
    """Where the days of a year lie across the picture."""

    year: int

    def x(self, day: date) -> float:
        """Return where a day begins; days of other years lie at the edges."""
        first, last = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        share = (min(max(day, first), last) - first).days / (last - first).days
        return LEFT + _NAMES + share * (RIGHT - LEFT - _NAMES)


def classes_over_year(facts: PlanFacts, *, source: str = "", texts: ChartTexts = CHARTS) -> bytes | None:
    """Draw when the classes of a plan take place; PNG, or ``None`` without any. In a bar: how many people.

    Of more than ``MOST_COURSES`` courses those that begin first are drawn.
    """
    rows = _rows(facts)
    if not rows:
        return None
    shown = rows[:MOST_COURSES]
    footers = (
        [texts.classes_more.format(shown=len(shown), all=number_text(len(rows)))]
        if len(shown) < len(rows)
        else []
    )
    count = {"classes": number_text(len(facts.plan.classes)), "seats": number_text(facts.plan.covered)}
    frame = Frame(
        texts.titles["classes_over_year"].format(year=facts.year),
        [texts.classes_remark.format(**count)],
        [*footers, *([source] if source else [])],
    )
    height = sum(row.height for row in shown)
    canvas, top = frame.open(_KEY + _HEAD + height)
    year = _Year(facts.year)
    _draw_key(canvas, top + SMALLEST / 2, texts)
    _draw_calendar(canvas, top + _KEY, height, year, facts)
    below = top + _KEY + _HEAD
    for row in shown:
        _draw_row(canvas, below, row, year)
        below += row.height
    return canvas.png()


def _rows(facts: PlanFacts) -> list[_Row]:
    """Return a row for each course, in the order of its first class."""
    courses: dict[str, list[list[PlannedClass]]] = {}
    for planned in sorted(facts.plan.classes, key=lambda each: (each.first, each.number)):
        lines = courses.setdefault(planned.course, [])
        free = next((line for line in lines if line[-1].last + timedelta(days=6) < planned.first), None)
        if free is None:
            lines.append([planned])
        else:
            free.append(planned)
    return [
        _Row(wrap(facts.course(code).name, _NAMES - 20, BODY, limit=3), lines)
        for code, lines in courses.items()
    ]


def _draw_key(canvas: Canvas, y: float, texts: ChartTexts) -> None:
    x = LEFT
    for colour, hatch, words in ((BLUE, "", texts.class_bar), (PAPER, "///", texts.closed_days)):
        canvas.rectangle(Box(x, y - 14, x + 28, y + 14), colour, hatch=hatch, edge=HATCH if hatch else "")
        canvas.text(x + 38, y, words, SMALLEST, colour=GREY)
        x += 38 + text_width(words, SMALLEST) + 36


def _draw_calendar(canvas: Canvas, top: float, height: float, year: _Year, facts: PlanFacts) -> None:
    """Draw quarters and months above the rows, and behind them the days on which nothing is taught."""
    body = top + _HEAD
    for closed in facts.limits.closed:
        left, right = year.x(closed.first), year.x(closed.last + timedelta(days=1))
        if right > left:
            canvas.rectangle(
                Box(left, body, max(right, left + 3), body + height), PAPER, hatch="///", edge=FAINT
            )
    for month in range(1, 13):
        begins = date(year.year, month, 1)
        ends = date(year.year + month // 12, month % 12 + 1, 1)
        is_quarter = month % 3 == 1
        start = top if is_quarter else top + _HEAD / 2
        canvas.line(
            (year.x(begins), start), (year.x(begins), body + height), GREY if is_quarter else FAINT, 1.5
        )
        middle = (year.x(begins) + year.x(ends)) / 2
        canvas.text(middle, top + _HEAD * 0.75, str(month), SMALLEST, colour=GREY, anchor="center")
        if is_quarter:
            words = PLANNING.quarter.format(quarter=PLANNING.roman[(month + 2) // 3])
            ends = date(year.year + (month + 2) // 12, (month + 2) % 12 + 1, 1)
            canvas.text(
                (year.x(begins) + year.x(ends)) / 2,
                top + _HEAD * 0.25,
                words,
                SMALLEST,
                bold=True,
                anchor="center",
            )
    canvas.line((RIGHT, top), (RIGHT, body + height), GREY, 1.5)
    canvas.line((LEFT, body), (RIGHT, body), GREY, 1.5)


def _draw_row(canvas: Canvas, top: float, row: _Row, year: _Year) -> None:
    """Draw the name of a course and its classes, those that overlap below each other."""
    middle = top + _ROW_GAP / 2
    canvas.lines(LEFT, middle, row.name, BODY)
    for place, line in enumerate(row.lines):
        y = middle + place * (_BAR + 4)
        bars = [_bar(planned, year, y) for planned in line]
        for bar in bars:
            canvas.rectangle(bar, BLUE)
        before = LEFT + _NAMES
        for number, (bar, planned) in enumerate(zip(bars, line, strict=True)):
            after = bars[number + 1].left if number + 1 < len(bars) else RIGHT
            before = _write_count(canvas, bar, len(planned.seats), before, after)


def _bar(planned: PlannedClass, year: _Year, top: float) -> Box:
    left = year.x(planned.first)
    right = max(year.x(planned.last + timedelta(days=1)), left + _NARROWEST)
    return Box(left, top, right, top + _BAR)


def _write_count(canvas: Canvas, bar: Box, count: int, before: float, after: float) -> float:
    """Write how many people in a bar, or where there is room beside it; return what the next has to keep clear of."""
    words = number_text(count)
    width = text_width(words, SMALLEST)
    y = (bar.top + bar.bottom) / 2
    if width + 10 <= bar.width:
        middle = (bar.left + bar.right) / 2
        canvas.text(middle, y, words, SMALLEST, colour=PAPER, anchor="center", behind=BLUE)
    elif bar.right + 16 + width <= after:
        canvas.text(bar.right + 8, y, words, SMALLEST, colour=INK, behind=PAPER)
        return bar.right + 16 + width
    elif before <= bar.left - 16 - width:
        canvas.text(bar.left - 8, y, words, SMALLEST, colour=INK, anchor="right", behind=PAPER)
    return bar.right
