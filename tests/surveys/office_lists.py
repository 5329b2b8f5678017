"""Lists laid out as Vietnamese offices lay them out: rows of cells, merged areas, sheets. Nobody in them exists."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl

MOTTO: Sequence[Sequence[Any]] = (
    ["ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [None, None, None, "Độc lập - Tự do - Hạnh phúc"],
)
SIGNED: Sequence[Sequence[Any]] = (
    [],
    ["Người lập biểu", None, None, "TM. ỦY BAN NHÂN DÂN"],
    [None, None, None, "CHỦ TỊCH"],
    [None, None, None, "Ngô Văn K"],
)


@dataclass(frozen=True)
class OfficeList:
    """A workbook by sheets; ``people`` is how many officials are in it, ``units`` where they serve."""

    sheets: Mapping[str, Sequence[Sequence[Any]]]
    people: int = 2
    units: frozenset[str] = frozenset({"Xã Lương Tài"})
    merged: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def content(self) -> bytes:
        """The workbook's bytes."""
        book = openpyxl.Workbook()
        del book["Sheet"]
        for name, rows in self.sheets.items():
            page = book.create_sheet(name)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row, start=1):
                    page.cell(number, column, value)
            for area in self.merged.get(name, ()):
                page.merge_cells(area)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()


def one(*rows: Sequence[Any], name: str = "Sheet1", merged: Sequence[str] = (), **told: Any) -> OfficeList:
    """A list on one sheet."""
    return OfficeList({name: rows}, merged={name: merged}, **told)


A = ["Lê Văn An", "Trưởng phòng Kinh tế"]
B = ["Vũ Thị Bình", "Chuyên viên phòng Kinh tế"]
XA = "Xã Lương Tài"
PLAIN = ("Họ và tên", "Chức vụ", "Đơn vị")

LISTS: Mapping[str, OfficeList] = {
    "title_rows": one(
        *MOTTO, [], ["DANH SÁCH CÁN BỘ"], ["(kèm theo Công văn số 12)"], [],
        ["STT", *PLAIN], [1, *A, XA], [2, *B, XA],
    ),
    "two_row_header": one(
        ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Trình độ", None, None],
        [None, None, None, None, "Chuyên môn", "LLCT", "QLNN"],
        [1, *A, XA, "ĐH Luật", "Cao cấp", "CVC"],
        [2, *B, XA, "Đại học", "TC", "CV"],
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"),
    ),
    "two_row_header_not_merged": one(
        ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Trình độ", None, None],
        [None, None, None, None, "CM", "LLCT", "Tin học"],
        [1, *A, XA, "ĐH", "CC", "B"],
        [2, *B, XA, "ĐH", "TC", "ƯDCNTT cơ bản"],
    ),
    "birth_by_gender": one(
        ["TT", "Họ tên", "Năm sinh", None, "Chức danh", "Cơ quan"],
        [None, None, "Nam", "Nữ", None, None],
        [1, A[0], 1975, None, A[1], XA],
        [2, B[0], None, 1990, B[1], XA],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"),
    ),
    "column_numbers": one(["STT", *PLAIN], ["(1)", "(2)", "(3)", "(4)"], [1, *A, XA], [2, *B, XA]),
    "letters_and_numbers": one(["STT", *PLAIN], ["A", "B", 1, 2], [1, *A, XA], [2, *B, XA]),
    "section_rows_of_units": one(
        ["STT", "Họ và tên", "Chức vụ"], ["I", "Xã Lương Tài"], [1, *A], ["II", "Xã Lâm Thao"], [1, *B],
        units=frozenset({"Xã Lương Tài", "Xã Lâm Thao"}),
    ),
    "section_rows_in_one_cell": one(
        ["STT", "Họ và tên", "Chức vụ"], ["I. Xã Lương Tài"], [1, *A], ["II. Xã Lâm Thao"], [1, *B],
        units=frozenset({"Xã Lương Tài", "Xã Lâm Thao"}), merged=("A2:C2", "A4:C4"),
    ),
    "blocs_and_departments": one(
        ["STT", "Họ và tên", "Chức vụ", "Đơn vị"], ["A. KHỐI CHÍNH QUYỀN"], ["1. Phòng Kinh tế"],
        [1, "Lê Văn An", "Trưởng phòng", XA], [2, "Vũ Thị Bình", "Chuyên viên", XA],
    ),
    "total_and_signatures": one(["STT", *PLAIN], [1, *A, XA], [2, *B, XA], ["Tổng cộng: 02 người"], *SIGNED),
    "sheet_per_commune": OfficeList(
        {"Lương Tài": [["STT", *PLAIN[:2]], [1, *A]], "Xã Lâm Thao": [["STT", *PLAIN[:2]], [1, *B]]},
        units=frozenset({"Xã Lương Tài", "Xã Lâm Thao"}),
    ),
    "unit_in_the_title": one(
        ["DANH SÁCH CÁN BỘ, CÔNG CHỨC XÃ LƯƠNG TÀI"], ["STT", *PLAIN[:2]], [1, *A], [2, *B]
    ),
    "name_in_two_columns": one(
        ["STT", "Họ và tên đệm", "Tên", "Chức vụ", "Đơn vị"],
        [1, "Lê Văn", "An", A[1], XA],
        [2, "Vũ Thị", "Bình", B[1], XA],
    ),
    "two_titles": one(
        ["STT", *PLAIN], [1, A[0], "Bí thư Đảng ủy, Chủ tịch HĐND", XA], [2, B[0], "PBT TT - CT HĐND", XA]
    ),
    "certificates_apart": one(
        ["STT", *PLAIN, "Tin học", "Ngoại ngữ", "QP-AN"],
        [1, *A, XA, "IC3", "Anh B1", "ĐT 3"],
        [2, *B, XA, "Chưa", None, "x"],
    ),
    "unit_merged_down": one(["STT", *PLAIN], [1, *A, XA], [2, *B, None], merged=("D2:D3",)),
    "footnotes_in_the_header": one(
        ["Số TT", "Họ và tên (1)", "Chức vụ (ghi rõ)", "Đơn vị công tác"], [1, *A, XA], [2, *B, XA]
    ),
}  # fmt: skip
"""By name of the habit."""

NINE = one(
    ["TT", "Họ và tên", "Chức vụ", "Xã"],
    [1, "Đỗ Văn Cường", "Bí thư Đảng ủy, Chủ tịch HĐND", "Lương Tài"],
    [2, "Ngô Thị Dung", "Trưởng Ban Xây dựng Đảng", "Lương Tài"],
    [3, "Bùi Đức Hải", "Chủ nhiệm Ủy ban Kiểm tra", "Lương Tài"],
    [4, "Lê Thu Hà", "Chánh Văn phòng HĐND và UBND", "Lương Tài"],
    [5, "Phạm Văn Khánh", "Trưởng phòng Kinh tế", "Lương Tài"],
    [6, "Vũ Thị Lan", "Chuyên viên phòng Kinh tế", "Lâm Thao"],
    [7, "Trần Hữu Mạnh", "Giám đốc Trung tâm Phục vụ hành chính công", "Lâm Thao"],
    [8, "Đặng Thị Nga", "Phó Chủ tịch UBND", "Lâm Thao"],
    [9, "Hoàng Văn Phúc", "Chỉ huy trưởng Ban CHQS", "Lâm Thao"],
    people=9,
    units=frozenset({"Xã Lương Tài", "Xã Lâm Thao"}),
)
"""Nine officials of two communes as they are since 01/7/2025."""
