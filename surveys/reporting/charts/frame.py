"""What every chart has around it: title, remark, body, key to what is hidden, source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from surveys.reporting.charts.boxes import Box
from surveys.reporting.charts.canvas import GREY, HATCH, INK, PAPER, SMALLEST, WIDTH, Canvas, balanced, wrap

MARGIN: Final = 40.0
LEFT: Final = MARGIN
RIGHT: Final = WIDTH - MARGIN
TITLE: Final = 42.0
BODY: Final = 30.0
LEADING: Final = 1.25  # height of a line, in letter sizes
_GAP: Final = 24.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around a chart: ``remarks`` stand under the title, ``footers`` under the picture."""

    title: str
    remarks: Sequence[str] = ()
    footers: Sequence[str] = ()

    def open(self, body: float) -> tuple[Canvas, float]:
        """Return a sheet for a body so many pixels high, the words already on it, and the y where it begins."""
        title = balanced(self.title, RIGHT - LEFT, TITLE, bold=True)
        remarks = [line for text in self.remarks for line in wrap(text, RIGHT - LEFT, SMALLEST)]
        footers = [line for text in self.footers for line in wrap(text, RIGHT - LEFT, SMALLEST)]
        top = MARGIN + len(title) * TITLE * LEADING + 8 + len(remarks) * SMALLEST * LEADING + _GAP
        bottom = (_GAP if footers else 0) + len(footers) * SMALLEST * LEADING + MARGIN * 0.75
        canvas = Canvas(top + body + bottom)
        below = canvas.lines(LEFT, MARGIN, title, TITLE, bold=True)
        canvas.lines(LEFT, below + 8, remarks, SMALLEST, colour=GREY)
        canvas.lines(LEFT, top + body + _GAP, footers, SMALLEST, colour=GREY)
        return canvas, top


def draw_hidden(canvas: Canvas, box: Box, mark: str) -> None:
    """Hatch a box whose figure is not shown, and say so in it."""
    canvas.rectangle(box, PAPER, hatch="///", edge=HATCH)
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    canvas.text(*middle, mark, SMALLEST, colour=INK, anchor="center", behind=PAPER)
