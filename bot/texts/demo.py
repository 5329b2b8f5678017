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
QUALITY_HEADS: Final[Mapping[str, str]] = {"qual": "Chuyên môn", "pol": "Lý luận chính trị"}
QUALITY_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "qual": {"dh": "đại học", "cd": "cao đẳng", "tc": "trung cấp", "sc": "sơ cấp nghề"},
    "pol": {"cc": "cao cấp", "tc": "trung cấp", "sc": "sơ cấp"},
}
REGIME_WORDS: Final[Mapping[str, str]] = {
    "qd04_2004": "QĐ 04/2004/QĐ-BNV",
    "nd33_2023": "NĐ 33/2023/NĐ-CP",
    "luat80_2025": "tiêu chuẩn mẫu của cơ quan (mô phỏng)",
}
STATES: Final[Mapping[str, str]] = {
    "registered": "chưa kết nối",
    "queued": "đã kết nối",
    "contacted": "chưa trả lời",
    "started": "đang trả lời",
    "partial": "đã trả lời quá nửa",
    "completed": "đã gửi phiếu",
    "refused": "không tham gia",
    "failed": "không nhận được tin",
}
PURPOSES: Final[Mapping[str, str]] = {"invitation": "Mời trả lời", "reminder": "Nhắc thêm"}
CHANNELS: Final[Mapping[str, str]] = {"telegram": "Telegram", "web": "trang khảo sát", "zalo": "Zalo"}
RESULTS: Final[Mapping[str, str]] = {
    "sent": "đã gửi",
    "failed": "không gửi được",
    "unknown": "chưa rõ đã đến chưa",
    "dropped": "không gửi nữa",
}


@dataclass(frozen=True, slots=True)
class DemoTexts:
    """Progress, figures, disagreements."""

    field_period: str = "Đợt khảo sát"
    crashed: str = "  Máy chủ bị bỏ ngang vào {at}; bản mới chạy tiếp trên cùng cơ sở dữ liệu."
    figures: str = "Kết quả đợt khảo sát mô phỏng ({opens} – {closes})"
    outcome: str = "Kết quả"
    persons: str = "Số người"
    officials: str = "Cộng, ở {units} đơn vị"
    response_rate: str = "Tỉ lệ trả lời, kể cả phiếu đã trả lời từ một nửa"
    refusal_rate: str = "Tỉ lệ từ chối, bỏ dở"
    by_channel: str = "Kết nối qua: {parts}."
    on_channel: str = "{channel} {count} người"
    linked_on: str = "số người kết nối qua {channel}"
    counted: str = (
        "{answers} câu trả lời; {reminders} lời nhắc; {outside} tin ngoài giờ hành chính; "
        "{duplicates} câu ghi trùng; {lost} câu bị mất."
    )
    effort: str = (
        "Một phiếu gửi xong (trung vị): {screens} màn hình; {minutes} phút; {taps} lần bấm hoặc nhắn, kể từ mã "
        "đến khi gửi."
    )
    reporting: str = "  Quản trị viên bấm “Báo cáo”: đang lập báo cáo, bảng Excel, danh sách, biểu đồ."
    planning: str = "Từ nhu cầu đến kế hoạch: nạp số liệu, dự thảo, thử bớt kinh phí, duyệt, báo cho cán bộ…"
    planned: str = (
        "Kế hoạch năm {year}: {classes} lớp, {people} người, {covered} lượt học, {cost} đồng; {uncovered} nhu cầu chưa "
        "xếp được; cách phương án tốt nhất có thể không quá {gap}."
    )
    situation: str = "  Một tình huống hằng tuần: cán bộ chọn giờ, trả lời, xem đáp án và kết quả chung."
    situated: str = (
        "Tình huống hằng tuần: {asked} người nhận, {answered} người trả lời, {right} người chọn đúng ngay."
    )
    briefing: str = "  Hai buổi giao ban: hỏi nhanh các xã, gửi chương trình, giao việc, thông báo kết luận."
    briefed: str = (
        "Giao ban {at}: {answered}/{asked} người trả lời phiếu nhanh; {proposals} đề nghị, {decisions} kết luận, "
        "{actions} việc, {done} việc đã xong."
    )
    quality: str = "{what}, trong {total} người: {parts}."
    part: str = "{label} {count} ({share})"
    below: str = "Chưa đạt chuẩn theo {regime}: chuyên môn {qual}/{total}, lý luận chính trị {pol}/{total}."
    needs: str = "Nhu cầu cao nhất theo phiếu mô phỏng (MWDS): {best}."
    files: str = (
        "Các tệp: {folder}/ (danh-sach.xlsx: danh sách đã nạp; bieu-tieu-chuan.xlsx: tiêu chuẩn của cơ quan, nếu có; "
        "bao-cao.docx, bao-cao.xlsx, danh-sach-han-che.docx, thong-bao-giao-ban.docx, ke-hoach.docx, ke-hoach.xlsx, "
        "ke-hoach.png, lich.ics, danh-sach-lop-han-che.docx, biểu đồ .png, "
        "answers.xlsx, answers.csv, summary.json, "
        "survey.sqlite3, chat-*.txt)"
    )
    disagreement: str = "KHÔNG KHỚP – {what}: điện thoại thấy {phones}, cơ sở dữ liệu ghi {tables}"
    finished: str = "số người thấy phiếu đã gửi"
    refused: str = "số người đã từ chối"
    never_linked: str = "số người chưa xác nhận"
    reminded: str = "số lời nhắc"
    sum_of_outcomes: str = "tổng các kết quả"
    lost: str = "câu trả lời bị mất"
    duplicated: str = "câu trả lời ghi trùng"
    out_of_hours: str = "tin gửi ngoài giờ hành chính"
    serving: str = (
        "Mở {url} trên trình duyệt: chọn một người, bấm và nhắn như trên điện thoại của người đó.\n"
        "Dừng bằng Ctrl+C."
    )
    administrator: str = "Quản trị viên"
    administrator_place: str = "Cơ quan"
    reminder: str = "Nhắc lần {number}"
    stranger: str = "Máy của người lạ"
    stranger_title: str = "chưa có mã"
    stranger_place: str = "Người ngoài danh sách"


TEXTS: Final = DemoTexts()
