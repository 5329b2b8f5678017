"""Roster files for the tests: good ones by row, and workbooks with whatever XML a sheet should hold."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl

from surveys.problems import Problem
from surveys.roster import Roster, RosterRow, read_roster

REQUIRED = ("Mã", "Họ và tên", "Chức danh", "Đơn vị")
PERSON = {"Mã": "1", "Họ và tên": "Nguyễn Văn An", "Chức danh": "Chủ tịch UBND", "Đơn vị": "Xã Phú Hòa"}


def as_csv(header: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """A .csv as Excel writes it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(*rows: Sequence[Any], sheet: str = "Danh sách", merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet, written by openpyxl (formulas have no stored value)."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_sheet(content: bytes, sheet_xml: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The same workbook with other XML in one part."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, sheet_xml if entry.filename == part else old.read(entry))
    return buffer.getvalue()


def sheet_xml(rows: str, dimension: str = "A1:B2") -> bytes:
    """A worksheet's XML around its rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


def people(*persons: dict[str, Any]) -> bytes:
    """A workbook with a row per person: what is not given is as in ``PERSON``, keys count up."""
    header = list(REQUIRED) + sorted({name for person in persons for name in person} - set(REQUIRED))
    rows = []
    for number, person in enumerate(persons, start=1):
        known = PERSON | {"Mã": str(number)} | person
        rows.append([known.get(name) for name in header])
    return as_xlsx(header, *rows)


def problems_of(content: bytes, filename: str = "danh-sach.xlsx") -> list[Problem]:
    """The problems of a bad file."""
    found = read_roster(content, filename)
    assert isinstance(found, list), found
    return found


def codes_of(content: bytes, filename: str = "danh-sach.xlsx") -> list[str]:
    """The codes of the problems of a bad file, in reading order."""
    return [problem.code for problem in problems_of(content, filename)]


def roster_of(content: bytes, filename: str = "danh-sach.xlsx") -> Roster:
    """The roster of a clean file."""
    found = read_roster(content, filename)
    assert isinstance(found, Roster), found
    return found


def official_of(**cells: Any) -> RosterRow:
    """One official whose cells are given by header with _ for spaces."""
    return roster_of(people({name.replace("_", " "): value for name, value in cells.items()})).rows[0]


def cell_problem(**cells: Any) -> Problem:
    """The only problem of one official's row."""
    (found,) = problems_of(people({name.replace("_", " "): value for name, value in cells.items()}))
    return found
