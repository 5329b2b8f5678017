"""Which column holds which attribute: the header of a roster, in any order, with or without accents."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.problems import problem
from surveys.spelling import fold_words
from surveys.workbooks import CellValue, Sheet, cell_name

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roster_key": "Mã",
        "full_name": "Họ và tên",
        "title": "Chức danh",
        "unit": "Đơn vị",
        "unit_code": "Mã đơn vị",
        "parent": "Đơn vị cấp trên",
        "birth": "Ngày sinh",
        "gender": "Giới tính",
        "title_since": "Ngày giữ chức danh",
        "edu": "Trình độ văn hóa",
        "qual": "Trình độ chuyên môn",
        "major": "Chuyên ngành",
        "pol": "Lý luận chính trị",
        "qlnn": "Quản lý nhà nước",
        "cert": "Chứng chỉ",
        "phone": "Điện thoại",
        "note": "Ghi chú",
    }
)
"""Attribute -> the header that we write ourselves and name in problems."""

REQUIRED: Final = ("roster_key", "full_name", "title", "unit")

_ALSO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roster_key": "ma so|ma can bo|ma cb|ma cbcc|ma so can bo|roster key",
        "full_name": "ho ten|ho va ten khai sinh|ho va ten can bo|full name",
        "title": "chuc vu|chuc danh chuc vu|chuc vu chuc danh|chuc danh hien nay"
        "|chuc danh dang dam nhiem|title",
        "unit": "don vi cong tac|xa|xa thi tran|xa phuong thi tran|xa phuong|ten don vi|unit",
        "unit_code": "ma dv|ma xa|ma don vi hanh chinh|ma dvhc",
        "parent": "cap tren|don vi truc thuoc|truc thuoc|huyen|huyen thi xa",
        "birth": "nam sinh|ngay thang nam sinh|ngay sinh nam sinh|ngay thang sinh|sinh ngay|ns",
        "gender": "gioi|nam nu",
        "title_since": "ngay giu chuc vu|thoi gian giu chuc danh|ngay bo nhiem|nam giu chuc danh"
        "|ngay giu chuc danh hien nay|tu ngay",
        "edu": "trinh do giao duc pho thong|giao duc pho thong|gdpt|van hoa|trinh do van hoa pho thong|tdvh",
        "qual": "chuyen mon|trinh do cm|tdcm|chuyen mon nghiep vu"
        "|trinh do chuyen mon nghiep vu|trinh do dao tao",
        "major": "nganh|nganh dao tao|chuyen nganh dao tao|nganh chuyen nganh|nganh hoc",
        "pol": "llct|trinh do ly luan chinh tri|trinh do llct|ly luan ct|chinh tri",
        "qlnn": "qlnn|trinh do quan ly nha nuoc|trinh do qlnn|boi duong quan ly nha nuoc|boi duong qlnn",
        "cert": "chung chi boi duong|cac chung chi|tin hoc ngoai ngu",
        "phone": "so dien thoai|sdt|dt|dien thoai di dong|di dong|so dt|so di dong|dtdd",
        "note": "chu thich",
    }
)
_ATTRIBUTE_OF: Final[Mapping[str, str]] = MappingProxyType(
    {words: attribute for attribute, also in _ALSO.items() for words in also.split("|")}
    | {fold_words(header): attribute for attribute, header in COLUMNS.items()}
)
_LONGEST_HEADER = 200  # characters; no header is longer
_HEADER_SEARCH = 15  # rows in which a misplaced header is looked for


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a header: ``columns`` attribute -> column (1-based)."""

    sheet: Sheet
    columns: Mapping[str, int]

    def value(self, row: int, attribute: str) -> CellValue:
        """Return the cell of a 1-based row, None where the file has no such column."""
        column = self.columns.get(attribute, 0)
        cells = self.sheet.rows[row - 1]
        return cells[column - 1] if 0 < column <= len(cells) else None

    def place(self, row: int, attribute: str) -> Place:
        """Say where an attribute of a row stands."""
        return Place(self.sheet.name, cell_name(row, self.columns.get(attribute, 1)))

    def is_blank(self, row: int) -> bool:
        """Say whether a row holds nothing in any column that is read."""
        return all(self.value(row, attribute) is None for attribute in self.columns)


def recognise(cells: tuple[CellValue, ...]) -> dict[str, list[int]]:
    """Return the attributes that a row of headers names, each with its columns (1-based)."""
    found: dict[str, list[int]] = {}
    for column, value in enumerate(cells, start=1):
        is_short = isinstance(value, str) and len(value) <= _LONGEST_HEADER
        attribute = _ATTRIBUTE_OF.get(fold_words(str(value))) if is_short else None
        if attribute:
            found.setdefault(attribute, []).append(column)
    return found


def is_header(cells: tuple[CellValue, ...]) -> bool:
    """Say whether a row looks like the header of a roster: it names two of the required columns."""
    return len(set(recognise(cells)) & set(REQUIRED)) >= 2


def read_header(sheet: Sheet) -> tuple[Table, list[Problem], list[Problem]]:
    """Read row 1: the table, problems (missing or double columns, merged cells), notes (columns not read)."""
    header = sheet.rows[0] if sheet.rows else ()
    found = recognise(header)
    table = Table(sheet, {attribute: columns[0] for attribute, columns in found.items()})
    problems = _check_columns(sheet, found)
    problems += [_merged(sheet.name, area) for area in sheet.merged]
    read = {column for columns in found.values() for column in columns}
    notes = [
        problem("ignored_column", Place(sheet.name, cell_name(1, column)), found=value[:_LONGEST_HEADER])
        for column, value in enumerate(header, start=1)
        if isinstance(value, str) and column not in read
    ]
    return table, problems, notes


def _check_columns(sheet: Sheet, found: Mapping[str, list[int]]) -> list[Problem]:
    missing = [attribute for attribute in REQUIRED if attribute not in found]
    lower = next((row for row in range(2, _HEADER_SEARCH + 1) if is_header(_row(sheet, row))), 0)
    if lower and len(missing) > 2:
        return [problem("header_not_first", Place(sheet.name, cell_name(lower, 1)), found=str(lower))]
    seen = ", ".join(f"“{value[:_LONGEST_HEADER]}”" for value in _row(sheet, 1) if isinstance(value, str))
    problems = [
        problem(
            "missing_column",
            Place(sheet.name, cell_name(1, 1)),
            expected=COLUMNS[attribute],
            found=seen or "–",
        )
        for attribute in missing
    ]
    problems += [
        problem(
            "duplicate_column",
            Place(sheet.name, cell_name(1, columns[1])),
            found=COLUMNS[attribute],
            first=cell_name(1, columns[0]),
        )
        for attribute, columns in found.items()
        if len(columns) > 1
    ]
    return problems


def _row(sheet: Sheet, row: int) -> tuple[CellValue, ...]:
    return sheet.rows[row - 1] if row <= len(sheet.rows) else ()


def _merged(sheet: str, area: str) -> Problem:
    start = area.partition(":")[0]
    is_in_header = start.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "1"
    return problem("merged_header" if is_in_header else "merged_cells", Place(sheet, start), found=area)
