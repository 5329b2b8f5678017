"""The words of the workbooks of situations: the one to fill in, the one with the results."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SituationsTemplateTexts:
    """The workbook to fill in."""

    title: str = "Ngân hàng tình huống theo chức danh"
    lead: str = (
        "Mỗi tình huống một dòng. Chưa ghi người duyệt thì chưa gửi cho ai. Mỗi mã chỉ hỏi mỗi người một lần."
    )
    guide_sheet: str = "Hướng dẫn"
    lists_sheet: str = "Danh mục"
    guide: tuple[str, ...] = (
        "Mã tình huống: ngắn, không trùng, không đổi. Thứ tự dòng là thứ tự hỏi.",
        "Nhóm chức danh, lĩnh vực công tác: chọn trong danh mục, cách nhau bằng dấu chấm phẩy; để trống là mọi người.",
        "Năng lực: mã năng lực của phiếu (ví dụ c06), để kết quả thành nhu cầu trong kế hoạch.",
        "Từ hai đến năm phương án, dài gần bằng nhau; đáp án ghi A, B, C, D hoặc E.",
        "Người khác người soạn duyệt: ghi tên, ngày duyệt, ngày cuối còn dùng; khi ấy phải có đáp án, lý do, căn cứ.",
        "Dòng có chữ “Ví dụ” ở cột STT không được đọc.",
        "Lưu tệp rồi gửi vào khung chat. Trợ lý chỉ rõ từng ô cần sửa, chưa ghi gì trước khi được bấm đồng ý.",
    )


@dataclass(frozen=True, slots=True)
class SituationsResultTexts:
    """The workbook with the results."""

    choices_sheet: str = "Theo phương án"
    groups_sheet: str = "Theo nhóm"
    months_sheet: str = "Theo tháng"
    choices: tuple[str, ...] = (
        "Mã",
        "Tình huống",
        "Phương án",
        "Nội dung",
        "Đáp án",
        "Số người chọn",
        "Tỷ lệ",
    )
    groups: tuple[str, ...] = (
        "Mã",
        "Tình huống",
        "Nhóm chức danh",
        "Số người trả lời",
        "Chọn đúng ngay",
        "Tỷ lệ đúng",
    )
    months: tuple[str, ...] = ("Tháng", "Nhóm chức danh", "Số câu trả lời", "Tỷ lệ đúng")
    key_mark: str = "x"
    hidden: str = "ẩn"
    others: str = "Các nhóm khác"
    note: str = "Số liệu của dưới 5 người được ẩn. Câu trả lời đầu tiên của mỗi người; không nêu ai."


TEMPLATE: Final = SituationsTemplateTexts()
RESULTS: Final = SituationsResultTexts()
