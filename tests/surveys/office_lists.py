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

# fmt: off
BODIES_THAT_TITLES_REPEAT = one(
    ["STT", "Họ và tên", "Chức vụ", "Đơn vị"], ["I. Văn phòng Đảng ủy"],
    [1, "Lê Văn An", "Chánh Văn phòng", XA], [2, "Vũ Thị Bình", "Chuyên viên Văn phòng", XA],
    ["II. Đoàn Thanh niên"], [3, "Đỗ Văn Cung", "Phó Bí thư", XA],
    ["III. Văn phòng HĐND và UBND"], [4, "Hà Thị Dung", "Chánh Văn phòng", XA],
    ["IV. Đảng ủy"], [5, "Mai Văn Em", "Phó Bí thư", XA],
    people=5,
)
# fmt: on

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
    "three_row_header": one(
        *MOTTO, ["DANH SÁCH TRÍCH NGANG"],
        ["STT", "Họ và tên", "Ngày, tháng, năm sinh", None, "Dân tộc", "Chức danh", "Trình độ đào tạo", *[None] * 4],
        [None, None, "Nam", "Nữ", None, None, "GDPT", "Chuyên môn", None, "LLCT", "Đảng viên"],
        [*[None] * 7, "Trình độ", "Chuyên ngành", None, None],
        [str(number) for number in range(1, 12)],
        ["I", "Xã Lương Tài"],
        [1, A[0], "02/9/1975", None, "Kinh", A[1], "12/12", "ĐH", "Luật", "CC", "x"],
        [2, B[0], None, "1980", "Tày", B[1], "12/12", "Thạc sĩ", "Quản lý công", "TC", None],
        merged=("A4:A6", "B4:B6", "C4:D4", "C5:C6", "D5:D6", "E4:E6", "F4:F6", "G4:K4", "G5:G6", "H5:I5", "J5:J6"),
    ),
    "levels_to_be_ticked": one(
        ["TT", *PLAIN, "Lý luận chính trị", None, None, "Giới tính", None],
        [*[None] * 4, "Sơ cấp", "Trung cấp", "Cao cấp", "Nam", "Nữ"],
        [1, *A, XA, None, None, "x", "x", None],
        [2, *B, XA, None, "X", None, None, "x"],
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:I1"),
    ),
    "titles_by_body": one(
        ["TT", "Họ và tên", "Chức vụ", None, None, "Đơn vị"],
        [None, None, "Đảng", "Chính quyền", "Đoàn thể", None],
        [1, A[0], "Bí thư", "Chủ tịch HĐND", None, XA],
        [2, B[0], "Đảng ủy viên", None, "Chủ tịch UBMTTQ", XA],
        merged=("A1:A2", "B1:B2", "C1:E1", "F1:F2"),
    ),
    "unit_in_the_title_cell": one(
        ["STT", "Họ và tên cán bộ, công chức", "Chức vụ, đơn vị công tác"],
        [1, A[0], "Bí thư Đảng ủy xã Lương Tài, Chủ tịch HĐND xã"],
        [2, B[0], "Chủ tịch UBND xã Lương Tài"],
    ),
    "header_on_every_page": one(
        ["STT", *PLAIN], ["(1)", "(2)", "(3)", "(4)"], [1, *A, XA],
        ["STT", *PLAIN], ["(1)", "(2)", "(3)", "(4)"], [2, *B, XA], *SIGNED,
    ),
    "signatures_between_two_parts": one(
        [*PLAIN], [*A, XA], ["Người lập biểu", "Thủ trưởng đơn vị"], ["Ngô Văn K", "Trần Văn L"], [], [*PLAIN], [*B, XA]
    ),
    "sections_in_capitals": one(
        ["STT", *PLAIN[:2]], [None, "XÃ LƯƠNG TÀI"], [None, "CÁN BỘ"], [1, *A], [None, "CÔNG CHỨC"], [2, *B]
    ),
    "bare_names_as_sections": one(
        ["TT", *PLAIN[:2]], ["I", "Lương Tài"], [1, *A], ["II", "Lâm Thao: 1 người"], [1, *B], ["Cộng", 2],
        units=frozenset({"Xã Lương Tài", "Xã Lâm Thao"}),
    ),
    "departments_as_units": one(
        ["UBND XÃ LƯƠNG TÀI"], ["TT", "Họ và tên", "Chức vụ", "Đơn vị công tác"],
        [1, A[0], "Trưởng phòng", "Phòng Kinh tế"], [2, B[0], "Chuyên viên", "Văn phòng Đảng ủy"],
        units=frozenset({"Phòng Kinh tế", "Văn phòng Đảng ủy"}),
    ),
    "departments_in_a_column": one(
        ["UBND XÃ LƯƠNG TÀI"], ["TT", "Họ và tên", "Chức vụ", "Phòng, ban"],
        [1, A[0], "Trưởng phòng", "Phòng Kinh tế"], [2, B[0], "Chuyên viên", "Văn phòng Đảng ủy"],
    ),
    "sheets_named_loosely": OfficeList(
        {"1. Lương Tài": [["STT", *PLAIN[:2]], [1, *A]], "XA LAM THAO (2)": [["STT", *PLAIN[:2]], [1, *B]]},
        units=frozenset({"Xã Lương Tài", "Xã Lâm Thao"}),
    ),
    "numbers_with_sums": one(
        ["TT", *PLAIN, "Ghi chú"], ["(1)", "(2)", "(3)", "(4)", "5=3+4"], [1, *A, XA], [2, *B, XA]
    ),
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
