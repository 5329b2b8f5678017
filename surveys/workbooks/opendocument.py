"""Workbooks of LibreOffice (.ods, OpenDocument 1.3 part 3): one stream of XML into sheets, within limits."""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from surveys.problems import Problem
from surveys.workbooks.archives import NotAWorkbook, content_of, tag_of
from surveys.workbooks.cells import CellValue, Limits, Sheet, Unreadable, Workbook, cell_name, typed_text
from surveys.workbooks.sheets import SheetTooLarge

MIME: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_DIGITS: Final = 15
_HIDDEN: Final = ("collapse", "filter")


def read_opendocument(archive: zipfile.ZipFile, limits: Limits) -> Workbook | list[Problem]:
    """Read every sheet. Raises ``SheetTooLarge``, ``NotAWorkbook`` and what damaged XML raises."""
    if b"encryption-data" in content_of(archive, "META-INF/manifest.xml"):
        return [Problem("file_has_password")]
    sheets: list[Sheet] = []
    hiding: set[str] = set()
    budget, reading, depth = limits.cells, _Reading("", limits, 0), 0
    content = io.BytesIO(content_of(archive, "content.xml"))
    for event, element in ET.iterparse(content, events=("start", "end")):  # noqa: S314 - no DTD
        tag = tag_of(element)
        if tag == "table":  # a table within a cell is none of the sheet
            depth += 1 if event == "start" else -1
        if event == "start":
            if tag == "table" and depth == 1:
                is_hidden = _attribute(element, "style-name") in hiding
                reading = _Reading(typed_text(_name(element)), limits, budget, is_hidden=is_hidden)
        elif tag == "style" and _hides(element):
            hiding.add(_name(element))
        elif tag == "table-row" and depth == 1:
            reading.read(element)
            element.clear()
        elif tag == "table" and depth == 0:
            budget -= reading.filled
            sheets.append(reading.sheet())
    if not any(sheet.rows for sheet in sheets):
        return [Problem("file_empty")]
    return Workbook(tuple(sheets))


@dataclass(slots=True)
class _Reading:
    """One sheet while its rows go by."""

    name: str
    limits: Limits
    budget: int
    is_hidden: bool = False
    at: int = 1
    filled: int = 0
    rows: dict[int, tuple[CellValue, ...]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def read(self, row: ET.Element) -> None:
        """Take a row in; an empty one that stands for a million is passed over at once."""
        count = _count(row, "number-rows-repeated")
        cells = list(self._cells(row))
        for place in range(self.at, self.at + count) if cells else ():
            self._take(place, cells, is_hidden=_attribute(row, "visibility") in _HIDDEN)
        self.at += count

    def _cells(self, row: ET.Element) -> Iterator[tuple[int, int, CellValue]]:
        """Yield the filled runs of a row: the first column from 1, how many, the value."""
        column = 1
        for cell in row:
            if tag_of(cell) not in ("table-cell", "covered-table-cell"):
                continue
            count = _count(cell, "number-columns-repeated")
            value = _value(cell) if tag_of(cell) == "table-cell" else None
            if value is not None:
                yield column, count, value
                self._merge(cell, self.at, column)
            column += count

    def _merge(self, cell: ET.Element, row: int, column: int) -> None:
        high, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if high > 1 or wide > 1:
            self.merged.append(f"{cell_name(row, column)}:{cell_name(row + high - 1, column + wide - 1)}")

    def _take(self, row: int, cells: list[tuple[int, int, CellValue]], *, is_hidden: bool) -> None:
        first, count, _ = cells[-1]
        self.filled += sum(count for _, count, _ in cells)
        if row > self.limits.rows or self.filled > self.budget:
            raise SheetTooLarge("too_many_rows", self.name, cell_name(row, 1), self.limits.rows - 1)
        if first + count - 1 > self.limits.columns:
            last = cell_name(row, first + count - 1)
            raise SheetTooLarge("too_many_columns", self.name, last, self.limits.columns)
        values: list[CellValue] = [None] * (first + count - 1)
        for start, length, value in cells:
            values[start - 1 : start - 1 + length] = [value] * length
        self.rows[row] = tuple(values)
        if is_hidden:
            self.hidden.add(row)

    def sheet(self) -> Sheet:
        """Return what was read."""
        last = max(self.rows, default=0)
        rows = tuple(self.rows.get(row, ()) for row in range(1, last + 1))
        return Sheet(self.name, rows, tuple(self.merged), self.is_hidden, frozenset(self.hidden))


def _value(cell: ET.Element) -> CellValue:
    kind = _attribute(cell, "value-type")
    shown = typed_text("\n".join(_paragraph(child) for child in cell if tag_of(child) in ("p", "h")))
    if kind in ("float", "currency", "percentage"):
        number = _number(_attribute(cell, "value"))
        is_padded = _PADDED.fullmatch(shown) is not None and isinstance(number, int) and int(shown) == number
        return shown if is_padded else number
    if kind == "date":
        return _date(_attribute(cell, "date-value"))
    if kind == "boolean":
        return _attribute(cell, "boolean-value") == "true"
    if _attribute(cell, "formula"):
        if shown.startswith(("#", "Err:")):
            return Unreadable("cell_error", shown)
        if not kind:
            return Unreadable("formula_without_value")
    return shown or None


_PADDED: Final = re.compile(r"0\d{1,14}")


def _number(stored: str) -> CellValue:
    number = float(stored)
    if not math.isfinite(number):
        return Unreadable("cell_unreadable", stored)
    return int(number) if number.is_integer() and abs(number) < 10**_MOST_DIGITS else number


def _date(stored: str) -> CellValue:
    try:
        return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
    except ValueError:
        return Unreadable("cell_unreadable", stored)


def _paragraph(element: ET.Element) -> str:
    """Return the text of a paragraph: ``text:s`` is spaces, ``text:line-break`` a line; notes on it are none of it."""
    pieces = [element.text or ""]
    for child in element:
        name = tag_of(child)
        if name == "s":
            pieces.append(" ")
        elif name in ("tab", "line-break"):
            pieces.append("\n" if name == "line-break" else " ")
        elif name not in ("annotation", "note"):
            pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _attribute(element: ET.Element, name: str) -> str:
    """Return an attribute by its local name: the namespace differs from version to version."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _count(element: ET.Element, name: str) -> int:
    found = int(_attribute(element, name) or 1)
    if found < 1:
        raise NotAWorkbook(name)
    return found


def _name(element: ET.Element) -> str:
    return _attribute(element, "name")


def _hides(style: ET.Element) -> bool:
    return any(
        tag_of(child) == "table-properties" and _attribute(child, "display") == "false" for child in style
    )
