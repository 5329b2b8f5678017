"""A file's bytes into sheets of cells, whatever the format, or the problem that stops it.

Text is NFC, stripped, with plain spaces. Every cell keeps where it stands: in a workbook its address, in a
.csv the address that a spreadsheet program shows, in Markdown the line of the file.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from surveys.problems import Place, Problem

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 100
SHEETS = ("survey", "choices", "settings")
"""The sheets that are read; any other is the author's own notes."""


class GridError(Exception):
    """The file cannot be read at all; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell: its text and its address, such as ``F12``."""

    text: str
    address: str


@dataclass(slots=True)
class Sheet:
    """One sheet: the header cells by column, and the filled rows, each with its cells by column."""

    name: str
    header: dict[int, Cell] = field(default_factory=dict)
    rows: list[dict[int, Cell]] = field(default_factory=list)

    def place(self, address: str = "") -> Place:
        """Return where a problem of this sheet stands."""
        return Place(self.name, address)

    def add(self, cells: dict[int, Cell]) -> None:
        """Take the next filled row: the first is the header."""
        if not cells:
            return
        if self.header:
            self.rows.append(cells)
        else:
            self.header = cells
        if len(self.rows) > MAX_ROWS:
            address = next(iter(cells.values())).address
            raise GridError(Problem("too_many_rows", Place(self.name, address), {"limit": str(MAX_ROWS)}))


def clean(text: str) -> str:
    """Return text in NFC, with plain spaces, stripped."""
    plain = text.replace("\xa0", " ").replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain).strip()


def read_cells(values: Sequence[str], row: int, *, first_column: int = 1) -> dict[int, Cell]:
    """Return the filled cells of a row; ``first_column`` is the number of the first value's column."""
    cells: dict[int, Cell] = {}
    for column, value in enumerate(values[:MAX_COLUMNS], first_column):
        if text := clean(value):
            cells[column] = Cell(text, f"{get_column_letter(column)}{row}")
    return cells


def read_grid(content: bytes, filename: str) -> dict[str, Sheet]:
    """Return the sheets ``survey``, ``choices``, ``settings`` that are there. Raises ``GridError``."""
    if not content.strip():
        raise GridError(Problem("file_empty"))
    if len(content) > MAX_BYTES:
        raise GridError(Problem("file_too_large", parameters={"limit": f"{MAX_BYTES // 1024 // 1024} MB"}))
    ending = filename.rpartition(".")[2].lower()
    if ending in ("xlsx", "xlsm"):
        from surveys.xlsform.workbook import read_workbook  # noqa: PLC0415 (openpyxl loads slowly)

        return read_workbook(content)
    if ending == "xls":
        raise GridError(Problem("workbook_old_format"))
    if ending == "csv":
        return _gather(_csv_rows(_decode(content)))
    if ending in ("md", "markdown"):
        return _gather(_markdown_rows(_decode(content)))
    raise GridError(Problem("file_type_unknown", parameters={"found": filename}))


def _decode(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise GridError(Problem("text_not_utf8", Place(cell=str(line)))) from None
    if "\0" in text:
        raise GridError(Problem("text_not_utf8"))
    return text


def _gather(rows: Iterable[tuple[str, dict[int, Cell]]]) -> dict[str, Sheet]:
    """Put the rows of a text file on their sheets; a row with a sheet's name begins that sheet."""
    sheets: dict[str, Sheet] = {}
    current: Sheet | None = None
    for name, cells in rows:
        if name:
            key = name.lower()
            current = sheets.setdefault(key, Sheet(key)) if key in SHEETS else Sheet(key)
        if current is not None:
            current.add(cells)
    return sheets


def _csv_rows(text: str) -> Iterator[tuple[str, dict[int, Cell]]]:
    """Yield (sheet name or ``''``, cells): the first column names the sheet, as pyxform has it."""
    head = text[:2000]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, values in enumerate(reader, 1):
            if values:
                yield clean(values[0]), read_cells(values[1:], number, first_column=2)
    except csv.Error:
        raise GridError(Problem("text_broken", Place(cell=str(reader.line_num)))) from None


_LINE = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"[\s|:\-]+")
_PIPE = re.compile(r"(?<!\\)\|")


def _markdown_rows(text: str) -> Iterator[tuple[str, dict[int, Cell]]]:
    r"""Yield (sheet name or ``''``, cells) of the table lines; the rest is prose. ``\|`` is a pipe."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None or _RULE.fullmatch(found[1]):
            continue
        values = [value.replace("\\|", "|").strip() for value in _PIPE.split(found[1])]
        yield clean(values[0]), read_cells(values[1:], number, first_column=2)
