"""What ``khaosat doctor`` says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

STATES: Final = {"good": "✔", "warning": "!", "bad": "✘"}


@dataclass(frozen=True, slots=True)
class DoctorTexts:
    """The findings of an examination."""

    names: Mapping[str, str] = field(
        default_factory=lambda: {
            "settings": "Cấu hình",
            "database": "Cơ sở dữ liệu",
            "token": "Mã truy cập Telegram",
            "fetch": "Nhận tin gần nhất",
            "queue": "Hàng đợi gửi",
            "inbox": "Tin lỗi",
            "waves": "Các đợt",
            "jobs": "Báo cáo, tệp đang lập",
            "standards": "Tiêu chuẩn riêng",
            "consent": "Thông báo dữ liệu cá nhân",
            "holidays": "Lịch nghỉ lễ",
        }
    )
    well: str = "Mọi thứ hoạt động bình thường."
    unwell: str = "Có mục cần xử lý (dấu ✘)."
    current: str = "bản {version}"
    behind: str = "bản {version}, chương trình cần {head}: chạy khaosat db upgrade"
    ahead: str = "bản {version} mới hơn chương trình ({head}): cài chương trình mới hơn"
    tokenless: str = "chưa đặt KHAOSAT_TELEGRAM_TOKEN"
    good_account: str = "dùng được: @{username}"
    unchecked: str = "đã đặt, chưa kiểm tra được: {reason}"
    fetch_never: str = "chưa lần nào: trợ lý chưa chạy với cơ sở dữ liệu này"
    fetch_fresh: str = "cách đây {age}"
    fetch_stale: str = "cách đây {age}: trợ lý đang không chạy hoặc mất mạng"
    queue_empty: str = "trống"
    queue_line: str = "{lane}/{status}: {count} (cũ nhất {age})"
    queue_stuck: str = "{details}. Có tin đến hạn chờ quá lâu: trợ lý có đang chạy không?"
    dead_none: str = "không có"
    dead_some: str = "{count} tin đến gây lỗi, còn giữ trong bảng inbox"
    waves_none: str = "chưa có đợt nào"
    waves_counts: str = "chờ mở {planned}, đang mở {open}, đã đóng {closed}"
    waves_late: str = "{counts}; đợt {numbers} đã đến giờ mà chưa được mở hoặc đóng"
    jobs_none: str = "không có việc nào chờ"
    jobs_waiting: str = "việc cũ nhất chờ {age}"
    jobs_stuck: str = (
        "việc cũ nhất chờ {age}: trợ lý có đang chạy không? Nếu có, xem nhật ký rồi khởi động lại"
    )
    standards_none: str = "không đặt; dùng bộ kèm theo chương trình"
    standards_good: str = "{path}: đọc được"
    standards_nobody: str = (
        "{path}: đọc được, nhưng không có cán bộ nào thuộc đơn vị mã {units}; đề nghị xem lại mã"
    )
    blanks_none: str = "đã điền đủ"
    blanks: str = "còn trống: {names}; chưa mở được đợt nào"
    holidays_good: str = "có đến hết năm {year} ({count} ngày nghỉ năm nay)"
    holidays_bad: str = "tệp ngày nghỉ sai: {reason}"
    holidays_missing: str = "chưa có lịch nghỉ cho năm {years}: bổ sung bằng KHAOSAT_HOLIDAYS_FILE"
    minutes: str = "{count} phút"
    seconds: str = "{count} giây"
    hours: str = "{count} giờ"
    days: str = "{count} ngày"


TEXTS: Final = DoctorTexts()
