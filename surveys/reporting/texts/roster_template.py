"""The words of the empty list of officials: sheets, hints, what each column is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_COLUMNS: Final = MappingProxyType(
    {
        "number": ("STT", "Không bắt buộc; phần mềm không đọc."),
        "roster_key": (
            "Mã",
            "Để trống: phần mềm cấp mã và trả lại danh sách có mã. Đã có mã thì giữ nguyên.",
        ),
        "full_name": ("Họ và tên", "Bắt buộc. Ghi đủ họ, đệm, tên; không ghi học vị trước tên."),
        "title": (
            "Chức danh",
            "Bắt buộc. Chức danh chính đang giữ; chọn trong danh sách hoặc ghi như quyết định.",
        ),
        "title_kiem": ("Chức danh kiêm nhiệm", "Nếu có; nhiều chức danh cách nhau bằng dấu phẩy."),
        "unit": ("Đơn vị", "Bắt buộc. Xã, phường, đặc khu nơi công tác."),
        "birth": (
            "Ngày sinh",
            "Ngày/tháng/năm, ví dụ 02/9/1975; không rõ ngày thì ghi năm. Dùng để nhận ra từng người.",
        ),
        "gender": ("Giới tính", "Nam hoặc Nữ."),
        "title_since": (
            "Ngày giữ chức danh",
            "Ngày/tháng/năm hoặc năm được bầu, bổ nhiệm vào chức danh hiện nay.",
        ),
        "field_of_work": (
            "Lĩnh vực công tác",
            "Của người làm chuyên môn: quyết định những năng lực được hỏi.",
        ),
        "edu": ("Trình độ văn hóa", "Giáo dục phổ thông cao nhất đã học xong."),
        "qual": ("Trình độ chuyên môn", "Cao nhất đã có bằng."),
        "major": ("Chuyên ngành", "Ngành ghi trên bằng cao nhất."),
        "pol": ("Lý luận chính trị", "Cao nhất đã có bằng hoặc xác nhận tương đương."),
        "qlnn": ("Quản lý nhà nước", "Chương trình cao nhất đã học xong."),
        "cert_tin": ("Tin học", "Ghi tên chứng chỉ hoặc đánh dấu x; không có thì để trống."),
        "cert_nn": ("Ngoại ngữ", "Ghi tên chứng chỉ hoặc đánh dấu x; không có thì để trống."),
        "cert_qpan": ("Quốc phòng – an ninh", "Ghi tên chứng chỉ hoặc đánh dấu x; không có thì để trống."),
        "phone": ("Điện thoại", "Số di động, để nhận ra người khi họ gửi số của mình. Không bắt buộc."),
        "note": ("Ghi chú", "Chỉ cơ quan xem."),
    }
)


@dataclass(frozen=True, slots=True)
class RosterTemplateTexts:
    """The sheets of the workbook and what stands on them. ``columns``: heading and what it is for, by attribute."""

    sheet: str = "Danh sách"
    guide_sheet: str = "Hướng dẫn"
    lists_sheet: str = "Danh mục"
    columns: Mapping[str, tuple[str, str]] = field(default_factory=lambda: _COLUMNS)
    lead: tuple[str, ...] = (
        "Mỗi người một dòng, từ dòng 2 của trang “Danh sách”. Ô có danh mục thì bấm vào ô để chọn; ghi khác cũng được.",
        "Ghi xong, chạy thử: khaosat roster import TỆP.xlsx --dry-run. Bỏ --dry-run thì mới lưu.",
        "Đã có danh sách riêng thì không cần mẫu này: phần mềm đọc danh sách như cơ quan vẫn lập.",
    )
    column_head: tuple[str, str] = ("Cột", "Cách ghi")


TEXTS: Final = RosterTemplateTexts()
