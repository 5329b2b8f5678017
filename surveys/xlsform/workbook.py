"""A workbook (.xlsx, or .xls of old Excel) into sheets of cells. A zip is weighed before anything in it is opened."""

import io
import warnings
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl

from surveys.problems import Problem
from surveys.workbooks import Limits, Unreadable, read_old_excel
from surveys.xlsform.grid import MAX_COLUMNS, MAX_ROWS, GridError, Sheet, form_sheets, read_cells
from surveys.xlsform.parcel import MAX_UNPACKED, is_too_heavy

MAX_PARTS = 2000
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_PROBLEMS = {"file_has_password": Problem("workbook_encrypted")}


def read_workbook(content: bytes) -> dict[str, Sheet]:
    """Return the form's sheets; the bytes tell which Excel wrote them. Raises ``GridError``."""
    if content.startswith(_OLE):
        return _read_old(content)
    _weigh(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it leaves out
            return _read(content)
    except GridError:
        raise
    except Exception as error:  # noqa: BLE001 (a broken workbook fails in openpyxl in any way it likes)
        raise GridError(Problem("workbook_broken", parameters={"reason": type(error).__name__})) from None


def _weigh(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise GridError(Problem("not_a_workbook")) from None
    if is_too_heavy(parts) or len(parts) > MAX_PARTS:
        raise GridError(
            Problem("workbook_too_heavy", parameters={"limit": f"{MAX_UNPACKED // 1024 // 1024} MB"})
        )
    if any(part.flag_bits & 1 for part in parts):
        raise GridError(Problem("workbook_encrypted"))
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise GridError(Problem("not_a_workbook"))


def _read_old(content: bytes) -> dict[str, Sheet]:
    if _ENCRYPTED in content:
        raise GridError(Problem("workbook_encrypted"))
    book = read_old_excel(content, Limits())
    if isinstance(book, list):
        raise GridError(*(_OLD_PROBLEMS.get(problem.code, problem) for problem in book))
    rows = {found.name: found.rows for found in reversed(book.sheets)}  # of one name the first counts
    sheets: dict[str, Sheet] = {}
    for key, name in form_sheets(rows).items():
        sheets[key] = sheet = Sheet(name.strip(), key=key)
        for number, row in enumerate(rows[name], 1):
            sheet.add(read_cells([_text(value) for value in row], number))
    return sheets


def _read(content: bytes) -> dict[str, Sheet]:
    values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        return {
            key: _read_sheet(Sheet(title.strip(), key=key), values[title], written[title])
            for key, title in form_sheets(values.sheetnames).items()
        }
    finally:
        values.close()
        written.close()


def _read_sheet(sheet: Sheet, values: Any, written: Any) -> Sheet:
    for number, row in enumerate(_rows(values), 1):
        sheet.add(read_cells([_text(value) for value in row], number))
    filled = {cell.address for row in (sheet.header, *sheet.rows) for cell in row.values()}
    empty = [
        Problem("formula_without_value", sheet.place(cell.address), {"found": cell.text[:60]})
        for number, row in enumerate(_rows(written), 1)
        for cell in read_cells([_text(getattr(value, "text", value)) for value in row], number).values()
        if cell.text.startswith("=") and cell.address not in filled
    ]
    if empty:
        raise GridError(*empty)
    return sheet


def _rows(sheet: Any) -> Any:
    sheet.reset_dimensions()  # a sheet may claim a million rows
    return sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)


def _text(value: object) -> str:
    """Write a value as the author sees it: ``3.0`` as 3, a day as ISO."""
    if value is None:
        return ""
    if isinstance(value, Unreadable):
        return value.shown
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
