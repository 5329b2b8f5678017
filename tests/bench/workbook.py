"""What the workbook of 10,000 × 40 answers costs beside xlsxlite: ``make bench-counts``. The least CPU of three rounds.

Printed: the workbook that an administrator gets (four sheets: answers in words, the same in codes, codebook, cases);
xlsxlite with the cells of the first of them in one sheet, and with every cell of all four; and the ratios. The target
is twice xlsxlite's time for the same cells.

An xlsxwriter that writes each cell took 6.9 s here, 5.5 times xlsxlite's time a cell: it looks at every cell anew. So
it lays the workbook out, and ``surveys.reporting.streamed_rows`` puts the rows in.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from xlsxlite.writer import XLSXBook  # type: ignore[import-untyped]

from surveys.interview import counted_answers_of
from surveys.reporting.answers import AnswerRow, AnswerTable
from surveys.reporting.answers_workbook import answers_workbook
from tests.bench.rows import NOW, TODAY, bench_form, draw_templates

PEOPLE: Final = int(os.environ.get("KHAOSAT_BENCH_ROWS", "10000"))
DRAWN: Final = 500

Cells = list[list[list[object]]]
"""Sheet by sheet, row by row."""


def answer_table() -> AnswerTable:
    """Make a wave of people who answered some 40 questions each."""
    form = bench_form()
    drawn = [counted_answers_of(form, each.answers, TODAY) for each in draw_templates(form, DRAWN)]
    rows = [
        AnswerRow(
            number,
            f"LT{number:05d}",
            f"Nguyễn Văn {number}",
            "Xã An Thịnh",
            "Chủ tịch UBND",
            "completed",
            NOW,
            NOW,
            drawn[number % DRAWN],
        )
        for number in range(1, PEOPLE + 1)
    ]
    return AnswerTable(form, rows)


def cells_of(content: bytes) -> Cells:
    """Read a workbook back: what has to be written for the same cells."""
    book = load_workbook(BytesIO(content), read_only=True)
    return [
        [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    ]


def write_lite(sheets: Cells) -> None:
    """Write cells with xlsxlite."""
    book = XLSXBook()
    for number, rows in enumerate(sheets):
        sheet = book.add_sheet(f"S{number}")
        for row in rows:
            sheet.append_row(*row)
    with tempfile.TemporaryDirectory() as folder:
        book.finalize(to_file=str(Path(folder) / "lite.xlsx"))


def least(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the milliseconds of CPU that something takes, the least of some rounds."""
    costs = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        costs.append((time.process_time() - began) * 1000)
    return min(costs)


def main() -> None:
    """Measure both and print the ratios."""
    table = answer_table()
    sheets = cells_of(answers_workbook(table))
    counts = [sum(cell != "" for row in rows for cell in row) for rows in sheets]
    assert not any(
        isinstance(cell, datetime) and cell.tzinfo for rows in sheets for row in rows for cell in row
    )
    ours = least(lambda: answers_workbook(table))
    one, every = least(lambda: write_lite(sheets[:1])), least(lambda: write_lite(sheets))
    figures = [
        (f"the workbook: {sum(counts):,} cells in {len(sheets)} sheets", ours),
        (f"xlsxlite: the {counts[0]:,} cells of the answers in words, one sheet", one),
        (f"xlsxlite: all {sum(counts):,} cells", every),
    ]
    print(f"workbook: {PEOPLE:,} people")  # noqa: T201
    for name, cost in figures:
        print(f"  {name:<66} {cost:9.0f} ms  x{ours / cost:5.2f} of it")  # noqa: T201
    print(f"  per cell: x{(ours / sum(counts)) / (one / counts[0]):.2f} of xlsxlite (target 2)")  # noqa: T201


if __name__ == "__main__":
    main()
