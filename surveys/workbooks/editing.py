"""Somebody's own workbook to write into: an .xlsx with its looks, of every other file a copy of the cells."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from surveys.spelling import spell
from surveys.workbooks.cells import Unreadable, Workbook, clean_text

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_SHEET: Final = 31  # characters of a sheet's name
_COLOUR: Final = "FFE08A"
_NOTE_WIDTH: Final = 320  # pixels
_LINE: Final = 45  # characters of a note's line, about


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said at a cell ("C7"; the first of the sheet if empty), and at those below that hold ``alike``."""

    sheet: str
    cell: str
    text: str
    alike: str = ""


class Editable:
    """A workbook that was read (``book``), open for writing."""

    def __init__(self, content: bytes, book: Workbook) -> None:
        import openpyxl  # noqa: PLC0415 - heavy, and for this alone

        is_excel = content.startswith(b"PK") and b"[Content_Types].xml" in content
        self._target = openpyxl.load_workbook(io.BytesIO(content)) if is_excel else _copied(book)
        pages = {clean_text(page.title): page for page in self._target.worksheets}
        self._pages = {sheet.name: pages[sheet.name[:_LONGEST_SHEET].strip()] for sheet in book.sheets}

    def page(self, sheet: str) -> "Worksheet":
        """Return a sheet by the name under which it was read; the first for any other."""
        return self._pages.get(sheet) or next(iter(self._pages.values()))

    def content(self) -> bytes:
        """Return the workbook as .xlsx."""
        buffer = io.BytesIO()
        self._target.save(buffer)
        return buffer.getvalue()


def marked(content: bytes, book: Workbook, marks: Iterable[Mark], author: str) -> bytes:
    """Return a workbook (.xlsx) whose marked cells are coloured, each with a note of all that is said at it."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    target = Editable(content, book)
    said: dict[tuple[str, str], list[str]] = {}
    for mark in marks:
        for name in (mark.cell or "A1", *_below(target.page(mark.sheet), mark)):
            said.setdefault((mark.sheet, name), []).append(mark.text)
    for (sheet, name), texts in said.items():
        page = target.page(sheet)
        cell = page[_shown(page, name)]
        cell.fill = PatternFill("solid", start_color=_COLOUR)
        lines = sum(1 + len(text) // _LINE for text in texts)
        cell.comment = Comment("\n".join(texts), author, height=30 + 18 * lines, width=_NOTE_WIDTH)
    return target.content()


def _below(page: "Worksheet", mark: Mark) -> Iterator[str]:
    if not mark.alike:
        return
    first = page[mark.cell]
    for row in range(first.row + 1, page.max_row + 1):
        cell = page.cell(row, first.column)
        if isinstance(cell.value, str) and spell(cell.value) == spell(mark.alike):
            yield cell.coordinate


def _shown(page: "Worksheet", name: str) -> str:
    """Return the cell that is seen at a place: of merged cells the first."""
    area = next((area for area in page.merged_cells.ranges if name in area), None)
    return name if area is None else str(area.start_cell.coordinate)


def _copied(book: Workbook) -> "openpyxl.Workbook":
    """Write the cells of a file that is no .xlsx into a workbook; a text that looks like a formula stays a text."""
    import openpyxl  # noqa: PLC0415

    target = openpyxl.Workbook()
    target.remove(target.worksheets[0])
    for sheet in book.sheets:
        page = target.create_sheet(sheet.name[:_LONGEST_SHEET])
        for number, cells in enumerate(sheet.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is None:
                    continue
                shown = value.shown if isinstance(value, Unreadable) else value
                cell = page.cell(number, column, shown)
                if isinstance(shown, str):
                    cell.data_type = "s"
    return target
