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
            "zalo": "Mã truy cập Zalo",
            "writing": "Ghi dữ liệu",
            "disk": "Chỗ trống trên đĩa",
            "files": "Quyền đọc tệp",
            "clock": "Đồng hồ",
            "process": "Trợ lý đang chạy",
            "conflict": "Chương trình khác",
            "delivery": "Telegram giao tin",
            "retention": "Xóa theo thời hạn",
            "fetch": "Nhận tin gần nhất",
            "queue": "Hàng đợi gửi",
            "inbox": "Tin lỗi",
            "waves": "Các đợt",
            "jobs": "Báo cáo, tệp đang lập",
            "titles": "Chức danh",
            "standards": "Tiêu chuẩn riêng",
            "budgets": "Tin nhắn trong tháng",
            "consent": "Thông báo dữ liệu cá nhân",
            "holidays": "Lịch nghỉ lễ",
        }
    )
    well: str = "Mọi thứ hoạt động bình thường."
    worst: str = "{mark} {name}: {detail}."
    remedy: str = "Cần làm: {remedy}"
    writable: str = "ghi được"
    not_writable: str = "không ghi được: {reason}"
    disk_elsewhere: str = "không đo được: chưa có thư mục dữ liệu trên máy này"
    disk_free: str = "còn {free} MB (cơ sở dữ liệu {size} MB)"
    disk_full: str = "chỉ còn {free} MB (cơ sở dữ liệu {size} MB)"
    files_private: str = "chỉ tài khoản này đọc được"
    files_exposed: str = "tài khoản khác trên máy đọc được: {names}"
    clock_one: str = "dùng đồng hồ của máy này"
    clock_agrees: str = "khớp với máy chủ cơ sở dữ liệu"
    clock_apart: str = "lệch {age} so với máy chủ cơ sở dữ liệu"
    process: str = "máy {host}, tiến trình {pid}"
    process_none: str = "không chạy"
    process_never: str = "chưa chạy lần nào với cơ sở dữ liệu này"
    conflict_none: str = "không có"
    conflict: str = (
        "một chương trình khác đang dùng cùng mã truy cập (409 hoặc webhook bị thay, cách đây {age})"
    )
    delivery_good: str = "đến webhook của cơ quan; {count} tin đang chờ"
    delivery_unset: str = "chưa đặt webhook: Telegram không giao tin đến đâu cả"
    delivery_elsewhere: str = "đến địa chỉ khác: {url}"
    delivery_failed: str = "lần giao lỗi gần nhất cách đây {age}: {error}; {count} tin đang chờ"
    retention_never: str = "chưa đến lượt"
    retention_done: str = "cách đây {age}"
    retention_late: str = "hơn một ngày chưa thực hiện được"
    current: str = "bản {version}"
    behind: str = "bản {version}, chương trình cần {head}: chạy khaosat db upgrade"
    ahead: str = "bản {version} mới hơn chương trình ({head}): cài chương trình mới hơn"
    tokenless: str = "chưa đặt KHAOSAT_TELEGRAM_TOKEN"
    page_alone: str = "không cần: không dùng Telegram, chỉ dùng {url}"
    good_account: str = "dùng được: @{username}"
    unchecked: str = "đã đặt, chưa kiểm tra được: {reason}"
    fetch_never: str = "chưa lần nào"
    fetch_fresh: str = "cách đây {age}"
    fetch_stale: str = "cách đây {age}"
    fetch_unreachable: str = "cách đây {age}, dù trợ lý đang chạy: không liên lạc được với Telegram"
    fetch_unreachable_ever: str = "chưa lần nào, dù trợ lý đang chạy: không liên lạc được với Telegram"
    queue_empty: str = "trống"
    queue_line: str = "{lane}/{status}: {count} (cũ nhất {age})"
    queue_stuck: str = "{details}; có tin đến hạn từ {age} trước mà chưa được gửi"
    queue_hanging: str = "{details}; {count} tin gửi dở quá lâu"
    dead_none: str = "không có"
    dead_some: str = "{count} tin đến gây lỗi, lần cuối cách đây {age}"
    waves_none: str = "chưa có đợt nào"
    waves_counts: str = "chờ mở {planned}, đang mở {open}, đã đóng {closed}"
    waves_unopened: str = "đợt {numbers} đã đến giờ mà chưa mở"
    waves_unclosed: str = "đợt {numbers} đã quá hạn mà chưa đóng"
    jobs_none: str = "không có việc nào chờ"
    jobs_waiting: str = "việc cũ nhất chờ {age}"
    titles_good: str = "{file}; mọi cán bộ trong danh sách giữ chức danh đang có"
    titles_built_in: str = "dùng danh mục kèm theo chương trình"
    titles_own: str = "{path}: đọc được"
    titles_unknown: str = (
        "{file}; {count} người giữ chức danh không có trong danh mục: {titles}; đề nghị bổ sung tệp chức danh"
    )
    titles_ended: str = "{file}; {count} người giữ chức danh đã hết: {titles}; đề nghị nạp danh sách mới"
    standards_none: str = "không đặt; dùng bộ kèm theo chương trình"
    standards_good: str = "{path}: đọc được"
    standards_version: str = "biểu của cơ quan: bản số {number}"
    standards_no_version: str = "chưa nạp biểu tiêu chuẩn của cơ quan"
    standards_nobody: str = (
        "{path}: đọc được, nhưng không có cán bộ nào thuộc đơn vị mã {units}; đề nghị xem lại mã"
    )
    blanks_none: str = "đã điền đủ"
    blanks: str = "còn trống: {names}; không hỏi được ai"
    holidays_good: str = "có đến hết năm {year} ({count} ngày nghỉ năm nay)"
    holidays_bad: str = "tệp ngày nghỉ sai: {reason}"
    holidays_missing: str = "chưa có lịch nghỉ cho năm {years}: bổ sung bằng KHAOSAT_HOLIDAYS_FILE"
    minutes: str = "{count} phút"
    seconds: str = "{count} giây"
    hours: str = "{count} giờ"
    days: str = "{count} ngày"


@dataclass(frozen=True, slots=True)
class ZaloTexts:
    """What is found about the bots on Zalo."""

    good: str = "dùng được: {count} bot"
    wrong: str = "mã thứ {place} (bot {bot}) bị từ chối"
    twice: str = "bot {bot} có nhiều hơn một mã"
    silent: str = "mã thứ {place} (bot {bot}): chưa kiểm tra được"
    secretless: str = "có KHAOSAT_ZALO_WEBHOOK_URL mà chưa đặt KHAOSAT_ZALO_WEBHOOK_SECRET"


ZALO: Final = ZaloTexts()
REMEDIES: Final[Mapping[str, str]] = {
    "settings": "sửa cấu hình trong tệp .env hoặc biến môi trường, rồi chạy lại khaosat doctor.",
    "token": "lấy mã từ @BotFather và ghi vào tệp .env (KHAOSAT_TELEGRAM_TOKEN=…).",
    "zalo": "sửa KHAOSAT_ZALO_TOKENS trong tệp .env: mỗi bot một mã; webhook thì cần mã bí mật.",
    "writing": "xem đĩa có đầy không, tài khoản chạy trợ lý có quyền ghi không, có chương trình nào đang khóa không.",
    "disk": "dọn đĩa hoặc chuyển thư mục dữ liệu sang đĩa khác; đĩa đầy thì câu trả lời không được nhận.",
    "files": "chạy: chmod go= {names}",
    "clock": "đặt lại đồng hồ của máy này và của máy chủ cơ sở dữ liệu (bật đồng bộ giờ).",
    "process": "chạy: khaosat run (hoặc khởi động lại dịch vụ).",
    "conflict": (
        "tìm và dừng chương trình kia (máy khác, bản sao cũ); không thấy thì đổi mã truy cập bằng /revoke ở @BotFather."
    ),
    "delivery": (
        "xem tên miền, chứng chỉ, cổng và máy chủ trung gian (Caddy) của KHAOSAT_TELEGRAM_WEBHOOK_URL; tin chờ được"
        " giao lại khi thông."
    ),
    "delivery_elsewhere": "khởi động trợ lý: trợ lý tự đặt lại; không được thì xem mục “Chương trình khác”.",
    "fetch": "xem mạng của máy này và KHAOSAT_TELEGRAM_BASE_URL; trợ lý tự chạy tiếp khi có mạng.",
    "queue": "xem nhật ký của trợ lý; nếu không có gì, khởi động lại.",
    "inbox": "xem nhật ký lúc ấy và báo người phát triển; người gửi đã được xin lỗi và có thể trả lời lại.",
    "jobs": "xem nhật ký của trợ lý, rồi khởi động lại.",
    "waves": "xem trợ lý có đang chạy không và nhật ký nói gì (thông báo dữ liệu cá nhân có đủ không).",
    "budgets": "thêm bot (KHAOSAT_ZALO_TOKENS) hoặc nâng gói; đến 100% thì lời mời và lời nhắc chờ sang tháng sau.",
    "retention": "xem nhật ký của trợ lý (dòng “tick retain”), rồi khởi động lại.",
    "consent": "điền các mục ấy vào tệp .env rồi khởi động lại trợ lý.",
}
"""What to do about a finding that is not good."""

TEXTS: Final = DoctorTexts()
