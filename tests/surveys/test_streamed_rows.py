"""Rows put into a workbook are those that xlsxwriter itself would have written."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.reporting.sheets import write_text
from surveys.reporting.streamed_rows import (
    Cell,
    RowStream,
    date_cell,
    number_cell,
    put_rows,
    styles_of,
    text_cell,
)

SHAPES = ("dd/mm/yyyy", "dd/mm/yyyy hh:mm")


def layout(*rows: list[Any]) -> bytes:
    """Make a workbook of a header and rows, all by xlsxwriter; without rows the second one shows the styles."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("A")
        day, moment = (book.add_format({"num_format": shape}) for shape in SHAPES)
        for column, title in enumerate(("a", "b", "c")):
            sheet.write_string(0, column, title)
        for column, style in enumerate((day, moment), start=3):
            sheet.write_blank(0, column, None, style)  # styles are numbered as they are met
        for column, style in enumerate((day, moment) if not rows else ()):
            sheet.write_number(1, column, 0, style)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    write_text(sheet, number, column, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write_number(number, column, value)
    return buffer.getvalue()


def streamed(*rows: list[Any]) -> bytes:
    """Make the same workbook with the rows put in."""
    empty = layout()
    day, moment = styles_of(empty, 1)
    stream = RowStream(3)

    def cell(value: Any) -> Cell:
        if isinstance(value, str):
            return text_cell(value)
        if isinstance(value, date):
            return date_cell(value, moment if isinstance(value, datetime) else day)
        return number_cell(value)

    for row in rows:
        stream.append([cell(value) for value in row])
    return put_rows(empty, {1: stream})


def xml_of(content: bytes) -> str:
    """Return a worksheet's XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


CELLS = (
    st.text(max_size=6)
    | st.sampled_from(
        ["=1+1", " a ", "a\nb", "a\tb", "\x01\r", "_x0041_", "_x00", "<&>\"'", "\ud800\uffff", "d" * 33_000]
    )
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e9, 1e9)
    | st.dates(date(1900, 3, 1), date(2100, 1, 1))
    | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS).map(list), min_size=1, max_size=4))
def test_the_xml_is_that_of_xlsxwriter(rows: list[list[Any]]) -> None:
    """Text, numbers and dates come out letter by letter as xlsxwriter writes them, empty ones nowhere."""
    ours = xml_of(streamed(*rows)).partition("<sheetData>")[2]
    theirs = xml_of(layout(*rows)).partition("<sheetData>")[2]
    is_empty = {f'<row r="{number}"></row>' for number in range(2, len(rows) + 2)}
    for row in is_empty:
        ours = ours.replace(row, "")
    assert ours == theirs


def test_the_workbook_opens_with_its_size() -> None:
    """A reader that trusts the declared size finds every row; what only showed the styles is gone."""
    rows = [["x", number, date(2026, 12, number)] for number in range(1, 30)]
    content = streamed(*rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["A"]
    found: list[list[Any]] = [list(row) for row in sheet.iter_rows(values_only=True, max_col=3)]
    assert sheet.calculate_dimension() == "A1:C30"
    assert found[0] == ["a", "b", "c"]
    assert [row[:2] for row in found[1:]] == [row[:2] for row in rows]
    assert [row[2].date() for row in found[1:]] == [row[2] for row in rows]
