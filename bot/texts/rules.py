"""What is said of the office's standards, forms and titles: how they are sent, what a workbook of standards changes."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RulesTexts:
    """The card of what the office sets, the dry run of a workbook of standards."""

    button: str = "Mẫu phiếu, tiêu chuẩn"
    card: str = (
        "**Mẫu phiếu, tiêu chuẩn, chức danh của cơ quan**\n"
        "{forms}\n"
        "{rules}\n"
        "\n"
        "{Dc} gửi vào đây mẫu phiếu (XLSForm) hoặc biểu tiêu chuẩn đã điền. Trợ lý xem thử và cho biết sẽ "
        "thay đổi gì; chỉ ghi khi {dc} đồng ý."
    )
    elsewhere: str = (
        "**Mẫu phiếu, tiêu chuẩn, chức danh của cơ quan**\n"
        "{forms}\n"
        "{rules}\n"
        "\n"
        "Ở đây chưa gửi được tệp. {Dc} mở khung chat với trợ lý trên ứng dụng nhắn tin gửi được tệp, rồi "
        "gửi vào đó."
    )
    not_all: str = (
        "Mẫu phiếu, tiêu chuẩn và chức danh là của mọi đơn vị. Đề nghị liên hệ người có quyền với cả cơ quan."
    )
    forms_line: str = "Mẫu phiếu đang có: {forms}."
    forms_none: str = "Chưa có mẫu phiếu nào."
    rules_line: str = "Tiêu chuẩn đang dùng: bản số {number}, {count} tiêu chuẩn, từ ngày {day}."
    rules_none: str = "Chưa nạp biểu tiêu chuẩn nào."
    template_buttons: tuple[tuple[str, str], ...] = (
        ("r", "Lấy mẫu biểu tiêu chuẩn"),
        ("f", "Lấy mẫu phiếu có sẵn"),
        ("l", "Lấy mẫu danh sách trống"),
    )
    template_queued: str = "Đang làm tệp mẫu; tệp sẽ gửi ngay vào đây."
    template_waiting: str = "Tệp mẫu đang được làm, sẽ gửi ngay vào đây."
    rules_caption: str = (
        "Mẫu biểu tiêu chuẩn: mỗi chức danh một dòng. {Dc} điền căn cứ, chọn tình trạng từng dòng rồi "
        "gửi lại vào đây."
    )
    list_caption: str = "Mẫu danh sách cán bộ: {dc} điền mỗi người một dòng rồi gửi lại vào đây."
    form_caption: str = (
        "Mẫu phiếu “{title}”, phiên bản {version}. {Dc} sửa (nhớ ghi phiên bản mới ở trang settings) rồi "
        "gửi lại vào đây."
    )

    dry: str = (
        "**Xem thử biểu tiêu chuẩn “{name}”**: {count} tiêu chuẩn đã xác nhận, dùng để rà soát từ ngày {day}. "
        "Chưa ghi gì."
    )
    against: str = "So với bản số {number} đang dùng:"
    first: str = "Cơ quan chưa có bản nào trước đây."
    added: str = "Thêm"
    changed: str = "Thay đổi"
    gone: str = "Thôi áp dụng"
    no_change: str = "Không có tiêu chuẩn nào khác đi."
    line: str = "{title}, {scope}: {said}"
    changed_line: str = "{rule}; trước là {before}"
    more: str = "… và {count} nữa"
    understood: str = "Hiểu là:"
    all_lines: str = "Xem thử “{name}”: đủ mọi dòng."
    withdrawn_before: str = "Bản tiêu chuẩn số {number} đã thôi dùng từ trước."
    nothing_confirmed: str = (
        "Biểu chưa có dòng nào “Đã xác nhận” nên chưa ghi gì. {Dc} đối chiếu văn bản, chọn tình trạng rồi "
        "gửi lại."
    )


TEXTS: Final = RulesTexts()
