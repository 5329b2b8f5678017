"""The words of the briefing's workbook of actions and of the document that tells its conclusions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class ActionsBookTexts:
    """The workbook: one table, the people to choose from, how to fill it in."""

    sheet: str = "Việc"
    people_sheet: str = "Người"
    title: str = "Biểu việc giao ban {day}"
    mark: str = "Mã buổi: {round}"
    guide: str = (
        "Việc mới: để trống cột Mã. Người làm: chọn trong danh sách. Hạn: ngày/tháng/năm. "
        "Xong thì ghi x ở cột Đã xong."
    )
    columns: Mapping[str, str] = field(
        default_factory=lambda: {
            "number": "Mã",
            "text": "Nội dung việc",
            "owner": "Người làm",
            "due": "Hạn",
            "done": "Đã xong",
            "report": "Kết quả",
        }
    )
    people_column: str = "Người của ba bên"
    done: str = "x"
    spellings: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "number": ("mã việc",),
            "text": ("nội dung", "việc", "công việc"),
            "owner": ("người thực hiện", "đơn vị thực hiện", "phụ trách"),
            "due": ("thời hạn", "hạn hoàn thành"),
            "done": ("xong", "hoàn thành"),
            "report": ("ghi chú", "kết quả thực hiện"),
        }
    )
    yes: tuple[str, ...] = ("x", "có", "rồi", "xong", "đã xong", "hoàn thành")


ACTIONS_BOOK: Final = ActionsBookTexts()


@dataclass(frozen=True, slots=True)
class LetterTexts:
    """THÔNG BÁO kết luận giao ban."""

    type: str = "Thông báo"
    subject: str = "Kết luận giao ban công tác cán bộ và đào tạo, bồi dưỡng\nngày {day}"
    opening: str = (
        "Ngày {day}, {office} tổ chức giao ban định kỳ giữa cơ quan quản lý cán bộ, cơ sở đào tạo, bồi dưỡng "
        "và {communes}. Sau khi nghe các bên báo cáo và trao đổi, hội nghị thống nhất như sau:"
    )
    office: str = "cơ quan"
    communes: str = "các xã"
    decisions: str = "Kết luận"
    actions: str = "Nhiệm vụ và thời hạn"
    actions_lead: str = "Các việc sau đây được giao, gồm {count} việc:"
    caption: str = "Phân công thực hiện"
    columns: tuple[str, ...] = ("TT", "Nội dung việc", "Người, đơn vị thực hiện", "Hạn")
    earlier: str = "Việc của các buổi trước chưa xong"
    earlier_lead: str = "Còn {count} việc của các buổi trước, đề nghị tiếp tục thực hiện:"
    following: str = "Kết quả được báo tại buổi giao ban sau, ngày {day}."
    ending: str = "Trên đây là thông báo kết luận giao ban, đề nghị các cơ quan, đơn vị thực hiện"
    none: str = "–"


LETTER: Final = LetterTexts()
