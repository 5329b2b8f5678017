"""Somebody's own workbook to write into: an .xlsx with its looks, of every other file a copy of the cells."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from surveys.workbooks.cells import Unreadable, Workbook, clean_text

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_SHEET: Final = 31  # characters of a sheet's name
_NO_TITLE: Final = re.compile(r"[\[\]:*?/\\]")  # what a sheet's name may not hold
_UNNAMED: Final = "Sheet"
_MOST_MERGED: Final = 100_000  # merged cells that are made one by one
_COLOUR: Final = "FFE08A"
_NOTE_WIDTH: Final = 320  # pixels
_LINE: Final = 45  # characters of a note's line, about


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said at a cell ("C7"; the first of the sheet if empty)."""

    sheet: str
    cell: str
    text: str


class Editable:
    """A workbook that was read (``book``), open for writing."""

    def __init__(self, content: bytes, book: Workbook) -> None:
        own = _loaded(content, book)
        self._pages: dict[str, Any] = (
            {} if own is None else {clean_text(page.title): page for page in own.worksheets}
        )
        if own is not None and all(sheet.name in self._pages for sheet in book.sheets):
            self._target = own
        else:
            self._target, self._pages = _copied(book)

    def page(self, sheet: str) -> "Worksheet":
        """Return a sheet by the name under which it was read; the first for any other."""
        found: Worksheet = self._pages.get(sheet) or next(iter(self._pages.values()))
        return found

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
    said: dict[tuple[str, str], dict[str, None]] = {}
    for mark in marks:
        name = _shown(target.page(mark.sheet), mark.cell or "A1")
        said.setdefault((mark.sheet, name), {})[mark.text] = None
    for (sheet, name), found in said.items():
        cell = target.page(sheet)[name]
        texts = [*found, *([cell.comment.text] if cell.comment else [])]  # what the office noted stays below
        cell.fill = PatternFill("solid", start_color=_COLOUR)
        lines = sum(1 + len(text) // _LINE for text in texts)
        cell.comment = Comment("\n".join(texts), author, height=30 + 18 * lines, width=_NOTE_WIDTH)
    return target.content()


def _shown(page: "Worksheet", name: str) -> str:
    """Return the cell that is seen at a place: of merged cells the first."""
    area = next((area for area in page.merged_cells.ranges if name in area), None)
    return name if area is None else str(area.start_cell.coordinate)


def write(page: "Worksheet", row: int, column: int, value: Any) -> None:
    """Write a value into a cell; a text stays a text, whatever it begins with."""
    cell = page.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"


def _loaded(content: bytes, book: Workbook) -> "openpyxl.Workbook | None":
    """Load an .xlsx with its looks; nothing of any other file, nor where the library stumbles over more than cells."""
    import openpyxl  # noqa: PLC0415 - heavy, and for this alone

    is_excel = content.startswith(b"PK") and b"[Content_Types].xml" in content
    if not is_excel or sum(_size(area) for sheet in book.sheets for area in sheet.merged) > _MOST_MERGED:
        return None
    try:
        return openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - it checks much of a file that is not read for its cells
        return None


def _copied(book: Workbook) -> "tuple[openpyxl.Workbook, dict[str, Any]]":
    """Write the cells into a new workbook; returns it, and its sheets by the names under which they were read."""
    import openpyxl  # noqa: PLC0415

    target = openpyxl.Workbook()
    target.remove(target.worksheets[0])
    pages: dict[str, Any] = {}
    for sheet in book.sheets:
        name = _NO_TITLE.sub(" ", sheet.name)[:_LONGEST_SHEET].strip(" '")
        if name in target.sheetnames:
            name = name[: _LONGEST_SHEET - 3]  # the library puts a number behind it
        page = pages[sheet.name] = target.create_sheet(name or _UNNAMED)
        for number, cells in enumerate(sheet.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    write(page, number, column, value.shown if isinstance(value, Unreadable) else value)
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
        for area in sheet.merged:
            if _size(area) <= _MOST_MERGED and _is_one(page, area):
                page.merge_cells(area)
        page.sheet_state = "hidden" if sheet.is_hidden else "visible"
    if all(sheet.is_hidden for sheet in book.sheets):
        target.worksheets[0].sheet_state = "visible"  # a workbook shows one at least
    return target, pages


def _is_one(page: "Worksheet", area: str) -> bool:
    """Say whether merging loses nothing: only the first cell of an area holds a value."""
    _, *others = (cell for row in page[area] for cell in row)
    return all(cell.value is None for cell in others)


def _size(area: str) -> int:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415

    left, top, right, bottom = (int(side or 0) for side in range_boundaries(area))
    return (right - left + 1) * (bottom - top + 1)
