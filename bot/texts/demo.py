"""What the demo prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OUTCOME_WORDS: Final[Mapping[str, str]] = {
    "completed": "Hoàn thành",
    "partial": "Trả lời một phần (từ một nửa câu bắt buộc)",
    "breakoff": "Bỏ dở",
    "refused": "Từ chối",
    "unreachable": "Không liên lạc được",
    "silent": "Im lặng (đã xác nhận, chưa trả lời)",
    "unlinked": "Chưa xác nhận tài khoản",
}


@dataclass(frozen=True, slots=True)
class DemoTexts:
    """Progress, figures, disagreements."""

    field_period: str = "Đợt khảo sát"
    crashed: str = "  Máy chủ bị bỏ ngang lúc {at}; bản mới chạy tiếp trên cùng cơ sở dữ liệu."
    figures: str = "Kết quả đợt khảo sát mô phỏng (20/4 – 08/5/2015)"
    outcome: str = "Kết quả"
    persons: str = "Số người"
    officials: str = "Cộng, ở {units} đơn vị"
    response_rate: str = "Tỉ lệ trả lời"
    refusal_rate: str = "Tỉ lệ từ chối, bỏ dở"
    counted: str = (
        "{answers} câu trả lời; {reminders} tin nhắc; {outside} tin ngoài giờ hành chính; "
        "{duplicates} câu ghi trùng; {lost} câu bị mất."
    )
    files: str = "Các tệp: {folder}/ (answers.xlsx, answers.csv, summary.json, survey.sqlite3, chat-*.txt)"
    disagreement: str = "KHÔNG KHỚP – {what}: điện thoại thấy {phones}, cơ sở dữ liệu ghi {tables}"
    finished: str = "số người thấy phiếu đã gửi"
    refused: str = "số người đã từ chối"
    never_linked: str = "số người chưa xác nhận"
    reminded: str = "số tin nhắc"
    sum_of_outcomes: str = "tổng các kết quả"
    lost: str = "câu trả lời bị mất"
    duplicated: str = "câu trả lời ghi trùng"
    out_of_hours: str = "tin gửi ngoài giờ hành chính"
    serving: str = (
        "Mở {url} trên trình duyệt để thử như một cán bộ (điện thoại mô phỏng).\n"
        "Mã cá nhân để thử: {codes}\nMã quản trị: {admin}\nDừng bằng Ctrl+C."
    )


TEXTS: Final = DemoTexts()
