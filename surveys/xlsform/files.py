"""A form file's bytes into sheets of cells, or the problem that stops it: workbook, .csv or Markdown tables."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from surveys.problems import Place, Problem
from surveys.workbooks import find_delimiter, plain_text, shown_name
from surveys.xlsform.grid import Cell, GridError, Sheet, clean, form_sheets, read_cells
from surveys.xlsform.workbook import read_workbook

MAX_BYTES = 10 * 1024 * 1024


def read_grid(content: bytes, filename: str) -> dict[str, Sheet]:
    """Return the sheets ``survey``, ``choices``, ``settings`` that are there. Raises ``GridError``."""
    if not content.strip():
        raise GridError(Problem("file_empty"))
    if len(content) > MAX_BYTES:
        raise GridError(Problem("file_too_large", parameters={"limit": f"{MAX_BYTES // 1024 // 1024} MB"}))
    ending = filename.rpartition(".")[2].lower()
    if ending in ("xlsx", "xlsm", "xls"):
        return read_workbook(content)
    if ending == "csv":
        return _gather(_csv_rows(_decode(content)))
    if ending in ("md", "markdown"):
        return _gather(_markdown_rows(_decode(content)))
    raise GridError(Problem("file_type_unknown", parameters={"found": shown_name(filename)}))


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
    found: dict[str, Sheet] = {}
    current: Sheet | None = None
    for name, cells in rows:
        if name:
            current = found.setdefault(name.lower(), Sheet(name.lower()))
        if current is not None:
            current.add(cells)
    return {key: replace(found[name], key=key) for key, name in form_sheets(found).items()}


def _csv_rows(text: str) -> Iterator[tuple[str, dict[int, Cell]]]:
    """Yield (sheet name or ``''``, cells): the first column names the sheet, as pyxform has it."""
    delimiter, rest = find_delimiter(text)
    skipped = text.count("\n") - rest.count("\n")
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)
    try:
        for number, values in enumerate(reader, 1):
            if values:
                yield clean(values[0]), _without_formulas(read_cells(values[1:], number, first_column=2))
    except csv.Error:
        raise GridError(Problem("text_broken", Place(cell=str(reader.line_num + skipped)))) from None


def _without_formulas(cells: dict[int, Cell]) -> dict[int, Cell]:
    """Read ``="01"`` as 01; any other formula is a problem, as it is in a workbook."""
    for column, cell in cells.items():
        plain = plain_text(cell.text)
        if plain is None:
            raise GridError(
                Problem("formula_without_value", Place(cell=cell.address), {"found": cell.text[:60]})
            )
        cells[column] = Cell(plain, cell.address)
    return {column: cell for column, cell in cells.items() if cell.text}


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
