"""Many rows put into a workbook that xlsxwriter laid out: their cells as the XML of a worksheet, a row at a time.

xlsxwriter looks at every cell anew, which costs six times as much as the writing. Here a cell's XML can be made
once and used again (a choice's label stands in thousands of rows), and a row is one string. What is written is what
xlsxwriter writes: inline strings and numbers (ECMA-376 part 1, 18.3.1.4).
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from xlsxwriter.utility import xl_col_to_name

from surveys.reporting.sheets import readable

Cell = str
"""The XML of a cell after its reference; empty where there is none."""

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of a workbook, where the clock has no zone
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f]|_x[0-9a-fA-F]{4}_")
_SPACE_AT_END: Final = re.compile(r"^\s|\s$")
_LEVEL: Final = 6
_BLOCK: Final = 1 << 20


def text_cell(text: str) -> Cell:
    """Return a cell of text, whatever it begins with; none for an empty one."""
    text = readable(text)
    if not text:
        return ""
    if _CONTROL.search(text):
        text = _CONTROL.sub(_escaped, text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if _SPACE_AT_END.search(text) else ""
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    """Write a control character as _x0001_, and what only looks like that so that it stays what it is."""
    sign = found[0]
    return f"_x{ord(sign):04X}_" if len(sign) == 1 else f"_x005F{sign}"


def number_cell(number: float, style: int = 0) -> Cell:
    """Return a cell of a number in a style of the workbook (see ``styles_of``)."""
    styled = f' s="{style}"' if style else ""
    return f"{styled}><v>{number:.16G}</v></c>"


def date_cell(day: date, style: int) -> Cell:
    """Return a cell of a day, or of a local moment, from 1 March 1900 on."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001
    since = moment - _EPOCH
    return number_cell(since.days + since.seconds / 86400, style)


class RowStream:
    """The rows of one worksheet under its first one, kept in a temporary file until they are put in."""

    def __init__(self, width: int) -> None:
        self._starts = [f'<c r="{xl_col_to_name(column)}' for column in range(width)]
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - ``put_rows`` closes it
        self._pending: list[str] = []
        self.count = 1
        self.width = width

    def append(self, cells: Iterable[Cell]) -> None:
        """Add a row, its cells from the first column on."""
        self.count += 1
        number = self.count
        content = [
            f'{start}{number}"{cell}' for start, cell in zip(self._starts, cells, strict=False) if cell
        ]
        self._pending.append(f'<row r="{number}">{"".join(content)}</row>')
        if len(self._pending) >= 500:
            self._flush()

    def _flush(self) -> None:
        self._file.write("".join(self._pending).encode())
        self._pending.clear()

    def copy_to(self, target: zipfile.ZipFile, name: str, before: bytes, after: bytes) -> None:
        """Write the worksheet: what stands before the rows, the rows, what stands after them."""
        self._flush()
        self._file.seek(0)
        with target.open(name, "w") as sheet:
            sheet.write(before)
            while block := self._file.read(_BLOCK):
                sheet.write(block)
            sheet.write(after)
        self._file.close()


_SECOND_ROW: Final = re.compile(rb'<row r="2".*</row>')
_STYLE: Final = re.compile(rb' s="(\d+)"')
_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')


def styles_of(layout: bytes, sheet: int) -> list[int]:
    """Return the styles of the cells in the second row of a worksheet (1 is the first): a row that only shows them."""
    with zipfile.ZipFile(io.BytesIO(layout)) as book:
        found = _SECOND_ROW.search(book.read(_sheet_name(sheet)))
    return [int(style) for style in _STYLE.findall(found[0])] if found else []


def put_rows(layout: bytes, streams: Mapping[int, RowStream]) -> bytes:
    """Return the workbook with rows put under the first one of worksheets, by number; a second row is left out."""
    made = io.BytesIO()
    by_name = {_sheet_name(number): stream for number, stream in streams.items()}
    with (
        zipfile.ZipFile(io.BytesIO(layout)) as book,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as target,
    ):
        for part in book.infolist():
            content = book.read(part)
            stream = by_name.get(part.filename)
            if stream is None:
                target.writestr(part, content, zipfile.ZIP_DEFLATED)
                continue
            last = f"{xl_col_to_name(stream.width - 1)}{stream.count}"
            content = _DIMENSION.sub(f'<dimension ref="A1:{last}"/>'.encode(), _SECOND_ROW.sub(b"", content))
            before, after = content.split(b"</sheetData>")
            stream.copy_to(target, part.filename, before, b"</sheetData>" + after)
    return made.getvalue()


def _sheet_name(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"
