"""One worksheet: a stream of XML into rows of values, within limits."""

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree as ET

from surveys.workbooks.cells import CellValue, Limits, Sheet, Unreadable, cell_name, clean_text, typed_text

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_MAX_DIGITS = 15  # Excel keeps no more


@dataclass(frozen=True, slots=True)
class Style:
    """What of a cell's style matters: dates, a fixed count of digits ("00000"), small letters shown as capitals."""

    is_date: bool = False
    digits: int = 0
    in_capitals: bool = False


class SheetTooLarge(Exception):  # noqa: N818 - says what the sheet is
    """A sheet has a filled cell beyond the limits: ``too_many_rows`` or ``too_many_columns``."""

    def __init__(self, code: str, sheet: str, cell: str, limit: int) -> None:
        super().__init__(code)
        self.code, self.sheet, self.cell, self.limit = code, sheet, cell, limit


@dataclass(frozen=True, slots=True)
class SheetReader:
    """Reads the sheets of one workbook: its shared strings (clean), its styles and how much may be read."""

    strings: Sequence[str]
    styles: Sequence[Style]
    limits: Limits
    has_1904_dates: bool = False

    def read_sheet(self, name: str, content: bytes, budget: int) -> Sheet:
        """Read one worksheet's XML. ``budget`` is how many filled cells the workbook may still have.

        Raises ``SheetTooLarge``, and what the XML parser and number conversion raise on damaged files.
        """
        rows: dict[int, dict[int, CellValue]] = {}
        merged: list[str] = []
        hidden: set[int] = set()
        in_capitals: set[tuple[int, int]] = set()
        for found in _walk(content):
            if isinstance(found, int):
                if found <= self.limits.rows:
                    hidden.add(found)
                continue
            if isinstance(found, str):
                merged.append(found)
                continue
            row, column, cell = found
            style = self._style(cell)
            value = self._value(cell, style)
            if value is None:
                continue
            budget -= 1
            self._check_limits(name, row, column, budget)
            rows.setdefault(row, {})[column] = value
            if style.in_capitals:
                in_capitals.add((row, column))
        last = max(rows, default=0)
        dense = tuple(_dense(rows.get(row, {})) for row in range(1, last + 1))
        return Sheet(
            name,
            dense,
            _touching(merged, last),
            hidden_rows=frozenset(row for row in hidden if row <= last),
            in_capitals=frozenset(in_capitals),
        )

    def _style(self, cell: ET.Element) -> Style:
        return self.styles[_index(cell.get("s", "0"))] if self.styles else Style()

    def _check_limits(self, name: str, row: int, column: int, budget: int) -> None:
        if row > self.limits.rows or budget < 0:
            raise SheetTooLarge("too_many_rows", name, cell_name(row, column), self.limits.rows - 1)
        if column > self.limits.columns:
            raise SheetTooLarge("too_many_columns", name, cell_name(row, column), self.limits.columns)

    def _value(self, cell: ET.Element, style: Style) -> CellValue:
        """Return the value that Excel last showed in the cell, or None."""
        kind = cell.get("t", "n")
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        if kind == "inlineStr":
            return typed_text(text_of(parts["is"])) or None if "is" in parts else None
        stored = parts["v"].text if "v" in parts else None
        if not stored:
            return Unreadable("formula_without_value") if "f" in parts and kind != "str" else None
        if kind == "s":
            return self.strings[_index(stored)] or None
        if kind == "str":
            return typed_text(stored) or None
        if kind == "b":
            return stored.strip() == "1"
        if kind == "e":
            return Unreadable("cell_error", clean_text(stored))
        if kind == "d":
            return datetime.fromisoformat(stored).replace(tzinfo=None)
        return self._number(stored, style)

    def _number(self, stored: str, style: Style) -> CellValue:
        number = float(stored)
        if not math.isfinite(number):
            return Unreadable("cell_unreadable", stored)
        if style.is_date and number >= 1:
            return self._date(number, stored)
        if not number.is_integer() or abs(number) >= 10**_MAX_DIGITS:
            return number
        if style.digits and number >= 0:
            return str(int(number)).zfill(style.digits)
        return int(number)

    def _date(self, number: float, stored: str) -> CellValue:
        from openpyxl.utils.datetime import (  # noqa: PLC0415 - and numpy, which a running bot never needs
            CALENDAR_MAC_1904,
            CALENDAR_WINDOWS_1900,
            from_excel,
        )

        try:
            moment = from_excel(number, CALENDAR_MAC_1904 if self.has_1904_dates else CALENDAR_WINDOWS_1900)
        except (ValueError, OverflowError):
            return Unreadable("cell_unreadable", stored)
        return moment if isinstance(moment, date) else Unreadable("cell_unreadable", stored)


def _walk(content: bytes) -> Iterator[tuple[int, int, ET.Element] | str | int]:
    """Yield every cell as (row, column, element), merged ranges as text, hidden rows by number; forget them then."""
    row = column = 0
    for event, element in ET.iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - no DTD
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "row":
                row, column = int(element.get("r", row + 1)), 0
                if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                    yield row
            continue
        if tag == "c":
            reference = element.get("r")
            row, column = _position(reference) if reference else (row, column + 1)
            yield row, column, element
            element.clear()
        elif tag == "row":
            element.clear()
        elif tag == "mergeCell":
            yield element.get("ref", "")
            element.clear()


def text_of(element: ET.Element) -> str:
    """Join the runs of a rich text, without the phonetic readings of East Asian workbooks."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            pieces.append(child.text or "")
        elif tag == "r":
            pieces.extend(run.text or "" for run in child if run.tag.endswith("}t"))
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Office writes a control character


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("not a cell reference")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _index(text: str) -> int:
    index = int(text)
    if index < 0:
        raise ValueError("an index below zero")
    return index


def _dense(cells: dict[int, CellValue]) -> tuple[CellValue, ...]:
    return tuple(cells.get(column) for column in range(1, max(cells, default=0) + 1))


def _touching(merged: list[str], last: int) -> tuple[str, ...]:
    """Keep the ranges that begin in a row with content; drop those that are none."""
    starts = ((text, _REFERENCE.match(text)) for text in merged)
    return tuple(text for text, start in starts if start is not None and int(start[2]) <= last)
