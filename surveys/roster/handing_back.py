"""What an office receives back: its own list with the keys filled in, and a file of titles to fill in. Bytes out."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from surveys.problems import Problem
from surveys.roster.columns import COLUMNS
from surveys.roster.header import has_header, read_header
from surveys.roster.values import RosterRow
from surveys.spelling import fold_words
from surveys.titles import Titles, nearest_titles
from surveys.workbooks import read_workbook

_TITLE_PROBLEMS: Final = ("unknown_title", "misspelt_title")


def with_keys(content: bytes, filename: str, rows: Sequence[RosterRow]) -> bytes:
    """Return the office's workbook with a column "Mã" behind its table (or the one it has filled in), as .xlsx.

    The rest of an .xlsx stays as it is; of other files the values stay.
    """
    import openpyxl  # noqa: PLC0415 - heavy, and for this alone

    book = read_workbook(content, filename)
    assert not isinstance(book, list), book  # it was read before
    if content.startswith(b"PK"):
        target = openpyxl.load_workbook(io.BytesIO(content))
    else:
        target = openpyxl.Workbook()
        target.remove(target.worksheets[0])
        for sheet in book.sheets:
            page = target.create_sheet(sheet.name[:31])
            for cells in sheet.rows:
                page.append([cell if isinstance(cell, str | int | float | date) else None for cell in cells])
    for sheet in book.sheets:
        mine = [row for row in rows if row.sheet == sheet.name]
        if not mine or not has_header(sheet):
            continue
        table, _, _ = read_header(sheet)
        page = target[sheet.name[:31]]
        width = max(len(cells) for cells in sheet.rows[table.header_starts - 1 : table.header_ends])
        column = table.columns.get("roster_key", (width + 1,))[0]
        if "roster_key" not in table.columns:
            page.cell(table.header_starts, column, COLUMNS["roster_key"])
        for row in mine:
            page.cell(row.row, column, row.roster_key)
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


def titles_to_fill_in(problems: Iterable[Problem], titles: Titles, day: date | None) -> str:
    """Return a file of titles (YAML) with each unknown one: the nearest known beside it, its group to be chosen.

    Empty if no title is unknown.
    """
    wanted = dict.fromkeys(
        each.parameters["found"]
        for each in problems
        if each.code in _TITLE_PROBLEMS and "count" in each.parameters
    )
    lines = []
    for name in wanted:
        near = "; ".join(f"{code} = {titles.label(code)}" for code in nearest_titles(titles, name, day))
        lines += [f"  # {near}"] if near else []
        lines.append(f"  {_code_of(name)}: {{name: {_quoted(name)}, group: chuyen_mon}}")
    if not lines:
        return ""
    groups = ", ".join(f"{code} ({group.label})" for code, group in titles.groups.items())
    return "\n".join(
        [
            "# Chức danh chưa có trong danh mục. Với mỗi chức danh: chọn nhóm (group); nếu là cách viết khác của chức",
            "# danh đã có, thay dòng bằng:  mã: {spellings: [cách viết]}. Rồi đặt KHAOSAT_TITLES_FILE trỏ đến tệp này.",
            f"# Nhóm: {groups}",
            "schema: 1",
            "titles:",
            *lines,
            "",
        ]
    )


def _code_of(name: str) -> str:
    """Make a code of a name: "pho_truong_phong_le_tan"."""
    words = "_".join(fold_words(name).split())[:30].rstrip("_")
    return words if words[:1].isalpha() else f"cd_{words}"


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
