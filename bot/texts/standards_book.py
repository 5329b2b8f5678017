"""What is wrong with an office's workbook of standards, and what was understood in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

BOOK_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the sheet
        "book_no_header": (
            "Không tìm thấy dòng tiêu đề của biểu tiêu chuẩn trong 30 dòng đầu. Đề nghị lấy mẫu: /quantri, "
            "“Mẫu phiếu, tiêu chuẩn”, “Lấy mẫu biểu tiêu chuẩn” (bằng lệnh: khaosat standards template); "
            "biểu phải có các cột: {expected}."
        ),
        "book_missing_column": "Thiếu cột bắt buộc “{expected}”. Dòng tiêu đề hiện có: {found}. "
        "Đề nghị thêm cột, hoặc sửa tên cột cho đúng.",
        "book_column_twice": "Có hai cột cùng là “{found}” (ô {first} và ô này). Đề nghị chỉ giữ lại một cột.",
        "book_merged": "Các ô {found} bị gộp nên không rõ giá trị thuộc dòng hay cột nào. "
        "Đề nghị bỏ gộp ô và ghi giá trị vào từng ô.",
        "book_nothing": "Biểu chưa có dòng nào ghi tiêu chuẩn. Đề nghị điền ít nhất một dòng.",
        # one cell
        "book_title_missing": "Dòng có tiêu chuẩn nhưng chưa ghi chức danh. Đề nghị ghi chức danh vào ô này.",
        "book_title_unknown": (
            "Chức danh “{found}” không có trong danh mục; gần nhất: {nearest}. Đề nghị ghi lại. Nếu là "
            "chức danh riêng của cơ quan: gửi danh sách cán bộ có chức danh này vào khung chat trước, trợ "
            "lý sẽ hỏi thuộc nhóm nào."
        ),
        "book_title_unclear": "Chức danh “{found}” có thể là: {candidates}. Đề nghị ghi đầy đủ một chức danh.",
        "book_title_not_then": "Ngày {day} không có chức danh “{found}”. "
        "Đề nghị sửa chức danh, hoặc sửa “Từ ngày”.",
        "book_level_unknown": "“{found}” không có trong danh mục “{column}”. "
        "Đề nghị ghi một trong: {expected}; hoặc để trống nếu không yêu cầu.",
        "book_certificate_unknown": "“{found}” ở cột “{column}” không hiểu được. Đề nghị ghi “{expected}”, "
        "hoặc ghi rõ tên chứng chỉ và bậc.",
        "book_number_wrong": "“{found}” ở cột “{column}” chưa đúng. Đề nghị ghi một số từ {least} đến {most}; "
        "nam nữ khác nhau thì ghi: nam …, nữ ….",
        "book_day_missing": "Dòng đã xác nhận phải có “{column}”. Đề nghị ghi ngày tiêu chuẩn bắt đầu áp dụng.",
        "book_day_inexact": "“{found}” ở cột “{column}” chưa đủ ngày. Đề nghị ghi ngày/tháng/năm, ví dụ 01/07/2026.",
        "book_days_reversed": "Ngày kết thúc {last} trước ngày bắt đầu {first}. Đề nghị xem lại hai ngày.",
        "book_scope_unknown": "Không có đơn vị “{found}” trong danh sách cán bộ. Đề nghị ghi “Toàn tỉnh”, tên hoặc "
        "mã đơn vị đã có; nếu chưa nạp danh sách cán bộ thì ghi mã đơn vị (ví dụ 09496), hoặc nạp danh sách trước.",
        "book_scope_misspelt": "Không có đơn vị “{found}” trong danh sách cán bộ; có phải là “{nearest}”? Đề nghị ghi "
        "“Toàn tỉnh”, tên hoặc mã đơn vị đã có.",
        "book_scope_unclear": "“{found}” có thể là nhiều đơn vị: {candidates}. Đề nghị ghi mã đơn vị.",
        "book_basis_missing": "Dòng đã xác nhận phải có “{column}”. "
        "Đề nghị ghi số, ngày của văn bản quy định tiêu chuẩn này.",
        "book_basis_example": "“{found}” ở cột “{column}” là chữ của ví dụ, không phải văn bản có thật. Đề nghị ghi "
        "số, ngày của văn bản quy định tiêu chuẩn này; chưa có thì chọn “Cần xác minh”.",
        "book_status_missing": "Dòng có tiêu chuẩn nhưng chưa ghi tình trạng. Đề nghị chọn một trong: {expected}. "
        "Chỉ dòng đã xác nhận được dùng để rà soát.",
        "book_status_unknown": "Tình trạng “{found}” không hiểu được. Đề nghị chọn một trong: {expected}.",
        # what cells say together
        "book_row_twice": "Tiêu chuẩn của chức danh “{title}” ở cùng phạm vi và cùng thời gian đã ghi ở ô {first}. "
        "Đề nghị giữ một dòng, hoặc sửa phạm vi, ngày.",
        "book_no_regime": "Ngày {day} không có quy định nào điều chỉnh chức danh “{title}”. Đề nghị xem lại “Từ ngày”.",
        "book_outlives": "Dòng này bắt đầu khi còn áp dụng {basis}, hết hiệu lực ngày {last}. Đề nghị ghi “Đến ngày” "
        "không sau {last}; phần sau đó ghi thành dòng riêng, từ ngày {next}.",
        "book_elsewhere": "Chức danh “{title}” theo quy định riêng ({basis}, {clause}), không đặt tiêu chuẩn ở đây "
        "được. Đề nghị bỏ dòng này.",
        "book_may_not_raise": "{basis} không cho địa phương quy định khác. Đề nghị bỏ dòng này.",
        "book_lowered": "“{demanded}” ở cột “{column}” cho chức danh “{title}” thấp hơn “{standard}” mà {basis}, "
        "{clause} yêu cầu. Địa phương chỉ được quy định bằng hoặc cao hơn; đề nghị sửa lại.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.standards.book.PROBLEM_PARAMETERS`` lists."""

BOOK_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "book_header": "Dòng tiêu đề: dòng {found}.",
        "book_column": "Cột “{found}” hiểu là {meant}.",
        "book_ignored_column": "Không đọc cột “{found}”.",
        "book_ignored_sheet": "Không đọc trang ẩn “{found}”.",
        "book_example": "“{found}” là ví dụ, không đọc.",
        "book_ignored_row": "Không đọc dòng “{found}”: không phải chức danh và không ghi tiêu chuẩn.",
        "book_understood": "Cột “{column}”: “{found}” hiểu là {meant} ({count} ô).",
        "book_several_titles": "“{found}” hiểu là nhiều chức danh cùng một tiêu chuẩn: {meant}.",
        "book_everywhere": "{count} dòng không ghi phạm vi: hiểu là toàn tỉnh.",
        "book_unit_not_held": "Mã đơn vị {found} chưa có trong danh sách đơn vị; tiêu chuẩn vẫn được giữ cho mã này.",
        "book_to_verify": "{count} chức danh còn “Cần xác minh”, CHƯA được dùng để rà soát: {titles}.",
        "book_without_rule": "{count} chức danh chưa ghi tiêu chuẩn, chưa đối chiếu được: {titles}.",
        "book_empty_cells": "{count} ô tiêu chuẩn để trống ở các dòng đã xác nhận: hiểu là không yêu cầu.",
    }
)
"""Note code -> sentence with the parameters that ``surveys.standards.book.NOTE_PARAMETERS`` lists."""


@dataclass(frozen=True, slots=True)
class StandardsBookTexts:
    """What ``khaosat standards`` says."""

    template_written: str = (
        "Đã ghi {path}: {count} chức danh. Điền, xác nhận từng dòng, rồi chạy: khaosat standards check {path}"
    )
    wrong: str = "Biểu tiêu chuẩn {path} có {count} chỗ cần sửa, chưa lưu gì:"
    good: str = "Biểu đọc được: {count} tiêu chuẩn đã xác nhận. Nạp bằng: khaosat standards import TỆP"
    good_but_open: str = (
        "Biểu đọc được nhưng chưa có dòng nào “Đã xác nhận”: chưa nạp được, chưa dùng để rà soát."
    )
    nothing_confirmed: str = (
        "Chưa có dòng nào “Đã xác nhận”, chưa lưu gì. Đề nghị đối chiếu văn bản, chọn tình trạng rồi nạp lại."
    )
    imported: str = "Đã nạp bản số {number}: {count} tiêu chuẩn, dùng để rà soát từ ngày {as_of}."
    imported_before: str = "Biểu này đã được nạp: bản số {number}, {count} tiêu chuẩn, từ ngày {as_of}."
    none: str = "Chưa nạp biểu tiêu chuẩn nào. Lấy mẫu bằng: khaosat standards template --out bieu.xlsx"
    unknown: str = (
        "Không có bản tiêu chuẩn số {number} đang dùng được. Đề nghị xem số bằng: khaosat standards list"
    )
    file_written: str = "Đã ghi {path}: đúng tệp của bản số {number}."
    withdrawn: str = "Đã thôi dùng bản số {number}."
    used_now: str = "Từ nay rà soát theo bản số {number}."
    none_used: str = "Không còn bản nào được dùng cho hôm nay."
    state_used: str = "đang dùng"
    state_older: str = "bản cũ hoặc chưa đến ngày"
    state_withdrawn: str = "đã thôi dùng"
    list_columns: tuple[str, ...] = (
        "Bản số",
        "Nạp lúc",
        "Dùng từ ngày",
        "Tiêu chuẩn",
        "Tệp",
        "Dấu",
        "Tình trạng",
    )
    show_columns: tuple[str, ...] = ("Chức danh", "Phạm vi", "Thời gian", "Yêu cầu", "Căn cứ")


TEXTS: Final = StandardsBookTexts()
