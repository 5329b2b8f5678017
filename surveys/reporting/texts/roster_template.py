"""The words of the empty list of officials: its head, its sheets, how each column is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_CERTIFICATE: Final = "Ghi tên chứng chỉ hoặc đánh dấu x; không có thì để trống."
_COLUMNS: Final = MappingProxyType(
    {
        "number": "Số thứ tự; không bắt buộc.",
        "roster_key": "Để trống thì phần mềm cấp mã và trả lại danh sách có mã. Đã có mã thì giữ nguyên.",
        "full_name": "Bắt buộc. Ghi đủ họ, đệm, tên; không ghi học vị trước tên.",
        "title": "Bắt buộc. Chức danh chính đang giữ; chọn trong danh mục, hoặc ghi như quyết định.",
        "title_kiem": "Nếu có; nhiều chức danh cách nhau bằng dấu phẩy.",
        "unit": "Bắt buộc. Xã, phường, đặc khu nơi công tác.",
        "birth": "Ngày/tháng/năm, ví dụ 02/09/1975; không rõ ngày thì ghi năm: 1975.",
        "gender": "Nam hoặc Nữ.",
        "ethnicity": "Không bắt buộc. Kinh, hoặc tên dân tộc; chỉ lưu là dân tộc thiểu số hay không, và chỉ để đếm.",
        "title_since": "Ngày/tháng/năm, tháng/năm hoặc năm được bầu, bổ nhiệm vào chức danh hiện nay.",
        "field_of_work": "Của người làm chuyên môn: quyết định những năng lực được hỏi.",
        "edu": "Giáo dục phổ thông cao nhất đã học xong.",
        "qual": "Trình độ cao nhất đã có bằng.",
        "major": "Ngành ghi trên bằng cao nhất.",
        "pol": "Cao nhất đã có bằng hoặc xác nhận tương đương.",
        "qlnn": "Chương trình cao nhất đã học xong.",
        "cert_tin": _CERTIFICATE,
        "cert_nn": _CERTIFICATE,
        "cert_qpan": _CERTIFICATE,
        "cert_dtts": _CERTIFICATE,
        "phone": "Một số di động của chính người đó. Không bắt buộc.",
        "note": "Ghi tự do; chỉ cơ quan xem.",
    }
)


@dataclass(frozen=True, slots=True)
class RosterTemplateTexts:
    """What stands on the sheets. ``columns``: attribute -> how its column is filled in, in their order."""

    sheet: str = "Danh sách"
    country: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto: str = "Độc lập – Tự do – Hạnh phúc"
    title: str = "DANH SÁCH CÁN BỘ, CÔNG CHỨC CẤP XÃ"
    as_of: str = "(Tính đến ngày {day})"
    page: str = "Trang {page}/{pages}"
    columns: Mapping[str, str] = field(default_factory=lambda: _COLUMNS)
    lead: tuple[str, ...] = (
        (
            "Mỗi người một dòng ở trang “Danh sách”, ngay dưới dòng tiêu đề. Cột có danh mục thì bấm vào ô để chọn; "
            "ghi như cơ quan quen viết cũng được (ĐH, TC, 12/12, …)."
        ),
        (
            "Không đổi tên cột. Cột không dùng thì xóa cả cột: điều đang lưu của cột đó được giữ nguyên; để trống ô "
            "thì điều đang lưu bị xóa."
        ),
        (
            "Ghi xong, gửi tệp cho người vận hành chạy thử: khaosat roster import TỆP.xlsx --dry-run. "
            "Bỏ --dry-run thì mới lưu."
        ),
        "Đã có danh sách riêng thì không cần mẫu này: phần mềm đọc danh sách như cơ quan vẫn lập.",
    )
    column_head: tuple[str, str] = ("Cột", "Cách ghi")


TEXTS: Final = RosterTemplateTexts()
