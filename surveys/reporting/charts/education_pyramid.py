"""The qualifications of the body, the highest on top: men to the left, women to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Share, Table
from surveys.reporting.charts.boxes import Box
from surveys.reporting.charts.canvas import BLUE, ORANGE, Canvas, wrap
from surveys.reporting.charts.cells import Rows, is_total
from surveys.reporting.charts.frame import BODY, LEFT, RIGHT, Frame, draw_hidden
from surveys.reporting.numbers import number_text, percent_text
from surveys.reporting.texts.charts import CHARTS, ChartTexts
from surveys.reporting.wording import Lexicon

_BAR: Final = 64.0
_ROW: Final = 132.0  # pixels: the level's name over its two bars, and a gap
_SIDES: Final = (("nam", BLUE), ("nu", ORANGE))
_FIGURES: Final = 170.0  # pixels beside the longest bar


@dataclass(frozen=True, slots=True)
class _Level:
    name: str
    counts: tuple[Cell, ...]  # a side each


@dataclass(frozen=True, slots=True)
class _Side:
    name: str
    colour: str
    base: int | None


def education_pyramid(
    table: Table, lexicon: Lexicon, *, source: str = "", texts: ChartTexts = CHARTS
) -> bytes | None:
    """Draw ``quality_qual_gender`` as a pyramid, or ``quality_total`` (its qualifications) as plain bars.

    PNG, or ``None`` if fewer than half of its figures may be shown: hatching alone tells nothing. Shares are of
    each gender.
    """
    sides, levels, total = (
        _by_gender(table, lexicon) if table.key != "quality_total" else _plain(table, lexicon, texts)
    )
    levels = _without_ends(levels)
    known = [cell.value for level in levels for cell in level.counts if isinstance(cell, Count)]
    if not any(known) or len(known) * 2 < len(levels) * len(sides):
        return None
    footers = [texts.hidden_key] if any(HIDDEN in level.counts for level in levels) else []
    remarks = [texts.people.format(n=number_text(total))] if total else []
    frame = Frame(texts.titles["education_pyramid"], remarks, [*footers, *([source] if source else [])])
    head = BODY * 2 if len(sides) > 1 else 0
    canvas, top = frame.open(head + _ROW * len(levels))
    axis_at = (LEFT + RIGHT) / 2 if len(sides) > 1 else LEFT
    _draw_heads(canvas, top, axis_at, sides, texts)
    top += head
    for level in levels:
        _draw_level(canvas, top, level, sides, axis_at=axis_at, most=max(known), texts=texts)
        top += _ROW
    return canvas.png()


def _by_gender(table: Table, lexicon: Lexicon) -> tuple[list[_Side], list[_Level], int | None]:
    rows = Rows(table)
    of = {code.code: n for n in rows.numbers if isinstance(code := rows.cell(n, 0), Code)}
    sides = []
    for gender, colour in _SIDES:
        base = rows.of(of[gender], "n") if gender in of else Count(0, frozenset())
        sides.append(
            _Side(
                lexicon.label(Code("gender", gender)), colour, base.value if isinstance(base, Count) else None
            )
        )
    values = [c for c in table.columns if c.key != "n" and f"{c.key}_share" in rows.places]
    levels = [
        _Level(
            lexicon.heading(table, column),
            tuple(rows.of(of[g], column.key) if g in of else Count(0, frozenset()) for g, _ in _SIDES),
        )
        for column in reversed(values)
    ]
    total = next((rows.of(n, "n") for n in rows.numbers if is_total(rows.cell(n, 0))), None)
    return sides, levels, total.value if isinstance(total, Count) else None


def _plain(table: Table, lexicon: Lexicon, texts: ChartTexts) -> tuple[list[_Side], list[_Level], int | None]:
    rows = Rows(table)
    levels: list[_Level] = []
    base: int | None = table.base.value if table.base else None
    for number in rows.numbers:
        attribute, value = rows.of(number, "attribute"), rows.of(number, "value")
        if isinstance(attribute, Code) and attribute.code == "qual" and isinstance(value, Code):
            levels.insert(0, _Level(lexicon.label(value), (rows.of(number, "count"),)))
            share = rows.of(number, "share")
            base = share.base.value if isinstance(share, Share) else base
    return [_Side(texts.all_units, BLUE, base)], levels, base


def _without_ends(levels: Sequence[_Level]) -> list[_Level]:
    """Leave out the levels at the top and at the bottom that nobody has."""
    kept = list(levels)
    for end in (0, -1):
        while kept and all(isinstance(cell, Count) and not cell.value for cell in kept[end].counts):
            kept.pop(end)
    return kept


def _draw_heads(
    canvas: Canvas, top: float, axis_at: float, sides: Sequence[_Side], texts: ChartTexts
) -> None:
    if len(sides) < 2:
        return
    for side, anchor, x in zip(sides, ("right", "left"), (axis_at - 16, axis_at + 16), strict=True):
        n = "" if side.base is None else f" ({texts.people.format(n=number_text(side.base))})"
        canvas.text(x, top + BODY * 0.7, side.name + n, BODY, bold=True, anchor=anchor)


def _draw_level(
    canvas: Canvas,
    top: float,
    level: _Level,
    sides: Sequence[_Side],
    *,
    axis_at: float,
    most: int,
    texts: ChartTexts,
) -> None:
    anchor = "center" if len(sides) > 1 else "left"
    name = wrap(level.name, RIGHT - LEFT, BODY, limit=1)
    canvas.text(axis_at, top + BODY * 0.7, "".join(name), BODY, anchor=anchor)
    middle = top + BODY * 1.5 + _BAR / 2
    reach = (axis_at - LEFT if len(sides) > 1 else RIGHT - axis_at) - _FIGURES
    for number, (side, cell) in enumerate(zip(sides, level.counts, strict=True)):
        direction = -1 if len(sides) > 1 and number == 0 else 1
        if not isinstance(cell, Count):
            end = axis_at + direction * 150
            draw_hidden(
                canvas,
                Box(min(axis_at, end), middle - _BAR / 2, max(axis_at, end), middle + _BAR / 2),
                texts.hidden,
            )
            continue
        end = axis_at + direction * reach * cell.value / most
        if cell.value:
            box = Box(min(axis_at, end), middle - _BAR / 2, max(axis_at, end), middle + _BAR / 2)
            canvas.rectangle(box, side.colour)
        share = f" ({percent_text(cell.value / side.base)})" if side.base else ""
        words = number_text(cell.value) + share
        canvas.text(end + direction * 10, middle, words, BODY, anchor="right" if direction < 0 else "left")
